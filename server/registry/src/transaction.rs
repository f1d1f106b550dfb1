//! One transaction as one value: what it writes, the numbers it issues, the journals it tells, in whose name and when. Services that
//! change things together hand it on to each other; what it comes to is committed by [`Store::transact`](crate::store::Store::transact).

use crate::Registry;
use crate::clock::shanghai_day;
use crate::error::Result;
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
    journals: BTreeMap<Subject, Chain>,
    /// Problems it has placed elsewhere, as it leaves them: another record of the same problem may move with it.
    pub(crate) problems: BTreeMap<ProblemId, ProblemRow>,
    by: Party,
    at: DateTime<Utc>,
}

/// What was written before a part that may be taken back by itself.
pub(crate) struct Aside {
    work: UnitOfWork,
    journals: BTreeMap<Subject, Chain>,
    problems: BTreeMap<ProblemId, ProblemRow>,
}

impl Registry {
    /// Begins a transaction in somebody's name, now.
    pub(crate) fn transaction(&self, by: Party) -> Transaction<'_> {
        Transaction {
            registry: self,
            work: UnitOfWork::new(),
            numbers: Numbers::default(),
            journals: BTreeMap::new(),
            problems: BTreeMap::new(),
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
        if !self.journals.contains_key(&subject) {
            let chain = self.registry.journal().chain_of(subject.clone()).await?;
            self.journals.insert(subject.clone(), chain);
        }
        let chain = self.journals.get_mut(&subject).expect("just inserted");
        chain.append(&mut self.work, &*self.registry.vault, (&self.by, self.at), entry);
        Ok(())
    }

    /// Sets aside what is written so far: what follows can be taken back by itself. Numbers it takes stay taken.
    pub(crate) fn set_aside(&mut self) -> Aside {
        Aside {
            work: std::mem::take(&mut self.work),
            journals: self.journals.clone(),
            problems: self.problems.clone(),
        }
    }

    /// Keeps what was written since, after what was set aside.
    pub(crate) fn keep(&mut self, aside: Aside) {
        let since = std::mem::replace(&mut self.work, aside.work);
        self.work.absorb(since);
    }

    /// Takes back what was written since.
    pub(crate) fn take_back(&mut self, aside: Aside) {
        self.work = aside.work;
        self.journals = aside.journals;
        self.problems = aside.problems;
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
