//! An import (批量导入) as a matter: from the day its rows are checked it waits for who sent the file in to enter the good ones, to put
//! others right or to give it up, and so does one whose background work was put aside (搁置), wherever it stands. When who sent it in is not able to any more, it
//! waits for the school's registrars. Nothing of any child is in it.

use crate::account::Role;
use crate::calendar::Due;
use crate::form::import::ImportState;
use crate::id::{AccountId, UnitId};
use crate::matter::{Checked, Holder, Lifecycle, Matter, MatterKind, Party, Subject};
use crate::refusal::{Refusal, RefusalCode};
use chrono::{Days, NaiveDate};

/// Days after the check, or after it was put aside, within which it is entered or given up: this system's default (本系统默认值). What is checked grows old: the month of
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
    /// The day on which its background work was put aside; none while it is not.
    pub aside_on: Option<NaiveDate>,
    /// Whether who has it is not able to any more: sealed, resting or gone.
    pub left: bool,
}

/// What is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportAct {
    /// 录入
    Enter,
    /// 取消
    Discard,
    /// 改正一行: one of its rows is put right on the page
    Mend,
}

impl Import {
    /// What becomes of it. A colleague at the same desk may do it as well. One whose background work was put aside may be given up at any
    /// time, and so may one whose reading was cut off.
    ///
    /// # Errors
    /// `import_state`; `not_your_step` for another school.
    pub fn decide(self, act: ImportAct, by: &Party) -> Checked<Self> {
        let life = Lifecycle::by_procedure("这次导入");
        life.step_of_unit(by, &self.school, "上传名单的学校", &[Role::Registrar])?;
        let (may, state) = match act {
            ImportAct::Enter => (self.state == ImportState::Checked, ImportState::Entering),
            ImportAct::Discard => {
                let waits =
                    matches!(self.state, ImportState::Reading | ImportState::Checking | ImportState::Checked);
                (waits || self.aside_on.is_some(), ImportState::Cancelled)
            }
            ImportAct::Mend => (self.state == ImportState::Checked, ImportState::Checked),
        };
        if !may {
            let what = format!("这次导入现为「{}」，不能再办理这一步。", self.state.label());
            return Err(vec![Refusal::of(RefusalCode::ImportState, what)]);
        }
        if act == ImportAct::Mend {
            // Who puts a row right does not take the whole file over.
            return Ok(self);
        }
        Ok(Self { by: by.account, state, aside_on: None, left: false, ..self })
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
        let account = (!self.left).then_some(self.by);
        let own = Holder { account, ..Holder::of_unit(&self.school, Role::Registrar) };
        Some(own).filter(|_| self.is_open()).into_iter().collect()
    }

    fn due(&self) -> Option<Due> {
        let since = self.aside_on.or(self.checked_on).filter(|_| self.is_open())?;
        Some(Due { date: since + DECIDED_WITHIN, provisional: false })
    }

    fn is_open(&self) -> bool {
        self.state == ImportState::Checked || self.aside_on.is_some()
    }

    fn sent_back(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matter::Ties;
    use uuid::Uuid;

    const STATES: [ImportState; 6] = [
        ImportState::Reading,
        ImportState::Checking,
        ImportState::Checked,
        ImportState::Entering,
        ImportState::Done,
        ImportState::Cancelled,
    ];

    fn account(n: u128) -> AccountId {
        AccountId::new(Uuid::from_u128(n))
    }

    fn import(state: ImportState, aside: bool, left: bool) -> Import {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        Import {
            school: "2132000001".parse().unwrap(),
            by: account(1),
            state,
            checked_on: Some(day("2026-09-07")),
            aside_on: aside.then(|| day("2026-09-09")),
            left,
        }
    }

    fn colleague() -> Party {
        Party {
            account: account(2),
            name: "同事".into(),
            role: Role::Registrar,
            unit: Some("2132000001".parse().unwrap()),
            unit_name: "学校".into(),
            ties: Ties::none(),
        }
    }

    #[test]
    fn article_4_an_import_that_is_put_aside_waits_for_somebody_wherever_it_stands() {
        for state in STATES {
            let aside = import(state, true, false);
            assert!(aside.is_open() && !aside.holders().is_empty(), "{state:?}");
            assert_eq!(aside.due().unwrap().date.to_string(), "2026-09-16");
            let given_up = aside.decide(ImportAct::Discard, &colleague()).unwrap();
            assert_eq!((given_up.state, given_up.is_open()), (ImportState::Cancelled, false));
            assert_eq!(import(state, false, false).is_open(), state == ImportState::Checked);
        }
    }

    #[test]
    fn article_4_an_import_of_who_is_gone_waits_for_the_schools_registrars() {
        let own = import(ImportState::Checked, false, false);
        assert!(!own.holders().iter().any(|holder| holder.is(&colleague())));
        let left = import(ImportState::Checked, false, true);
        assert!(left.holders().iter().any(|holder| holder.is(&colleague())));
        let taken = left.decide(ImportAct::Enter, &colleague()).unwrap();
        assert_eq!((taken.by, taken.left), (account(2), false));
    }

    #[test]
    fn article_4_a_row_is_put_right_between_check_and_entry_and_the_file_stays_whose_it_is() {
        for state in STATES {
            let mended = import(state, false, true).decide(ImportAct::Mend, &colleague());
            assert_eq!(mended.is_ok(), state == ImportState::Checked, "{state:?}");
            let unchanged = |found: Import| (found.by, found.state, found.left) == (account(1), state, true);
            assert!(mended.is_ok_and(unchanged) || state != ImportState::Checked);
        }
        let stranger = Party { unit: Some("2132000002".parse().unwrap()), ..colleague() };
        assert!(import(ImportState::Checked, false, false).decide(ImportAct::Mend, &stranger).is_err());
    }

    #[test]
    fn article_4_an_import_whose_reading_was_cut_off_can_be_given_up_and_not_entered() {
        let cut_off = || import(ImportState::Reading, false, false);
        assert!(cut_off().decide(ImportAct::Enter, &colleague()).is_err());
        let given_up = cut_off().decide(ImportAct::Discard, &colleague()).unwrap();
        assert_eq!(given_up.state, ImportState::Cancelled);
    }
}
