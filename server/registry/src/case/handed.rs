//! Open cases of a school that comes to answer to another authority (划转, 第三条、第十四条): the steps of the old authority are the new one's,
//! told in the child's journal; a case in which one authority speaks for two schools is finished first.

use super::{CaseRow, Cases};
use crate::error::Result;
use crate::school::Going;
use crate::store::Vars;
use crate::transaction::Transaction;
use domain::case::{Case, CaseKind, OtherSide, WithSchool};
use domain::id::{CaseId, PersonId, UnitId};
use domain::matter::Office;
use domain::org::Unit;
use serde::Deserialize;

/// Cases that go on in one transaction.
const SOME: usize = 30;

/// A pupil of whom something is open.
#[derive(Deserialize)]
struct Busy {
    uid: PersonId,
    open_case: CaseId,
}

impl Cases<'_> {
    /// Numbers of the open cases between a school and another one that keep it from going from one authority to another.
    pub(crate) async fn held_between(
        &self,
        school: &Unit,
        (from, to): (&UnitId, &UnitId),
        together: &[UnitId],
    ) -> Result<Vec<String>> {
        let text = "SELECT * FROM case WITH INDEX case_path WHERE path = $path AND kind IN ['transfer', 'progression'] \
                    AND state IN ['in_progress', 'returned']";
        let mut rows: Vec<CaseRow> = self.store.rows(text, Vars::new().with("path", &school.path)).await?;
        let text =
            "SELECT uid, open_case FROM person WHERE school = $school AND open_case NOT IN [NONE, NULL]";
        let busy: Vec<Busy> = self.store.rows(text, Vars::new().with("school", &school.id)).await?;
        let keys: Vec<String> = busy.iter().map(|one| one.open_case.to_string()).collect();
        rows.extend(self.store.get_many::<CaseRow>("case", &keys).await?);
        rows.retain(|row| matches!(row.kind, CaseKind::Transfer | CaseKind::Progression));
        rows.sort_by_key(|row| row.uid);
        rows.dedup_by_key(|row| row.uid);
        let to = Office { unit: to.clone(), name: String::new() };
        let mut held = Vec::new();
        for row in rows {
            let case = row.case(&*self.vault)?;
            if self.with_school(&case, &school.id, from, &to, together).await? == WithSchool::First {
                held.push(row.number);
            }
        }
        Ok(held)
    }

    async fn with_school(
        &self,
        case: &Case,
        school: &UnitId,
        from: &UnitId,
        to: &Office,
        together: &[UnitId],
    ) -> Result<WithSchool> {
        let other = match case.other_school(school) {
            Some(other) => Some(self.units().unit(other).await?),
            None => None,
        };
        let side = other
            .as_ref()
            .map(|other| OtherSide { answers_to: other.competent(), follows: together.contains(&other.id) });
        Ok(case.at_hand_over(from, to, side))
    }

    /// Has some of the school's own open cases go on with the new authority, after one of them. Gives the last; none after the last one.
    pub(crate) async fn own_cases_go_on(
        &self,
        tx: &mut Transaction<'_>,
        going: &Going,
        after: &str,
    ) -> Result<Option<String>> {
        let text = format!(
            "SELECT * FROM case WITH INDEX case_path WHERE path = $path AND state IN ['in_progress', 'returned'] AND uid > $after \
             ORDER BY uid LIMIT {SOME}"
        );
        let vars = Vars::new().with("path", &going.old).with("after", after);
        let rows: Vec<CaseRow> = self.store.rows(&text, vars).await?;
        for row in &rows {
            self.case_goes_on(tx, going, row).await?;
        }
        Ok(rows.last().map(|row| row.uid.to_string()))
    }

    /// The same of what another school opened about pupils of this one.
    pub(crate) async fn cases_of_pupils_go_on(
        &self,
        tx: &mut Transaction<'_>,
        going: &Going,
        after: &str,
    ) -> Result<Option<String>> {
        let text = format!(
            "SELECT uid, open_case FROM person WHERE school = $school AND open_case NOT IN [NONE, NULL] \
             AND uid > $after ORDER BY uid LIMIT {SOME}"
        );
        let vars = Vars::new().with("school", &going.school).with("after", after);
        let busy: Vec<Busy> = self.store.rows(&text, vars).await?;
        let keys: Vec<String> = busy.iter().map(|one| one.open_case.to_string()).collect();
        for row in self.store.get_many::<CaseRow>("case", &keys).await? {
            // The school's own were looked at before.
            if row.path != going.new {
                self.case_goes_on(tx, going, &row).await?;
            }
        }
        Ok(busy.last().map(|one| one.uid.to_string()))
    }

    async fn case_goes_on(&self, tx: &mut Transaction<'_>, going: &Going, row: &CaseRow) -> Result<()> {
        let before = row.case(&*self.vault)?;
        let with = self.with_school(&before, &going.school, &going.from, &going.to, &going.together).await?;
        let path = going.placed(&row.path);
        let mut case = match with {
            WithSchool::Moves(event) => self.after(before, &[*event], tx).await?,
            // What came up at the last moment the old authority finishes; what stands where it stood is left alone.
            WithSchool::First | WithSchool::Stays if path == row.path => return Ok(()),
            WithSchool::First | WithSchool::Stays => before,
        };
        case.path = path.clone();
        CaseRow { path, ..row.clone() }.save(&*self.vault, &mut tx.work, &case);
        Ok(())
    }
}
