//! How long the figures of a day are kept, which stretch of them is looked at, and with which earlier day one is compared.

use crate::calendar::Stretch;
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days whose figures are kept day by day: a year and the term it began in can be laid side by side. Of older months only the last day
/// stays.
const DAILY: Days = Days::new(400);

/// Which stretch of the history is looked at (时间范围).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// The term that holds today.
    #[default]
    Term,
    /// The twelve months up to today.
    Year,
    /// Everything that is kept.
    All,
}

impl Span {
    /// Every span, the shortest first.
    pub const ALL: [Self; 3] = [Self::Term, Self::Year, Self::All];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Term => "本学期",
            Self::Year => "一年",
            Self::All => "全部",
        }
    }

    /// Stable name in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Term => "term",
            Self::Year => "year",
            Self::All => "all",
        }
    }

    /// The span of this name; the term where there is none of it.
    pub fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|span| span.key() == key).unwrap_or_default()
    }

    /// Its first day, of a day on which a term holds; none where it has no beginning.
    pub fn since(self, today: NaiveDate, term: Stretch) -> Option<NaiveDate> {
        match self {
            Self::Term => Some(term.0),
            Self::Year => Some(same_day_of_year_before(today)),
            Self::All => None,
        }
    }
}

/// The first day that is kept for its own sake, and every day after it.
pub fn daily_since(today: NaiveDate) -> NaiveDate {
    today.checked_sub_days(DAILY).unwrap_or(NaiveDate::MIN)
}

/// Whether the figures of a day stay: within the four hundred days always, later as the last that was kept of its month. `next` is the
/// next day that is kept, whatever month it is in.
pub fn stays(day: NaiveDate, next: Option<NaiveDate>, today: NaiveDate) -> bool {
    let same_month = |next: NaiveDate| (next.year(), next.month()) == (day.year(), day.month());
    day >= daily_since(today) || !next.is_some_and(same_month)
}

/// The day of the term before that lies as many days after its beginning as this day after the beginning of its own. The holiday after
/// a term counts with it; where even that was shorter there is no such day.
pub fn same_day_of_term_before(day: NaiveDate, term: Stretch, before: Stretch) -> Option<NaiveDate> {
    let passed = u64::try_from((day - term.0).num_days()).ok()?;
    let same = before.0.checked_add_days(Days::new(passed))?;
    (same < term.0).then_some(same)
}

/// The day of the year before with the same date; of 29 February the last of the month.
pub fn same_day_of_year_before(day: NaiveDate) -> NaiveDate {
    day.checked_sub_months(Months::new(12)).unwrap_or(day)
}
