//! What is done to one dossier: placed, added to, lent, returned.

#[cfg(feature = "ssr")]
use super::{TypedPlace, named, wrong};
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::{answer, paper as w};
#[cfg(feature = "ssr")]
use domain::archive::Category;
#[cfg(feature = "ssr")]
use domain::paper::{AskedPiece, DossierCommand, PieceForm};
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Gives a dossier its place.
#[server(client = Attended, prefix = "/api", endpoint = "place_dossier")]
pub async fn place_dossier(
    /// The pupil.
    person: String,
    /// Room, as typed.
    #[server(default)]
    room: String,
    /// Cabinet, as typed.
    #[server(default)]
    cabinet: String,
    /// Shelf of the cabinet, as typed.
    #[server(default)]
    tier: String,
    /// Box, as typed.
    #[server(default)]
    case: String,
) -> Result<(), AppError> {
    let place = TypedPlace { room, cabinet, tier, case };
    let command = place.read().map(DossierCommand::Place);
    act(&person, typed(place.kept()), command, &[], w::PLACED).await
}

/// Puts a piece in.
#[server(client = Attended, prefix = "/api", endpoint = "add_piece")]
pub async fn add_piece(
    /// The pupil.
    person: String,
    /// What the piece is called (题名), as typed.
    #[server(default)]
    title: String,
    /// Key of the category (类别).
    #[server(default)]
    category: String,
    /// Number of pages, as typed.
    #[server(default)]
    pages: String,
    /// Key of its form: original or copy.
    #[server(default)]
    form: String,
    /// The day the piece bears, as typed; empty when it bears none.
    #[server(default)]
    dated: String,
    /// Where it came from, as typed.
    #[server(default)]
    source: String,
) -> Result<(), AppError> {
    let kept = typed([
        ("title", cut(&title)),
        ("category", cut(&category)),
        ("pages", cut(&pages)),
        ("form", cut(&form)),
        ("dated", cut(&dated)),
        ("source", cut(&source)),
    ]);
    let piece = || -> Result<DossierCommand, AppError> {
        let category = Category::from_key(&category)
            .ok_or_else(|| wrong(RefusalCode::Category, w::NO_CATEGORY, answer::choose_one()))?;
        let form = PieceForm::from_key(&form)
            .ok_or_else(|| wrong(RefusalCode::Form, w::NO_FORM, answer::choose_one()))?;
        let dated = match dated.trim() {
            "" => None,
            text => Some(
                domain::form::parse_date(text)
                    .ok_or_else(|| wrong(RefusalCode::Dated, w::NO_DATE, w::DATE_REMEDY))?,
            ),
        };
        // What does not read as a number is none, which the dossier refuses.
        let pages = domain::text::compact(&pages).text.trim_end_matches(answer::PAGES).parse().unwrap_or(0);
        Ok(DossierCommand::Add(AskedPiece {
            title: title.clone(),
            category,
            pages,
            form,
            dated,
            source: source.clone(),
        }))
    };
    let command = piece();
    act(&person, kept, command, &[], w::ADDED).await
}

/// Takes a piece out of the list, with the reason.
#[server(client = Attended, prefix = "/api", endpoint = "withdraw_piece")]
pub async fn withdraw_piece(
    /// The pupil.
    person: String,
    /// Number of the piece in the list.
    #[server(default)]
    withdraw_no: String,
    /// Why it is taken out, as typed.
    #[server(default)]
    withdraw_reason: String,
) -> Result<(), AppError> {
    let kept = typed([("withdraw_no", cut(&withdraw_no)), ("withdraw_reason", cut(&withdraw_reason))]);
    let command = withdraw_no
        .parse()
        .map(|no| DossierCommand::Withdraw { no, reason: withdraw_reason.clone() })
        .map_err(|_| wrong(RefusalCode::NoPiece, w::NO_PIECE, answer::choose_a_piece()));
    let names = [(RefusalCode::Reason, "withdraw_reason"), (RefusalCode::NoPiece, "withdraw_no")];
    act(&person, kept, command, &names, w::WITHDRAWN_DONE).await
}

/// Notes of which pieces a copy is kept: `copies` by piece.
#[server(client = Attended, prefix = "/api", endpoint = "keep_copies")]
pub async fn keep_copies(
    /// The pupil.
    person: String,
    /// The ticked pieces: keys are `n` with the number of the piece.
    #[server(default)]
    copies: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let numbers = copies.keys().filter_map(|key| key.trim_start_matches('n').parse().ok()).collect();
    act(&person, typed([]), Ok(DossierCommand::KeepCopies(numbers)), &[], w::COPIES_DONE).await
}

/// Asks for a loan.
#[server(client = Attended, prefix = "/api", endpoint = "ask_loan")]
pub async fn ask_loan(
    /// The pupil.
    person: String,
    /// Who borrows it (借阅人), as typed.
    #[server(default)]
    borrower: String,
    /// For what it is borrowed, as typed.
    #[server(default)]
    loan_reason: String,
    /// The day it is to come back, as typed.
    #[server(default)]
    due_back: String,
) -> Result<(), AppError> {
    let kept = typed([
        ("borrower", cut(&borrower)),
        ("loan_reason", cut(&loan_reason)),
        ("due_back", cut(&due_back)),
    ]);
    let command = domain::form::parse_date(&due_back)
        .map(|due_back| DossierCommand::AskLoan {
            borrower: borrower.clone(),
            reason: loan_reason.clone(),
            due_back,
        })
        .ok_or_else(|| wrong(RefusalCode::DueBack, w::NO_DATE, w::DATE_REMEDY));
    act(&person, kept, command, &[(RefusalCode::Reason, "loan_reason")], w::LOAN_ASKED).await
}

/// The leader's decision about a loan: `approve` or `refuse`.
#[server(client = Attended, prefix = "/api", endpoint = "decide_loan")]
pub async fn decide_loan(
    /// The pupil.
    person: String,
    /// `approve` or `refuse`.
    #[server(default)]
    decision: String,
    /// Why it is refused, as typed.
    #[server(default)]
    refuse_reason: String,
) -> Result<(), AppError> {
    let kept = typed([("refuse_reason", cut(&refuse_reason))]);
    let (command, words) = match decision.as_str() {
        "approve" => (DossierCommand::ApproveLoan, w::LENT_DONE),
        _ => (DossierCommand::RefuseLoan { reason: refuse_reason.clone() }, w::REFUSED_DONE),
    };
    act(&person, kept, Ok(command), &[(RefusalCode::Reason, "refuse_reason")], words).await
}

/// Takes a dossier back.
#[server(client = Attended, prefix = "/api", endpoint = "return_loan")]
pub async fn return_loan(
    /// The pupil.
    person: String,
) -> Result<(), AppError> {
    act(&person, typed([]), Ok(DossierCommand::ReturnLoan), &[], w::RETURNED_DONE).await
}

/// One act on a dossier, and back to its page. `names` says under which fields of the page a refusal is told.
#[cfg(feature = "ssr")]
async fn act(
    person: &str,
    kept: BTreeMap<String, String>,
    command: Result<DossierCommand, AppError>,
    names: &[(RefusalCode, &str)],
    words: &str,
) -> Result<(), AppError> {
    let actor = actor()?;
    let (form, back) = (format!("dossier/{person}"), format!("/pupils/{person}/paper"));
    let result = async { Ok(registry().papers().keep_dossier(&actor, id(person)?, command?).await?) };
    let result: Result<(), AppError> = result.await.map_err(|error| named(error, names));
    keep::finish_saying(&form, &form, &back, kept, result.map(|()| back.clone()), words).await
}
