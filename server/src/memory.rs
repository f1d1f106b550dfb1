//! How much memory the program may take, as whoever starts it says. Where nothing is said it goes by what the machine or its control group has.

use registry::{blob, store};

/// Megabytes below which nothing works: what is not written to the store's files yet, and some room to answer in.
const LEAST: u64 = 512;

/// What is said of memory, in megabytes.
#[derive(clap::Args)]
pub(crate) struct MemoryArguments {
    /// Megabytes that the program is to get along with, on a machine that is its own: the store's engine then keeps a quarter of them of what it
    /// read, and an eighth is for looking at uploads. By default the engine keeps an eighth of what the machine or its control group
    /// has, 1024 at most.
    #[arg(long, env = "XUEJI_MEMORY", value_parser = clap::value_parser!(u64).range(LEAST..))]
    memory: Option<u64>,
    /// Megabytes that the store's engine may keep of what it read, whatever --memory comes to.
    #[arg(long, env = "XUEJI_CACHE_MEMORY")]
    cache_memory: Option<u64>,
    /// Megabytes of memory for looking at uploads (pictures, documents, workbooks), all together, whatever --memory comes to; 256 by default.
    #[arg(long, env = "XUEJI_WORK_MEMORY")]
    work_memory: Option<u64>,
}

impl MemoryArguments {
    /// Bytes that the store's engine may keep of what it read.
    pub(crate) fn cache(&self) -> u64 {
        match (self.cache_memory, self.memory) {
            (Some(cache), _) => bytes(cache),
            (None, Some(memory)) => store::cache_within(bytes(memory)),
            (None, None) => store::default_cache(),
        }
    }

    /// Bytes for looking at uploads. One photograph and some pages have to fit whatever is said of the whole.
    pub(crate) fn work(&self) -> u64 {
        match (self.work_memory, self.memory) {
            (Some(work), _) => bytes(work),
            (None, Some(memory)) => (bytes(memory) / 8).max(blob::BUDGET),
            (None, None) => blob::BUDGET,
        }
    }
}

fn bytes(megabytes: u64) -> u64 {
    megabytes.saturating_mul(1 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    const MIB: u64 = 1 << 20;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        memory: MemoryArguments,
    }

    /// Bytes of the engine and for uploads; none where the line is refused.
    fn said(line: &[&str]) -> Option<(u64, u64)> {
        let line = Line::try_parse_from(std::iter::once("server").chain(line.iter().copied())).ok()?;
        Some((line.memory.cache(), line.memory.work()))
    }

    #[test]
    fn what_is_said_of_a_part_goes_before_what_is_said_of_the_whole() {
        assert_eq!(said(&[]), Some((store::default_cache(), 256 * MIB)));
        assert_eq!(said(&["--cache-memory", "77"]), Some((77 * MIB, 256 * MIB)));
        assert_eq!(said(&["--work-memory", "99"]), Some((store::default_cache(), 99 * MIB)));
        let whole = store::cache_within(600 * MIB);
        assert_eq!(said(&["--memory", "600"]), Some((whole, 256 * MIB)));
        assert_eq!(said(&["--memory", "600", "--cache-memory", "77"]), Some((77 * MIB, 256 * MIB)));
        assert_eq!(said(&["--memory", "16384"]).map(|(_, work)| work), Some(2048 * MIB));
    }

    #[test]
    fn what_nothing_can_work_in_is_refused() {
        for wrong in ["0", "511", "-1", "2G", "", "99999999999999999999"] {
            assert_eq!(said(&["--memory", wrong]), None, "{wrong}");
        }
        assert!(said(&["--memory", "512"]).is_some());
        assert!(said(&["--memory", &u64::MAX.to_string()]).is_some_and(|(cache, _)| cache < u64::MAX / 8));
    }
}
