//! The life of schools and the custody of archives (第九条): the register of an authority's schools, proposals, decisions, receipts.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::api::{day, moment};
#[cfg(feature = "ssr")]
use crate::text::t::school as w;
#[cfg(feature = "ssr")]
use domain::id::SchoolChangeId;
use domain::school::State;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Classes one form can place.
#[cfg(feature = "ssr")]
const MOST_CLASSES: usize = 200;

/// Lines of a list on paper.
#[cfg(feature = "ssr")]
const MOST_LINES: usize = 5000;

/// A school of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolLine {
    /// 学校标识码
    pub code: String,
    /// 名称
    pub name: String,
    /// 办学类型
    pub school_type: String,
    /// 曾用名, each with its last day.
    pub names: Vec<(String, String)>,
    /// Since when it is closed.
    pub closed_on: Option<String>,
    /// The school that follows it.
    pub successor: Option<String>,
}

/// A change in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeLine {
    /// The change.
    pub id: String,
    /// The same as it is shown: what a form that decides it sends.
    pub shown: String,
    /// The school.
    pub school: String,
    /// What happens.
    pub what: String,
    /// 批准文号
    pub act: String,
    /// How far it is.
    pub state: State,
    /// Who proposed it, and when.
    pub proposed: (String, String),
}

/// The page of schools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolsData {
    /// The schools; none for a school's own people.
    pub schools: Vec<SchoolLine>,
    /// The changes, newest first.
    pub changes: Vec<ChangeLine>,
    /// Whether the actor may propose one.
    pub may_propose: bool,
    /// Whether this is a school.
    pub in_school: bool,
}

/// The schools of the actor's unit and what happens to them.
#[server(name = GetSchools, client = Attended, prefix = "/api", endpoint = "schools")]
pub async fn schools() -> Result<SchoolsData, AppError> {
    let actor = actor()?;
    let found = registry().school_register(&actor).await?;
    let in_school = actor.unit.as_ref().is_some_and(|unit| unit.id.is_school());
    let line = |one: registry::school::ListedSchool| SchoolLine {
        code: one.unit.id.to_string(),
        name: one.unit.name,
        school_type: one.unit.school.map(|school| school.school_type.label().to_owned()).unwrap_or_default(),
        names: one.life.names.into_iter().map(|(name, until)| (name, day(until))).collect(),
        closed_on: one.life.closed_on.map(day),
        successor: one.successor,
    };
    Ok(SchoolsData {
        schools: found.schools.into_iter().map(line).collect(),
        changes: found.changes.iter().map(change_line).collect(),
        may_propose: found.may_propose,
        in_school,
    })
}

#[cfg(feature = "ssr")]
fn change_line(view: &registry::school::ChangeView) -> ChangeLine {
    ChangeLine {
        id: view.id.to_string(),
        shown: domain::shown::Shown::new(view.id, view.version).to_string(),
        school: view.school_name.clone(),
        what: view.change.label().to_owned(),
        act: view.act.clone(),
        state: view.state,
        proposed: (view.proposed_by.clone(), moment(view.proposed_at)),
    }
}

/// A class and where it goes, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassLine {
    /// Names the class in the form.
    pub key: String,
    /// 年级 and 班级
    pub label: String,
    /// 班级
    pub class_name: String,
    /// How many pupils.
    pub pupils: usize,
    /// The school and the class that take them.
    pub to: Option<(String, String)>,
}

/// Matters of one sort that have to be finished first: heading; words and, where it can be opened, the address.
pub type BlockerLine = (String, Vec<(String, Option<String>)>);

/// What a change would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewData {
    /// Each class.
    pub classes: Vec<ClassLine>,
    /// Archives of those who have left.
    pub archives: usize,
    /// What is wrong, in words, other than the blockers.
    pub wrong: Vec<String>,
    /// What has to be finished first.
    pub blockers: Vec<BlockerLine>,
}

