//! 信息报备: what the unit above is told of a registrar, written by the transaction of what happened, and its acknowledgement.

use super::RegistrarRow;
use crate::case::party;
use crate::error::{Error, Result};
use crate::school::Going;
use crate::services::Registrars;
use crate::store::Vars;
use crate::transaction::Transaction;
use crate::vault::Cipher;
use chrono::NaiveDate;
use contract::registrar::ReportLine;
use domain::access::{Action, Actor, Target, authorise};
use domain::id::{RegistrarReportId, UnitId};
use domain::journal::Begun;
use domain::org::OrgPath;
use domain::problem::Act;
use domain::registrar::{Context, Report, SentReport};
use serde::{Deserialize, Serialize};

/// Lines shown.
const PAGE: usize = 50;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ReportRow {
    pub(super) uid: RegistrarReportId,
    pub(super) version: u64,
    sealed: String,
    pub(super) unit: UnitId,
    pub(super) unit_name: String,
    /// The unit that is told.
    above: UnitId,
    pub(super) above_path: OrgPath,
    /// The unit that has to acknowledge; none afterwards.
    pub(super) waiting: Option<UnitId>,
    pub(super) told_on: NaiveDate,
    acknowledged: Option<Act>,
}

impl ReportRow {
    pub(super) fn report(&self, vault: &dyn Cipher) -> Result<Report> {
        vault.open_value(&self.sealed, &context_of(self.uid))
    }

    /// The report on its way to the unit above.
    pub(super) fn sent(&self) -> SentReport {
        let acknowledged = self.acknowledged.clone();
        SentReport { unit: self.unit.clone(), above: self.above.clone(), acknowledged }
    }
}

fn context_of(id: RegistrarReportId) -> String {
    format!("registrar_report/{id}")
}

impl Registrars<'_> {
    /// Tells the unit above; nobody stands above the nation.
    pub(super) async fn report_registrar(
        &self,
        tx: &mut Transaction<'_>,
        row: &RegistrarRow,
        report: &Report,
    ) -> Result<()> {
        let unit = self.units().unit(&row.unit).await?;
        let Some(parent) = &unit.parent else { return Ok(()) };
        let above = self.units().unit(parent).await?;
        let uid = RegistrarReportId::new(self.store.new_id());
        let stored = ReportRow {
            uid,
            version: 1,
            sealed: self.vault.seal_value(report, &context_of(uid)),
            unit: unit.id.clone(),
            unit_name: crate::letter::addressed(&unit),
            above: above.id.clone(),
            above_path: above.path.clone(),
            waiting: Some(above.id),
            told_on: self.store.clock.today(),
            acknowledged: None,
        };
        tx.work.create("registrar_report", &uid.to_string(), &stored);
        let matter = stored.as_matter(report);
        crate::matter::put(&mut tx.work, &*self.vault, &matter);
        tx.work.touch(&above.path);
        self.matters().tell_begun(tx, &matter, Begun::RegistrarReport(report.clone())).await
    }

    /// What the units directly below reported, what waits first, at most fifty; nothing for who acknowledges none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn registrar_reports(&self, actor: &Actor) -> Result<Vec<ReportLine>> {
        let Some(own) = &actor.unit else { return Ok(Vec::new()) };
        if authorise(actor, Action::AcknowledgeRegistrars, &Target::Unit(&own.path)).is_err() {
            return Ok(Vec::new());
        }
        let vars = || Vars::new().with("unit", &own.id);
        let text =
            format!("SELECT * FROM registrar_report WHERE waiting = $unit ORDER BY uid DESC LIMIT {PAGE}");
        let mut rows: Vec<ReportRow> = self.store.rows(&text, vars()).await?;
        let text = format!(
            "SELECT * FROM registrar_report WHERE above = $unit AND waiting IN [NONE, NULL] ORDER BY uid DESC LIMIT {}",
            PAGE - rows.len()
        );
        if rows.len() < PAGE {
            rows.extend(self.store.rows::<ReportRow>(&text, vars()).await?);
        }
        rows.into_iter()
            .map(|row| {
                Ok(ReportLine {
                    id: row.uid,
                    report: row.report(&*self.vault)?,
                    unit: row.unit_name,
                    told_on: row.told_on,
                    acknowledged: row.acknowledged.map(Into::into),
                })
            })
            .collect()
    }

    /// Acknowledges one report (确认报备).
    ///
    /// # Errors
    /// [`Error::NotFound`] for a report to another unit; `acknowledged` when somebody came first.
    pub async fn acknowledge_registrar(&self, actor: &Actor, id: RegistrarReportId) -> Result<()> {
        let own = self.own_registrars(actor, Action::AcknowledgeRegistrars)?;
        let own = &own;
        self.store
            .transact(own.as_str(), || {
                Box::pin(async move {
                    let key = id.to_string();
                    let row: Option<ReportRow> = self.store.get("registrar_report", &key).await?;
                    let row = row.filter(|row| row.above == *own).ok_or(Error::NotFound("report"))?;
                    let context = Context { today: self.store.clock.today(), actor: party(actor) };
                    let acknowledged = row.sent().acknowledge(&context)?.acknowledged;
                    let (act, loaded) = (context.act(), row.version);
                    let next = ReportRow { version: loaded + 1, waiting: None, acknowledged, ..row };
                    let mut tx = self.transaction(act.by.clone());
                    tx.work.replace("registrar_report", &key, loaded, &next);
                    let matter = next.matter(&*self.vault)?;
                    crate::matter::put(&mut tx.work, &*self.vault, &matter);
                    self.matters().tell_step(&mut tx, &matter, act).await?;
                    tx.work.touch(&next.above_path);
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// Has what was reported of a school's registrars, and nobody acknowledged yet, be acknowledged by the authority to which the school
    /// answers now (划转). Gives the last one; none after the last.
    pub(crate) async fn reports_go_on(
        &self,
        tx: &mut Transaction<'_>,
        going: &Going,
        after: &str,
    ) -> Result<Option<String>> {
        let text = format!(
            "SELECT * FROM registrar_report WHERE waiting = $from AND unit = $school AND uid > $after \
             ORDER BY uid LIMIT {PAGE}"
        );
        let vars = Vars::new().with("from", &going.from).with("school", &going.school).with("after", after);
        let rows: Vec<ReportRow> = self.store.rows(&text, vars).await?;
        for row in &rows {
            let next = ReportRow {
                version: row.version + 1,
                above: going.to.unit.clone(),
                above_path: going.to_path.clone(),
                waiting: Some(going.to.unit.clone()),
                ..row.clone()
            };
            tx.work.replace("registrar_report", &row.uid.to_string(), row.version, &next);
            crate::matter::put(&mut tx.work, &*self.vault, &next.matter(&*self.vault)?);
            tx.work.touch(&row.above_path);
            tx.work.touch(&next.above_path);
        }
        Ok(rows.last().map(|row| row.uid.to_string()))
    }
}
