//! 基础信息变更 (第十条): a guardian asks with proof, the school verifies, the competent authority approves. Field by field.

use super::{Link, procedure};
use crate::account::Role;
use crate::case::intake::Intake;
use crate::case::registration::{authority_follows, link};
use crate::form::Field;
use crate::form::upkeep::upkeep_of;
pub use crate::matter::{Proof, ProofKind};
use crate::org::Unit;
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::{RuleKey, Rules};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The content of a correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The fields, in form order.
    pub changes: Vec<Change>,
    /// What was filed in support.
    pub proofs: Vec<Proof>,
    /// What the guardian says about it; may be empty.
    pub statement: String,
    /// How it came to the school.
    #[serde(default)]
    pub intake: Intake,
    /// Result of the de-duplication that ran before review, for key data (关键信息); empty when not needed or clean.
    pub duplicate_note: String,
}

/// One field: what is on record and what it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which item of the form.
    pub field: Field,
    /// Canonical value on record, empty when none.
    pub old: String,
    /// Canonical value asked for.
    pub new: String,
    /// Why it is not accepted, once somebody refused it.
    pub refused: Option<String>,
}

impl Correction {
    /// The changes nobody has refused.
    pub fn accepted(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.refused.is_none())
    }

    /// Whether key data (关键信息) is touched, which is de-duplicated before review; a province may count more items to it.
    pub fn touches_key_data(&self, rules: &Rules) -> bool {
        let key = |field: Field| field.is_key() || rules.has(RuleKey::KeyFieldsExtra, field.key());
        self.accepted().any(|change| key(change.field))
    }

    /// Checks a request before the case is opened.
    ///
    /// # Errors
    /// Every refusal that applies: nothing asked, a field that is changed in another way, nothing changed, no proof.
    pub fn check(&self) -> Result<(), Vec<Refusal>> {
        let mut wrong = Vec::new();
        if self.changes.is_empty() {
            wrong.push(Refusal::of(RefusalCode::NothingAsked, "还没有选择要更正的信息。"));
        }
        let mut seen = BTreeSet::new();
        for change in &self.changes {
            if !change.field.guardian_may_ask() {
                wrong.push(not_open(change.field));
            }
            if change.old == change.new || !seen.insert(change.field) {
                wrong.push(Refusal::of(
                    RefusalCode::NothingChanged,
                    format!("「{}」填写的新值与现有记录相同。", change.field.label()),
                ));
            }
        }
        // The paper on which somebody applies proves nothing by itself.
        if !self.proofs.iter().any(|proof| ProofKind::ALL.contains(&proof.kind)) {
            wrong.push(Refusal::of(
                RefusalCode::ProofNeeded,
                "申请更正须附《居民户口簿》或其他证明文件的复印件。",
            ));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// What a later step says of the items, without what an earlier one has decided already: an item that was refused stays refused, and
    /// its reason said once more, or left blank, says nothing new.
    pub(super) fn newly_said(&self, said: BTreeMap<Field, String>) -> BTreeMap<Field, String> {
        let is_new = |field: Field, reason: &str| {
            let before = self.changes.iter().find(|change| change.field == field);
            match before.and_then(|change| change.refused.as_deref()) {
                Some(why) => {
                    let reason = crate::text::words(reason).text;
                    !reason.is_empty() && !why.contains(&reason)
                }
                None => true,
            }
        };
        said.into_iter().filter(|(field, reason)| is_new(*field, reason)).collect()
    }

    /// What came of it, in one sentence.
    pub fn result(&self) -> String {
        let not_done: Vec<String> = self
            .changes
            .iter()
            .filter_map(|change| {
                let why = change.refused.as_deref()?.trim_end_matches(['。', '；']);
                Some(format!("{}（{why}）", change.field.label()))
            })
            .collect();
        let done = self.changes.len() - not_done.len();
        match not_done.len() {
            0 => format!("更正了 {done} 项。"),
            n => format!("更正了 {done} 项，{n} 项未更正：{}。", not_done.join("、")),
        }
    }

    pub(super) fn check_refused(&self, refused: &BTreeMap<Field, String>) -> Result<(), Vec<Refusal>> {
        let mut wrong = Vec::new();
        for (field, reason) in refused {
            if self.changes.iter().all(|change| change.field != *field) {
                wrong.push(procedure(
                    RefusalCode::FieldNotOpen,
                    &format!("「{}」不在待决定的项目中。", field.label()),
                    "请刷新页面。",
                ));
            }
            if crate::text::length(reason) < 2 {
                wrong.push(procedure(
                    RefusalCode::ReasonNeeded,
                    &format!("请写明不同意更正「{}」的理由。", field.label()),
                    "监护人会看到这一理由。",
                ));
            }
        }
        if self.accepted().all(|change| refused.contains_key(&change.field)) {
            wrong.push(Refusal::of(RefusalCode::AllRefused, "所有项目都不同意。"));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// Two steps may refuse an item for two reasons; the guardian reads both.
    pub(super) fn refuse(&mut self, refused: &BTreeMap<Field, String>) {
        for change in &mut self.changes {
            if let Some(reason) = refused.get(&change.field) {
                change.refused = Some(match &change.refused {
                    Some(before) => format!("{before}；{reason}"),
                    None => reason.clone(),
                });
            }
        }
    }
}

/// The refusal of an item that is not corrected in this way: it says in what way it is changed, and where.
pub fn not_open(field: Field) -> Refusal {
    let upkeep = upkeep_of(field);
    let what = format!("「{}」不通过更正申请变更。", field.label());
    let remedy = if upkeep.is_open() {
        "这一项由学校学籍管理员在“维护信息”中更新，请告知学校。"
    } else {
        upkeep.other_way()
    };
    Refusal::new(RefusalCode::FieldNotOpen, Basis::Article(upkeep.article()), what, remedy)
}

/// Who decides a correction that a guardian asked for: registrar and leader of the school, then of the competent authority (由学校核准,
/// 并报学籍主管部门核准). For what the school takes in itself: [`Intake::chain`].
///
/// # Errors
/// When the school has no competent authority.
pub fn chain(school: &Unit, authority: &Unit) -> Result<Vec<Link>, Refusal> {
    authority_follows(school, authority)?;
    Ok(vec![
        link(school, Role::Registrar),
        link(school, Role::Leader),
        link(authority, Role::Registrar),
        link(authority, Role::Leader),
    ])
}
