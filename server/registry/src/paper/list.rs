//! Lists: the catalogue of a school (案卷目录), loans that are out, hand-overs that are late (第十五条).

use super::DossierRow;
use crate::error::{Error, Result};
use crate::keyset::Place;
use crate::person::{PersonRow, Search};
use crate::services::Papers;
use crate::store::Vars;
use contract::Page;
use contract::paper::{CatalogueLine, LateHandOver, LoanLine};
use contract::pupil::Found;
use domain::access::{Action, Actor, ActorUnit, Target, authorise};
use domain::access_log::Function;
use domain::archive::contents::{Held, HeldAs};
use domain::calendar::school_year;
use domain::id::{PersonId, UnitId};
use domain::paper::{Dossier, Whereabouts};
use std::collections::BTreeMap;

/// Loans on one page.
const LOANS: usize = 200;
/// Dossiers on one page of what stands at a place.
const PAGE: usize = 50;

fn line(dossier: &Dossier, name: String, number: String, class_label: String) -> CatalogueLine {
    CatalogueLine {
        id: dossier.person,
        name,
        number,
        class_label,
        place: dossier.place.clone(),
        pieces: dossier.current().count(),
        pages: dossier.current().map(|piece| piece.pages).sum(),
        loan: dossier.open_loan().map(|loan| loan.state),
        whereabouts: dossier.whereabouts,
    }
}

/// What is looked for in a catalogue.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// A name, its pinyin initials or a full number; empty for everybody.
    pub text: String,
    /// Only this class: grade and class.
    pub class: Option<(u8, String)>,
    /// Part of a place. With it name and class are not looked at: what stands there may be of who has left.
    pub place: String,
    /// Continue after this person, as the page before said.
    pub after: Option<PersonId>,
}

