//! One letter, laid out as an official letter and printed as one, with what may be done with it below.

use super::{forms, status_of};
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::letter::{CancelLetter, DraftLetter, ReceiveLetter, ReturnLetter, SignLetter, letter};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::pages::print_of::{self, Offered};
use crate::text::t::{case, letter as w};
use crate::ui::{
    BackLink, Cell, DataTable, DeadlineTag, Notice, NoticeKind, PageTitle, Row, RowHeader, Section,
    StatusTag, SummaryList, SummaryRow, columns,
};
use contract::letter::LetterView;
use domain::letter::{Content, Delivery, LetterKind, Line};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The forms of a letter's page, in the order in which their news is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct States {
    done: FormState,
    pub(super) draft: FormState,
    pub(super) sign: FormState,
    pub(super) receive: FormState,
    pub(super) cancel: FormState,
}

/// What the page's forms send.
#[derive(Clone, Copy)]
pub(super) struct Acts {
    pub(super) draft: ServerAction<DraftLetter>,
    pub(super) sign: ServerAction<SignLetter>,
    pub(super) send_back: ServerAction<ReturnLetter>,
    pub(super) receive: ServerAction<ReceiveLetter>,
    pub(super) cancel: ServerAction<CancelLetter>,
}

/// 一份公文
#[component]
pub fn LetterPage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::matter(&id.get()));
    let acts = Acts {
        draft: ServerAction::new(),
        sign: ServerAction::new(),
        send_back: ServerAction::new(),
        receive: ServerAction::new(),
        cancel: ServerAction::new(),
    };
    let printing = ServerAction::<crate::api::print_of::PrintOf>::new();
    let version = move || {
        let sent = (acts.draft.version().get(), acts.sign.version().get());
        (
            sent,
            acts.send_back.version().get(),
            acts.receive.version().get(),
            acts.cancel.version().get(),
            printing.version().get(),
            live.version(),
        )
    };
    let data = Resource::new_blocking(
        move || (id.get(), version()),
        |(id, _)| async move {
            let detail = letter(id.clone()).await?;
            let states = States {
                done: form_state(format!("letter/{id}")).await?,
                draft: form_state(format!("letter_draft/{id}")).await?,
                sign: form_state(format!("letter_sign/{id}")).await?,
                receive: form_state(format!("letter_receive/{id}")).await?,
                cancel: form_state(format!("letter_cancel/{id}")).await?,
            };
            Ok((detail, states, print_of::load("letter", id).await?))
        },
    );
    view! {
        <Load data view=move |(detail, states, print): (LetterView, States, Offered)| {
            let row = detail.line.clone();
            let wrong = [&states.draft, &states.sign, &states.receive, &states.cancel].iter().any(|state| state.has_errors());
            let sheet = sheet(&detail);
            let forms = forms::forms(&detail, &states, acts);
            view! {
                <BackLink href="/letters"/>
                <PageTitle title=row.kind.label() caption=Some(row.about.clone()) has_errors=wrong>
                    <StatusTag status=status_of(row.state) label=Some(row.state.label().to_owned())/>
                </PageTitle>
                <FormMessages state=states.done/>
                <FormMessages state=states.draft/>
                <FormMessages state=states.sign/>
                <FormMessages state=states.receive/>
                <FormMessages state=states.cancel/>
                <Facts detail/>
                {sheet}
                {print_of::section(&print, printing)}
                {forms}
            }
        }/>
    }
}

