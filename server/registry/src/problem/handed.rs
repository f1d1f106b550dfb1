//! Problems of records that stand elsewhere now (第六条): of a pupil who goes to another school, by a transfer or with a school that ends,
//! and of a school that comes to answer to another authority (划转). Whoever now stands above both schools settles them.

use super::check::office_of;
use super::{ProblemRow, Problems};
use crate::error::Result;
use crate::letter::addressed;
use crate::person::PersonRow;
use crate::school::Going;
use crate::store::Vars;
use crate::transaction::Transaction;
use domain::matter::Office;
use domain::problem::settling_unit;

/// Problems that go on in one transaction.
const SOME: usize = 30;

impl Problems<'_> {
    /// Writes a person over the row that was loaded. Where the record stands elsewhere now, its open problems go with it.
    pub(crate) async fn save_moved(
        &self,
        tx: &mut Transaction<'_>,
        person: PersonRow,
        loaded: &PersonRow,
    ) -> Result<()> {
        if person.path != loaded.path {
            self.problems_go_with(tx, &person).await?;
        }
        person.save(&mut tx.work, loaded);
        Ok(())
    }

    /// The open problems of a person's record stand from now on where the person does: there they count, are listed and are answered, and
    /// whoever stands above both schools settles them.
    pub(crate) async fn problems_go_with(&self, tx: &mut Transaction<'_>, person: &PersonRow) -> Result<()> {
        for found in self.open_problems_of(person.uid).await? {
            // Where its other record moved in this same transaction, it is no longer as the store has it.
            let row = tx.placed(found.uid).cloned().unwrap_or(found);
            let mut next = row.clone();
            if row.one == person.uid {
                next.one_path = person.path.clone();
            } else {
                next.two_path = Some(person.path.clone());
            }
            if next.one_path == row.one_path && next.two_path == row.two_path {
                continue;
            }
            let school = office_of(person);
            let settles = match &next.two_path {
                Some(two) => {
                    let unit = self.units().unit(&settling_unit(&next.one_path, two)).await?;
                    Office { name: addressed(&unit), unit: unit.id }
                }
                // A wrong number the school itself puts right.
                None => school.clone(),
            };
            let problem = row.problem(&*self.vault)?.placed(person.uid, &school, settles);
            let next = row.save_at(&*self.vault, &mut tx.work, &problem, next);
            tx.place(next);
        }
        Ok(())
    }

    /// Has some of the unsettled problems of a school's records, the first or the second of each, go on with whoever stands above both
    /// schools. Gives the last one; none after the last.
    pub(crate) async fn problems_go_on(
        &self,
        tx: &mut Transaction<'_>,
        going: &Going,
        (second, after): (bool, &str),
    ) -> Result<Option<String>> {
        let column = if second { "two_path" } else { "one_path" };
        let text = format!(
            "SELECT * FROM problem WHERE {column} = $old AND (open = true OR waiting != []) AND uid > $after \
             ORDER BY uid LIMIT {SOME}"
        );
        let vars = Vars::new().with("old", &going.old).with("after", after);
        let rows: Vec<ProblemRow> = self.store.rows(&text, vars).await?;
        for row in &rows {
            let mut next = row.clone();
            next.one_path = going.placed(&row.one_path);
            next.two_path = row.two_path.as_ref().map(|path| going.placed(path));
            let mut problem = row.problem(&*self.vault)?;
            if let Some(two) = &next.two_path {
                let settles = settling_unit(&next.one_path, two);
                if settles != problem.settled_by.unit {
                    let unit = self.units().unit(&settles).await?;
                    problem = problem.settled_elsewhere(Office { name: addressed(&unit), unit: unit.id });
                }
            }
            row.save_at(&*self.vault, &mut tx.work, &problem, next);
        }
        Ok(rows.last().map(|row| row.uid.to_string()))
    }
}
