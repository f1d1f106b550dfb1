//! What the school says of each pupil on the class's sheet (班级核对表), and what the guardian says.

use super::anomaly::{Anomaly, AnomalyKind};
use super::{Figures, WORDS_MAX, refusal};
use crate::form::Field;
use crate::id::PersonId;
use crate::matter::{Act, Office};
use crate::refusal::{Refusal, RefusalCode};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// 核对结果
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// 在校且信息准确
    Right,
    /// 信息有误
    Wrong,
    /// 人籍分离: the record is here and the child elsewhere, or the other way round
    Elsewhere,
    /// 空挂学籍: a record without a child
    Empty,
    /// 其他
    Other,
}

impl Finding {
    /// Every finding.
    pub const ALL: [Self; 5] = [Self::Right, Self::Wrong, Self::Elsewhere, Self::Empty, Self::Other];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Right => "在校且信息准确",
            Self::Wrong => "信息有误",
            Self::Elsewhere => "人籍分离",
            Self::Empty => "空挂学籍",
            Self::Other => "其他情况",
        }
    }

    /// Stable name in the store, in counters and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Elsewhere => "elsewhere",
            Self::Empty => "empty",
            Self::Other => "other",
        }
    }

    /// The finding with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.key() == key)
    }
}

/// What was done about an anomaly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 已办理
    Dealt,
    /// 核实无误
    Unfounded,
    /// 正在办理
    UnderWay,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Dealt, Self::Unfounded, Self::UnderWay];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Dealt => "已办理",
            Self::Unfounded => "核实无误",
            Self::UnderWay => "正在办理",
        }
    }

    /// Stable name in the store and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Dealt => "dealt",
            Self::Unfounded => "unfounded",
            Self::UnderWay => "under_way",
        }
    }

    /// The outcome with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.key() == key)
    }
}

/// The school's answer to an anomaly: to this one, in these words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Who and when.
    pub act: Act,
    /// What was done.
    pub outcome: Outcome,
    /// 说明
    pub note: String,
}

/// The school's confirmation of a pupil.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Who and when.
    pub act: Act,
    /// 核对结果
    pub finding: Finding,
    /// The items that are wrong; only with [`Finding::Wrong`].
    pub items: BTreeSet<Field>,
    /// 说明
    pub note: String,
    /// The school of this register where the child is (第二十七条第五项); only with [`Finding::Elsewhere`], and none where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Office>,
}

/// What a guardian says of the child's basic information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianWord {
    /// Who put it down: the guardian, or the registrar to whom the signed sheet came back.
    pub act: Act,
    /// Whether everything is right.
    pub right: bool,
    /// Whether it is on paper.
    pub on_paper: bool,
}

/// One pupil on a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PupilReview {
    /// The pupil.
    pub person: PersonId,
    /// What the system found.
    pub anomalies: Vec<Anomaly>,
    /// The school's confirmation.
    pub confirmed: Option<Confirmed>,
    /// The school's answers to what the system found.
    pub settled: BTreeMap<AnomalyKind, Settled>,
    /// The guardian's word.
    pub guardian: Option<GuardianWord>,
}

impl PupilReview {
    /// A pupil nothing has been said of yet.
    pub fn new(person: PersonId, anomalies: Vec<Anomaly>) -> Self {
        Self { person, anomalies, confirmed: None, settled: BTreeMap::new(), guardian: None }
    }

    /// Takes what the system finds now. An answer stays as long as what it answers is the same, word for word.
    #[must_use]
    pub fn found_again(mut self, anomalies: Vec<Anomaly>) -> Self {
        let before = std::mem::replace(&mut self.anomalies, anomalies);
        let now = &self.anomalies;
        self.settled.retain(|kind, _| {
            let same = |list: &[Anomaly]| list.iter().find(|one| one.kind == *kind).cloned();
            same(now).is_some() && same(now) == same(&before)
        });
        self
    }

