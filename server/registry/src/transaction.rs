//! One transaction as one value: what it writes, the numbers it issues, the journals it tells, in whose name and when. Services that
//! change things together hand it on to each other; what it comes to is committed by [`Store::transact`](crate::store::Store::transact).

use crate::Registry;
use crate::clock::shanghai_day;
use crate::error::Result;
use crate::foreseen::Foreseen;
use crate::journal::{Chain, NewEntry};
use crate::person::Numbers;
use crate::problem::ProblemRow;
use crate::store::UnitOfWork;
use chrono::{DateTime, NaiveDate, Utc};
use domain::id::ProblemId;
use domain::journal::Detail;
use domain::matter::{Party, Subject};
use std::collections::BTreeMap;

/// One transaction under way.
pub(crate) struct Transaction<'a> {
    pub(crate) registry: &'a Registry,
    /// What it writes, but for the numbers it has issued and the ends of the journals it has told.
    pub(crate) work: UnitOfWork,
    pub(crate) numbers: Numbers,
    /// What was read at once for many.
    pub(crate) foreseen: Foreseen,
    journals: BTreeMap<Subject, Chain>,
    /// Problems it has placed elsewhere, as it leaves them: another record of the same problem may move with it.
    problems: BTreeMap<ProblemId, ProblemRow>,
    /// How to take back the part that is under way; none where all of it is one part.
    undo: Option<Undo>,
    by: Party,
    at: DateTime<Utc>,
}

/// How the ends of journals and the problems that a part changed were before it; none of what was not there. A part changes a few of them,
/// and the whole transaction may hold hundreds.
#[derive(Default)]
struct Undo {
    journals: BTreeMap<Subject, Option<Chain>>,
    problems: BTreeMap<ProblemId, Option<ProblemRow>>,
}

/// What was written before a part that may be taken back by itself.
pub(crate) struct Aside {
    work: UnitOfWork,
    /// Of the part that this one is in.
    undo: Option<Undo>,
}

impl Registry {
    /// Begins a transaction in somebody's name, now.
    pub(crate) fn transaction(&self, by: Party) -> Transaction<'_> {
        Transaction {
            registry: self,
            work: UnitOfWork::new(),
            numbers: Numbers::default(),
            foreseen: Foreseen::default(),
            journals: BTreeMap::new(),
            problems: BTreeMap::new(),
            undo: None,
            by,
            at: self.store.clock.now(),
        }
    }
}

