//! How far the schools of a hand-over are (划转一批学校, 第三条), for the authorities that decide it.

use super::ChangeRow;
use super::hand_over::HandedSchool;
use crate::error::{Error, Result};
use crate::services::Schools;
use contract::Page;
use contract::school::HandedLine;
use domain::access::{Action, Actor};
use domain::id::{SchoolChangeId, UnitId};
use domain::school::{HandedState, State};

/// Schools on one page of the outcome.
const PAGE: usize = 50;

impl HandedSchool {
    /// Why it is held or left out; `whole` with how many matters and which.
    fn told(&self, whole: bool) -> Vec<String> {
        match self.state {
            HandedState::Held if !whole => self.headings.clone(),
            _ => self.why.clone(),
        }
    }
}

impl Schools<'_> {
    /// Schools that are settled, and how many there are.
    pub(super) async fn handed_progress(&self, act: &ChangeRow) -> Result<(u64, u64)> {
        let done = self.parts_in(act.uid, State::Done).await?.len();
        let left_out = act.handed.iter().filter(|one| one.state == HandedState::LeftOut).count();
        Ok(((done + left_out) as u64, act.change.schools().len() as u64))
    }

    /// How far each school of a hand-over is, in its order, after one of them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody but the authorities that decide it.
    pub async fn handed_schools(
        &self,
        actor: &Actor,
        id: SchoolChangeId,
        after: Option<&UnitId>,
    ) -> Result<Page<HandedLine, UnitId>> {
        let own = self.schools_office(actor, Action::ReadSchools)?;
        let row = self.change_row(id).await?;
        if row.authority != own && !row.consults(&own) {
            return Err(Error::NotFound("school change"));
        }
        // Which matters are open at a school that is not its own yet is not told the authority to which it goes.
        let knows = row.authority == own || row.gives(Some(&own));
        let schools = row.change.schools();
        let place = |school: &UnitId| schools.iter().position(|one| one == school);
        let from = after.map_or(Some(0), |after| place(after).map(|at| at + 1));
        let from = from.ok_or(Error::NotFound("school change"))?;
        let page: Vec<&UnitId> = schools.iter().skip(from).take(PAGE).collect();
        let done = self.parts_in(id, State::Done).await?;
        let names = self.names_of(page.iter().copied()).await?;
        let line = |school: &&UnitId| {
            let handed = row.handed_of(school);
            let over = handed.and_then(|one| one.by).is_some_and(|by| done.contains(&by));
            let state = handed.map_or(HandedState::Pending, |one| one.state);
            HandedLine {
                school: (*school).clone(),
                name: names.get(*school).cloned().unwrap_or_default(),
                state: if over { HandedState::Over } else { state },
                why: handed.map(|one| one.told(knows)).unwrap_or_default(),
                change: handed.and_then(|one| one.by),
            }
        };
        let rows: Vec<HandedLine> = page.iter().map(line).collect();
        let more = from + rows.len() < schools.len();
        let next = rows.last().filter(|_| more).map(|last| last.school.clone());
        Ok(Page { rows, next })
    }
}
