//! Where the classes of a school go that ends or becomes another kind, and which other authorities have to say so.

use super::propose::{is_here, refused};
use crate::error::{Error, Result};
use crate::services::Schools;
use crate::store::Vars;
use contract::school::{ClassMove, Preview};
use domain::codes::{Grade, SchoolSystem};
use domain::form::class_name_problem;
use domain::id::UnitId;
use domain::matter::Office;
use domain::org::Unit;
use domain::refusal::RefusalCode;
use domain::school::{Change, Profile, without_stage};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

impl Schools<'_> {
    /// Where each class goes; classes with nowhere to go, at a school that cannot take them, or whose name is taken there.
    pub(super) async fn weigh_classes(
        &self,
        own: &UnitId,
        school: &Unit,
        change: &Change,
        profile: Option<&Profile>,
        preview: &mut Preview,
    ) -> Result<()> {
        let mut classes: BTreeMap<(u8, String), usize> = BTreeMap::new();
        for (grade, class, status, n) in self.classes_of(&school.id).await? {
            if is_here(&status) {
                *classes.entry((grade, class)).or_default() += n;
            } else {
                preview.archives += n;
            }
        }
        let closed = self.closed_schools().await?;
        if let Change::Close { archives: Some(to), .. } | Change::Merge { into: to, .. } = change {
            self.may_receive(own, school, to, None, &closed, preview).await?;
        }
        let mut taken: BTreeMap<UnitId, Vec<(u8, String)>> = BTreeMap::new();
        let mut named: BTreeMap<UnitId, String> = BTreeMap::new();
        let system = school.school.as_ref().map_or(SchoolSystem::SixThree, |school| school.system);
        let mut classes: Vec<((u8, String), usize)> = classes.into_iter().collect();
        classes.sort_by_cached_key(|((grade, class), _)| (*grade, domain::text::class_place(class)));
        for ((grade, class), n) in classes {
            let words = Grade::new(grade, system).map_or_else(String::new, Grade::label);
            let words = format!("{words}{class}");
            let stays = profile.is_some_and(|to| to.teaches(grade));
            let placed = change.placement(grade, &class);
            if placed.is_none()
                && let Some(to) = profile
            {
                if !stays {
                    preview.refusals.push(without_stage(&words, n, to));
                }
                preview.classes.push(ClassMove { grade, class_name: class, pupils: n, to: None, stays });
                continue;
            }
            if stays {
                let what = format!("{words}的年级仍在本校，不用安置到其他学校。");
                preview.refusals.push(refused(RefusalCode::Placements, &what, "请取消这个班的接收学校。"));
            }
            let to = match (placed, change) {
                // Named as the receiving school's system (学制) names it: so it will be written.
                (Some(placed), _) => {
                    let there = self.units().unit(&placed.to).await.ok().and_then(|unit| unit.school);
                    let system = there.map_or(system, |school| school.system);
                    Some((placed.to.clone(), placed.class_there(system)))
                }
                (None, Change::Merge { into, .. }) => Some((into.clone(), class.clone())),
                _ => None,
            };
            let Some((unit, name)) = &to else {
                let what = format!("{class}还有{n}名学生没有安置。");
                preview.refusals.push(refused(RefusalCode::Placements, &what, "撤销前应逐班指定接收学校。"));
                preview.classes.push(ClassMove { grade, class_name: class, pupils: n, to: None, stays });
                continue;
            };
            self.may_receive(own, school, unit, Some(grade), &closed, preview).await?;
            if !(1..=20).contains(&name.chars().count()) {
                let what = format!("{class}在接收学校的班名应为1至20个字。");
                preview.refusals.push(refused(
                    RefusalCode::Placements,
                    &what,
                    "请填写接收学校的班名，例如“3班”。",
                ));
            } else if let Some(problem) = class_name_problem(name) {
                let what = format!("{class}在接收学校的班名：{}", problem.message());
                preview.refusals.push(refused(RefusalCode::Placements, &what, &problem.remedy()));
            }
            if !taken.contains_key(unit) {
                let there = self.classes_of(unit).await?.into_iter();
                let there = there.filter(|(_, _, status, _)| is_here(status));
                taken.insert(unit.clone(), there.map(|(grade, class, ..)| (grade, class)).collect());
            }
            let names = taken.entry(unit.clone()).or_default();
            if names.contains(&(grade, name.clone())) {
                let what = format!("接收学校同一年级已有“{name}”。");
                preview.refusals.push(refused(RefusalCode::Placements, &what, "请为合并来的班另取班名。"));
            }
            names.push((grade, name.clone()));
            if !named.contains_key(unit) {
                let known = self.units().unit(unit).await.map(|unit| unit.name).unwrap_or_default();
                named.insert(unit.clone(), known);
            }
            let to = Some((named[unit].clone(), name.clone()));
            preview.classes.push(ClassMove { grade, class_name: class, pupils: n, to, stays });
        }
        Ok(())
    }

    async fn may_receive(
        &self,
        own: &UnitId,
        school: &Unit,
        to: &UnitId,
        grade: Option<u8>,
        closed: &BTreeSet<UnitId>,
        preview: &mut Preview,
    ) -> Result<()> {
        let unit = match self.units().unit(to).await {
            Ok(unit) => Some(unit),
            Err(Error::NotFound(_)) => None,
            Err(error) => return Err(error),
        };
        // Of another province no school is taken in: numbers and rules are that province's.
        let in_reach = |unit: &Unit| unit.id != school.id && province(unit) == province(school);
        let unit = unit.filter(|unit| unit.competent().is_some() && in_reach(unit));
        let Some(unit) = unit.filter(|_| !closed.contains(to)) else {
            let what = "接收学校不是本省另一所在办的学校。";
            preview.refusals.push(refused(RefusalCode::To, what, "请核对接收学校；跨省的请逐名办理转学。"));
            return Ok(());
        };
        if let Some(other) = unit.competent().filter(|other| *other != own)
            && preview.others.iter().all(|known| known.unit != *other)
        {
            let name = self.units().unit(other).await?.name;
            preview.others.push(Office { unit: other.clone(), name });
        }
        let takes = |grade| unit.school.as_ref().is_some_and(|to| Profile::of(to).teaches(grade));
        if grade.is_some_and(|grade| !takes(grade)) {
            let what = format!("{}没有这个年级所在的学段。", unit.name);
            preview.refusals.push(refused(RefusalCode::To, &what, "请另选接收学校。"));
        }
        Ok(())
    }

    /// Everybody on the records of a school: grade, class, standing, how many.
    async fn classes_of(&self, school: &UnitId) -> Result<Vec<(u8, String, String, usize)>> {
        #[derive(Deserialize)]
        struct Line {
            grade: u8,
            class_name: String,
            status: String,
            n: usize,
        }
        let text = "SELECT grade, class_name, status, count() AS n FROM person WHERE school = $school \
                    GROUP BY grade, class_name, status";
        let lines: Vec<Line> = self.store.rows(text, Vars::new().with("school", school)).await?;
        Ok(lines.into_iter().map(|line| (line.grade, line.class_name, line.status, line.n)).collect())
    }
}

/// The province in which a unit lies; the nation has none.
pub(crate) fn province(unit: &Unit) -> Option<UnitId> {
    unit.path.units().into_iter().nth(1)
}
