//! The services of the register: one for each folder, each a view of the same open registry. What a service does is written in its
//! folder; here is only the list of them.

use crate::Registry;

/// Writes a type for each service and the method of [`Registry`] that gives it.
macro_rules! services {
    ($($(#[$doc:meta])* $name:ident: $service:ident,)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy)]
            pub struct $service<'a>(&'a Registry);

            impl std::ops::Deref for $service<'_> {
                type Target = Registry;

                fn deref(&self) -> &Registry {
                    self.0
                }
            }
        )+

        impl Registry {
            $(
                $(#[$doc])*
                pub fn $name(&self) -> $service<'_> {
                    $service(self)
                }
            )+
        }
    };
}

services! {
    /// Absences (缺勤) and what a school does about them.
    absences: Absences,
    /// Who looked at whom (访问日志).
    access_log: AccessLog,
    /// Accounts, sessions, passwords and second factors (账号).
    accounts: Accounts,
    /// What an archive holds (学籍档案).
    archives: Archives,
    /// What goes on in the background, and what was put aside (后台任务).
    background: Background,
    /// How the backup stands (备份).
    backup: Backup,
    /// The working days (工作日历).
    working_days: WorkingDays,
    /// Cases: registration, transfer, correction and the others (办理事项).
    cases: Cases,
    /// Ratings and complaints of guardians (好差评).
    complaints: Complaints,
    /// The register of certificates (证书).
    certificates: Certificates,
    /// Figures of units (统计).
    figures: Dashboards,
    /// Giving data to outsiders (数据提供).
    disclosures: Disclosures,
    /// Accounts and bonds of guardians (监护人).
    guardians: Guardians,
    /// Imports of a class (批量导入).
    imports: Imports,
    /// What is done in turns (作业).
    jobs: Jobs,
    /// The journals of pupils and units (学籍变动记录).
    journal: Journals,
    /// What units owe each other in writing (公文).
    letters: Letters,
    /// What is open, of every kind (待办).
    matters: Matters,
    /// Messages outside the system (短信和邮件通知).
    messages: Messages,
    /// What is left to do after a commit.
    outbox: Outbox,
    /// Whole archives as signed, sealed files (学籍档案电子包).
    packages: Packages,
    /// Paper archives (纸质档案).
    papers: Papers,
    /// The exchange with the population register by files (身份核验).
    population: Population,
    /// Pupils and their numbers (学生).
    pupils: Pupils,
    /// Printed forms and cards (打印).
    prints: Prints,
    /// Notices, consents and erasure (个人信息保护).
    privacy: Privacy,
    /// Problem records and merging (问题学籍).
    problems: Problems,
    /// The yearly promotion (升级).
    promotions: Promotions,
    /// Files that prove something (证明材料).
    proofs: Proofs,
    /// Registrars, their appointment and hand-over (学籍管理员).
    registrars: Registrars,
    /// The term review (学籍核对).
    reviews: Reviews,
    /// What provinces decided (省级规则).
    rules: ProvincialRules,
    /// What the pupils of an existing register are taken over by (存量数据接管).
    take_overs: TakeOvers,
    /// The life of schools (学校).
    schools: Schools,
    /// Whether the store is whole.
    soundness: StoreChecks,
    /// Units and their tree (单位).
    units: Units,
    /// Upkeep of records by the school (日常维护).
    upkeep: Upkeeps,
    /// Violations and orders to correct (违规).
    violations: Violations,
    /// Early warnings (预警).
    warnings: Warnings,
    /// What the system does by itself every hour (自动办理).
    watch: Watch,
}
