//! Violations: the ledgers, one violation and its steps (第二十六条, 第二十七条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
#[cfg(feature = "ssr")]
use crate::text::t::violation as w;
use contract::Page;
use contract::violation::{ViolationCount, ViolationLine, ViolationView};
use domain::id::ViolationId;
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal, RefusalCode};
#[cfg(feature = "ssr")]
use domain::violation::{ViolationKind, ViolationState};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violations {
    /// The violations.
    pub page: Page<ViolationLine, ViolationId>,
    /// Whether they are the own unit's; those of the units below otherwise.
    pub own: bool,
    /// Whether the actor's unit has units below, whose ledger is seen first.
    pub below_first: bool,
    /// Open ones of the units below.
    pub counts: Vec<ViolationCount>,
    /// Whether the actor sees them one by one; officials see how many.
    pub by_name: bool,
    /// The units the actor may enter a violation of: code, name, whether it is a school.
    pub below: Vec<(String, String, bool)>,
}

/// One page: `below` or `own`, of one kind or of all.
#[server(name = GetViolations, client = Attended, prefix = "/api", endpoint = "violations")]
pub async fn violations(
    /// `below`, `own`, or empty for what is seen first: the units below an authority, a school's own.
    which: String,
    /// Key of a kind; empty for all.
    kind: String,
    /// The last row of the page before; empty for the first page.
    after: String,
) -> Result<Violations, AppError> {
    use domain::access::Role;
    use registry::violation::ViolationBox;
    let actor = actor()?;
    let counts = registry().violations().violation_counts(&actor).await?;
    let below_first = actor.unit.as_ref().is_some_and(|unit| unit.kind.is_authority());
    let own = which == "own" || !below_first;
    let which = if own { ViolationBox::Own } else { ViolationBox::Below };
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let page =
        registry().violations().list_violations(&actor, which, ViolationKind::from_key(&kind), after).await?;
    let unit = actor.unit.as_ref().filter(|unit| unit.kind.is_authority());
    let below = match unit.filter(|_| actor.role == Role::Registrar) {
        Some(unit) => registry().units().units_below(&unit.id).await?,
        None => Vec::new(),
    };
    let below = below.into_iter().filter(|unit| unit.id.is_school() || unit.kind.is_authority());
    Ok(Violations {
        page,
        own,
        below_first,
        counts,
        by_name: actor.role != Role::Official,
        below: below.map(|unit| (unit.id.to_string(), unit.name, unit.id.is_school())).collect(),
    })
}

/// One violation as the actor may see it.
#[server(name = GetViolation, client = Attended, prefix = "/api", endpoint = "violation")]
pub async fn violation(
    /// The violation.
    violation: String,
) -> Result<ViolationView, AppError> {
    Ok(registry().violations().violation_view(&actor()?, id(&violation)?).await?)
}

/// Does a step that needs words only: `act` is the step's key.
#[server(client = Attended, prefix = "/api", endpoint = "decide_violation")]
pub async fn decide_violation(
    /// The violation as it was shown (`id@version`).
    violation: String,
    /// Key of the step.
    act: String,
    /// What is said, as typed.
    #[server(default)]
    words: String,
    /// The words of a withdrawal or revocation, which have a field of their own.
    #[server(default)]
    steer_words: String,
    /// How many working days the order gives, as typed.
    #[server(default)]
    days: String,
    /// Whether it is serious.
    #[server(default)]
    serious: bool,
) -> Result<(), AppError> {
    use domain::problem::Office;
    use domain::violation::Command;
    let actor = actor()?;
    let field =
        if matches!(act.as_str(), "escalate" | "recommend" | "withdraw") { "steer_words" } else { "words" };
    let text = if field == "words" { words } else { steer_words };
    let kept = typed([(field, cut(&text)), ("days", &days)]);
    let count = domain::text::compact(&days).text.parse().unwrap_or(0);
    let command = match act.as_str() {
        "examine" => Command::Examine(text),
        "dismiss" => Command::Dismiss(text),
        "sign" => Command::SignOrder { demand: text, days: count },
        "accept" => Command::Accept(text),
        "reject" => Command::Reject { reason: text, days: count },
        // Which unit stands above is the service's to know.
        "escalate" => {
            let above = Office { unit: domain::id::UnitId::nation(), name: String::new() };
            Command::Escalate { above, serious, reason: text }
        }
        "recommend" => Command::Recommend(text),
        "withdraw" => Command::Withdraw(text),
        _ => return Err(AppError::NotFound),
    };
    let result = async {
        Ok(registry()
            .violations()
            .act_on_violation(&actor, shown::<ViolationId>(&violation)?, &command, None)
            .await?)
    };
    let result = result.await.map_err(|error| beside(error, field));
    end(&violation, kept, result).await
}

