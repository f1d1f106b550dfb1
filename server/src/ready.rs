//! Whether the process lives (`/healthz`), and whether it can do its work (`/readyz`): for who balances the load and who keeps watch.
//! The answer names the checks and says of each whether it holds, and nothing else.

use crate::workers::Workers;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use registry::Registry;
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// However often it is asked, it looks at most once in this time: the question must not become a load of its own.
const EVERY: Duration = Duration::from_secs(1);
/// A write that takes longer than this is none: people would have gone.
const WRITE_TIME: Duration = Duration::from_secs(3);
/// Free space below which the disk counts as full, when nothing is set: what an import and the store's own files need for a while.
const FLOOR_BYTES: u64 = 512 << 20;
/// And this part of the disk (2 %), where that is more: large disks fill faster.
const FLOOR_PART: u64 = 50;

/// What is looked at.
pub(crate) struct Ready {
    pub(crate) registry: Registry,
    pub(crate) workers: Workers,
    /// The master key's file.
    pub(crate) key: PathBuf,
    /// The directory of everything that is kept.
    pub(crate) data: PathBuf,
    /// Free bytes there must be; none for the default.
    pub(crate) floor: Option<u64>,
    pub(crate) last: Mutex<Option<(Instant, Checks)>>,
}

/// Each check by name, and whether it holds.
type Checks = Vec<(&'static str, bool)>;

impl Ready {
    /// Looks, or says what was seen a moment ago.
    async fn checks(&self) -> Checks {
        let mut last = self.last.lock().await;
        if let Some((at, checks)) = &*last
            && at.elapsed() < EVERY
        {
            return checks.clone();
        }
        let checks = self.look().await;
        for (name, _) in checks.iter().filter(|(_, holds)| !holds) {
            tracing::warn!(check = name, "not ready");
        }
        *last = Some((Instant::now(), checks.clone()));
        checks
    }

    async fn look(&self) -> Checks {
        vec![
            ("write", self.can_write().await),
            ("key", std::fs::metadata(&self.key).is_ok_and(|file| file.is_file() && file.len() > 0)),
            ("disk", self.has_room()),
            ("workers", self.workers.are_alive()),
        ]
    }

    async fn can_write(&self) -> bool {
        matches!(tokio::time::timeout(WRITE_TIME, self.registry.probe()).await, Ok(Ok(())))
    }

    fn has_room(&self) -> bool {
        let Ok(disk) = rustix::fs::statvfs(&self.data) else { return false };
        let size = |blocks: u64| blocks.saturating_mul(disk.f_frsize);
        size(disk.f_bavail) >= floor(self.floor, size(disk.f_blocks))
    }
}

/// Bytes that must be free on a disk of so many.
fn floor(set: Option<u64>, disk: u64) -> u64 {
    set.unwrap_or_else(|| FLOOR_BYTES.max(disk / FLOOR_PART))
}

/// The process lives and answers.
pub(crate) async fn lives() -> &'static str {
    "ok"
}

/// 200 when every check holds, 503 otherwise.
pub(crate) async fn ready(State(ready): State<Arc<Ready>>) -> Response {
    let checks = ready.checks().await;
    let all = checks.iter().all(|(_, holds)| *holds);
    let word = |holds: bool| Value::from(if holds { "ok" } else { "failed" });
    let named: Map<String, Value> =
        checks.into_iter().map(|(name, holds)| (name.to_owned(), word(holds))).collect();
    let status = if all { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "ready": all, "checks": named }))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floor_is_what_is_set_or_half_a_gigabyte_or_a_fiftieth() {
        assert_eq!(floor(None, 10 << 30), 512 << 20);
        assert_eq!(floor(None, 1000 << 30), 20 << 30);
        assert_eq!(floor(Some(1), 1000 << 30), 1);
    }
}
