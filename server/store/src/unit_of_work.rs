//! What one transaction will write, and what is told of it.

use crate::bells::Bell;
use crate::feed::Change;
use crate::values::to_value;
use crate::write::{Kind, Write};
use domain::org::OrgPath;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use surrealdb::types::Value;
use uuid::Uuid;

/// What one transaction will write. Nothing is written before [`Store::transact`](crate::Store::transact) commits it.
#[derive(Default)]
pub struct UnitOfWork {
    pub(crate) writes: Vec<Write>,
    tallies: BTreeMap<(String, String), i64>,
    change: Change,
    /// The kinds of which work begins.
    pub(crate) begun: BTreeSet<Bell>,
}

impl UnitOfWork {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// A record that must not be there yet. This is how the store keeps a number from being given twice.
    pub fn create(&mut self, table: &'static str, key: &str, content: &impl Serialize) {
        self.write(Kind::Create, table, key, to_value(content));
    }

    /// Changes what a record will hold that is made by this same work. Gives whether it makes one: a record that is made and changed in
    /// one transaction is then written once, in the set of its table, instead of by two statements of its own.
    pub fn remake(&mut self, table: &'static str, key: &str, content: &impl Serialize) -> bool {
        let last = self.writes.iter_mut().rev().find(|write| write.table == table && write.key == key);
        match last {
            Some(write) if matches!(write.kind, Kind::Create) => {
                write.content = to_value(content);
                true
            }
            _ => false,
        }
    }

    /// A record that must still have the version it was loaded with; `content` carries the next one.
    pub fn replace(&mut self, table: &'static str, key: &str, loaded_version: u64, content: &impl Serialize) {
        self.write(Kind::Replace(loaded_version), table, key, to_value(content));
    }

    /// A record that is written whatever was there: for what nobody else writes (drafts, sessions, roll-ups).
    pub fn put(&mut self, table: &'static str, key: &str, content: &impl Serialize) {
        self.write(Kind::Put, table, key, to_value(content));
    }

    /// Removes a record that may be removed at all: drafts, sessions, sent messages, claims of a document that is
    /// no longer on record. Never a person's data.
    pub fn remove(&mut self, table: &'static str, key: &str) {
        self.write(Kind::Remove, table, key, Value::None);
    }

    /// Removes a record that must still have the version it was loaded with.
    pub fn take_away(&mut self, table: &'static str, key: &str, loaded_version: u64) {
        self.write(Kind::TakeAway(loaded_version), table, key, Value::None);
    }

    /// Adds to a counter of a school.
    pub fn tally(&mut self, school: &str, counter: impl Into<String>, delta: i64) {
        *self.tallies.entry((school.to_owned(), counter.into())).or_default() += delta;
    }

    /// Says that something of the unit at this path changed: pages that show a record written here are told after the commit, and
    /// so are the lists of this unit and of those above it.
    pub fn touch(&mut self, path: &OrgPath) {
        self.change.touched.insert(path.clone());
    }

    /// The same for the records alone: no list is concerned but those of the desks that are named.
    pub fn place(&mut self, path: &OrgPath) {
        self.change.places.insert(path.clone());
    }

    /// Says that something waits, or waited, for the desk `unit/role`.
    pub fn desk(&mut self, desk: &str) {
        self.change.desks.insert(desk.to_owned());
    }

    /// Says that the figures of the unit at this path were summed; `upper` when they are an authority's.
    pub fn figures(&mut self, path: &OrgPath, upper: bool) {
        self.change.figures.insert(path.clone(), upper);
    }

    /// Wakes who does work of a kind, after the commit.
    pub fn ring(&mut self, bell: impl Into<Bell>) {
        self.begun.insert(bell.into());
    }

    /// Takes over what another one would write.
    pub fn absorb(&mut self, other: Self) {
        self.writes.extend(other.writes);
        for (counter, delta) in other.tallies {
            *self.tallies.entry(counter).or_default() += delta;
        }
        self.change.touched.extend(other.change.touched);
        self.change.places.extend(other.change.places);
        self.change.desks.extend(other.change.desks);
        self.change.figures.extend(other.change.figures);
        self.begun.extend(other.begun);
    }

    /// The counters, for counting again without writing.
    pub fn into_tallies(self) -> BTreeMap<(String, String), i64> {
        self.tallies
    }

    /// What is told of it: the records are those that are written, and those that these name; the desks also those in their fields
    /// `waiting` and `waits_at`.
    pub(crate) fn change(&mut self) -> Option<Change> {
        let mut change = std::mem::take(&mut self.change);
        if change.is_empty() {
            return None;
        }
        for write in &self.writes {
            ids_in(&write.key, &mut change.records);
            if let Value::Object(content) = &write.content {
                content.values().for_each(|value| named(value, &mut change.records));
                for waiting in ["waiting", "waits_at"].iter().filter_map(|field| content.get(*field)) {
                    desks(waiting, &mut change.desks);
                }
            }
        }
        Some(change)
    }

    fn write(&mut self, kind: Kind, table: &'static str, key: &str, content: Value) {
        self.writes.push(Write { kind, table, key: key.to_owned(), content });
    }

    /// Turns the counters into writes. Gives the schools of which one changed.
    pub(crate) fn write_tallies(&mut self) -> BTreeSet<String> {
        let tallies: Vec<_> =
            std::mem::take(&mut self.tallies).into_iter().filter(|(_, delta)| *delta != 0).collect();
        let schools = tallies.iter().map(|((school, _), _)| school.clone()).collect();
        for ((school, counter), delta) in tallies {
            let content = serde_json::json!({ "school": school, "counter": counter, "by": delta });
            self.write(Kind::Add, "tally", &tally_key(&school, &counter), to_value(&content));
        }
        schools
    }
}

/// The key of a school's counter.
pub fn tally_key(school: &str, counter: &str) -> String {
    format!("{school}|{counter}")
}

/// The longest text in which ids are looked for: what is sealed is longer, and names nobody.
const LONGEST: usize = 128;

/// The ids in a text: a key may hold several, parted by `|` or `/`.
fn ids_in(text: &str, found: &mut BTreeSet<Uuid>) {
    if text.len() <= LONGEST {
        found.extend(
            text.split(['|', '/', '@'])
                .filter(|part| part.len() == 36)
                .filter_map(|part| part.parse::<Uuid>().ok()),
        );
    }
}

/// The ids a field holds.
fn named(value: &Value, found: &mut BTreeSet<Uuid>) {
    match value {
        Value::String(text) => ids_in(text, found),
        Value::Array(list) => list.iter().for_each(|value| named(value, found)),
        _ => {}
    }
}

/// The desks a field of what waits holds.
fn desks(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(desk) => {
            found.insert(desk.clone());
        }
        Value::Array(list) => list.iter().for_each(|value| desks(value, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_and_changed_at_once_is_written_once_and_nothing_else_is_remade() {
        let mut work = UnitOfWork::new();
        assert!(!work.remake("number", "a", &"nothing is made yet"));
        work.create("number", "a", &"first");
        work.create("number", "b", &"other");
        assert!(!work.remake("person", "a", &"of another table"));
        assert!(work.remake("number", "a", &"second"));
        let held: Vec<_> = work.writes.iter().map(|write| (write.key.as_str(), &write.content)).collect();
        let text = |text: &str| Value::String(text.to_owned());
        assert_eq!(held, [("a", &text("second")), ("b", &text("other"))]);
        work.put("number", "b", &"written whatever was there");
        assert!(!work.remake("number", "b", &"too late"), "what came after it would be lost");
        assert_eq!(work.writes.len(), 3);
    }
}
