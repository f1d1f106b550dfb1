//! The paper archive of a school (第八条, 第九条): the catalogue of its shelves, one dossier, loans.

pub mod act;
pub mod read;
pub mod shelf;

#[cfg(feature = "ssr")]
use crate::api::AppError;
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal, RefusalCode};

/// A refusal told beside the field of the page, whatever the service calls it.
#[cfg(feature = "ssr")]
pub(crate) fn named(error: AppError, names: &[(RefusalCode, &str)]) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let told = |one: Refusal| match names.iter().find(|(code, _)| *code == one.code) {
        Some((_, field)) => one.beside(*field),
        None => one,
    };
    AppError::Refused(refusals.into_iter().map(told).collect())
}

#[cfg(feature = "ssr")]
pub(crate) fn wrong(field: RefusalCode, what: &str, remedy: &str) -> AppError {
    AppError::Refused(vec![Refusal::new(field, Basis::Article(8), what, remedy)])
}
