//! Units that were read. Every page asks for its reader's unit and those above it, and units change a few times a year: one that was read
//! is remembered until the table of units is written.

use domain::id::UnitId;
use domain::org::Unit;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Units that are remembered: some megabytes.
const MOST: usize = 10_000;

/// The units that are remembered, and how often their table had been written when they were read.
#[derive(Default)]
pub(crate) struct Known(Mutex<(u64, BTreeMap<UnitId, Unit>)>);

impl Known {
    /// A unit as it is, where it is remembered. `times` says how often the table was written, nothing while it is being written.
    pub(super) fn get(&self, id: &UnitId, times: Option<u64>) -> Option<Unit> {
        let known = self.known();
        if times == Some(known.0) { known.1.get(id).cloned() } else { None }
    }

    /// Remembers a unit that was read after the table had been written so often.
    pub(super) fn learn(&self, unit: &Unit, times: Option<u64>) {
        let Some(times) = times else { return };
        let mut known = self.known();
        if times < known.0 {
            return;
        }
        if times > known.0 || known.1.len() >= MOST {
            *known = (times, BTreeMap::new());
        }
        known.1.insert(unit.id.clone(), unit.clone());
    }

    fn known(&self) -> MutexGuard<'_, (u64, BTreeMap<UnitId, Unit>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::org::{OrgPath, UnitKind};

    fn unit(name: &str) -> Unit {
        Unit {
            id: UnitId::nation(),
            name: name.into(),
            kind: UnitKind::Nation,
            parent: None,
            path: OrgPath::root(),
            division: UnitId::nation().to_string(),
            school: None,
        }
    }

    #[test]
    fn what_was_read_before_a_write_is_not_told_after_it() {
        let known = Known::default();
        let name = |times| known.get(&UnitId::nation(), times).map(|unit| unit.name);
        known.learn(&unit("old"), Some(4));
        assert_eq!(name(Some(4)).as_deref(), Some("old"));
        assert_eq!((name(Some(5)), name(None)), (None, None), "it was, or is being, written");
        known.learn(&unit("new"), Some(5));
        known.learn(&unit("old"), Some(4));
        known.learn(&unit("older"), None);
        assert_eq!(name(Some(5)).as_deref(), Some("new"), "a slow reader brings nothing old back");
    }
}
