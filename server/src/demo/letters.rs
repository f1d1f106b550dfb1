//! Letters (公文往来): the approved transfers left their hand-overs with the old schools; a school run by the city told its county
//! of the last term and of this one (第十八条), the first receipted, the second waiting.

use super::Country;
use domain::access::Role;
use domain::calendar::term;
use domain::id::UnitId;
use registry::letter::AskedReceipt;

/// A school of the city, and the county in which it stands.
const TOLD_BY: (&str, &str) = ("3432000106", "320102");

impl Country {
    pub(super) async fn build_letters(&self) -> anyhow::Result<()> {
        let (school, county): (UnitId, UnitId) = (TOLD_BY.0.parse()?, TOLD_BY.1.parse()?);
        let now = term(self.ago(4));
        for (told, receipted) in [(now.previous(), true), (now, false)] {
            self.at(self.ago(4), 10);
            let letter = self
                .registry
                .letters()
                .draft_term_notice(self.actor(&school, Role::Registrar)?, told)
                .await?;
            self.at(self.ago(3), 15);
            self.registry.letters().sign_letter(self.actor(&school, Role::Leader)?, letter).await?;
            if receipted {
                self.at(self.ago(2), 9);
                let receipt = AskedReceipt {
                    received_by: String::new(),
                    on: self.ago(2),
                    pieces: None,
                    note: String::new(),
                };
                self.registry
                    .letters()
                    .receive_letter(self.actor(&county, Role::Registrar)?, letter, &receipt)
                    .await?;
            }
        }
        Ok(())
    }
}
