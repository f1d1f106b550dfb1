//! 班级核对表: the pupils of a class with what was found and said; ticked ones are confirmed together.

use crate::api::form_state::{FormState, form_state};
use crate::api::review::act::AnswerClass;
use crate::api::review::sheet::review_sheet;
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param, query};
use crate::text::t::review as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Badge, Button, ButtonKind, Cell, Column, DataTable, Details, PageTitle,
    Row, RowHeader, SelectField, TextField, TickBox, Tone, choices, keyed,
};
use contract::review::{PupilLine, SheetView};
use domain::review::{AnomalyKind, Finding, Outcome};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// 班级核对表
#[component]
pub fn ReviewSheetPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (id, school) = (param("id"), param("school"));
    let (grade, class) = (query("grade"), query("class"));
    let answer = ServerAction::<AnswerClass>::new();
    let data = Resource::new_blocking(
        move || (id.get(), school.get(), grade.get(), class.get(), answer.version().get(), live.version()),
        |(id, school, grade, class, ..)| async move {
            let form = format!("review_class/{id}/{grade}/{class}");
            Ok((review_sheet(id, school, grade, class).await?, form_state(form).await?))
        },
    );
    view! {
        <Load data view=move |(sheet, state): (SheetView, FormState)| {
            let has_errors = state.has_errors();
            let back = format!("/reviews/{}/schools/{}", sheet.review, sheet.school);
            let title = w::sheet_of(&sheet.label);
            let (lead, body) = (sheet.may_answer.then_some(w::SHEET_LEAD), body(sheet, &state, answer));
            view! {
                <BackLink href=back/>
                <PageTitle title has_errors/>
                {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
                <FormMessages state/>
                {body}
            }
        }/>
    }
}

fn body(sheet: SheetView, state: &FormState, action: ServerAction<AnswerClass>) -> impl IntoView + use<> {
    let SheetView { review, school, grade, class_name, pupils, may_answer, .. } = sheet;
    let (review, school) = (review.to_string(), school.to_string());
    let kinds: BTreeSet<AnomalyKind> =
        pupils.iter().flat_map(|pupil| &pupil.anomalies).map(|one| one.kind).collect();
    let together = (may_answer && !kinds.is_empty()).then(|| together(kinds, state));
    let typed = state.values.get("people").filter(|_| state.has_errors());
    let ticked = typed.map(|people| people.split(',').map(str::to_owned).collect());
    let table = table(&review, pupils, Ticks { shown: may_answer, typed: ticked }, false);
    if !may_answer {
        return table.into_any();
    }
    view! {
        <ActionForm action attr:class="stack">
            <input type="hidden" name="review" value=review/>
            <input type="hidden" name="school" value=school/>
            <input type="hidden" name="grade" value=grade.to_string()/>
            <input type="hidden" name="class" value=class_name/>
            {table}
            <p class="hint">{w::PRINTED_FORM}</p>
            <Actions>
                <Button name="act" value="present">{w::PRESENT}</Button>
                <Button kind=ButtonKind::Secondary name="act" value="signed">{w::SIGNED}</Button>
            </Actions>
            {together}
        </ActionForm>
    }
    .into_any()
}

/// The same answer to one kind of anomaly of all who are ticked.
fn together(kinds: BTreeSet<AnomalyKind>, state: &FormState) -> impl IntoView + use<> {
    let kinds = choices(kinds.into_iter().map(|kind| (kind.key(), kind.label())));
    let outcomes = choices(Outcome::ALL.map(|outcome| (outcome.key(), outcome.label())));
    let state = state.clone();
    let open = ["kind", "outcome", "note"].iter().any(|field| state.error(field).is_some());
    view! {
        <Details summary=w::SETTLE_TOGETHER open>
            <div class="stack">
                <SelectField name="kind" label=w::KIND options=kinds value=state.value("kind") error=state.error("kind")/>
                <SelectField name="outcome" label=w::OUTCOME options=outcomes value=state.value("outcome") error=state.error("outcome")/>
                <TextField name="note" label=w::ANSWER_NOTE hint=w::ANSWER_HINT value=state.value("note") error=state.error("note") maxlength=500 autocomplete="off"/>
                <Actions>
                    <Button kind=ButtonKind::Secondary name="act" value="settle">{w::SETTLE_SELECTED}</Button>
                </Actions>
            </div>
        </Details>
    }
}

/// The boxes before the rows.
#[derive(Clone, Default)]
pub(super) struct Ticks {
    /// Whether there are any.
    pub(super) shown: bool,
    /// Who was ticked when something was wrong; none otherwise.
    typed: Option<Vec<String>>,
}

