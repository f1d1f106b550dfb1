//! Transfers (转学) and what follows a completion (升学): asked by the school that takes the pupil in.

use super::Scene;
use crate::command::Kind;
use crate::model::{Done, Outcome, Violation, violated};
use domain::access::{Actor, Role};
use domain::case::CaseKind;
use domain::case::change::Paper;
use domain::case::transfer::TransferGround;
use domain::codes::PupilStatus;
use domain::form::Field;
use domain::id::{CaseId, PersonId};
use registry::case::{AskedProgression, AskedTransfer};
use registry::person::{PersonRow, Standing};

impl Scene<'_> {
    /// What somebody who has the papers on the table knows of a child.
    pub(super) fn number_and_name(&self, person: PersonId) -> Result<Option<(String, String)>, Violation> {
        let Some(row) = self.seen.person(person) else { return Ok(None) };
        match row.info(&*self.world.registry().vault) {
            Ok(info) => {
                let number = info.get(Field::IdNumber).map(ToOwned::to_owned);
                Ok(number.map(|number| (number, row.name.clone())))
            }
            Err(error) => violated("a record opens", format!("{person}: {error:?}")),
        }
    }

    async fn transfer_to(
        &mut self,
        row: &PersonRow,
        by: &Actor,
        name: &str,
    ) -> Result<Result<CaseId, String>, Violation> {
        let Some((number, _)) = self.number_and_name(row.uid)? else { return Ok(Err("no_number".into())) };
        let asked = AskedTransfer {
            disability: None,
            number,
            name: name.to_owned(),
            on: self.world.today(),
            ground: TransferGround::Home,
            class_name: format!("{}班", 1 + self.dice.below(3)),
            grade: Default::default(),
            papers: vec![Paper::Application, Paper::Residence],
            note: "按实际到校日期补录".into(),
        };
        self.hear(self.world.registry().cases().open_transfer(by, &asked).await)
    }

    pub(super) async fn transfer(&mut self, kind: Kind) -> Done {
        let Some(row) = self.free_pupil(PupilStatus::InSchool) else { return Ok(Outcome::Skipped) };
        let schools: Vec<_> =
            self.world.schools().into_iter().filter(|school| school.id != row.school).cloned().collect();
        let Some(to) = self.dice.pick(&schools).cloned() else { return Ok(Outcome::Skipped) };
        let by = self.one_of(&to.id, Role::Registrar);
        self.note(format!("{} to {} by {}", row.uid, to.name, by.name));
        let name = if kind == Kind::TransferWrongName { "别的名字" } else { row.name.as_str() };
        let answer = self.transfer_to(&row, &by, name).await?;
        self.opened_and_carried(row.uid, CaseKind::Transfer, answer).await
    }

    pub(super) async fn progress(&mut self) -> Done {
        let left = |status| Standing::Pupil(status);
        let graduate = self.pupil(|row| {
            row.open_case.is_none()
                && row.grade < 12
                && [left(PupilStatus::Graduated), left(PupilStatus::Completed)].contains(&row.standing)
        });
        let Some(row) = graduate else { return Ok(Outcome::Skipped) };
        let schools: Vec<_> = self
            .world
            .schools()
            .into_iter()
            .filter(|school| school.id.as_str().starts_with('3'))
            .cloned()
            .collect();
        let Some(to) = self.dice.pick(&schools).cloned() else { return Ok(Outcome::Skipped) };
        let by = self.one_of(&to.id, Role::Registrar);
        let Some((number, name)) = self.number_and_name(row.uid)? else { return Ok(Outcome::Skipped) };
        self.note(format!("{} to {} by {}", row.uid, to.name, by.name));
        let asked = AskedProgression {
            number,
            name,
            class_name: "1班".into(),
            grade: Default::default(),
            on: self.world.today(),
            note: String::new(),
        };
        let answer = self.world.registry().cases().open_progressions(&by, &[asked]).await;
        let answer = match self.hear(answer)? {
            Ok(mut all) => all.pop().unwrap_or(Err(Vec::new())),
            Err(code) => return Ok(Outcome::Refused(code)),
        };
        let answer = answer.map_err(|told| told.first().map(|one| one.code.to_string()).unwrap_or_default());
        self.opened_and_carried(row.uid, CaseKind::Progression, answer).await
    }
}
