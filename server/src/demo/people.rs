//! The people of the demo's units. Each unit makes the accounts of the units directly below, as in life (第二十三条, 第二十五条).

use super::{Country, PASSWORD, units};
use chrono::Days;
use domain::access::{Actor, ActorUnit, Role};
use domain::id::{AccountId, UnitId};
use domain::ident::ResidentId;
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
pub(super) const LAPSED: &str = "5151000204";
/// Days ago.
pub(super) const HIRED: u64 = 420;
/// When the nation's own administrators began: longer before the others than the thirty days in which the second of them answers for
/// nothing that the first has made.
const FOUNDED: u64 = HIRED + 40;
/// Days ago.
const PASSWORD_CHANGED: u64 = 5;

/// Everybody, by unit and role.
#[derive(Default)]
pub(super) struct People {
    all: BTreeMap<(UnitId, Role), Actor>,
    /// The nation's second system administrator: certifies whose accounts the first made.
    second: Option<Actor>,
}

impl People {
    pub(super) fn get(&self, unit: &UnitId, role: Role) -> Option<&Actor> {
        self.all.get(&(unit.clone(), role))
    }

    fn put(&mut self, unit: &Unit, role: Role, account: AccountId, name: String) {
        self.all.insert((unit.id.clone(), role), Self::person(unit, role, account, name));
    }

    fn person(unit: &Unit, role: Role, account: AccountId, name: String) -> Actor {
        Actor {
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
            appointed: role == Role::Registrar,
            children: Vec::new(),
            ties: domain::access::Ties::none(),
        }
    }
}

impl Country {
    pub(super) async fn build_people(&mut self) -> anyhow::Result<()> {
        self.at(self.ago(FOUNDED), 9);
        for (login, password) in self.registry.accounts().bootstrap_admins().await? {
            let role = match login.as_str() {
                "nation.system" => Role::SystemAdmin,
                "nation.security" => Role::SecurityAdmin,
                _ => Role::AuditAdmin,
            };
            let nation = self.units[&UnitId::nation()].clone();
            self.at(self.ago(PASSWORD_CHANGED), 9);
            let account = self.registry.accounts().take_over(&login, &password, PASSWORD).await?;
            self.at(self.ago(FOUNDED), 9);
            self.people.put(&nation, role, account, format!("国家{}", role.label()));
        }
        let nation = self.units[&UnitId::nation()].clone();
        let (account, name) = self.hire(&nation, Role::SystemAdmin, "nation.system2", 0, FOUNDED).await?;
        self.people.second = Some(People::person(&nation, Role::SystemAdmin, account, name));
        self.at(self.ago(HIRED), 9);
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

    pub(super) async fn employ(&mut self, unit: &Unit, role: Role, n: usize) -> anyhow::Result<()> {
        let place = if unit.id == UnitId::nation() { "nation".to_owned() } else { unit.id.to_string() };
        let login = format!("{place}.{}", role.key());
        let (account, name) = self.hire(unit, role, &login, n, HIRED).await?;
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
            let maker = self.maker(unit)?;
            self.registry.accounts().file_training(&self.certifier(&maker)?, account, training).await?;
        }
        self.people.put(unit, role, account, name);
        Ok(())
    }

    /// Makes an account and lets the administrators of the unit above confirm it, as in life; its holder has a password.
    async fn hire(
        &self,
        unit: &Unit,
        role: Role,
        login: &str,
        n: usize,
        made: u64,
    ) -> anyhow::Result<(AccountId, String)> {
        let name = format!("{}{}", SURNAMES[n % SURNAMES.len()], GIVEN[(n * 5 + n / 16) % GIVEN.len()]);
        let new = NewAccount {
            unit: unit.id.clone(),
            role,
            login: login.to_owned(),
            name: name.clone(),
            identity: staff_identity(n),
        };
        let account = self.open_account(&self.maker(unit)?, &new, made, PASSWORD_CHANGED).await?;
        Ok((account, name))
    }

    /// An account that was made and confirmed so many days ago, and got its own password so many days ago.
    pub(super) async fn open_account(
        &self,
        maker: &Actor,
        new: &NewAccount,
        made: u64,
        password: u64,
    ) -> anyhow::Result<AccountId> {
        let account = self.registry.accounts().create_account(maker, new).await?;
        let above = self.above(maker)?;
        let slip = self
            .registry
            .accounts()
            .confirm_account(self.actor(&above, Role::SecurityAdmin)?, account)
            .await?;
        // People change their passwords every ninety days; the demo's have just done so.
        self.at(self.ago(password), 9);
        self.registry.accounts().take_over(&new.login, &slip.secret, PASSWORD).await?;
        self.at(self.ago(made), 9);
        Ok(account)
    }

    /// Who makes the accounts of a unit: its own system administrator, before there is one the one above.
    fn maker(&self, unit: &Unit) -> anyhow::Result<Actor> {
        let above = unit.parent.clone().unwrap_or_else(UnitId::nation);
        match self.people.get(&unit.id, Role::SystemAdmin) {
            Some(own) => Ok(own.clone()),
            None => Ok(self.actor(&above, Role::SystemAdmin)?.clone()),
        }
    }

    /// The system administrator who certifies the training of those whose accounts `maker` made: the one of the unit above.
    pub(super) fn certifier(&self, maker: &Actor) -> anyhow::Result<Actor> {
        let above = self.above(maker)?;
        let nation = maker.unit.as_ref().is_some_and(|unit| unit.id == above);
        match self.people.second.as_ref().filter(|_| nation) {
            Some(second) => Ok(second.clone()),
            None => Ok(self.actor(&above, Role::SystemAdmin)?.clone()),
        }
    }

    fn above(&self, maker: &Actor) -> anyhow::Result<UnitId> {
        let own = maker.unit.as_ref().ok_or_else(|| anyhow::anyhow!("{} has no unit", maker.name))?;
        Ok(self.unit(own.id.as_str())?.parent.clone().unwrap_or_else(UnitId::nation))
    }
}

/// A made-up identity number, another for each n.
pub(super) fn staff_identity(n: usize) -> String {
    let body = format!("11010119{:02}0101{:03}", 70 + n / 1000, n % 1000);
    let right = |number: &String| ResidentId::parse(number).is_ok();
    "0123456789X".chars().map(|check| format!("{body}{check}")).find(right).unwrap_or_default()
}
