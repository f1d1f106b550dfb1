//! Who saw one pupil's data: for the leaders who answer for the record, and for the guardian.

use super::look_list;
use crate::api::access::{LookRow, looks_at};
use crate::pages::parts::{Load, param, query};
use crate::text::t::access as w;
use crate::ui::{BackLink, PageTitle, Pager};
use leptos::prelude::*;

/// 访问记录 of a pupil.
#[component]
pub fn PupilLooksPage() -> impl IntoView {
    looks("/pupils", w::OF_PUPIL, w::OF_PUPIL_LEAD)
}

/// 谁查看过我孩子的学籍
#[component]
pub fn MyChildLooksPage() -> impl IntoView {
    looks("/my", w::OF_CHILD, w::OF_CHILD_LEAD)
}

type Found = (String, bool, Vec<LookRow>, Option<String>);

fn looks(folder: &'static str, title: &'static str, lead: &'static str) -> impl IntoView {
    let (id, after) = (param("id"), query("after"));
    let data = Resource::new_blocking(
        move || (id.get(), after.get()),
        |(id, after)| async move {
            let (rows, next) = looks_at(id.clone(), after.clone()).await?;
            Ok((id, after.is_empty(), rows, next))
        },
    );
    view! {
        <Load data view=move |(id, first, rows, next): Found| {
            let list = look_list(rows, false);
            let next = next.map(|after| format!("{folder}/{id}/access?after={after}"));
            let prev = (!first).then(|| format!("{folder}/{id}/access"));
            view! {
                <BackLink href=format!("{folder}/{id}")/>
                <PageTitle title/>
                <p class="lead">{lead}</p>
                {list}
                <Pager prev next/>
            }
        }/>
    }
}
