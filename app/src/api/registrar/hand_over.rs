//! The hand-over of a desk from one registrar to another.

#[cfg(feature = "ssr")]
use super::{date, end, missing};
#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
use contract::registrar::HandOverView;
#[cfg(feature = "ssr")]
use domain::id::HandOverId;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
#[cfg(feature = "ssr")]
use domain::registrar::HandOverCommand;
use leptos::prelude::*;

/// Opens a hand-over.
#[server(client = Attended, prefix = "/api", endpoint = "open_hand_over")]
pub async fn open_hand_over(
    /// The registrar's account.
    registrar: String,
    /// Account of the registrar who takes over; empty when none is chosen.
    #[server(default)]
    to: String,
    /// Last day of the one who leaves, as typed.
    last_day: String,
    /// Why, as typed.
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("to", to.as_str()), ("last_day", &last_day), ("reason", cut(&reason))]);
    let result = async {
        if to.is_empty() {
            return Err(missing(RefusalCode::To, answer::no_successor(), answer::choose_successor()));
        }
        let asked = registry::registrar::AskedHandOver {
            from: id(&registrar)?,
            to: id(&to)?,
            last_day: date(&last_day, RefusalCode::LastDay)?,
            reason,
        };
        let opened = registry().registrars().open_hand_over(&actor, &asked).await?;
        Ok(format!("/registrars/hand-over/{opened}"))
    };
    let (form, back) = (format!("registrar/{registrar}"), format!("/registrars/{registrar}"));
    keep::finish(&form, &back, kept, result.await).await
}

/// One hand-over as the actor may see it.
#[server(name = GetHandOver, client = Attended, prefix = "/api", endpoint = "registrar_hand_over")]
pub async fn hand_over(
    /// The hand-over.
    hand_over: String,
) -> Result<HandOverView, AppError> {
    Ok(registry().registrars().hand_over_view(&actor()?, id(&hand_over)?).await?)
}

/// Does a step: `act` is `give`, `note`, `sign`, `in_place`, `confirm` or `withdraw`.
#[server(client = Attended, prefix = "/api", endpoint = "step_hand_over")]
pub async fn step_hand_over(
    /// The hand-over as it was shown (`id@version`).
    hand_over: String,
    /// `give`, `note`, `sign`, `in_place`, `confirm` or `withdraw`.
    act: String,
    /// Keys of the ticked pieces of work.
    #[server(default)]
    items: Vec<String>,
    /// Account of the registrar who takes them; empty when none is chosen.
    #[server(default)]
    to: String,
    /// A note, as typed.
    #[server(default)]
    note: String,
    /// Why the leader signs in the place of the one who left, as typed.
    #[server(default)]
    in_place: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("to", to.as_str()), ("note", cut(&note)), ("in_place", cut(&in_place))]);
    let result = async {
        let command = match act.as_str() {
            "give" if to.is_empty() => {
                return Err(missing(RefusalCode::To, answer::no_successor(), answer::choose_successor()));
            }
            "give" => HandOverCommand::Reassign { keys: items, to: id(&to)? },
            "note" => HandOverCommand::Note(note),
            "sign" => HandOverCommand::Sign,
            "in_place" => HandOverCommand::SignInPlace(in_place),
            "confirm" => HandOverCommand::Confirm,
            "withdraw" => HandOverCommand::Withdraw,
            _ => return Err(AppError::NotFound),
        };
        registry().registrars().step_hand_over(&actor, shown::<HandOverId>(&hand_over)?, &command).await?;
        Ok(())
    };
    let result = result.await;
    let hand_over = bare(&hand_over);
    end(&format!("hand_over/{hand_over}"), format!("/registrars/hand-over/{hand_over}"), kept, result).await
}
