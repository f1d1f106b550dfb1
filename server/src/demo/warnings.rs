//! Early warnings (第二十四条): nothing is invented; the watch measures what the other parts of the demo have left behind, as it does each
//! night, and makes the digests of the Mondays it passes. One school answers its warning; those of the others wait on their desks.

use super::Country;
use chrono::{DateTime, Utc};
use domain::access::Role;
use domain::warning::Week;
use registry::warning::WarningFilter;

/// A school of which the demo leaves something open, and that says what it does about it.
const SCHOOL: &str = "2132000201";

impl Country {
    pub(super) async fn build_warnings(&self, now: DateTime<Utc>) -> anyhow::Result<()> {
        let monday = Week::of(self.today).first_day();
        for day in [monday - chrono::Days::new(7), monday] {
            self.at(day, 3);
            self.registry.warnings().nightly_warnings().await?;
        }
        self.clock.set(now);
        self.registry.warnings().nightly_warnings().await?;
        let leader = self.actor(&SCHOOL.parse()?, Role::Leader)?;
        let page = self.registry.warnings().list_warnings(leader, &WarningFilter::default(), None).await?;
        if let Some(line) = page.warnings.rows.iter().find(|line| line.answer_by.is_some()) {
            let words = "已由分管校长牵头逐项核对，本周内向区教育行政部门报告核对结果。";
            self.registry.warnings().acknowledge_warning(leader, line.id, words).await?;
        }
        Ok(())
    }
}
