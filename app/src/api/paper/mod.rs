//! The paper archive of a school (第八条, 第九条): the catalogue of its shelves, one dossier, loans.

pub mod act;
pub mod read;
pub mod shelf;

#[cfg(feature = "ssr")]
use crate::api::AppError;
#[cfg(feature = "ssr")]
use crate::api::form_state::cut;
#[cfg(feature = "ssr")]
use domain::paper::ShelfPlace;
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal, RefusalCode};

/// A place on the shelf as typed: of one dossier, or the first of a class.
#[cfg(feature = "ssr")]
pub(crate) struct TypedPlace {
    /// 库房
    room: String,
    /// 柜
    cabinet: String,
    /// 层
    tier: String,
    /// 盒
    case: String,
}

#[cfg(feature = "ssr")]
impl TypedPlace {
    /// What is kept of it until it is accepted, by the name of its field.
    fn kept(&self) -> [(&'static str, &str); 4] {
        [
            ("room", cut(&self.room)),
            ("cabinet", cut(&self.cabinet)),
            ("tier", cut(&self.tier)),
            ("case", cut(&self.case)),
        ]
    }

    /// The place it says.
    fn read(&self) -> Result<ShelfPlace, AppError> {
        ShelfPlace::read(&self.room, &self.cabinet, &self.tier, &self.case).map_err(AppError::Refused)
    }
}

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
