//! What tests of guardians share: who stands in the records of the sample children, and codes printed by one and released by
//! another.

use super::accounts::{HERE, STRONG};
use super::*;
use contract::guardian::CodeLine;
use domain::form::GuardianSlot;
use registry::guardian::{Claim, GuardianSignUp, SignedUp};

/// What a sample's form says instead when a welfare institution, and nobody else, has the care of the child.
pub const INSTITUTION: [(Field, &str); 15] = [
    (Field::Member1Name, "周敏"),
    (Field::Member1Kinship, "99"),
    (Field::Member1KinshipNote, "南京市社会儿童福利院"),
    (Field::Member1Address, "江苏省南京市雨花台区大定坊1号"),
    (Field::Member1Phone, "13900001301"),
    (Field::Member1IdKind, ""),
    (Field::Member1IdNumber, "12320102MB0000001F"),
    (Field::Member1Hukou, ""),
    (Field::Member2Name, ""),
    (Field::Member2Kinship, ""),
    (Field::Member2Address, ""),
    (Field::Member2Phone, ""),
    (Field::Member2Guardian, ""),
    (Field::Member2IdKind, ""),
    (Field::Member2IdNumber, ""),
];

/// A parent as the record of a sample child has one.
pub struct Parent {
    pub name: String,
    pub phone: String,
    /// Document number; the sample has the father's only.
    pub number: String,
    /// The child's document number.
    pub child: String,
}

impl Parent {
    pub fn father(seed: u64) -> Self {
        Self::of(seed, [Field::Member1Name, Field::Member1Phone, Field::Member1IdNumber])
    }

    pub fn mother(seed: u64) -> Self {
        Self::of(seed, [Field::Member2Name, Field::Member2Phone, Field::Member2IdNumber])
    }

    fn of(seed: u64, [name, phone, number]: [Field; 3]) -> Self {
        let info = info(seed);
        let item = |field| info.value(field).to_owned();
        Self { name: item(name), phone: item(phone), number: item(number), child: item(Field::IdNumber) }
    }

    pub fn sign_up(&self, claim: Claim) -> GuardianSignUp {
        GuardianSignUp {
            phone: self.phone.clone(),
            name: self.name.clone(),
            password: STRONG[0].into(),
            claim,
        }
    }

    pub fn by_numbers(&self) -> GuardianSignUp {
        self.sign_up(Claim::Numbers { guardian: self.number.clone(), child: self.child.clone() })
    }
}

pub fn by_code(code: &str) -> Claim {
    Claim::Code(code.to_owned())
}

impl World {
    /// The codes of a child that wait to be released, as somebody of its school sees them.
    pub async fn codes_waiting(&self, actor: &Actor, person: PersonId) -> Vec<CodeLine> {
        let view = self.registry.guardians().bonds_view(actor, person).await.unwrap();
        view.codes.into_iter().filter(|code| code.released_by.is_none()).collect()
    }

    /// A code for the first guardian, printed by the registrar of the child's school and released by its leader.
    pub async fn binding_code(&self, person: PersonId) -> String {
        self.code_for(person, GuardianSlot::First).await
    }

    pub async fn code_for(&self, person: PersonId, slot: GuardianSlot) -> String {
        for school in [SCHOOL, OTHER_SCHOOL] {
            if self.registry.guardians().bonds_view(&leader(school), person).await.is_err() {
                continue;
            }
            let code =
                self.registry.guardians().print_binding(&registrar(school), person, slot).await.unwrap();
            for line in self.codes_waiting(&leader(school), person).await {
                self.registry.guardians().release_binding(&leader(school), &line.key).await.unwrap();
            }
            return code;
        }
        panic!("no such pupil");
    }

    pub async fn join(&self, parent: &Parent, claim: Claim) -> Result<SignedUp> {
        self.registry.guardians().guardian_sign_up(&parent.sign_up(claim), HERE).await
    }

    /// The guardian as the session knows him.
    pub async fn parent(&self, parent: &Parent) -> Actor {
        self.parent_with(parent, STRONG[0]).await
    }

    pub async fn parent_with(&self, parent: &Parent, password: &str) -> Actor {
        let token = self.sign_in(&parent.phone, password).await.unwrap();
        self.session(&token).await.unwrap().actor
    }

    /// A child on roll with the parents of another sample child.
    pub async fn sibling(&self, school: &str, seed: u64, of: u64) -> PersonId {
        let (father, mother) = (Parent::father(of), Parent::mother(of));
        let family = [
            (Field::Member1Name, father.name.as_str()),
            (Field::Member1Phone, father.phone.as_str()),
            (Field::Member1IdNumber, father.number.as_str()),
            (Field::Member2Name, mother.name.as_str()),
            (Field::Member2Phone, mother.phone.as_str()),
        ];
        let (person, case) = self.enter(school, info_with(seed, &family)).await;
        assert_eq!(self.approve(school, case).await, CaseState::Approved);
        self.registry.outbox().drain_outbox().await.unwrap();
        person
    }
}
