//! The steps of a change of schools (第九条): approved or sent back, gone on with, receipted.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::school as w;
#[cfg(feature = "ssr")]
use domain::id::SchoolChangeId;
#[cfg(feature = "ssr")]
use domain::school::{State, WithdrawalStep};
use leptos::prelude::*;

/// Approves a change and moves what it moves, or sends it back.
#[server(client = Attended, prefix = "/api", endpoint = "decide_school_change")]
pub async fn decide_school_change(
    /// The change of schools as it was shown (`id@version`).
    change: String,
    /// `agree` to approve; anything else sends it back.
    #[server(default)]
    decision: String,
    /// Why, as typed.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let sent = shown::<SchoolChangeId>(&change)?;
    let change = sent.id;
    let agree = decision == "agree";
    let (form, back) = (format!("school_change/{change}"), format!("/schools/changes/{change}"));
    let result = async {
        let id = sent.id;
        let mut state = registry().schools().decide_school_change(&actor, sent, agree, &reason).await?;
        if state == State::Running {
            // Approved is approved: what cannot be moved now is moved when the clockwork comes round.
            state = registry().schools().run_at_once(id).await.unwrap_or(state);
        }
        Ok::<_, AppError>(state)
    };
    let result = result.await;
    let words = result.as_ref().ok().map(|state| match state {
        State::Done => w::APPROVED_DONE,
        State::Running => w::APPROVED,
        State::Consulting => w::CONSULTING,
        _ => w::SENT_BACK,
    });
    let reason: String = reason.chars().take(300).collect();
    keep::finish(&form, &back, typed([("reason", reason.as_str())]), result.map(|_| back.clone())).await?;
    if let Some(words) = words {
        keep::say(&form, words).await?;
    }
    Ok(())
}

/// Asks that what is yet to go over by a hand-over of many schools is taken back, or decides so.
#[server(client = Attended, prefix = "/api", endpoint = "withdraw_hand_over")]
pub async fn withdraw_hand_over(
    /// The hand-over as it was shown (`id@version`).
    change: String,
    /// `agree` to approve it, `refuse` not to; anything else asks for it.
    #[server(default)]
    decision: String,
    /// Why it is asked for, as typed.
    #[server(default)]
    withdrawal: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let sent = shown::<SchoolChangeId>(&change)?;
    let change = sent.id;
    let (form, back) = (format!("school_change/{change}"), format!("/schools/changes/{change}"));
    let (step, words) = match decision.as_str() {
        "agree" => (WithdrawalStep::Decide(true), w::WITHDRAWN),
        "refuse" => (WithdrawalStep::Decide(false), w::NOT_WITHDRAWN),
        _ => (WithdrawalStep::Ask(withdrawal.clone()), w::WITHDRAWAL_ASKED),
    };
    let result =
        async { Ok::<_, AppError>(registry().schools().withdraw_hand_over(&actor, sent, &step).await?) };
    let result = result.await;
    let good = result.is_ok();
    let typed_words: String = withdrawal.chars().take(300).collect();
    let kept = typed([("withdrawal", typed_words.as_str())]);
    keep::finish(&form, &back, kept, result.map(|_| back.clone())).await?;
    if good {
        keep::say(&form, words).await?;
    }
    Ok(())
}

/// Goes on with an approved change that was cut off.
#[server(client = Attended, prefix = "/api", endpoint = "go_on_with_school_change")]
pub async fn go_on_with_school_change(
    /// The change of schools.
    change: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let (form, back) = (format!("school_change/{change}"), format!("/schools/changes/{change}"));
    let result = async {
        Ok::<_, AppError>(registry().schools().go_on_with_school_change(&actor, id(&change)?).await?)
    };
    let result = result.await;
    let words =
        result.as_ref().ok().map(|state| if *state == State::Done { w::WENT_ON_DONE } else { w::APPROVED });
    keep::finish(&form, &back, typed([]), result.map(|_| back.clone())).await?;
    if let Some(words) = words {
        keep::say(&form, words).await?;
    }
    Ok(())
}

/// Gives the receipt of the actor's unit.
#[server(client = Attended, prefix = "/api", endpoint = "receipt_archives")]
pub async fn receipt_archives(
    /// The change of schools.
    change: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let (form, back) = (format!("school_change/{change}"), format!("/schools/changes/{change}"));
    let result =
        async { Ok::<_, AppError>(registry().schools().receipt_archives(&actor, id(&change)?).await?) };
    let result = result.await;
    let good = result.is_ok();
    keep::finish(&form, &back, typed([]), result.map(|()| back.clone())).await?;
    if good {
        keep::say(&form, w::RECEIPTED).await?;
    }
    Ok(())
}
