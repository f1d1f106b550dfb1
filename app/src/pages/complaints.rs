//! 投诉: what a guardian complained of, the matter it is about, and the answer of the authority.

use crate::api::complaint::{AnswerComplaint, complaint};
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::live::{Topic, use_live};
use crate::pages::matter::{StepAct, StepForm, StepWords};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::complaint as w;
use crate::ui::{
    BackLink, Cell, DataTable, Notice, PageTitle, Row, RowHeader, Section, SummaryList, SummaryRow, columns,
    keyed, quoted,
};
use contract::complaint::{ComplaintView, HandledStep};
use domain::complaint::ComplaintState;
use leptos::prelude::*;

/// 投诉
#[component]
pub fn ComplaintPage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::matter(&id.get()));
    let act = ServerAction::<AnswerComplaint>::new();
    let data = Resource::new_blocking(
        move || (id.get(), act.version().get(), live.version()),
        |(id, ..)| async move {
            let detail = complaint(id.clone()).await?;
            Ok((detail, form_state(format!("complaint/{id}")).await?))
        },
    );
    view! {
        <BackLink href="/desk"/>
        <Load data view=move |(detail, state): (ComplaintView, FormState)| {
            let (facts, matter, steps) = (facts(&detail), matter(&detail), steps(&detail.steps));
            let answer = answer(&detail, &state, act);
            let label = detail.state.label().to_owned();
            view! {
                <PageTitle title=w::COMPLAINT caption=Some(label) has_errors=state.has_errors()/>
                <p class="lead">{w::COMPLAINT_LEAD}</p>
                <FormMessages state=state/>
                {facts}
                {matter}
                {steps}
                {answer}
            }
        }/>
    }
}

fn facts(detail: &ComplaintView) -> impl IntoView + use<> {
    let rating =
        detail.rating.map(|rating| view! { <SummaryRow term=w::RATING>{rating.label()}</SummaryRow> });
    let due = detail.due_on.map(|due| view! { <SummaryRow term=w::ANSWER_DUE>{day(due)}</SummaryRow> });
    let (about, words, on) = (detail.about.clone(), quoted(&detail.words), day(detail.on));
    view! {
        <Section id="facts" title=w::COMPLAINT_FACTS>
            <SummaryList>
                <SummaryRow term=w::ABOUT>{about}</SummaryRow>
                {rating}
                <SummaryRow term=w::SAID>{words}</SummaryRow>
                <SummaryRow term=w::MADE_ON>{on}</SummaryRow>
                {due}
            </SummaryList>
        </Section>
    }
}

fn matter(detail: &ComplaintView) -> impl IntoView + use<> {
    let (kind, number) = (detail.kind.label(), detail.number.clone());
    let (child, school, stands) = (detail.child.clone(), detail.school.clone(), detail.stands.clone());
    let open = detail.case.map(|case| {
        let href = format!("/cases/{case}");
        view! { <p><a href=href>{w::OPEN_CASE}</a></p> }
    });
    view! {
        <Section id="matter" title=w::MATTER>
            <SummaryList>
                <SummaryRow term=w::KIND>{kind}</SummaryRow>
                <SummaryRow term=w::NUMBER>{number}</SummaryRow>
                <SummaryRow term=w::CHILD>{child}</SummaryRow>
                <SummaryRow term=w::SCHOOL>{school}</SummaryRow>
                <SummaryRow term=w::STANDS>{stands}</SummaryRow>
            </SummaryList>
            {open}
        </Section>
    }
}

fn steps(steps: &[HandledStep]) -> Option<AnyView> {
    if steps.is_empty() {
        return None;
    }
    let rows = keyed(
        steps.iter().cloned().enumerate(),
        |(n, _)| *n,
        |(_, step)| {
            let decided = match step.decided {
                Some((verdict, on)) => w::by_on(&verdict, &day(on)),
                None => w::WAITS.to_owned(),
            };
            view! {
                <Row>
                    <RowHeader>{step.desk}</RowHeader>
                    <Cell label=w::STEP_DUE>{day(step.due_on)}</Cell>
                    <Cell label=w::DECIDED>{decided}</Cell>
                    <Cell label=w::REASON>{step.reason}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::DESK, w::STEP_DUE, w::DECIDED, w::REASON]);
    let table = view! { <DataTable caption=w::STEPS caption_hidden=true columns=headings>{rows}</DataTable> };
    Some(view! { <Section id="steps" title=w::STEPS>{table}</Section> }.into_any())
}

/// The answer, or the form of who may give it.
fn answer(
    detail: &ComplaintView,
    state: &FormState,
    action: ServerAction<AnswerComplaint>,
) -> Option<AnyView> {
    if let Some(said) = &detail.answer {
        let (by, words) = (w::by_on(&said.by, &day(said.on)), quoted(&said.words));
        let given = view! {
            <Section id="answer" title=w::ANSWER>
                <SummaryList>
                    <SummaryRow term=w::ANSWER_WORDS>{words}</SummaryRow>
                    <SummaryRow term=w::ANSWERED_BY>{by}</SummaryRow>
                </SummaryList>
            </Section>
        };
        return Some(given.into_any());
    }
    if detail.state == ComplaintState::Withdrawn {
        return Some(view! { <Notice><p>{w::WITHDRAWN}</p></Notice> }.into_any());
    }
    if !detail.may_answer {
        return Some(view! { <Notice><p>{w::APART}</p></Notice> }.into_any());
    }
    let form = view! {
        <StepForm
            action
            about=vec![("complaint", detail.shown().to_string())]
            state=state.clone()
            words=StepWords::new("words", w::ANSWER_WORDS).hint(w::ANSWER_HINT)
            acts=vec![StepAct::only(w::ANSWER_SEND)]
            draft=format!("complaint/{}", detail.id)
            id="answer"
            title=w::ANSWER
        />
    };
    Some(form.into_any())
}