    /// What the system found and nobody has answered.
    pub fn unanswered(&self) -> impl Iterator<Item = &Anomaly> {
        self.anomalies.iter().filter(|one| !self.settled.contains_key(&one.kind))
    }

    /// Whether everything about the pupil is said.
    pub fn is_complete(&self) -> bool {
        self.confirmed.is_some() && self.unanswered().next().is_none()
    }

    /// The school's confirmation, the first time or again.
    ///
    /// # Errors
    /// Refusals by field: `items` (nothing named as wrong), `note` (no words where they are needed).
    pub fn confirm(
        mut self,
        act: Act,
        finding: Finding,
        items: BTreeSet<Field>,
        note: &str,
    ) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Vec::new();
        if finding == Finding::Wrong && items.is_empty() {
            wrong.push(refusal(
                RefusalCode::Items,
                "没有选择有误的项目。",
                "请选择哪些项目有误，再办理基础信息变更。",
            ));
        }
        let note = clipped(note);
        if matches!(finding, Finding::Elsewhere | Finding::Empty | Finding::Other) && is_short(&note) {
            let what = format!("“{}”须写明情况。", finding.label());
            wrong.push(refusal(RefusalCode::Note, &what, "请写明学生现在何处、准备怎样办理。"));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let items = if finding == Finding::Wrong { items } else { BTreeSet::new() };
        self.confirmed = Some(Confirmed { act, finding, items, note, at: None });
        Ok(self)
    }

    /// The same with the school where the child was found, which only 人籍分离 has.
    #[must_use]
    pub fn found_at(mut self, school: Option<Office>) -> Self {
        if let Some(confirmed) = &mut self.confirmed {
            confirmed.at = school.filter(|_| confirmed.finding == Finding::Elsewhere);
        }
        self
    }

    /// The school where the child was found, where that is known.
    pub fn elsewhere_at(&self) -> Option<&Office> {
        self.confirmed.as_ref()?.at.as_ref()
    }

    /// The school's answer to one anomaly, the first time or again.
    ///
    /// # Errors
    /// Refusals: `anomaly` (the system did not find it), `note` (only what is dealt with needs no words).
    pub fn settle(
        mut self,
        act: Act,
        kind: AnomalyKind,
        outcome: Outcome,
        note: &str,
    ) -> Result<Self, Vec<Refusal>> {
        if !self.anomalies.iter().any(|one| one.kind == kind) {
            let what = format!("系统没有发现“{}”。", kind.label());
            return Err(vec![Refusal::of(RefusalCode::Anomaly, what)]);
        }
        let note = clipped(note);
        if outcome != Outcome::Dealt && is_short(&note) {
            let what = format!("“{}”须写明理由。", outcome.label());
            return Err(vec![refusal(RefusalCode::Note, &what, "请写明核实的情况，或办理到哪一步。")]);
        }
        self.settled.insert(kind, Settled { act, outcome, note });
        Ok(self)
    }

    /// The guardian's word, the last one counts.
    #[must_use]
    pub fn heard(mut self, word: GuardianWord) -> Self {
        self.guardian = Some(word);
        self
    }

    /// What this pupil adds to the figures of the class, the school and everybody above.
    pub fn figures(&self) -> Figures {
        let mut figures = Figures { pupils: 1, ..Figures::default() };
        figures.complete = i64::from(self.is_complete());
        if let Some(confirmed) = &self.confirmed {
            figures.findings.insert(confirmed.finding, 1);
        }
        for anomaly in &self.anomalies {
            figures.anomalies.insert(anomaly.kind, 1);
        }
        for (kind, settled) in &self.settled {
            figures.outcomes.entry(*kind).or_default().insert(settled.outcome, 1);
        }
        if let Some(word) = &self.guardian {
            figures.guardians = 1;
            figures.guardians_object = i64::from(!word.right);
            figures.on_paper = i64::from(word.on_paper);
        }
        figures
    }
}

fn clipped(text: &str) -> String {
    crate::text::cut(text, WORDS_MAX)
}

fn is_short(text: &str) -> bool {
    text.chars().count() < 2
}
