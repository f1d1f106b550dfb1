//! Guardians' accounts as the child's school sees them: codes are printed by one and released by another, bonds confirmed, rested
//! or ended (第十条, 第二十五条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::bond as w;
use contract::guardian::BondsView;
#[cfg(feature = "ssr")]
use domain::form::GuardianSlot;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Where guardians find their pages, for the letter with a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalAddress {
    /// Where one signs up, as it is typed into a browser.
    pub address: String,
    /// The same as a symbol (QR), SVG.
    pub symbol: String,
}

/// Where guardians find their pages.
#[server(name = GetPortalAddress, client = Attended, prefix = "/api", endpoint = "portal_address")]
pub async fn portal_address() -> Result<PortalAddress, AppError> {
    actor()?;
    let address = crate::api::hand_over::address("/guardian/sign-up");
    let symbol = registry::symbol::svg(&address)?;
    Ok(PortalAddress { address, symbol })
}

/// The guardians on a child's record, the codes and the accounts.
#[server(name = GetBonds, client = Attended, prefix = "/api", endpoint = "bonds_of_pupil")]
pub async fn bonds_of_pupil(
    /// The pupil.
    person: String,
) -> Result<BondsView, AppError> {
    Ok(registry().guardians().bonds_view(&actor()?, id(&person)?).await?)
}

/// Makes a binding code for one guardian on the child's record and shows it once.
#[server(client = Attended, prefix = "/api", endpoint = "print_binding")]
pub async fn print_binding(
    /// The pupil.
    person: String,
    /// Key of the guardian's entry on the record.
    #[server(default)]
    guardian: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let form = format!("binding/{person}");
    let back = format!("/pupils/{person}/binding");
    let slot = GuardianSlot::from_key(&guardian).ok_or(AppError::NotFound)?;
    match registry().guardians().print_binding(&actor, id(&person)?, slot).await.map_err(AppError::from) {
        Ok(code) => {
            keep::say(&form, &format!("{guardian}|{code}")).await?;
            crate::api::address::lead_to(&back);
            Ok(())
        }
        Err(AppError::NotFound) => Err(AppError::NotFound),
        Err(error) => {
            let error = crate::api::session::by_field(error, "guardian");
            keep::finish(&form, &back, typed([("guardian", cut(&guardian))]), Err(error)).await
        }
    }
}

/// Releases a code that somebody else of the school printed.
#[server(client = Attended, prefix = "/api", endpoint = "release_binding")]
pub async fn release_binding(
    /// The pupil, whose page is shown again.
    person: String,
    /// Key of the code: never the code.
    binding: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let (form, back) = (format!("bond/{person}"), format!("/pupils/{person}/binding"));
    let done = registry().guardians().release_binding(&actor, &binding).await;
    let done = done.map(|()| back.clone()).map_err(AppError::from);
    keep::finish_saying(&form, &form, &back, typed([]), done, w::RELEASED).await
}

/// Confirms a bond, lets it rest or ends it: `act` is `confirm`, `rest` or `end`.
#[server(client = Attended, prefix = "/api", endpoint = "act_on_bond")]
pub async fn act_on_bond(
    /// The pupil.
    person: String,
    /// The account.
    #[server(default)]
    account: String,
    /// `confirm`, `rest` or `end`.
    act: String,
    /// Why it rests or ends, as typed.
    reason: String,
) -> Result<(), AppError> {
    use domain::guardian::BondAct;
    let actor = actor()?;
    let form = format!("bond/{person}");
    let back = format!("/pupils/{person}/binding");
    let act = match act.as_str() {
        "confirm" => BondAct::Confirm,
        "rest" => BondAct::Rest,
        "end" => BondAct::End,
        _ => return Err(AppError::NotFound),
    };
    let kept = typed([("reason", cut(&reason)), ("account", account.as_str())]);
    let done =
        registry().guardians().act_on_bond(&actor, id(&person)?, id(&account)?, act, cut(&reason)).await;
    let done = done.map(|()| back.clone()).map_err(AppError::from);
    keep::finish_saying(&form, &form, &back, kept, done, w::DONE).await
}
