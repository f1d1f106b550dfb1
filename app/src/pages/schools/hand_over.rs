//! Many schools handed over by one act (划转一批学校): the authority is chosen, then its schools; what is open at each; how far each is.

use crate::api::form_state::FormState;
use crate::api::school::propose::ProposeData;
use crate::pages::parts::name_of;
use crate::text::t::school as w;
use crate::ui::{
    Actions, BackLink, Button, Cell, CheckboxField, DataTable, DateField, Empty, Fieldset, PageTitle, Pager,
    Row, RowHeader, Section, SelectField, Status, StatusTag, choices, columns,
};
use contract::Page;
use contract::school::{HandedLine, Preview};
use domain::id::UnitId;
use domain::school::HandedState;
use leptos::prelude::*;

/// Whose schools are handed over.
pub(super) fn choose(data: &ProposeData) -> AnyView {
    if data.authorities.is_empty() {
        return view! {
            <BackLink href="/schools/propose"/>
            <PageTitle title=w::HAND_OVER.1/>
            <Empty title=w::NO_CHOICE_OF_AUTHORITIES><p>{w::NO_CHOICE_OF_AUTHORITIES_NEXT}</p></Empty>
        }
        .into_any();
    }
    let options = choices(data.authorities.clone());
    view! {
        <BackLink href="/schools/propose"/>
        <PageTitle title=w::HAND_OVER.1/>
        <p class="lead">{w::HAND_OVER_LEAD}</p>
        <form method="get" action="/schools/propose" class="stack">
            <input type="hidden" name="kind" value=w::HAND_OVER.0/>
            <SelectField name="school" label=w::GIVING options required=true/>
            <Actions><Button>{w::NEXT}</Button></Actions>
        </form>
    }
    .into_any()
}

/// To whom, which schools, from which day.
pub(super) fn fields(data: &ProposeData, state: &FormState) -> Vec<AnyView> {
    let (name, error, value) = (name_of("to"), state.error(&name_of("to")), state.value("to"));
    let options = choices(data.authorities.clone());
    let taking = view! { <SelectField name label=w::TAKING options value error required=true/> }.into_any();
    let (name, error, value) = (name_of("on"), state.error(&name_of("on")), state.value("on"));
    let day = view! { <DateField name label=w::ON hint=w::ON_AHEAD value error required=true/> }.into_any();
    let boxes = data.schools.iter().map(|(code, name)| {
        let key = format!("school_{code}");
        let checked = state.value(&key) == "1";
        view! { <CheckboxField name=name_of(&key) value="1" label=w::to_hand(name, code) checked/> }
    });
    let boxes = boxes.collect_view();
    let all = state.value("all") == "1";
    let (name, error) = (name_of("schools"), state.error(&name_of("schools")));
    let schools = if data.schools.is_empty() {
        view! { <Empty title=w::NO_SCHOOLS><p>{w::NO_SCHOOLS_NEXT}</p></Empty> }.into_any()
    } else {
        view! {
            <Fieldset legend=w::HANDED name hint=Some(w::HANDED_HINT.to_owned()) error>
                <CheckboxField name=name_of("all") value="1" label=w::ALL_SCHOOLS checked=all/>
                {boxes}
            </Fieldset>
        }
        .into_any()
    };
    vec![taking, day, schools]
}

/// What is open at each school and what becomes of it.
pub(super) fn checks(preview: &Preview) -> impl IntoView + use<> {
    let rows = preview.schools.iter().cloned().map(|one| {
        let goes: Vec<String> = one.goes.iter().map(|(kind, n)| w::goes(kind, *n)).collect();
        let goes = if goes.is_empty() { w::NOTHING.to_owned() } else { goes.join("、") };
        let held = match one.held.is_empty() {
            true => w::NOTHING.into_any(),
            false => one.held.into_iter().map(|why| view! { <p>{why}</p> }).collect_view().into_any(),
        };
        view! {
            <Row>
                <RowHeader>{one.name}</RowHeader>
                <Cell label=w::CODE>{one.id.to_string()}</Cell>
                <Cell label=w::PUPILS numeric=true>{one.pupils}</Cell>
                <Cell label=w::GOES>{goes}</Cell>
                <Cell label=w::HELD>{held}</Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    (!preview.schools.is_empty()).then(|| {
        let headings = columns([w::SCHOOL, w::CODE, w::PUPILS, w::GOES, w::HELD]);
        view! {
            <p class="hint">{w::CHECKS_HINT}</p>
            <DataTable caption=w::CHECKS columns=headings dense=true>{rows}</DataTable>
        }
    })
}

fn status(state: HandedState) -> Status {
    match state {
        HandedState::Pending | HandedState::Held => Status::Waiting,
        HandedState::Moving => Status::InProgress,
        HandedState::Over => Status::Done,
        HandedState::LeftOut => Status::Returned,
    }
}

/// How far each school is. `first`: whether it is the first page.
pub(super) fn outcome(change: &str, first: bool, page: Page<HandedLine, UnitId>) -> impl IntoView + use<> {
    let rows = page.rows.into_iter().map(|one| {
        let label = Some(one.state.label().to_owned());
        let why = if one.why.is_empty() { w::NOTHING.to_owned() } else { one.why.join("；") };
        let name = match one.change {
            Some(change) => view! { <a href=format!("/schools/changes/{change}")>{one.name}</a> }.into_any(),
            None => one.name.into_any(),
        };
        view! {
            <Row>
                <RowHeader>{name}</RowHeader>
                <Cell label=w::CODE>{one.school.to_string()}</Cell>
                <Cell label=w::STATE><StatusTag status=status(one.state) label/></Cell>
                <Cell label=w::OUTCOME_WHY>{why}</Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    let here = format!("/schools/changes/{change}");
    let next = page.next.map(|after| format!("{here}?after={after}"));
    let prev = (!first).then_some(here);
    let headings = columns([w::SCHOOL, w::CODE, w::STATE, w::OUTCOME_WHY]);
    view! {
        <Section id="outcome" title=w::OUTCOME>
            <DataTable caption=w::OUTCOME caption_hidden=true columns=headings dense=true>{rows}</DataTable>
            <Pager prev next/>
        </Section>
    }
}
