//! 学籍档案包 (第七条, 第九条, 第十五条, 第十六条): one pupil's whole archive as one file, handed over to a school that another system serves,
//! and continued there.
//!
//! [`Manifest`] names every file with its length and hash and carries the signature of the system that made it. [`Record`] is the
//! archive as data. [`Problem`] is everything that can be wrong with a package that arrives. [`Outgoing`] and [`Incoming`] are
//! the lives of a package on either side: each takes two persons. What a package looks like as bytes is not known here.

mod fault;
mod hand_over;
mod incoming;
mod manifest;
mod outgoing;
mod record;
#[cfg(test)]
mod tests;

pub use fault::Problem;
pub use hand_over::{HandOver, continued};
pub use incoming::{Found, Incoming, IncomingCommand, IncomingEvent, IncomingState, Proposal};
pub use manifest::{FileLine, MANIFEST, Manifest, PDF, RECORD, fingerprint};
pub use outgoing::{Made, Outgoing, OutgoingCommand, OutgoingEvent, OutgoingState};
pub use record::{
    Comparison, Filed, FiledFile, Head, IssuedNumber, Journal, JournalEntry, Keeping, Record, Schooling,
};

use crate::case::Party;
use crate::problem::Act;
use crate::refusal::{Basis, Refusal};
use chrono::NaiveDate;

/// The version of the format this system writes, and the only one it reads.
pub const VERSION: u32 = 1;
/// Days for which a package can be fetched once it was made. A setting of this system: the regulation gives the hand-over one month.
pub const DAYS: u64 = 30;
/// Files in a package.
pub const FILES_MAX: usize = 500;
/// Bytes of one file in it.
pub const FILE_MAX: u64 = 16 << 20;
/// Bytes of a whole package.
pub const BYTES_MAX: u64 = 64 << 20;
/// Characters of what people write.
const WORDS_MAX: usize = 500;

/// What a step needs to know.
#[derive(Debug, Clone)]
pub struct Context {
    /// The day in Asia/Shanghai.
    pub today: NaiveDate,
    /// Who acts.
    pub actor: Party,
}

impl Context {
    fn act(&self) -> Act {
        Act { by: self.actor.clone(), on: self.today }
    }
}

fn refusal(code: &str, article: u8, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Article(article), what, remedy)
}

/// Nobody takes both steps (经办与审批分离).
fn four_eyes(first: &Party, context: &Context) -> Result<(), Vec<Refusal>> {
    let what = "同一人不能既经办又审批。";
    context.actor.apart_from([first.account], what, "请由另一名人员审批。").map_err(|refusal| vec![refusal])
}

/// A reason in people's own words.
fn words(text: &str, what: &str) -> Result<String, Vec<Refusal>> {
    let text = text.trim();
    let count = text.chars().count();
    if count < 2 {
        return Err(vec![Refusal::new("words", Basis::Procedure, what, "请写明，对方会看到。")]);
    }
    if count > WORDS_MAX {
        let what = format!("不能超过{WORDS_MAX}个字。");
        return Err(vec![Refusal::new("words", Basis::Procedure, what, "请写得短一些。")]);
    }
    Ok(text.to_owned())
}
