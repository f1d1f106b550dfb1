//! 问题学籍 (第六条): what is open and what is settled, how many of each kind, and the check of the register.

pub mod check_sheet;
pub mod compare;
pub mod forms;
pub mod merge;
pub mod sheet;

pub use merge::MergePage;
pub use sheet::ProblemPage;

use crate::api::form_state::{FormState, form_state};
use crate::api::moment;
use crate::api::problem::list::{Problems, StartCheck, problems};
use crate::api::tables::{ListTools, shown_by};
use crate::live::{Topic, use_live};
use crate::pages::matter::{Listed, MatterColumn, MatterList, deadline};
use crate::pages::parts::{FormMessages, Load, query};
use crate::pages::tools::{ToolActions, Toolbar};
use crate::text::t::{common::number, problem as w};
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, FilterBar, LinkButton, NavItem, PageTitle, Progress, Section,
    SelectField, Stat, StatRow, Status, StatusTag, Tone, choices, with_query,
};
use contract::Page;
use contract::problem::{CheckView, ProblemCount, ProblemLine, SideLine};
use domain::id::ProblemId;
use domain::matter::MatterKind;
use domain::problem::{ProblemKind, ProblemState};
use domain::tables::List;
use leptos::prelude::*;

/// What part of the register is asked for.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
struct Asked {
    which: String,
    kind: String,
    /// Whether it is the first page.
    first: bool,
}

/// 问题学籍
#[component]
pub fn ProblemsPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (which, kind, after) = (query("box"), query("kind"), query("after"));
    let start = ServerAction::<StartCheck>::new();
    let actions = ToolActions::new();
    let data = Resource::new_blocking(
        move || {
            let sent = (start.version().get(), actions.version());
            (which.get(), kind.get(), after.get(), live.version(), sent)
        },
        |(which, kind, after, ..)| async move {
            let found = problems(which.clone(), kind.clone(), after.clone()).await?;
            let tools = shown_by(List::Problems, [("box", which.as_str()), ("kind", kind.as_str())]).await?;
            let asked = Asked { which, kind, first: after.is_empty() };
            Ok((asked, found, tools, form_state("problems".into()).await?))
        },
    );
    view! {
        <Load data view=move |(asked, found, tools, state): (Asked, Problems, ListTools, FormState)| {
            let counts = counts(&found.counts);
            let check = found.may_check.then(|| check(found.check.as_ref(), start));
            let list = found.by_name.then(|| list(asked, found.page, (tools, actions)));
            view! {
                <PageTitle title=w::TITLE has_errors=state.has_errors()/>
                <p class="lead">{w::LEAD}</p>
                <FormMessages state/>
                {counts}
                {list}
                {check}
            }
        }/>
    }
}

/// The tag of a problem's state.
pub(crate) fn status_of(state: ProblemState) -> Status {
    match state {
        ProblemState::Open | ProblemState::Checking => Status::Waiting,
        ProblemState::Answered | ProblemState::Proposed => Status::InProgress,
        ProblemState::Dismissed | ProblemState::Corrected | ProblemState::Merged => Status::Done,
    }
}

fn counts(counts: &[ProblemCount]) -> impl IntoView + use<> {
    let stats = counts
        .iter()
        .map(|ProblemCount { kind, open, late }| {
            let note = (*late > 0).then(|| format!("{} {late} {}", w::LATE, w::UNIT_OF));
            let tone = if *late > 0 { Tone::Danger } else { Tone::Neutral };
            let value = Signal::stored(number(*open));
            view! { <Stat label=kind.label() value unit=w::UNIT_OF tone note/> }
        })
        .collect_view();
    view! { <Section id="counts" title=w::COUNTS><StatRow>{stats}</StatRow></Section> }
}

fn address(which: &str, kind: &str, after: Option<&str>) -> String {
    with_query("/problems", [("box", which), ("kind", kind), ("after", after.unwrap_or_default())])
}

fn list(
    asked: Asked,
    page: Page<ProblemLine, ProblemId>,
    (tools, actions): (ListTools, ToolActions),
) -> impl IntoView {
    let Asked { which, kind, first } = asked;
    // Nothing is asked for in the address of what is seen first.
    let which = if which == "settled" { which } else { String::new() };
    let boxes = vec![NavItem::new("/problems", w::OPEN), NavItem::new("/problems?box=settled", w::SETTLED)];
    let here = address(&which, "", None);
    let toolbar = Some(Toolbar { tools, back: address(&which, &kind, None), actions });
    let prev = (!first).then(|| address(&which, &kind, None));
    let next = page.next.map(|after| address(&which, &kind, Some(&after.to_string())));
    let caption = if which.is_empty() { w::OPEN } else { w::SETTLED };
    let options = choices(ProblemKind::ALL.map(|kind| (kind.key(), kind.label())));
    let filter = view! {
        <FilterBar action="/problems">
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
            kind=MatterKind::Problem
            boxes
            here
            filter=Some(filter.into_any())
            prev
            next
            toolbar
        />
    }
}

impl Listed for ProblemLine {
    fn href(&self) -> String {
        format!("/problems/{}", self.id)
    }

    fn highlight(&self) -> bool {
        self.days_left.is_some_and(|days| days < 0)
    }
}

/// What both sides say, once where they say the same.
fn of_sides(row: &ProblemLine, pick: fn(&SideLine) -> &String) -> AnyView {
    let mut parts: Vec<&str> = row.sides.iter().map(|side| pick(side).as_str()).collect();
    parts.dedup();
    parts.join("、").into_any()
}

fn columns() -> Vec<MatterColumn<ProblemLine>> {
    vec![
        MatterColumn::new(w::NAMES, |row| of_sides(row, |side| &side.name)),
        MatterColumn::new(w::KIND, |row| row.kind.label().into_any()),
        MatterColumn::new(w::SCHOOLS, |row| of_sides(row, |side| &side.school)),
        MatterColumn::new(w::SCORE, |row: &ProblemLine| {
            row.points.map(|points| points.to_string()).into_any()
        })
        .numeric(),
        MatterColumn::new(w::SETTLED_BY, |row| row.settled_by.clone().into_any()),
        MatterColumn::new(w::STATE, |row| {
            let label = Some(row.state.label().to_owned());
            view! { <StatusTag status=status_of(row.state) label/> }.into_any()
        }),
        MatterColumn::new(w::DUE, |row| deadline(row.due_on, row.days_left)),
    ]
}

fn check(last: Option<&CheckView>, start: ServerAction<StartCheck>) -> impl IntoView + use<> {
    let form = || {
        view! {
            <ActionForm action=start>
                <Actions><Button kind=ButtonKind::Secondary>{w::CHECK_DO}</Button></Actions>
            </ActionForm>
        }
    };
    let body = match last {
        None => form().into_any(),
        Some(CheckView { seen, finished_at: Some(at), found, cleared, .. }) => {
            let words = w::check_done(&moment(*at), &number(*seen), *found, *cleared);
            view! { <p>{words}</p>{form()} }.into_any()
        }
        Some(CheckView { seen, total, finished_at: None, .. }) => view! {
            <Progress id="check-progress" label=w::CHECK_BUSY done=Signal::stored(*seen) total=Signal::stored(*total)/>
            <Actions>
                <LinkButton href="/problems" kind=ButtonKind::Secondary external=true>{w::CHECK_RELOAD}</LinkButton>
            </Actions>
        }
        .into_any(),
    };
    view! { <Section id="check" title=w::CHECK><p>{w::CHECK_LEAD}</p>{body}</Section> }
}
