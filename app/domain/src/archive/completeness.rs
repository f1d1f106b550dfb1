//! 档案完整度: what an archive should hold by now, what is missing and by when. What the regulation does not date is dated by this
//! system's own defaults, named here.

use super::category::Category;
use super::entry::Entry;
use super::filled::Holding;
use super::kind::EntryKind;
use crate::calendar::{school_year, term};
use crate::form::chinese_date;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days after the end of a term until its marks and words are to be filed. 本系统默认值.
pub const AFTER_TERM_DAYS: u64 = 30;
/// Days after a change until its proof is to be on file (第十三条 says 归入学生学籍档案, with no figure). 本系统默认值.
pub const AFTER_CHANGE_DAYS: u64 = 30;
/// Terms looked back at: what an earlier school did not file cannot be asked of this one for ever.
const TERMS: usize = 2;

/// What is known about one pupil's archive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holdings {
    /// First day at this school.
    pub here_since: NaiveDate,
    /// By when the archive is to be built (第七条).
    pub archive_due: NaiveDate,
    /// In primary school, where the vaccination certificate is sighted at entry.
    pub primary: bool,
    /// Labels of required items of the form that are empty.
    pub empty_items: Vec<String>,
    /// Whether a proof of identity or household is on file, electronic or on paper.
    pub identity_proof: bool,
    /// Approved changes without a proof on file: what and when.
    pub unproved: Vec<(String, NaiveDate)>,
    /// Approved changes with one.
    pub proved: usize,
    /// What is filed.
    pub entries: Vec<Entry>,
    /// Labels of required provincial items that are empty, and how many are filled.
    pub empty_extras: Vec<String>,
    /// Required provincial items that are filled.
    pub filled_extras: usize,
}

/// Something missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Under which category.
    pub category: Category,
    /// What.
    pub what: String,
    /// By when it is to be there.
    pub due: NaiveDate,
}

/// How complete an archive is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completeness {
    /// Whole percent of what should be there; 100 only when nothing is missing.
    pub percent: u8,
    /// What is missing, the earliest first.
    pub missing: Vec<Missing>,
    /// How much should be there besides the form: entries and proofs.
    pub expected: usize,
}

impl Completeness {
    /// Looks at an archive on a day.
    pub fn of(holdings: &Holdings, today: NaiveDate) -> Self {
        let mut expected = 0_usize;
        let mut missing = Vec::new();
        let mut want = |there: bool, category: Category, what: String, due: NaiveDate| {
            expected += 1;
            if !there {
                missing.push(Missing { category, what, due });
            }
        };
        let due = holdings.archive_due;
        let items = holdings.empty_items.join("、");
        want(holdings.empty_items.is_empty(), Category::Basic, format!("必填项目：{items}"), due);
        want(holdings.identity_proof, Category::Proofs, "户籍证明或身份证明".into(), due);
        for (what, on) in &holdings.unproved {
            let due = *on + Days::new(AFTER_CHANGE_DAYS);
            want(
                false,
                Category::Proofs,
                format!("{what}（{}）的证明材料", chinese_date(&on.to_string())),
                due,
            );
        }
        for _ in 0..holdings.proved {
            want(true, Category::Proofs, String::new(), due);
        }
        let has = |kind: EntryKind, period: &str| {
            holdings
                .entries
                .iter()
                .any(|entry| entry.kind == kind && (period.is_empty() || entry.period == period))
        };
        let ended = std::iter::successors(Some(term(today).previous()), |term| Some(term.previous()))
            .take(TERMS)
            .filter(|term| holdings.here_since <= term.first_day() + Days::new(60));
        for term in ended {
            let due = term.last_day() + Days::new(AFTER_TERM_DAYS);
            for kind in [EntryKind::Exam, EntryKind::Report] {
                let what = format!("{term}{}", kind.label());
                want(has(kind, &term.key()), kind.category(), what, due);
            }
        }
        let year = school_year(today);
        if holdings.here_since <= year.first_day() + Days::new(60) {
            let kind = EntryKind::Fitness;
            let what = format!("{year}{}", kind.label());
            want(has(kind, &year.start_year().to_string()), kind.category(), what, year.last_day());
        }
        if holdings.primary {
            let kind = EntryKind::Vaccination;
            want(has(kind, ""), kind.category(), "预防接种信息（入学时查验接种证）".into(), due);
        }
        for label in &holdings.empty_extras {
            want(false, Category::Provincial, label.clone(), due);
        }
        for _ in 0..holdings.filled_extras {
            want(true, Category::Provincial, String::new(), due);
        }
        let there = expected - missing.len();
        missing.sort_by_key(|one: &Missing| (one.due, one.category));
        Self {
            percent: u8::try_from(there * 100 / expected.max(1)).unwrap_or(100),
            missing,
            // The form is one of them, and counted item by item by itself.
            expected: expected - 1,
        }
    }

    /// What is missing of entries and proofs: everything but the items of the form.
    pub fn missing_besides_form(&self) -> impl Iterator<Item = &Missing> {
        self.missing.iter().filter(|one| one.category != Category::Basic)
    }

    /// The same, counted.
    pub fn holding(&self) -> Holding {
        let mut holding = Holding { required: self.expected, ..Holding::default() };
        for missing in self.missing_besides_form() {
            *holding.lacking.entry(missing.category).or_default() += 1;
            *holding.due.entry(missing.due).or_default() += 1;
        }
        holding
    }

    /// How many are missing that should be there already.
    pub fn late(&self, today: NaiveDate) -> usize {
        self.missing.iter().filter(|missing| missing.due < today).count()
    }
}
