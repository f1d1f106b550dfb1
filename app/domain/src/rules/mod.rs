//! Rules (实施细则, 第十一条, 第二十九条): what a province may decide, as data. A rule set is one version of what one authority has
//! decided; [`Rules`] is what holds at a place on a day: the province's own set, the nation's below it, the regulation's own
//! figures at the bottom; above it what the province leaves to its cities and counties (`local.rs`). Every value knows where it comes from, so that a refusal can say so.

mod key;
mod level;
mod local;
#[cfg(test)]
mod local_tests;
mod proposal;
mod scope;
mod seeded;
mod shape;
mod state;
#[cfg(test)]
mod tests;

pub use key::{RuleGroup, RuleKey};
pub use level::Level;
pub use local::authorities_of;
pub use proposal::{Proposal, ProposalAct};
pub use scope::Scope;
pub use seeded::{SeededSet, SeededValue};
pub use shape::{MonthDay, Options, Shape, within};
pub use state::RuleState;

use crate::calendar::{Half, Stretch, Term, WorkCalendar, grade_year, parse_days, parse_terms, term_on};
use crate::codes::{Grade, Stage};
use crate::id::UnitId;
use crate::numbering::NumberForm;
use crate::org::OrgPath;
use crate::refusal::{Basis, chinese_number};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// One version of what an authority has decided. A newer version replaces an older one as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet {
    /// The province, or the nation; a city or county for what its province leaves to it.
    pub authority: UnitId,
    /// Its name.
    pub authority_name: String,
    /// Counts the versions of the authority, from 1.
    pub version: u32,
    /// The first day on which it holds.
    pub valid_from: NaiveDate,
    /// The last day on which it holds (有效期), when its document names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    /// The document it is taken from (文件名称、文号).
    pub source: String,
    /// What it decides; what is not here it leaves to the nation.
    pub values: BTreeMap<RuleKey, String>,
    /// What narrows a value: the stages it is for, and whether it holds in principle only.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scopes: BTreeMap<RuleKey, Scope>,
    /// 授权市县细化: what the levels below may narrow.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub delegated: BTreeSet<RuleKey>,
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleProblem {
    /// Which rule.
    pub key: RuleKey,
    /// In a sentence.
    pub what: String,
}

impl RuleSet {
    /// Reads typed values into canonical ones. Empty text means: left to the nation, except where nothing is a value.
    ///
    /// # Errors
    /// Everything that is wrong at once.
    pub fn read(
        authority: &UnitId,
        typed: &BTreeMap<RuleKey, String>,
    ) -> Result<BTreeMap<RuleKey, String>, Vec<RuleProblem>> {
        let mut values = BTreeMap::new();
        let mut wrong = Vec::new();
        for (key, text) in typed {
            if key.is_national() && *authority != UnitId::nation() {
                let what = "这一项由国家统一规定。".to_owned();
                wrong.push(RuleProblem { key: *key, what });
                continue;
            }
            match key.shape().parse(text) {
                Ok(value) => drop(values.insert(*key, value)),
                Err(what) => wrong.push(RuleProblem { key: *key, what }),
            }
        }
        wrong.extend(contradictions(&values));
        if wrong.is_empty() { Ok(values) } else { Err(wrong) }
    }

    /// What narrows a value that is decided here.
    pub fn scope(&self, key: RuleKey) -> Scope {
        self.scopes.get(&key).filter(|_| key.takes_scope()).cloned().unwrap_or_default()
    }

    /// What narrows values, of those that are decided here and can be narrowed, in canonical form: every stage is no stage.
    pub fn read_scopes(
        values: &BTreeMap<RuleKey, String>,
        typed: &BTreeMap<RuleKey, Scope>,
    ) -> BTreeMap<RuleKey, Scope> {
        let read = |scope: &Scope| {
            let stages = Stage::ALL.iter().copied().filter(|stage| scope.stages.contains(stage));
            let stages: Vec<Stage> = stages.collect();
            let all = stages.len() == Stage::ALL.len();
            Scope { stages: if all { Vec::new() } else { stages }, ..scope.clone() }
        };
        let own = typed.iter().filter(|(key, _)| key.takes_scope() && values.contains_key(key));
        own.map(|(key, scope)| (*key, read(scope))).filter(|(_, scope)| !scope.is_plain()).collect()
    }
}

