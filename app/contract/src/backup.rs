//! How the backup (数据备份) stands, for system administrators.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupView {
    /// Whether backups are made by themselves.
    pub is_set: bool,
    /// The last good copy.
    pub last: Option<GoodCopy>,
    /// The last time all commits had been shipped.
    pub shipped: Option<Shipped>,
    /// Whether the last good copy is too old, or there is none.
    pub old: bool,
    /// Whether shipping is behind.
    pub behind: bool,
    /// Whether the last try failed.
    pub failing: bool,
}

/// A copy that is whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoodCopy {
    /// When it was begun.
    pub at: DateTime<Utc>,
    /// The last commit it holds.
    pub seq: u64,
    /// How large: what was written for it.
    pub bytes: u64,
}

/// How far the commits have been shipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shipped {
    /// When everything so far had been shipped.
    pub at: DateTime<Utc>,
    /// Up to which number.
    pub seq: u64,
}
