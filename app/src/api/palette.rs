//! 命令面板: what it asks the server for. Nothing is asked while somebody types: pupils are looked for when that is chosen, and every look is
//! in the log as on the pages that show the same. Names and numbers are posted, and stand in no address.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::cut_to;
use crate::api::{AppError, Attended};
use contract::palette::{PaletteBegin, PaletteFound};
use domain::id::CaseId;
use leptos::prelude::*;

/// Most pupils that the palette shows of those who were found.
#[cfg(feature = "ssr")]
const SHOWN: usize = 8;

/// Characters of what is typed that are read, as many as the search of the header takes.
#[cfg(feature = "ssr")]
const READ: usize = 60;

/// What is offered when the palette is opened; nothing of what the account has no office for.
#[server(name = BeginPalette, client = Attended, prefix = "/api", endpoint = "palette_begin")]
pub async fn palette_begin(
    /// The pupil whose record is in sight; empty where none is.
    #[server(default)]
    person: String,
) -> Result<PaletteBegin, AppError> {
    use registry::error::Error;
    let (actor, register) = (actor()?, registry());
    let begins = match person.parse::<domain::id::PersonId>() {
        Ok(id) => match register.pupils().begins_now(&actor, id).await {
            Err(Error::NotFound(_) | Error::Refused(_)) => Vec::new(),
            answer => answer?,
        },
        Err(_) => Vec::new(),
    };
    let recent = match register.pupils().recent_pupils(&actor).await {
        Err(Error::Refused(_)) => Vec::new(),
        answer => answer?,
    };
    Ok(PaletteBegin { begins, recent })
}

/// The first pupils who are found by a name or a number.
#[server(name = FindInPalette, client = Attended, prefix = "/api", endpoint = "palette_find")]
pub async fn palette_find(
    /// A name or a number, as typed.
    #[server(default)]
    text: String,
) -> Result<PaletteFound, AppError> {
    let (actor, register) = (actor()?, registry());
    if text.trim().is_empty() {
        // Without words everybody would be meant.
        return Ok(PaletteFound::default());
    }
    let search = registry::person::Search {
        text: cut_to(&text, READ).to_owned(),
        most: Some(SHOWN),
        ..registry::person::Search::default()
    };
    match register.pupils().find_pupils(&actor, &search).await {
        Ok(found) => Ok(PaletteFound {
            more: found.page.next.is_some() || found.left_off,
            rows: found.page.rows,
            problem: None,
        }),
        Err(registry::error::Error::Refused(refusals)) => {
            let problem = refusals.first().map(ToString::to_string);
            Ok(PaletteFound { problem, ..PaletteFound::default() })
        }
        Err(error) => Err(error.into()),
    }
}

/// The case with a 办件编号, for whoever may open it.
#[server(name = FindCase, client = Attended, prefix = "/api", endpoint = "palette_case")]
pub async fn palette_case(
    /// The number, as typed.
    #[server(default)]
    number: String,
) -> Result<CaseId, AppError> {
    let (actor, register) = (actor()?, registry());
    let number = domain::case::CaseNumber::read(&number).ok_or(AppError::NotFound)?;
    Ok(register.cases().case_numbered(&actor, &number).await?)
}
