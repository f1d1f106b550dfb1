//! 缺课与劝返 on the pupil's page (第二十二条).

use crate::api::absence::{EndAbsence, FollowUp, NoteAbsence};
use crate::api::day;
use crate::api::form_state::FormState;
use crate::pages::parts::Confirm;
use crate::text::t::absence as w;
use crate::ui::{
    ActionForm, Actions, Badge, Button, ButtonKind, Cell, DataTable, DateField, Details, Row, RowHeader,
    Section, SummaryList, SummaryRow, TextAreaField, TextField, Tone, columns,
};
use contract::pupil::{AbsenceView, FollowUpOwed, PupilView};
use domain::codes::PupilStatus;
use domain::follow_up::FollowUpState;
use domain::standing::Standing;
use leptos::prelude::*;

/// The section; nothing for who may put down no absence.
pub(super) fn absence(
    detail: &PupilView,
    state: &FormState,
    actions: (ServerAction<NoteAbsence>, ServerAction<FollowUp>, ServerAction<EndAbsence>),
) -> Option<impl IntoView + use<>> {
    let (note, follow, end) = actions;
    if detail.absence.is_none() && !detail.may_note_absence && detail.followed.is_none() {
        return None;
    }
    let person = detail.id.to_string();
    // A confirmed drop-out ends with the pupil's return, which is a case.
    let confirmed = detail.standing == Standing::Pupil(PupilStatus::Lost);
    let body = match detail.absence.clone() {
        None => detail.may_note_absence.then(|| note_form(person, state, note)).into_any(),
        Some(absence) => {
            let ends = detail.may_note_absence && !confirmed;
            let forms = detail.may_follow_up.then(|| {
                view! {
                    {follow_form(person.clone(), state, follow)}
                    {ends.then(|| end_form(person.clone(), state, end))}
                }
            });
            view! { {told(&absence, confirmed)} {forms} }.into_any()
        }
    };
    let followed =
        detail.followed.as_ref().map(|(unit, since)| view! { <p>{w::followed(unit, &day(*since))}</p> });
    Some(view! { <Section id="absence" title=w::TITLE>{followed}{body}</Section> })
}

fn told(absence: &AbsenceView, confirmed: bool) -> impl IntoView + use<> {
    let (words, tone) = match (confirmed, absence.suspected) {
        (true, _) => (w::CONFIRMED, Tone::Danger),
        (_, true) => (w::SUSPECTED, Tone::Warn),
        _ => (w::ABSENT, Tone::Info),
    };
    let days = w::days(absence.days);
    let (since, confirm) = (day(absence.since), day(absence.confirm_from));
    let list = (!absence.follow_ups.is_empty()).then(|| {
        let rows = absence
            .follow_ups
            .iter()
            .cloned()
            .map(|one| {
                view! {
                    <Row>
                        <RowHeader>{day(one.on)}</RowHeader>
                        <Cell label=w::MANNER>{one.manner}</Cell>
                        <Cell label=w::RESULT>{one.result}</Cell>
                        <Cell label=w::BY>{one.by}</Cell>
                    </Row>
                }
            })
            .collect_view();
        let headings = columns([w::ON, w::MANNER, w::RESULT, w::BY]);
        view! { <DataTable caption=w::FOLLOW_UPS columns=headings>{rows}</DataTable> }
    });
    let owed = absence.owed.as_ref().map(owed);
    view! {
        <SummaryList>
            <SummaryRow term=w::SINCE>{since}" "<Badge tone>{words}</Badge></SummaryRow>
            <SummaryRow term=w::LASTING>{days}</SummaryRow>
            <SummaryRow term=w::CONFIRM_FROM>{confirm}</SummaryRow>
        </SummaryList>
        {owed}
        {list}
    }
}

/// What each term owes to a child who has dropped out, and until when.
fn owed(owed: &FollowUpOwed) -> impl IntoView + use<> {
    let is_open = matches!(owed.state, FollowUpState::Owed | FollowUpState::Closing);
    let due = is_open.then(|| day(owed.due_on));
    let words = w::owed(owed.state.label(), &owed.follower, due.as_deref());
    let missed = owed.missed.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
    let missed =
        (!missed.is_empty()).then(|| view! { <SummaryRow term=w::OWED_MISSED>{missed}</SummaryRow> });
    let until = day(owed.until);
    let close = (owed.state == FollowUpState::Closing).then(|| view! { <p>{w::OWED_CLOSE}</p> });
    view! {
        <SummaryList>
            <SummaryRow term=w::OWED>{words}</SummaryRow>
            <SummaryRow term=w::OWED_UNTIL>{until}</SummaryRow>
            {missed}
        </SummaryList>
        {close}
    }
}

fn note_form(person: String, state: &FormState, action: ServerAction<NoteAbsence>) -> impl IntoView + use<> {
    let (value, error) = (state.value("since"), state.error("since"));
    let (open, state) = (error.is_some(), state.clone());
    view! {
        <Details summary=w::NOTE open>
            <p class="hint">{w::NOTE_HINT}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="person" value=person/>
                <DateField name="since" label=w::SINCE value error required=true/>
                <Confirm state/>
                <Actions><Button kind=ButtonKind::Secondary>{w::NOTE}</Button></Actions>
            </ActionForm>
        </Details>
    }
}

fn follow_form(person: String, state: &FormState, action: ServerAction<FollowUp>) -> impl IntoView + use<> {
    let open = ["on", "manner", "result"].iter().any(|field| state.error(field).is_some());
    let state = state.clone();
    view! {
        <Details summary=w::FOLLOW open>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="person" value=person/>
                <DateField name="on" label=w::ON value=state.value("on") error=state.error("on") required=true/>
                <TextField
                    name="manner"
                    label=w::MANNER
                    hint=w::MANNER_HINT
                    value=state.value("manner")
                    error=state.error("manner")
                    maxlength=30
                    required=true
                />
                <TextAreaField
                    name="result"
                    label=w::RESULT
                    hint=w::RESULT_HINT
                    value=state.value("result")
                    error=state.error("result")
                    maxlength=500
                    rows=3
                    required=true
                />
                <Actions><Button kind=ButtonKind::Secondary>{w::FOLLOW}</Button></Actions>
            </ActionForm>
        </Details>
    }
}

fn end_form(person: String, state: &FormState, action: ServerAction<EndAbsence>) -> impl IntoView + use<> {
    let (value, error) = (state.value("reason"), state.error("reason"));
    let open = error.is_some();
    view! {
        <Details summary=w::END open>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="person" value=person/>
                <TextField name="reason" label=w::REASON hint=w::REASON_HINT value error maxlength=200 required=true/>
                <Actions><Button kind=ButtonKind::Secondary>{w::END}</Button></Actions>
            </ActionForm>
        </Details>
    }
}
