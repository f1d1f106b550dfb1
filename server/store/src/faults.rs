//! A commit that goes wrong on purpose: for the simulation (`server/registry/tests/simulate`), which must crash
//! between any two commits and compare what the store holds with what it was told. Nobody arms a fault in production; there it is
//! one load of a boolean a commit.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// What happens to a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The process dies before it is durable: nobody gets an answer.
    LostBefore,
    /// The process dies after it is durable, before anybody is told.
    LostAfter,
    /// The disk is full: the engine fails at this commit and at all after it until the fault is taken away, and keeps nothing of it.
    DiskFull,
    /// The same, but the commit lies in the engine's log wholly.
    DiskFullAfter,
}

/// What the engine says of a commit for which there is no room.
pub(crate) const FULL: &str = "no space left on device";

/// The fault that is armed, if one is.
#[derive(Default)]
pub struct Faults {
    armed: AtomicBool,
    plan: Mutex<Option<(Fault, u32)>>,
    struck: tokio::sync::Notify,
}

impl Faults {
    /// Strikes the commit that comes after so many others.
    pub fn arm(&self, fault: Fault, after: u32) {
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = Some((fault, after));
        self.armed.store(true, Ordering::Relaxed);
    }

    /// Takes the fault away.
    pub fn disarm(&self) {
        self.armed.store(false, Ordering::Relaxed);
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Returns once the process would have died.
    pub async fn struck(&self) {
        self.struck.notified().await;
    }

    /// What is to happen to the commit that begins now.
    fn next(&self) -> Option<Fault> {
        if !self.armed.load(Ordering::Relaxed) {
            return None;
        }
        let mut plan = self.plan.lock().unwrap_or_else(PoisonError::into_inner);
        match plan.as_mut() {
            Some((_, after)) if *after > 0 => {
                *after -= 1;
                None
            }
            Some((fault, _)) => Some(*fault),
            None => None,
        }
    }

    /// Before a commit: may never return. Gives the fault that strikes at it or after it.
    pub(crate) async fn before(&self) -> Option<Fault> {
        match self.next() {
            Some(Fault::LostBefore) => self.die().await,
            other => other,
        }
    }

    /// After a commit is durable.
    pub(crate) async fn after(&self, fault: Option<Fault>) {
        if fault == Some(Fault::LostAfter) {
            self.die::<()>().await;
        }
    }

    async fn die<T>(&self) -> T {
        self.struck.notify_one();
        std::future::pending().await
    }
}