impl Transaction<'_> {
    /// In whose name it is.
    pub(crate) fn by(&self) -> &Party {
        &self.by
    }

    /// Its moment.
    pub(crate) fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// Its day, in Asia/Shanghai.
    pub(crate) fn today(&self) -> NaiveDate {
        shanghai_day(self.at)
    }

    /// What follows is somebody else's, at another moment.
    pub(crate) fn in_name_of(&mut self, by: &Party, at: DateTime<Utc>) {
        self.by = by.clone();
        self.at = at;
    }

    /// Begins the journal of a record that is just being made, of which the store knows none.
    pub(crate) fn begin_journal(&mut self, subject: impl Into<Subject>) {
        let subject = subject.into();
        self.remember_journal(&subject);
        self.journals.insert(subject.clone(), Chain::begin(subject));
    }

    /// Tells in the journal of a pupil or a unit what happens today, of no case.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn tell(
        &mut self,
        subject: impl Into<Subject>,
        detail: impl Into<Detail>,
    ) -> Result<()> {
        self.tell_entry(subject, NewEntry::of(detail)).await
    }

    /// Tells an entry in the journal of a pupil or a unit. Details are sealed.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn tell_entry(&mut self, subject: impl Into<Subject>, entry: NewEntry) -> Result<()> {
        let subject = subject.into();
        self.remember_journal(&subject);
        if !self.journals.contains_key(&subject) {
            let chain = self.chain_of(&subject).await?;
            self.journals.insert(subject.clone(), chain);
        }
        let chain = self.journals.get_mut(&subject).expect("just inserted");
        chain.append(&mut self.work, &*self.registry.vault, (&self.by, self.at), entry);
        Ok(())
    }

    /// Sets aside what is written so far: what follows can be taken back by itself. Numbers it takes stay taken.
    pub(crate) fn set_aside(&mut self) -> Aside {
        Aside { work: std::mem::take(&mut self.work), undo: self.undo.replace(Undo::default()) }
    }

    /// Keeps what was written since, after what was set aside.
    pub(crate) fn keep(&mut self, aside: Aside) {
        let since = std::mem::replace(&mut self.work, aside.work);
        self.work.absorb(since);
        let part = std::mem::replace(&mut self.undo, aside.undo);
        // A part of a part goes with it when that is taken back.
        if let (Some(part), Some(outer)) = (part, &mut self.undo) {
            for (subject, chain) in part.journals {
                outer.journals.entry(subject).or_insert(chain);
            }
            for (id, row) in part.problems {
                outer.problems.entry(id).or_insert(row);
            }
        }
    }

    /// Takes back what was written since.
    pub(crate) fn take_back(&mut self, aside: Aside) {
        self.work = aside.work;
        let part = std::mem::replace(&mut self.undo, aside.undo).unwrap_or_default();
        for (subject, chain) in part.journals {
            match chain {
                Some(chain) => self.journals.insert(subject, chain),
                None => self.journals.remove(&subject),
            };
        }
        for (id, row) in part.problems {
            match row {
                Some(row) => self.problems.insert(id, row),
                None => self.problems.remove(&id),
            };
        }
    }

    /// A problem as this transaction leaves it; none when it has not placed it elsewhere.
    pub(crate) fn placed(&self, id: ProblemId) -> Option<&ProblemRow> {
        self.problems.get(&id)
    }

    /// Remembers where a problem was placed.
    pub(crate) fn place(&mut self, row: ProblemRow) {
        let (id, problems) = (row.uid, &self.problems);
        if let Some(undo) = &mut self.undo {
            undo.problems.entry(id).or_insert_with(|| problems.get(&id).cloned());
        }
        self.problems.insert(id, row);
    }

    /// Before a journal is told: where it ended, so that this can be taken back.
    fn remember_journal(&mut self, subject: &Subject) {
        let journals = &self.journals;
        if let Some(undo) = &mut self.undo
            && !undo.journals.contains_key(subject)
        {
            undo.journals.insert(subject.clone(), journals.get(subject).cloned());
        }
    }

    /// All it writes, ready to be committed. Whoever took from the same counter or told the same journal in between makes that a
    /// conflict.
    pub(crate) fn finish(self) -> UnitOfWork {
        let mut work = self.work;
        self.numbers.save(&mut work);
        for chain in self.journals.into_values() {
            chain.save(&mut work);
        }
        work
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::the_system;
    use crate::clock::{Clock, Entropy};
    use domain::id::PersonId;
    use domain::journal::RecordDetail;

    /// How many entries each journal has that the transaction told.
    fn told(tx: &Transaction<'_>) -> Vec<u64> {
        tx.journals.values().map(|chain| chain.head().0).collect()
    }

    async fn tell(tx: &mut Transaction<'_>, pupils: &[u128]) {
        for pupil in pupils {
            let detail = RecordDetail::IdentityDiffers { differences: Vec::new() };
            tx.tell(PersonId::new(uuid::Uuid::from_u128(*pupil)), detail).await.unwrap();
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_a_part_told_goes_with_it_and_what_was_told_before_stays() {
        let dir = tempfile::tempdir().unwrap();
        let location = crate::Location::in_memory(dir.path());
        let registry = Registry::open(&location, Clock::system(), Entropy::system()).await.unwrap();
        let mut tx = registry.transaction(the_system());
        tell(&mut tx, &[1]).await;

        let outer = tx.set_aside();
        tell(&mut tx, &[1, 2]).await;
        let inner = tx.set_aside();
        tell(&mut tx, &[1, 2, 3]).await;
        tx.keep(inner);
        assert_eq!(told(&tx), [3, 2, 1]);
        tx.take_back(outer);
        assert_eq!(told(&tx), [1], "a part that was kept goes with the one it is in");

        let outer = tx.set_aside();
        tell(&mut tx, &[2]).await;
        let inner = tx.set_aside();
        tell(&mut tx, &[1, 2, 2, 4]).await;
        tx.take_back(inner);
        assert_eq!(told(&tx), [1, 1]);
        tx.keep(outer);
        assert_eq!(told(&tx), [1, 1]);
        assert!(tx.undo.is_none(), "nothing is under way");
    }
}
