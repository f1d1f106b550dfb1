//! Rules below the province (第十一条: 由省级教育行政部门根据国家法律法规和当地实际统筹制定). What is for the province to decide it may leave to
//! its cities and counties (授权市县细化), rule by rule; they narrow what it left open and never widen it. A county's value goes before
//! its city's, that before the province's, that before the nation's.
//!
//! What an authority below has decided holds only as long as the level above leaves it open and it is still narrower: who widened a
//! gate that the province has since closed opens nothing. What holds is found stage by stage: what an authority says for one stage leaves
//! alone what those above it say for the others.

use super::{RuleKey, RuleSet, Rules, Scope, within};
use crate::codes::Stage;
use crate::id::UnitId;
use crate::org::OrgPath;
use chrono::NaiveDate;

/// The authorities on a path that may decide rules, from the province down to the county: those of the place, not the nation.
pub fn authorities_of(path: &OrgPath) -> Vec<UnitId> {
    path.units().into_iter().skip(1).take_while(|unit| unit.as_str().len() == 6).collect()
}

impl RuleKey {
    /// Whether a province may leave it to its cities and counties: conditions of single changes that hang on the place, and the calendar
    /// (校历). What makes records of one province alike, who handles what, and what the system watches stays with the province.
    pub fn may_be_delegated(self) -> bool {
        matches!(
            self,
            Self::ClassSizeMax
                | Self::TermDates
                | Self::TransferGrounds
                | Self::TransferWithin
                | Self::TransferBarred
                | Self::TransferBarredScope
                | Self::TransferWindows
                | Self::TransferTermEdge
                | Self::SuspensionMinMonths
                | Self::SuspensionMaxMonths
                | Self::SuspensionBarred
                | Self::SuspensionGrounds
                | Self::SuspensionHospital
        )
    }
}

impl Rules {
    /// What holds on a day where authorities stand one below the other, from the province down ([`authorities_of`]).
    pub fn at(sets: &[RuleSet], authorities: &[UnitId], on: NaiveDate) -> Self {
        let latest = |authority: &UnitId| {
            let of_it = sets.iter().filter(|set| set.authority == *authority && set.valid_from <= on);
            // What has run out does not bring back what it replaced.
            let latest = of_it.max_by_key(|set| (set.valid_from, set.version));
            latest.filter(|set| set.valid_until.is_none_or(|last| on <= last))
        };
        let province = authorities.first().and_then(latest);
        let below = authorities.get(1..).unwrap_or_default();
        let mut layers: Vec<RuleSet> =
            province.into_iter().chain(latest(&UnitId::nation())).cloned().collect();
        let mut rules = Self::of_layers(&layers);
        rules.open = province.map(|set| set.delegated.clone()).unwrap_or_default();
        rules.open.retain(|key| key.may_be_delegated());
        for set in below.iter().filter_map(latest) {
            let held = rules.let_in(set);
            let mut open = rules.open.clone();
            open.retain(|key| !held.values.contains_key(key) || held.delegated.contains(key));
            layers.insert(0, held);
            rules = Self::of_layers(&layers);
            rules.open = open;
        }
        rules
    }

    /// Whether the level that decides it leaves it to the next one below.
    pub fn is_open(&self, key: RuleKey) -> bool {
        self.open.contains(&key)
    }

    /// Of what an authority below has decided that which holds.
    fn let_in(&self, set: &RuleSet) -> RuleSet {
        let mut held = set.clone();
        held.values.retain(|key, value| self.takes(*key, value, &set.scope(*key)).is_ok());
        let kept = &held.values;
        held.scopes.retain(|key, _| kept.contains_key(key));
        held.delegated.retain(|key| kept.contains_key(key));
        held
    }

    /// Whether these rules, of the levels above, let an authority below decide a value.
    ///
    /// # Errors
    /// Why not, in a sentence.
    pub fn takes(&self, key: RuleKey, value: &str, scope: &Scope) -> Result<(), String> {
        if !key.may_be_delegated() {
            return Err("这一项由省级统一规定，市县不另行规定。".into());
        }
        if !self.is_open(key) {
            return Err("上级没有授权本级规定这一项。".into());
        }
        // What holds above may be another authority's for each stage.
        let covered = Stage::ALL.iter().filter(|stage| !key.takes_scope() || scope.covers(**stage));
        let wider = covered.map(|stage| self.for_stage(*stage)).find(|above| {
            let strict = above.scope(key).in_principle || !scope.in_principle;
            !(strict && above.is_narrowed_by(key, value))
        });
        match wider {
            None => Ok(()),
            Some(above) => Err(format!("不能宽于上级的规定（{}）。", above.words(key))),
        }
    }

    /// Whether a value lets nothing happen that the value here does not let happen. What is the same narrows it, too.
    fn is_narrowed_by(&self, key: RuleKey, value: &str) -> bool {
        let here = self.value(key).0;
        let number = value.parse::<u32>().unwrap_or(u32::MAX);
        let months = |from: RuleKey, to: RuleKey| (self.number(from)..=self.number(to)).contains(&number);
        // A transfer is opened in one of the windows or near an edge of the term: where neither is set, all year.
        let all_year =
            self.value(RuleKey::TransferWindows).0.is_empty() && self.number(RuleKey::TransferTermEdge) == 0;
        match key {
            RuleKey::TermDates => true,
            RuleKey::ClassSizeMax => number <= self.number(key),
            RuleKey::SuspensionMinMonths | RuleKey::SuspensionMaxMonths => {
                months(RuleKey::SuspensionMinMonths, RuleKey::SuspensionMaxMonths)
            }
            RuleKey::TransferGrounds | RuleKey::SuspensionGrounds => is_among(value, here),
            RuleKey::TransferBarred | RuleKey::SuspensionBarred => is_among(here, value),
            RuleKey::TransferWithin => here == "none" || value == here,
            RuleKey::TransferBarredScope => value == "all" || value == here,
            RuleKey::SuspensionHospital => value == "county" || value == here,
            RuleKey::TransferWindows => {
                all_year || value == here || (!value.is_empty() && lies_in(value, here))
            }
            RuleKey::TransferTermEdge => {
                all_year || value == here || (number > 0 && number <= self.number(key))
            }
            _ => false,
        }
    }
}

/// Whether every chosen code of a list is chosen in another.
fn is_among(codes: &str, others: &str) -> bool {
    codes.split(',').filter(|code| !code.is_empty()).all(|code| others.split(',').any(|other| other == code))
}

/// Whether every day of some stretches of the year lies in others.
fn lies_in(stretches: &str, others: &str) -> bool {
    let is_in =
        |stretches: &str, day| super::shape::windows(stretches).into_iter().any(|one| within(day, one));
    let year = (1..=366).filter_map(|n| NaiveDate::from_yo_opt(2024, n));
    year.into_iter().all(|day| !is_in(stretches, day) || is_in(others, day))
}
