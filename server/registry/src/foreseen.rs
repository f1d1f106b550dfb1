//! What a transaction reads at once for many of which it would read one after the other. It is read in the same attempt as what it is
//! for: where another transaction came first, the next attempt reads it again. What was not foreseen is read by itself.

use crate::case::CaseRow;
use crate::error::Result;
use crate::journal::Chain;
use crate::person::PersonRow;
use crate::transaction::Transaction;
use domain::id::{CaseId, PersonId};
use domain::matter::Subject;
use std::collections::{BTreeMap, BTreeSet};

/// What was read, as it lies in the store: what the transaction itself makes of it is not in it.
#[derive(Default)]
pub(crate) struct Foreseen {
    cases: BTreeMap<CaseId, CaseRow>,
    persons: BTreeMap<PersonId, PersonRow>,
    chains: BTreeMap<Subject, Chain>,
}

impl Transaction<'_> {
    /// Reads these cases at once, with the records and the journals of those they are about. Those that are not there are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn foresee_cases(&mut self, cases: &BTreeSet<CaseId>) -> Result<()> {
        let keys: Vec<String> = cases.iter().map(ToString::to_string).collect();
        let rows: Vec<CaseRow> = self.registry.store.get_many("case", &keys).await?;
        let persons: BTreeSet<PersonId> = rows.iter().map(|row| row.person).collect();
        self.foreseen.cases.extend(rows.into_iter().map(|row| (row.uid, row)));
        self.foresee_persons(&persons).await?;
        self.foresee_journals(&persons).await
    }

    /// Reads these records at once.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn foresee_persons(&mut self, persons: &BTreeSet<PersonId>) -> Result<()> {
        let keys: Vec<String> = persons.iter().map(ToString::to_string).collect();
        let rows: Vec<PersonRow> = self.registry.store.get_many("person", &keys).await?;
        self.foreseen.persons.extend(rows.into_iter().map(|row| (row.uid, row)));
        Ok(())
    }

    /// Reads at once where these pupils' journals end.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn foresee_journals(&mut self, persons: &BTreeSet<PersonId>) -> Result<()> {
        let subjects: Vec<Subject> = persons.iter().map(|person| Subject::from(*person)).collect();
        let chains = self.registry.journal().chains_of(&subjects).await?;
        self.foreseen.chains.extend(chains.into_iter().map(|chain| (chain.subject().clone(), chain)));
        Ok(())
    }

    /// The cases that were foreseen.
    pub(crate) fn foreseen_cases(&self) -> impl Iterator<Item = &CaseRow> {
        self.foreseen.cases.values()
    }

    /// A record that was foreseen.
    pub(crate) fn foreseen_person(&self, id: PersonId) -> Option<&PersonRow> {
        self.foreseen.persons.get(&id)
    }

    /// A case as it lies in the store.
    ///
    /// # Errors
    /// When there is none, or the store fails.
    pub(crate) async fn case_row(&self, id: CaseId) -> Result<CaseRow> {
        match self.foreseen.cases.get(&id) {
            Some(row) => Ok(row.clone()),
            None => self.registry.cases().case_row(id).await,
        }
    }

    /// A record as it lies in the store.
    ///
    /// # Errors
    /// When there is none, or the store fails.
    pub(crate) async fn person(&self, id: PersonId) -> Result<PersonRow> {
        match self.foreseen.persons.get(&id) {
            Some(row) => Ok(row.clone()),
            None => self.registry.pupils().person(id).await,
        }
    }

    /// Where a journal ends in the store.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn chain_of(&self, subject: &Subject) -> Result<Chain> {
        match self.foreseen.chains.get(subject) {
            Some(chain) => Ok(chain.clone()),
            None => self.registry.journal().chain_of(subject.clone()).await,
        }
    }
}
