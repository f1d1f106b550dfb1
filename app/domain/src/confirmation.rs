//! 账号确认 as a matter: a new account, or a reset that was asked for, waits for a second administrator of the units that oversee it.

use crate::account::Role;
use crate::calendar::Due;
use crate::id::{AccountId, UnitId};
use crate::matter::{Checked, Holder, Lifecycle, Matter, MatterKind, Party, Subject};
use crate::refusal::RefusalCode;
use chrono::{Days, NaiveDate};

/// Days after it was made within which a new account is confirmed or refused: this system's default (本系统默认值).
pub const CONFIRMED_WITHIN: Days = Days::new(7);

/// What is to be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// A new account, made on this day.
    Account(NaiveDate),
    /// A reset that takes effect by itself on this day; the account's holder signs in again with the slip that the confirmation prints.
    Reset(NaiveDate),
}

/// How it was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// 已确认
    Confirmed,
    /// 不予确认
    Refused,
    /// 本人已提出异议: the holder objected to a reset
    Objected,
}

/// A confirmation on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The account.
    pub account: AccountId,
    /// The units whose administrators may confirm it ([`crate::access::overseers`]).
    pub overseers: Vec<UnitId>,
    /// Who made the account or asked for the reset; none where the system did.
    pub by: Option<AccountId>,
    /// What is to be confirmed.
    pub waiting: Waiting,
    /// How it was settled; none while it waits.
    pub settled: Option<Settled>,
}

/// The administrators of a unit who confirm. The nation has nobody above it, so its audit administrator helps there; schools have none.
fn confirming(unit: &UnitId) -> &'static [Role] {
    const ALL: &[Role] = &[Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin];
    if unit.is_school() {
        &[]
    } else if *unit == UnitId::nation() {
        ALL
    } else {
        &ALL[..2]
    }
}

impl Confirmation {
    /// A second administrator confirms it or refuses it. That the two are two persons is for who knows the accounts
    /// ([`crate::access::not_its_maker`]); here it is not the same account.
    ///
    /// # Errors
    /// `state` when nothing waits any more; `not_your_step`; `own_making`.
    pub fn settle(self, agree: bool, by: &Party) -> Checked<Self> {
        let life = Lifecycle::by_procedure("这项确认").state_code(RefusalCode::State);
        if self.settled.is_some() {
            return life.refuse(RefusalCode::State, "没有需要确认的事项。", "请刷新页面查看最新状态。");
        }
        if !self.holders().iter().any(|holder| holder.is(by)) {
            let what = "由系统管理员或安全管理员确认。";
            return life.refuse(RefusalCode::NotYourStep, what, "请等待其办理。");
        }
        if let Some(maker) = self.by {
            crate::access::not_its_maker(by.account, maker, false, []).map_err(|refusal| vec![refusal])?;
        }
        let settled = if agree { Settled::Confirmed } else { Settled::Refused };
        Ok(Self { settled: Some(settled), ..self })
    }

    /// Where it stands, in Chinese.
    pub fn label(&self) -> &'static str {
        match (self.settled, self.waiting) {
            (None, Waiting::Account(_)) => "账号待确认",
            (None, Waiting::Reset(_)) => "重置待确认",
            (Some(Settled::Confirmed), _) => "已确认",
            (Some(Settled::Refused), _) => "不予确认",
            (Some(Settled::Objected), _) => "本人已提出异议",
        }
    }
}

impl Matter for Confirmation {
    fn kind(&self) -> MatterKind {
        MatterKind::AccountConfirmation
    }

    fn subject(&self) -> Subject {
        Subject::Account(self.account)
    }

    fn holders(&self) -> Vec<Holder> {
        let units = self.overseers.iter().filter(|_| self.is_open());
        units.flat_map(|unit| confirming(unit).iter().map(move |role| Holder::of_unit(unit, *role))).collect()
    }

    fn due(&self) -> Option<Due> {
        let date = match self.waiting {
            Waiting::Account(made) => made + CONFIRMED_WITHIN,
            Waiting::Reset(effective) => effective,
        };
        self.is_open().then_some(Due { date, provisional: false })
    }

    fn is_open(&self) -> bool {
        self.settled.is_none()
    }

    fn sent_back(&self) -> bool {
        false
    }
}
