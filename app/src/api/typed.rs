//! 自动保存: what somebody is typing into a form is kept while it is typed, so that a broken connection, an empty battery or a closed tab
//! costs a sentence and not the form. It is a draft of the account, sealed like the others; the page finds it as it finds what was sent
//! and refused (`form_state`). `public/offline.js` sends it.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
use crate::api::{AppError, Attended};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The forms that are followed while they are typed, by the first word of their names: those that have a `DraftState`, and no others. What
/// else is asked to be kept is none of ours.
pub const FOLLOWED: [&str; 20] = [
    "ask",
    "change",
    "check",
    "complain",
    "complaint",
    "correct",
    "decide",
    "disclosure_new",
    "disclosure_step",
    "enter",
    "letter_draft",
    "problem_answer",
    "problem_settle",
    "rating",
    "school",
    "talk",
    "transfer",
    "upkeep",
    "violation_step",
    "violations",
];

/// Whether a form of this name is followed while it is typed.
pub fn is_followed(form: &str) -> bool {
    FOLLOWED.contains(&form.split('/').next().unwrap_or_default())
}

/// Keeps what is being typed into a form, and says until when (`10:32`): a page sends the fields that were touched.
#[server(client = Attended, prefix = "/api", endpoint = "keep_typed")]
pub async fn keep_typed(
    /// Name of the form.
    form: String,
    /// Whose page it is, as the page says: the account that signed in meanwhile in another tab is another one.
    #[server(default)]
    whose: String,
    /// What was typed, by field.
    #[server(default)]
    values: BTreeMap<String, String>,
) -> Result<String, AppError> {
    let (account, now) = (actor()?.account, registry().store.clock.now());
    if whose != registry().accounts().whose(account) {
        // Who typed it has signed out.
        return Err(AppError::SignedOut);
    }
    kept::put(account, &form, values, now).await?;
    Ok(crate::api::time_of_day(now))
}

#[cfg(feature = "ssr")]
pub(crate) mod kept {
    use super::is_followed;
    use crate::api::context::registry;
    use crate::api::form_state::{FormState, keep};
    use crate::api::{AppError, again};
    use chrono::{DateTime, Utc};
    use domain::id::AccountId;
    use std::collections::BTreeMap;

    /// Longest name of a form, in bytes: a word, an id and an item.
    const NAME: usize = 200;
    /// The most that is kept of one form, in bytes: the seventy-two items, with room.
    const MOST: usize = 64 << 10;

    /// Keeps these fields beside those that were kept of the form before.
    ///
    /// # Errors
    /// [`AppError::Malformed`] for a form that is not followed, and where it is more than any form of ours holds; when the store fails.
    pub(super) async fn put(
        account: AccountId,
        form: &str,
        values: BTreeMap<String, String>,
        now: DateTime<Utc>,
    ) -> Result<(), AppError> {
        if !is_followed(form) || form.len() > NAME {
            return Err(AppError::Malformed);
        }
        let mut all = found(account, form, now).await?;
        // What a session took with it when it ended is older than what is typed now.
        all.extend(keep::typed_before().await?.map(|state| state.values).unwrap_or_default());
        all.extend(values.into_iter().filter_map(again::named));
        write(account, form, all, now).await
    }

    /// Keeps the whole of a form that is not done yet, in the place of what was kept of it: whoever puts it down finds it after signing
    /// in again. While the store does not write, the browser has it (`keep::put`).
    ///
    /// # Errors
    /// [`AppError::Malformed`] where it is more than any form of ours holds; when the store fails.
    pub(crate) async fn replace(
        account: AccountId,
        form: &str,
        values: BTreeMap<String, String>,
    ) -> Result<(), AppError> {
        if registry().store.halted().is_some() {
            return Ok(());
        }
        write(account, form, values, registry().store.clock.now()).await
    }

    async fn write(
        account: AccountId,
        form: &str,
        mut all: BTreeMap<String, String>,
        now: DateTime<Utc>,
    ) -> Result<(), AppError> {
        all.retain(|field, _| !again::CONFIRMATIONS.contains(&field.as_str()));
        let size: usize = all.iter().map(|(field, value)| field.len() + value.len()).sum();
        if !is_followed(form) || form.len() > NAME || size > MOST {
            return Err(AppError::Malformed);
        }
        registry().accounts().keep_typed(account, form, &again::state(all, now)).await?;
        keep::forget_before().await
    }

    /// What is kept of a form, by field; nothing where there is nothing, or it is too old.
    ///
    /// # Errors
    /// When the store fails.
    async fn found(
        account: AccountId,
        form: &str,
        now: DateTime<Utc>,
    ) -> Result<BTreeMap<String, String>, AppError> {
        let state: Option<FormState> = registry().accounts().typed(account, form).await?;
        let state = state.filter(|state| state.until >= now.timestamp());
        Ok(state.map(|state| state.values).unwrap_or_default())
    }
}
