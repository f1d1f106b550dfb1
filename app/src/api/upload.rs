//! Reading a form with a file: short texts and one file, each within its bound. What is wrong with the file is said by the form it came
//! from, so the form is read to its end whatever its file is: what was typed comes back with the refusal.

use crate::api::AppError;
use crate::text::t::answer;
use domain::refusal::{Basis, Refusal, RefusalCode};
use registry::blob::{Budget, Share};
use server_fn::codec::MultipartData;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Bytes of all texts together; what is beyond is cut, and refused by whoever reads the text.
const MOST_TEXT: usize = 256 << 10;

/// Room for files that are coming in, of everybody who is sending one: another than that for the work on them, which so never waits for
/// those who send slowly.
static HELD: LazyLock<Budget> = LazyLock::new(|| Budget::holding(512 << 20));

/// The parts of a form.
#[derive(Default)]
pub(crate) struct Parts {
    texts: BTreeMap<String, String>,
    file: Option<(String, Vec<u8>)>,
    wrong: Option<Refusal>,
    /// Held until whoever reads the form is done with it.
    _room: Option<Share>,
}

impl Parts {
    /// A text field, empty when it was not sent.
    pub(crate) fn text(&self, name: &str) -> String {
        self.texts.get(name).cloned().unwrap_or_default()
    }

    /// Takes the file's name and bytes; none when no file was chosen.
    ///
    /// # Errors
    /// A refusal at `file` when it is too large or empty.
    pub(crate) fn file(&mut self) -> Result<Option<(String, Vec<u8>)>, AppError> {
        match self.wrong.take() {
            Some(refusal) => Err(AppError::Refused(vec![refusal])),
            None => Ok(self.file.take()),
        }
    }

    /// The same, and a refusal at `file` when none was chosen: `what` that is, and what to do.
    ///
    /// # Errors
    /// As [`Parts::file`].
    pub(crate) fn wanted_file(&mut self, what: &str, remedy: &str) -> Result<(String, Vec<u8>), AppError> {
        self.file()?.ok_or_else(|| AppError::Refused(vec![refusal(what, remedy)]))
    }
}

fn refusal(what: impl Into<String>, remedy: &str) -> Refusal {
    Refusal::new(RefusalCode::File, Basis::Procedure, what, remedy)
}

/// Reads all parts.
///
/// # Errors
/// [`AppError::Malformed`] when the request is no such form, or ends before the form does.
pub(crate) async fn parts(data: MultipartData) -> Result<Parts, AppError> {
    parts_up_to(data, crate::ui::FILE_MOST).await
}

/// The same with a larger file.
///
/// # Errors
/// As [`parts`].
pub(crate) async fn parts_up_to(data: MultipartData, most_file: usize) -> Result<Parts, AppError> {
    let broken = || AppError::Malformed;
    let mut form = data.into_inner().ok_or_else(broken)?;
    let mut parts = Parts::default();
    let mut room = MOST_TEXT;
    while let Some(mut field) = form.next_field().await.map_err(|_| broken())? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let most = if file_name.is_some() { most_file } else { room };
        let mut bytes = Vec::new();
        let (mut beyond, mut crowded, mut taken) = (false, None, HELD.nothing());
        while let Some(chunk) = field.chunk().await.map_err(|_| broken())? {
            let left = most.saturating_sub(bytes.len());
            beyond |= chunk.len() > left;
            if file_name.is_some() && !beyond && crowded.is_none() {
                crowded = taken.hold((bytes.len() + chunk.len()) as u64).err();
            }
            if !beyond && crowded.is_none() {
                bytes.extend_from_slice(&chunk);
            } else if file_name.is_some() {
                // Read on for what was typed below it, and not kept.
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(&chunk[..left.min(chunk.len())]);
            }
        }
        match (file_name, crowded) {
            (Some(_), Some(refusal)) => parts.wrong = Some(refusal),
            // A browser sends a file control that nothing was chosen in with an empty name.
            (Some(file), None) if file.is_empty() && bytes.is_empty() && !beyond => {}
            (Some(file), None) if beyond => {
                let what = answer::too_large(&shortened(&file), &(most_file >> 20).to_string());
                parts.wrong = Some(refusal(what, answer::smaller_file()));
            }
            (Some(file), None) if bytes.is_empty() => {
                let what = answer::empty_file(&shortened(&file));
                parts.wrong = Some(refusal(what, answer::file_again()));
            }
            (Some(file), None) => {
                parts.file = Some((file, bytes));
                parts._room = Some(taken);
            }
            (None, _) => {
                room -= bytes.len();
                parts.texts.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    }
    Ok(parts)
}

/// A file's name as it may stand in a sentence.
fn shortened(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    domain::text::line(base).text.chars().take(40).collect()
}
