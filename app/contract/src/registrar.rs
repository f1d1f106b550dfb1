//! Registrars (学籍管理员) and the hand-over of their work.

use crate::Signed;
use chrono::NaiveDate;
use domain::id::{AccountId, HandOverId, RegistrarReportId, UnitId};
use domain::registrar::{Certificate, Desk, HandOverState, Post, RegistrarState, Report};
use domain::shown::Shown;
use serde::{Deserialize, Serialize};

/// One registrar of the own unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrarLine {
    /// The account.
    pub id: AccountId,
    /// Login name.
    pub login: String,
    /// 姓名
    pub name: String,
    /// Where the registrar stands.
    pub state: RegistrarState,
    /// The present or last post.
    pub post: Option<Post>,
    /// The last day of the certificate that counts; none when it names none, or none counts.
    pub valid_until: Option<NaiveDate>,
    /// Whether a certificate counts today.
    pub trained: bool,
}

/// One hand-over in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverLine {
    /// The hand-over.
    pub id: HandOverId,
    /// Who leaves.
    pub from: String,
    /// Who takes over.
    pub to: String,
    /// Last day of who leaves.
    pub last_day: NaiveDate,
    /// Where it stands.
    pub state: HandOverState,
    /// Lines without an owner.
    pub open_items: usize,
}

/// What happened to a registrar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrarStep {
    /// 任用
    Appointed(Post),
    /// 变更
    Changed(Post),
    /// 登记培训: the course
    Certified(String),
    /// 离岗: why
    Left(String),
}

/// A line of a registrar's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// The day it took effect.
    pub on: NaiveDate,
    /// Who did it.
    pub by: String,
    /// What.
    pub step: RegistrarStep,
}

/// One file and what the reader may do with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrarView {
    /// What a list shows.
    pub line: RegistrarLine,
    /// The certificates, the newest first; their numbers masked for everybody but the leader and the registrar.
    pub certificates: Vec<Certificate>,
    /// What happened, the newest first.
    pub history: Vec<HistoryLine>,
    /// Whether the reader appoints.
    pub may_appoint: bool,
    /// Who could take the work over.
    pub able: Vec<Desk>,
}

/// One report of a unit below (信息报备).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportLine {
    /// The report.
    pub id: RegistrarReportId,
    /// Which unit's registrar.
    pub unit: String,
    /// What is told.
    pub report: Report,
    /// When it was told.
    pub told_on: NaiveDate,
    /// Who acknowledged it.
    pub acknowledged: Option<Signed>,
}

/// How stable the registrars of a unit are, with all that is below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StabilityLine {
    /// The unit.
    pub unit: UnitId,
    /// 名称
    pub name: String,
    /// Whether something lies below it.
    pub has_more: bool,
    /// Registrars in post.
    pub serving: u64,
    /// Average time in post in days; none when nobody is.
    pub days_in_post: Option<u64>,
    /// Registrars who left within the last 365 days.
    pub left: u64,
    /// In post without a certificate that counts today.
    pub untrained: u64,
    /// Units without a registrar in post.
    pub vacant: u64,
}

/// The figures below one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StabilityView {
    /// Name of the unit they are of.
    pub unit: String,
    /// The units on the way from the reader's own down to it, without it.
    pub above: Vec<(UnitId, String)>,
    /// One line a unit directly below.
    pub lines: Vec<StabilityLine>,
}

/// One line of a hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverItem {
    /// Names it in requests.
    pub key: String,
    /// In words; no pupil's name.
    pub words: String,
    /// How many.
    pub count: u64,
    /// Who has it; none while nobody does.
    pub owner: Option<String>,
    /// Whether the work itself is done.
    pub finished: bool,
}

/// One hand-over and what the reader may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverView {
    /// The version that is shown.
    pub version: u64,
    /// What a list shows.
    pub line: HandOverLine,
    /// Why.
    pub reason: String,
    /// The list, compared with the open work now.
    pub items: Vec<HandOverItem>,
    /// Who signed for who leaves.
    pub signed_from: Option<Signed>,
    /// Why somebody signed in the place of who leaves.
    pub in_place: Option<String>,
    /// Who took over.
    pub signed_to: Option<Signed>,
    /// Who confirmed or withdrew it.
    pub ended: Option<Signed>,
    /// Who may take lines over.
    pub able: Vec<Desk>,
    /// Whether the reader may give lines and add some.
    pub may_give: bool,
    /// Whether the reader may sign now.
    pub may_sign: bool,
    /// Whether the reader leads the unit and it is open.
    pub leads: bool,
}

impl HandOverView {
    /// The same as it is shown: what a form that acts on it sends.
    pub fn shown(&self) -> Shown<HandOverId> {
        Shown::new(self.line.id, self.version)
    }
}
