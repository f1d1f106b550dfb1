//! 出境就读 (第二十条): with valid papers the present school puts down that the pupil goes to school outside the country. The
//! record stays and is continued when the pupil comes back.

use super::Context;
use super::change::{Effect, Facts, Paper, Pupil, StatusChange, wrong_status};
use crate::codes::{CodeList, PupilStatus, label_of};
use crate::refusal::{Basis, Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The content. `facts.on` is the day of leaving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abroad {
    /// Day, documents, note.
    pub facts: Facts,
    /// 前往的国家或地区 (GB/T 2659, three letters).
    pub country: String,
}

/// A time at a school outside the country, as the record keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// 国家或地区
    pub country: String,
    /// The day of leaving.
    pub from: NaiveDate,
    /// The first day back; none while it lasts.
    pub until: Option<NaiveDate>,
}

impl StatusChange for Abroad {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn article(&self) -> u8 {
        20
    }

    fn needed(&self) -> &'static [&'static [Paper]] {
        &[&[Paper::Passport], &[Paper::ForeignSchool, Paper::Other]]
    }

    fn own_refusals(&self, pupil: &Pupil, context: &Context) -> Vec<Refusal> {
        let _ = context;
        let mut wrong = Vec::new();
        if !matches!(pupil.status, Some(PupilStatus::InSchool | PupilStatus::Suspended)) {
            wrong.push(wrong_status(pupil, 20, "不能办理出境就读"));
        }
        if self.country == "CHN" || label_of(CodeList::Country, &self.country).is_none() {
            let what = "还没有选择前往的国家或地区。";
            wrong.push(Refusal::new(
                RefusalCode::Country,
                Basis::Article(20),
                what,
                "请选择境外的国家或地区。",
            ));
        }
        wrong
    }

    fn effect(&self, _: &Pupil) -> Effect {
        Effect::status(PupilStatus::Abroad)
    }

    fn days_ahead(&self) -> u64 {
        60
    }
}
