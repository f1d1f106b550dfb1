//! What has to be finished before a school may end, each by its name, so that whoever proposes it knows where to go.

use crate::case::queue_key;
use crate::error::Result;
use crate::import::ImportState;
use crate::matter::{MatterKind, MatterRow, Subject};
use crate::services::Schools;
use crate::store::Vars;
use contract::school::{Blocker, Obstacle};
use domain::matter::AtSchoolsEnd;
use domain::org::Unit;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Under which heading a matter stands in the way of a school's end; none when it does not.
fn heading(row: &MatterRow, school: &Unit) -> Option<&'static str> {
    match row.kind.at_schools_end() {
        AtSchoolsEnd::Finished(heading) => Some(heading),
        AtSchoolsEnd::FinishedAt(heading, desks) => {
            let waits = desks.iter().any(|role| row.waiting.contains(&queue_key(&school.id, *role)));
            waits.then_some(heading)
        }
        AtSchoolsEnd::WithRecord | AtSchoolsEnd::OfAuthority => None,
    }
}

/// Every heading once, in the order of the kinds.
fn headings() -> Vec<&'static str> {
    let mut all = Vec::new();
    for kind in MatterKind::all() {
        match kind.at_schools_end() {
            AtSchoolsEnd::Finished(heading) | AtSchoolsEnd::FinishedAt(heading, _)
                if !all.contains(&heading) =>
            {
                all.push(heading);
            }
            _ => {}
        }
    }
    all
}

impl Schools<'_> {
    /// What stands in the way of ending a school: every open matter of the school or of its desks, whatever its kind, its busy pupils,
    /// papers that are on their way and imports the system works on. Sorts of which there are none are left out.
    pub(super) async fn blockers(&self, school: &Unit) -> Result<Vec<Blocker>> {
        let mut found: Vec<(&'static str, Vec<(String, Obstacle)>)> =
            headings().into_iter().map(|heading| (heading, Vec::new())).collect();
        for row in self.matters().open_matters_of(school).await? {
            let Some(heading) = heading(&row, school) else { continue };
            let words = row.words(&*self.vault)?.about;
            let id = row.uid.split_once('/').map_or("", |(_, id)| id).to_owned();
            let told = match row.kind {
                MatterKind::PaperLoan => self.pupil_of(&row).await?,
                MatterKind::Case(_) => (words, Obstacle::Case(id)),
                MatterKind::Problem => (words, Obstacle::Problem(id)),
                MatterKind::Warning => (format!("{words}（{}）", row.state), Obstacle::Warning(id)),
                _ if words.is_empty() => (row.state, Obstacle::OfSchool),
                _ => (format!("{words}（{}）", row.state), Obstacle::OfSchool),
            };
            if let Some((_, matters)) = found.iter_mut().find(|(one, _)| *one == heading) {
                matters.push(told);
            }
        }
        found.insert(1, ("有在办事项的学生", self.busy_pupils_of(school).await?));
        // What is busy without waiting for anybody stands with the matters of its kind.
        for (kind, busy) in [
            (MatterKind::PaperLoan, self.dossiers_of(school).await?),
            (MatterKind::Import, self.imports_of(school).await?),
        ] {
            if let AtSchoolsEnd::Finished(heading) = kind.at_schools_end()
                && let Some((_, matters)) = found.iter_mut().find(|(one, _)| *one == heading)
            {
                matters.extend(busy);
            }
        }
        let there = found.into_iter().filter(|(_, matters)| !matters.is_empty());
        Ok(there.map(|(heading, matters)| Blocker { heading: heading.to_owned(), matters }).collect())
    }

    async fn asked<T: DeserializeOwned>(&self, school: &Unit, text: &str) -> Result<Vec<T>> {
        self.store.rows(text, Vars::new().with("school", &school.id)).await
    }

    async fn busy_pupils_of(&self, school: &Unit) -> Result<Vec<(String, Obstacle)>> {
        #[derive(Deserialize)]
        struct Line {
            uid: String,
            name: String,
        }
        let text =
            "SELECT uid, name FROM person WHERE school = $school AND open_case NOT IN [NONE, NULL] LIMIT 200";
        let lines: Vec<Line> = self.asked(school, text).await?;
        Ok(lines.into_iter().map(|line| (line.name, Obstacle::Pupil(line.uid))).collect())
    }

    /// The pupil a matter is about, by name.
    async fn pupil_of(&self, row: &MatterRow) -> Result<(String, Obstacle)> {
        let Subject::Person(person) = row.subject else { return Ok((row.state.clone(), Obstacle::OfSchool)) };
        let name = self.pupils().person(person).await?.name;
        Ok((name, Obstacle::Pupil(person.to_string())))
    }

    async fn dossiers_of(&self, school: &Unit) -> Result<Vec<(String, Obstacle)>> {
        let listed = self.papers().listed_dossiers(&school.id).await?;
        Ok(listed.into_iter().map(|(person, name)| (name, Obstacle::Pupil(person.to_string()))).collect())
    }

    async fn imports_of(&self, school: &Unit) -> Result<Vec<(String, Obstacle)>> {
        #[derive(Deserialize)]
        struct Line {
            created_at: chrono::DateTime<chrono::Utc>,
            state: ImportState,
        }
        let text = "SELECT created_at, state FROM import WHERE school = $school \
                    AND aside != true AND state IN ['reading', 'checking', 'entering'] LIMIT 200";
        let lines: Vec<Line> = self.asked(school, text).await?;
        let words = |line: &Line| {
            let day = domain::form::chinese_date(&crate::clock::shanghai_day(line.created_at).to_string());
            format!("{day}上传的名单（{}）", line.state.label())
        };
        Ok(lines.iter().map(|line| (words(line), Obstacle::OfSchool)).collect())
    }
}
