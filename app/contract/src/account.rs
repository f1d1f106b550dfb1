//! Accounts of a unit, and what waits for a second administrator.

use chrono::{DateTime, Utc};
use domain::access::Role;
use domain::id::{AccountId, UnitId};
use domain::refusal::Refusal;
use domain::registrar::Certificate;
use serde::{Deserialize, Serialize};

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// 待确认
    Waiting,
    /// 不予确认
    Refused,
    /// 已封存
    Sealed,
    /// Sealed because nobody used it for ninety days.
    Dormant,
    /// 重置待确认: takes effect at this moment unless somebody objects.
    Resetting(DateTime<Utc>),
    /// 凭条已打印, good until this moment: nobody has signed in with it and chosen a password.
    SlipOut(DateTime<Utc>),
    /// 使用中
    Active,
}

/// One account in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLine {
    /// The account.
    pub id: AccountId,
    /// Login name.
    pub login: String,
    /// 姓名
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// Its unit.
    pub unit: Option<UnitId>,
    /// 培训证书
    pub training: Option<Certificate>,
    /// 封存
    pub sealed_off: bool,
    /// Whether it was sealed because nobody used it for ninety days.
    pub dormant: bool,
    /// Where it stands.
    pub state: AccountState,
    /// Whether the reader made it, and so has no say in its confirmation and training.
    pub own_making: bool,
    /// Whether a second factor is set up.
    pub second_factor: bool,
}

/// What waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waits {
    /// A new account.
    Account,
    /// A reset, which takes effect by itself at this moment.
    Reset(DateTime<Utc>),
}

/// One line of what waits for a confirmation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitLine {
    /// The account.
    pub account: AccountId,
    /// Login name.
    pub login: String,
    /// 姓名
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// Name of its unit.
    pub unit: String,
    /// What waits.
    pub waits: Waits,
    /// Who made it or asked for it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why a reset was asked for.
    pub reason: String,
    /// Whether the unit has another account under the same name: it may be the same person.
    pub namesake: bool,
    /// Why the reader may not confirm it; none when he may.
    pub not_mine: Option<Refusal>,
}
