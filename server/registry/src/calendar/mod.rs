//! The work calendar (节假日安排) as data: the national system administrator loads what the State Council announced, and the
//! open deadlines that were counted without it are counted again.

use crate::Registry;
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::store::{Store, UnitOfWork, Vars};
use chrono::NaiveDate;
use domain::access::{Action, Actor, Target, authorise};
use domain::calendar::{DayKind, LineError, SpecialDay, WorkCalendar, YearStatus};
use domain::id::CaseId;
use domain::refusal::{Basis, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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

impl Registry {
    /// The work calendar in force.
    pub fn calendar(&self) -> Arc<WorkCalendar> {
        // A writer replaces the whole value and cannot leave half of one behind.
        self.calendar.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the actor may load a calendar.
    pub fn may_publish_calendar(&self, actor: &Actor) -> bool {
        let path = actor.unit.as_ref().map(|unit| &unit.path);
        path.is_some_and(|path| authorise(actor, Action::ManageReference, &Target::Unit(path)).is_ok())
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
            .map(|(date, day)| DayRow {
                date,
                year: chrono::Datelike::year(&date),
                kind: day.kind,
                name: day.name.clone(),
            })
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
                    self.log_account(
                        &mut work,
                        Some(actor.account),
                        "calendar_published",
                        Some(actor.account),
                        "",
                    );
                    work.message(self.store.new_id(), "calendar", "recount");
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
    pub(crate) async fn recount_case(&self, id: CaseId, work: &mut UnitOfWork) -> Result<bool> {
        let row = self.case_row(id).await?;
        let case = row.case(&*self.vault)?;
        let Some(event) = case.recount(&self.calendar(), &self.rules_for(&row.path)) else {
            return Ok(false);
        };
        let case = case.apply(&event);
        let (at, today) = (self.store.clock.now(), self.store.clock.today());
        let mut journal = self.chain(row.person).await?;
        if let Some((event, detail)) = crate::case::told(&case, &event) {
            let entry = NewEntry { event, detail, case: Some(id), occurred_on: today };
            journal.append(work, &*self.vault, &crate::case::the_system(), at, entry);
        }
        journal.save(work);
        row.save(&*self.vault, work, &case);
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
    Refusal::new("file", Basis::Procedure, what, remedy)
}
