//! Who saw one pupil's data: for the leaders who answer for the record, and for the guardian.

use super::look_list;
use crate::api::access::{Looks, looks_at};
use crate::api::pupil::record::record_looks;
use crate::api::{machine_moment, moment};
use crate::language::{Language, desk, here, mixed, name, plainly};
use crate::pages::guardian::call::call;
use crate::pages::parts::{Load, param, query};
use crate::pages::pupils::record::{Tab, tabs};
use crate::text::t::{access as w, portal as p};
use crate::ui::{BackLink, Cell, DataTable, Empty, PageTitle, Pager, Row, RowHeader, columns, quoted};
use contract::Page;
use contract::access::{LookLine, told_once};
use contract::record::RecordLooks;
use domain::access_log::Function;
use domain::guide::plain;
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
                {look_list(looks.rows, false)}
                {pager(looks.next, first, &folder)}
            }
        }/>
    }
}

type Found = (String, bool, Looks);

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
        <Load data view=|(id, first, (Page { rows, next }, asked)): Found| {
            let folder = format!("/my/{id}/access");
            let phone = asked.map(|office| call(&office.unit, &office.phone));
            view! {
                <BackLink href=format!("/my/{id}")/>
                <PageTitle title=p::LOOKS_TITLE/>
                <p class="lead">{p::LOOKS_LEAD}</p>
                {phone}
                {told_list(rows)}
                {pager(next, first, &folder)}
            }
        }/>
    }
}

/// The way to the next page of looks, and back to the first.
fn pager(next: Option<AccessId>, first: bool, folder: &str) -> impl IntoView + use<> {
    let next = next.map(|after| format!("{folder}?after={after}"));
    let prev = (!first).then(|| folder.to_owned());
    view! { <Pager prev next/> }
}

/// The looks as a guardian is told them: who, what was done, of what; what is the same on one day once.
fn told_list(rows: Vec<LookLine>) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty title=p::LOOKS_NONE><p>{p::LOOKS_NONE_WHY}</p></Empty> }.into_any();
    }
    let lines = told_once(rows)
        .into_iter()
        .map(|(row, times)| {
            let kind = row.function.kind();
            let did = match here() {
                Language::Chinese => kind.told(),
                Language::English => name(&kind),
            };
            let who = match (row.own, row.unit.is_empty()) {
                (true, _) => view! { <span>{p::LOOK_OWN}</span> }.into_any(),
                (false, true) => view! { <span>{p::LOOK_OTHER}</span> }.into_any(),
                (false, false) => view! { {mixed(row.unit)}<br/>{desk(row.role)} }.into_any(),
            };
            let again = (times > 1).then(|| view! { <br/><span class="muted">{p::times(times)}</span> });
            let why = (!row.purpose.is_empty())
                .then(|| view! { <br/><span class="muted">{quoted(&row.purpose)}</span> });
            view! {
                <Row>
                    <RowHeader><time datetime=machine_moment(row.at)>{moment(row.at)}</time>{again}</RowHeader>
                    <Cell label=p::LOOK_BY>{who}</Cell>
                    <Cell label=p::LOOK_DID>{did}</Cell>
                    <Cell label=p::LOOK_OF>{told(row.function)}{why}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = columns([p::LOOK_AT, p::LOOK_BY, p::LOOK_DID, p::LOOK_OF]);
    view! { <DataTable caption=p::LOOKS caption_hidden=true columns=headings dense=true>{lines}</DataTable> }
        .into_any()
}

/// What was looked at.
fn told(function: Function) -> String {
    match here() {
        Language::Chinese => plain(function.told()),
        Language::English => plainly(&function),
    }
}
