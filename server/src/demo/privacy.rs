//! Consents for optional items (第二十五条): some guardians' own, a class whose sheets came back signed, and a county's yearly reports.

use super::Country;
use super::pupils::Child;
use chrono::Datelike;
use domain::access::{Actor, Role};
use domain::form::Field;
use domain::id::{PersonId, UnitId};
use domain::privacy::{ConsentCommand, ConsentKind, NOTICE_VERSION};

const COUNTY: &str = "320102";
/// The school whose first pupils' parents signed on paper.
const SIGNED: &str = "2132000101";
const SHEETS: usize = 6;

/// What families fill in of the optional items: many something, few everything.
pub(super) fn optional(seed: u64) -> Vec<(Field, String)> {
    let mut filled = Vec::new();
    if seed.is_multiple_of(3) {
        let talents = ["围棋", "游泳", "书法", "古筝", "篮球"];
        filled.push((Field::Talent, talents[(seed % 5) as usize].to_owned()));
    }
    if seed.is_multiple_of(4) {
        let places = ["市第一医院", "区图书馆", "机械厂", "个体经营"];
        filled.push((Field::Member1Workplace, places[(seed / 4 % 4) as usize].to_owned()));
    }
    filled
}

fn say(kind: ConsentKind) -> ConsentCommand {
    ConsentCommand { kind, notice: NOTICE_VERSION.into(), paper: None }
}

impl Country {
    /// What the n-th guardian says on the phone: a third consent, one of ten thinks better of it, the first has not looked yet.
    pub(super) async fn consent(&self, guardian: &Actor, child: PersonId, n: usize) -> anyhow::Result<()> {
        if n % 3 == 1 {
            self.registry.privacy().record_consent(guardian, child, &say(ConsentKind::Given)).await?;
            if n % 10 == 1 {
                self.registry.privacy().record_consent(guardian, child, &say(ConsentKind::Withdrawn)).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn build_privacy(&self, children: &[Child]) -> anyhow::Result<()> {
        let school: UnitId = SIGNED.parse()?;
        let registrar = self.actor(&school, Role::Registrar)?;
        self.at(self.ago(4), 11);
        let mut signed = 0;
        for child in children.iter().filter(|child| child.school == school) {
            if signed == SHEETS {
                break;
            }
            let standing = self.registry.privacy().consent_view(registrar, child.person).await?.standing;
            if standing != domain::privacy::Consent::Unrecorded {
                continue;
            }
            let guardian = self.registry.guardians().guardian_name_of(registrar, child.person).await?;
            let paper = Some((guardian, Some(self.ago(9))));
            let command = ConsentCommand { paper, ..say(ConsentKind::Given) };
            self.registry.privacy().record_consent(registrar, child.person, &command).await?;
            signed += 1;
        }
        let auditor = self.actor(&COUNTY.parse()?, Role::AuditAdmin)?;
        self.at(self.ago(1), 16);
        for year in [self.today.year() - 1, self.today.year()] {
            self.registry.privacy().make_audit_report(auditor, year).await?;
        }
        Ok(())
    }
}
