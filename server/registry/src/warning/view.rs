//! The list, one warning, the counts of dashboards, and what a unit says of its own.

use super::night::{CountRow, Counts};
use super::{WarningRow, sort_of};
use crate::case::party;
use crate::error::{Error, Result};
use crate::keyset::AFTER_ALL;
use crate::listed;
use crate::services::Warnings;
use crate::shown::Compared;
use crate::store::{UnitOfWork, Vars};
use chrono::NaiveDate;
use contract::warning::{EvidenceCase, UnitSaid, WarningLine, WarningPage, WarningView};
use contract::{Page, Said};
use domain::access::{Action, Actor, ActorUnit, Grant, Mask, Target, authorise};
use domain::case::CaseKind;
use domain::id::{CaseId, UnitId, WarningId};
use domain::org::{OrgPath, Unit};
use domain::problem::Act;
use domain::shown::Shown;
use domain::warning::{Indicator, Level};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Rows on one page.
const PAGE: usize = 50;

/// How many of each level, the lowest first.
pub type LevelCounts = [u64; 3];

/// Which warnings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WarningFilter {
    /// Of this unit and those below it; the actor's own when none is named.
    pub unit: Option<UnitId>,
    /// Of one indicator.
    pub indicator: Option<Indicator>,
    /// Of one level.
    pub level: Option<Level>,
    /// The closed ones instead of the open ones.
    pub closed: bool,
}

/// What stands open below a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WarningTally {
    /// Of the unit and all below it, by indicator.
    pub open: BTreeMap<Indicator, LevelCounts>,
    /// Of each unit directly below with all below that.
    pub below: BTreeMap<UnitId, LevelCounts>,
}

fn sum(counts: &Counts) -> LevelCounts {
    counts.values().fold([0; 3], |sum, n| [0, 1, 2].map(|i| sum[i] + n[i]))
}

fn line(row: &WarningRow, today: NaiveDate) -> WarningLine {
    let answer_by = row.body.open_question().map(|question| question.due.date);
    WarningLine {
        id: row.uid,
        version: row.version,
        unit: row.unit_name.clone(),
        indicator: row.indicator,
        level: row.level,
        newest: row.body.newest().cloned(),
        opened_on: row.opened_on,
        closed_on: row.closed_on,
        acknowledged: row.acknowledged,
        answer_by,
        days_late: answer_by.map(|by| (today - by).num_days()).filter(|days| *days > 0),
        within: None,
    }
}

/// The unit directly below one on the way to another; none of that one itself.
fn below_on(unit: &OrgPath, path: &OrgPath) -> Option<UnitId> {
    path.units().into_iter().nth(unit.units().len())
}

fn may_read(actor: &Actor) -> Result<(&ActorUnit, Grant)> {
    let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
    let grant = authorise(actor, Action::ReadWarnings, &Target::Unit(&own.path))?;
    Ok((own, grant))
}

