//! The preview of a change: what has to be finished first, what is wrong, where every class goes.

use crate::api::school::{BlockerLine, PreviewData};
use crate::text::t::school as w;
use crate::ui::{Cell, DataTable, Notice, NoticeKind, Row, RowHeader, columns};
use leptos::prelude::*;

/// What has to be finished first, with links where the reader can open it.
pub(super) fn first(blockers: &[BlockerLine]) -> impl IntoView + use<> {
    let lists = blockers
        .iter()
        .cloned()
        .map(|(heading, matters)| {
            let items = matters
                .into_iter()
                .map(|(words, href)| match href {
                    Some(href) => view! { <li><a href=href>{words}</a></li> }.into_any(),
                    None => view! { <li>{words}</li> }.into_any(),
                })
                .collect_view();
            view! { <h3>{heading}</h3><ul>{items}</ul> }
        })
        .collect_view();
    (!blockers.is_empty()).then(|| {
        view! {
            <Notice kind=NoticeKind::Warn title=Some(w::FIRST.to_owned())>
                <p>{w::FIRST_HINT}</p>
                {lists}
            </Notice>
        }
    })
}

/// Whether it can be done as it is, and if not, why.
pub(super) fn verdict(preview: &PreviewData, good: &'static str, bad: &'static str) -> impl IntoView + use<> {
    if preview.wrong.is_empty() && preview.blockers.is_empty() {
        return view! { <Notice kind=NoticeKind::Info><p>{good}</p></Notice> }.into_any();
    }
    let items = preview.wrong.iter().cloned().map(|words| view! { <li>{words}</li> }).collect_view();
    let wrong = (!preview.wrong.is_empty()).then(|| {
        view! {
            <Notice kind=NoticeKind::Warn title=Some(bad.to_owned())><ul>{items}</ul></Notice>
        }
    });
    view! { {first(&preview.blockers)}{wrong} }.into_any()
}

/// Where every class goes, and how many archives of others there are. `whole`: classes without a place go on with the school.
pub(super) fn classes(preview: &PreviewData, whole: bool) -> impl IntoView + use<> {
    let rows = preview
        .classes
        .iter()
        .cloned()
        .map(|one| {
            let (school, class) = match one.to {
                Some((school, class)) => (school, class),
                None if whole => (w::STAYS.to_owned(), one.class_name.clone()),
                None => (w::NOT_PLACED.to_owned(), w::NOTHING.to_owned()),
            };
            view! {
                <Row>
                    <RowHeader>{one.label}</RowHeader>
                    <Cell label=w::PUPILS numeric=true>{one.pupils}</Cell>
                    <Cell label=w::GOES_TO>{school}</Cell>
                    <Cell label=w::NEW_CLASS>{class}</Cell>
                </Row>
            }
        })
        .collect_view();
    let table = (!preview.classes.is_empty()).then(|| {
        let headings = columns([w::CLASS, w::PUPILS, w::GOES_TO, w::NEW_CLASS]);
        view! { <DataTable caption=w::CLASSES columns=headings dense=true>{rows}</DataTable> }
    });
    let archives = (preview.archives > 0).then(|| view! { <p>{w::archives(preview.archives)}</p> });
    view! { {table}{archives} }
}
