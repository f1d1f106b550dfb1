//! 毕业、结业 (第十三条) by class: whom it is about. Each pupil's outcome is a case of its own, opened like any change.

use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::services::Cases;
use crate::store::Vars;
use contract::pupil::LeaverLine;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::case::change::Record;
use domain::codes::Stage;

/// Rows at once: more than any school has in a leaving grade.
const MOST: usize = 2000;

impl Cases<'_> {
    /// The pupils of the actor's school who leave this year and have no open business, by class and name.
    ///
    /// # Errors
    /// A refusal for who may not open changes; store failures.
    pub async fn leavers(&self, actor: &Actor) -> Result<Vec<LeaverLine>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::OpenChange, &Target::Unit(&own.path))?;
        let text = format!(
            "SELECT * FROM person WHERE school = $school AND status = '01' AND grade IN [5, 6, 9, 12] \
             ORDER BY grade, class_name, name LIMIT {MOST}"
        );
        let rows: Vec<PersonRow> = self.store.rows(&text, Vars::new().with("school", &own.id)).await?;
        let leaves = |row: &PersonRow| {
            row.pupil(row.entry_date, Record::default()).is_some_and(|pupil| pupil.leaves_this_year())
        };
        self.access_log()
            .saw(actor, Function::Leavers, &rows.iter().map(|row| row.uid).collect::<Vec<_>>())
            .await?;
        let listed = rows.iter().filter(|row| row.open_case.is_none() && leaves(row));
        Ok(listed.map(leaver_line).collect())
    }
}

/// A pupil as lists to choose from show one.
pub(super) fn leaver_line(row: &PersonRow) -> LeaverLine {
    LeaverLine {
        id: row.uid,
        name: row.name.clone(),
        number: row.number_mask.clone(),
        class_label: format!("{}{}", row.grade_label(), row.class_name),
        asks_destination: row.grade().is_some_and(|grade| grade.stage() != Stage::Primary),
    }
}
