//! Erasing the optional items of those whose guardian withdrew the consent and did not think better of it in time
//! (个人信息保护法第四十七条第一款第三项). Done by the night, child by child, each in one transaction.

use crate::Registry;
use crate::archive::people_of;
use crate::case::{CaseRow, the_system};
use crate::error::Result;
use crate::journal::{NewEntry, rewrite};
use crate::store::{UnitOfWork, Vars};
use domain::form::Field;
use domain::id::PersonId;
use domain::journal::Event;
use domain::privacy::{asks_for_optional, erase_from_case, erase_from_detail};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;

/// Children in one turn.
const PAGE: usize = 200;

impl Registry {
    /// Erases what is due. Gives the number of children. Who has a running case about an optional item waits for its end.
    pub(crate) async fn erase_withdrawn(&self) -> Result<usize> {
        #[derive(Deserialize)]
        struct Line {
            uid: PersonId,
        }
        let today = self.store.clock.today();
        let mut done = 0;
        let mut after = String::new();
        loop {
            let text = format!(
                "SELECT uid FROM person WHERE erase_on > '' AND erase_on <= $today \
                 AND uid > $after ORDER BY uid LIMIT {PAGE}"
            );
            let vars = Vars::new().with("today", today).with("after", &after);
            let rows: Vec<Line> = self.store.rows(&text, vars).await?;
            let Some(last) = rows.last() else { return Ok(done) };
            after = last.uid.to_string();
            for row in rows {
                done += usize::from(self.erase_one(row.uid).await?);
            }
        }
    }

    async fn erase_one(&self, person: PersonId) -> Result<bool> {
        self.store
            .transact(&person.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let loaded = self.person(person).await?;
                    let today = self.store.clock.today();
                    // A consent may have come in between.
                    if loaded.erase_on.is_none_or(|day| day > today) {
                        return Ok((work, false));
                    }
                    if let Some(open) = loaded.open_case
                        && asks_for_optional(&self.case_row(open).await?.case(&*self.vault)?.payload)
                    {
                        return Ok((work, false));
                    }
                    let mut row = loaded.clone();
                    let mut items = row.erase_optional(&*self.vault)?;
                    row.erase_on = None;
                    row.optional_erased = true;
                    let mut own_entries = BTreeSet::new();
                    let people = people_of(&loaded);
                    items.extend(self.erase_from_merges(&people, &mut work).await?);
                    for one in people {
                        let (found, entries) = self.erase_around(one, &mut work).await?;
                        items.extend(found);
                        if one == person {
                            own_entries = entries;
                        } else {
                            let mut merged = self.person(one).await?;
                            let before = merged.clone();
                            let gone = merged.erase_optional(&*self.vault)?;
                            if !gone.is_empty() {
                                merged.save(&mut work, &before);
                            }
                            if !(gone.is_empty() && entries.is_empty()) {
                                self.tell_erased(one, &gone, &entries, &mut work).await?;
                            }
                            items.extend(gone);
                        }
                    }
                    self.tell_erased(person, &items, &own_entries, &mut work).await?;
                    row.save(&mut work, &loaded);
                    Ok((work, true))
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
        let mut items = self.erase_from_copies(person, work).await?;
        items.extend(self.erase_from_imports(person, work).await?);
        let text = "SELECT * FROM case WHERE person = $person";
        let cases: Vec<CaseRow> = self.store.rows(text, Vars::new().with("person", person)).await?;
        for row in cases {
            let mut case = row.case(&*self.vault)?;
            if erase_from_case(&mut case.payload) {
                row.save(&*self.vault, work, &case);
            }
        }
        let mut entries = BTreeSet::new();
        for mut told in self.entries(person).await? {
            // Entries from before there were digests are bound by their text.
            if told.entry.digest.is_none() {
                continue;
            }
            let erased = erase_from_detail(&mut told.detail);
            if !erased.is_empty() {
                items.extend(erased);
                entries.insert(told.entry.seq);
                rewrite(work, &*self.vault, told);
            }
        }
        Ok((items, entries))
    }

    /// Says in the journal which items were erased, never what they held.
    async fn tell_erased(
        &self,
        person: PersonId,
        items: &BTreeSet<Field>,
        entries: &BTreeSet<u64>,
        work: &mut UnitOfWork,
    ) -> Result<()> {
        let mut journal = self.chain(person).await?;
        let entry = NewEntry {
            event: Event::OptionalErased,
            detail: json!({ "items": items, "entries": entries }),
            case: None,
            occurred_on: self.store.clock.today(),
        };
        journal.append(work, &*self.vault, &the_system(), self.store.clock.now(), entry);
        journal.save(work);
        Ok(())
    }
}
