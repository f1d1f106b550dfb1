//! The divisions (行政区划) that are known: what the form compares codes with. The table itself is the registry's.

use super::{Field, FieldKind, FieldProblem, Problem};
use crate::codes::{self, CodeList};
use crate::ident::{DivisionCode, Gazetteer, Resolved};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Six-digit codes in use, and the names by which divisions are found. With no codes nothing is compared, with no names only codes are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    codes: Arc<BTreeSet<String>>,
    names: Arc<Gazetteer>,
}

impl Places {
    /// These codes.
    pub fn new(codes: impl IntoIterator<Item = String>) -> Self {
        Self { codes: Arc::new(codes.into_iter().collect()), names: Arc::default() }
    }

    /// The same, with what divisions are called.
    #[must_use]
    pub fn with_names(self, names: Gazetteer) -> Self {
        Self { names: Arc::new(names), ..self }
    }

    /// What divisions are called.
    pub fn names(&self) -> &Gazetteer {
        &self.names
    }

    /// Which division is meant by what stands in an item. A country, which a place of birth may be, is none.
    pub fn meant(&self, item: Field, text: &str) -> Resolved {
        match country(item, text) {
            Some(_) => Resolved::Nothing,
            None => self.names.resolve(text),
        }
    }

    /// What was typed, once a division was chosen of several of the name: the chosen one, by its whole name. A choice that does not belong
    /// to what was typed, because that was changed since, says nothing.
    pub fn settled(&self, typed: &str, chosen: &str) -> String {
        let of_them = || self.names.candidates(typed).into_iter().find(|place| place.code == chosen);
        match chosen {
            "" => typed.to_owned(),
            _ => of_them().map_or_else(|| typed.to_owned(), |place| place.name),
        }
    }

    /// A place that is named, as it is kept: the code of its division, or of a country.
    pub(super) fn named(&self, item: Field, text: &str) -> Result<String, Problem> {
        if let Some(country) = country(item, text) {
            return Ok(country.to_owned());
        }
        match self.names.resolve(text) {
            Resolved::One(place) => Ok(place.code),
            Resolved::Several(_) => Err(Problem::SeveralPlaces),
            Resolved::Nothing if item == Field::BirthPlace || !self.names.is_empty() => {
                Err(Problem::NotAPlace)
            }
            Resolved::Nothing => {
                DivisionCode::parse(text).map(|code| code.as_str().to_owned()).map_err(Problem::Ident)
            }
        }
    }

    /// Whether a division of six or twelve digits lies in one that is known.
    pub fn knows(&self, division: &str) -> bool {
        self.codes.is_empty() || division.get(..6).is_some_and(|county| self.codes.contains(county))
    }

    /// The divisions of a form that are not known. They may have been withdrawn since: a birth place stays where it was.
    pub(super) fn unknown(&self, values: &BTreeMap<Field, String>) -> Vec<FieldProblem> {
        let is_code = |value: &str| value.starts_with(|c: char| c.is_ascii_digit());
        values
            .iter()
            .filter(|(field, value)| {
                field.kind() == FieldKind::Division && is_code(value) && !self.knows(value)
            })
            .map(|(field, _)| FieldProblem::new(*field, Problem::UnknownDivision))
            .collect()
    }
}

/// The country that an item names, where it may be one: a child may be born abroad.
fn country(item: Field, text: &str) -> Option<&'static str> {
    let found = codes::parse_cell(CodeList::Country, text).filter(|code| *code != "CHN");
    found.filter(|_| item == Field::BirthPlace)
}
