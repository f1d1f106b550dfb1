//! The fields of each kind of change, one control for one name.

use crate::api::change::{NOT_AMONG_THEM, fields_of};
use crate::api::form_state::FormState;
use crate::pages::parts::name_of;
use crate::text::t::change as w;
use crate::ui::{
    Choice, DateField, FieldWidth, Fieldset, RadioField, SelectField, TextAreaField, TextField, TickBox,
    choices, keyed,
};
use domain::case::CaseKind;
use domain::case::change::Paper;
use domain::case::completion::Outcome;
use domain::case::placement::Setting;
use domain::case::suspension::SuspensionGround;
use domain::case::systems::GradeReason;
use domain::case::transfer::TransferGround;
use domain::case::withdrawal::Manner;
use domain::codes::{CodeList, Destination, PROVINCES, options};
use leptos::prelude::*;

/// The fields a kind of change has, with what was typed.
#[component]
pub fn Fields(
    /// The kind of change, which says which fields there are.
    kind: CaseKind,
    /// What was typed, and what is wrong with it.
    state: FormState,
    /// Grades that may be chosen: absolute number and name.
    grades: Vec<(String, String)>,
    /// Grounds of a suspension that may be chosen.
    grounds: Vec<SuspensionGround>,
    /// Schools to choose the host of a placement from.
    hosts: Vec<(String, String)>,
    /// A new case: the pupil of a transfer is looked for.
    anew: bool,
) -> impl IntoView {
    keyed(
        fields_of(kind, anew).iter(),
        |field| **field,
        |field| control(kind, field, &state, (grades.as_slice(), grounds.as_slice(), hosts.as_slice())),
    )
}

/// Grades, grounds and hosts among which one chooses.
type Offered<'a> = (&'a [(String, String)], &'a [SuspensionGround], &'a [(String, String)]);

fn control(
    kind: CaseKind,
    field: &'static str,
    state: &FormState,
    (grades, grounds, hosts): Offered<'_>,
) -> AnyView {
    match field {
        "on" => date(field, w::day(kind), "", state),
        "until" => date(field, w::UNTIL, w::UNTIL_HINT, state),
        "number" => text(field, w::NUMBER, "", FieldWidth::W20, state),
        "name" => text(field, w::NAME, w::NAME_HINT, FieldWidth::W20, state),
        "class_name" => text(field, w::CLASS, w::CLASS_HINT, FieldWidth::W10, state),
        "certificate" => text(field, w::CERTIFICATE, w::CERTIFICATE_HINT, FieldWidth::W20, state),
        "host" => text(field, w::HOST, w::HOST_HINT, FieldWidth::Full, state),
        // Asked only where what was typed is not one school's name.
        "host_choice" if hosts.is_empty() => ().into_any(),
        "host_choice" => {
            let (name, value) = (name_of(field), state.value(field));
            let none = (NOT_AMONG_THEM.to_owned(), w::HOST_NONE.to_owned());
            let options = choices(hosts.iter().cloned().chain([none]));
            view! { <RadioField name label=w::HOST_CHOICE hint=w::HOST_CHOICE_HINT options value/> }
                .into_any()
        }
        "days" => text(field, w::DAYS, w::DAYS_HINT, FieldWidth::W10, state),
        "transfer_ground" => {
            select(field, w::GROUND, choices(TransferGround::ALL.map(|one| (one.key(), one.label()))), state)
        }
        "suspension_ground" => {
            select(field, w::GROUND, choices(grounds.iter().map(|one| (one.key(), one.label()))), state)
        }
        "country" => {
            let abroad = options(CodeList::Country).iter().filter(|(code, _)| *code != "CHN");
            select(field, w::COUNTRY, choices(abroad.copied()), state)
        }
        "province" => select(field, w::PROVINCE, choices(PROVINCES), state),
        "to_code" => text(field, w::TO_CODE, w::TO_CODE_HINT, FieldWidth::W20, state),
        "to_name" => text(field, w::TO_SCHOOL, w::TO_NAME_HINT, FieldWidth::Full, state),
        "grade" => {
            let free = matches!(kind, CaseKind::Transfer | CaseKind::Progression);
            let label = if free { w::GRADE_THERE } else { w::GRADE };
            select_one(field, label, choices(grades.iter().cloned()), !free, state)
        }
        "grade_reason" => {
            let reasons = choices(GradeReason::ALL.map(|one| (one.key(), one.label())));
            select_one(field, w::GRADE_REASON, reasons, false, state)
        }
        "destination" => select(field, w::DESTINATION, choices(Destination::OPTIONS.iter().copied()), state),
        "next_grade" => {
            radio(field, w::GRADE, choices([("false", w::OWN_GRADE), ("true", w::NEXT_GRADE)]), state)
        }
        "disability" => {
            let none = domain::codes::Disability::None.code();
            let kinds = options(CodeList::Disability).iter().filter(|(code, _)| *code != none);
            let (name, value, error) = (name_of(field), state.value(field), state.error(field));
            view! {
                <SelectField name label=w::DISABILITY hint=w::DISABILITY_HINT options=choices(kinds.copied()) value error/>
            }
            .into_any()
        }
        "manner" => radio(field, w::MANNER, choices(Manner::ALL.map(|one| (one.key(), one.label()))), state),
        "outcome" => {
            radio(field, w::OUTCOME, choices(Outcome::ALL.map(|one| (one.key(), one.label()))), state)
        }
        "setting" => {
            radio(field, w::SETTING, choices(Setting::ALL.map(|one| (one.key(), one.label()))), state)
        }
        "agreement" => long(field, w::AGREEMENT, w::AGREEMENT_HINT, state),
        "papers" => papers(kind, state).into_any(),
        _ => long("note", w::NOTE, w::NOTE_HINT, state),
    }
}

