//! What is open of a school that comes to answer to another authority: most of it goes on, at the school's own desks or with the new
//! authority in the place of the old one; what an article leaves to the old authority is finished there first ([`AtHandOver`]).

use super::ChangeRow;
use crate::error::Result;
use crate::letter::authority_name;
use crate::matter::MatterKind;
use crate::services::Schools;
use crate::store::Vars;
use crate::transaction::Transaction;
use contract::school::SchoolCheck;
use domain::id::UnitId;
use domain::matter::{AtHandOver, Office};
use domain::org::{OrgPath, Unit};
use domain::refusal::chinese_number;
use domain::school::Change;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A school on its way from one authority to another, as the engines of the matters need it.
pub(crate) struct Going {
    /// The school.
    pub(crate) school: UnitId,
    /// The authority to which it answered, and the school's place below it.
    pub(crate) from: UnitId,
    /// See above.
    pub(crate) old: OrgPath,
    /// The authority to which it answers, its own place and the school's below it.
    pub(crate) to: Office,
    /// See above.
    pub(crate) to_path: OrgPath,
    /// See above.
    pub(crate) new: OrgPath,
    /// Schools that go over by the same act and have yet to go.
    pub(crate) together: Vec<UnitId>,
}

impl Going {
    /// A path as it is from now on.
    pub(crate) fn placed(&self, path: &OrgPath) -> OrgPath {
        if *path == self.old { self.new.clone() } else { path.clone() }
    }

    /// The authority to which it answers, as one writes to it.
    pub(crate) fn addressed(&self) -> Office {
        Office { unit: self.to.unit.clone(), name: authority_name(&self.to.name) }
    }
}

/// Sorts of matters in the order in which they are gone through.
const SORTS: usize = 9;

impl Schools<'_> {
    /// What is open of a school and what becomes of it when it goes from one authority to another: what goes with it, by kind, and what
    /// has to be finished first. `together`: schools that go by the same act.
    pub(super) async fn check_of(
        &self,
        school: &Unit,
        (from, to): (&UnitId, &UnitId),
        together: &[UnitId],
    ) -> Result<SchoolCheck> {
        #[derive(Deserialize)]
        struct Count {
            kind: MatterKind,
            n: usize,
        }
        let text = "SELECT kind, count() AS n FROM matter WHERE path = $path AND open = true GROUP BY kind";
        let counts: Vec<Count> = self.store.rows(text, Vars::new().with("path", &school.path)).await?;
        let mut goes: BTreeMap<&'static str, usize> = BTreeMap::new();
        let (mut held, mut headings) = (Vec::new(), Vec::new());
        // What keeps the school need not be its own matter: its authority has asked for it, too.
        let mut own_kept = Vec::new();
        for kind in MatterKind::all() {
            let AtHandOver::First(heading, why, article) = kind.at_hand_over() else { continue };
            let (kept, own) = self.kept_by(kind, &school.id, from).await?;
            if kept > 0 {
                let rests_on = format!("{why}（第{}条）", chinese_number(article));
                held.push(format!("{heading}{kept}项：{rests_on}"));
                headings.push(format!("{heading}：{rests_on}"));
            }
            own_kept.push((kind, own));
        }
        for Count { kind, n } in counts {
            let kept = own_kept.iter().find(|(one, _)| *one == kind).map_or(0, |(_, own)| *own);
            let rest = n.saturating_sub(kept);
            if rest > 0 && kind.at_hand_over() != AtHandOver::Stays {
                *goes.entry(kind.label()).or_default() += rest;
            }
        }
        let between = self.cases().held_between(school, (from, to), together).await?;
        if !between.is_empty() {
            held.push(format!(
                "与其他学校之间的转学、升学{}件：双方主管部门分别核办，同一主管部门代表双方的，先办结（第十四条）：{}",
                between.len(),
                between.join("、")
            ));
            let heading = "与其他学校之间的转学、升学：双方主管部门分别核办，同一主管部门代表双方的，先办结（第十四条）";
            headings.push(heading.to_owned());
        }
        // A literal, because only literals are counted from the index alone; ids of a fixed form, so it is safe.
        let pupils = self.store.count("person", &format!("school = '{}'", school.id)).await?;
        Ok(SchoolCheck {
            id: school.id.clone(),
            name: school.name.clone(),
            pupils,
            goes: goes.into_iter().map(|(kind, n)| (kind.to_owned(), n)).collect(),
            held,
            headings,
        })
    }

    /// How many matters of a kind keep a school with its authority, and how many of them are the school's own.
    async fn kept_by(&self, kind: MatterKind, school: &UnitId, from: &UnitId) -> Result<(usize, usize)> {
        let kept = match kind {
            MatterKind::Violation => self.violations().held_by(school, from).await?,
            MatterKind::Disclosure => return self.disclosures().held_by(school, from).await,
            MatterKind::ReviewSchool => self.reviews().held_by(school, from).await?,
            _ => 0,
        };
        Ok((kept, kept))
    }

    /// Has some of what is open go on with the new authority. Gives the sort that is next, and the last one looked at; none after the last
    /// sort, and for every other change.
    pub(super) async fn open_goes_on(
        &self,
        tx: &mut Transaction<'_>,
        change: &ChangeRow,
        sort: usize,
        after: &str,
    ) -> Result<Option<(usize, String)>> {
        let (Change::Reassign { to }, Some(school)) = (&change.change, &change.school) else {
            return Ok(None);
        };
        let (to, unit) = (self.units().unit(to).await?, self.units().unit(school).await?);
        let together = match change.part_of {
            Some(act) => {
                let act = self.change_row(act).await?;
                let schools = act.change.schools().iter();
                schools.filter(|one| act.is_yet_to_hand(one)).cloned().collect()
            }
            None => Vec::new(),
        };
        let going = Going {
            school: school.clone(),
            from: change.authority.clone(),
            old: self.units().unit(&change.authority).await?.path.child(school),
            to: Office { unit: to.id, name: to.name },
            to_path: to.path,
            new: unit.path,
            together,
        };
        let last = match sort {
            0 => self.cases().own_cases_go_on(tx, &going, after).await?,
            1 => self.cases().cases_of_pupils_go_on(tx, &going, after).await?,
            2 | 3 => self.problems().problems_go_on(tx, &going, (sort == 3, after)).await?,
            4 => {
                self.reviews().reviews_go_on(tx, &going).await?;
                None
            }
            5 => self.registrars().reports_go_on(tx, &going, after).await?,
            6 => self.disclosures().disclosures_go_on(tx, &going, after).await?,
            7 => self.access_log().inquiries_go_on(tx, &going, after).await?,
            _ => self.accounts().accounts_go_on(tx, &going, after).await?,
        };
        Ok(match last {
            Some(last) => Some((sort, last)),
            None if sort + 1 < SORTS => Some((sort + 1, String::new())),
            None => None,
        })
    }
}
