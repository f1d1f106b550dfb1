//! 实施细则 (第十一条, 第二十九条): what provinces and the nation have decided, version by version. A version is proposed by one person
//! of the authority and approved by its leader; it holds from its day on, and nothing that was in force is ever removed.

mod made;
mod matter;
mod propose;

pub use domain::rules::RuleState;
pub(crate) use made::Made;
pub use propose::DraftRules;

use crate::error::{Error, Result};
use crate::services::ProvincialRules;
use crate::store::{Store, Vars};
use chrono::{DateTime, NaiveDate, Utc};
use contract::rules::{RuleBook, RuleLine, UnheldLine, VersionAct, VersionLine};
use domain::access::{Action, Actor, Target, authorise};
use domain::case::Party;
use domain::id::{RuleSetId, UnitId};
use domain::journal::RulesTold;
use domain::org::{OrgPath, Unit, UnitKind};
use domain::rules::{Origin, RuleKey, RuleSet, Rules, authorities_of};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

/// A version as stored, with who proposed and who decided.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RuleVersion {
    /// Its id.
    pub(crate) uid: RuleSetId,
    /// Counts every change.
    pub(crate) version: u64,
    /// The authority, for the index.
    pub(crate) authority: UnitId,
    /// The rules.
    pub(crate) set: RuleSet,
    /// Where it stands.
    pub(crate) state: RuleState,
    /// Why it is proposed.
    pub(crate) note: String,
    /// Who proposed it.
    pub(crate) proposed_by: Party,
    /// When.
    pub(crate) proposed_at: DateTime<Utc>,
    /// Who approved, rejected or withdrew it.
    pub(crate) decided_by: Option<Party>,
    /// When.
    pub(crate) decided_at: Option<DateTime<Utc>>,
    /// What was said of it.
    pub(crate) reason: String,
}

impl From<&RuleVersion> for RulesTold {
    fn from(row: &RuleVersion) -> Self {
        Self { set: row.set.clone(), state: row.state, note: row.note.clone(), reason: row.reason.clone() }
    }
}

/// Every approved version: the seed's and the store's.
pub(crate) async fn stored(store: &Store) -> Result<Vec<RuleSet>> {
    let text = "SELECT * FROM rule_set WHERE state = 'approved'";
    let rows: Vec<RuleVersion> = store.rows(text, Vars::new()).await?;
    Ok(crate::seed::all_rules().into_iter().chain(rows.into_iter().map(|row| row.set)).collect())
}

