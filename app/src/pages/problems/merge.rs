//! 合并学籍: item by item, what the one record will say.

use crate::api::form_state::{FormState, form_state};
use crate::api::merge::{ProposeMerge, merge};
use crate::pages::parts::{FormMessages, Load, param, query};
use crate::text::t::problem as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Choice, LinkButton, Notice, NoticeKind, PageTitle,
    RadioField, Section, SummaryList, SummaryRow, TextAreaField, keyed,
};
use contract::problem::{MergeItem, MergeSide, MergeView};
use domain::refusal::Refusal;
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
        <Load data view=move |(id, keep, detail, state): (String, String, MergeView, FormState)| {
            let back = format!("/problems/{id}");
            let around = format!("/problems/{id}/merge?keep={}", detail.other.person);
            let told = |side: &MergeSide| format!("{}　{}　{}", side.name, side.school, side.number);
            let (kept, other) = (told(&detail.kept), told(&detail.other));
            let blocked = blocked(&detail.refusals);
            let none = detail.items.is_empty().then(|| view! { <p>{w::NOTHING_DIFFERS}</p> });
            let fields = keyed(detail.items.iter(), |item| format!("{keep}/{}", item.field.key()), |item| item_field(item, &detail, &state));
            view! {
                <BackLink href=back/>
                <PageTitle title=w::MERGE_TITLE caption=Some(detail.kept.name.clone()) has_errors=state.has_errors()/>
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
                    <input type="hidden" name="problem" value=detail.shown().to_string()/>
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

fn blocked(refusals: &[Refusal]) -> Option<impl IntoView + use<>> {
    let lines = refusals.iter().map(ToString::to_string).map(|words| view! { <p>{words}</p> }).collect_view();
    (!refusals.is_empty()).then(|| {
        view! { <Notice kind=NoticeKind::Warn title=Some(w::BLOCKED.to_owned())>{lines}</Notice> }
    })
}

fn item_field(item: &MergeItem, detail: &MergeView, state: &FormState) -> impl IntoView + use<> {
    let MergeItem { field, kept, other, taken } = item;
    let name = format!("from[{}]", field.key());
    let shown = |value: &String| if value.is_empty() { w::EMPTY_VALUE.to_owned() } else { value.clone() };
    // Two masked values may look the same; they are not.
    let hint = if kept == other { w::HIDDEN } else { "" };
    let option = |value: &str, words: &String, whose: &str, school: &str| {
        Choice::new(value, shown(words)).with_hint(format!("{whose}：{school}"))
    };
    let options = vec![
        option("kept", kept, w::KEPT, &detail.kept.school),
        option("other", other, w::OTHER, &detail.other.school),
    ];
    let value = state.value_or(&name, if *taken { "other" } else { "kept" });
    let error = state.error(&name);
    view! { <RadioField name label=field.label() options value hint error inline=true/> }
}
