//! Three children move from Sichuan to Jiangsu; the archive of one is handed over as a package already, the others' may be asked for
//! (第十五条).

use super::Country;
use super::pupils::Child;
use domain::access::Role;
use domain::case::change::Paper;
use domain::case::transfer::TransferGround;
use domain::id::{CaseId, UnitId};
use registry::case::AskedTransfer;
use registry::error::Error;

const FROM: &str = "2151000201";
const TO: &str = "2132000201";
const MOVING: usize = 3;

impl Country {
    pub(super) async fn build_packages(&self, children: &[Child]) -> anyhow::Result<()> {
        let (from, to): (UnitId, UnitId) = (FROM.parse()?, TO.parse()?);
        let mut moved = Vec::new();
        // From the middle grades: neither the first nor the last is received at any time.
        let own: Vec<&Child> = children.iter().filter(|child| child.school == from).collect();
        for child in own.iter().skip(own.len() / 3) {
            if moved.len() == MOVING {
                break;
            }
            self.at(self.ago(6), 9);
            let leaving = self.actor(&from, Role::Registrar)?;
            let asked = AskedTransfer {
                disability: None,
                number: self
                    .registry
                    .pupils()
                    .reveal(leaving, child.person, None, "向转入学校提供学籍号")
                    .await?,
                name: self.registry.pupils().pupil(leaving, child.person).await?.name,
                on: self.ago(6),
                ground: TransferGround::Home,
                class_name: "1班".into(),
                grade: Default::default(),
                papers: vec![Paper::Application, Paper::HouseholdRegister],
                note: String::new(),
            };
            match self.registry.cases().open_transfer(self.actor(&to, Role::Registrar)?, &asked).await {
                Ok(case) => {
                    self.finish(case).await?;
                    moved.push(case);
                }
                // Busy with something else, or a season in which nobody is received.
                Err(Error::Refused(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let Some(first) = moved.first() else { return Ok(()) };
        self.at(self.ago(3), 9);
        let registrar = self.actor(&from, Role::Registrar)?;
        let package = self.registry.packages().ask_package(registrar, *first, None).await?;
        self.at(self.ago(3), 14);
        self.registry.packages().release_package(self.actor(&from, Role::Leader)?, package).await?;
        self.at(self.ago(2), 9);
        self.registry.packages().fetch_package(registrar, package).await?;
        Ok(())
    }

    /// Whoever has the case agrees, until it is decided.
    async fn finish(&self, case: CaseId) -> anyhow::Result<()> {
        self.at(self.ago(5), 11);
        while let Some((unit, role)) = self.registry.cases().waiting_for(case).await? {
            self.agree(&unit, role, &[case]).await?;
        }
        Ok(())
    }
}
