//! Batch imports: the list, one import with its report, uploading, confirming, giving up.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
#[cfg(feature = "ssr")]
use crate::text::t::import as w;
use contract::Page;
use contract::import::{ImportLine, ImportListed, ReportLine, RowSheet};
#[cfg(feature = "ssr")]
use domain::form::Field;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};
use std::collections::BTreeMap;

/// One import with its report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDetail {
    /// The import.
    pub import: ImportLine,
    /// A page of the rows something is to be said about.
    pub report: Page<ReportLine, u32>,
}

/// The school's imports, newest first.
#[server(client = Attended, prefix = "/api", endpoint = "imports")]
pub async fn imports() -> Result<Vec<ImportListed>, AppError> {
    Ok(registry().imports().list_imports(&actor()?).await?)
}

/// One import and a page of its report.
#[server(name = GetImportDetail, client = Attended, prefix = "/api", endpoint = "import_detail")]
pub async fn import_detail(
    /// The import.
    import: String,
    /// The last row of the file on the page before; 0 for the first page.
    after: u32,
) -> Result<ImportDetail, AppError> {
    let actor = actor()?;
    let id = id(&import)?;
    let import = registry().imports().import(&actor, id).await?;
    let report = registry().imports().import_report(&actor, id, false, after).await?;
    Ok(ImportDetail { import, report })
}

/// Takes a filled template in.
#[server(client = Attended, prefix = "/api", endpoint = "start_import", input = MultipartFormData)]
pub async fn start_import(
    /// The form: day of entry and the file.
    data: MultipartData,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let entry_date = parts.text("entry_date");
    let kept = typed([("entry_date", entry_date.as_str())]);
    let result = match (domain::form::parse_date(&entry_date), parts.file()) {
        (_, Err(wrong)) => Err(wrong),
        (None, Ok(file)) => {
            let mut wrong =
                vec![refused(RefusalCode::EntryDate, &answer::not_a_date(w::ENTRY_DAY), answer::date_like())];
            wrong.extend(file.is_none().then(no_file));
            Err(AppError::Refused(wrong))
        }
        (_, Ok(None)) => Err(AppError::Refused(vec![no_file()])),
        (Some(entry_date), Ok(Some((file, bytes)))) => {
            let started = registry()
                .imports()
                .start_import(&actor, registry::import::Upload { file, bytes, entry_date })
                .await;
            started.map(|id| format!("/imports/{id}")).map_err(|error| match AppError::from(error) {
                AppError::Refused(refusals) => AppError::Refused(
                    refusals
                        .into_iter()
                        .map(|refusal| match refusal.code {
                            RefusalCode::EntryDate => refusal,
                            _ => refusal.beside("file"),
                        })
                        .collect(),
                ),
                other => other,
            })
        }
    };
    keep::finish("import", "/imports/new", kept, result).await
}

#[cfg(feature = "ssr")]
fn refused(code: RefusalCode, what: &str, remedy: &str) -> domain::refusal::Refusal {
    domain::refusal::Refusal::new(code, domain::refusal::Basis::Procedure, what, remedy)
}

#[cfg(feature = "ssr")]
fn no_file() -> domain::refusal::Refusal {
    refused(RefusalCode::File, answer::no_file(), answer::choose_template())
}

/// One row of an import, with the form in which it is put right: what was typed, or what stands there.
#[server(name = GetImportRow, client = Attended, prefix = "/api", endpoint = "import_row")]
pub async fn import_row(
    /// The import.
    import: String,
    /// The row's key.
    row: String,
) -> Result<(RowSheet, FormState), AppError> {
    use registry::person::{DUPLICATE_NOTE, EXTRA};
    let sheet = registry().imports().import_row_sheet(&actor()?, id(&import)?, id(&row)?).await?;
    let mut state = keep::load(&form_of(&row)).await?;
    if state.values.is_empty() {
        state.values =
            sheet.values.iter().map(|(field, text)| (field.key().to_owned(), text.clone())).collect();
        let extras = sheet.extras.iter().map(|(key, text)| (format!("{EXTRA}{key}"), text.clone()));
        state.values.extend(extras);
        state.values.insert(DUPLICATE_NOTE.to_owned(), sheet.note.clone());
    }
    if state.errors.is_empty() && !sheet.state.is_enterable() {
        let told = |one: &domain::form::import::Remark| {
            let field = one.field.map(|field| field.key().to_owned()).unwrap_or_default();
            (field, format!("{}。{}", one.reason, one.remedy))
        };
        let wrong = sheet.remarks.iter().filter(|one| !one.reason.is_empty());
        state.errors = wrong.map(told).collect();
    }
    state.places = crate::api::division::meant(&state.values, None);
    state.today = Some(registry().store.clock.today());
    Ok((sheet, state))
}

#[cfg(feature = "ssr")]
fn form_of(row: &str) -> String {
    format!("import_row/{row}")
}

/// Puts a row of a checked import right, and checks it again.
#[server(client = Attended, prefix = "/api", endpoint = "mend_row")]
pub async fn mend_row(
    /// The import.
    import: String,
    /// The row's key.
    row: String,
    /// The version that was shown.
    #[server(default)]
    version: String,
    /// The items, as typed.
    #[server(default)]
    values: BTreeMap<String, String>,
) -> Result<(), AppError> {
    use registry::person::{DUPLICATE_NOTE, EXTRA};
    let actor = actor()?;
    let values = crate::api::pupil::enter::known(values);
    let items = values.iter().filter_map(|(key, text)| Some((Field::from_key(key)?, text.clone())));
    let extras =
        values.iter().filter_map(|(key, text)| Some((key.strip_prefix(EXTRA)?.to_owned(), text.clone())));
    let mending = registry::import::Mending {
        version: version.parse().unwrap_or_default(),
        values: items.collect(),
        extras: extras.collect(),
        note: values.get(DUPLICATE_NOTE).cloned(),
    };
    let mended = registry().imports().mend_row(&actor, id(&import)?, id(&row)?, &mending).await;
    let (list, own) = (format!("/imports/{import}"), format!("/imports/{import}/rows/{row}"));
    let form = form_of(&row);
    match mended {
        Ok(state) if state.is_enterable() => {
            let on_page = format!("import/{import}");
            keep::finish_saying(&form, &on_page, &own, values, Ok(list), w::MENDED).await
        }
        // It is kept as it was typed, and the page tells what is still wrong.
        Ok(_) => keep::finish(&form, &own, values, Ok(own.clone())).await,
        Err(error) => keep::finish(&form, &own, values, Err(error.into())).await,
    }
}

/// Enters the good rows.
#[server(client = Attended, prefix = "/api", endpoint = "confirm_import")]
pub async fn confirm_import(
    /// The import as it was shown.
    import: String,
) -> Result<(), AppError> {
    let shown = crate::api::context::shown::<domain::id::ImportId>(&import)?;
    let result = registry().imports().confirm_import(&actor()?, shown).await;
    let to = format!("/imports/{}", shown.id);
    let form = format!("import/{}", shown.id);
    keep::finish(&form, &to, typed([]), result.map(|()| to.clone()).map_err(Into::into)).await
}

/// Gives an import up.
#[server(client = Attended, prefix = "/api", endpoint = "cancel_import")]
pub async fn cancel_import(
    /// The import.
    import: String,
) -> Result<(), AppError> {
    let result = registry().imports().cancel_import(&actor()?, id(&import)?).await;
    let to = format!("/imports/{import}");
    keep::finish(&format!("import/{import}"), &to, typed([]), result.map(|()| to.clone()).map_err(Into::into))
        .await
}
