//! Reminders (临期提醒) and the word to the authority above (逾期督办, 督办), for every kind of matter alike. What differs between kinds,
//! the domain says of the kind; what a kind tells in a journal of its own, its engine keeps in the same transaction.

use super::desk::people_of;
use super::{MatterKind, MatterRow, in_order};
use crate::case::the_system;
use crate::error::{Error, Result};
use crate::jobs::contained;
use crate::keyset::Place;
use crate::services::Matters;
use crate::sight::sight;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use chrono::{Days, NaiveDate};
use contract::desk::MatterLine;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::id::UnitId;
use domain::matter::deadline::is_due_soon;
use domain::org::Unit;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Matters looked at in one turn.
const PAGE: usize = 200;
/// Days from today within which a reminder can be due: three working days with the longest holidays between.
const HORIZON: u64 = 14;
/// Late matters on one page.
const LATE: usize = 100;

/// What was said about a matter, as stored. It is kept apart from the matter, which its engine writes anew with every step: what was
/// said holds as long as the same desks hold it for the same day.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Reminder {
    /// The matter's.
    uid: String,
    /// The day it was due then.
    due_on: NaiveDate,
    /// Who held it then.
    waiting: Vec<String>,
    /// The day its holders were reminded.
    reminded_on: Option<NaiveDate>,
    /// The authority that was told that it is late.
    escalated: Option<UnitId>,
}

impl Reminder {
    fn of(row: &MatterRow, due_on: NaiveDate) -> Self {
        Self {
            uid: row.uid.clone(),
            due_on,
            waiting: row.waiting.clone(),
            reminded_on: None,
            escalated: None,
        }
    }

    /// Whether it was said of the matter as it stands.
    fn holds(&self, row: &MatterRow) -> bool {
        row.open && row.due_on == Some(self.due_on) && row.waiting == self.waiting
    }
}

impl MatterRow {
    /// The key of the engine's own row.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is none of the engine's.
    pub(crate) fn key<I: std::str::FromStr>(&self) -> Result<I> {
        let key = self.uid.split_once('/').and_then(|(_, key)| key.parse().ok());
        key.ok_or(Error::NotFound("matter"))
    }
}

/// What is said of a matter just now.
#[derive(Debug)]
pub(crate) struct Said {
    /// Whoever holds it is reminded that the day is near.
    pub(crate) reminded: bool,
    /// The authority that is told that the day has passed.
    pub(crate) above: Option<Unit>,
}

/// How many were reminded, and of how many the authority above was told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Watched {
    pub(crate) reminded: usize,
    pub(crate) escalated: usize,
}

