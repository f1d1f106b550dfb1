//! The correction a guardian prepares (第十条), or the school's registrar at the counter. What was typed is kept with the account until it
//! is sent, so that one can stop and go on later, on another phone.

use crate::error::{Error, Result};
use crate::services::Cases;
use contract::case::ProofLine;
use contract::portal::{Draft, Preparation};
use domain::access::{Actor, Role};
use domain::case::intake::Intake;
use domain::case::{CaseKind, CaseState};
use domain::form::Field;
use domain::id::PersonId;
use std::collections::BTreeMap;

/// The name under which the draft for a child is kept.
fn draft_name(child: PersonId) -> String {
    format!("correction/{child}")
}

/// Who may not prepare one finds no page for it.
fn unseen(error: Error) -> Error {
    match error {
        Error::Refused(refusals) if refusals.iter().any(|one| one.code.bars_a_registrar()) => refusals.into(),
        Error::Refused(_) => Error::NotFound("person"),
        other => other,
    }
}

impl Cases<'_> {
    async fn correction_draft(&self, actor: &Actor, child: PersonId) -> Result<Draft> {
        let kept = self.accounts().draft(&actor.account.to_string(), &draft_name(child)).await?;
        Ok(kept.unwrap_or_default())
    }

    /// Whether a guardian has begun a correction for a child and not sent it.
    pub(crate) async fn has_preparation(&self, actor: &Actor, child: PersonId) -> Result<bool> {
        Ok(self.correction_draft(actor, child).await? != Draft::default())
    }

    /// The correction that a guardian prepares for a child. Where a case came back, its items, values and proofs are the beginning.
    ///
    /// # Errors
    /// As [`Pupils::pupil`](crate::services::Pupils::pupil).
    pub async fn preparation(&self, actor: &Actor, child: PersonId) -> Result<Preparation> {
        self.may_correct(actor, child).await.map_err(unseen)?;
        let view = self.pupils().pupil(actor, child).await?;
        let mut draft = self.correction_draft(actor, child).await?;
        let mut returned = None;
        let mut proofs: Vec<ProofLine> = Vec::new();
        let mut busy = None;
        if let Some(open) = view.open_case {
            let case = self.case_view(actor, open.id).await?;
            if open.kind == CaseKind::Correction && open.state == CaseState::Returned && case.may_mend {
                if draft == Draft::default() {
                    draft.fields = case.changes.iter().map(|change| change.field).collect();
                    draft.values = self.asked_values(actor, open.id).await?;
                    draft.statement = case.statement;
                    let kept = self.returned_correction(actor, child).await?;
                    draft.intake = kept.map(|(_, correction)| correction.intake).filter(Intake::is_schools);
                }
                returned = Some(case.last_reason);
                proofs.extend(case.proofs);
            } else {
                busy = Some(open);
            }
        }
        proofs.extend(self.proofs().unsent_proofs(actor, child).await?.iter().map(ProofLine::from));
        let masked: BTreeMap<Field, String> = view.info.into_iter().collect();
        let open_fields: Vec<(Field, String)> = domain::privacy::correctable(view.consent)
            .map(|field| (field, masked.get(&field).cloned().unwrap_or_default()))
            .collect();
        // What was chosen or typed before a withdrawal is no longer asked for either.
        let open = |field: &Field| open_fields.iter().any(|(one, _)| one == field);
        draft.fields.retain(open);
        draft.values.retain(|field, _| open(field));
        draft.same.retain(open);
        draft.follow();
        let row = self.pupils().person(child).await?;
        let info = row.info(&*self.vault)?;
        let applicants = (actor.role != Role::Guardian).then(|| self.applicants(&row, &info));
        let mut raw: BTreeMap<Field, String> =
            info.filled().map(|(field, value)| (field, value.to_owned())).collect();
        raw.extend(draft.values.iter().map(|(field, value)| (*field, value.clone())));
        let asked = Field::ALL.iter().copied().filter(|field| domain::form::asked(*field, &raw)).collect();
        let warnings = self.warnings_of(&row, &draft.values).await?;
        Ok(Preparation {
            name: view.name,
            open_fields,
            draft,
            proofs,
            busy,
            asked,
            warnings,
            returned,
            applicants,
        })
    }

    /// Keeps what a guardian has prepared.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keep_preparation(&self, actor: &Actor, child: PersonId, draft: &Draft) -> Result<()> {
        self.accounts().put_draft(&actor.account.to_string(), &draft_name(child), draft).await
    }

    /// Forgets what a guardian has prepared, once it was sent.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_preparation(&self, actor: &Actor, child: PersonId) -> Result<()> {
        self.accounts().remove_draft(&actor.account.to_string(), &draft_name(child)).await
    }

    /// Throws away what a guardian has prepared, with the proofs that were not sent. Of another child there is nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn discard_preparation(&self, actor: &Actor, child: PersonId) -> Result<()> {
        for proof in self.proofs().unsent_proofs(actor, child).await? {
            self.proofs().drop_proof(actor, child, proof.id).await?;
        }
        self.forget_preparation(actor, child).await
    }
}
