//! The correction a guardian prepares (第十条), or the school's registrar at the counter: its items, answers and proofs, until it is sent or
//! thrown away. Both go the same way, each under an address of their own.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
use contract::portal::Preparation;
#[cfg(feature = "ssr")]
use domain::form::Field;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;
use server_fn::codec::{MultipartData, MultipartFormData};

/// Where the journey begins, and what its other pages stand below: a guardian's own, or the school's counter (柜台受理).
pub fn first_page(prepared: &Preparation, person: &str) -> String {
    first_of(prepared.applicants.is_some(), person)
}

fn first_of(counter: bool, person: &str) -> String {
    if counter { format!("/pupils/{person}/correct") } else { format!("/my/{person}/correct") }
}

/// The page on which the items are chosen. At the counter another one comes before it: who applies, or what the school found.
pub fn items_page(prepared: &Preparation, person: &str) -> String {
    let first = first_page(prepared, person);
    if prepared.applicants.is_some() { format!("{first}/items") } else { first }
}

/// The next page of the journey: the first item without a value, then proofs, then the check.
pub fn next_page(prepared: &Preparation, person: &str) -> String {
    let first = first_page(prepared, person);
    let open = prepared.draft.fields.iter().find(|field| !prepared.draft.values.contains_key(field));
    match open {
        _ if prepared.applicants.is_some() && prepared.draft.intake.is_none() => first,
        _ if prepared.draft.fields.is_empty() => items_page(prepared, person),
        Some(field) => format!("{first}/item/{}", field.key()),
        None if prepared.proofs.is_empty() => format!("{first}/proof"),
        None => format!("{first}/check"),
    }
}

/// The first page for who acts.
#[cfg(feature = "ssr")]
pub(super) fn first_for(actor: &domain::access::Actor, person: &str) -> String {
    first_of(actor.role != domain::access::Role::Guardian, person)
}

/// The correction that is being prepared for a child.
#[server(name = GetPreparation, client = Attended, prefix = "/api", endpoint = "preparation")]
pub async fn preparation(
    /// The child.
    person: String,
) -> Result<Preparation, AppError> {
    let (actor, child) = (actor()?, id(&person)?);
    let prepared = registry().cases().preparation(&actor, child).await?;
    Ok(match super::whole::shown(&actor, child).await? {
        Some(whole) => prepared.in_full(whole.name, &whole.info),
        None => prepared,
    })
}

/// Chooses the items to be corrected.
#[server(client = Attended, prefix = "/api", endpoint = "choose_items")]
pub async fn choose_items(
    /// The child.
    person: String,
    /// Keys of the ticked items.
    #[server(default)]
    items: Vec<String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let child = id(&person)?;
    let mut preparation = registry().cases().preparation(&actor, child).await?;
    let open = preparation.open_fields.iter().map(|(field, _)| *field);
    let chosen: Vec<Field> = open.filter(|field| items.iter().any(|item| item == field.key())).collect();
    let back = items_page(&preparation, &person);
    let result = if chosen.is_empty() {
        Err(refused(RefusalCode::Items, answer::no_items(), answer::choose_one_at_least()))
    } else {
        preparation.draft.choose(chosen);
        registry().cases().keep_preparation(&actor, child, &preparation.draft).await?;
        Ok(next_page(&preparation, &person))
    };
    keep::finish(&format!("correct/{person}"), &back, typed([("items", "")]), result).await
}

