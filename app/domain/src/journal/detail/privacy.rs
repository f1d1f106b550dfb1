//! Details of consent and of what is erased when it is withdrawn. Never a value.

use super::Event;
use crate::form::Field;
use crate::privacy::Way;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What the journal keeps of consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PrivacyDetail {
    /// 同意处理选填信息
    ConsentGiven {
        /// By which way.
        way: Way,
        /// The version of the notice that was read.
        notice: String,
    },
    /// 撤回同意
    ConsentWithdrawn {
        /// By which way.
        way: Way,
        /// The version of the notice.
        notice: String,
    },
    /// 删除选填信息
    OptionalErased {
        /// The items whose values are gone.
        items: BTreeSet<Field>,
        /// The entries of the same chain that lost values, by number.
        entries: BTreeSet<u64>,
    },
}

impl PrivacyDetail {
    /// The event this is told of.
    pub fn event(&self) -> Event {
        match self {
            Self::ConsentGiven { .. } => Event::ConsentGiven,
            Self::ConsentWithdrawn { .. } => Event::ConsentWithdrawn,
            Self::OptionalErased { .. } => Event::OptionalErased,
        }
    }
}
