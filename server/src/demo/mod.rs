//! A small country that looks real, built through the same services people use: two provinces with their cities and
//! counties, twenty schools of every kind in 第二条, children with valid fictitious numbers, cases in every state. The same
//! seed on the same day builds the same country.

mod certificates;
mod changes;
mod corrections;
mod county;
mod crowd;
mod disclosures;
mod history;
mod kept;
mod letters;
mod packages;
mod papers;
mod people;
mod prints;
mod privacy;
mod problems;
mod progress;
mod pupils;
mod registrars;
mod reviews;
mod rules;
mod schools;
mod telephones;
mod units;
mod voices;
mod warnings;

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeZone, Utc};
use domain::access::Actor;
use domain::id::UnitId;
use domain::org::Unit;
pub(crate) use kept::provide;
use people::People;
pub(crate) use progress::Progress;
use registry::clock::{Clock, Entropy, shanghai_day};
use registry::{Location, Registry};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The password of every account of the demo.
pub(crate) const PASSWORD: &str = "Lantern-Bamboo-47";

/// What to build.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Plan {
    /// How many children: about 6,000 or about 300; or about 300 and a county of 2,500.
    #[arg(long = "demo-size", value_enum, default_value = "full")]
    size: Size,
    /// The same seed on the same day builds the same country.
    #[arg(long = "seed", default_value_t = 1)]
    seed: u64,
    /// So many more children, in schools of every size; for measuring and trials.
    #[arg(long = "pupils", default_value_t = 0)]
    pupils: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Size {
    /// About 6,000 children.
    Full,
    /// About 300 children.
    Small,
    /// The small one, and beside it a county worth looking at: twenty schools with about 2,500 children, cases in every state, two years of
    /// figures.
    County,
}

impl Size {
    /// How it is called at the prompt.
    fn key(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Small => "small",
            Self::County => "county",
        }
    }
}

/// The country while it is being built.
struct Country {
    registry: Registry,
    clock: Clock,
    plan: Plan,
    /// The day it is built on.
    today: NaiveDate,
    /// The year in which the present school year began.
    school_year: i32,
    units: BTreeMap<UnitId, Unit>,
    people: People,
    /// Which children have a guardian with an account.
    families: Mutex<pupils::Families>,
}

/// Whether there is nobody in the registry yet.
pub(crate) async fn is_wanted(location: &Location) -> anyhow::Result<bool> {
    if !registry::store::holds_a_store(&location.store) {
        return Ok(true);
    }
    let registry = Registry::open(location, Clock::system(), Entropy::system()).await?;
    Ok(!registry.accounts().has_accounts().await?)
}

/// Builds the demo in a registry in which there is nobody yet.
pub(crate) async fn build(location: &Location, plan: &Plan, progress: &Progress) -> anyhow::Result<()> {
    let now = Clock::system().now();
    let clock = Clock::set_to(now);
    let registry = Registry::open(location, clock.clone(), Entropy::seeded(plan.seed)).await?;
    println!("正在建立演示数据（只在第一次启动时）……");
    let today = shanghai_day(now);
    let school_year = if today.month() >= 9 { today.year() } else { today.year() - 1 };
    registry.units().seed_units().await?;
    let mut country = Country {
        registry,
        clock,
        plan: plan.clone(),
        today,
        school_year,
        units: BTreeMap::new(),
        people: People::default(),
        families: Mutex::default(),
    };
    country.build_units().await?;
    progress.told("单位");
    country.build_people().await?;
    country.build_telephones().await?;
    progress.told("账号");
    let pupils = country.build_pupils().await?;
    progress.told("学生");
    country.build_rules().await?;
    let asked = country.build_corrections(&pupils).await?;
    country.build_voices(&asked).await?;
    country.build_changes(&pupils).await?;
    country.build_letters().await?;
    country.build_certificates().await?;
    country.build_papers(&pupils).await?;
    country.build_problems().await?;
    country.build_packages(&pupils).await?;
    country.build_schools().await?;
    country.build_registrars().await?;
    country.build_reviews().await?;
    country.build_disclosures().await?;
    country.build_looks().await?;
    country.build_privacy(&pupils).await?;
    country.build_prints(&pupils).await?;
    progress.told("事项");
    let mut more = plan.pupils;
    if plan.size == Size::County {
        more += country.build_county(progress).await?;
    }
    if plan.pupils > 0 {
        country.build_crowd(plan.pupils).await?;
        progress.told("更多学生");
    }
    country.clock.set(now);
    country.registry.outbox().drain_outbox().await?;
    country.build_warnings(now).await?;
    // Of today alone: the past days were set up in no order, and the figures of one of them were never those of the country.
    country.registry.figures().nightly_figures().await?;
    if plan.size == Size::County {
        country.build_history().await?;
        progress.told("往期数据");
    }
    country.registry.soundness().renew_mark().await?;
    // All of it lies in the log still; every copy that is opened would read it again.
    country.registry.store.close().await?;
    println!("演示数据已建立：{} 名学生，用时 {} 秒。", pupils.len() as u64 + more, progress.seconds());
    Ok(())
}

