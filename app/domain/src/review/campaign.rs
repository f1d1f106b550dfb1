//! The campaign (复核任务): opened by the registrar of a province, a city or a county, approved by its leader.

use super::{Context, SECOND, SchoolReview, SchoolState, life, reason, refusal};
use crate::account::Role;
use crate::calendar::{Due, Term};
use crate::id::ReviewId;
use crate::matter::{Act, Checked, Holder, Matter, MatterKind, Office, Subject};
use crate::org::UnitKind;
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where a campaign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    /// 待批准
    Proposed,
    /// 已退回
    Returned,
    /// 进行中, from its first day on
    Approved,
    /// 已结束: its results stay as they are
    Closed,
}

impl CampaignState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Returned, Self::Approved, Self::Closed];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Proposed => "待批准",
            Self::Returned => "已退回",
            Self::Approved => "进行中",
            Self::Closed => "已结束",
        }
    }
}

/// The days of a campaign, in order and all of them within its term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    /// From this day on schools work.
    pub start: NaiveDate,
    /// Last day of the schools.
    pub school: NaiveDate,
    /// Last day of the schools' authorities.
    pub county: NaiveDate,
    /// Last day of the whole campaign.
    pub province: NaiveDate,
}

impl Dates {
    /// What is wrong with them, by field.
    fn check(&self, term: Term, today: NaiveDate) -> Vec<Refusal> {
        let mut wrong = Vec::new();
        if self.start < today {
            wrong.push(refusal(RefusalCode::Start, "开始日期已经过去。", "请填写今天或以后的日期。"));
        }
        if self.start < term.first_day() {
            let what = format!("开始日期不在{term}内。");
            wrong.push(refusal(RefusalCode::Start, &what, "每学期的复核须在本学期内进行。"));
        }
        let ordered = [
            (RefusalCode::School, "学校完成日期", self.start, self.school),
            (RefusalCode::County, "主管部门完成日期", self.school, self.county),
            (RefusalCode::Province, "结束日期", self.county, self.province),
        ];
        for (code, which, before, day) in ordered {
            if day <= before {
                let what = format!("{which}须晚于{before}。");
                wrong.push(refusal(code, &what, "请按开始、学校完成、主管部门完成、结束的先后填写日期。"));
            }
        }
        if self.province > term.last_day() {
            let what = format!("结束日期晚于{term}的最后一天（{}）。", term.last_day());
            wrong.push(refusal(RefusalCode::Province, &what, "每学期的复核须在本学期内完成。"));
        }
        wrong
    }
}

/// A campaign. There is one of a unit for a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Its id.
    pub id: ReviewId,
    /// The province, city or county; the schools below it take part, those it runs directly with them.
    pub unit: Office,
    /// 学期
    pub term: Term,
    /// The days.
    pub dates: Dates,
    /// Where it stands.
    pub state: CampaignState,
    /// Who opened it, or changed it last.
    pub proposed: Act,
    /// Who approved it.
    pub approved: Option<Act>,
    /// Why the leader returned it.
    pub returned: Option<String>,
    /// The day on which it was closed.
    pub closed_on: Option<NaiveDate>,
}

/// What somebody wants done with a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CampaignCommand {
    /// The registrar changes the dates of what is not approved yet.
    Amend(Dates),
    /// The leader approves.
    Approve,
    /// The leader returns it.
    Return(String),
    /// The leader closes it once the last day is over, or every school is through.
    Close {
        /// Schools that are not through.
        unfinished: usize,
    },
}

