//! What the system does by itself, day by day: once a day has the register checked for problem records (第六条), measures early
//! warnings (第二十四条), finds violations (第二十六条) and looks at the records under review (第二十四条); reminds who holds a case, tells
//! the authority above when a deadline has passed, of an archive not handed over too (第十五条), clears the unfinished business of leavers
//! (第十三条), takes expired archive packages away (第十五条), erases optional items whose consent was withdrawn, and lists whom a school
//! should look after.

mod pupils;

pub use pupils::{Absent, Suspended};

use crate::Registry;
use crate::case::{CaseRow, QueueLine, the_system, told};
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::store::{UnitOfWork, Vars};
use chrono::{Datelike, Days, NaiveDate};
use domain::access::{Action, Actor, Mask, Target, authorise};
use domain::access_log::Function;
use domain::case::change::Record;
use domain::case::{Case, CaseEvent, CaseState};
use domain::id::{CaseId, UnitId};
use domain::org::OrgPath;
use domain::rules::RuleKey;

/// Cases looked at in one turn.
const PAGE: usize = 200;
/// Days from today within which a reminder can be due: three working days with the longest holidays between.
const HORIZON: u64 = 14;
/// Days after the clearing day on which the clearing is still caught up.
const CLEARING_LASTS: u64 = 30;
/// Late cases on one page.
const LATE: usize = 100;

/// What one look did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Watched {
    /// Reminders written.
    pub reminded: usize,
    /// Cases of which the authority above was told.
    pub escalated: usize,
    /// Cases of leavers that were cleared.
    pub cleared: usize,
    /// Archives whose hand-over is late, of which the authority above was told (第十五条).
    pub late_archives: usize,
    /// Accounts that were sealed because nobody used them (第二十五条).
    pub rested: usize,
    /// Children whose optional items were erased after a withdrawal (个人信息保护法第四十七条).
    pub erased: usize,
    /// Drafts that were thrown away because they are older than anybody can open.
    pub drafts: usize,
}

