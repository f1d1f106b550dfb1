//! The desk (待办台): everything that waits for an account, of every kind, and what it opened.

use chrono::NaiveDate;
use domain::matter::{LAST_DAY, MatterKind};
use domain::shown::Shown;
use serde::{Deserialize, Serialize};

/// One matter in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatterLine {
    /// Kind and id of the engine's row: unique among all matters.
    pub id: String,
    /// Which engine.
    pub kind: MatterKind,
    /// Where it stands, in Chinese.
    pub state: String,
    /// Whether somebody still has something to do.
    pub open: bool,
    /// Whom or what it is about, names under the reader's mask.
    pub about: String,
    /// 年级 and 班级; empty where it is not about one pupil.
    pub class: String,
    /// The person or unit it comes from.
    pub from: String,
    /// Since when it is open.
    pub since: NaiveDate,
    /// By when; none where no day is set, or when it is closed.
    pub due_on: Option<NaiveDate>,
    /// Working days left, negative when overdue.
    pub days_left: Option<i64>,
    /// Whether the due day may still move, because the year's holidays are not announced.
    pub provisional: bool,
    /// Whether the due day has passed.
    pub overdue: bool,
    /// The day its holders were reminded.
    pub reminded_on: Option<NaiveDate>,
    /// Who else has to act: unit and role.
    pub also_with: Vec<String>,
    /// Whether it came back to be mended.
    pub sent_back: bool,
    /// Whether a question of the guardian waits for an answer (留言).
    pub asked: bool,
    /// Its page.
    pub href: String,
    /// The version that is shown.
    pub version: u64,
}

impl MatterLine {
    /// The day by which it stands in the list: what has none is behind everything that has one.
    pub fn sort_on(&self) -> NaiveDate {
        self.due_on.unwrap_or(LAST_DAY)
    }

    /// Its place in the list: `day.id`.
    pub fn place(&self) -> String {
        format!("{}.{}", self.sort_on(), self.id)
    }

    /// What a form sends that decides several together: changes of a record, except one that came back to be mended. None for what is
    /// decided one by one.
    pub fn together(&self) -> Option<Shown<&str>> {
        let id = self.id.rsplit('/').next().unwrap_or_default();
        let together = matches!(self.kind, MatterKind::Case(_)) && !self.sent_back;
        together.then(|| Shown::new(id, self.version))
    }
}

/// One page of a desk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskPage {
    /// The rows, the most urgent first; those somebody opened, the newest first.
    pub lines: Vec<MatterLine>,
    /// How many there are in all under the filter.
    pub total: u64,
    /// How many wait in all, by kind; kinds without any are left out.
    pub by_kind: Vec<(MatterKind, u64)>,
    /// The classes of all pupils about whom something waits.
    pub classes: Vec<String>,
    /// Where the next page starts: day and id of the last row.
    pub next: Option<(NaiveDate, String)>,
}
