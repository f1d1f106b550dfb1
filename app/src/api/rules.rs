//! 实施细则: the rules in force, a new version typed, checked, proposed and decided.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
use crate::api::{AppError, Attended};
use chrono::NaiveDate;
use contract::rules::{RuleBook, RulePreview};
#[cfg(feature = "ssr")]
use domain::rules::RuleKey;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a draft would do, before it is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesCheck {
    /// What would change and which open cases it would touch.
    pub preview: RulePreview,
    /// First day.
    pub from: NaiveDate,
    /// Last day, where the document names one.
    pub until: Option<NaiveDate>,
    /// The document.
    pub source: String,
    /// Why.
    pub note: String,
    /// What was typed, to be sent again.
    pub state: FormState,
}

/// Name of the form's draft.
#[cfg(feature = "ssr")]
const FORM: &str = "rules";

/// Characters of one value that are kept: as many as the longest control of the form takes.
#[cfg(feature = "ssr")]
const MOST_TYPED: usize = 4000;

/// The rules as they hold at an authority; where the actor works when none is named.
#[server(name = GetRules, client = Attended, prefix = "/api", endpoint = "rules")]
pub async fn rules(
    /// Code of the authority; empty for where the actor works.
    authority: String,
) -> Result<RuleBook, AppError> {
    let actor = actor()?;
    let wanted = match authority.as_str() {
        "" => None,
        code => Some(code.parse().map_err(|_| AppError::NotFound)?),
    };
    Ok(registry().rules().rule_book(&actor, wanted.as_ref()).await?)
}

/// What the form of a new version starts with: what was typed, or what the authority decided last.
#[server(name = GetRulesForm, client = Attended, prefix = "/api", endpoint = "rules_form")]
pub async fn rules_form() -> Result<(RuleBook, FormState), AppError> {
    let actor = actor()?;
    let own = actor.unit.as_ref().map(|unit| unit.id.clone()).ok_or(AppError::NotFound)?;
    let book = registry().rules().rule_book(&actor, Some(&own)).await?;
    if !book.may_propose {
        return Err(AppError::NotFound);
    }
    let mut state = keep::load(FORM).await?;
    if state.values.is_empty() {
        for line in &book.lines {
            let key = line.key.key();
            state.values.insert(key.to_owned(), line.value.clone());
            state.values.insert(format!("own-{key}"), line.own.to_string());
            let scope = if line.own { line.scope.clone() } else { Default::default() };
            let stages: Vec<&str> = scope.stages.iter().map(|stage| stage.code()).collect();
            state.values.insert(format!("stages-{key}"), stages.join(","));
            state.values.insert(format!("principle-{key}"), scope.in_principle.to_string());
            state.values.insert(format!("delegate-{key}"), line.delegated.to_string());
        }
    }
    Ok((book, state))
}

/// Keeps what was typed and goes on to the check; back to the form when something is wrong. A rule that is not ticked is
/// left to the nation.
#[server(client = Attended, prefix = "/api", endpoint = "draft_rules")]
pub async fn draft_rules(
    /// The value of each rule, as typed.
    #[server(default)]
    values: BTreeMap<String, String>,
    /// For a rule of several values those that were ticked.
    #[server(default)]
    several: BTreeMap<String, Vec<String>>,
    /// Keys of the rules the province decides itself.
    #[server(default)]
    own: Vec<String>,
    /// Codes of the stages a rule is for, where it is not for all.
    #[server(default)]
    stages: BTreeMap<String, Vec<String>>,
    /// Keys of the rules that hold in principle only.
    #[server(default)]
    principle: Vec<String>,
    /// Keys of the rules that are left to the levels below.
    #[server(default)]
    delegate: Vec<String>,
    /// First day on which they hold, as typed.
    #[server(default)]
    valid_from: String,
    /// The last day, as typed; empty where the document names none.
    #[server(default)]
    valid_until: String,
    /// The document they rest on, as typed.
    #[server(default)]
    source: String,
    /// A note, as typed.
    #[server(default)]
    note: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut typed = BTreeMap::new();
    for key in RuleKey::ALL.iter().map(|key| key.key()) {
        let value = match several.get(key) {
            Some(chosen) => chosen.join(","),
            None => values.get(key).cloned().unwrap_or_default(),
        };
        typed.insert(key.to_owned(), value.chars().take(MOST_TYPED).collect());
        typed.insert(format!("own-{key}"), own.iter().any(|chosen| chosen == key).to_string());
        let chosen = stages.get(key).map(|chosen| chosen.join(",")).unwrap_or_default();
        typed.insert(format!("stages-{key}"), chosen.chars().take(20).collect());
        typed.insert(format!("principle-{key}"), principle.iter().any(|one| one == key).to_string());
        typed.insert(format!("delegate-{key}"), delegate.iter().any(|one| one == key).to_string());
    }
    for (field, text) in
        [("valid_from", valid_from), ("valid_until", valid_until), ("source", source), ("note", note)]
    {
        typed.insert(field.to_owned(), text.chars().take(500).collect());
    }
    let result = async {
        let draft = read::draft(&typed)?;
        registry().rules().preview_rules(&actor, &draft).await?;
        Ok(())
    }
    .await;
    match result {
        Ok(()) => {
            let state = FormState { values: typed, ..FormState::default() };
            keep::put(FORM, &state).await?;
            crate::api::address::lead_to("/rules/check");
            Ok(())
        }
        Err(error) => {
            // The controls are named so; what is wrong with a rule then stands beside it.
            for key in RuleKey::ALL {
                typed.insert(format!("values[{}]", key.key()), String::new());
            }
            keep::finish(FORM, "/rules/edit", typed, Err(error)).await
        }
    }
}