impl Campaign {
    /// A campaign put to the leader.
    ///
    /// # Errors
    /// Refusals by field; `not_permitted` for a unit that is no competent authority, `not_your_step` for anybody but
    /// its registrar.
    pub fn propose(
        id: ReviewId,
        unit: Office,
        kind: UnitKind,
        term: Term,
        dates: Dates,
        context: &Context,
    ) -> Result<Self, Vec<Refusal>> {
        // Whoever is a competent authority: a city has schools of its own (直管学校) that no county reviews.
        if !kind.may_be_competent() {
            let remedy = "请由省级、市级或县级教育行政部门发起。";
            let what = "复核任务由学籍主管部门发起。";
            return Err(vec![refusal(RefusalCode::NotPermitted, what, remedy)]);
        }
        life("复核任务").step_of(&context.actor, &unit, Role::Registrar)?;
        let wrong = dates.check(term, context.today);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Self {
            id,
            unit,
            term,
            dates,
            state: CampaignState::Proposed,
            proposed: context.act(),
            approved: None,
            returned: None,
            closed_on: None,
        })
    }

    /// Whom it waits for: the leader to approve, the registrar to mend what came back; nobody while it runs or when it is over.
    pub fn waiting_for(&self) -> Option<(&Office, Role)> {
        match self.state {
            CampaignState::Proposed => Some((&self.unit, Role::Leader)),
            CampaignState::Returned => Some((&self.unit, Role::Registrar)),
            CampaignState::Approved | CampaignState::Closed => None,
        }
    }

    /// The days by which schools and authorities act; none before it is approved and once it is over.
    pub fn working_dates(&self) -> Option<Dates> {
        (self.state == CampaignState::Approved).then_some(self.dates)
    }

    /// Whether schools work on it on that day.
    pub fn is_running(&self, today: NaiveDate) -> bool {
        self.state == CampaignState::Approved && self.dates.start <= today
    }

    /// Does what is asked, or says why not.
    ///
    /// # Errors
    /// Refusals by field; `out_of_state`, `not_your_step`, `four_eyes`.
    pub fn decide(mut self, command: CampaignCommand, context: &Context) -> Result<Self, Vec<Refusal>> {
        use CampaignState::{Approved, Closed, Proposed, Returned};
        match command {
            CampaignCommand::Amend(dates) => {
                self.in_state(&[Proposed, Returned])?;
                life("复核任务").step_of(&context.actor, &self.unit, Role::Registrar)?;
                let wrong = dates.check(self.term, context.today);
                if !wrong.is_empty() {
                    return Err(wrong);
                }
                (self.dates, self.proposed, self.returned) = (dates, context.act(), None);
                self.state = Proposed;
            }
            CampaignCommand::Approve => {
                self.in_state(&[Proposed])?;
                life("复核任务").step_of(&context.actor, &self.unit, Role::Leader)?;
                SECOND.apart(&context.actor, [self.proposed.by.account])?;
                if self.dates.school < context.today {
                    let remedy = "请退回，由学籍管理员改定日期。";
                    return Err(vec![refusal(RefusalCode::Dates, "学校完成日期已经过去。", remedy)]);
                }
                self.approved = Some(context.act());
                self.state = Approved;
            }
            CampaignCommand::Return(text) => {
                self.in_state(&[Proposed])?;
                life("复核任务").step_of(&context.actor, &self.unit, Role::Leader)?;
                self.returned = Some(reason(&text)?);
                self.state = Returned;
            }
            CampaignCommand::Close { unfinished } => {
                self.in_state(&[Approved])?;
                life("复核任务").step_of(&context.actor, &self.unit, Role::Leader)?;
                if unfinished > 0 && context.today <= self.dates.province {
                    let what = format!("还有{unfinished}所学校没有完成复核。");
                    let remedy = format!("全部完成，或{}过后，才能结束。", self.dates.province);
                    return Err(vec![refusal(RefusalCode::Unfinished, &what, &remedy)]);
                }
                self.closed_on = Some(context.today);
                self.state = Closed;
            }
        }
        Ok(self)
    }

    fn in_state(&self, states: &[CampaignState]) -> Checked {
        life("复核任务").in_state(self.state, CampaignState::label, states)
    }
}

/// A day that is set and moves for nobody.
pub(super) fn fixed(date: NaiveDate) -> Due {
    Due { date, provisional: false }
}

impl Matter for Campaign {
    fn kind(&self) -> MatterKind {
        MatterKind::Review
    }

    fn subject(&self) -> Subject {
        Subject::Unit(self.unit.unit.clone())
    }

    fn holders(&self) -> Vec<Holder> {
        self.waiting_for().map(Holder::desk).into_iter().collect()
    }

    /// Schools work from the first day on: by then it is decided. It can be afterwards, up to the schools' last day, and is late.
    fn due(&self) -> Option<Due> {
        self.waiting_for().map(|_| fixed(self.dates.start))
    }

    fn is_open(&self) -> bool {
        self.waiting_for().is_some()
    }

    fn sent_back(&self) -> bool {
        self.state == CampaignState::Returned
    }
}

/// A school's part with the days of its campaign.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// The days, while the campaign runs: with its end nobody has anything to do any more.
    pub dates: Option<Dates>,
    /// The school's part.
    pub review: &'a SchoolReview,
}

impl<'a> Part<'a> {
    /// A part as its campaign stands.
    pub fn of(campaign: &Campaign, review: &'a SchoolReview) -> Self {
        Self { dates: campaign.working_dates(), review }
    }
}

impl Matter for Part<'_> {
    fn kind(&self) -> MatterKind {
        MatterKind::ReviewSchool
    }

    fn subject(&self) -> Subject {
        Subject::Unit(self.review.school.unit.clone())
    }

    fn holders(&self) -> Vec<Holder> {
        let waiting = self.review.waiting_for().filter(|_| self.is_open());
        waiting.map(Holder::desk).into_iter().collect()
    }

    fn due(&self) -> Option<Due> {
        self.review.due(&self.dates?).map(fixed)
    }

    fn is_open(&self) -> bool {
        self.dates.is_some() && self.review.waiting_for().is_some()
    }

    fn sent_back(&self) -> bool {
        self.is_open() && self.review.state == SchoolState::Checking && !self.review.returns.is_empty()
    }
}
