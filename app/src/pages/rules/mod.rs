//! 实施细则: what holds, the history, the proposal that waits.

pub mod check;
pub mod edit;

use crate::api::form_state::{FormState, form_state};
use crate::api::rules::{DecideRules, rules};
use crate::api::{day, moment};
use crate::pages::matter::{StepAct, StepForm, StepWords};
use crate::pages::parts::{FormMessages, Load, query};
use crate::text::t::rules as w;
use crate::ui::{
    Badge, Breadcrumbs, ButtonKind, Cell, DataTable, Details, Empty, LinkButton, PageTitle, RadioField, Row,
    RowHeader, Section, SummaryList, SummaryRow, Tone, choices, cited, columns, keyed,
};
use contract::rules::{RuleBook, RuleChange, RuleLine, UnheldLine, VersionAct, VersionLine};
use domain::rules::RuleGroup;
use leptos::prelude::*;

/// 实施细则
#[component]
pub fn RulesPage() -> impl IntoView {
    let action = ServerAction::<DecideRules>::new();
    let of = query("of");
    let data = Resource::new_blocking(
        move || (of.get(), action.version().get()),
        |(of, _)| async move { Ok((rules(of).await?, form_state("rules_decision".into()).await?)) },
    );
    view! {
        <Load data view=move |(found, state): (RuleBook, FormState)| {
            let edit = found.may_propose.then(|| view! {
                <LinkButton href="/rules/edit" kind=ButtonKind::Secondary>{w::EDIT}</LinkButton>
            });
            let caption = w::of(&found.name, found.is_nation());
            view! {
                <PageTitle title=w::TITLE caption=Some(caption) has_errors=state.has_errors()>{edit}</PageTitle>
                <p class="lead">{cited(w::LEAD)}</p>
                {levels(&found)}
                <FormMessages state=state.clone()/>
                {proposal(&found, &state, action)}
                {unheld(&found)}
                {groups(&found)}
                {history(&found)}
            }
        }/>
    }
}

/// The levels above: each is the same page.
fn levels(found: &RuleBook) -> Option<impl IntoView + use<>> {
    let above = found.levels.iter().take_while(|(id, _)| *id != found.authority);
    let items: Vec<_> = above.map(|(id, name)| (format!("/rules?of={id}"), name.clone())).collect();
    let current = found.name.clone();
    (!items.is_empty()).then(|| view! { <Breadcrumbs items current/> })
}

/// What was decided here and does not hold, with the reason.
fn unheld(found: &RuleBook) -> Option<impl IntoView + use<>> {
    let rows = found
        .unheld
        .iter()
        .cloned()
        .map(|UnheldLine { key, words, why }| {
            view! {
                <Row>
                    <RowHeader>{key.label()}</RowHeader>
                    <Cell label=w::VALUE>{words}</Cell>
                    <Cell label=w::WHY>{why}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = columns([w::RULE, w::VALUE, w::WHY]);
    (!found.unheld.is_empty()).then(|| {
        view! {
            <Section id="unheld" title=w::UNHELD>
                <p>{w::UNHELD_LEAD}</p>
                <DataTable caption=w::UNHELD caption_hidden=true columns=headings dense=true>{rows}</DataTable>
            </Section>
        }
    })
}

fn groups(found: &RuleBook) -> impl IntoView + use<> {
    RuleGroup::ALL
        .into_iter()
        .map(|group| {
            let rows = found
                .lines
                .iter()
                .filter(|line| line.key.group() == group)
                .cloned()
                .map(|RuleLine { key, value, scope, source, own, delegated, .. }| {
                    let words = format!("{}{}", key.shape().words(&value), scope.words());
                    view! {
                        <Row>
                            <RowHeader>{key.label()}</RowHeader>
                            <Cell label=w::VALUE>
                                {words}" "
                                {own.then(|| view! { <Badge tone=Tone::Info>{w::OWN}</Badge> })}
                                {delegated.then(|| view! { " "<Badge tone=Tone::Neutral>{w::DELEGATED}</Badge> })}
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
pub(super) fn changes_table(changes: Vec<RuleChange>) -> impl IntoView {
    let rows = changes
        .into_iter()
        .map(|RuleChange { key, old, new }| {
            view! {
                <Row>
                    <RowHeader>{key.label()}</RowHeader>
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
    found: &RuleBook,
    state: &FormState,
    action: ServerAction<DecideRules>,
) -> Option<impl IntoView + use<>> {
    let version = found.proposal()?.clone();
    let decide = found.may_decide.then(|| {
        let options = choices([("approve", w::APPROVE), ("reject", w::REJECT)]);
        let (value, error) = (state.value("decision"), state.error("decision"));
        let words = StepWords::new("reason", w::REASON).hint(w::REASON_HINT).optional();
        view! {
            <StepForm action about=Vec::new() state=state.clone() words acts=vec![StepAct::only(w::DECIDE)]>
                <RadioField name="decision" label=w::DECISION options value error required=true/>
            </StepForm>
        }
    });
    let withdraw = found.may_withdraw.then(|| {
        let about = vec![("decision", "withdraw".to_owned())];
        let acts = vec![StepAct::only(w::WITHDRAW).secondary()];
        view! { <StepForm action about state=state.clone() acts/> }
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
    let told = |act: Option<VersionAct>| {
        act.map(|act| format!("{}，{}", act.by, moment(act.at))).unwrap_or_default()
    };
    let lines = [
        (w::SOURCE, version.source),
        (w::FROM, day(version.valid_from)),
        (w::UNTIL, version.valid_until.map(day).unwrap_or_default()),
        (w::PROPOSED, told(version.proposed)),
        (w::DECIDED, told(version.decided)),
        (w::NOTE, version.note),
    ];
    let rows = lines
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(term, value)| view! { <SummaryRow term>{value}</SummaryRow> })
        .collect_view();
    view! { <SummaryList>{rows}</SummaryList> }
}

fn history(found: &RuleBook) -> impl IntoView + use<> {
    let versions = keyed(
        found.versions.iter().chain(&found.seeded).cloned(),
        |version| version.version,
        |version| {
            let state = version.state.map_or(w::SEEDED, |state| state.label());
            let title = format!("{}　{}　{state}", w::version(version.version), day(version.valid_from));
            let changes = version.changes.clone();
            view! { <Details summary=title>{summary(version)} {changes_table(changes)}</Details> }
        },
    );
    let none = (found.versions.is_empty() && found.seeded.is_none())
        .then(|| view! { <Empty title=w::NO_HISTORY><p>{w::NO_HISTORY_NEXT}</p></Empty> });
    view! { <Section id="history" title=w::HISTORY>{none}{versions}</Section> }
}
