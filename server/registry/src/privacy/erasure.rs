//! Erasing the optional items of those whose guardian withdrew the consent and did not think better of it in time
//! (个人信息保护法第四十七条第一款第三项). Done by the night, child by child, each in one transaction.

use crate::archive::people_of;
use crate::case::{CaseRow, the_system};
use crate::error::Result;
use crate::journal::rewrite;
use crate::keyset::Place;
use crate::services::Privacy;
use crate::store::{UnitOfWork, Vars};
use chrono::NaiveDate;
use domain::form::Field;
use domain::id::PersonId;
use domain::journal::PrivacyDetail;
use domain::privacy::{asks_for_optional, erase_from_case};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Children in one turn.
const PAGE: usize = 200;

impl Privacy<'_> {
    /// Erases what is due. Gives the number of children. Who has a running case about an optional item waits for its end.
    pub(crate) async fn erase_withdrawn(&self) -> Result<usize> {
        #[derive(Deserialize)]
        struct Line {
            uid: PersonId,
            erase_on: NaiveDate,
        }
        let today = self.store.clock.today();
        let mut done = 0;
        let beyond = Place::beyond("erase_on", "uid");
        let text = format!(
            "SELECT uid, erase_on FROM person WHERE {beyond} AND erase_on <= $today ORDER BY erase_on, uid LIMIT {PAGE}"
        );
        let mut place = Place::default();
        loop {
            let vars = place.vars(Vars::new().with("today", today));
            let rows: Vec<Line> = self.store.rows(&text, vars).await?;
            let Some(last) = rows.last() else { return Ok(done) };
            place = Place::of(last.erase_on, last.uid);
            for row in rows {
                done += usize::from(self.erase_one(row.uid).await?);
            }
        }
    }

    async fn erase_one(&self, person: PersonId) -> Result<bool> {
        self.store
            .transact(&person.to_string(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(the_system());
                    let loaded = self.pupils().person(person).await?;
                    let today = self.store.clock.today();
                    // A consent may have come in between.
                    if loaded.erase_on.is_none_or(|day| day > today) {
                        return Ok((tx.finish(), false));
                    }
                    if let Some(open) = loaded.open_case
                        && asks_for_optional(&self.cases().case_row(open).await?.case(&*self.vault)?.payload)
                    {
                        return Ok((tx.finish(), false));
                    }
                    let mut row = loaded.clone();
                    let mut items = row.erase_optional(&*self.vault)?;
                    row.erase_on = None;
                    row.optional_erased = true;
                    let mut own_entries = BTreeSet::new();
                    let people = people_of(&loaded);
                    items.extend(self.problems().erase_from_merges(&people, &mut tx.work).await?);
                    for one in people {
                        let (found, entries) = self.erase_around(one, &mut tx.work).await?;
                        items.extend(found);
                        if one == person {
                            own_entries = entries;
                        } else {
                            let mut merged = self.pupils().person(one).await?;
                            let before = merged.clone();
                            let gone = merged.erase_optional(&*self.vault)?;
                            if !gone.is_empty() {
                                merged.save(&mut tx.work, &before);
                            }
                            if !(gone.is_empty() && entries.is_empty()) {
                                tx.tell(one, erased(&gone, entries)).await?;
                            }
                            items.extend(gone);
                        }
                    }
                    tx.tell(person, erased(&items, own_entries)).await?;
                    row.save(&mut tx.work, &loaded);
                    Ok((tx.finish(), true))
                })
            })
            .await
    }

    /// Everything that repeats values of the record: copies of schools the pupil left, rows of imports, decided cases, old
    /// values in the journal. Gives the items found and the journal's entries that lost values.
    async fn erase_around(
        &self,
        person: PersonId,
        work: &mut UnitOfWork,
    ) -> Result<(BTreeSet<Field>, BTreeSet<u64>)> {
        let mut items = self.cases().erase_from_copies(person, work).await?;
        items.extend(self.imports().erase_from_imports(person, work).await?);
        let text = "SELECT * FROM case WHERE person = $person";
        let cases: Vec<CaseRow> = self.store.rows(text, Vars::new().with("person", person)).await?;
        for row in cases {
            let mut case = row.case(&*self.vault)?;
            if !erase_from_case(&mut case.payload).is_empty() {
                row.save(&*self.vault, work, &case);
            }
        }
        let mut entries = BTreeSet::new();
        for mut told in self.journal().entries(person).await? {
            // Entries from before there were digests are bound by their text.
            if told.entry.digest.is_none() {
                continue;
            }
            let erased = told.detail.erase_optional();
            if !erased.is_empty() {
                items.extend(erased);
                entries.insert(told.entry.seq);
                rewrite(work, &*self.vault, told);
            }
        }
        Ok((items, entries))
    }
}

/// Says in the journal which items were erased, never what they held.
fn erased(items: &BTreeSet<Field>, entries: BTreeSet<u64>) -> PrivacyDetail {
    PrivacyDetail::OptionalErased { items: items.clone(), entries }
}
