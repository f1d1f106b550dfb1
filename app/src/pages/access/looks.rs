//! Who saw one pupil's data: for the leaders who answer for the record, and for the guardian.

use super::look_list;
use crate::api::access::looks_at;
use crate::api::pupil::record::record_looks;
use crate::pages::parts::{Load, param, query};
use crate::pages::pupils::record::{Tab, tabs};
use crate::text::t::{access as w, portal as p};
use crate::ui::{BackLink, PageTitle, Pager};
use contract::Page;
use contract::access::LookLine;
use contract::record::RecordLooks;
use domain::id::AccessId;
use leptos::prelude::*;

/// 访问记录 of a pupil, a page of the record.
#[component]
pub fn PupilLooksPage() -> impl IntoView {
    let (id, after) = (param("id"), query("after"));
    let data = Resource::new_blocking(
        move || (id.get(), after.get()),
        |(id, after)| async move {
            let found = record_looks(id, after.clone()).await?;
            Ok((after.is_empty(), found))
        },
    );
    view! {
        <Load data view=|(first, found): (bool, RecordLooks)| {
            let RecordLooks { head, looks } = found;
            let folder = Tab::Looks.href(head.id);
            view! {
                <PageTitle title=head.name caption=Some(w::OF_PUPIL.to_owned())/>
                {tabs(head.id, true, Tab::Looks)}
                <p class="lead">{w::OF_PUPIL_LEAD}</p>
                {pages(looks, first, &folder, false)}
            }
        }/>
    }
}

type Found = (String, bool, Page<LookLine, AccessId>);

/// 谁查看过我孩子的学籍
#[component]
pub fn MyChildLooksPage() -> impl IntoView {
    let (id, after) = (param("id"), query("after"));
    let data = Resource::new_blocking(
        move || (id.get(), after.get()),
        |(id, after)| async move {
            let looks = looks_at(id.clone(), after.clone()).await?;
            Ok((id, after.is_empty(), looks))
        },
    );
    view! {
        <Load data view=|(id, first, looks): Found| {
            let folder = format!("/my/{id}/access");
            view! {
                <BackLink href=format!("/my/{id}")/>
                <PageTitle title=p::LOOKS_TITLE/>
                <p class="lead">{p::LOOKS_LEAD}</p>
                {pages(looks, first, &folder, true)}
            }
        }/>
    }
}

/// One page of looks, with the way to the next.
fn pages(
    looks: Page<LookLine, AccessId>,
    first: bool,
    folder: &str,
    guardian: bool,
) -> impl IntoView + use<> {
    let list = look_list(looks.rows, false, guardian);
    let next = looks.next.map(|after| format!("{folder}?after={after}"));
    let prev = (!first).then(|| folder.to_owned());
    view! { {list} <Pager prev next/> }
}
