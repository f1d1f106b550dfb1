//! What several pages of a review show: a unit's figures, the units below, states, links.

use crate::api::moment;
use crate::text::t::{home, review as w};
use crate::ui::{
    Badge, Breadcrumbs, Cell, Column, DataTable, DeadlineTag, Empty, Row, RowHeader, Stat, StatRow, Status,
    StatusTag, Tone,
};
use contract::review::{ReviewProgress, SchoolLine, UnitProgress};
use domain::review::{AnomalyKind, CampaignState, Figures, Outcome, SchoolState};
use leptos::prelude::*;

/// The tag of a campaign's state.
pub(super) fn status_of(state: CampaignState) -> Status {
    match state {
        CampaignState::Proposed => Status::Waiting,
        CampaignState::Returned => Status::Returned,
        CampaignState::Approved => Status::InProgress,
        CampaignState::Closed => Status::Done,
    }
}

/// The tag of a school's state.
pub(super) fn school_status(state: SchoolState) -> impl IntoView {
    let status = match state {
        SchoolState::Checking => Status::InProgress,
        SchoolState::Done => Status::Done,
        SchoolState::Submitted | SchoolState::Signed | SchoolState::Examined => Status::Waiting,
    };
    view! { <StatusTag status label=Some(state.label().to_owned())/> }
}

/// A school's state with its deadline.
pub(super) fn standing(row: &SchoolLine) -> impl IntoView + use<> {
    let deadline = row.days_left.map(|days| view! { " "<DeadlineTag days_left=days working_days=true/> });
    view! { {school_status(row.state)}{deadline} }
}

/// The way down to the unit that is shown.
pub(super) fn trail(progress: &ReviewProgress, page: &str) -> Option<impl IntoView + use<>> {
    let above: Vec<(String, String)> =
        progress.above.iter().map(|(id, name)| (format!("{page}?unit={id}"), name.clone())).collect();
    let current = progress.own.name.clone();
    (!above.is_empty()).then(|| view! { <Breadcrumbs items=above current/> })
}

/// A unit's figures and the units below it; `page` is where one walks down.
pub(super) fn progress(progress: ReviewProgress, page: &str) -> impl IntoView + use<> {
    let at = progress.at.map(|at| view! { <p class="muted">{home::summed_at(&moment(at))}</p> });
    let own = progress.own;
    if own.through().1 == 0 {
        return view! { <Empty title=w::NO_PROGRESS><p>{w::NO_PROGRESS_NEXT}</p></Empty> }.into_any();
    }
    let below = (!progress.below.is_empty()).then(|| below(progress.below, page));
    view! { {at}{figures(&own.figures, Some(own.through()))}{below} }.into_any()
}

/// Figures ready to read, for the cells of a row.
pub(super) struct Shown {
    pub(super) confirmed: String,
    pub(super) found: String,
    pub(super) dealt: String,
    pub(super) open: String,
    pub(super) guardians: String,
}

impl From<&Figures> for Shown {
    fn from(figures: &Figures) -> Self {
        Self {
            confirmed: w::of_all(figures.confirmed(), figures.pupils),
            found: w::count(figures.anomalies.values().sum()),
            dealt: w::count(figures.answered(Outcome::Dealt)),
            open: w::count(figures.unanswered()),
            guardians: w::of_all(figures.guardians, figures.pupils),
        }
    }
}

/// The numbers one looks at first.
pub(super) fn figures(figures: &Figures, schools: Option<(i64, i64)>) -> impl IntoView + use<> {
    let shown = |text: String| Signal::stored(text);
    let schools = schools.map(|(done, all)| {
        let value = shown(w::schools_done(done, all));
        view! { <Stat label=w::SCHOOLS_DONE value unit=w::SCHOOLS_OF/> }
    });
    let found: i64 = figures.anomalies.values().sum();
    let open = figures.unanswered();
    let tone = if open > 0 { Tone::Warn } else { Tone::Neutral };
    let objected = figures.guardians_object;
    let note = (objected > 0).then(|| format!("{} {} {}", w::OBJECTED, w::count(objected), w::PEOPLE));
    let (pupils, confirmed) = (figures.pupils, figures.confirmed());
    let guardians = figures.guardians;
    view! {
        <StatRow>
            {schools}
            <Stat label=w::CONFIRMED value=shown(w::of_all(confirmed, pupils)) unit=w::PEOPLE/>
            <Stat label=w::FOUND value=shown(w::count(found)) unit=w::ITEMS/>
            <Stat label=w::OPEN_ANOMALIES value=shown(w::count(open)) unit=w::ITEMS tone/>
            <Stat label=w::GUARDIANS value=shown(w::of_all(guardians, pupils)) unit=w::PEOPLE note/>
        </StatRow>
    }
}

fn below(rows: Vec<UnitProgress>, page: &str) -> impl IntoView + use<> {
    let headings = vec![
        Column::new(w::NAME_OF_UNIT),
        Column::new(w::STATE),
        Column::new(w::CONFIRMED).numeric(),
        Column::new(w::OPEN_ANOMALIES).numeric(),
        Column::new(w::GUARDIANS).numeric(),
    ];
    let page = page.to_owned();
    let lines = rows.into_iter().map(|row| line(row, &page)).collect_view();
    view! { <DataTable caption=w::BELOW columns=headings dense=true>{lines}</DataTable> }
}

fn line(row: UnitProgress, page: &str) -> impl IntoView + use<> {
    let (done, all) = row.through();
    let UnitProgress { unit: id, name, figures, school, .. } = row;
    let shown = Shown::from(&figures);
    let late = school.as_ref().is_some_and(|school| school.days_left.is_some_and(|days| days < 0));
    let href = match &school {
        Some(school) => format!("/reviews/{}/schools/{id}", school.campaign),
        None => format!("{page}?unit={id}"),
    };
    let state = match &school {
        Some(school) => standing(school).into_any(),
        None => {
            let tone = if done == all { Tone::Success } else { Tone::Info };
            let words = format!("{} {}", w::SCHOOLS_DONE, w::schools_done(done, all));
            view! { <Badge tone>{words}</Badge> }.into_any()
        }
    };
    view! {
        <Row highlight=late>
            <RowHeader><a href=href>{name}</a></RowHeader>
            <Cell label=w::STATE>{state}</Cell>
            <Cell label=w::CONFIRMED numeric=true>{shown.confirmed}</Cell>
            <Cell label=w::OPEN_ANOMALIES numeric=true>{shown.open}</Cell>
            <Cell label=w::GUARDIANS numeric=true>{shown.guardians}</Cell>
        </Row>
    }
}

/// Where what was found is put right.
pub(super) fn remedy_of(kind: AnomalyKind, person: &str) -> String {
    match kind {
        AnomalyKind::MissingProof | AnomalyKind::StalePhoto => format!("/pupils/{person}/archive"),
        AnomalyKind::UnfinishedCase | AnomalyKind::AgeGrade | AnomalyKind::Elsewhere | AnomalyKind::Empty => {
            format!("/pupils/{person}")
        }
        AnomalyKind::DoubtfulNumber => "/problems".to_owned(),
        AnomalyKind::OverdueLetter => "/letters".to_owned(),
    }
}
