//! 毕业、结业办理 by class (第十三条): one outcome for the class, exceptions by row, checked before anything is sent.

use crate::api::batch::map_key;
use crate::api::completion::{CHECKED, LATER, SendCompletions, class_address, leavers};
use crate::api::form_state::FormState;
use crate::pages::guide::GuideLink;
use crate::pages::parts::{FormMessages, Load, query};
use crate::text::t::{batch as w, certificate, common::number, forms};
use crate::ui::forms::kept::list_option;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Cell, CheckboxField, DataTable, DateField, Empty,
    Notice, NoticeKind, PageTitle, Row, RowHeader, Section, SelectField, TextAreaField, choices, columns,
    field_id, keyed,
};
use contract::pupil::{ClassLeft, LeaverClass, LeaverLine};
use domain::case::CaseKind;
use domain::case::completion::Outcome;
use domain::codes::Destination;
use domain::guide::Task;
use leptos::prelude::*;

/// 毕业、结业办理
#[component]
pub fn CompletionsPage() -> impl IntoView {
    let action = ServerAction::<SendCompletions>::new();
    let class = query("class");
    let data =
        Resource::new_blocking(move || (class.get(), action.version().get()), |(class, _)| leavers(class));
    view! {
        <Load data view=move |(found, state): (LeaverClass, FormState)| {
            let LeaverClass { classes, class, rows } = found;
            let body = if classes.is_empty() {
                view! { <Empty title=w::NO_LEAVERS><p>{w::NO_LEAVERS_NEXT}</p></Empty> }.into_any()
            } else if class.is_empty() {
                list(w::LEAVER_CLASSES, classes)
            } else {
                let others: Vec<_> = classes.into_iter().filter(|other| other.label != class).collect();
                let others = (!others.is_empty()).then(|| list(w::OTHER_CLASSES, others));
                let form = form(class, rows, &state, action);
                view! { {form} {others} }.into_any()
            };
            let has_errors = state.has_errors();
            view! {
                <BackLink href="/changes"/>
                <PageTitle title=w::COMPLETION has_errors>
                    <GuideLink task=Task::Case(CaseKind::Completion)/>
                </PageTitle>
                <p class="lead">{w::COMPLETION_LEAD}</p>
                <p><a href="/certificates">{certificate::GO}</a></p>
                <FormMessages state/>
                {body}
            }
        }/>
    }
}

