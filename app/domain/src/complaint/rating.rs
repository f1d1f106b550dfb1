//! 评价: how satisfied a guardian is with a matter that has ended, in the five steps of 《国务院办公厅关于建立政务服务“好差评”制度提高政务服务水平的意见》
//! (国办发〔2019〕51号). Once for a matter; the last two are bad ratings (差评), which the authority above answers.

use super::{WORDS_MOST, life};
use crate::matter::Checked;
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// 满意程度
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// 非常满意
    VerySatisfied,
    /// 满意
    Satisfied,
    /// 基本满意
    Fair,
    /// 不满意
    Dissatisfied,
    /// 非常不满意
    VeryDissatisfied,
}

impl Rating {
    /// Every step, the best first.
    pub const ALL: [Self; 5] =
        [Self::VerySatisfied, Self::Satisfied, Self::Fair, Self::Dissatisfied, Self::VeryDissatisfied];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::VerySatisfied => "非常满意",
            Self::Satisfied => "满意",
            Self::Fair => "基本满意",
            Self::Dissatisfied => "不满意",
            Self::VeryDissatisfied => "非常不满意",
        }
    }

    /// Stable name in the store and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::VerySatisfied => "very_satisfied",
            Self::Satisfied => "satisfied",
            Self::Fair => "fair",
            Self::Dissatisfied => "dissatisfied",
            Self::VeryDissatisfied => "very_dissatisfied",
        }
    }

    /// The step with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rating| rating.key() == key)
    }

    /// Whether it is a bad rating (差评).
    pub fn is_bad(self) -> bool {
        self.satisfaction() == Satisfaction::Bad
    }

    /// What it counts for in the figures of the unit that handled the matter.
    pub fn satisfaction(self) -> Satisfaction {
        match self {
            Self::VerySatisfied | Self::Satisfied => Satisfaction::Good,
            Self::Fair => Satisfaction::Fair,
            Self::Dissatisfied | Self::VeryDissatisfied => Satisfaction::Bad,
        }
    }
}

/// Ratings as they are counted: three grades of the five steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Satisfaction {
    /// 满意 and 非常满意.
    Good,
    /// 基本满意
    Fair,
    /// 差评: 不满意 and 非常不满意.
    Bad,
}

impl Satisfaction {
    /// Stable name in the store.
    pub fn key(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Fair => "fair",
            Self::Bad => "bad",
        }
    }
}

/// How many ratings of each grade a unit was given in a term.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ratings {
    /// 满意 and 非常满意.
    pub good: u64,
    /// 基本满意
    pub fair: u64,
    /// 差评
    pub bad: u64,
}

impl Ratings {
    /// How many rated.
    pub fn all(self) -> u64 {
        self.good.saturating_add(self.fair).saturating_add(self.bad)
    }

    /// 满意率, in tenths of a percent: those who gave no bad rating (差评), of those who rated; none where nobody did.
    pub fn satisfied(self) -> Option<u64> {
        let content = self.good.saturating_add(self.fair);
        content.saturating_mul(1000).checked_div(self.all())
    }
}

/// A rating that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    /// How satisfied.
    pub rating: Rating,
    /// In the guardian's words, may be empty where it is not a bad one.
    pub words: String,
    /// The day.
    pub on: NaiveDate,
}

impl Rated {
    /// A rating of a matter that has ended. What a bad one has to say besides, where it becomes a complaint, is asked by
    /// [`super::Complaint::made`].
    ///
    /// # Errors
    /// `rated` the second time; `rating` where no step was chosen; `words` that are too long.
    pub fn given(rating: Option<Rating>, words: &str, before: bool, on: NaiveDate) -> Checked<Self> {
        if before {
            return Err(vec![Refusal::of(RefusalCode::Rated, "您已经评价过这件事。")]);
        }
        let Some(rating) = rating else {
            return life().refuse(RefusalCode::Rating, "还没有选择满意程度。", "请选择一项。");
        };
        let words = crate::text::words(words).text;
        if words.chars().count() > WORDS_MOST {
            let what = format!("最多写 {WORDS_MOST} 个字。");
            return life().refuse(RefusalCode::Words, what, "请写短一些再提交。");
        }
        Ok(Self { rating, words, on })
    }
}
