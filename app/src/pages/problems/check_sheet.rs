//! 核查单: what was issued to two provinces, what both sides said as far as the reader may see it, and the form of the side whose turn it is.

use super::sheet::{Acts, States};
use crate::api::day;
use crate::text::t::problem as w;
use crate::ui::{
    ActionForm, Actions, Badge, Button, Details, FileField, FileForm, RadioField, Section, SelectField,
    SummaryList, SummaryRow, TextAreaField, Tone, choices, keyed,
};
use contract::problem::{ProblemView, SheetAnswerView, SheetSideView, SheetView};
use domain::matter::ProofKind;
use domain::problem::Stand;
use leptos::prelude::*;

/// The sheet and the answer's form; nothing where there is none.
pub(super) fn check_sheet(detail: &ProblemView, states: &States) -> Option<AnyView> {
    let sheet = detail.sheet.as_ref()?;
    let sides = keyed(
        sheet.sides.iter().enumerate(),
        |(_, side)| side.person,
        |(n, side)| side_view(n, side, detail.line.id.to_string()),
    );
    let forms = keyed(
        sheet.sides.iter().filter(|side| side.may_answer),
        |side| side.person,
        |side| answer(detail, side, states),
    );
    let head = head(sheet);
    Some(
        view! {
            <Section id="check-sheet" title=w::SHEET>
                <p class="hint">{w::SHEET_LEAD}</p>
                {head}
                {sides}
            </Section>
            {forms}
        }
        .into_any(),
    )
}

fn head(sheet: &SheetView) -> impl IntoView + use<> {
    let issued = w::by_on(&sheet.issued_by, &day(sheet.issued_on));
    let window = w::window(&day(sheet.from), &day(sheet.until));
    let outcome = sheet.outcome.clone().map(|outcome| {
        view! { <SummaryRow term=w::SHEET_OUTCOME>{outcome}</SummaryRow> }
    });
    let number = sheet.number.clone();
    view! {
        <SummaryList>
            <SummaryRow term=w::SHEET_NUMBER>{number}</SummaryRow>
            <SummaryRow term=w::SHEET_ISSUED>{issued}</SummaryRow>
            <SummaryRow term=w::SHEET_WINDOW>{window}</SummaryRow>
            {outcome}
        </SummaryList>
    }
}

fn side_view(n: usize, side: &SheetSideView, problem: String) -> impl IntoView + use<> {
    let title = w::column(n, &side.school);
    let late = side.late.then(|| view! { " "<Badge tone=Tone::Danger>{w::SHEET_LATE}</Badge> });
    let said = match (&side.answer, side.answered_on) {
        (Some(answer), _) => said(answer, &problem).into_any(),
        (None, Some(on)) => view! { <p>{w::sheet_answered(&day(on))}</p> }.into_any(),
        (None, None) => view! { <p>{w::NO_ANSWER}</p> }.into_any(),
    };
    view! { <h3>{title}{late}</h3>{said} }
}

fn said(answer: &SheetAnswerView, problem: &str) -> impl IntoView + use<> {
    let attends = if answer.attends { w::ATTENDS_YES } else { w::ATTENDS_NO };
    let (stand, by) = (answer.stand.label(), w::by_on(&answer.by, &day(answer.on)));
    let words =
        answer.words.clone().map(|words| view! { <SummaryRow term=w::STATEMENT>{words}</SummaryRow> });
    let files = answer
        .proofs
        .iter()
        .map(|proof| {
            let href = format!("/files/problems/{problem}/proofs/{}", proof.id);
            view! { <a href=href rel="external">{proof.kind.label()}</a>" " }
        })
        .collect_view();
    let count = w::scan_count(answer.scans);
    view! {
        <SummaryList>
            <SummaryRow term=w::ATTENDS>{attends}</SummaryRow>
            <SummaryRow term=w::STAND>{stand}</SummaryRow>
            {words}
            <SummaryRow term=w::SCANS>{count}" "{files}</SummaryRow>
            <SummaryRow term=w::ANSWER_OF>{by}</SummaryRow>
        </SummaryList>
    }
}

fn answer(detail: &ProblemView, side: &SheetSideView, states: &States) -> impl IntoView + use<> {
    let (problem, person, state) =
        (detail.line.shown().to_string(), side.person.to_string(), states.check.clone());
    let before = side.answer.as_ref();
    let attends = before.map_or("", |answer| if answer.attends { "yes" } else { "no" });
    let attends = state.value_or("attends", attends);
    let stand = state.value_or("stand", before.map_or("", |answer| answer.stand.key()));
    let words = before.and_then(|answer| answer.words.as_deref()).unwrap_or_default();
    let words = state.value_or("statement", words);
    let yes_no = choices([("yes", w::ATTENDS_YES), ("no", w::ATTENDS_NO)]);
    let stands = choices(Stand::ALL.map(|stand| (stand.key(), stand.label())));
    let kinds = choices(ProofKind::OF_CHECK_SHEETS.map(|kind| (kind.key(), kind.label())));
    let form = view! {
        <FileForm action="/api/answer_check_sheet">
            <input type="hidden" name="problem" value=problem/>
            <input type="hidden" name="person" value=person/>
            <RadioField name="attends" label=w::ATTENDS options=yes_no value=attends error=state.error("attends") required=true/>
            <RadioField name="stand" label=w::STAND options=stands value=stand hint=w::STAND_HINT error=state.error("stand") required=true/>
            <TextAreaField
                name="statement"
                label=w::STATEMENT
                hint=w::SHEET_WORDS_HINT
                value=words
                error=state.error("statement")
                maxlength=500
                rows=3
                required=true
            />
            <SelectField name="kind" label=w::SCAN_KIND options=kinds value=state.value("kind") error=state.error("kind")/>
            <FileField name="file" label=w::SCAN hint=w::SCAN_HINT error=state.error("file") accept="image/jpeg,image/png,application/pdf"/>
            <Actions><Button>{w::SHEET_ANSWER_DO}</Button></Actions>
        </FileForm>
    };
    match before.is_some() {
        true => {
            view! { <Details summary=w::SHEET_ANSWER_AGAIN open=states.check.has_errors()>{form}</Details> }
                .into_any()
        }
        false => view! { <Section id="answer-sheet" title=w::SHEET_ANSWER>{form}</Section> }.into_any(),
    }
}

/// The button of the nation's registrar.
pub(super) fn issue(detail: &ProblemView, acts: Acts) -> Option<AnyView> {
    if !detail.may_issue_sheet {
        return None;
    }
    let id = detail.line.shown().to_string();
    Some(
        view! {
            <Section id="issue-sheet" title=w::SHEET_ISSUE>
                <p>{w::SHEET_ISSUE_HINT}</p>
                <ActionForm action=acts.issue>
                    <input type="hidden" name="problem" value=id/>
                    <Actions><Button>{w::SHEET_ISSUE_DO}</Button></Actions>
                </ActionForm>
            </Section>
        }
        .into_any(),
    )
}
