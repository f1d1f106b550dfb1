//! 一并办理: what is selected is named again, one by one, before one decision is given to all of it.

use crate::api::day;
use crate::api::desk::{DecideDesk, DeskMany, desk_many};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load};
use crate::text::t::{case, desk as w};
use crate::ui::{
    ActionForm, Actions, BackLink, Button, Cell, Column, DataTable, DeadlineTag, Empty, Notice, PageTitle,
    RadioField, Row, RowHeader, Section, TextField, TickBox, choices, keyed,
};
use contract::case::QueueLine;
use leptos::prelude::*;

/// 一并办理
#[component]
pub fn DeskManyPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let decide = ServerAction::<DecideDesk>::new();
    let data = Resource::new_blocking(move || (live.version(), decide.version().get()), |_| desk_many());
    view! { <Load data view=move |many: DeskMany| body(many, decide)/> }
}

fn body(many: DeskMany, decide: ServerAction<DecideDesk>) -> impl IntoView {
    let DeskMany { rows, picked, gone, back, state } = many;
    let back_label = if back.starts_with("/cases") { w::BACK_TO_CASES } else { w::BACK_TO_LIST };
    let left_out = (gone > 0).then(|| view! { <Notice><p>{w::gone(gone)}</p></Notice> });
    let inside = if rows.is_empty() {
        view! { <Empty title=w::MANY_NONE><p>{w::MANY_NONE_NEXT}</p></Empty> }.into_any()
    } else {
        let options = choices([("agree", case::AGREE), ("return", case::RETURN), ("refuse", case::REFUSE)]);
        let (verdict, reason) = (state.value("verdict"), state.value("reason"));
        let (verdict_error, reason_error) = (state.error("verdict"), state.error("reason"));
        let count = w::many_count(rows.len());
        let table = table(rows, picked);
        view! {
            <p class="lead">{w::MANY_LEAD}{count}</p>
            <ActionForm action=decide attr:class="stack" attr:novalidate=true>
                {table}
                <Section id="decide" title=case::DECIDE>
                    <RadioField
                        name="verdict"
                        label=case::VERDICT
                        options
                        value=verdict
                        error=verdict_error
                        required=true
                        inline=true
                    />
                    <TextField
                        name="reason"
                        label=case::REASON
                        hint=case::REASON_HINT
                        value=reason
                        error=reason_error
                        maxlength=500
                    />
                    <Actions><Button>{w::MANY_SUBMIT}</Button></Actions>
                </Section>
            </ActionForm>
        }
        .into_any()
    };
    view! {
        <BackLink href=back label=back_label/>
        <PageTitle title=w::MANY_TITLE has_errors=state.has_errors()/>
        <FormMessages state/>
        {left_out}
        {inside}
    }
}

fn table(rows: Vec<QueueLine>, picked: Vec<String>) -> impl IntoView {
    let mut columns = vec![Column::new(case::SELECT).hidden()];
    let headings =
        [case::PUPIL, case::KIND, case::NUMBER, case::CLASS, case::SCHOOL, case::OPENED, case::DUE];
    columns.extend(headings.into_iter().map(Column::new));
    let lines = keyed(
        rows.into_iter().enumerate(),
        |(_, row)| row.id,
        move |(n, row)| {
            let id = if n == 0 { "cases".to_owned() } else { format!("cases-{}", row.id) };
            let label = Some(w::select(row.kind.label(), &row.person));
            let shown = row.shown().to_string();
            let checked = picked.contains(&shown);
            let late = row.days_left.is_some_and(|days| days < 0);
            view! {
                <Row highlight=late>
                    <Cell label=case::SELECT><TickBox id name="cases[]" value=shown checked label/></Cell>
                    <RowHeader>{row.person}</RowHeader>
                    <Cell label=case::KIND>{row.kind.label()}</Cell>
                    <Cell label=case::NUMBER><a href=format!("/cases/{}", row.id)>{row.number}</a></Cell>
                    <Cell label=case::CLASS>{row.class_label}</Cell>
                    <Cell label=case::SCHOOL>{row.school}</Cell>
                    <Cell label=case::OPENED>{day(row.opened_on)}</Cell>
                    <Cell label=case::DUE>
                        {row.due_on.map(day)}" "
                        {row.days_left.map(|days| view! { <DeadlineTag days_left=days working_days=true/> })}
                    </Cell>
                </Row>
            }
        },
    );
    view! { <DataTable caption=w::MANY_SELECTED caption_hidden=true columns dense=true>{lines}</DataTable> }
}
