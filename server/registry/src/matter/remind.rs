//! Reminders and the word to the authority above, for every kind of matter but cases, whose own are told in the pupil's journal.

use super::desk::people_of;
use super::{MatterRow, in_order};
use crate::error::{Error, Result};
use crate::services::Matters;
use crate::sight::sight;
use crate::store::{UnitOfWork, Vars};
use chrono::{Days, NaiveDate};
use contract::desk::MatterLine;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::id::UnitId;
use domain::matter::Reminded;
use domain::matter::deadline::is_due_soon;
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

impl Matters<'_> {
    /// Reminds whoever holds a matter that is due within three working days, and tells the authority above the holder of one that is
    /// late; each once. Gives how many were reminded and how many told. Doing it again the same day changes nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn watch_matters(&self) -> Result<(usize, usize)> {
        let until = self.store.clock.today() + Days::new(HORIZON);
        let (mut reminded, mut told) = (0, 0);
        let mut after = (NaiveDate::MIN, String::new());
        loop {
            let text = format!(
                "SELECT * FROM matter WHERE open = true AND due_on <= $until \
                 AND (due_on > $day OR (due_on = $day AND uid > $uid)) ORDER BY due_on, uid LIMIT {PAGE}"
            );
            let day = if after.1.is_empty() { "0".to_owned() } else { after.0.to_string() };
            let vars = Vars::new().with("until", until).with("day", day).with("uid", &after.1);
            let rows: Vec<MatterRow> = self.store.rows(&text, vars).await?;
            let Some(last) = rows.last() else { break };
            after = (last.due_on.unwrap_or(NaiveDate::MIN), last.uid.clone());
            for row in &rows {
                // Cases are reminded in their own journal; codes run out by themselves.
                if !matches!(row.kind.reminded(), Reminded::AtDesk | Reminded::AtOwnDesk) {
                    continue;
                }
                let done = self.watch_matter(&row.uid).await?;
                reminded += usize::from(done.0);
                told += usize::from(done.1);
            }
        }
        self.forget_reminders().await?;
        Ok((reminded, told))
    }

    async fn watch_matter(&self, uid: &str) -> Result<(bool, bool)> {
        self.store
            .transact(uid, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let Some(row) = self.store.get::<MatterRow>("matter", uid).await? else {
                        return Ok((work, (false, false)));
                    };
                    let Some(due) = row.due_on.filter(|_| row.open) else {
                        return Ok((work, (false, false)));
                    };
                    let today = self.store.clock.today();
                    let said = self.store.get::<Reminder>("matter_reminder", uid).await?;
                    let said =
                        said.filter(|said| said.holds(&row)).unwrap_or_else(|| Reminder::of(&row, due));
                    let mut next = said.clone();
                    if said.reminded_on.is_none()
                        && is_due_soon(due, today, &self.working_days().calendar_at(&row.path))
                    {
                        next.reminded_on = Some(today);
                    }
                    let told_above = row.kind.reminded() == Reminded::AtDesk && !row.runs_out();
                    if said.escalated.is_none() && due < today && told_above {
                        next.escalated = self.above_holder(&row).await?;
                    }
                    let done = (next.reminded_on != said.reminded_on, next.escalated != said.escalated);
                    if done != (false, false) {
                        work.put("matter_reminder", uid, &next);
                        work.touch(&row.path);
                    }
                    Ok((work, done))
                })
            })
            .await
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
    async fn above_holder(&self, row: &MatterRow) -> Result<Option<UnitId>> {
        let holder = row.waiting.iter().find_map(|key| key.split('/').next()?.parse::<UnitId>().ok());
        let Some(holder) = holder.or_else(|| row.path.units().pop()) else { return Ok(None) };
        Ok(self.units().unit(&holder).await?.parent)
    }

    /// The late matters of which the actor's authority was told, the longest overdue first; cases have a list of their own
    /// ([`Watch::late_cases`](crate::services::Watch::late_cases)).
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
