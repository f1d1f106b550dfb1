//! A report (信息报备) as a matter: the unit above has it until one of its desks acknowledges it.

use crate::account::Role;
use crate::calendar::Due;
use crate::id::UnitId;
use crate::matter::{Act, Checked, Context, Holder, Lifecycle, Matter, MatterKind, Subject};
use crate::refusal::RefusalCode;

/// Who acknowledges: either desk of the unit above.
const ACKNOWLEDGED_BY: [Role; 2] = [Role::Registrar, Role::Leader];

/// A report that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentReport {
    /// The unit whose registrar it is about.
    pub unit: UnitId,
    /// The unit that is told.
    pub above: UnitId,
    /// 确认报备: by whom, and when.
    pub acknowledged: Option<Act>,
}

impl SentReport {
    /// 确认报备
    ///
    /// # Errors
    /// `acknowledged` when somebody came first; `not_your_step` for another unit.
    pub fn acknowledge(self, context: &Context) -> Checked<Self> {
        let life = Lifecycle::by_procedure("这条报备");
        if self.acknowledged.is_some() {
            return life.refuse(RefusalCode::Acknowledged, "这条报备已经确认。", "请刷新页面查看。");
        }
        life.step_of_unit(&context.actor, &self.above, "上级单位", &ACKNOWLEDGED_BY)?;
        Ok(Self { acknowledged: Some(context.act()), ..self })
    }
}

impl Matter for SentReport {
    fn kind(&self) -> MatterKind {
        MatterKind::RegistrarReport
    }

    fn subject(&self) -> Subject {
        Subject::Unit(self.unit.clone())
    }

    fn holders(&self) -> Vec<Holder> {
        let open = ACKNOWLEDGED_BY.iter().filter(|_| self.is_open());
        open.map(|role| Holder::of_unit(&self.above, *role)).collect()
    }

    /// The regulation sets none, and nothing waits for it.
    fn due(&self) -> Option<Due> {
        None
    }

    fn is_open(&self) -> bool {
        self.acknowledged.is_none()
    }

    fn sent_back(&self) -> bool {
        false
    }
}
