//! 未成年人个人信息保护合规审计报告: the list, and one report as the document that is printed and signed (未成年人网络保护条例第三十七条).

use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::privacy::{MakeAuditReport, audit_report, audit_reports};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::{common::number, privacy as w};
use crate::ui::{
    ActionForm, Actions, BackLink, Button, Cell, Column, DataTable, Empty, PageTitle, PrintButton, Row,
    RowHeader, Section, SelectField, SummaryList, SummaryRow, choices, columns, keyed,
};
use contract::privacy::ReportLine;
use domain::privacy::{AuditReport, NOT_MEASURED};
use leptos::prelude::*;

type Found = ((Vec<ReportLine>, Vec<i32>), FormState);

/// 年度审计报告
#[component]
pub fn AuditReportsPage() -> impl IntoView {
    let action = ServerAction::<MakeAuditReport>::new();
    let data = Resource::new_blocking(
        move || action.version().get(),
        |_| async { Ok((audit_reports().await?, form_state("audit_report".into()).await?)) },
    );
    view! {
        <Load data view=move |((rows, years), state): Found| {
            let years = choices(years.into_iter().map(|year| (year.to_string(), w::audit_year(year))));
            let year = state.value_or("year", years.first().map(|one| one.value.as_str()).unwrap_or_default());
            let error = state.error("year");
            view! {
                <PageTitle title=w::AUDIT has_errors=state.has_errors()/>
                <p class="lead">{w::AUDIT_LEAD}</p>
                <FormMessages state/>
                <ActionForm action attr:class="stack" attr:novalidate=true>
                    <SelectField name="year" label=w::AUDIT_YEAR options=years value=year error placeholder="" hint=w::AUDIT_MAKE_HINT/>
                    <Actions><Button>{w::AUDIT_MAKE}</Button></Actions>
                </ActionForm>
                {list(rows)}
            }
        }/>
    }
}

fn list(rows: Vec<ReportLine>) -> impl IntoView {
    let body = if rows.is_empty() {
        view! { <Empty title=w::AUDIT_NONE><p>{w::AUDIT_NONE_NEXT}</p></Empty> }.into_any()
    } else {
        let rows = keyed(
            rows,
            |line| line.key.clone(),
            |ReportLine { key, year, made_on, is_final }| {
                let made_on = day(made_on);
                let href = format!("/privacy/audit/{key}");
                let scope = if is_final { w::AUDIT_FINAL.to_owned() } else { w::until(&made_on) };
                view! {
                    <Row>
                        <RowHeader><a href=href>{w::audit_year(year)}</a></RowHeader>
                        <Cell label=w::AUDIT_SCOPE>{scope}</Cell>
                        <Cell label=w::AUDIT_MADE_ON>{made_on}</Cell>
                    </Row>
                }
            },
        );
        let headings = columns([w::AUDIT_YEAR, w::AUDIT_SCOPE, w::AUDIT_MADE_ON]);
        view! { <DataTable caption=w::AUDIT_LIST caption_hidden=true columns=headings>{rows}</DataTable> }
            .into_any()
    };
    view! { <Section id="reports" title=w::AUDIT_LIST>{body}</Section> }
}

/// One report, as it was made.
#[component]
pub fn AuditReportPage() -> impl IntoView {
    let key = param("key");
    let data = Resource::new_blocking(move || key.get(), audit_report);
    view! {
        <BackLink href="/privacy/audit"/>
        <Load data view=|report: AuditReport| {
            let made_on = day(report.made_on);
            let caption = w::audit_caption(&report.authority, report.year);
            let scope = if report.is_final() { w::AUDIT_FINAL.to_owned() } else { w::until(&made_on) };
            let made = w::audit_made(&made_on, &report.made_by);
            let body = document(&report);
            view! {
                <PageTitle title=w::AUDIT caption=Some(caption)><PrintButton>{w::AUDIT_PRINT}</PrintButton></PageTitle>
                <article class="sheet stack">
                    <p>{scope}"。"{made}</p>
                    {body}
                    <SummaryList>{super::to_fill(&w::SIGN)}</SummaryList>
                </article>
            }
        }/>
    }
}