impl Papers<'_> {
    /// One page of the actor's school's catalogue: its pupils in the order of the names' sound, paged as the list of pupils is, or whatever stands at
    /// a place, in the order of the shelf.
    ///
    /// # Errors
    /// A refusal for who keeps no paper archives, or when the search text is too short; store failures.
    pub async fn catalogue(&self, actor: &Actor, wanted: &Wanted) -> Result<Found<CatalogueLine>> {
        let unit = self.keeps_paper(actor)?;
        let place = &domain::text::line(&wanted.place).text;
        if place.is_empty() {
            self.by_name(actor, unit, wanted).await
        } else {
            let page = self.by_place(actor, unit, wanted).await?;
            Ok(Found { page, left_off: false })
        }
    }

    async fn by_name(
        &self,
        actor: &Actor,
        unit: &ActorUnit,
        wanted: &Wanted,
    ) -> Result<Found<CatalogueLine>> {
        let (grade, class_name) = wanted.class.clone().unzip();
        let search = Search {
            text: wanted.text.clone(),
            school: Some(unit.id.clone()),
            grade,
            class_name,
            after: wanted.after,
            ..Search::default()
        };
        let Found { page, left_off } = self.pupils().find_pupils(actor, &search).await?;
        let keys: Vec<String> = page.rows.iter().map(|row| super::dossier_key(row.id, &unit.id)).collect();
        let rows: Vec<DossierRow> = self.store.get_many("dossier", &keys).await?;
        let rows: BTreeMap<PersonId, DossierRow> = rows.into_iter().map(|row| (row.person, row)).collect();
        let mut lines = Vec::with_capacity(page.rows.len());
        for pupil in page.rows {
            let dossier = match rows.get(&pupil.id) {
                Some(row) => row.dossier(&*self.vault)?,
                None => Dossier::new(pupil.id, unit.id.clone()),
            };
            let class_label = format!("{}{}", pupil.grade, pupil.class_name);
            lines.push(line(&dossier, pupil.name, pupil.number, class_label));
        }
        Ok(Found { page: Page { rows: lines, next: page.next }, left_off })
    }

    async fn by_place(
        &self,
        actor: &Actor,
        unit: &ActorUnit,
        wanted: &Wanted,
    ) -> Result<Page<CatalogueLine, PersonId>> {
        let mut reached = Place::default();
        if let Some(after) = wanted.after {
            let last = self.dossier_row(after, &unit.id).await?.ok_or(Error::NotFound("dossier"))?;
            reached = Place::of(last.place_order, after);
        }
        let beyond = Place::beyond("place_order", "person");
        let text = format!(
            "SELECT * FROM dossier WHERE school = $school AND {beyond} AND string::contains(place, $place) \
             ORDER BY place_order, person LIMIT {}",
            PAGE + 1
        );
        let place = domain::text::line(&wanted.place).text;
        let vars = reached.vars(Vars::new().with("school", &unit.id).with("place", place));
        let mut rows: Vec<DossierRow> = self.store.rows(&text, vars).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.person);
        let shown: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
        self.access_log().saw(actor, Function::PaperCatalogue, &shown).await?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let (name, number, class_label) = self.as_known_at(row.person, &unit.id).await?;
            lines.push(line(&row.dossier(&*self.vault)?, name, number, class_label));
        }
        Ok(Page { rows: lines, next })
    }

    /// What a school knows of a pupil: name, number, class. Of who has left only the name is its own.
    pub(super) async fn as_known_at(
        &self,
        person: PersonId,
        school: &UnitId,
    ) -> Result<(String, String, String)> {
        let pupil = self.pupils().person(person).await?;
        let (number, class_label) = match pupil.school == *school {
            true => (pupil.number_mask.clone(), format!("{}{}", pupil.grade_label(), pupil.class_name)),
            false => Default::default(),
        };
        Ok((pupil.name, number, class_label))
    }

    /// The pieces of a pupil's paper archive where it is kept now, without the copies that earlier schools keep; the caller has authorised
    /// and put the look down.
    pub(crate) async fn pieces_held(&self, person: &PersonRow) -> Result<Vec<Held>> {
        let text = "SELECT * FROM dossier WHERE person IN $people LIMIT 50";
        let vars = Vars::new().with("people", crate::archive::people_of(person));
        let rows: Vec<DossierRow> = self.store.rows(text, vars).await?;
        let mut held = Vec::new();
        for row in rows {
            let dossier = row.dossier(&*self.vault)?;
            if !matches!(dossier.whereabouts, Whereabouts::Here | Whereabouts::Listed(_)) {
                continue;
            }
            let school = self.units().unit(&row.school).await?.name;
            for piece in dossier.pieces.into_iter().filter(|piece| piece.withdrawn.is_none()) {
                // A piece has the day on which it was made; where nobody put one down, it counts to the entry.
                let on = piece.dated.unwrap_or(person.entry_date);
                let what = format!("{}（纸质{}，{}页）", piece.title, piece.form.label(), piece.pages);
                let (year, school) = (school_year(on), school.clone());
                held.push(Held { category: piece.category, what, on, year, held_as: HeldAs::Filed, school });
            }
        }
        Ok(held)
    }

    /// The classes of the actor's school, for choosing: grade, its name, class.
    ///
    /// # Errors
    /// As [`Papers::catalogue`](crate::services::Papers::catalogue).
    pub async fn paper_classes(&self, actor: &Actor) -> Result<Vec<(u8, String, String)>> {
        let unit = self.keeps_paper(actor)?;
        self.archives().classes_at(&unit.id).await
    }

    /// The actor's unit, if it is a school whose paper archives the actor may read.
    fn keeps_paper<'a>(&self, actor: &'a Actor) -> Result<&'a ActorUnit> {
        let unit = actor.unit.as_ref().filter(|unit| unit.id.is_school()).ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadPaper, &Target::Unit(&unit.path))?;
        Ok(unit)
    }

    /// The open loans of the actor's school, the most urgent first.
    ///
    /// # Errors
    /// As [`Papers::catalogue`](crate::services::Papers::catalogue).
    pub async fn paper_loans(&self, actor: &Actor) -> Result<Vec<LoanLine>> {
        let unit = self.keeps_paper(actor)?;
        let text = format!(
            "SELECT * FROM dossier WHERE school = $school AND loan IN ['asked', 'lent'] \
             ORDER BY due_back, person LIMIT {LOANS}"
        );
        let rows: Vec<DossierRow> = self.store.rows(&text, Vars::new().with("school", &unit.id)).await?;
        let today = self.store.clock.today();
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let dossier = row.dossier(&*self.vault)?;
            let Some(loan) = dossier.open_loan() else { continue };
            lines.push(LoanLine {
                person: row.person,
                name: self.pupils().person(row.person).await?.name,
                borrower: loan.borrower.clone(),
                due_back: loan.due_back,
                state: loan.state,
                overdue: loan.is_overdue(today),
            });
        }
        lines.sort_by_key(|line| (!line.overdue, line.due_back));
        self.access_log()
            .saw(actor, Function::PaperLoans, &lines.iter().map(|line| line.person).collect::<Vec<_>>())
            .await?;
        Ok(lines)
    }

    /// Hand-overs whose deadline has passed: a school's own with the pupil, an authority's below it without the pupil.
    ///
    /// # Errors
    /// A refusal for who has no right to either; store failures.
    pub async fn late_hand_overs(&self, actor: &Actor) -> Result<Vec<LateHandOver>> {
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadPaper, &Target::Unit(&unit.path))?;
        let (late, people) = self.letters().late_archives(unit).await?;
        self.access_log().saw(actor, Function::HandOvers, &people).await?;
        Ok(late)
    }
}
