//! The form of a proposal (第九条): put together, previewed, sent.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::{answer, school as w};
use contract::school::Preview;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use domain::school::Profile;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Classes one form can place.
#[cfg(feature = "ssr")]
const MOST_CLASSES: usize = 200;

/// Fields of one form: those of every class, or the boxes of an authority's schools, and what stands above them.
#[cfg(feature = "ssr")]
const MOST_FIELDS: usize = 1020;

/// The form of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposeData {
    /// `found`, `rename`, `relocate`, `reclass`, `merge`, `close`, `reassign`, `hand_over` or `revive`, of a unit `unit_found`, `unit_rename` or `unit_end`; empty
    /// before one is chosen.
    pub kind: String,
    /// Whether the reader may propose changes of cities, counties and townships.
    pub units: bool,
    /// The school's code; empty before one is chosen, and for a new one.
    pub school: String,
    /// Its name.
    pub school_name: String,
    /// Whether the reader may propose that many schools are handed over.
    pub many: bool,
    /// Authorities to choose from: whose schools are handed over, before one is chosen; to which, afterwards.
    pub authorities: Vec<(String, String)>,
    /// Schools to choose from: the working ones, or the closed ones for a revival; of a hand-over those of the chosen authority.
    pub schools: Vec<(String, String)>,
    /// Schools of other authorities that were named by their codes: to receive classes.
    pub outside: Vec<(String, String)>,
    /// What the chosen school is now; none before one is chosen.
    pub now: Option<Profile>,
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
    /// `found`, `rename`, `relocate`, `reclass`, `merge`, `close`, `reassign`, `hand_over` or `revive`, of a unit `unit_found`, `unit_rename` or `unit_end`; empty
    /// before one is chosen.
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
    let of_unit = kind.starts_with("unit_");
    if of_unit && !found.may_propose_units {
        return Err(AppError::NotFound);
    }
    let closed = kind == "revive";
    let offered = found.schools.iter().filter(|one| one.closed_on.is_some() == closed);
    let schools: Vec<(String, String)> = offered.map(|one| (one.id.to_string(), one.name.clone())).collect();
    let chosen = found.schools.iter().find(|one| one.id.as_str() == school);
    let state = keep::load(&form(&kind, &school)).await?;
    let outside = registry().schools().schools_named(&actor, &codes_of(&state.values)).await?;
    let now = chosen.and_then(|one| one.profile.clone());
    let mut data = ProposeData {
        school_name: chosen.map(|one| one.name.clone()).unwrap_or_default(),
        school: chosen.map(|one| one.id.to_string()).unwrap_or_default(),
        kind,
        units: found.may_propose_units,
        many: found.may_hand_over,
        authorities: Vec::new(),
        schools,
        outside: outside.into_iter().map(|(code, name)| (code.to_string(), name)).collect(),
        now,
        sites: Vec::new(),
        site: String::new(),
        own_county: actor.unit.as_ref().is_some_and(|unit| unit.kind == domain::org::UnitKind::County),
        preview: Preview::default(),
        previewed: false,
        state,
    };
    if data.kind == "reassign" {
        let named = registry::seed::places().names().resolve(&data.state.value("to"));
        data.state.places.insert("to".into(), named.into_places());
    }
    if data.kind == "hand_over" {
        hand_over(&actor, &school, &mut data).await?;
    }
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
    if of_unit {
        let typed = asked(&data.kind, "", (None, &[]), &data.state.values).ok();
        // A code that names no unit of the province is told when it is sent.
        let shown = match &typed {
            Some(typed) => registry().schools().preview_school_change(&actor, typed).await.ok(),
            None => None,
        };
        data.previewed = shown.is_some();
        data.preview = shown.unwrap_or_default();
    }
    if !data.school.is_empty()
        && matches!(data.kind.as_str(), "merge" | "close" | "reclass" | "reassign" | "revive")
    {
        let typed = asked(&data.kind, &data.school, (data.now.as_ref(), &[]), &data.state.values).ok();
        data.previewed = typed.is_some() && (data.kind == "revive" || !data.state.values.is_empty());
        let bare = registry::school::Asked {
            school: Some(id(&data.school)?),
            change: Change::Close { archives: None, placements: Vec::new() },
            act: String::new(),
        };
        // Before its new kind is chosen, nothing can be said of what stands in a school's way.
        if typed.is_some() || data.kind != "reclass" {
            let register = registry();
            let schools = register.schools();
            data.preview = match schools.preview_school_change(&actor, typed.as_ref().unwrap_or(&bare)).await
            {
                // What is being typed may name nothing yet: that is told when it is sent.
                Err(registry::error::Error::NotFound(_)) if typed.is_some() => {
                    data.previewed = false;
                    schools.preview_school_change(&actor, &bare).await?
                }
                shown => shown?,
            };
        }
    }
    Ok(data)
}

