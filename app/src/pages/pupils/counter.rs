//! 受理更正申请 (第十条, 第十三条): how a correction came to the school, before its items are chosen. The pages that follow are the guardian's.

use crate::api::form_state::{FormState, form_state};
use crate::api::guardian::correct::{items_page, preparation};
use crate::api::guardian::counter::{FOUND, PAPER, TakeCorrectionIn};
use crate::pages::guide::GuideLink;
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::{common, counter as w, guardian as g};
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Choice, DateField, LinkButton, Notice, NoticeKind,
    PageTitle, RadioField, Section, TextAreaField, TextField, choices, cited,
};
use contract::portal::Preparation;
use domain::case::CaseKind;
use domain::case::intake::Intake;
use domain::guide::Task;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// 受理更正申请
#[component]
pub fn CounterPage() -> impl IntoView {
    let person = param("id");
    let action = ServerAction::<TakeCorrectionIn>::new();
    let data = Resource::new_blocking(
        move || (person.get(), action.version().get()),
        |(person, _)| async move {
            let found = preparation(person.clone()).await?;
            let state = form_state(format!("counter/{person}")).await?;
            Ok((person, found, state))
        },
    );
    view! {
        <Load data view=move |(person, found, state): (String, Preparation, FormState)| {
            let back = format!("/pupils/{person}");
            let title = view! {
                <BackLink href=back/>
                <PageTitle title=w::TITLE caption=Some(g::correct_of(&found.name)) has_errors=state.has_errors()>
                    <GuideLink task=Task::Case(CaseKind::Correction)/>
                </PageTitle>
            };
            if let Some(case) = found.busy {
                let href = format!("/cases/{}", case.id);
                return view! {
                    {title}
                    <Notice kind=NoticeKind::Warn>
                        <p>{w::BUSY}</p>
                        <p><a href=href>{case.kind.label()}" "{case.number}" "{case.state.label()}</a></p>
                    </Notice>
                }.into_any();
            }
            let returned = found.returned.clone().map(|why| view! {
                <Notice kind=NoticeKind::Warn title=Some(g::RETURNED_TITLE.to_owned())><p>{why}</p></Notice>
            });
            let go_on = found.draft.intake.is_some().then(|| {
                let href = items_page(&found, &person);
                view! { <Actions><LinkButton href kind=ButtonKind::Secondary>{w::GO_ON}</LinkButton></Actions> }
            });
            let fields = fields(&found, &shown(&found, state.clone()));
            view! {
                {title}
                <p class="lead">{cited(w::LEAD)}</p>
                {returned}
                <FormMessages state/>
                {go_on}
                <ActionForm action attr:class="stack" attr:novalidate=true>
                    <input type="hidden" name="person" value=person/>
                    {fields}
                    <Actions><Button>{common::CONTINUE}</Button></Actions>
                </ActionForm>
            }.into_any()
        }/>
    }
}

/// What stands in the form: what was typed, else what was put down before.
fn shown(found: &Preparation, state: FormState) -> FormState {
    if !state.values.is_empty() {
        return state;
    }
    let mut values: BTreeMap<&str, String> = BTreeMap::new();
    match &found.draft.intake {
        Some(Intake::Counter(paper)) => {
            values.insert("manner", PAPER.to_owned());
            values.insert("applicant", paper.applicant.key().to_owned());
            values.insert("applicant_name", paper.name.clone());
            values.insert("kinship", paper.kinship.clone());
            values.insert("dated", paper.dated.to_string());
        }
        Some(Intake::Found { reason }) => {
            values.insert("manner", FOUND.to_owned());
            values.insert("reason", reason.clone());
        }
        Some(Intake::Online) | None => {}
    }
    let values = values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    FormState { values, ..state }
}

fn fields(found: &Preparation, state: &FormState) -> impl IntoView + use<> {
    let manners = vec![
        Choice::new(PAPER, w::PAPER).with_hint(w::PAPER_HINT),
        Choice::new(FOUND, w::FOUND).with_hint(w::FOUND_HINT),
    ];
    let (paper, reason) = (paper(found, state), reason(state));
    view! {
        <RadioField
            name="manner"
            label=w::MANNER
            options=manners
            value=state.value("manner")
            error=state.error("manner")
            required=true
        />
        <Section id="paper" title=w::PAPER>{paper}</Section>
        <Section id="found" title=w::FOUND>{reason}</Section>
    }
}

/// Who applies, and of which day the paper is.
fn paper(found: &Preparation, state: &FormState) -> impl IntoView + use<> {
    let applicants = found.applicants.iter().flatten();
    let options = choices(applicants.map(|(applicant, words)| (applicant.key(), words.clone())));
    view! {
        <RadioField
            name="applicant"
            label=w::APPLICANT
            options
            value=state.value("applicant")
            hint=w::APPLICANT_HINT
            error=state.error("applicant")
        />
        <TextField
            name="applicant_name"
            label=w::APPLICANT_NAME
            hint=w::OTHER_HINT
            value=state.value("applicant_name")
            error=state.error("applicant_name")
            maxlength=40
        />
        <TextField
            name="kinship"
            label=w::KINSHIP
            hint=w::KINSHIP_HINT
            value=state.value("kinship")
            error=state.error("kinship")
            maxlength=20
        />
        <DateField
            name="dated"
            label=w::DATED
            hint=w::DATED_HINT
            value=state.value("dated")
            error=state.error("dated")
        />
    }
}

/// What the school found.
fn reason(state: &FormState) -> impl IntoView + use<> {
    view! {
        <TextAreaField
            name="reason"
            label=w::REASON
            hint=w::REASON_HINT
            value=state.value("reason")
            error=state.error("reason")
            rows=3
            maxlength=300
        />
    }
}
