//! 核对修改: what would change and which open cases it would touch, before it is proposed.

use crate::api::day;
use crate::api::rules::{ProposeRules, RulesCheck, check_rules};
use crate::pages::parts::Load;
use crate::text::t::rules as w;
use crate::ui::{ActionForm, Actions, BackLink, Button, PageTitle, Section, SummaryList, SummaryRow};
use contract::rules::RulePreview;
use leptos::prelude::*;

/// 核对修改
#[component]
pub fn RulesCheckPage() -> impl IntoView {
    let action = ServerAction::<ProposeRules>::new();
    let data = Resource::new_blocking(|| (), |()| check_rules());
    view! {
        <Load data view=move |check: RulesCheck| {
            let RulesCheck { preview: RulePreview { changes, touched }, from, until, source, note, .. } = check;
            let until = until.map(|last| view! { <SummaryRow term=w::UNTIL>{day(last)}</SummaryRow> });
            let touched = if touched.is_empty() {
                view! { <p>{w::TOUCHED_NONE}</p> }.into_any()
            } else {
                let items = touched
                    .into_iter()
                    .map(|(kind, n)| view! { <li>{w::touched(kind.label(), n)}</li> })
                    .collect_view();
                view! { <ul>{items}</ul> <p class="hint">{w::TOUCHED_HINT}</p> }.into_any()
            };
            let note = (!note.is_empty()).then(|| view! { <SummaryRow term=w::NOTE>{note}</SummaryRow> });
            view! {
                <BackLink href="/rules/edit"/>
                <PageTitle title=w::CHECK_TITLE/>
                <SummaryList>
                    <SummaryRow term=w::DOCUMENT>{source}</SummaryRow>
                    <SummaryRow term=w::FROM>{day(from)}</SummaryRow>
                    {until}
                    {note}
                </SummaryList>
                <Section id="changes" title=w::CHANGES>{super::changes_table(changes)}</Section>
                <Section id="touched" title=w::TOUCHED>{touched}</Section>
                <ActionForm action>
                    <Actions><Button>{w::SUBMIT}</Button></Actions>
                </ActionForm>
            }
        }/>
    }
}
