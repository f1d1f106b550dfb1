//! What the system does by itself, day by day: once a day keeps the figures of every unit, has the register checked for problem records
//! (第六条), measures early warnings (第二十四条), makes owed what the end of a term makes owed (第十八条, 第二十二条) and what each term
//! owes to children who have dropped out, finds violations (第二十六条), looks at the records
//! under review and for reviews that nobody has opened (第二十四条); clears the unfinished business of leavers (第十三条), takes expired
//! archive packages (第十五条) and take-overs that nobody released away, erases optional items whose consent was withdrawn, and lists
//! whom a school should look after. At the end of each round it has reminded who holds a matter and told the authority above of what is
//! late, of every kind alike.

mod pupils;

use crate::case::{the_system, told};
use crate::error::Result;
use crate::jobs::{Kind, Part, Parts, contained};
use crate::journal::NewEntry;
use crate::services::Watch;
use crate::store::Vars;
use chrono::{Datelike, Days, NaiveDate};
use domain::case::change::Record;
use domain::case::{Case, CaseEvent, CaseState};
use domain::id::CaseId;
use domain::org::OrgPath;
use domain::rules::RuleKey;

/// Cases looked at in one turn.
const PAGE: usize = 200;
/// Days after the clearing day on which the clearing is still caught up.
const CLEARING_LASTS: u64 = 30;

/// What one look did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Watched {
    /// Matters of any kind whose holder was reminded.
    pub reminded: usize,
    /// Matters of any kind of which the authority above was told.
    pub escalated: usize,
    /// Cases of leavers that were cleared.
    pub cleared: usize,
    /// Accounts that were sealed because nobody used them (第二十五条).
    pub rested: usize,
    /// Children whose optional items were erased after a withdrawal (个人信息保护法第四十七条).
    pub erased: usize,
    /// Drafts that were thrown away because they are older than anybody can open.
    pub drafts: usize,
    /// Imports whose reading was cut off, taken away with their rows.
    pub cut_off: usize,
}

/// What one hour did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ByItself {
    /// What is looked at each round and what is done once a day.
    pub watched: Watched,
    /// Archives of schools that end.
    pub moved: usize,
    /// Pupils promoted.
    pub promoted: usize,
}

