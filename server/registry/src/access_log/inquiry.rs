//! Alarms that are looked into (查阅异常核查, 第二十五条): begun by the system for each account and day, found by the unit's leader or an audit
//! administrator, confirmed by another audit administrator. Looks beyond the work become a sign of 第二十七条第七项 in the same hour.

use super::view::ALARM_DAYS;
use super::{AlarmRow, DayRow, day_key};
use crate::case::{party, the_system};
use crate::error::{Error, Result};
use crate::letter::office;
use crate::matter::{Line, Matter, Words, waiting_keys};
use crate::school::Going;
use crate::services::AccessLog;
use crate::shown::Compared;
use crate::sight::sight;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use crate::vault::Cipher;
use chrono::{Days, NaiveDate};
use contract::access::InquiryView;
use contract::{Said, Signed};
use domain::access::{Action, Actor, Role, Target};
use domain::id::{AccountId, InquiryId, UnitId};
use domain::inquiry::{AlarmFinding, Command, Context, Inquiry, InquiryState};
use domain::org::{OrgPath, UnitKind};
use domain::shown::Shown;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Rows looked at in one turn.
const PAGE: usize = 500;
/// Inquiries that go on with another authority in one transaction.
const SOME: usize = 30;

/// An inquiry as stored: sealed, with plain columns for scope, queues and the signs of violations.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct InquiryRow {
    uid: InquiryId,
    version: u64,
    sealed: String,
    /// Account and day; no two have the same.
    once: String,
    account: AccountId,
    unit: UnitId,
    path: OrgPath,
    day: NaiveDate,
    looks: u64,
    state: InquiryState,
    /// What was found and confirmed.
    outcome: Option<AlarmFinding>,
    open: bool,
    waiting: Vec<String>,
    due_on: Option<NaiveDate>,
    begun_on: NaiveDate,
}

fn context_of(id: InquiryId) -> String {
    format!("alarm_inquiry/{id}")
}

fn once_of(account: AccountId, day: NaiveDate) -> String {
    format!("{account}|{day}")
}

impl InquiryRow {
    fn set(&mut self, vault: &dyn Cipher, inquiry: &Inquiry) {
        self.sealed = vault.seal_value(inquiry, &context_of(self.uid));
        self.state = inquiry.state;
        self.outcome = inquiry.outcome();
        self.open = inquiry.state.is_open();
        self.waiting = waiting_keys(inquiry);
        self.due_on = domain::matter::Matter::due(inquiry).map(|due| due.date);
    }

    fn inquiry(&self, vault: &dyn Cipher) -> Result<Inquiry> {
        vault.open_value(&self.sealed, &context_of(self.uid))
    }

    fn as_matter(&self, inquiry: &Inquiry) -> Matter {
        Matter::of(
            inquiry,
            Line {
                table: "alarm_inquiry",
                key: self.uid.to_string(),
                state: self.state.label(),
                persons: Vec::new(),
                path: self.path.clone(),
                opener: None,
                opener_unit: None,
                opened_on: self.begun_on,
                class: String::new(),
                version: self.version,
                href: format!("/access/alarms/{}", self.uid),
                words: Words {
                    pupil: None,
                    about: format!(
                        "{}，{}查阅 {} 次",
                        inquiry.unit.name,
                        domain::form::chinese_date(&self.day.to_string()),
                        self.looks
                    ),
                    from: "系统监测".to_owned(),
                },
            },
        )
    }

    /// Writes the new state over the row that was loaded, and gives the matter, which is to be told in the unit's journal.
    #[must_use]
    fn save(&self, vault: &dyn Cipher, work: &mut UnitOfWork, inquiry: &Inquiry) -> Matter {
        let mut next = self.clone();
        next.set(vault, inquiry);
        next.version = self.version + 1;
        work.replace("alarm_inquiry", &self.uid.to_string(), self.version, &next);
        let matter = next.as_matter(inquiry);
        crate::matter::put(work, vault, &matter);
        work.touch(&self.path);
        matter
    }
}

