//! 实施细则: the rules in force, a new version typed, checked, proposed and decided.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
use crate::api::{AppError, Attended};
use domain::rules::RuleKey;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One rule as it holds today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleLine {
    /// Which.
    pub key: RuleKey,
    /// The value in words.
    pub words: String,
    /// Where it comes from.
    pub source: String,
    /// Whether this authority decided it itself.
    pub own: bool,
}

/// One version in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    /// Counts the versions of the authority.
    pub version: u32,
    /// The document.
    pub source: String,
    /// First day.
    pub from: String,
    /// Where it stands.
    pub state: String,
    /// Who proposed it, and when.
    pub proposed: String,
    /// Who decided, and when.
    pub decided: String,
    /// Why it was proposed, what was said of it.
    pub note: String,
    /// What it changes: label, old, new.
    pub changes: Vec<(String, String, String)>,
}

/// The rules of an authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesView {
    /// Its code.
    pub authority: String,
    /// Its name.
    pub name: String,
    /// Whether it is the nation.
    pub is_nation: bool,
    /// What holds today, in the order of the keys.
    pub lines: Vec<RuleLine>,
    /// Every version, newest first; the seed's last.
    pub versions: Vec<VersionLine>,
    /// The proposal that waits: with what it changes.
    pub proposal: Option<VersionLine>,
    /// Whether a new version may be proposed.
    pub may_propose: bool,
    /// Whether the proposal may be decided.
    pub may_decide: bool,
    /// Whether it may be taken back.
    pub may_withdraw: bool,
}

/// What a draft would do, before it is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesCheck {
    /// Label, old, new.
    pub changes: Vec<(String, String, String)>,
    /// Open cases that look at one of them: kind and how many.
    pub touched: Vec<(String, i64)>,
    /// First day.
    pub from: String,
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

/// The rules of a province, or of the nation; the actor's own when none is named.
#[server(name = GetRules, client = Attended, prefix = "/api", endpoint = "rules")]
pub async fn rules(authority: String) -> Result<RulesView, AppError> {
    let actor = actor()?;
    let wanted = match authority.as_str() {
        "" => None,
        code => Some(code.parse().map_err(|_| AppError::NotFound)?),
    };
    Ok(show::view(registry().rule_book(&actor, wanted.as_ref()).await?))
}

/// What the form of a new version starts with: what was typed, or what the authority decided last.
#[server(name = GetRulesForm, client = Attended, prefix = "/api", endpoint = "rules_form")]
pub async fn rules_form() -> Result<(RulesView, FormState), AppError> {
    let actor = actor()?;
    let own = actor.unit.as_ref().map(|unit| unit.id.clone()).ok_or(AppError::NotFound)?;
    let book = registry().rule_book(&actor, Some(&own)).await?;
    if !book.may_propose {
        return Err(AppError::NotFound);
    }
    let mut state = keep::load(FORM).await?;
    if state.values.is_empty() {
        for key in RuleKey::ALL {
            let (value, origin) = book.today.value(*key);
            let own = matches!(origin, domain::rules::Origin::Set { authority, .. } if *authority == book.authority.name);
            state.values.insert(key.key().to_owned(), value.to_owned());
            state.values.insert(format!("own-{}", key.key()), own.to_string());
        }
    }
    Ok((show::view(book), state))
}

