//! What many cases are decided on, read at once.

use crate::error::Result;
use crate::person::PersonRow;
use crate::services::Cases;
use crate::transaction::Transaction;
use chrono::NaiveDate;
use domain::access::Actor;
use domain::case::{CaseKind, Command};
use domain::id::{CaseId, UnitId};
use domain::shown::Shown;
use std::collections::{BTreeMap, BTreeSet};

/// What the first numbers of a school's children are issued on: their documents, and days of birth of those who have one.
#[derive(Default)]
struct Issued {
    documents: Vec<String>,
    births: Vec<NaiveDate>,
}

impl Cases<'_> {
    /// Reads what deciding these cases one by one would read for each: the cases, the records and where their journals end, and where
    /// registrations are approved by it, whose the documents are and which numbers are free.
    ///
    /// # Errors
    /// When the store fails, or what was read does not open.
    pub(super) async fn foresee(
        &self,
        actor: &Actor,
        cases: &[Shown<CaseId>],
        command: &Command,
        tx: &mut Transaction<'_>,
    ) -> Result<()> {
        tx.foresee_cases(&cases.iter().map(|shown| shown.id).collect::<BTreeSet<_>>()).await?;
        if !matches!(command, Command::Agree { .. }) {
            return Ok(());
        }
        let mut schools: BTreeMap<UnitId, Issued> = BTreeMap::new();
        for person in self.approved_by(actor, tx)? {
            let issued = schools.entry(person.school.clone()).or_default();
            issued.documents.extend(person.document_hash.clone());
            let info = person.info(&*self.vault)?;
            if info.document().number().is_some() {
                issued.births.push(info.birth_date());
            }
        }
        for (school, issued) in schools {
            let school = self.units().unit(&school).await?;
            tx.foresee(&school, issued.documents, &issued.births).await?;
        }
        Ok(())
    }

    /// Those whose registration the actor's agreement would be the last of.
    fn approved_by<'a>(&self, actor: &Actor, tx: &'a Transaction<'_>) -> Result<Vec<&'a PersonRow>> {
        let Some(unit) = &actor.unit else { return Ok(Vec::new()) };
        let own = super::queue_key(&unit.id, actor.role);
        let mut approved = Vec::new();
        for row in tx.foreseen_cases() {
            let waits_here = row.kind == CaseKind::Registration && row.waiting.as_ref() == Some(&own);
            if waits_here && row.case(&*self.vault)?.is_at_last_step() {
                approved.extend(tx.foreseen_person(row.person));
            }
        }
        Ok(approved)
    }
}