/// Answers an order, with a file.
#[server(client = Attended, prefix = "/api", endpoint = "reply_violation", input = MultipartFormData)]
pub async fn reply_violation(
    /// The form: violation, the answer and a file.
    data: MultipartData,
) -> Result<(), AppError> {
    use domain::violation::Command;
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let [violation, statement, kind] = ["violation", "statement", "kind"].map(|name| parts.text(name));
    let kept = typed([("statement", cut(&statement)), ("kind", &kind), ("file", "")]);
    let result = async {
        let command = Command::Reply { statement, proofs: Vec::new() };
        let upload = upload(parts.file()?, &kind)?;
        Ok(registry()
            .violations()
            .act_on_violation(&actor, shown::<ViolationId>(&violation)?, &command, upload)
            .await?)
    };
    let result = result.await.map_err(|error| beside(error, "statement"));
    end(&violation, kept, result).await
}

/// Enters a violation of a unit directly below.
#[server(client = Attended, prefix = "/api", endpoint = "enter_violation", input = MultipartFormData)]
pub async fn enter_violation(
    /// The form: the form and a file.
    data: MultipartData,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let [subject, case, fact, kind] = ["subject", "case", "fact", "kind"].map(|name| parts.text(name));
    let kept =
        typed([("subject", &subject), ("case", &case), ("fact", cut(&fact)), ("kind", &kind), ("file", "")]);
    let result = async {
        let chosen = |code: RefusalCode, what: &str| {
            AppError::Refused(vec![Refusal::new(code, Basis::Article(27), what, answer::choose_one())])
        };
        let subject = subject.parse().map_err(|_| chosen(RefusalCode::Subject, answer::no_unit()))?;
        let case = ViolationKind::from_key(&case)
            .ok_or_else(|| chosen(RefusalCode::Case, answer::no_violation()))?;
        let upload = upload(parts.file()?, &kind)?;
        let asked = registry::violation::AskedViolation { subject, kind: case, fact, upload };
        Ok(registry().violations().enter_violation(&actor, &asked).await?)
    };
    // In the domain the violation's kind and the file's kind never meet; in this form they do.
    let result = result.await.map_err(|error| match error {
        AppError::Refused(refusals) => AppError::Refused(
            refusals
                .into_iter()
                .map(|one| if one.code == RefusalCode::Kind { one.beside("case") } else { one })
                .map(file_refusal)
                .collect(),
        ),
        error => error,
    });
    match result {
        Ok(id) => {
            keep::finish("violations", "/violations", kept, Ok(format!("/violations/{id}"))).await?;
            keep::say(&format!("violation/{id}"), w::ENTERED_DONE).await
        }
        Err(error) => keep::finish("violations", "/violations", kept, Err(error)).await,
    }
}

#[cfg(feature = "ssr")]
fn upload(file: Option<(String, Vec<u8>)>, kind: &str) -> Result<Option<registry::case::Upload>, AppError> {
    use domain::case::correction::ProofKind;
    let Some((name, bytes)) = file else { return Ok(None) };
    let kind = ProofKind::from_key(kind).unwrap_or(ProofKind::Other);
    Ok(Some(registry::case::Upload { kind, name, bytes }))
}

#[cfg(feature = "ssr")]
fn file_refusal(one: Refusal) -> Refusal {
    if one.code == RefusalCode::BadFile { one.beside("file") } else { one }
}

/// What is wrong with the words of a step is told beside its field, whatever the step calls them.
#[cfg(feature = "ssr")]
fn beside(error: AppError, field: &str) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let told = |one: Refusal| match one.code {
        RefusalCode::Opinion
        | RefusalCode::Reason
        | RefusalCode::Demand
        | RefusalCode::Basis
        | RefusalCode::Statement => one.beside(field),
        _ => file_refusal(one),
    };
    AppError::Refused(refusals.into_iter().map(told).collect())
}

#[cfg(feature = "ssr")]
async fn end(
    violation: &str,
    kept: std::collections::BTreeMap<String, String>,
    result: Result<ViolationState, AppError>,
) -> Result<(), AppError> {
    let violation = bare(violation);
    let back = format!("/violations/{violation}");
    keep::finish_saying(
        &format!("violation_step/{violation}"),
        &format!("violation/{violation}"),
        &back,
        kept,
        result.map(|_| back.clone()),
        w::DONE,
    )
    .await
}
