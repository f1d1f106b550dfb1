//! 逾期移交的档案 (第十五条): a school's own, or those below an authority.

use super::tabs;
use crate::api::day;
use crate::api::hand_over::late_hand_overs;
use crate::live::{Topic, use_live};
use crate::pages::parts::Load;
use crate::text::t::paper as w;
use crate::ui::{Badge, Cell, DataTable, Empty, PageTitle, Row, RowHeader, Tone, cited, columns, keyed};
use contract::paper::LateHandOver;
use leptos::prelude::*;

/// 逾期移交的档案
#[component]
pub fn LateHandOversPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let data = Resource::new_blocking(move || live.version(), |_| late_hand_overs());
    view! {
        <Load data view=|(rows, in_school): (Vec<LateHandOver>, bool)| {
            let lead = if in_school { w::LATE_LEAD } else { w::LATE_LEAD_ABOVE };
            view! {
                <PageTitle title=w::LATE caption=Some(w::CAPTION.to_owned())/>
                <p class="lead">{cited(lead)}</p>
                {tabs(in_school, "/paper/late")}
                {table(rows, in_school)}
            }
        }/>
    }
}

fn table(rows: Vec<LateHandOver>, in_school: bool) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty title=w::LATE_NONE><p>{w::LATE_NONE_NEXT}</p></Empty> }.into_any();
    }
    let rows = keyed(
        rows.into_iter().enumerate(),
        // Without its letter a line leads nowhere: its place will do.
        |(n, row)| row.letter.map_or_else(|| n.to_string(), |letter| letter.to_string()),
        |(_, row)| {
            let head = match (row.letter, row.name) {
                (Some(letter), Some(name)) => {
                    let href = format!("/letters/{letter}/pieces");
                    view! { <RowHeader><a href=href>{name}</a></RowHeader><Cell label=w::FROM>{row.from}</Cell> }
                        .into_any()
                }
                _ => view! { <RowHeader>{row.from}</RowHeader> }.into_any(),
            };
            let state = if row.sent { w::LATE_NOT_RECEIVED } else { w::LATE_NOT_SENT };
            let urged =
                row.urged.map_or_else(|| w::NOT_URGED.to_owned(), |told| w::by_on(&told.by, &day(told.on)));
            view! {
                <Row highlight=true>
                    {head}
                    <Cell label=w::TO>{row.to}</Cell>
                    <Cell label=w::STATE>{state}</Cell>
                    <Cell label=w::DUE>
                        <div>{day(row.due_on)}" "<Badge tone=Tone::Danger>{w::days_late(row.days_late)}</Badge></div>
                    </Cell>
                    <Cell label=w::URGED>{urged}</Cell>
                </Row>
            }
        },
    );
    let mut headings = if in_school { columns([w::PUPIL, w::FROM]) } else { columns([w::FROM]) };
    headings.extend(columns([w::TO, w::STATE, w::DUE, w::URGED]));
    view! { <DataTable caption=w::LATE caption_hidden=true columns=headings dense=true>{rows}</DataTable> }
        .into_any()
}
