//! Privacy of minors (第二十五条): the notice, consents for optional items, the yearly report.

pub mod audit;
pub mod consent;

pub use audit::{AuditReportPage, AuditReportsPage};
pub use consent::{MyConsentPage, PupilConsentPage};

use crate::language::{Language, here, zh};
use crate::text::t::{portal as p, privacy as w};
use crate::ui::{
    Badge, Cell, Column, DataTable, PageTitle, PrintButton, Row, RowHeader, Section, SummaryList, SummaryRow,
    Tone, columns, official,
};
use domain::privacy::{Class, Item, NOTICE_VERSION, TABLE};
use leptos::prelude::*;

/// 学生个人信息处理告知书, open to everybody; its table is the one the program itself goes by.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let part = |id: &'static str, title: &'static str, text: &'static str| {
        view! { <Section id title><p>{text}</p></Section> }
    };
    let rights = w::RIGHTS_TEXT.map(|text| view! { <li>{text}</li> }).collect_view();
    let lines = to_fill(&w::SLIP_LINES);
    let in_english = here() == Language::English;
    view! {
        <PageTitle title=p::NOTICE_LINK caption=Some(p::version(NOTICE_VERSION))><PrintButton>{p::PRINT}</PrintButton></PageTitle>
        {in_english.then(|| view! { <p class="lead">{p::NOTICE_IS_CHINESE}</p> })}
        <div lang=zh()>
        <p class="lead">{w::NOTICE_LEAD}</p>
        {part("who", w::WHO, w::WHO_TEXT)}
        {part("why", w::WHY, w::WHY_TEXT)}
        {part("how", w::HOW, w::HOW_TEXT)}
        {part("out", w::OUT, w::OUT_TEXT)}
        {part("sensitive", w::SENSITIVE, w::SENSITIVE_TEXT)}
        <Section id="items" title=w::TABLE>{table()}</Section>
        <Section id="rights" title=w::RIGHTS>
            <ul>{rights}</ul>
            <p>{w::RIGHTS_WAY}</p>
        </Section>
        <Section id="slip" title=w::SLIP>
            <p>{w::SLIP_TEXT}</p>
            <SummaryList><SummaryRow term=w::SLIP_WORD>{w::SLIP_CHOICE}</SummaryRow>{lines}</SummaryList>
        </Section>
        </div>
    }
}

/// Lines that are filled in by hand on paper.
fn to_fill(terms: &[&'static str]) -> impl IntoView + use<> {
    terms.iter().copied().map(|term| view! { <SummaryRow term>" "</SummaryRow> }).collect_view()
}

fn table() -> impl IntoView {
    let rows = TABLE
        .iter()
        .map(|row| {
            let tone = if row.class == Class::Optional { Tone::Info } else { Tone::Neutral };
            let items: Vec<&str> = row.items.iter().copied().map(Item::label).collect();
            let sensitive =
                row.sensitive.then(|| view! { " "<Badge tone=Tone::Warn>{w::IS_SENSITIVE}</Badge> });
            view! {
                <Row>
                    <RowHeader>{row.title.trim_end_matches(w::SENSITIVE_MARK)}{sensitive}</RowHeader>
                    <Cell label=w::CLASS><Badge tone>{row.class.label()}</Badge></Cell>
                    <Cell label=w::ITEMS>{items.join("、")}</Cell>
                    <Cell label=w::PURPOSE>{row.purpose}</Cell>
                    <Cell label=w::GROUND>{official(row.ground)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings: Vec<Column> = columns([w::GROUP, w::CLASS, w::ITEMS, w::PURPOSE, w::GROUND]);
    view! { <DataTable caption=w::TABLE caption_hidden=true columns=headings dense=true>{rows}</DataTable> }
}
