//! Rooms of limited size. How much may be worked on at the same time: pictures and workbooks take many times their size while they are
//! looked at, and six large photographs at once would otherwise take more memory than a small machine has. And how much may be held at
//! the same time of what is still coming in.

use domain::refusal::{Basis, Refusal, RefusalCode};
use std::sync::Arc;
use std::time::Duration;
use store::error::Result;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Memory for all such work together, when nothing is set: one photograph of 24 million pixels and some pages beside it.
pub const BUDGET: u64 = 256 << 20;
/// How long is waited for one's turn: some photographs' time. Whoever waits longer thinks that it hangs.
const WAIT: Duration = Duration::from_secs(20);
/// Bytes of one permit.
const UNIT: u64 = 64 << 10;

/// Memory of a bounded size that many take shares of. Clones share it; what is for one purpose and what is for another are two of them, so
/// that neither starves the other.
#[derive(Debug, Clone)]
pub struct Budget {
    permits: Arc<Semaphore>,
    all: u32,
    wait: Duration,
    /// What is said when there is no room.
    crowded: &'static str,
}

/// A share of it, given back when it is dropped.
#[derive(Debug)]
pub struct Share {
    of: Budget,
    taken: Option<OwnedSemaphorePermit>,
}

impl Budget {
    /// So many bytes to work in.
    pub fn new(bytes: u64) -> Self {
        Self::of(bytes, "系统正忙，同时上传材料的人较多，这个文件还没有处理。")
    }

    /// So many bytes for files that are held while they come in and until they are worked on.
    pub fn holding(bytes: u64) -> Self {
        Self::of(bytes, "系统正忙，同时上传材料的人较多，这个文件没有收下。")
    }

    fn of(bytes: u64, crowded: &'static str) -> Self {
        let all = units(bytes).max(1);
        let permits = Semaphore::new(usize::try_from(all).expect("32 bits"));
        Self { permits: Arc::new(permits), all, wait: WAIT, crowded }
    }

    /// Waits in line for so many bytes. What needs more than there is gets all of it, and so works alone.
    ///
    /// # Errors
    /// A refusal when it was not one's turn in time; nothing was done.
    pub async fn share(&self, bytes: u64) -> Result<Share> {
        let wanted = units(bytes).clamp(1, self.all);
        match tokio::time::timeout(self.wait, self.permits.clone().acquire_many_owned(wanted)).await {
            Ok(Ok(permit)) => Ok(Share { of: self.clone(), taken: Some(permit) }),
            _ => Err(self.refusal().into()),
        }
    }

    /// A share of nothing, to be made larger ([`Share::hold`]): whoever only begins to send takes nothing from the others.
    pub fn nothing(&self) -> Share {
        Share { of: self.clone(), taken: None }
    }

    fn refusal(&self) -> Refusal {
        Refusal::new(RefusalCode::File, Basis::Procedure, self.crowded, "请稍后再传。")
    }
}

impl Share {
    /// Has it be of so many bytes in all, at once or not at all; it never becomes smaller.
    ///
    /// # Errors
    /// A refusal when there is no room for them now; what was taken before stays.
    pub fn hold(&mut self, bytes: u64) -> std::result::Result<(), Refusal> {
        let held = self.taken.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let held = u32::try_from(held).unwrap_or(u32::MAX);
        let more = units(bytes).saturating_sub(held);
        let permit = self.of.permits.clone().try_acquire_many_owned(more).map_err(|_| self.of.refusal())?;
        match &mut self.taken {
            Some(taken) => taken.merge(permit),
            None => self.taken = Some(permit),
        }
        Ok(())
    }
}

fn units(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX >> 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::error::Error;

    #[tokio::test]
    async fn no_more_is_given_than_there_is_and_who_waits_too_long_is_told() {
        let budget = Budget { wait: Duration::from_millis(20), ..Budget::new(10 << 20) };
        let first = budget.share(6 << 20).await.unwrap();
        let Err(Error::Refused(refusals)) = budget.share(6 << 20).await else { panic!("no room for both") };
        assert!(refusals[0].to_string().contains("稍后再传"), "{refusals:?}");
        let small = budget.share(4 << 20).await.unwrap();
        drop((first, small));
        let _all = budget.share(900 << 20).await.expect("what is too large for all works alone");
        assert!(budget.share(1).await.is_err());
    }

    #[test]
    fn room_is_taken_as_a_file_comes_in_and_given_back() {
        let all = Budget::holding(4 * UNIT);
        let (mut first, mut second) = (all.nothing(), all.nothing());
        assert!(first.hold(1).is_ok() && first.hold(UNIT).is_ok(), "one permit");
        assert!(second.hold(3 * UNIT).is_ok());
        let refused = first.hold(UNIT + 1).expect_err("nothing is left for more").to_string();
        assert!(refused.contains("没有收下") && refused.contains("稍后再传"), "{refused}");
        drop(second);
        assert!(first.hold(4 * UNIT).is_ok() && first.hold(5 * UNIT).is_err());
        drop(first);
        assert_eq!(all.permits.available_permits(), 4);
    }

    #[tokio::test]
    async fn what_is_held_takes_nothing_from_the_work() {
        let (held, work) = (Budget::holding(UNIT), Budget::new(UNIT));
        let mut all = held.nothing();
        all.hold(UNIT).unwrap();
        assert!(held.nothing().hold(1).is_err());
        assert!(work.share(UNIT).await.is_ok());
    }
}
