//! Scans of documents with a change (第七条第二项), and the change a guardian applies for on the portal (第十九条).

use crate::case::correction::refuse_if_busy;
use crate::case::{CaseRow, party, told};
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::person::PersonRow;
use crate::proof::{KeptFor, Owner};
use crate::services::Cases;
use crate::sight::sight;
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::case::asking::ASKED;
use domain::case::correction::{self, Proof, ProofKind};
use domain::case::{CaseKind, CaseState, Payload};
use domain::id::{CaseId, PersonId};

/// A file as it was uploaded.
#[derive(Debug, Clone)]
pub struct Upload {
    /// What it is.
    pub kind: ProofKind,
    /// Name of the file.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Cases<'_> {
    /// Adds a scan to a change that the actor's side opened.
    ///
    /// # Errors
    /// Refusals about the file (`file`) or the case; [`Error::NotFound`] for everybody else.
    pub async fn add_scan(&self, actor: &Actor, case: CaseId, upload: Upload) -> Result<()> {
        let view = self.case_view(actor, case).await?;
        if !view.may_add_scans {
            return Err(Error::NotFound("case"));
        }
        self.attach(actor, case, view.person, upload).await
    }

    /// Opens a change for which a guardian applies on the portal, or sends the guardian's own returned one again. The school's
    /// registrar examines it first, then it goes the way of every change.
    ///
    /// # Errors
    /// [`Error::NotFound`] for another child; refusals by field, everything that is wrong at once.
    pub async fn ask_change(
        &self,
        actor: &Actor,
        person: PersonId,
        payload: &Payload,
        upload: Option<Upload>,
    ) -> Result<CaseId> {
        let row = self.may_ask(actor, person, payload).await?;
        if self.returned_ask(actor, &row, payload.kind()).await?.is_none() {
            refuse_if_busy(&row)?;
        }
        let mut scans = Vec::new();
        if let Some(Upload { kind, name, bytes }) = upload {
            let kept = self
                .proofs()
                .keep_proof(actor, Owner::Person(person), kind, &name, bytes, KeptFor::Case)
                .await?;
            scans.push(kept);
        }
        self.ask_with(actor, person, payload, &scans).await
    }

    async fn may_ask(&self, actor: &Actor, person: PersonId, payload: &Payload) -> Result<PersonRow> {
        sight(actor, Action::AskChange, &Target::Child(person), "person")?;
        self.guardians().check_quiet(actor).await?;
        if !ASKED.contains(&payload.kind()) {
            return Err(Error::NotFound("change"));
        }
        let row = self.pupils().person(person).await?;
        self.check_change(actor, &row, payload).await?;
        Ok(row)
    }

    /// The guardian's own application of a kind that came back, if there is one.
    pub(super) async fn returned_ask(
        &self,
        actor: &Actor,
        row: &PersonRow,
        kind: CaseKind,
    ) -> Result<Option<CaseRow>> {
        let Some(open) = row.open_case else { return Ok(None) };
        let case = self.case_row(open).await?;
        let own = case.opener == actor.account && case.kind == kind;
        Ok(Some(case).filter(|case| own && case.state == CaseState::Returned))
    }

    /// The same with files that are kept already.
    pub(super) async fn ask_with(
        &self,
        actor: &Actor,
        person: PersonId,
        payload: &Payload,
        scans: &[Proof],
    ) -> Result<CaseId> {
        let row = self.may_ask(actor, person, payload).await?;
        if let Some(case) = self.returned_ask(actor, &row, payload.kind()).await? {
            self.resubmit_with(actor, case.uid, payload.clone(), scans).await?;
            return Ok(case.uid);
        }
        refuse_if_busy(&row)?;
        let (school, authority) = self.units().school_and_authority(&row.school).await?;
        let chain = correction::chain(&school, &authority)?;
        self.store
            .transact(school.id.as_str(), || {
                Box::pin(async {
                    let loaded = self.pupils().person(person).await?;
                    refuse_if_busy(&loaded)?;
                    self.check_change(actor, &loaded, payload).await?;
                    let (chain, payload) = (chain.clone(), payload.clone());
                    let (mut work, case) =
                        self.begin_with_scans(actor, &loaded, &school, chain, payload, scans).await?;
                    self.proofs().use_proofs(&mut work, scans).await?;
                    Ok((work, case))
                })
            })
            .await
    }

    async fn attach(&self, actor: &Actor, case: CaseId, person: PersonId, upload: Upload) -> Result<()> {
        let Upload { kind, name, bytes } = upload;
        let proof =
            self.proofs().keep_proof(actor, Owner::Person(person), kind, &name, bytes, KeptFor::Case).await?;
        let proof = &proof;
        self.store
            .transact(&case.to_string(), || {
                Box::pin(async move {
                    let row = self.case_row(case).await?;
                    let loaded = row.case(&*self.vault)?;
                    let context = self.context(actor, &row.path);
                    let event = loaded.add_scan(proof.clone(), &context)?;
                    let next = loaded.apply(&event);
                    let mut tx = self.transaction(party(actor));
                    self.proofs().use_proofs(&mut tx.work, std::slice::from_ref(proof)).await?;
                    if let Some(detail) = told(&next, &event) {
                        tx.tell_entry(row.person, NewEntry::of(detail).in_case(case)).await?;
                    }
                    row.save(&*self.vault, &mut tx.work, &next);
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// The kinds of change the guardian may apply for now, for this child.
    pub(crate) fn changes_to_ask(&self, actor: &Actor, row: &crate::person::PersonRow) -> Vec<CaseKind> {
        use crate::person::Standing;
        use domain::codes::PupilStatus;
        let own = actor.role == Role::Guardian
            && row.open_case.is_none()
            && authorise(actor, Action::AskChange, &Target::Child(row.uid)).is_ok();
        match row.standing {
            Standing::Pupil(PupilStatus::InSchool) if own => vec![CaseKind::Suspension],
            Standing::Pupil(PupilStatus::Suspended) if own => {
                vec![CaseKind::Extension, CaseKind::Resumption]
            }
            _ => Vec::new(),
        }
    }
}
