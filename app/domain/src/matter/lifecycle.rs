//! What every matter's life has in common: in which state a step is taken, whose step it is, who may not take it because of an earlier one
//! (经办与审批分离), with which words and evidence, and who may take the matter back. Each rule has one refusal. A kind says what it is called
//! and which article it serves.

use super::{Office, Party};
use crate::account::Role;
use crate::id::{AccountId, UnitId};
use crate::refusal::{Basis, Refusal, RefusalCode};
use std::borrow::Cow;

/// Allowed, or everything that is wrong.
pub type Checked<T = ()> = Result<T, Vec<Refusal>>;

/// Fewest characters that say anything.
const WORDS_MIN: usize = 2;
/// Most characters of a reason, an opinion or a statement, where a kind sets no other measure.
const WORDS_MAX: usize = 500;

/// One kind of matter, as the refusals that all kinds share speak of it.
#[derive(Debug, Clone)]
pub struct Lifecycle {
    named: Cow<'static, str>,
    article: Option<u8>,
    order_by_article: bool,
    words_max: usize,
    state_code: RefusalCode,
    step_code: RefusalCode,
    opener_code: RefusalCode,
}

impl Lifecycle {
    /// A kind that is called so (“这件申请”) and serves this article. Whose step it is rests on the order of work.
    pub fn of(named: impl Into<Cow<'static, str>>, article: u8) -> Self {
        Self { article: Some(article), ..Self::by_procedure(named) }
    }

    /// A kind whose every refusal rests on the order of work.
    pub fn by_procedure(named: impl Into<Cow<'static, str>>) -> Self {
        Self {
            named: named.into(),
            article: None,
            order_by_article: false,
            words_max: WORDS_MAX,
            state_code: RefusalCode::OutOfState,
            step_code: RefusalCode::NotYourStep,
            opener_code: RefusalCode::NotYourStep,
        }
    }

    /// Its article demands the order of the steps, too.
    #[must_use]
    pub fn ordered_by_article(self) -> Self {
        Self { order_by_article: true, ..self }
    }

    /// Words of this kind are cut after so many characters.
    #[must_use]
    pub fn words_max(self, most: usize) -> Self {
        Self { words_max: most, ..self }
    }

    /// This kind calls a wrong state by another code.
    #[must_use]
    pub fn state_code(self, code: RefusalCode) -> Self {
        Self { state_code: code, ..self }
    }

    /// This kind calls a step of somebody else's by another code.
    #[must_use]
    pub fn step_code(self, code: RefusalCode) -> Self {
        Self { step_code: code, ..self }
    }

    /// This kind calls somebody who did not open it by another code.
    #[must_use]
    pub fn opener_code(self, code: RefusalCode) -> Self {
        Self { opener_code: code, ..self }
    }

    /// A refusal of the kind's own, which rests on its article.
    pub fn refusal(&self, code: RefusalCode, what: impl Into<String>, remedy: &str) -> Refusal {
        Refusal::new(code, self.article.map_or(Basis::Procedure, Basis::Article), what, remedy)
    }

    /// The same as an answer.
    ///
    /// # Errors
    /// Always: the refusal.
    pub fn refuse<T>(&self, code: RefusalCode, what: impl Into<String>, remedy: &str) -> Checked<T> {
        Err(vec![self.refusal(code, what, remedy)])
    }

    fn order(&self) -> Basis {
        self.article.filter(|_| self.order_by_article).map_or(Basis::Procedure, Basis::Article)
    }

    /// What is said to who asks for a step that the state does not have: `label` is the state's name.
    pub fn out_of_state(&self, label: &str) -> Vec<Refusal> {
        let what = format!("{}目前为“{label}”，不能这样办理。", self.named);
        vec![Refusal::new(self.state_code, self.order(), what, "请刷新页面查看最新状态。")]
    }

    /// Whether the step may be taken in this state (closed, or not there yet).
    ///
    /// # Errors
    /// `out_of_state`, or the kind's own code for it.
    pub fn in_state<S: Copy + PartialEq>(
        &self,
        state: S,
        label: impl Fn(S) -> &'static str,
        allowed: &[S],
    ) -> Checked {
        if allowed.contains(&state) { Ok(()) } else { Err(self.out_of_state(label(state))) }
    }

    /// Whether the step is the actor's: of this role in this unit.
    ///
    /// # Errors
    /// `not_your_step`, or the kind's own code for it.
    pub fn step_of(&self, actor: &Party, office: &Office, role: Role) -> Checked {
        self.step_of_unit(actor, &office.unit, &office.name, &[role])
    }

