//! Absence and what becomes of it: followed up, and a drop-out (辍学) by who may say so.

use super::Scene;
use crate::command::Kind;
use crate::model::{Done, Outcome};
use chrono::Days;
use domain::access::Role;
use domain::case::Payload;
use domain::case::change::Paper;
use domain::case::dropout::DropOut;
use domain::codes::PupilStatus;
use registry::person::{PersonRow, Standing};

impl Scene<'_> {
    /// A school does all that article 22 asks of it: notes the absence, goes there, waits the days of the rule, and has the drop-out
    /// confirmed.
    pub(super) async fn drop_out(&mut self) -> Done {
        let ready = self.seen.people.iter().any(|row| self.may_drop_out(row));
        if ready && self.dice.percent(60) {
            return self.change(Kind::DropOut).await;
        }
        let Some(row) = self.pupil(|row| {
            row.standing == Standing::Pupil(PupilStatus::InSchool)
                && row.open_case.is_none()
                && row.leaving.is_none()
                && row.grade < 10
        }) else {
            return Ok(Outcome::Skipped);
        };
        let by = self.one_of(&row.school, Role::Registrar);
        self.note(format!("{} by {}, all of it", row.uid, by.name));
        let today = self.world.today();
        let registry = self.world.registry();
        let since = match row.absent_since {
            Some(since) => since,
            None => {
                let since = (today - Days::new(20)).max(row.entry_date);
                if let Err(code) = self.hear(registry.absences().note_absence(&by, row.uid, since).await)? {
                    return Ok(Outcome::Refused(code));
                }
                since
            }
        };
        let went =
            registry.absences().follow_up(&by, row.uid, today.max(since), "家访", "家长表示会送回").await;
        if let Err(code) = self.hear(went)? {
            return Ok(Outcome::Refused(code));
        }
        let left = u64::try_from((since + Days::new(31) - self.world.today()).num_days()).unwrap_or(0);
        self.world.pass(std::time::Duration::from_secs(left * 86_400));
        let payload = Payload::DropOut(DropOut { facts: self.facts(since, &[Paper::FollowUpRecord]) });
        let answer = self.world.registry().cases().open_change(&by, row.uid, &payload).await;
        let answer = self.hear(answer)?;
        let case = answer.as_ref().ok().copied();
        let outcome = self.opened(row.uid, payload.kind(), answer);
        match case {
            Some(case) => self.carry(case).await,
            None => Ok(outcome),
        }
    }

    pub(super) fn may_drop_out(&self, row: &PersonRow) -> bool {
        row.standing == Standing::Pupil(PupilStatus::InSchool)
            && row.open_case.is_none()
            && row.follow_ups > 0
            && row.absent_since.is_some_and(|day| day + Days::new(30) <= self.world.today())
    }

    pub(super) async fn absence(&mut self, kind: Kind) -> Done {
        let today = self.world.today();
        let registry = self.world.registry();
        let found = match kind {
            Kind::NoteAbsence => self.pupil(|row| {
                row.standing == Standing::Pupil(PupilStatus::InSchool)
                    && row.absent_since.is_none()
                    && row.grade < 10
            }),
            _ => self.pupil(|row| row.absent_since.is_some()),
        };
        let Some(row) = found else { return Ok(Outcome::Skipped) };
        let by = self.one_of(&row.school, Role::Registrar);
        self.note(format!("{} by {}", row.uid, by.name));
        let answer = match kind {
            Kind::NoteAbsence => {
                let since = today - Days::new(self.dice.below(29));
                registry.absences().note_absence(&by, row.uid, since.max(row.entry_date)).await
            }
            Kind::FollowUp => {
                registry.absences().follow_up(&by, row.uid, today, "家访", "家长表示会送回").await
            }
            _ => registry.absences().end_absence(&by, row.uid, "已返校").await,
        };
        self.told(answer)
    }
}
