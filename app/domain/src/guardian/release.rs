//! A printed code as a matter: it waits for a second person of the school until it is released, used, or too old.

use super::{CODE_HOLDS, Code};
use crate::account::Role;
use crate::calendar::Due;
use crate::id::{PersonId, UnitId};
use crate::matter::{Checked, Holder, Lifecycle, Matter, MatterKind, Party, Subject};
use chrono::{DateTime, Duration, Utc};

/// Who releases: either desk of the school.
const RELEASED_BY: [Role; 2] = [Role::Registrar, Role::Leader];

/// A code, the child it is for, and the school that printed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedCode {
    /// The child.
    pub person: PersonId,
    /// The school.
    pub school: UnitId,
    /// What its rules look at.
    pub code: Code,
}

impl PrintedCode {
    /// 核发
    ///
    /// # Errors
    /// As [`Code::may_release`]; `not_your_step` for another school.
    pub fn release(self, by: &Party, now: DateTime<Utc>) -> Checked<Self> {
        Lifecycle::by_procedure("绑定码").step_of_unit(by, &self.school, "打印绑定码的学校", &RELEASED_BY)?;
        self.code.may_release(by, now)?;
        Ok(Self { code: Code { released: true, ..self.code }, ..self })
    }
}

impl Matter for PrintedCode {
    fn kind(&self) -> MatterKind {
        MatterKind::BindingCode
    }

    fn subject(&self) -> Subject {
        Subject::Person(self.person)
    }

    fn holders(&self) -> Vec<Holder> {
        let open = RELEASED_BY.iter().filter(|_| self.is_open());
        open.map(|role| Holder::of_unit(&self.school, *role)).collect()
    }

    /// The day in China on which it runs out.
    fn due(&self) -> Option<Due> {
        let until = self.code.printed_at + CODE_HOLDS + Duration::hours(8);
        self.is_open().then_some(Due { date: until.date_naive(), provisional: false })
    }

    fn is_open(&self) -> bool {
        !self.code.released && !self.code.used
    }

    fn sent_back(&self) -> bool {
        false
    }
}
