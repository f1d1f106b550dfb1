//! Changes of status: opening one, sending a returned one again (第十四条, 第十九条, 第二十一条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::change as w;
use domain::case::CaseKind;
#[cfg(feature = "ssr")]
use domain::case::Payload;
use domain::case::suspension::SuspensionGround;
pub use fields::fields_of;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod fields;
#[cfg(feature = "ssr")]
mod read;

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
    /// Grades that may be chosen: absolute number and name.
    pub grades: Vec<(String, String)>,
    /// Grounds of a suspension that may be chosen: those the rules in force allow.
    pub grounds: Vec<SuspensionGround>,
    /// Schools to choose the host of a placement from, where what was typed is not one school's name: code, and name with county.
    pub hosts: Vec<(String, String)>,
    /// What was typed, or is on record.
    pub state: FormState,
}

/// The form of a change for a pupil of the actor's school.
#[server(name = GetChangeForm, client = Attended, prefix = "/api", endpoint = "change_form")]
pub async fn change_form(
    /// The pupil.
    person: String,
    /// Key of the kind of change.
    kind: String,
) -> Result<ChangeForm, AppError> {
    let actor = actor()?;
    let kind = CaseKind::from_key(&kind).ok_or(AppError::NotFound)?;
    let view = registry().pupils().pupil(&actor, id(&person)?).await?;
    if !view.may_change.contains(&kind) {
        return Err(AppError::NotFound);
    }
    let mut state = keep::load(&format!("change/{person}/{}", kind.key())).await?;
    if let (CaseKind::DropOut, Some(absence)) = (kind, &view.absence) {
        // It is on record already: typing it again could only be wrong.
        state.values.entry("on".into()).or_insert_with(|| absence.since.to_string());
    }
    let matching = view.matching_grade.filter(|n| view.grades.iter().any(|(grade, _)| grade == n));
    if let (CaseKind::ReturnFromAbroad, Some(grade)) = (kind, matching) {
        state.values.entry("grade".into()).or_insert_with(|| grade.to_string());
    }
    let caption = format!("{} {} {}{}", view.name, view.school, view.grade, view.class_name);
    let grades = view.grades.iter().map(|(n, label)| (n.to_string(), label.clone())).collect();
    let grounds = view.suspension_grounds;
    let hosts = hosts(&actor, kind, &state).await?;
    Ok(ChangeForm { kind, person, case: String::new(), caption, reason: None, grades, grounds, hosts, state })
}

/// The choice that says that none of the schools offered is the host.
pub const NOT_AMONG_THEM: &str = "none";

/// The schools that the host of a placement may be, where what was typed is not one school's name.
#[cfg(feature = "ssr")]
async fn hosts(
    actor: &domain::access::Actor,
    kind: CaseKind,
    state: &FormState,
) -> Result<Vec<(String, String)>, AppError> {
    use domain::case::placement::Setting;
    let elsewhere = Setting::from_key(&state.value("setting")).is_some_and(Setting::is_elsewhere);
    if kind != CaseKind::Placement || !elsewhere {
        return Ok(Vec::new());
    }
    let found = registry().cases().hosts_called(actor, &state.value("host")).await?;
    Ok(found.into_iter().map(|one| (one.id.to_string(), w::host_named(&one))).collect())
}

/// Puts the school that was chosen in the place of what was typed.
///
/// # Errors
/// A refusal beside the host where schools are to be chosen from and none was.
#[cfg(feature = "ssr")]
async fn with_host(
    actor: &domain::access::Actor,
    payload: Payload,
    choice: &str,
) -> Result<Payload, AppError> {
    use domain::refusal::{Basis, Refusal, RefusalCode};
    let Payload::Placement(mut placement) = payload else { return Ok(payload) };
    if !placement.setting.is_elsewhere() {
        placement.chosen = None;
        return Ok(Payload::Placement(placement));
    }
    let found = registry().cases().hosts_called(actor, &placement.host).await?;
    // A name that is one school's, or a code, needs no choice.
    let open = !found.is_empty() && choice != NOT_AMONG_THEM;
    match found.into_iter().find(|one| one.id.as_str() == choice) {
        Some(host) => (placement.host, placement.chosen) = (host.name, Some(host.id)),
        None if open => {
            let (what, remedy) = (w::HOST_SEVERAL, w::HOST_CHOOSE);
            let refusal = Refusal::new(RefusalCode::Host, Basis::Article(17), what, remedy);
            return Err(AppError::Refused(vec![refusal]));
        }
        None => placement.chosen = None,
    }
    Ok(Payload::Placement(placement))
}

/// The grades that a school teaches: absolute number and name in its own system.
#[cfg(feature = "ssr")]
fn grades_of(school: &domain::org::Unit) -> Vec<(String, String)> {
    let Some(profile) = &school.school else { return Vec::new() };
    let grades = (1..=12).filter_map(|n| domain::codes::Grade::new(n, profile.system));
    let taught = grades.filter(|grade| profile.stages.contains(&grade.stage()));
    taught.map(|grade| (grade.absolute().to_string(), grade.label())).collect()
}

