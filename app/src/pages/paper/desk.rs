//! The desk of a hand-over (第十五条): how far it is, the list as it prints, what may be done.

use super::desk_forms::{self as forms, Acts};
use super::dossier::pieces;
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::hand_over::desk;
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::paper as w;
use crate::ui::{
    BackLink, Badge, Cell, Column, DataTable, DeadlineTag, Notice, NoticeKind, PageTitle, Row, RowHeader,
    Section, Status, StatusTag, Step, StepState, StepTrack, SummaryList, SummaryRow, Tone, columns,
};
use contract::paper::{DossierPiece, HandOverDesk, HandOverView, ListedPiece};
use domain::letter::LetterState;
use domain::paper::{Check, HandOverState};
use leptos::prelude::*;

/// 纸质档案移交
#[component]
pub fn DeskPage() -> impl IntoView {
    let letter = param("id");
    let live = use_live(move || Topic::matter(&letter.get()));
    let acts = Acts::new();
    let data = Resource::new_blocking(
        move || (letter.get(), acts.version(), live.version()),
        |(letter, ..)| async move {
            let state = form_state(format!("hand_over/{letter}")).await?;
            Ok((desk(letter).await?, state))
        },
    );
    view! {
        <Load data view=move |(detail, state): (HandOverDesk, FormState)| {
            let (title, back) = (detail.pupil.clone(), format!("/letters/{}", detail.letter));
            let tag = detail.list.as_ref().map(|list| {
                view! { <StatusTag status=status_of(list.state) label=Some(list.state.label().to_owned())/> }
            });
            let body = match &detail.list {
                Some(list) => listed(&detail, list, &state, acts),
                None => unlisted(&detail, &state, acts),
            };
            view! {
                <BackLink href=back/>
                <PageTitle title caption=Some(w::DESK.to_owned()) has_errors=state.has_errors()>{tag}</PageTitle>
                <p class="lead">{w::DESK_LEAD}</p>
                <FormMessages state/>
                {facts(&detail)}
                {steps(&detail)}
                {body}
            }
        }/>
    }
}

fn status_of(state: HandOverState) -> Status {
    match state {
        HandOverState::Listed => Status::Waiting,
        HandOverState::Sealed => Status::InProgress,
        HandOverState::Differs => Status::Returned,
        HandOverState::Closed => Status::Done,
        HandOverState::TakenBack => Status::Withdrawn,
    }
}

fn facts(detail: &HandOverDesk) -> impl IntoView + use<> {
    let HandOverDesk { pupil, pupil_number, from, to, .. } = detail.clone();
    let who = if pupil_number.is_empty() { pupil } else { format!("{pupil}（{pupil_number}）") };
    let letter = detail.number.clone().unwrap_or_else(|| w::NOT_NUMBERED.to_owned());
    let href = format!("/letters/{}", detail.letter);
    let days = detail.days_left;
    let due = detail
        .due_on
        .map(|due| view! { <SummaryRow term=w::DUE>{day(due)}" "<DeadlineTag days_left=days/></SummaryRow> });
    let dossier = detail.dossier.map(|person| {
        let href = format!("/pupils/{person}/paper");
        view! { " "<a href=href>{w::OPEN_DOSSIER}</a> }
    });
    view! {
        <Section id="facts" title=w::DESK_FACTS>
            <SummaryList>
                <SummaryRow term=w::PUPIL>{who}{dossier}</SummaryRow>
                <SummaryRow term=w::FROM>{from}</SummaryRow>
                <SummaryRow term=w::TO>{to}</SummaryRow>
                <SummaryRow term=w::LETTER>{letter}" "<a href=href>{w::OPEN_LETTER}</a></SummaryRow>
                {due}
            </SummaryList>
        </Section>
    }
}