/// Values that cannot hold together.
fn contradictions(values: &BTreeMap<RuleKey, String>) -> Vec<RuleProblem> {
    let regulation = values.get(&RuleKey::RegulationVersion).map_or("2013", String::as_str);
    let number = |key: RuleKey| {
        values.get(&key).map_or(key.default_in(regulation), String::as_str).parse::<u32>().unwrap_or_default()
    };
    [
        (RuleKey::SuspensionMinMonths, RuleKey::SuspensionMaxMonths, "最短时间不能超过最长时间。"),
        (RuleKey::DropoutSuspectDays, RuleKey::DropoutConfirmDays, "疑似辍学的天数不能超过认定辍学的天数。"),
        (RuleKey::WithdrawConsecutive, RuleKey::WithdrawCumulative, "连续旷课的天数不能超过累计的天数。"),
    ]
    .into_iter()
    .filter(|(low, high, _)| number(*low) > number(*high))
    .map(|(low, _, what)| RuleProblem { key: low, what: what.to_owned() })
    .collect()
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The regulation's own figure, or what this system assumes where the regulation is silent.
    Regulation,
    /// A rule set: authority, document, first day.
    Set {
        /// Name of the authority.
        authority: String,
        /// The document.
        source: String,
        /// First day.
        from: NaiveDate,
    },
}

/// The rules in force at one place on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    values: BTreeMap<RuleKey, (String, Origin)>,
    scopes: BTreeMap<RuleKey, Scope>,
    /// Of rules that are for some stages: what holds in each of the others, and what narrows it there.
    elsewhere: BTreeMap<(RuleKey, Stage), ((String, Origin), Scope)>,
    /// What is left to the level below the one that these are for.
    open: BTreeSet<RuleKey>,
}

impl Rules {
    /// The regulation's own figures.
    pub fn national() -> Self {
        Self::in_force(&[], None, NaiveDate::MAX)
    }

    /// What holds on a day in a province, or for the nation itself when none is named.
    pub fn in_force(sets: &[RuleSet], province: Option<&UnitId>, on: NaiveDate) -> Self {
        Self::at(sets, province.cloned().as_slice(), on)
    }

    /// What sets say together, the first one first.
    fn of_layers(layers: &[RuleSet]) -> Self {
        let of = |set: &RuleSet, key: &RuleKey| {
            let origin = Origin::Set {
                authority: set.authority_name.clone(),
                source: set.source.clone(),
                from: set.valid_from,
            };
            Some((set.values.get(key)?.clone(), origin))
        };
        let decided = |key: &RuleKey| layers.iter().find_map(|set| Some((of(set, key)?, set.scope(*key))));
        let regulation = decided(&RuleKey::RegulationVersion)
            .map_or(RuleKey::RegulationVersion.default_in("").to_owned(), |((value, _), _)| value);
        let default =
            |key: &RuleKey| ((key.default_in(&regulation).to_owned(), Origin::Regulation), Scope::default());
        // For a stage: the first one that says something for it.
        let in_stage = |key: &RuleKey, stage: Stage| {
            let mut for_it = layers.iter().filter(|set| set.scope(*key).covers(stage));
            for_it.find_map(|set| Some((of(set, key)?, set.scope(*key)))).unwrap_or_else(|| default(key))
        };
        let mut rules = Self {
            values: BTreeMap::new(),
            scopes: BTreeMap::new(),
            elsewhere: BTreeMap::new(),
            open: BTreeSet::new(),
        };
        for key in RuleKey::ALL {
            let (value, scope) = decided(key).unwrap_or_else(|| default(key));
            for stage in Stage::ALL.iter().filter(|stage| !scope.covers(**stage)) {
                rules.elsewhere.insert((*key, *stage), in_stage(key, *stage));
            }
            rules.hold(*key, value, scope);
        }
        rules
    }

