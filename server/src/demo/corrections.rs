//! Guardians and what they have asked for, in every state (第十条).

use super::pupils::{Child, GUARDIANS, telephone};
use super::voices::{Asked, further_back};
use super::{Country, PASSWORD};
use domain::access::{Actor, Role};
use domain::case::Command;
use domain::case::correction::ProofKind;
use domain::form::{Field, GuardianSlot};
use domain::id::{CaseId, UnitId};
use registry::case::AskedCorrection;
use registry::guardian::{Claim, GuardianSignUp, SignedUp};
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
    /// Forty guardians, spread over the children, each correction left somewhere else. Gives what was asked for.
    pub(super) async fn build_corrections(&self, children: &[Child]) -> anyhow::Result<Vec<Asked>> {
        let (mut guardians, mut all) = (Vec::new(), Vec::new());
        for n in 0..GUARDIANS {
            let Some(child) = children.iter().find(|child| child.guardian == Some(n + 1)) else { continue };
            let left = LEFT[n % LEFT.len()];
            let past = further_back(n + 1);
            self.at(self.ago(12 + past), 19);
            let phone = telephone(n + 1);
            let actor = self.guardian(child, GuardianSlot::First, phone).await?;
            guardians.push(actor.clone());
            self.consent(&actor, child.person, n).await?;
            if matches!(left, Left::Nothing) {
                continue;
            }
            self.at(self.ago(7 - (n as u64 % 3) + past), 20);
            let case = self.ask(&actor, child, matches!(left, Left::PartlyApproved)).await?;
            self.bring((&actor, child), case, left, past).await?;
            all.push(Asked { guardian: n + 1, actor, school: child.school.clone(), case });
        }
        self.accounts(children, &guardians).await?;
        Ok(all)
    }

    /// What goes on about guardians' accounts: second parents of whom the first are told, one of them called in question, and a code
    /// that waits for its release.
    async fn accounts(&self, children: &[Child], fathers: &[Actor]) -> anyhow::Result<()> {
        self.at(self.ago(3), 18);
        for n in 1..=3 {
            let Some(child) = children.iter().find(|child| child.guardian == Some(n)) else { continue };
            let registrar = self.actor(&child.school, Role::Registrar)?;
            let field = Some(Field::Member2Phone);
            let phone = self
                .registry
                .pupils()
                .reveal(registrar, child.person, field, "为家长核对登记的手机号")
                .await?;
            self.guardian(child, GuardianSlot::Second, phone).await?;
            if n == 2 {
                for notice in self.registry.guardians().guardian_notices(&fathers[n - 1]).await? {
                    self.registry.guardians().report_bond(&fathers[n - 1], notice.id).await?;
                }
            }
        }
        let school: UnitId = "2132000101".parse()?;
        let without = children.iter().find(|child| child.school == school && child.guardian.is_none());
        if let Some(child) = without {
            let registrar = self.actor(&school, Role::Registrar)?;
            self.registry.guardians().print_binding(registrar, child.person, GuardianSlot::First).await?;
        }
        Ok(())
    }

    /// A guardian who signs up: the registrar prints the code, the leader releases it.
    async fn guardian(&self, child: &Child, slot: GuardianSlot, phone: String) -> anyhow::Result<Actor> {
        let registrar = self.actor(&child.school, Role::Registrar)?;
        let leader = self.actor(&child.school, Role::Leader)?;
        let code = self.registry.guardians().print_binding(registrar, child.person, slot).await?;
        let codes = self.registry.guardians().bonds_view(leader, child.person).await?.codes;
        for waiting in codes.iter().filter(|code| code.may_release) {
            self.registry.guardians().release_binding(leader, &waiting.key).await?;
        }
        let view = self.registry.guardians().bonds_view(registrar, child.person).await?;
        let entry = view.entries.iter().find(|entry| entry.slot == slot);
        let name = entry.map(|entry| entry.name.clone()).unwrap_or_default();
        let claim = Claim::Code(code);
        let new = GuardianSignUp { phone, name: name.clone(), password: PASSWORD.into(), claim };
        let SignedUp::Made(account) = self.registry.guardians().guardian_sign_up(&new, "demo").await? else {
            anyhow::bail!("{} has an account already", new.name);
        };
        let (children, ties) = (vec![child.person], domain::access::Ties::none());
        Ok(Actor {
            account,
            name,
            role: Role::Guardian,
            unit: None,
            trained: false,
            appointed: false,
            children,
            ties,
        })
    }

    async fn ask(&self, actor: &Actor, child: &Child, two: bool) -> anyhow::Result<CaseId> {
        let proof = self
            .registry
            .proofs()
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
            confirmed: String::new(),
            intake: Default::default(),
        };
        Ok(self.registry.cases().ask_correction(actor, &asked).await?)
    }

    /// Brings a correction to where it is left; `past`: so many days further back than others.
    async fn bring(
        &self,
        (actor, child): (&Actor, &Child),
        case: CaseId,
        left: Left,
        past: u64,
    ) -> anyhow::Result<()> {
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
            self.at(self.ago(ago + past), 10);
            let mut refused_fields = BTreeMap::new();
            if n == 0 && matches!(left, Left::PartlyApproved) {
                refused_fields
                    .insert(Field::NativePlace, "户口簿上的籍贯与申请不一致，保留原内容。".to_owned());
            }
            self.decide(unit, role, &[case], &Command::Agree { reason: String::new(), refused_fields })
                .await?;
        }
        self.at(self.ago(2 + past), 15);
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
                self.registry.cases().decide_case(actor, case, Command::Withdraw { reason }).await?;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
