//! 接收方登记簿: what went to whom, and what became of it.

use crate::api::day;
use crate::api::disclosure::disclosure_register;
use crate::live::{Topic, use_live};
use crate::pages::parts::{Load, query};
use crate::text::t::{common::number, disclosure as w};
use crate::ui::{
    BackLink, Badge, Cell, DataTable, Empty, PageTitle, Pager, Row, RowHeader, Tone, columns, keyed,
};
use contract::Page;
use contract::disclosure::RegisterLine;
use domain::id::DisclosureId;
use leptos::prelude::*;

/// 接收方登记簿
#[component]
pub fn DisclosureRegisterPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let after = query("after");
    let data = Resource::new_blocking(
        move || (after.get(), live.version()),
        |(after, _)| async move {
            let page = disclosure_register(after.clone()).await?;
            Ok((after.is_empty(), page))
        },
    );
    view! {
        <BackLink href="/disclosures"/>
        <Load data view=|(first, page): (bool, Page<RegisterLine, DisclosureId>)| {
            let table = table(page.rows);
            let next = page.next.map(|after| format!("/disclosures/register?after={after}"));
            let prev = (!first).then(|| "/disclosures/register".to_owned());
            view! {
                <PageTitle title=w::REGISTER/>
                <p class="lead">{w::REGISTER_LEAD}</p>
                {table}
                <Pager prev next/>
            }
        }/>
    }
}

fn table(rows: Vec<RegisterLine>) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty title=w::NONE_GIVEN/> }.into_any();
    }
    let lines = keyed(
        rows,
        |one| one.line.id,
        |RegisterLine { line: row, classes, given, return_by, settled }| {
            let (on, pupils) = given.map(|one| (day(one.act.on), one.pupils)).unwrap_or_default();
            let return_by = return_by.map(day).unwrap_or_default();
            let classes = classes.iter().map(|class| class.label()).collect::<Vec<_>>().join("；");
            let (words, tone) = match (settled, row.late) {
                (Some(one), _) => (w::by_on(one.ending.label(), &day(one.said.on)), Tone::Success),
                (None, true) => (w::LATE.to_owned(), Tone::Danger),
                (None, false) => (row.state.label().to_owned(), Tone::Info),
            };
            view! {
                <Row highlight=row.late>
                    <RowHeader><a href=format!("/disclosures/{}", row.id)>{row.recipient}</a></RowHeader>
                    <Cell label=w::NUMBER>{row.number}</Cell>
                    <Cell label=w::SCHOOL>{row.school}</Cell>
                    <Cell label=w::GIVEN>{classes}</Cell>
                    <Cell label=w::PUPILS numeric=true>{number(u64::from(pupils))}</Cell>
                    <Cell label=w::FIRST_GIVEN>{on}</Cell>
                    <Cell label=w::RETURN_BY>{return_by}</Cell>
                    <Cell label=w::SETTLED><Badge tone>{words}</Badge></Cell>
                </Row>
            }
        },
    );
    let headings = columns([
        w::RECIPIENT,
        w::NUMBER,
        w::SCHOOL,
        w::GIVEN,
        w::PUPILS,
        w::FIRST_GIVEN,
        w::RETURN_BY,
        w::SETTLED,
    ]);
    view! { <DataTable caption=w::REGISTER caption_hidden=true columns=headings dense=true>{lines}</DataTable> }
        .into_any()
}
