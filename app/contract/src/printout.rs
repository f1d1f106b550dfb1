//! Printed forms (打印件).

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::PrintId;
use domain::print::PrintKind;
use serde::{Deserialize, Serialize};

/// One sheet in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintLine {
    /// The sheet.
    pub id: PrintId,
    /// 种类
    pub kind: PrintKind,
    /// 编号
    pub number: String,
    /// Whom or what it is about.
    pub about: String,
    /// 打印人
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// 作废日期
    pub revoked: Option<NaiveDate>,
}
