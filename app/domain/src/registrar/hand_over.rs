//! 工作交接: the list of open work that the system makes, who takes each line, two signatures, and the leader's confirmation. The list
//! is compared with the open work again before every step, so that nothing that came in between is left without an owner.

use super::WORDS_MAX;
use super::work::{Desk, Found, Item, ItemKind, ItemState};
use crate::account::Role;
use crate::id::AccountId;
use crate::matter::{Act, Checked, Lifecycle, Office, Party};
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Longest list of things the system does not know of.
const OTHERS_MAX: usize = 30;
/// How far from today a last day may lie, in days: a slip of the keyboard beyond it.
const LAST_DAY_WITHIN: i64 = 366;

/// Where a hand-over stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandOverState {
    /// 交接中
    Open,
    /// 已交接
    Confirmed,
    /// 已取消
    Withdrawn,
}

impl HandOverState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "交接中",
            Self::Confirmed => "已交接",
            Self::Withdrawn => "已取消",
        }
    }
}

/// What a leader opens a hand-over with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The unit.
    pub office: Office,
    /// Who leaves.
    pub from: Desk,
    /// Who takes over.
    pub to: Desk,
    /// Last day of who leaves.
    pub last_day: NaiveDate,
    /// Why.
    pub reason: String,
}

/// One hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// The unit.
    pub office: Office,
    /// Who leaves (移交人).
    pub from: Desk,
    /// Who takes over (接收人).
    pub to: Desk,
    /// Last day of who leaves.
    pub last_day: NaiveDate,
    /// Why.
    pub reason: String,
    /// Who opened it.
    pub opened: Act,
    /// The list.
    pub items: Vec<Item>,
    /// Where it stands.
    pub state: HandOverState,
    /// 移交人签字, or the leader's in their place.
    pub signed_from: Option<Act>,
    /// Why the leader signed in place of who left; none when that person signed.
    pub in_place: Option<String>,
    /// 接收人签字
    pub signed_to: Option<Act>,
    /// Who confirmed or withdrew it.
    pub ended: Option<Act>,
}

/// What somebody wants done with a hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandOverCommand {
    /// 移交: lines to a trained registrar of the unit; who leaves, or the leader.
    Reassign {
        /// Keys of the lines.
        keys: Vec<String>,
        /// To whom.
        to: AccountId,
    },
    /// 补充: something the system does not know of; who leaves, or the leader.
    Note(String),
    /// 签字: who leaves, who takes over.
    Sign,
    /// 代签: the leader, when who left cannot sign, with the reason.
    SignInPlace(String),
    /// 确认: the leader.
    Confirm,
    /// 取消: the leader.
    Withdraw,
}

/// What happened to a hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandOverEvent {
    /// The list was compared with the open work.
    Compared(Vec<Found>),
    /// Lines were given to somebody.
    Reassigned(Vec<String>, Desk),
    /// A line was added by hand.
    Noted(Found),
    /// Who leaves signed, or the leader in their place.
    SignedFrom(Act, Option<String>),
    /// Who takes over signed.
    SignedTo(Act),
    /// The leader confirmed it: the account that left is to be sealed.
    Confirmed(Act),
    /// The leader took it back.
    Withdrawn(Act),
}

/// What a decision needs to know about the world.
#[derive(Debug, Clone)]
pub struct HandOverContext {
    /// The day in Asia/Shanghai.
    pub today: NaiveDate,
    /// Who acts.
    pub actor: Party,
    /// The open work now.
    pub found: Vec<Found>,
    /// Registrars of the unit in post, with a certificate that counts and an account that is open, without who leaves.
    pub able: Vec<Desk>,
}

impl HandOverContext {
    fn act(&self) -> Act {
        Act { by: self.actor.clone(), on: self.today }
    }
}

type Decided = Checked<Vec<HandOverEvent>>;

