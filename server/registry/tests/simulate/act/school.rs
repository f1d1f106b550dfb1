//! Schools that get another name or are merged, proposed by one and decided by another.

use super::Scene;
use crate::command::Kind;
use crate::model::{Done, Outcome};
use domain::access::Role;
use domain::id::SchoolChangeId;
use domain::org::Unit;
use domain::school::{Change, Placement};
use registry::school::Asked;
use std::collections::BTreeSet;

impl Scene<'_> {
    pub(super) async fn propose_school_change(&mut self, kind: Kind) -> Done {
        // Village schools are small enough to be without open business now and then.
        let schools: Vec<Unit> = self
            .world
            .schools()
            .into_iter()
            .filter(|school| kind == Kind::Rename || school.name.contains('村'))
            .cloned()
            .collect();
        let Some(school) = self.dice.pick(&schools).cloned() else { return Ok(Outcome::Skipped) };
        let Some(authority) = school.parent.clone() else { return Ok(Outcome::Skipped) };
        let by = self.one_of(&authority, Role::Registrar);
        let change = if kind == Kind::Rename {
            Change::Rename { name: format!("{}（更名{}）", school.name, 1 + self.dice.below(9)) }
        } else {
            let beside = |other: &&Unit| {
                other.parent == school.parent && other.id != school.id && other.id.as_str().starts_with('2')
            };
            let others: Vec<Unit> = self.world.schools().into_iter().filter(beside).cloned().collect();
            let Some(into) = self.dice.pick(&others).cloned() else { return Ok(Outcome::Skipped) };
            let classes: BTreeSet<(u8, String)> = self
                .seen
                .people
                .iter()
                .filter(|row| row.school == school.id)
                .map(|row| (row.grade, row.class_name.clone()))
                .collect();
            let placements = classes
                .into_iter()
                .map(|(grade, class_name)| {
                    let new_class = format!("村{class_name}");
                    Placement { grade, class_name, to: into.id.clone(), new_class }
                })
                .collect();
            Change::Merge { into: into.id, placements }
        };
        self.note(format!("{} {} by {}", school.name, change.label(), by.name));
        let asked = Asked { school: Some(school.id), change, act: "玄教〔2026〕12号".into() };
        let answer = self.world.registry().schools().propose_school_change(&by, &asked).await;
        Ok(match self.hear(answer)? {
            Ok(id) => {
                self.model.changes.push(id);
                Outcome::Accepted
            }
            Err(code) => Outcome::Refused(code),
        })
    }

    pub(super) async fn decide_school_change(&mut self) -> Done {
        #[derive(serde::Deserialize, Clone)]
        struct Row {
            uid: SchoolChangeId,
            authority: domain::id::UnitId,
        }
        let text = "SELECT uid, authority FROM school_change WHERE state = 'proposed' ORDER BY uid";
        let rows: Vec<Row> = match self.world.registry().store.inspect(text).await {
            Ok(rows) => rows,
            Err(error) => return crate::model::violated("the store reads", format!("{error:?}")),
        };
        let Some(row) = self.dice.pick(&rows).cloned() else { return Ok(Outcome::Skipped) };
        let by = self.one_of(&row.authority, Role::Leader);
        let agree = self.dice.percent(80);
        self.note(format!("{} by {}", row.uid, by.name));
        let registry = self.world.registry();
        let answer = registry.schools().decide_school_change(&by, row.uid, agree, "请先了结未办事项").await;
        if let Err(code) = self.hear(answer)? {
            return Ok(Outcome::Refused(code));
        }
        if !agree {
            return Ok(Outcome::Accepted);
        }
        self.told(registry.schools().run_school_change(row.uid).await)
    }
}
