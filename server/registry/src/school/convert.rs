//! A school that becomes another kind and keeps its code: who stays, is counted in its system from now on.

use super::ChangeRow;
use super::propose::is_here;
use crate::error::Result;
use crate::journal::NewEntry;
use crate::person::PersonRow;
use crate::services::Schools;
use crate::transaction::Transaction;
use domain::calendar::{SchoolYear, grade_year};
use domain::form::Field;
use domain::id::UnitId;
use domain::journal::{ItemChange, RecordDetail};
use domain::org::Unit;
use domain::school::Change;

impl Schools<'_> {
    /// A pupil who stays: the school's name and system. Whom the other system puts into another stage entered that stage another year, and
    /// the journal says so. `school`: as it is from now on.
    pub(super) async fn stay_in(
        &self,
        tx: &mut Transaction<'_>,
        change: &ChangeRow,
        school: &Unit,
        loaded: &PersonRow,
    ) -> Result<()> {
        let mut person = loaded.clone();
        person.school_name.clone_from(&school.name);
        let system = school.school.as_ref().map_or(loaded.system, |school| school.system);
        if system != loaded.system && is_here(loaded.standing.key()) {
            self.count_in(tx, change, school, (loaded, &mut person), None).await?;
        }
        if person.school_name != loaded.school_name || person.system != loaded.system {
            person.save(&mut tx.work, loaded);
        }
        Ok(())
    }

    /// The years of a pupil go on at a school; what they are called is its system (学制) to say. Whom that puts into another stage entered the
    /// stage another year, and the journal says so: the sixth year of one system is the first of junior school in the other. `class_name`: the
    /// new one, where it changes. For pupils who are still on roll: who has graduated did so in the old system.
    pub(super) async fn count_in(
        &self,
        tx: &mut Transaction<'_>,
        change: &ChangeRow,
        school: &Unit,
        (loaded, person): (&PersonRow, &mut PersonRow),
        class_name: Option<&str>,
    ) -> Result<()> {
        person.system = school.school.as_ref().map_or(loaded.system, |school| school.system);
        let grade = person.grade().filter(|grade| Some(grade.stage()) != loaded.stage());
        let entered = grade.map(|grade| {
            let year = loaded.grade_of.unwrap_or(grade_year(tx.today())).start_year();
            SchoolYear::starting_in(year - i32::from(grade.in_stage()) + 1).first_day()
        });
        self.cases().move_class(person, school, None, class_name, entered)?;
        if entered.is_some() {
            let (old, new) = (loaded.info(&*self.vault)?, person.info(&*self.vault)?);
            let item = ItemChange::between(Field::EntryMonth, &old, &new);
            let by = change.decided.as_ref().map_or(&change.proposed.0, |(party, ..)| party);
            let entry = NewEntry::of(RecordDetail::InfoChanged(item)).by(by.clone());
            tx.tell_entry(loaded.uid, entry).await?;
        }
        Ok(())
    }

    /// How many are at a school that became another kind who are still to be moved to another one, or to be counted in its system.
    pub(super) async fn unsettled_at(&self, change: &ChangeRow, school: &UnitId) -> Result<usize> {
        let placed_anew = matches!(change.change, Change::Reassign { .. });
        if !placed_anew && !matches!(change.change, Change::Convert { .. }) {
            return Ok(0);
        }
        let unit = self.units().unit(school).await?;
        let system = unit.school.map(|school| school.system);
        let (mut left, mut after) = (0, String::new());
        loop {
            let rows = self.promotions().pupils_after(school, &after).await?;
            let Some(last) = rows.last() else { return Ok(left) };
            after = last.uid.to_string();
            let unsettled = rows.iter().filter(|row| match placed_anew {
                true => row.path != unit.path,
                false => {
                    let moves = change.change.placement(row.grade, &row.class_name).is_some();
                    is_here(row.standing.key()) && (moves || Some(row.system) != system)
                }
            });
            left += unsettled.count();
        }
    }
}
