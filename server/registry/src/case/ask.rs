//! 申请休学、延长休学、复学 by a guardian, one question after the other (第十九条). What was answered is kept with the account until it is sent, so that one
//! can stop and go on later, on another phone; whether it may be granted is asked of the change itself, answer by answer and at the end.

use crate::case::correction::refuse_if_busy;
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::proof::{KeptFor, Owner};
use crate::services::Cases;
use crate::sight::sight;
use contract::case::ProofLine;
use contract::portal::{AskDraft, AskPage};
use domain::access::{Action, Actor, Target};
use domain::case::asking::{self, ASKED, AskQuestion, Asking};
use domain::case::correction::Proof;
use domain::case::{CaseKind, Payload, too_many_scans};
use domain::id::{CaseId, PersonId, ProofId};
use domain::refusal::{Basis, Refusal, RefusalCode};

/// The name under which the draft for a child is kept.
fn draft_name(child: PersonId, kind: CaseKind) -> String {
    format!("ask/{child}/{}", kind.key())
}

/// What a school would call a document that was not sighted is here a file that was not chosen.
fn as_file(refusal: Refusal) -> Refusal {
    if refusal.code != RefusalCode::Papers {
        return refusal;
    }
    let what = "需要证明休学原因的材料；因病休学的，需要医院的诊断或病历材料。";
    Refusal::new(RefusalCode::File, Basis::Article(19), what, "请拍照或选择文件后再继续。")
}

