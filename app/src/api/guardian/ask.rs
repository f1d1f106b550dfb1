//! 申请休学、延长休学、复学 by a guardian, one question after the other (第十九条): its answers and proofs, until it is sent or thrown away.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut_to, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
use contract::portal::AskPage;
use domain::case::CaseKind;
#[cfg(feature = "ssr")]
use domain::case::asking::{ANSWER_MAX, AskQuestion};
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal, RefusalCode};
use leptos::prelude::*;
use server_fn::codec::{MultipartData, MultipartFormData};

/// Where an application begins, and what its other pages stand below.
pub fn first_page(person: &str, kind: CaseKind) -> String {
    format!("/my/{person}/ask/{}", kind.key())
}

/// The page of one question.
pub fn question_page(person: &str, kind: CaseKind, question: &str) -> String {
    format!("{}/question/{question}", first_page(person, kind))
}

/// The next page: the first question without an answer, then the proof, then the check.
pub fn next_page(page: &AskPage) -> String {
    let person = page.person.to_string();
    let first = first_page(&person, page.kind);
    match page.next_question() {
        Some(question) => question_page(&person, page.kind, question.key()),
        None if !page.proof_settled() => format!("{first}/proof"),
        None => format!("{first}/check"),
    }
}

/// The application that is being prepared for a child.
#[server(name = GetAsked, client = Attended, prefix = "/api", endpoint = "asked_change")]
pub async fn asked(
    /// The child.
    person: String,
    /// What is applied for.
    kind: String,
) -> Result<AskPage, AppError> {
    let (actor, kind) = (actor()?, read(&kind)?);
    Ok(registry().cases().asked_change(&actor, id(&person)?, kind).await?)
}

/// Answers one question.
#[server(client = Attended, prefix = "/api", endpoint = "answer_ask")]
pub async fn answer_ask(
    /// The child.
    person: String,
    /// What is applied for.
    kind: String,
    /// The question.
    question: String,
    /// The answer, as typed.
    #[server(default)]
    value: String,
) -> Result<(), AppError> {
    let (actor, kind, child) = (actor()?, read(&kind)?, id(&person)?);
    let question = AskQuestion::from_key(&question).ok_or(AppError::NotFound)?;
    // More than fits comes back with what is wrong with it, and is not cut unseen.
    let typed_answer = cut_to(&value, 4 * ANSWER_MAX).to_owned();
    if leads_away(&registry().cases().asked_change(&actor, child, kind).await?) {
        return Ok(());
    }
    // What is shown for checking is what will be kept.
    let answer = match question {
        AskQuestion::On | AskQuestion::Until => domain::form::parse_date(&typed_answer)
            .map_or_else(|| domain::text::line(&typed_answer).text, |day| day.to_string()),
        _ => domain::text::words(&typed_answer).text,
    };
    let result = async {
        let wrong = registry().cases().problem_of_ask(&actor, child, kind, (question, &answer)).await?;
        if !wrong.is_empty() {
            // On this page the only control is the answer's.
            return Err(AppError::Refused(wrong.into_iter().map(|one| one.beside("value")).collect()));
        }
        let mut page = registry().cases().asked_change(&actor, child, kind).await?;
        page.draft.answers.insert(question, answer);
        registry().cases().keep_ask(&actor, child, kind, &page.draft).await?;
        let page = registry().cases().asked_change(&actor, child, kind).await?;
        // What was wrong when it was sent may be right now.
        keep::clear(&form_of(&person, kind, "check")).await?;
        Ok(next_page(&page))
    }
    .await;
    let form = form_of(&person, kind, question.key());
    let back = question_page(&person, kind, question.key());
    keep::finish(&form, &back, typed([("value", typed_answer.as_str())]), result).await
}

/// Files a proof.
#[server(client = Attended, prefix = "/api", endpoint = "file_ask_proof", input = MultipartFormData)]
pub async fn file_ask_proof(
    /// The form: child, what is applied for and the file.
    data: MultipartData,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let (person, kind) = (parts.text("person"), read(&parts.text("kind"))?);
    let child = id(&person)?;
    let back = format!("{}/proof", first_page(&person, kind));
    let result = match parts.wanted_file(answer::no_file(), answer::photo_or_file()) {
        Err(wrong) => Err(wrong),
        Ok((name, bytes)) => registry()
            .cases()
            .file_ask_proof(&actor, child, kind, (&name, bytes))
            .await
            .map(|_| back.clone())
            .map_err(|error| crate::api::session::by_field(AppError::from(error), "file")),
    };
    if result.is_ok() {
        keep::clear(&form_of(&person, kind, "check")).await?;
    }
    keep::finish(&form_of(&person, kind, "proof"), &back, typed([("file", "")]), result).await
}

