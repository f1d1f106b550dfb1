//! What is told of a complaint (投诉).

use super::every::Parts;
use crate::account::Role;
use crate::complaint::{Complaint, ComplaintEvent, ComplaintState, Handled, Rating};
use crate::id::{AccountId, CaseId, PersonId};
use crate::matter::{Act, CaseKind, Deadline, Office, Opinion, Party, Ties};

impl Parts {
    fn somebody(&self, role: Role, unit: Option<&str>) -> Party {
        Party {
            account: AccountId::new(self.uuid()),
            name: self.text(),
            role,
            unit: unit.map(|unit| unit.parse().unwrap()),
            unit_name: self.text(),
            ties: Ties::none(),
        }
    }

    /// A complaint that waits for its answer.
    pub(super) fn complaint(&self) -> Complaint {
        let office = |unit: &str| Office { unit: unit.parse().unwrap(), name: self.text() };
        Complaint {
            handled: Handled {
                case: CaseId::new(self.uuid()),
                number: self.text(),
                kind: self.of(&CaseKind::ALL),
                person: PersonId::new(self.uuid()),
                by: office("2132000001"),
                took_part: vec![AccountId::new(self.uuid()); self.n % 3],
            },
            above: office("320102"),
            by: self.somebody(Role::Guardian, None),
            rating: self.perhaps(self.of(&Rating::ALL)),
            words: self.text(),
            on: self.day(),
            state: ComplaintState::Open,
            due: Deadline { date: self.day(), provisional: self.yes, from: self.day(), working_days: 10 },
            answer: None,
        }
    }

    /// Its answer.
    pub(super) fn complaint_answered(&self) -> Vec<ComplaintEvent> {
        let act = Act { by: self.somebody(Role::Leader, Some("320102")), on: self.day() };
        vec![ComplaintEvent::Answered(Opinion { act, words: self.text() })]
    }
}
