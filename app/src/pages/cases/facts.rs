//! What stands above a case: whose it is, by when, what is unusual about it and what the pupil's archive lacks.

use crate::api::day;
use crate::pages::pupils::record::Tab;
use crate::text::t::{self, archive, case as w};
use crate::ui::{DeadlineTag, Notice, NoticeKind, Section, SummaryList, SummaryRow};
use contract::case::{CaseView, LackingView};
use domain::id::PersonId;
use leptos::prelude::*;

/// Whose case it is, since when and until when, and what whoever decides has to know first.
#[component]
pub fn Facts(
    /// The case.
    detail: CaseView,
) -> impl IntoView {
    let CaseView {
        line: row,
        person,
        last_reason,
        duplicate_note,
        statement,
        intake,
        entry_date,
        may_open_pupil,
        result,
        warnings,
        exceptions,
        lacking,
        my_turn,
        ..
    } = detail;
    // The other school of a transfer sees the case, not yet or no longer the record.
    let pupil = match may_open_pupil {
        true => view! { <a href=format!("/pupils/{person}")>{row.person.clone()}</a> }.into_any(),
        false => row.person.clone().into_any(),
    };
    let returned = (row.state == domain::case::CaseState::Returned && !last_reason.is_empty()).then(|| {
        view! {
            <Notice kind=NoticeKind::Warn title=Some(w::RETURNED_BECAUSE.to_owned())><p>{last_reason}</p></Notice>
        }
    });
    // A case that was sent back has the day of who mends it; what is left for the decision is counted anew afterwards.
    let due_term = if row.state == domain::case::CaseState::Returned { w::MEND_DUE } else { w::DUE };
    let maybe = |term: &'static str, value: String| {
        (!value.is_empty()).then(|| view! { <SummaryRow term>{value}</SummaryRow> })
    };
    let noted = |title: &str, lines: Vec<String>| {
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! { <Notice kind=NoticeKind::Warn title=Some(title.to_owned())><ul>{lines}</ul></Notice> }
        })
    };
    // Whoever decides is told as well that nothing was found: no line at all looks as if nobody had looked.
    let clean = my_turn && warnings.is_empty() && exceptions.is_empty() && duplicate_note.is_empty();
    let clean = clean.then(|| view! { <SummaryRow term=w::CHECKED>{w::CHECKED_CLEAN}</SummaryRow> });
    let lacking = lacking.map(|lacking| missing(&lacking, may_open_pupil.then_some(person)));
    let (excepted, warned) = (noted(w::EXCEPTIONS, exceptions), noted(w::UNUSUAL, warnings));
    view! {
        {returned}
        {excepted}
        {warned}
        {lacking}
        <Section id="facts" title=w::FACTS>
            <SummaryList>
                <SummaryRow term=w::PUPIL>{pupil}</SummaryRow>
                <SummaryRow term=w::CLASS>{row.class_label}</SummaryRow>
                <SummaryRow term=w::OPENED>{day(row.opened_on)}</SummaryRow>
                {entry_date.map(|date| view! { <SummaryRow term=w::ENTRY_DATE>{day(date)}</SummaryRow> })}
                {row.due_on.map(day).map(|due| view! {
                    <SummaryRow term=due_term>
                        {due}" "
                        {row.days_left.map(|days| view! { <DeadlineTag days_left=days working_days=true/> })}
                    </SummaryRow>
                })}
                {maybe(w::RESULT, result)}
                {maybe(t::counter::MANNER, intake)}
                {maybe(w::STATEMENT, statement)}
                {maybe(w::DUPLICATE, duplicate_note)}
                {clean}
            </SummaryList>
        </Section>
    }
}

/// What the archive lacks, each with its day; for who may open the record with the way to it.
fn missing(lacking: &LackingView, record: Option<PersonId>) -> impl IntoView + use<> {
    let title = w::lacking(lacking.percent, lacking.items.len());
    let items = lacking
        .items
        .iter()
        .map(|one| archive::missing(&one.what, &day(one.due), one.late))
        .map(|words| view! { <li>{words}</li> })
        .collect_view();
    let link = record.map(|person| {
        let href = Tab::Archive.href(person);
        view! { <p><a href=href>{w::TO_ARCHIVE}</a></p> }
    });
    view! { <Notice kind=NoticeKind::Info title=Some(title)><ul>{items}</ul>{link}</Notice> }
}
