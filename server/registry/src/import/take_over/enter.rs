//! Taking a child over: a record with the status it had, the number it has for life, its schools before, its document claimed, its archive at
//! its school; the journal begins with where all of it comes from. Nothing is decided anew, so there is no case.

use super::super::check::told;
use super::super::{Remark, RowState};
use super::check::{Judged, Outcome, Schools};
use super::marks::numbers_of;
use super::model::{TakeContent, TakeOverRow, TakeRow};
use crate::case::EnrolmentRow;
use crate::error::{Error, Result};
use crate::person::{PersonRow, Standing};
use crate::services::TakeOvers;
use crate::store::Vars;
use crate::transaction::Transaction;
use domain::case::abroad::Period;
use domain::case::placement::Setting;
use domain::codes::PupilStatus;
use domain::form::{BasicInfo, is_taught_at_home};
use domain::id::{CaseId, PersonId, SpellId, UnitId};
use domain::ident::StudentNumber;
use domain::journal::{Detail, IssuedNumber, RecordDetail};
use domain::org::{OrgPath, Unit};
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::rules::Rules;
use domain::take_over::TimeAbroad;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A child who is to be taken over.
pub(super) struct Child {
    row: TakeRow,
    content: TakeContent,
    judged: Judged,
    rules: Arc<Rules>,
}

/// The children of a slice, and the rows that are not taken over after all.
#[derive(Default)]
pub(super) struct Entering {
    children: Vec<Child>,
    refused: Vec<(TakeRow, TakeContent, Vec<Remark>)>,
}

/// What the store says of a slice's children at the moment of its transaction.
struct Now {
    already: BTreeSet<PersonId>,
    likely: crate::person::Likely,
    taken: BTreeMap<String, PersonId>,
    schools: BTreeMap<UnitId, std::result::Result<Unit, Vec<Refusal>>>,
}