impl Warnings<'_> {
    /// One page of warnings of the actor's unit and below: the open ones by level, the loudest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a unit outside the actor's subtree; a refusal for who sees no warnings.
    pub async fn list_warnings(
        &self,
        actor: &Actor,
        filter: &WarningFilter,
        after: Option<WarningId>,
    ) -> Result<WarningPage> {
        let (own, _) = may_read(actor)?;
        let unit = self.units().unit(filter.unit.as_ref().unwrap_or(&own.id)).await?;
        if !own.path.covers(&unit.path) {
            return Err(Error::NotFound("unit"));
        }
        let mut rows = self.page_of(&unit.id, filter, after).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.uid);
        let today = self.store.clock.today();
        let names = self.names_within(&unit.path, &rows).await?;
        let lines = rows.iter().map(|row| WarningLine {
            within: below_on(&unit.path, &row.path).and_then(|id| names.get(&id).cloned()),
            ..line(row, today)
        });
        let warnings = Page { rows: lines.collect(), next };
        Ok(WarningPage { unit: unit.name, warnings })
    }

    /// The rows of a page and one more. Each level is a list of its own, and one page goes on from one to the next.
    async fn page_of(
        &self,
        unit: &UnitId,
        filter: &WarningFilter,
        after: Option<WarningId>,
    ) -> Result<Vec<WarningRow>> {
        let levels: Vec<Option<Level>> = match filter.level {
            None if !filter.closed => Level::ALL.into_iter().rev().map(Some).collect(),
            level => vec![level],
        };
        // The level of the last one of the page before: louder ones stood before it.
        let reached: Option<Level> = match after {
            Some(after) if levels.len() > 1 => {
                let row: Option<WarningRow> = self.store.get("warning", &after.to_string()).await?;
                row.map(|row| row.level)
            }
            _ => None,
        };
        let mut found: Vec<WarningRow> = Vec::new();
        for level in levels {
            if reached.is_some_and(|reached| level > Some(reached)) {
                continue;
            }
            let narrowed = [filter.indicator.map(Indicator::key), level.map(Level::key)];
            let list = listed::key(unit, sort_of(!filter.closed), &narrowed);
            // Named on the first page too: from what says nothing of its column an index is not read.
            let text = format!(
                "SELECT * FROM warning WITH INDEX warning_lists WHERE lists CONTAINS $list AND uid < $after \
                 ORDER BY uid DESC LIMIT {}",
                PAGE + 1 - found.len()
            );
            let here = reached.is_none() || level == reached;
            let beyond =
                after.filter(|_| here).map_or_else(|| AFTER_ALL.to_owned(), |after| after.to_string());
            let vars = Vars::new().with("list", list).with("after", beyond);
            found.extend(self.store.rows::<WarningRow>(&text, vars).await?);
            if found.len() > PAGE {
                break;
            }
        }
        Ok(found)
    }

    /// The names of the units directly below one under which rows stand.
    async fn names_within(&self, unit: &OrgPath, rows: &[WarningRow]) -> Result<BTreeMap<UnitId, String>> {
        let ids: BTreeSet<UnitId> = rows.iter().filter_map(|row| below_on(unit, &row.path)).collect();
        let keys: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let units: Vec<Unit> = self.store.get_many("unit", &keys).await?;
        Ok(units.into_iter().map(|unit| (unit.id, unit.name)).collect())
    }

    /// What stands open in a unit and below it, from the counts of the last night; nothing for who sees no warnings.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn warning_tally(&self, actor: &Actor, unit: Option<&UnitId>) -> Result<WarningTally> {
        let Ok((own, _)) = may_read(actor) else { return Ok(WarningTally::default()) };
        let unit = self.units().unit(unit.unwrap_or(&own.id)).await?;
        if !own.path.covers(&unit.path) {
            return Ok(WarningTally::default());
        }
        let open: Option<CountRow> = self.store.get("warning_count", unit.id.as_str()).await?;
        let below = self.counts_below(&unit.id).await?;
        Ok(WarningTally {
            open: open.map(|row| row.open).unwrap_or_default(),
            below: below.into_iter().map(|row| (row.unit, sum(&row.open))).collect(),
        })
    }

    pub(super) async fn counts_below(&self, unit: &UnitId) -> Result<Vec<CountRow>> {
        let text = "SELECT unit, parent, open FROM warning_count WHERE parent = $unit";
        self.store.rows(text, Vars::new().with("unit", unit)).await
    }

    /// One warning of the actor's unit or one below.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the actor's subtree; a refusal for who sees no warnings.
    pub async fn warning_view(&self, actor: &Actor, id: WarningId) -> Result<WarningView> {
        let (own, grant) = may_read(actor)?;
        let row = self.warning_row(id).await?;
        if !own.path.covers(&row.path) {
            return Err(Error::NotFound("warning"));
        }
        let in_words = grant.mask == Mask::Working;
        let (mut cases, mut said) = (Vec::new(), Vec::new());
        if in_words {
            let warning = row.opened(&*self.vault)?;
            cases = self.evidence_cases(&warning.cases, &own.path).await?;
            said.extend(warning.acknowledged.into_iter().rev().map(|one| UnitSaid {
                unit: one.act.by.unit_name.clone(),
                said: Said::with(one.act, one.words),
            }));
        }
        let may_acknowledge = row.open
            && row.unit == own.id
            && authorise(actor, Action::AcknowledgeWarnings, &Target::Unit(&own.path)).is_ok();
        Ok(WarningView {
            line: line(&row, self.store.clock.today()),
            readings: row.body.readings.iter().rev().cloned().collect(),
            cases,
            said,
            source: self.rules().rules_for(&row.path).source(row.indicator.rule()),
            in_words,
            may_acknowledge,
        })
    }

    async fn evidence_cases(&self, cases: &[CaseId], own: &OrgPath) -> Result<Vec<EvidenceCase>> {
        #[derive(Deserialize)]
        struct Row {
            uid: CaseId,
            number: String,
            kind: CaseKind,
            path: OrgPath,
        }
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<String> = cases.iter().map(ToString::to_string).collect();
        let vars = Vars::new().records("records", "case", &keys);
        let rows: Vec<Row> = self.store.rows("SELECT uid, number, kind, path FROM $records", vars).await?;
        let shown = |row: Row| EvidenceCase {
            id: own.covers(&row.path).then_some(row.uid),
            number: row.number,
            kind: row.kind,
        };
        Ok(rows.into_iter().map(shown).collect())
    }

    /// Puts down what the unit does about its warning, as it was shown.
    ///
    /// # Errors
    /// [`Error::NotFound`] outside the actor's subtree; refusals by field, also for who may not, and `changed` when it is another than was
    /// shown.
    pub async fn acknowledge_warning(
        &self,
        actor: &Actor,
        warning: impl Into<Shown<WarningId>>,
        words: &str,
    ) -> Result<()> {
        let shown = &warning.into();
        let id = shown.id;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::AcknowledgeWarnings, &Target::Unit(&own.path))?;
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let row = self.warning_row(id).await?;
                    if !own.path.covers(&row.path) {
                        return Err(Error::NotFound("warning"));
                    }
                    let standing =
                        self.matters().as_shown("warning", shown, row.version, actor, &words).await?;
                    let Compared::AsShown(kept) = standing else { return Ok((UnitOfWork::new(), ())) };
                    let act = Act { by: party(actor), on: self.store.clock.today() };
                    let mut tx = self.transaction(act.by.clone());
                    let warning = row.opened(&*self.vault)?.acknowledge(act, words)?;
                    let said = warning.acknowledged.last().cloned().ok_or(Error::NotFound("words"))?;
                    kept.keep(&mut tx.work);
                    let next = row.save_said(&*self.vault, &mut tx.work, warning);
                    self.put_said_matter(&mut tx, &next, said).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }
}
