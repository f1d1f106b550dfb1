//! The file that comes back (核验回执): read as a whole or not at all; what is wrong with a single line is told with it.

use super::{Difference, LINES_MAX, Reply, VERSION};
use chrono::NaiveDate;
use std::collections::BTreeSet;

const MAGIC: &str = "xueji-population-answer";
/// Longest number of a question.
const ASK_MAX: usize = 40;

/// One answer, with its line in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLine {
    /// Line in the file, from 1.
    pub line: usize,
    /// The number of the question; of a line that does not read what stands in front like one, or nothing.
    pub ask: String,
    /// What is answered; none when the line does not read.
    pub reply: Option<Reply>,
}

/// An answer file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerFile {
    /// 批准编号 of the request that it answers.
    pub approval: String,
    /// The day on which it was made.
    pub on: NaiveDate,
    /// The answers.
    pub lines: Vec<AnswerLine>,
}

impl AnswerFile {
    /// The numbers that stand in more than one line, those that do not read among them: where one of two answers is lost, the other is not
    /// known to be the right one.
    pub fn twice(&self) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        let asks = self.lines.iter().map(|line| line.ask.as_str()).filter(|ask| !ask.is_empty());
        asks.filter(|ask| !seen.insert(*ask)).collect()
    }
}

/// Why a file is not read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFault {
    /// It does not begin as an answer does.
    NotAnAnswer,
    /// Of another version.
    Version,
    /// Its head is not whole.
    Head,
    /// It has no signature, or more behind it.
    NoSignature,
    /// It has more or fewer lines than its head says.
    Lines,
    /// More lines than a file may have.
    TooLong,
}

impl AnswerFault {
    /// What is wrong.
    pub fn message(self) -> &'static str {
        match self {
            Self::NotAnAnswer => "这不是核验回执文件。",
            Self::Version => "核验回执的版本不对。",
            Self::Head => "核验回执的首行不完整。",
            Self::NoSignature => "核验回执末尾没有签名，或者签名后面还有内容。",
            Self::Lines => "核验回执的行数与首行写的不一致，文件可能不完整。",
            Self::TooLong => "核验回执超过 20000 行。",
        }
    }
}

/// Reads an answer file: what it says, the text that is signed, the signature.
///
/// # Errors
/// When it is none, or not whole. Whose signature it is is for the caller to find out.
pub fn parse_answer(text: &str) -> Result<(AnswerFile, &str, [u8; 64]), AnswerFault> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if !text.starts_with(MAGIC) {
        return Err(AnswerFault::NotAnAnswer);
    }
    let at = text.rfind("signature,").ok_or(AnswerFault::NoSignature)?;
    let (body, last) = text.split_at(at);
    if !body.ends_with('\n') {
        return Err(AnswerFault::NoSignature);
    }
    let hex = last.trim_start_matches("signature,").trim_end();
    let signature = signature(hex).ok_or(AnswerFault::NoSignature)?;
    let mut lines = body.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split(',').map(str::trim).collect();
    let [_, version, approval, on, count] = head.as_slice() else { return Err(AnswerFault::Head) };
    if *version != VERSION {
        return Err(AnswerFault::Version);
    }
    let (on, count) = (on.parse::<NaiveDate>().ok(), count.parse::<usize>().ok());
    let (Some(on), Some(count)) = (on, count) else { return Err(AnswerFault::Head) };
    if approval.is_empty() || lines.next().map(str::trim) != Some("ask,reply,differences") {
        return Err(AnswerFault::Head);
    }
    if count > LINES_MAX {
        return Err(AnswerFault::TooLong);
    }
    let lines: Vec<AnswerLine> = (3..).zip(lines).map(|(line, text)| read(line, text)).collect();
    if lines.len() != count {
        return Err(AnswerFault::Lines);
    }
    Ok((AnswerFile { approval: (*approval).to_owned(), on, lines }, body, signature))
}

fn read(line: usize, text: &str) -> AnswerLine {
    let cells: Vec<&str> = text.split(',').map(str::trim).collect();
    let (ask, reply) = match cells.as_slice() {
        [ask, "same", ""] => (*ask, Some(Reply::Same)),
        [ask, "unknown", ""] => (*ask, Some(Reply::Unknown)),
        [ask, "differs", items] => (*ask, differences(items).map(Reply::Differs)),
        _ => ("", None),
    };
    let reply = reply.filter(|_| !ask.is_empty() && ask.len() <= ASK_MAX);
    let ask = if reply.is_some() { ask } else { number_in(text) };
    AnswerLine { line, ask: ask.to_owned(), reply }
}

/// The first that could be the number of a question, in a line that does not read.
fn number_in(text: &str) -> &str {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.find(|word| !word.is_empty()).filter(|word| word.len() <= ASK_MAX).unwrap_or_default()
}

/// At least one, each known and once.
fn differences(text: &str) -> Option<BTreeSet<Difference>> {
    let mut found = BTreeSet::new();
    for part in text.split(';') {
        let one = Difference::ALL.into_iter().find(|one| one.key() == part.trim())?;
        if !found.insert(one) {
            return None;
        }
    }
    Some(found)
}

fn signature(hex: &str) -> Option<[u8; 64]> {
    let bytes = hex.as_bytes();
    if bytes.len() != 128 || !bytes.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let mut signature = [0_u8; 64];
    for (at, byte) in signature.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(signature)
}
