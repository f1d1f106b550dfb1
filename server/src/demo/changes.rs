//! Some pupils of the highest grades are suspended or on their way to another school, each case left somewhere else (第十四条,
//! 第十九条).

use super::Country;
use super::pupils::Child;
use chrono::{Months, NaiveDate};
use domain::access::{Actor, Role};
use domain::case::Payload;
use domain::case::change::{Facts, Paper};
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::case::transfer::TransferGround;
use domain::id::{CaseId, UnitId};
use registry::case::AskedTransfer;
use registry::error::Error;

/// From which school to which, and how many steps have been taken.
const TRANSFERS: [(&str, &str, usize); 4] = [
    ("2132000101", "2132000102", 5),
    ("2132000104", "2132000201", 3),
    ("2132000201", "2132000101", 1),
    ("2151000101", "2132000104", 7),
];

impl Country {
    pub(super) async fn build_changes(&self, children: &[Child]) -> anyhow::Result<()> {
        let mut schools: Vec<&UnitId> = children.iter().map(|child| &child.school).collect();
        schools.dedup();
        for (n, school) in schools.into_iter().enumerate() {
            // From the end of the list, where the highest grade stands: others have asked for corrections already.
            let Some(child) = children.iter().rev().find(|child| child.school == *school) else { continue };
            self.at(self.ago(9), 10);
            let registrar = self.actor(school, Role::Registrar)?;
            let from = self.ago(10);
            let payload = Payload::Suspension(Suspension {
                facts: Facts {
                    on: from,
                    papers: vec![Paper::Application, Paper::HospitalRecord],
                    note: String::new(),
                },
                until: from + Months::new(6),
                ground: SuspensionGround::ALL[n % 3],
            });
            let opened = self.registry.cases().open_change(registrar, child.person, &payload).await;
            self.take(opened, n % 4).await?;
        }
        for (n, (from, to, steps)) in TRANSFERS.into_iter().enumerate() {
            let (from, to): (UnitId, UnitId) = (from.parse()?, to.parse()?);
            let Some(child) = children.iter().rev().filter(|child| child.school == from).nth(2) else {
                continue;
            };
            self.at(self.ago(8), 9);
            let asked = self.ask_transfer(self.actor(&from, Role::Registrar)?, child, n, self.ago(8)).await?;
            let opened = self.registry.cases().open_transfer(self.actor(&to, Role::Registrar)?, &asked).await;
            self.take(opened, steps).await?;
        }
        Ok(())
    }

    pub(super) async fn ask_transfer(
        &self,
        from: &Actor,
        child: &Child,
        n: usize,
        on: NaiveDate,
    ) -> anyhow::Result<AskedTransfer> {
        Ok(AskedTransfer {
            disability: None,
            number: self.registry.pupils().reveal(from, child.person, None, "向转入学校提供学籍号").await?,
            name: self.registry.pupils().pupil(from, child.person).await?.name,
            on,
            ground: TransferGround::ALL[n % TransferGround::ALL.len()],
            class_name: "1班".into(),
            grade: Default::default(),
            papers: vec![Paper::Application, Paper::HouseholdRegister],
            note: String::new(),
        })
    }

    /// Takes so many steps of a case, whoever they belong to. In the summer's freeze nothing is opened, and nothing is missed.
    async fn take(&self, opened: Result<CaseId, Error>, steps: usize) -> anyhow::Result<()> {
        let case = match opened {
            Ok(case) => case,
            Err(Error::Refused(_)) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        for n in 0..steps {
            self.at(self.ago(7 - n as u64), 11);
            let Some((unit, role)) = self.registry.cases().waiting_for(case).await? else { break };
            self.agree(&unit, role, &[case]).await?;
        }
        Ok(())
    }
}
