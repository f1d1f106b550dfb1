//! Names of divisions (行政区划名称): which division is meant by what a person writes for a place. No paper has the code of a division;
//! everybody knows the name, in full (`江苏省南京市玄武区`) or as it is said (`南京玄武区`, `南京玄武`).

use super::DivisionCode;
use crate::codes::Ethnicity;
use crate::text::compact;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Longest text that is read as a place, in characters: well above the longest name of a township from its province down.
const LONGEST: usize = 60;
/// Divisions of one name that are offered to choose from.
const OFFERED: usize = 30;
/// Names with one beginning that are looked at.
const BEGUN: usize = 2000;

/// A division, as it is kept and as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// All twelve digits.
    pub code: String,
    /// Its name from the province down.
    pub name: String,
}

/// What a text says of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// One division is meant.
    One(Place),
    /// Several are called so, the higher ones first.
    Several(Vec<Place>),
    /// None of the table.
    Nothing,
}

impl Resolved {
    /// The divisions that can be meant.
    pub fn into_places(self) -> Vec<Place> {
        match self {
            Self::One(place) => vec![place],
            Self::Several(places) => places,
            Self::Nothing => Vec::new(),
        }
    }
}

/// Where a division stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Province,
    Prefecture,
    County,
    Township,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    code: Box<str>,
    name: Box<str>,
    above: Option<usize>,
    /// What it is called by, where others lie below it: these names may stand before theirs.
    called: Vec<Box<str>>,
}

/// The table of divisions, by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gazetteer {
    /// By code; what lies above has a smaller one.
    rows: Vec<Row>,
    /// Each name by which a division is called alone, sorted.
    forms: Vec<(Box<str>, usize)>,
}

