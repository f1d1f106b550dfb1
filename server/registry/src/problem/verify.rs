//! Whether problems stand where their records do, and in the lists that follow from it. For `server verify` and the crash tests: counting
//! the rows again would not show a row that stayed behind.

use super::ProblemRow;
use crate::error::Result;
use crate::person::PersonRow;
use crate::services::Problems;
use domain::id::PersonId;
use domain::org::OrgPath;
use std::collections::{BTreeMap, BTreeSet};

impl ProblemRow {
    /// What of it is as it should be, of how much: the places of its records while it is open, and its lists. `stands` says where a record
    /// stands; a settled problem stays where it was settled.
    fn sound(&self, stands: &BTreeMap<PersonId, OrgPath>) -> (i64, i64) {
        let mut again = self.clone();
        again.list();
        let mut checks = vec![again.open_in == self.open_in, again.settled_in == self.settled_in];
        if self.open {
            checks.push(stands.get(&self.one) == Some(&self.one_path));
            checks.push(self.two.and_then(|two| stands.get(&two)) == self.two_path.as_ref());
        }
        let right = checks.iter().filter(|right| **right).count();
        (i64::try_from(right).unwrap_or(i64::MAX), i64::try_from(checks.len()).unwrap_or(i64::MAX))
    }
}

impl Problems<'_> {
    /// Those of these problems that are not where they should be: which, how much of it is right, of how much.
    pub(crate) async fn misplaced(&self, rows: &[ProblemRow]) -> Result<Vec<(String, i64, i64)>> {
        let open = rows.iter().filter(|row| row.open);
        let people: BTreeSet<PersonId> =
            open.flat_map(|row| std::iter::once(row.one).chain(row.two)).collect();
        let keys: Vec<String> = people.iter().map(ToString::to_string).collect();
        let persons: Vec<PersonRow> = self.store.get_many("person", &keys).await?;
        let stands = persons.into_iter().map(|person| (person.uid, person.path)).collect();
        let sound = rows.iter().map(|row| (row, row.sound(&stands)));
        let wrong = sound.filter(|(_, (right, all))| right != all);
        Ok(wrong.map(|(row, (right, all))| (format!("problem|{}", row.uid), right, all)).collect())
    }
}