/// Who did what, who is next.
fn steps(detail: &HandOverDesk) -> AnyView {
    // A letter sent without a list has no such steps.
    let sent = matches!(detail.letter_state, LetterState::Signed | LetterState::Received);
    if detail.list.is_none() && (sent && detail.sender || detail.letter_state == LetterState::Received) {
        return ().into_any();
    }
    let list = detail.list.as_ref();
    let done = [
        list.map(|list| &list.listed),
        detail.signed.as_ref(),
        list.and_then(|list| list.seal.as_ref()).map(|seal| &seal.handed_over),
        list.and_then(|list| list.received.as_ref()),
    ];
    let checker = if list.is_some_and(|list| list.on_paper) { &detail.from } else { &detail.to };
    let names = [
        (w::STEP_LIST, &detail.from, w::REGISTRAR),
        (w::STEP_SIGN, &detail.from, w::LEADER),
        (w::STEP_SEAL, &detail.from, w::LEADER),
        (w::STEP_CHECK, checker, w::REGISTRAR),
    ];
    let mut current = true;
    let mut track = Vec::new();
    for ((name, unit, role), done) in names.into_iter().zip(done) {
        let state = match (done, current) {
            (Some(_), _) => StepState::Done,
            (None, true) => StepState::Current,
            (None, false) => StepState::Pending,
        };
        current = current && done.is_some();
        let step = Step::new(name, unit.clone(), role, state);
        track.push(match done {
            Some(signed) => step.decided(day(signed.on)).note(w::by(&signed.by)),
            None => step,
        });
    }
    if list.is_some_and(|list| list.pieces.iter().any(|one| one.open || one.settled.is_some())) {
        let open = list.is_some_and(|list| list.state == HandOverState::Differs);
        let state = if open { StepState::Current } else { StepState::Done };
        track.push(Step::new(w::STEP_SETTLE, checker.clone(), w::REGISTRAR, state));
    }
    view! { <Section id="steps" title=w::STEPS><StepTrack steps=track/></Section> }.into_any()
}

/// Before there is a list.
fn unlisted(detail: &HandOverDesk, state: &FormState, acts: Acts) -> AnyView {
    if !detail.may_list {
        let sent = matches!(detail.letter_state, LetterState::Signed | LetterState::Received);
        let words = match (detail.sender, sent, detail.letter_state) {
            (false, _, LetterState::Signed) => w::NOT_SEALED,
            (_, true, _) => w::NO_LIST,
            _ => w::MAKE_LIST_WAITS,
        };
        return view! { <Notice kind=NoticeKind::Info><p>{words}</p></Notice> }.into_any();
    }
    let lent = detail.lent.as_ref().map(|(borrower, due)| w::lent(borrower, &day(*due)));
    let dossier = detail.dossier.map(|person| format!("/pupils/{person}/paper")).unwrap_or_default();
    if detail.waiting.is_empty() {
        return view! {
            <Section id="list" title=w::MAKE_LIST>
                <p>{w::NOTHING_TO_LIST}</p>
                <p><a href=dossier>{w::TO_DOSSIER}</a></p>
            </Section>
        }
        .into_any();
    }
    let waiting = detail.waiting.iter().cloned().map(|piece| DossierPiece { piece, copied: false });
    let table = pieces(w::MAKE_LIST, waiting.collect());
    let free = lent.is_none();
    let form = free.then(|| forms::list(detail.letter.to_string(), state, acts));
    let lent = lent.map(|words| view! { <Notice kind=NoticeKind::Warn><p>{words}</p></Notice> });
    view! {
        <Section id="list" title=w::MAKE_LIST>
            <p>{w::MAKE_LIST_LEAD}" "<a href=dossier>{w::OPEN_DOSSIER}</a></p>
            {lent}
            {table}
            {form}
        </Section>
    }
    .into_any()
}

fn listed(detail: &HandOverDesk, list: &HandOverView, state: &FormState, acts: Acts) -> AnyView {
    let hint = match (list.state, detail.letter_state) {
        (HandOverState::Listed, LetterState::Drafted) => Some(w::SIGN_FIRST),
        (HandOverState::Listed, LetterState::Signed) if !list.may_seal => Some(w::SEAL_WAITS),
        _ => None,
    };
    let hint = hint.map(|words| view! { <Notice kind=NoticeKind::Info><p>{words}</p></Notice> });
    let envelope = detail.sender.then(|| {
        let href = format!("/letters/{}/envelope", detail.letter);
        view! { <p class="official-letter-hint"><a href=href>{w::ENVELOPE_LINK}</a></p> }
    });
    let forms = forms::forms(detail, list, state, acts);
    let sheet = sheet(detail, list);
    view! { {hint}{forms}{sheet}<p class="hint official-letter-hint">{w::PRINT}</p>{envelope} }.into_any()
}

