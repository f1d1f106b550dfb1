//! What an account chose for its lists: which columns they show, in which order, how close the rows stand (表格设置), and the filters it
//! gave a name (常用筛选). What is sent or stored is read as far as it is known here: a column, an order or a filter that is not is left out,
//! and never an error.

use crate::codes::{CodeList, options};
use crate::matter::MatterKind;
use crate::problem::ProblemKind;
use crate::violation::ViolationKind;
use crate::warning::{Indicator, Level};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Most filters that an account names.
pub const FILTERS_MOST: usize = 20;
/// Most characters of a filter's name.
pub const FILTER_NAME_MOST: u8 = 20;
/// Most characters of one part of a filter.
const PART_MOST: usize = 30;

/// A list with columns to choose from. The name of what a row is about is always shown and stands in none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// 学生查询
    Pupils,
    /// 永久保存、移交保管的学籍档案: who has left.
    Kept,
    /// 待办台
    Desk,
    /// 学校与档案保管
    Schools,
    /// 公文往来
    Letters,
    /// 问题学籍
    Problems,
    /// 责令改正
    Violations,
    /// 监测预警
    Warnings,
    /// 证书登记簿
    Certificates,
    /// 批量导入
    Imports,
    /// 学籍管理员
    Registrars,
    /// 账号
    Accounts,
}

impl List {
    /// Every list.
    pub const ALL: [Self; 12] = [
        Self::Pupils,
        Self::Kept,
        Self::Desk,
        Self::Schools,
        Self::Letters,
        Self::Problems,
        Self::Violations,
        Self::Warnings,
        Self::Certificates,
        Self::Imports,
        Self::Registrars,
        Self::Accounts,
    ];

    /// Stable name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Pupils => "pupils",
            Self::Kept => "kept",
            Self::Desk => "desk",
            Self::Schools => "schools",
            Self::Letters => "letters",
            Self::Problems => "problems",
            Self::Violations => "violations",
            Self::Warnings => "warnings",
            Self::Certificates => "certificates",
            Self::Imports => "imports",
            Self::Registrars => "registrars",
            Self::Accounts => "accounts",
        }
    }

    /// The list of that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.key() == key)
    }

    /// Its columns besides the name.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Pupils => &["sex", "born", "school", "class", "standing", "number"],
            Self::Kept => &["number", "school", "standing", "how", "paper", "since", "act"],
            Self::Desk => &["class", "from", "since", "also", "state"],
            Self::Schools => &["code", "type", "state", "former", "successor"],
            Self::Letters => &["about", "from", "to", "state", "due"],
            Self::Problems => &["kind", "schools", "score", "settled_by", "state", "due"],
            Self::Violations => &["subject", "handler", "state", "found_on", "due"],
            Self::Warnings => &["unit", "level", "figure", "opened", "answer"],
            Self::Certificates => &["kind", "name", "class", "on", "issued_on", "state"],
            Self::Imports => &["state", "at", "by", "rows", "entered"],
            Self::Registrars => &["post", "employment", "since", "valid_until", "state"],
            Self::Accounts => &["name", "role", "training", "second_factor", "state"],
        }
    }

    /// The orders it may stand in, the usual one first: those that an index has. Of a list with one order nothing is chosen.
    pub fn orders(self) -> &'static [&'static str] {
        match self {
            Self::Pupils => &["pinyin", "name"],
            _ => &[],
        }
    }

    /// Whether its rows stand close together where nothing was chosen.
    pub fn is_usually_compact(self) -> bool {
        self != Self::Desk
    }

    /// The parts of its address that narrow it. What somebody typed to look for a child is in no address, and so in none of them.
    pub fn filter_parts(self) -> &'static [&'static str] {
        match self {
            Self::Pupils => &["grade", "class"],
            Self::Desk => &["kind", "class", "overdue", "sent_back"],
            Self::Letters => &["box"],
            Self::Problems | Self::Violations => &["box", "kind"],
            Self::Warnings => &["state", "indicator", "level"],
            _ => &[],
        }
    }

    /// What of a filter is one of this list; the rest is left out.
    pub fn filter(self, parts: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let known = |(key, value): &(&String, &String)| {
            self.filter_parts().contains(&key.as_str()) && self.is_filter_value(key, value)
        };
        parts.iter().filter(known).map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    fn is_filter_value(self, key: &str, value: &str) -> bool {
        match (self, key) {
            (_, "grade") => options(CodeList::Grade).iter().any(|(code, _)| *code == value),
            (Self::Desk, "kind") => MatterKind::from_key(value).is_some(),
            (Self::Problems, "kind") => ProblemKind::from_key(value).is_some(),
            (Self::Violations, "kind") => ViolationKind::from_key(value).is_some(),
            (Self::Letters, "box") => ["inbox", "outbox"].contains(&value),
            (Self::Problems, "box") => value == "settled",
            (Self::Violations, "box") => ["own", "below"].contains(&value),
            (_, "state") => value == "closed",
            (_, "indicator") => Indicator::from_key(value).is_some(),
            (_, "level") => Level::from_key(value).is_some(),
            (Self::Pupils, "class") => class_of_filter(value).is_some(),
            (_, "class") => is_class_name(value),
            (_, "overdue" | "sent_back") => value == "1",
            _ => false,
        }
    }
}

