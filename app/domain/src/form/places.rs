//! The divisions (行政区划) that are known: what the form compares codes with. The table itself is the registry's.

use super::{Field, FieldKind, FieldProblem, Problem};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Six-digit codes in use; with none of them nothing is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places(Arc<BTreeSet<String>>);

impl Places {
    /// These codes.
    pub fn new(codes: impl IntoIterator<Item = String>) -> Self {
        Self(Arc::new(codes.into_iter().collect()))
    }

    /// Whether a division of six or twelve digits lies in one that is known.
    pub fn knows(&self, division: &str) -> bool {
        self.0.is_empty() || division.get(..6).is_some_and(|county| self.0.contains(county))
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
