//! 特殊安置 (第六条, 第十七条): a pupil learns at another school, or at home, while the record stays where it is, as agreed with
//! the guardian. Where the record moves as well, the receiving school opens a transfer.

use super::Context;
use super::change::{Effect, Facts, Paper, Pupil, StatusChange, wrong_status};
use crate::codes::{Disability, PupilStatus};
use crate::form::Teaching;
use crate::id::UnitId;
use crate::refusal::{Basis, Refusal, RefusalCode};
use serde::{Deserialize, Serialize};

/// Where the pupil learns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// 到普通学校随班就读
    Inclusive,
    /// 到特殊教育学校就读
    SpecialSchool,
    /// 到专门（工读）学校就读
    ReformSchool,
    /// 送教上门
    HomeTeaching,
    /// 回本校就读: the placement ends
    Ended,
}

impl Setting {
    /// Every setting.
    pub const ALL: [Self; 5] =
        [Self::Inclusive, Self::SpecialSchool, Self::ReformSchool, Self::HomeTeaching, Self::Ended];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Inclusive => "到普通学校随班就读",
            Self::SpecialSchool => "到特殊教育学校就读",
            Self::ReformSchool => "到专门（工读）学校就读",
            Self::HomeTeaching => "送教上门",
            Self::Ended => "回本校就读",
        }
    }

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Inclusive => "inclusive",
            Self::SpecialSchool => "special_school",
            Self::ReformSchool => "reform_school",
            Self::HomeTeaching => "home_teaching",
            Self::Ended => "ended",
        }
    }

    /// The setting with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.key() == key)
    }

    /// The article it rests on: who cannot come to school is taught at home (第六条), the rest is 第十七条.
    pub fn article(self) -> u8 {
        if self == Self::HomeTeaching { 6 } else { 17 }
    }

    /// What it decides of how the child is taught, of which the form speaks; a reform school is about something else.
    fn teaching(self, disability: Option<Disability>) -> Teaching {
        let (at_home, in_ordinary_class) = match self {
            Self::Inclusive => (Some(false), Some(true)),
            Self::SpecialSchool | Self::Ended => (Some(false), Some(false)),
            Self::HomeTeaching => (Some(true), Some(false)),
            Self::ReformSchool => (None, None),
        };
        Teaching { disability, at_home, in_ordinary_class }
    }

    /// Whether the pupil learns at another school.
    pub fn is_elsewhere(self) -> bool {
        matches!(self, Self::Inclusive | Self::SpecialSchool | Self::ReformSchool)
    }

    fn is_for_disability(self) -> bool {
        matches!(self, Self::Inclusive | Self::SpecialSchool | Self::HomeTeaching)
    }
}

/// The content. `facts.on` is its first day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// First day, documents, note.
    pub facts: Facts,
    /// Where.
    pub setting: Setting,
    /// 就读学校; empty at home.
    pub host: String,
    /// The school that was chosen where several are called like this, or the name is not its whole name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<UnitId>,
    /// 残疾类型 as the assessment has it, where it is not on record yet or is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disability: Option<Disability>,
    /// 约定: what the original school and the guardian agreed on, the record included.
    pub agreement: String,
}

impl Placement {
    /// The code by which the host is named, where it is: chosen or typed, of whatever province.
    pub fn host_code(&self) -> Option<UnitId> {
        let typed = || crate::text::compact(&self.host).text.parse::<UnitId>().ok();
        self.chosen.clone().or_else(typed).filter(UnitId::is_school)
    }
}

impl StatusChange for Placement {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn article(&self) -> u8 {
        self.setting.article()
    }

    fn needed(&self) -> &'static [&'static [Paper]] {
        match self.setting {
            Setting::Ended => &[],
            Setting::ReformSchool => &[&[Paper::Agreement]],
            _ => &[&[Paper::Agreement], &[Paper::Assessment]],
        }
    }

    fn own_refusals(&self, pupil: &Pupil, context: &Context) -> Vec<Refusal> {
        let _ = context;
        let mut wrong = Vec::new();
        let article = self.setting.article();
        let refuse = |code, what, remedy| Refusal::new(code, Basis::Article(article), what, remedy);
        if pupil.status != Some(PupilStatus::InSchool) {
            wrong.push(wrong_status(pupil, article, "只有在读学生可以安置"));
        }
        if self.setting.is_for_disability() && !pupil.record.disabled && self.disability.is_none() {
            let what = "学籍信息中没有残疾类型。";
            let remedy = "请按残疾人证或教育评估意见选择残疾类型，与安置一并登记。";
            wrong.push(refuse(RefusalCode::Setting, what, remedy));
        }
        if self.setting.is_elsewhere() && !(2..=60).contains(&crate::text::length(&self.host)) {
            wrong.push(refuse(RefusalCode::Host, "还没有填写就读学校。", "请填写学校全称。"));
        }
        if self.setting != Setting::Ended && crate::text::length(&self.agreement) < 4 {
            let what = "还没有写明与监护人的约定。";
            wrong.push(refuse(RefusalCode::Agreement, what, "请写明学籍留在本校、由谁上课和评价。"));
        }
        wrong
    }

    fn effect(&self, _: &Pupil) -> Effect {
        let place = match self.setting {
            Setting::Ended => None,
            Setting::HomeTeaching => Some(self.setting.label().to_owned()),
            _ => Some(format!("{}（{}）", self.setting.label(), crate::text::line(&self.host).text)),
        };
        let teaching = Some(self.setting.teaching(self.disability));
        Effect { placement: Some(place), teaching, ..Effect::status(PupilStatus::InSchool) }
    }

    fn days_ahead(&self) -> u64 {
        60
    }
}
