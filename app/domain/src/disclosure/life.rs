//! The life of a request: what each command does in each state, and who may give it.

use super::{
    Approval, Command, Context, DOWNLOADS_MAX, DataClass, Disclosure, DisclosureEvent, DisclosureState,
    Download, FETCH_DAYS_MAX, KEEP_DAYS_MAX, LIST_MAX, Opinion, People, RecipientKind, Request, SCANS_MAX,
    STEP_WORKING_DAYS, Settlement, WORDS_MAX,
};
use crate::account::Role;
use crate::matter::{Checked, Deadline, Lifecycle, Matter, Office, TwoSteps};
use crate::refusal::{Refusal, RefusalCode};

type Decided = Checked<Vec<DisclosureEvent>>;

/// Nobody examines or approves what he asked for, and nobody approves what he examined.
const EXAMINED: TwoSteps = TwoSteps { first: "申请", second: "审查", other: "本单位其他人员" };
const APPROVED: TwoSteps = TwoSteps { first: "申请", second: "审批", other: "本单位其他人员" };
const GRANTED: TwoSteps = TwoSteps { first: "审查", second: "批准", other: "主管领导" };

fn life() -> Lifecycle {
    Lifecycle::of("这件申请", 25).ordered_by_article().words_max(WORDS_MAX)
}

