//! The work calendar (节假日安排) as data: the national system administrator loads what the State Council announced, and the
//! open deadlines that were counted without it are counted again.

use crate::error::{Error, Result};
use crate::jobs::{Kind, LeavesJobs};
use crate::journal::NewEntry;
use crate::services::WorkingDays;
use crate::store::{Store, UnitOfWork, Vars};
use crate::transaction::Transaction;
use chrono::{Datelike, NaiveDate};
use contract::calendar::{AnnouncedDay, CalendarView, CalendarYear};
use domain::access::{Action, Actor, Target, authorise};
use domain::calendar::{DayKind, LineError, SpecialDay, WorkCalendar, YearStatus};
use domain::id::CaseId;
use domain::org::OrgPath;
use domain::refusal::{Basis, Refusal, RefusalCode};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};

/// How many wrong lines of a file are told at once.
const TOLD: usize = 8;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct DayRow {
    date: NaiveDate,
    year: i32,
    kind: DayKind,
    name: String,
}

/// The calendar that was loaded into the store, none when the seed still holds.
pub(crate) async fn stored(store: &Store) -> Result<Option<WorkCalendar>> {
    let rows: Vec<DayRow> = store.rows("SELECT * FROM calendar_day", Vars::new()).await?;
    let days: BTreeMap<NaiveDate, SpecialDay> =
        rows.into_iter().map(|row| (row.date, SpecialDay { kind: row.kind, name: row.name })).collect();
    Ok((!days.is_empty()).then(|| WorkCalendar::new(days)))
}

impl WorkingDays<'_> {
    /// The work calendar in force.
    pub fn calendar(&self) -> Arc<WorkCalendar> {
        // A writer replaces the whole value and cannot leave half of one behind.
        self.calendar.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The work calendar where a unit stands: the nation's, and the days off that its province has besides.
    pub(crate) fn calendar_at(&self, path: &OrgPath) -> Arc<WorkCalendar> {
        let national = self.calendar();
        match self.rules().rules_for(path).calendar(&national) {
            Cow::Owned(own) => Arc::new(own),
            Cow::Borrowed(_) => national.clone(),
        }
    }

    /// Whether the actor may load a calendar.
    pub fn may_publish_calendar(&self, actor: &Actor) -> bool {
        let path = actor.unit.as_ref().map(|unit| &unit.path);
        path.is_some_and(|path| authorise(actor, Action::ManageReference, &Target::Unit(path)).is_ok())
    }

    /// The work calendar in force for whoever reads it, the newest year first, and of the next year that it is not announced yet.
    pub fn calendar_view(&self, actor: &Actor) -> CalendarView {
        let calendar = self.calendar();
        let next = self.store.clock.today().year() + 1;
        let years: BTreeSet<i32> = calendar.years().map(|(year, _)| year).chain([next]).collect();
        let days = |year: i32| {
            let days = calendar.days().filter(move |(date, _)| date.year() == year);
            days.map(|(date, day)| AnnouncedDay { date, kind: day.kind, name: day.name.clone() }).collect()
        };
        let years = years.into_iter().rev().map(|year| CalendarYear {
            year,
            status: calendar.year_status(year),
            days: days(year),
        });
        CalendarView { years: years.collect(), may_publish: self.may_publish_calendar(actor) }
    }

    /// Loads a file of announced days (`date,kind,name`). Its published years replace ours as a whole; years it does not
    /// have stay. Open deadlines that were provisional are counted again in the background, none is brought forward.
    /// Gives the years that are published now and were not before.
    ///
    /// # Errors
    /// A refusal `file` that tells the wrong lines, or that nothing new is in it; [`Error::NotFound`] for everybody else.
    pub async fn publish_calendar(&self, actor: &Actor, csv: &str) -> Result<Vec<i32>> {
        if !self.may_publish_calendar(actor) {
            return Err(Error::NotFound("calendar"));
        }
        let loaded = WorkCalendar::from_csv(csv).map_err(|errors| wrong_lines(&errors))?;
        let before = self.calendar();
        let mut next = (*before).clone();
        next.take_over(&loaded);
        if next == *before {
            return Err(refusal("文件里没有新的内容。", "请核对文件，或无需再次导入。").into());
        }
        let published = |calendar: &WorkCalendar, year| calendar.year_status(year) == YearStatus::Published;
        if let Some((year, _)) =
            before.years().find(|(year, _)| published(&before, *year) && !published(&next, *year))
        {
            let what = format!("文件会使已公布的{year}年不完整。");
            return Err(refusal(&what, "请导入该年度的全部放假和调休日期。").into());
        }
        let rows: Vec<DayRow> = next
            .days()
            .map(|(date, day)| DayRow { date, year: date.year(), kind: day.kind, name: day.name.clone() })
            .collect();
        let gone: Vec<NaiveDate> =
            before.days().map(|(date, _)| date).filter(|date| next.special(*date).is_none()).collect();
        let (rows, gone) = (&rows, &gone);
        self.store
            .transact("calendar", || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    for date in gone {
                        work.remove("calendar_day", &date.to_string());
                    }
                    for row in rows {
                        work.put("calendar_day", &row.date.to_string(), row);
                    }
                    self.accounts().log_account(
                        &mut work,
                        Some(actor.account),
                        "calendar_published",
                        Some(actor.account),
                        "",
                    );
                    work.message(&self.store, Kind::Calendar, "recount");
                    Ok((work, ()))
                })
            })
            .await?;
        let new = next.years().map(|(year, _)| year);
        let new = new.filter(|year| published(&next, *year) && !published(&before, *year)).collect();
        *self.calendar.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        Ok(new)
    }

    /// Counts the due day of a case again.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn recount_case(&self, id: CaseId, tx: &mut Transaction<'_>) -> Result<bool> {
        let row = self.cases().case_row(id).await?;
        let case = row.case(&*self.vault)?;
        let Some(event) = case.recount(&self.calendar_at(&row.path), &self.rules().rules_for(&row.path))
        else {
            return Ok(false);
        };
        let case = case.apply(&event);
        if let Some(detail) = crate::case::told(&case, &event) {
            tx.tell_entry(row.person, NewEntry::of(detail).in_case(id)).await?;
        }
        row.save(&*self.vault, &mut tx.work, &case);
        Ok(true)
    }
}

fn wrong_lines(errors: &[LineError]) -> Refusal {
    let mut told: Vec<String> = errors.iter().take(TOLD).map(ToString::to_string).collect();
    if errors.len() > TOLD {
        told.push(format!("另有{}处。", errors.len() - TOLD));
    }
    refusal(&told.join(""), "请改正后重新导入。")
}

fn refusal(what: &str, remedy: &str) -> Refusal {
    Refusal::new(RefusalCode::File, Basis::Procedure, what, remedy)
}