impl AccessLog<'_> {
    /// Begins what is not looked into yet of the alarms of the last month: one inquiry for each account and day that is over, so that
    /// it is about all that was looked at on that day. Doing it again begins nothing twice. Gives how many it began.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn open_inquiries(&self) -> Result<usize> {
        let today = self.store.clock.today();
        let since = today - Days::new(ALARM_DAYS);
        let mut found: BTreeMap<(AccountId, NaiveDate), AlarmRow> = BTreeMap::new();
        let each = |row: AlarmRow| {
            let known = found.entry((row.account, row.day)).or_insert_with(|| row.clone());
            known.n = known.n.max(row.n);
            Ok(())
        };
        self.matters()
            .each_row("access_alarm", "id", &format!("day >= '{since}' AND day < '{today}'"), each)
            .await?;
        let mut begun = 0;
        for row in found.into_values() {
            begun += usize::from(self.begin_inquiry(&row).await?);
        }
        Ok(begun)
    }

    async fn begin_inquiry(&self, alarm: &AlarmRow) -> Result<bool> {
        let once = &once_of(alarm.account, alarm.day);
        let Some(unit) = &alarm.unit else { return Ok(false) };
        if self.inquiry_once(once).await?.is_some() {
            return Ok(false);
        }
        let unit = &self.units().unit(unit).await?;
        let whole: Option<DayRow> = self.store.get("access_day", &day_key(alarm.account, alarm.day)).await?;
        let n = whole.map_or(alarm.n, |day| day.n.max(alarm.n));
        let auditor = match (&unit.parent, unit.kind) {
            (Some(parent), UnitKind::School) => office(&self.units().unit(parent).await?),
            _ => office(unit),
        };
        let (uid, auditor) = (InquiryId::new(self.store.new_id()), &auditor);
        self.store
            .transact(once, || {
                Box::pin(async move {
                    let mut tx = self.transaction(the_system());
                    if self.inquiry_once(once).await?.is_some() {
                        return Ok((tx.finish(), false));
                    }
                    let today = self.store.clock.today();
                    let calendar = self.working_days().calendar_at(&unit.path);
                    let offices = (office(unit), auditor.clone());
                    let looks = (alarm.day, n);
                    let inquiry = Inquiry::begun(alarm.account, offices, looks, today, &calendar);
                    let mut row = InquiryRow {
                        uid,
                        version: 1,
                        sealed: String::new(),
                        once: once.clone(),
                        account: alarm.account,
                        unit: unit.id.clone(),
                        path: unit.path.clone(),
                        day: alarm.day,
                        looks: n,
                        state: inquiry.state,
                        outcome: None,
                        open: true,
                        waiting: Vec::new(),
                        due_on: None,
                        begun_on: today,
                    };
                    row.set(&*self.vault, &inquiry);
                    tx.work.create("alarm_inquiry", &uid.to_string(), &row);
                    let matter = row.as_matter(&inquiry);
                    crate::matter::put(&mut tx.work, &*self.vault, &matter);
                    self.matters().tell_begun(&mut tx, &matter, &inquiry).await?;
                    tx.work.touch(&unit.path);
                    Ok((tx.finish(), true))
                })
            })
            .await
    }

    async fn inquiry_once(&self, once: &str) -> Result<Option<InquiryRow>> {
        let text = "SELECT * FROM alarm_inquiry WHERE once = $once";
        Ok(self.store.rows(text, Vars::new().with("once", once)).await?.into_iter().next())
    }

    /// An inquiry the actor may look into: of the own unit for its leader, of the subtree for the audit administrator.
    async fn inquiry_in_sight(&self, actor: &Actor, id: InquiryId) -> Result<InquiryRow> {
        let row: Option<InquiryRow> = self.store.get("alarm_inquiry", &id.to_string()).await?;
        let row = row.ok_or(Error::NotFound("inquiry"))?;
        sight(actor, Action::InquireAlarms, &Target::Unit(&row.path), "inquiry")?;
        Ok(row)
    }

    /// One inquiry.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who does not look into it.
    pub async fn inquiry_view(&self, actor: &Actor, id: InquiryId) -> Result<InquiryView> {
        let row = self.inquiry_in_sight(actor, id).await?;
        let inquiry = row.inquiry(&*self.vault)?;
        let who = self.names_of(std::iter::once(row.account)).await?;
        let finder = inquiry.found.as_ref().map(|found| found.opinion.act.by.account);
        let audits = actor.role == Role::AuditAdmin;
        let other = row.account != actor.account;
        Ok(InquiryView {
            id,
            version: row.version,
            who: who.get(&row.account).cloned().unwrap_or_default(),
            day: row.day,
            looks: row.looks,
            state: row.state,
            due_on: row.due_on,
            may_find: row.state == InquiryState::Open && other,
            may_confirm: row.state == InquiryState::Found && audits && other && finder != Some(actor.account),
            unit: inquiry.unit.name,
            auditor: inquiry.auditor.name,
            found: inquiry.found.map(|found| (found.finding, found.opinion.into())),
            returned: inquiry.returned.map(Said::from),
            confirmed: inquiry.confirmed.map(Signed::from),
        })
    }

    /// Does one step. What is confirmed as looking beyond the work is put to the authority above as a sign of a violation.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who does not look into it; refusals by field; `four_eyes` for whose looks they were or who found it.
    pub async fn act_on_inquiry(
        &self,
        actor: &Actor,
        id: impl Into<Shown<InquiryId>>,
        command: &Command,
    ) -> Result<InquiryState> {
        let shown = id.into();
        let id = shown.id;
        let state = self
            .store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let row = self.inquiry_in_sight(actor, id).await?;
                    let standing =
                        self.matters().as_shown("alarm_inquiry", &shown, row.version, actor, command).await?;
                    let Compared::AsShown(act) = standing else {
                        return Ok((UnitOfWork::new(), row.state));
                    };
                    let before = row.inquiry(&*self.vault)?;
                    let calendar = self.working_days().calendar_at(&row.path);
                    let context =
                        Context { today: self.store.clock.today(), actor: party(actor), calendar: &calendar };
                    let events = before.decide(command.clone(), &context)?;
                    let inquiry = events.iter().fold(before, Inquiry::apply);
                    let mut tx = self.transaction(context.actor.clone());
                    act.keep(&mut tx.work);
                    let matter = row.save(&*self.vault, &mut tx.work, &inquiry);
                    self.matters().tell_step(&mut tx, &matter, events).await?;
                    Ok((tx.finish(), inquiry.state))
                })
            })
            .await?;
        if state == InquiryState::Closed {
            // Should this fail, the night finds the same sign.
            self.violations().find_looks_beyond_the_work().await?;
        }
        Ok(state)
    }

    /// The inquiries into these alarms, by account and day.
    pub(super) async fn inquiries_of(
        &self,
        alarms: impl Iterator<Item = (AccountId, NaiveDate)>,
    ) -> Result<BTreeMap<(AccountId, NaiveDate), (InquiryId, InquiryState, Option<AlarmFinding>)>> {
        let once: std::collections::BTreeSet<String> =
            alarms.map(|(account, day)| once_of(account, day)).collect();
        let mut found = BTreeMap::new();
        for once in &once {
            if let Some(row) = self.inquiry_once(once).await? {
                found.insert((row.account, row.day), (row.uid, row.state, row.outcome));
            }
        }
        Ok(found)
    }

    /// Looks that were found and confirmed to be beyond the work: unit, account, day, how many.
    pub(crate) async fn looks_beyond_the_work(&self) -> Result<Vec<(UnitId, AccountId, NaiveDate, u64)>> {
        let text = format!(
            "SELECT * FROM alarm_inquiry WHERE outcome = $outcome AND uid > $after ORDER BY uid LIMIT {PAGE}"
        );
        let mut all = Vec::new();
        let mut after = String::new();
        loop {
            let vars = Vars::new().with("outcome", AlarmFinding::Exceeded).with("after", &after);
            let rows: Vec<InquiryRow> = self.store.rows(&text, vars).await?;
            let Some(last) = rows.last() else { return Ok(all) };
            after = last.uid.to_string();
            all.extend(rows.into_iter().map(|row| (row.unit, row.account, row.day, row.looks)));
        }
    }

    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_inquiry_matters(&self) -> Result<Vec<Matter>> {
        let mut all = Vec::new();
        let each = |row: InquiryRow| {
            all.push(row.as_matter(&row.inquiry(&*self.vault)?));
            Ok(())
        };
        self.matters().each_row("alarm_inquiry", "uid", "open = true", each).await?;
        Ok(all)
    }

    /// Has some of the open ones of a school be confirmed by the audit administrators of the authority to which it comes to answer, after one
    /// of them. Gives the last one; none after the last.
    pub(crate) async fn inquiries_go_on(
        &self,
        tx: &mut Transaction<'_>,
        going: &Going,
        after: &str,
    ) -> Result<Option<String>> {
        let text = format!(
            "SELECT * FROM alarm_inquiry WHERE open = true AND unit = $school AND uid > $after \
             ORDER BY uid LIMIT {SOME}"
        );
        let vars = Vars::new().with("school", &going.school).with("after", after);
        let rows: Vec<InquiryRow> = self.store.rows(&text, vars).await?;
        for row in &rows {
            let before = row.inquiry(&*self.vault)?;
            let Some(event) = before.handed_over(&going.from, &going.addressed()) else { continue };
            let placed = InquiryRow { path: going.placed(&row.path), ..row.clone() };
            let matter = placed.save(&*self.vault, &mut tx.work, &before.apply(&event));
            self.matters().tell_step(tx, &matter, vec![event]).await?;
        }
        Ok(rows.last().map(|row| row.uid.to_string()))
    }

    /// Counts the day of one again that was provisional. Gives whether it moved or became final.
    pub(crate) async fn recount_inquiry(&self, id: InquiryId, tx: &mut Transaction<'_>) -> Result<bool> {
        let row: Option<InquiryRow> = self.store.get("alarm_inquiry", &id.to_string()).await?;
        let row = row.ok_or(Error::NotFound("inquiry"))?;
        let before = row.inquiry(&*self.vault)?;
        let Some(event) = before.recount(&self.working_days().calendar_at(&row.path)) else {
            return Ok(false);
        };
        let matter = row.save(&*self.vault, &mut tx.work, &before.apply(&event));
        self.matters().tell_step(tx, &matter, vec![event]).await?;
        Ok(true)
    }
}
