//! 责令改正: the ledger of the units below, what the own unit was ordered; entering (第二十六条, 第二十七条).

mod forms;
pub mod sheet;

pub use sheet::ViolationPage;

use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::tables::{ListTools, shown_by};
use crate::api::violation::{Violations, violations};
use crate::live::{Topic, use_live};
use crate::pages::matter::{Listed, MatterColumn, MatterList, deadline};
use crate::pages::parts::{FormMessages, Load, query};
use crate::pages::tools::{ToolActions, Toolbar};
use crate::text::t::{common::number, violation as w};
use crate::ui::{
    FilterBar, NavItem, PageTitle, Section, SelectField, Stat, StatRow, Status, StatusTag, Tone, choices,
    with_query,
};
use contract::Page;
use contract::violation::{ViolationCount, ViolationLine};
use domain::id::ViolationId;
use domain::matter::MatterKind;
use domain::tables::List;
use domain::violation::{ViolationKind, ViolationState};
use leptos::prelude::*;

/// 责令改正
#[component]
pub fn ViolationsPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (which, kind, after) = (query("box"), query("kind"), query("after"));
    let actions = ToolActions::new();
    let data = Resource::new_blocking(
        move || (which.get(), kind.get(), after.get(), live.version(), actions.version()),
        |(which, kind, after, ..)| async move {
            let tools =
                shown_by(List::Violations, [("box", which.as_str()), ("kind", kind.as_str())]).await?;
            let found = violations(which, kind.clone(), after.clone()).await?;
            Ok(((kind, after.is_empty()), found, tools, form_state("violations".into()).await?))
        },
    );
    view! {
        <Load data view=move |(asked, found, tools, state): ((String, bool), Violations, ListTools, FormState)| {
            let counts = counts(&found.counts);
            let enter = (!found.below.is_empty()).then(|| forms::enter(&found.below, &state));
            let list = found.by_name.then(|| list((found.below_first, found.own), asked, found.page, (tools, actions)));
            view! {
                <PageTitle title=w::TITLE has_errors=state.has_errors()/>
                <p class="lead">{w::LEAD}</p>
                <FormMessages state/>
                {counts}
                {list}
                {enter}
            }
        }/>
    }
}

/// The tag of a violation's state.
pub(crate) fn status_of(state: ViolationState) -> Status {
    match state {
        ViolationState::Suspected => Status::Waiting,
        ViolationState::Examined | ViolationState::Ordered | ViolationState::Replied => Status::InProgress,
        ViolationState::Closed => Status::Done,
        ViolationState::Dismissed | ViolationState::Withdrawn => Status::Withdrawn,
    }
}

fn counts(counts: &[ViolationCount]) -> Option<AnyView> {
    if counts.is_empty() {
        return None;
    }
    let stats = counts
        .iter()
        .map(|ViolationCount { kind, suspected, ordered }| {
            let note = Some(format!("{} {suspected}", ViolationState::Suspected.label()));
            let tone = if *ordered > 0 { Tone::Warn } else { Tone::Neutral };
            let value = Signal::stored(number(suspected + ordered));
            view! { <Stat label=kind.label() value unit=w::UNIT_OF tone note/> }
        })
        .collect_view();
    Some(view! { <Section id="counts" title=w::COUNTS><StatRow>{stats}</StatRow></Section> }.into_any())
}

fn address(which: &str, kind: &str, after: Option<&str>) -> String {
    with_query("/violations", [("box", which), ("kind", kind), ("after", after.unwrap_or_default())])
}

fn list(
    (in_authority, own): (bool, bool),
    (kind, first): (String, bool),
    page: Page<ViolationLine, ViolationId>,
    (tools, actions): (ListTools, ToolActions),
) -> impl IntoView {
    let mut boxes = vec![NavItem::new("/violations?box=own", w::OWN)];
    if in_authority {
        boxes.insert(0, NavItem::new("/violations?box=below", w::BELOW));
    }
    let (which, caption) = if own { ("own", w::OWN) } else { ("below", w::BELOW) };
    let here = address(which, "", None);
    let toolbar = Some(Toolbar { tools, back: address(which, &kind, None), actions });
    let prev = (!first).then(|| address(which, &kind, None));
    let next = page.next.map(|after| address(which, &kind, Some(&after.to_string())));
    let options = choices(ViolationKind::ALL.map(|kind| (kind.key(), kind.label())));
    let filter = view! {
        <FilterBar action="/violations">
            <input type="hidden" name="box" value=which/>
            <SelectField name="kind" label=w::KIND options value=kind placeholder=w::ALL_KINDS/>
        </FilterBar>
    };
    view! {
        <MatterList
            caption
            columns=columns()
            rows=page.rows
            none=w::NONE
            none_next=w::NONE_NEXT
            kind=MatterKind::Violation
            boxes
            here
            filter=Some(filter.into_any())
            prev
            next
            toolbar
        />
    }
}

impl Listed for ViolationLine {
    fn href(&self) -> String {
        format!("/violations/{}", self.id)
    }

    fn highlight(&self) -> bool {
        self.days_left.is_some_and(|days| days < 0)
    }
}

fn columns() -> Vec<MatterColumn<ViolationLine>> {
    vec![
        MatterColumn::new(w::KIND, |row| row.kind.label().into_any()),
        MatterColumn::new(w::SUBJECT, |row| row.subject.clone().into_any()),
        MatterColumn::new(w::HANDLER, |row| row.handler.clone().into_any()),
        MatterColumn::new(w::STATE, |row| {
            let label = Some(row.state.label().to_owned());
            view! { <StatusTag status=status_of(row.state) label/> }.into_any()
        }),
        MatterColumn::new(w::FOUND_ON, |row| day(row.found_on).into_any()),
        MatterColumn::new(w::DUE, |row| deadline(row.due_on, row.days_left)),
    ]
}