/// The classes, each with how many can still be sent, and of how many something is under way.
fn list(title: &'static str, classes: Vec<ClassLeft>) -> AnyView {
    let lines = keyed(
        classes,
        |one| one.label.clone(),
        |ClassLeft { label, left, busy }| {
            let href = class_address(&label);
            let (left, busy) = (number(left), number(busy));
            view! {
                <Row>
                    <RowHeader><a href=href>{label}</a></RowHeader>
                    <Cell label=w::LEFT numeric=true>{left}</Cell>
                    <Cell label=w::UNDER_WAY numeric=true>{busy}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::CLASS, w::LEFT, w::UNDER_WAY]);
    view! {
        <Section id="classes" title=title>
            <DataTable caption=title caption_hidden=true columns=headings>{lines}</DataTable>
        </Section>
    }
    .into_any()
}

fn form(
    class: String,
    rows: Vec<LeaverLine>,
    state: &FormState,
    action: ServerAction<SendCompletions>,
) -> impl IntoView + use<> {
    let outcomes = choices(Outcome::ALL.iter().map(|one| (one.key(), one.label())));
    let checked = state.value(CHECKED);
    let well = !checked.is_empty() && !state.has_errors();
    let notice = well.then(|| {
        let title = Some(w::CHECK_WELL.to_owned());
        view! { <Notice kind=NoticeKind::Success title><p>{checked}</p></Notice> }
    });
    // One primary button: the next thing to press.
    let (check, send) = match well {
        true => (ButtonKind::Secondary, ButtonKind::Primary),
        false => (ButtonKind::Primary, ButtonKind::Secondary),
    };
    let table = class_table(class.clone(), rows, state);
    let state = state.clone();
    view! {
        <ActionForm action attr:class="stack" attr:novalidate=true>
            <input type="hidden" name="class" value=class/>
            <SelectField
                name="class_outcome"
                label=w::CLASS_OUTCOME
                options=outcomes
                value=state.value("class_outcome")
                hint=w::CLASS_OUTCOME_HINT
                error=state.error("class_outcome")
            />
            <DateField
                name="on"
                label=w::ON_COMPLETION
                value=state.value("on")
                error=state.error("on")
                required=true
            />
            {table}
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
            {notice}
            <Actions sticky=true>
                <Button kind=check name="go" value="check">{w::CHECK}</Button>
                <Button kind=send name="go" value="send">{w::SUBMIT}</Button>
            </Actions>
        </ActionForm>
    }
}

fn class_table(class: String, rows: Vec<LeaverLine>, state: &FormState) -> impl IntoView + use<> {
    let goes_on = rows.iter().any(|row| row.asks_destination);
    let rows = keyed(rows, |row| row.id, |row| pupil_row(row, state));
    let mut headings = columns([w::NAME, w::NUMBER, w::OUTCOME, w::CERTIFICATE]);
    if goes_on {
        headings.extend(columns([w::DESTINATION]));
    }
    headings.extend(columns([w::REASON]));
    let caption = class.clone();
    view! {
        <Section id="class" title=class>
            <DataTable caption caption_hidden=true columns=headings dense=true>{rows}</DataTable>
        </Section>
    }
}

/// A row: small controls, each labelled for who cannot see the column, and what the pupil would be refused for.
fn pupil_row(row: LeaverLine, state: &FormState) -> AnyView {
    let LeaverLine { id, name, number, asks_destination, busy, .. } = row;
    if busy {
        return view! {
            <Row>
                <RowHeader>{name}</RowHeader>
                <Cell label=w::NUMBER>{number}</Cell>
                <Cell label=w::OUTCOME>{w::BUSY}</Cell>
            </Row>
        }
        .into_any();
    }
    let key = map_key(&id.to_string());
    let field = |column: &str| format!("{column}[{key}]");
    let own = Outcome::ALL.iter().map(|one| (one.key(), one.label()));
    let outcomes: Vec<_> = own.chain([(LATER, w::LATER)]).collect();
    let outcome = small_select(field("outcome"), (w::OUTCOME, w::AS_CLASS), &name, &outcomes, state);
    let destination = asks_destination.then(|| {
        let heading = (w::DESTINATION, forms::SELECT_PLACEHOLDER.said());
        small_select(field("destination"), heading, &name, Destination::OPTIONS, state)
    });
    let certificate = small_text(field("certificate"), w::CERTIFICATE, &name, 30, state);
    let reason = small_text(field("reason"), w::REASON, &name, 200, state);
    let end = format!("[{key}]");
    let wrong =
        state.errors.iter().filter(|(field, _)| field.ends_with(&end)).map(|(_, words)| words.clone());
    let wrong: String = wrong.collect();
    let wrong = (!wrong.is_empty()).then(|| view! { <p class="field-error">{wrong}</p> });
    view! {
        <Row>
            <RowHeader>{name}{wrong}</RowHeader>
            <Cell label=w::NUMBER>{number}</Cell>
            <Cell label=w::OUTCOME>{outcome}</Cell>
            <Cell label=w::CERTIFICATE>{certificate}</Cell>
            {destination.map(|control| view! { <Cell label=w::DESTINATION>{control}</Cell> })}
            <Cell label=w::REASON>{reason}</Cell>
        </Row>
    }
    .into_any()
}

fn small_text(
    name: String,
    column: &'static str,
    of: &str,
    most: u16,
    state: &FormState,
) -> impl IntoView + use<> {
    let invalid = state.error(&name).is_some().then_some("true");
    let (value, label) = (state.value(&name), w::of(column, of));
    // What is wrong is told above with a link, which leads to the control by this.
    let id = field_id(&name);
    view! {
        <input
            class="input"
            id=id
            name=name
            value=value
            maxlength=most.to_string()
            autocomplete="off"
            aria-label=label
            aria-invalid=invalid
        />
    }
}

fn small_select(
    name: String,
    (column, first): (&'static str, &'static str),
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
    let id = field_id(&name);
    view! {
        <select class="input select" id=id name=name aria-label=w::of(column, of) aria-invalid=invalid>
            <option value="">{first}</option>
            {options}
        </select>
    }
}
