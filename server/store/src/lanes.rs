//! Writers that would meet at the same records wait in line here, before they meet in the store.

use std::hash::{DefaultHasher, Hash, Hasher};
use tokio::sync::{Mutex, MutexGuard};

/// Writers of one school queue here before they meet in the store, so that conflicts stay rare.
const LANES: usize = 64;

/// The lines.
pub(crate) struct Lanes(Vec<Mutex<()>>);

impl Lanes {
    /// Nobody waits yet.
    pub(crate) fn empty() -> Self {
        Self((0..LANES).map(|_| Mutex::new(())).collect())
    }

    /// Waits for one's turn in the line of this name; it is held until what comes back is dropped. Some names share a line.
    pub(crate) async fn turn(&self, name: &str) -> MutexGuard<'_, ()> {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let slot = usize::try_from(hasher.finish() % LANES as u64).expect("below LANES");
        self.0[slot].lock().await
    }
}
