//! In two schools up to three pupils finish after the summer (补办): they have their certificates, one of which was lost and replaced; the
//! last waits (第十三条).

use super::Country;
use domain::access::Role;
use domain::case::Payload;
use domain::case::change::{Facts, Paper};
use domain::case::completion::{Completion, Outcome};
use domain::codes::Destination;
use domain::id::UnitId;
use registry::certificate::Numbering;
use registry::error::Error;

/// A primary school and a junior middle school.
const SCHOOLS: [&str; 2] = ["2151000201", "3151000102"];

impl Country {
    pub(super) async fn build_certificates(&self) -> anyhow::Result<()> {
        for school in SCHOOLS {
            self.certify(&school.parse()?).await?;
        }
        Ok(())
    }

    async fn certify(&self, school: &UnitId) -> anyhow::Result<()> {
        let registrar = self.actor(school, Role::Registrar)?;
        let mut finished = Vec::new();
        for leaver in self.registry.cases().leavers(registrar).await?.into_iter().take(3) {
            self.at(self.ago(6), 9);
            let payload = Payload::Completion(Completion {
                facts: Facts {
                    on: self.ago(6),
                    papers: vec![Paper::FinalRecords],
                    note: "补办毕业手续".to_owned(),
                },
                outcome: Outcome::Graduated,
                certificate: String::new(),
                destination: Some(Destination::SeniorMiddle).filter(|_| leaver.asks_destination),
            });
            let case = match self.registry.cases().open_change(registrar, leaver.id, &payload).await {
                Ok(case) => case,
                Err(Error::Refused(_)) => continue,
                Err(error) => return Err(error.into()),
            };
            self.at(self.ago(5), 11);
            while let Some((unit, role)) = self.registry.cases().waiting_for(case).await? {
                self.agree(&unit, role, &[case]).await?;
            }
            finished.push(case);
        }
        self.at(self.ago(4), 10);
        let first = finished.get(..finished.len().saturating_sub(1)).unwrap_or_default();
        let issued =
            self.registry.certificates().issue_certificates(registrar, first, Numbering::AsEntered).await?;
        self.at(self.ago(1), 10);
        if let Some((_, Ok(lost))) = issued.first() {
            self.registry
                .certificates()
                .replace_certificate(registrar, *lost, "监护人书面说明证书遗失", "")
                .await?;
        }
        Ok(())
    }
}
