//! Rules that were put together. They are asked for several times on every page, and are the same all day for all of a county; what is
//! remembered is of the versions it was made of, and of no others.

use chrono::NaiveDate;
use domain::id::UnitId;
use domain::rules::{RuleSet, Rules};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Places and days that are remembered.
const MOST: usize = 500;

/// The rules that are remembered.
#[derive(Default)]
pub(crate) struct Made(Mutex<Remembered>);

#[derive(Default)]
struct Remembered {
    /// What they were made of.
    of: Option<Arc<Vec<RuleSet>>>,
    rules: BTreeMap<(Vec<UnitId>, NaiveDate), Arc<Rules>>,
}

impl Made {
    /// The rules that these versions come to on a day, where these authorities decide.
    pub(super) fn at(&self, sets: &Arc<Vec<RuleSet>>, authorities: Vec<UnitId>, on: NaiveDate) -> Arc<Rules> {
        let place = (authorities, on);
        let mut remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = remembered.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, sets));
        if !same || remembered.rules.len() >= MOST {
            *remembered = Remembered { of: Some(sets.clone()), rules: BTreeMap::new() };
        }
        if let Some(rules) = remembered.rules.get(&place) {
            return rules.clone();
        }
        let rules = Arc::new(Rules::at(sets, &place.0, place.1));
        remembered.rules.insert(place, rules.clone());
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_made_once_for_a_place_and_a_day_and_anew_of_other_versions() {
        let made = Made::default();
        let sets = Arc::new(crate::seed::all_rules());
        let day: NaiveDate = "2026-09-07".parse().unwrap();
        let jiangsu: UnitId = "320000".parse().unwrap();
        let at = |sets: &Arc<Vec<RuleSet>>, on| made.at(sets, vec![jiangsu.clone()], on);
        let first = at(&sets, day);
        assert!(Arc::ptr_eq(&first, &at(&sets, day)));
        assert!(!Arc::ptr_eq(&first, &at(&sets, day.succ_opt().unwrap())));
        let others = Arc::new(Vec::clone(&sets));
        assert!(!Arc::ptr_eq(&first, &at(&others, day)), "a version was approved");
        assert!(!Arc::ptr_eq(&first, &at(&sets, day)), "what was made of the others is gone");
    }
}
