//! How the backup stands, for system administrators.

#[cfg(feature = "ssr")]
use crate::api::context::registry;
#[cfg(feature = "ssr")]
use crate::api::moment;
use serde::{Deserialize, Serialize};

/// How it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupView {
    /// Whether backups are made by themselves.
    pub is_set: bool,
    /// The last good copy: when, up to which commit, bytes.
    pub last: Option<(String, u64, u64)>,
    /// When all commits had been shipped, up to which.
    pub shipped: Option<(String, u64)>,
    /// The last good copy is too old, or there is none.
    pub old: bool,
    /// Shipping is behind.
    pub behind: bool,
    /// The last try failed.
    pub failing: bool,
}

/// How the backup stands; None for who does not look after the machine.
#[cfg(feature = "ssr")]
pub(crate) fn backup_stands(actor: &domain::access::Actor) -> Option<BackupView> {
    let stands = registry().backup().backup_stands(actor);
    stands.map(|stands| BackupView {
        is_set: stands.is_set,
        last: stands.last.map(|last| (moment(last.at), last.seq, last.bytes)),
        shipped: stands.shipped.map(|shipped| (moment(shipped.at), shipped.seq)),
        old: stands.old,
        behind: stands.behind,
        failing: stands.failing,
    })
}
