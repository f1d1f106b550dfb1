//! How complete an archive is, from what is on record.

use super::EntryRow;
use crate::case::CaseRow;
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::services::Archives;
use crate::store::Vars;
use contract::dashboard::LackingLine;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::archive::EntryKind;
use domain::archive::completeness::{Completeness, Holdings};
use domain::case::correction::ProofKind;
use domain::case::{CaseKind, CaseState};
use domain::codes::{PupilStatus, Stage};
use domain::id::PersonId;
use std::collections::BTreeSet;

/// Pupils of one class that are read at once.
const CLASS: usize = 500;

impl Archives<'_> {
    /// What the forms and archives of a class of the actor's school lack (缺项名单): the pupils on roll of whom an item is missing that has to be
    /// filled, or an entry or a proof that should be on file by the seven categories (第七条).
    ///
    /// # Errors
    /// [`Error::NotFound`] for who does not work in a school.
    pub async fn lacking_in_class(
        &self,
        actor: &Actor,
        grade: u8,
        class_name: &str,
    ) -> Result<Vec<LackingLine>> {
        let own = actor.unit.as_ref().filter(|unit| unit.id.is_school()).ok_or(Error::NotFound("school"))?;
        let mask = authorise(actor, Action::ListPupils, &Target::Unit(&own.path))?.mask;
        let text = format!(
            "SELECT * FROM person WHERE school = $school AND grade = $grade AND class_name = $class \
             AND status = $status ORDER BY by_pinyin LIMIT {CLASS}"
        );
        let vars = Vars::new()
            .with("school", &own.id)
            .with("grade", grade)
            .with("class", class_name)
            .with("status", PupilStatus::InSchool.code());
        let rows: Vec<PersonRow> = self.store.rows(&text, vars).await?;
        let mut lines = Vec::new();
        let today = self.store.clock.today();
        for row in rows {
            let of_form = row.items.is_none_or(|items| items.lacking > 0);
            let of_archive = row.holding.as_ref().is_none_or(|holding| holding.missing() > 0);
            let mut lacking: Vec<String> = Vec::new();
            if of_form {
                lacking = row.info(&*self.vault)?.lacking().map(|field| field.label().to_owned()).collect();
            }
            let mut missing = Vec::new();
            if of_archive {
                let (completeness, _) = self.completeness_of(&row).await?;
                missing = completeness.missing_besides_form().cloned().collect();
            }
            if !lacking.is_empty() || !missing.is_empty() {
                let (id, name, number) = (row.uid, mask.name(&row.name), row.number_mask);
                lines.push(LackingLine { id, name, number, lacking, missing, today });
            }
        }
        let people: Vec<PersonId> = lines.iter().map(|line| line.id).collect();
        self.access_log().saw(actor, Function::LackingItems, &people).await?;
        Ok(lines)
    }

    /// How complete an archive is, with the entries it was counted from.
    pub(crate) async fn completeness_of(&self, row: &PersonRow) -> Result<(Completeness, Vec<EntryRow>)> {
        let rows = self.entries_of(row).await?;
        let mut entries = Vec::with_capacity(rows.len());
        for row in &rows {
            entries.push(row.entry(&*self.vault)?);
        }
        let info = row.info(&*self.vault)?;
        let empty = info.lacking();
        let extras = self.rules().rules_for(&row.path).extra_columns();
        let filed = entries.iter().find(|entry| entry.kind == EntryKind::Extra);
        let is_filled = |key: &str| filed.is_some_and(|entry| entry.values.contains_key(key));
        let required: Vec<_> = extras.iter().filter(|column| column.required).collect();
        let mut proofs = Vec::new();
        for person in super::people_of(row) {
            proofs.extend(self.proofs().proof_rows(person).await?);
        }
        let identity = [
            ProofKind::HouseholdRegister,
            ProofKind::IdentityCard,
            ProofKind::BirthCertificate,
            ProofKind::PoliceCertificate,
        ];
        let (unproved, proved) = self.proofs_of_changes(row).await?;
        let spell = self.cases().last_spell(row.uid).await?;
        let holdings = Holdings {
            here_since: spell.map_or(row.entry_date, |spell| spell.from_on),
            archive_due: row.archive_due,
            primary: row.grade().is_some_and(|grade| grade.stage() == Stage::Primary),
            empty_items: empty.map(|field| field.label().to_owned()).collect(),
            identity_proof: proofs.iter().any(|proof| identity.contains(&proof.proof.kind)),
            unproved,
            proved,
            empty_extras: required
                .iter()
                .filter(|column| !is_filled(&column.key))
                .map(|column| column.label.clone())
                .collect(),
            filled_extras: required.iter().filter(|column| is_filled(&column.key)).count(),
            entries,
        };
        Ok((Completeness::of(&holdings, self.store.clock.today()), rows))
    }

    /// Approved changes and corrections without a file that proves them, and how many have one.
    async fn proofs_of_changes(&self, row: &PersonRow) -> Result<(Vec<(String, chrono::NaiveDate)>, usize)> {
        let text = "SELECT * FROM case WHERE person = $person LIMIT 500";
        let cases: Vec<CaseRow> = self.store.rows(text, Vars::new().with("person", row.uid)).await?;
        let proved: BTreeSet<_> = self
            .journal()
            .entries(row.uid)
            .await?
            .iter()
            .filter(|told| told.entry.event == domain::journal::Event::ProofFiled)
            .filter_map(|told| told.entry.case)
            .collect();
        let mut unproved = Vec::new();
        let mut count = 0;
        for case in cases.into_iter().filter(|case| case.state == CaseState::Approved) {
            // Registration has its own proof; who goes on or graduates brings none.
            if matches!(case.kind, CaseKind::Registration | CaseKind::Progression | CaseKind::Completion) {
                continue;
            }
            if proved.contains(&case.uid) {
                count += 1;
            } else {
                unproved.push((case.kind.label().to_owned(), case.opened_on));
            }
        }
        Ok((unproved, count))
    }
}
