//! 死亡注销学籍 (第二十一条): within ten working days, with a proof. Nothing is sent to the family.

use super::Context;
use super::change::{Effect, Facts, Paper, Pupil, StatusChange, wrong_status};
use crate::calendar::{Due, WorkCalendar};
use crate::codes::PupilStatus;
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// Working days from the day of death within which the record is to be cancelled (第二十一条).
pub const REPORT_WORKING_DAYS: u32 = 10;

/// The content. `facts.on` is the day of death.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Death {
    /// Day, documents, note.
    pub facts: Facts,
}

impl StatusChange for Death {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn article(&self) -> u8 {
        21
    }

    fn needed(&self) -> &'static [&'static [Paper]] {
        &[&[Paper::DeathCertificate, Paper::HouseholdCancelled, Paper::Other]]
    }

    fn own_refusals(&self, pupil: &Pupil, _: &Context) -> Vec<Refusal> {
        match pupil.status {
            None | Some(PupilStatus::Dead | PupilStatus::TransferredOut) => {
                vec![wrong_status(pupil, 21, "不能办理注销")]
            }
            Some(_) => Vec::new(),
        }
    }

    fn effect(&self, _: &Pupil) -> Effect {
        Effect { ends_spell: true, ..Effect::status(PupilStatus::Dead) }
    }

    /// The ten working days run from the day of death, whenever it is entered.
    fn first_due(&self, calendar: &WorkCalendar) -> Option<Due> {
        Some(calendar.add_working_days(self.facts.on, REPORT_WORKING_DAYS))
    }

    fn goes_on_in_the_freeze(&self) -> bool {
        true
    }
}