impl Cases<'_> {
    /// What a guardian prepares for a child. Where the application came back, what it was made of is the beginning.
    ///
    /// # Errors
    /// [`Error::NotFound`] for another child, for who is no guardian, and for what is not applied for.
    pub async fn asked_change(&self, actor: &Actor, child: PersonId, kind: CaseKind) -> Result<AskPage> {
        sight(actor, Action::AskChange, &Target::Child(child), "person")?;
        if !ASKED.contains(&kind) {
            return Err(Error::NotFound("change"));
        }
        let view = self.pupils().pupil(actor, child).await?;
        let row = self.pupils().person(child).await?;
        let mut draft = self.ask_draft(actor, child, kind).await?;
        let mut carried: Vec<ProofLine> = Vec::new();
        let returned = match self.returned_ask(actor, &row, kind).await? {
            None => None,
            Some(case) => {
                if draft == AskDraft::default() {
                    draft.answers = asking::answers_of(&case.case(&*self.vault)?.payload);
                }
                let told = self.case_view(actor, case.uid).await?;
                carried = told.proofs;
                Some(told.last_reason)
            }
        };
        let unsent = self.proofs().unsent_for(actor, child, kind).await?;
        let proofs: Vec<ProofLine> = unsent.iter().map(ProofLine::from).collect();
        let none_filed = proofs.is_empty() && carried.is_empty();
        let proof_needed = self.needs_proof(actor, &row, kind, &draft, none_filed).await?;
        let exceptions = self.exceptions_of_ask(actor, &row, kind, &draft).await?;
        Ok(AskPage {
            person: child,
            kind,
            name: view.name,
            busy: view.open_case.filter(|_| returned.is_none()),
            open: view.may_change.contains(&kind) || returned.is_some(),
            grounds: view.suspension_grounds,
            suspended: view.suspended,
            grade: view.grade,
            draft,
            proofs,
            carried,
            proof_needed,
            exceptions,
            returned,
        })
    }

    /// What is wrong with one answer by the rules that hold for the change, everything that was answered before taken with it; nothing
    /// where it may stand. What the rules do not allow in principle is for whoever decides: the note has to say why it should be done.
    ///
    /// # Errors
    /// As [`Cases::asked_change`](crate::services::Cases::asked_change).
    pub async fn problem_of_ask(
        &self,
        actor: &Actor,
        child: PersonId,
        kind: CaseKind,
        (question, answer): (AskQuestion, &str),
    ) -> Result<Vec<Refusal>> {
        let page = self.asked_change(actor, child, kind).await?;
        if !AskQuestion::of(kind).contains(&question) {
            return Err(Error::NotFound("question"));
        }
        if let Some(unread) = asking::unread(question, answer) {
            return Ok(vec![unread]);
        }
        let row = self.pupils().person(child).await?;
        let mut answers = page.draft.answers;
        answers.insert(question, answer.to_owned());
        let change = asking::tried(kind, &answers, &self.asking(&row, true));
        let Some(change) = change else { return Ok(Vec::new()) };
        let wrong = self.wrong_of(actor, &row, &change).await?;
        Ok(wrong.into_iter().filter(|refusal| question.is_about(refusal)).collect())
    }

    /// Keeps what a guardian has answered.
    ///
    /// # Errors
    /// A refusal while something is open for the child, whose end the answers would outlive; otherwise as [`Cases::asked_change`](crate::services::Cases::asked_change).
    pub async fn keep_ask(
        &self,
        actor: &Actor,
        child: PersonId,
        kind: CaseKind,
        draft: &AskDraft,
    ) -> Result<()> {
        sight(actor, Action::AskChange, &Target::Child(child), "person")?;
        self.may_prepare(actor, child, kind).await?;
        self.accounts().put_draft(&actor.account.to_string(), &draft_name(child, kind), draft).await
    }

    /// Files what proves the ground, for an application that is being prepared.
    ///
    /// # Errors
    /// A refusal that says what is wrong with the file; otherwise as [`Cases::asked_change`](crate::services::Cases::asked_change).
    pub async fn file_ask_proof(
        &self,
        actor: &Actor,
        child: PersonId,
        kind: CaseKind,
        (name, bytes): (&str, Vec<u8>),
    ) -> Result<Proof> {
        let page = self.asked_change(actor, child, kind).await?;
        self.may_prepare(actor, child, kind).await?;
        let (_, proof) = asking::proof_of(kind, &page.draft.answers);
        let kept_for = KeptFor::Asking(kind, page.carried.len());
        self.proofs().keep_proof(actor, Owner::Person(child), proof, name, bytes, kept_for).await
    }

    /// Takes a file back that is not sent yet.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none such.
    pub async fn drop_ask_proof(
        &self,
        actor: &Actor,
        child: PersonId,
        kind: CaseKind,
        proof: ProofId,
    ) -> Result<()> {
        sight(actor, Action::AskChange, &Target::Child(child), "person")?;
        let mine = self.proofs().unsent_for(actor, child, kind).await?;
        if !mine.iter().any(|one| one.id == proof) {
            return Err(Error::NotFound("proof"));
        }
        self.proofs().drop_file(proof).await
    }

    /// Sends what was prepared, or sends a returned one again. Gives the case.
    ///
    /// # Errors
    /// Everything that is wrong at once, each by its question; otherwise as [`Cases::asked_change`](crate::services::Cases::asked_change).
    pub async fn send_ask(&self, actor: &Actor, child: PersonId, kind: CaseKind) -> Result<CaseId> {
        let page = self.asked_change(actor, child, kind).await?;
        let row = self.pupils().person(child).await?;
        let asking = self.asking(&row, page.is_proven());
        let change = asking::payload(kind, &page.draft.answers, &asking)?;
        let scans = self.proofs().unsent_for(actor, child, kind).await?;
        if let Some(full) = too_many_scans(page.carried.len() + scans.len()) {
            return Err(full.beside("file").into());
        }
        let sent = self.ask_with(actor, child, &change, &scans).await;
        let case = sent.map_err(|error| match error {
            Error::Refused(refusals) => {
                Error::Refused(asking::told(refusals).into_iter().map(as_file).collect())
            }
            other => other,
        })?;
        self.accounts().remove_draft(&actor.account.to_string(), &draft_name(child, kind)).await?;
        Ok(case)
    }

    /// Throws away what was prepared, with the files that were not sent.
    ///
    /// # Errors
    /// As [`Cases::asked_change`](crate::services::Cases::asked_change).
    pub async fn discard_ask(&self, actor: &Actor, child: PersonId, kind: CaseKind) -> Result<()> {
        sight(actor, Action::AskChange, &Target::Child(child), "person")?;
        for proof in self.proofs().unsent_for(actor, child, kind).await? {
            self.proofs().drop_file(proof.id).await?;
        }
        self.accounts().remove_draft(&actor.account.to_string(), &draft_name(child, kind)).await
    }

    /// Nothing is prepared while something is open, but what came back to be mended.
    async fn may_prepare(&self, actor: &Actor, child: PersonId, kind: CaseKind) -> Result<()> {
        let row = self.pupils().person(child).await?;
        match self.returned_ask(actor, &row, kind).await? {
            Some(_) => Ok(()),
            None => refuse_if_busy(&row),
        }
    }

    async fn ask_draft(&self, actor: &Actor, child: PersonId, kind: CaseKind) -> Result<AskDraft> {
        let kept = self.accounts().draft(&actor.account.to_string(), &draft_name(child, kind)).await?;
        Ok(kept.unwrap_or_default())
    }

    fn asking(&self, row: &PersonRow, proven: bool) -> Asking {
        Asking {
            today: self.store.clock.today(),
            class_name: row.class_name.clone(),
            suspended_until: row.suspended.map(|(_, until)| until),
            proven,
        }
    }

    /// Whether the rules ask for a proof that is not there yet.
    async fn needs_proof(
        &self,
        actor: &Actor,
        row: &PersonRow,
        kind: CaseKind,
        draft: &AskDraft,
        none_filed: bool,
    ) -> Result<bool> {
        let change = asking::tried(kind, &draft.answers, &self.asking(row, false));
        let Some(change) = change.filter(|_| none_filed) else { return Ok(false) };
        let wrong = self.wrong_of(actor, row, &change).await?;
        Ok(wrong.iter().any(|refusal| refusal.code == RefusalCode::Papers))
    }

    /// What the rules do not allow in principle of what was answered, in words; nothing before everything but the note is answered.
    async fn exceptions_of_ask(
        &self,
        actor: &Actor,
        row: &PersonRow,
        kind: CaseKind,
        draft: &AskDraft,
    ) -> Result<Vec<String>> {
        let asked = AskQuestion::of(kind).iter().filter(|one| !one.is_optional());
        let open = asked.into_iter().any(|one| !draft.answers.contains_key(one));
        let change = asking::tried(kind, &draft.answers, &self.asking(row, true)).filter(|_| !open);
        let Some(change) = change else { return Ok(Vec::new()) };
        self.exceptions(&self.context(actor, &row.path), row, &change).await
    }

    async fn wrong_of(&self, actor: &Actor, row: &PersonRow, change: &Payload) -> Result<Vec<Refusal>> {
        match self.check_change(actor, row, change).await {
            Ok(()) => Ok(Vec::new()),
            Err(Error::Refused(refusals)) => Ok(asking::told(refusals)),
            Err(error) => Err(error),
        }
    }
}
