//! One pupil's archive (第七条), and what is filed for a whole class at once.

#[cfg(feature = "ssr")]
use crate::api::batch::map_key;
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::day;
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::archive as w;
use domain::archive::{Category, Column, EntryKind};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};
use std::collections::BTreeMap;

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    /// Names it in requests.
    pub key: String,
    /// 类别
    pub kind: EntryKind,
    /// The time it is about, in words.
    pub period: String,
    /// Heading and value.
    pub lines: Vec<(String, String)>,
    /// Who filed it, where and when.
    pub filed: String,
    /// Whether it can be withdrawn here.
    pub may_change: bool,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRow {
    /// The file.
    pub id: String,
    /// Under which category.
    pub category: Category,
    /// What it is called.
    pub title: String,
    /// `jpg`, `png` or `pdf`.
    pub format: String,
    /// Kilobytes, rounded up.
    pub kib: u64,
    /// The day it was filed.
    pub on: String,
    /// Whether there is a small picture.
    pub has_thumbnail: bool,
    /// Whether it can be withdrawn here.
    pub may_withdraw: bool,
}

/// Something missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingRow {
    /// Under which category.
    pub category: Category,
    /// What.
    pub what: String,
    /// By when.
    pub due: String,
    /// Whether that day is past.
    pub late: bool,
}

/// An archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveDetail {
    /// The person.
    pub id: String,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// 年级 and 班级
    pub class_label: String,
    /// School.
    pub school: String,
    /// 完整度 in percent.
    pub percent: u8,
    /// What is missing.
    pub missing: Vec<MissingRow>,
    /// What is filed.
    pub entries: Vec<EntryRow>,
    /// The files.
    pub files: Vec<FileRow>,
    /// The province's own items.
    pub extra_columns: Vec<Column>,
    /// What is filed of them.
    pub extras: BTreeMap<String, String>,
    /// Periods to choose from, by kind.
    pub periods: Vec<(EntryKind, Vec<(String, String)>)>,
    /// Whether the actor may file.
    pub may_file: bool,
    /// Whether what is filed is shown.
    pub whole: bool,
    /// Whether the actor's own school keeps it, and with it the paper dossier.
    pub own_school: bool,
    /// 档案保管单位, and how it keeps the archive: kind, since when, by which act.
    pub custodian: (String, String),
    /// 接续前的档案: the packages with which it was continued here, and the schools they came from.
    pub brought: Vec<(String, String)>,
    /// Whether the pupil has graduated here, so that the archive may be handed over to a school outside (学籍档案包).
    pub may_hand_over: bool,
}

/// One archive, with what was typed last and did not hold: the kind it was typed for is `kind` in the state.
#[server(name = GetArchive, client = Attended, prefix = "/api", endpoint = "archive")]
pub async fn archive(person: String) -> Result<(ArchiveDetail, FormState), AppError> {
    let actor = actor()?;
    let view = registry().archive(&actor, id(&person)?).await?;
    let custody = registry().custody_of(&actor, id(&person)?).await?;
    let kept =
        crate::text::t::school::kept(custody.kind.label(), &day(custody.since), custody.act.as_deref());
    let brought = registry().brought(&actor, id(&person)?).await?;
    let may_hand_over = view.may_file && registry().may_be_handed_over(&actor, id(&person)?).await?;
    let today = registry().store.clock.today();
    let extra = view.entries.iter().find(|line| line.entry.kind == EntryKind::Extra);
    let detail = ArchiveDetail {
        id: person.clone(),
        own_school: custody.custodian.is_school()
            && actor.unit.as_ref().is_some_and(|unit| unit.id == custody.custodian),
        extras: extra.map(|line| line.entry.values.clone()).unwrap_or_default(),
        name: view.name,
        number: view.number,
        class_label: view.class_label,
        school: view.school,
        percent: view.completeness.percent,
        missing: view
            .completeness
            .missing
            .into_iter()
            .map(|one| MissingRow {
                category: one.category,
                what: one.what,
                due: day(one.due),
                late: one.due < today,
            })
            .collect(),
        entries: view
            .entries
            .into_iter()
            .map(|line| EntryRow {
                key: line.key,
                kind: line.entry.kind,
                period: line.entry.kind.period().words(&line.entry.period),
                lines: line.lines,
                filed: w::filed(&line.school, &line.by, &day(line.on)),
                may_change: line.may_change,
            })
            .collect(),
        files: view
            .files
            .into_iter()
            .map(|file| FileRow {
                id: file.id.to_string(),
                category: file.category,
                title: file.title,
                format: file.format,
                kib: file.size.div_ceil(1024),
                on: day(file.on),
                has_thumbnail: file.has_thumbnail,
                may_withdraw: file.filed_here && view.may_file,
            })
            .collect(),
        extra_columns: view.extra_columns,
        periods: EntryKind::ALL.iter().map(|kind| (*kind, kind.period().choices(today))).collect(),
        may_file: view.may_file,
        whole: view.whole,
        custodian: (custody.name, kept),
        brought: brought.into_iter().map(|(id, from)| (id.to_string(), from)).collect(),
        may_hand_over,
    };
    Ok((detail, keep::load(&form(&person)).await?))
}

