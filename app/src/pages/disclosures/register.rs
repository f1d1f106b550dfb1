//! 接收方登记簿: what went to whom, and what became of it.

use crate::api::day;
use crate::api::disclosure::disclosure_register;
use crate::live::{Topic, use_live};
use crate::pages::matter::{Listed, MatterColumn, MatterList};
use crate::pages::parts::{Load, query};
use crate::text::t::{common::number, disclosure as w};
use crate::ui::{BackLink, Badge, PageTitle, Tone};
use contract::Page;
use contract::disclosure::RegisterLine;
use domain::id::DisclosureId;
use leptos::prelude::*;

/// 接收方登记簿
#[component]
pub fn DisclosureRegisterPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let after = query("after");
    let data = Resource::new_blocking(
        move || (after.get(), live.version()),
        |(after, _)| async move {
            let page = disclosure_register(after.clone()).await?;
            Ok((after.is_empty(), page))
        },
    );
    view! {
        <BackLink href="/disclosures"/>
        <Load data view=|(first, page): (bool, Page<RegisterLine, DisclosureId>)| {
            let next = page.next.map(|after| format!("/disclosures/register?after={after}"));
            let prev = (!first).then(|| "/disclosures/register".to_owned());
            view! {
                <PageTitle title=w::REGISTER/>
                <p class="lead">{w::REGISTER_LEAD}</p>
                <MatterList
                    caption=w::REGISTER
                    columns=columns()
                    rows=page.rows
                    none=w::NONE_GIVEN
                    none_next=w::NONE_GIVEN_NEXT
                    prev
                    next
                />
            }
        }/>
    }
}

impl Listed for RegisterLine {
    fn href(&self) -> String {
        self.line.href()
    }

    fn highlight(&self) -> bool {
        self.line.late
    }
}

fn columns() -> Vec<MatterColumn<RegisterLine>> {
    vec![
        MatterColumn::new(w::RECIPIENT, |row| row.line.recipient.clone().into_any()),
        MatterColumn::new(w::NUMBER, |row| row.line.number.clone().into_any()),
        MatterColumn::new(w::SCHOOL, |row| row.line.school.clone().into_any()),
        MatterColumn::new(w::GIVEN, |row| {
            row.classes.iter().map(|class| class.label()).collect::<Vec<_>>().join("；").into_any()
        }),
        MatterColumn::new(w::PUPILS, |row: &RegisterLine| {
            number(row.given.as_ref().map_or(0, |one| u64::from(one.pupils))).into_any()
        })
        .numeric(),
        MatterColumn::new(w::FIRST_GIVEN, |row| row.given.as_ref().map(|one| day(one.act.on)).into_any()),
        MatterColumn::new(w::RETURN_BY, |row| row.return_by.map(day).into_any()),
        MatterColumn::new(w::SETTLED, |row| {
            let (words, tone) = match (&row.settled, row.line.late) {
                (Some(one), _) => (w::by_on(one.ending.label(), &day(one.said.on)), Tone::Success),
                (None, true) => (w::LATE.to_owned(), Tone::Danger),
                (None, false) => (row.line.state.label().to_owned(), Tone::Info),
            };
            view! { <Badge tone>{words}</Badge> }.into_any()
        }),
    ]
}
