//! Early warnings (监测预警, 第二十四条) in the store: measured each night from counters and plain columns, kept with their figures day by
//! day, acknowledged by the unit, closed when the figure falls; a digest each Monday. No person's record is opened for any of it.

mod digest;
mod matter;
mod measure;
mod night;
mod view;

pub use night::Measured;
pub(crate) use night::Night;
pub use view::{LevelCounts, WarningFilter, WarningTally};

use crate::error::{Error, Result};
use crate::listed;
use crate::services::Warnings;
use crate::store::UnitOfWork;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::id::{UnitId, WarningId};
use domain::org::{OrgPath, UnitKind};
use domain::warning::{Acknowledgement, Indicator, Level, Warning};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A warning as stored: figures in the open, what the unit said of it sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct WarningRow {
    uid: WarningId,
    version: u64,
    /// While it is open no other has the same; its own id once it is closed.
    once: String,
    unit: UnitId,
    unit_name: String,
    kind: UnitKind,
    path: OrgPath,
    /// The lists it stands in: of the units above it, by indicator and level.
    #[serde(default)]
    lists: Vec<String>,
    indicator: Indicator,
    level: Level,
    open: bool,
    opened_on: NaiveDate,
    closed_on: Option<NaiveDate>,
    /// Whether the unit has said anything.
    acknowledged: bool,
    /// Without what the unit said.
    body: Warning,
    /// What it said, sealed.
    said: String,
}

fn once_of(unit: &UnitId, indicator: Indicator) -> String {
    format!("{unit}/{}", indicator.key())
}

fn context_of(id: WarningId) -> String {
    format!("warning/{id}")
}

/// Which of the two sorts of lists a warning stands in.
fn sort_of(open: bool) -> &'static str {
    if open { "open" } else { "closed" }
}

/// A warning's row of which the place was changed, with the lists it stands in now.
pub(crate) fn listed_again(row: Json) -> Result<Json> {
    listed::made_again::<WarningRow>(row, "warning", WarningRow::list)
}

impl WarningRow {
    fn new(
        vault: &dyn Cipher,
        uid: WarningId,
        unit_name: &str,
        kind: UnitKind,
        path: &OrgPath,
        warning: Warning,
    ) -> Self {
        let mut row = Self {
            uid,
            version: 1,
            once: String::new(),
            unit: warning.unit.clone(),
            unit_name: unit_name.to_owned(),
            kind,
            path: path.clone(),
            lists: Vec::new(),
            indicator: warning.indicator,
            level: warning.level,
            open: true,
            opened_on: warning.opened_on,
            closed_on: None,
            acknowledged: false,
            body: warning,
            said: String::new(),
        };
        row.seal(vault);
        row.mirror();
        row
    }

    /// Brings the plain columns to what the warning says.
    fn mirror(&mut self) {
        self.level = self.body.level;
        self.open = self.body.stands();
        self.closed_on = self.body.closed_on;
        self.once = if self.open { once_of(&self.unit, self.indicator) } else { self.uid.to_string() };
        self.list();
    }

    /// Names the lists it stands in.
    fn list(&mut self) {
        let values = [self.indicator.key(), self.level.key()];
        self.lists = listed::keys(self.path.units(), sort_of(self.open), &values);
    }

    fn seal(&mut self, vault: &dyn Cipher) {
        let said = std::mem::take(&mut self.body.acknowledged);
        self.acknowledged = !said.is_empty();
        self.said = vault.seal_value(&said, &context_of(self.uid));
    }

    /// The warning with what the unit said.
    fn opened(&self, vault: &dyn Cipher) -> Result<Warning> {
        let acknowledged: Vec<Acknowledgement> = vault.open_value(&self.said, &context_of(self.uid))?;
        Ok(Warning { acknowledged, ..self.body.clone() })
    }

    fn create(&self, work: &mut UnitOfWork) {
        work.create("warning", &self.uid.to_string(), self);
        work.touch(&self.path);
    }

    /// Writes new figures and gives the row as it is then; what was said stays as it is.
    fn save_figures(&self, work: &mut UnitOfWork, body: Warning) -> Self {
        let mut next = Self { body, version: self.version + 1, ..self.clone() };
        next.mirror();
        work.replace("warning", &self.uid.to_string(), self.version, &next);
        if (next.open, next.level, &next.body.question) != (self.open, self.level, &self.body.question) {
            work.touch(&self.path);
        }
        next
    }

    /// Writes what was said and gives the row as it is then.
    fn save_said(&self, vault: &dyn Cipher, work: &mut UnitOfWork, warning: Warning) -> Self {
        let mut next = Self { body: warning, version: self.version + 1, ..self.clone() };
        next.seal(vault);
        work.replace("warning", &self.uid.to_string(), self.version, &next);
        work.touch(&self.path);
        next
    }
}

impl Warnings<'_> {
    async fn warning_row(&self, id: WarningId) -> Result<WarningRow> {
        self.store.get("warning", &id.to_string()).await?.ok_or(Error::NotFound("warning"))
    }
}
