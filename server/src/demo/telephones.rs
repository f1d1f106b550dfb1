//! 学籍管理联系电话 of the demo's offices: the area codes are the places' own, the numbers behind them are made up. Two small schools have put
//! none down.

use super::{Country, people, units};
use domain::access::Role;
use domain::id::UnitId;
use domain::shown::Shown;

impl Country {
    pub(super) async fn build_telephones(&self) -> anyhow::Result<()> {
        self.at(self.ago(people::HIRED - 20), 10);
        let codes = units::AUTHORITIES.iter().copied().chain(units::SCHOOLS.iter().map(|plan| plan.code));
        for (n, code) in codes.enumerate() {
            let unit = self.unit(code)?;
            let shown: Shown<UnitId> = unit.id.clone().into();
            let leader = self.actor(&unit.id, Role::Leader)?;
            let typed = telephone(&unit.division, n + 1);
            self.registry.units().set_office_phone(leader, &shown, &typed).await?;
        }
        Ok(())
    }
}

/// A number of the area in which a division lies.
fn telephone(division: &str, n: usize) -> String {
    match division.get(..4).unwrap_or_default() {
        "3200" | "3201" => format!("025-5550{n:04}"),
        "3205" => format!("0512-5550{n:04}"),
        "5100" | "5101" => format!("028-5550{n:04}"),
        // Seven digits there.
        "5107" => format!("0816-5550{n:03}"),
        _ => format!("010-5550{n:04}"),
    }
}
