//! The life of a violation: what each command does in each state, and who may give it.

use super::{
    CORRECTION_WORKING_DAYS_MAX, Command, Context, Escalation, Finding, Opinion, Order, Reply, SCANS_MAX,
    Violation, ViolationEvent, ViolationKind, ViolationState, WORDS_MAX,
};
use crate::access::Role;
use crate::calendar::Due;
use crate::case::correction::Proof;
use crate::problem::{Act, Office};
use crate::refusal::{Basis, Refusal};

type Decided = Result<Vec<ViolationEvent>, Vec<Refusal>>;

impl Violation {
    /// What a rule found: a suspicion until a person has examined it.
    ///
    /// # Errors
    /// A kind that does not fit the unit, or a unit that would judge itself.
    pub fn suspect(finding: Finding) -> Result<Self, Vec<Refusal>> {
        let school = finding.subject.unit.is_school();
        if school == (finding.kind == ViolationKind::OfAuthority) {
            let what = format!("“{}”不适用于{}。", finding.kind.label(), finding.subject.name);
            return Err(vec![refusal(finding.kind, "kind", &what, "请按单位类别选择违规情形。")]);
        }
        if finding.subject.unit == finding.handler.unit || finding.handler.unit.is_school() {
            let what = "责令改正由主管部门或上一级教育行政部门作出。";
            return Err(vec![refusal(finding.kind, "handler", what, "请报主管部门办理。")]);
        }
        let fact = words(finding.kind, &finding.fact, "fact", "没有写明违规事实。")?;
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
    pub fn enter(finding: Finding, context: &Context<'_>) -> Result<Self, Vec<Refusal>> {
        let scans = evidence(finding.kind, finding.evidence.len());
        let mut violation = Self::suspect(finding)?;
        let handler = violation.handler.clone();
        violation.by(&handler, Role::Registrar, context)?;
        scans?;
        violation.entered = Some(act(context));
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
                let opinion = self.opinion(&text, "opinion", "没有写明核查意见。", context)?;
                Ok(vec![ViolationEvent::Examined(opinion)])
            }
            Command::Dismiss(text) => {
                self.in_state(&[Suspected, Examined])?;
                let role = if self.state == Suspected { Role::Registrar } else { Role::Leader };
                self.by(&self.handler, role, context)?;
                let opinion = self.opinion(&text, "reason", "没有写明不予认定的理由。", context)?;
                Ok(vec![ViolationEvent::Dismissed(opinion)])
            }
            Command::SignOrder { demand, days } => {
                self.in_state(&[Examined])?;
                self.by(&self.handler, Role::Leader, context)?;
                self.two_persons(context)?;
                let demand = words(self.kind, &demand, "demand", "没有写明改正要求。")?;
                let due = self.due(days, context)?;
                let order = Order { act: act(context), by: self.handler.clone(), demand, due };
                Ok(vec![ViolationEvent::Ordered(order)])
            }
            Command::Reply { statement, proofs } => self.reply(&statement, proofs, context),
            Command::Accept(text) => {
                self.in_state(&[Replied])?;
                self.by(&self.handler, Role::Leader, context)?;
                let opinion = self.opinion(&text, "opinion", "没有写明验收意见。", context)?;
                Ok(vec![ViolationEvent::Accepted(opinion)])
            }
            Command::Reject { reason, days } => {
                self.in_state(&[Replied])?;
                self.by(&self.handler, Role::Leader, context)?;
                let opinion = self.opinion(&reason, "reason", "没有写明不通过的理由。", context)?;
                Ok(vec![ViolationEvent::Rejected(opinion, self.due(days, context)?)])
            }
            Command::Escalate { above, serious, reason } => self.escalate(above, serious, &reason, context),
            Command::Recommend(text) => {
                self.in_state(&[Ordered, Replied])?;
                self.by(&self.handler, Role::Leader, context)?;
                if !self.escalations.iter().any(|escalation| escalation.serious) {
                    let what = "只有认定为情节严重的，才能建议追究责任。";
                    return Err(vec![refusal(self.kind, "not_serious", what, "请先按情节严重报上一级。")]);
                }
                let opinion = self.opinion(&text, "basis", "没有写明追究责任的依据。", context)?;
                Ok(vec![ViolationEvent::Recommended(opinion)])
            }
            Command::Withdraw(text) => {
                self.in_state(&[Ordered, Replied])?;
                self.by(&self.handler, Role::Leader, context)?;
                let opinion = self.opinion(&text, "reason", "没有写明撤销的理由。", context)?;
                Ok(vec![ViolationEvent::Withdrawn(opinion)])
            }
        }
    }

    fn reply(&self, statement: &str, proofs: Vec<Proof>, context: &Context<'_>) -> Decided {
        self.in_state(&[ViolationState::Ordered])?;
        self.by(&self.subject, Role::Leader, context)?;
        let statement = words(self.kind, statement, "statement", "没有写明改正情况。")?;
        evidence(self.kind, proofs.len())?;
        Ok(vec![ViolationEvent::Replied(Reply { act: act(context), statement, proofs, rejected: None })])
    }

    fn escalate(&self, above: Office, serious: bool, reason: &str, context: &Context<'_>) -> Decided {
        self.in_state(&[ViolationState::Ordered, ViolationState::Replied])?;
        self.by(&self.handler, Role::Leader, context)?;
        if !serious && !self.is_late(context.today) {
            let what = "改正期限还没有届满，也没有认定为情节严重。";
            return Err(vec![refusal(self.kind, "not_late", what, "请等待期限届满，或写明情节严重的依据。")]);
        }
        if above.unit == self.handler.unit || above.unit.is_school() {
            let what = "只能报本单位的上一级教育行政部门。";
            return Err(vec![refusal(self.kind, "above", what, "请选择上一级教育行政部门。")]);
        }
        let opinion = self.opinion(reason, "reason", "没有写明报上一级的理由。", context)?;
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

    fn opinion(
        &self,
        text: &str,
        code: &str,
        what: &str,
        context: &Context<'_>,
    ) -> Result<Opinion, Vec<Refusal>> {
        Ok(Opinion { act: act(context), words: words(self.kind, text, code, what)? })
    }

    fn due(&self, days: u32, context: &Context<'_>) -> Result<Due, Vec<Refusal>> {
        if (1..=CORRECTION_WORKING_DAYS_MAX).contains(&days) {
            return Ok(context.calendar.add_working_days(context.today, days));
        }
        let what = format!("改正期限应为 1 至 {CORRECTION_WORKING_DAYS_MAX} 个工作日。");
        Err(vec![Refusal::new("days", Basis::Procedure, what, "请重新填写期限。")])
    }

    fn in_state(&self, states: &[ViolationState]) -> Result<(), Vec<Refusal>> {
        if states.contains(&self.state) {
            return Ok(());
        }
        let what = format!("这一事项目前为“{}”，不能这样办理。", self.state.label());
        Err(vec![Refusal::new("out_of_state", Basis::Procedure, what, "请刷新页面查看最新状态。")])
    }

    fn by(&self, office: &Office, role: Role, context: &Context<'_>) -> Result<(), Vec<Refusal>> {
        let actor = &context.actor;
        if actor.unit.as_ref() == Some(&office.unit) && actor.role == role {
            return Ok(());
        }
        let what = format!("这一步由{}的{}办理。", office.name, role.label());
        Err(vec![Refusal::new("not_your_step", Basis::Procedure, what, "请等待其办理，或提醒对方。")])
    }

    /// Who examined it, or entered it, does not sign the order.
    fn two_persons(&self, context: &Context<'_>) -> Result<(), Vec<Refusal>> {
        let examined = self.examined.iter().map(|opinion| &opinion.act);
        let before = examined.chain(&self.entered).map(|act| act.by.account);
        let remedy = "请由本单位另一名主管领导签发。";
        context.actor.apart_from(before, "同一人不能既核查又签发。", remedy).map_err(|refusal| vec![refusal])
    }
}

fn act(context: &Context<'_>) -> Act {
    Act { by: context.actor.clone(), on: context.today }
}

fn evidence(kind: ViolationKind, count: usize) -> Result<(), Vec<Refusal>> {
    if count == 0 {
        return Err(vec![refusal(kind, "file", "没有附证明材料。", "请上传证明材料的扫描件。")]);
    }
    if count > SCANS_MAX {
        let what = format!("最多附 {SCANS_MAX} 份材料。");
        return Err(vec![refusal(kind, "file", &what, "请合并扫描后再上传。")]);
    }
    Ok(())
}

fn words(kind: ViolationKind, text: &str, code: &str, what: &str) -> Result<String, Vec<Refusal>> {
    let text: String = text.trim().chars().take(WORDS_MAX).collect();
    if text.chars().count() < 2 {
        Err(vec![refusal(kind, code, what, "请补充后再提交。")])
    } else {
        Ok(text)
    }
}

fn refusal(kind: ViolationKind, code: &str, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Article(kind.article()), what, remedy)
}