impl Disclosure {
    /// A request as somebody asks it.
    ///
    /// # Errors
    /// Everything that is missing, each by the name of its field.
    pub fn ask(request: Request, context: &Context<'_>) -> Checked<Self> {
        let (life, mut wrong) = (life(), Vec::new());
        let mut text = |code: RefusalCode, text: &str, least: usize, what: &str, remedy: &str| {
            let text = life.clipped(text);
            if text.chars().count() < least {
                wrong.push(life.refusal(code, what, remedy));
            }
            text
        };
        let mut recipient = request.recipient;
        recipient.name =
            text(RefusalCode::Recipient, &recipient.name, 4, "没有写明接收方。", "请填写接收单位的全称。");
        recipient.contact = text(
            RefusalCode::Contact,
            &recipient.contact,
            2,
            "没有写明接收方联系人。",
            "请填写负责接收的人。",
        );
        recipient.phone = text(
            RefusalCode::Phone,
            &recipient.phone,
            7,
            "没有写明接收方联系电话。",
            "请填写可以核实的电话。",
        );
        recipient.letter = text(
            RefusalCode::Letter,
            &recipient.letter,
            4,
            "没有写明来函文号。",
            "没有书面来函的，不得对外提供。",
        );
        let purpose =
            text(RefusalCode::Purpose, &request.purpose, 6, "没有写明用途。", "请写明数据用来做什么。");
        let proof_of_ground = text(
            RefusalCode::ProofOfGround,
            &request.proof_of_ground,
            4,
            "没有写明法律依据的条款或文书。",
            "请填写法律条款、文书编号或同意书的存放处。",
        );
        let sensitive = request.classes.iter().any(|class| class.needs_necessity());
        let least = if sensitive { 6 } else { 0 };
        let necessity = text(
            RefusalCode::Necessity,
            &request.necessity,
            least,
            "申请了敏感信息，没有说明必要性。",
            "请说明没有这些信息为什么办不成，或取消勾选。",
        );
        if recipient.kind.is_none() {
            wrong.push(life.refusal(RefusalCode::RecipientKind, "没有选择接收方类别。", "请选择一项。"));
        }
        if request.classes.is_empty() {
            wrong.push(life.refusal(
                RefusalCode::Classes,
                "没有选择提供的信息类别。",
                "请只选择用途所必需的类别。",
            ));
        }
        if !(1..=KEEP_DAYS_MAX).contains(&request.keep_days) {
            let what = format!("使用期限应为 1 至 {KEEP_DAYS_MAX} 天。");
            wrong.push(life.refusal(RefusalCode::KeepDays, what, "期限届满接收方须返还或销毁。"));
        }
        match &request.people {
            People::List(list) if list.is_empty() => {
                wrong.push(life.refusal(
                    RefusalCode::People,
                    "名单是空的。",
                    "请填写学生的学籍号，每行一个。",
                ));
            }
            People::List(list) if list.len() > LIST_MAX => {
                let what = format!("名单最多 {LIST_MAX} 人。");
                wrong.push(life.refusal(RefusalCode::People, what, "请分次申请，或按班级、年级申请。"));
            }
            People::Unverified if request.classes != [DataClass::Basic, DataClass::Documents].into() => {
                let what = "身份核验只提供姓名、性别、出生日期和身份证件号。";
                let remedy = "请只选“基本信息”和“身份证件、出生日期、曾用名”两类；送出的文件里只有这四项。";
                wrong.push(life.refusal(RefusalCode::Classes, what, remedy));
            }
            People::Unverified if recipient.kind != Some(RecipientKind::StateOrgan) => {
                let what = "身份核验的接收方应为管理人口基础信息的国家机关。";
                wrong.push(life.refusal(RefusalCode::RecipientKind, what, "请选择“国家机关”。"));
            }
            People::Class(_, class) if crate::text::length(class) == 0 => {
                wrong.push(life.refusal(RefusalCode::ClassName, "没有填写班级。", "请填写班级名称。"));
            }
            _ => {}
        }
        wrong.extend(life.scans(request.letters.len(), true, SCANS_MAX).err().into_iter().flatten());
        if !request.school.unit.is_school() || request.handler.unit.is_school() {
            wrong.push(life.refusal(RefusalCode::School, "没有选择学校。", "请选择一所学校。"));
        }
        let Some(ground) = request.ground else {
            wrong.push(life.refusal(
                RefusalCode::Ground,
                "没有选择法律依据。",
                "没有法律依据的，不得对外提供。",
            ));
            return Err(wrong);
        };
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Self {
            number: request.number,
            asked: context.act(),
            asker: request.asker,
            school: request.school,
            handler: request.handler,
            recipient,
            purpose,
            ground,
            proof_of_ground,
            classes: request.classes,
            necessity,
            people: request.people,
            keep_days: request.keep_days,
            letters: request.letters,
            state: DisclosureState::Asked,
            due: due(context),
            examined: None,
            approval: None,
            ended: None,
            downloads: Vec::new(),
            settled: None,
        })
    }

    /// What the command would do.
    ///
    /// # Errors
    /// Refusals for people, each with what it rests on.
    pub fn decide(&self, command: Command, context: &Context<'_>) -> Decided {
        use DisclosureState::{Approved, Asked, Examined, Revoked};
        match command {
            Command::Examine(text) => {
                self.in_state(&[Asked])?;
                life().step_of(&context.actor, &self.handler, Role::Registrar)?;
                EXAMINED.apart(&context.actor, [self.asked.by.account])?;
                let opinion = opinion(&text, "没有写明审查意见。", context)?;
                Ok(vec![DisclosureEvent::Examined(opinion, due(context))])
            }
            Command::Approve { words, days, downloads } => {
                self.in_state(&[Examined])?;
                life().step_of(&context.actor, &self.handler, Role::Leader)?;
                APPROVED.apart(&context.actor, [self.asked.by.account])?;
                GRANTED
                    .apart(&context.actor, self.examined.as_ref().map(|opinion| opinion.act.by.account))?;
                let (life, mut wrong) = (life(), Vec::new());
                if !(1..=FETCH_DAYS_MAX).contains(&days) {
                    let what = format!("有效期应为 1 至 {FETCH_DAYS_MAX} 天。");
                    wrong.push(life.refusal(RefusalCode::Days, what, "请重新填写。"));
                }
                if !(1..=DOWNLOADS_MAX).contains(&downloads) {
                    let what = format!("下载次数应为 1 至 {DOWNLOADS_MAX} 次。");
                    wrong.push(life.refusal(RefusalCode::Downloads, what, "请重新填写。"));
                }
                let opinion = opinion(&words, "没有写明批准意见。", context);
                let opinion = match (opinion, wrong.is_empty()) {
                    (Ok(opinion), true) => opinion,
                    (Ok(_), false) => return Err(wrong),
                    (Err(more), _) => return Err(more.into_iter().chain(wrong).collect()),
                };
                let until = context.today + chrono::Days::new(u64::from(days));
                Ok(vec![DisclosureEvent::Approved(Approval { opinion, until, downloads })])
            }
            Command::Refuse(text) => {
                self.in_state(&[Asked, Examined])?;
                let role = if self.state == Asked { Role::Registrar } else { Role::Leader };
                life().step_of(&context.actor, &self.handler, role)?;
                APPROVED.apart(&context.actor, [self.asked.by.account])?;
                Ok(vec![DisclosureEvent::Refused(opinion(&text, "没有写明不予批准的理由。", context)?)])
            }
            Command::Withdraw(text) => {
                self.in_state(&[Asked, Examined])?;
                life().taken_back_by(&context.actor, &self.asked.by, false)?;
                Ok(vec![DisclosureEvent::Withdrawn(opinion(&text, "没有写明撤回的理由。", context)?)])
            }
            Command::Revoke(text) => {
                self.in_state(&[Approved])?;
                life().step_of(&context.actor, &self.handler, Role::Leader)?;
                Ok(vec![DisclosureEvent::Revoked(opinion(&text, "没有写明撤销批准的理由。", context)?)])
            }
            Command::Fetch { pupils } => {
                self.in_state(&[Approved])?;
                self.of_the_asking_unit(context)?;
                if self.downloads_left(context.today) == 0 {
                    let what = "批准的下载次数已用完，或者有效期已过。";
                    return Err(vec![Refusal::of(RefusalCode::UsedUp, what)]);
                }
                Ok(vec![DisclosureEvent::Fetched(Download { act: context.act(), pupils })])
            }
            Command::Settle { ending, words, proofs } => {
                self.in_state(&[Approved, Revoked])?;
                self.of_the_asking_unit(context)?;
                if !self.is_given() {
                    let what = "还没有对外提供过数据，不需要登记返还或销毁。";
                    return Err(vec![Refusal::of(RefusalCode::NotGiven, what)]);
                }
                let words = opinion(&words, "没有写明返还或销毁的凭据。", context)?.words;
                life().scans(proofs.len(), true, SCANS_MAX)?;
                let settled = Settlement { act: context.act(), ending, words, proofs };
                Ok(vec![DisclosureEvent::Settled(settled)])
            }
        }
    }

    /// What follows when its school comes to answer to another authority: what the old one approved is fetched no more, what was given away
    /// and is not returned is the new one's, which also examines from the beginning what nobody has decided.
    pub fn handed_over(&self, to: &Office, context: &Context<'_>) -> Vec<DisclosureEvent> {
        let mut events = Vec::new();
        if self.downloads_left(context.today) > 0 {
            let words = "学校变更学籍主管部门，原批准不再使用。";
            events.push(DisclosureEvent::Revoked(context.opinion(words.to_owned())));
        }
        if self.is_open() {
            let due = self.waiting().map(|_| due(context));
            events.push(DisclosureEvent::HandedOver { from: self.handler.unit.clone(), to: to.clone(), due });
        }
        events
    }

    /// Folds one event into the state. Events come from [`Disclosure::decide`]; replaying them gives the same request.
    #[must_use]
    pub fn apply(mut self, event: &DisclosureEvent) -> Self {
        match event {
            DisclosureEvent::Examined(opinion, due) => {
                self.due = *due;
                self.examined = Some(opinion.clone());
                self.state = DisclosureState::Examined;
            }
            DisclosureEvent::Approved(approval) => {
                self.approval = Some(approval.clone());
                self.state = DisclosureState::Approved;
            }
            DisclosureEvent::Refused(opinion) => self.end(DisclosureState::Refused, opinion),
            DisclosureEvent::Withdrawn(opinion) => self.end(DisclosureState::Withdrawn, opinion),
            DisclosureEvent::Revoked(opinion) => self.end(DisclosureState::Revoked, opinion),
            DisclosureEvent::Fetched(download) => self.downloads.push(download.clone()),
            DisclosureEvent::Recounted(due) => self.due = *due,
            DisclosureEvent::Settled(settlement) => {
                self.settled = Some(settlement.clone());
                self.state = DisclosureState::Settled;
            }
            DisclosureEvent::HandedOver { to, due, .. } => {
                self.handler = to.clone();
                if let Some(due) = due {
                    self.due = *due;
                    self.examined = None;
                    self.state = DisclosureState::Asked;
                }
            }
        }
        self
    }

    /// The items of the form that were approved, in the printed order.
    pub fn fields(&self) -> Vec<crate::form::Field> {
        let given = |field: &crate::form::Field| {
            DataClass::of(*field).is_some_and(|class| self.classes.contains(&class))
        };
        crate::form::Field::ALL.iter().copied().filter(given).collect()
    }

    fn end(&mut self, state: DisclosureState, opinion: &Opinion) {
        self.ended = Some(opinion.clone());
        self.state = state;
    }

    fn in_state(&self, states: &[DisclosureState]) -> Checked {
        life().in_state(self.state, DisclosureState::label, states)
    }

    fn of_the_asking_unit(&self, context: &Context<'_>) -> Checked {
        let Office { unit, name } = &self.asker;
        life().step_of_unit(&context.actor, unit, name, &[Role::Registrar, Role::Official])
    }
}

/// The authority has so long for the step that waits.
fn due(context: &Context<'_>) -> Deadline {
    Deadline::after(context.today, STEP_WORKING_DAYS, context.calendar)
}

fn opinion(text: &str, what: &str, context: &Context<'_>) -> Checked<Opinion> {
    Ok(context.opinion(life().words(text, RefusalCode::Words, what, "请补充后再提交。")?))
}
