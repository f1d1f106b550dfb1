//! Sheets of the cases that wait, one a page of paper.

use super::content;
use crate::api::case::case_sheets;
use crate::api::day;
use crate::pages::parts::{Load, query};
use crate::text::t::case as w;
use crate::ui::{BackLink, PageTitle, SummaryList, SummaryRow};
use contract::case::CaseView;
use leptos::prelude::*;

/// 打印办件
#[component]
pub fn CasesPrintPage() -> impl IntoView {
    let after = query("after");
    let data = Resource::new_blocking(move || after.get(), case_sheets);
    view! { <Load data view=all/> }
}

fn all(sheets: Vec<CaseView>) -> impl IntoView {
    let sheets = sheets.into_iter().map(sheet).collect_view();
    view! {
        <BackLink href="/cases"/>
        <PageTitle title=w::PRINT_PAGE/>
        <p class="hint no-print">{w::PRINT_HINT}</p>
        {sheets}
    }
}

fn sheet(detail: CaseView) -> impl IntoView {
    // On paper there is no form in which what is corrected would stand.
    let body = content(&detail, false);
    let row = detail.line;
    let title = format!("{} {}", row.kind.label(), row.number);
    view! {
        <article class="print-sheet">
            <h2>{title}</h2>
            <SummaryList>
                <SummaryRow term=w::PUPIL>{row.person}</SummaryRow>
                <SummaryRow term=w::CLASS>{row.class_label}</SummaryRow>
                <SummaryRow term=w::SCHOOL>{row.school}</SummaryRow>
                <SummaryRow term=w::OPENED>{day(row.opened_on)}</SummaryRow>
                {row.due_on.map(day).map(|due| view! { <SummaryRow term=w::DUE>{due}</SummaryRow> })}
            </SummaryList>
            {body}
        </article>
    }
}
