//! The feed: after a commit, subscribed dashboards are told that their numbers changed. A hint; the store is the truth.

use domain::org::OrgPath;
use tokio::sync::broadcast;

/// What changed, for whom.
#[derive(Debug, Clone)]
pub enum Change {
    /// Cases or pupils of the school at this path changed: queues of the units on the way may have.
    School(OrgPath),
    /// The summed figures of the unit at this path changed.
    Figures(OrgPath),
}

/// A broadcast inside this process.
pub struct Feed(broadcast::Sender<Change>);

impl Feed {
    /// A feed nobody listens to yet. A listener that falls 1,024 changes behind is told that it lagged.
    pub fn new() -> Self {
        Self(broadcast::channel(1024).0)
    }

    /// Tells everybody who listens.
    pub fn tell(&self, change: Change) {
        // Nobody listening is not an error.
        let _ = self.0.send(change);
    }

    /// Listens from now on.
    pub fn listen(&self) -> broadcast::Receiver<Change> {
        self.0.subscribe()
    }
}

impl Default for Feed {
    fn default() -> Self {
        Self::new()
    }
}
