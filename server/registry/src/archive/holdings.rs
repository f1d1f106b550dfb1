//! 档案完整情况 (第七条): what a pupil's archive should hold besides the form, and what of it is lacking, kept on the record and counted in the
//! school's figures. After each change of what is on file that one pupil is counted again, in the background; a whole school only when a
//! term begins, when its province asks for other items, or where it was never counted.

use crate::Registry;
use crate::error::Result;
use crate::jobs::{Call, Job, Kind, LeavesJobs, Slice, Turn};
use crate::person::PersonRow;
use crate::services::Archives;
use crate::store::{UnitOfWork, Vars};
use domain::calendar::term;
use domain::id::{PersonId, UnitId};
use domain::org::OrgPath;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// Pupils that are counted in one transaction.
const PUPILS: usize = 50;
/// Another way of counting has another number, so that every school is counted again.
const WAY: &str = "1";

/// One pupil, counted again.
pub(crate) struct Holdings;

/// Every pupil of a school, counted again.
pub(crate) struct SchoolHoldings;

/// The place a school's count has reached.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Reached {
    after: String,
    done: u64,
}

/// What a school was counted for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Counted {
    school: UnitId,
    of: String,
}

impl Job for Holdings {
    const KIND: Kind = Kind::Holdings;
    const TOGETHER: usize = PUPILS;
    const SIDE_BY_SIDE: usize = 1;
    type Found = ();

    async fn find(_registry: &Registry, _turn: &Turn) -> Result<()> {
        Ok(())
    }

    fn lane(_turn: &Turn, _found: &()) -> String {
        "holdings".to_owned()
    }

    async fn slice(registry: &Registry, turn: &Turn, _found: &()) -> Result<Slice> {
        let people: BTreeSet<PersonId> = turn.jobs().iter().filter_map(|job| job.about()).collect();
        let keys: Vec<String> = people.iter().map(ToString::to_string).collect();
        let mut work = UnitOfWork::new();
        // Who is on no record any more is not among them.
        for row in registry.store.get_many::<PersonRow>("person", &keys).await? {
            registry.archives().count_holding(&mut work, &row).await?;
        }
        Ok(Slice::last(work))
    }
}

impl Job for SchoolHoldings {
    const KIND: Kind = Kind::SchoolHoldings;
    type Found = ();

    async fn find(_registry: &Registry, _turn: &Turn) -> Result<()> {
        Ok(())
    }

    fn lane(turn: &Turn, _found: &()) -> String {
        turn.job().subject.clone()
    }

    async fn slice(registry: &Registry, turn: &Turn, _found: &()) -> Result<Slice> {
        let mut work = UnitOfWork::new();
        let (job, mut reached) = (turn.job(), turn.job().place::<Reached>()?);
        let Some(school) = job.about::<UnitId>() else { return Ok(Slice::last(work)) };
        let text = format!(
            "SELECT * FROM person WHERE school = $school AND uid > $after ORDER BY uid LIMIT {PUPILS}"
        );
        let vars = Vars::new().with("school", &school).with("after", &reached.after);
        let rows: Vec<PersonRow> = registry.store.rows(&text, vars).await?;
        let archives = registry.archives();
        for row in &rows {
            archives.count_holding(&mut work, row).await?;
        }
        let Some(last) = rows.last() else {
            let path = registry.units().unit(&school).await?.path;
            let counted = Counted { school: school.clone(), of: archives.counted_for(&path) };
            work.put("holdings_counted", school.as_str(), &counted);
            return Ok(Slice::last(work));
        };
        reached = Reached { after: last.uid.to_string(), done: reached.done + rows.len() as u64 };
        let total = job.total.max(reached.done);
        Ok(Slice::at(work, &reached, reached.done, total))
    }
}

impl Archives<'_> {
    /// Has what a pupil's archive holds counted again after the commit: something was filed, withdrawn or decided.
    pub(crate) fn hold_again(&self, work: &mut UnitOfWork, person: PersonId) {
        work.message(&self.store, Kind::Holdings, &person.to_string());
    }

    /// Counts one pupil, and the figures with it when anything is otherwise.
    async fn count_holding(&self, work: &mut UnitOfWork, loaded: &PersonRow) -> Result<()> {
        let (completeness, _) = self.completeness_of(loaded).await?;
        let holding = completeness.holding();
        if loaded.holding.as_ref() != Some(&holding) {
            loaded.save_holding(work, holding);
        }
        Ok(())
    }

    /// What a count holds for: the term, which says what should be on file by now, and the items of the province.
    fn counted_for(&self, path: &OrgPath) -> String {
        let extras = self.rules().rules_for(path).extra_columns();
        let required: Vec<String> =
            extras.into_iter().filter(|column| column.required).map(|column| column.key).collect();
        format!("{WAY}|{}|{}", term(self.store.clock.today()).key(), required.join(","))
    }

    /// Has every school counted again whose count no longer holds: at the beginning of a term, after other rules, and where nothing was
    /// counted yet, as after an upgrade. Gives how many.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn count_holdings_again(&self) -> Result<usize> {
        let (mut begun, mut after) = (0, String::new());
        loop {
            let schools = self.units().schools_after(&after).await?;
            let Some(last) = schools.last() else { return Ok(begun) };
            after = last.path.as_str().to_owned();
            let keys: Vec<String> = schools.iter().map(|school| school.id.to_string()).collect();
            let counted: Vec<Counted> = self.store.get_many("holdings_counted", &keys).await?;
            let holds = |school: &UnitId, of: &str| {
                counted.iter().any(|counted| counted.school == *school && counted.of == of)
            };
            let again = schools.iter().filter(|school| !holds(&school.id, &self.counted_for(&school.path)));
            let calls: Vec<Call<'_>> = again
                .map(|school| Call {
                    kind: Kind::SchoolHoldings,
                    subject: school.id.as_str(),
                    path: Some(&school.path),
                    cursor: Json::Null,
                    total: 0,
                })
                .collect();
            self.jobs().begin_jobs(&calls).await?;
            begun += calls.len();
        }
    }
}
