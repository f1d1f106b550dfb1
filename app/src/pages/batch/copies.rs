//! 离校学生档案备份 (第九条): the list and one copy; nothing can be changed here.

use crate::api::copy::{CopyDetail, CopyList, copies, copy};
use crate::pages::parts::{Load, param, query};
use crate::pages::pupils::record::blocks;
use crate::text::t::{archive, batch as w};
use crate::ui::{
    Actions, BackLink, ButtonKind, Cell, DataTable, Empty, LinkButton, PageTitle, Row, RowHeader, Section,
    SummaryList, SummaryRow, columns,
};
use leptos::prelude::*;

/// 离校学生档案备份
#[component]
pub fn CopiesPage() -> impl IntoView {
    let after = query("after");
    let data = Resource::new_blocking(move || after.get(), copies);
    view! {
        <Load data view=|list: CopyList| {
            let body = if list.rows.is_empty() {
                view! { <Empty title=w::NO_COPIES/> }.into_any()
            } else {
                let rows = list
                    .rows
                    .into_iter()
                    .map(|(id, name, left)| {
                        let href = format!("/copies/{id}");
                        view! {
                            <Row>
                                <RowHeader><a href=href>{name}</a></RowHeader>
                                <Cell label=w::LEFT_ON>{left}</Cell>
                            </Row>
                        }
                    })
                    .collect_view();
                let headings = columns([w::NAME, w::LEFT_ON]);
                view! { <DataTable caption=w::COPIES caption_hidden=true columns=headings>{rows}</DataTable> }
                    .into_any()
            };
            let next = list.next.map(|next| {
                let href = format!("/copies?after={next}");
                view! {
                    <Actions><LinkButton href kind=ButtonKind::Secondary>{w::NEXT_PAGE}</LinkButton></Actions>
                }
            });
            view! {
                <BackLink href="/changes"/>
                <PageTitle title=w::COPIES/>
                <p class="lead">{w::COPIES_LEAD}</p>
                {body}
                {next}
            }
        }/>
    }
}

/// One copy
#[component]
pub fn CopyPage() -> impl IntoView {
    let id = param("id");
    let data = Resource::new_blocking(move || id.get(), copy);
    view! { <Load data view=sheet/> }
}

fn sheet(detail: CopyDetail) -> impl IntoView {
    let CopyDetail { name, number, class_label, stay, moved_to, info, changes, entries } = detail;
    let blocks = blocks(&info);
    let rows = changes
        .into_iter()
        .map(|(on, what)| view! { <Row><RowHeader>{on}</RowHeader><Cell label=w::WHAT>{what}</Cell></Row> })
        .collect_view();
    let headings = columns([w::ON, w::WHAT]);
    let filed = (!entries.is_empty()).then(|| {
        let rows = entries
            .into_iter()
            .map(|(kind, words)| {
                view! { <Row><RowHeader>{kind}</RowHeader><Cell label=archive::CONTENT>{words}</Cell></Row> }
            })
            .collect_view();
        let headings = columns([archive::CATEGORY, archive::CONTENT]);
        view! {
            <Section id="archive" title=archive::TITLE>
                <DataTable caption=archive::TITLE caption_hidden=true columns=headings>{rows}</DataTable>
            </Section>
        }
    });
    view! {
        <BackLink href="/copies"/>
        <PageTitle title=name caption=Some(w::COPIES.to_owned())/>
        <p class="lead">{w::COPIES_LEAD}</p>
        <SummaryList>
            <SummaryRow term=w::NUMBER>{number}</SummaryRow>
            <SummaryRow term=w::CLASS>{class_label}</SummaryRow>
            <SummaryRow term=w::STAY>{w::stay(&stay.0, &stay.1)}</SummaryRow>
            <SummaryRow term=w::MOVED_TO>{moved_to}</SummaryRow>
        </SummaryList>
        <Section id="info" title=w::INFO>{blocks}</Section>
        {filed}
        <Section id="changes" title=w::CHANGES>
            <DataTable caption=w::CHANGES caption_hidden=true columns=headings>{rows}</DataTable>
        </Section>
    }
}
