//! Registrars (第二十三条): everybody's is appointed and reported upwards; at one school the work is being handed over. One certificate is
//! over: see `people`.

use super::{Country, units};
use chrono::Days;
use domain::access::{Actor, Role};
use domain::id::UnitId;
use domain::registrar::{Employment, HandOverCommand, Post};
use registry::account::{NewAccount, Training};
use registry::registrar::AskedHandOver;

/// Where the registrar leaves.
const LEAVING: &str = "5151000103";

impl Country {
    pub(super) async fn build_registrars(&self) -> anyhow::Result<()> {
        let schools = units::SCHOOLS.iter().chain(units::MERGING).map(|plan| plan.code);
        for (n, code) in (0_u64..).zip(units::AUTHORITIES.iter().copied().chain(schools)) {
            self.appoint(&code.parse()?, 400 - n * 9, n % 3 == 0).await?;
        }
        // The authorities have acknowledged what is older than a season.
        self.at(self.ago(90), 10);
        for code in units::AUTHORITIES {
            let registrar = self.actor(&code.parse()?, Role::Registrar)?;
            for line in self.registry.registrars().registrar_reports(registrar).await? {
                if line.acknowledged.is_none() && line.told_on < self.ago(120) {
                    self.registry.registrars().acknowledge_registrar(registrar, line.id).await?;
                }
            }
        }
        self.hand_over_at(LEAVING).await
    }

    /// Has a unit's leader appoint its registrar, so many days ago; at a school part-time if not `full`.
    pub(super) async fn appoint(&self, unit: &UnitId, ago: u64, full: bool) -> anyhow::Result<()> {
        let (leader, registrar) = (self.actor(unit, Role::Leader)?, self.actor(unit, Role::Registrar)?);
        self.at(self.ago(ago), 9);
        let part = unit.is_school() && !full;
        let title =
            if unit.is_school() { "教务处学籍管理员" } else { "基础教育科学籍管理员" };
        let post = Post {
            title: title.into(),
            employment: if part { Employment::Part } else { Employment::Full },
            since: self.ago(ago),
            document: "关于任用学籍管理员的通知".into(),
        };
        Ok(self.registry.registrars().appoint_registrar(leader, registrar.account, post).await?)
    }

    async fn hand_over_at(&self, code: &str) -> anyhow::Result<()> {
        let unit = self.unit(code)?.clone();
        let above = unit.parent.clone().unwrap_or_else(domain::id::UnitId::nation);
        let admin = self.actor(&above, Role::SystemAdmin)?;
        let leader = self.actor(&unit.id, Role::Leader)?;
        let leaver: &Actor = self.actor(&unit.id, Role::Registrar)?;
        let login = format!("{code}.registrar2");
        self.at(self.ago(6), 9);
        let new = NewAccount {
            unit: unit.id.clone(),
            role: Role::Registrar,
            login: login.clone(),
            name: "温雅琴".into(),
            identity: super::people::staff_identity(900),
        };
        let account = self.open_account(admin, &new, 6, 6).await?;
        let training = Training {
            course: "全国学籍系统管理员培训".into(),
            hours: Some(24),
            certificate: "XJPX900001".into(),
            on: self.ago(12),
            valid_until: Some(self.today + Days::new(1080)),
        };
        self.registry.accounts().file_training(&self.certifier(admin)?, account, training).await?;
        let post = Post {
            title: "教务处学籍管理员".into(),
            employment: Employment::Full,
            since: self.ago(6),
            document: "关于任用学籍管理员的通知".into(),
        };
        self.registry.registrars().appoint_registrar(leader, account, post).await?;
        let asked = AskedHandOver {
            from: leaver.account,
            to: account,
            last_day: self.today,
            reason: "调往本区其他学校任教".into(),
        };
        self.at(self.ago(3), 9);
        let id = self.registry.registrars().open_hand_over(leader, &asked).await?;
        let note = HandOverCommand::Note("纸质学籍档案柜钥匙两把、学籍专用章一枚".into());
        self.registry.registrars().step_hand_over(leader, id, &note).await?;
        Ok(())
    }
}