/// Answers one question.
#[server(client = Attended, prefix = "/api", endpoint = "answer_item")]
pub async fn answer_item(
    /// The child.
    person: String,
    /// Key of the item.
    item: String,
    /// The answer, as typed.
    #[server(default)]
    value: String,
    /// `1` where the box is ticked that it is the same as another item.
    #[server(default)]
    same: String,
    /// The division that was chosen of several of the name.
    #[server(default)]
    choose_value: String,
    /// Marks of what is unusual, there when it was confirmed.
    #[server(default)]
    confirmed: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let child = id(&person)?;
    let preparation = registry().cases().preparation(&actor, child).await?;
    let open = |field: &Field| preparation.open_fields.iter().any(|(one, _)| one == field);
    let field = Field::from_key(&item).filter(open).ok_or(AppError::NotFound)?;
    let typed_value: String = value.chars().take(500).collect();
    let before =
        format!("{},{}", preparation.draft.confirmed, confirmed.chars().take(500).collect::<String>());
    let back = format!("{}/item/{item}", first_page(&preparation, &person));
    let answer = Answer {
        field,
        typed: &typed_value,
        same: same == "1" && field.same_as().is_some(),
        choose: &choose_value,
        before: &before,
    };
    let result = match keep_answer(&actor, child, preparation, &answer).await {
        Ok(prepared) => Ok(next_page(&prepared, &person)),
        Err(refused @ AppError::Refused(_)) => Err(refused),
        Err(other) => return Err(other),
    };
    let mut kept = typed([("value", typed_value.as_str()), ("same", same.as_str())]);
    crate::api::confirm::ask(&mut kept, &before, &result);
    // On this page the item's control is called otherwise than in the whole form.
    let result = result.map_err(|error| crate::api::session::by_field(error, "value"));
    keep::finish(&format!("correct/{person}/{item}"), &back, kept, result).await
}

/// The answer to one question.
#[cfg(feature = "ssr")]
struct Answer<'a> {
    field: Field,
    typed: &'a str,
    /// Whether the box is ticked: then nothing that was typed counts.
    same: bool,
    choose: &'a str,
    before: &'a str,
}

/// Keeps an answer that holds with what has been prepared; gives that.
#[cfg(feature = "ssr")]
async fn keep_answer(
    actor: &domain::access::Actor,
    child: domain::id::PersonId,
    mut preparation: Preparation,
    answer: &Answer<'_>,
) -> Result<Preparation, AppError> {
    let (registry, field) = (registry(), answer.field);
    let cases = registry.cases();
    let draft = &mut preparation.draft;
    let said = match answer.same {
        true => cases.said_the_same(actor, child, field, &draft.values).await?,
        false => answer.typed.to_owned(),
    };
    // What is shown for checking is what will be kept.
    let written = domain::form::written_alone(field, &said).text;
    let value = crate::api::division::whole(field, &written, answer.choose);
    if let Some(refusal) = cases.problem_of_answer(actor, child, (field, &value), &draft.values).await? {
        let refusal = domain::refusal::Refusal { code: RefusalCode::Value, ..refusal };
        return Err(AppError::Refused(vec![refusal]));
    }
    let questions = cases.questions_of_answer(actor, child, (field, &value), &draft.values).await?;
    domain::question::confirmed(&questions, answer.before).map_err(AppError::Refused)?;
    draft.confirmed = domain::question::marks(&draft.confirmed, questions);
    draft.values.insert(field, value);
    if answer.same {
        draft.same.insert(field);
    } else {
        draft.same.remove(&field);
    }
    if !draft.fields.contains(&field) {
        draft.fields.push(field);
        draft.fields.sort_unstable();
    }
    draft.follow();
    cases.keep_preparation(actor, child, draft).await?;
    Ok(preparation)
}

/// Files a proof.
#[server(client = Attended, prefix = "/api", endpoint = "file_proof", input = MultipartFormData)]
pub async fn file_proof(
    /// The form: child, kind of proof and the file.
    data: MultipartData,
) -> Result<(), AppError> {
    use domain::case::correction::ProofKind;
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let person = parts.text("person");
    let child = id(&person)?;
    let kind = parts.text("kind");
    let back = format!("{}/proof", first_for(&actor, &person));
    let file = parts.wanted_file(answer::no_file(), answer::photo_or_file());
    let result = match (ProofKind::from_key(&kind), file) {
        (None, _) => Err(refused(RefusalCode::Kind, answer::no_kind_of_paper(), answer::say_what_paper())),
        (_, Err(wrong)) => Err(wrong),
        (Some(kind), Ok((name, bytes))) => {
            let filed = registry().proofs().file_proof(&actor, child, kind, &name, bytes).await;
            filed
                .map(|_| back.clone())
                .map_err(|error| crate::api::session::by_field(AppError::from(error), "file"))
        }
    };
    keep::finish(&format!("proof/{person}"), &back, typed([("kind", kind.as_str())]), result).await
}

