//! The life of a violation: what each command does in each state, and who may give it.

use super::{
    CORRECTION_WORKING_DAYS_MAX, Command, Context, Escalation, Finding, Opinion, Order, Reply, SCANS_MAX,
    Violation, ViolationEvent, ViolationKind, ViolationState, WORDS_MAX,
};
use crate::account::Role;
use crate::matter::{Checked, Deadline, Lifecycle, Office, Proof, TwoSteps};
use crate::refusal::{Basis, Refusal, RefusalCode};

type Decided = Checked<Vec<ViolationEvent>>;

/// Who examined a violation, or entered it, does not sign the order.
const SIGNED: TwoSteps =
    TwoSteps { first: "核查", second: "签发", other: "本单位另一名主管领导" };

fn life(kind: ViolationKind) -> Lifecycle {
    Lifecycle::of("这一事项", kind.article()).words_max(WORDS_MAX)
}

impl Violation {
    /// What a rule found: a suspicion until a person has examined it.
    ///
    /// # Errors
    /// A kind that does not fit the unit, or a unit that would judge itself.
    pub fn suspect(finding: Finding) -> Checked<Self> {
        let school = finding.subject.unit.is_school();
        if school == (finding.kind == ViolationKind::OfAuthority) {
            let what = format!("“{}”不适用于{}。", finding.kind.label(), finding.subject.name);
            return life(finding.kind).refuse(RefusalCode::Kind, what, "请按单位类别选择违规情形。");
        }
        if finding.subject.unit == finding.handler.unit || finding.handler.unit.is_school() {
            let what = "责令改正由主管部门或上一级教育行政部门作出。";
            return life(finding.kind).refuse(RefusalCode::Handler, what, "请报主管部门办理。");
        }
        let fact = words(finding.kind, &finding.fact, RefusalCode::Fact, "没有写明违规事实。")?;
        Ok(Self {
            kind: finding.kind,
            subject: finding.subject,
            handler: finding.handler,
            fact,
            entered: None,
            evidence: finding.evidence,
            state: ViolationState::Suspected,
            examined: None,
            order: None,
            replies: Vec::new(),
            escalations: Vec::new(),
            accountability: None,
            ended: None,
        })
    }

    /// What the authority's registrar enters, with evidence.
    ///
    /// # Errors
    /// As [`Violation::suspect`]; without evidence; by anybody else.
    pub fn enter(finding: Finding, context: &Context<'_>) -> Checked<Self> {
        let scans = life(finding.kind).scans(finding.evidence.len(), true, SCANS_MAX);
        let mut violation = Self::suspect(finding)?;
        let handler = violation.handler.clone();
        violation.by(&handler, Role::Registrar, context)?;
        scans?;
        violation.entered = Some(context.act());
        Ok(violation)
    }

    /// What the command would do.
    ///
    /// # Errors
    /// Refusals for people, each with what it rests on.
    pub fn decide(&self, command: Command, context: &Context<'_>) -> Decided {
        use ViolationState::{Examined, Ordered, Replied, Suspected};
        match command {
            Command::Examine(text) => {
                self.in_state(&[Suspected])?;
                self.by(&self.handler, Role::Registrar, context)?;
                let opinion = opinion(self.kind, &text, RefusalCode::Opinion, "没有写明核查意见。", context)?;
                Ok(vec![ViolationEvent::Examined(opinion)])
            }
            Command::Dismiss(text) => {
                self.in_state(&[Suspected, Examined])?;
                let role = if self.state == Suspected { Role::Registrar } else { Role::Leader };
                self.by(&self.handler, role, context)?;
                let opinion =
                    opinion(self.kind, &text, RefusalCode::Reason, "没有写明不予认定的理由。", context)?;
                Ok(vec![ViolationEvent::Dismissed(opinion)])
            }
            Command::SignOrder { demand, days } => {
                self.in_state(&[Examined])?;
                self.by(&self.handler, Role::Leader, context)?;
                let examined = self.examined.iter().map(|opinion| &opinion.act);
                let before = examined.chain(&self.entered).map(|act| act.by.account);
                SIGNED.apart(&context.actor, before)?;
                let demand = words(self.kind, &demand, RefusalCode::Demand, "没有写明改正要求。")?;
                let due = self.due(days, context)?;
                let order = Order { act: context.act(), by: self.handler.clone(), demand, due };
                Ok(vec![ViolationEvent::Ordered(order)])
            }
            Command::Reply { statement, proofs } => self.reply(&statement, proofs, context),
            Command::Accept(text) => {
                self.in_state(&[Replied])?;
                self.by(&self.handler, Role::Leader, context)?;
                let opinion = opinion(self.kind, &text, RefusalCode::Opinion, "没有写明验收意见。", context)?;
                Ok(vec![ViolationEvent::Accepted(opinion)])
            }
            Command::Reject { reason, days } => {
                self.in_state(&[Replied])?;
                self.by(&self.handler, Role::Leader, context)?;
                let opinion =
                    opinion(self.kind, &reason, RefusalCode::Reason, "没有写明不通过的理由。", context)?;
                Ok(vec![ViolationEvent::Rejected(opinion, self.due(days, context)?)])
            }
            Command::Escalate { above, serious, reason } => self.escalate(above, serious, &reason, context),
            Command::Recommend(text) => {
                self.in_state(&[Ordered, Replied])?;
                self.by(&self.handler, Role::Leader, context)?;
                if !self.escalations.iter().any(|escalation| escalation.serious) {
                    let what = "只有认定为情节严重的，才能建议追究责任。";
                    return life(self.kind).refuse(RefusalCode::NotSerious, what, "请先按情节严重报上一级。");
                }
                let opinion =
                    opinion(self.kind, &text, RefusalCode::Basis, "没有写明追究责任的依据。", context)?;
                Ok(vec![ViolationEvent::Recommended(opinion)])
            }
            Command::Withdraw(text) => {
                self.in_state(&[Ordered, Replied])?;
                self.by(&self.handler, Role::Leader, context)?;
                let opinion =
                    opinion(self.kind, &text, RefusalCode::Reason, "没有写明撤销的理由。", context)?;
                Ok(vec![ViolationEvent::Withdrawn(opinion)])
            }
        }
    }

