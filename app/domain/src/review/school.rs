//! A school's part of a campaign: checked class by class, submitted by its registrar, signed by its leader, examined by the
//! registrar of its authority, confirmed by that leader.

use super::{Context, Dates, SECOND, reason, refusal};
use crate::account::Role;
use crate::id::{AccountId, ReviewId};
use crate::matter::{Act, Lifecycle, Office};
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where a school stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SchoolState {
    /// 核对中
    Checking,
    /// 待学校主管领导签字
    Submitted,
    /// 待主管部门审核
    Signed,
    /// 待主管部门领导签字
    Examined,
    /// 已完成
    Done,
}

impl SchoolState {
    /// Every state, in order.
    pub const ALL: [Self; 5] = [Self::Checking, Self::Submitted, Self::Signed, Self::Examined, Self::Done];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Checking => "核对中",
            Self::Submitted => "待学校主管领导签字",
            Self::Signed => "待主管部门审核",
            Self::Examined => "待主管部门领导签字",
            Self::Done => "已完成",
        }
    }

    /// Stable name in the store and in counters.
    pub fn key(self) -> &'static str {
        match self {
            Self::Checking => "checking",
            Self::Submitted => "submitted",
            Self::Signed => "signed",
            Self::Examined => "examined",
            Self::Done => "done",
        }
    }

    /// The state with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// What a school still has to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outstanding {
    /// Classes with pupils who are not confirmed.
    pub classes: Vec<String>,
    /// Pupils who are not confirmed.
    pub pupils: usize,
    /// Anomalies nobody has answered.
    pub anomalies: usize,
    /// Whether the system is still looking at the records.
    pub looking: bool,
}

impl Outstanding {
    /// Nothing when everything is said; otherwise everything that is missing.
    fn check(&self) -> Result<(), Vec<Refusal>> {
        let mut wrong = Vec::new();
        if self.looking {
            let what = "系统还在逐人比对，疑点尚未全部列出。";
            wrong.push(Refusal::of(RefusalCode::Looking, what));
        }
        if self.pupils > 0 {
            let what = format!("还有{}名学生没有核对：{}。", self.pupils, self.classes.join("、"));
            wrong.push(refusal(RefusalCode::Pupils, &what, "请在这些班级的核对表上逐人确认。"));
        }
        if self.anomalies > 0 {
            let what = format!("还有{}项系统发现的疑点没有答复。", self.anomalies);
            wrong.push(Refusal::of(RefusalCode::Anomalies, what));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

/// A school's part of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolReview {
    /// The campaign.
    pub campaign: ReviewId,
    /// The school.
    pub school: Office,
    /// Its competent authority (学籍主管部门): the county, or whoever runs the school.
    pub examiner: Office,
    /// Where it stands.
    pub state: SchoolState,
    /// Who submitted it.
    pub submitted: Option<Act>,
    /// Who signed it in the school.
    pub signed: Option<Act>,
    /// Who examined it.
    pub examined: Option<Act>,
    /// Who signed it in the authority.
    pub done: Option<Act>,
    /// Every return: who, and why, the oldest first.
    pub returns: Vec<(Act, String)>,
}

/// What somebody wants done with a school's part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchoolCommand {
    /// 提交: the school's registrar.
    Submit(Outstanding),
    /// 签字: the school's leader. What was found since the submission stands in the way as well.
    Sign(Outstanding),
    /// 审核通过: the authority's registrar.
    Examine,
    /// 签字: the authority's leader.
    Confirm,
    /// 退回 to the school's registrar, by whoever it waits for.
    Return(String),
}

impl SchoolReview {
    /// A school that has just begun.
    pub fn begun(campaign: ReviewId, school: Office, examiner: Office) -> Self {
        Self {
            campaign,
            school,
            examiner,
            state: SchoolState::Checking,
            submitted: None,
            signed: None,
            examined: None,
            done: None,
            returns: Vec::new(),
        }
    }

    /// Whether the sheets may be written on.
    pub fn sheets_open(&self) -> bool {
        self.state == SchoolState::Checking
    }

    /// Who has to act now; nobody when it is done.
    pub fn waiting_for(&self) -> Option<(&Office, Role)> {
        match self.state {
            SchoolState::Checking => Some((&self.school, Role::Registrar)),
            SchoolState::Submitted => Some((&self.school, Role::Leader)),
            SchoolState::Signed => Some((&self.examiner, Role::Registrar)),
            SchoolState::Examined => Some((&self.examiner, Role::Leader)),
            SchoolState::Done => None,
        }
    }

    /// By when whoever has to act is to be through; none when it is done.
    pub fn due(&self, dates: &Dates) -> Option<NaiveDate> {
        match self.state {
            SchoolState::Checking | SchoolState::Submitted => Some(dates.school),
            SchoolState::Signed | SchoolState::Examined => Some(dates.county),
            SchoolState::Done => None,
        }
    }

    /// Does what is asked, or says why not.
    ///
    /// # Errors
    /// Refusals: `out_of_state`, `not_your_step`, `four_eyes`, `reason`, or everything that is outstanding.
    pub fn decide(mut self, command: SchoolCommand, context: &Context) -> Result<Self, Vec<Refusal>> {
        let (from, next) = match &command {
            SchoolCommand::Submit(_) => (SchoolState::Checking, SchoolState::Submitted),
            SchoolCommand::Sign(_) => (SchoolState::Submitted, SchoolState::Signed),
            SchoolCommand::Examine => (SchoolState::Signed, SchoolState::Examined),
            SchoolCommand::Confirm => (SchoolState::Examined, SchoolState::Done),
            SchoolCommand::Return(_) => (self.state, SchoolState::Checking),
        };
        let returning = matches!(command, SchoolCommand::Return(_));
        let holder = self.waiting_for().map(|(office, role)| (office.clone(), role));
        let holder = holder.filter(|_| self.state == from && !(returning && self.sheets_open()));
        let Some((office, role)) = holder else { return Err(self.out_of_state()) };
        self.life().step_of(&context.actor, &office, role)?;
        match command {
            SchoolCommand::Submit(outstanding) => {
                outstanding.check()?;
                self.submitted = Some(context.act());
            }
            SchoolCommand::Sign(outstanding) => {
                SECOND.apart(&context.actor, self.took_part())?;
                outstanding.check()?;
                self.signed = Some(context.act());
            }
            SchoolCommand::Examine => {
                SECOND.apart(&context.actor, self.took_part())?;
                self.examined = Some(context.act());
            }
            SchoolCommand::Confirm => {
                SECOND.apart(&context.actor, self.took_part())?;
                self.done = Some(context.act());
            }
            SchoolCommand::Return(text) => {
                let reason = reason(&text)?;
                self.returns.push((context.act(), reason));
                (self.submitted, self.signed, self.examined) = (None, None, None);
            }
        }
        self.state = next;
        Ok(self)
    }

    /// Everybody who took a step since the last return: four steps, four persons.
    fn took_part(&self) -> Vec<AccountId> {
        let acts = [&self.submitted, &self.signed, &self.examined];
        acts.into_iter().flatten().map(|act| act.by.account).collect()
    }

    fn life(&self) -> Lifecycle {
        Lifecycle::of(format!("{}的复核", self.school.name), 24)
    }

    fn out_of_state(&self) -> Vec<Refusal> {
        self.life().out_of_state(self.state.label())
    }
}