impl Gazetteer {
    /// The table of these divisions: code of six, nine or twelve digits, own name, code of the division above. Rows whose code is none are
    /// left out.
    pub fn new(table: impl IntoIterator<Item = (String, String, Option<String>)>) -> Self {
        let mut table: Vec<(String, String, Option<String>)> = table
            .into_iter()
            .filter_map(|(code, name, above)| Some((filled_up(&code)?, name, above)))
            .collect();
        table.sort();
        table.dedup_by(|next, before| next.0 == before.0);
        let codes: Vec<String> = table.iter().map(|(code, ..)| code.clone()).collect();
        let row = |(n, (code, name, above)): (usize, (String, String, Option<String>))| Row {
            code: code.into_boxed_str(),
            name: name.into_boxed_str(),
            // What lies above comes before: so no way upwards goes round.
            above: above
                .and_then(|above| codes.binary_search(&filled_up(&above)?).ok())
                .filter(|above| *above < n),
            called: Vec::new(),
        };
        let mut rows: Vec<Row> = table.into_iter().enumerate().map(row).collect();
        let with_others_below: BTreeSet<usize> = rows.iter().filter_map(|row| row.above).collect();
        for at in with_others_below {
            if let Some(row) = rows.get_mut(at) {
                let forms = forms_of(&row.name).into_iter().filter(|form| !form.is_empty());
                row.called = forms.map(String::into_boxed_str).collect();
            }
        }
        let mut forms: Vec<(Box<str>, usize)> = rows
            .iter()
            .enumerate()
            .flat_map(|(n, row)| forms_of(&row.name).into_iter().map(move |form| (form.into_boxed_str(), n)))
            .collect();
        forms.sort_unstable();
        forms.dedup();
        Self { rows, forms }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The division of a code of six or twelve digits.
    pub fn place(&self, code: &str) -> Option<Place> {
        let code = DivisionCode::parse(code).ok()?;
        let at = self.rows.binary_search_by(|row| (*row.code).cmp(code.as_str())).ok()?;
        self.place_at(at)
    }

    /// Which division a text means: its code, its name from the province down, or a shorter one. One that is named exactly goes before
    /// all others, a name in full before a shortened one, and a county or what is above it before townships of the same name.
    pub fn resolve(&self, text: &str) -> Resolved {
        let text = squeezed(text);
        if is_digits(&text) {
            return self.place(&text).map_or(Resolved::Nothing, Resolved::One);
        }
        let found = self.read(&text);
        let one = |rows: &[usize]| match rows {
            [only] => self.place_at(*only),
            _ => None,
        };
        let exact: Vec<usize> =
            found.iter().copied().filter(|at| squeezed(&self.full_name(*at)) == text).collect();
        let in_full: Vec<usize> = found
            .iter()
            .copied()
            .filter(|at| self.rows.get(*at).is_some_and(|row| text.ends_with(&squeezed(&row.name))))
            .collect();
        let among = if in_full.is_empty() { &found } else { &in_full };
        let upper: Vec<usize> = among.iter().copied().filter(|at| self.rank(*at) < Rank::Township).collect();
        match one(&exact).or_else(|| one(among)).or_else(|| one(&upper)) {
            Some(place) => Resolved::One(place),
            None if found.is_empty() => Resolved::Nothing,
            None => {
                let places = found.into_iter().filter_map(|at| self.place_at(at));
                Resolved::Several(places.take(OFFERED).collect())
            }
        }
    }

    /// Every division that a text can mean, the higher ones first: its code, or its name with or without those above it, each in full or
    /// shortened.
    pub fn candidates(&self, text: &str) -> Vec<Place> {
        let text = squeezed(text);
        if is_digits(&text) {
            return self.place(&text).into_iter().collect();
        }
        self.read(&text).into_iter().filter_map(|at| self.place_at(at)).collect()
    }

    /// What is offered to who types, at most so many: the divisions that are named, those whose name begins so, and those that lie below
    /// the first one. Of nothing typed: the provinces.
    pub fn suggest(&self, text: &str, most: usize) -> Vec<Place> {
        let text = squeezed(text);
        let rows: Vec<usize> = match () {
            () if text.is_empty() => {
                (0..self.rows.len()).filter(|at| self.rank(*at) == Rank::Province).collect()
            }
            () if is_digits(&text) => {
                let from = self.rows.partition_point(|row| *row.code < *text);
                let begins = |at: &usize| self.rows.get(*at).is_some_and(|row| row.code.starts_with(&text));
                (from..self.rows.len()).take_while(begins).take(most).collect()
            }
            () if text.chars().count() > LONGEST => Vec::new(),
            () => {
                let named = self.read(&text);
                let below = named.first().map(|at| self.below(*at)).unwrap_or_default();
                [named, self.begun(&text), below].concat()
            }
        };
        let mut seen = BTreeSet::new();
        let rows = rows.into_iter().filter(|at| seen.insert(*at));
        rows.take(most).filter_map(|at| self.place_at(at)).collect()
    }

    fn place_at(&self, at: usize) -> Option<Place> {
        Some(Place { code: self.rows.get(at)?.code.to_string(), name: self.full_name(at) })
    }

    /// The name from the province down.
    fn full_name(&self, at: usize) -> String {
        let mut names = Vec::new();
        let mut next = self.rows.get(at);
        while let Some(row) = next {
            names.push(&*row.name);
            next = row.above.and_then(|above| self.rows.get(above));
        }
        names.reverse();
        names.concat()
    }

    fn rank(&self, at: usize) -> Rank {
        let code = self.rows.get(at).map_or("", |row| &*row.code);
        match () {
            () if code.ends_with("0000000000") => Rank::Province,
            () if code.ends_with("00000000") => Rank::Prefecture,
            () if code.ends_with("000000") => Rank::County,
            () => Rank::Township,
        }
    }

    fn by_rank(&self, mut rows: Vec<usize>) -> Vec<usize> {
        rows.sort_unstable_by_key(|at| (self.rank(*at), *at));
        rows.dedup();
        rows
    }

    /// The divisions that are called so.
    fn called(&self, form: &str) -> impl Iterator<Item = usize> {
        let from = self.forms.partition_point(|(known, _)| **known < *form);
        let rest = self.forms.get(from..).unwrap_or_default().iter();
        rest.take_while(move |(known, _)| **known == *form).map(|(_, at)| *at)
    }

    /// The divisions that a squeezed text names; where it names none, without words that no division is told by.
    fn read(&self, text: &str) -> Vec<usize> {
        if text.chars().count() > LONGEST {
            return Vec::new();
        }
        let found = self.named(text);
        if !found.is_empty() {
            return found;
        }
        let plain = FILLING.iter().fold(text.to_owned(), |text, word| text.replace(word, ""));
        if plain == *text { found } else { self.named(&plain) }
    }

    fn named(&self, text: &str) -> Vec<usize> {
        let cuts = text.char_indices().map(|(at, _)| text.split_at(at));
        let found = cuts.flat_map(|(above, own)| self.called(own).filter(move |at| self.lies_in(*at, above)));
        self.by_rank(found.collect())
    }

    /// The divisions whose own name begins with the end of a squeezed text.
    fn begun(&self, text: &str) -> Vec<usize> {
        let cuts = text.char_indices().map(|(at, _)| text.split_at(at));
        let found = cuts.flat_map(|(above, own)| {
            let from = self.forms.partition_point(|(known, _)| **known < *own);
            let rest = self.forms.get(from..).unwrap_or_default().iter();
            let begins = rest.take_while(move |(known, _)| known.starts_with(own)).take(BEGUN);
            begins.map(|(_, at)| *at).filter(move |at| self.lies_in(*at, above))
        });
        self.by_rank(found.collect())
    }

    /// Whether a text is made of names of divisions above one, the highest first; some of them may be left out.
    fn lies_in(&self, at: usize, text: &str) -> bool {
        if text.is_empty() {
            return true;
        }
        let mut next = self.rows.get(at).and_then(|row| row.above);
        while let Some(above) = next {
            let Some(row) = self.rows.get(above) else { return false };
            // Its few names alone are tried: nobody is to keep the machine busy with a text of many cuts.
            let mut before = row.called.iter().filter_map(|form| text.strip_suffix(&**form));
            if before.any(|rest| self.lies_in(above, rest)) {
                return true;
            }
            next = row.above;
        }
        false
    }

    /// Those directly below one.
    fn below(&self, at: usize) -> Vec<usize> {
        let Some(province) = self.rows.get(at).and_then(|row| row.code.get(..2)) else { return Vec::new() };
        let of_province =
            |below: &usize| self.rows.get(*below).is_some_and(|row| row.code.starts_with(province));
        (at + 1..self.rows.len())
            .take_while(of_province)
            .filter(|below| self.rows.get(*below).is_some_and(|row| row.above == Some(at)))
            .collect()
    }
}

/// Words that stand in written places and name no division.
const FILLING: [&str; 6] =
    ["中华人民共和国", "中国", "省直辖县级行政区划", "自治区直辖县级行政区划", "市辖区", "办事处"];

/// What a name ends with that says only what kind of division it is.
const ENDINGS: [&str; 16] = [
    "特别行政区",
    "街道",
    "地区",
    "林区",
    "特区",
    "新区",
    "苏木",
    "省",
    "市",
    "区",
    "县",
    "盟",
    "州",
    "旗",
    "镇",
    "乡",
];

/// The same where peoples are named before it, and what is said for it.
const AUTONOMOUS: [(&str, &str); 4] = [("自治区", ""), ("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")];

/// Twelve digits of six, nine or twelve.
fn filled_up(code: &str) -> Option<String> {
    (is_digits(code) && matches!(code.len(), 6 | 9 | 12)).then(|| format!("{code:0<12}"))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Letters and digits alone, as they are compared.
fn squeezed(text: &str) -> String {
    // Nearly every name is of such characters alone, and the same in every form.
    if text.chars().all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')) {
        return text.to_owned();
    }
    compact(text).text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What a division is called: its name, and shorter.
fn forms_of(name: &str) -> Vec<String> {
    let name = squeezed(name);
    let mut forms = shorter(&name);
    forms.retain(|form| form.chars().count() > 1);
    forms.push(name);
    forms
}

fn shorter(name: &str) -> Vec<String> {
    for (ending, said) in AUTONOMOUS {
        if let Some(stem) = name.strip_suffix(ending) {
            let stem = without_peoples(stem);
            return vec![stem.to_owned(), format!("{stem}{said}")];
        }
    }
    // Every ending: 浦东新区 is called 浦东, and 清新区 is called 清新.
    let ended = ENDINGS.iter().filter_map(|end| Some((*end, name.strip_suffix(*end)?)));
    ended
        .flat_map(|(ending, stem)| match ending {
            // 民族乡 names its people as well.
            "乡" => {
                vec![stem.to_owned(), without_peoples(stem.strip_suffix("民族").unwrap_or(stem)).to_owned()]
            }
            _ => vec![stem.to_owned()],
        })
        .collect()
}

/// A name without the peoples that stand behind it: 恩施土家族苗族 is called 恩施. What would leave one character stays.
fn without_peoples(stem: &str) -> &str {
    let mut rest = stem;
    while let Some(left) =
        peoples().find_map(|people| rest.strip_suffix(people).filter(|left| left.chars().count() > 1))
    {
        rest = left;
    }
    rest
}

/// The peoples, each with 族 and, where that is more than one character, without.
fn peoples() -> impl Iterator<Item = &'static str> {
    let each = Ethnicity::OPTIONS.iter().flat_map(|(_, label)| {
        let short = label.strip_suffix('族').filter(|short| short.chars().count() > 1);
        std::iter::once(*label).chain(short)
    });
    each.chain(std::iter::once("各族"))
}
