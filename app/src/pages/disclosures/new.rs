//! Asking: who gets what of whom, why, on which ground, for how long.

use crate::api::disclosure::schools_to_disclose;
use crate::api::form_state::{FormState, form_state};
use crate::pages::parts::{FormMessages, Load, name_of};
use crate::text::t::disclosure as w;
use crate::ui::{
    Actions, BackLink, Button, CheckboxField, DraftState, FieldWidth, Fieldset, FileField, FileForm,
    PageTitle, Section, SelectField, TextAreaField, TextField, choices, keyed,
};
use contract::school::SchoolChoice;
use domain::codes::{CodeList, options};
use domain::disclosure::{DataClass, Ground, RecipientKind};
use leptos::prelude::*;

/// What a scan may be.
pub(super) const SCANS: &str = "image/jpeg,image/png,application/pdf";

/// 申请对外提供学籍信息
#[component]
pub fn DisclosureNewPage() -> impl IntoView {
    let data = Resource::new_blocking(
        || (),
        |()| async move { Ok((schools_to_disclose().await?, form_state("disclosure_new".into()).await?)) },
    );
    view! {
        <BackLink href="/disclosures"/>
        <Load data view=move |(schools, state): (SchoolChoice, FormState)| {
            // The summary leads to the fields by their names in the form.
            let named = crate::pages::parts::renamed(&state);
            let (who, why, what, whose) = (who(&state), why(&state), what(&state), whose(&schools, &state));
            view! {
                <PageTitle title=w::NEW_TITLE has_errors=state.has_errors()/>
                <p class="lead">{w::NEW_LEAD}</p>
                <FormMessages state=named/>
                <FileForm action="/api/ask_disclosure">
                    {who}
                    {why}
                    {whose}
                    {what}
                    <DraftState form="disclosure_new"/>
                    <Actions sticky=true><Button>{w::ASK}</Button></Actions>
                </FileForm>
            }
        }/>
    }
}

fn text(state: &FormState, key: &'static str, label: &'static str, width: FieldWidth) -> AnyView {
    let (value, error) = (state.value(key), state.error(key));
    view! { <TextField name=name_of(key) label value error width required=true autocomplete="off" maxlength=200/> }
        .into_any()
}

fn who(state: &FormState) -> AnyView {
    let kinds = choices(RecipientKind::ALL.iter().map(|kind| (kind.key(), kind.label())));
    let (kind, wrong) = (state.value("recipient_kind"), state.error("recipient_kind"));
    let name = text(state, "recipient", w::RECIPIENT_NAME, FieldWidth::Full);
    let contact = text(state, "contact", w::CONTACT, FieldWidth::W20);
    let phone = text(state, "phone", w::PHONE, FieldWidth::W20);
    let letter = text(state, "letter", w::LETTER, FieldWidth::W20);
    let no_scan = state.error("file");
    view! {
        <Section id="who" title=w::WHO>
            <div class="form-grid">
                {name}
                <SelectField name=name_of("recipient_kind") label=w::RECIPIENT_KIND options=kinds value=kind error=wrong required=true/>
                {contact}
                {phone}
                {letter}
            </div>
            <FileField name=name_of("file") label=w::LETTER_SCAN hint=w::SCAN_HINT error=no_scan accept=SCANS/>
        </Section>
    }
    .into_any()
}

fn why(state: &FormState) -> AnyView {
    let grounds = choices(Ground::ALL.iter().map(|ground| (ground.key(), ground.label())));
    let (purpose, no_purpose) = (state.value("purpose"), state.error("purpose"));
    let (ground, no_ground) = (state.value("ground"), state.error("ground"));
    let (proof, no_proof) = (state.value("proof_of_ground"), state.error("proof_of_ground"));
    let (days, wrong_days) = (state.value_or("keep_days", "30"), state.error("keep_days"));
    view! {
        <Section id="why" title=w::WHY>
            <TextAreaField name=name_of("purpose") label=w::PURPOSE value=purpose error=no_purpose rows=2 maxlength=500 required=true/>
            <SelectField name=name_of("ground") label=w::GROUND options=grounds value=ground error=no_ground required=true/>
            <TextField name=name_of("proof_of_ground") label=w::PROOF hint=w::PROOF_HINT value=proof error=no_proof required=true autocomplete="off" maxlength=200/>
            <TextField
                name=name_of("keep_days")
                label=w::KEEP_DAYS
                hint=w::KEEP_HINT
                value=days
                error=wrong_days
                width=FieldWidth::W10
                inputmode="numeric"
                autocomplete="off"
                required=true
            />
        </Section>
    }
    .into_any()
}

fn what(state: &FormState) -> AnyView {
    let boxes = keyed(
        DataClass::ALL.iter(),
        |class| class.key(),
        |class| {
            let name = format!("classes[{}]", class.key());
            let checked = !state.value(&name).is_empty();
            view! { <CheckboxField name label=class.label() checked/> }
        },
    );
    let (necessity, wrong) = (state.value("necessity"), state.error("necessity"));
    let none = state.error("classes");
    view! {
        <Section id="what" title=w::WHAT>
            <Fieldset legend=w::CLASSES name=name_of("classes") hint=Some(w::CLASSES_HINT.to_owned()) error=none required=true>
                {boxes}
            </Fieldset>
            <TextAreaField name=name_of("necessity") label=w::NECESSITY hint=w::NECESSITY_HINT value=necessity error=wrong rows=2 maxlength=500/>
        </Section>
    }
    .into_any()
}

/// The school: chosen from all there are, or typed where a list would hold a part of them.
fn which_school(choice: &SchoolChoice, state: &FormState) -> AnyView {
    let error = state.error("school");
    if choice.more {
        let value = state.value("school");
        return view! {
            <TextField name=name_of("school") label=w::SCHOOL hint=w::SCHOOL_HINT value error required=true autocomplete="off" maxlength=60/>
        }
        .into_any();
    }
    let value = match &choice.schools[..] {
        [(only, _)] => only.to_string(),
        _ => state.value("school"),
    };
    let options = choices(choice.schools.iter().map(|(code, name)| (code.to_string(), name.clone())));
    view! { <SelectField name=name_of("school") label=w::SCHOOL options value error required=true/> }
        .into_any()
}

fn whose(choice: &SchoolChoice, state: &FormState) -> AnyView {
    let ranges = choices([
        ("school", w::RANGE_SCHOOL),
        ("grade", w::RANGE_GRADE),
        ("class", w::RANGE_CLASS),
        ("list", w::RANGE_LIST),
        ("unverified", w::RANGE_UNVERIFIED),
    ]);
    let grades = choices(options(CodeList::Grade).iter().map(|(code, label)| (*code, *label)));
    let school = which_school(choice, state);
    let range = state.value_or("range", "class");
    let (grade, class_name) = (state.value("grade"), state.value("class_name"));
    let (people, wrong_people, no_class) =
        (state.value("people"), state.error("people"), state.error("class_name"));
    view! {
        <Section id="whose" title=w::WHOSE>
            <div class="form-grid">
                {school}
                <SelectField name=name_of("range") label=w::RANGE options=ranges value=range placeholder="" required=true/>
                <SelectField name=name_of("grade") label=w::GRADE options=grades value=grade placeholder=""/>
                <TextField name=name_of("class_name") label=w::CLASS_NAME hint=w::CLASS_HINT value=class_name error=no_class width=FieldWidth::W10 autocomplete="off"/>
            </div>
            <TextAreaField name=name_of("people") label=w::PEOPLE hint=w::PEOPLE_HINT value=people error=wrong_people rows=4 autocomplete="off"/>
        </Section>
    }
    .into_any()
}
