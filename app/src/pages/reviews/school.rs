//! A school's part: figures, classes, signatures, the step of whoever's turn it is.

use super::parts;
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::review::act::{SignReview, sheet_address};
use crate::api::review::sheet::school_review;
use crate::live::{Topic, use_live};
use crate::pages::matter::{StepAct, StepForm, StepWords};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::review as w;
use crate::ui::{
    BackLink, Cell, Column, DataTable, Empty, Notice, PageTitle, Row, RowHeader, Section, SummaryList,
    SummaryRow, keyed,
};
use contract::review::{ClassLine, SchoolView};
use domain::review::SchoolState;
use leptos::prelude::*;

/// 学校的复核
#[component]
pub fn ReviewSchoolPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (id, school) = (param("id"), param("school"));
    let sign = ServerAction::<SignReview>::new();
    let data = Resource::new_blocking(
        move || (id.get(), school.get(), sign.version().get(), live.version()),
        |(id, school, ..)| async move {
            let detail = school_review(id.clone(), school.clone()).await?;
            Ok((detail, form_state(format!("review_school/{id}/{school}")).await?))
        },
    );
    view! {
        <Load data view=move |(detail, state): (SchoolView, FormState)| {
            let has_errors = state.has_errors();
            let looking = detail.line.looking.then(|| view! { <Notice><p>{w::LOOKING}</p></Notice> });
            let figures = parts::figures(&detail.figures, None);
            let step = detail.my_turn.then(|| step(&detail, &state, sign));
            let (facts, classes) = (facts(&detail), classes(&detail));
            let standing = parts::standing(&detail.line);
            let back = format!("/reviews/{}", detail.line.campaign);
            let list = detail.by_name.then(|| {
                (format!("/reviews/{}/schools/{}/anomalies", detail.line.campaign, detail.school), w::ANOMALIES.to_owned())
            });
            let classes = match list {
                Some(more) => view! { <Section id="classes" title=w::CLASSES more>{classes}</Section> }.into_any(),
                None => view! { <Section id="classes" title=w::CLASSES>{classes}</Section> }.into_any(),
            };
            view! {
                <BackLink href=back/>
                <PageTitle title=detail.name caption=Some(format!("{}{}", detail.term, w::TITLE)) has_errors>
                    {standing}
                </PageTitle>
                <FormMessages state/>
                {looking}
                {figures}
                {step}
                {classes}
                {facts}
            }
        }/>
    }
}

fn classes(detail: &SchoolView) -> AnyView {
    if detail.classes.is_empty() {
        return view! { <Empty title=w::NO_CLASSES><p>{w::NO_CLASSES_NEXT}</p></Empty> }.into_any();
    }
    let rows = keyed(
        detail.classes.iter().cloned(),
        |class| class.label.clone(),
        |class| {
            let ClassLine { grade, class_name, label, figures } = class;
            let open = figures.confirmed() < figures.pupils || figures.unanswered() > 0;
            let head = if detail.by_name {
                let href = sheet_address(
                    &detail.line.campaign.to_string(),
                    detail.school.as_str(),
                    &grade.to_string(),
                    &class_name,
                );
                view! { <a href=href>{label}</a> }.into_any()
            } else {
                label.into_any()
            };
            let shown = parts::Shown::from(&figures);
            view! {
                <Row highlight=open>
                    <RowHeader>{head}</RowHeader>
                    <Cell label=w::CONFIRMED numeric=true>{shown.confirmed}</Cell>
                    <Cell label=w::FOUND numeric=true>{shown.found}</Cell>
                    <Cell label=w::OPEN_ANOMALIES numeric=true>{shown.open}</Cell>
                    <Cell label=w::GUARDIANS numeric=true>{shown.guardians}</Cell>
                </Row>
            }
        },
    );
    let headings = vec![
        Column::new(w::CLASS),
        Column::new(w::CONFIRMED).numeric(),
        Column::new(w::FOUND).numeric(),
        Column::new(w::OPEN_ANOMALIES).numeric(),
        Column::new(w::GUARDIANS).numeric(),
    ];
    view! { <DataTable caption=w::CLASSES caption_hidden=true columns=headings dense=true>{rows}</DataTable> }
        .into_any()
}

fn facts(detail: &SchoolView) -> impl IntoView + use<> {
    let row = |term: &'static str, text: String| view! { <SummaryRow term>{text}</SummaryRow> };
    let due = detail.line.due_on.map(|due| row(w::DUE, day(due)));
    let looked = detail.looked_on.map(|on| row(w::LOOKED_ON, day(on)));
    let signatures = detail
        .signatures
        .iter()
        .map(|(state, act)| row(signature_of(*state), w::by_on(&act.by, &day(act.on))))
        .collect_view();
    let returns = detail
        .returns
        .iter()
        .map(|said| row(w::RETURNED, format!("{}（{}）", said.words, w::by_on(&said.by, &day(said.on)))))
        .collect_view();
    let examiner = detail.examiner.clone();
    view! {
        <Section id="signatures" title=w::SIGNATURES>
            <SummaryList>
                <SummaryRow term=w::EXAMINER>{examiner}</SummaryRow>
                {looked}
                {due}
                {signatures}
                {returns}
            </SummaryList>
        </Section>
    }
}

/// What the signature that led to a state is called.
fn signature_of(state: SchoolState) -> &'static str {
    match state {
        SchoolState::Checking | SchoolState::Submitted => w::SIGNED_SUBMIT,
        SchoolState::Signed => w::SIGNED_SCHOOL,
        SchoolState::Examined => w::SIGNED_EXAMINE,
        SchoolState::Done => w::SIGNED_AUTHORITY,
    }
}

fn step(detail: &SchoolView, state: &FormState, action: ServerAction<SignReview>) -> impl IntoView + use<> {
    let (act, words) = match detail.line.state {
        SchoolState::Checking => ("submit", w::SUBMIT),
        SchoolState::Submitted => ("sign", w::SIGN),
        SchoolState::Signed => ("examine", w::EXAMINE),
        SchoolState::Examined | SchoolState::Done => ("confirm", w::CONFIRM),
    };
    let returns = detail.line.state != SchoolState::Checking;
    let lead = if returns { "" } else { w::STEP_LEAD };
    let about = vec![
        ("review", detail.line.campaign.to_string()),
        ("school", format!("{}@{}", detail.school, detail.line.version)),
    ];
    let returning = returns.then(|| {
        let (about, acts) = (about.clone(), vec![StepAct::new("return", w::RETURN).warning()]);
        let words = StepWords::new("reason", w::RETURN_REASON).rows(2);
        let folded = state.error("reason").is_some();
        view! {
            <StepForm action about state=state.clone() words acts title=w::RETURN lead=w::RETURN_LEAD folded/>
        }
    });
    let (state, acts) = (state.clone(), vec![StepAct::new(act, words)]);
    view! {
        <Section id="step" title=w::STEP>
            <StepForm action about state acts lead/>
            {returning}
        </Section>
    }
}