impl HandOver {
    /// Opens one with the list of the open work.
    ///
    /// # Errors
    /// Refusals by field: `to` without training or not in post, `last_day`, `reason`; by anybody but the unit's leader.
    pub fn open(opening: Opening, context: &HandOverContext) -> Checked<Self> {
        let Opening { office, from, to, last_day, reason } = opening;
        let mut hand_over = Self {
            office,
            from,
            to,
            last_day,
            reason: String::new(),
            opened: context.act(),
            items: Vec::new(),
            state: HandOverState::Open,
            signed_from: None,
            in_place: None,
            signed_to: None,
            ended: None,
        };
        hand_over.by_leader(context)?;
        let mut wrong = Vec::new();
        if able(context, hand_over.to.account).is_none() {
            wrong.extend(not_able());
        }
        if (last_day - context.today).num_days().abs() > LAST_DAY_WITHIN {
            wrong.push(life().refusal(RefusalCode::LastDay, "最后工作日离今天太远。", "请核对日期。"));
        }
        match words(&reason, RefusalCode::Reason, "没有填写离岗原因。") {
            Ok(reason) => hand_over.reason = reason,
            Err(refusals) => wrong.extend(refusals),
        }
        if wrong.is_empty() {
            Ok(hand_over.apply(&HandOverEvent::Compared(context.found.clone())))
        } else {
            Err(wrong)
        }
    }

    /// What the command would do. The first event is always the comparison with the open work.
    ///
    /// # Errors
    /// Refusals for people; `open_items` when lines have no owner yet.
    pub fn decide(&self, command: HandOverCommand, context: &HandOverContext) -> Decided {
        life().in_state(self.state, HandOverState::label, &[HandOverState::Open])?;
        let compared = HandOverEvent::Compared(context.found.clone());
        let now = self.clone().apply(&compared);
        let event = now.step(command, context)?;
        Ok(vec![compared, event])
    }

    fn step(&self, command: HandOverCommand, context: &HandOverContext) -> Checked<HandOverEvent> {
        match command {
            HandOverCommand::Reassign { keys, to } => {
                self.by_leaver_or_leader(context)?;
                let to = able(context, to).ok_or_else(not_able)?;
                let live = |key: &String| {
                    self.items.iter().any(|item| item.found.key == *key && item.state != ItemState::Finished)
                };
                let keys: Vec<String> = keys.into_iter().filter(live).collect();
                if keys.is_empty() {
                    return life().refuse(RefusalCode::Items, "没有选择要移交的内容。", "请至少选择一项。");
                }
                Ok(HandOverEvent::Reassigned(keys, to))
            }
            HandOverCommand::Note(text) => {
                self.by_leaver_or_leader(context)?;
                let words = words(&text, RefusalCode::Note, "没有填写交接内容。")?;
                let others = self.items.iter().filter(|item| item.found.kind == ItemKind::Other).count();
                if others >= OTHERS_MAX {
                    return life().refuse(RefusalCode::Note, "补充的内容太多。", "请合并填写。");
                }
                let key = format!("other/{}", others + 1);
                Ok(HandOverEvent::Noted(Found { key, kind: ItemKind::Other, words, count: 1 }))
            }
            HandOverCommand::Sign => {
                self.nothing_open()?;
                if context.actor.account == self.from.account {
                    self.unsigned(&self.signed_from)?;
                    Ok(HandOverEvent::SignedFrom(context.act(), None))
                } else if context.actor.account == self.to.account {
                    able(context, self.to.account).ok_or_else(not_able)?;
                    self.unsigned(&self.signed_to)?;
                    Ok(HandOverEvent::SignedTo(context.act()))
                } else {
                    life().refuse(RefusalCode::NotYourStep, "交接由移交人和接收人签字。", "请等待双方签字。")
                }
            }
            HandOverCommand::SignInPlace(reason) => {
                self.by_leader(context)?;
                self.nothing_open()?;
                self.unsigned(&self.signed_from)?;
                let reason = words(&reason, RefusalCode::InPlace, "没有写明移交人不能签字的原因。")?;
                Ok(HandOverEvent::SignedFrom(context.act(), Some(reason)))
            }
            HandOverCommand::Confirm => {
                self.by_leader(context)?;
                self.nothing_open()?;
                if self.signed_from.is_none() || self.signed_to.is_none() {
                    return Err(vec![Refusal::of(RefusalCode::Unsigned, "双方还没有都签字。")]);
                }
                if context.today < self.last_day {
                    let what = "最后工作日还没有到，确认后移交人的账号立即封存。";
                    return life().refuse(RefusalCode::LastDay, what, "请在最后工作日或之后确认。");
                }
                for item in &self.items {
                    if let ItemState::Reassigned(desk) = &item.state {
                        able(context, desk.account).ok_or_else(not_able)?;
                    }
                }
                able(context, self.to.account).ok_or_else(not_able)?;
                Ok(HandOverEvent::Confirmed(context.act()))
            }
            HandOverCommand::Withdraw => {
                self.by_leader(context)?;
                Ok(HandOverEvent::Withdrawn(context.act()))
            }
        }
    }

