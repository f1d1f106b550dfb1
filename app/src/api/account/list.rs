//! The accounts of a unit, and what waits for a second administrator.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
use contract::account::{AccountLine, WaitLine};
use domain::access::Role;
use domain::id::AccountId;
use domain::org::UnitKind;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What an administrator sees of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounts {
    /// Code of the unit.
    pub unit: String,
    /// 名称
    pub unit_name: String,
    /// Roles that may be made there.
    pub roles: Vec<Role>,
    /// The accounts of this page.
    pub rows: Vec<AccountLine>,
    /// The account after which the next page begins; none on the last.
    pub next: Option<AccountId>,
    /// What waits for a second administrator of the actor's unit.
    pub waiting: Vec<WaitLine>,
    /// The units whose accounts may be looked after: code, name, kind.
    pub units: Vec<(String, String, UnitKind)>,
    /// What the actor is.
    pub me: Role,
}

/// The accounts of a unit; the actor's own when none is named.
#[server(name = GetAccounts, client = Attended, prefix = "/api", endpoint = "accounts")]
pub async fn accounts(
    /// Code of the unit; none for the actor's own.
    unit: Option<String>,
    /// The last account of the page before; empty for the first page.
    #[server(default)]
    after: String,
) -> Result<Accounts, AppError> {
    let actor = actor()?;
    let own = actor.unit.clone().ok_or(AppError::NotFound)?;
    let unit = match unit.filter(|unit| !unit.is_empty()) {
        Some(unit) => id(&unit)?,
        None => own.id.clone(),
    };
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let page = registry().accounts().accounts_page(&actor, &unit, after).await?;
    let waiting = registry().accounts().waiting_accounts(&actor).await?;
    let unit = registry().units().unit(&unit).await?;
    let mut units = vec![(own.id.to_string(), own.name, own.kind)];
    let mut below = registry().units().working_units_below(&own.id).await?;
    if actor.role == domain::access::Role::SystemAdmin && unit.id != own.id {
        // Training is certified further down, by somebody else than the maker of the account.
        let deeper = registry().units().working_units_below(&unit.id).await?;
        let known = below.iter().any(|one| one.id == unit.id);
        below.extend((!known).then(|| unit.clone()).into_iter().chain(deeper));
    }
    units.extend(
        below
            .into_iter()
            .filter(|unit| unit.kind != UnitKind::Township)
            .map(|unit| (unit.id.to_string(), unit.name, unit.kind)),
    );
    let may_make = unit.id == own.id || unit.parent.as_ref() == Some(&own.id);
    let roles = Role::ALL.into_iter().filter(|role| may_make && role.exists_in(unit.kind));
    Ok(Accounts {
        unit: unit.id.to_string(),
        unit_name: unit.name,
        roles: roles.collect(),
        rows: page.rows,
        next: page.next,
        waiting,
        units,
        me: actor.role,
    })
}
