//! Corrections asked by guardians and by schools.

use super::Scene;
use crate::command::Kind;
use crate::model::{Done, Outcome, Violation};
use crate::society::{guardian, png};
use domain::access::Actor;
use domain::case::CaseKind;
use domain::case::correction::ProofKind;
use domain::form::Field;
use domain::id::{CaseId, PersonId};
use registry::case::AskedCorrection;
use registry::person::Standing;
use std::collections::BTreeMap;

impl Scene<'_> {
    async fn ask(
        &mut self,
        by: &Actor,
        person: PersonId,
        field: Field,
        value: &str,
    ) -> Result<Result<CaseId, String>, Violation> {
        let registry = self.world.registry();
        let kind = ProofKind::HouseholdRegister;
        let picture = png(self.dice.below(1 << 20));
        let proof =
            match self.hear(registry.proofs().file_proof(by, person, kind, "户口簿.png", picture).await)? {
                Ok(proof) => proof,
                Err(code) => return Ok(Err(code)),
            };
        let asked = AskedCorrection {
            person,
            values: BTreeMap::from([(field, value.to_owned())]),
            proofs: vec![proof],
            statement: "户口簿上的信息有误，请予更正".into(),
            confirmed: String::new(),
            intake: Default::default(),
        };
        self.hear(registry.cases().ask_correction(by, &asked).await)
    }

    /// A guardian asks for a correction; or somebody does for a child that is not theirs.
    pub(super) async fn correct(&mut self, kind: Kind) -> Done {
        let Some(row) = self.pupil(|row| matches!(row.standing, Standing::Pupil(_))) else {
            return Ok(Outcome::Skipped);
        };
        let by = if kind == Kind::CorrectOther {
            let other = self.pupil(|other| other.uid != row.uid);
            match other {
                Some(other) if self.dice.percent(70) => guardian(other.uid, 0),
                _ => self.anybody(),
            }
        } else {
            guardian(row.uid, u128::from(self.dice.below(2)))
        };
        let house = 1 + self.dice.below(300);
        let (field, value) = match self.dice.below(6) {
            0 => (
                Field::HukouPlace,
                if house.is_multiple_of(2) { "320104000000" } else { "320102000000" }.to_owned(),
            ),
            1 => (
                Field::Name,
                ["司徒静", "欧阳明", "诸葛安"][usize::try_from(house % 3).unwrap_or(0)].to_owned(),
            ),
            _ => (Field::CurrentAddress, format!("江苏省南京市玄武区珠江路{house}号")),
        };
        self.note(format!("{} {field:?} by {}", row.uid, by.name));
        let answer = self.ask(&by, row.uid, field, &value).await?;
        self.opened_and_carried(row.uid, CaseKind::Correction, answer).await
    }
}
