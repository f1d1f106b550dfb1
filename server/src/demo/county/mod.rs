//! A county worth looking at (`--demo-size county`): twenty schools of very different sizes with some 2,500 children, entered by the bulk path, and
//! cases of every kind in every state. The small country stands beside it as always.

mod cases;
mod changes;
mod kids;
mod plan;
mod schools;

use super::{Country, Progress, people, units};
use domain::access::Role;
use domain::id::UnitId;
use domain::org::Unit;
use domain::rules::RuleKey;
use kids::{Kid, Pool};
use registry::rules::DraftRules;
use schools::{SCHOOLS, School};

/// The county: another one than those in which the small country has its schools.
const COUNTY: &str = "320118";
/// The province whose rules it follows.
const PROVINCE: &str = "320000";
/// Where the numbers of those who work there begin: behind those of the small country, before the crowd's.
const STAFF: usize = 3_000;
/// Beyond the seeds of the small country's children, before the crowd's.
const SEED: u64 = 400_000_000;

/// Where to begin looking at it.
pub(super) const ACCOUNTS: [(&str, &str); 4] = [
    ("320118.registrar", "高淳区 学籍管理员：全区各类事项、各种状态"),
    ("320118.official", "高淳区 查阅人员：全区数字和两年的变化"),
    ("2132000301.registrar", "高淳区文澜小学（四百余名学生）学籍管理员"),
    ("2132000314.registrar", "高淳区湖滨教学点（六名学生）学籍管理员"),
];

impl Country {
    /// Builds it. Gives how many children it has.
    pub(super) async fn build_county(&mut self, progress: &Progress) -> anyhow::Result<u64> {
        let county = self.county_authority().await?;
        let mut seed = self.plan.seed.wrapping_mul(1_000_000) + SEED;
        let mut kids = Vec::new();
        for (n, planned) in SCHOOLS.iter().enumerate() {
            let school = self.county_school(&county, planned, n).await?;
            let classes = schools::classes(planned);
            let enrolled = self.fill_classes(&school, &planned.plan, classes, &mut seed).await?;
            let of = |one: super::crowd::Enrolled| Kid {
                person: one.person,
                school: school.id.clone(),
                grade: one.grade,
                class: one.class,
            };
            kids.extend(enrolled.into_iter().map(of));
            // School by school: a long outbox is slow to work off.
            self.registry.outbox().drain_outbox().await?;
        }
        let children = kids.len() as u64;
        progress.told("县：学校和学生");
        self.county_rules().await?;
        let mut pool = Pool::new(kids);
        let plan = plan::plan();
        let mut made = 0;
        for (n, planned) in plan.iter().enumerate() {
            made += usize::from(self.bring_about(&mut pool, planned, n).await?);
        }
        self.registry.outbox().drain_outbox().await?;
        progress.told(&format!("县：事项，计划 {} 件，办到预定状态 {made} 件", plan.len()));
        Ok(children)
    }

    /// The county's authority with everybody who works there, and its townships.
    async fn county_authority(&mut self) -> anyhow::Result<Unit> {
        let county = self.registry.units().unit(&COUNTY.parse::<UnitId>()?).await?;
        let townships = units::townships(&county);
        self.registry.units().add_units(&townships).await?;
        self.units.insert(county.id.clone(), county.clone());
        self.units.extend(townships.into_iter().map(|unit| (unit.id.clone(), unit)));
        self.at(self.ago(people::HIRED), 9);
        // From the top down: the system administrator has to be there before he makes others.
        let roles = Role::ALL.into_iter().rev().filter(|role| role.exists_in(county.kind));
        for (n, role) in roles.enumerate() {
            self.employ(&county, role, STAFF + n).await?;
        }
        self.appoint(&county.id, people::HIRED, true).await?;
        Ok(county)
    }

    /// The `n`th school with somebody who enters and somebody who agrees.
    async fn county_school(&mut self, county: &Unit, planned: &School, n: usize) -> anyhow::Result<Unit> {
        let unit = units::school_unit(&planned.plan, county);
        self.registry.units().add_units(std::slice::from_ref(&unit)).await?;
        self.units.insert(unit.id.clone(), unit.clone());
        self.at(self.ago(people::HIRED), 9);
        for (m, role) in [Role::Registrar, Role::Leader].into_iter().enumerate() {
            self.employ(&unit, role, STAFF + 20 + n * 2 + m).await?;
        }
        self.appoint(&unit.id, people::HIRED, false).await?;
        Ok(unit)
    }

    /// The nation leaves repeating and skipping to the provinces, and nothing is known of this one: so that there are such cases, it allows both.
    async fn county_rules(&self) -> anyhow::Result<()> {
        let province: UnitId = PROVINCE.parse()?;
        let (author, leader) =
            (self.actor(&province, Role::Registrar)?, self.actor(&province, Role::Leader)?);
        let seeded = registry::seed::rules().into_iter().find(|set| set.authority == province);
        let (mut values, scopes) = seeded.map(|set| (set.values, set.scopes)).unwrap_or_default();
        values.insert(RuleKey::RepeatStages, "1,2,3".into());
        values.insert(RuleKey::RepeatCap, "10".into());
        values.insert(RuleKey::SkipStages, "1,2,3".into());
        let draft = DraftRules {
            values,
            scopes,
            delegated: Default::default(),
            valid_from: self.ago(60),
            valid_until: None,
            source: "江苏省中小学生学籍管理实施细则修订（演示，非真实文件）".into(),
            note: "各学段可以留级、跳级".into(),
        };
        self.at(self.ago(70), 10);
        self.registry.rules().propose_rules(author, &draft).await?;
        self.at(self.ago(68), 10);
        self.registry.rules().decide_rules(leader, true, "").await?;
        Ok(())
    }
}
