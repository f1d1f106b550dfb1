//! Guardians and what they have asked for, in every state (第十条).

use super::pupils::Child;
use super::{Country, PASSWORD};
use domain::access::{Actor, Role};
use domain::case::Command;
use domain::case::correction::ProofKind;
use domain::form::Field;
use domain::id::CaseId;
use registry::case::AskedCorrection;
use registry::guardian::{Claim, GuardianSignUp};
use std::collections::BTreeMap;

/// What stands behind every proof of the demo: a drawing that says it is one.
const PROOF: &[u8] = include_bytes!("household_register.png");

/// Where a correction is left.
#[derive(Debug, Clone, Copy)]
enum Left {
    WithSchoolRegistrar,
    WithSchoolLeader,
    WithAuthorityRegistrar,
    WithAuthorityLeader,
    Returned,
    Approved,
    PartlyApproved,
    Refused,
    Withdrawn,
    /// Signed up, nothing asked for yet.
    Nothing,
}

const LEFT: [Left; 10] = [
    Left::Nothing,
    Left::WithSchoolRegistrar,
    Left::WithSchoolLeader,
    Left::WithAuthorityRegistrar,
    Left::WithAuthorityLeader,
    Left::Returned,
    Left::Approved,
    Left::PartlyApproved,
    Left::Refused,
    Left::Withdrawn,
];

impl Country {
    /// Forty guardians, spread over the children, each correction left somewhere else.
    pub(super) async fn build_corrections(&self, children: &[Child]) -> anyhow::Result<()> {
        let guardians = 40.min(children.len());
        let stride = (children.len() / guardians.max(1)).max(1);
        for n in 0..guardians {
            let child = &children[(n * stride) % children.len()];
            let left = LEFT[n % LEFT.len()];
            self.at(self.ago(12), 19);
            let actor = self.guardian(child, n + 1).await?;
            self.consent(&actor, child.person, n).await?;
            if matches!(left, Left::Nothing) {
                continue;
            }
            self.at(self.ago(7 - (n as u64 % 3)), 20);
            let case = self.ask(&actor, child, matches!(left, Left::PartlyApproved)).await?;
            self.bring(&actor, child, case, left).await?;
        }
        Ok(())
    }

    async fn guardian(&self, child: &Child, n: usize) -> anyhow::Result<Actor> {
        let registrar = self.actor(&child.school, Role::Registrar)?;
        let code = self.registry.print_binding(registrar, child.person).await?;
        let name = self.registry.guardian_name_of(registrar, child.person).await?;
        let new = GuardianSignUp {
            phone: format!("139{n:08}"),
            name: name.clone(),
            password: PASSWORD.into(),
            claim: Claim::Code(code),
        };
        let account = self.registry.guardian_sign_up(&new, "demo").await?;
        Ok(Actor {
            account,
            name,
            role: Role::Guardian,
            unit: None,
            trained: false,
            children: vec![child.person],
            ties: domain::access::Ties::none(),
        })
    }

    async fn ask(&self, actor: &Actor, child: &Child, two: bool) -> anyhow::Result<CaseId> {
        let proof = self
            .registry
            .file_proof(actor, child.person, ProofKind::HouseholdRegister, "户口簿.png", PROOF.to_vec())
            .await?;
        let mut values = BTreeMap::from([(Field::CurrentAddress, "长江路12号3幢502室".to_owned())]);
        if two {
            values.insert(Field::NativePlace, "浙江省绍兴市".to_owned());
        }
        let asked = AskedCorrection {
            person: child.person,
            values,
            proofs: vec![proof],
            statement: "今年搬家，户口簿已更新。".into(),
        };
        Ok(self.registry.ask_correction(actor, &asked).await?)
    }

    async fn bring(&self, actor: &Actor, child: &Child, case: CaseId, left: Left) -> anyhow::Result<()> {
        let school = self.units[&child.school].clone();
        let authority = self.authority(&school)?;
        let steps = [
            (&school.id, Role::Registrar, 4),
            (&school.id, Role::Leader, 3),
            (&authority, Role::Registrar, 2),
            (&authority, Role::Leader, 1),
        ];
        let agreed = match left {
            Left::Nothing | Left::WithSchoolRegistrar | Left::Returned | Left::Withdrawn => 0,
            Left::WithSchoolLeader | Left::Refused => 1,
            Left::WithAuthorityRegistrar => 2,
            Left::WithAuthorityLeader => 3,
            Left::Approved | Left::PartlyApproved => 4,
        };
        for (n, (unit, role, ago)) in steps.into_iter().take(agreed).enumerate() {
            self.at(self.ago(ago), 10);
            let mut refused_fields = BTreeMap::new();
            if n == 0 && matches!(left, Left::PartlyApproved) {
                refused_fields
                    .insert(Field::NativePlace, "户口簿上的籍贯与申请不一致，保留原内容。".to_owned());
            }
            self.decide(unit, role, &[case], &Command::Agree { reason: String::new(), refused_fields })
                .await?;
        }
        self.at(self.ago(2), 15);
        match left {
            Left::Returned => {
                let reason = "照片不清楚，请重新拍摄户口簿首页和孩子本人页。".to_owned();
                self.decide(&school.id, Role::Registrar, &[case], &Command::Return { reason }).await
            }
            Left::Refused => {
                let reason = "户口簿登记的住址与申请不符，不予更正。".to_owned();
                self.decide(&school.id, Role::Leader, &[case], &Command::Refuse { reason }).await
            }
            Left::Withdrawn => {
                let reason = "填错了，重新申请。".to_owned();
                self.registry.decide_case(actor, case, Command::Withdraw { reason }).await?;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
