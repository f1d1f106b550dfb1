//! What provinces had decided when an installation began, as the file that comes with the program writes it: beside each value stands
//! where it was found, so that whoever corrects it knows what it rests on.

use super::{RuleKey, RuleSet, Scope};
use crate::codes::Stage;
use crate::id::UnitId;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One province of the file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeededSet {
    /// The province.
    pub authority: UnitId,
    /// Its name.
    pub authority_name: String,
    /// The first day on which it holds.
    pub valid_from: NaiveDate,
    /// The last day on which it holds, when its document names one.
    pub valid_until: Option<NaiveDate>,
    /// The document it is taken from.
    pub source: String,
    /// What it decides.
    pub values: BTreeMap<RuleKey, SeededValue>,
}

/// A value and where it was found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeededValue {
    /// The canonical value.
    pub value: String,
    /// Where it was found, and what is said there.
    pub found: String,
    /// The stages it is for, where the document is not for all.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// Whether it is said with 原则上 or 一般.
    #[serde(default)]
    pub in_principle: bool,
}

impl From<SeededSet> for RuleSet {
    fn from(seeded: SeededSet) -> Self {
        Self {
            authority: seeded.authority,
            authority_name: seeded.authority_name,
            version: 1,
            valid_from: seeded.valid_from,
            valid_until: seeded.valid_until,
            source: seeded.source,
            scopes: seeded
                .values
                .iter()
                .map(|(key, of)| (*key, Scope { stages: of.stages.clone(), in_principle: of.in_principle }))
                .filter(|(_, scope)| !scope.is_plain())
                .collect(),
            delegated: Default::default(),
            values: seeded.values.into_iter().map(|(key, of)| (key, of.value)).collect(),
        }
    }
}