fn date(field: &str, label: &'static str, hint: &'static str, state: &FormState) -> AnyView {
    let (name, value, error) = (name_of(field), state.value(field), state.error(field));
    view! { <DateField name label hint value error required=true/> }.into_any()
}

fn text(
    field: &str,
    label: &'static str,
    hint: &'static str,
    width: FieldWidth,
    state: &FormState,
) -> AnyView {
    let (name, value, error) = (name_of(field), state.value(field), state.error(field));
    // Only some outcomes have a certificate, some manners days, some settings a host.
    let required = !matches!(field, "certificate" | "host" | "days");
    view! { <TextField name label hint value error autocomplete="off" width required/> }.into_any()
}

fn long(field: &str, label: &'static str, hint: &'static str, state: &FormState) -> AnyView {
    let (name, value, error) = (name_of(field), state.value(field), state.error(field));
    view! { <TextAreaField name label hint value error maxlength=500 rows=3/> }.into_any()
}

fn select(field: &str, label: &'static str, options: Vec<Choice>, state: &FormState) -> AnyView {
    select_one(field, label, options, field != "destination", state)
}

fn select_one(
    field: &str,
    label: &'static str,
    options: Vec<Choice>,
    required: bool,
    state: &FormState,
) -> AnyView {
    let (name, value, error) = (name_of(field), state.value(field), state.error(field));
    view! { <SelectField name label options value error required/> }.into_any()
}

fn radio(field: &str, label: &'static str, options: Vec<Choice>, state: &FormState) -> AnyView {
    let (name, value, error) = (name_of(field), state.value(field), state.error(field));
    view! { <RadioField name label options value error required=true/> }.into_any()
}

/// The documents that matter for a kind.
fn papers_of(kind: CaseKind) -> &'static [Paper] {
    use Paper as P;
    match kind {
        CaseKind::Transfer => {
            &[P::Application, P::HouseholdRegister, P::Residence, P::Employment, P::Assessment, P::Other]
        }
        CaseKind::TransferOut => &[P::Application, P::Admission, P::Other],
        CaseKind::Suspension => {
            &[P::Application, P::HospitalRecord, P::LevelTwoRecord, P::Passport, P::ForeignSchool, P::Other]
        }
        CaseKind::Extension => &[P::Application, P::HospitalRecord, P::Other],
        CaseKind::Resumption => &[P::Application, P::FitForSchool, P::Other],
        CaseKind::Repeat => &[P::Application, P::Other],
        CaseKind::Skip => &[P::Application, P::Assessment, P::Other],
        CaseKind::Abroad => &[P::Passport, P::ForeignSchool, P::Other],
        CaseKind::ReturnFromAbroad => &[P::Application, P::Passport, P::ForeignSchool, P::Other],
        CaseKind::DropOut => &[P::FollowUpRecord, P::Other],
        CaseKind::Withdrawal => &[P::Application, P::FollowUpRecord, P::Sanction, P::Other],
        CaseKind::Completion => &[P::FinalRecords, P::Other],
        CaseKind::Placement => &[P::Agreement, P::Assessment, P::Other],
        CaseKind::Death => &[P::DeathCertificate, P::HouseholdCancelled, P::Other],
        CaseKind::Progression | CaseKind::BackToSchool | CaseKind::Registration | CaseKind::Correction => &[],
    }
}

fn papers(kind: CaseKind, state: &FormState) -> impl IntoView + use<> {
    let ticked = state.value("papers");
    let boxes = keyed(
        papers_of(kind).iter().enumerate(),
        |(_, paper)| paper.key(),
        |(n, paper)| {
            // The first has the field's own id, so that the link of an error lands on it.
            let id = if n == 0 { "papers".to_owned() } else { format!("papers-{n}") };
            let checked = ticked.split(',').any(|key| key == paper.key());
            view! {
                <div class="choice">
                    <TickBox id=id.clone() name="papers[]" value=paper.key() checked/>
                    <label class="choice-label" for=id>{paper.label()}</label>
                </div>
            }
        },
    );
    let error = state.error("papers");
    view! {
        <Fieldset name="papers" legend=w::PAPERS error required=true>
            <div class="choices">{boxes}</div>
        </Fieldset>
    }
}
