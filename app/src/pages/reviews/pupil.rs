//! One pupil's place on the sheet: what the school says, its answers to what was found, the guardian's paper.

use super::parts;
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::review::act::{ConfirmPupil, SettleAnomalies, sheet_address};
use crate::api::review::sheet::review_pupil;
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, name_of, param};
use crate::text::t::review as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Details, Fieldset, FileField, FileForm, LinkButton,
    PageTitle, RadioField, Section, SelectField, SummaryList, SummaryRow, TextAreaField, TextField, TickBox,
    choices, keyed,
};
use contract::review::{AnomalyLine, PupilLine, ReviewedPupil};
use domain::form::{Block, Field};
use domain::review::{Finding, Outcome};
use leptos::prelude::*;

const FILES: &str = "image/jpeg,image/png,application/pdf";

/// 逐人核对
#[component]
pub fn ReviewPupilPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (id, person) = (param("id"), param("person"));
    let confirm = ServerAction::<ConfirmPupil>::new();
    let settle = ServerAction::<SettleAnomalies>::new();
    let data = Resource::new_blocking(
        move || (id.get(), person.get(), confirm.version().get(), settle.version().get(), live.version()),
        |(id, person, ..)| async move {
            let form = format!("review_pupil/{id}/{person}");
            Ok((review_pupil(id, person).await?, form_state(form).await?))
        },
    );
    view! {
        <Load data view=move |(detail, state): (ReviewedPupil, FormState)| {
            let shown = renamed(&state);
            let pupil = detail.line.clone();
            let grade = pupil.grade.to_string();
            let back = sheet_address(&detail.review.to_string(), detail.school.as_str(), &grade, &pupil.class_name);
            let record = format!("/pupils/{}", pupil.person);
            let said = said(&pupil);
            let anomalies = anomalies(&detail, &state, settle);
            let forms = detail.may_answer.then(|| {
                view! { {finding(&detail, &state, confirm)}{paper(&detail, &state)} }
            });
            view! {
                <BackLink href=back/>
                <PageTitle title=pupil.name.clone() caption=Some(pupil.class_label) has_errors=state.has_errors()>
                    <LinkButton href=record kind=ButtonKind::Secondary>{w::RECORD}</LinkButton>
                </PageTitle>
                <FormMessages state=shown/>
                {said}
                {anomalies}
                {forms}
            }
        }/>
    }
}

/// The state with the names of the answers as they stand in the form, so that the summary's links find them.
fn renamed(state: &FormState) -> FormState {
    let rename = |field: &String| {
        if field.starts_with("note_") || field.starts_with("outcome_") {
            name_of(field)
        } else {
            field.clone()
        }
    };
    FormState {
        errors: state.errors.iter().map(|(field, words)| (rename(field), words.clone())).collect(),
        ..state.clone()
    }
}

/// What has been said so far.
fn said(pupil: &PupilLine) -> impl IntoView + use<> {
    let number = pupil.number.clone();
    let finding = match &pupil.confirmed {
        Some(one) => {
            let items: Vec<&str> = one.items.iter().map(|field| field.label()).collect();
            let mut words = one.finding.label().to_owned();
            let at = one.at.as_ref().map(|school| w::found_at(&school.name)).unwrap_or_default();
            for more in [items.join("、"), at, one.note.clone()].into_iter().filter(|more| !more.is_empty())
            {
                words = format!("{words}：{more}");
            }
            format!("{words}（{}）", w::by_on(&one.by, &day(one.on)))
        }
        None => w::NOT_YET.to_owned(),
    };
    let guardian = match pupil.guardian {
        Some((right, on_paper)) => {
            let how = if on_paper { w::ON_PAPER } else { w::ONLINE };
            format!("{}（{how}）", if right { w::WORD_RIGHT } else { w::OBJECTED })
        }
        None => w::NO_WORD.to_owned(),
    };
    view! {
        <SummaryList>
            <SummaryRow term=w::NUMBER>{number}</SummaryRow>
            <SummaryRow term=w::FINDING>{finding}</SummaryRow>
            <SummaryRow term=w::GUARDIAN>{guardian}</SummaryRow>
        </SummaryList>
    }
}

fn anomalies(
    detail: &ReviewedPupil,
    state: &FormState,
    action: ServerAction<SettleAnomalies>,
) -> Option<AnyView> {
    let pupil = &detail.line;
    if pupil.anomalies.is_empty() {
        return None;
    }
    let rows = keyed(
        pupil.anomalies.iter(),
        |one| one.kind.key(),
        |one| anomaly(one, &pupil.person.to_string(), state, detail.may_answer),
    );
    let (review, person) = (detail.review.to_string(), pupil.person.to_string());
    let body = if detail.may_answer {
        view! {
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="review" value=review/>
                <input type="hidden" name="person" value=person/>
                {rows}
                <Actions><Button>{w::SAVE_ANSWERS}</Button></Actions>
            </ActionForm>
        }
        .into_any()
    } else {
        rows.into_any()
    };
    Some(view! { <Section id="anomalies" title=w::ANSWER>{body}</Section> }.into_any())
}