    /// The same where several roles of a unit may take it; the unit as people know it is `called` so.
    ///
    /// # Errors
    /// `not_your_step`, or the kind's own code for it.
    pub fn step_of_unit(&self, actor: &Party, unit: &UnitId, called: &str, roles: &[Role]) -> Checked {
        if actor.unit.as_ref() == Some(unit) && roles.contains(&actor.role) {
            return Ok(());
        }
        let roles: Vec<&str> = roles.iter().map(|role| role.label()).collect();
        let what = format!("这一步由{called}的{}办理。", roles.join("或"));
        Err(vec![Refusal::new(self.step_code, self.order(), what, "请等待其办理，或提醒对方。")])
    }

    /// Whether the actor may take the matter back, or mend it: who opened it, and where `colleagues` may, whoever has the same role
    /// in the opener's unit (people go on leave).
    ///
    /// # Errors
    /// `not_your_step`, or the kind's own code for it.
    pub fn taken_back_by(&self, actor: &Party, opener: &Party, colleagues: bool) -> Checked {
        let colleague = opener.unit.is_some() && opener.unit == actor.unit && opener.role == actor.role;
        if opener.account == actor.account || (colleagues && colleague) {
            return Ok(());
        }
        let what = "只有申请一方才能撤回或补正。";
        Err(vec![Refusal::new(self.opener_code, self.order(), what, "请联系申请人或申请单位。")])
    }

    /// Words somebody will read: trimmed, cut to their measure.
    pub fn clipped(&self, text: &str) -> String {
        crate::text::cut(text, self.words_max)
    }

    /// Words without which the step is not taken.
    ///
    /// # Errors
    /// `code`, `what`, `remedy` where nothing is said.
    pub fn words(&self, text: &str, code: RefusalCode, what: &str, remedy: &str) -> Checked<String> {
        let text = self.clipped(text);
        if text.chars().count() < WORDS_MIN { self.refuse(code, what, remedy) } else { Ok(text) }
    }

    /// The reason for which a step is sent back to who took it.
    ///
    /// # Errors
    /// `reason` without one.
    pub fn returned(&self, text: &str) -> Checked<String> {
        self.words(text, RefusalCode::Reason, "没有写明退回的原因。", "请写明哪里需要重新核实或修改。")
    }

    /// Whether so many scans may be filed; `needed` where the step is not taken without one.
    ///
    /// # Errors
    /// `file`.
    pub fn scans(&self, count: usize, needed: bool, most: usize) -> Checked {
        if needed && count == 0 {
            return self.refuse(RefusalCode::File, "没有附证明材料。", "请上传证明材料的扫描件。");
        }
        if count > most {
            let what = format!("每一方最多附 {most} 份材料。");
            return self.refuse(RefusalCode::File, what, "请合并扫描后再上传。");
        }
        Ok(())
    }
}

/// Two steps of a matter that one person never takes both of, in the words of the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TwoSteps {
    /// The step that was taken before, e.g. 拟稿.
    pub first: &'static str,
    /// The step that is asked for, e.g. 签发.
    pub second: &'static str,
    /// Who else may take it, e.g. 本单位另一名主管领导.
    pub other: &'static str,
}

impl TwoSteps {
    /// Refuses the second step to who took the first one, is the same person by another account, or made, confirmed or reset that account
    /// within thirty days ([`super::apart`]).
    ///
    /// # Errors
    /// `four_eyes`, `tied`.
    pub fn apart(self, actor: &Party, before: impl IntoIterator<Item = AccountId>) -> Checked {
        let Self { first, second, other } = self;
        let what = format!("同一人不能既{first}又{second}。");
        actor.apart_from(before, what, &format!("请由{other}{second}。")).map_err(|refusal| vec![refusal])
    }
}

/// Refuses a step of a chain to who opened the matter or took one of its steps before, however long the chain is.
///
/// # Errors
/// `four_eyes`, `tied`.
pub fn one_step_each(actor: &Party, before: impl IntoIterator<Item = AccountId>) -> Checked {
    let what = "同一人不能办理同一事项的两个环节。";
    actor.apart_from(before, what, "请由本单位另一名人员办理。").map_err(|refusal| vec![refusal])
}

#[cfg(test)]
mod tests {
    use super::super::{Tie, Ties};
    use super::*;
    use uuid::Uuid;

    const SCHOOL: &str = "2132000001";

    fn party(unit: &str, role: Role, n: u128) -> Party {
        Party {
            account: AccountId::new(Uuid::from_u128(n)),
            name: "某人".into(),
            role,
            unit: Some(unit.parse().unwrap()),
            unit_name: unit.into(),
            ties: Ties::none(),
        }
    }

