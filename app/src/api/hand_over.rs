//! The hand-over of a paper archive piece by piece (第十五条): list, seal, check, differences; the slip of its envelope; what is late.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
#[cfg(feature = "ssr")]
use crate::api::paper::{named, wrong};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
#[cfg(feature = "ssr")]
use crate::text::t::paper as w;
use contract::paper::{HandOverDesk, LateHandOver};
#[cfg(feature = "ssr")]
use domain::id::LetterId;
#[cfg(feature = "ssr")]
use domain::paper::Check;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The desk of a hand-over, for its two schools.
#[server(name = GetDesk, client = Attended, prefix = "/api", endpoint = "hand_over")]
pub async fn desk(
    /// The letter.
    letter: String,
) -> Result<HandOverDesk, AppError> {
    Ok(registry().papers().hand_over_desk(&actor()?, id(&letter)?).await?)
}

/// Makes the list from the sender's dossier.
#[server(client = Attended, prefix = "/api", endpoint = "list_hand_over")]
pub async fn list_hand_over(
    /// The letter.
    letter: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async { Ok(registry().papers().list_hand_over(&actor, id(&letter)?).await?) };
    end(&letter, typed([]), result.await, w::LISTED_DONE).await
}

/// Takes the list back.
#[server(client = Attended, prefix = "/api", endpoint = "take_back_hand_over")]
pub async fn take_back_hand_over(
    /// The letter as it was shown (`id@version`).
    letter: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result =
        async { Ok(registry().papers().take_back_hand_over(&actor, shown::<LetterId>(&letter)?).await?) };
    end(&letter, typed([]), result.await, w::TAKEN_BACK_DONE).await
}

/// Confirms the seal.
#[server(client = Attended, prefix = "/api", endpoint = "seal_hand_over")]
pub async fn seal_hand_over(
    /// The letter as it was shown (`id@version`).
    letter: String,
    /// Number of the seal (密封条编号), as typed.
    #[server(default)]
    number: String,
    /// Who hands it over (移交人), as typed.
    #[server(default)]
    signatory: String,
    /// The day of the hand-over (移交日期), as typed.
    #[server(default)]
    on: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("number", cut(&number)), ("signatory", cut(&signatory)), ("on", cut(&on))]);
    let result = async {
        let on = domain::form::parse_date(&on)
            .ok_or_else(|| wrong(RefusalCode::On, w::NO_DATE, w::DATE_REMEDY))?;
        let asked = registry::paper::AskedSeal { number, signatory, on };
        Ok(registry().papers().seal_hand_over(&actor, shown::<LetterId>(&letter)?, &asked).await?)
    };
    end(&letter, kept, result.await, w::SEALED_DONE).await
}

/// The findings piece by piece: `found` by piece.
#[server(client = Attended, prefix = "/api", endpoint = "receive_hand_over")]
pub async fn receive_hand_over(
    /// The letter as it was shown (`id@version`).
    letter: String,
    /// Key of what was found, by piece: keys are `n` with the number of the piece.
    #[server(default)]
    found: BTreeMap<String, String>,
    /// Who received it, as typed.
    #[server(default)]
    received_by: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let found: BTreeMap<u32, String> = found
        .into_iter()
        .filter_map(|(key, check)| Some((key.trim_start_matches('n').parse().ok()?, check)))
        .collect();
    let name = |no: u32| format!("found[n{no}]");
    let mut kept = typed([("received_by", cut(&received_by))]);
    kept.extend(found.iter().map(|(no, check)| (name(*no), cut(check).to_owned())));
    let checks = found.iter().filter_map(|(no, check)| Some((*no, Check::from_key(check)?))).collect();
    let result = async {
        Ok(registry()
            .papers()
            .receive_hand_over(&actor, shown::<LetterId>(&letter)?, checks, &received_by)
            .await?)
    };
    let result = result.await.map_err(|error| {
        let names: Vec<(RefusalCode, String)> =
            found.keys().map(|no| (RefusalCode::named(&format!("check_{no}")), name(*no))).collect();
        let names: Vec<(RefusalCode, &str)> =
            names.iter().map(|(code, field)| (*code, field.as_str())).collect();
        named(error, &names)
    });
    end(&letter, kept, result, w::RECEIVED_DONE).await
}

