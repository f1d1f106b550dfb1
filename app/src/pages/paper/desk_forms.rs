//! What is done at the desk of a hand-over: list, take back, seal, check, settle.

use super::dossier_forms::piece_choices;
use crate::api::form_state::FormState;
use crate::api::hand_over::{ListHandOver, ReceiveHandOver, SealHandOver, SettleHandOver, TakeBackHandOver};
use crate::pages::matter::{StepAct, StepForm, StepWords};
use crate::text::t::paper as w;
use crate::ui::forms::kept::list_option;
use crate::ui::{
    Cell, Column, DataTable, DateField, FieldWidth, RadioField, Row, RowHeader, SelectField, TextField,
    choices, columns, field_id, keyed,
};
use contract::paper::{HandOverDesk, HandOverView};
use domain::paper::Check;
use leptos::prelude::*;

/// What the page's forms send.
#[derive(Clone, Copy)]
pub(super) struct Acts {
    list: ServerAction<ListHandOver>,
    take_back: ServerAction<TakeBackHandOver>,
    seal: ServerAction<SealHandOver>,
    receive: ServerAction<ReceiveHandOver>,
    settle: ServerAction<SettleHandOver>,
}

impl Acts {
    pub(super) fn new() -> Self {
        Self {
            list: ServerAction::new(),
            take_back: ServerAction::new(),
            seal: ServerAction::new(),
            receive: ServerAction::new(),
            settle: ServerAction::new(),
        }
    }

    /// Changes whenever one of them has answered.
    pub(super) fn version(&self) -> usize {
        [
            self.list.version().get(),
            self.take_back.version().get(),
            self.seal.version().get(),
            self.receive.version().get(),
            self.settle.version().get(),
        ]
        .iter()
        .sum()
    }
}

/// The letter whose archive it is, as the forms send it.
fn about(letter: String) -> Vec<(&'static str, String)> {
    vec![("letter", letter)]
}

/// Making the list.
pub(super) fn list(letter: String, state: &FormState, acts: Acts) -> impl IntoView + use<> {
    let makes = vec![StepAct::only(w::MAKE_LIST_DO)];
    view! { <StepForm action=acts.list about=about(letter) state=state.clone() acts=makes/> }
}

/// The forms of whoever's turn it is; nothing for others.
pub(super) fn forms(
    detail: &HandOverDesk,
    list: &HandOverView,
    state: &FormState,
    acts: Acts,
) -> impl IntoView + use<> {
    let letter = || format!("{}@{}", detail.letter, list.version);
    let take_back = list.may_take_back.then(|| take_back(letter(), state, acts.take_back));
    let seal = list.may_seal.then(|| seal(letter(), &detail.today.to_string(), state, acts.seal));
    let receive = list.may_receive.then(|| receive(letter(), list, state, acts.receive));
    let settle = list.may_settle.then(|| settle(letter(), list, state, acts.settle));
    view! { {seal}{receive}{settle}{take_back} }
}

fn take_back(
    letter: String,
    state: &FormState,
    action: ServerAction<TakeBackHandOver>,
) -> impl IntoView + use<> {
    let acts = vec![StepAct::only(w::TAKE_BACK).warning()];
    view! {
        <StepForm action about=about(letter) state=state.clone() acts title=w::TAKE_BACK lead=w::TAKE_BACK_LEAD folded=false/>
    }
}

fn seal(
    letter: String,
    today: &str,
    state: &FormState,
    action: ServerAction<SealHandOver>,
) -> impl IntoView + use<> {
    let (on, wrong_day) = (state.value_or("on", today), state.error("on"));
    let (number, wrong_number) = (state.value("number"), state.error("number"));
    let (signatory, nobody) = (state.value("signatory"), state.error("signatory"));
    let acts = vec![StepAct::only(w::SEAL_DO)];
    view! {
        <StepForm action about=about(letter) state=state.clone() acts id="seal" title=w::SEAL lead=w::SEAL_LEAD>
            <TextField name="number" label=w::SEAL_NUMBER value=number error=wrong_number width=FieldWidth::W20 maxlength=40 autocomplete="off" required=true/>
            <TextField name="signatory" label=w::SIGNATORY value=signatory error=nobody width=FieldWidth::W20 maxlength=60 autocomplete="off" required=true/>
            <DateField name="on" label=w::SEALED_ON value=on error=wrong_day required=true/>
        </StepForm>
    }
}