/// The form of a transfer to the actor's school.
#[server(name = GetTransferForm, client = Attended, prefix = "/api", endpoint = "transfer_form")]
pub async fn transfer_form() -> Result<ChangeForm, AppError> {
    let actor = actor()?;
    let school = registry().imports().entering_school(&actor).await?;
    let state = keep::load("transfer").await?;
    let (person, case) = (String::new(), String::new());
    let grades = grades_of(&school);
    let (kind, caption) = (CaseKind::Transfer, school.name);
    let (grounds, hosts) = (Vec::new(), Vec::new());
    Ok(ChangeForm { kind, person, case, caption, reason: None, grades, grounds, hosts, state })
}

/// The form of a returned change, with what is on record.
#[server(name = GetReturnedChange, client = Attended, prefix = "/api", endpoint = "returned_change")]
pub async fn returned_change(
    /// The returned case.
    case: String,
) -> Result<ChangeForm, AppError> {
    let actor = actor()?;
    let (payload, person, reason) = registry().cases().returned_change(&actor, id(&case)?).await?;
    let mut state = keep::load(&format!("mend_change/{case}")).await?;
    if state.values.is_empty() {
        state.values = read::on_record(&payload);
    }
    let view = registry().cases().case_view(&actor, id(&case)?).await?;
    // Who mends a transfer or a progression need not see the other school's record: the own school's grades are offered.
    let (grades, mut grounds) = match payload.kind() {
        CaseKind::Transfer | CaseKind::Progression => {
            (grades_of(&registry().imports().entering_school(&actor).await?), Vec::new())
        }
        _ => {
            let pupil = registry().pupils().pupil(&actor, person).await;
            let (grades, grounds) =
                pupil.map(|pupil| (pupil.grades, pupil.suspension_grounds)).unwrap_or_default();
            (grades.into_iter().map(|(n, label)| (n.to_string(), label)).collect(), grounds)
        }
    };
    if let Payload::Suspension(change) = &payload
        && !grounds.contains(&change.ground)
    {
        grounds.push(change.ground);
    }
    let caption = format!("{} {} {}", view.line.person, view.line.school, view.line.class_label);
    let (kind, person) = (payload.kind(), person.to_string());
    let hosts = hosts(&actor, kind, &state).await?;
    Ok(ChangeForm { kind, person, case, caption, reason: Some(reason), grades, grounds, hosts, state })
}

/// Opens a change, or sends a returned one again when `case` is given. `values` holds what the kind's form has, `papers` the
/// documents that were ticked.
#[server(client = Attended, prefix = "/api", endpoint = "send_change")]
pub async fn send_change(
    /// Key of the kind of change.
    kind: String,
    /// The pupil; empty for a transfer, where number and name find the pupil, and for a returned case.
    #[server(default)]
    person: String,
    /// The returned case; empty for a new one.
    #[server(default)]
    case: String,
    /// What the form of the kind has, by field, as typed.
    #[server(default)]
    values: BTreeMap<String, String>,
    /// Keys of the documents that were ticked.
    #[server(default)]
    papers: Vec<String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kind = CaseKind::from_key(&kind).ok_or(AppError::NotFound)?;
    let given = |key: &str| values.get(key).map(|text| text.chars().take(500).collect()).unwrap_or_default();
    let mut kept: BTreeMap<String, String> =
        fields_of(kind, case.is_empty()).iter().map(|key| ((*key).to_owned(), given(key))).collect();
    kept.insert("papers".into(), papers.join(",").chars().take(500).collect());
    let kept_choice = kept.get("host_choice").cloned().unwrap_or_default();
    let (form, back) = match (case.as_str(), kind) {
        ("", CaseKind::Transfer) => ("transfer".to_owned(), "/transfers/new".to_owned()),
        ("", _) => {
            (format!("change/{person}/{}", kind.key()), format!("/pupils/{person}/change/{}", kind.key()))
        }
        (case, _) => (format!("mend_change/{case}"), format!("/cases/{case}/change")),
    };
    let result = async {
        let mut typed = read::change(kind, &kept).map_err(AppError::Refused)?;
        if let read::Typed::Change(payload) = typed {
            typed = read::Typed::Change(with_host(&actor, payload, &kept_choice).await?);
        }
        let id = match (typed, case.as_str()) {
            (read::Typed::Change(payload), "") => {
                registry().cases().open_change(&actor, id(&person)?, &payload).await?.to_string()
            }
            (read::Typed::Change(payload), case) => {
                registry().cases().mend_change(&actor, id(case)?, &payload).await?;
                case.to_owned()
            }
            (read::Typed::Transfer(asked), "") => {
                registry().cases().open_transfer(&actor, &asked).await?.to_string()
            }
            (read::Typed::Progression { on, class_name, grade, note }, case) => {
                let there = (class_name.as_str(), &grade);
                registry().cases().mend_progression(&actor, id(case)?, on, there, &note).await?;
                case.to_owned()
            }
            (read::Typed::Transfer(asked), case) => {
                registry().cases().mend_transfer(&actor, id(case)?, &asked).await?;
                case.to_owned()
            }
        };
        Ok(format!("/cases/{id}"))
    }
    .await;
    keep::finish(&form, &back, kept, result).await
}
