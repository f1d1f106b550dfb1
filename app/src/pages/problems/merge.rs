//! 合并学籍: item by item, what the one record will say.

use crate::api::form_state::{FormState, form_state};
use crate::api::merge::{MergeDetail, ProposeMerge, merge};
use crate::pages::parts::{FormMessages, Load, param, query};
use crate::text::t::problem as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Choice, LinkButton, Notice, NoticeKind, PageTitle,
    RadioField, Section, SummaryList, SummaryRow, TextAreaField, keyed,
};
use domain::form::Field;
use leptos::prelude::*;

/// 合并学籍
#[component]
pub fn MergePage() -> impl IntoView {
    let (id, keep) = (param("id"), query("keep"));
    let propose = ServerAction::<ProposeMerge>::new();
    let data = Resource::new_blocking(
        move || (id.get(), keep.get(), propose.version().get()),
        |(id, keep, _)| async move {
            let detail = merge(id.clone(), keep.clone()).await?;
            let state = form_state(format!("problem_merge/{id}")).await?;
            Ok((id, keep, detail, state))
        },
    );
    view! {
        <Load data view=move |(id, keep, detail, state): (String, String, MergeDetail, FormState)| {
            let back = format!("/problems/{id}");
            let around = format!("/problems/{id}/merge?keep={}", detail.other_person);
            let kept = format!("{}　{}　{}", detail.kept.0, detail.kept.1, detail.kept.2);
            let other = format!("{}　{}　{}", detail.other.0, detail.other.1, detail.other.2);
            let blocked = blocked(&detail.refusals);
            let none = detail.items.is_empty().then(|| view! { <p>{w::NOTHING_DIFFERS}</p> });
            let fields = keyed(detail.items.iter(), |(field, ..)| format!("{keep}/{}", field.key()), |item| item_field(item, &detail, &state));
            view! {
                <BackLink href=back/>
                <PageTitle title=w::MERGE_TITLE caption=Some(detail.kept.0.clone()) has_errors=state.has_errors()/>
                <p class="lead">{w::MERGE_LEAD}</p>
                <FormMessages state=state.clone()/>
                {blocked}
                <Section id="records" title=w::SIDES>
                    <SummaryList>
                        <SummaryRow term=w::KEPT>{kept}</SummaryRow>
                        <SummaryRow term=w::OTHER>{other}</SummaryRow>
                    </SummaryList>
                    <Actions>
                        <LinkButton href=around kind=ButtonKind::Secondary>{w::OTHER_WAY}</LinkButton>
                    </Actions>
                </Section>
                <ActionForm action=propose attr:class="stack" attr:novalidate=true>
                    <input type="hidden" name="problem" value=detail.shown/>
                    <input type="hidden" name="keep" value=keep/>
                    {none}
                    {fields}
                    <TextAreaField
                        name="reason"
                        label=w::REASON_WORDS
                        hint=w::REASON_HINT
                        value=state.value("reason")
                        error=state.error("reason")
                        maxlength=500
                        rows=3
                        required=true
                    />
                    <Actions><Button>{w::PROPOSE}</Button></Actions>
                </ActionForm>
            }
        }/>
    }
}

fn blocked(refusals: &[String]) -> Option<impl IntoView + use<>> {
    let lines = refusals.iter().cloned().map(|words| view! { <p>{words}</p> }).collect_view();
    (!refusals.is_empty()).then(|| {
        view! { <Notice kind=NoticeKind::Warn title=Some(w::BLOCKED.to_owned())>{lines}</Notice> }
    })
}

fn item_field(
    (field, kept, other, taken): &(Field, String, String, bool),
    detail: &MergeDetail,
    state: &FormState,
) -> impl IntoView + use<> {
    let name = format!("from[{}]", field.key());
    let shown = |value: &String| if value.is_empty() { w::EMPTY_VALUE.to_owned() } else { value.clone() };
    // Two masked values may look the same; they are not.
    let hint = if kept == other { w::HIDDEN } else { "" };
    let option = |value: &str, words: &String, whose: &str, school: &str| {
        Choice::new(value, shown(words)).with_hint(format!("{whose}：{school}"))
    };
    let options = vec![
        option("kept", kept, w::KEPT, &detail.kept.1),
        option("other", other, w::OTHER, &detail.other.1),
    ];
    let value = state.value_or(&name, if *taken { "other" } else { "kept" });
    let error = state.error(&name);
    view! { <RadioField name label=field.label() options value hint error inline=true/> }
}