    fn reply(&self, statement: &str, proofs: Vec<Proof>, context: &Context<'_>) -> Decided {
        self.in_state(&[ViolationState::Ordered])?;
        self.by(&self.subject, Role::Leader, context)?;
        let statement = words(self.kind, statement, RefusalCode::Statement, "没有写明改正情况。")?;
        life(self.kind).scans(proofs.len(), true, SCANS_MAX)?;
        Ok(vec![ViolationEvent::Replied(Reply { act: context.act(), statement, proofs, rejected: None })])
    }

    fn escalate(&self, above: Office, serious: bool, reason: &str, context: &Context<'_>) -> Decided {
        self.in_state(&[ViolationState::Ordered, ViolationState::Replied])?;
        self.by(&self.handler, Role::Leader, context)?;
        if !serious && !self.is_late(context.today) {
            let what = "改正期限还没有届满，也没有认定为情节严重。";
            return life(self.kind).refuse(
                RefusalCode::NotLate,
                what,
                "请等待期限届满，或写明情节严重的依据。",
            );
        }
        if above.unit == self.handler.unit || above.unit.is_school() {
            let what = "只能报本单位的上一级教育行政部门。";
            return life(self.kind).refuse(RefusalCode::Above, what, "请选择上一级教育行政部门。");
        }
        let opinion = opinion(self.kind, reason, RefusalCode::Reason, "没有写明报上一级的理由。", context)?;
        let escalation = Escalation { opinion, from: self.handler.clone(), serious };
        Ok(vec![ViolationEvent::Escalated(escalation, above)])
    }

    /// Folds one event into the state. Events come from [`Violation::decide`]; replaying them gives the same violation.
    #[must_use]
    pub fn apply(mut self, event: &ViolationEvent) -> Self {
        match event {
            ViolationEvent::Examined(opinion) => {
                self.examined = Some(opinion.clone());
                self.state = ViolationState::Examined;
            }
            ViolationEvent::Dismissed(opinion) => self.end(ViolationState::Dismissed, opinion),
            ViolationEvent::Ordered(order) => {
                self.order = Some(order.clone());
                self.state = ViolationState::Ordered;
            }
            ViolationEvent::Replied(reply) => {
                self.replies.push(reply.clone());
                self.state = ViolationState::Replied;
            }
            ViolationEvent::Accepted(opinion) => self.end(ViolationState::Closed, opinion),
            ViolationEvent::Rejected(opinion, due) => {
                if let Some(reply) = self.replies.last_mut() {
                    reply.rejected = Some(opinion.clone());
                }
                if let Some(order) = &mut self.order {
                    order.due = *due;
                }
                self.state = ViolationState::Ordered;
            }
            ViolationEvent::Recounted(due) => {
                if let Some(order) = &mut self.order {
                    order.due = *due;
                }
            }
            ViolationEvent::Escalated(escalation, above) => {
                self.escalations.push(escalation.clone());
                self.handler = above.clone();
            }
            ViolationEvent::Recommended(opinion) => self.accountability = Some(opinion.clone()),
            ViolationEvent::Withdrawn(opinion) => self.end(ViolationState::Withdrawn, opinion),
        }
        self
    }

    fn end(&mut self, state: ViolationState, opinion: &Opinion) {
        self.ended = Some(opinion.clone());
        self.state = state;
    }

    fn due(&self, days: u32, context: &Context<'_>) -> Checked<Deadline> {
        if (1..=CORRECTION_WORKING_DAYS_MAX).contains(&days) {
            return Ok(Deadline::after(context.today, days, context.calendar));
        }
        let what = format!("改正期限应为 1 至 {CORRECTION_WORKING_DAYS_MAX} 个工作日。");
        Err(vec![Refusal::new(RefusalCode::Days, Basis::Procedure, what, "请重新填写期限。")])
    }

    fn in_state(&self, states: &[ViolationState]) -> Checked {
        life(self.kind).in_state(self.state, ViolationState::label, states)
    }

    fn by(&self, office: &Office, role: Role, context: &Context<'_>) -> Checked {
        life(self.kind).step_of(&context.actor, office, role)
    }
}

fn opinion(
    kind: ViolationKind,
    text: &str,
    code: RefusalCode,
    what: &str,
    context: &Context<'_>,
) -> Checked<Opinion> {
    Ok(context.opinion(words(kind, text, code, what)?))
}

fn words(kind: ViolationKind, text: &str, code: RefusalCode, what: &str) -> Checked<String> {
    life(kind).words(text, code, what, "请补充后再提交。")
}
