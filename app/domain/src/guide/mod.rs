//! 办事指南: for each thing one may want done, who begins it, with which papers, who decides, by when, and on what it rests. Nothing of
//! it is written down here that the rules know: openers come from the policy, papers and chains from the kinds of case, days from the
//! rules in force where the reader stands.

mod example;
mod limits;
mod papers;
mod plain;
mod route;
mod stands;
#[cfg(test)]
mod tests;
pub(crate) mod way;
mod words;

pub use plain::{OFFICE_WORDS, plain, plain_refusal, plain_role};
pub use stands::{NOTHING_TO_DO, YOURS, where_it_stands};

use crate::access::{Action, who_may};
use crate::account::Role;
use crate::case::asking::ASKED;
use crate::matter::CaseKind;
use crate::rules::Rules;
use serde::{Deserialize, Serialize};

/// Something one may want done, as a guide is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// A case of this kind.
    Case(CaseKind),
    /// 监护人注册、绑定孩子
    Bind,
    /// 监护人重设密码
    Recover,
    /// 确认孩子的学籍信息 (第二十四条)
    Confirm,
    /// 同意或撤回同意选填信息 (第二十五条)
    Consent,
}

impl Task {
    /// What a guardian does besides cases.
    pub const OF_GUARDIANS: [Self; 4] = [Self::Bind, Self::Recover, Self::Confirm, Self::Consent];

    /// Every task: the kinds of case first.
    pub fn all() -> Vec<Self> {
        CaseKind::ALL.into_iter().map(Self::Case).chain(Self::OF_GUARDIANS).collect()
    }

    /// Stable name in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Case(kind) => kind.key(),
            Self::Bind => "bind",
            Self::Recover => "recover",
            Self::Confirm => "confirm",
            Self::Consent => "consent",
        }
    }

    /// The task with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        let own = Self::OF_GUARDIANS.into_iter().find(|task| task.key() == key);
        own.or_else(|| CaseKind::from_key(key).map(Self::Case))
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Case(kind) => kind.label(),
            Self::Bind => "监护人注册和绑定孩子",
            Self::Recover => "监护人重设密码",
            Self::Confirm => "确认孩子的学籍信息",
            Self::Consent => "同意或撤回同意选填信息",
        }
    }

    /// What it is for, in a sentence.
    pub fn summary(self) -> &'static str {
        words::of(self).0
    }

    /// Who may begin it, by the policy.
    pub fn openers(self) -> Vec<Role> {
        let actions: &[Action] = match self {
            Self::Case(CaseKind::Registration) => &[Action::EnterPupil],
            Self::Case(CaseKind::Correction) => &[Action::TakeCorrection, Action::AskCorrection],
            Self::Case(kind) if ASKED.contains(&kind) => &[Action::OpenChange, Action::AskChange],
            Self::Case(_) => &[Action::OpenChange],
            Self::Bind | Self::Recover => return vec![Role::Guardian],
            Self::Confirm => &[Action::ConfirmInfo],
            Self::Consent => &[Action::GiveConsent, Action::RecordConsent],
        };
        let may = |role: &Role| actions.iter().any(|action| who_may(*action).contains(role));
        Role::ALL.into_iter().filter(may).collect()
    }

    /// Whether a guardian begins it, or asks the school for it and reads how it goes on.
    pub fn is_for_guardians(self) -> bool {
        let asked_for = [
            CaseKind::Transfer,
            CaseKind::Progression,
            CaseKind::Abroad,
            CaseKind::ReturnFromAbroad,
            CaseKind::BackToSchool,
            CaseKind::TransferOut,
        ];
        self.openers().contains(&Role::Guardian)
            || matches!(self, Self::Case(kind) if asked_for.contains(&kind))
    }

    /// The articles it rests on, the one it serves first.
    pub fn articles(self) -> &'static [u8] {
        match self {
            Self::Case(CaseKind::Registration) => &[4, 5, 6, 7],
            Self::Case(CaseKind::Correction) => &[10, 13],
            Self::Case(CaseKind::Transfer | CaseKind::Progression | CaseKind::TransferOut) => &[14, 15, 16],
            Self::Case(CaseKind::Suspension | CaseKind::Resumption | CaseKind::Extension) => &[19],
            Self::Case(CaseKind::Death) => &[21],
            Self::Case(CaseKind::Repeat | CaseKind::Skip | CaseKind::Withdrawal) => &[11],
            Self::Case(CaseKind::Abroad | CaseKind::ReturnFromAbroad) => &[20],
            Self::Case(CaseKind::DropOut | CaseKind::BackToSchool) => &[22],
            Self::Case(CaseKind::Completion) => &[13, 9],
            Self::Case(CaseKind::Placement) => &[17, 6],
            Self::Bind | Self::Recover => &[10, 25],
            Self::Confirm => &[24],
            Self::Consent => &[25],
        }
    }
}

/// Papers of which one is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// In which case; empty for always.
    pub when: String,
    /// One of these.
    pub any_of: Vec<String>,
}

/// One step: who takes it, and what is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Who.
    pub who: String,
    /// What.
    pub does: String,
}

/// The steps one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// In which case; empty where there is only one way.
    pub when: String,
    /// The steps.
    pub turns: Vec<Turn>,
}

/// A rule that holds where the reader stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// What it is about.
    pub label: String,
    /// What it says.
    pub value: String,
    /// The document it is taken from.
    pub source: String,
}

/// The guide to one task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guide {
    /// To what.
    pub task: Task,
    /// What it is for.
    pub summary: String,
    /// Who begins it.
    pub openers: Vec<String>,
    /// How it is begun, in one or two sentences.
    pub how: String,
    /// The papers; empty where none are needed.
    pub papers: Vec<Need>,
    /// Who decides, in order.
    pub routes: Vec<Route>,
    /// By when.
    pub days: Vec<String>,
    /// What else is decided where the reader stands.
    pub limits: Vec<Limit>,
    /// What follows when it is done.
    pub result: String,
    /// The articles it rests on.
    pub articles: Vec<u8>,
}

/// The guide to a task where these rules are in force.
pub fn guide(task: Task, rules: &Rules) -> Guide {
    let (summary, how, result) = words::of(task);
    Guide {
        task,
        summary: summary.to_owned(),
        openers: task.openers().into_iter().map(|role| route::opener(task, role)).collect(),
        how: how.to_owned(),
        papers: papers::of(task, rules),
        routes: route::of(task, rules),
        days: limits::days(task, rules),
        limits: limits::of(task, rules),
        result: result.to_owned(),
        articles: task.articles().to_vec(),
    }
}
