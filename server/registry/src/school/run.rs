//! Moving what a school has, as background work: fifty persons in a slice, then what its archive holds beside them, then the list is
//! closed. Who has been moved is no longer at the school, or has a row of custody from this very change: nobody is moved twice.

use super::propose::is_here;
use super::{ChangeRow, MovedRow};
use crate::Registry;
use crate::case::{EnrolmentRow, the_system};
use crate::error::Result;
use crate::jobs::{Call, Job, Kind, Slice, Turn};
use crate::journal::NewEntry;
use crate::person::PersonRow;
use crate::school::custody::CustodyRow;
use crate::services::Schools;
use crate::store::UnitOfWork;
use crate::transaction::Transaction;
use domain::form::Teaching;
use domain::id::{SchoolChangeId, SpellId, UnitId};
use domain::journal::RecordDetail;
use domain::org::Unit;
use domain::school::{Change, State};
use serde::{Deserialize, Serialize};

/// The moving of what a school has.
pub(crate) struct Move;

/// What is moved next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    /// Persons.
    #[default]
    Persons,
    /// What is open of a school that comes to answer to another authority, sort by sort, and the last one looked at.
    Open(usize, String),
    /// Where what was written of a school stands in the tree, when it comes to answer to another authority: table by table.
    Places(usize),
    /// Copies of archives.
    Copies,
    /// Dossiers of who had left before.
    Dossiers,
    /// Nothing: the list is closed.
    Close,
}

/// The place a move has reached.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Reached {
    step: Step,
    /// The last person looked at.
    after: String,
    /// Persons looked at.
    seen: u64,
}

/// What is found before a slice.
pub(crate) struct Found {
    change: ChangeRow,
    /// Who still has to be moved, or counted in another system.
    left: usize,
    /// How many archives are on the list, and the hash over it.
    list: (usize, String),
    /// Of a hand-over of many schools: the one whose turn it is, and its place among them.
    next: Option<(u64, UnitId)>,
}

impl Job for Move {
    const KIND: Kind = Kind::SchoolChange;
    /// None when the change is not under way.
    type Found = Option<Found>;

    async fn find(registry: &Registry, turn: &Turn) -> Result<Option<Found>> {
        let Some(id) = turn.job().about::<SchoolChangeId>() else { return Ok(None) };
        let reached: Reached = turn.job().place()?;
        let change = registry.schools().change_row(id).await?;
        if change.state != State::Running {
            return Ok(None);
        }
        if matches!(change.change, Change::HandOver { .. }) {
            // An act that names a day ahead is looked at again when the clockwork comes round.
            let ahead = change.change.day().is_some_and(|on| on > registry.store.clock.today());
            if ahead && change.is_left_to_hand() {
                return Ok(None);
            }
            let next = change.next_school(reached.seen);
            return Ok(Some(Found { change, left: 0, list: Default::default(), next }));
        }
        let left = match (&change.school, &reached.step) {
            (Some(school), Step::Dossiers | Step::Close) => {
                registry.schools().left_at(&change, school).await?
            }
            _ => 0,
        };
        let list = match &reached.step {
            Step::Close => registry.schools().list_of(id).await?,
            _ => Default::default(),
        };
        Ok(Some(Found { change, left, list, next: None }))
    }

    /// The lane in which the school takes people in: nobody comes between.
    fn lane(turn: &Turn, found: &Option<Found>) -> String {
        let own =
            |found: &Found| found.change.school.clone().or_else(|| Some(found.next.as_ref()?.1.clone()));
        let school = found.as_ref().and_then(own);
        school.map_or_else(|| turn.job().subject.clone(), |school| school.to_string())
    }