impl TakeOvers<'_> {
    /// Reads the rows of a slice again: what held when it was checked may not hold any more.
    pub(super) async fn prepare(&self, take_over: &TakeOverRow, rows: Vec<TakeRow>) -> Result<Entering> {
        let mut schools = Schools::new();
        let mut entering = Entering::default();
        for row in rows {
            let content = self.content(&row)?;
            match self.judge(take_over, &content, &mut schools).await? {
                Ok(judged) => {
                    let rules = match schools.get(judged.school.id.as_str()) {
                        Some(Ok((_, against))) => Arc::clone(&against.rules),
                        _ => return Err(Error::NotFound("school")),
                    };
                    entering.children.push(Child { row, content, judged, rules });
                }
                Err(remarks) => entering.refused.push((row, content, remarks)),
            }
        }
        Ok(entering)
    }

    /// Takes the children of a slice over. Gives what became of their rows.
    pub(super) async fn enter(
        &self,
        tx: &mut Transaction<'_>,
        take_over: &TakeOverRow,
        entering: &Entering,
    ) -> Result<Vec<Outcome>> {
        let now = self.now(take_over, entering).await?;
        let mut outcomes = Vec::new();
        for (row, content, remarks) in &entering.refused {
            outcomes.push(self.refused(row, content, remarks.clone(), Vec::new()));
        }
        for child in &entering.children {
            if now.already.contains(&child.row.person) {
                outcomes.push(entered(&child.row, child.row.told));
                continue;
            }
            let refusals = match self.in_the_way(child, &now)? {
                refusals if refusals.is_empty() => self.enter_child(tx, take_over, child, &now).await?,
                refusals => Err(refusals),
            };
            outcomes.push(match refusals {
                Ok(told) => entered(&child.row, told),
                Err(refusals) => {
                    let remarks = refusals.iter().map(|refusal| told(refusal, &child.content.form)).collect();
                    self.refused(&child.row, &child.content, remarks, self.met(child, &now)?)
                }
            });
        }
        Ok(outcomes)
    }

    fn refused(
        &self,
        row: &TakeRow,
        content: &TakeContent,
        remarks: Vec<Remark>,
        met: Vec<PersonId>,
    ) -> Outcome {
        let sealed = self.sealed(row, content.clone(), remarks, met);
        Outcome { before: row.clone(), row: TakeRow { state: RowState::Refused, sealed, ..row.clone() } }
    }

    /// The pupils of this register who stand in a child's way.
    fn met(&self, child: &Child, now: &Now) -> Result<Vec<PersonId>> {
        let Judged { info, claims, .. } = &child.judged;
        let alike = now.likely.met(&*self.vault, info)?.into_iter().map(|(row, _)| row.uid);
        let taken = numbers_of(claims).filter_map(|number| now.taken.get(number.as_str()).copied());
        Ok(alike.chain(taken).collect())
    }

    async fn now(&self, take_over: &TakeOverRow, entering: &Entering) -> Result<Now> {
        #[derive(serde::Deserialize)]
        struct There {
            uid: PersonId,
        }
        let children = &entering.children;
        let keys: Vec<String> = children.iter().map(|child| child.row.person.to_string()).collect();
        let vars = Vars::new().records("records", "person", &keys);
        let there: Vec<There> = self.store.rows("SELECT uid FROM $records", vars).await?;
        let already: BTreeSet<PersonId> = there.into_iter().map(|there| there.uid).collect();
        let new: Vec<&Judged> = children
            .iter()
            .filter(|child| !already.contains(&child.row.person))
            .map(|child| &child.judged)
            .collect();
        let infos: Vec<&BasicInfo> = new.iter().map(|judged| &judged.info).collect();
        let numbers: Vec<&StudentNumber> = new.iter().flat_map(|judged| numbers_of(&judged.claims)).collect();
        let mut schools = BTreeMap::new();
        for judged in &new {
            let id = &judged.school.id;
            if !schools.contains_key(id) {
                // As it stands now: it may have been closed, or have come to answer to another authority.
                let school = self.units().unit(id).await?;
                let takes_in = match self.schools().takes_in(&school).await {
                    Ok(()) => Ok(school),
                    Err(Error::Refused(refusals)) => Err(refusals),
                    Err(error) => return Err(error),
                };
                schools.insert(id.clone(), takes_in);
            }
        }
        Ok(Now {
            likely: self.pupils().likely(infos).await?.told_within(&take_over.unit.path),
            taken: self.taken(&numbers).await?,
            already,
            schools,
        })
    }

    /// Everything that stands in the way of a child: what stands in the way of one who is entered, and a number that is somebody's.
    fn in_the_way(&self, child: &Child, now: &Now) -> Result<Vec<Refusal>> {
        let Judged { info, claims, school, .. } = &child.judged;
        if let Some(Err(refusals)) = now.schools.get(&school.id) {
            return Ok(refusals.clone());
        }
        let note = &child.content.form.note;
        let among = (&now.likely, None);
        let mut refusals = self.pupils().in_the_way(info, claims.entry_date, note, &child.rules, among)?;
        if numbers_of(claims).any(|number| now.taken.contains_key(number.as_str())) {
            refusals.push(Refusal::new(
                RefusalCode::Number,
                Basis::Article(5),
                "学籍号在本系统已经属于一名学生。",
                "请在原系统核实号码。",
            ));
        }
        Ok(refusals)
    }

    /// Writes one child. Gives how many entries its journal has then.
    async fn enter_child(
        &self,
        tx: &mut Transaction<'_>,
        take_over: &TakeOverRow,
        child: &Child,
        now: &Now,
    ) -> Result<std::result::Result<u64, Vec<Refusal>>> {
        let (vault, today) = (&*self.vault, tx.today());
        let Judged { info, claims, extras, school } = &child.judged;
        let school = now.schools.get(&school.id).and_then(|at| at.as_ref().ok()).unwrap_or(school);
        let system = school.school.as_ref().map(|profile| profile.system).ok_or(Error::NotFound("school"))?;
        let person = child.row.person;
        // The store does not know yet who came a moment ago.
        if numbers_of(claims).any(|number| tx.has_given(number)) {
            return Ok(Err(vec![Refusal::new(
                RefusalCode::Number,
                Basis::Article(5),
                "学籍号与同一批的另一名学生相同。",
                "请在原系统核实号码。",
            )]));
        }
        // The archive is there on the day on which it is taken over: the month of 第七条 runs from an entry, and there was none.
        let mut row = PersonRow::candidate(vault, person, school, system, info, claims.entry_date, today);
        match tx.claim_document(&row).await {
            Ok(()) => {}
            Err(Error::Refused(refusals)) => return Ok(Err(refusals)),
            Err(error) => return Err(error),
        }
        row.set_standing(Standing::Pupil(claims.status));
        row.archive_built = Some(today);
        row.registered_with_grade(info, today);
        if is_taught_at_home(info) {
            row.placement = Some(Setting::HomeTeaching.label().to_owned());
        }
        // The times that are over first: the one that lasts is the last.
        row.abroad = claims.abroad.iter().map(over).collect();
        match claims.status {
            PupilStatus::Suspended => row.suspended = claims.since.zip(claims.until),
            PupilStatus::Lost => row.absent_since = claims.since,
            PupilStatus::Abroad => {
                if let (Some(country), Some(since)) = (&claims.country, claims.since) {
                    row.leaves_for(country, since);
                }
            }
            _ => {}
        }
        for former in claims.former.iter().filter(|former| **former != claims.number) {
            tx.adopt_number(person, former, claims.entry_date, Some(today));
        }
        tx.adopt_number(person, &claims.number, claims.entry_date, None);
        row.set_number(vault, &claims.number);
        self.write_spells(tx, take_over, &row, claims).await;
        let details: [Detail; 2] = [
            RecordDetail::InfoEntered { info: info.clone(), import: None }.into(),
            RecordDetail::TakenOver {
                source: take_over.source.clone(),
                batch: take_over.uid,
                school: school.name.clone(),
                status: claims.status,
                country: claims.country.clone(),
                abroad: claims
                    .abroad
                    .iter()
                    .map(|time| (time.country.clone(), time.from, time.until))
                    .collect(),
                entry_date: claims.entry_date,
                number: IssuedNumber::from(&claims.number),
                note: Some(domain::text::words(&child.content.form.note).text)
                    .filter(|note| !note.is_empty()),
            }
            .into(),
        ];
        tx.begin_journal(person);
        let mut entries = 0;
        for detail in details {
            tx.tell(person, detail).await?;
            entries += 1;
        }
        if let Some(extras) = extras {
            let by = tx.by().name.clone();
            let filed = self.archives().file_at_entry(&mut tx.work, &row, extras, &by);
            tx.tell(person, filed).await?;
            entries += 1;
        }
        row.count(&mut tx.work, 1);
        tx.work.create("person", &person.to_string(), &row);
        Ok(Ok(entries))
    }

    /// The stretches of schooling: those before, and the one at the present school, which has ended where the pupil has left.
    async fn write_spells(
        &self,
        tx: &mut Transaction<'_>,
        take_over: &TakeOverRow,
        row: &PersonRow,
        claims: &domain::take_over::Claims,
    ) {
        // No case of this register opened them; the take-over stands for what did.
        let case = CaseId::new(take_over.uid.uuid());
        let mut previous = None;
        for spell in &claims.spells {
            let uid = SpellId::new(self.store.new_id());
            let before = EnrolmentRow {
                uid,
                version: 1,
                person: row.uid,
                school: spell.school.clone(),
                school_name: spell.school_name.clone(),
                path: self.path_of(&spell.school).await,
                grade: spell.grade,
                class_name: spell.class_name.clone(),
                from_on: spell.from_on,
                to_on: Some(spell.to_on),
                opened_by: case,
                closed_by: Some(case),
                previous,
            };
            tx.work.create("spell", &uid.to_string(), &before);
            previous = Some(uid);
        }
        let to_on = claims.since.filter(|_| claims.has_left());
        let uid = SpellId::new(self.store.new_id());
        let present = EnrolmentRow {
            uid,
            version: 1,
            person: row.uid,
            school: row.school.clone(),
            school_name: row.school_name.clone(),
            path: row.path.clone(),
            grade: row.grade,
            class_name: row.class_name.clone(),
            from_on: claims.entry_date,
            to_on,
            opened_by: case,
            closed_by: to_on.map(|_| case),
            previous,
        };
        tx.work.create("spell", &uid.to_string(), &present);
    }

    /// Where a school stands; one that is not known here stands below the nation and in nobody's scope.
    async fn path_of(&self, school: &UnitId) -> OrgPath {
        self.units().unit(school).await.map_or_else(|_| OrgPath::root().child(school), |unit| unit.path)
    }
}

/// A time abroad that is over, as the record keeps it.
fn over(time: &TimeAbroad) -> Period {
    Period { country: time.country.clone(), from: time.from, until: Some(time.until) }
}

/// The row of a child who is here: what it said is on the record now, and gone from the row.
fn entered(row: &TakeRow, told: u64) -> Outcome {
    let next = TakeRow { state: RowState::Entered, told, sealed: String::new(), ..row.clone() };
    Outcome { before: row.clone(), row: next }
}