#[cfg(feature = "ssr")]
async fn preview_data(preview: registry::school::Preview) -> Result<PreviewData, AppError> {
    use registry::school::Matter;
    let mut names: BTreeMap<domain::id::UnitId, String> = BTreeMap::new();
    let mut classes = Vec::new();
    for one in preview.classes {
        let to = match one.to {
            Some((unit, class)) => {
                if !names.contains_key(&unit) {
                    let name = registry().unit(&unit).await.map(|unit| unit.name).unwrap_or_default();
                    names.insert(unit.clone(), name);
                }
                Some((names[&unit].clone(), class))
            }
            None => None,
        };
        classes.push(ClassLine {
            key: format!("{}|{}", one.grade, one.class_name),
            label: w::class(one.grade, &one.class_name),
            class_name: one.class_name,
            pupils: one.pupils,
            to,
        });
    }
    let href = |matter: &Matter| match matter {
        Matter::Case(id) => Some(format!("/cases/{id}")),
        Matter::Pupil(id) => Some(format!("/pupils/{id}")),
        Matter::Problem(id) => Some(format!("/problems/{id}")),
        Matter::OfSchool => None,
    };
    Ok(PreviewData {
        classes,
        archives: preview.archives,
        wrong: preview
            .refusals
            .iter()
            .filter(|refusal| refusal.code != "blocked")
            .map(ToString::to_string)
            .collect(),
        blockers: preview
            .blockers
            .iter()
            .map(|one| {
                let matters = one.matters.iter().map(|(words, matter)| (words.clone(), href(matter)));
                (one.heading.to_owned(), matters.collect())
            })
            .collect(),
    })
}

/// The form of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposeData {
    /// `found`, `rename`, `reclass`, `merge`, `close` or `revive`; empty before one is chosen.
    pub kind: String,
    /// The school's code; empty before one is chosen, and for a new one.
    pub school: String,
    /// Its name.
    pub school_name: String,
    /// Schools to choose from: the working ones, or the closed ones for a revival.
    pub schools: Vec<(String, String)>,
    /// What it would do as it is typed now.
    pub preview: PreviewData,
    /// Whether what was typed was put together to a preview.
    pub previewed: bool,
    /// What was typed, and what is wrong with it.
    pub state: crate::api::form_state::FormState,
}

/// The form of a proposal for a kind and a school, with the preview of what was typed.
#[server(name = GetProposal, client = Attended, prefix = "/api", endpoint = "school_proposal")]
pub async fn school_proposal(kind: String, school: String) -> Result<ProposeData, AppError> {
    use domain::school::Change;
    let actor = actor()?;
    let found = registry().school_register(&actor).await?;
    if !found.may_propose {
        return Err(AppError::NotFound);
    }
    let closed = kind == "revive";
    let offered = found.schools.iter().filter(|one| one.life.closed_on.is_some() == closed);
    let schools: Vec<(String, String)> =
        offered.map(|one| (one.unit.id.to_string(), one.unit.name.clone())).collect();
    let chosen = found.schools.iter().find(|one| one.unit.id.as_str() == school);
    let state = keep::load(&form(&kind, &school)).await?;
    let mut data = ProposeData {
        school_name: chosen.map(|one| one.unit.name.clone()).unwrap_or_default(),
        school: chosen.map(|one| one.unit.id.to_string()).unwrap_or_default(),
        kind,
        schools,
        preview: PreviewData::default(),
        previewed: false,
        state,
    };
    if !data.school.is_empty() && matches!(data.kind.as_str(), "merge" | "close" | "reclass" | "revive") {
        let typed = asked(&data.kind, &data.school, &data.state.values).ok();
        data.previewed = typed.is_some() && (data.kind == "revive" || !data.state.values.is_empty());
        let bare = registry::school::Asked {
            school: Some(id(&data.school)?),
            change: Change::Close { archives: None, placements: Vec::new() },
            act: String::new(),
        };
        let preview = registry().preview_school_change(&actor, typed.as_ref().unwrap_or(&bare)).await?;
        data.preview = preview_data(preview).await?;
    }
    Ok(data)
}

/// Where a proposal's form keeps its state.
#[cfg(feature = "ssr")]
fn form(kind: &str, school: &str) -> String {
    format!("school/{kind}/{school}")
}

