//! Official letters: the boxes of a unit, one letter, and what is done with it (第十五条, 第十八条, 第二十二条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
#[cfg(feature = "ssr")]
use crate::text::t::letter as w;
use contract::Page;
use contract::letter::{LetterLine, LetterView};
use domain::id::LetterId;
#[cfg(feature = "ssr")]
use domain::letter::LetterState;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One page of a box, with what the unit has to tell once a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letters {
    /// The letters.
    pub page: Page<LetterLine, LetterId>,
    /// Terms that may be told now: key and words, the present one first.
    pub terms: Vec<(String, String)>,
    /// Whether this is a directly-run school's registrar.
    pub notice: bool,
    /// Whether this is a competent authority's registrar.
    pub hand_overs: bool,
}

/// One page: `inbox`, `outbox` or both.
#[server(name = GetLetters, client = Attended, prefix = "/api", endpoint = "letters")]
pub async fn letters(
    /// `inbox`, `outbox`, or empty for both.
    which: String,
    /// The last row of the page before; empty for the first page.
    after: String,
) -> Result<Letters, AppError> {
    use registry::letter::LetterBox;
    let actor = actor()?;
    let which = match which.as_str() {
        "inbox" => LetterBox::Inbox,
        "outbox" => LetterBox::Outbox,
        _ => LetterBox::All,
    };
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let page = registry().letters().list_letters(&actor, which, after).await?;
    let duties = registry().letters().letter_duties(&actor).await?;
    Ok(Letters {
        page,
        terms: duties.terms.iter().map(|term| (term.key(), term.to_string())).collect(),
        notice: duties.notice,
        hand_overs: duties.hand_overs,
    })
}

/// One letter.
#[server(name = GetLetter, client = Attended, prefix = "/api", endpoint = "letter")]
pub async fn letter(
    /// The letter.
    letter: String,
) -> Result<LetterView, AppError> {
    Ok(registry().letters().letter_view(&actor()?, id(&letter)?).await?)
}

/// Puts a letter to the leader, with the number of pieces and their list, or the circumstances.
#[server(client = Attended, prefix = "/api", endpoint = "draft_letter")]
pub async fn draft_letter(
    /// The letter as it was shown (`id@version`).
    letter: String,
    /// How many pieces go with it, as typed.
    #[server(default)]
    pieces: String,
    /// The list of pieces, or the circumstances, as typed.
    #[server(default)]
    words: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("pieces", cut(&pieces)), ("words", cut(&words))]);
    let result = async {
        Ok(registry()
            .letters()
            .draft_letter(&actor, shown::<LetterId>(&letter)?, number(&pieces), &words)
            .await?)
    };
    end("draft", &letter, kept, result.await, w::DRAFTED).await
}

/// Signs a letter and sends it.
#[server(client = Attended, prefix = "/api", endpoint = "sign_letter")]
pub async fn sign_letter(
    /// The letter as it was shown (`id@version`).
    letter: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async { Ok(registry().letters().sign_letter(&actor, shown::<LetterId>(&letter)?).await?) };
    end("sign", &letter, typed([]), result.await, w::SIGNED).await
}

/// Returns a draft to the registrar.
#[server(client = Attended, prefix = "/api", endpoint = "return_letter")]
pub async fn return_letter(
    /// The letter as it was shown (`id@version`).
    letter: String,
    /// Why, as typed.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result =
        async { Ok(registry().letters().return_letter(&actor, shown::<LetterId>(&letter)?, &reason).await?) };
    end("sign", &letter, typed([("reason", cut(&reason))]), result.await, w::SENT_BACK).await
}

/// Ends a hand-over to a school outside this system that did not receive the pupil.
#[server(client = Attended, prefix = "/api", endpoint = "cancel_letter")]
pub async fn cancel_letter(
    /// The letter as it was shown (`id@version`).
    letter: String,
    /// Why the school outside did not receive the pupil, as typed.
    #[server(default)]
    cancel_reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async {
        Ok(registry().letters().cancel_letter(&actor, shown::<LetterId>(&letter)?, &cancel_reason).await?)
    };
    end("cancel", &letter, typed([("cancel_reason", cut(&cancel_reason))]), result.await, w::CANCELLED).await
}

