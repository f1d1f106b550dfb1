//! One dossier: where it stands, what is in it, who has borrowed it (第八条, 第九条).

use super::dossier_forms::{self as forms, Acts};
use super::{loan_tone, loan_words, whereabouts};
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::paper::read::dossier;
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::{archive, paper as w};
use crate::ui::{
    BackLink, Badge, Cell, Column, DataTable, Empty, PageTitle, Row, RowHeader, Section, SummaryList,
    SummaryRow, Tone, columns,
};
use contract::Signed;
use contract::paper::{DossierPiece, DossierView, LoanEntry};
use domain::paper::{Piece, ShelfPlace, Whereabouts};
use leptos::prelude::*;

/// 纸质案卷
#[component]
pub fn DossierPage() -> impl IntoView {
    let person = param("id");
    let live = use_live(move || Topic::pupil(&person.get()));
    let acts = Acts::new();
    let data = Resource::new_blocking(
        move || (person.get(), acts.version(), live.version()),
        |(person, ..)| async move {
            let state = form_state(format!("dossier/{person}")).await?;
            Ok((dossier(person).await?, state))
        },
    );
    view! {
        <Load data view=move |(detail, state): (DossierView, FormState)| {
            let loans = loans(&detail, &state, acts);
            let content = content(&detail);
            let forms = detail.may_keep.then(|| forms::keeping(&detail, &state, acts));
            view! {
                <BackLink href="/paper"/>
                <PageTitle title=detail.name.clone() caption=Some(w::DOSSIER.to_owned()) has_errors=state.has_errors()>
                    {whereabouts(detail.whereabouts)}
                </PageTitle>
                <p class="lead">{w::DOSSIER_LEAD}</p>
                <FormMessages state/>
                {facts(&detail)}
                {content}
                {forms}
                {loans}
            }
        }/>
    }
}

fn facts(detail: &DossierView) -> impl IntoView + use<> {
    let list = match detail.whereabouts {
        Whereabouts::Here | Whereabouts::HandedOn(_) => None,
        Whereabouts::Listed(letter) => Some((w::WHERE_LISTED, letter)),
        Whereabouts::Gone(letter) => Some((w::WHERE_GONE, letter)),
    };
    let list = list.map(|(words, letter)| {
        let href = format!("/letters/{letter}/pieces");
        view! { <SummaryRow term=w::WHERE>{words}" "<a href=href>{w::TO_LIST}</a></SummaryRow> }
    });
    let here = (!detail.class_label.is_empty()).then(|| {
        let (class, number) = (detail.class_label.clone(), detail.number.clone());
        let number = if number.is_empty() { w::NO_NUMBER_YET.to_owned() } else { number };
        let href = format!("/pupils/{}/archive", detail.person);
        view! {
            <SummaryRow term=w::CLASS>{class}</SummaryRow>
            <SummaryRow term=w::NUMBER>{number}</SummaryRow>
            <SummaryRow term=archive::TITLE><a href=href>{archive::LINK}</a></SummaryRow>
        }
    });
    let place = detail.place.as_ref().map_or_else(|| w::NOT_PLACED.to_owned(), ShelfPlace::label);
    let current = detail.current();
    let amount = w::amount(current.clone().count(), current.map(|one| one.piece.pages).sum());
    view! {
        <Section id="facts" title=w::FACTS>
            <SummaryList>
                <SummaryRow term=w::PLACE>{place}</SummaryRow>
                <SummaryRow term=w::PIECES>{amount}</SummaryRow>
                {list}
                {here}
            </SummaryList>
        </Section>
    }
}

fn content(detail: &DossierView) -> impl IntoView + use<> {
    let table = if detail.pieces.is_empty() {
        view! { <Empty title=w::NO_PIECES><p>{w::NO_PIECES_NEXT}</p></Empty> }.into_any()
    } else {
        pieces(w::CONTENT, detail.pieces.clone())
    };
    view! { <Section id="content" title=w::CONTENT>{table}</Section> }
}

/// Pieces by number; withdrawn ones stay with their reason.
pub(super) fn pieces(caption: &'static str, pieces: Vec<DossierPiece>) -> AnyView {
    let rows = pieces
        .into_iter()
        .map(|DossierPiece { piece, copied }| {
            let Piece { no, title, category, pages, form, dated, source, withdrawn } = piece;
            let mark = match (withdrawn, copied) {
                (Some(reason), _) => Some(
                    view! { " "<Badge tone=Tone::Warn>{w::WITHDRAWN}</Badge>" "<span class="muted">{reason}</span> }
                        .into_any(),
                ),
                (None, true) => Some(view! { " "<Badge tone=Tone::Info>{w::COPY}</Badge> }.into_any()),
                (None, false) => None,
            };
            let dated = dated.map(day).unwrap_or_default();
            let unknown = |text: String| if text.is_empty() { w::UNKNOWN.to_owned() } else { text };
            view! {
                <Row>
                    <RowHeader>{no}</RowHeader>
                    <Cell label=w::PIECE>{title}{mark}</Cell>
                    <Cell label=w::CATEGORY>{category.label()}</Cell>
                    <Cell label=w::PAGES numeric=true>{pages}</Cell>
                    <Cell label=w::FORM>{form.label()}</Cell>
                    <Cell label=w::DATED>{unknown(dated)}</Cell>
                    <Cell label=w::SOURCE>{unknown(source)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let mut headings = columns([w::NO, w::PIECE, w::CATEGORY]);
    headings.push(Column::new(w::PAGES).numeric());
    headings.extend(columns([w::FORM, w::DATED, w::SOURCE]));
    view! { <DataTable caption caption_hidden=true columns=headings dense=true>{rows}</DataTable> }.into_any()
}

fn loans(detail: &DossierView, state: &FormState, acts: Acts) -> impl IntoView + use<> {
    let table = if detail.loans.is_empty() {
        view! { <p>{w::NO_LOANS}</p> }.into_any()
    } else {
        let rows = detail.loans.iter().cloned().map(loan).collect_view();
        let headings = columns([
            w::BORROWER,
            w::LOAN_REASON,
            w::DUE_BACK,
            w::LOAN_STATE,
            w::ASKED_BY,
            w::DECIDED_BY,
            w::RETURNED,
        ]);
        view! { <DataTable caption=w::LOAN_TITLE caption_hidden=true columns=headings dense=true>{rows}</DataTable> }
            .into_any()
    };
    let forms = forms::lending(detail, state, acts);
    view! { <Section id="loans" title=w::LOAN_TITLE>{table}{forms}</Section> }
}

fn loan(entry: LoanEntry) -> impl IntoView {
    let by = |signed: Option<Signed>| signed.map(|one| w::by_on(&one.by, &day(one.on))).unwrap_or_default();
    let (tone, words) = (loan_tone(entry.state, entry.overdue), loan_words(entry.state, entry.overdue));
    let refused = entry.refused.map(|why| format!("：{why}")).unwrap_or_default();
    view! {
        <Row highlight=entry.overdue>
            <RowHeader>{entry.borrower}</RowHeader>
            <Cell label=w::LOAN_REASON>{entry.reason}</Cell>
            <Cell label=w::DUE_BACK>{day(entry.due_back)}</Cell>
            <Cell label=w::LOAN_STATE><Badge tone>{words}</Badge>{refused}</Cell>
            <Cell label=w::ASKED_BY>{by(Some(entry.asked))}</Cell>
            <Cell label=w::DECIDED_BY>{by(entry.decided)}</Cell>
            <Cell label=w::RETURNED>{by(entry.returned)}</Cell>
        </Row>
    }
}
