//! 毕业、结业办理 by class (第十三条).

use crate::api::batch::{SendCompletions, leavers, map_key};
use crate::api::form_state::FormState;
use crate::pages::guide::GuideLink;
use crate::pages::parts::{FormMessages, Load};
use crate::text::t::{batch as w, certificate};
use crate::ui::forms::kept::list_option;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, Cell, CheckboxField, DataTable, DateField, Empty, PageTitle, Row,
    RowHeader, Section, TextAreaField, columns, keyed,
};
use contract::pupil::LeaverLine;
use domain::case::CaseKind;
use domain::case::completion::Outcome;
use domain::codes::Destination;
use domain::guide::Task;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// 毕业、结业办理
#[component]
pub fn CompletionsPage() -> impl IntoView {
    let action = ServerAction::<SendCompletions>::new();
    let data = Resource::new_blocking(move || action.version().get(), |_| leavers());
    view! {
        <Load data view=move |(rows, state): (Vec<LeaverLine>, FormState)| {
            let title = view! {
                <BackLink href="/changes"/>
                <PageTitle title=w::COMPLETION has_errors=state.has_errors()>
                    <GuideLink task=Task::Case(CaseKind::Completion)/>
                </PageTitle>
                <p class="lead">{w::COMPLETION_LEAD}</p>
                <p><a href="/certificates">{certificate::GO}</a></p>
                <FormMessages state=state.clone()/>
            };
            if rows.is_empty() {
                return view! { {title} <Empty title=w::NO_LEAVERS><p>{w::NO_LEAVERS_NEXT}</p></Empty> }.into_any();
            }
            let mut classes: BTreeMap<String, Vec<LeaverLine>> = BTreeMap::new();
            for row in rows {
                classes.entry(row.class_label.clone()).or_default().push(row);
            }
            let tables = keyed(classes
                .into_iter()
                .enumerate(), |(_, (class, _))| class.clone(), |(n, (class, rows))| class_table(n, class, rows, &state));
            view! {
                {title}
                <ActionForm action attr:class="stack" attr:novalidate=true>
                    <DateField name="on" label=w::ON_COMPLETION value=state.value("on") error=state.error("on") required=true/>
                    {tables}
                    <CheckboxField
                        name="sighted"
                        label=w::SIGHTED
                        checked={state.value("sighted") == "true"}
                        error=state.error("sighted")
                    />
                    <TextAreaField
                        name="note"
                        label=w::NOTE
                        hint=w::NOTE_HINT
                        value=state.value("note")
                        error=state.error("note")
                        maxlength=500
                        rows=2
                    />
                    <Actions><Button>{w::SUBMIT}</Button></Actions>
                </ActionForm>
            }
            .into_any()
        }/>
    }
}

fn class_table(n: usize, class: String, rows: Vec<LeaverLine>, state: &FormState) -> impl IntoView + use<> {
    let goes_on = rows.iter().any(|row| row.asks_destination);
    let rows = keyed(rows, |row| row.id, |row| pupil_row(row, state));
    let mut headings = columns([w::NAME, w::NUMBER, w::OUTCOME, w::CERTIFICATE]);
    if goes_on {
        headings.extend(columns([w::DESTINATION]));
    }
    let caption = class.clone();
    view! {
        <Section id=format!("class-{n}") title=class>
            <DataTable caption caption_hidden=true columns=headings>{rows}</DataTable>
        </Section>
    }
}

/// A row: three small controls, each labelled for who cannot see the column.
fn pupil_row(row: LeaverLine, state: &FormState) -> impl IntoView + use<> {
    let field = |column: &str| format!("{column}[{}]", map_key(&row.id.to_string()));
    let outcomes: Vec<_> = Outcome::ALL.iter().map(|one| (one.key(), one.label())).collect();
    let outcome = small_select(field("outcome"), w::OUTCOME, &row.name, &outcomes, state);
    let name = field("certificate");
    let invalid = state.error(&name).is_some().then_some("true");
    let (value, label) = (state.value(&name), w::of(w::CERTIFICATE, &row.name));
    let destination = row
        .asks_destination
        .then(|| small_select(field("destination"), w::DESTINATION, &row.name, Destination::OPTIONS, state));
    view! {
        <Row>
            <RowHeader>{row.name.clone()}</RowHeader>
            <Cell label=w::NUMBER>{row.number}</Cell>
            <Cell label=w::OUTCOME>{outcome}</Cell>
            <Cell label=w::CERTIFICATE>
                <input
                    class="input"
                    id=name.clone()
                    name=name
                    value=value
                    maxlength="30"
                    autocomplete="off"
                    aria-label=label
                    aria-invalid=invalid
                />
            </Cell>
            {destination.map(|control| view! { <Cell label=w::DESTINATION>{control}</Cell> })}
        </Row>
    }
}

fn small_select(
    name: String,
    column: &'static str,
    of: &str,
    options: &[(&'static str, &'static str)],
    state: &FormState,
) -> impl IntoView + use<> {
    let value = state.value(&name);
    let invalid = state.error(&name).is_some().then_some("true");
    let options = keyed(
        options.iter().copied(),
        |(code, _)| *code,
        |(code, words)| {
            let selected = code == value;
            list_option(code.to_owned(), words.to_owned(), selected)
        },
    );
    view! {
        <select class="input select" id=name.clone() name=name aria-label=w::of(column, of) aria-invalid=invalid>
            <option value="">{w::LATER}</option>
            {options}
        </select>
    }
}
