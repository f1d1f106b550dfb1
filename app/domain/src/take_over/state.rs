//! How far a take-over has come, and who may take its steps: the administrator of the nation's or a province's system, and a second one.

use crate::access::{Actor, Role, apart};
use crate::id::AccountId;
use crate::org::UnitKind;
use crate::refusal::{Basis, Refusal, RefusalCode};
use serde::{Deserialize, Serialize};

/// Where a take-over stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakeOverState {
    /// 读取中: its rows are being put down
    Reading,
    /// 检查中
    Checking,
    /// 已检查: nothing has been taken over yet
    Checked,
    /// 已放行: a second person has agreed
    Released,
    /// 接管中
    Entering,
    /// 待对账: every row was taken over or refused
    Entered,
    /// 收尾中: what follows from a pupil who is here
    Settling,
    /// 已完成
    Finished,
    /// 撤销中
    Undoing,
    /// 已撤销
    Undone,
}

impl TakeOverState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Reading => "正在读取",
            Self::Checking => "正在检查",
            Self::Checked => "已检查",
            Self::Released => "已放行",
            Self::Entering => "正在接管",
            Self::Entered => "待对账",
            Self::Settling => "正在收尾",
            Self::Finished => "已完成",
            Self::Undoing => "正在撤销",
            Self::Undone => "已撤销",
        }
    }

    /// Whether its job has something to do in it.
    pub fn is_worked_on(self) -> bool {
        matches!(self, Self::Checking | Self::Entering | Self::Settling | Self::Undoing)
    }

    /// Whether it may be undone: as long as it stands, which is until a first pupil of it was changed.
    pub fn may_be_undone(self) -> bool {
        !matches!(self, Self::Undoing | Self::Undone)
    }
}

/// Whether somebody may begin a take-over, undo one, or take any other step of it.
///
/// # Errors
/// `not_permitted` for everybody but the system administrators of the nation and of the provinces.
pub fn may_begin(actor: &Actor) -> Result<(), Refusal> {
    let kind = actor.unit.as_ref().map(|unit| unit.kind);
    match (actor.role, kind) {
        (Role::SystemAdmin, Some(UnitKind::Nation | UnitKind::Province)) => Ok(()),
        _ => Err(Refusal::new(
            RefusalCode::NotPermitted,
            Basis::Article(25),
            "存量数据接管只由国家级、省级的系统管理员办理。",
            "请换用国家级或省级系统管理员的账号。",
        )),
    }
}

/// Whether somebody may release what another one has begun.
///
/// # Errors
/// As [`may_begin`]; `four_eyes` and `tied` when the two are not two persons.
pub fn may_release(actor: &Actor, begun_by: AccountId) -> Result<(), Refusal> {
    may_begin(actor)?;
    apart(
        actor.account,
        &actor.ties,
        [begun_by],
        "开始这次接管的人不能自己放行。",
        "请由另一名系统管理员核对检查报告后放行。",
    )
}

/// Whether somebody may accept that source and register differ, after others have.
///
/// # Errors
/// As [`may_begin`]; a reason must be given; `four_eyes` and `tied` for who has accepted it already.
pub fn may_accept(
    actor: &Actor,
    before: impl IntoIterator<Item = AccountId>,
    reason: &str,
) -> Result<(), Refusal> {
    let lacking = ("没有写明认可差异的理由。", "请写明差异从哪里来、为什么可以认可。");
    let again = ("认可对账差异须有两个人，您已经认可过。", "请由另一名系统管理员认可。");
    one_of_two(actor, before, reason, lacking, again)
}

/// Whether somebody may undo a take-over, or agree that it is undone after another one has proposed it.
///
/// # Errors
/// As [`may_begin`]; a reason must be given; `four_eyes` and `tied` for who has proposed it already.
pub fn may_undo(
    actor: &Actor,
    proposed: impl IntoIterator<Item = AccountId>,
    reason: &str,
) -> Result<(), Refusal> {
    let lacking = ("没有写明撤销的理由。", "请写明为什么撤销。");
    let again = ("已经接管学生的批次须两个人撤销，您已经提出过。", "请由另一名系统管理员核对后撤销。");
    one_of_two(actor, proposed, reason, lacking, again)
}

/// What two persons do with a reason each: whether this one may, after those before.
fn one_of_two(
    actor: &Actor,
    before: impl IntoIterator<Item = AccountId>,
    reason: &str,
    (lacking, write): (&'static str, &'static str),
    (again, other): (&'static str, &'static str),
) -> Result<(), Refusal> {
    may_begin(actor)?;
    if crate::text::length(reason) < 4 {
        return Err(Refusal::new(RefusalCode::ReasonNeeded, Basis::Procedure, lacking, write));
    }
    apart(actor.account, &actor.ties, before, again, other)
}
