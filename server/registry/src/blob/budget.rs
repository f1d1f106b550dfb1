//! How much may be worked on at the same time: pictures and workbooks take many times their size while they are looked at, and six
//! large photographs at once would otherwise take more memory than a small machine has.

use crate::error::Result;
use domain::refusal::{Basis, Refusal};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Memory for all such work together, when nothing is set: one photograph of 24 million pixels and some pages beside it.
pub const BUDGET: u64 = 256 << 20;
/// How long is waited for one's turn: some photographs' time. Whoever waits longer thinks that it hangs.
const WAIT: Duration = Duration::from_secs(20);
/// Bytes of one permit.
const UNIT: u64 = 64 << 10;

/// Memory that work is done in. Clones share it.
#[derive(Debug, Clone)]
pub struct Budget {
    permits: Arc<Semaphore>,
    all: u32,
    wait: Duration,
}

/// A share of it, given back when it is dropped.
#[derive(Debug)]
pub struct Share {
    _permit: OwnedSemaphorePermit,
}

impl Budget {
    /// So many bytes.
    pub fn new(bytes: u64) -> Self {
        Self::waiting(bytes, WAIT)
    }

    fn waiting(bytes: u64, wait: Duration) -> Self {
        let all = units(bytes);
        Self { permits: Arc::new(Semaphore::new(usize::try_from(all).expect("32 bits"))), all, wait }
    }

    /// Waits in line for so many bytes. What needs more than there is gets all of it, and so works alone.
    ///
    /// # Errors
    /// A refusal when it was not one's turn in time; nothing was done.
    pub async fn share(&self, bytes: u64) -> Result<Share> {
        let wanted = units(bytes).min(self.all);
        match tokio::time::timeout(self.wait, self.permits.clone().acquire_many_owned(wanted)).await {
            Ok(Ok(permit)) => Ok(Share { _permit: permit }),
            _ => Err(Refusal::new(
                "file",
                Basis::Procedure,
                "系统正忙，同时上传材料的人较多，这个文件还没有处理。",
                "请稍后再传。",
            )
            .into()),
        }
    }
}

fn units(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX >> 3).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[tokio::test]
    async fn no_more_is_given_than_there_is_and_who_waits_too_long_is_told() {
        let budget = Budget::waiting(10 << 20, Duration::from_millis(20));
        let first = budget.share(6 << 20).await.unwrap();
        let Err(Error::Refused(refusals)) = budget.share(6 << 20).await else { panic!("no room for both") };
        assert!(refusals[0].to_string().contains("稍后再传"), "{refusals:?}");
        let small = budget.share(4 << 20).await.unwrap();
        drop((first, small));
        let _all = budget.share(900 << 20).await.expect("what is too large for all works alone");
        assert!(budget.share(1).await.is_err());
    }
}