/// Puts together what was typed.
#[cfg(feature = "ssr")]
fn asked(
    kind: &str,
    school: &str,
    values: &BTreeMap<String, String>,
) -> Result<registry::school::Asked, AppError> {
    use domain::codes::{SchoolSystem, SchoolType};
    use domain::refusal::{Basis, Refusal};
    use domain::school::{Change, Placement};
    let missing = |code: &str, what: &str| {
        AppError::Refused(vec![Refusal::new(code, Basis::Article(9), what, "请选择一项。")])
    };
    let text = |key: &str| values.get(key).cloned().unwrap_or_default();
    let school_type = || {
        let code = text("school_type");
        let found = SchoolType::ALL.iter().copied().find(|one| one.code() == code);
        found.ok_or_else(|| missing("school_type", w::NO_TYPE))
    };
    let unit = |key: &str| text(key).parse::<domain::id::UnitId>().ok();
    let placements = |into: Option<&domain::id::UnitId>| {
        let rows = (0..MOST_CLASSES).map_while(|n| values.get(&format!("was_{n}")).map(|was| (n, was)));
        let placed = rows.filter_map(|(n, was)| {
            let (grade, class) = was.split_once('|')?;
            let to = into.cloned().or_else(|| unit(&format!("to_{n}")))?;
            let new_class = text(&format!("class_{n}"));
            Some(Placement { grade: grade.parse().ok()?, class_name: class.to_owned(), to, new_class })
        });
        placed.collect::<Vec<_>>()
    };
    let change = match kind {
        "found" => Change::Found {
            name: text("name"),
            school_type: school_type()?,
            system: SchoolSystem::ALL
                .iter()
                .copied()
                .find(|one| one.code() == text("system"))
                .ok_or_else(|| missing("system", w::NO_SYSTEM))?,
        },
        "rename" => Change::Rename { name: text("name") },
        "reclass" => Change::Reclass { name: text("name"), school_type: school_type()? },
        "merge" => {
            let into = unit("into").ok_or_else(|| missing("into", w::NO_INTO))?;
            Change::Merge { placements: placements(Some(&into)), into }
        }
        "close" => Change::Close { archives: unit("archives"), placements: placements(None) },
        "revive" => Change::Revive,
        _ => return Err(AppError::NotFound),
    };
    let school = if kind == "found" { None } else { Some(id(school)?) };
    Ok(registry::school::Asked { school, change, act: text("act") })
}

/// Previews a change, or proposes it when `step` is `propose`.
#[server(client = Attended, prefix = "/api", endpoint = "propose_school_change")]
pub async fn propose_school_change(
    kind: String,
    #[server(default)] school: String,
    #[server(default)] step: String,
    #[server(default)] values: BTreeMap<String, String>,
) -> Result<(), AppError> {
    use crate::api::form_state::FormState;
    let actor = actor()?;
    let values: BTreeMap<String, String> = values
        .into_iter()
        .take(3 * MOST_CLASSES + 10)
        .map(|(key, text)| (key, text.chars().take(100).collect()))
        .collect();
    let form = form(&kind, &school);
    let back = format!("/schools/propose?kind={kind}&school={school}");
    let asked = asked(&kind, &school, &values);
    let result = match asked {
        Ok(_) if step != "propose" => {
            keep::put(&form, &FormState { values, ..FormState::default() }).await?;
            crate::api::address::lead_to(&format!("{back}#preview"));
            return Ok(());
        }
        Ok(asked) => registry().propose_school_change(&actor, &asked).await.map_err(AppError::from),
        Err(error) => Err(error),
    };
    if let Ok(id) = &result {
        keep::say(&format!("school_change/{id}"), w::PROPOSED).await?;
    }
    let result = result.map(|id| format!("/schools/changes/{id}"));
    keep::finish(&form, &back, values, result).await
}