impl Registry {
    /// Looks at every open case once. Doing it again the same day changes nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn watch(&self) -> Result<Watched> {
        let mut done = Watched::default();
        for id in self.open_cases().await? {
            for event in self.watch_one(id).await? {
                match event {
                    CaseEvent::Reminded(_) => done.reminded += 1,
                    CaseEvent::Escalated(..) => done.escalated += 1,
                    _ => done.cleared += 1,
                }
            }
        }
        done.late_archives = self.urge_late_archives().await?;
        self.nightly(&mut done).await?;
        Ok(done)
    }

    /// What is done once a day because it goes over all of the country. A day that was cut off is done again: each part finds
    /// only what is still to be found.
    async fn nightly(&self, done: &mut Watched) -> Result<()> {
        #[derive(serde::Serialize, serde::Deserialize)]
        struct Last {
            on: NaiveDate,
        }
        let today = self.store.clock.today();
        if self.store.get::<Last>("nightly", "last").await?.is_some_and(|last| last.on >= today) {
            return Ok(());
        }
        self.nightly_check().await?;
        self.find_violations().await?;
        self.nightly_reviews().await?;
        done.rested = self.seal_dormant_accounts().await?;
        self.seal_access_days().await?;
        self.expire_packages().await?;
        done.drafts = self.expire_drafts().await?;
        self.expire_attempts().await?;
        done.erased = self.erase_withdrawn().await?;
        self.nightly_warnings().await?;
        self.store
            .transact("nightly", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    work.put("nightly", "last", &Last { on: today });
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Open cases with which something may be to do: near their deadline, or all of them around the day of the clearing.
    async fn open_cases(&self) -> Result<Vec<CaseId>> {
        #[derive(serde::Deserialize)]
        struct Line {
            uid: CaseId,
        }
        let today = self.store.clock.today();
        let clearing = self.rules_for(&OrgPath::root()).day(RuleKey::LeaverClearing, today.year());
        let all = clearing.is_some_and(|day| (day..=day + Days::new(CLEARING_LASTS)).contains(&today));
        let until = today + Days::new(if all { 3650 } else { HORIZON });
        let mut found = Vec::new();
        let mut after = String::new();
        loop {
            let text = format!(
                "SELECT uid FROM case WHERE state IN ['in_progress', 'returned'] AND due_on <= $until AND uid > $after \
                 ORDER BY uid LIMIT {PAGE}"
            );
            let vars = Vars::new().with("until", until).with("after", &after);
            let rows: Vec<Line> = self.store.rows(&text, vars).await?;
            let Some(last) = rows.last() else { return Ok(found) };
            after = last.uid.to_string();
            found.extend(rows.into_iter().map(|row| row.uid));
        }
    }

    /// The authority above whoever holds a case; none above the nation.
    async fn above_the_holder(&self, case: &Case) -> Result<Option<(UnitId, String)>> {
        let Some(link) = case.waiting_for() else { return Ok(None) };
        let holder = self.unit(&link.unit).await?;
        let Some(parent) = holder.parent else { return Ok(None) };
        let above = self.unit(&parent).await?;
        Ok(Some((above.id, above.name)))
    }

    /// What is to be done with a case today: remind, tell the authority above, or clear it.
    async fn to_do(&self, case: &Case, today: NaiveDate) -> Result<Vec<CaseEvent>> {
        if self.is_to_be_cleared(case, today).await? {
            return Ok(vec![CaseEvent::Closed(CaseState::Cleared, today)]);
        }
        let mut events = Vec::new();
        events.extend(case.remind(today, &self.calendar()));
        if case.is_late(today)
            && let Some((unit, name)) = self.above_the_holder(case).await?
        {
            events.push(CaseEvent::Escalated(unit, name));
        }
        Ok(events)
    }

    /// Whether it is a leaver's, was opened before the day of the clearing, and that day has come.
    async fn is_to_be_cleared(&self, case: &Case, today: NaiveDate) -> Result<bool> {
        let rules = self.rules_for(&case.path);
        let Some(day) = rules.day(RuleKey::LeaverClearing, today.year()) else { return Ok(false) };
        let due = (day..=day + Days::new(CLEARING_LASTS)).contains(&today);
        if !due || case.opened_on >= day || !case.is_cleared_for_leavers() {
            return Ok(false);
        }
        let person = self.person(case.person).await?;
        let pupil = person.pupil(person.entry_date, Record::default());
        Ok(pupil.is_some_and(|pupil| pupil.leaves_this_year()))
    }

    /// Does with a case what is to be done, in the name of the system, with the journal.
    async fn watch_one(&self, id: CaseId) -> Result<Vec<CaseEvent>> {
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let row = self.case_row(id).await?;
                    let mut case = row.case(&*self.vault)?;
                    let events = self.to_do(&case, self.store.clock.today()).await?;
                    if events.is_empty() {
                        return Ok((work, events));
                    }
                    let (at, today) = (self.store.clock.now(), self.store.clock.today());
                    let mut journal = self.chain(row.person).await?;
                    for event in &events {
                        case = case.apply(event);
                        if let Some((event, detail)) = told(&case, event) {
                            let entry = NewEntry { event, detail, case: Some(id), occurred_on: today };
                            journal.append(&mut work, &*self.vault, &the_system(), at, entry);
                        }
                    }
                    journal.save(&mut work);
                    row.save(&*self.vault, &mut work, &case);
                    if !case.state.is_open() {
                        let loaded = self.person(row.person).await?;
                        let mut person = loaded.clone();
                        person.open_case = None;
                        person.save(&mut work, &loaded);
                    }
                    Ok((work, events))
                })
            })
            .await
    }

    /// The late cases of which the actor's authority was told (督办), the longest overdue first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who handles no cases in an authority.
    pub async fn late_cases(&self, actor: &Actor) -> Result<Vec<QueueLine>> {
        let unit = actor.unit.as_ref().filter(|unit| unit.kind.is_authority());
        let unit = unit.ok_or(Error::NotFound("late"))?;
        authorise(actor, Action::ListPupils, &Target::Unit(&unit.path))
            .map_err(|_| Error::NotFound("late"))?;
        let text = format!("SELECT * FROM case WHERE escalated = $unit ORDER BY due_on, uid LIMIT {LATE}");
        let rows: Vec<CaseRow> = self.store.rows(&text, Vars::new().with("unit", &unit.id)).await?;
        self.saw(actor, Function::LateCases, &rows.iter().map(|row| row.person).collect::<Vec<_>>()).await?;
        Ok(rows.iter().map(|row| self.queue_line(row, Mask::Masked)).collect())
    }
}
