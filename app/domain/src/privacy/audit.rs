//! 未成年人个人信息保护合规审计报告 (未成年人网络保护条例第三十七条): figures of a year, kept as they were made.

use super::Consent;
use crate::access_log::Use;
use crate::account::Role;
use crate::refusal::{Basis, Refusal, RefusalCode};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A report, once made never changed. Figures of standing things are of the day it was made, figures of events of the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditReport {
    /// The authority whose report it is.
    pub authority: String,
    /// The year it is about.
    pub year: i32,
    /// The day it was made.
    pub made_on: NaiveDate,
    /// Who made it.
    pub made_by: String,
    /// Records in scope, of those who have left too; not those refused or merged away.
    pub records: u64,
    /// Of them surely below 18, by year of birth.
    pub below_18: u64,
    /// Of them surely below 14.
    pub below_14: u64,
    /// Of them those who become 14 in the year it was made: the birthday is sealed and not looked at.
    pub turning_14: u64,
    /// Staff accounts of the units in scope, sealed ones left out.
    pub accounts: Vec<RoleCount>,
    /// Looks at records in the year by the accounts in scope, by use (访问日志).
    pub looks: Vec<(Use, u64)>,
    /// Alarms about unusual looking.
    pub alarms: u64,
    /// Full values looked at in the year by those accounts.
    pub reveals: u64,
    /// What they were for, most frequent first.
    pub reasons: Vec<Reason>,
    /// Consents given in the year.
    pub consents_given: u64,
    /// Consents withdrawn in the year.
    pub consents_withdrawn: u64,
    /// How the children's consents stand on the day it was made.
    pub consents: Vec<(Consent, u64)>,
    /// Corrections asked in the year.
    pub corrections: u64,
    /// Of them decided.
    pub corrections_decided: u64,
    /// Of the decided ones, those in which every step was taken by its day.
    pub corrections_in_time: u64,
    /// Requests to give data to outsiders (对外提供) asked in the year.
    pub requests: u64,
    /// Of them approved.
    pub requests_approved: u64,
    /// Downloads on the ground of these approvals.
    pub downloads: u64,
    /// Violations of the disclosure kind (第二十七条第七项) put down in the year, suspected or not.
    pub disclosures: u64,
    /// Of them those that led to an order.
    pub disclosures_ordered: u64,
    /// Of them still open.
    pub disclosures_open: u64,
}

/// Accounts of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleCount {
    /// The role.
    pub role: Role,
    /// How many.
    pub accounts: u64,
    /// Of them with a training record.
    pub trained: u64,
}

/// A reason that was given for looking at full values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// In the words that were given, longer runs of digits covered.
    pub words: String,
    /// How often.
    pub times: u64,
}

/// What the report does not measure, said in it.
pub const NOT_MEASURED: [&str; 4] = [
    "系统外的纸质、表格和其他系统中的个人信息处理活动：本报告未统计。",
    "个人信息保护影响评估、应急演练和安全事件处置：须由本单位另行提供材料。",
    "委托处理个人信息的合同：本报告未统计。",
    "监护人账号数量：监护人账号不属于任何单位，本报告未统计。",
];

impl AuditReport {
    /// Whether the year was over when it was made.
    pub fn is_final(&self) -> bool {
        self.made_on.year() > self.year
    }

    /// Sorts children by year of birth: surely below an age on that day, and those who reach it in that year.
    pub fn ages(made_on: NaiveDate, age: i32, by_birth_year: &[(i32, u64)]) -> (u64, u64) {
        let turns = made_on.year() - age;
        let sum = |keep: &dyn Fn(i32) -> bool| {
            by_birth_year.iter().filter(|(year, _)| keep(*year)).map(|(_, count)| count).sum()
        };
        (sum(&|year| year > turns), sum(&|year| year == turns))
    }
}

/// A reason as the report may print it: runs of six and more digits are covered, since they may be a number of a person.
pub fn tidy_reason(words: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for c in words.trim().chars().chain([' ']) {
        if c.is_ascii_digit() {
            run.push(c);
            continue;
        }
        out.push_str(if run.len() >= 6 { "******" } else { &run });
        run.clear();
        out.push(c);
    }
    out.trim_end().to_owned()
}

/// Whether a report of that year can be made: of the present year up to today, or of the last.
///
/// # Errors
/// A refusal beside `year`.
pub fn may_report(year: i32, today: NaiveDate) -> Result<(), Refusal> {
    if year == today.year() || year == today.year() - 1 {
        return Ok(());
    }
    let what = "只能生成本年度（截至今日）或上一年度的报告。";
    Err(Refusal::new(RefusalCode::Year, Basis::Article(25), what, "更早年度的报告请在列表中打开。"))
}
