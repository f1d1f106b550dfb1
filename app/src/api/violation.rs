//! Violations: the queue, the ledgers, one violation and its steps (第二十六条, 第二十七条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::day;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::violation as w;
#[cfg(feature = "ssr")]
use domain::id::ViolationId;
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal};
use domain::violation::{ViolationKind, ViolationState};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};

/// One violation in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViolationRow {
    /// The violation.
    pub id: String,
    /// The same as it is shown: what a form that acts on it sends.
    pub shown: String,
    /// What was done wrong.
    pub kind: ViolationKind,
    /// Where it stands.
    pub state: ViolationState,
    /// Laid to whom.
    pub subject: String,
    /// Handled by whom.
    pub handler: String,
    /// When it was put down.
    pub found_on: String,
    /// By when the subject has to answer.
    pub due_on: Option<String>,
    /// Working days left.
    pub days_left: Option<i64>,
}

#[cfg(feature = "ssr")]
impl From<registry::violation::ViolationLine> for ViolationRow {
    fn from(line: registry::violation::ViolationLine) -> Self {
        Self {
            id: line.id.to_string(),
            shown: domain::shown::Shown::new(line.id, line.version).to_string(),
            kind: line.kind,
            state: line.state,
            subject: line.subject,
            handler: line.handler,
            found_on: day(line.found_on),
            due_on: line.due_on.map(day),
            days_left: line.days_left,
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violations {
    /// The rows.
    pub rows: Vec<ViolationRow>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// Kind, suspected, ordered: open ones of the units below.
    pub counts: Vec<(ViolationKind, u64, u64)>,
    /// Whether the actor sees them one by one; officials see how many.
    pub by_name: bool,
    /// The units the actor may enter a violation of: code, name, whether it is a school.
    pub below: Vec<(String, String, bool)>,
}

/// One page: `waiting`, `below` or `own`, of one kind or of all.
#[server(name = GetViolations, client = Attended, prefix = "/api", endpoint = "violations")]
pub async fn violations(which: String, kind: String, after: String) -> Result<Violations, AppError> {
    use domain::access::Role;
    use registry::violation::ViolationBox;
    let actor = actor()?;
    let counts = registry().violation_counts(&actor).await?;
    let which = match which.as_str() {
        "below" => ViolationBox::Below,
        "own" => ViolationBox::Own,
        _ => ViolationBox::Waiting,
    };
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let page = registry().violations(&actor, which, ViolationKind::from_key(&kind), after).await?;
    let unit = actor.unit.as_ref().filter(|unit| unit.kind.is_authority());
    let below = match unit.filter(|_| actor.role == Role::Registrar) {
        Some(unit) => registry().units_below(&unit.id).await?,
        None => Vec::new(),
    };
    let below = below.into_iter().filter(|unit| unit.id.is_school() || unit.kind.is_authority());
    Ok(Violations {
        rows: page.lines.into_iter().map(ViolationRow::from).collect(),
        next: page.next.map(|next| next.to_string()),
        counts: counts.into_iter().map(|one| (one.kind, one.suspected, one.ordered)).collect(),
        by_name: actor.role != Role::Official,
        below: below.map(|unit| (unit.id.to_string(), unit.name, unit.id.is_school())).collect(),
    })
}

/// Who said what, on which day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Who.
    pub by: String,
    /// When.
    pub on: String,
    /// The words.
    pub words: String,
}

#[cfg(feature = "ssr")]
impl From<domain::violation::Opinion> for Said {
    fn from(opinion: domain::violation::Opinion) -> Self {
        Self { by: opinion.act.by.name, on: day(opinion.act.on), words: opinion.words }
    }
}

/// An answer to an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyDetail {
    /// 改正情况
    pub said: Said,
    /// Its files.
    pub files: Vec<String>,
    /// Why it was not accepted.
    pub rejected: Option<Said>,
}

/// One violation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViolationDetail {
    /// What a list shows.
    pub row: ViolationRow,
    /// The fact.
    pub fact: String,
    /// Who entered it; none when the system found it, or for the subject.
    pub entered: Option<(String, String)>,
    /// The authority's files.
    pub evidence: Vec<String>,
    /// What the registrar found.
    pub examined: Option<Said>,
    /// Who signed the order, in whose name, what is demanded, by when.
    pub order: Option<(Said, String, String)>,
    /// The answers.
    pub replies: Vec<ReplyDetail>,
    /// That it was passed on, and whether it is serious.
    pub escalations: Vec<(Said, bool)>,
    /// 追究责任的建议
    pub accountability: Option<Said>,
    /// How it ended.
    pub ended: Option<Said>,
    /// Whether the next step is the actor's.
    pub my_turn: bool,
    /// Whether the actor may pass it on or take it back.
    pub may_steer: bool,
}

