//! 实施细则 (第十一条, 第二十九条): what provinces and the nation have decided, version by version. A version is proposed by one person
//! of the authority and approved by its leader; it holds from its day on, and nothing that was in force is ever removed.

mod matter;
mod propose;

pub use propose::{DraftRules, RuleChange, RulePreview};

use crate::Registry;
use crate::error::{Error, Result};
use crate::store::{Store, Vars};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Actor, Target, authorise};
use domain::case::Party;
use domain::id::{RuleSetId, UnitId};
use domain::org::{OrgPath, Unit, UnitKind};
use domain::rules::{RuleSet, Rules, province_of};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError};

/// Where a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleState {
    /// 待审批
    Proposed,
    /// 已批准: in force from its day
    Approved,
    /// 未批准
    Rejected,
    /// 已撤回
    Withdrawn,
}

impl RuleState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Proposed => "待审批",
            Self::Approved => "已批准",
            Self::Rejected => "未批准",
            Self::Withdrawn => "已撤回",
        }
    }
}

/// A version as stored, with who proposed and who decided.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RuleVersion {
    /// Its id.
    pub uid: RuleSetId,
    /// Counts every change.
    pub version: u64,
    /// The authority, for the index.
    pub authority: UnitId,
    /// The rules.
    pub set: RuleSet,
    /// Where it stands.
    pub state: RuleState,
    /// Why it is proposed.
    pub note: String,
    /// Who proposed it.
    pub proposed_by: Party,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Who approved, rejected or withdrew it.
    pub decided_by: Option<Party>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// What was said of it.
    pub reason: String,
}

/// An authority's rules as a page shows them.
#[derive(Debug, Clone)]
pub struct RuleBook {
    /// The province, or the nation.
    pub authority: Unit,
    /// What holds today.
    pub today: Rules,
    /// What this installation began with, if anything is known of the authority.
    pub seeded: Option<RuleSet>,
    /// Every version that was proposed here, newest first.
    pub versions: Vec<RuleVersion>,
    /// Whether the actor may propose a new version.
    pub may_propose: bool,
    /// Whether the actor may decide about the proposal that waits.
    pub may_decide: bool,
    /// Whether the actor may take the proposal back.
    pub may_withdraw: bool,
}

impl RuleBook {
    /// The proposal that waits, if one does.
    pub fn proposal(&self) -> Option<&RuleVersion> {
        self.versions.iter().find(|version| version.state == RuleState::Proposed)
    }
}

/// Every approved version: the seed's and the store's.
pub(crate) async fn stored(store: &Store) -> Result<Vec<RuleSet>> {
    let text = "SELECT * FROM rule_set WHERE state = 'approved'";
    let rows: Vec<RuleVersion> = store.rows(text, Vars::new()).await?;
    Ok(crate::seed::rules().into_iter().chain(rows.into_iter().map(|row| row.set)).collect())
}

impl Registry {
    /// The rules in force today where a unit, a pupil or a case stands.
    pub fn rules_for(&self, path: &OrgPath) -> Arc<Rules> {
        self.rules_on(path, self.store.clock.today())
    }

    /// The rules in force there on a day.
    pub fn rules_on(&self, path: &OrgPath, on: NaiveDate) -> Arc<Rules> {
        let sets = self.rule_sets();
        Arc::new(Rules::in_force(&sets, province_of(path).as_ref(), on))
    }

    pub(crate) fn rule_sets(&self) -> Arc<Vec<RuleSet>> {
        // A writer replaces the whole value and cannot leave half of one behind.
        self.rule_sets.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The rules of an authority, for anybody who works in the system: of the own province when none is named, of the nation
    /// for who works there. What a province has decided is public; who may change it is not everybody.
    ///
    /// # Errors
    /// [`Error::NotFound`] for guardians and for units that decide no rules.
    pub async fn rule_book(&self, actor: &Actor, authority: Option<&UnitId>) -> Result<RuleBook> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("rules"))?;
        let wanted = match authority {
            Some(id) => id.clone(),
            None => province_of(&own.path).unwrap_or_else(UnitId::nation),
        };
        let authority = self.unit(&wanted).await?;
        if !matches!(authority.kind, UnitKind::Nation | UnitKind::Province) {
            return Err(Error::NotFound("rules"));
        }
        let text = "SELECT * FROM rule_set WHERE authority = $authority ORDER BY uid DESC LIMIT 200";
        let versions: Vec<RuleVersion> =
            self.store.rows(text, Vars::new().with("authority", &authority.id)).await?;
        let waiting = versions.iter().find(|version| version.state == RuleState::Proposed);
        let may = |action| authorise(actor, action, &Target::Unit(&authority.path)).is_ok();
        let of_me = |version: &&RuleVersion| version.proposed_by.account == actor.account;
        Ok(RuleBook {
            today: Rules::in_force(
                &self.rule_sets(),
                province_of(&authority.path).as_ref(),
                self.store.clock.today(),
            ),
            seeded: crate::seed::rules().into_iter().find(|set| set.authority == authority.id),
            may_propose: waiting.is_none() && may(Action::ProposeRules),
            may_decide: waiting.is_some_and(|version| !of_me(&version)) && may(Action::ApproveRules),
            may_withdraw: waiting.as_ref().is_some_and(of_me),
            authority,
            versions,
        })
    }
}
