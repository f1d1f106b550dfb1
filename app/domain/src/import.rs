//! An import (批量导入) as a matter: from the day its rows are checked it waits for who sent the file in to enter the good ones or to give
//! it up. Nothing of any child is in it.

use crate::account::Role;
use crate::calendar::Due;
use crate::form::import::ImportState;
use crate::id::{AccountId, UnitId};
use crate::matter::{Checked, Holder, Lifecycle, Matter, MatterKind, Party, Subject};
use crate::refusal::{Refusal, RefusalCode};
use chrono::{Days, NaiveDate};

/// Days after the check within which it is entered or given up: this system's default (本系统默认值). What is checked grows old: the month of
/// 第七条 runs from the children's day of entry.
pub const DECIDED_WITHIN: Days = Days::new(7);

/// An import on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The school whose pupils they are to be.
    pub school: UnitId,
    /// Who has it: who sent it in, or took it over with the work.
    pub by: AccountId,
    /// Where it stands.
    pub state: ImportState,
    /// The day on which the last row was checked; none before.
    pub checked_on: Option<NaiveDate>,
}

/// What is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportAct {
    /// 录入
    Enter,
    /// 取消
    Discard,
}

impl Import {
    /// What becomes of it. A colleague at the same desk may do it as well. `put_aside`: its background work failed again and again; then it
    /// may be given up at any time.
    ///
    /// # Errors
    /// `import_state`; `not_your_step` for another school.
    pub fn decide(self, act: ImportAct, put_aside: bool, by: &Party) -> Checked<Self> {
        let life = Lifecycle::by_procedure("这次导入");
        life.step_of_unit(by, &self.school, "上传名单的学校", &[Role::Registrar])?;
        let (may, state) = match act {
            ImportAct::Enter => (self.state == ImportState::Checked, ImportState::Entering),
            ImportAct::Discard => {
                let waits = matches!(self.state, ImportState::Checking | ImportState::Checked);
                (waits || put_aside, ImportState::Cancelled)
            }
        };
        if !may {
            let what = format!("这次导入现为「{}」，不能再办理这一步。", self.state.label());
            return Err(vec![Refusal::of(RefusalCode::ImportState, what)]);
        }
        Ok(Self { by: by.account, state, ..self })
    }
}

impl Matter for Import {
    fn kind(&self) -> MatterKind {
        MatterKind::Import
    }

    fn subject(&self) -> Subject {
        Subject::Unit(self.school.clone())
    }

    fn holders(&self) -> Vec<Holder> {
        let own = Holder { account: Some(self.by), ..Holder::of_unit(&self.school, Role::Registrar) };
        Some(own).filter(|_| self.is_open()).into_iter().collect()
    }

    fn due(&self) -> Option<Due> {
        let checked = self.checked_on.filter(|_| self.is_open())?;
        Some(Due { date: checked + DECIDED_WITHIN, provisional: false })
    }

    fn is_open(&self) -> bool {
        self.state == ImportState::Checked
    }

    fn sent_back(&self) -> bool {
        false
    }
}
