//! Paper archives (纸质档案) in the store: the dossier of a pupil at each school that keeps or kept it (第八条, 第九条) and its hand-over
//! piece by piece (第十五条). Every act of custody stands in the pupil's journal.
//!
//! A dossier is read by its school alone; a hand-over by its two schools, the receiving one once it is sealed.

mod entrust;
mod hand_on;
mod hand_over;
mod keep;
mod list;
mod matter;
mod view;

pub use hand_over::AskedSeal;
pub use list::Wanted;

use crate::error::Result;
use crate::services::Papers;
use crate::store::UnitOfWork;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::access::Actor;
use domain::id::{LetterId, PersonId, UnitId};
use domain::journal::PaperDetail;
use domain::paper::{Context, Dossier, DossierEvent, HandOver, LoanState, ShelfPlace, Whereabouts};
use serde::{Deserialize, Serialize};

/// A dossier as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct DossierRow {
    person: PersonId,
    school: UnitId,
    version: u64,
    sealed: String,
    /// The state of the open loan.
    loan: Option<LoanState>,
    /// By when it is to be back.
    due_back: Option<NaiveDate>,
    /// 存放位置 in one line, and what it is sorted by; empty before one is assigned.
    place: String,
    place_order: String,
    /// Whether it went to the unit that follows a school that is no more.
    #[serde(default)]
    handed_on: bool,
    /// Whether it is on a hand-over list that is not receipted.
    #[serde(default)]
    listed: bool,
}

impl DossierRow {
    fn new(vault: &dyn Cipher, dossier: &Dossier, version: u64) -> Self {
        let loan = dossier.open_loan();
        Self {
            person: dossier.person,
            school: dossier.school.clone(),
            version,
            sealed: vault.seal_value(dossier, &dossier_context(dossier.person, &dossier.school)),
            loan: loan.map(|loan| loan.state),
            due_back: loan.map(|loan| loan.due_back),
            place: dossier.place.as_ref().map(ShelfPlace::label).unwrap_or_default(),
            place_order: dossier.place.as_ref().map(ShelfPlace::order).unwrap_or_default(),
            handed_on: matches!(dossier.whereabouts, Whereabouts::HandedOn(_)),
            listed: matches!(dossier.whereabouts, Whereabouts::Listed(_)),
        }
    }

    fn dossier(&self, vault: &dyn Cipher) -> Result<Dossier> {
        vault.open_value(&self.sealed, &dossier_context(self.person, &self.school))
    }
}

/// A hand-over as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct HandOverRow {
    letter: LetterId,
    version: u64,
    sealed: String,
}

impl HandOverRow {
    fn new(vault: &dyn Cipher, hand_over: &HandOver, version: u64) -> Self {
        let sealed = vault.seal_value(hand_over, &hand_over_context(hand_over.letter));
        Self { letter: hand_over.letter, version, sealed }
    }

    fn hand_over(&self, vault: &dyn Cipher) -> Result<HandOver> {
        vault.open_value(&self.sealed, &hand_over_context(self.letter))
    }
}

fn dossier_key(person: PersonId, school: &UnitId) -> String {
    format!("{school}-{person}")
}

fn dossier_context(person: PersonId, school: &UnitId) -> String {
    format!("dossier/{school}/{person}")
}

fn hand_over_context(letter: LetterId) -> String {
    format!("paper_hand_over/{letter}")
}

/// How an event is told in the pupil's journal. The titles of pieces and who borrows stay in the dossier.
fn told(event: &DossierEvent) -> PaperDetail {
    match event {
        DossierEvent::Placed(place) => PaperDetail::Placed { place: place.label() },
        DossierEvent::Added(piece) => {
            PaperDetail::Filed { no: piece.no, category: piece.category, pages: piece.pages }
        }
        DossierEvent::Withdrawn(no, reason) => PaperDetail::Withdrawn { no: *no, reason: reason.clone() },
        DossierEvent::CopiesKept(numbers) => PaperDetail::CopiesKept { pieces: numbers.clone() },
        DossierEvent::LoanAsked(loan) => PaperDetail::LoanAsked { due_back: loan.due_back },
        DossierEvent::LoanApproved(_) => PaperDetail::Lent,
        DossierEvent::LoanRefused(_, reason) => PaperDetail::LoanRefused { reason: reason.clone() },
        DossierEvent::LoanReturned(_) => PaperDetail::Returned,
        DossierEvent::Listed(letter) => PaperDetail::Listed { letter: *letter },
        DossierEvent::Unlisted => PaperDetail::Unlisted,
        DossierEvent::Gone(letter) => PaperDetail::Gone { letter: *letter },
    }
}

impl Papers<'_> {
    fn paper_context(&self, actor: &Actor) -> Context {
        Context { today: self.store.clock.today(), actor: crate::case::party(actor) }
    }

    async fn dossier_row(&self, person: PersonId, school: &UnitId) -> Result<Option<DossierRow>> {
        self.store.get("dossier", &dossier_key(person, school)).await
    }

    /// Writes a dossier, and its last loan as a matter while it is open or was before.
    async fn write_dossier(
        &self,
        work: &mut UnitOfWork,
        loaded: Option<&DossierRow>,
        dossier: &Dossier,
    ) -> Result<()> {
        let key = dossier_key(dossier.person, &dossier.school);
        let version = loaded.map_or(1, |row| row.version + 1);
        let next = DossierRow::new(&*self.vault, dossier, version);
        match loaded {
            None => work.create("dossier", &key, &next),
            Some(row) => work.replace("dossier", &key, row.version, &next),
        }
        let open = dossier.open_loan().is_some() || loaded.is_some_and(|row| row.loan.is_some());
        if open && let Some(matter) = self.loan_matter(version, dossier).await? {
            crate::matter::put(work, &*self.vault, &matter);
        }
        Ok(())
    }
}
