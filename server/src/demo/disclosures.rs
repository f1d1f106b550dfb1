//! 对外提供 (第二十五条): one given to the centre for disease control and destroyed, one approved and not yet fetched, one that waits for the
//! leader, one that waits for the registrar. And what the access log tells: ordinary looks, and an account that looked too often in an hour.

use super::Country;
use domain::access::Role;
use domain::disclosure::{Command, DataClass, Ending, Ground, People, Recipient, RecipientKind};
use domain::id::{DisclosureId, PersonId, UnitId};
use registry::disclosure::AskedDisclosure;
use registry::person::Search;

/// The school that asks, and its authority.
const ASKS: (&str, &str) = ("2132000101", "320102");
/// The school whose registrar looks too often.
const LOOKS: &str = "2132000104";
/// More than the rule allows an hour.
const TOO_OFTEN: usize = 205;

/// A blank sheet of paper (PNG), for the scan of a letter in the demonstration.
const SCAN: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x08, 0x08, 0x00, 0x00, 0x00, 0x00, 0xe1, 0x64, 0xe1, 0x57, 0x00,
    0x00, 0x00, 0x0e, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0x00, 0x05, 0x0c, 0x94, 0x31, 0x00,
    0x70, 0xc0, 0x3c, 0x01, 0x83, 0xf8, 0x05, 0xc7, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae,
    0x42, 0x60, 0x82,
];

/// How far a request came.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Left {
    Asked,
    Examined,
    Approved,
    Settled,
}

impl Country {
    pub(super) async fn build_disclosures(&self) -> anyhow::Result<()> {
        let requests = [
            (
                30,
                Left::Settled,
                "玄武区疾病预防控制中心",
                RecipientKind::PublicBody,
                "核对入学预防接种证查验情况",
                "玄疾控函〔2026〕12号",
            ),
            (
                6,
                Left::Approved,
                "玄武区体育运动学校",
                RecipientKind::Education,
                "少年运动员选材体质测试编组",
                "玄体校函〔2026〕3号",
            ),
            (
                3,
                Left::Examined,
                "玄武区人民检察院",
                RecipientKind::StateOrgan,
                "未成年人司法保护社会调查",
                "玄检调〔2026〕21号",
            ),
            (
                1,
                Left::Asked,
                "玄武区残疾人联合会",
                RecipientKind::PublicBody,
                "残疾儿童康复补助资格核对",
                "玄残联函〔2026〕9号",
            ),
        ];
        for (days, left, name, kind, purpose, letter) in requests {
            self.at(self.ago(days), 10);
            let id = self.ask_for(name, kind, purpose, letter).await?;
            self.take_as_far(id, left, days).await?;
        }
        Ok(())
    }

    async fn ask_for(
        &self,
        name: &str,
        kind: RecipientKind,
        purpose: &str,
        letter: &str,
    ) -> anyhow::Result<DisclosureId> {
        let sensitive = kind == RecipientKind::PublicBody;
        let mut classes = std::collections::BTreeSet::from([DataClass::Basic]);
        if sensitive {
            classes.insert(DataClass::Documents);
        }
        let asked = AskedDisclosure {
            school: None,
            recipient: Recipient {
                name: name.into(),
                kind: Some(kind),
                contact: "经办人".into(),
                phone: "02500000000".into(),
                letter: letter.into(),
            },
            purpose: purpose.into(),
            ground: Some(Ground::StatutoryDuty),
            proof_of_ground: "来函所附法定职责依据".into(),
            classes,
            necessity: if sensitive { "须按证件号逐人比对".into() } else { String::new() },
            people: People::Grade(1),
            numbers: String::new(),
            keep_days: 20,
            letter: Some(("来函.png".into(), SCAN.to_vec())),
        };
        let school: UnitId = ASKS.0.parse()?;
        Ok(self.registry.disclosures().ask_disclosure(self.actor(&school, Role::Registrar)?, &asked).await?)
    }

    async fn take_as_far(&self, id: DisclosureId, left: Left, days: u64) -> anyhow::Result<()> {
        let (school, county): (UnitId, UnitId) = (ASKS.0.parse()?, ASKS.1.parse()?);
        let asker = self.actor(&school, Role::Registrar)?;
        if left >= Left::Examined {
            self.at(self.ago(days - 1), 9);
            let examine = Command::Examine("来函属实，信息类别与用途相符。".into());
            self.registry
                .disclosures()
                .act_on_disclosure(self.actor(&county, Role::Registrar)?, id, &examine)
                .await?;
        }
        if left >= Left::Approved {
            self.at(self.ago(days - 1), 15);
            let approve =
                Command::Approve { words: "同意，限本次用途。".into(), days: 10, downloads: 2 };
            self.registry
                .disclosures()
                .act_on_disclosure(self.actor(&county, Role::Leader)?, id, &approve)
                .await?;
        }
        if left == Left::Settled {
            self.at(self.ago(days - 2), 10);
            self.registry.disclosures().fetch_disclosure(asker, id).await?;
            self.at(self.ago(8), 16);
            let proof = Some(("销毁证明.png".into(), SCAN.to_vec()));
            let disclosures = self.registry.disclosures();
            let words = "接收方销毁证明第3号";
            disclosures.settle_disclosure(asker, id, Ending::Destroyed, words, proof).await?;
        }
        Ok(())
    }

    /// A leader who looks at a few records, and a registrar who looks at all of them again and again within an hour.
    pub(super) async fn build_looks(&self) -> anyhow::Result<()> {
        let (school, other): (UnitId, UnitId) = (ASKS.0.parse()?, LOOKS.parse()?);
        self.at(self.ago(3), 14);
        let leader = self.actor(&school, Role::Leader)?;
        let page = self.registry.pupils().search_pupils(leader, &Search::default()).await?;
        for row in page.rows.iter().take(3) {
            self.registry.pupils().pupil(leader, row.id).await?;
        }
        self.at(self.ago(2), 11);
        let registrar = self.actor(&other, Role::Registrar)?;
        let page = self.registry.pupils().search_pupils(registrar, &Search::default()).await?;
        let pupils: Vec<PersonId> = page.rows.iter().map(|row| row.id).collect();
        let mut looks = 1;
        // Pages that are opened again after some minutes count again.
        for _ in 0..9 {
            for pupil in &pupils {
                if looks >= TOO_OFTEN {
                    break;
                }
                self.registry.archives().archive(registrar, *pupil).await?;
                self.registry.schools().custody_of(registrar, *pupil).await?;
                looks += 2;
            }
            self.clock.set(self.clock.now() + chrono::Duration::minutes(6));
        }
        // As the night after it does: somebody has to look into it.
        self.at(self.ago(1), 9);
        self.registry.access_log().open_inquiries().await?;
        Ok(())
    }
}
