//! 学籍管理员: the own unit's, their hand-overs, what the units below report, how stable the number is there (第二十三条).

pub mod hand_over;
mod phone;
pub mod sheet;

pub use hand_over::HandOverPage;
pub use sheet::RegistrarPage;

use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::registrar::act::{AcknowledgeRegistrar, SetOfficePhone};
use crate::api::registrar::list::{Registrars, registrars};
use crate::api::tables::{ListTools, shown_by};
use crate::live::{Topic, use_live};
use crate::pages::matter::{Listed, MatterColumn, MatterList};
use crate::pages::parts::{FormMessages, Load, query};
use crate::pages::tools::{ListToolbar, ToolActions, columns_of};
use crate::text::t::{common::number, registrar as w};
use crate::ui::{
    ActionForm, Badge, Breadcrumbs, Button, ButtonKind, Cell, Column, DataTable, Empty, PageTitle, Row,
    RowHeader, Section, Status, StatusTag, Tone, columns, keyed, shown_columns,
};
use contract::registrar::{HandOverLine, RegistrarLine, ReportLine, StabilityLine, StabilityView};
use domain::matter::MatterKind;
use domain::registrar::{HandOverState, RegistrarState};
use domain::tables::List;
use leptos::prelude::*;

/// 学籍管理员
#[component]
pub fn RegistrarsPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let unit = query("unit");
    let acknowledge = ServerAction::<AcknowledgeRegistrar>::new();
    let telephone = ServerAction::<SetOfficePhone>::new();
    let actions = ToolActions::new();
    let data = Resource::new_blocking(
        move || {
            let acted = (acknowledge.version().get(), telephone.version().get());
            (unit.get(), acted, live.version(), actions.version())
        },
        |(unit, ..)| async move {
            let tools = shown_by(List::Registrars, []).await?;
            Ok((registrars(unit).await?, tools, form_state("registrars".into()).await?))
        },
    );
    view! {
        <Load data view=move |(all, tools, state): (Registrars, ListTools, FormState)| {
            let StabilityView { unit, above, lines } = all.stability;
            let crumbs: Vec<(String, String)> =
                above.into_iter().map(|(id, name)| (format!("/registrars?unit={id}"), name)).collect();
            let trail =
                (!crumbs.is_empty()).then(|| view! { <Breadcrumbs items=crumbs current=unit.clone()/> });
            let errors = state.has_errors();
            let office = all.office.map(|office| phone::section(&office, &state, telephone));
            view! {
                {trail}
                <PageTitle title=w::TITLE caption=Some(unit) has_errors=errors/>
                <FormMessages state/>
                {all.own.map(|rows| own(rows, tools, actions))}
                {(!all.hand_overs.is_empty()).then(|| hand_overs(all.hand_overs))}
                {(!all.reports.is_empty()).then(|| reports(all.reports, acknowledge))}
                {(!lines.is_empty()).then(|| stability(lines))}
                {office}
            }
        }/>
    }
}

pub(super) fn status_of(state: RegistrarState) -> Status {
    match state {
        RegistrarState::Pending => Status::Waiting,
        RegistrarState::Serving => Status::Done,
        RegistrarState::Left => Status::Withdrawn,
    }
}

pub(super) fn status_of_hand_over(state: HandOverState) -> Status {
    match state {
        HandOverState::Open => Status::InProgress,
        HandOverState::Confirmed => Status::Done,
        HandOverState::Withdrawn => Status::Withdrawn,
    }
}

/// Until when the training counts.
pub(super) fn training(row: &RegistrarLine) -> AnyView {
    if row.trained {
        row.valid_until.map_or_else(|| w::NO_END.to_owned(), day).into_any()
    } else {
        view! { <Badge tone=Tone::Danger>{w::UNTRAINED}</Badge> }.into_any()
    }
}

fn own(rows: Vec<RegistrarLine>, tools: ListTools, actions: ToolActions) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty title=w::NONE><p>{w::NONE_NEXT}</p></Empty> }.into_any();
    }
    let (choice, others) = (tools.choice.clone(), columns_of(List::Registrars));
    let headings = shown_columns(w::NAME, others, |column| choice.shows(column));
    let dense = choice.is_compact();
    let lines = keyed(
        rows,
        |row| row.id,
        |row: RegistrarLine| {
            let (title, employment, since) = match row.post.clone() {
                Some(post) => (post.title, post.employment.label(), day(post.since)),
                None => Default::default(),
            };
            let cell = |(column, label): &(&'static str, &'static str)| {
                let words = match *column {
                    "post" => title.clone().into_any(),
                    "employment" => employment.into_any(),
                    "since" => since.clone().into_any(),
                    "valid_until" => training(&row),
                    _ => {
                        let label = Some(row.state.label().to_owned());
                        view! { <StatusTag status=status_of(row.state) label/> }.into_any()
                    }
                };
                choice.shows(column).then(|| view! { <Cell label=*label>{words}</Cell> })
            };
            let cells = others.iter().filter_map(cell).collect_view();
            view! {
                <Row>
                    <RowHeader><a href=format!("/registrars/{}", row.id)>{row.name.clone()}</a></RowHeader>
                    {cells}
                </Row>
            }
        },
    );
    view! {
        <Section id="own" title=w::OWN>
            <ListToolbar tools back="/registrars" actions/>
            <DataTable caption=w::OWN caption_hidden=true columns=headings dense>{lines}</DataTable>
        </Section>
    }
    .into_any()
}