impl Watch<'_> {
    /// Looks at every open matter once, and once a day at what goes over all of the country. Doing it again the same day changes
    /// nothing. A part that fails is noted and keeps no other from being done.
    ///
    /// # Errors
    /// The first failure, after every part was tried.
    pub async fn look_round(&self) -> Result<Watched> {
        let mut done = Watched::default();
        let mut parts = Parts::new(self);
        done.cleared = parts.always(Part::Leavers, self.clear_leavers()).await?;
        done.cut_off = parts.always(Part::CutOffImports, self.imports().forget_unread()).await?;
        // Each hour: it was promised until the next morning and no longer.
        parts.always(Part::TypedForms, self.accounts().expire_typed()).await?;
        // Likewise: words that were said for half a minute, a number somebody was shown among them.
        done.drafts = parts.always(Part::Drafts, self.accounts().expire_drafts()).await?;
        // Much is done in it, one part after the other: what it keeps meanwhile lies on the heap.
        Box::pin(self.nightly(&mut done, &mut parts)).await?;
        // After the accounts that the night seals.
        parts.always(Part::ImportOwners, self.imports().settle_owners()).await?;
        // After what the night finds and owes, so that nobody is reminded of it a round later only.
        let told = parts.always(Part::Matters, self.matters().watch_matters()).await?;
        (done.reminded, done.escalated) = (told.reminded, told.escalated);
        parts.end().map(|()| done)
    }

    /// Everything that is due every hour: the matters, the schools that end, the promotion of the year.
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
        // First of all, and to its end: what stands before the night's other work changes anything.
        parts.daily(Part::Figures, self.figures().call_for_figures()).await?;
        self.jobs().drain_jobs(&[Kind::FigureDays]).await?;
        parts.daily(Part::ProblemCheck, self.problems().nightly_check()).await?;
        parts.daily(Part::TermEnd, self.letters().owe_at_term_end()).await?;
        parts.daily(Part::FollowUps, self.absences().owe_follow_ups()).await?;
        parts.daily(Part::Holdings, self.archives().count_holdings_again()).await?;
        parts.daily(Part::Alarms, self.access_log().open_inquiries()).await?;
        parts.daily(Part::Violations, self.violations().find_violations()).await?;
        parts.daily(Part::Reviews, self.reviews().nightly_reviews()).await?;
        parts.daily(Part::OwedReviews, self.reviews().owe_reviews()).await?;
        done.rested = parts.daily(Part::DormantAccounts, self.accounts().seal_dormant_accounts()).await?;
        parts.daily(Part::AccessDays, self.access_log().seal_access_days()).await?;
        parts.daily(Part::Packages, self.packages().expire_packages()).await?;
        parts.daily(Part::UnsentFiles, self.proofs().expire_unsent()).await?;
        parts.daily(Part::TakeOvers, self.take_overs().expire_take_overs()).await?;
        parts.daily(Part::Attempts, self.accounts().expire_attempts()).await?;
        parts.daily(Part::Codes, self.messages().expire_codes()).await?;
        done.erased = parts.daily(Part::Erasure, self.privacy().erase_withdrawn()).await?;
        parts.daily(Part::Warnings, self.warnings().call_for_warnings()).await?;
        self.jobs().drain_jobs(&[Kind::Warnings]).await
    }

    /// Closes the unfinished business of leavers (第十三条), once its day has come. One case that fails does not keep the others from
    /// being looked at. Gives how many were closed.
    async fn clear_leavers(&self) -> Result<usize> {
        let today = self.store.clock.today();
        let day = self.rules().rules_for(&OrgPath::root()).day(RuleKey::LeaverClearing, today.year());
        let due = day.is_some_and(|day| (day..=day + Days::new(CLEARING_LASTS)).contains(&today));
        let (mut cleared, mut failed) = (0, None);
        for id in if due { self.open_cases().await? } else { Vec::new() } {
            match contained(self.clear_one(id)).await {
                Ok(done) => cleared += usize::from(done),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(cleared), Err)
    }

    async fn open_cases(&self) -> Result<Vec<CaseId>> {
        #[derive(serde::Deserialize)]
        struct Line {
            uid: CaseId,
        }
        let text =
            format!("SELECT uid FROM case WHERE state = $state AND uid > $after ORDER BY uid LIMIT {PAGE}");
        let mut found = Vec::new();
        // One after the other: of a choice of states the store makes a reading of every case there ever was.
        for state in crate::case::OPEN {
            let mut after = String::new();
            loop {
                let vars = Vars::new().with("state", state).with("after", &after);
                let rows: Vec<Line> = self.store.rows(&text, vars).await?;
                let Some(last) = rows.last() else { break };
                after = last.uid.to_string();
                found.extend(rows.into_iter().map(|row| row.uid));
            }
        }
        Ok(found)
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

    /// Closes a case that is to be cleared, in the name of the system, with the journal.
    async fn clear_one(&self, id: CaseId) -> Result<bool> {
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(the_system());
                    let row = self.cases().case_row(id).await?;
                    let before = row.case(&*self.vault)?;
                    let today = tx.today();
                    if !self.is_to_be_cleared(&before, today).await? {
                        return Ok((tx.finish(), false));
                    }
                    let event = CaseEvent::Closed(CaseState::Cleared, today);
                    let case = before.apply(&event);
                    if let Some(detail) = told(&case, &event) {
                        tx.tell_entry(row.person, NewEntry::of(detail).in_case(id)).await?;
                    }
                    let by = tx.by().account;
                    self.cases().tell_opener(by, &case, &mut tx.work).await?;
                    row.save(&*self.vault, &mut tx.work, &case);
                    let loaded = self.pupils().person(row.person).await?;
                    let mut person = loaded.clone();
                    person.open_case = None;
                    person.save(&mut tx.work, &loaded);
                    Ok((tx.finish(), true))
                })
            })
            .await
    }
}
