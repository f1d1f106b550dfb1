//! Whom a school should look after: suspensions that end, absences that last, drop-outs (第十九条, 第二十二条).

use crate::Registry;
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::store::Vars;
use chrono::NaiveDate;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::codes::PupilStatus;
use domain::id::PersonId;
use domain::rules::RuleKey;

/// Rows of each list.
const MOST: usize = 500;

/// A pupil who is suspended.
#[derive(Debug, Clone)]
pub struct Suspended {
    /// The person.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 年级 and 班级
    pub class_label: String,
    /// The last day.
    pub until: NaiveDate,
    /// Days until then, negative when it has passed: the pupil should be back.
    pub days_left: i64,
}

/// A pupil who is absent without a reason, or has dropped out.
#[derive(Debug, Clone)]
pub struct Absent {
    /// The person.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 年级 and 班级
    pub class_label: String,
    /// First day of absence.
    pub since: NaiveDate,
    /// Days so far.
    pub days: i64,
    /// How many follow-ups are on record.
    pub follow_ups: usize,
    /// 疑似辍学: longer than the rule's days.
    pub suspected: bool,
    /// 已认定辍学
    pub confirmed: bool,
}

impl Registry {
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
        self.saw(actor, Function::LookAfter, &rows.iter().map(|row| row.uid).collect::<Vec<_>>()).await?;
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
        let days_of_rule = i64::from(self.rules_for(&unit.path).number(RuleKey::DropoutSuspectDays));
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
