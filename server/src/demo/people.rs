//! The people of the demo's units. Each unit makes the accounts of the units directly below, as in life (第二十三条, 第二十五条).

use super::{Country, PASSWORD, units};
use chrono::Days;
use domain::access::{Actor, ActorUnit, Role};
use domain::id::{AccountId, UnitId};
use domain::org::Unit;
use registry::account::{NewAccount, Training};
use std::collections::BTreeMap;

const SURNAMES: [&str; 16] =
    ["周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "朱", "秦", "尤", "许"];
const GIVEN: [&str; 14] = [
    "志远", "丽娟", "建华", "晓梅", "国强", "秀兰", "永明", "静", "海波", "雪芹", "振宇", "玉华", "思齐",
    "慧",
];

/// The school whose registrar's certificate is over.
const LAPSED: &str = "5151000204";
/// Days ago.
const HIRED: u64 = 420;
/// Days ago.
const PASSWORD_CHANGED: u64 = 5;

/// Everybody, by unit and role.
#[derive(Default)]
pub(super) struct People(BTreeMap<(UnitId, Role), Actor>);

impl People {
    pub(super) fn get(&self, unit: &UnitId, role: Role) -> Option<&Actor> {
        self.0.get(&(unit.clone(), role))
    }

    fn put(&mut self, unit: &Unit, role: Role, account: AccountId, name: String) {
        let actor = Actor {
            account,
            name,
            role,
            unit: Some(ActorUnit {
                id: unit.id.clone(),
                name: unit.name.clone(),
                kind: unit.kind,
                path: unit.path.clone(),
            }),
            trained: role == Role::Registrar,
            children: Vec::new(),
            ties: domain::access::Ties::none(),
        };
        self.0.insert((unit.id.clone(), role), actor);
    }
}

impl Country {
    pub(super) async fn build_people(&mut self) -> anyhow::Result<()> {
        self.at(self.ago(HIRED), 9);
        for (login, password) in self.registry.bootstrap_admins().await? {
            let role = match login.as_str() {
                "nation.system" => Role::SystemAdmin,
                "nation.security" => Role::SecurityAdmin,
                _ => Role::AuditAdmin,
            };
            let nation = self.units[&UnitId::nation()].clone();
            self.at(self.ago(PASSWORD_CHANGED), 9);
            let account = self.registry.take_over(&login, &password, PASSWORD).await?;
            self.at(self.ago(HIRED), 9);
            self.people.put(&nation, role, account, format!("国家{}", role.label()));
        }
        // From the top down: a unit's system administrator has to be there before he makes others.
        let mut n = 0;
        for code in units::AUTHORITIES
            .iter()
            .copied()
            .chain(units::SCHOOLS.iter().chain(units::MERGING).map(|plan| plan.code))
        {
            let unit = self.unit(code)?.clone();
            for role in Role::ALL.into_iter().rev().filter(|role| role.exists_in(unit.kind)) {
                if self.people.get(&unit.id, role).is_none() {
                    n += 1;
                    self.employ(&unit, role, n).await?;
                }
            }
        }
        Ok(())
    }

    async fn employ(&mut self, unit: &Unit, role: Role, n: usize) -> anyhow::Result<()> {
        let above = unit.parent.clone().unwrap_or_else(UnitId::nation);
        let admin = match self.people.get(&unit.id, Role::SystemAdmin) {
            Some(own) => own.clone(),
            None => self.actor(&above, Role::SystemAdmin)?.clone(),
        };
        let name = format!("{}{}", SURNAMES[n % SURNAMES.len()], GIVEN[(n * 5 + n / 16) % GIVEN.len()]);
        let place = if unit.id == UnitId::nation() { "nation".to_owned() } else { unit.id.to_string() };
        let login = format!("{place}.{}", role.key());
        let new = NewAccount { unit: unit.id.clone(), role, login: login.clone(), name: name.clone() };
        let (account, password) = self.registry.create_account(&admin, &new).await?;
        // People change their passwords every ninety days; the demo's have just done so.
        self.at(self.ago(PASSWORD_CHANGED), 9);
        self.registry.take_over(&login, &password, PASSWORD).await?;
        self.at(self.ago(HIRED), 9);
        if role == Role::Registrar {
            let training = Training {
                course: "全国学籍系统管理员培训".into(),
                certificate: format!("XJPX{:06}", n),
                on: self.ago(430),
                hours: Some(24),
                // The smallest school's registrar has let the certificate lapse.
                valid_until: Some(if unit.id.as_str() == LAPSED {
                    self.ago(20)
                } else {
                    self.today + Days::new(600)
                }),
            };
            self.registry.file_training(&admin, account, training).await?;
        }
        self.people.put(unit, role, account, name);
        Ok(())
    }
}
