//! What provinces and the nation have decided (实施细则), version by version.

use chrono::{DateTime, NaiveDate, Utc};
use domain::case::CaseKind;
use domain::id::UnitId;
use domain::org::UnitKind;
use domain::rules::{RuleKey, RuleState, Scope};
use serde::{Deserialize, Serialize};

/// One rule as it holds today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleLine {
    /// Which.
    pub key: RuleKey,
    /// Its value, as it is kept.
    pub value: String,
    /// For which stages it is, and whether it holds in principle only.
    pub scope: Scope,
    /// Where it comes from.
    pub source: String,
    /// Whether this authority decided it itself.
    pub own: bool,
    /// Whether it is this authority's to decide: of a city or county what the levels above leave to it.
    pub open: bool,
    /// Whether this authority leaves it to those below (授权市县细化).
    pub delegated: bool,
}

/// A rule that an authority has decided and that does not hold there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnheldLine {
    /// Which.
    pub key: RuleKey,
    /// What was decided, in words.
    pub words: String,
    /// Why it does not hold.
    pub why: String,
}

/// One rule that a version changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleChange {
    /// Which.
    pub key: RuleKey,
    /// What holds before, in words.
    pub old: String,
    /// What holds with it, in words.
    pub new: String,
}

/// Who did something with a version, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionAct {
    /// Unit and name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// One version in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    /// Counts the versions of the authority.
    pub version: u32,
    /// The document it is taken from.
    pub source: String,
    /// The first day on which it holds.
    pub valid_from: NaiveDate,
    /// The last day on which it holds, when its document names one.
    pub valid_until: Option<NaiveDate>,
    /// Where it stands; none for what the installation began with.
    pub state: Option<RuleState>,
    /// Who proposed it.
    pub proposed: Option<VersionAct>,
    /// Who approved, rejected or withdrew it.
    pub decided: Option<VersionAct>,
    /// Why it was proposed, or what was said of it once it was decided.
    pub note: String,
    /// What it changes.
    pub changes: Vec<RuleChange>,
}

/// An authority's rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleBook {
    /// The authority at which they hold.
    pub authority: UnitId,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// The levels above the reader and the one shown, the nation first: code and name.
    pub levels: Vec<(UnitId, String)>,
    /// What this authority has decided and what does not hold.
    pub unheld: Vec<UnheldLine>,
    /// Its name.
    pub name: String,
    /// What holds today, in the order of the keys.
    pub lines: Vec<RuleLine>,
    /// What this installation began with, if anything is known of the authority.
    pub seeded: Option<VersionLine>,
    /// Every version that was proposed here, newest first.
    pub versions: Vec<VersionLine>,
    /// Whether the reader may propose a new version.
    pub may_propose: bool,
    /// Whether the reader may decide about the proposal that waits.
    pub may_decide: bool,
    /// Whether the reader may take the proposal back.
    pub may_withdraw: bool,
}

impl RuleBook {
    /// Whether these are the nation's.
    pub fn is_nation(&self) -> bool {
        self.authority == UnitId::nation()
    }

    /// Whether it decides only what is left to it.
    pub fn is_local(&self) -> bool {
        matches!(self.kind, UnitKind::City | UnitKind::County)
    }

    /// The proposal that waits, if one does.
    pub fn proposal(&self) -> Option<&VersionLine> {
        self.versions.iter().find(|version| version.state == Some(RuleState::Proposed))
    }
}

/// What a draft would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulePreview {
    /// The rules that would change.
    pub changes: Vec<RuleChange>,
    /// Open cases of the authority's schools that look at one of them, by kind.
    pub touched: Vec<(CaseKind, i64)>,
}