    async fn slice(registry: &Registry, turn: &Turn, found: &Option<Found>) -> Result<Slice> {
        let mut tx = registry.transaction(the_system());
        let Some(found) = found else { return Ok(Slice::last(tx.finish())) };
        let mut reached: Reached = turn.job().place()?;
        let change = &found.change;
        if let Change::HandOver { schools, .. } = &change.change {
            let total = schools.len() as u64;
            let Some((place, school)) = &found.next else {
                registry.schools().close_hand_over(&mut tx, change.uid).await?;
                return Ok(Slice::last(tx.finish()));
            };
            registry.schools().hand_over_one(&mut tx, change.uid, school).await?;
            reached.seen = place + 1;
            return Ok(Slice::at(tx.finish(), &reached, reached.seen, total));
        }
        match reached.step.clone() {
            Step::Persons => {
                let rows = match &change.school {
                    Some(school) => registry.promotions().pupils_after(school, &reached.after).await?,
                    None => Vec::new(),
                };
                registry.schools().move_some(&mut tx, change, &rows).await?;
                match rows.last() {
                    Some(last) => reached.after = last.uid.to_string(),
                    None => reached.step = Step::Open(0, String::new()),
                }
                reached.seen += rows.len() as u64;
            }
            Step::Open(sort, after) => {
                let next = registry.schools().open_goes_on(&mut tx, change, sort, &after).await?;
                reached.step = next.map_or(Step::Places(0), |(sort, after)| Step::Open(sort, after));
            }
            Step::Places(table) => {
                let next = registry.schools().place_again(&mut tx.work, change, table).await?;
                reached.step = next.map_or(Step::Copies, Step::Places);
            }
            Step::Copies => {
                let handed = match (change.ending(), &change.successor) {
                    (Some(school), Some(to)) => {
                        registry.cases().hand_on_copies(&mut tx.work, school, to).await?
                    }
                    _ => 0,
                };
                if handed == 0 {
                    reached.step = Step::Dossiers;
                }
            }
            Step::Dossiers => {
                let keeper = change.successor.as_ref().unwrap_or(&change.authority);
                let handed = match change.ending().filter(|_| found.left == 0) {
                    Some(school) => {
                        registry.papers().hand_on_dossiers(&mut tx.work, school, keeper, change.uid).await?
                    }
                    None => 0,
                };
                if handed == 0 {
                    reached.step = Step::Close;
                }
            }
            Step::Close => {
                registry.schools().close_list(&mut tx, found).await?;
                return Ok(Slice::last(tx.finish()));
            }
        }
        let total = turn.job().total.max(reached.seen);
        Ok(Slice::at(tx.finish(), &reached, reached.seen, total))
    }
}

impl ChangeRow {
    /// The school that ends with this change.
    pub(super) fn ending(&self) -> Option<&UnitId> {
        self.school.as_ref().filter(|_| self.change.ends_school())
    }
}