/// A line of a list (移交清单).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedRow {
    /// The person.
    pub person: String,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// Before and after; after is empty for who has left.
    pub classes: (String, String),
    /// 纸质档案: pieces and pages handed on with it.
    pub paper: Option<(usize, u32)>,
    /// Who keeps it now.
    pub to: String,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeDetail {
    /// What a list shows.
    pub line: ChangeLine,
    /// Code of the school; none before a new one has one.
    pub code: Option<String>,
    /// What it is, in words: headings and values.
    pub facts: Vec<(String, String)>,
    /// What it would do; none once it is decided.
    pub preview: Option<PreviewData>,
    /// Who decided, when, and why it was sent back.
    pub decided: Option<(String, String, String)>,
    /// Archives moved and the hash over the list, once it is done.
    pub done: Option<(usize, String, String)>,
    /// The list, as far as the reader may see it.
    pub moved: Vec<MovedRow>,
    /// Who has given a receipt, and when.
    pub receipts: Vec<(String, String)>,
    /// Whether the actor may approve it.
    pub may_decide: bool,
    /// Whether the actor may give a receipt.
    pub may_receipt: bool,
    /// While it runs: archives moved so far, and how many there are in all.
    pub progress: Option<(u64, u64)>,
    /// Whether the actor may have it go on after it was cut off.
    pub may_go_on: bool,
    /// Who would print the list, and when: stands on the paper.
    pub printed_by: String,
    /// Whether a school ends by it.
    pub ends: bool,
    /// Whether all of its classes go on with it.
    pub whole: bool,
}

/// One change, with its preview or its list.
#[server(name = GetSchoolChange, client = Attended, prefix = "/api", endpoint = "school_change")]
pub async fn school_change(change: String) -> Result<ChangeDetail, AppError> {
    use domain::id::UnitId;
    let actor = actor()?;
    let view = registry().school_change(&actor, id(&change)?).await?;
    let mut preview = None;
    if view.state == State::Proposed {
        let asked = registry::school::Asked {
            school: view.school.clone(),
            change: view.change.clone(),
            act: view.act.clone(),
        };
        preview = Some(preview_data(registry().preview_school_change(&actor, &asked).await?).await?);
    }
    let mut names: BTreeMap<UnitId, String> = BTreeMap::new();
    let mut moved = Vec::new();
    if matches!(view.state, State::Running | State::Done) {
        let mut after = None;
        loop {
            let lines = registry().moved_archives(&actor, view.id, after).await?;
            let Some(last) = lines.last() else { break };
            after = Some(last.person);
            for line in lines {
                if !names.contains_key(&line.to) {
                    names.insert(line.to.clone(), registry().unit(&line.to).await?.name);
                }
                moved.push(MovedRow {
                    person: line.person.to_string(),
                    name: line.name,
                    number: line.number_mask,
                    classes: line.classes,
                    paper: line.paper,
                    to: names[&line.to].clone(),
                });
            }
            if moved.len() >= MOST_LINES {
                break;
            }
        }
    }
    let successor = match &view.successor {
        Some(unit) => Some(registry().unit(unit).await?.name),
        None => None,
    };
    let done = (view.state == State::Done)
        .then(|| (view.moved, view.list_hash.clone(), view.finished_at.map(moment).unwrap_or_default()));
    Ok(ChangeDetail {
        line: change_line(&view),
        code: view.school.as_ref().map(ToString::to_string),
        facts: facts(&view.change, successor).await,
        preview,
        decided: view.decided_by.zip(view.decided_at).map(|(by, (at, reason))| (by, moment(at), reason)),
        done,
        moved,
        receipts: view.receipts.into_iter().map(|(by, at)| (by, moment(at))).collect(),
        may_decide: view.may_decide,
        may_receipt: view.may_receipt,
        progress: view.progress,
        may_go_on: view.may_go_on,
        printed_by: w::printed_by(
            &actor.unit.as_ref().map(|unit| unit.name.clone()).unwrap_or_default(),
            &actor.name,
            &moment(registry().store.clock.now()),
        ),
        ends: view.change.ends_school(),
        whole: matches!(view.change, domain::school::Change::Reclass { .. }),
    })
}

