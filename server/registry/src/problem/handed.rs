//! Problems of the records of a school that comes to answer to another authority (划转, 第六条): whoever now stands above both schools
//! settles them.

use super::{ProblemRow, Problems};
use crate::error::Result;
use crate::letter::addressed;
use crate::school::Going;
use crate::store::Vars;
use crate::transaction::Transaction;
use domain::matter::Office;
use domain::problem::settling_unit;

/// Problems that go on in one transaction.
const SOME: usize = 30;

impl Problems<'_> {
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
            // It is saved over the row as it is placed now: what it counted for at the old place is taken away here.
            row.count(&mut tx.work, -1);
            next.count(&mut tx.work, 1);
            next.save(&*self.vault, &mut tx.work, &problem, &[]);
        }
        Ok(rows.last().map(|row| row.uid.to_string()))
    }
}