/// What was typed, checked: what would change and which open cases it would touch.
#[server(name = CheckRules, client = Attended, prefix = "/api", endpoint = "check_rules")]
pub async fn check_rules() -> Result<RulesCheck, AppError> {
    let actor = actor()?;
    let state = keep::load(FORM).await?;
    let draft = read::draft(&state.values)?;
    let preview = registry().rules().preview_rules(&actor, &draft).await?;
    let (from, until) = (draft.valid_from, draft.valid_until);
    Ok(RulesCheck { preview, from, until, source: draft.source, note: draft.note, state })
}

/// Proposes what was typed.
#[server(client = Attended, prefix = "/api", endpoint = "propose_rules")]
pub async fn propose_rules() -> Result<(), AppError> {
    let actor = actor()?;
    let state = keep::load(FORM).await?;
    let result = async {
        let draft = read::draft(&state.values)?;
        registry().rules().propose_rules(&actor, &draft).await?;
        Ok("/rules".to_owned())
    }
    .await;
    keep::finish(FORM, "/rules/edit", state.values, result).await
}

/// Approves (`approve`), rejects (`reject`) or takes back (`withdraw`) the proposal that waits.
#[server(client = Attended, prefix = "/api", endpoint = "decide_rules")]
pub async fn decide_rules(
    /// `approve`, `reject` or `withdraw`.
    #[server(default)]
    decision: String,
    /// Why, as typed.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = crate::api::form_state::typed([("decision", decision.as_str()), ("reason", reason.as_str())]);
    let result = match decision.as_str() {
        "approve" => registry().rules().decide_rules(&actor, true, &reason).await,
        "reject" => registry().rules().decide_rules(&actor, false, &reason).await,
        "withdraw" => registry().rules().withdraw_rules(&actor).await,
        _ => return keep::finish("rules_decision", "/rules", kept, Err(read::undecided())).await,
    };
    let result = result.map(|_| "/rules".to_owned()).map_err(AppError::from);
    keep::finish("rules_decision", "/rules", kept, result).await
}

#[cfg(feature = "ssr")]
mod read {
    use crate::api::AppError;
    use crate::text::t::{answer, rules as w};
    use domain::codes::Stage;
    use domain::refusal::{Basis, Refusal, RefusalCode};
    use domain::rules::{RuleKey, Scope};
    use registry::rules::DraftRules;
    use std::collections::BTreeMap;

    /// What was typed as a draft. Rules that are not ticked are left out.
    pub(super) fn draft(typed: &BTreeMap<String, String>) -> Result<DraftRules, AppError> {
        let text = |key: &str| typed.get(key).cloned().unwrap_or_default();
        let valid_from = domain::form::parse_date(text("valid_from").trim()).ok_or_else(|| {
            let (what, remedy) = (answer::no_date_of(w::FROM), answer::date_like());
            AppError::Refused(vec![Refusal::new(RefusalCode::ValidFrom, Basis::Procedure, what, remedy)])
        })?;
        let last = text("valid_until");
        let valid_until = domain::form::parse_date(last.trim());
        if valid_until.is_none() && !last.trim().is_empty() {
            let (what, remedy) = (answer::not_a_date(w::VALIDITY), answer::end_like_or_leave());
            let refusal = Refusal::new(RefusalCode::ValidUntil, Basis::Procedure, what, remedy);
            return Err(AppError::Refused(vec![refusal]));
        }
        let scope = |key: &RuleKey| Scope {
            stages: text(&format!("stages-{}", key.key())).split(',').filter_map(Stage::from_code).collect(),
            in_principle: text(&format!("principle-{}", key.key())) == "true",
        };
        let ticked = RuleKey::ALL.iter().filter(|key| text(&format!("own-{}", key.key())) == "true");
        let leaves = |key: &&RuleKey| text(&format!("delegate-{}", key.key())) == "true";
        Ok(DraftRules {
            delegated: RuleKey::ALL.iter().filter(leaves).copied().collect(),
            scopes: ticked.clone().map(|key| (*key, scope(key))).collect(),
            values: ticked.map(|key| (*key, text(key.key()))).collect(),
            valid_from,
            valid_until,
            source: text("source"),
            note: text("note"),
        })
    }

    pub(super) fn undecided() -> AppError {
        let (what, remedy) = (answer::no_decision(), answer::choose_one());
        AppError::Refused(vec![Refusal::new(RefusalCode::Decision, Basis::Procedure, what, remedy)])
    }
}