#[cfg(feature = "ssr")]
async fn facts(change: &domain::school::Change, successor: Option<String>) -> Vec<(String, String)> {
    use domain::school::Change;
    let pair = |term: &str, value: String| (term.to_owned(), value);
    let mut facts = match change {
        Change::Found { name, school_type, system } => vec![
            pair(w::NAME, name.clone()),
            pair(w::TYPE, school_type.label().to_owned()),
            pair(w::SYSTEM, system.label().to_owned()),
        ],
        Change::Rename { name } => vec![pair(w::NEW_NAME, name.clone())],
        Change::Reclass { name, school_type } => {
            vec![pair(w::NEW_NAME, name.clone()), pair(w::NEW_TYPE, school_type.label().to_owned())]
        }
        Change::Merge { into, .. } => {
            let name = registry().unit(into).await.map(|unit| unit.name).unwrap_or_default();
            vec![pair(w::INTO, name)]
        }
        Change::Close { archives, .. } => {
            let name = match archives {
                Some(unit) => registry().unit(unit).await.map(|unit| unit.name).unwrap_or_default(),
                None => w::ARCHIVES_HERE.to_owned(),
            };
            vec![pair(w::ARCHIVES_TO, name)]
        }
        Change::Revive => Vec::new(),
    };
    if let (Change::Reclass { .. }, Some(name)) = (change, successor) {
        facts.push(pair(w::SUCCESSOR, name));
    }
    facts
}

/// Approves a change and moves what it moves, or sends it back.
#[server(client = Attended, prefix = "/api", endpoint = "decide_school_change")]
pub async fn decide_school_change(
    change: String,
    #[server(default)] decision: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let sent = shown::<SchoolChangeId>(&change)?;
    let change = sent.id;
    let agree = decision == "agree";
    let (form, back) = (format!("school_change/{change}"), format!("/schools/changes/{change}"));
    let result = async {
        let id = sent.id;
        let mut state = registry().decide_school_change(&actor, sent, agree, &reason).await?;
        if state == State::Running {
            // Approved is approved: what cannot be moved now is moved when the clockwork comes round.
            state = registry().run_school_change(id).await.unwrap_or(state);
        }
        Ok::<_, AppError>(state)
    };
    let result = result.await;
    let words = result.as_ref().ok().map(|state| match state {
        State::Done => w::APPROVED_DONE,
        State::Running => w::APPROVED,
        _ => w::SENT_BACK,
    });
    let reason: String = reason.chars().take(300).collect();
    keep::finish(&form, &back, typed([("reason", reason.as_str())]), result.map(|_| back.clone())).await?;
    if let Some(words) = words {
        keep::say(&form, words).await?;
    }
    Ok(())
}

/// Goes on with an approved change that was cut off.
#[server(client = Attended, prefix = "/api", endpoint = "go_on_with_school_change")]
pub async fn go_on_with_school_change(change: String) -> Result<(), AppError> {
    let actor = actor()?;
    let (form, back) = (format!("school_change/{change}"), format!("/schools/changes/{change}"));
    let result =
        async { Ok::<_, AppError>(registry().go_on_with_school_change(&actor, id(&change)?).await?) };
    let result = result.await;
    let words =
        result.as_ref().ok().map(|state| if *state == State::Done { w::WENT_ON_DONE } else { w::APPROVED });
    keep::finish(&form, &back, typed([]), result.map(|_| back.clone())).await?;
    if let Some(words) = words {
        keep::say(&form, words).await?;
    }
    Ok(())
}

/// Gives the receipt of the actor's unit.
#[server(client = Attended, prefix = "/api", endpoint = "receipt_archives")]
pub async fn receipt_archives(change: String) -> Result<(), AppError> {
    let actor = actor()?;
    let (form, back) = (format!("school_change/{change}"), format!("/schools/changes/{change}"));
    let result = async { Ok::<_, AppError>(registry().receipt_archives(&actor, id(&change)?).await?) };
    let result = result.await;
    let good = result.is_ok();
    keep::finish(&form, &back, typed([]), result.map(|()| back.clone())).await?;
    if good {
        keep::say(&form, w::RECEIPTED).await?;
    }
    Ok(())
}