/// Settles one difference: `outcome` is `came` when the piece came afterwards, `stays` when it does not.
#[server(client = Attended, prefix = "/api", endpoint = "settle_hand_over")]
pub async fn settle_hand_over(
    /// The letter as it was shown (`id@version`).
    letter: String,
    /// Number of the piece in the list.
    #[server(default)]
    no: String,
    /// `came` or `stays`.
    #[server(default)]
    outcome: String,
    /// A note, as typed.
    #[server(default)]
    note: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("no", cut(&no)), ("outcome", cut(&outcome)), ("note", cut(&note))]);
    let result = async {
        let piece = no.parse().map_err(|_| wrong(RefusalCode::No, w::NO_PIECE, answer::choose_a_piece()))?;
        let came = match outcome.as_str() {
            "came" => true,
            "stays" => false,
            _ => return Err(wrong(RefusalCode::Outcome, w::NO_OUTCOME, answer::choose_one())),
        };
        Ok(registry()
            .papers()
            .settle_hand_over(&actor, shown::<LetterId>(&letter)?, piece, came, &note)
            .await?)
    };
    let result = result.await.map_err(|error| named(error, &[(RefusalCode::NoPiece, "no")]));
    end(&letter, kept, result, w::SETTLED_DONE).await
}

/// Ends a form of the desk: back to it, with what is wrong or what went well.
#[cfg(feature = "ssr")]
async fn end<T>(
    letter: &str,
    kept: BTreeMap<String, String>,
    result: Result<T, AppError>,
    words: &str,
) -> Result<(), AppError> {
    let letter = bare(letter);
    let (form, back) = (format!("hand_over/{letter}"), format!("/letters/{letter}/pieces"));
    keep::finish_saying(&form, &form, &back, kept, result.map(|_| back.clone()), words).await
}

/// The slip of a sealed envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvelopeData {
    /// The desk.
    pub desk: HandOverDesk,
    /// The symbol (QR) that leads to the desk, SVG.
    pub symbol: String,
}

/// The slip for the envelope, for the sender from the list on.
#[server(name = GetEnvelope, client = Attended, prefix = "/api", endpoint = "envelope")]
pub async fn envelope(
    /// The letter.
    letter: String,
) -> Result<EnvelopeData, AppError> {
    let desk = desk(letter).await?;
    if !desk.sender || desk.list.is_none() {
        return Err(AppError::NotFound);
    }
    let symbol = registry::symbol::svg(&address(&format!("/letters/{}/pieces", desk.letter)))?;
    Ok(EnvelopeData { desk, symbol })
}

/// A page's whole address, as the browser that asks knows this server; the path alone where it does not say.
#[cfg(feature = "ssr")]
pub(crate) fn address(path: &str) -> String {
    let parts = use_context::<http::request::Parts>();
    let host = parts.as_ref().and_then(|parts| parts.headers.get(http::header::HOST)?.to_str().ok());
    host.map_or_else(|| path.to_owned(), |host| format!("https://{host}{path}"))
}

/// Hand-overs whose day has passed: the actor's school's own, or those below the actor's authority. Whether the actor is in a school.
#[server(name = GetLateHandOvers, client = Attended, prefix = "/api", endpoint = "late_hand_overs")]
pub async fn late_hand_overs() -> Result<(Vec<LateHandOver>, bool), AppError> {
    let actor = actor()?;
    let late = registry().papers().late_hand_overs(&actor).await?;
    Ok((late, actor.unit.as_ref().is_some_and(|unit| unit.id.is_school())))
}
