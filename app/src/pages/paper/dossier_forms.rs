//! What is done with a dossier: place, pieces, copies, loans.

use super::place_fields;
use crate::api::form_state::FormState;
use crate::api::paper::act::{
    AddPiece, AskLoan, DecideLoan, KeepCopies, PlaceDossier, ReturnLoan, WithdrawPiece,
};
use crate::text::t::{archive, paper as w};
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, CheckboxField, DateField, Details, FieldWidth, SelectField,
    TextAreaField, TextField, choices, keyed,
};
use contract::paper::{DossierPiece, DossierView};
use domain::archive::Category;
use domain::paper::{LoanState, Piece, PieceForm, Whereabouts};
use leptos::prelude::*;

/// What the page's forms send.
#[derive(Clone, Copy)]
pub(super) struct Acts {
    place: ServerAction<PlaceDossier>,
    add: ServerAction<AddPiece>,
    withdraw: ServerAction<WithdrawPiece>,
    copies: ServerAction<KeepCopies>,
    ask: ServerAction<AskLoan>,
    decide: ServerAction<DecideLoan>,
    take_back: ServerAction<ReturnLoan>,
}

impl Acts {
    pub(super) fn new() -> Self {
        Self {
            place: ServerAction::new(),
            add: ServerAction::new(),
            withdraw: ServerAction::new(),
            copies: ServerAction::new(),
            ask: ServerAction::new(),
            decide: ServerAction::new(),
            take_back: ServerAction::new(),
        }
    }

    /// Changes whenever one of them has answered.
    pub(super) fn version(&self) -> usize {
        [
            self.place.version().get(),
            self.add.version().get(),
            self.withdraw.version().get(),
            self.copies.version().get(),
            self.ask.version().get(),
            self.decide.version().get(),
            self.take_back.version().get(),
        ]
        .iter()
        .sum()
    }
}

/// Whether one of these fields is wrong: its form is open then.
fn wrong(state: &FormState, fields: &[&str]) -> bool {
    fields.iter().any(|field| state.error(field).is_some())
}

/// Place, pieces and copies, for the registrar.
pub(super) fn keeping(detail: &DossierView, state: &FormState, acts: Acts) -> impl IntoView + use<> {
    let here = detail.whereabouts == Whereabouts::Here;
    let gone = matches!(detail.whereabouts, Whereabouts::Gone(_) | Whereabouts::HandedOn(_));
    let current: Vec<DossierPiece> = detail.current().cloned().collect();
    let id = detail.person.to_string();
    let add = here.then(|| add(&id, state, acts.add));
    let withdraw = (here && !current.is_empty()).then(|| withdraw(&id, &current, state, acts.withdraw));
    let copies = (!gone && !current.is_empty()).then(|| copies(&id, current, acts.copies));
    let fields = place_fields(state, detail.place.as_ref(), w::BOX);
    view! {
        {add}
        <Details summary=w::SET_PLACE open=wrong(state, &["room", "case"])>
            <ActionForm action=acts.place attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="person" value=id/>
                {fields}
                <Actions><Button kind=ButtonKind::Secondary>{w::SET_PLACE_DO}</Button></Actions>
            </ActionForm>
        </Details>
        {copies}
        {withdraw}
    }
}

fn add(id: &str, state: &FormState, action: ServerAction<AddPiece>) -> impl IntoView + use<> {
    let (id, state) = (id.to_owned(), state.clone());
    let categories = choices(Category::ALL.map(|category| (category.key(), archive::category(category))));
    let forms = choices(PieceForm::ALL.map(|form| (form.key(), form.label())));
    let open = wrong(&state, &["title", "category", "pages", "form", "dated"]);
    view! {
        <Details summary=w::ADD open=open>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="person" value=id/>
                <TextField name="title" label=w::PIECE hint=w::PIECE_HINT value=state.value("title") error=state.error("title") maxlength=60 autocomplete="off" required=true/>
                <SelectField name="category" label=w::CATEGORY options=categories value=state.value("category") error=state.error("category") required=true/>
                <TextField name="pages" label=w::PAGES value=state.value("pages") error=state.error("pages") width=FieldWidth::W4 inputmode="numeric" autocomplete="off" required=true/>
                <SelectField name="form" label=w::FORM options=forms value=state.value_or("form", PieceForm::Original.key()) error=state.error("form") required=true/>
                <DateField name="dated" label=w::DATED value=state.value("dated") error=state.error("dated")/>
                <TextField name="source" label=w::SOURCE hint=w::SOURCE_HINT value=state.value("source") error=state.error("source") maxlength=60 autocomplete="off"/>
                <Actions><Button>{w::ADD_DO}</Button></Actions>
            </ActionForm>
        </Details>
    }
}