impl Country {
    async fn build_units(&mut self) -> anyhow::Result<()> {
        for code in units::AUTHORITIES {
            let unit =
                self.registry.units().unit(&code.parse::<UnitId>().map_err(anyhow::Error::from)?).await?;
            self.units.insert(unit.id.clone(), unit);
        }
        let mut added = Vec::new();
        for plan in units::SCHOOLS.iter().chain(units::MERGING) {
            let authority = self.unit(plan.authority)?;
            let school = units::school_unit(plan, authority);
            added.push(school);
        }
        let counties: Vec<Unit> =
            self.units.values().filter(|unit| unit.kind == domain::org::UnitKind::County).cloned().collect();
        added.extend(counties.iter().flat_map(units::townships));
        self.registry.units().add_units(&added).await?;
        self.units.extend(added.into_iter().map(|unit| (unit.id.clone(), unit)));
        Ok(())
    }

    fn families(&self) -> MutexGuard<'_, pupils::Families> {
        self.families.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unit(&self, code: &str) -> anyhow::Result<&Unit> {
        let id: UnitId = code.parse()?;
        self.units.get(&id).ok_or_else(|| anyhow::anyhow!("no unit {code} in the plan"))
    }

    /// Sets the clock to an hour of a day in Asia/Shanghai, but never beyond the day the demo is built on.
    fn at(&self, day: NaiveDate, hour: u32) {
        let day = day.min(self.today);
        let local = day.and_hms_opt(hour.saturating_sub(8), 0, 0).unwrap_or_default();
        let at: DateTime<Utc> = Utc.from_utc_datetime(&local);
        self.clock.set(at.min(Clock::system().now()));
    }

    /// The day that lies so many days back.
    fn ago(&self, days: u64) -> NaiveDate {
        self.today - Days::new(days)
    }

    fn actor(&self, unit: &UnitId, role: domain::access::Role) -> anyhow::Result<&Actor> {
        self.people.get(unit, role).ok_or_else(|| anyhow::anyhow!("nobody is {} in {unit}", role.key()))
    }
}

/// What is printed after the demo: where to begin.
pub(crate) fn accounts_notice(plan: &Plan) -> String {
    let lines = [
        ("2132000101.registrar", "玄武区明德小学 学籍管理员：录入、导入、打印绑定码"),
        ("2132000101.leader", "玄武区明德小学 学籍主管领导：审核提交"),
        ("320102.registrar", "玄武区 学籍管理员：核办"),
        ("320102.leader", "玄武区 学籍主管领导：核准"),
        ("320100.official", "南京市 查阅人员"),
        ("320000.official", "江苏省 查阅人员"),
        ("nation.official", "教育部 查阅人员"),
        ("320102.system_admin", "玄武区 系统管理员：建立账号、登记培训"),
        ("13900000001", "一名监护人（手机号）"),
    ];
    let mut text = format!("演示账号（密码都是 {PASSWORD}）：\n");
    let county: &[(&str, &str)] = if plan.size == Size::County { &county::ACCOUNTS } else { &[] };
    for (login, what) in lines.iter().chain(county) {
        text.push_str(&format!("  {login:<24}{what}\n"));
    }
    text.push_str("其他账号：<单位代码>.<岗位>，岗位为 registrar、leader、official、system_admin、security_admin、audit_admin。");
    text
}
