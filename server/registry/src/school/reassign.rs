//! A school that comes to answer to another authority (学籍主管部门, 第三条、第十八条): its place in the tree changes, and with it the place of
//! everything that was written of it, so that whoever it answers to finds it and nobody else does. Codes and numbers stay.

use super::ChangeRow;
use super::classes::province;
use super::propose::refused;
use crate::error::{Error, Result};
use crate::jobs::{Kind, LeavesJobs};
use crate::matter::MatterRow;
use crate::services::Schools;
use crate::store::{UnitOfWork, Vars};
use domain::id::UnitId;
use domain::matter::Office;
use domain::org::{OrgPath, Unit, UnitKind};
use domain::refusal::{Refusal, RefusalCode};
use domain::school::Change;
use serde_json::Value as Json;

/// Tables whose rows say where the school they are about stands, and the columns that say it. Persons are moved one by one; what tells
/// who looked at whom stays as it was written.
const PLACES: &[(&str, &str)] = &[
    ("spell", "path"),
    ("case", "path"),
    ("matter", "path"),
    ("letter", "from_path"),
    ("letter", "to_path"),
    ("problem", "one_path"),
    ("problem", "two_path"),
    ("violation", "subject_path"),
    ("warning", "path"),
    ("follow_up_duty", "path"),
    ("registrar", "path"),
    ("registrar_hand_over", "path"),
    ("review_school", "path"),
    ("review_pupil", "path"),
    ("certificate", "path"),
    ("printout", "path"),
    ("import", "path"),
    ("package", "path"),
    ("consent", "path"),
    ("alarm_inquiry", "path"),
    ("access_alarm", "path"),
    ("disclosure", "path"),
];

/// The row of an engine that keeps the lists it stands in with those of its new place; any other as it is.
fn listed_again(work: &mut UnitOfWork, table: &str, before: Json, row: Json) -> Result<Json> {
    match table {
        "problem" => crate::problem::placed_again(work, before, row),
        "violation" => crate::violation::listed_again(row),
        "warning" => crate::warning::listed_again(row),
        _ => Ok(row),
    }
}

/// Rows of a table that are placed again in one transaction.
const ROWS: usize = 100;

impl Schools<'_> {
    /// Whether another authority may take a school over; it is then among those that are asked.
    pub(super) async fn may_take_over(
        &self,
        own: &UnitId,
        school: &Unit,
        to: &UnitId,
        others: &mut Vec<Office>,
    ) -> Result<Option<Refusal>> {
        let unit = match self.units().unit(to).await {
            Ok(unit) => Some(unit),
            Err(Error::NotFound(_)) => None,
            Err(error) => return Err(error),
        };
        let unit = unit.filter(|unit| unit.kind.may_be_competent() && unit.id != *own);
        let unit = unit.filter(|unit| province(unit) == province(school));
        match unit {
            Some(unit) if !self.school_is_closed(to).await? => {
                others.push(Office { unit: unit.id, name: unit.name });
                Ok(None)
            }
            _ => {
                let what = "这个代码不是本省另一个省级、市级或县级教育行政部门。";
                Ok(Some(refused(RefusalCode::To, what, "请核对新的学籍主管部门的区划代码。")))
            }
        }
    }

    /// The school answers to another authority from now on; a county's school stands in the county. What it has is placed again by the
    /// run; the figures of both authorities are summed again.
    pub(super) async fn answer_to(&self, work: &mut UnitOfWork, school: &Unit, to: &UnitId) -> Result<()> {
        let to = self.units().unit(to).await?;
        let mut next = school.clone();
        if to.kind == UnitKind::County {
            next.division.clone_from(&to.division);
        }
        if let Some(profile) = &mut next.school {
            let stands = next.division.as_str();
            profile.township =
                profile.township.take().filter(|township| township.as_str().starts_with(stands));
        }
        next.path = to.path.child(&school.id);
        next.parent = Some(to.id);
        work.put("unit", school.id.as_str(), &next);
        let old = school.parent.iter().map(UnitId::as_str);
        for unit in old.chain([school.id.as_str()]) {
            work.message(&self.store, Kind::Rollup, unit);
        }
        Ok(())
    }

    /// Places some rows of a table again. Gives the table that is next; none after the last one.
    pub(super) async fn place_again(
        &self,
        work: &mut UnitOfWork,
        change: &ChangeRow,
        table: usize,
    ) -> Result<Option<usize>> {
        let (Change::Reassign { .. }, Some(school)) = (&change.change, &change.school) else {
            return Ok(None);
        };
        let Some((name, column)) = PLACES.get(table).copied() else { return Ok(None) };
        let old: OrgPath = self.units().unit(&change.authority).await?.path.child(school);
        let new = self.units().unit(school).await?.path;
        let text = format!(
            "SELECT *, record::id(id) AS address FROM `{name}` WHERE {column} = $old ORDER BY uid LIMIT {ROWS}"
        );
        let rows: Vec<Json> = self.store.rows(&text, Vars::new().with("old", &old)).await?;
        let all = rows.len() < ROWS;
        for mut row in rows {
            let Some(columns) = row.as_object_mut() else { continue };
            columns.remove("id");
            let Some(Json::String(key)) = columns.remove("address") else { continue };
            let before = Json::Object(columns.clone());
            columns.insert(column.to_owned(), Json::String(new.as_str().to_owned()));
            let version = columns.get("version").and_then(Json::as_u64);
            // Its version is its engine's, which does not go on with the place alone.
            let matter = name == "matter";
            if let Some(version) = version.filter(|_| !matter) {
                // A new version, so that a step that was read before the row was placed does not put the old place back.
                columns.insert("version".to_owned(), (version + 1).into());
            }
            let row = listed_again(work, name, before, row)?;
            match version {
                Some(version) if matter => work.replace(name, &key, version, &row),
                Some(version) => {
                    work.replace(name, &key, version, &row);
                    self.matter_follows(work, (name, &key), version + 1, (&old, &new)).await?;
                }
                None => work.put(name, &key, &row),
            }
        }
        Ok(Some(if all { table + 1 } else { table }))
    }

    /// Has the matter of an engine's row, where it has one, say the row's version and place. Where it waits for another unit it stands there
    /// and only the version follows.
    async fn matter_follows(
        &self,
        work: &mut UnitOfWork,
        (table, key): (&str, &str),
        version: u64,
        (old, new): (&OrgPath, &OrgPath),
    ) -> Result<()> {
        let uid = format!("{table}/{key}");
        let Some(mut matter) = self.store.get::<MatterRow>("matter", &uid).await? else { return Ok(()) };
        let loaded = std::mem::replace(&mut matter.version, version);
        if matter.path == *old {
            matter.path = new.clone();
        }
        work.replace("matter", &uid, loaded, &matter);
        Ok(())
    }
}