/// A class as the list of pupils is narrowed to it: its grade and its name, in one part of the address.
pub fn class_filter(grade: u8, name: &str) -> String {
    format!("{grade}/{name}")
}

/// Grade and name out of the same; none where it is no class.
pub fn class_of_filter(value: &str) -> Option<(u8, String)> {
    let (grade, name) = value.split_once('/')?;
    let grade = grade.parse().ok().filter(|grade| (1..=12).contains(grade))?;
    is_class_name(name).then(|| (grade, name.to_owned()))
}

fn is_class_name(text: &str) -> bool {
    (1..=PART_MOST).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

/// How a list is shown to who chose it (表格设置).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableChoice {
    hidden: BTreeSet<String>,
    order: String,
    compact: bool,
}

impl TableChoice {
    /// What is shown where nothing was chosen.
    pub fn usual(list: List) -> Self {
        Self::of(list, |_| false, "", "")
    }

    fn of(list: List, hides: impl Fn(&str) -> bool, order: &str, density: &str) -> Self {
        let hidden = list.columns().iter().filter(|column| hides(column));
        let orders = list.orders();
        let order = orders.iter().find(|one| **one == order).or(orders.first());
        Self {
            hidden: hidden.map(|column| (*column).to_owned()).collect(),
            order: order.map(|order| (*order).to_owned()).unwrap_or_default(),
            compact: match density {
                "compact" => true,
                "comfortable" => false,
                _ => list.is_usually_compact(),
            },
        }
    }

    /// Out of the form: the columns that are ticked, the order, the density.
    pub fn from_form(list: List, shown: &[String], order: &str, density: &str) -> Self {
        Self::of(list, |column| !shown.iter().any(|one| one == column), order, density)
    }

    /// Out of the stored text: hidden columns, order, density.
    pub fn read(list: List, text: &str) -> Self {
        let mut parts = text.split(';');
        let hidden: Vec<&str> = parts.next().unwrap_or_default().split(',').collect();
        let (order, density) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        Self::of(list, |column| hidden.contains(&column), order, density)
    }

    /// As it is stored. The hidden columns are named and not those that are shown, so that a column that comes later is seen.
    pub fn written(&self) -> String {
        let hidden: Vec<&str> = self.hidden.iter().map(String::as_str).collect();
        format!("{};{};{}", hidden.join(","), self.order, self.density())
    }

    /// Whether a column is shown.
    pub fn shows(&self, column: &str) -> bool {
        !self.hidden.contains(column)
    }