    fn hold(&mut self, key: RuleKey, value: (String, Origin), scope: Scope) {
        self.values.insert(key, value);
        if scope.is_plain() {
            self.scopes.remove(&key);
        } else {
            self.scopes.insert(key, scope);
        }
    }

    /// The rules as they hold for pupils of a stage: of each rule what the nearest authority says that says something for it.
    #[must_use]
    pub fn for_stage(&self, stage: Stage) -> Self {
        let mut rules = self.clone();
        for ((key, of), (value, scope)) in std::mem::take(&mut rules.elsewhere) {
            if of == stage {
                rules.hold(key, value, scope);
            }
        }
        rules
    }

    /// What narrows the value of a rule.
    pub fn scope(&self, key: RuleKey) -> Scope {
        self.scopes.get(&key).cloned().unwrap_or_default()
    }

    /// The value and what narrows it, as people read it.
    pub fn words(&self, key: RuleKey) -> String {
        format!("{}{}", key.shape().words(self.value(key).0), self.scope(key).words())
    }

    /// The canonical value and where it comes from.
    pub fn value(&self, key: RuleKey) -> (&str, &Origin) {
        let (value, origin) = &self.values[&key];
        (value, origin)
    }

    /// A number; 0 for a rule that is none.
    pub fn number(&self, key: RuleKey) -> u32 {
        self.value(key).0.parse().unwrap_or_default()
    }

    /// From where on each of the three levels; nothing is ever reached where the value cannot be read.
    pub fn levels(&self, key: RuleKey) -> [u32; 3] {
        shape::levels(self.value(key).0).unwrap_or([u32::MAX; 3])
    }

    /// Whether a yes-or-no rule says yes.
    pub fn yes(&self, key: RuleKey) -> bool {
        self.value(key).0 == "yes"
    }

    /// Whether a code is chosen.
    pub fn has(&self, key: RuleKey, code: &str) -> bool {
        self.value(key).0.split(',').any(|chosen| chosen == code)
    }

    /// Whether a date lies in one of the rule's stretches of the year.
    pub fn within(&self, key: RuleKey, date: NaiveDate) -> bool {
        shape::windows(self.value(key).0).into_iter().any(|window| within(date, window))
    }

    /// The stretch of the year that comes next, or the running one while at least `left` days of it are left: first and last day. None where
    /// the rule has no stretch.
    pub fn next_window(&self, key: RuleKey, date: NaiveDate, left: u64) -> Option<(NaiveDate, NaiveDate)> {
        let enough = date + chrono::Days::new(left.saturating_sub(1));
        let in_year = |year: i32, (from, to): (shape::MonthDay, shape::MonthDay)| {
            let first = NaiveDate::from_ymd_opt(year, from.0, from.1)?;
            let last = NaiveDate::from_ymd_opt(if from <= to { year } else { year + 1 }, to.0, to.1)?;
            Some((first, last))
        };
        let windows = shape::windows(self.value(key).0);
        let years = (date.year() - 1)..=(date.year() + 1);
        let all = years.flat_map(|year| windows.iter().filter_map(move |window| in_year(year, *window)));
        all.filter(|(first, last)| *first >= date || *last >= enough).min()
    }

    /// The rule's day in a year; none where that year has no such day.
    pub fn day(&self, key: RuleKey, year: i32) -> Option<NaiveDate> {
        let (month, day) = shape::month_day(self.value(key).0)?;
        NaiveDate::from_ymd_opt(year, month, day)
    }

    /// What the province adds to the archive (第七条第七项).
    pub fn extra_columns(&self) -> Vec<crate::archive::Column> {
        crate::archive::extras::parse(self.value(RuleKey::ExtraColumns).0).unwrap_or_default()
    }

    /// The form in which the province has certificates numbered (证书编号, 第十三条); none where it leaves that to the schools.
    pub fn certificate_form(&self) -> Option<NumberForm> {
        NumberForm::parse(self.value(RuleKey::CertificateNumber).0).ok()
    }

    /// Whether a stage is among those of the rule.
    pub fn has_stage(&self, key: RuleKey, stage: Stage) -> bool {
        self.has(key, stage.code())
    }

