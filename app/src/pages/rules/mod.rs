//! 实施细则: what holds, the history, the proposal that waits.

pub mod check;
pub mod edit;

use crate::api::form_state::{FormState, form_state};
use crate::api::rules::{DecideRules, RuleLine, RulesView, VersionLine, rules};
use crate::pages::parts::{FormMessages, Load};
use crate::text::t::rules as w;
use crate::ui::{
    ActionForm, Actions, Badge, Button, ButtonKind, Cell, DataTable, Details, Empty, LinkButton, PageTitle,
    RadioField, Row, RowHeader, Section, SummaryList, SummaryRow, TextAreaField, Tone, choices, columns,
    keyed,
};
use domain::rules::RuleGroup;
use leptos::prelude::*;

/// 实施细则
#[component]
pub fn RulesPage() -> impl IntoView {
    let action = ServerAction::<DecideRules>::new();
    let data = Resource::new_blocking(
        move || action.version().get(),
        |_| async move { Ok((rules(String::new()).await?, form_state("rules_decision".into()).await?)) },
    );
    view! {
        <Load data view=move |(found, state): (RulesView, FormState)| {
            let edit = found.may_propose.then(|| view! {
                <LinkButton href="/rules/edit" kind=ButtonKind::Secondary>{w::EDIT}</LinkButton>
            });
            let caption = w::of(&found.name, found.is_nation);
            view! {
                <PageTitle title=w::TITLE caption=Some(caption) has_errors=state.has_errors()>{edit}</PageTitle>
                <p class="lead">{w::LEAD}</p>
                <FormMessages state=state.clone()/>
                {proposal(&found, &state, action)}
                {groups(&found)}
                {history(&found)}
            }
        }/>
    }
}

fn groups(found: &RulesView) -> impl IntoView + use<> {
    RuleGroup::ALL
        .into_iter()
        .map(|group| {
            let rows = found
                .lines
                .iter()
                .filter(|line| line.key.group() == group)
                .cloned()
                .map(|RuleLine { key, words, source, own }| {
                    view! {
                        <Row>
                            <RowHeader>{key.label()}</RowHeader>
                            <Cell label=w::VALUE>
                                {words}" "
                                {own.then(|| view! { <Badge tone=Tone::Info>{w::OWN}</Badge> })}
                            </Cell>
                            <Cell label=w::SOURCE>{source}</Cell>
                        </Row>
                    }
                })
                .collect_view();
            let headings = columns([w::RULE, w::VALUE, w::SOURCE]);
            let caption = group.label();
            view! {
                <Section id=format!("group-{}", group as u8) title=group.label()>
                    <DataTable caption caption_hidden=true columns=headings dense=true>{rows}</DataTable>
                </Section>
            }
        })
        .collect_view()
}

/// A table of what changes: rule, old, new.
pub(super) fn changes_table(changes: Vec<(String, String, String)>) -> impl IntoView {
    let rows = changes
        .into_iter()
        .map(|(label, old, new)| {
            view! {
                <Row>
                    <RowHeader>{label}</RowHeader>
                    <Cell label=w::OLD>{old}</Cell>
                    <Cell label=w::NEW>{new}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = columns([w::RULE, w::OLD, w::NEW]);
    view! { <DataTable caption=w::CHANGES caption_hidden=true columns=headings>{rows}</DataTable> }
}

fn proposal(
    found: &RulesView,
    state: &FormState,
    action: ServerAction<DecideRules>,
) -> Option<impl IntoView + use<>> {
    let version = found.proposal.clone()?;
    let decide = found.may_decide.then(|| {
        let state = state.clone();
        view! {
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <RadioField
                    name="decision"
                    label=w::DECISION
                    options=choices([("approve", w::APPROVE), ("reject", w::REJECT)])
                    value=state.value("decision")
                    error=state.error("decision")
                    required=true
                />
                <TextAreaField
                    name="reason"
                    label=w::REASON
                    hint=w::REASON_HINT
                    value=state.value("reason")
                    error=state.error("reason")
                    maxlength=500
                    rows=3
                />
                <Actions><Button>{w::DECIDE}</Button></Actions>
            </ActionForm>
        }
    });
    let withdraw = found.may_withdraw.then(|| {
        view! {
            <ActionForm action>
                <input type="hidden" name="decision" value="withdraw"/>
                <Actions><Button kind=ButtonKind::Secondary>{w::WITHDRAW}</Button></Actions>
            </ActionForm>
        }
    });
    let changes = version.changes.clone();
    Some(view! {
        <Section id="proposal" title=w::PROPOSAL>
            {summary(version)}
            {changes_table(changes)}
            {decide}
            {withdraw}
        </Section>
    })
}

fn summary(version: VersionLine) -> impl IntoView {
    let lines = [
        (w::SOURCE, version.source),
        (w::FROM, version.from),
        (w::PROPOSED, version.proposed),
        (w::DECIDED, version.decided),
        (w::NOTE, version.note),
    ];
    let rows = lines
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(term, value)| view! { <SummaryRow term>{value}</SummaryRow> })
        .collect_view();
    view! { <SummaryList>{rows}</SummaryList> }
}

fn history(found: &RulesView) -> impl IntoView + use<> {
    let versions = keyed(
        found.versions.iter().cloned(),
        |version| version.version,
        |version| {
            let title = format!("{}　{}　{}", w::version(version.version), version.from, version.state);
            let changes = version.changes.clone();
            view! { <Details summary=title>{summary(version)} {changes_table(changes)}</Details> }
        },
    );
    let none = found.versions.is_empty().then(|| view! { <Empty title=w::NO_HISTORY/> });
    view! { <Section id="history" title=w::HISTORY>{none}{versions}</Section> }
}
