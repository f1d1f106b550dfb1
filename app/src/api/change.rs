//! Changes of status: opening one, sending a returned one again (第十四条, 第十九条, 第二十一条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
use crate::api::{AppError, Attended};
use domain::case::CaseKind;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the page of a change shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeForm {
    /// Which change.
    pub kind: CaseKind,
    /// The pupil; empty when the pupil is yet to be found.
    pub person: String,
    /// The returned case that is mended; empty for a new one.
    pub case: String,
    /// Whom and where: name, school, class.
    pub caption: String,
    /// Why it was returned.
    pub reason: Option<String>,
    /// What was typed, or is on record.
    pub state: FormState,
}

/// The form of a change for a pupil of the actor's school.
#[server(name = GetChangeForm, client = Attended, prefix = "/api", endpoint = "change_form")]
pub async fn change_form(person: String, kind: String) -> Result<ChangeForm, AppError> {
    let actor = actor()?;
    let kind = CaseKind::from_key(&kind).ok_or(AppError::NotFound)?;
    let view = registry().pupil(&actor, id(&person)?).await?;
    if !view.may_change.contains(&kind) {
        return Err(AppError::NotFound);
    }
    let state = keep::load(&format!("change/{person}/{}", kind.key())).await?;
    let caption = format!("{} {} {}{}", view.name, view.school, view.grade, view.class_name);
    Ok(ChangeForm { kind, person, case: String::new(), caption, reason: None, state })
}

/// The form of a transfer to the actor's school.
#[server(name = GetTransferForm, client = Attended, prefix = "/api", endpoint = "transfer_form")]
pub async fn transfer_form() -> Result<ChangeForm, AppError> {
    let actor = actor()?;
    let school = registry().entering_school(&actor).await?;
    let state = keep::load("transfer").await?;
    let (person, case) = (String::new(), String::new());
    Ok(ChangeForm { kind: CaseKind::Transfer, person, case, caption: school.name, reason: None, state })
}

/// The form of a returned change, with what is on record.
#[server(name = GetReturnedChange, client = Attended, prefix = "/api", endpoint = "returned_change")]
pub async fn returned_change(case: String) -> Result<ChangeForm, AppError> {
    let actor = actor()?;
    let (payload, person, reason) = registry().returned_change(&actor, id(&case)?).await?;
    let mut state = keep::load(&format!("mend_change/{case}")).await?;
    if state.values.is_empty() {
        state.values = on_record(&payload);
    }
    let view = registry().case_view(&actor, id(&case)?).await?;
    let caption = format!("{} {} {}", view.line.person, view.line.school, view.line.class_label);
    let (kind, person) = (payload.kind(), person.to_string());
    Ok(ChangeForm { kind, person, case, caption, reason: Some(reason), state })
}

#[cfg(feature = "ssr")]
fn on_record(payload: &domain::case::Payload) -> BTreeMap<String, String> {
    use domain::case::Payload;
    let (facts, own) = match payload {
        Payload::Transfer(transfer) => (
            &transfer.facts,
            vec![("ground", transfer.ground.key().to_owned()), ("class_name", transfer.class_name.clone())],
        ),
        Payload::Suspension(suspension) => (
            &suspension.facts,
            vec![("ground", suspension.ground.key().to_owned()), ("until", suspension.until.to_string())],
        ),
        Payload::Resumption(resumption) => (
            &resumption.facts,
            vec![
                ("next_grade", resumption.next_grade.to_string()),
                ("class_name", resumption.class_name.clone()),
            ],
        ),
        Payload::Death(death) => (&death.facts, Vec::new()),
        Payload::Registration(_) | Payload::Correction(_) => return BTreeMap::new(),
    };
    let papers: Vec<&str> = facts.papers.iter().map(|paper| paper.key()).collect();
    let common = [("on", facts.on.to_string()), ("note", facts.note.clone()), ("papers", papers.join(","))];
    common.into_iter().chain(own).map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Opens a change, or sends a returned one again when `case` is given. `values` holds what the kind's form has, `papers` the
/// documents that were ticked.
#[server(client = Attended, prefix = "/api", endpoint = "send_change")]
pub async fn send_change(
    kind: String,
    #[server(default)] person: String,
    #[server(default)] case: String,
    #[server(default)] values: BTreeMap<String, String>,
    #[server(default)] papers: Vec<String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kind = CaseKind::from_key(&kind).ok_or(AppError::NotFound)?;
    let given = |key: &str| values.get(key).map(|text| text.chars().take(500).collect()).unwrap_or_default();
    let mut kept: BTreeMap<String, String> =
        fields_of(kind).iter().map(|key| ((*key).to_owned(), given(key))).collect();
    kept.insert("papers".into(), papers.join(",").chars().take(500).collect());
    let (form, back) = match (case.as_str(), kind) {
        ("", CaseKind::Transfer) => ("transfer".to_owned(), "/transfers/new".to_owned()),
        ("", _) => {
            (format!("change/{person}/{}", kind.key()), format!("/pupils/{person}/change/{}", kind.key()))
        }
        (case, _) => (format!("mend_change/{case}"), format!("/cases/{case}/change")),
    };
    let result = async {
        let typed = read::change(kind, &kept).map_err(AppError::Refused)?;
        let id = match (typed, case.as_str()) {
            (read::Typed::Change(payload), "") => {
                registry().open_change(&actor, id(&person)?, &payload).await?.to_string()
            }
            (read::Typed::Change(payload), case) => {
                registry().mend_change(&actor, id(case)?, &payload).await?;
                case.to_owned()
            }
            (read::Typed::Transfer(asked), "") => registry().open_transfer(&actor, &asked).await?.to_string(),
            (read::Typed::Transfer(asked), case) => {
                registry().mend_transfer(&actor, id(case)?, &asked).await?;
                case.to_owned()
            }
        };
        Ok(format!("/cases/{id}"))
    }
    .await;
    keep::finish(&form, &back, kept, result).await
}

/// The fields of a kind's form besides the documents.
#[cfg(feature = "ssr")]
fn fields_of(kind: CaseKind) -> &'static [&'static str] {
    match kind {
        CaseKind::Transfer => &["number", "name", "on", "ground", "class_name", "note"],
        CaseKind::Suspension => &["on", "until", "ground", "note"],
        CaseKind::Resumption => &["on", "next_grade", "class_name", "note"],
        CaseKind::Death => &["on", "note"],
        CaseKind::Registration | CaseKind::Correction => &[],
    }
}

