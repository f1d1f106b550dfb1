//! What the record's page says of problems: that it is 问题学籍, that it was merged, what was merged into it (第六条).

use crate::text::t::problem as w;
use crate::ui::{Notice, NoticeKind};
use contract::pupil::PupilView;
use leptos::prelude::*;

/// Above the record, where there is anything to say.
pub(super) fn marks(detail: &PupilView) -> impl IntoView + use<> {
    let problems = (!detail.problems.is_empty()).then(|| {
        let lines = detail
            .problems
            .iter()
            .map(|one| {
                let words = format!("{}（{}）", one.kind.label(), one.state.label());
                let href = format!("/problems/{}", one.id);
                view! { <p><a href=href>{words}</a></p> }
            })
            .collect_view();
        view! {
            <Notice kind=NoticeKind::Warn title=Some(w::MARKED.to_owned())>
                {lines}
                <p>{w::MARKED_HINT}</p>
            </Notice>
        }
    });
    let into = detail.merged_into.as_ref().map(|other| {
        let words = w::merged_into(&other.school, &other.number);
        let link = other.id.map(|person| {
            let href = format!("/pupils/{person}");
            view! { <p><a href=href>{w::OPEN_OTHER}</a></p> }
        });
        view! {
            <Notice kind=NoticeKind::Warn title=Some(w::MERGED_INTO.to_owned())><p>{words}</p>{link}</Notice>
        }
    });
    let from = (!detail.merged_from.is_empty()).then(|| {
        let lines = detail
            .merged_from
            .iter()
            .map(|other| {
                let words = w::merged_from(&other.school, &other.number);
                match other.id {
                    Some(person) => {
                        view! { <p><a href=format!("/pupils/{person}")>{words}</a></p> }.into_any()
                    }
                    None => view! { <p>{words}</p> }.into_any(),
                }
            })
            .collect_view();
        view! { <Notice title=Some(w::MERGED_FROM.to_owned())>{lines}</Notice> }
    });
    view! { {problems}{into}{from} }
}
