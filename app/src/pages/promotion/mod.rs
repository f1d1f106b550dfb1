//! 升级 (第十二条): a school's preview or result, an authority's schools.

use crate::api::form_state::{FormState, form_state};
use crate::api::promotion::{PromotionPageData, RepeatPromotion, UndoPromotion, promotion};
use crate::api::{day, moment};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, query};
use crate::text::t::promotion as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Cell, DataTable, Empty, PageTitle, Progress, Row,
    RowHeader, Section, SummaryList, SummaryRow, TextField, cited, columns, keyed,
};
use contract::promotion::{KeptPupil, PromotionState, PromotionView, SchoolLine};
use domain::codes::Grade;
use domain::promotion::Reason;
use leptos::prelude::*;

/// 升级
#[component]
pub fn PromotionPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk, Topic::Figures(None)]);
    let school = query("school");
    let undo = ServerAction::<UndoPromotion>::new();
    let repeat = ServerAction::<RepeatPromotion>::new();
    let data = Resource::new_blocking(
        move || (school.get(), live.version(), undo.version().get(), repeat.version().get()),
        |(school, ..)| async move { Ok((promotion(school).await?, form_state("promotion".into()).await?)) },
    );
    view! {
        <Load data view=move |(data, state): (PromotionPageData, FormState)| match data {
            PromotionPageData::School(detail) => school_page(*detail, state, undo, repeat).into_any(),
            PromotionPageData::Schools(rows) => schools_page(rows).into_any(),
        }/>
    }
}

fn school_page(
    detail: PromotionView,
    state: FormState,
    undo: ServerAction<UndoPromotion>,
    repeat: ServerAction<RepeatPromotion>,
) -> impl IntoView {
    let situation = match &detail.state {
        PromotionState::Done(at) => w::done(&moment(*at)),
        PromotionState::Undone(who, at, why) => w::undone(who, &moment(*at), why),
        PromotionState::Running(..) => w::RUNNING.to_owned(),
        PromotionState::ToCome => w::TO_COME.to_owned(),
    };
    let bar = match detail.state {
        PromotionState::Running(done, total) => Some(progress(w::PROGRESS, done, total)),
        _ => None,
    };
    let title = w::into(&detail.year.to_string());
    let errors = state.has_errors();
    let undo_form = detail.may_undo.then(|| undo_form(&state, undo));
    let again = detail.may_repeat.then(|| {
        view! { <ActionForm action=repeat><Actions><Button>{w::REPEAT}</Button></Actions></ActionForm> }
    });
    let (moves, kept) = (moves(detail.moves), kept(detail.kept, detail.counts));
    view! {
        <BackLink href="/changes"/>
        <PageTitle title=title caption=Some(detail.school) has_errors=errors/>
        <p class="lead">{cited(w::LEAD)}</p>
        <FormMessages state/>
        <SummaryList>
            <SummaryRow term=w::DAY>{day(detail.day)}</SummaryRow>
            <SummaryRow term=w::STATE>{situation}</SummaryRow>
        </SummaryList>
        {bar}
        {again}
        <Section id="moves" title=w::MOVES>{moves}</Section>
        <Section id="kept" title=w::KEPT>{kept}</Section>
        {undo_form}
    }
}

/// How far it is.
fn progress(label: &'static str, done: u64, total: u64) -> impl IntoView {
    view! { <Progress id="progress" label done=Signal::stored(done) total=Signal::stored(total)/> }
}

fn moves(moves: Vec<(Grade, Grade, usize)>) -> AnyView {
    if moves.is_empty() {
        return view! { <Empty title=w::NO_MOVES><p>{w::NO_MOVES_NEXT}</p></Empty> }.into_any();
    }
    let rows = moves
        .into_iter()
        .map(|(from, to, n)| {
            view! {
                <Row>
                    <RowHeader>{from.label()}</RowHeader>
                    <Cell label=w::TO>{to.label()}</Cell>
                    <Cell label=w::COUNT numeric=true>{n}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = columns([w::FROM, w::TO, w::COUNT]);
    view! { <DataTable caption=w::MOVES caption_hidden=true columns=headings>{rows}</DataTable> }.into_any()
}

fn kept(kept: Vec<KeptPupil>, counts: Vec<(Reason, usize)>) -> AnyView {
    if counts.is_empty() {
        return view! { <Empty title=w::NO_KEPT><p>{w::NO_KEPT_NEXT}</p></Empty> }.into_any();
    }
    let told = counts
        .into_iter()
        .map(|(reason, n)| view! { <li>{w::counted(reason.label(), n)}</li> })
        .collect_view();
    let rows = keyed(
        kept,
        |one| one.id,
        |KeptPupil { id, name, class_label, reason }| {
            let href = format!("/pupils/{id}");
            view! {
                <Row>
                    <RowHeader><a href=href>{name}</a></RowHeader>
                    <Cell label=w::CLASS>{class_label}</Cell>
                    <Cell label=w::REASON_KEPT>{reason.label()}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::NAME, w::CLASS, w::REASON_KEPT]);
    view! {
        <ul>{told}</ul>
        <DataTable caption=w::KEPT caption_hidden=true columns=headings dense=true>{rows}</DataTable>
    }
    .into_any()
}

fn undo_form(state: &FormState, action: ServerAction<UndoPromotion>) -> impl IntoView + use<> {
    let (value, error) = (state.value("reason"), state.error("reason"));
    view! {
        <Section id="undo" title=w::UNDO>
            <p class="hint">{w::UNDO_HINT}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <TextField name="reason" label=w::REASON value error maxlength=200 required=true/>
                <Actions><Button kind=ButtonKind::Secondary>{w::UNDO}</Button></Actions>
            </ActionForm>
        </Section>
    }
}

fn schools_page(rows: Vec<SchoolLine>) -> impl IntoView {
    let done = rows.iter().filter(|line| line.done.is_some()).count();
    // Before the day there is nothing to be waited for, and afterwards nothing either.
    let bar = (done > 0 && done < rows.len()).then(|| {
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        progress(w::SCHOOLS_DONE, count(done), count(rows.len()))
    });
    let rows = keyed(
        rows,
        |line| line.id.clone(),
        |SchoolLine { id, name, done }| {
            let href = format!("/promotion?school={id}");
            let (promoted, kept) = match done {
                Some((promoted, kept)) => (promoted.to_string(), kept.to_string()),
                None => (w::NOT_YET.to_owned(), String::new()),
            };
            view! {
                <Row>
                    <RowHeader><a href=href>{name}</a></RowHeader>
                    <Cell label=w::PROMOTED numeric=true>{promoted}</Cell>
                    <Cell label=w::KEPT numeric=true>{kept}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::SCHOOL, w::PROMOTED, w::KEPT]);
    view! {
        <BackLink href="/changes"/>
        <PageTitle title=w::TITLE/>
        <p class="lead">{cited(w::LEAD)}</p>
        {bar}
        <DataTable caption=w::SCHOOLS columns=headings>{rows}</DataTable>
    }
}