/// What was typed, read into domain types; what cannot be read is refused beside its field.
#[cfg(feature = "ssr")]
mod read {
    use chrono::NaiveDate;
    use domain::case::change::{Facts, Paper};
    use domain::case::death::Death;
    use domain::case::resumption::Resumption;
    use domain::case::suspension::{Suspension, SuspensionGround};
    use domain::case::transfer::TransferGround;
    use domain::case::{CaseKind, Payload};
    use domain::refusal::{Basis, Refusal};
    use registry::case::AskedTransfer;
    use std::collections::BTreeMap;

    pub(super) enum Typed {
        Change(Payload),
        Transfer(AskedTransfer),
    }

    pub(super) fn change(kind: CaseKind, typed: &BTreeMap<String, String>) -> Result<Typed, Vec<Refusal>> {
        let text = |key: &str| typed.get(key).map(|text| text.trim().to_owned()).unwrap_or_default();
        let mut wrong = Vec::new();
        let on = date("on", &text("on"), &mut wrong);
        let papers = text("papers").split(',').filter_map(Paper::from_key).collect();
        let note: String = text("note").chars().take(500).collect();
        let facts = Facts { on, papers, note };
        let typed = match kind {
            CaseKind::Suspension => {
                let until = date("until", &text("until"), &mut wrong);
                let ground = SuspensionGround::from_key(&text("ground"));
                let ground = chosen("ground", ground, SuspensionGround::Other, &mut wrong);
                Typed::Change(Payload::Suspension(Suspension { facts, until, ground }))
            }
            CaseKind::Resumption => {
                let next = match text("next_grade").as_str() {
                    "true" => Some(true),
                    "false" => Some(false),
                    _ => None,
                };
                let next_grade = chosen("next_grade", next, false, &mut wrong);
                let class_name = text("class_name");
                Typed::Change(Payload::Resumption(Resumption { facts, next_grade, class_name }))
            }
            CaseKind::Death => Typed::Change(Payload::Death(Death { facts })),
            CaseKind::Transfer => {
                let ground = TransferGround::from_key(&text("ground"));
                let ground = chosen("ground", ground, TransferGround::Other, &mut wrong);
                Typed::Transfer(AskedTransfer {
                    number: text("number"),
                    name: text("name"),
                    on: facts.on,
                    ground,
                    class_name: text("class_name"),
                    papers: facts.papers,
                    note: facts.note,
                })
            }
            CaseKind::Registration | CaseKind::Correction => {
                wrong.push(refusal("kind", "这类事项不在这里办理。", "请从首页重新选择。"));
                return Err(wrong);
            }
        };
        if wrong.is_empty() { Ok(typed) } else { Err(wrong) }
    }

    fn date(field: &str, text: &str, wrong: &mut Vec<Refusal>) -> NaiveDate {
        domain::form::parse_date(text).unwrap_or_else(|| {
            wrong.push(refusal(field, "没有填写日期，或不是有效的日期。", "请按 2026-09-01 的样式填写。"));
            NaiveDate::default()
        })
    }

    fn chosen<T>(field: &str, value: Option<T>, otherwise: T, wrong: &mut Vec<Refusal>) -> T {
        value.unwrap_or_else(|| {
            wrong.push(refusal(field, "还没有选择。", "请选择一项。"));
            otherwise
        })
    }

    fn refusal(code: &str, what: &str, remedy: &str) -> Refusal {
        Refusal::new(code, Basis::Procedure, what, remedy)
    }
}
