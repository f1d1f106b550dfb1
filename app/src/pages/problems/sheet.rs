//! One problem: where it stands, the records side by side, the score with its reasons, what was proposed, what may be done.

use super::{check_sheet, compare, forms, status_of};
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::problem::act::{
    AskUndoMerge, DecideProblem, IssueCheckSheet, ProposeDistinct, RecheckProblem, ReturnProblem, UndoMerge,
};
use crate::api::problem::read::problem;
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::pages::print_of::{self, Offered};
use crate::text::t::{case, problem as w};
use crate::ui::{
    BackLink, Cell, DataTable, DeadlineTag, Notice, NoticeKind, PageTitle, Row, RowHeader, Section,
    StatusTag, SummaryList, SummaryRow, columns,
};
use contract::problem::{ProblemView, ProposalView};
use domain::problem::ProblemState;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The forms of a problem's page, in the order in which their news is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct States {
    done: FormState,
    pub(super) answer: FormState,
    pub(super) settle: FormState,
    pub(super) check: FormState,
}

/// What the page's forms send.
#[derive(Clone, Copy)]
pub(super) struct Acts {
    pub(super) distinct: ServerAction<ProposeDistinct>,
    pub(super) decide: ServerAction<DecideProblem>,
    pub(super) send_back: ServerAction<ReturnProblem>,
    pub(super) ask_undo: ServerAction<AskUndoMerge>,
    pub(super) undo: ServerAction<UndoMerge>,
    pub(super) recheck: ServerAction<RecheckProblem>,
    pub(super) issue: ServerAction<IssueCheckSheet>,
}

/// 一件问题学籍
#[component]
pub fn ProblemPage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::matter(&id.get()));
    let printing = ServerAction::<crate::api::print_of::PrintOf>::new();
    let acts = Acts {
        distinct: ServerAction::new(),
        decide: ServerAction::new(),
        send_back: ServerAction::new(),
        ask_undo: ServerAction::new(),
        undo: ServerAction::new(),
        recheck: ServerAction::new(),
        issue: ServerAction::new(),
    };
    let version = move || {
        let settled =
            (acts.distinct.version().get(), acts.decide.version().get(), acts.send_back.version().get());
        let undone = (acts.ask_undo.version().get(), acts.undo.version().get(), acts.recheck.version().get());
        let sheet = (acts.issue.version().get(), printing.version().get());
        (settled, undone, sheet, live.version())
    };
    let data = Resource::new_blocking(
        move || (id.get(), version()),
        |(id, _)| async move {
            let detail = problem(id.clone()).await?;
            let states = States {
                done: form_state(format!("problem/{id}")).await?,
                answer: form_state(format!("problem_answer/{id}")).await?,
                settle: form_state(format!("problem_settle/{id}")).await?,
                check: form_state(format!("problem_check/{id}")).await?,
            };
            Ok((detail, states, print_of::load("problem", id).await?))
        },
    );
    view! {
        <Load data view=move |(detail, states, print): (ProblemView, States, Offered)| {
            let row = detail.line.clone();
            let wrong = [&states.answer, &states.settle, &states.check].iter().any(|state| state.has_errors());
            let mut names: Vec<&str> = row.sides.iter().map(|side| side.name.as_str()).collect();
            names.dedup();
            let names = names.join("、");
            let facts = facts(&detail);
            let sides = compare::sides(&detail);
            let items = compare::items(&detail);
            let score = detail.score.as_ref().map(compare::score);
            let proposal = detail.proposal.clone().map(|proposed| proposal(&detail, proposed));
            let sheet = check_sheet::check_sheet(&detail, &states);
            let issue = check_sheet::issue(&detail, acts);
            let print = print_of::section(&print, printing);
            let forms = forms::forms(&detail, &states, acts);
            view! {
                <BackLink href="/problems"/>
                <PageTitle title=row.kind.label() caption=Some(names) has_errors=wrong>
                    <StatusTag status=status_of(row.state) label=Some(row.state.label().to_owned())/>
                </PageTitle>
                <FormMessages state=states.done/>
                <FormMessages state=states.answer/>
                <FormMessages state=states.settle/>
                <FormMessages state=states.check/>
                {facts}
                {sides}
                {items}
                {score}
                {proposal}
                {sheet}
                {issue}
                {forms}
                {print}
            }
        }/>
    }
}