fn figures(pairs: &[(&'static str, u64)]) -> impl IntoView + use<> {
    let rows = pairs
        .iter()
        .copied()
        .map(|(term, n)| view! { <SummaryRow term>{number(n)}</SummaryRow> })
        .collect_view();
    view! { <SummaryList>{rows}</SummaryList> }
}

fn document(report: &AuditReport) -> impl IntoView + use<> {
    let people = figures(&[
        (w::RECORDS, report.records),
        (w::BELOW_18, report.below_18),
        (w::BELOW_14, report.below_14),
        (w::TURNING_14, report.turning_14),
    ]);
    let mut consents =
        vec![(w::CONSENTS_GIVEN, report.consents_given), (w::CONSENTS_WITHDRAWN, report.consents_withdrawn)];
    consents.extend(report.consents.iter().map(|(consent, n)| (consent.label(), *n)));
    let corrections = figures(&[
        (w::ASKED, report.corrections),
        (w::DECIDED, report.corrections_decided),
        (w::IN_TIME, report.corrections_in_time),
    ]);
    let violations = figures(&[
        (w::FOUND, report.disclosures),
        (w::ORDERED, report.disclosures_ordered),
        (w::OPEN, report.disclosures_open),
    ]);
    let mut looks: Vec<_> = report.looks.iter().map(|(kind, n)| (kind.label(), *n)).collect();
    looks.push((w::ALARMS, report.alarms));
    let looks = figures(&looks);
    let requests = figures(&[
        (w::REQUESTS_ASKED, report.requests),
        (w::APPROVED, report.requests_approved),
        (w::DOWNLOADS, report.downloads),
    ]);
    let reveals = figures(&[(w::REVEAL_COUNT, report.reveals)]);
    let (accounts, reasons) = (accounts(report), reasons(report));
    let consents = figures(&consents);
    let unmeasured = NOT_MEASURED.map(|words| view! { <li>{words}</li> }).collect_view();
    view! {
        <Section id="people" title=w::PEOPLE>{people}<p class="hint">{w::AGES}</p></Section>
        <Section id="accounts" title=w::ACCOUNTS>{accounts}</Section>
        <Section id="looks" title=w::LOOKS>{looks}</Section>
        <Section id="reveals" title=w::REVEALS>{reveals}{reasons}</Section>
        <Section id="consents" title=w::CONSENTS>{consents}</Section>
        <Section id="corrections" title=w::CORRECTIONS>{corrections}</Section>
        <Section id="requests" title=w::REQUESTS>{requests}</Section>
        <Section id="violations" title=w::VIOLATIONS>{violations}</Section>
        <Section id="unmeasured" title=w::NOT_MEASURED><ul>{unmeasured}</ul></Section>
    }
}

fn accounts(report: &AuditReport) -> impl IntoView + use<> {
    let rows = report
        .accounts
        .iter()
        .copied()
        .map(|line| {
            view! {
                <Row>
                    <RowHeader>{line.role.label()}</RowHeader>
                    <Cell label=w::ACCOUNT_COUNT numeric=true>{number(line.accounts)}</Cell>
                    <Cell label=w::TRAINED numeric=true>{number(line.trained)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = vec![
        Column::new(w::ROLE),
        Column::new(w::ACCOUNT_COUNT).numeric(),
        Column::new(w::TRAINED).numeric(),
    ];
    view! { <DataTable caption=w::ACCOUNTS caption_hidden=true columns=headings dense=true>{rows}</DataTable> }
}

fn reasons(report: &AuditReport) -> Option<impl IntoView + use<>> {
    let rows = report
        .reasons
        .iter()
        .cloned()
        .map(|reason| {
            view! {
                <Row>
                    <RowHeader>{reason.words}</RowHeader>
                    <Cell label=w::TIMES numeric=true>{number(reason.times)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = vec![Column::new(w::REASON), Column::new(w::TIMES).numeric()];
    (!report.reasons.is_empty()).then(|| {
        view! { <DataTable caption=w::REASON caption_hidden=true columns=headings dense=true>{rows}</DataTable> }
    })
}