/// Gives a receipt, or records the one that came back on paper.
#[server(client = Attended, prefix = "/api", endpoint = "receive_letter")]
pub async fn receive_letter(
    /// The letter as it was shown (`id@version`).
    letter: String,
    /// Who received it, as typed.
    #[server(default)]
    received_by: String,
    /// The day of the receipt, as typed.
    #[server(default)]
    on: String,
    /// How many pieces came, as typed.
    #[server(default)]
    pieces: String,
    /// A note, as typed.
    #[server(default)]
    note: String,
) -> Result<(), AppError> {
    use domain::refusal::{Basis, Refusal, RefusalCode};
    let actor = actor()?;
    let kept = typed([
        ("received_by", cut(&received_by)),
        ("on", cut(&on)),
        ("pieces", cut(&pieces)),
        ("note", cut(&note)),
    ]);
    let result = async {
        let on = domain::form::parse_date(&on).ok_or_else(|| {
            let what = answer::no_date_of(w::RECEIVED_ON);
            AppError::Refused(vec![Refusal::new(
                RefusalCode::On,
                Basis::Procedure,
                what,
                answer::date_like(),
            )])
        })?;
        let asked = registry::letter::AskedReceipt { received_by, on, pieces: number(&pieces), note };
        Ok(registry().letters().receive_letter(&actor, shown::<LetterId>(&letter)?, &asked).await?)
    };
    end("receive", &letter, kept, result.await, w::RECEIPTED).await
}

/// Drafts a directly-run school's notice of a term, or looks once more.
#[server(client = Attended, prefix = "/api", endpoint = "draft_term_notice")]
pub async fn draft_term_notice(
    /// Key of the term (学期); empty when none is chosen.
    #[server(default)]
    term: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async {
        let term = domain::calendar::Term::from_key(&term).ok_or(AppError::NotFound)?;
        Ok(format!("/letters/{}", registry().letters().draft_term_notice(&actor, term).await?))
    };
    keep::finish("letters", "/letters", typed([("term", cut(&term))]), result.await).await
}

/// Makes a competent authority's hand-overs of a term.
#[server(client = Attended, prefix = "/api", endpoint = "hand_over_hukou")]
pub async fn hand_over_hukou(
    /// Key of the term (学期); empty when none is chosen.
    #[server(default)]
    term: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async {
        let term = domain::calendar::Term::from_key(&term).ok_or(AppError::NotFound)?;
        let done = registry().letters().hukou_handovers(&actor, term).await?;
        let without: Vec<_> =
            done.without.iter().map(|(name, why)| (name.clone(), why.to_string())).collect();
        Ok::<_, AppError>(w::handed_over(done.made.len(), done.there, &without))
    };
    match result.await {
        Ok(words) => {
            keep::say("letters", &words).await?;
            crate::api::address::lead_to("/letters");
            Ok(())
        }
        Err(error) => keep::finish("letters", "/letters", typed([("term", cut(&term))]), Err(error)).await,
    }
}

/// Ends a form of a letter's page: back to the letter, with what is wrong or what went well.
#[cfg(feature = "ssr")]
async fn end(
    form: &str,
    letter: &str,
    kept: std::collections::BTreeMap<String, String>,
    result: Result<LetterState, AppError>,
    words: &str,
) -> Result<(), AppError> {
    let letter = bare(letter);
    let back = format!("/letters/{letter}");
    let result = result.map(|_| back.clone());
    keep::finish_saying(
        &format!("letter_{form}/{letter}"),
        &format!("letter/{letter}"),
        &back,
        kept,
        result,
        words,
    )
    .await
}

/// A number of pieces; what does not read as one is none.
#[cfg(feature = "ssr")]
fn number(text: &str) -> Option<u32> {
    domain::text::compact(text).text.trim_end_matches(answer::PIECES).parse().ok()
}
