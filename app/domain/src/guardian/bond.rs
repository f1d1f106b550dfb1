//! How a bond (绑定) between a guardian's account and a child stands.

use crate::account::Role;
use crate::calendar::Due;
use crate::id::{PersonId, UnitId};
use crate::matter::{Checked, Holder, Lifecycle, Matter, MatterKind, Party, Subject};
use crate::refusal::RefusalCode;
use serde::{Deserialize, Serialize};

/// The state of a bond.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BondState {
    /// 有效: the account sees the child.
    #[default]
    Active,
    /// 暂停: nothing of the child is shown until its school confirms.
    Resting,
    /// 已解除: over. Only a new code begins it again.
    Ended,
}

impl BondState {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Active => "有效",
            Self::Resting => "暂停，待学校确认",
            Self::Ended => "已解除",
        }
    }
}

/// What happens to a bond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BondAct {
    /// A code of this child's school, which two of its people stand for.
    Bind,
    /// Numbers that match the child's record, which nobody at the school has looked at.
    BindByNumbers,
    /// The password was set anew with a code of this child's school.
    RecoverHere,
    /// The password was set anew with a code of another child.
    RecoverElsewhere,
    /// Another guardian of the child says that this is nobody of the family.
    Report,
    /// The child's school has made sure who it is.
    Confirm,
    /// The child's school lets it rest.
    Rest,
    /// The child's school ends it.
    End,
    /// The guardian ends it himself.
    Leave,
    /// Who called it in question, or whoever of the family is still there, takes that back.
    TakeBack,
}

/// A bond's state, and whether another guardian has called it in question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Standing {
    /// The state.
    pub state: BondState,
    /// Whether it was called in question and the school has not answered yet. It stays so whatever the guardian does: who is called in
    /// question does not answer it by leaving and coming back.
    pub reported: bool,
    /// Whether its guardian ended it, and the school has not looked at it: it may still be called in question.
    pub left: bool,
}

impl Standing {
    /// Whether the account may see the child.
    pub fn sees(self) -> bool {
        self.state == BondState::Active
    }

    /// Whether the child's school has something to do about it.
    pub fn waits_for_school(self) -> bool {
        self.state == BondState::Resting || self.reported
    }

    /// How it stands after an act.
    ///
    /// # Errors
    /// `claim` when the child is bound already; `out_of_state` when the act does not fit.
    pub fn after(self, act: BondAct) -> Checked<Self> {
        use BondState::{Active, Ended, Resting};
        let Self { state, reported, left } = self;
        let next = |state, reported| Ok(Self { state, reported, left: false });
        match (act, state) {
            (BondAct::Bind | BondAct::BindByNumbers, Active) => Lifecycle::by_procedure("这项绑定").refuse(
                RefusalCode::Claim,
                "这个孩子已经在您的账号下。",
                "无需重复添加。",
            ),
            (BondAct::Bind, Resting | Ended) => next(Active, reported),
            (BondAct::BindByNumbers, Resting | Ended) => Lifecycle::by_procedure("这项绑定").refuse(
                RefusalCode::Claim,
                "您和这个孩子的绑定已经暂停或者解除，不能凭证件号码恢复。",
                "请向孩子的学校要一张新的绑定码。",
            ),
            (BondAct::RecoverHere, Active | Resting) => next(Active, reported),
            (BondAct::RecoverElsewhere, Active | Resting) => next(Resting, reported),
            (BondAct::Report, Active | Resting) => next(state, true),
            // Whose account it was saw the child until he left: the school looks all the same.
            (BondAct::Report, Ended) if left => Ok(Self { reported: true, ..self }),
            (BondAct::TakeBack, _) if reported => Ok(Self { reported: false, ..self }),
            (BondAct::Confirm, Resting) => next(Active, false),
            (BondAct::Confirm, Active) if reported => next(Active, false),
            (BondAct::Rest, Active) => next(Resting, false),
            (BondAct::End, Active | Resting) => next(Ended, false),
            (BondAct::Leave, Active | Resting) => Ok(Self { state: Ended, left: true, ..self }),
            // What was called in question and ended by its guardian stays ended: the school has only to say that it looked.
            (BondAct::Confirm | BondAct::End, Ended) if reported => next(Ended, false),
            _ => Err(Lifecycle::by_procedure("这项绑定").out_of_state(state.label())),
        }
    }
}

/// Who keeps the bonds of a school's pupils: either of its desks.
const KEPT_BY: [Role; 2] = [Role::Registrar, Role::Leader];

/// A bond as the matter of its child's school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bond {
    /// The child.
    pub person: PersonId,
    /// The child's school.
    pub school: UnitId,
    /// How it stands.
    pub standing: Standing,
}

impl Bond {
    /// What the child's school does about it.
    ///
    /// # Errors
    /// `not_your_step` for another school; as [`Standing::after`].
    pub fn decide(self, act: BondAct, by: &Party) -> Checked<Self> {
        Lifecycle::by_procedure("这项绑定").step_of_unit(by, &self.school, "孩子所在学校", &KEPT_BY)?;
        Ok(Self { standing: self.standing.after(act)?, ..self })
    }

    /// Where it stands, in Chinese. The account still sees the child while an objection is looked into: what waits is the look, not the
    /// bond.
    pub fn label(&self) -> &'static str {
        match self.standing.state {
            BondState::Active if self.standing.reported => "待核实",
            BondState::Ended if self.standing.reported => "已解除，待核实",
            state => state.label(),
        }
    }
}

impl Matter for Bond {
    fn kind(&self) -> MatterKind {
        MatterKind::Bond
    }

    fn subject(&self) -> Subject {
        Subject::Person(self.person)
    }

    fn holders(&self) -> Vec<Holder> {
        let open = KEPT_BY.iter().filter(|_| self.is_open());
        open.map(|role| Holder::of_unit(&self.school, *role)).collect()
    }

    fn due(&self) -> Option<Due> {
        None
    }

    fn is_open(&self) -> bool {
        self.standing.waits_for_school()
    }

    fn sent_back(&self) -> bool {
        false
    }
}
