//! 学生情况, 办理中的事项: who there is and what is under way, drawn. What there is none of is no bar and no column.

use super::tiles::Shown;
use crate::text::t::{common::number, home as w};
use crate::ui::{
    BarChart, Cell, ChartRow, Column, ColumnChart, Columns, DataTable, Empty, Row, RowHeader, Section,
    StackedBar, Tone, keyed,
};
use contract::dashboard::Figures;
use domain::case::{CaseKind, CaseState};
use domain::codes::{CodeList, PupilStatus, Sex, Stage, label_of};
use domain::figure::Figure;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A figure as it is drawn: a counter that is being set right may be below nothing for a moment.
fn n(figure: i64) -> u64 {
    u64::try_from(figure).unwrap_or_default()
}

/// Rows of a chart: each key in words. Of whom there is nobody there is no row.
fn rows<K>(figures: &BTreeMap<K, i64>, words: impl Fn(&K) -> String) -> Vec<ChartRow> {
    let some = figures.iter().filter(|(_, figure)| **figure > 0);
    some.map(|(key, figure)| ChartRow::new(words(key), n(*figure))).collect()
}

fn standing(key: &str) -> String {
    match key {
        "candidate" => w::CANDIDATE.to_owned(),
        "none" => w::NOT_REGISTERED.to_owned(),
        code => PupilStatus::from_code(code).map_or_else(String::new, |status| status.label().to_owned()),
    }
}

/// Who there is, by stage, grade, standing and sex. What of one school is left out is no empty chart.
pub(super) fn pupils(figures: &Figures, shown: &Shown, school: bool) -> AnyView {
    if shown.is_none(Figure::OnRoll) && figures.by_standing.is_empty() {
        let next = if school { w::NOBODY_SCHOOL } else { w::NOBODY_BELOW };
        return view! {
            <Section id="figures" title=w::FIGURES><Empty title=w::NOBODY><p>{next}</p></Empty></Section>
        }
        .into_any();
    }
    let is_drawn = |parts: usize| parts > 0 || !shown.masked;
    if ![figures.by_grade.len(), figures.by_standing.len(), figures.by_sex.len()].into_iter().any(is_drawn) {
        return ().into_any();
    }
    let stages = (!school && is_drawn(figures.by_stage.len())).then(|| {
        let words = |code: &String| Stage::from_code(code).map_or("", Stage::label).to_owned();
        view! { <StackedBar id="stages" title=w::BY_STAGE unit=w::PEOPLE rows=rows(&figures.by_stage, words)/> }
    });
    let grade = |grade: &u8| {
        let grade = grade.to_string();
        label_of(CodeList::Grade, &grade).map_or(grade.clone(), str::to_owned)
    };
    let grades = rows(&figures.by_grade, grade)
        .into_iter()
        .map(|row| {
            let short = w::short_grade(&row.label);
            row.short(short)
        })
        .collect::<Vec<_>>();
    let standings = rows(&figures.by_standing, |key| standing(key));
    let sexes = rows(&figures.by_sex, |code| Sex::from_code(code).map_or("", Sex::label).to_owned());
    let grades = is_drawn(grades.len()).then(|| {
        view! { <ColumnChart id="grades" title=w::BY_GRADE unit=w::PEOPLE rows=grades/> }
    });
    let standings = is_drawn(standings.len()).then(|| {
        view! { <BarChart id="standing" title=w::BY_STANDING unit=w::PEOPLE rows=standings/> }
    });
    let sexes = is_drawn(sexes.len()).then(|| {
        view! { <BarChart id="sexes" title=w::BY_SEX unit=w::PEOPLE rows=sexes/> }
    });
    view! {
        <Section id="figures" title=w::FIGURES>
            {stages}
            {grades}
            <Columns>{standings}{sexes}</Columns>
        </Section>
    }
    .into_any()
}

/// The kinds there is most of: each has a chart.
const CHARTED: [CaseKind; 3] = [CaseKind::Registration, CaseKind::Correction, CaseKind::Transfer];

fn tone_of(state: CaseState) -> Tone {
    match state {
        CaseState::InProgress => Tone::Info,
        CaseState::Returned => Tone::Warn,
        CaseState::Approved => Tone::Success,
        CaseState::Refused => Tone::Danger,
        CaseState::Withdrawn | CaseState::Cleared => Tone::Neutral,
    }
}