/// Takes a proof away again.
#[server(client = Attended, prefix = "/api", endpoint = "drop_proof")]
pub async fn drop_proof(
    /// The child.
    person: String,
    /// The proof.
    proof: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let to = format!("{}/proof", first_for(&actor, &person));
    let dropped = registry().proofs().drop_proof(&actor, id(&person)?, id(&proof)?).await;
    keep::finish(&format!("proof/{person}"), &to, typed([]), dropped.map(|()| to.clone()).map_err(Into::into))
        .await
}

/// Sends the correction, or sends a returned one again.
#[server(client = Attended, prefix = "/api", endpoint = "send_correction")]
pub async fn send_correction(
    /// The child.
    person: String,
    /// What the guardian says to it, as typed.
    statement: String,
    /// There when the box was ticked: that everything is true.
    #[server(default)]
    declared: Option<String>,
    /// Marks of what is unusual, there when it was confirmed.
    #[server(default)]
    confirmed: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let child = id(&person)?;
    let mut draft = registry().cases().preparation(&actor, child).await?.draft;
    draft.statement = statement.chars().take(500).collect();
    let sent: String = confirmed.chars().take(500).collect();
    draft.confirmed = domain::question::marks(&format!("{},{sent}", draft.confirmed), []);
    registry().cases().keep_preparation(&actor, child, &draft).await?;
    let result = if declared.is_none() {
        Err(refused(RefusalCode::Declared, answer::not_declared(), answer::tick_and_send()))
    } else {
        let sent = registry().cases().send_correction(&actor, child, &draft).await;
        let counter = actor.role != domain::access::Role::Guardian;
        let there = |case: domain::id::CaseId| {
            if counter { format!("/cases/{case}") } else { format!("/my/case/{case}?sent=1") }
        };
        sent.map(there).map_err(AppError::from)
    };
    if result.is_ok() {
        registry().cases().forget_preparation(&actor, child).await?;
    }
    let back = format!("{}/check", first_for(&actor, &person));
    let mut kept = typed([("statement", statement.as_str()), ("declared", "")]);
    // A refusal about an item is told beside that item's row.
    kept.extend(draft.fields.iter().map(|field| (field.key().to_owned(), String::new())));
    crate::api::confirm::ask(&mut kept, &draft.confirmed, &result);
    keep::finish(&format!("check/{person}"), &back, kept, result).await
}

/// Throws the prepared correction away.
#[server(client = Attended, prefix = "/api", endpoint = "discard_correction")]
pub async fn discard_correction(
    /// The child.
    person: String,
) -> Result<(), AppError> {
    let (actor, child) = (actor()?, id(&person)?);
    // What was typed and not accepted does not outlive it.
    if let Ok(prepared) = registry().cases().preparation(&actor, child).await {
        for field in prepared.draft.fields {
            keep::clear(&format!("correct/{person}/{}", field.key())).await?;
        }
        keep::clear(&format!("check/{person}")).await?;
    }
    registry().cases().discard_preparation(&actor, child).await?;
    let counter = actor.role != domain::access::Role::Guardian;
    crate::api::address::lead_to(&if counter { format!("/pupils/{person}") } else { "/my".to_owned() });
    Ok(())
}

#[cfg(feature = "ssr")]
fn refused(code: RefusalCode, what: &str, remedy: &str) -> AppError {
    AppError::Refused(vec![domain::refusal::Refusal::new(
        code,
        domain::refusal::Basis::Procedure,
        what,
        remedy,
    )])
}
