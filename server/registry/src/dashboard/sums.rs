//! Sums of authorities (汇总). An authority's counters are those of all schools below it, and its own: violations that are laid to it, and
//! what it takes away of a problem whose two records stand below it in different units, so that it is one from there on. When a school's
//! change, everything above it is changed by the difference, so that one child costs the school and the few units above it, whatever
//! else they have below them. Summed anew from the units directly below is only what a school comes to or goes from, what was never
//! summed, and an authority whose own counters change.

use super::flows::Moved;
use super::{Rollup, Tally, figures};
use crate::error::{Error, Result};
use crate::services::Dashboards;
use crate::store::{UnitOfWork, Vars};
use domain::flow::Flow;
use domain::id::UnitId;
use domain::org::{OrgPath, Unit, UnitKind};
use std::collections::{BTreeMap, BTreeSet};

/// Counters by name.
pub(super) type Counts = BTreeMap<String, i64>;

/// What becomes of an authority's sum.
enum Change {
    /// It changes by this much.
    By(Counts),
    /// It is summed from the units directly below.
    Anew,
}

/// What becomes of the sums above schools, by depth in the tree: the lowest are the last.
#[derive(Default)]
struct Above(BTreeMap<(usize, UnitId), Change>);

impl Above {
    /// The units on a path, but for one.
    fn on(path: &OrgPath, but: &UnitId) -> impl Iterator<Item = (usize, UnitId)> {
        let but = but.clone();
        path.units().into_iter().enumerate().filter(move |(_, id)| *id != but)
    }

    fn by(&mut self, school: &Unit, difference: &Counts) {
        for place in Self::on(&school.path, &school.id) {
            let change = self.0.entry(place).or_insert_with(|| Change::By(Counts::new()));
            if let Change::By(by) = change {
                add(by, difference);
            }
        }
    }

    /// Whatever is summed anew, so is all above it.
    fn anew(&mut self, places: impl Iterator<Item = (usize, UnitId)>) {
        for place in places {
            self.0.insert(place, Change::Anew);
        }
    }
}

impl Dashboards<'_> {
    /// Brings the figures of these schools, and of everything above them, up to what is counted now, lowest first, and tells who watches.
    /// An authority that is named is summed anew. To be asked in one lane, so that no older sum is written over a newer one.
    pub(crate) async fn roll_up(&self, work: &mut UnitOfWork, named: &BTreeSet<UnitId>) -> Result<()> {
        let given: Vec<Unit> = self.store.get_many("unit", &keys(named.iter())).await?;
        let on_the_way: BTreeSet<UnitId> = given.iter().flat_map(|unit| unit.path.units()).collect();
        let stored: Vec<Rollup> = self.store.get_many("rollup", &keys(on_the_way.iter())).await?;
        let stored: BTreeMap<UnitId, Rollup> =
            stored.into_iter().map(|rollup| (rollup.unit.clone(), rollup)).collect();
        let mut summed: BTreeMap<UnitId, Rollup> = BTreeMap::new();
        let mut above = Above::default();
        let mut moved = Moved::default();
        for unit in given {
            if unit.kind != UnitKind::School {
                // An authority that a school left, or whose own counters have changed.
                above.anew(unit.path.units().into_iter().enumerate());
                continue;
            }
            // Classes are read from what is counted: whoever lists schools need not read them with each.
            let counts = without_classes(self.tallies_of(&unit.id).await?);
            moved.by(stored.get(&unit.id).map(|old| &old.counts), &counts);
            let known = Above::on(&unit.path, &unit.id).all(|(_, id)| stored.contains_key(&id));
            match stored.get(&unit.id) {
                Some(old) if old.path != unit.path => {
                    above.anew(Above::on(&old.path, &unit.id));
                    above.anew(Above::on(&unit.path, &unit.id));
                }
                old if known => above.by(&unit, &difference(old.map(|old| &old.counts), &counts)),
                _ => above.anew(Above::on(&unit.path, &unit.id)),
            }
            summed.insert(unit.id.clone(), self.rollup_of(unit, counts, Counts::new()));
        }
        let units: Vec<Unit> = self.store.get_many("unit", &keys(above.0.keys().map(|(_, id)| id))).await?;
        let mut units: BTreeMap<UnitId, Unit> =
            units.into_iter().map(|unit| (unit.id.clone(), unit)).collect();
        for ((_, id), change) in above.0.into_iter().rev() {
            let unit = units.remove(&id).ok_or(Error::NotFound("unit"))?;
            let (counts, own) = match change {
                Change::Anew => {
                    let own = self.tallies_of(&id).await?;
                    let mut counts = self.sum_of_below(&id, &summed).await?;
                    add(&mut counts, &own);
                    (counts, own)
                }
                // Only classes changed, which are a school's own.
                Change::By(by) if by.is_empty() => continue,
                Change::By(by) => {
                    let old = stored.get(&id);
                    let (mut counts, own) =
                        old.map(|old| (old.counts.clone(), old.own.clone())).unwrap_or_default();
                    add(&mut counts, &by);
                    (counts, own)
                }
            };
            summed.insert(id, self.rollup_of(unit, counts, own));
        }
        self.move_flows(work, moved).await?;
        for rollup in summed.values() {
            work.put("rollup", rollup.unit.as_str(), rollup);
            work.figures(&rollup.path, !rollup.is_of_a_school());
        }
        Ok(())
    }

    /// What is counted of a school now, or of an authority itself.
    pub(super) async fn tallies_of(&self, school: &UnitId) -> Result<Counts> {
        let text = "SELECT counter, n FROM tally WHERE school = $school";
        let tallies: Vec<Tally> = self.store.rows(text, Vars::new().with("school", school)).await?;
        let counted = tallies.into_iter().filter(|tally| tally.n != 0);
        Ok(counted.map(|tally| (tally.counter, tally.n)).collect())
    }

    /// The sum of the units directly below one: as they are stored, but for those that have just been summed.
    pub(super) async fn sum_of_below(
        &self,
        id: &UnitId,
        summed: &BTreeMap<UnitId, Rollup>,
    ) -> Result<Counts> {
        let stored = self.rollups_below(id).await?;
        let stored = stored.iter().filter(|child| !summed.contains_key(&child.unit));
        let now = summed.values().filter(|child| child.parent.as_ref() == Some(id));
        let mut counts = Counts::new();
        for child in stored.chain(now) {
            add(&mut counts, &of_authorities(&child.counts));
        }
        Ok(counts)
    }
}