impl Listed for HandOverLine {
    fn href(&self) -> String {
        format!("/registrars/hand-over/{}", self.id)
    }
}

fn hand_overs(rows: Vec<HandOverLine>) -> impl IntoView {
    let columns: Vec<MatterColumn<HandOverLine>> = vec![
        MatterColumn::new(w::FROM, |row| row.from.clone().into_any()),
        MatterColumn::new(w::TO, |row| row.to.clone().into_any()),
        MatterColumn::new(w::LAST_DAY, |row| day(row.last_day).into_any()),
        MatterColumn::new(w::OPEN_ITEMS, |row: &HandOverLine| row.open_items.to_string().into_any())
            .numeric(),
        MatterColumn::new(w::STATE, |row| {
            let label = Some(row.state.label().to_owned());
            view! { <StatusTag status=status_of_hand_over(row.state) label/> }.into_any()
        }),
    ];
    view! {
        <Section id="hand-overs" title=w::HAND_OVERS>
            <MatterList
                caption=w::HAND_OVERS
                columns
                rows
                none=w::HAND_OVERS_NONE
                none_next=w::HAND_OVERS_NONE_NEXT
                kind=MatterKind::RegistrarHandOver
            />
        </Section>
    }
}

fn reports(rows: Vec<ReportLine>, action: ServerAction<AcknowledgeRegistrar>) -> impl IntoView {
    let lines = keyed(
        rows,
        |row| row.id,
        |row| {
            let waits = row.acknowledged.is_none();
            let acknowledged = match row.acknowledged {
                Some(signed) => w::by_on(&signed.by, &day(signed.on)).into_any(),
                None => view! {
                    <ActionForm action>
                        <input type="hidden" name="report" value=row.id.to_string()/>
                        <Button kind=ButtonKind::Secondary>{w::ACKNOWLEDGE}</Button>
                    </ActionForm>
                }
                .into_any(),
            };
            let told = row.report;
            let post = format!("{}（{}）", told.title, told.employment.label());
            view! {
                <Row highlight=waits>
                    <RowHeader>{row.unit}</RowHeader>
                    <Cell label=w::EVENT>{told.kind.label()}</Cell>
                    <Cell label=w::NAME>{told.name}</Cell>
                    <Cell label=w::POST>{post}</Cell>
                    <Cell label=w::EFFECT>{day(told.on)}</Cell>
                    <Cell label=w::ACKNOWLEDGED>{acknowledged}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::UNIT, w::EVENT, w::NAME, w::POST, w::EFFECT, w::ACKNOWLEDGED]);
    view! {
        <Section id="reports" title=w::REPORTS>
            <p class="hint">{w::REPORTS_LEAD}</p>
            <DataTable caption=w::REPORTS caption_hidden=true columns=headings dense=true>{lines}</DataTable>
        </Section>
    }
}

fn stability(rows: Vec<StabilityLine>) -> impl IntoView {
    let lines = keyed(
        rows,
        |row| row.unit.clone(),
        |row| {
            // Where all the country has gaps, colour says nothing: only the unit itself is set apart.
            let alone = !row.has_more && row.vacant > 0;
            let name = if row.has_more {
                view! { <a href=format!("/registrars?unit={}", row.unit)>{row.name}</a> }.into_any()
            } else {
                row.name.into_any()
            };
            view! {
                <Row highlight=alone>
                    <RowHeader>{name}</RowHeader>
                    <Cell label=w::SERVING numeric=true>{number(row.serving)}</Cell>
                    <Cell label=w::IN_POST numeric=true>{row.days_in_post.map_or_else(|| w::NO_FIGURE.to_owned(), w::days)}</Cell>
                    <Cell label=w::LEFT numeric=true>{number(row.left)}</Cell>
                    <Cell label=w::LAPSED numeric=true>{number(row.untrained)}</Cell>
                    <Cell label=w::VACANT numeric=true>{number(row.vacant)}</Cell>
                </Row>
            }
        },
    );
    let numbers = [w::SERVING, w::IN_POST, w::LEFT, w::LAPSED, w::VACANT];
    let mut headings = vec![Column::new(w::UNIT)];
    headings.extend(numbers.map(|label| Column::new(label).numeric()));
    view! {
        <Section id="stability" title=w::STABILITY>
            <DataTable caption=w::STABILITY caption_hidden=true columns=headings dense=true>{lines}</DataTable>
        </Section>
    }
}
