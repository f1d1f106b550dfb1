//! The fields of each kind of change, and how its content is shown.

use crate::api::form_state::FormState;
use crate::pages::parts::name_of;
use crate::text::t::change as w;
use crate::ui::{
    DateField, FieldWidth, Fieldset, RadioField, SelectField, SummaryRow, TextAreaField, TextField, choices,
};
use chrono::NaiveDate;
use domain::case::change::{Facts, Paper};
use domain::case::suspension::SuspensionGround;
use domain::case::transfer::TransferGround;
use domain::case::{CaseKind, Payload};
use leptos::prelude::*;

#[component]
pub fn Fields(
    kind: CaseKind,
    state: FormState,
    /// A new case: the pupil of a transfer is looked for.
    anew: bool,
) -> impl IntoView {
    let whom = (kind == CaseKind::Transfer && anew).then(|| pupil(&state));
    let ground = match kind {
        CaseKind::Transfer => Some(choices(TransferGround::ALL.map(|ground| (ground.key(), ground.label())))),
        CaseKind::Suspension => {
            Some(choices(SuspensionGround::ALL.map(|ground| (ground.key(), ground.label()))))
        }
        _ => None,
    };
    let ground = ground.map(|options| {
        view! {
            <SelectField
                name=name_of("ground")
                label=w::GROUND
                options
                value=state.value("ground")
                error=state.error("ground")
                required=true
            />
        }
    });
    let until = (kind == CaseKind::Suspension).then(|| {
        view! {
            <DateField
                name=name_of("until")
                label=w::UNTIL
                hint=w::UNTIL_HINT
                value=state.value("until")
                error=state.error("until")
                required=true
            />
        }
    });
    let grade = (kind == CaseKind::Resumption).then(|| {
        view! {
            <RadioField
                name=name_of("next_grade")
                label=w::GRADE
                options=choices([("false", w::OWN_GRADE), ("true", w::NEXT_GRADE)])
                value=state.value("next_grade")
                error=state.error("next_grade")
                required=true
            />
        }
    });
    let class = matches!(kind, CaseKind::Transfer | CaseKind::Resumption).then(|| {
        view! {
            <TextField
                name=name_of("class_name")
                label=w::CLASS
                hint=w::CLASS_HINT
                value=state.value("class_name")
                error=state.error("class_name")
                autocomplete="off"
                width=FieldWidth::W10
                required=true
            />
        }
    });
    view! {
        {whom}
        <DateField name=name_of("on") label=w::day(kind) value=state.value("on") error=state.error("on") required=true/>
        {until}
        {ground}
        {grade}
        {class}
        {papers(kind, &state)}
        <TextAreaField
            name=name_of("note")
            label=w::NOTE
            hint=w::NOTE_HINT
            value=state.value("note")
            error=state.error("note")
            maxlength=500
            rows=3
        />
    }
}

fn pupil(state: &FormState) -> impl IntoView + use<> {
    view! {
        <TextField
            name=name_of("number")
            label=w::NUMBER
            value=state.value("number")
            error=state.error("number")
            autocomplete="off"
            width=FieldWidth::W20
            required=true
        />
        <TextField
            name=name_of("name")
            label=w::NAME
            hint=w::NAME_HINT
            value=state.value("name")
            error=state.error("name")
            autocomplete="off"
            width=FieldWidth::W20
            required=true
        />
    }
}

/// The documents that matter for a kind.
fn papers_of(kind: CaseKind) -> &'static [Paper] {
    match kind {
        CaseKind::Transfer => {
            &[Paper::Application, Paper::HouseholdRegister, Paper::Residence, Paper::Employment, Paper::Other]
        }
        CaseKind::Suspension => &[Paper::Application, Paper::HospitalRecord, Paper::Other],
        CaseKind::Resumption => &[Paper::Application, Paper::FitForSchool, Paper::Other],
        CaseKind::Death => &[Paper::DeathCertificate, Paper::HouseholdCancelled, Paper::Other],
        CaseKind::Registration | CaseKind::Correction => &[],
    }
}

fn papers(kind: CaseKind, state: &FormState) -> impl IntoView + use<> {
    let ticked = state.value("papers");
    let boxes = papers_of(kind)
        .iter()
        .enumerate()
        .map(|(n, paper)| {
            // The first has the field's own id, so that the link of an error lands on it.
            let id = if n == 0 { "papers".to_owned() } else { format!("papers-{n}") };
            let checked = ticked.split(',').any(|key| key == paper.key());
            view! {
                <div class="choice">
                    <input
                        id=id.clone()
                        class="choice-input"
                        type="checkbox"
                        name="papers[]"
                        value=paper.key()
                        checked=checked
                    />
                    <label class="choice-label" for=id>{paper.label()}</label>
                </div>
            }
        })
        .collect_view();
    let error = state.error("papers");
    view! {
        <Fieldset name="papers" legend=w::PAPERS error required=true>
            <div class="choices">{boxes}</div>
        </Fieldset>
    }
}

/// The content of a change, line by line.
pub fn lines(payload: &Payload) -> impl IntoView + use<> {
    let mut lines: Vec<(&'static str, String)> = Vec::new();
    let day = |date: NaiveDate| domain::form::chinese_date(&date.to_string());
    let facts: &Facts = match payload {
        Payload::Transfer(transfer) => {
            lines.push((w::FROM_SCHOOL, transfer.from_name.clone()));
            lines.push((w::TO_SCHOOL, transfer.to_name.clone()));
            lines.push((w::CLASS, transfer.class_name.clone()));
            lines.push((w::GROUND, transfer.ground.label().to_owned()));
            &transfer.facts
        }
        Payload::Suspension(suspension) => {
            lines.push((w::GROUND, suspension.ground.label().to_owned()));
            lines.push((w::UNTIL, day(suspension.until)));
            &suspension.facts
        }
        Payload::Resumption(resumption) => {
            let grade = if resumption.next_grade { w::NEXT_GRADE } else { w::OWN_GRADE };
            lines.push((w::GRADE, grade.to_owned()));
            lines.push((w::CLASS, resumption.class_name.clone()));
            &resumption.facts
        }
        Payload::Death(death) => &death.facts,
        Payload::Registration(_) | Payload::Correction(_) => return ().into_any(),
    };
    lines.insert(0, (w::day(payload.kind()), day(facts.on)));
    let papers: Vec<&str> = facts.papers.iter().map(|paper| paper.label()).collect();
    lines.push((w::PAPERS, papers.join("、")));
    lines.push((w::NOTE, facts.note.clone()));
    lines
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(term, value)| view! { <SummaryRow term>{value}</SummaryRow> })
        .collect_view()
        .into_any()
}