/// One violation as the actor may see it.
#[server(name = GetViolation, client = Attended, prefix = "/api", endpoint = "violation")]
pub async fn violation(violation: String) -> Result<ViolationDetail, AppError> {
    let view = registry().violation_view(&actor()?, id(&violation)?).await?;
    let one = view.violation;
    let files = |proofs: Vec<domain::case::correction::Proof>| {
        proofs.into_iter().map(|proof| proof.id.to_string()).collect()
    };
    Ok(ViolationDetail {
        fact: one.fact,
        entered: one.entered.map(|act| (act.by.name, day(act.on))),
        evidence: files(one.evidence),
        examined: one.examined.map(Said::from),
        order: one.order.map(|order| {
            let said = Said { by: order.act.by.name, on: day(order.act.on), words: order.demand };
            (said, order.by.name, day(order.due.date))
        }),
        replies: one
            .replies
            .into_iter()
            .map(|reply| ReplyDetail {
                said: Said { by: reply.act.by.name, on: day(reply.act.on), words: reply.statement },
                files: files(reply.proofs),
                rejected: reply.rejected.map(Said::from),
            })
            .collect(),
        escalations: one.escalations.into_iter().map(|one| (one.opinion.into(), one.serious)).collect(),
        accountability: one.accountability.map(Said::from),
        ended: one.ended.map(Said::from),
        my_turn: view.my_turn,
        may_steer: view.may_steer,
        row: view.line.into(),
    })
}

/// Does a step that needs words only: `act` is the step's key.
#[server(client = Attended, prefix = "/api", endpoint = "decide_violation")]
pub async fn decide_violation(
    violation: String,
    act: String,
    #[server(default)] words: String,
    #[server(default)] steer_words: String,
    #[server(default)] days: String,
    #[server(default)] serious: bool,
) -> Result<(), AppError> {
    use domain::problem::Office;
    use domain::violation::Command;
    let actor = actor()?;
    let field =
        if matches!(act.as_str(), "escalate" | "recommend" | "withdraw") { "steer_words" } else { "words" };
    let text = if field == "words" { words } else { steer_words };
    let kept = typed([(field, cut(&text)), ("days", &days)]);
    let count = days.trim().parse().unwrap_or(0);
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
        Ok(registry().act_on_violation(&actor, shown::<ViolationId>(&violation)?, &command, None).await?)
    };
    let result = result.await.map_err(|error| beside(error, field));
    end(&violation, kept, result).await
}

/// Answers an order, with a file.
#[server(client = Attended, prefix = "/api", endpoint = "reply_violation", input = MultipartFormData)]
pub async fn reply_violation(data: MultipartData) -> Result<(), AppError> {
    use domain::violation::Command;
    let actor = actor()?;
    let parts = match crate::api::upload::parts(data).await {
        Ok(parts) => parts,
        Err(error) => return keep::finish("violations", "/violations", typed([]), Err(error)).await,
    };
    let [violation, statement, kind] = ["violation", "statement", "kind"].map(|name| parts.text(name));
    let kept = typed([("statement", cut(&statement)), ("kind", &kind), ("file", "")]);
    let result = async {
        let command = Command::Reply { statement, proofs: Vec::new() };
        let upload = upload(parts.file, &kind)?;
        Ok(registry().act_on_violation(&actor, shown::<ViolationId>(&violation)?, &command, upload).await?)
    };
    let result = result.await.map_err(|error| beside(error, "statement"));
    end(&violation, kept, result).await
}

/// Enters a violation of a unit directly below.
#[server(client = Attended, prefix = "/api", endpoint = "enter_violation", input = MultipartFormData)]
pub async fn enter_violation(data: MultipartData) -> Result<(), AppError> {
    let actor = actor()?;
    let parts = match crate::api::upload::parts(data).await {
        Ok(parts) => parts,
        Err(error) => return keep::finish("violations", "/violations", typed([]), Err(error)).await,
    };
    let [subject, case, fact, kind] = ["subject", "case", "fact", "kind"].map(|name| parts.text(name));
    let kept =
        typed([("subject", &subject), ("case", &case), ("fact", cut(&fact)), ("kind", &kind), ("file", "")]);
    let result = async {
        let chosen = |code: &str, what: &str| {
            AppError::Refused(vec![Refusal::new(code, Basis::Article(27), what, "请选择一项。")])
        };
        let subject = subject.parse().map_err(|_| chosen("subject", "还没有选择单位。"))?;
        let case = ViolationKind::from_key(&case).ok_or_else(|| chosen("case", "还没有选择违规情形。"))?;
        let upload = upload(parts.file, &kind)?;
        let asked = registry::violation::AskedViolation { subject, kind: case, fact, upload };
        Ok(registry().enter_violation(&actor, &asked).await?)
    };
    // In the domain the violation's kind and the file's kind never meet; in this form they do.
    let result = result.await.map_err(|error| match error {
        AppError::Refused(refusals) => AppError::Refused(
            refusals
                .into_iter()
                .map(|one| if one.code == "kind" { Refusal { code: "case".into(), ..one } } else { one })
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
    if one.code == "bad_file" { Refusal { code: "file".into(), ..one } } else { one }
}

/// What is wrong with the words of a step is told beside its field, whatever the step calls them.
#[cfg(feature = "ssr")]
fn beside(error: AppError, field: &str) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let told = |one: Refusal| match one.code.as_str() {
        "opinion" | "reason" | "demand" | "basis" | "statement" => Refusal { code: field.into(), ..one },
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
