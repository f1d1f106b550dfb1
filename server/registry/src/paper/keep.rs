//! What a school does with a dossier of its own: shelf, pieces, copies, loans.

use super::{DossierRow, told};
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Papers;
use chrono::NaiveDate;
use contract::paper::{DossierPiece, DossierView, LoanEntry};
use domain::access::{Action, Actor, ActorUnit, Target, authorise};
use domain::access_log::Function;
use domain::id::PersonId;
use domain::paper::{Dossier, DossierCommand, Loan, ShelfPlace};
use domain::refusal::{Basis, Refusal, RefusalCode};
use std::collections::BTreeMap;

/// The unit that keeps paper: a school, or the authority that took over a school's archives.
fn own(actor: &Actor) -> Result<&ActorUnit> {
    actor.unit.as_ref().ok_or(Error::NotFound("dossier"))
}

fn loan_entry(loan: Loan, today: NaiveDate) -> LoanEntry {
    LoanEntry {
        overdue: loan.is_overdue(today),
        borrower: loan.borrower,
        reason: loan.reason,
        due_back: loan.due_back,
        state: loan.state,
        asked: loan.asked.into(),
        decided: loan.decided.map(Into::into),
        refused: loan.refused,
        returned: loan.returned.map(Into::into),
    }
}

impl Papers<'_> {
    /// The dossier of a pupil at the actor's school: of its own pupils, and of those whose papers or copies it has.
    ///
    /// # Errors
    /// [`Error::NotFound`] for every other pupil.
    pub async fn dossier(&self, actor: &Actor, person: PersonId) -> Result<DossierView> {
        let unit = own(actor)?;
        authorise(actor, Action::ReadPaper, &Target::Unit(&unit.path))?;
        let (_, dossier) = self.dossier_of(unit, person).await?;
        let (name, number, class_label) = self.as_known_at(person, &unit.id).await?;
        self.access_log().saw(actor, Function::PaperDossier, &[person]).await?;
        let may = |action| authorise(actor, action, &Target::Unit(&unit.path)).is_ok();
        let asked_by_other = dossier
            .open_loan()
            .is_some_and(|loan| loan.decided.is_none() && actor.may_act_with(loan.asked.by.account));
        let today = self.store.clock.today();
        let Dossier { place, pieces, copied, loans, whereabouts, .. } = dossier;
        Ok(DossierView {
            person,
            name,
            number,
            class_label,
            may_keep: may(Action::KeepPaper),
            may_approve: may(Action::ApprovePaper) && asked_by_other,
            place,
            pieces: pieces
                .into_iter()
                .map(|piece| DossierPiece { copied: copied.contains(&piece.no), piece })
                .collect(),
            loans: loans.into_iter().rev().map(|loan| loan_entry(loan, today)).collect(),
            whereabouts,
        })
    }

    /// One act on a dossier of the actor's school.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a pupil of another school; the dossier's refusals.
    pub async fn keep_dossier(&self, actor: &Actor, person: PersonId, command: DossierCommand) -> Result<()> {
        let unit = own(actor)?;
        let action = match command {
            DossierCommand::ApproveLoan | DossierCommand::RefuseLoan { .. } => Action::ApprovePaper,
            // Only with its letter is a dossier put on a list or taken off it.
            DossierCommand::List(_) | DossierCommand::Unlist => return Err(Error::NotFound("dossier")),
            _ => Action::KeepPaper,
        };
        authorise(actor, action, &Target::Unit(&unit.path))?;
        let command = &command;
        self.store
            .transact(&person.to_string(), || {
                Box::pin(async move {
                    let (row, mut dossier) = self.dossier_of(unit, person).await?;
                    let events = dossier.decide(command.clone(), &self.paper_context(actor))?;
                    let mut tx = self.transaction(party(actor));
                    for event in &events {
                        dossier = dossier.apply(event);
                        tx.tell(person, told(event)).await?;
                    }
                    self.write_dossier(&mut tx.work, row.as_ref(), &dossier).await?;
                    tx.work.touch(&unit.path);
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// Gives every pupil of a class a place: by the sound of the names, `each` dossiers in a box from the first one on, or all in
    /// the first. Gives how many were assigned or changed.
    ///
    /// # Errors
    /// Refusals by field; `class` for a class without pupils.
    pub async fn place_whole_class(
        &self,
        actor: &Actor,
        (grade, class_name): (u8, &str),
        first: &ShelfPlace,
        each: Option<usize>,
    ) -> Result<usize> {
        let unit = own(actor)?;
        authorise(actor, Action::KeepPaper, &Target::Unit(&unit.path))?;
        let mut pupils = self.archives().class_rows(actor, grade, class_name).await?;
        if pupils.is_empty() {
            let what = "这个班没有学生。";
            return Err(Refusal::new(RefusalCode::Class, Basis::Article(8), what, "请重新选择班级。").into());
        }
        pupils.sort_by(|a, b| (&a.pinyin, &a.name, a.uid).cmp(&(&b.pinyin, &b.name, b.uid)));
        let places = first.boxes(pupils.len(), each)?;
        let places = pupils.iter().map(|pupil| pupil.uid).zip(places).collect();
        self.place_class(actor, &places).await
    }

    /// Assigns shelf places to the pupils of a class, each for itself; how many were assigned or changed.
    ///
    /// # Errors
    /// [`Error::NotFound`] when one is of another school; store failures.
    pub async fn place_class(&self, actor: &Actor, places: &BTreeMap<PersonId, ShelfPlace>) -> Result<usize> {
        let mut placed = 0;
        for (person, place) in places {
            if self.dossier(actor, *person).await?.place.as_ref() != Some(place) {
                self.keep_dossier(actor, *person, DossierCommand::Place(place.clone())).await?;
                placed += 1;
            }
        }
        Ok(placed)
    }

    /// The dossier at a school; a new one for a pupil of the school of whom nothing was entered yet, or who has left it and whose
    /// archive it still owes (第十五条).
    pub(super) async fn dossier_of(
        &self,
        unit: &ActorUnit,
        person: PersonId,
    ) -> Result<(Option<DossierRow>, Dossier)> {
        if let Some(row) = self.dossier_row(person, &unit.id).await? {
            let dossier = row.dossier(&*self.vault)?;
            return Ok((Some(row), dossier));
        }
        if self.pupils().person(person).await?.school != unit.id
            && !self.letters().owes_archive(&unit.id, person).await?
        {
            return Err(Error::NotFound("dossier"));
        }
        Ok((None, Dossier::new(person, unit.id.clone())))
    }
}
