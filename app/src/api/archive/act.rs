//! What is filed into one archive, and taken out of it again.

#[cfg(feature = "ssr")]
use super::{entry_field, form};
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::{answer, archive as w};
#[cfg(feature = "ssr")]
use domain::archive::{Category, EntryKind};
use leptos::prelude::*;
use server_fn::codec::{MultipartData, MultipartFormData};
use std::collections::BTreeMap;

/// Files one entry.
#[server(client = Attended, prefix = "/api", endpoint = "file_entry")]
pub async fn file_entry(
    /// The pupil.
    person: String,
    /// Key of the kind of entry.
    kind: String,
    /// What was typed, by kind and column.
    #[server(default)]
    values: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let chosen = EntryKind::from_key(&kind).ok_or(AppError::NotFound)?;
    let back = format!("/pupils/{person}/archive");
    let mut kept = typed([("kind", kind.as_str())]);
    let mut own = BTreeMap::new();
    for (key, text) in values {
        if let Some(column) = key.strip_prefix(&format!("{}__", chosen.key())) {
            let text: String = text.chars().take(600).collect();
            kept.insert(entry_field(chosen, column), text.clone());
            own.insert(column.to_owned(), text);
        }
    }
    let period = own.remove("period").unwrap_or_default();
    let result = registry().archives().file_entry(&actor, id(&person)?, chosen, &period, &own).await;
    let good = result.is_ok();
    let result = result.map(|()| back.clone()).map_err(|error| match AppError::from(error) {
        AppError::Refused(refusals) => AppError::Refused(
            refusals
                .into_iter()
                .map(|one| {
                    let field = entry_field(chosen, one.code.as_str());
                    one.beside(field)
                })
                .collect(),
        ),
        other => other,
    });
    // A control that was left out altogether is wrong where it would stand.
    if let Err(AppError::Refused(refusals)) = &result {
        for refusal in refusals {
            kept.entry(refusal.control().to_owned()).or_default();
        }
    }
    keep::finish(&form(&person), &back, kept, result).await?;
    if good {
        keep::say(&form(&person), &w::done(chosen.label())).await?;
    }
    Ok(())
}

/// Withdraws an entry, or a file when `what` is `file`.
#[server(client = Attended, prefix = "/api", endpoint = "withdraw_from_archive")]
pub async fn withdraw_from_archive(
    /// The pupil.
    person: String,
    /// `file` for a file; anything else for an entry.
    what: String,
    /// Key of the entry, or id of the file.
    key: String,
    /// Why, as typed.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let back = format!("/pupils/{person}/archive");
    let result = if what == "file" {
        registry().archives().withdraw_archive_file(&actor, id(&person)?, id(&key)?, &reason).await
    } else {
        registry().archives().withdraw_entry(&actor, id(&person)?, &key, &reason).await
    };
    let good = result.is_ok();
    let result = result.map(|()| back.clone()).map_err(AppError::from);
    keep::finish(&form(&person), &back, typed([("withdraw", key.as_str())]), result).await?;
    if good {
        keep::say(&form(&person), w::WITHDRAWN).await?;
    }
    Ok(())
}

/// Files a scan, a photograph or a PDF.
#[server(client = Attended, prefix = "/api", endpoint = "add_archive_file", input = MultipartFormData)]
pub async fn add_archive_file(
    /// The form: pupil, category, words and the file.
    data: MultipartData,
) -> Result<(), AppError> {
    use domain::case::correction::ProofKind;
    use domain::refusal::{Basis, Refusal, RefusalCode};
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let (person, category, title) = (parts.text("person"), parts.text("category"), parts.text("title"));
    let kind = ProofKind::from_key(&parts.text("proof")).unwrap_or(ProofKind::Other);
    let back = format!("/pupils/{person}/archive#files");
    let file = parts.wanted_file(answer::no_file(), answer::choose_picture());
    let result = match (Category::from_key(&category), file) {
        (None, _) => Err(AppError::Refused(vec![Refusal::new(
            RefusalCode::Category,
            Basis::Article(7),
            answer::no_category(),
            answer::choose_one(),
        )])),
        (_, Err(wrong)) => Err(wrong),
        (Some(category), Ok((name, bytes))) => {
            let asked = registry::archive::AskedFile { category, kind, title: title.clone(), name, bytes };
            registry().archives().add_archive_file(&actor, id(&person)?, asked).await.map_err(AppError::from)
        }
    };
    let good = result.is_ok();
    let kept = typed([("category", category.as_str()), ("title", title.as_str())]);
    keep::finish(&form(&person), &back, kept, result.map(|()| back.clone())).await?;
    if good {
        keep::say(&form(&person), w::FILE_DONE).await?;
    }
    Ok(())
}