/// Where it stands: for the screen, not for the paper.
#[component]
fn Facts(detail: LetterView) -> impl IntoView {
    let LetterView {
        line: row, provisional, drafted, returned, delivery, pupil, by_pieces, cancelled, ..
    } = detail;
    let pieces = (row.kind == LetterKind::ArchiveHandOver).then(|| {
        let href = format!("/letters/{}/pieces", row.id);
        let hint = by_pieces.then(|| view! { <p>{w::BY_PIECES}</p> });
        view! { {hint}<p><a href=href>{if by_pieces { w::OPEN_PIECES } else { w::LIST_PIECES }}</a></p> }
    });
    let returned = returned.map(|reason| {
        view! {
            <Notice kind=NoticeKind::Warn title=Some(w::RETURNED.to_owned())><p>{reason}</p></Notice>
        }
    });
    let cancelled = cancelled.map(|said| {
        let words = format!("{}：{}", w::by_on(&said.by, &day(said.on)), said.words);
        view! {
            <Notice kind=NoticeKind::Warn title=Some(w::ENDED.to_owned())>
                <p>{words}</p>
            </Notice>
        }
    });
    let due = row.due_on.map(day).map(|due| {
        let hint = provisional.then_some(case::PROVISIONAL);
        view! {
            <SummaryRow term=w::DUE>
                {due}{hint}" "
                {row.days_left.map(|days| view! { <DeadlineTag days_left=days working_days=true/> })}
            </SummaryRow>
        }
    });
    let delivery = delivery.map(|sent| if sent == Delivery::Paper { w::ON_PAPER } else { w::ONLINE });
    let drafted = drafted.map(|signed| w::by_on(&signed.by, &day(signed.on)));
    view! {
           {returned}
           {cancelled}
    <Section id="facts" title=w::FACTS>
                   <SummaryList>
                       <SummaryRow term=w::OWED_ON>{day(row.owed_on)}</SummaryRow>
                       {due}
                       {drafted.map(|words| view! { <SummaryRow term=w::DRAFTED_BY>{words}</SummaryRow> })}
                       {delivery.map(|words| view! { <SummaryRow term=w::DELIVERY>{words}</SummaryRow> })}
                   </SummaryList>
                   {pieces}
                   {pupil.map(|pupil| view! { <p><a href=format!("/pupils/{pupil}")>{w::OPEN_PUPIL}</a></p> })}
               </Section>
       }
}

/// The letter itself.
fn sheet(detail: &LetterView) -> impl IntoView + use<> {
    let row = detail.line.clone();
    let number = row.number.clone().unwrap_or_else(|| w::NOT_NUMBERED.to_owned());
    let signature = match &detail.signed {
        Some(signed) => view! {
            <p>{row.from.clone()}</p>
            <p>{w::SIGNATORY}{signed.by.clone()}</p>
            <p>{day(signed.on)}</p>
        }
        .into_any(),
        None => view! { <p>{row.from.clone()}</p><p>{w::DRAFT_MARK}</p> }.into_any(),
    };
    let slip = detail.receipt.as_ref().map(|receipt| {
        let words = w::receipt(&number, &receipt.received_by, &day(receipt.on), receipt.pieces);
        let note =
            (!receipt.note.is_empty()).then(|| view! { <p>{w::RECEIVE_NOTE}"："{receipt.note.clone()}</p> });
        view! {
            <aside class="official-letter-slip" aria-label=w::RECEIPT>
                <h3>{w::RECEIPT}</h3>
                <p>{words}</p>
                {note}
            </aside>
        }
    });
    let body = body(&detail.content);
    view! {
        <article class="official-letter sheet" aria-labelledby="letter-title">
            <p class="official-letter-from">{row.from.clone()}</p>
            <p class="official-letter-number">{number}</p>
            <h2 id="letter-title" class="official-letter-title">{row.kind.label()}</h2>
            <p class="official-letter-to">{row.to}"："</p>
            {body}
            <p class="official-letter-text">{row.kind.salute()}</p>
            <div class="official-letter-signature">{signature}</div>
            {slip}
        </article>
        <p class="hint official-letter-hint">{w::PRINT}</p>
    }
}

fn body(content: &Content) -> impl IntoView + use<> {
    let paragraphs = content
        .paragraphs()
        .into_iter()
        .map(|text| view! { <p class="official-letter-text">{text}</p> })
        .collect_view();
    let lists = match content {
        Content::TermTransfers(content) => Some(view! {
            {lines(&content.arrived, w::ARRIVED, w::CAME_FROM, w::NOBODY_ARRIVED)}
            {lines(&content.left, w::LEFT, w::WENT_TO, w::NOBODY_LEFT)}
        }),
        _ => None,
    };
    view! { {paragraphs} {lists} }
}

fn lines(
    lines: &[Line],
    caption: &'static str,
    other: &'static str,
    none: &'static str,
) -> impl IntoView + use<> {
    if lines.is_empty() {
        return view! { <p class="official-letter-text">{none}</p> }.into_any();
    }
    let rows = lines
        .iter()
        .cloned()
        .map(|line| {
            view! {
                <Row>
                    <RowHeader>{line.name}</RowHeader>
                    <Cell label=w::PUPIL_NUMBER>{line.number}</Cell>
                    <Cell label=w::GRADE>{line.class_label}</Cell>
                    <Cell label=other>{line.other_school}</Cell>
                    <Cell label=w::DAY>{day(line.on)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = columns([w::NAME, w::PUPIL_NUMBER, w::GRADE, other, w::DAY]);
    view! { <DataTable caption columns=headings dense=true>{rows}</DataTable> }.into_any()
}
