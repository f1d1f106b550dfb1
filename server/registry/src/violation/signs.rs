//! Signs of what nobody is late with (第二十七条第二、五、七项): a record that was confirmed to be a second one of the same child, children found
//! elsewhere by a review (人籍分离), accounts that look at more records than is usual. Each is a suspicion, which a person examines.

use super::find::{Late, day};
use crate::error::Result;
use crate::services::Violations;
use crate::store::Vars;
use chrono::NaiveDate;
use domain::calendar::term;
use domain::id::{AccountId, ProblemId, UnitId};
use domain::review::Finding;
use domain::violation::ViolationKind;
use serde::Deserialize;

impl Violations<'_> {
    /// Every sign there is.
    pub(super) async fn signs(&self) -> Result<Vec<Late>> {
        let mut signs = self.records_built_twice().await?;
        signs.extend(self.children_elsewhere().await?);
        signs.extend(self.unusual_looking().await?);
        Ok(signs)
    }

    /// Item 2: two records were merged because they are of one child; the school of the one that went had built it.
    async fn records_built_twice(&self) -> Result<Vec<Late>> {
        let merged = self.problems().confirmed_duplicates().await?;
        let sign = |(problem, school, on): (ProblemId, UnitId, NaiveDate)| Late {
            once: format!("problem/{problem}/{school}"),
            kind: ViolationKind::FalseRecord,
            fact: format!(
                "问题学籍核查于{}认定本校建立的一份学籍与同一学生的另一份学籍重复，已合并。",
                day(on)
            ),
            subject: school,
        };
        Ok(merged.into_iter().filter(|(_, school, _)| school.is_school()).map(sign).collect())
    }

    /// Item 5: a review found pupils of a school at another school, without a transfer. One sign per school and term.
    async fn children_elsewhere(&self) -> Result<Vec<Late>> {
        #[derive(Deserialize)]
        struct Row {
            school: UnitId,
            n: i64,
        }
        let now = term(self.store.clock.today());
        let mut signs = Vec::new();
        for term in [now.previous(), now] {
            let counter = format!("review|{}|finding|{}", term.key(), Finding::Elsewhere.key());
            let text = "SELECT school, n FROM tally WHERE counter = $counter AND n > 0";
            let rows: Vec<Row> = self.store.rows(text, Vars::new().with("counter", counter)).await?;
            signs.extend(rows.into_iter().map(|row| Late {
                once: format!("elsewhere/{}/{}", row.school, term.key()),
                kind: ViolationKind::NoTransfer,
                fact: format!(
                    "{term}学籍复核认定 {} 名学生人籍分离，应核查接收学校是否为其办理转学手续。",
                    row.n
                ),
                subject: row.school,
            }));
        }
        Ok(signs)
    }

    /// Item 7, and 第二十六条 of an authority: accounts that looked at more than is usual.
    async fn unusual_looking(&self) -> Result<Vec<Late>> {
        let alarms = self.access_log().alarms_lately().await?;
        let sign = |(unit, account, on, n): (UnitId, AccountId, NaiveDate, u64)| Late {
            once: format!("alarm/{account}/{on}"),
            kind: if unit.is_school() { ViolationKind::Disclosure } else { ViolationKind::OfAuthority },
            fact: format!(
                "本单位一个账号于{}查阅学生信息 {n} 次，超过限额或平常数量，应核查是否泄露或非法使用学籍信息。",
                day(on)
            ),
            subject: unit,
        };
        Ok(alarms.into_iter().map(sign).collect())
    }
}