fn receive(
    letter: String,
    list: &HandOverView,
    state: &FormState,
    action: ServerAction<ReceiveHandOver>,
) -> impl IntoView + use<> {
    let rows = keyed(
        list.pieces.iter(),
        |one| one.piece.no,
        |one| {
            let name = format!("found[n{}]", one.piece.no);
            let (chosen, wrong) = (state.value(&name), state.error(&name).is_some());
            let label = w::piece(one.piece.no, &one.piece.title);
            let options = keyed(
                Check::ALL,
                |check| check.key(),
                |check| {
                    let selected = check.key() == chosen;
                    list_option(check.key().to_owned(), check.label().to_owned(), selected)
                },
            );
            let (no, title, pages) = (one.piece.no, one.piece.title.clone(), one.piece.pages);
            let form = one.piece.form.label();
            view! {
                <Row highlight=wrong>
                    <RowHeader>{no}</RowHeader>
                    <Cell label=w::PIECE>{title}</Cell>
                    <Cell label=w::PAGES numeric=true>{pages}</Cell>
                    <Cell label=w::FORM>{form}</Cell>
                    <Cell label=w::CHECK>
                        <select class="input select" id=field_id(&name) name=name.clone() aria-label=label aria-invalid=wrong.then_some("true")>
                            <option value="">{w::CHOOSE}</option>
                            {options}
                        </select>
                    </Cell>
                </Row>
            }
        },
    );
    let who = list.on_paper.then(|| {
        let (value, error) = (state.value("received_by"), state.error("received_by"));
        view! {
            <TextField name="received_by" label=w::RECEIVED_BY value error width=FieldWidth::W20 maxlength=50 autocomplete="off" required=true/>
        }
    });
    let lead = if list.on_paper { w::RECEIVE_PAPER } else { w::RECEIVE_LEAD };
    let mut headings = columns([w::NO, w::PIECE]);
    headings.push(Column::new(w::PAGES).numeric());
    headings.extend(columns([w::FORM, w::CHECK]));
    let acts = vec![StepAct::only(w::RECEIVE_DO)];
    view! {
        <StepForm action about=about(letter) state=state.clone() acts id="receive" title=w::RECEIVE lead>
            <DataTable caption=w::RECEIVE caption_hidden=true columns=headings dense=true>{rows}</DataTable>
            {who}
        </StepForm>
    }
}

fn settle(
    letter: String,
    list: &HandOverView,
    state: &FormState,
    action: ServerAction<SettleHandOver>,
) -> impl IntoView + use<> {
    let open: Vec<_> = list.pieces.iter().filter(|one| one.open).map(|one| &one.piece).collect();
    let only = if open.len() == 1 { open[0].no.to_string() } else { String::new() };
    let options = piece_choices(open);
    let outcomes = choices([("came", w::CAME), ("stays", w::STAYS)]);
    let (no, wrong_no) = (state.value_or("no", &only), state.error("no"));
    let (outcome, wrong) = (state.value("outcome"), state.error("outcome"));
    let words = StepWords::new("note", w::NOTE).hint(w::NOTE_HINT).rows(2).most(300);
    let acts = vec![StepAct::only(w::SETTLE_DO)];
    view! {
        <StepForm action about=about(letter) state=state.clone() words acts id="settle" title=w::SETTLE lead=w::SETTLE_LEAD>
            <SelectField name="no" label=w::WHICH options value=no error=wrong_no required=true/>
            <RadioField name="outcome" label=w::OUTCOME options=outcomes value=outcome error=wrong required=true/>
        </StepForm>
    }
}
