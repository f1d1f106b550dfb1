//! 学籍档案包 (第七条, 第九条, 第十五条, 第十六条): one pupil's whole archive as one file, handed over to a school that another system serves,
//! and continued there.
//!
//! [`Manifest`] names every file with its length and hash and carries the signature of the system that made it. [`Record`] is the
//! archive as data. [`Problem`] is everything that can be wrong with a package that arrives. [`Outgoing`] and [`Incoming`] are
//! the lives of a package on either side: each takes two persons. What a package looks like as bytes is not known here.

mod directory;
mod fault;
mod hand_over;
mod incoming;
mod manifest;
mod outgoing;
mod record;
#[cfg(test)]
mod tests;

pub use crate::matter::WorkContext as Context;
pub use directory::{
    DIRECTORY_BYTES_MAX, DIRECTORY_VERSION, Directory, DirectoryFault, KeyFault, Revoked, SystemKey,
};
pub use fault::Problem;
pub use hand_over::{HandOver, continued};
pub use incoming::{Found, Incoming, IncomingCommand, IncomingEvent, IncomingState, Proposal};
pub use manifest::{FileLine, MANIFEST, Manifest, PDF, RECORD, fingerprint};
pub use outgoing::{Made, Outgoing, OutgoingCommand, OutgoingEvent, OutgoingState};
pub use record::{
    Comparison, Filed, FiledFile, Head, IssuedNumber, Journal, JournalEntry, Keeping, Record, Schooling,
};

use crate::matter::{Checked, Lifecycle, TwoSteps};
use crate::refusal::{Basis, Refusal, RefusalCode};

/// The version of the format this system writes, and the only one it reads.
pub const VERSION: u32 = 1;
/// Days for which a package can be fetched once it was made. A setting of this system: the regulation gives the hand-over one month.
pub const DAYS: u64 = 30;
/// Working days for each step of a package that waits. The regulation gives the hand-over as a whole one month (第十五条) and is silent on its
/// steps: this system's default (本系统默认值).
pub const STEP_WORKING_DAYS: u32 = 10;
/// Files in a package.
pub const FILES_MAX: usize = 500;
/// Bytes of one file in it.
pub const FILE_MAX: u64 = 16 << 20;
/// Bytes of a whole package.
pub const BYTES_MAX: u64 = 64 << 20;
/// Characters of what people write.
const WORDS_MAX: usize = 500;

fn refusal(code: RefusalCode, article: u8, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Article(article), what, remedy)
}

/// Nobody takes both steps (经办与审批分离).
const DECIDED: TwoSteps = TwoSteps { first: "经办", second: "审批", other: "另一名人员" };

fn life(article: u8) -> Lifecycle {
    Lifecycle::of("这个档案包", article)
        .ordered_by_article()
        .state_code(RefusalCode::State)
        .step_code(RefusalCode::Role)
        .words_max(WORDS_MAX)
}

/// A reason in people's own words; one that is too long is said to be so, for the other side reads it whole.
fn words(text: &str, what: &str) -> Checked<String> {
    let life = Lifecycle::by_procedure("这个档案包");
    if crate::text::length(text) > WORDS_MAX {
        return life.refuse(RefusalCode::Words, format!("不能超过{WORDS_MAX}个字。"), "请写得短一些。");
    }
    life.words(text, RefusalCode::Words, what, "请写明，对方会看到。")
}
