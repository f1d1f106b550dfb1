//! Guardians' accounts as the child's school sees them: codes are printed by one and released by another, bonds confirmed, rested
//! or ended (第十条, 第二十五条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
#[cfg(feature = "ssr")]
use crate::api::moment;
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::bond as w;
#[cfg(feature = "ssr")]
use domain::form::GuardianSlot;
use domain::guardian::BondState;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A guardian on the child's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    /// Which entry.
    pub slot: String,
    /// 姓名 and 与学生的关系
    pub guardian: String,
    /// The telephone on record, masked.
    pub phone: String,
    /// Whether it is a mobile number.
    pub is_mobile: bool,
}

/// A code that holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRow {
    /// By which it is released; never the code.
    pub key: String,
    /// The child.
    pub person: String,
    /// 姓名
    pub name: String,
    /// 年级 and 班级
    pub class_label: String,
    /// For whom.
    pub guardian: String,
    /// The telephone on record, masked.
    pub phone: String,
    /// Who printed it, and when.
    pub printed: String,
    /// Who released it and until when it holds; none while it waits.
    pub released: Option<String>,
    /// Whether the actor may release it.
    pub may_release: bool,
}

#[cfg(feature = "ssr")]
impl From<registry::guardian::CodeLine> for CodeRow {
    fn from(line: registry::guardian::CodeLine) -> Self {
        let until = moment(line.until);
        Self {
            key: line.key,
            person: line.person.to_string(),
            name: line.name,
            class_label: line.class_label,
            guardian: w::guardian(&line.guardian, &line.kinship),
            phone: line.phone,
            printed: w::printed(&line.printed_by, &moment(line.printed_at)),
            released: line.released_by.map(|by| w::released(&by, &until)),
            may_release: line.may_release,
        }
    }
}

/// A bond.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BondRow {
    /// The child.
    pub person: String,
    /// 姓名
    pub pupil: String,
    /// 年级 and 班级
    pub class_label: String,
    /// The account.
    pub account: String,
    /// The owner's name and kinship.
    pub guardian: String,
    /// The telephone it signs in with, masked.
    pub phone: String,
    /// Since when.
    pub since: String,
    /// How it stands.
    pub state: BondState,
    /// Whether another guardian called it in question.
    pub reported: bool,
}

#[cfg(feature = "ssr")]
impl From<registry::guardian::BondLine> for BondRow {
    fn from(line: registry::guardian::BondLine) -> Self {
        Self {
            person: line.person.to_string(),
            pupil: line.pupil,
            class_label: line.class_label,
            account: line.account.to_string(),
            guardian: w::guardian(&line.name, &line.kinship),
            phone: line.phone,
            since: moment(line.since),
            state: line.standing.state,
            reported: line.standing.reported,
        }
    }
}

/// The guardians of one child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BondsDetail {
    /// The child.
    pub person: String,
    /// 姓名
    pub name: String,
    /// 年级 and 班级
    pub class_label: String,
    /// Whether the actor may print codes.
    pub may_print: bool,
    /// Who is on record.
    pub entries: Vec<EntryRow>,
    /// Codes that hold, or wait.
    pub codes: Vec<CodeRow>,
    /// The accounts.
    pub bonds: Vec<BondRow>,
}

/// The guardians on a child's record, the codes and the accounts.
#[server(name = GetBonds, client = Attended, prefix = "/api", endpoint = "bonds_of_pupil")]
pub async fn bonds_of_pupil(person: String) -> Result<BondsDetail, AppError> {
    let view = registry().bonds_view(&actor()?, id(&person)?).await?;
    Ok(BondsDetail {
        person,
        name: view.name,
        class_label: view.class_label,
        may_print: view.may_print,
        entries: view
            .entries
            .into_iter()
            .map(|entry| EntryRow {
                slot: entry.slot.key().to_owned(),
                guardian: w::guardian(&entry.name, &entry.kinship),
                phone: entry.phone,
                is_mobile: entry.is_mobile,
            })
            .collect(),
        codes: view.codes.into_iter().map(CodeRow::from).collect(),
        bonds: view.bonds.into_iter().map(BondRow::from).collect(),
    })
}

/// What the actor's school has to do: codes to release, bonds to look at.
#[server(name = GetWaitingBonds, client = Attended, prefix = "/api", endpoint = "waiting_bonds")]
pub async fn waiting_bonds() -> Result<(Vec<CodeRow>, Vec<BondRow>), AppError> {
    let actor = actor()?;
    let codes = registry().bindings_to_release(&actor).await?;
    let bonds = registry().bonds_waiting(&actor).await?;
    Ok((codes.into_iter().map(CodeRow::from).collect(), bonds.into_iter().map(BondRow::from).collect()))
}

/// Makes a binding code for one guardian on the child's record and shows it once.
#[server(client = Attended, prefix = "/api", endpoint = "print_binding")]
pub async fn print_binding(person: String, #[server(default)] guardian: String) -> Result<(), AppError> {
    let actor = actor()?;
    let form = format!("binding/{person}");
    let back = format!("/pupils/{person}/binding");
    let slot = GuardianSlot::from_key(&guardian).ok_or(AppError::NotFound)?;
    match registry().print_binding(&actor, id(&person)?, slot).await.map_err(AppError::from) {
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
pub async fn release_binding(binding: String) -> Result<(), AppError> {
    let actor = actor()?;
    let done = registry().release_binding(&actor, &binding).await;
    let done = done.map(|()| "/bindings".to_owned()).map_err(AppError::from);
    keep::finish_saying("bindings", "bindings", "/bindings", typed([]), done, w::RELEASED).await
}

/// Confirms a bond, lets it rest or ends it: `act` is `confirm`, `rest` or `end`.
#[server(client = Attended, prefix = "/api", endpoint = "act_on_bond")]
pub async fn act_on_bond(
    person: String,
    #[server(default)] account: String,
    act: String,
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
    let done = registry().act_on_bond(&actor, id(&person)?, id(&account)?, act, cut(&reason)).await;
    let done = done.map(|()| back.clone()).map_err(AppError::from);
    keep::finish_saying(&form, &form, &back, kept, done, w::DONE).await
}
