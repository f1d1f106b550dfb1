//! The steps of a package: asked for, decided, received, gone on with.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::{answer, package as w};
#[cfg(feature = "ssr")]
use domain::form::Field;
#[cfg(feature = "ssr")]
use domain::id::PackageId;
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal, RefusalCode};
use leptos::prelude::*;
use server_fn::codec::{MultipartData, MultipartFormData};
use std::collections::BTreeMap;

/// Asks for a package on the strength of a decided case.
#[server(client = Attended, prefix = "/api", endpoint = "ask_package")]
pub async fn ask_package(
    /// The decided case the package rests on; empty when none is chosen.
    #[server(default)]
    case: String,
    /// Code of the school that receives a graduate's archive; empty otherwise.
    #[server(default)]
    receiver: String,
    /// Name of that school, as typed.
    #[server(default)]
    receiver_name: String,
    /// The graduate the page was opened for: where the page goes back to.
    #[server(default)]
    pupil: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept =
        typed([("case", cut(&case)), ("receiver", cut(&receiver)), ("receiver_name", cut(&receiver_name))]);
    let result = async {
        let chosen = case
            .parse()
            .map_err(|_| wrong(RefusalCode::Case, 15, answer::no_ground(), answer::choose_one()))?;
        let named = match receiver.trim() {
            "" => None,
            code => Some((
                code.parse().map_err(|_| {
                    wrong(RefusalCode::Receiver, 9, answer::school_code_wrong(), answer::as_on_admission())
                })?,
                receiver_name.clone(),
            )),
        };
        let id = registry().packages().ask_package(&actor, chosen, named).await?;
        Ok(format!("/packages/{id}"))
    };
    // Whatever stands in the way of the case is told beside it.
    let result: Result<String, AppError> = result.await;
    let result = result.map_err(|error| match error {
        AppError::Refused(refusals) => AppError::Refused(
            refusals
                .into_iter()
                .map(|one| if one.code == RefusalCode::Receiver { one } else { one.beside("case") })
                .collect(),
        ),
        error => error,
    });
    let back =
        if pupil.is_empty() { "/packages".to_owned() } else { format!("/packages?pupil={}", cut(&pupil)) };
    match result {
        Ok(to) => {
            let page = to.replace("/packages/", "package/");
            keep::finish("packages", &back, kept, Ok(to)).await?;
            keep::say(&page, w::ASKED_DONE).await
        }
        Err(error) => keep::finish("packages", &back, kept, Err(error)).await,
    }
}

/// Does a step on a package: `act` is the step's key.
#[server(client = Attended, prefix = "/api", endpoint = "decide_package")]
pub async fn decide_package(
    /// The package as it was shown (`id@version`).
    package: String,
    /// Key of the step.
    act: String,
    /// What is said, as typed.
    #[server(default)]
    words: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("words", cut(&words))]);
    let result = async {
        let id = shown::<PackageId>(&package)?;
        Ok(match act.as_str() {
            "release" => {
                let phrase = registry().packages().release_package(&actor, id).await?;
                (w::released(&phrase), PASSPHRASE)
            }
            "refuse" => {
                registry().packages().refuse_package(&actor, id, &words).await?;
                (w::DONE.to_owned(), SAID)
            }
            "return" => {
                registry().packages().return_package(&actor, id, &words).await?;
                (w::DONE.to_owned(), SAID)
            }
            "decline" => {
                registry().packages().decline_package(&actor, id, &words).await?;
                (w::DONE.to_owned(), SAID)
            }
            "accept" => {
                registry().packages().accept_package(&actor, id).await?;
                (w::ACCEPTED_DONE.to_owned(), SAID)
            }
            _ => return Err(AppError::NotFound),
        })
    };
    let package = bare(&package);
    let back = format!("/packages/{package}");
    match result.await {
        Ok((said, seconds)) => {
            keep::finish(&format!("package_step/{package}"), &back, kept, Ok(back.clone())).await?;
            keep::say_for(&format!("package/{package}"), &said, seconds).await
        }
        Err(error) => keep::finish(&format!("package_step/{package}"), &back, kept, Err(error)).await,
    }
}

