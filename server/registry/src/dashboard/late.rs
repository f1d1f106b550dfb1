//! 逾期未办: which of the units directly below let the day of a matter pass, who of them has to act, how much, since when. Figures of desks,
//! not of pupils: the matters themselves stand in the lists of who handles them. Most matters of a school are each about one child, so few
//! of them are told as few children are.

use super::beside::may_list;
use super::compare::{masked, measured, opens};
use crate::error::Result;
use crate::matter::COUNTED;
use crate::services::Dashboards;
use chrono::{Datelike, NaiveDate};
use contract::compare::{LateDesk, Measure};
use domain::access::{Actor, Role};
use domain::figure::{Told, beside, is_few};
use domain::id::UnitId;
use domain::org::{Unit, UnitKind};
use futures::future::join_all;
use std::collections::BTreeMap;

/// Who acts for a unit.
const DESKS: [Role; 2] = [Role::Registrar, Role::Leader];

/// Desks that are asked at once: each is a reading of one index, and others read beside it.
const AT_ONCE: usize = 16;

impl Dashboards<'_> {
    /// The desks directly below an authority in the actor's subtree that hold a matter past its day, the one first whose oldest was due
    /// first.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::error::Error::NotFound) outside the actor's subtree and for a school, a refusal when the role sees no
    /// dashboard.
    pub async fn late_desks(&self, actor: &Actor, unit: Option<&UnitId>) -> Result<Vec<LateDesk>> {
        let unit = self.authority_in_sight(actor, unit).await?;
        let (below, _) = self.units().units_with_pupils_below(&unit.id).await?;
        let opens = opens(actor, &below);
        let all = may_list(actor, &unit);
        let sums = if all { BTreeMap::new() } else { self.overdue_told(&unit.id).await? };
        let desks: Vec<(&Unit, Role)> =
            below.iter().flat_map(|unit| DESKS.map(|role| (unit, role))).collect();
        let matters = self.matters();
        let mut each = Vec::with_capacity(desks.len());
        for some in desks.chunks(AT_ONCE) {
            let mut asked = Vec::with_capacity(some.len());
            for (unit, role) in some {
                asked.push(matters.overdue_at(&unit.id, *role));
            }
            each.extend(join_all(asked).await);
        }
        let mut each = each.into_iter();
        let mut late = Vec::new();
        for unit in &below {
            let mut held = Vec::with_capacity(DESKS.len());
            for overdue in each.by_ref().take(DESKS.len()) {
                held.push(overdue?);
            }
            let counts: Vec<u64> = held
                .iter()
                .map(|one| one.map_or(0, |one| u64::try_from(one.n).unwrap_or(u64::MAX)))
                .collect();
            let told = if unit.kind == UnitKind::School && !all {
                told_of_school(sums.get(&unit.id).copied(), &counts)
            } else {
                counts.into_iter().map(Told::Exact).collect()
            };
            for ((role, held), n) in DESKS.into_iter().zip(held).zip(told) {
                let Some(held) = held else { continue };
                late.push(LateDesk {
                    unit: unit.id.clone(),
                    name: unit.name.clone(),
                    opens,
                    role,
                    n,
                    or_more: held.n == COUNTED && n.number().is_some(),
                    since: if n.number().is_some() { held.since } else { month_of(held.since) },
                });
            }
        }
        late.sort_by(|a, b| (a.since, &a.unit, a.role).cmp(&(b.since, &b.unit, b.role)));
        Ok(late)
    }

    /// How much of each school directly below is overdue, as the comparison tells it to who may not list the pupils.
    async fn overdue_told(&self, unit: &UnitId) -> Result<BTreeMap<UnitId, Told>> {
        let today = self.store.clock.today();
        let counters = self.counters_below(unit).await?;
        let closed = self.schools().closed_schools().await?;
        let schools = self.schools_beside(unit, &counters, &closed, |counts| measured(counts, today)).await?;
        let of_each = masked(&schools).into_iter();
        Ok(of_each.filter_map(|(id, told)| Some((id, *told.get(&Measure::Overdue)?))).collect())
    }
}

/// What the desks of a school hold, as it is told to who may not list its pupils. Where what they hold together is told beside them, one could
/// be had from the other; where it is not, neither may tell it.
fn told_of_school(sum: Option<Told>, counts: &[u64]) -> Vec<Told> {
    let together: u64 = counts.iter().fold(0, |sum, n| sum.saturating_add(*n));
    if sum.is_some_and(|sum| sum.number().is_some()) && !is_few(together) {
        return beside(counts).each;
    }
    let told = |n: &u64| match *n {
        0 => Told::Exact(0),
        n if is_few(n) => Told::Few,
        _ => Told::LeftOut,
    };
    counts.iter().map(told).collect()
}

/// The first day of a month: of what is not counted the day is not told either, or it would be that of one child's matter.
fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Told::{Exact, Few, LeftOut};

    #[test]
    fn article_25_what_few_a_desk_holds_is_not_had_from_the_other_and_the_sum() {
        let told = |sum: Told, counts: [u64; 2]| told_of_school(Some(sum), &counts);
        assert_eq!(told(Exact(13), [3, 10]), [Few, LeftOut], "thirteen less ten");
        assert_eq!(told(Exact(13), [10, 3]), [LeftOut, Few]);
        assert_eq!(told(Exact(6), [3, 3]), [Few, Few], "two and four is as likely");
        assert_eq!(told(Exact(8), [4, 4]), [LeftOut, LeftOut], "eight of two that are few is four and four");
        assert_eq!(told(Exact(22), [10, 12]), [Exact(10), Exact(12)]);
        assert_eq!(told(Exact(10), [10, 0]), [Exact(10), Exact(0)]);
    }

    #[test]
    fn article_25_what_is_not_told_of_a_school_its_desks_do_not_tell() {
        assert_eq!(told_of_school(Some(Few), &[1, 0]), [Few, Exact(0)]);
        assert_eq!(told_of_school(Some(LeftOut), &[10, 0]), [LeftOut, Exact(0)]);
        assert_eq!(told_of_school(Some(LeftOut), &[10, 2]), [LeftOut, Few]);
        assert_eq!(told_of_school(None, &[10, 12]), [LeftOut, LeftOut], "nothing is known of the sum");
    }

    #[test]
    fn of_what_is_not_counted_the_month_is_told() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(month_of(day("2026-09-17")), day("2026-09-01"));
        assert_eq!(month_of(day("2026-02-28")), day("2026-02-01"));
    }
}
