//! The form of a proposal (第九条): put together, previewed, sent.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::school as w;
use contract::school::Preview;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Classes one form can place.
#[cfg(feature = "ssr")]
const MOST_CLASSES: usize = 200;

/// The form of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposeData {
    /// `found`, `rename`, `relocate`, `reclass`, `merge`, `close` or `revive`; empty before one is chosen.
    pub kind: String,
    /// The school's code; empty before one is chosen, and for a new one.
    pub school: String,
    /// Its name.
    pub school_name: String,
    /// Schools to choose from: the working ones, or the closed ones for a revival.
    pub schools: Vec<(String, String)>,
    /// Places a school may stand at: as a form sends them, and in words.
    pub sites: Vec<(String, String)>,
    /// Where the chosen school stands.
    pub site: String,
    /// Whether the reader's unit is a county, in which its schools stand.
    pub own_county: bool,
    /// What it would do as it is typed now.
    pub preview: Preview,
    /// Whether what was typed was put together to a preview.
    pub previewed: bool,
    /// What was typed, and what is wrong with it.
    pub state: crate::api::form_state::FormState,
}

/// The form of a proposal for a kind and a school, with the preview of what was typed.
#[server(name = GetProposal, client = Attended, prefix = "/api", endpoint = "school_proposal")]
pub async fn school_proposal(
    /// `found`, `rename`, `relocate`, `reclass`, `merge`, `close` or `revive`; empty before one is chosen.
    kind: String,
    /// Code of the school; empty before one is chosen, and for a new one.
    school: String,
) -> Result<ProposeData, AppError> {
    use domain::school::Change;
    let actor = actor()?;
    let found = registry().schools().school_register(&actor).await?;
    if !found.may_propose {
        return Err(AppError::NotFound);
    }
    let closed = kind == "revive";
    let offered = found.schools.iter().filter(|one| one.closed_on.is_some() == closed);
    let schools: Vec<(String, String)> = offered.map(|one| (one.id.to_string(), one.name.clone())).collect();
    let chosen = found.schools.iter().find(|one| one.id.as_str() == school);
    let state = keep::load(&form(&kind, &school)).await?;
    let mut data = ProposeData {
        school_name: chosen.map(|one| one.name.clone()).unwrap_or_default(),
        school: chosen.map(|one| one.id.to_string()).unwrap_or_default(),
        kind,
        schools,
        sites: Vec::new(),
        site: String::new(),
        own_county: actor.unit.as_ref().is_some_and(|unit| unit.kind == domain::org::UnitKind::County),
        preview: Preview::default(),
        previewed: false,
        state,
    };
    if matches!(data.kind.as_str(), "found" | "relocate") {
        let sites = registry().schools().school_sites(&actor).await?;
        data.sites = sites.into_iter().map(|(site, words)| (site.to_string(), words)).collect();
    }
    if !data.school.is_empty() && data.kind == "relocate" {
        let unit = registry().units().unit(&id(&data.school)?).await?;
        let township = unit.school.and_then(|school| school.township);
        data.site = match (unit.division.parse::<domain::id::UnitId>(), township) {
            (Ok(county), township) => domain::school::Site { county, township }.to_string(),
            _ => String::new(),
        };
    }
    if !data.school.is_empty() && matches!(data.kind.as_str(), "merge" | "close" | "reclass" | "revive") {
        let typed = asked(&data.kind, &data.school, &data.state.values).ok();
        data.previewed = typed.is_some() && (data.kind == "revive" || !data.state.values.is_empty());
        let bare = registry::school::Asked {
            school: Some(id(&data.school)?),
            change: Change::Close { archives: None, placements: Vec::new() },
            act: String::new(),
        };
        data.preview =
            registry().schools().preview_school_change(&actor, typed.as_ref().unwrap_or(&bare)).await?;
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
    use domain::school::{Change, Placement, Site};
    let missing = |code: RefusalCode, what: &str| {
        AppError::Refused(vec![Refusal::new(code, Basis::Article(9), what, "请选择一项。")])
    };
    let text = |key: &str| values.get(key).cloned().unwrap_or_default();
    let school_type = || {
        let code = text("school_type");
        let found = SchoolType::ALL.iter().copied().find(|one| one.code() == code);
        found.ok_or_else(|| missing(RefusalCode::SchoolType, w::NO_TYPE))
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
                .ok_or_else(|| missing(RefusalCode::System, w::NO_SYSTEM))?,
            site: Site::parse(&text("site")),
        },
        "relocate" => Change::Relocate {
            site: Site::parse(&text("site")).ok_or_else(|| missing(RefusalCode::Site, w::NO_SITE))?,
        },
        "rename" => Change::Rename { name: text("name") },
        "reclass" => Change::Reclass { name: text("name"), school_type: school_type()? },
        "merge" => {
            let into = unit("into").ok_or_else(|| missing(RefusalCode::Into, w::NO_INTO))?;
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
    /// `found`, `rename`, `relocate`, `reclass`, `merge`, `close` or `revive`.
    kind: String,
    /// Code of the school; empty for a new one.
    #[server(default)]
    school: String,
    /// `propose` to propose it; anything else shows what it would do.
    #[server(default)]
    step: String,
    /// The form, by field, as typed.
    #[server(default)]
    values: BTreeMap<String, String>,
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
        Ok(asked) => registry().schools().propose_school_change(&actor, &asked).await.map_err(AppError::from),
        Err(error) => Err(error),
    };
    if let Ok(id) = &result {
        keep::say(&format!("school_change/{id}"), w::PROPOSED).await?;
    }
    let result = result.map(|id| format!("/schools/changes/{id}"));
    keep::finish(&form, &back, values, result).await
}
