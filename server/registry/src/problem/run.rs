//! The check of the register for problem records (查重) as background work: each slice is a page of records, of the whole register in order of
//! their ids, of a unit school by school. What a page finds is written problem by problem, each once however often the page is gone
//! through; the slice says how far the check is.

use crate::Registry;
use crate::case::{party, the_system};
use crate::error::{Error, Result};
use crate::jobs::{Call, Job, Kind, Slice, Turn};
use crate::person::PersonRow;
use crate::services::Problems;
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, Utc};
use contract::problem::CheckView;
use domain::access::{Action, Actor, Target, authorise};
use domain::case::Party;
use domain::id::UnitId;
use domain::org::{OrgPath, Unit};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// Records looked at in one slice.
pub(super) const PAGE: usize = 100;

/// The check of a unit's records.
pub(crate) struct Check;

/// The place a check has reached.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Reached {
    /// The last record of the last finished page.
    after: String,
    /// The path of the last finished school.
    #[serde(default)]
    past: String,
}

/// What a page gave; none when there is no check that runs.
pub(crate) struct Page {
    reached: Reached,
    seen: u64,
    found: u64,
    cleared: u64,
    more: bool,
}

impl Job for Check {
    const KIND: Kind = Kind::ProblemCheck;
    /// Checks of units one of which is above the other would find the same at the same time.
    const SIDE_BY_SIDE: usize = 1;
    type Found = Option<Page>;

    async fn find(registry: &Registry, turn: &Turn) -> Result<Option<Page>> {
        let Some(run) = registry.problems().running_check(&turn.job().subject).await? else {
            return Ok(None);
        };
        registry.problems().check_page(&run, turn.job().place()?).await.map(Some)
    }

    async fn slice(registry: &Registry, turn: &Turn, found: &Option<Page>) -> Result<Slice> {
        let mut work = UnitOfWork::new();
        let run = registry.problems().running_check(&turn.job().subject).await?;
        let (Some(run), Some(page)) = (run, found) else { return Ok(Slice::last(work)) };
        let next = CheckRow {
            version: run.version + 1,
            seen: run.seen + page.seen,
            found: run.found + page.found,
            cleared: run.cleared + page.cleared,
            finished_at: (!page.more).then(|| registry.store.clock.now()),
            ..run.clone()
        };
        work.replace("problem_check", run.unit.as_str(), run.version, &next);
        work.touch(&run.path);
        Ok(match page.more {
            true => Slice::at(work, &page.reached, next.seen, next.total),
            false => Slice::last(work),
        })
    }
}

/// A check: what it was asked for and what it has found.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct CheckRow {
    unit: UnitId,
    version: u64,
    path: OrgPath,
    by: Party,
    started_at: DateTime<Utc>,
    seen: u64,
    total: u64,
    found: u64,
    cleared: u64,
    finished_at: Option<DateTime<Utc>>,
}

impl Problems<'_> {
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
        // Another day, not a later one: what a wrong clock did in the future was not done today. One that runs still, or was put
        // aside, goes on.
        let runs = last.as_ref().is_some_and(|row| row.finished_at.is_none());
        let due = last.is_none_or(|row| !runs && crate::clock::shanghai_day(row.started_at) != today);
        if due || runs {
            self.begin_check(&UnitId::nation(), &OrgPath::root(), &the_system()).await?;
        }
        Ok(due)
    }

    async fn begin_check(&self, unit: &UnitId, path: &OrgPath, by: &Party) -> Result<()> {
        // Literals, because only literals are counted from the index alone; a path is digits and slashes, so it is safe.
        let path_text = path.as_str();
        let below = format!("path >= '{path_text}' AND path < '{path_text}~'");
        let total = self.store.count("person", &below).await?;
        self.store
            .transact(unit.as_str(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let there: Option<CheckRow> = self.store.get("problem_check", unit.as_str()).await?;
                    let call = Call {
                        kind: Kind::ProblemCheck,
                        subject: unit.as_str(),
                        path: Some(path),
                        cursor: Json::Null,
                        total,
                    };
                    self.jobs().call_job(&mut work, call).await?;
                    if there.as_ref().is_some_and(|row| row.finished_at.is_none()) {
                        return Ok((work, ()));
                    }
                    let mut row = CheckRow {
                        unit: unit.clone(),
                        version: 1,
                        path: path.clone(),
                        by: by.clone(),
                        started_at: self.store.clock.now(),
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
            started_at: row.started_at,
            seen: row.seen,
            total: row.total.max(row.seen),
            found: row.found,
            cleared: row.cleared,
            finished_at: row.finished_at,
        }))
    }

    /// The check of a unit, when it runs.
    async fn running_check(&self, unit: &str) -> Result<Option<CheckRow>> {
        let run: Option<CheckRow> = self.store.get("problem_check", unit).await?;
        Ok(run.filter(|run| run.finished_at.is_none()))
    }

    /// Looks at the records of one page.
    async fn check_page(&self, run: &CheckRow, reached: Reached) -> Result<Page> {
        let (rows, next) = if run.unit == UnitId::nation() {
            self.records_after(reached).await?
        } else {
            self.records_below(&run.path, reached).await?
        };
        let (mut found, mut cleared) = (0, 0);
        for row in &rows {
            let (new, gone) = self.check_person(row).await?;
            found += new;
            cleared += gone;
        }
        let more = next.is_some();
        Ok(Page { reached: next.unwrap_or_default(), seen: rows.len() as u64, found, cleared, more })
    }

    /// The next records of the whole register, and where they end; none after the last.
    async fn records_after(&self, reached: Reached) -> Result<(Vec<PersonRow>, Option<Reached>)> {
        let text = format!("SELECT * FROM person WHERE uid > $after ORDER BY uid LIMIT {PAGE}");
        let rows: Vec<PersonRow> = self.store.rows(&text, Vars::new().with("after", &reached.after)).await?;
        let last = rows.last().filter(|_| rows.len() == PAGE);
        let next = last.map(|row| Reached { after: row.uid.to_string(), ..reached });
        Ok((rows, next))
    }

    /// The next records of the school that comes next below a unit, closed schools among them, and where they end; none after the last
    /// school. By a beginning of paths the records of a county would be looked for in the nation's.
    async fn records_below(
        &self,
        path: &OrgPath,
        reached: Reached,
    ) -> Result<(Vec<PersonRow>, Option<Reached>)> {
        let text = "SELECT * FROM unit WHERE kind = 'school' AND path > $past AND string::starts_with(path, $path) \
                    ORDER BY path LIMIT 1";
        let vars = Vars::new().with("past", &reached.past).with("path", path);
        let Some(school) = self.store.rows::<Unit>(text, vars).await?.pop() else {
            return Ok((Vec::new(), None));
        };
        let text =
            format!("SELECT * FROM person WHERE school = $school AND uid > $after ORDER BY uid LIMIT {PAGE}");
        let vars = Vars::new().with("school", &school.id).with("after", &reached.after);
        let rows: Vec<PersonRow> = self.store.rows(&text, vars).await?;
        let next = match rows.last().filter(|_| rows.len() == PAGE) {
            Some(last) => Reached { after: last.uid.to_string(), ..reached },
            None => Reached { after: String::new(), past: school.path.as_str().to_owned() },
        };
        Ok((rows, Some(next)))
    }
}