    /// The order, by its key; empty where there is one only.
    pub fn order(&self) -> &str {
        &self.order
    }

    /// Whether the rows stand close together.
    pub fn is_compact(&self) -> bool {
        self.compact
    }

    /// How close the rows stand, by its key.
    pub fn density(&self) -> &'static str {
        if self.compact { "compact" } else { "comfortable" }
    }
}

/// A filter that was given a name (常用筛选).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFilter {
    /// By which it is renamed and removed.
    pub id: String,
    /// Key of its list.
    pub list: String,
    /// What its owner calls it.
    pub name: String,
    /// The parts of the list's address.
    pub parts: BTreeMap<String, String>,
}

/// What an account chose for all of its lists, as it is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tables {
    lists: BTreeMap<String, String>,
    filters: Vec<SavedFilter>,
}

/// Why a filter is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterProblem {
    /// It has no name.
    NoName,
    /// Its name is too long.
    LongName,
    /// Another filter of the list has the name.
    SameName,
    /// Nothing is filtered.
    Nothing,
    /// There are as many as there may be.
    TooMany,
    /// It is not there any more.
    Gone,
}

impl Tables {
    /// How a list is shown.
    pub fn choice(&self, list: List) -> TableChoice {
        self.lists
            .get(list.key())
            .map_or_else(|| TableChoice::usual(list), |text| TableChoice::read(list, text))
    }

    /// Shows a list so from now on.
    pub fn choose(&mut self, list: List, choice: &TableChoice) {
        self.lists.insert(list.key().to_owned(), choice.written());
    }

    /// The filters of a list that still filter something, in the order in which they were named.
    pub fn filters(&self, list: List) -> Vec<SavedFilter> {
        let own = self.filters.iter().filter(|one| one.list == list.key());
        let read = own.map(|one| SavedFilter { parts: list.filter(&one.parts), ..one.clone() });
        read.filter(|one| !one.parts.is_empty()).collect()
    }

    fn name(&self, list: &str, id: &str, name: &str) -> Result<String, FilterProblem> {
        let name = crate::text::words(name).text;
        if name.is_empty() {
            return Err(FilterProblem::NoName);
        }
        if name.chars().count() > usize::from(FILTER_NAME_MOST) {
            return Err(FilterProblem::LongName);
        }
        let same = |one: &SavedFilter| one.list == list && one.id != id && one.name == name;
        if self.filters.iter().any(same) { Err(FilterProblem::SameName) } else { Ok(name) }
    }

    /// Keeps a filter of a list under a name.
    ///
    /// # Errors
    /// Why it is not kept.
    pub fn save(
        &mut self,
        list: List,
        id: &str,
        name: &str,
        parts: &BTreeMap<String, String>,
    ) -> Result<(), FilterProblem> {
        let name = self.name(list.key(), id, name)?;
        let parts = list.filter(parts);
        if parts.is_empty() {
            return Err(FilterProblem::Nothing);
        }
        if self.filters.len() >= FILTERS_MOST {
            return Err(FilterProblem::TooMany);
        }
        self.filters.push(SavedFilter { id: id.to_owned(), list: list.key().to_owned(), name, parts });
        Ok(())
    }

    /// Gives a filter another name.
    ///
    /// # Errors
    /// Why it is not renamed.
    pub fn rename(&mut self, id: &str, name: &str) -> Result<(), FilterProblem> {
        let found = self.filters.iter().position(|one| one.id == id).ok_or(FilterProblem::Gone)?;
        let list = self.filters.get(found).map(|one| one.list.clone()).unwrap_or_default();
        let name = self.name(&list, id, name)?;
        if let Some(one) = self.filters.get_mut(found) {
            one.name = name;
        }
        Ok(())
    }

    /// Takes a filter away; one that is not there is no mistake.
    pub fn remove(&mut self, id: &str) {
        self.filters.retain(|one| one.id != id);
    }
}

#[cfg(test)]
mod tests;