fn facts(detail: &ProblemView) -> impl IntoView + use<> {
    let row = detail.line.clone();
    let returned = detail.returned.clone().map(|reason| {
        view! { <Notice kind=NoticeKind::Warn title=Some(w::RETURNED.to_owned())><p>{reason}</p></Notice> }
    });
    let undo = detail.undo.clone().map(|asked| {
        let title = format!("{}：{}", w::UNDO_REQUEST, w::by_on(&asked.by, &day(asked.on)));
        view! { <Notice kind=NoticeKind::Warn title=Some(title)><p>{asked.words}</p></Notice> }
    });
    let hint = detail.provisional.then_some(case::PROVISIONAL);
    let due = row.due_on.map(day).map(|due| {
        view! {
            <SummaryRow term=w::DUE>
                {due}{hint}" "
                {row.days_left.map(|days| view! { <DeadlineTag days_left=days working_days=true/> })}
            </SummaryRow>
        }
    });
    let fault = (!detail.fault.is_empty()).then(|| {
        let fault = detail.fault.clone();
        view! { <SummaryRow term=w::FAULT>{fault}</SummaryRow> }
    });
    let decided = detail.decided.as_ref().map(|act| {
        let words = w::by_on(&act.by, &day(act.on));
        view! { <SummaryRow term=w::DECIDED_BY>{words}</SummaryRow> }
    });
    let until = detail.undo_until.map(|until| {
        let words = w::until(&day(until));
        view! { <SummaryRow term=w::UNDO>{words}</SummaryRow> }
    });
    view! {
        {returned}
        {undo}
        <Section id="facts" title=w::FACTS>
            <SummaryList>
                {fault}
                <SummaryRow term=w::FOUND_ON>{day(row.found_on)}</SummaryRow>
                <SummaryRow term=w::SETTLED_BY>{row.settled_by}</SummaryRow>
                {due}
                {decided}
                {until}
            </SummaryList>
        </Section>
    }
}

/// What was put to the leader, with the record as a merge makes it.
fn proposal(detail: &ProblemView, proposed: ProposalView) -> impl IntoView + use<> {
    let kept = proposed.survivor.and_then(|person| {
        let side = detail.sides.iter().find(|side| side.person == person)?;
        Some(w::keep(&side.school, &side.number))
    });
    let verdict = match &kept {
        Some(kept) => format!("{}：{kept}", w::MERGE),
        None => w::DISTINCT.to_owned(),
    };
    let by = w::by_on(&proposed.said.by, &day(proposed.said.on));
    let rows: Vec<_> = detail
        .merged
        .iter()
        .map(|(field, value, taken)| {
            let value = if value.is_empty() { w::EMPTY_VALUE.to_owned() } else { value.clone() };
            let from = if *taken { w::FROM_OTHER } else { w::FROM_KEPT };
            let (highlight, label) = (*taken, field.label());
            view! {
                <Row highlight>
                    <RowHeader>{label}</RowHeader>
                    <Cell label=w::VALUE>{value}</Cell>
                    <Cell label=w::FROM>{from}</Cell>
                </Row>
            }
        })
        .collect();
    let done = detail.line.state == ProblemState::Merged;
    let caption = if done { w::MERGED_ITEMS } else { w::PREVIEW };
    let preview = (!rows.is_empty()).then(|| {
        let headings = columns([w::FIELD, w::VALUE, w::FROM]);
        let hint = (!done).then(|| view! { <p class="hint">{w::PREVIEW_HINT}</p> });
        view! {
            <h3>{caption}</h3>
            {hint}
            <DataTable caption caption_hidden=true columns=headings dense=true>{rows}</DataTable>
        }
    });
    view! {
        <Section id="proposal" title=w::PROPOSAL>
            <SummaryList>
                <SummaryRow term=w::VERDICT>{verdict}</SummaryRow>
                <SummaryRow term=w::REASON_WORDS>{proposed.said.words}</SummaryRow>
                <SummaryRow term=w::PROPOSED_BY>{by}</SummaryRow>
            </SummaryList>
            {preview}
        </Section>
    }
}