fn keys<'a>(ids: impl Iterator<Item = &'a UnitId>) -> Vec<String> {
    ids.map(ToString::to_string).collect()
}

/// A school's counters but for those of its classes.
fn without_classes(mut counts: Counts) -> Counts {
    counts.retain(|counter, _| !figures::is_of_class(counter));
    counts
}

/// What an authority sums of a unit below it: flows are counted by the units below each authority.
fn of_authorities(counts: &Counts) -> Counts {
    let mut counts = counts.clone();
    counts.retain(|counter, _| !Flow::is_counter(counter));
    counts
}

/// By how much what an authority sums of a school has changed.
fn difference(old: Option<&Counts>, new: &Counts) -> Counts {
    let mut by = of_authorities(new);
    if let Some(old) = old {
        by = without(&by, &of_authorities(old));
    }
    by
}

/// Counters less others. What comes to nothing is left out.
pub(super) fn without(counts: &Counts, less: &Counts) -> Counts {
    let mut left = counts.clone();
    add(&mut left, &less.iter().map(|(counter, n)| (counter.clone(), -n)).collect());
    left
}

/// Adds counters. What comes to nothing is left out.
pub(super) fn add(counts: &mut Counts, by: &Counts) {
    for (counter, n) in by {
        *counts.entry(counter.clone()).or_default() += n;
    }
    counts.retain(|_, n| *n != 0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counts() -> impl Strategy<Value = Counts> {
        proptest::collection::btree_map("(due|pupil|class_items)\\|[a-c]", 1_i64..9, 0..6)
    }

    proptest! {
        #[test]
        fn what_is_changed_by_the_difference_is_what_is_summed_anew(
            others in counts(), old in counts(), new in counts(), known in any::<bool>()
        ) {
            let old = known.then_some(old);
            let mut before = of_authorities(&others);
            if let Some(old) = &old {
                add(&mut before, &of_authorities(old));
            }
            let mut anew = of_authorities(&others);
            add(&mut anew, &of_authorities(&new));
            add(&mut before, &difference(old.as_ref(), &new));
            prop_assert_eq!(before, anew);
        }
    }

    #[test]
    fn a_class_changes_nothing_above_its_school() {
        let of = |class: &str| {
            without_classes(Counts::from([
                (format!("class_items|pupils|1|{class}"), 3),
                (format!("class_holding|filed|1|{class}"), 2),
                ("items|pupils".to_owned(), 3),
            ]))
        };
        assert_eq!(of("1班"), Counts::from([("items|pupils".to_owned(), 3)]));
        assert_eq!(difference(Some(&of("1班")), &of("2班")), Counts::new());
    }
}
