//! What the system does by itself, day by day: once a day has the register checked for problem records (第六条), measures early
//! warnings (第二十四条), makes owed what the end of a term makes owed (第十八条, 第二十二条), finds violations (第二十六条), looks at the records
//! under review and for reviews that nobody has opened (第二十四条); reminds who holds a case, tells the authority above when a deadline has
//! passed, of an archive not handed over too (第十五条), clears the unfinished business of leavers (第十三条), takes expired archive packages
//! away (第十五条), erases optional items whose consent was withdrawn, and lists whom a school should look after.

mod pupils;

use crate::case::{CaseRow, the_system, told};
use crate::error::{Error, Result};
use crate::jobs::{Kind, Part, Parts, contained};
use crate::journal::NewEntry;
use crate::services::Watch;
use crate::sight::sight;
use crate::store::Vars;
use chrono::{Datelike, Days, NaiveDate};
use contract::case::QueueLine;
use domain::access::{Action, Actor, Mask, Target};
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
    /// Reminders of matters of other kinds.
    pub matters_reminded: usize,
    /// Matters of other kinds of which the authority above was told.
    pub matters_escalated: usize,
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

/// What one hour did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ByItself {
    /// The look at the cases and what is done once a day.
    pub watched: Watched,
    /// Archives of schools that end.
    pub moved: usize,
    /// Pupils promoted.
    pub promoted: usize,
}

impl Watched {
    fn count(&mut self, events: &[CaseEvent]) {
        for event in events {
            match event {
                CaseEvent::Reminded(_) => self.reminded += 1,
                CaseEvent::Escalated(..) => self.escalated += 1,
                _ => self.cleared += 1,
            }
        }
    }
}

