//! What a change would do and everything that is wrong with it.

use super::propose::{profile, refused};
use crate::error::{Error, Result};
use crate::services::Schools;
use contract::school::Preview;
use domain::id::UnitId;
use domain::org::Unit;
use domain::refusal::{Refusal, RefusalCode};
use domain::school::{Change, Profile, blockers_refused, keeps_code};

impl Schools<'_> {
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
        // No school answers to the nation.
        if *own == UnitId::nation() {
            return Err(Error::NotFound("school"));
        }
        if let Change::HandOver { from, to, schools, on } = change {
            return self.weigh_hand_over(own, (from, to), schools, *on).await;
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
            let founded = change.founded().ok_or(Error::NotFound("school"))?;
            preview.refusals.extend(founded.wrong_stages(2));
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
        if let (Change::Reassign { to }, Some(from)) = (change, school.competent())
            && preview.refusals.is_empty()
        {
            let check = self.check_of(school, (from, to), &[]).await?;
            preview.refusals.extend(check.held.iter().map(|why| Refusal::of(RefusalCode::Blocked, why)));
            preview.schools = vec![check];
        }
        if change.ends_school() || recounted {
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