    /// Folds one event into the state. Events come from [`HandOver::decide`].
    #[must_use]
    pub fn apply(mut self, event: &HandOverEvent) -> Self {
        match event {
            HandOverEvent::Compared(found) => self.compare(found),
            HandOverEvent::Reassigned(keys, to) => {
                for item in self.items.iter_mut().filter(|item| keys.contains(&item.found.key)) {
                    item.state = ItemState::Reassigned(to.clone());
                }
                self.unsign();
            }
            HandOverEvent::Noted(found) => {
                self.items.push(Item { found: found.clone(), state: ItemState::Open });
                self.unsign();
            }
            HandOverEvent::SignedFrom(act, in_place) => {
                self.signed_from = Some(act.clone());
                self.in_place.clone_from(in_place);
            }
            HandOverEvent::SignedTo(act) => self.signed_to = Some(act.clone()),
            HandOverEvent::Confirmed(act) => self.end(HandOverState::Confirmed, act),
            HandOverEvent::Withdrawn(act) => self.end(HandOverState::Withdrawn, act),
        }
        self
    }

    /// A line that is new, or has work again, has no owner, and nobody has signed for it.
    fn compare(&mut self, found: &[Found]) {
        for item in self.items.iter_mut().filter(|item| item.found.kind != ItemKind::Other) {
            match found.iter().find(|one| one.key == item.found.key) {
                None => item.state = ItemState::Finished,
                Some(one) => {
                    item.found = one.clone();
                    if item.state == ItemState::Finished {
                        item.state = ItemState::Open;
                    }
                }
            }
        }
        for one in found {
            if self.items.iter().all(|item| item.found.key != one.key) {
                self.items.push(Item { found: one.clone(), state: ItemState::Open });
            }
        }
        if self.open_items().next().is_some() {
            self.unsign();
        }
    }

    /// Lines without an owner.
    pub fn open_items(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.state == ItemState::Open)
    }

    /// Whether it is this account's turn to sign.
    pub fn waits_for(&self, account: AccountId) -> bool {
        let signs = (account == self.from.account && self.signed_from.is_none())
            || (account == self.to.account && self.signed_to.is_none());
        self.state == HandOverState::Open && signs && self.open_items().next().is_none()
    }

    /// Whether only the leader's confirmation is missing.
    pub fn is_signed(&self) -> bool {
        self.signed_from.is_some() && self.signed_to.is_some()
    }

    fn unsign(&mut self) {
        self.signed_from = None;
        self.in_place = None;
        self.signed_to = None;
    }

    fn end(&mut self, state: HandOverState, act: &Act) {
        self.state = state;
        self.ended = Some(act.clone());
    }

    fn nothing_open(&self) -> Checked {
        let open = self.open_items().count();
        if open == 0 {
            return Ok(());
        }
        let what = format!("还有 {open} 项没有移交。");
        Err(vec![Refusal::of(RefusalCode::OpenItems, what)])
    }

    fn unsigned(&self, signature: &Option<Act>) -> Checked {
        if signature.is_none() {
            return Ok(());
        }
        Err(vec![Refusal::of(RefusalCode::Signed, "已经签过字。")])
    }

    fn by_leader(&self, context: &HandOverContext) -> Checked {
        life().ordered_by_article().step_of(&context.actor, &self.office, Role::Leader)
    }

    fn by_leaver_or_leader(&self, context: &HandOverContext) -> Checked {
        if context.actor.account == self.from.account { Ok(()) } else { self.by_leader(context) }
    }
}

fn able(context: &HandOverContext, account: AccountId) -> Option<Desk> {
    context.able.iter().find(|desk| desk.account == account).cloned()
}

fn not_able() -> Vec<Refusal> {
    let what = "接收人不在岗，或没有有效的培训证书。";
    vec![life().refusal(RefusalCode::To, what, "请先任用并登记培训，或选择其他学籍管理员。")]
}

fn words(text: &str, code: RefusalCode, what: &str) -> Checked<String> {
    life().words(text, code, what, "请补充后再提交。")
}

fn life() -> Lifecycle {
    Lifecycle::of("这次交接", 23).words_max(WORDS_MAX)
}