impl Watch<'_> {
    /// Looks at every open case once, and once a day at what goes over all of the country. Doing it again the same day changes
    /// nothing. A part that fails is noted and keeps no other from being done.
    ///
    /// # Errors
    /// The first failure, after every part was tried.
    pub async fn look_round(&self) -> Result<Watched> {
        let mut done = Watched::default();
        let mut parts = Parts::new(self);
        parts.always(Part::Cases, self.watch_cases(&mut done)).await?;
        // Much is done in it, one part after the other: what it keeps meanwhile lies on the heap.
        Box::pin(self.nightly(&mut done, &mut parts)).await?;
        // After what the night finds and owes, so that nobody is reminded of it a round later only.
        let (reminded, told) = parts.always(Part::Matters, self.matters().watch_matters()).await?;
        (done.matters_reminded, done.matters_escalated) = (reminded, told);
        done.late_archives = parts.always(Part::LateArchives, self.letters().urge_late_archives()).await?;
        parts.end().map(|()| done)
    }

    /// Everything that is due every hour: the cases, the schools that end, the promotion of the year.
    ///
    /// # Errors
    /// The first failure, after every part was tried.
    pub(crate) async fn do_by_itself(&self) -> Result<ByItself> {
        let mut parts = Parts::new(self);
        let watched = match self.look_round().await {
            Ok(watched) => watched,
            Err(error) => {
                parts.note(error);
                Watched::default()
            }
        };
        let moved = parts.always(Part::SchoolChanges, self.schools().resume_school_changes()).await?;
        let schools = parts.always(Part::Promotion, self.promotions().promote_all()).await?;
        let promoted = schools.iter().map(|(_, ran)| ran.promoted).sum();
        parts.end().map(|()| ByItself { watched, moved, promoted })
    }

    /// What is done once a day because it goes over all of the country. A part that was cut off is done again: each finds only what
    /// is still to be found.
    async fn nightly(&self, done: &mut Watched, parts: &mut Parts<'_>) -> Result<()> {
        parts.daily(Part::ProblemCheck, self.problems().nightly_check()).await?;
        parts.daily(Part::TermEnd, self.letters().owe_at_term_end()).await?;
        parts.daily(Part::Violations, self.violations().find_violations()).await?;
        parts.daily(Part::Reviews, self.reviews().nightly_reviews()).await?;
        parts.daily(Part::OwedReviews, self.reviews().owe_reviews()).await?;
        done.rested = parts.daily(Part::DormantAccounts, self.accounts().seal_dormant_accounts()).await?;
        parts.daily(Part::AccessDays, self.access_log().seal_access_days()).await?;
        parts.daily(Part::Packages, self.packages().expire_packages()).await?;
        let drafts = async {
            self.imports().forget_unread().await?;
            self.accounts().expire_drafts().await
        };
        done.drafts = parts.daily(Part::Drafts, drafts).await?;
        parts.daily(Part::Attempts, self.accounts().expire_attempts()).await?;
        done.erased = parts.daily(Part::Erasure, self.privacy().erase_withdrawn()).await?;
        parts.daily(Part::Warnings, self.warnings().call_for_warnings()).await?;
        self.jobs().drain_jobs(&[Kind::Warnings]).await
    }

    /// One case that fails does not keep the others from being looked at.
    async fn watch_cases(&self, done: &mut Watched) -> Result<()> {
        let mut failed = None;
        for id in self.open_cases().await? {
            match contained(self.watch_one(id)).await {
                Ok(events) => done.count(&events),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(()), Err)
    }

    /// Open cases with which something may be to do: near their deadline, or all of them around the day of the clearing.
    async fn open_cases(&self) -> Result<Vec<CaseId>> {
        #[derive(serde::Deserialize)]
        struct Line {
            uid: CaseId,
        }
        let today = self.store.clock.today();
        let clearing = self.rules().rules_for(&OrgPath::root()).day(RuleKey::LeaverClearing, today.year());
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
        let holder = self.units().unit(&link.unit).await?;
        let Some(parent) = holder.parent else { return Ok(None) };
        let above = self.units().unit(&parent).await?;
        Ok(Some((above.id, above.name)))
    }

    /// What is to be done with a case today: remind, tell the authority above, or clear it.
    async fn due_events(&self, case: &Case, today: NaiveDate) -> Result<Vec<CaseEvent>> {
        if self.is_to_be_cleared(case, today).await? {
            return Ok(vec![CaseEvent::Closed(CaseState::Cleared, today)]);
        }
        let mut events = Vec::new();
        events.extend(case.remind(today, &self.working_days().calendar_at(&case.path)));
        if case.is_late(today)
            && let Some((unit, name)) = self.above_the_holder(case).await?
        {
            events.push(CaseEvent::Escalated(unit, name));
        }
        Ok(events)
    }

    /// Whether it is a leaver's, was opened before the day of the clearing, and that day has come.
    async fn is_to_be_cleared(&self, case: &Case, today: NaiveDate) -> Result<bool> {
        let rules = self.rules().rules_for(&case.path);
        let Some(day) = rules.day(RuleKey::LeaverClearing, today.year()) else { return Ok(false) };
        let due = (day..=day + Days::new(CLEARING_LASTS)).contains(&today);
        if !due || case.opened_on >= day || !case.is_cleared_for_leavers() {
            return Ok(false);
        }
        let person = self.pupils().person(case.person).await?;
        let pupil = person.pupil(person.entry_date, Record::default());
        Ok(pupil.is_some_and(|pupil| pupil.leaves_this_year()))
    }

    /// Does with a case what is to be done, in the name of the system, with the journal.
    async fn watch_one(&self, id: CaseId) -> Result<Vec<CaseEvent>> {
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(the_system());
                    let row = self.cases().case_row(id).await?;
                    let mut case = row.case(&*self.vault)?;
                    let events = self.due_events(&case, self.store.clock.today()).await?;
                    if events.is_empty() {
                        return Ok((tx.finish(), events));
                    }
                    for event in &events {
                        case = case.apply(event);
                        if let Some(detail) = told(&case, event) {
                            tx.tell_entry(row.person, NewEntry::of(detail).in_case(id)).await?;
                        }
                    }
                    row.save(&*self.vault, &mut tx.work, &case);
                    if !case.state.is_open() {
                        let loaded = self.pupils().person(row.person).await?;
                        let mut person = loaded.clone();
                        person.open_case = None;
                        person.save(&mut tx.work, &loaded);
                    }
                    Ok((tx.finish(), events))
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
        sight(actor, Action::ListPupils, &Target::Unit(&unit.path), "late")?;
        let text = format!("SELECT * FROM case WHERE escalated = $unit ORDER BY due_on, uid LIMIT {LATE}");
        let rows: Vec<CaseRow> = self.store.rows(&text, Vars::new().with("unit", &unit.id)).await?;
        self.access_log()
            .saw(actor, Function::LateCases, &rows.iter().map(|row| row.person).collect::<Vec<_>>())
            .await?;
        Ok(rows.iter().map(|row| self.cases().queue_line(row, Mask::Masked)).collect())
    }
}
