//! 完整率: how many of the items that have to be filled are, over the pupils of a class or a school (第七条).

use serde::{Deserialize, Serialize};

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