/// Takes a proof away again.
#[server(client = Attended, prefix = "/api", endpoint = "drop_ask_proof")]
pub async fn drop_ask_proof(
    /// The child.
    person: String,
    /// What is applied for.
    kind: String,
    /// The proof.
    proof: String,
) -> Result<(), AppError> {
    let (actor, kind) = (actor()?, read(&kind)?);
    let to = format!("{}/proof", first_page(&person, kind));
    let dropped = registry().cases().drop_ask_proof(&actor, id(&person)?, kind, id(&proof)?).await;
    let form = form_of(&person, kind, "proof");
    keep::finish(&form, &to, typed([]), dropped.map(|()| to.clone()).map_err(Into::into)).await
}

/// Goes on from the page of the proof, without one where none is needed.
#[server(client = Attended, prefix = "/api", endpoint = "leave_ask_proof")]
pub async fn leave_ask_proof(
    /// The child.
    person: String,
    /// What is applied for.
    kind: String,
) -> Result<(), AppError> {
    let (actor, kind, child) = (actor()?, read(&kind)?, id(&person)?);
    let mut page = registry().cases().asked_change(&actor, child, kind).await?;
    if leads_away(&page) {
        return Ok(());
    }
    let result = async {
        if page.proof_needed {
            return Err(refused(RefusalCode::File, answer::proof_needed(), answer::photo_first()));
        }
        page.draft.unproven = true;
        registry().cases().keep_ask(&actor, child, kind, &page.draft).await?;
        Ok(next_page(&page))
    }
    .await;
    let back = format!("{}/proof", first_page(&person, kind));
    keep::finish(&form_of(&person, kind, "proof"), &back, typed([("file", "")]), result).await
}

/// Sends the application, or sends a returned one again.
#[server(client = Attended, prefix = "/api", endpoint = "send_ask")]
pub async fn send_ask(
    /// The child.
    person: String,
    /// What is applied for.
    kind: String,
    /// There when the box was ticked: that everything is true.
    #[server(default)]
    declared: Option<String>,
) -> Result<(), AppError> {
    let (actor, kind, child) = (actor()?, read(&kind)?, id(&person)?);
    let result = match declared {
        None => Err(refused(RefusalCode::Declared, answer::not_declared(), answer::tick_and_send())),
        Some(_) => {
            let sent = registry().cases().send_ask(&actor, child, kind).await;
            sent.map(|case| format!("/my/case/{case}?sent=1")).map_err(AppError::from)
        }
    };
    if result.is_ok() {
        forget(&person, kind).await?;
    }
    // A refusal about an answer is told beside its row, one about the proof beside the files.
    let mut kept = typed([("declared", ""), ("file", "")]);
    kept.extend(AskQuestion::of(kind).iter().map(|one| (one.key().to_owned(), String::new())));
    let back = format!("{}/check", first_page(&person, kind));
    keep::finish(&form_of(&person, kind, "check"), &back, kept, result).await
}

/// Throws the prepared application away.
#[server(client = Attended, prefix = "/api", endpoint = "discard_ask")]
pub async fn discard_ask(
    /// The child.
    person: String,
    /// What is applied for.
    kind: String,
) -> Result<(), AppError> {
    let (actor, kind) = (actor()?, read(&kind)?);
    registry().cases().discard_ask(&actor, id(&person)?, kind).await?;
    forget(&person, kind).await?;
    crate::api::address::lead_to(&format!("/my/{person}"));
    Ok(())
}

/// The name of a form of an application: of a question, the proof, or the check.
#[cfg(feature = "ssr")]
fn form_of(person: &str, kind: CaseKind, page: &str) -> String {
    format!("ask/{person}/{}/{page}", kind.key())
}

/// What was typed and not accepted does not outlive the application.
#[cfg(feature = "ssr")]
async fn forget(person: &str, kind: CaseKind) -> Result<(), AppError> {
    let questions = AskQuestion::of(kind).iter().map(|question| question.key());
    for page in questions.chain(["proof", "check"]) {
        keep::clear(&form_of(person, kind, page)).await?;
    }
    Ok(())
}

/// Whether nothing can be prepared any more, as after it was sent: then the first page says why, and nothing is kept.
#[cfg(feature = "ssr")]
fn leads_away(page: &AskPage) -> bool {
    if !page.open {
        crate::api::address::lead_to(&first_page(&page.person.to_string(), page.kind));
    }
    !page.open
}

#[cfg(feature = "ssr")]
fn read(kind: &str) -> Result<CaseKind, AppError> {
    CaseKind::from_key(kind).ok_or(AppError::NotFound)
}

#[cfg(feature = "ssr")]
fn refused(code: RefusalCode, what: &str, remedy: &str) -> AppError {
    AppError::Refused(vec![Refusal::new(code, Basis::Procedure, what, remedy)])
}
