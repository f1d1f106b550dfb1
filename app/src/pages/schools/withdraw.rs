//! What is yet to go over of many schools that are handed over by one act is taken back (撤回): asked for by the registrar, decided by the
//! leader.

use crate::api::form_state::FormState;
use crate::api::moment;
use crate::api::school::act::WithdrawHandOver;
use crate::pages::matter::{StepAct, StepForm, StepWords};
use crate::text::t::school as w;
use crate::ui::{Section, SummaryList, SummaryRow};
use contract::school::ChangeView;
use leptos::prelude::*;

/// What was asked and decided, and the reader's step.
pub(super) fn withdrawal(
    change: &ChangeView,
    state: &FormState,
    action: ServerAction<WithdrawHandOver>,
) -> impl IntoView + use<> {
    let about =
        |decision: &str| vec![("change", change.line.shown().to_string()), ("decision", decision.to_owned())];
    let said = change.withdrawal.as_ref().map(|one| {
        let decided = one.decided.as_ref().map(|(by, at, agreed)| {
            let term = if *agreed { w::WITHDRAWAL_AGREED } else { w::WITHDRAWAL_REFUSED };
            let words = w::by_at(by, &moment(*at));
            view! { <SummaryRow term>{words}</SummaryRow> }
        });
        let (by, at) = &one.asked;
        let (asked, reason) = (w::by_at(by, &moment(*at)), one.reason.clone());
        view! {
            <SummaryList>
                <SummaryRow term=w::WITHDRAWAL_BY>{asked}</SummaryRow>
                <SummaryRow term=w::WITHDRAWAL_REASON>{reason}</SummaryRow>
                {decided}
            </SummaryList>
        }
    });
    let ask = change.may_withdraw.then(|| {
        let words = StepWords::new("withdrawal", w::WITHDRAWAL_REASON).most(200);
        let (acts, folded) =
            (vec![StepAct::only(w::WITHDRAW).warning()], state.error("withdrawal").is_some());
        let (about, state) = (about("ask"), state.clone());
        view! { <StepForm action about state words acts title=w::WITHDRAW lead=w::WITHDRAW_HINT folded/> }
    });
    let decide = change.may_decide_withdrawal.then(|| {
        let agree = vec![StepAct::only(w::WITHDRAW_AGREE).warning()];
        let refuse = vec![StepAct::only(w::WITHDRAW_REFUSE).secondary()];
        let (yes, no) = (about("agree"), about("refuse"));
        let (state, again) = (state.clone(), state.clone());
        view! {
            <StepForm action about=yes state acts=agree lead=w::WITHDRAW_HINT/>
            <StepForm action about=no state=again acts=refuse/>
        }
    });
    let any = said.is_some() || ask.is_some() || decide.is_some();
    any.then(|| view! { <Section id="withdrawal" title=w::WITHDRAWAL>{said}{ask}{decide}</Section> })
}
