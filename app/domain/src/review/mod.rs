//! The term review (每学期复核学籍, 第二十四条; in the text of 2025 the school checks 人籍分离 and 空挂学籍 at least once a term as well).
//!
//! A province or a county opens a [`Campaign`] for a term. In it every school below has a [`SchoolReview`], and every pupil of the
//! school a [`PupilReview`]: what the system found doubtful ([`anomalies`]), what the school says, what the guardian says.
//! [`Figures`] are what a pupil adds to the counters of the units above; they are added and taken away, never counted on a page.

mod anomaly;
mod answer;
mod campaign;
mod owed;
mod school;
#[cfg(test)]
mod tests;

pub use crate::matter::Context;
pub use anomaly::{Anomaly, AnomalyKind, Facts, OLDER_YEARS, PHOTO_YEARS, PROVISIONAL_MONTHS, anomalies};
pub use answer::{Confirmed, Finding, GuardianWord, Outcome, PupilReview, Settled};
pub use campaign::{Campaign, CampaignCommand, CampaignState, Dates, Part};
pub use owed::{OWED_AHEAD_DAYS, OwedLook, OwedReview, OwedState};
pub use school::{Outstanding, SchoolCommand, SchoolReview, SchoolState};

use crate::matter::{Checked, Lifecycle, TwoSteps};
use crate::refusal::{Basis, Refusal, RefusalCode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest note or reason, in characters.
pub const WORDS_MAX: usize = 500;

/// Nobody takes both of the two steps of a unit.
const SECOND: TwoSteps = TwoSteps { first: "提出", second: "决定", other: "本单位另一名人员" };

fn life(named: &'static str) -> Lifecycle {
    Lifecycle::of(named, 24).words_max(WORDS_MAX)
}

/// How many: of one pupil, a class, a school, or everything below an authority. All counts are of pupils, but `anomalies` and
/// `outcomes`, which count what was found and what was done about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// On the sheets.
    pub pupils: i64,
    /// About whom everything is said.
    pub complete: i64,
    /// 核对结果
    pub findings: BTreeMap<Finding, i64>,
    /// What the system found.
    pub anomalies: BTreeMap<AnomalyKind, i64>,
    /// What was done about it.
    pub outcomes: BTreeMap<AnomalyKind, BTreeMap<Outcome, i64>>,
    /// Whose guardian has said something.
    pub guardians: i64,
    /// Whose guardian says something is wrong.
    pub guardians_object: i64,
    /// Whose guardian said it on paper.
    pub on_paper: i64,
}

impl Figures {
    /// Adds the figures of somebody below.
    pub fn add(&mut self, other: &Self) {
        self.fold(other, 1);
    }

    /// Takes them away again.
    pub fn take_away(&mut self, other: &Self) {
        self.fold(other, -1);
    }

    /// Confirmed by the school, whatever the result.
    pub fn confirmed(&self) -> i64 {
        self.findings.values().sum()
    }

    /// Found by the system and not answered yet.
    pub fn unanswered(&self) -> i64 {
        let found: i64 = self.anomalies.values().sum();
        found - self.outcomes.values().flat_map(BTreeMap::values).sum::<i64>()
    }

    /// Whole percent of pupils whose guardian has said something; none where there is nobody.
    pub fn guardian_percent(&self) -> Option<i64> {
        (self.pupils > 0).then(|| self.guardians * 100 / self.pupils)
    }

    /// As counters: name and how many, nought left out. [`Figures::count`] reads them again.
    pub fn counters(&self) -> Vec<(String, i64)> {
        let mut all: Vec<(String, i64)> = [
            ("pupils", self.pupils),
            ("complete", self.complete),
            ("guardians", self.guardians),
            ("object", self.guardians_object),
            ("paper", self.on_paper),
        ]
        .map(|(name, n)| (name.to_owned(), n))
        .into();
        all.extend(self.findings.iter().map(|(finding, n)| (format!("finding|{}", finding.key()), *n)));
        all.extend(self.anomalies.iter().map(|(kind, n)| (format!("found|{}", kind.key()), *n)));
        for (kind, outcomes) in &self.outcomes {
            let name = |outcome: &Outcome| format!("outcome|{}|{}", kind.key(), outcome.key());
            all.extend(outcomes.iter().map(|(outcome, n)| (name(outcome), *n)));
        }
        all.retain(|(_, n)| *n != 0);
        all
    }

    /// Adds what one counter says; a name that is none of [`Figures::counters`] says nothing.
    pub fn count(&mut self, counter: &str, n: i64) {
        let parts: Vec<&str> = counter.split('|').collect();
        let mut one = Self::default();
        match parts.as_slice() {
            ["pupils"] => one.pupils = n,
            ["complete"] => one.complete = n,
            ["guardians"] => one.guardians = n,
            ["object"] => one.guardians_object = n,
            ["paper"] => one.on_paper = n,
            ["finding", key] => one.findings.extend(Finding::from_key(key).map(|finding| (finding, n))),
            ["found", key] => one.anomalies.extend(AnomalyKind::from_key(key).map(|kind| (kind, n))),
            ["outcome", kind, key] => {
                if let (Some(kind), Some(outcome)) = (AnomalyKind::from_key(kind), Outcome::from_key(key)) {
                    one.outcomes.entry(kind).or_default().insert(outcome, n);
                }
            }
            _ => {}
        }
        self.add(&one);
    }

    /// How many anomalies got this answer, all kinds together.
    pub fn answered(&self, outcome: Outcome) -> i64 {
        self.outcomes.values().filter_map(|outcomes| outcomes.get(&outcome)).sum()
    }

    /// What is nought is not kept, so that equal figures are equal however they came about.
    fn fold(&mut self, other: &Self, sign: i64) {
        self.pupils += sign * other.pupils;
        self.complete += sign * other.complete;
        self.guardians += sign * other.guardians;
        self.guardians_object += sign * other.guardians_object;
        self.on_paper += sign * other.on_paper;
        fold_map(&mut self.findings, &other.findings, sign);
        fold_map(&mut self.anomalies, &other.anomalies, sign);
        for (kind, outcomes) in &other.outcomes {
            fold_map(self.outcomes.entry(*kind).or_default(), outcomes, sign);
        }
        self.outcomes.retain(|_, outcomes| !outcomes.is_empty());
    }
}

fn fold_map<K: Ord + Copy>(into: &mut BTreeMap<K, i64>, from: &BTreeMap<K, i64>, sign: i64) {
    for (key, n) in from {
        *into.entry(*key).or_default() += sign * n;
    }
    into.retain(|_, n| *n != 0);
}

fn refusal(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Article(24), what, remedy)
}

/// A reason somebody will read.
fn reason(text: &str) -> Checked<String> {
    life("这次复核").words(text, RefusalCode::Reason, "没有写明理由。", "请写明哪里需要重新核对。")
}