/// Where an archive's forms keep their state.
#[cfg(feature = "ssr")]
fn form(person: &str) -> String {
    format!("archive/{person}")
}

/// Name of a column's control: every kind has a form on the same page, and names make ids.
pub fn entry_field(kind: EntryKind, column: &str) -> String {
    format!("values[{}__{column}]", kind.key())
}

/// Files one entry.
#[server(client = Attended, prefix = "/api", endpoint = "file_entry")]
pub async fn file_entry(
    person: String,
    kind: String,
    #[server(default)] values: BTreeMap<String, String>,
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
    let result = registry().file_entry(&actor, id(&person)?, chosen, &period, &own).await;
    let good = result.is_ok();
    let result = result.map(|()| back.clone()).map_err(|error| match AppError::from(error) {
        AppError::Refused(refusals) => AppError::Refused(
            refusals
                .into_iter()
                .map(|one| domain::refusal::Refusal { code: entry_field(chosen, &one.code), ..one })
                .collect(),
        ),
        other => other,
    });
    // A control that was left out altogether is wrong where it would stand.
    if let Err(AppError::Refused(refusals)) = &result {
        for refusal in refusals {
            kept.entry(refusal.code.clone()).or_default();
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
    person: String,
    what: String,
    key: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let back = format!("/pupils/{person}/archive");
    let result = if what == "file" {
        registry().withdraw_archive_file(&actor, id(&person)?, id(&key)?, &reason).await
    } else {
        registry().withdraw_entry(&actor, id(&person)?, &key, &reason).await
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
pub async fn add_archive_file(data: MultipartData) -> Result<(), AppError> {
    use domain::case::correction::ProofKind;
    use domain::refusal::{Basis, Refusal};
    let actor = actor()?;
    let parts = match crate::api::upload::parts(data).await {
        Ok(parts) => parts,
        Err(error) => return keep::finish("queue", "/pupils", typed([]), Err(error)).await,
    };
    let (person, category, title) = (parts.text("person"), parts.text("category"), parts.text("title"));
    let kind = ProofKind::from_key(&parts.text("proof")).unwrap_or(ProofKind::Other);
    let back = format!("/pupils/{person}/archive#files");
    let result = match (Category::from_key(&category), parts.file) {
        (None, _) => Err(AppError::Refused(vec![Refusal::new(
            "category",
            Basis::Article(7),
            "还没有选择归入哪一类。",
            "请选择一项。",
        )])),
        (_, None) => Err(AppError::Refused(vec![Refusal::new(
            "file",
            Basis::Article(7),
            "还没有选择文件。",
            "请选择 JPG、PNG 图片或 PDF 文件。",
        )])),
        (Some(category), Some((name, bytes))) => {
            let asked = registry::archive::AskedFile { category, kind, title: title.clone(), name, bytes };
            registry().add_archive_file(&actor, id(&person)?, asked).await.map_err(AppError::from)
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

/// A pupil's row of a class's sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetLine {
    /// The person, as a key in a form's map.
    pub key: String,
    /// 姓名
    pub name: String,
    /// What is on file.
    pub filed: BTreeMap<String, String>,
}

/// A class's sheet as the page needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetDetail {
    /// The school's classes: value and words.
    pub classes: Vec<(String, String)>,
    /// Periods to choose from; empty where a day is typed or none is needed.
    pub periods: Vec<(String, String)>,
    /// Columns that are the same for all.
    pub common: Vec<Column>,
    /// Columns filled row by row.
    pub columns: Vec<Column>,
    /// The pupils.
    pub rows: Vec<SheetLine>,
    /// What is wrong with what is the same for all; empty before anything was chosen.
    pub wrong: Vec<(String, String)>,
    /// Whether the sheet can be filled.
    pub ready: bool,
    /// What was typed and what is wrong with it.
    pub state: FormState,
}

/// What the page's address says: class (`6-1班`), kind, period, and `c_…` for the columns that are the same for all.
pub type SheetChoice = BTreeMap<String, String>;

/// A class's sheet; before a class and a kind are chosen, what there is to choose from.
#[server(name = GetSheet, client = Attended, prefix = "/api", endpoint = "class_sheet")]
pub async fn class_sheet(#[server(default)] choice: SheetChoice) -> Result<SheetDetail, AppError> {
    let actor = actor()?;
    let mut detail = SheetDetail {
        classes: registry()
            .classes(&actor)
            .await?
            .into_iter()
            .map(|(grade, label, class)| (format!("{grade}-{class}"), format!("{label}{class}")))
            .collect(),
        ..SheetDetail::default()
    };
    let Some(asked) = read::asked(&choice) else { return Ok(detail) };
    let sheet = registry().class_sheet(&actor, &asked).await?;
    detail.periods = asked.kind.period().choices(registry().store.clock.today());
    detail.common = sheet.common;
    detail.columns = sheet.columns;
    detail.ready = sheet.wrong.is_empty();
    // Nothing is wrong with what nobody has been asked yet.
    detail.wrong = if choice.contains_key("period") { sheet.wrong } else { Vec::new() };
    detail.rows = sheet
        .rows
        .into_iter()
        .map(|row| SheetLine { key: map_key(&row.id.to_string()), name: row.name, filed: row.filed })
        .collect();
    detail.state = keep::load("sheet").await?;
    let of_another = detail.state.value("of") != read::address(&choice);
    if of_another && (detail.state.done.is_none() || detail.state.has_errors()) {
        detail.state = FormState::default();
    }
    Ok(detail)
}

/// Files a class's sheet: `cells` by pupil and column.
#[server(client = Attended, prefix = "/api", endpoint = "file_class")]
pub async fn file_class(
    #[server(default)] choice: SheetChoice,
    #[server(default)] cells: BTreeMap<String, BTreeMap<String, String>>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let asked = read::asked(&choice).ok_or(AppError::NotFound)?;
    let mut people = BTreeMap::new();
    for (key, values) in &cells {
        people.insert(id(key.trim_start_matches('p'))?, values.clone());
    }
    let outcome = registry().file_class(&actor, &asked, &people).await?;
    let said = w::class_done(outcome.filed, outcome.unchanged);
    if outcome.wrong.is_empty() {
        keep::say("sheet", &said).await?;
    } else {
        let mut state = read::state(&choice, &people);
        // Told as long as what is wrong: the rest is filed.
        state.done = Some(said);
        state.until = i64::MAX;
        let names: BTreeMap<_, _> = registry()
            .class_sheet(&actor, &asked)
            .await?
            .rows
            .into_iter()
            .map(|row| (row.id, row.name))
            .collect();
        for (person, column, message) in outcome.wrong {
            let name = names.get(&person).cloned().unwrap_or_default();
            state.errors.push((read::cell(&person.to_string(), &column), format!("{name}：{message}")));
        }
        keep::put("sheet", &state).await?;
    }
    crate::api::address::lead_to(&format!("/archive/class?{}", read::address(&choice)));
    Ok(())
}

/// Reads a filled Excel sheet into the page, where it is looked at and saved.
#[server(client = Attended, prefix = "/api", endpoint = "read_class", input = MultipartFormData)]
pub async fn read_class(data: MultipartData) -> Result<(), AppError> {
    let actor = actor()?;
    let parts = match crate::api::upload::parts(data).await {
        Ok(parts) => parts,
        Err(error) => return keep::finish("sheet", "/archive/class", typed([]), Err(error)).await,
    };
    let choice = read::choice(&parts.text("of"));
    let back = format!("/archive/class?{}", read::address(&choice));
    let result = async {
        let asked = read::asked(&choice).ok_or(AppError::NotFound)?;
        let (_, bytes) = parts.file.ok_or_else(read::no_file)?;
        Ok(registry().read_class_workbook(&actor, &asked, &bytes).await?)
    }
    .await;
    match result {
        Ok((people, strangers)) => {
            let mut state = read::state(&choice, &people);
            state.done = Some(w::read(people.len(), strangers));
            state.until = registry().store.clock.now().timestamp() + 1800;
            keep::put("sheet", &state).await?;
            crate::api::address::lead_to(&back);
            Ok(())
        }
        Err(error) => {
            let kept = typed([("of", read::address(&choice).as_str())]);
            keep::finish("sheet", &back, kept, Err(error)).await
        }
    }
}

#[cfg(feature = "ssr")]
pub use read::{asked, choice};

#[cfg(feature = "ssr")]
mod read {
    use super::{FormState, SheetChoice, map_key};
    use crate::api::AppError;
    use domain::archive::EntryKind;
    use domain::id::PersonId;
    use domain::refusal::{Basis, Refusal};
    use registry::archive::AskedSheet;
    use std::collections::BTreeMap;

    /// Which sheet an address means; none before class and kind are chosen.
    pub fn asked(choice: &SheetChoice) -> Option<AskedSheet> {
        let (grade, class_name) = choice.get("class")?.split_once('-')?;
        let common = choice
            .iter()
            .filter_map(|(key, value)| Some((key.strip_prefix("c_")?.to_owned(), value.clone())))
            .collect();
        Some(AskedSheet {
            grade: grade.parse().ok()?,
            class_name: class_name.to_owned(),
            kind: EntryKind::from_key(choice.get("kind")?)?,
            period: choice.get("period").cloned().unwrap_or_default(),
            common,
        })
    }

    /// A choice as the query of an address.
    pub(super) fn address(choice: &SheetChoice) -> String {
        let known = |key: &str| matches!(key, "class" | "kind" | "period") || key.starts_with("c_");
        let pairs: Vec<_> = choice.iter().filter(|(key, _)| known(key)).collect();
        serde_urlencoded::to_string(pairs).unwrap_or_default()
    }

    /// The choice that a query says.
    pub fn choice(query: &str) -> SheetChoice {
        serde_urlencoded::from_str(query).unwrap_or_default()
    }

    pub(super) fn cell(person: &str, column: &str) -> String {
        format!("cells[{}][{column}]", map_key(person))
    }

    /// What was typed, for the page.
    pub(super) fn state(
        choice: &SheetChoice,
        people: &BTreeMap<PersonId, BTreeMap<String, String>>,
    ) -> FormState {
        let mut state = FormState::default();
        state.values.insert("of".into(), address(choice));
        for (person, values) in people {
            for (column, text) in values {
                let text = text.chars().take(600).collect();
                state.values.insert(cell(&person.to_string(), column), text);
            }
        }
        state
    }

    pub(super) fn no_file() -> AppError {
        let what = "还没有选择文件。";
        AppError::Refused(vec![Refusal::new("file", Basis::Procedure, what, "请选择填好的登记表。")])
    }
}
