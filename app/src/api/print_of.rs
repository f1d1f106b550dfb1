//! Printing from the page of what is printed: a case, a letter, a school change, a year's completions, a certificate.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
use domain::print::PrintKind;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A sheet that the actor may print from a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintOffer {
    /// `case`, `letter`, `change`, `problem`, `graduates` or `certificate`.
    pub what: String,
    /// Which one: its id, or the year.
    pub id: String,
    /// The sheet.
    pub kind: PrintKind,
}

/// What may be printed of a case, a letter or a school change.
#[server(client = Attended, prefix = "/api", endpoint = "print_offers")]
pub async fn print_offers(
    /// `case`, `letter`, `change` or `problem`.
    what: String,
    /// The case, letter or change.
    id: String,
) -> Result<Vec<PrintOffer>, AppError> {
    let actor = actor()?;
    let kinds: Vec<PrintKind> = match what.as_str() {
        "case" => {
            let view = registry().cases().case_view(&actor, self::id(&id)?).await?;
            PrintKind::of_case(view.line.kind).to_vec()
        }
        "letter" => {
            vec![PrintKind::of_letter(
                registry().letters().letter_view(&actor, self::id(&id)?).await?.line.kind,
            )]
        }
        "change" => {
            let view = registry().schools().school_change(&actor, self::id(&id)?).await?;
            let done = view.line.state == domain::school::State::Done && view.line.change.moves_archives();
            if done { vec![PrintKind::SchoolArchives] } else { Vec::new() }
        }
        "problem" => {
            let sheet = registry().problems().problem_view(&actor, self::id(&id)?).await?.sheet;
            if sheet.is_some() { vec![PrintKind::CheckSheet] } else { Vec::new() }
        }
        _ => return Err(AppError::NotFound),
    };
    let mut offers = Vec::new();
    for kind in kinds {
        if registry().prints().can_print(&actor, &asked(&what, &id, kind.key())?).await {
            offers.push(PrintOffer { what: what.clone(), id: id.clone(), kind });
        }
    }
    Ok(offers)
}

/// Prints the certificates of a class, or of everybody of a year, into one file.
#[server(client = Attended, prefix = "/api", endpoint = "print_certificates")]
pub async fn print_certificates(
    /// The year of completion.
    year: i32,
    /// The class; empty for everybody of the year.
    #[server(default)]
    class: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let class_label = Some(class.clone()).filter(|class| !class.is_empty());
    let asked = registry::printout::AskedPrint::Certificates { year, class_label };
    let result = registry().prints().print_form(&actor, &asked).await;
    let result = result.map(|print| format!("/prints/{print}")).map_err(AppError::from);
    let form = format!("print/graduates/{year}");
    keep::finish(&form, &format!("/certificates?year={year}"), typed([("class", &class)]), result).await
}

/// Prints it and opens the sheet; what is wrong is told on the page it was asked from.
#[server(client = Attended, prefix = "/api", endpoint = "print_of")]
pub async fn print_of(
    /// `case`, `letter`, `change`, `problem`, `certificate` or `graduates`.
    what: String,
    /// The case, letter, change or certificate; the year for a list of graduates.
    id: String,
    /// Key of the form; empty where there is only one.
    #[server(default)]
    kind: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let back = match what.as_str() {
        "case" => format!("/cases/{id}"),
        "letter" => format!("/letters/{id}"),
        "change" => format!("/schools/changes/{id}"),
        "problem" => format!("/problems/{id}"),
        "certificate" => format!("/certificates/{id}"),
        _ => format!("/certificates?year={id}"),
    };
    let result = async {
        let print = registry().prints().print_form(&actor, &asked(&what, &id, &kind)?).await?;
        Ok(format!("/prints/{print}"))
    };
    let result = result.await;
    keep::finish(&format!("print/{what}/{id}"), &back, typed([]), result).await
}

#[cfg(feature = "ssr")]
fn asked(what: &str, id: &str, kind: &str) -> Result<registry::printout::AskedPrint, AppError> {
    use registry::printout::AskedPrint;
    Ok(match what {
        "case" => {
            let kind = PrintKind::from_key(kind).ok_or(AppError::NotFound)?;
            AskedPrint::Case { kind, case: self::id(id)? }
        }
        "letter" => AskedPrint::Letter { letter: self::id(id)? },
        "change" => AskedPrint::SchoolArchives { change: self::id(id)? },
        "problem" => AskedPrint::CheckSheet { problem: self::id(id)? },
        "certificate" => AskedPrint::Certificate { certificate: self::id(id)? },
        "graduates" => AskedPrint::Graduates { year: id.parse().map_err(|_| AppError::NotFound)? },
        _ => return Err(AppError::NotFound),
    })
}