    fn told(checked: Checked) -> Option<(String, String)> {
        checked.err().map(|mut refusals| (refusals[0].code.to_string(), refusals.remove(0).to_string()))
    }

    #[test]
    fn whose_step_it_is_is_said_once_with_unit_and_role() {
        let life = Lifecycle::of("这件申请", 25);
        let office = Office { unit: SCHOOL.parse().unwrap(), name: "第一小学".into() };
        let step = |actor: &Party| told(life.step_of(actor, &office, Role::Leader));
        assert_eq!(step(&party(SCHOOL, Role::Leader, 1)), None);
        for stranger in [party(SCHOOL, Role::Registrar, 1), party("320102", Role::Leader, 1)] {
            let (code, words) = step(&stranger).unwrap();
            assert_eq!(code, "not_your_step");
            assert_eq!(words, "这一步由第一小学的学籍主管领导办理。请等待其办理，或提醒对方。");
        }
        let law = life.clone().ordered_by_article();
        let (_, words) = told(law.step_of(&party("320102", Role::Leader, 1), &office, Role::Leader)).unwrap();
        assert!(words.contains("第二十五条"), "{words}");
    }

    #[test]
    fn a_closed_matter_says_how_it_stands() {
        let life = Lifecycle::of("这件申请", 25);
        let label = |open: bool| if open { "待审查" } else { "已撤回" };
        assert_eq!(told(life.in_state(true, label, &[true])), None);
        let (code, words) = told(life.in_state(false, label, &[true])).unwrap();
        assert!(code == "out_of_state" && words.contains("这件申请目前为“已撤回”"), "{words}");
        let (code, _) = told(life.state_code(RefusalCode::Closed).in_state(false, label, &[true])).unwrap();
        assert_eq!(code, "closed");
    }

    #[test]
    fn two_steps_take_two_persons_who_are_not_tied() {
        let steps = TwoSteps { first: "拟稿", second: "签发", other: "本单位另一名主管领导" };
        let mut actor = party(SCHOOL, Role::Leader, 1);
        let account = |n| AccountId::new(Uuid::from_u128(n));
        assert_eq!(told(steps.apart(&actor, [account(2)])), None);
        let (code, words) = told(steps.apart(&actor, [account(2), account(1)])).unwrap();
        let said = "同一人不能既拟稿又签发。请由本单位另一名主管领导签发。";
        assert_eq!((code.as_str(), words.as_str()), ("four_eyes", said));
        actor.ties = Ties::none().and(account(2), Tie::Administered);
        assert_eq!(told(steps.apart(&actor, [account(2)])).unwrap().0, "tied");
        assert_eq!(told(one_step_each(&actor, [account(1)])).unwrap().0, "four_eyes");
    }

    #[test]
    fn who_opened_it_takes_it_back_and_a_colleague_where_that_is_allowed() {
        let life = Lifecycle::of("这件申请", 25);
        let opener = party(SCHOOL, Role::Registrar, 1);
        let back = |actor: &Party, colleagues| told(life.taken_back_by(actor, &opener, colleagues));
        assert_eq!(back(&opener, false), None);
        let colleague = party(SCHOOL, Role::Registrar, 2);
        assert_eq!(back(&colleague, true), None);
        assert_eq!(back(&colleague, false).unwrap().0, "not_your_step");
        for stranger in [party(SCHOOL, Role::Leader, 3), party("320102", Role::Registrar, 3)] {
            assert_eq!(back(&stranger, true).unwrap().0, "not_your_step");
        }
        // Two guardians have no unit in common: neither is the other's colleague.
        let guardian = |n| Party { unit: None, ..party(SCHOOL, Role::Guardian, n) };
        assert!(life.taken_back_by(&guardian(2), &guardian(1), true).is_err());
    }

    #[test]
    fn words_and_evidence_are_asked_for() {
        let life = Lifecycle::of("这件申请", 25).words_max(4);
        assert_eq!(life.words(" 四个字以上 ", RefusalCode::Reason, "没有", "请写").unwrap(), "四个字以");
        assert_eq!(
            told(life.words(" 一 ", RefusalCode::Reason, "没有", "请写").map(drop)).unwrap().0,
            "reason"
        );
        assert_eq!(told(life.returned("").map(drop)).unwrap().0, "reason");
        assert!(life.scans(0, false, 2).is_ok() && life.scans(2, true, 2).is_ok());
        assert_eq!(told(life.scans(0, true, 2)).unwrap().0, "file");
        assert_eq!(told(life.scans(3, false, 2)).unwrap().0, "file");
    }
}
