//! What is done at the desk of a hand-over: list, take back, seal, check, settle.

use super::dossier_forms::piece_choices;
use crate::api::form_state::FormState;
use crate::api::hand_over::{ListHandOver, ReceiveHandOver, SealHandOver, SettleHandOver, TakeBackHandOver};
use crate::text::t::paper as w;
use crate::ui::forms::kept::list_option;
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, Cell, Column, DataTable, DateField, Details, FieldWidth,
    RadioField, Row, RowHeader, Section, SelectField, TextAreaField, TextField, choices, columns, field_id,
    keyed,
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

/// Making the list.
pub(super) fn list(letter: String, acts: Acts) -> impl IntoView {
    view! {
        <ActionForm action=acts.list>
            <input type="hidden" name="letter" value=letter/>
            <Actions><Button>{w::MAKE_LIST_DO}</Button></Actions>
        </ActionForm>
    }
}

/// The forms of whoever's turn it is; nothing for others.
pub(super) fn forms(
    detail: &HandOverDesk,
    list: &HandOverView,
    state: &FormState,
    acts: Acts,
) -> impl IntoView + use<> {
    let letter = || format!("{}@{}", detail.letter, list.version);
    let take_back = list.may_take_back.then(|| take_back(letter(), acts.take_back));
    let seal = list.may_seal.then(|| seal(letter(), &detail.today.to_string(), state, acts.seal));
    let receive = list.may_receive.then(|| receive(letter(), list, state, acts.receive));
    let settle = list.may_settle.then(|| settle(letter(), list, state, acts.settle));
    view! { {seal}{receive}{settle}{take_back} }
}

fn take_back(letter: String, action: ServerAction<TakeBackHandOver>) -> impl IntoView {
    view! {
        <Details summary=w::TAKE_BACK>
            <p>{w::TAKE_BACK_LEAD}</p>
            <ActionForm action>
                <input type="hidden" name="letter" value=letter/>
                <Actions><Button kind=ButtonKind::Warning>{w::TAKE_BACK}</Button></Actions>
            </ActionForm>
        </Details>
    }
}

fn seal(
    letter: String,
    today: &str,
    state: &FormState,
    action: ServerAction<SealHandOver>,
) -> impl IntoView + use<> {
    let (state, on) = (state.clone(), state.value_or("on", today));
    view! {
        <Section id="seal" title=w::SEAL>
            <p>{w::SEAL_LEAD}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="letter" value=letter/>
                <TextField name="number" label=w::SEAL_NUMBER value=state.value("number") error=state.error("number") width=FieldWidth::W20 maxlength=40 autocomplete="off" required=true/>
                <TextField name="signatory" label=w::SIGNATORY value=state.value("signatory") error=state.error("signatory") width=FieldWidth::W20 maxlength=60 autocomplete="off" required=true/>
                <DateField name="on" label=w::SEALED_ON value=on error=state.error("on") required=true/>
                <Actions><Button>{w::SEAL_DO}</Button></Actions>
            </ActionForm>
        </Section>
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
    view! {
        <Section id="receive" title=w::RECEIVE>
            <p>{lead}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="letter" value=letter/>
                <DataTable caption=w::RECEIVE caption_hidden=true columns=headings dense=true>{rows}</DataTable>
                {who}
                <Actions><Button>{w::RECEIVE_DO}</Button></Actions>
            </ActionForm>
        </Section>
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
    let (state, no) = (state.clone(), state.value_or("no", &only));
    view! {
        <Section id="settle" title=w::SETTLE>
            <p>{w::SETTLE_LEAD}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="letter" value=letter/>
                <SelectField name="no" label=w::WHICH options value=no error=state.error("no") required=true/>
                <RadioField name="outcome" label=w::OUTCOME options=outcomes value=state.value("outcome") error=state.error("outcome") required=true/>
                <TextAreaField name="note" label=w::NOTE hint=w::NOTE_HINT value=state.value("note") error=state.error("note") maxlength=300 rows=2 required=true/>
                <Actions><Button>{w::SETTLE_DO}</Button></Actions>
            </ActionForm>
        </Section>
    }
}
