//! The life of a registrar's file: appointment, change, certificate, departure.

use super::{
    Certificate, Command, Context, HOURS_MAX, Post, Registrar, RegistrarEvent, RegistrarState, Report,
    ReportKind, WORDS_MAX,
};
use crate::account::Role;
use crate::id::AccountId;
use crate::matter::{Checked, Lifecycle, Office};
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;

impl Certificate {
    /// Whether it counts on a day.
    pub fn counts_on(&self, day: NaiveDate) -> bool {
        self.on <= day && self.valid_until.is_none_or(|until| day <= until)
    }

    /// What is wrong with it, by field: `course`, `hours`, `certificate`, `on`, `valid_until`.
    pub fn check(&self, today: NaiveDate) -> Vec<Refusal> {
        let (life, mut wrong) = (life(), Vec::new());
        let mut say =
            |code: RefusalCode, what: &str| wrong.push(life.refusal(code, what, "按培训证书填写。"));
        if crate::text::length(&self.course) < 2 {
            say(RefusalCode::Course, "请填写培训课程。");
        }
        if !self.hours.is_some_and(|hours| (1..=HOURS_MAX).contains(&hours)) {
            say(RefusalCode::Hours, "请填写培训学时。");
        }
        if crate::text::length(&self.certificate) < 4 {
            say(RefusalCode::Certificate, "请填写证书编号。");
        }
        if self.on > today {
            say(RefusalCode::On, "发证日期晚于今天。");
        }
        if self.valid_until.is_some_and(|until| until < self.on) {
            say(RefusalCode::ValidUntil, "有效期早于发证日期。");
        }
        wrong
    }
}

impl Registrar {
    /// The file of an account nobody has been appointed to yet.
    pub fn new(account: AccountId, name: String, office: Office) -> Self {
        Self {
            account,
            name,
            office,
            state: RegistrarState::Pending,
            post: None,
            certificates: Vec::new(),
            history: Vec::new(),
        }
    }

    /// What the command would do.
    ///
    /// # Errors
    /// Refusals for people, by field where there is one.
    pub fn decide(&self, command: Command, context: &Context) -> Checked<Vec<RegistrarEvent>> {
        let act = context.act();
        match command {
            Command::Appoint(post) => {
                self.by_leader(context)?;
                self.in_state(&[RegistrarState::Pending, RegistrarState::Left])?;
                self.after_departure(&post)?;
                Ok(vec![RegistrarEvent::Appointed(act, checked(post, context.today)?)])
            }
            Command::Change(post) => {
                self.by_leader(context)?;
                self.in_state(&[RegistrarState::Serving])?;
                let post = checked(post, context.today)?;
                if self.post.as_ref() == Some(&post) {
                    return life().refuse(RefusalCode::Title, "任用信息没有变化。", "请修改后再提交。");
                }
                Ok(vec![RegistrarEvent::Changed(act, post)])
            }
            Command::Certify(certificate) => {
                let wrong = certificate.check(context.today);
                if wrong.is_empty() {
                    Ok(vec![RegistrarEvent::Certified(act, certificate)])
                } else {
                    Err(wrong)
                }
            }
            Command::Leave { on, reason } => {
                self.by_leader(context)?;
                self.in_state(&[RegistrarState::Serving])?;
                Ok(vec![RegistrarEvent::Left(act, on, reason)])
            }
        }
    }

    /// Folds one event into the file. Events come from [`Registrar::decide`].
    #[must_use]
    pub fn apply(mut self, event: &RegistrarEvent) -> Self {
        match event {
            RegistrarEvent::Appointed(_, post) => {
                self.state = RegistrarState::Serving;
                self.post = Some(post.clone());
            }
            RegistrarEvent::Changed(_, post) => self.post = Some(post.clone()),
            RegistrarEvent::Certified(_, certificate) => self.certificates.push(certificate.clone()),
            RegistrarEvent::Left(..) => self.state = RegistrarState::Left,
        }
        self.history.push(event.clone());
        self
    }

    /// The certificate that counts on a day: the one that lasts longest.
    pub fn certificate_on(&self, day: NaiveDate) -> Option<&Certificate> {
        let lasts = |one: &&Certificate| one.valid_until.unwrap_or(NaiveDate::MAX);
        self.certificates.iter().filter(|one| one.counts_on(day)).max_by_key(lasts)
    }

    /// The day since when the registrar has been in post without a break; none for who is not.
    pub fn in_post_since(&self) -> Option<NaiveDate> {
        let appointed = self.history.iter().rev().find_map(|event| match event {
            RegistrarEvent::Appointed(_, post) => Some(post.since),
            _ => None,
        });
        appointed.filter(|_| self.state == RegistrarState::Serving)
    }

    /// The last day of the last departure; none before the first.
    pub fn left_on(&self) -> Option<NaiveDate> {
        self.history.iter().rev().find_map(|event| match event {
            RegistrarEvent::Left(_, on, _) => Some(*on),
            _ => None,
        })
    }

    /// What the unit above is told of an event; nothing of certificates. `self` is the file after the event.
    pub fn report(&self, event: &RegistrarEvent) -> Option<Report> {
        let (kind, on) = match event {
            RegistrarEvent::Appointed(_, post) => (ReportKind::Appointed, post.since),
            RegistrarEvent::Changed(act, _) => (ReportKind::Changed, act.on),
            RegistrarEvent::Left(_, on, _) => (ReportKind::Left, *on),
            RegistrarEvent::Certified(..) => return None,
        };
        let post = self.post.as_ref()?;
        let (title, employment) = (post.title.clone(), post.employment);
        Some(Report { kind, name: self.name.clone(), title, employment, on })
    }

    fn by_leader(&self, context: &Context) -> Checked {
        life().ordered_by_article().step_of(&context.actor, &self.office, Role::Leader)
    }

    fn in_state(&self, states: &[RegistrarState]) -> Checked {
        life().in_state(self.state, RegistrarState::label, states)
    }

    fn after_departure(&self, post: &Post) -> Checked {
        match self.left_on() {
            Some(left) if post.since <= left => {
                life().refuse(RefusalCode::Since, "任用日期早于上次离岗日期。", "请核对日期。")
            }
            _ => Ok(()),
        }
    }
}

fn checked(post: Post, today: NaiveDate) -> Checked<Post> {
    let life = life();
    let post = Post { title: life.clipped(&post.title), document: life.clipped(&post.document), ..post };
    let mut wrong = Vec::new();
    if post.title.chars().count() < 2 {
        wrong.push(life.refusal(RefusalCode::Title, "没有填写职务。", "请按任用文件填写。"));
    }
    if post.document.chars().count() < 2 {
        wrong.push(life.refusal(RefusalCode::Document, "没有填写任用文件。", "请填写文件名称或文号。"));
    }
    if post.since > today {
        wrong.push(life.refusal(RefusalCode::Since, "任用日期晚于今天。", "请在到岗当日登记。"));
    }
    if wrong.is_empty() { Ok(post) } else { Err(wrong) }
}

fn life() -> Lifecycle {
    Lifecycle::of("这名学籍管理员", 23).words_max(WORDS_MAX)
}
