//! Two of a kind: a second case beside an open one, and two at the same moment.

use super::Scene;
use super::case::agree;
use crate::command::Kind;
use crate::model::{Done, Outcome, violated};
use domain::access::{Actor, Role};
use domain::case::change::Paper;
use domain::case::transfer::TransferGround;
use domain::case::{CaseKind, CaseState};
use domain::codes::PupilStatus;
use registry::case::AskedTransfer;

impl Scene<'_> {
    /// Two people open something about the same pupil: one case is open afterwards.
    pub(super) async fn two_open(&mut self) -> Done {
        let Some((row, payload)) = self.drafted(Kind::Suspend) else { return Ok(Outcome::Skipped) };
        let unit = self.world.unit(&row.school);
        let by = [1, 2].map(|n| crate::society::actor(unit, Role::Registrar, n));
        let Some((_, other)) =
            (0..3).find_map(|_| self.drafted(Kind::GoAbroad).filter(|(there, _)| there.school == row.school))
        else {
            return Ok(Outcome::Skipped);
        };
        self.note(format!("{} by two of {}", row.uid, unit.name));
        let registry = self.world.registry();
        let cases = registry.cases();
        let (a, b) = tokio::join!(
            cases.open_change(&by[0], row.uid, &payload),
            cases.open_change(&by[1], row.uid, &other),
        );
        match (self.hear(a)?, self.hear(b)?) {
            (Ok(a), Ok(b)) => violated("one pupil has one open case", format!("{}: {a} and {b}", row.uid)),
            (Ok(case), Err(_)) => Ok(self.opened(row.uid, payload.kind(), Ok(case))),
            (Err(code), other_answer) => {
                Ok(self.opened(row.uid, other.kind(), other_answer.map_err(|_| code)))
            }
        }
    }

    /// A transfer by one school while the other decides something, and a correction by the guardian: whoever is first.
    pub(super) async fn two_at_once(&mut self) -> Done {
        let Some(row) = self.free_pupil(PupilStatus::InSchool) else { return Ok(Outcome::Skipped) };
        let Some((number, name)) = self.number_and_name(row.uid)? else { return Ok(Outcome::Skipped) };
        let schools: Vec<_> =
            self.world.schools().into_iter().filter(|school| school.id != row.school).cloned().collect();
        let by: Vec<Actor> = schools.iter().map(|school| self.one_of(&school.id, Role::Registrar)).collect();
        let at = usize::try_from(self.dice.below(schools.len() as u64)).unwrap_or(0);
        let asked = AskedTransfer {
            disability: None,
            number,
            name,
            on: self.world.today(),
            ground: TransferGround::Home,
            class_name: "2班".into(),
            grade: Default::default(),
            papers: vec![Paper::Application, Paper::Residence],
            note: String::new(),
        };
        // Meanwhile a case of anybody goes on.
        let case = self.open_case(CaseState::InProgress);
        let holder = case.as_ref().and_then(super::case::holder);
        let decider = holder.map(|(unit, role)| self.one_of(&unit, role));
        let before = case.as_ref().map(|row| self.content(row)).transpose()?;
        self.note(format!("{} by {} schools", row.uid, by.len().min(2)));
        let registry = self.world.registry();
        let decides = async {
            match (&case, &decider) {
                (Some(case), Some(by)) => Some(registry.cases().decide_case(by, case.uid, agree()).await),
                _ => None,
            }
        };
        let cases = registry.cases();
        let (a, b, decided) = tokio::join!(
            cases.open_transfer(&by[at], &asked),
            cases.open_transfer(&by[(at + 1) % by.len()], &asked),
            decides,
        );
        if let (Some(answer), Some(before), Some(by)) = (decided, before, decider)
            && let Ok(state) = self.hear(answer)?
        {
            self.was_decided(&before, &by, state);
        }
        match (self.hear(a)?, self.hear(b)?) {
            (Ok(a), Ok(b)) => violated("one pupil has one open case", format!("{}: {a} and {b}", row.uid)),
            (Ok(case), _) | (_, Ok(case)) => Ok(self.opened(row.uid, CaseKind::Transfer, Ok(case))),
            (Err(code), _) => Ok(Outcome::Refused(code)),
        }
    }
}
