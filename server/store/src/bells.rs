//! What wakes those who do what a commit left to be done.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// The name of a kind of background work. What is done when its bell rings is not known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bell(pub &'static str);

/// One bell a kind, rung after the commit that leaves work of it. A bell that rings while nobody waits is heard by who comes next.
#[derive(Default)]
pub struct Bells(Mutex<BTreeMap<Bell, Arc<Notify>>>);

impl Bells {
    /// The bell of a kind.
    pub fn of(&self, bell: impl Into<Bell>) -> Arc<Notify> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(bell.into()).or_default().clone()
    }
}
