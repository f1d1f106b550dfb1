//! A loan (借阅): asked for by the registrar, approved by the leader, brought back.

use super::{Context, Dossier, NOTE_MAX, TITLE_MAX, refusal, words};
use crate::account::Role;
use crate::calendar::Due;
use crate::matter::{Act, Checked, Holder, Matter, MatterKind, Subject, TwoSteps};
use crate::refusal::RefusalCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Most days of a loan. The regulation is silent; a month is the time in which an archive must be able to leave (第十五条).
pub const LOAN_DAYS_MAX: i64 = 30;

/// Where a loan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoanState {
    /// 待批准
    Asked,
    /// 借出
    Lent,
    /// 未批准
    Refused,
    /// 已归还
    Returned,
}

impl LoanState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Asked => "待批准",
            Self::Lent => "借出",
            Self::Refused => "未批准",
            Self::Returned => "已归还",
        }
    }

    /// Whether it keeps another loan and a hand-over out.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Lent)
    }
}

/// One loan of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loan {
    /// 借阅人
    pub borrower: String,
    /// 事由
    pub reason: String,
    /// 应还日期
    pub due_back: NaiveDate,
    /// Who asked, and when.
    pub asked: Act,
    /// Who approved or refused.
    pub decided: Option<Act>,
    /// Why it was refused.
    pub refused: Option<String>,
    /// Who took it back.
    pub returned: Option<Act>,
    /// Where it stands.
    pub state: LoanState,
}

/// Nobody approves what he asked for.
const APPROVED: TwoSteps =
    TwoSteps { first: "申请", second: "批准借阅", other: "本校另一名主管领导" };

impl Loan {
    /// A loan that waits for the leader.
    ///
    /// # Errors
    /// Refusals by field.
    pub(super) fn ask(borrower: &str, reason: &str, due_back: NaiveDate, context: &Context) -> Checked<Self> {
        let (borrower, reason) = (words(borrower, TITLE_MAX), words(reason, NOTE_MAX));
        let mut wrong = Vec::new();
        if borrower.chars().count() < 2 {
            wrong.push(refusal(8, RefusalCode::Borrower, "没有填写借阅人。", "请填写借阅人的姓名和单位。"));
        }
        if reason.chars().count() < 2 {
            wrong.push(refusal(8, RefusalCode::Reason, "没有写明借阅事由。", "请写明为何借阅。"));
        }
        let days = (due_back - context.today).num_days();
        if !(0..=LOAN_DAYS_MAX).contains(&days) {
            wrong.push(refusal(
                8,
                RefusalCode::DueBack,
                "应还日期应在今天起三十天以内。",
                "请重新填写应还日期。",
            ));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Self {
            borrower,
            reason,
            due_back,
            asked: context.act(),
            decided: None,
            refused: None,
            returned: None,
            state: LoanState::Asked,
        })
    }

    /// Nobody approves what he asked for.
    pub(super) fn four_eyes(&self, context: &Context) -> Checked {
        APPROVED.apart(&context.actor, [self.asked.by.account])
    }

    /// Whether it should have been brought back.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.state == LoanState::Lent && self.due_back < today
    }
}

/// The last loan of a dossier as a matter: the leader approves it, the registrar sees that it comes back.
#[derive(Debug, Clone, Copy)]
pub struct LastLoan<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// The loan.
    pub loan: &'a Loan,
}

impl<'a> LastLoan<'a> {
    /// Of a dossier that was ever lent or asked for.
    pub fn of(dossier: &'a Dossier) -> Option<Self> {
        Some(Self { dossier, loan: dossier.loans.last()? })
    }
}

impl Matter for LastLoan<'_> {
    fn kind(&self) -> MatterKind {
        MatterKind::PaperLoan
    }

    fn subject(&self) -> Subject {
        Subject::Person(self.dossier.person)
    }

    fn holders(&self) -> Vec<Holder> {
        let role = match self.loan.state {
            LoanState::Asked => Role::Leader,
            LoanState::Lent => Role::Registrar,
            LoanState::Refused | LoanState::Returned => return Vec::new(),
        };
        vec![Holder::of_unit(&self.dossier.school, role)]
    }

    fn due(&self) -> Option<Due> {
        self.is_open().then_some(Due { date: self.loan.due_back, provisional: false })
    }

    fn is_open(&self) -> bool {
        self.loan.state.is_open()
    }

    fn sent_back(&self) -> bool {
        false
    }
}