    /// Whether a grade, on a day, is at one of the ends of its stage that the rule names.
    pub fn has_end(&self, key: RuleKey, grade: Grade, date: NaiveDate) -> bool {
        let half = match self.term_on(date).0 {
            // Who has been promoted is in the grade of the new year, whose first term stands ahead.
            term if grade_year(date) > term.year => 1,
            Term { half: Half::First, .. } => 1,
            Term { half: Half::Second, .. } => 2,
        };
        let (first, last) = grade.system().grades(grade.stage());
        (grade.absolute() == first && self.has(key, &format!("entry-{half}")))
            || (grade.absolute() == last && self.has(key, &format!("leaving-{half}")))
    }

    /// The term (学期) that holds on a day with its first and last day, by the calendar (校历) of the province.
    pub fn term_on(&self, date: NaiveDate) -> (Term, Stretch) {
        term_on(&parse_terms(self.value(RuleKey::TermDates).0).unwrap_or_default(), date)
    }

    /// The last day of a term by the calendar (校历) of the province; none where it is not on record.
    pub fn term_end(&self, term: Term) -> Option<NaiveDate> {
        self.term_days(term).map(|(_, last)| last)
    }

    /// The first and the last day of a term by the calendar (校历) of the province; none where it is not on record.
    pub fn term_days(&self, term: Term) -> Option<Stretch> {
        parse_terms(self.value(RuleKey::TermDates).0).unwrap_or_default().get(&term).copied()
    }

    /// The work calendar with the days off that the province has besides.
    pub fn calendar<'a>(&self, national: &'a WorkCalendar) -> Cow<'a, WorkCalendar> {
        match parse_days(self.value(RuleKey::DaysOff).0) {
            Ok(days) if !days.is_empty() => Cow::Owned(national.with_days_off(&days)),
            _ => Cow::Borrowed(national),
        }
    }

    /// Whether a transfer may be opened as far as the province's own times go: in one of its windows, or near one of the edges of
    /// the term that holds.
    ///
    /// # Errors
    /// The rule that does not allow it.
    pub fn transfer_time(&self, calendar: &WorkCalendar, date: NaiveDate) -> Result<(), RuleKey> {
        let windows = !self.value(RuleKey::TransferWindows).0.is_empty();
        let edge = self.number(RuleKey::TransferTermEdge);
        let (_, (first, last)) = self.term_on(date);
        let near_start = || date >= first && date <= calendar.add_working_days(first, edge).date;
        let near_end = || date <= last && calendar.working_days_left(date, last) < i64::from(edge);
        match (windows, edge) {
            (false, 0) => Ok(()),
            (true, _) if self.within(RuleKey::TransferWindows, date) => Ok(()),
            (true, 0) => Err(RuleKey::TransferWindows),
            _ if near_start() || near_end() => Ok(()),
            _ => Err(RuleKey::TransferTermEdge),
        }
    }

    /// The rule and its source, for a refusal: `四川省…实施细则（2026年2月1日起）：一次休学的最长时间 12个月`.
    pub fn basis(&self, key: RuleKey) -> Basis {
        let told = format!("{}：{} {}", self.source(key), key.label(), self.words(key));
        if self.scope(key).in_principle { Basis::InPrinciple(told) } else { Basis::Rule(told) }
    }

    /// Where a value comes from, in words.
    pub fn source(&self, key: RuleKey) -> String {
        match self.value(key).1 {
            Origin::Set { source, from, .. } => {
                let day = shape::day_words((from.month(), from.day()));
                format!("{source}（{}年{day}起）", from.year())
            }
            Origin::Regulation if key.is_national() => {
                key.document().unwrap_or("全国学籍系统年度安排").to_owned()
            }
            Origin::Regulation if key.is_in_the_regulation() => {
                format!("《中小学生学籍管理办法》第{}条", chinese_number(key.article()))
            }
            Origin::Regulation => "本系统默认值（办法和本省均未规定）".to_owned(),
        }
    }
}

/// The province of a path: the unit directly below the nation.
pub fn province_of(path: &OrgPath) -> Option<UnitId> {
    path.units().into_iter().nth(1)
}
