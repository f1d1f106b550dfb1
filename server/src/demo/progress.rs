//! How far the building of the demo is, for who waits for it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// What is done, each with the seconds after which it was. Clones share it.
#[derive(Clone)]
pub(crate) struct Progress {
    began: Instant,
    done: Arc<Mutex<Vec<(String, u64)>>>,
}

impl Progress {
    /// It begins now.
    pub(crate) fn begin() -> Self {
        Self { began: Instant::now(), done: Arc::default() }
    }

    /// Seconds since it began.
    pub(crate) fn seconds(&self) -> u64 {
        self.began.elapsed().as_secs()
    }

    /// Says at the prompt and to who looks in that something is done.
    pub(crate) fn told(&self, what: &str) {
        let seconds = self.seconds();
        println!("  {}", app::text::t::preparing::after(what, seconds));
        self.done.lock().unwrap_or_else(PoisonError::into_inner).push((what.to_owned(), seconds));
    }

    /// What is done so far.
    pub(crate) fn done(&self) -> Vec<(String, u64)> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_says_all_who_look_in_see_in_its_order() {
        let progress = Progress::begin();
        let page = progress.clone();
        assert!(page.done().is_empty());
        progress.told("单位");
        progress.told("账号");
        let said: Vec<String> = page.done().into_iter().map(|(what, _)| what).collect();
        assert_eq!(said, ["单位", "账号"]);
    }
}
