//! 离校学生档案备份 (第九条): the list and one copy; nothing can be changed here.

use crate::api::copy::{copies, copy};
use crate::api::day;
use crate::pages::parts::{Load, param, query};
use crate::pages::pupils::record::blocks;
use crate::text::t::{archive, batch as w};
use crate::ui::{
    Actions, BackLink, ButtonKind, Cell, DataTable, Empty, LinkButton, PageTitle, Row, RowHeader, Section,
    SummaryList, SummaryRow, columns, keyed,
};
use contract::Page;
use contract::copy::{CopyLine, CopyView};
use domain::id::CopyId;
use leptos::prelude::*;

type Copies = Page<CopyLine, CopyId>;

/// 离校学生档案备份
#[component]
pub fn CopiesPage() -> impl IntoView {
    let after = query("after");
    let data = Resource::new_blocking(move || after.get(), copies);
    view! {
        <Load data view=|list: Copies| {
            let body = if list.rows.is_empty() {
                view! { <Empty title=w::NO_COPIES><p>{w::NO_COPIES_NEXT}</p></Empty> }.into_any()
            } else {
                let rows = keyed(list.rows, |line| line.id, |line| {
                        let href = format!("/copies/{}", line.id);
                        view! {
                            <Row>
                                <RowHeader><a href=href>{line.name}</a></RowHeader>
                                <Cell label=w::LEFT_ON>{day(line.left_on)}</Cell>
                            </Row>
                        }
                    });
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

fn sheet(copy: CopyView) -> impl IntoView {
    let CopyView { name, number_mask, class_label, from_on, left_on, moved_to, info, changes, entries } =
        copy;
    let blocks = blocks(&info);
    let stay = w::stay(&day(from_on), &day(left_on));
    let rows = changes
        .into_iter()
        .map(|(on, what)| view! { <Row><RowHeader>{day(on)}</RowHeader><Cell label=w::WHAT>{what}</Cell></Row> })
        .collect_view();
    let headings = columns([w::ON, w::WHAT]);
    let filed = (!entries.is_empty()).then(|| {
        let rows = entries
            .into_iter()
            .map(|(kind, words)| {
                view! { <Row><RowHeader>{kind.label()}</RowHeader><Cell label=archive::CONTENT>{words}</Cell></Row> }
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
            <SummaryRow term=w::NUMBER>{number_mask}</SummaryRow>
            <SummaryRow term=w::CLASS>{class_label}</SummaryRow>
            <SummaryRow term=w::STAY>{stay}</SummaryRow>
            <SummaryRow term=w::MOVED_TO>{moved_to}</SummaryRow>
        </SummaryList>
        <Section id="info" title=w::INFO>{blocks}</Section>
        {filed}
        <Section id="changes" title=w::CHANGES>
            <DataTable caption=w::CHANGES caption_hidden=true columns=headings>{rows}</DataTable>
        </Section>
    }
}