impl Schools<'_> {
    /// Runs an approved change to its end. Doing it again changes nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn run_school_change(&self, id: SchoolChangeId) -> Result<State> {
        let change = self.change_row(id).await?;
        if change.state == State::Running {
            let change = &change;
            self.store
                .transact(&id.to_string(), || {
                    Box::pin(async move {
                        let mut work = UnitOfWork::new();
                        self.call_for_move(&mut work, change).await?;
                        Ok((work, ()))
                    })
                })
                .await?;
            self.jobs().finish_job(Kind::SchoolChange, &id.to_string()).await?;
        }
        Ok(self.change_row(id).await?.state)
    }

    /// Has the moving of what a school has begun, or gone on with.
    pub(super) async fn call_for_move(&self, work: &mut UnitOfWork, change: &ChangeRow) -> Result<()> {
        let total = match &change.school {
            // A literal, because only literals are counted from the index alone; ids of a fixed form, so it is safe.
            Some(school) => self.store.count("person", &format!("school = '{school}'")).await?,
            None => change.change.schools().len() as u64,
        };
        let call = Call {
            kind: Kind::SchoolChange,
            subject: &change.uid.to_string(),
            path: None,
            cursor: serde_json::Value::Null,
            total,
        };
        self.jobs().call_job(work, call).await
    }

    async fn move_some(
        &self,
        tx: &mut Transaction<'_>,
        change: &ChangeRow,
        rows: &[PersonRow],
    ) -> Result<()> {
        let Some(school) = &change.school else { return Ok(()) };
        let school = self.units().unit(school).await?;
        for row in rows {
            self.move_one(tx, change, &school, row).await?;
        }
        Ok(())
    }

    async fn move_one(
        &self,
        tx: &mut Transaction<'_>,
        change: &ChangeRow,
        school: &Unit,
        loaded: &PersonRow,
    ) -> Result<()> {
        let mut person = loaded.clone();
        if let Change::Rename { name } = &change.change {
            let name = domain::text::line(name).text;
            if loaded.school_name != name {
                person.school_name = name;
                person.save(&mut tx.work, loaded);
            }
            return Ok(());
        }
        let here = is_here(loaded.standing.key());
        let leaves = here && change.change.placement(loaded.grade, &loaded.class_name).is_some();
        if matches!(change.change, Change::Convert { .. }) && !leaves {
            return self.stay_in(tx, change, school, loaded).await;
        }
        if matches!(change.change, Change::Reassign { .. }) {
            if loaded.path != school.path {
                person.path = school.path.clone();
                self.problems().save_moved(tx, person, loaded).await?;
            }
            return Ok(());
        }
        // Whoever became busy at the last moment is moved by a later turn.
        if !change.change.moves_archives() || loaded.open_case.is_some() {
            return Ok(());
        }
        let placed = change.change.placement(loaded.grade, &loaded.class_name).filter(|_| here);
        let to = placed.map(|placed| placed.to.clone()).or_else(|| change.successor.clone());
        let keeper = match &to {
            Some(to) => self.units().unit(to).await?,
            None if here => return Ok(()),
            None => self.units().unit(&change.authority).await?,
        };
        let kept = self.custody_row(loaded.uid).await?;
        if to.is_none() && kept.as_ref().is_some_and(|row| row.change == Some(change.uid)) {
            return Ok(());
        }
        // The archive of a drop-out whom the household county follows is there already, and stays there (第二十二条).
        let at_county = kept.filter(|_| loaded.followed.is_some());
        if let Some(kept) = at_county.clone().filter(|_| to.is_none()) {
            let row = CustodyRow { change: Some(change.uid), ..kept };
            tx.work.put("custody", &loaded.uid.to_string(), &row);
            return Ok(());
        }
        if to.is_some() {
            person.school = keeper.id.clone();
            person.school_name.clone_from(&keeper.name);
            person.path = keeper.path.clone();
            if here {
                let system = keeper.school.as_ref().map_or(loaded.system, |school| school.system);
                let name = placed.map(|placed| placed.class_there(system));
                let name = name.filter(|name| *name != loaded.class_name);
                self.count_in(tx, change, &keeper, (loaded, &mut person), name.as_deref()).await?;
                // A class of a special school that goes on in an ordinary one is 随班就读 there.
                self.cases().teach(None, &mut person, &keeper, Teaching::default(), tx).await?;
                self.go_on_at(&mut tx.work, &person, &keeper).await?;
            }
        }
        let today = tx.today();
        let act = format!("{}（{}）", change.change.label(), change.act);
        let row = match at_county {
            Some(kept) => CustodyRow { change: Some(change.uid), ..kept },
            None => CustodyRow {
                person: loaded.uid,
                custodian: keeper.id.clone(),
                since: today,
                act: act.clone(),
                change: Some(change.uid),
                letter: None,
            },
        };
        tx.work.put("custody", &loaded.uid.to_string(), &row);
        let paper = self
            .papers()
            .hand_on_dossier(&mut tx.work, loaded.uid, &school.id, &keeper.id, change.uid)
            .await?;
        let class = |row: &PersonRow| format!("{}{}", row.grade_label(), row.class_name);
        let line = MovedRow {
            change: change.uid,
            person: loaded.uid,
            name: loaded.name.clone(),
            number_mask: loaded.number_mask.clone(),
            from: school.id.clone(),
            to: keeper.id.clone(),
            classes: (class(loaded), if here { class(&person) } else { String::new() }),
            paper,
        };
        tx.work.create("custody_moved", &format!("{}|{}", change.uid, loaded.uid), &line);
        let by = change.decided.as_ref().map_or(&change.proposed.0, |(party, ..)| party);
        let moved = RecordDetail::CustodyMoved {
            from: school.name.clone(),
            to: keeper.name.clone(),
            act,
            on: today,
            pieces: paper.map(|(pieces, _)| pieces),
        };
        tx.tell_entry(loaded.uid, NewEntry::of(moved).by(by.clone())).await?;
        self.problems().save_moved(tx, person, loaded).await
    }

    /// Ends the stretch of schooling at the school that ends and begins one where the pupil goes on. The case that brought the
    /// pupil in stays the one on record: no new one was needed.
    async fn go_on_at(&self, work: &mut UnitOfWork, person: &PersonRow, to: &Unit) -> Result<()> {
        let Some(spell) = self.cases().open_spell(person.uid).await? else { return Ok(()) };
        let today = self.store.clock.today();
        let ended = EnrolmentRow { to_on: Some(today), version: spell.version + 1, ..spell.clone() };
        work.replace("spell", &spell.uid.to_string(), spell.version, &ended);
        let next = EnrolmentRow {
            uid: SpellId::new(self.store.new_id()),
            version: 1,
            school: to.id.clone(),
            school_name: to.name.clone(),
            path: to.path.clone(),
            grade: person.grade,
            class_name: person.class_name.clone(),
            from_on: today,
            previous: Some(spell.uid),
            ..spell
        };
        work.create("spell", &next.uid.to_string(), &next);
        Ok(())
    }

    /// Closes the list, when nobody is left; whoever is waits for the next run.
    async fn close_list(&self, tx: &mut Transaction<'_>, found: &Found) -> Result<()> {
        let loaded = self.change_row(found.change.uid).await?;
        let mut row = loaded.clone();
        // Counted again in the lane in which the school takes people in: nobody comes between.
        let left = match &loaded.school {
            Some(school) => found.left.max(self.left_at(&loaded, school).await?),
            None => found.left,
        };
        row.state = loaded.state.after_turn(left);
        row.moved = found.list.0;
        if row.state == State::Done && loaded.state == State::Running {
            row.list_hash.clone_from(&found.list.1);
            row.finished_at = Some(self.store.clock.now());
            let part_of = row.part_of;
            self.write_change(tx, &loaded, row).await?;
            if let Some(act) = part_of {
                self.part_is_done(&mut tx.work, act, loaded.uid).await?;
            }
        }
        Ok(())
    }
}
