//! Counting again: whether the counters agree with the records they count. For `server verify` and the crash tests; a page never
//! does this.

use super::{Rollup, Tally, sums};
use crate::case::CaseRow;
use crate::complaint::RatingRow;
use crate::error::Result;
use crate::person::PersonRow;
use crate::problem::ProblemRow;
use crate::review::{ReviewPupilRow, ReviewSchoolRow};
use crate::services::Dashboards;
use crate::store::{UnitOfWork, Vars, tally_key};
use crate::violation::ViolationRow;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

impl Dashboards<'_> {
    /// Counts every person, case, term review, problem, violation and rating again and sums every authority's schools, and gives the counters that
    /// disagree: counter, kept, counted. A problem that does not stand where its records do is told with them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn verify_figures(&self) -> Result<Vec<(String, i64, i64)>> {
        #[derive(Deserialize)]
        struct Kept {
            school: String,
            #[serde(flatten)]
            tally: Tally,
        }
        let mut scratch = UnitOfWork::new();
        self.for_each("person", |row: &PersonRow| {
            row.count(&mut scratch, 1);
            row.uid.to_string()
        })
        .await?;
        self.for_each("case", |row: &CaseRow| {
            row.count(&mut scratch, 1);
            row.uid.to_string()
        })
        .await?;
        self.for_each("review_school", |row: &ReviewSchoolRow| {
            row.count(&mut scratch, 1);
            row.uid.clone()
        })
        .await?;
        self.for_each("review_pupil", |row: &ReviewPupilRow| {
            row.count(&mut scratch, 1);
            row.uid.clone()
        })
        .await?;
        self.for_each("violation", |row: &ViolationRow| {
            row.count(&mut scratch, 1);
            row.uid.to_string()
        })
        .await?;
        self.count_ratings(&mut scratch).await?;
        let mut wrong = self.verify_problems(&mut scratch).await?;
        let mut counted: BTreeMap<(String, String), i64> = scratch.into_tallies();
        let kept: Vec<Kept> = self.store.rows("SELECT school, counter, n FROM tally", Vars::new()).await?;
        for Kept { school, tally } in kept {
            let again = counted.remove(&(school.clone(), tally.counter.clone())).unwrap_or_default();
            if again != tally.n {
                wrong.push((tally_key(&school, &tally.counter), tally.n, again));
            }
        }
        wrong.extend(counted.into_iter().map(|((school, counter), n)| (tally_key(&school, &counter), 0, n)));
        wrong.extend(self.verify_sums().await?);
        wrong.extend(self.verify_flows().await?);
        Ok(wrong)
    }

    /// Whether what authorities have is the sum of what the units directly below them have and of what is their own.
    async fn verify_sums(&self) -> Result<Vec<(String, i64, i64)>> {
        let (mut wrong, mut after) = (Vec::new(), String::new());
        loop {
            let text = "SELECT * FROM rollup WHERE unit > $after ORDER BY unit LIMIT 100";
            let rows: Vec<Rollup> = self.store.rows(text, Vars::new().with("after", &after)).await?;
            let Some(last) = rows.last() else { return Ok(wrong) };
            after = last.unit.to_string();
            let authorities = rows.into_iter().filter(|row| !row.is_of_a_school());
            for Rollup { unit, counts: mut kept, own, .. } in authorities {
                let mut summed = self.sum_of_below(&unit, &BTreeMap::new()).await?;
                sums::add(&mut summed, &own);
                for (counter, sum) in summed {
                    let n = kept.remove(&counter).unwrap_or_default();
                    if n != sum {
                        wrong.push((format!("{unit}|{counter}"), n, sum));
                    }
                }
                let left = kept.into_iter().filter(|(_, n)| *n != 0);
                wrong.extend(left.map(|(counter, n)| (format!("{unit}|{counter}"), n, 0)));
            }
        }
    }

    /// Counts every problem, and gives those that do not stand where their records do.
    async fn verify_problems(&self, scratch: &mut UnitOfWork) -> Result<Vec<(String, i64, i64)>> {
        let (mut wrong, mut after) = (Vec::new(), String::new());
        loop {
            let rows: Vec<ProblemRow> = self.page("problem", &after).await?;
            let Some(last) = rows.last() else { return Ok(wrong) };
            after = last.uid.to_string();
            rows.iter().for_each(|row| row.count(scratch, 1));
            wrong.extend(self.problems().misplaced(&rows).await?);
        }
    }

    /// Counts every rating: of which grade it is, is sealed.
    async fn count_ratings(&self, scratch: &mut UnitOfWork) -> Result<()> {
        let mut after = String::new();
        loop {
            let rows: Vec<RatingRow> = self.page("rating", &after).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after.clone_from(&last.uid);
            for row in &rows {
                row.count(scratch, &row.rated(&*self.vault, &row.uid)?, 1);
            }
        }
    }

    /// Reads a whole table in pages; `each` gives the id of the row.
    async fn for_each<T: DeserializeOwned>(
        &self,
        table: &str,
        mut each: impl FnMut(&T) -> String,
    ) -> Result<()> {
        let mut after = String::new();
        loop {
            let rows: Vec<T> = self.page(table, &after).await?;
            if rows.is_empty() {
                return Ok(());
            }
            for row in &rows {
                after = each(row);
            }
        }
    }

    /// The next rows of a table in the order of their ids.
    async fn page<T: DeserializeOwned>(&self, table: &str, after: &str) -> Result<Vec<T>> {
        let text = format!("SELECT * FROM {table} WHERE uid > $after ORDER BY uid LIMIT 500");
        self.store.rows(&text, Vars::new().with("after", after)).await
    }
}
