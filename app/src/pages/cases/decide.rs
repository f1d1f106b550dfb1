//! The decision of whoever holds a case, and what its opener may do with it.

use super::NextLink;
use super::content::beside;
use crate::api::case::{Decide, Withdraw};
use crate::api::form_state::FormState;
use crate::pages::matter::{StepAct, StepForm, StepWords};
use crate::text::t::case as w;
use crate::ui::{Choice, Compare, CompareRow, RadioField, anew_for, field_id, keyed};
use contract::case::CaseView;
use domain::case::CaseKind;
use leptos::prelude::*;

/// 审核意见, for whoever's turn it is.
#[component]
pub fn Decision(
    /// The case.
    detail: CaseView,
    /// What was typed, and what is wrong with it.
    state: FormState,
    /// Sends the decision.
    action: ServerAction<Decide>,
) -> impl IntoView {
    detail.my_turn.then(|| {
        let correction = (detail.line.kind == CaseKind::Correction).then(|| by_field(&detail, &state));
        let options = vec![
            Choice::new("agree", w::AGREE).with_hint(w::AGREE_HINT),
            Choice::new("return", w::RETURN).with_hint(w::RETURN_HINT),
            Choice::new("refuse", w::REFUSE).with_hint(w::REFUSE_HINT),
        ];
        // What was typed at one step, or of another case in the same place (the desk), is never found in the form of the next.
        let decided = detail.steps.iter().filter(|step| step.verdict.is_some()).count();
        let step = format!("{}/{decided}", detail.line.id);
        let (value, error) = (state.value("verdict"), state.error("verdict"));
        let form = view! {
            <StepForm
                action
                about=vec![("case", detail.line.shown().to_string())]
                state
                words=StepWords::new("reason", w::REASON).hint(w::REASON_HINT).optional()
                acts=vec![StepAct::only(w::SUBMIT)]
                id="decide"
                title=w::DECIDE
                draft=format!("decide/{}", detail.line.id)
            >
                {correction}
                // The words are kept while they are typed, the verdict never: it is given anew each time.
                <div data-unkept="">
                    <RadioField name="verdict" label=w::VERDICT options value error required=true/>
                </div>
            </StepForm>
        };
        anew_for(step, form)
    })
}

/// The proofs, old beside new, and beside each a reason if it is not accepted.
fn by_field(detail: &CaseView, state: &FormState) -> impl IntoView + use<> {
    let rows = keyed(
        detail.changes.iter(),
        |change| change.field.key(),
        |change| {
            let name = format!("refused[{}]", change.field.key());
            let id = field_id(&name);
            let label =
                format!("{}：{}（{}）", change.field.label(), w::FIELD_REFUSED, w::FIELD_REFUSED_HINT);
            let value = state.value(&name);
            // What somebody before has refused is told; it is not for this step to decide again.
            let decision = match &change.refused {
                Some(why) => format!("{}：{why}（{}）", w::NOT_ACCEPTED, w::REFUSED_BEFORE).into_any(),
                // A browser that fills forms in would put the words of who decided before into it.
                None => view! {
                    <input id=id class="input" type="text" name=name value=value aria-label=label maxlength="200"
                        placeholder=w::FIELD_REFUSED_HINT autocomplete="off"/>
                }
                .into_any(),
            };
            view! {
                <CompareRow field=change.field.label() old=change.old.clone() new=change.new.clone()>
                    {decision}
                </CompareRow>
            }
        },
    );
    let refused = detail.changes.iter().any(|change| change.refused.is_some());
    let hint = refused.then(|| view! { <p class="hint">{w::REFUSED_HINT}</p> });
    let compare = view! { <Compare caption=w::CHANGES decision=w::FIELD_REFUSED>{rows}</Compare> };
    let beside = beside(detail, compare.into_any());
    view! { {hint}{beside} }
}

/// What the opener's side may do: mend what came back, take back what is under way.
#[component]
pub fn Mending(
    /// The case.
    detail: CaseView,
    /// What was typed, and what is wrong with it.
    state: FormState,
    /// Sends the withdrawal.
    action: ServerAction<Withdraw>,
) -> impl IntoView {
    let CaseView { line: row, person, may_mend, may_withdraw, guardian, .. } = detail;
    let sheet = match row.kind {
        CaseKind::Registration => format!("/cases/{}/mend", row.id),
        CaseKind::Correction => format!("/pupils/{person}/correct"),
        _ => format!("/cases/{}/change", row.id),
    };
    let mend = (may_mend && !guardian).then(|| view! { <NextLink href=sheet words=w::MEND/> });
    let withdraw = may_withdraw.then(|| {
        let folded = state.has_errors();
        view! {
            <StepForm
                action
                about=vec![("case", row.shown().to_string())]
                state
                words=StepWords::new("reason", w::WITHDRAW_REASON).rows(2).most(200)
                acts=vec![StepAct::only(w::WITHDRAW).warning()]
                title=w::WITHDRAW
                folded
            />
        }
    });
    view! { {mend} {withdraw} }
}