/// The list as it is printed: A4, with what both sides have signed.
fn sheet(detail: &HandOverDesk, list: &HandOverView) -> impl IntoView + use<> {
    let checked = list.received.is_some();
    let rows = list.pieces.iter().cloned().map(|one| row(one, checked)).collect_view();
    let mut headings = columns([w::NO, w::PIECE, w::CATEGORY]);
    headings.push(Column::new(w::PAGES).numeric());
    headings.extend(columns([w::FORM, w::DATED]));
    if checked {
        headings.push(Column::new(w::CHECK));
    }
    let head = w::list_head(&detail.pupil, &detail.pupil_number, &detail.from, &detail.to);
    let amount = w::amount(list.pieces.len(), list.pages);
    let number = detail.number.clone().unwrap_or_else(|| w::NOT_NUMBERED.to_owned());
    let given = list.seal.clone().map(|seal| {
        let (handed, confirmed) = (seal.handed_over, seal.confirmed);
        view! {
            <SummaryRow term=w::SEAL_NUMBER>{seal.number}</SummaryRow>
            <SummaryRow term=w::HANDED_OVER>
                {w::by_on(&handed.by, &day(handed.on))}{w::confirmed(&confirmed.by, &day(confirmed.on))}
            </SummaryRow>
        }
    });
    let taken = list.received.as_ref().map(|received| {
        let on = day(received.on);
        let (by, arrived) = (list.received_by.clone(), w::arrived(list.arrived, list.pieces.len()));
        view! { <SummaryRow term=w::TAKEN>{w::by_on(&by, &on)}"　"{arrived}</SummaryRow> }
    });
    view! {
        <article class="official-letter official-letter-wide sheet" aria-labelledby="list-title">
            <p class="official-letter-number">{number}</p>
            <h2 id="list-title" class="official-letter-title">{w::LIST}</h2>
            <p class="official-letter-text">{head}</p>
            <DataTable caption=w::LIST caption_hidden=true columns=headings dense=true>{rows}</DataTable>
            <SummaryList>
                <SummaryRow term=w::PIECES>{amount}</SummaryRow>
                {given}
                {taken}
            </SummaryList>
        </article>
    }
}

fn row(one: ListedPiece, checked: bool) -> impl IntoView {
    let ListedPiece { piece, check, settled, open } = one;
    let found = checked.then(|| {
        let tone = match check {
            Some(Check::Received) => Tone::Success,
            Some(Check::Missing) => Tone::Danger,
            Some(Check::Damaged) => Tone::Warn,
            None => Tone::Neutral,
        };
        let words = check.map(Check::label).unwrap_or_default();
        let settled = settled.map(|one| {
            let outcome = if one.supplemented { w::CAME_SHORT } else { w::STAYS_SHORT };
            format!("{outcome}：{}（{}）", one.said.words, w::by_on(&one.said.by, &day(one.said.on)))
        });
        let waits = open.then(|| view! { " "<Badge tone=Tone::Warn>{w::UNSETTLED}</Badge> });
        view! { <Cell label=w::CHECK><div><Badge tone>{words}</Badge>{waits}" "{settled}</div></Cell> }
    });
    let dated = piece.dated.map_or_else(|| w::UNKNOWN.to_owned(), day);
    view! {
        <Row highlight=open>
            <RowHeader>{piece.no}</RowHeader>
            <Cell label=w::PIECE>{piece.title}</Cell>
            <Cell label=w::CATEGORY>{piece.category.label()}</Cell>
            <Cell label=w::PAGES numeric=true>{piece.pages}</Cell>
            <Cell label=w::FORM>{piece.form.label()}</Cell>
            <Cell label=w::DATED>{dated}</Cell>
            {found}
        </Row>
    }
}
