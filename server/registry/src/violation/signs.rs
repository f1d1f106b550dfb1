//! Signs of what nobody is late with (第二十七条第二、五、七项): a record that was confirmed to be a second one of the same child, children found
//! elsewhere by a review (人籍分离), accounts that were found to look at more than their work needs. Each is a suspicion, which a person
//! examines.

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
        signs.extend(self.silent_on_check_sheets().await?);
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

    /// Item 5: a review found pupils of a school elsewhere, without a transfer. Where the finder named the other school, the sign is laid to
    /// that school and so put to its authority, one for both schools and the term; of those of whom it is not known where they are, one
    /// for the school that has the records.
    async fn children_elsewhere(&self) -> Result<Vec<Late>> {
        #[derive(Deserialize)]
        struct Row {
            school: UnitId,
            n: i64,
        }
        #[derive(Deserialize)]
        struct Named {
            school: UnitId,
            found_at: UnitId,
            count: i64,
        }
        let now = term(self.store.clock.today());
        let mut signs = Vec::new();
        for term in [now.previous(), now] {
            let text = "SELECT school, found_at, count() FROM review_pupil WHERE term = $term AND here = true AND \
                        found_at NOT IN [NONE, NULL] GROUP BY school, found_at";
            let named: Vec<Named> = self.store.rows(text, Vars::new().with("term", term.key())).await?;
            let counter = format!("review|{}|finding|{}", term.key(), Finding::Elsewhere.key());
            let text = "SELECT school, n FROM tally WHERE counter = $counter AND n > 0";
            let rows: Vec<Row> = self.store.rows(text, Vars::new().with("counter", counter)).await?;
            for row in rows {
                let known: i64 =
                    named.iter().filter(|one| one.school == row.school).map(|one| one.count).sum();
                if row.n > known {
                    signs.push(Late {
                        once: format!("elsewhere/{}/{}", row.school, term.key()),
                        kind: ViolationKind::NoTransfer,
                        fact: format!(
                            "{term}学籍复核认定 {} 名学生人籍分离，应核查接收学校是否为其办理转学手续。",
                            row.n - known
                        ),
                        subject: row.school,
                    });
                }
            }
            for one in named {
                let from = self.units().unit(&one.school).await?.name;
                signs.push(Late {
                    once: format!("received/{}/{}/{}", one.found_at, one.school, term.key()),
                    kind: ViolationKind::NoTransfer,
                    fact: format!(
                        "{term}{from}学籍复核认定 {} 名学生在本校就读而学籍仍在{from}，应核查本校是否接收学生而不为其办理转学手续。",
                        one.count
                    ),
                    subject: one.found_at,
                });
            }
        }
        Ok(signs)
    }

    /// Item 8: a school let the window of a check sheet between provinces pass (第六条).
    async fn silent_on_check_sheets(&self) -> Result<Vec<Late>> {
        let silent = self.problems().silent_on_check_sheets().await?;
        let sign = |(problem, school, number, until): (ProblemId, UnitId, String, NaiveDate)| Late {
            once: format!("check_sheet/{problem}/{school}/{until}"),
            kind: ViolationKind::OtherOfSchool,
            fact: format!("跨省问题学籍{number}应于{}前答复，逾期未答复。", day(until)),
            subject: school,
        };
        Ok(silent.into_iter().filter(|(_, school, ..)| school.is_school()).map(sign).collect())
    }

    /// Item 7, and 第二十六条 of an authority: looks that were looked into and confirmed to be beyond the work.
    pub(super) async fn unusual_looking(&self) -> Result<Vec<Late>> {
        let looks = self.access_log().looks_beyond_the_work().await?;
        let sign = |(unit, account, on, n): (UnitId, AccountId, NaiveDate, u64)| Late {
            once: format!("alarm/{account}/{on}"),
            kind: if unit.is_school() { ViolationKind::Disclosure } else { ViolationKind::OfAuthority },
            fact: format!(
                "本单位一个账号于{}查阅学生信息 {n} 次，经查阅异常核查认定并由审计管理员确认为越权查阅。",
                day(on)
            ),
            subject: unit,
        };
        Ok(looks.into_iter().map(sign).collect())
    }
}