/// The form of a hand-over of many schools: the authorities, the schools of the one that was chosen, and school by school what is open.
#[cfg(feature = "ssr")]
async fn hand_over(
    actor: &domain::access::Actor,
    from: &str,
    data: &mut ProposeData,
) -> Result<(), AppError> {
    if !data.many {
        return Err(AppError::NotFound);
    }
    let registry = registry();
    let schools = registry.schools();
    let named = |unit: domain::org::Unit| (unit.id.to_string(), format!("{}（{}）", unit.name, unit.id));
    let (below, all) = schools.handing_authorities(actor).await?;
    if from.is_empty() {
        data.authorities = below.into_iter().map(named).collect();
        return Ok(());
    }
    let (giving, offered) = schools.schools_to_hand(actor, &id(from)?).await?;
    data.authorities = all.into_iter().filter(|unit| unit.id != giving.id).map(named).collect();
    let codes: Vec<domain::id::UnitId> = offered.iter().map(|unit| unit.id.clone()).collect();
    data.schools = offered.into_iter().map(|unit| (unit.id.to_string(), unit.name)).collect();
    (data.school, data.school_name) = (giving.id.to_string(), giving.name);
    if let Ok(typed) = asked(&data.kind, from, (None, &codes), &data.state.values) {
        data.preview = schools.preview_school_change(actor, &typed).await?;
        data.previewed = true;
    }
    Ok(())
}

/// Where a proposal's form keeps its state.
#[cfg(feature = "ssr")]
fn form(kind: &str, school: &str) -> String {
    format!("school/{kind}/{school}")
}

/// The codes of other authorities' schools, as typed.
#[cfg(feature = "ssr")]
fn codes_of(values: &BTreeMap<String, String>) -> Vec<domain::id::UnitId> {
    let typed = values.get("outside").map(|typed| domain::text::line(typed).text).unwrap_or_default();
    let codes = typed.split(|c: char| !c.is_ascii_digit());
    codes.filter_map(|code| code.parse().ok()).filter(domain::id::UnitId::is_school).take(20).collect()
}

/// Puts together what was typed. `now`: what the school is; `offered`: the schools that may be handed over.
#[cfg(feature = "ssr")]
fn asked(
    kind: &str,
    school: &str,
    (now, offered): (Option<&Profile>, &[domain::id::UnitId]),
    values: &BTreeMap<String, String>,
) -> Result<registry::school::Asked, AppError> {
    use domain::codes::{SchoolSystem, SchoolType, Stage};
    use domain::refusal::{Basis, Refusal};
    use domain::school::{Change, Placement, Site, keeps_code};
    let missing = |code: RefusalCode, what: &str| {
        AppError::Refused(vec![Refusal::new(code, Basis::Article(9), what, answer::choose_one())])
    };
    let text = |key: &str| values.get(key).cloned().unwrap_or_default();
    let school_type = || {
        let code = text("school_type");
        let found = SchoolType::ALL.iter().copied().find(|one| one.code() == code);
        found.ok_or_else(|| missing(RefusalCode::SchoolType, w::NO_TYPE))
    };
    let code = || {
        let typed = text("code").trim().parse::<domain::id::UnitId>().ok();
        typed.ok_or_else(|| {
            let code = Refusal::new(RefusalCode::Code, Basis::Procedure, w::NO_UNIT_CODE, w::UNIT_CODE_HINT);
            AppError::Refused(vec![code])
        })
    };
    let day = || {
        domain::form::parse_date(&text("on")).ok_or_else(|| {
            AppError::Refused(vec![Refusal::new(RefusalCode::On, Basis::Procedure, w::NO_DAY, w::DAY_LIKE)])
        })
    };
    let unit = |key: &str| text(key).parse::<domain::id::UnitId>().ok();
    let named = |key: &str| crate::api::division::authority(&text(key));
    // An ordinary kind says its stages itself; the boxes are for special and reform schools.
    let stages_of = |kind: SchoolType| -> Vec<Stage> {
        let free = kind.possible_stages() != kind.stages() || kind.is_special();
        let chosen = Stage::ALL.iter().copied().filter(|one| text(&format!("stage_{}", one.code())) == "1");
        if free { chosen.collect() } else { Vec::new() }
    };
    let authority = || {
        unit("to").or_else(|| named("to")).ok_or_else(|| {
            let (what, remedy) = (w::NO_AUTHORITY, w::NEW_AUTHORITY_HINT);
            AppError::Refused(vec![Refusal::new(RefusalCode::To, Basis::Article(3), what, remedy)])
        })
    };
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
            stages: stages_of(school_type()?),
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
        "reclass" => {
            let system = SchoolSystem::ALL.iter().copied().find(|one| one.code() == text("system"));
            let school_type = school_type()?;
            let stages = stages_of(school_type);
            let (name, placements) = (text("name"), placements(None));
            match now.filter(|now| keeps_code(now.school_type, school_type)) {
                Some(now) => {
                    let to = Profile::with(school_type, &stages, system.unwrap_or(now.system));
                    Change::Convert { name, to, placements }
                }
                None => Change::Reclass { name, school_type, stages, system, placements },
            }
        }
        "merge" => {
            let outside = || codes_of(values).into_iter().next();
            let into = unit("into").or_else(outside).ok_or_else(|| missing(RefusalCode::Into, w::NO_INTO))?;
            Change::Merge { placements: placements(Some(&into)), into }
        }
        "close" => Change::Close { archives: unit("archives"), placements: placements(None) },
        "reassign" => Change::Reassign { to: authority()? },
        "hand_over" => {
            let all = text("all") == "1";
            let chosen = offered.iter().filter(|school| all || text(&format!("school_{school}")) == "1");
            Change::HandOver {
                from: id(school)?,
                to: authority()?,
                schools: chosen.cloned().collect(),
                on: day()?,
            }
        }
        "revive" => Change::Revive,
        "unit_found" => Change::FoundUnit { code: code()?, name: text("name"), on: day()? },
        "unit_rename" => Change::RenameUnit { name: text("name"), on: day()? },
        "unit_end" => Change::EndUnit { on: day()? },
        _ => return Err(AppError::NotFound),
    };
    let school = match kind {
        "found" | "unit_found" | "hand_over" => None,
        "unit_rename" | "unit_end" => Some(code()?),
        _ => Some(id(school)?),
    };
    Ok(registry::school::Asked { school, change, act: text("act") })
}