impl ProvincialRules<'_> {
    /// The rules in force today where a unit, a pupil or a case stands.
    pub fn rules_for(&self, path: &OrgPath) -> Arc<Rules> {
        self.rules_on(path, self.store.clock.today())
    }

    /// The rules in force there on a day.
    pub fn rules_on(&self, path: &OrgPath, on: NaiveDate) -> Arc<Rules> {
        self.rules_made.at(&self.rule_sets(), authorities_of(path), on)
    }

    pub(crate) fn rule_sets(&self) -> Arc<Vec<RuleSet>> {
        // A writer replaces the whole value and cannot leave half of one behind.
        self.rule_sets.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The rules as they hold at an authority, for anybody who works in the system: where the reader works when none is named. What
    /// has been decided is public; who may change it is not everybody.
    ///
    /// # Errors
    /// [`Error::NotFound`] for guardians and for units that decide no rules.
    pub async fn rule_book(&self, actor: &Actor, authority: Option<&UnitId>) -> Result<RuleBook> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("rules"))?;
        let wanted = match authority {
            Some(id) => id.clone(),
            None => authorities_of(&own.path).pop().unwrap_or_else(UnitId::nation),
        };
        let authority = self.units().unit(&wanted).await?;
        if !authority.kind.is_authority() {
            return Err(Error::NotFound("rules"));
        }
        let versions = self.rule_versions(&authority.id).await?;
        let waiting = waiting(&versions);
        let may = |action| authorise(actor, action, &Target::Unit(&authority.path)).is_ok();
        let of_me = |version: &&RuleVersion| version.proposed_by.account == actor.account;
        let (sets, on) = (self.rule_sets(), self.store.clock.today());
        let levels = authorities_of(&authority.path);
        let today = Rules::at(&sets, &levels, on);
        let parents = &levels[..levels.len().saturating_sub(1)];
        let above = Rules::at(&sets, parents, on);
        // What is left to it from a day to come it may decide for that day.
        let to_come = sets.iter().map(|set| set.valid_from).max().map_or(on, |last| last.max(on));
        let soon = Rules::at(&sets, parents, to_come);
        let local = is_local(authority.kind);
        let line = |key: &RuleKey| {
            let (value, origin) = today.value(*key);
            let own = matches!(origin, Origin::Set { authority: of, .. } if *of == authority.name);
            let (value, scope) = (value.to_owned(), today.scope(*key));
            RuleLine {
                key: *key,
                value,
                scope,
                source: today.source(*key),
                own,
                // A city or county decides what is left to it; a province everything that is not the nation's.
                open: !local || above.is_open(*key) || soon.is_open(*key),
                delegated: own_leave(&sets, &authority.id, on).contains(key),
            }
        };
        let unheld = match local {
            true => unheld(&above, latest(&sets, &authority.id, on)),
            false => Vec::new(),
        };
        let seeded = crate::seed::all_rules().into_iter().find(|set| set.authority == authority.id);
        Ok(RuleBook {
            lines: RuleKey::ALL.iter().map(line).collect(),
            seeded: seeded.map(|set| VersionLine {
                changes: self.rule_changes(&authority, &set),
                version: set.version,
                source: set.source,
                valid_from: set.valid_from,
                valid_until: set.valid_until,
                state: None,
                proposed: None,
                decided: None,
                note: String::new(),
            }),
            may_propose: waiting.is_none() && may(Action::ProposeRules),
            may_decide: waiting.is_some_and(|version| !of_me(&version)) && may(Action::ApproveRules),
            may_withdraw: waiting.as_ref().is_some_and(of_me),
            versions: versions.iter().map(|version| self.version_line(&authority, version)).collect(),
            unheld,
            levels: self.levels_of(&own.path, &authority).await?,
            authority: authority.id,
            name: authority.name,
            kind: authority.kind,
        })
    }

    /// The levels whose rules the reader may turn to: the nation's down to those of the place where the reader works, and the one shown.
    async fn levels_of(&self, own: &OrgPath, shown: &Unit) -> Result<Vec<(UnitId, String)>> {
        let mut levels = Vec::new();
        for id in [UnitId::nation()].into_iter().chain(authorities_of(own)) {
            let name = self.units().unit(&id).await?.name;
            levels.push((id, name));
        }
        if levels.iter().all(|(id, _)| *id != shown.id) {
            levels.push((shown.id.clone(), shown.name.clone()));
        }
        Ok(levels)
    }

    /// Every version that was proposed in an authority, newest first.
    async fn rule_versions(&self, authority: &UnitId) -> Result<Vec<RuleVersion>> {
        let text = "SELECT * FROM rule_set WHERE authority = $authority ORDER BY uid DESC LIMIT 200";
        self.store.rows(text, Vars::new().with("authority", authority)).await
    }

    /// The proposal that waits in an authority.
    async fn waiting_rules(&self, authority: &UnitId) -> Result<Option<RuleVersion>> {
        Ok(waiting(&self.rule_versions(authority).await?).cloned())
    }

    fn version_line(&self, authority: &Unit, version: &RuleVersion) -> VersionLine {
        let act = |party: &Party, at| VersionAct { by: format!("{} {}", party.unit_name, party.name), at };
        VersionLine {
            version: version.set.version,
            source: version.set.source.clone(),
            valid_from: version.set.valid_from,
            valid_until: version.set.valid_until,
            state: Some(version.state),
            proposed: Some(act(&version.proposed_by, version.proposed_at)),
            decided: version.decided_by.as_ref().zip(version.decided_at).map(|(party, at)| act(party, at)),
            note: match version.reason.is_empty() {
                true => version.note.clone(),
                false => version.reason.clone(),
            },
            changes: self.rule_changes(authority, &version.set),
        }
    }
}

/// Whether an authority decides only what its province leaves to it.
fn is_local(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::City | UnitKind::County)
}

/// The version of an authority that is in force.
fn latest<'a>(sets: &'a [RuleSet], authority: &UnitId, on: NaiveDate) -> Option<&'a RuleSet> {
    let of_it = sets.iter().filter(|set| set.authority == *authority && set.valid_from <= on);
    let latest = of_it.max_by_key(|set| (set.valid_from, set.version));
    latest.filter(|set| set.valid_until.is_none_or(|last| on <= last))
}

/// What an authority leaves to those below it.
fn own_leave(sets: &[RuleSet], authority: &UnitId, on: NaiveDate) -> BTreeSet<RuleKey> {
    latest(sets, authority, on).map(|set| set.delegated.clone()).unwrap_or_default()
}

/// What an authority has decided and what does not hold, with the reason: the level above leaves it open no more, or has become stricter.
fn unheld(above: &Rules, set: Option<&RuleSet>) -> Vec<UnheldLine> {
    let line = |(key, value): (&RuleKey, &String)| {
        let scope = set?.scope(*key);
        let why = above.takes(*key, value, &scope).err()?;
        Some(UnheldLine { key: *key, words: format!("{}{}", key.shape().words(value), scope.words()), why })
    };
    set.into_iter().flat_map(|set| &set.values).filter_map(line).collect()
}

fn waiting(versions: &[RuleVersion]) -> Option<&RuleVersion> {
    versions.iter().find(|version| version.state == RuleState::Proposed)
}