fn anomaly(one: &AnomalyLine, person: &str, state: &FormState, may_answer: bool) -> impl IntoView + use<> {
    let AnomalyLine { kind, detail, settled } = one.clone();
    let kind_key = kind.key();
    let (held, note) = settled.map_or_else(Default::default, |(outcome, note)| (outcome.key(), note));
    let answer = Outcome::from_key(held).map_or(w::NOT_ANSWERED, Outcome::label);
    let href = parts::remedy_of(kind, person);
    let controls = may_answer.then(|| {
        let (outcome_key, note_key) = (format!("outcome_{kind_key}"), format!("note_{kind_key}"));
        let options = choices(Outcome::ALL.map(|outcome| (outcome.key(), outcome.label())));
        let (value, note) = (state.value_or(&outcome_key, held), state.value_or(&note_key, &note));
        let (error, note_error) = (state.error(&outcome_key), state.error(&note_key));
        let mend = w::of(w::MEND, kind.label());
        view! {
            <p><a href=href>{mend}</a></p>
            <SelectField name=name_of(&outcome_key) label=w::OUTCOME options value error/>
            <TextField name=name_of(&note_key) label=w::ANSWER_NOTE hint=w::ANSWER_HINT value=note error=note_error maxlength=500 autocomplete="off"/>
        }
    });
    view! {
        <Fieldset legend=kind.label() name=format!("anomaly-{kind_key}")>
            <p>{detail}</p>
            <p class="muted">{answer}</p>
            {controls}
        </Fieldset>
    }
}

fn finding(
    detail: &ReviewedPupil,
    state: &FormState,
    action: ServerAction<ConfirmPupil>,
) -> impl IntoView + use<> {
    let pupil = &detail.line;
    let confirmed = pupil.confirmed.clone();
    let held = confirmed.as_ref().map_or("", |one| one.finding.key());
    let note = confirmed.as_ref().map(|one| one.note.clone()).unwrap_or_default();
    let at = confirmed.as_ref().and_then(|one| one.at.as_ref());
    let at = at.map(|school| school.unit.to_string()).unwrap_or_default();
    let (at, at_error) = (state.value_or("school", &at), state.error("school"));
    let ticked: Vec<Field> = match state.values.get("items") {
        Some(typed) => Field::ALL
            .iter()
            .copied()
            .filter(|field| typed.split(',').any(|key| key == field.key()))
            .collect(),
        None => confirmed.map(|one| one.items).unwrap_or_default(),
    };
    let options = choices(Finding::ALL.map(|finding| (finding.key(), finding.label())));
    let (value, error) = (state.value_or("finding", held), state.error("finding"));
    let (note, note_error) = (state.value_or("note", &note), state.error("note"));
    let (review, person) = (detail.review.to_string(), pupil.person.to_string());
    let items = items(&ticked, state);
    view! {
        <Section id="finding-section" title=w::TO_DO>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="review" value=review/>
                <input type="hidden" name="person" value=person/>
                <RadioField name="finding" label=w::FINDING options value error required=true/>
                {items}
                <TextField name="school" label=w::FOUND_AT hint=w::FOUND_AT_HINT value=at error=at_error maxlength=100 autocomplete="off"/>
                <TextAreaField name="note" label=w::NOTE hint=w::NOTE_HINT value=note error=note_error maxlength=500 rows=2/>
                <Actions><Button>{w::SAVE_FINDING}</Button></Actions>
            </ActionForm>
        </Section>
    }
}

/// The items of the form, block by block; those with a tick are open.
fn items(ticked: &[Field], state: &FormState) -> impl IntoView + use<> {
    let error = state.error("items");
    let wrong = error.is_some();
    let blocks = keyed(
        Block::ALL,
        |block| format!("{block:?}"),
        |block| {
            let fields: Vec<Field> =
                Field::ALL.iter().copied().filter(|field| field.block() == block).collect();
            let open =
                fields.iter().any(|field| ticked.contains(field)) || (wrong && block == Block::Identity);
            let boxes = keyed(fields, |field| field.key(), |field| tick(field, ticked.contains(&field)));
            view! { <Details summary=block.label() open><div class="choices">{boxes}</div></Details> }
        },
    );
    view! {
        <Fieldset name="items" legend=w::WRONG_ITEMS hint=Some(w::WRONG_ITEMS_HINT.to_owned()) error>
            {blocks}
        </Fieldset>
    }
}

fn tick(field: Field, checked: bool) -> impl IntoView {
    // The first has the group's own id, so that an error's link lands on it.
    let id = if field == Field::Name { "items".to_owned() } else { format!("items-{}", field.key()) };
    view! {
        <div class="choice">
            <TickBox id=id.clone() name="items[]" value=field.key() checked/>
            <label class="choice-label" for=id>{field.label()}</label>
        </div>
    }
}

fn paper(detail: &ReviewedPupil, state: &FormState) -> impl IntoView + use<> {
    let options = choices([("right", w::PAPER_RIGHT), ("wrong", w::PAPER_WRONG)]);
    let (value, error) = (state.value("paper_word"), state.error("paper_word"));
    let file_error = state.error("file");
    let open = error.is_some() || file_error.is_some();
    let (review, person) = (detail.review.to_string(), detail.line.person.to_string());
    view! {
        <Details summary=w::PAPER open>
            <p class="hint">{w::PRINTED_FORM}</p>
            <FileForm action="/api/guardian_paper">
                <input type="hidden" name="review" value=review/>
                <input type="hidden" name="person" value=person/>
                <RadioField name="paper_word" label=w::PAPER_WORD options value error required=true/>
                <FileField name="file" label=w::SCAN hint=w::SCAN_HINT error=file_error accept=FILES/>
                <Actions><Button kind=ButtonKind::Secondary>{w::SAVE_PAPER}</Button></Actions>
            </FileForm>
        </Details>
    }
}
