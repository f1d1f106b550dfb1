//! Term reviews (学籍复核): campaigns, how far they are, the sheets of classes.

use crate::{Said, Signed};
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::Term;
use domain::form::Field;
use domain::id::{PersonId, ReviewId, UnitId};
use domain::matter::Office;
use domain::review::{AnomalyKind, CampaignState, Dates, Figures, Finding, Outcome, OwedState, SchoolState};
use domain::shown::Shown;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One campaign in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignLine {
    /// The campaign.
    pub id: ReviewId,
    /// The version that is shown.
    pub version: u64,
    /// Who opened it.
    pub unit: String,
    /// 学期
    pub term: Term,
    /// Where it stands.
    pub state: CampaignState,
    /// Its four days.
    pub dates: Dates,
    /// Whether it waits for the actor.
    pub my_turn: bool,
}

impl CampaignLine {
    /// The same as it is shown: what a form that acts on it sends.
    pub fn shown(&self) -> Shown<ReviewId> {
        Shown::new(self.id, self.version)
    }
}

/// A school in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolLine {
    /// The campaign.
    pub campaign: ReviewId,
    /// The version that is shown.
    pub version: u64,
    /// Where the school stands.
    pub state: SchoolState,
    /// By when whoever has to act is to be through.
    pub due_on: Option<NaiveDate>,
    /// Working days until then, negative when it has passed.
    pub days_left: Option<i64>,
    /// Whether the records have not all been looked at yet.
    pub looking: bool,
}

/// How many schools stand where.
pub type Standings = BTreeMap<SchoolState, i64>;

/// A unit's figures of a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitProgress {
    /// The unit.
    pub unit: UnitId,
    /// 名称
    pub name: String,
    /// Pupils and anomalies.
    pub figures: Figures,
    /// How many schools stand where.
    pub schools: Standings,
    /// How it stands, for a school with a part of its own.
    pub school: Option<SchoolLine>,
}

impl UnitProgress {
    /// Schools that are through, and all that take part.
    pub fn through(&self) -> (i64, i64) {
        let done = self.schools.get(&SchoolState::Done).copied().unwrap_or_default();
        (done, self.schools.values().sum())
    }
}

/// A unit with those directly below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewProgress {
    /// The unit itself.
    pub own: UnitProgress,
    /// The units above it, as far as the actor's own, from the top: code and name.
    pub above: Vec<(UnitId, String)>,
    /// The units directly below that have a part in it, by name.
    pub below: Vec<UnitProgress>,
    /// When the figures were summed.
    pub at: Option<DateTime<Utc>>,
}

/// A class in a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassLine {
    /// 1–12
    pub grade: u8,
    /// 班级
    pub class_name: String,
    /// 年级 and 班级
    pub label: String,
    /// Its figures.
    pub figures: Figures,
}

/// An anomaly and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnomalyLine {
    /// What.
    pub kind: AnomalyKind,
    /// In words.
    pub detail: String,
    /// What was done, and the words.
    pub settled: Option<(Outcome, String)>,
}

/// What the school said of a pupil.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmedLine {
    /// 核对结果
    pub finding: Finding,
    /// The items that are wrong.
    pub items: Vec<Field>,
    /// 说明
    pub note: String,
    /// The school where the child was found, where that is known.
    pub at: Option<Office>,
    /// Who said it.
    pub by: String,
    /// When.
    pub on: NaiveDate,
}

/// A pupil on a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PupilLine {
    /// The pupil.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// 1–12
    pub grade: u8,
    /// 班级
    pub class_name: String,
    /// 年级 and 班级
    pub class_label: String,
    /// What was found.
    pub anomalies: Vec<AnomalyLine>,
    /// What the school said; none before it has.
    pub confirmed: Option<ConfirmedLine>,
    /// Whether the guardian says that everything is right, and whether on paper.
    pub guardian: Option<(bool, bool)>,
}

/// A child under review, for the guardian.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianReview {
    /// The child.
    pub person: PersonId,
    /// 学期, in words.
    pub term: String,
    /// The school's last day.
    pub due_on: NaiveDate,
    /// Whether the guardian says that everything is right; none before a word was said.
    pub right: Option<bool>,
    /// Whether anything may still be said.
    pub open: bool,
}

/// The campaigns the reader has to do with, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignList {
    /// At most fifty.
    pub lines: Vec<CampaignLine>,
    /// The present term.
    pub term: Term,
    /// Whether the reader may open one.
    pub may_open: bool,
    /// What the reader's authority and those below it owe and have not opened; nothing for a school.
    pub owed: Vec<OwedLine>,
}

/// A review that an authority owes (应开展的学籍复核).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwedLine {
    /// The authority.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Whether it is the reader's own.
    pub own: bool,
    /// The term.
    pub term: Term,
    /// Schools that no review covers.
    pub schools: u64,
    /// The last day for the opening.
    pub due_on: NaiveDate,
    /// Whether that has passed.
    pub overdue: bool,
    /// Where it stands.
    pub state: OwedState,
}

/// One campaign with what the reader may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignView {
    /// What the list shows.
    pub line: CampaignLine,
    /// The unit whose progress is looked at first: the campaign's, or the reader's own below it.
    pub unit: UnitId,
    /// Who opened it.
    pub proposed: Signed,
    /// Who approved it.
    pub approved: Option<Signed>,
    /// Why it came back.
    pub returned: Option<String>,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// Whether the reader may change its dates.
    pub may_amend: bool,
    /// Whether the reader may approve or return it.
    pub may_decide: bool,
    /// Whether the reader may close it.
    pub may_close: bool,
    /// How many schools' records were looked at, of how many, while they are; for who has the whole campaign below. Of 0 where the number is
    /// not known yet.
    pub looking: Option<(u64, u64)>,
}

/// A school's part with what the reader may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolView {
    /// How it stands.
    pub line: SchoolLine,
    /// 学期
    pub term: Term,
    /// The school.
    pub school: UnitId,
    /// Its name.
    pub name: String,
    /// Name of its competent authority (学籍主管部门).
    pub examiner: String,
    /// When all records were looked at last.
    pub looked_on: Option<NaiveDate>,
    /// The classes with their figures.
    pub classes: Vec<ClassLine>,
    /// The whole school's.
    pub figures: Figures,
    /// The signatures so far, in order, with the state each led to.
    pub signatures: Vec<(SchoolState, Signed)>,
    /// Who returned it, when and why, the oldest first; for who works with the part.
    pub returns: Vec<Said>,
    /// Whether the reader sees it pupil by pupil.
    pub by_name: bool,
    /// Whether the reader may fill the sheets now.
    pub may_answer: bool,
    /// Whether the next step is the reader's.
    pub my_turn: bool,
}

/// A class's sheet (班级核对表).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetView {
    /// The campaign.
    pub review: ReviewId,
    /// The school.
    pub school: UnitId,
    /// 1–12
    pub grade: u8,
    /// 班级
    pub class_name: String,
    /// 年级 and 班级
    pub label: String,
    /// The pupils, by name.
    pub pupils: Vec<PupilLine>,
    /// Whether the reader may fill it now.
    pub may_answer: bool,
}

/// One pupil's place on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewedPupil {
    /// The campaign.
    pub review: ReviewId,
    /// The school.
    pub school: UnitId,
    /// The pupil.
    pub line: PupilLine,
    /// Whether the reader may fill it now.
    pub may_answer: bool,
}
