//! What stands on each form: one file each.

mod application;
mod basic;
mod card;
mod certificate;
mod check_sheet;
mod graduates;
mod hand_over;
mod letter;
mod register_card;
mod roster;
mod school_archives;

pub(super) use application::may_be_asked_for;
pub use card::{card_key, verify_card};
pub(super) use card::{sign_card, valid_until};
pub(super) use register_card::filled;

use super::AskedPrint;
use crate::error::{Error, Result};
use crate::letter::addressed;
use crate::person::{PersonRow, Standing};
use crate::services::Prints;
use domain::access::{Action, Actor, Target, authorise};
use domain::codes::PupilStatus;
use domain::id::PersonId;
use domain::print::{Document, Photo, PrintKind, masked_name};
use domain::refusal::{Refusal, RefusalCode};

/// What can be printed about one pupil.
pub const OF_PUPIL: &[PrintKind] = &[
    PrintKind::RegisterCard,
    PrintKind::StudentCard,
    PrintKind::BasicForm,
    PrintKind::GuardianConfirmation,
    PrintKind::TransferApplication,
    PrintKind::SuspensionApplication,
    PrintKind::ResumptionApplication,
];

/// What can be printed about the pupils of a class together.
pub const OF_CLASS: &[PrintKind] =
    &[PrintKind::RegisterCard, PrintKind::BasicForm, PrintKind::GuardianConfirmation];

/// A form before it has a number.
pub(super) struct Draft {
    pub(super) kind: PrintKind,
    /// The pupil in whose journal it is told.
    pub(super) person: Option<PersonId>,
    pub(super) document: Document,
    pub(super) about: String,
    pub(super) public: Vec<(String, String)>,
    /// Name and school, for the signed symbol.
    pub(super) card: Option<CardDraft>,
    /// What there is one sheet of for good; the others are one a day.
    pub(super) once: Option<String>,
    /// The sheets that follow this one in its file.
    pub(super) parts: Vec<AskedPrint>,
}

impl Draft {
    fn new(kind: PrintKind, document: Document, about: String, public: Vec<(String, String)>) -> Self {
        Self { kind, person: None, document, about, public, card: None, once: None, parts: Vec::new() }
    }

    /// A sheet about one pupil.
    fn of(row: &PersonRow, kind: PrintKind, document: Document) -> Self {
        Self { person: Some(row.uid), ..Self::new(kind, document, row.name.clone(), public(row)) }
    }
}

/// What a student card says, before it has a number.
pub(super) struct CardDraft {
    pub(super) name: String,
    pub(super) school: String,
}

impl Prints<'_> {
    /// The actor's unit as a sheet names it: whoever prints, whatever it is about.
    async fn printing_unit(&self, actor: &Actor) -> Result<String> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        Ok(addressed(&self.units().unit(&own.id).await?))
    }

    pub(super) async fn compose_of_pupil(
        &self,
        actor: &Actor,
        kind: PrintKind,
        person: PersonId,
    ) -> Result<Draft> {
        let row = self.pupils().person(person).await?;
        authorise(actor, Action::PrintForms, &Target::Unit(&row.path)).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("person") }
        })?;
        if row.merged_into.is_some() || !OF_PUPIL.contains(&kind) {
            return Err(Error::NotFound("person"));
        }
        let info = row.shown_info(&*self.vault)?;
        match kind {
            PrintKind::StudentCard => {
                if row.standing != Standing::Pupil(PupilStatus::InSchool) {
                    return Err(Refusal::of(
                        RefusalCode::NotInSchool,
                        "该生目前不是在校学生，不能发放学生卡。",
                    )
                    .into());
                }
                let files = self.archives().archive_files(&row).await?;
                let photo = files.into_iter().find(|file| file.is_photo());
                let photo = photo.map(|file| Photo { file: file.id, sha256: file.sha256 });
                Ok(card::compose(&row, info.own_name(), self.store.clock.today(), photo))
            }
            PrintKind::TransferApplication
            | PrintKind::SuspensionApplication
            | PrintKind::ResumptionApplication => application::blank(kind, &row),
            PrintKind::RegisterCard => {
                let mut spells = self.pupils().spells(person).await?;
                spells.reverse();
                Ok(register_card::compose(actor, &row, &info, &spells))
            }
            _ => {
                let number = row.number(&*self.vault)?.unwrap_or_default();
                Ok(basic::compose(actor, kind, &row, &info, &number))
            }
        }
    }
}

/// What the public page tells of a sheet about a pupil.
fn public(row: &PersonRow) -> Vec<(String, String)> {
    let mut facts = vec![("姓名".to_owned(), masked_name(&row.name))];
    if !row.number_mask.is_empty() {
        facts.push(("学籍号".to_owned(), row.number_mask.clone()));
    }
    facts
}

fn fact(label: &str, value: impl Into<String>) -> (String, String) {
    (label.to_owned(), value.into())
}