/// The states of a kind in which there are cases.
fn states_of(figures: &Figures, kind: CaseKind) -> Vec<(CaseState, u64)> {
    let all = CaseState::ALL.into_iter().map(|state| (state, n(figures.cases_in(kind.key(), state.key()))));
    all.filter(|(_, n)| *n > 0).collect()
}

/// Cases by kind and state: a chart for what there is most of, a table for the rest; a line for the kinds of which there is no case. Nothing
/// where they are not told.
pub(super) fn progress(figures: &Figures, masked: bool) -> Option<impl IntoView + use<>> {
    if masked && figures.cases.is_empty() {
        return None;
    }
    let all = CaseKind::ALL.into_iter().map(|kind| (kind, states_of(figures, kind)));
    let (some, none): (Vec<_>, Vec<_>) = all.partition(|(_, states)| !states.is_empty());
    let (charted, others): (Vec<_>, Vec<_>) = some.into_iter().partition(|(kind, _)| CHARTED.contains(kind));
    let charts = (!charted.is_empty()).then(|| {
        let charts = keyed(
            charted,
            |(kind, _)| kind.key(),
            |(kind, states)| {
                let row = |(state, n): (CaseState, u64)| ChartRow::new(state.label(), n).tone(tone_of(state));
                let rows: Vec<ChartRow> = states.into_iter().map(row).collect();
                view! { <BarChart id=format!("cases-{}", kind.key()) title=w::stage_of(kind.label()) unit=w::CASES rows/> }
            },
        );
        view! { <Columns>{charts}</Columns> }
    });
    let others = (!others.is_empty()).then(|| other_kinds(&others));
    let none: Vec<&str> = none.into_iter().map(|(kind, _)| kind.label()).collect();
    let none = (!none.is_empty()).then(|| view! { <p class="muted">{w::no_cases(&none)}</p> });
    Some(view! { <Section id="progress" title=w::IN_PROGRESS>{charts}{others}{none}</Section> })
}

/// The kinds without a chart, with the states in which any of them has cases.
fn other_kinds(kinds: &[(CaseKind, Vec<(CaseState, u64)>)]) -> AnyView {
    let has = |state: &CaseState| kinds.iter().flat_map(|(_, states)| states).any(|(one, _)| one == state);
    let shown: Vec<CaseState> = CaseState::ALL.into_iter().filter(has).collect();
    let headings = shown.iter().map(|state| Column::new(state.label()).numeric());
    let columns: Vec<Column> = [Column::new(w::OTHER_CHANGES)].into_iter().chain(headings).collect();
    let rows = kinds
        .iter()
        .map(|(kind, states)| {
            let cells = shown
                .iter()
                .map(|state| {
                    let cases = states.iter().find(|(one, _)| one == state).map_or(0, |(_, n)| *n);
                    let (label, cases) = (state.label(), number(cases));
                    view! { <Cell label numeric=true>{cases}</Cell> }
                })
                .collect_view();
            let kind = kind.label();
            view! { <Row><RowHeader>{kind}</RowHeader>{cells}</Row> }
        })
        .collect_view();
    view! { <DataTable caption=w::OTHER_CHANGES columns dense=true>{rows}</DataTable> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures() -> Figures {
        let cases =
            [("registration/in_progress", 3), ("registration/approved", 0), ("suspension/approved", 2)];
        let cases = cases.map(|(key, n)| (key.to_owned(), n)).into();
        Figures { cases, by_sex: [("1".to_owned(), 2), ("2".to_owned(), 0)].into(), ..Figures::default() }
    }

    #[test]
    fn what_there_is_none_of_is_no_row() {
        assert_eq!(states_of(&figures(), CaseKind::Registration), [(CaseState::InProgress, 3)]);
        assert!(states_of(&figures(), CaseKind::Correction).is_empty());
        assert_eq!(rows(&figures().by_sex, Clone::clone), [ChartRow::new("1", 2)]);
    }

    #[test]
    fn a_kind_without_a_case_is_a_word_and_no_chart() {
        let page = Owner::new().with(|| progress(&figures(), false).unwrap().into_any().to_html());
        assert!(page.contains("id=\"cases-registration-title\""), "{page}");
        assert!(!page.contains("id=\"cases-correction-title\""), "{page}");
        let (_, line) = page.split_once("没有").expect("a line");
        assert!(
            line.contains(CaseKind::Correction.label()) && !line.contains(CaseKind::Registration.label())
        );
        assert!(!page.contains(CaseState::Refused.label()), "a state nobody has is no column");
        assert!(Owner::new().with(|| progress(&Figures::default(), true).is_none()));
    }
}
