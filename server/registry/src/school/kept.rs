//! The catalogue of the archives a unit keeps for good (第九条, 第十六条): of a school those of who has left it (永久保存), of an authority
//! those of schools that are no more and that nobody followed (移交保管).

use super::ChangeRow;
use crate::error::{Error, Result};
use crate::person::Search;
use crate::services::Schools;
use crate::store::Vars;
use contract::Page;
use contract::kept::KeptLine;
use contract::pupil::Found;
use domain::access::{Action, Actor, Target, authorise};
use domain::id::{PersonId, UnitId};

impl Schools<'_> {
    /// One page of the archives the actor's unit keeps for good, searched as the list of pupils is.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who has no unit; a refusal for who lists no pupils, or when the search text is too short.
    pub async fn kept_archives(
        &self,
        actor: &Actor,
        text: &str,
        after: Option<PersonId>,
    ) -> Result<Found<KeptLine>> {
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ListPupils, &Target::Unit(&unit.path))?;
        let schools = match unit.id.is_school() {
            true => vec![unit.id.clone()],
            false => self.taken_over_by(&unit.id).await?,
        };
        if schools.is_empty() {
            return Ok(Found::none());
        }
        let search = Search { text: text.to_owned(), left: Some(schools), after, ..Search::default() };
        let Found { page, left_off } = self.pupils().find_pupils(actor, &search).await?;
        let people: Vec<PersonId> = page.rows.iter().map(|row| row.id).collect();
        let mut papers = self.papers().dossiers_kept(&unit.id, &people).await?;
        let mut rows = Vec::with_capacity(page.rows.len());
        for row in page.rows {
            let custody = self.custody(&self.pupils().person(row.id).await?).await?;
            rows.push(KeptLine {
                id: row.id,
                name: row.name,
                number: row.number,
                school: row.school,
                standing: row.standing,
                kind: custody.kind,
                since: custody.since,
                act: custody.act,
                paper: papers.remove(&row.id),
            });
        }
        Ok(Found { page: Page { rows, next: page.next }, left_off })
    }

    /// The closed schools whose archives an authority took over: nobody followed them.
    async fn taken_over_by(&self, authority: &UnitId) -> Result<Vec<UnitId>> {
        let text =
            "SELECT * FROM school_change WHERE authority = $authority AND state IN ['running', 'done']";
        let rows: Vec<ChangeRow> = self.store.rows(text, Vars::new().with("authority", authority)).await?;
        let mut schools = Vec::new();
        for row in rows {
            let Some(school) = row.school.filter(|_| row.change.ends_school() && row.successor.is_none())
            else {
                continue;
            };
            if self.school_is_closed(&school).await? && !schools.contains(&school) {
                schools.push(school);
            }
        }
        Ok(schools)
    }
}
