//! Rule sets (实施细则, 第十一条, 第二十九条): what a province may decide, as data. The defaults are the regulation's own figures.

use serde::{Deserialize, Serialize};

/// The rules in force for one province on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet {
    /// Version of the regulation, `2013` or `2025`.
    pub regulation_version: u16,
    /// Province code, `000000` for the national defaults.
    pub province: String,
    /// Months within which the archive is to be built from the day of entry (第七条: 1).
    pub file_deadline_months: u32,
    /// Working days each party has for a step. The regulation gives 10 for transfers (第十四条) and only 及时 for
    /// registration (第四条) and corrections (第十条); this system uses the same figure there.
    pub step_working_days: u32,
    /// Months a suspension (休学) may last at most. The regulation is silent; twelve is what most provinces set.
    pub suspension_max_months: u32,
    /// Working days a guardian or school has to mend a returned case before it is counted as overdue.
    pub mend_working_days: u32,
}

impl RuleSet {
    /// The regulation's own figures.
    pub fn national() -> Self {
        Self {
            regulation_version: 2013,
            province: "000000".into(),
            file_deadline_months: 1,
            step_working_days: 10,
            suspension_max_months: 12,
            mend_working_days: 10,
        }
    }
}
