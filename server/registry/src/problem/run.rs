//! The check of the register for problem records (查重) as a job in slices, each page of records in order of their ids. A run that was
//! cut off goes on where its last finished page was.

use crate::Registry;
use crate::case::{party, the_system};
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Utc};
use domain::access::{Action, Actor, Target, authorise};
use domain::case::Party;
use domain::id::UnitId;
use domain::org::OrgPath;
use serde::{Deserialize, Serialize};

/// Records looked at in one page.
pub(super) const PAGE: usize = 100;
/// Pages in one turn of the background worker, so that others get theirs.
const SLICE: usize = 10;

/// A check: how far it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct CheckRow {
    unit: UnitId,
    version: u64,
    path: OrgPath,
    by: Party,
    started_at: DateTime<Utc>,
    /// The last record of the last finished page.
    after: String,
    seen: u64,
    total: u64,
    found: u64,
    cleared: u64,
    finished_at: Option<DateTime<Utc>>,
}

/// A check as people see it.
#[derive(Debug, Clone)]
pub struct CheckView {
    /// Who started it.
    pub by: String,
    /// When.
    pub started_at: DateTime<Utc>,
    /// Records looked at.
    pub seen: u64,
    /// Records there were when it began.
    pub total: u64,
    /// Problems found, the known ones not counted.
    pub found: u64,
    /// Problems that are no more.
    pub cleared: u64,
    /// When it was finished.
    pub finished_at: Option<DateTime<Utc>>,
}

impl Registry {
    /// Starts a check of the actor's subtree; the nation's is of the whole register. One that is running is left to run.
    ///
    /// # Errors
    /// A refusal for everybody but registrars and officials of a province or the nation.
    pub async fn start_check(&self, actor: &Actor) -> Result<()> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::RunCheck, &Target::Unit(&own.path))?;
        self.begin_check(&own.id, &own.path, &party(actor)).await
    }

    /// Starts the day's check of the whole register, once a day.
    pub(crate) async fn nightly_check(&self) -> Result<bool> {
        let last: Option<CheckRow> = self.store.get("problem_check", UnitId::nation().as_str()).await?;
        let today = self.store.clock.today();
        // Another day, not a later one: what a wrong clock did in the future was not done today.
        let due = last.is_none_or(|row| {
            row.finished_at.is_some() && crate::clock::shanghai_day(row.started_at) != today
        });
        if due {
            self.begin_check(&UnitId::nation(), &OrgPath::root(), &the_system()).await?;
        }
        Ok(due)
    }

    async fn begin_check(&self, unit: &UnitId, path: &OrgPath, by: &Party) -> Result<()> {
        #[derive(Deserialize)]
        struct Count {
            count: u64,
        }
        let text = "SELECT count() FROM person WHERE string::starts_with(path, $path) GROUP ALL";
        let counted: Vec<Count> = self.store.rows(text, Vars::new().with("path", path)).await?;
        let total = counted.first().map_or(0, |row| row.count);
        self.store
            .transact(unit.as_str(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let there: Option<CheckRow> = self.store.get("problem_check", unit.as_str()).await?;
                    if there.as_ref().is_some_and(|row| row.finished_at.is_none()) {
                        return Ok((work, ()));
                    }
                    let mut row = CheckRow {
                        unit: unit.clone(),
                        version: 1,
                        path: path.clone(),
                        by: by.clone(),
                        started_at: self.store.clock.now(),
                        after: String::new(),
                        seen: 0,
                        total,
                        found: 0,
                        cleared: 0,
                        finished_at: None,
                    };
                    match there {
                        None => work.create("problem_check", unit.as_str(), &row),
                        Some(old) => {
                            row.version = old.version + 1;
                            work.replace("problem_check", unit.as_str(), old.version, &row);
                        }
                    }
                    work.message(self.store.new_id(), "problem_check", unit.as_str());
                    Ok((work, ()))
                })
            })
            .await
    }

    /// The check of the actor's unit, the one that runs or the last.
    ///
    /// # Errors
    /// A refusal for who may not start one.
    pub async fn last_check(&self, actor: &Actor) -> Result<Option<CheckView>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::RunCheck, &Target::Unit(&own.path))?;
        let row: Option<CheckRow> = self.store.get("problem_check", own.id.as_str()).await?;
        Ok(row.map(|row| CheckView {
            by: row.by.name,
            started_at: row.started_at,
            seen: row.seen,
            total: row.total.max(row.seen),
            found: row.found,
            cleared: row.cleared,
            finished_at: row.finished_at,
        }))
    }

    /// Goes on with a check: a few pages, then a message for the next turn.
    pub(crate) async fn check_on(&self, unit: &UnitId) -> Result<()> {
        for _ in 0..SLICE {
            if !self.check_page(unit).await? {
                return Ok(());
            }
        }
        self.store
            .transact(unit.as_str(), || {
                Box::pin(async {
                    let mut work = UnitOfWork::new();
                    work.message(self.store.new_id(), "problem_check", unit.as_str());
                    Ok((work, ()))
                })
            })
            .await
    }

    /// One page. Gives whether there is more.
    pub(super) async fn check_page(&self, unit: &UnitId) -> Result<bool> {
        let Some(run) = self.store.get::<CheckRow>("problem_check", unit.as_str()).await? else {
            return Ok(false);
        };
        if run.finished_at.is_some() {
            return Ok(false);
        }
        let text = format!(
            "SELECT * FROM person WHERE string::starts_with(path, $path) AND uid > $after ORDER BY uid LIMIT {PAGE}"
        );
        let vars = Vars::new().with("path", &run.path).with("after", &run.after);
        let rows: Vec<PersonRow> = self.store.rows(&text, vars).await?;
        let (mut found, mut cleared) = (0, 0);
        for row in &rows {
            let (new, gone) = self.check_person(row).await?;
            found += new;
            cleared += gone;
        }
        let more = rows.len() == PAGE;
        let after = rows.last().map_or(run.after.clone(), |row| row.uid.to_string());
        let (run, after) = (&run, &after);
        let seen = run.seen + rows.len() as u64;
        self.store
            .transact(unit.as_str(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let next = CheckRow {
                        version: run.version + 1,
                        after: after.clone(),
                        seen,
                        found: run.found + found,
                        cleared: run.cleared + cleared,
                        finished_at: (!more).then(|| self.store.clock.now()),
                        ..run.clone()
                    };
                    work.replace("problem_check", unit.as_str(), run.version, &next);
                    work.touch(&run.path);
                    Ok((work, ()))
                })
            })
            .await?;
        Ok(more)
    }
}
