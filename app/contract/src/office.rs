//! By which telephone a unit's office for records is reached (学籍管理联系电话).

use chrono::{DateTime, Utc};
use domain::id::UnitId;
use domain::org::OfficePhone;
use domain::shown::Shown;
use serde::{Deserialize, Serialize};

/// The own unit's telephone, for who may put it down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeView {
    /// The unit.
    pub unit: UnitId,
    /// The version that is shown; 0 where none was ever put down.
    pub version: u64,
    /// The number; none where there is none.
    pub phone: Option<OfficePhone>,
    /// Who put it down, and when.
    pub set: Option<(String, DateTime<Utc>)>,
}

impl OfficeView {
    /// The same as it is shown: what the form that changes it sends.
    pub fn shown(&self) -> Shown<UnitId> {
        Shown::new(self.unit.clone(), self.version)
    }
}

/// Whom a guardian may call about a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeLine {
    /// Name of the unit.
    pub unit: String,
    /// Its telephone.
    pub phone: OfficePhone,
}
