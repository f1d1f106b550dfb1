//! The preview of a change: what has to be finished first, what is wrong, where every class goes.

use crate::text::t::school as w;
use crate::ui::{Cell, DataTable, Notice, NoticeKind, Row, RowHeader, columns};
use contract::school::{Blocker, Obstacle, Preview};
use domain::refusal::RefusalCode;
use leptos::prelude::*;

/// What has to be finished first, with links where the reader can open it.
pub(super) fn first(blockers: &[Blocker]) -> impl IntoView + use<> {
    let lists = blockers
        .iter()
        .cloned()
        .map(|Blocker { heading, matters }| {
            let items = matters
                .into_iter()
                .map(|(words, obstacle)| match address(&obstacle) {
                    Some(href) => view! { <li><a href=href>{words}</a></li> }.into_any(),
                    None => view! { <li>{words}</li> }.into_any(),
                })
                .collect_view();
            view! { <p><strong>{heading}</strong></p><ul>{items}</ul> }
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

/// Where the reader can open it.
fn address(obstacle: &Obstacle) -> Option<String> {
    match obstacle {
        Obstacle::Case(id) => Some(format!("/cases/{id}")),
        Obstacle::Pupil(id) => Some(format!("/pupils/{id}")),
        Obstacle::Problem(id) => Some(format!("/problems/{id}")),
        Obstacle::Warning(id) => Some(format!("/warnings/{id}")),
        Obstacle::OfSchool => None,
    }
}

/// Whether it can be done as it is, and if not, why.
pub(super) fn verdict(preview: &Preview, good: &'static str, bad: &'static str) -> impl IntoView + use<> {
    // The blockers are told one by one.
    let wrong: Vec<String> = preview
        .refusals
        .iter()
        .filter(|refusal| refusal.code != RefusalCode::Blocked)
        .map(ToString::to_string)
        .collect();
    if wrong.is_empty() && preview.blockers.is_empty() {
        return view! { <Notice kind=NoticeKind::Info><p>{good}</p></Notice> }.into_any();
    }
    let some = !wrong.is_empty();
    let items = wrong.into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
    let wrong = some.then(|| {
        view! {
            <Notice kind=NoticeKind::Warn title=Some(bad.to_owned())><ul>{items}</ul></Notice>
        }
    });
    view! { {first(&preview.blockers)}{wrong} }.into_any()
}

/// Which other authorities have to say so, too: because they take pupils in, or because schools come or go.
pub(super) fn others(preview: &Preview) -> impl IntoView + use<> {
    let names: Vec<String> = preview.others.iter().map(|one| one.name.clone()).collect();
    let names = (!names.is_empty()).then(|| names.join("、"));
    let words = names.map(|names| match preview.schools.is_empty() {
        true => w::others(&names),
        false => w::others_hand_over(&names),
    });
    words.map(|words| view! { <Notice kind=NoticeKind::Info><p>{words}</p></Notice> })
}

/// Where every class goes, and how many archives of others there are. `whole`: the school goes on under another code.
pub(super) fn classes(preview: &Preview, whole: bool) -> impl IntoView + use<> {
    let rows = preview
        .classes
        .iter()
        .cloned()
        .map(|one| {
            let label = w::class(one.grade, &one.class_name);
            let (school, class) = match one.to {
                Some((school, class)) => (school, class),
                None if one.stays && whole => (w::STAYS.to_owned(), one.class_name.clone()),
                None if one.stays => (w::STAYS_HERE.to_owned(), one.class_name.clone()),
                None => (w::NOT_PLACED.to_owned(), w::NOTHING.to_owned()),
            };
            view! {
                <Row>
                    <RowHeader>{label}</RowHeader>
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
