//! 逾期未办: which of the units directly below let the day of a matter pass, who of them has to act, how much, since when. Figures of desks,
//! not of pupils: the matters themselves stand in the lists of who handles them. Most matters of a school are each about one child, so few
//! of them are told as few children are.

use super::beside::may_list;
use super::compare::opens;
use crate::error::Result;
use crate::matter::COUNTED;
use crate::services::Dashboards;
use contract::compare::LateDesk;
use domain::access::{Actor, Role};
use domain::figure::Told;
use domain::id::UnitId;
use domain::org::{Unit, UnitKind};
use futures::future::join_all;

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
        let (opens, all) = (opens(actor, &below), may_list(actor, &unit));
        let desks: Vec<(&Unit, Role)> =
            below.iter().flat_map(|unit| DESKS.map(|role| (unit, role))).collect();
        let matters = self.matters();
        let mut late = Vec::new();
        for some in desks.chunks(AT_ONCE) {
            let mut asked = Vec::with_capacity(some.len());
            for (unit, role) in some {
                asked.push(matters.overdue_at(&unit.id, *role));
            }
            for ((unit, role), held) in some.iter().zip(join_all(asked).await) {
                let Some(held) = held? else { continue };
                let n = i64::try_from(held.n).unwrap_or(i64::MAX);
                let of_school = unit.kind == UnitKind::School && !all;
                late.push(LateDesk {
                    unit: unit.id.clone(),
                    name: unit.name.clone(),
                    opens,
                    role: *role,
                    n: if of_school { Told::of_school(n) } else { Told::exact(n) },
                    or_more: held.n == COUNTED,
                    since: held.since,
                });
            }
        }
        late.sort_by(|a, b| (a.since, &a.unit, a.role).cmp(&(b.since, &b.unit, b.role)));
        Ok(late)
    }
}
