//! 完整率: how many of the items that have to be filled are, over the pupils of a class or a school; and how much of what the archive should
//! hold besides the form (entries and proofs of the seven categories) is there (第七条).

use super::category::Category;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The items of one pupil that have to be filled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Items {
    /// How many have to be.
    pub required: i64,
    /// How many of them are not.
    pub lacking: i64,
}

/// The same over many pupils.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// Pupils.
    pub pupils: i64,
    /// Of these, whose every required item is filled.
    pub whole: i64,
    /// Required items of all of them.
    pub required: i64,
    /// Of these, not filled.
    pub lacking: i64,
}

/// What one pupil's archive should hold by now besides the form, and what of it is lacking (应归档材料和记录).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// How much should be there.
    pub required: usize,
    /// What is lacking, by category.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lacking: BTreeMap<Category, usize>,
    /// The same by the day it is to be there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub due: BTreeMap<NaiveDate, usize>,
}

impl Holding {
    /// How much is lacking.
    pub fn missing(&self) -> usize {
        self.lacking.values().sum()
    }
}

/// The same over many pupils.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Pupils, entries and proofs, and what is lacking of them.
    pub all: Filled,
    /// What is lacking, by category.
    pub lacking: BTreeMap<Category, i64>,
    /// What is lacking that should be there already.
    pub late: i64,
}

impl Filled {
    /// Whole percent of the required items; 100 only when none is lacking. Of nobody nothing is lacking.
    pub fn percent(&self) -> u8 {
        let (required, lacking) = (self.required.max(0), self.lacking.max(0));
        match required {
            0 => 100,
            _ => u8::try_from((required - lacking).max(0) * 100 / required).unwrap_or(100),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn article_7_a_hundred_percent_means_that_nothing_is_lacking(required in 0_i64..500_000, lacking in 0_i64..500_000) {
            let lacking = lacking.min(required);
            let filled = Filled { pupils: 1, whole: i64::from(lacking == 0), required, lacking };
            prop_assert!(filled.percent() <= 100);
            prop_assert_eq!(filled.percent() == 100, lacking == 0);
        }
    }
}