/// Pieces to choose one from.
pub(super) fn piece_choices<'a>(pieces: impl IntoIterator<Item = &'a Piece>) -> Vec<crate::ui::Choice> {
    choices(pieces.into_iter().map(|piece| (piece.no.to_string(), w::piece(piece.no, &piece.title))))
}

fn withdraw(
    id: &str,
    current: &[DossierPiece],
    state: &FormState,
    action: ServerAction<WithdrawPiece>,
) -> impl IntoView + use<> {
    let (id, options) = (id.to_owned(), piece_choices(current.iter().map(|one| &one.piece)));
    let (no, no_error) = (state.value("withdraw_no"), state.error("withdraw_no"));
    let (reason, reason_error) = (state.value("withdraw_reason"), state.error("withdraw_reason"));
    view! {
        <Details summary=w::WITHDRAW open=wrong(state, &["withdraw_no", "withdraw_reason"])>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="person" value=id/>
                <SelectField name="withdraw_no" label=w::WITHDRAW_WHICH options value=no error=no_error required=true/>
                <TextAreaField name="withdraw_reason" label=w::REASON value=reason error=reason_error maxlength=300 rows=2 required=true/>
                <Actions><Button kind=ButtonKind::Warning>{w::WITHDRAW_DO}</Button></Actions>
            </ActionForm>
        </Details>
    }
}

fn copies(id: &str, current: Vec<DossierPiece>, action: ServerAction<KeepCopies>) -> impl IntoView + use<> {
    let id = id.to_owned();
    let boxes = keyed(
        current,
        |one| one.piece.no,
        |DossierPiece { piece, copied }| {
            let (name, label) = (format!("copies[n{}]", piece.no), w::piece(piece.no, &piece.title));
            view! { <CheckboxField name label checked=copied/> }
        },
    );
    view! {
        <Details summary=w::COPIES>
            <p>{w::COPIES_LEAD}</p>
            <ActionForm action attr:class="stack">
                <input type="hidden" name="person" value=id/>
                {boxes}
                <Actions><Button kind=ButtonKind::Secondary>{w::COPIES_DO}</Button></Actions>
            </ActionForm>
        </Details>
    }
}

/// Asking for a loan, the leader's decision, the return.
pub(super) fn lending(detail: &DossierView, state: &FormState, acts: Acts) -> AnyView {
    let open = detail.loans.first().filter(|loan| loan.state.is_open()).map(|loan| loan.state);
    let id = detail.person.to_string();
    match open {
        Some(LoanState::Asked) if detail.may_approve => decide(id, state, acts.decide),
        Some(LoanState::Asked) => view! { <p class="hint">{w::WAITS_FOR_LEADER}</p> }.into_any(),
        Some(_) if detail.may_keep => view! {
            <ActionForm action=acts.take_back>
                <input type="hidden" name="person" value=id/>
                <Actions><Button>{w::RETURN}</Button></Actions>
            </ActionForm>
        }
        .into_any(),
        None if detail.may_keep && detail.whereabouts == Whereabouts::Here => ask(id, state, acts.ask),
        _ => ().into_any(),
    }
}

fn ask(id: String, state: &FormState, action: ServerAction<AskLoan>) -> AnyView {
    let state = state.clone();
    view! {
        <Details summary=w::LEND open=wrong(&state, &["borrower", "loan_reason", "due_back"])>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="person" value=id/>
                <TextField name="borrower" label=w::BORROWER hint=w::BORROWER_HINT value=state.value("borrower") error=state.error("borrower") maxlength=60 autocomplete="off" required=true/>
                <TextAreaField name="loan_reason" label=w::LOAN_REASON value=state.value("loan_reason") error=state.error("loan_reason") maxlength=300 rows=2 required=true/>
                <DateField name="due_back" label=w::DUE_BACK hint=w::DUE_BACK_HINT value=state.value("due_back") error=state.error("due_back") required=true/>
                <Actions><Button>{w::LEND_DO}</Button></Actions>
            </ActionForm>
        </Details>
    }
    .into_any()
}

fn decide(id: String, state: &FormState, action: ServerAction<DecideLoan>) -> AnyView {
    let again = id.clone();
    let (reason, error) = (state.value("refuse_reason"), state.error("refuse_reason"));
    view! {
        <ActionForm action>
            <input type="hidden" name="person" value=id/>
            <input type="hidden" name="decision" value="approve"/>
            <Actions><Button>{w::APPROVE}</Button></Actions>
        </ActionForm>
        <Details summary=w::REFUSE open=error.is_some()>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="person" value=again/>
                <input type="hidden" name="decision" value="refuse"/>
                <TextAreaField name="refuse_reason" label=w::REFUSE_REASON value=reason error maxlength=300 rows=2 required=true/>
                <Actions><Button kind=ButtonKind::Secondary>{w::REFUSE}</Button></Actions>
            </ActionForm>
        </Details>
    }
    .into_any()
}
