//! 升学接收 (第十四条): the own school's graduates, ticked, and those of others, a line each.

use crate::api::batch::{SendProgressions, graduates};
use crate::api::form_state::FormState;
use crate::pages::guide::GuideLink;
use crate::pages::parts::{FormMessages, Load};
use crate::text::t::{batch as w, change};
use crate::ui::{
    ActionForm, Actions, BackLink, Button, DateField, FieldWidth, PageTitle, Section, SelectField,
    TextAreaField, TextField, TickBox, choices, keyed,
};
use contract::pupil::LeaverLine;
use domain::case::CaseKind;
use domain::case::systems::GradeReason;
use domain::guide::Task;
use leptos::prelude::*;

/// 升学接收
#[component]
pub fn ProgressionsPage() -> impl IntoView {
    let action = ServerAction::<SendProgressions>::new();
    let data = Resource::new_blocking(move || action.version().get(), |_| graduates());
    view! {
        <Load data view=move |(rows, state): (Vec<LeaverLine>, FormState)| {
            let own = (!rows.is_empty()).then(|| own(rows, &state));
            let (lines, wrong) = (state.value("lines"), state.error("lines"));
            view! {
                <BackLink href="/changes"/>
                <PageTitle title=w::PROGRESSION has_errors=state.has_errors()>
                    <GuideLink task=Task::Case(CaseKind::Progression)/>
                </PageTitle>
                <p class="lead">{w::PROGRESSION_LEAD}</p>
                <FormMessages state=state.clone()/>
                <ActionForm action attr:class="stack" attr:novalidate=true>
                    <DateField name="on" label=w::ON_PROGRESSION value=state.value("on") error=state.error("on") required=true/>
                    {own}
                    <Section id="others" title=w::OTHER_GRADUATES>
                        <TextAreaField
                            name="lines"
                            label=w::LINES
                            hint=w::LINES_HINT
                            value=lines
                            error=wrong
                            maxlength=20000
                            rows=8
                        />
                    </Section>
                    <SelectField
                        name="grade_reason"
                        label=change::GRADE_REASON
                        options=choices(GradeReason::ALL.map(|one| (one.key(), one.label())))
                        value=state.value("grade_reason")
                        error=state.error("grade_reason")
                    />
                    <TextAreaField
                        name="note"
                        label=w::NOTE
                        hint=w::NOTE_HINT
                        value=state.value("note")
                        error=state.error("note")
                        maxlength=500
                        rows=2
                    />
                    <Actions><Button>{w::SUBMIT}</Button></Actions>
                </ActionForm>
            }
        }/>
    }
}

fn own(rows: Vec<LeaverLine>, state: &FormState) -> impl IntoView + use<> {
    let boxes = keyed(
        rows,
        |row| row.id,
        |row| {
            let id = format!("own-{}", row.id);
            let words = format!("{}（{}，{}）", row.name, row.class_label, row.number);
            view! {
                <div class="choice">
                    <TickBox id=id.clone() name="own[]" value=row.id.to_string()/>
                    <label class="choice-label" for=id>{words}</label>
                </div>
            }
        },
    );
    let (value, error) = (state.value("class_name"), state.error("class_name"));
    view! {
        <Section id="own" title=w::OWN_GRADUATES>
            <div class="choices">{boxes}</div>
            <TextField
                name="class_name"
                label=w::CLASS_OWN
                hint=w::CLASS_OWN_HINT
                value
                error
                width=FieldWidth::W10
                autocomplete="off"
            />
        </Section>
    }
}
