//! Pupils who learn at a school while their record stays at another (第六条, 第十七条): 随班就读, 特殊教育学校, 专门学校. The school that teaches
//! them sees who they are and where the record is; the record itself stays its own school's.

use super::listed::{COLUMNS, ListedRow};
use super::search::own_path;
use crate::access_log::Seen;
use crate::error::Result;
use crate::services::Pupils;
use crate::store::Vars;
use contract::pupil::HostedLine;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::codes::PupilStatus;
use domain::id::PersonId;

/// More than any school teaches for others.
const MOST: usize = 500;

impl Pupils<'_> {
    /// Pupils who learn at the actor's school while the record stays elsewhere, by name; none for units that are no school. Who was placed at
    /// a school that is no more learns at the one that follows it.
    ///
    /// # Errors
    /// A refusal when the actor may not list pupils.
    pub async fn hosted_pupils(&self, actor: &Actor) -> Result<Vec<HostedLine>> {
        let (hosted, seen) = self.hosted(actor).await?;
        self.access_log().saw_each(actor, &seen).await?;
        Ok(hosted)
    }

    /// The same, and what is to be put down before it is shown: nothing where it is nobody.
    pub(super) async fn hosted(&self, actor: &Actor) -> Result<(Vec<HostedLine>, Vec<Seen>)> {
        let path = own_path(actor)?;
        let grant = authorise(actor, Action::ListPupils, &Target::Unit(&path))?;
        let Some(own) = actor.unit.as_ref().filter(|unit| unit.id.is_school()) else {
            return Ok((Vec::new(), Vec::new()));
        };
        let text = format!(
            "SELECT {COLUMNS} FROM person WHERE placed_at = $school AND status = $status ORDER BY by_pinyin LIMIT {MOST}"
        );
        let mut rows: Vec<ListedRow> = Vec::new();
        // One query for each school: a long list of ids in one would be answered by reading everybody.
        for host in self.schools().followed_by(&own.id).await?.iter().chain([&own.id]) {
            let vars = Vars::new().with("school", host).with("status", PupilStatus::InSchool.code());
            rows.extend(self.store.rows::<ListedRow>(&text, vars).await?);
        }
        // Whose own school the host was merged into is no guest any more.
        rows.retain(|row| row.school != own.id);
        rows.sort_by(|a, b| a.listed.by_pinyin.cmp(&b.listed.by_pinyin));
        rows.truncate(MOST);
        if rows.is_empty() {
            return Ok((Vec::new(), Vec::new()));
        }
        let people: Vec<PersonId> = rows.iter().map(|row| row.uid).collect();
        let seen = Seen { function: Function::PupilSearch, people, searched: String::new() };
        let hosted = |row: &ListedRow| HostedLine {
            placement: row.placement.clone().unwrap_or_default(),
            line: row.line(grant.mask),
        };
        Ok((rows.iter().map(hosted).collect(), vec![seen]))
    }
}
