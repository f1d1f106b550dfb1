//! Reading a form with a file: a few short texts and one file, each within its bound.

use crate::api::AppError;
use domain::refusal::{Basis, Refusal};
use server_fn::codec::MultipartData;
use std::collections::BTreeMap;

/// Longest text field.
const MOST_TEXT: usize = 2000;
/// Largest file.
const MOST_FILE: usize = 5 << 20;

/// The parts of a form.
#[derive(Default)]
pub(crate) struct Parts {
    texts: BTreeMap<String, String>,
    /// Name and bytes of the file; none when no file was chosen.
    pub(crate) file: Option<(String, Vec<u8>)>,
}

impl Parts {
    /// A text field, empty when it was not sent.
    pub(crate) fn text(&self, name: &str) -> String {
        self.texts.get(name).cloned().unwrap_or_default()
    }
}

/// Reads all parts.
///
/// # Errors
/// A refusal when the file is too large; [`AppError::Malformed`] when the request is no such form.
pub(crate) async fn parts(data: MultipartData) -> Result<Parts, AppError> {
    parts_up_to(data, MOST_FILE).await
}

/// The same with a larger file.
///
/// # Errors
/// As [`parts`].
pub(crate) async fn parts_up_to(data: MultipartData, most_file: usize) -> Result<Parts, AppError> {
    let broken = || AppError::Malformed;
    let mut form = data.into_inner().ok_or_else(broken)?;
    let mut parts = Parts::default();
    while let Some(mut field) = form.next_field().await.map_err(|_| broken())? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let most = if file_name.is_some() { most_file } else { MOST_TEXT };
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|_| broken())? {
            if bytes.len() + chunk.len() > most {
                return Err(AppError::Refused(vec![Refusal::new(
                    "file",
                    Basis::Procedure,
                    format!("文件超过 {} MB。", most_file >> 20),
                    "请压缩照片或拆分文件后再上传。",
                )]));
            }
            bytes.extend_from_slice(&chunk);
        }
        match file_name {
            Some(file) if !bytes.is_empty() => parts.file = Some((file, bytes)),
            Some(_) => {}
            None => {
                parts.texts.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    }
    Ok(parts)
}