impl Matters<'_> {
    /// Reminds whoever holds a matter of which few working days are left, and tells the authority above the holder of one that is late;
    /// each once for a desk and its day. How its kind is handled says [`MatterKind::reminded`](domain::matter::MatterKind::reminded).
    /// Doing it again the same day changes nothing. One matter that fails does not keep the others from being looked at.
    ///
    /// # Errors
    /// The first failure, after every matter was tried.
    pub(crate) async fn watch_matters(&self) -> Result<Watched> {
        let until = self.store.clock.today() + Days::new(HORIZON);
        let (mut done, mut failed) = (Watched::default(), None);
        let beyond = Place::beyond("due_on", "uid");
        let text = format!(
            "SELECT * FROM matter WHERE open = true AND {beyond} AND due_on <= $until ORDER BY due_on, uid LIMIT {PAGE}"
        );
        let mut place = Place::default();
        loop {
            let vars = place.vars(Vars::new().with("until", until));
            let rows: Vec<MatterRow> = self.store.rows(&text, vars).await?;
            let Some(last) = rows.last() else { break };
            place = Place::of(last.due_on, &last.uid);
            for row in rows.iter().filter(|row| row.kind.reminded().days_before().is_some()) {
                match contained(self.watch_matter(&row.uid)).await {
                    Ok((reminded, escalated)) => {
                        done.reminded += usize::from(reminded);
                        done.escalated += usize::from(escalated);
                    }
                    Err(error) => failed = failed.or(Some(error)),
                }
            }
        }
        self.forget_reminders().await?;
        failed.map_or(Ok(done), Err)
    }

    async fn watch_matter(&self, uid: &str) -> Result<(bool, bool)> {
        self.store
            .transact(uid, || {
                Box::pin(async move {
                    let mut tx = self.transaction(the_system());
                    let Some(row) = self.store.get::<MatterRow>("matter", uid).await? else {
                        return Ok((tx.finish(), (false, false)));
                    };
                    let said = self.store.get::<Reminder>("matter_reminder", uid).await?;
                    let Some((before, now)) = self.what_to_say(&row, said, tx.today()).await? else {
                        return Ok((tx.finish(), (false, false)));
                    };
                    if !self.kept_by_engine(&mut tx, &row, &now).await? {
                        return Ok((self.transaction(the_system()).finish(), (false, false)));
                    }
                    let today = tx.today();
                    let next = Reminder {
                        reminded_on: before.reminded_on.or(now.reminded.then_some(today)),
                        escalated: before
                            .escalated
                            .or_else(|| now.above.as_ref().map(|unit| unit.id.clone())),
                        ..before
                    };
                    tx.work.put("matter_reminder", uid, &next);
                    let above = now.above.as_ref().map(|unit| &unit.id);
                    self.messages().remind(&mut tx.work, &row.waiting, above).await?;
                    tx.work.touch(&row.path);
                    Ok((tx.finish(), (now.reminded, now.above.is_some())))
                })
            })
            .await
    }

    /// What is to be said of a matter today, beside what was said before; none where nothing is.
    async fn what_to_say(
        &self,
        row: &MatterRow,
        said: Option<Reminder>,
        today: NaiveDate,
    ) -> Result<Option<(Reminder, Said)>> {
        let how = row.kind.reminded();
        // A case that came back to be mended waits for who asked for something, not for an office that owes an answer: a guardian, who
        // has no desk to look at, hears that the day is near, and no authority that it has passed.
        let mended = row.sent_back && matches!(row.kind, MatterKind::Case(_));
        let waits = row.open && (!mended || row.waits_for_guardian());
        let (Some(due), Some(days)) = (row.due_on.filter(|_| waits), how.days_before()) else {
            return Ok(None);
        };
        let before = said.filter(|said| said.holds(row)).unwrap_or_else(|| Reminder::of(row, due));
        let calendar = self.working_days().calendar_at(&row.path);
        let reminded = before.reminded_on.is_none() && is_due_soon(due, today, days, &calendar);
        let late =
            !mended && before.escalated.is_none() && due < today && how.told_above() && !row.runs_out();
        let above = if late { self.above_holder(row).await? } else { None };
        let now = Said { reminded, above };
        Ok((now.reminded || now.above.is_some()).then_some((before, now)))
    }

    /// Hands on what was said to the engines that tell it in a journal of their own; `false` when the matter went on in the meantime.
    async fn kept_by_engine(&self, tx: &mut Transaction<'_>, row: &MatterRow, said: &Said) -> Result<bool> {
        match row.kind {
            MatterKind::Case(_) => self.cases().keep_said(tx, row, said).await,
            MatterKind::Letter => self.letters().keep_said(tx, row, said).await,
            _ => Ok(true),
        }
    }

    /// Forgets what was said of matters that are closed, that another holds or that are due on another day.
    async fn forget_reminders(&self) -> Result<()> {
        let mut after = String::new();
        loop {
            let text = format!("SELECT * FROM matter_reminder WHERE uid > $after ORDER BY uid LIMIT {PAGE}");
            let page: Vec<Reminder> = self.store.rows(&text, Vars::new().with("after", &after)).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after.clone_from(&last.uid);
            let uids: Vec<String> = page.iter().map(|said| said.uid.clone()).collect();
            let rows: Vec<MatterRow> = self.store.get_many("matter", &uids).await?;
            let over: Vec<String> = page
                .into_iter()
                .filter(|said| !rows.iter().any(|row| row.uid == said.uid && said.holds(row)))
                .map(|said| said.uid)
                .collect();
            if over.is_empty() {
                continue;
            }
            let over = &over;
            self.store
                .transact("matter_reminder", || {
                    Box::pin(async move {
                        let mut work = UnitOfWork::new();
                        for uid in over {
                            work.remove("matter_reminder", uid);
                        }
                        Ok((work, ()))
                    })
                })
                .await?;
        }
    }

    /// The days on which the holders of these matters, as they stand, were reminded.
    pub(super) async fn reminded_on(&self, rows: &[MatterRow]) -> Result<BTreeMap<String, NaiveDate>> {
        let uids: Vec<String> = rows.iter().filter(|row| row.open).map(|row| row.uid.clone()).collect();
        let said: Vec<Reminder> = self.store.get_many("matter_reminder", &uids).await?;
        let held =
            said.into_iter().filter(|said| rows.iter().any(|row| row.uid == said.uid && said.holds(row)));
        Ok(held.filter_map(|said| Some((said.uid, said.reminded_on?))).collect())
    }

    /// The authority above whoever holds a matter, of who holds it as a person above the unit whose matter it is; none above the nation.
    async fn above_holder(&self, row: &MatterRow) -> Result<Option<Unit>> {
        let holder = row.waiting.iter().find_map(|key| key.split('/').next()?.parse::<UnitId>().ok());
        let Some(holder) = holder.or_else(|| row.path.units().pop()) else { return Ok(None) };
        match self.units().unit(&holder).await?.parent {
            Some(above) => self.units().unit(&above).await.map(Some),
            None => Ok(None),
        }
    }

    /// The late matters of every kind of which the actor's authority was told (督办), the longest overdue first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who handles nothing in an authority.
    pub async fn late_matters(&self, actor: &Actor) -> Result<Vec<MatterLine>> {
        let unit = actor.unit.as_ref().filter(|unit| unit.kind.is_authority());
        let unit = unit.ok_or(Error::NotFound("late"))?;
        sight(actor, Action::ListPupils, &Target::Unit(&unit.path), "late")?;
        let text = format!(
            "SELECT * FROM matter_reminder WHERE escalated = $unit ORDER BY due_on, uid LIMIT {LATE}"
        );
        let said: Vec<Reminder> = self.store.rows(&text, Vars::new().with("unit", &unit.id)).await?;
        let uids: Vec<String> = said.iter().map(|said| said.uid.clone()).collect();
        let mut rows: Vec<MatterRow> = self.store.get_many("matter", &uids).await?;
        rows.retain(|row| said.iter().any(|said| said.uid == row.uid && said.holds(row)));
        let mut rows = in_order(rows);
        // What the actor's own unit may not read by its own page is not told here either.
        rows.retain(|row| authorise(actor, row.kind.action(actor.role), &Target::Unit(&unit.path)).is_ok());
        self.access_log().saw(actor, Function::LateCases, &people_of(&rows)).await?;
        self.matter_lines(actor, &rows).await
    }
}