/// Seconds for which the passphrase is told: it has to be written down.
#[cfg(feature = "ssr")]
const PASSPHRASE: i64 = 600;

/// For other good news.
#[cfg(feature = "ssr")]
const SAID: i64 = 30;

/// Proposes how the archive goes on.
#[server(client = Attended, prefix = "/api", endpoint = "continue_package")]
pub async fn continue_package(
    /// The package as it was shown (`id@version`).
    package: String,
    /// First day here, as typed.
    #[server(default)]
    on: String,
    /// The class that takes the pupil, as typed.
    #[server(default)]
    class_name: String,
    /// A note, as typed.
    #[server(default)]
    note: String,
    /// For each differing item which side it is taken from.
    #[server(default)]
    from: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut kept = typed([("on", cut(&on)), ("class_name", cut(&class_name)), ("note", cut(&note))]);
    for (key, value) in &from {
        kept.insert(format!("from[{key}]"), cut(value).to_owned());
    }
    let page = bare(&package);
    let back = format!("/packages/{page}");
    let result = async {
        let on = domain::form::parse_date(&on)
            .ok_or_else(|| wrong(RefusalCode::On, 16, &answer::not_a_date(w::ON), answer::date_like()))?;
        let taken = from.iter().filter(|(_, from)| *from == "there");
        let take = taken.filter_map(|(key, _)| Field::from_key(key)).collect();
        let asked = registry::package::AskedContinuation { on, class_name, take, note };
        registry().packages().propose_continuation(&actor, shown::<PackageId>(&package)?, &asked).await?;
        Ok(back.clone())
    };
    let result: Result<String, AppError> = result.await;
    keep::finish_saying(
        &format!("package_step/{page}"),
        &format!("package/{page}"),
        &back,
        kept,
        result,
        w::PROPOSED_DONE,
    )
    .await
}

/// Takes a package in.
#[server(client = Attended, prefix = "/api", endpoint = "receive_package", input = MultipartFormData)]
pub async fn receive_package(
    /// The form: passphrase, fingerprint and the file.
    data: MultipartData,
) -> Result<(), AppError> {
    let actor = actor()?;
    let back = "/packages?box=received";
    let most = usize::try_from(domain::package::BYTES_MAX).unwrap_or(usize::MAX);
    let mut parts = crate::api::upload::parts_up_to(data, most).await?;
    let [passphrase, fingerprint] = ["passphrase", "fingerprint"].map(|name| parts.text(name));
    // The passphrase is never kept: it comes back empty.
    let kept = typed([("fingerprint", cut(&fingerprint)), ("passphrase", ""), ("file", "")]);
    let result = async {
        let (_, bytes) = parts.wanted_file(answer::no_package_file(), answer::choose_file())?;
        let arrived = registry::package::Arrived { bytes, passphrase, fingerprint };
        Ok(registry().packages().receive_package(&actor, arrived).await?)
    };
    let result: Result<domain::id::PackageId, AppError> = result.await;
    match result {
        Ok(id) => {
            keep::finish("package_upload", back, kept, Ok(format!("/packages/{id}"))).await?;
            keep::say(&format!("package/{id}"), w::RECEIVED_DONE).await
        }
        Err(error) => keep::finish("package_upload", back, kept, Err(beside_file(error))).await,
    }
}

/// What is wrong with the file stands beside its control.
#[cfg(feature = "ssr")]
fn beside_file(error: AppError) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let told = |one: Refusal| match one.code {
        RefusalCode::Passphrase | RefusalCode::Fingerprint | RefusalCode::File => one,
        _ => one.beside("file"),
    };
    AppError::Refused(refusals.into_iter().map(told).collect())
}

#[cfg(feature = "ssr")]
fn wrong(code: RefusalCode, article: u8, what: &str, remedy: &str) -> AppError {
    AppError::Refused(vec![Refusal::new(code, Basis::Article(article), what, remedy)])
}
