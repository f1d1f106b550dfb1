//! Who saw one pupil's data: for the leaders who answer for the record, and for the guardian.

use super::look_list;
use crate::api::access::looks_at;
use crate::pages::parts::{Load, param, query};
use crate::text::t::access as w;
use crate::ui::{BackLink, PageTitle, Pager};
use contract::Page;
use contract::access::LookLine;
use domain::id::AccessId;
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

type Found = (String, bool, Page<LookLine, AccessId>);

fn looks(folder: &'static str, title: &'static str, lead: &'static str) -> impl IntoView {
    let (id, after) = (param("id"), query("after"));
    let data = Resource::new_blocking(
        move || (id.get(), after.get()),
        |(id, after)| async move {
            let looks = looks_at(id.clone(), after.clone()).await?;
            Ok((id, after.is_empty(), looks))
        },
    );
    view! {
        <Load data view=move |(id, first, looks): Found| {
            let list = look_list(looks.rows, false);
            let next = looks.next.map(|after| format!("{folder}/{id}/access?after={after}"));
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
