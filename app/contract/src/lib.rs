//! The read models: what a service of the register returns, a server function passes on and a page draws, each written once and seen by
//! both halves.
//!
//! One file per area. A value here holds what its page may show and no more: it goes to the browser as it is. Whom it is shown to, and what
//! of it under a mask, is decided before it is made (`registry`, by the tables in `domain::access`). Days are days and states are states;
//! how they read on the screen is the page's own.

#![warn(missing_docs)]

pub mod access;
pub mod account;
pub mod archive;
pub mod background;
pub mod backup;
pub mod calendar;
pub mod case;
pub mod certificate;
pub mod compare;
pub mod complaint;
pub mod copy;
pub mod dashboard;
pub mod desk;
pub mod disclosure;
pub mod division;
pub mod flow;
pub mod guardian;
pub mod import;
pub mod kept;
pub mod letter;
pub mod message;
pub mod office;
pub mod package;
pub mod palette;
pub mod paper;
pub mod portal;
pub mod printout;
pub mod privacy;
pub mod problem;
pub mod promotion;
pub mod pupil;
pub mod record;
pub mod registrar;
pub mod review;
pub mod rules;
pub mod school;
pub mod take_over;
pub mod upkeep;
pub mod violation;
pub mod warning;
pub mod watch;

use chrono::NaiveDate;
use domain::matter::{Act, Opinion};
use serde::{Deserialize, Serialize};

/// Who did something, and on which day: of the account the name alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// 姓名
    pub by: String,
    /// 日期
    pub on: NaiveDate,
}

impl From<Act> for Signed {
    fn from(act: Act) -> Self {
        Self { by: act.by.name, on: act.on }
    }
}

/// Who said what, on which day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// 姓名
    pub by: String,
    /// 日期
    pub on: NaiveDate,
    /// The words.
    pub words: String,
}

impl Said {
    /// What was said with an act.
    pub fn with(act: Act, words: String) -> Self {
        Self { by: act.by.name, on: act.on, words }
    }
}

impl From<Opinion> for Said {
    fn from(opinion: Opinion) -> Self {
        Self::with(opinion.act, opinion.words)
    }
}

/// One page of a list that is paged by key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T, Key> {
    /// The rows, in the order of the list.
    pub rows: Vec<T>,
    /// Where the next page starts: the key of the last row of this one; none on the last page.
    pub next: Option<Key>,
}

impl<T, Key> Page<T, Key> {
    /// A page of a list that is empty, or of which the reader sees nothing.
    pub const fn empty() -> Self {
        Self { rows: Vec::new(), next: None }
    }
}
