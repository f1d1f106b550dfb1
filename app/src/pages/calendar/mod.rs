//! 工作日历: the years as announced; the national system administrator loads a new one.

use crate::api::calendar::calendar;
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::pages::parts::{FormMessages, Load};
use crate::text::t::calendar as w;
use crate::ui::{
    Actions, Badge, Button, ButtonKind, Cell, DataTable, Details, FileField, FileForm, LinkButton, PageTitle,
    Row, RowHeader, Section, Tone, columns, keyed,
};
use contract::calendar::{CalendarView, CalendarYear};
use domain::calendar::YearStatus;
use leptos::prelude::*;

/// 工作日历
#[component]
pub fn CalendarPage() -> impl IntoView {
    let data = Resource::new_blocking(
        || (),
        |()| async move { Ok((calendar().await?, form_state("calendar".into()).await?)) },
    );
    view! {
        <Load data view=|(found, state): (CalendarView, FormState)| {
            let CalendarView { years, may_publish } = found;
            let form = may_publish.then(|| publish(&state));
            let years = keyed(years.into_iter().enumerate(), |(_, one)| one.year, |(n, one)| year(one, n < 2));
            view! {
                <PageTitle title=w::TITLE has_errors=state.has_errors()>
                    <LinkButton href="/files/calendar.csv" kind=ButtonKind::Secondary external=true>
                        {w::DOWNLOAD}
                    </LinkButton>
                </PageTitle>
                <p class="lead">{w::LEAD}</p>
                <FormMessages state/>
                {form}
                <Section id="years" title=w::YEARS>{years}</Section>
            }
        }/>
    }
}

fn publish(state: &FormState) -> impl IntoView + use<> {
    let error = state.error("file");
    view! {
        <Section id="publish" title=w::PUBLISH>
            <FileForm action="/api/publish_calendar">
                <FileField name="file" label=w::FILE hint=w::FILE_HINT error accept=".csv" required=true/>
                <Actions><Button>{w::LOAD}</Button></Actions>
            </FileForm>
        </Section>
    }
}

fn year(year: CalendarYear, open: bool) -> impl IntoView {
    let CalendarYear { year, status, days } = year;
    let (words, tone) = match status {
        YearStatus::Published => (w::PUBLISHED, Tone::Success),
        YearStatus::Provisional => (w::PROVISIONAL, Tone::Warn),
    };
    let body = if days.is_empty() {
        view! { <p class="hint">{w::NOT_ANNOUNCED}</p> }.into_any()
    } else {
        let rows = days
            .into_iter()
            .map(|one| {
                view! {
                    <Row>
                        <RowHeader>{day(one.date)}</RowHeader>
                        <Cell label=w::KIND>{one.kind.label()}</Cell>
                        <Cell label=w::NAME>{one.name}</Cell>
                    </Row>
                }
            })
            .collect_view();
        let headings = columns([w::DATE, w::KIND, w::NAME]);
        let caption = w::days_of(year);
        view! { <DataTable caption caption_hidden=true columns=headings dense=true>{rows}</DataTable> }
            .into_any()
    };
    view! {
        <Details summary=w::year(year) open>
            <p><Badge tone>{words}</Badge></p>
            {body}
        </Details>
    }
}
