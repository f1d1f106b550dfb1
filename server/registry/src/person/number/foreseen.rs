//! Documents and numbers of many, looked up at once.

use super::NumberRow;
use crate::Registry;
use crate::error::Result;
use crate::person::PersonRow;
use crate::store::Vars;
use crate::transaction::Transaction;
use chrono::NaiveDate;
use domain::ident::StudentNumber;
use domain::org::Unit;
use serde::Deserialize;
use std::collections::BTreeSet;

impl Transaction<'_> {
    /// Reads at once what registering children of a school one by one would read for each: whether their documents are claimed, and
    /// first numbers that are free. Those that are not are asked for by themselves. What another takes until the commit is a conflict, as
    /// it is when it was read one by one.
    pub(crate) async fn foresee(
        &mut self,
        school: &Unit,
        documents: Vec<String>,
        births: &[NaiveDate],
    ) -> Result<()> {
        let registry = self.registry;
        self.numbers.districts.insert(school.id.clone(), school.division.clone());
        let claimed = there(registry, "identity", &documents).await?;
        self.numbers.unclaimed.extend(documents.into_iter().filter(|hash| !claimed.contains(hash)));
        let mut drawn = Vec::with_capacity(births.len());
        let mut hashes = Vec::with_capacity(births.len());
        for birth in births {
            let random = u16::try_from(registry.store.entropy.below(10_000)).expect("below 10,000");
            let number = StudentNumber::temporary(&school.division, *birth, random);
            hashes.push(registry.pupils().number_hash(number.as_str()));
            drawn.push((*birth, random));
        }
        let taken = there(registry, "number", &hashes).await?;
        for ((birth, random), hash) in drawn.into_iter().zip(&hashes) {
            if !taken.contains(hash) {
                self.numbers.drawn.entry((school.division.clone(), birth)).or_default().push(random);
            }
        }
        Ok(())
    }

    /// Reads at once the numbers that these children have now: those that a match may retire.
    pub(crate) async fn foresee_numbers<'a>(
        &mut self,
        persons: impl Iterator<Item = &'a PersonRow>,
    ) -> Result<()> {
        #[derive(Deserialize)]
        struct Keyed {
            key: String,
            #[serde(flatten)]
            row: NumberRow,
        }
        let registry = self.registry;
        let mut hashes = Vec::new();
        for person in persons {
            let number = person.number(&*registry.vault)?;
            hashes.extend(number.map(|number| registry.pupils().number_hash(&number)));
        }
        if hashes.is_empty() {
            return Ok(());
        }
        let text = "SELECT *, record::id(id) AS key FROM $records";
        let vars = Vars::new().records("records", "number", &hashes);
        let rows: Vec<Keyed> = registry.store.rows(text, vars).await?;
        self.numbers.stored.extend(rows.into_iter().map(|found| (found.key, found.row)));
        Ok(())
    }
}

/// Which of these keys of documents or numbers are somebody's.
async fn there(registry: &Registry, table: &str, keys: &[String]) -> Result<BTreeSet<String>> {
    #[derive(Deserialize)]
    struct There {
        key: String,
    }
    if keys.is_empty() {
        return Ok(BTreeSet::new());
    }
    let text = "SELECT record::id(id) AS key, person FROM $records";
    let rows: Vec<There> = registry.store.rows(text, Vars::new().records("records", table, keys)).await?;
    Ok(rows.into_iter().map(|row| row.key).collect())
}