/// Keeps what was typed and goes on to the check; back to the form when something is wrong. A rule that is not ticked is
/// left to the nation.
#[server(client = Attended, prefix = "/api", endpoint = "draft_rules")]
pub async fn draft_rules(
    #[server(default)] values: BTreeMap<String, String>,
    #[server(default)] several: BTreeMap<String, Vec<String>>,
    #[server(default)] own: Vec<String>,
    #[server(default)] valid_from: String,
    #[server(default)] source: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut typed = BTreeMap::new();
    for key in RuleKey::ALL.iter().map(|key| key.key()) {
        let value = match several.get(key) {
            Some(chosen) => chosen.join(","),
            None => values.get(key).cloned().unwrap_or_default(),
        };
        typed.insert(key.to_owned(), value.chars().take(200).collect());
        typed.insert(format!("own-{key}"), own.iter().any(|chosen| chosen == key).to_string());
    }
    for (field, text) in [("valid_from", valid_from), ("source", source), ("note", note)] {
        typed.insert(field.to_owned(), text.chars().take(500).collect());
    }
    let result = async {
        let draft = show::draft(&typed)?;
        registry().preview_rules(&actor, &draft).await?;
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
    let draft = show::draft(&state.values)?;
    let preview = registry().preview_rules(&actor, &draft).await?;
    Ok(RulesCheck {
        changes: show::changes(&preview.changes),
        touched: preview.touched.iter().map(|(kind, n)| (kind.label().to_owned(), *n)).collect(),
        from: crate::api::day(draft.valid_from),
        source: draft.source,
        note: draft.note,
        state,
    })
}

/// Proposes what was typed.
#[server(client = Attended, prefix = "/api", endpoint = "propose_rules")]
pub async fn propose_rules() -> Result<(), AppError> {
    let actor = actor()?;
    let state = keep::load(FORM).await?;
    let result = async {
        let draft = show::draft(&state.values)?;
        registry().propose_rules(&actor, &draft).await?;
        Ok("/rules".to_owned())
    }
    .await;
    keep::finish(FORM, "/rules/edit", state.values, result).await
}

/// Approves (`approve`), rejects (`reject`) or takes back (`withdraw`) the proposal that waits.
#[server(client = Attended, prefix = "/api", endpoint = "decide_rules")]
pub async fn decide_rules(
    #[server(default)] decision: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = crate::api::form_state::typed([("decision", decision.as_str()), ("reason", reason.as_str())]);
    let result = match decision.as_str() {
        "approve" => registry().decide_rules(&actor, true, &reason).await,
        "reject" => registry().decide_rules(&actor, false, &reason).await,
        "withdraw" => registry().withdraw_rules(&actor).await,
        _ => return keep::finish("rules_decision", "/rules", kept, Err(show::undecided())).await,
    };
    let result = result.map(|_| "/rules".to_owned()).map_err(AppError::from);
    keep::finish("rules_decision", "/rules", kept, result).await
}

#[cfg(feature = "ssr")]
mod show {
    use super::{RuleLine, RulesView, VersionLine};
    use crate::api::context::registry;
    use crate::api::{AppError, day, moment};
    use domain::case::Party;
    use domain::refusal::{Basis, Refusal};
    use domain::rules::{Origin, RuleKey};
    use registry::rules::{DraftRules, RuleBook, RuleChange, RuleVersion};
    use std::collections::BTreeMap;

    pub(super) fn view(book: RuleBook) -> RulesView {
        let lines = RuleKey::ALL.iter().map(|key| {
            let (value, origin) = book.today.value(*key);
            let source = book.today.source(*key);
            let own = matches!(origin, Origin::Set { authority, .. } if *authority == book.authority.name);
            RuleLine { key: *key, words: key.shape().words(value), source, own }
        });
        let line = |version: &RuleVersion| {
            let by = |party: &Party| format!("{} {}", party.unit_name, party.name);
            VersionLine {
                version: version.set.version,
                source: version.set.source.clone(),
                from: day(version.set.valid_from),
                state: version.state.label().to_owned(),
                proposed: format!("{}，{}", by(&version.proposed_by), moment(version.proposed_at)),
                decided: match (&version.decided_by, version.decided_at) {
                    (Some(party), Some(at)) => format!("{}，{}", by(party), moment(at)),
                    _ => String::new(),
                },
                note: match version.reason.is_empty() {
                    true => version.note.clone(),
                    false => version.reason.clone(),
                },
                changes: changes(&registry().rule_changes(&book.authority, &version.set)),
            }
        };
        let seeded = book.seeded.as_ref().map(|set| VersionLine {
            version: set.version,
            source: set.source.clone(),
            from: day(set.valid_from),
            state: "系统初始".to_owned(),
            proposed: String::new(),
            decided: String::new(),
            note: String::new(),
            changes: changes(&registry().rule_changes(&book.authority, set)),
        });
        RulesView {
            authority: book.authority.id.to_string(),
            name: book.authority.name.clone(),
            is_nation: book.authority.id == domain::id::UnitId::nation(),
            lines: lines.collect(),
            versions: book.versions.iter().map(line).chain(seeded).collect(),
            proposal: book.proposal().map(line),
            may_propose: book.may_propose,
            may_decide: book.may_decide,
            may_withdraw: book.may_withdraw,
        }
    }

    pub(super) fn changes(changes: &[RuleChange]) -> Vec<(String, String, String)> {
        let told =
            |change: &RuleChange| (change.key.label().to_owned(), change.old.clone(), change.new.clone());
        changes.iter().map(told).collect()
    }

    /// What was typed as a draft. Rules that are not ticked are left out.
    pub(super) fn draft(typed: &BTreeMap<String, String>) -> Result<DraftRules, AppError> {
        let text = |key: &str| typed.get(key).cloned().unwrap_or_default();
        let valid_from = domain::form::parse_date(text("valid_from").trim()).ok_or_else(|| {
            let what = "没有填写施行日期，或不是有效的日期。";
            AppError::Refused(vec![Refusal::new(
                "valid_from",
                Basis::Procedure,
                what,
                "请按 2026-09-01 的样式填写。",
            )])
        })?;
        let ticked = RuleKey::ALL.iter().filter(|key| text(&format!("own-{}", key.key())) == "true");
        Ok(DraftRules {
            values: ticked.map(|key| (*key, text(key.key()))).collect(),
            valid_from,
            source: text("source"),
            note: text("note"),
        })
    }

    pub(super) fn undecided() -> AppError {
        let what = "还没有选择同意或不同意。";
        AppError::Refused(vec![Refusal::new("decision", Basis::Procedure, what, "请选择一项。")])
    }
}
