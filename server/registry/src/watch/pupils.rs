//! Whom a school should look after: suspensions that end, absences that last, drop-outs (第十九条, 第二十二条).

use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::services::Watch;
use crate::store::Vars;
use contract::watch::{Absent, Followed, Suspended};
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::codes::PupilStatus;
use domain::rules::RuleKey;

/// Rows of each list.
const MOST: usize = 500;

impl Watch<'_> {
    /// The children who dropped out elsewhere, whose household is registered with the actor's authority and whose archive it has
    /// (第二十二条第二款): those it follows until they are in school again. None for other units.
    ///
    /// # Errors
    /// A refusal for who lists no pupils; store failures.
    pub async fn children_followed(&self, actor: &Actor) -> Result<Vec<Followed>> {
        let Some(unit) = actor.unit.as_ref().filter(|unit| unit.kind.may_be_competent()) else {
            return Ok(Vec::new());
        };
        authorise(actor, Action::ListPupils, &Target::Unit(&unit.path))?;
        let people = self.schools().entrusted_drop_outs(&unit.id).await?;
        let keys: Vec<String> = people.iter().map(ToString::to_string).collect();
        let mut rows: Vec<PersonRow> = self.store.get_many("person", &keys).await?;
        rows.retain(|row| row.is_followed_by(actor));
        rows.truncate(MOST);
        // A pupil list of another school's pupils is shown as that of the own ones: who works with them sees the name.
        let mask = |row: &PersonRow| {
            authorise(actor, Action::ListPupils, &Target::Unit(&row.path_for(actor))).map(|grant| grant.mask)
        };
        let shown: Vec<_> = rows.iter().map(|row| row.uid).collect();
        self.access_log().saw(actor, Function::LookAfter, &shown).await?;
        let mut followed = Vec::with_capacity(rows.len());
        for row in &rows {
            let Some(by) = &row.followed else { continue };
            followed.push(Followed {
                id: row.uid,
                name: mask(row)?.name(&row.name),
                school: row.school_name.clone(),
                class_label: format!("{}{}", row.grade_label(), row.class_name),
                absent_since: row.absent_since,
                follow_ups: row.follow_ups,
                since: by.since,
            });
        }
        followed.sort_by_key(|one| (one.since, one.id));
        Ok(followed)
    }

    /// The pupils of the actor's school who are suspended, by the day it ends, and those who are absent, the longest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who does not work in a school.
    pub async fn to_look_after(&self, actor: &Actor) -> Result<(Vec<Suspended>, Vec<Absent>)> {
        let unit = actor.unit.as_ref().filter(|unit| unit.id.is_school());
        let unit = unit.ok_or(Error::NotFound("school"))?;
        authorise(actor, Action::ViewPupil, &Target::Unit(&unit.path))?;
        let today = self.store.clock.today();
        let text = format!(
            "SELECT * FROM person WHERE school = $school AND (suspended != NONE OR absent_since != NONE) AND status != 'merged' LIMIT {MOST}"
        );
        let rows: Vec<PersonRow> = self.store.rows(&text, Vars::new().with("school", &unit.id)).await?;
        self.access_log()
            .saw(actor, Function::LookAfter, &rows.iter().map(|row| row.uid).collect::<Vec<_>>())
            .await?;
        let label = |row: &PersonRow| format!("{}{}", row.grade_label(), row.class_name);
        let mut suspended: Vec<Suspended> = rows
            .iter()
            .filter_map(|row| {
                let (_, until) = row.suspended?;
                Some(Suspended {
                    id: row.uid,
                    name: row.name.clone(),
                    class_label: label(row),
                    until,
                    days_left: (until - today).num_days(),
                })
            })
            .collect();
        suspended.sort_by_key(|one| (one.until, one.id));
        let days_of_rule = i64::from(self.rules().rules_for(&unit.path).number(RuleKey::DropoutSuspectDays));
        let mut absent: Vec<Absent> = rows
            .iter()
            .filter_map(|row| {
                let since = row.absent_since?;
                let days = (today - since).num_days() + 1;
                Some(Absent {
                    id: row.uid,
                    name: row.name.clone(),
                    class_label: label(row),
                    since,
                    days,
                    follow_ups: row.follow_ups,
                    suspected: days > days_of_rule,
                    confirmed: row.standing == crate::person::Standing::Pupil(PupilStatus::Lost),
                })
            })
            .collect();
        absent.sort_by_key(|one| (one.since, one.id));
        Ok((suspended, absent))
    }
}
