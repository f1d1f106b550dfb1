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
use contract::warning::{EvidenceCase, UnitSaid, WarningLine, WarningPage, WarningView};
use contract::{Page, Said};
use domain::access::{Action, Actor, ActorUnit, Grant, Mask, Target, authorise};
use domain::case::CaseKind;
use domain::id::{CaseId, UnitId, WarningId};
use domain::org::OrgPath;
use domain::problem::Act;
use domain::shown::Shown;
use domain::warning::{Indicator, Level};
use serde::Deserialize;
use std::collections::BTreeMap;

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

fn line(row: &WarningRow) -> WarningLine {
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
        answer_by: row.body.open_question().map(|question| question.due.date),
    }
}

fn may_read(actor: &Actor) -> Result<(&ActorUnit, Grant)> {
    let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
    let grant = authorise(actor, Action::ReadWarnings, &Target::Unit(&own.path))?;
    Ok((own, grant))
}

impl Warnings<'_> {
    /// One page of warnings of the actor's unit and below.
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
        let narrowed = [filter.indicator.map(Indicator::key), filter.level.map(Level::key)];
        let list = listed::key(&unit.id, sort_of(!filter.closed), &narrowed);
        // Named on the first page too: from what says nothing of its column an index is not read.
        let text = format!(
            "SELECT * FROM warning WITH INDEX warning_lists WHERE lists CONTAINS $list AND uid < $after \
             ORDER BY uid DESC LIMIT {}",
            PAGE + 1
        );
        let after = after.map_or_else(|| AFTER_ALL.to_owned(), |after| after.to_string());
        let vars = Vars::new().with("list", list).with("after", after);
        let mut rows: Vec<WarningRow> = self.store.rows(&text, vars).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.uid);
        let warnings = Page { rows: rows.iter().map(line).collect(), next };
        Ok(WarningPage { unit: unit.name, warnings })
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
            line: line(&row),
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