impl Ticks {
    /// At first those of whom nothing was found and nothing said.
    fn has(&self, pupil: &PupilLine) -> bool {
        match &self.typed {
            Some(people) => people.contains(&pupil.person.to_string()),
            None => pupil.anomalies.is_empty() && pupil.confirmed.is_none(),
        }
    }
}

/// The pupils in rows, with a box to tick where the sheet may be filled, with their class where they are of several.
pub(super) fn table(
    review: &str,
    pupils: Vec<PupilLine>,
    ticks: Ticks,
    with_class: bool,
) -> impl IntoView + use<> {
    let mut headings = Vec::new();
    if ticks.shown {
        headings.push(Column::new(w::SELECT).hidden());
    }
    headings.push(Column::new(w::NAME));
    if with_class {
        headings.push(Column::new(w::CLASS));
    }
    headings.extend([w::NUMBER, w::KIND, w::FINDING, w::GUARDIAN].map(Column::new));
    let review = review.to_owned();
    let rows = keyed(
        pupils.into_iter().enumerate(),
        |(_, pupil)| pupil.person,
        |(n, pupil)| row(&review, n, pupil, &ticks, with_class),
    );
    view! { <DataTable caption=w::CLASSES caption_hidden=true columns=headings dense=true>{rows}</DataTable> }
}

fn row(review: &str, n: usize, pupil: PupilLine, ticks: &Ticks, with_class: bool) -> impl IntoView + use<> {
    let open = pupil.anomalies.iter().any(|one| one.settled.is_none());
    let tick = ticks.shown.then(|| {
        // The first has the group's own id, so that an error's link lands on it.
        let id = if n == 0 { "people".to_owned() } else { format!("people-{}", pupil.person) };
        let (label, value) = (w::select(&pupil.name), pupil.person.to_string());
        let checked = ticks.has(&pupil);
        view! {
            <Cell label=w::SELECT>
                <TickBox id name="people[]" value checked label=Some(label)/>
            </Cell>
        }
    });
    let href = format!("/reviews/{review}/pupils/{}", pupil.person);
    let class_label = pupil.class_label.clone();
    let class = with_class.then(|| view! { <Cell label=w::CLASS>{class_label}</Cell> });
    let anomalies = anomaly_badges(&pupil);
    let (finding, guardian) = (finding(&pupil), guardian(&pupil));
    view! {
        <Row highlight=open>
            {tick}
            <RowHeader><a href=href>{pupil.name}</a></RowHeader>
            {class}
            <Cell label=w::NUMBER>{pupil.number}</Cell>
            <Cell label=w::KIND>{anomalies}</Cell>
            <Cell label=w::FINDING>{finding}</Cell>
            <Cell label=w::GUARDIAN>{guardian}</Cell>
        </Row>
    }
}

fn anomaly_badges(pupil: &PupilLine) -> impl IntoView + use<> {
    if pupil.anomalies.is_empty() {
        return view! { <span class="muted">{w::NOTHING_FOUND}</span> }.into_any();
    }
    let all = pupil.anomalies.iter().map(|one| {
        let (tone, words) = match &one.settled {
            Some((outcome, _)) => (Tone::Success, format!("{}：{}", one.kind.label(), outcome.label())),
            None => (Tone::Warn, one.kind.label().to_owned()),
        };
        view! { <Badge tone>{words}</Badge>" " }
    });
    all.collect_view().into_any()
}

fn finding(pupil: &PupilLine) -> impl IntoView + use<> {
    match &pupil.confirmed {
        Some(one) => {
            let tone = if one.finding == Finding::Right { Tone::Success } else { Tone::Warn };
            let label = one.finding.label();
            view! { <Badge tone>{label}</Badge> }.into_any()
        }
        None => view! { <span class="muted">{w::NOT_YET}</span> }.into_any(),
    }
}

fn guardian(pupil: &PupilLine) -> impl IntoView + use<> {
    match pupil.guardian {
        Some((right, on_paper)) => {
            let tone = if right { Tone::Success } else { Tone::Warn };
            let how = if on_paper { w::ON_PAPER } else { w::ONLINE };
            let words = if right { w::WORD_RIGHT } else { w::OBJECTED };
            view! { <Badge tone>{format!("{words}（{how}）")}</Badge> }.into_any()
        }
        None => view! { <span class="muted">{w::NO_WORD}</span> }.into_any(),
    }
}