/// Previews a change, or proposes it when `step` is `propose`.
#[server(client = Attended, prefix = "/api", endpoint = "propose_school_change")]
pub async fn propose_school_change(
    /// `found`, `rename`, `relocate`, `reclass`, `merge`, `close`, `reassign`, `hand_over` or `revive`, of a unit `unit_found`, `unit_rename` or `unit_end`.
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
    use domain::refusal::{Basis, Refusal};
    let actor = actor()?;
    let mut values: BTreeMap<String, String> = values
        .into_iter()
        .take(MOST_FIELDS)
        .map(|(key, text)| (key, text.chars().take(300).collect()))
        .collect();
    crate::api::division::settle(&mut values);
    let form = form(&kind, &school);
    let back = format!("/schools/propose?kind={kind}&school={school}");
    let found = registry().schools().school_register(&actor).await?;
    let now = found.schools.iter().find(|one| one.id.as_str() == school).and_then(|one| one.profile.as_ref());
    let offered: Vec<domain::id::UnitId> = match kind.as_str() {
        "hand_over" => {
            let (_, schools) = registry().schools().schools_to_hand(&actor, &id(&school)?).await?;
            schools.into_iter().map(|unit| unit.id).collect()
        }
        _ => Vec::new(),
    };
    let asked = asked(&kind, &school, (now, &offered), &values);
    let result = match asked {
        Ok(_) if step != "propose" => {
            keep::put(&form, &FormState { values, ..FormState::default() }).await?;
            crate::api::address::lead_to(&format!("{back}#preview"));
            return Ok(());
        }
        Ok(asked) => {
            let proposed = registry().schools().propose_school_change(&actor, &asked).await;
            match proposed.map_err(AppError::from) {
                // What was typed names no unit of the province: told beside the code, not as a page that is not there.
                Err(AppError::NotFound) if kind.starts_with("unit_") => {
                    let (what, remedy) = (w::UNIT_NOT_HERE, w::UNIT_CODE_HINT);
                    let refusal = Refusal::new(RefusalCode::Code, Basis::Procedure, what, remedy);
                    Err(AppError::Refused(vec![refusal]))
                }
                other => other,
            }
        }
        Err(error) => Err(error),
    };
    if let Ok(id) = &result {
        keep::say(&format!("school_change/{id}"), w::PROPOSED).await?;
    }
    let result = result.map(|id| format!("/schools/changes/{id}"));
    keep::finish(&form, &back, values, result).await
}
