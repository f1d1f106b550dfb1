//! A change is weighed before it is proposed and again before it is approved: what it would do, and what stands in its way.

use super::propose::refused;
use crate::error::{Error, Result};
use crate::services::Schools;
use contract::school::Preview;
use domain::access::{Action, Actor};
use domain::codes::PupilStatus;
use domain::id::{SchoolChangeId, UnitId};
use domain::org::Unit;
use domain::refusal::RefusalCode;
use domain::school::{Change, Profile, State, blockers_refused, keeps_code};

/// Standings in which a pupil still belongs to the school and has to be placed.
pub(crate) fn is_here(status: &str) -> bool {
    use PupilStatus as S;
    status == "candidate"
        || [S::InSchool, S::Suspended, S::Abroad, S::Lost, S::Missing].iter().any(|one| one.code() == status)
}

impl Schools<'_> {
    /// What a change would do that somebody still has to decide; nothing once it is decided. Another authority is not told the names of
    /// what is open at a school that is not its own.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who does not see the change.
    pub async fn preview_of_change(&self, actor: &Actor, id: SchoolChangeId) -> Result<Option<Preview>> {
        let row = self.change_row(id).await?;
        if !matches!(row.state, State::Proposed | State::Consulting) {
            return Ok(None);
        }
        let own = self.schools_office(actor, Action::ReadSchools)?;
        if row.authority != own && !row.consults(&own) {
            return Err(Error::NotFound("school change"));
        }
        let school = self.answering(&row.authority, row.school.as_ref()).await?;
        let preview = self.weigh(&row.authority, school.as_ref(), &row.change).await?;
        Ok(Some(if row.authority == own { preview } else { preview.as_others_see_it() }))
    }

    /// What a change would do and everything that is wrong with it.
    pub(super) async fn weigh(
        &self,
        own: &UnitId,
        school: Option<&Unit>,
        change: &Change,
    ) -> Result<Preview> {
        if change.of_unit() || school.is_some_and(|school| school.school.is_none()) {
            return self.weigh_unit(own, school, change).await;
        }
        let mut preview = Preview::default();
        if let Change::Found { name, .. }
        | Change::Rename { name }
        | Change::Reclass { name, .. }
        | Change::Convert { name, .. } = change
            && !(4..=60).contains(&domain::text::length(name))
        {
            preview.refusals.push(refused(
                RefusalCode::Name,
                "学校名称应为4至60个字。",
                "请填写批准文件上的全称。",
            ));
        }
        preview.refusals.extend(self.weigh_site(own, school, change).await?);
        let Some(school) = school else {
            if !matches!(change, Change::Found { .. }) {
                return Err(Error::NotFound("school"));
            }
            return Ok(preview);
        };
        let closed = self.school_is_closed(&school.id).await?;
        match change {
            Change::Found { .. } => return Err(Error::NotFound("school")),
            Change::Revive if !closed => {
                preview.refusals.push(refused(
                    RefusalCode::State,
                    "这所学校没有撤销，无需恢复。",
                    "请核对学校。",
                ));
            }
            Change::Revive => return Ok(preview),
            _ if closed => {
                preview.refusals.push(refused(
                    RefusalCode::State,
                    "这所学校已经撤销。",
                    "如需继续办学，请先恢复。",
                ));
                return Ok(preview);
            }
            Change::Reclass { school_type, .. }
                if school.school.as_ref().is_some_and(|now| keeps_code(now.school_type, *school_type)) =>
            {
                let what = "新的办学类型与现在同属一个学校类别，标识码不变。";
                preview.refusals.push(refused(
                    RefusalCode::SchoolType,
                    what,
                    "请改为更名，或改为变更办学类型、学段或学制。",
                ));
            }
            Change::Reassign { to } => {
                preview.refusals.extend(self.may_take_over(own, school, to, &mut preview.others).await?);
            }
            Change::Convert { name, to, .. } => {
                if school.school.as_ref().is_some_and(|now| !keeps_code(now.school_type, to.school_type)) {
                    let what = "新的办学类型属于另一学校类别，标识码要换发。";
                    preview.refusals.push(refused(RefusalCode::SchoolType, what, "请改为变更学校类别。"));
                }
                let same = school.school.as_ref().is_some_and(|now| Profile::of(now) == *to);
                if same && domain::text::line(name).text == school.name {
                    let what = "名称、办学类型、学段和学制都与现在相同。";
                    preview.refusals.push(refused(RefusalCode::SchoolType, what, "请核对要变更的内容。"));
                }
            }
            _ => {}
        }
        let to = profile(school, change);
        let now = school.school.as_ref().map(Profile::of);
        if let (Some(now), Some(to)) = (&now, &to) {
            preview.refusals.extend(to.refusals(now));
        }
        // Where a stage ends or the years are counted anew, what is open would be about grades that are no more.
        let recounted = now.zip(to.clone()).is_some_and(|(now, to)| {
            now.system != to.system || now.stages.iter().any(|stage| !to.stages.contains(stage))
        });
        // What is open at a school that comes to answer to another authority waits at the desks of the old one.
        let leaves = matches!(change, Change::Reassign { .. });
        if change.ends_school() || recounted || leaves {
            preview.blockers = self.blockers(school).await?;
            let told: Vec<(String, Vec<String>)> = preview
                .blockers
                .iter()
                .map(|one| {
                    (one.heading.clone(), one.matters.iter().map(|(words, _)| words.clone()).collect())
                })
                .collect();
            preview.refusals.extend(blockers_refused(&told));
        }
        if change.ends_school() || to.is_some() {
            self.weigh_classes(own, school, change, to.as_ref(), &mut preview).await?;
            // Several classes may meet the same obstacle: it is told once.
            let mut seen = Vec::new();
            preview.refusals.retain(|one| {
                let new = !seen.contains(&one.what);
                seen.push(one.what.clone());
                new
            });
        }
        Ok(preview)
    }
}

/// What a school is to be by a change of its kind.
pub(super) fn profile(school: &Unit, change: &Change) -> Option<Profile> {
    change.profile(&Profile::of(school.school.as_ref()?))
}
