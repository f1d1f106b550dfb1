//! The archives a unit keeps for good (第九条, 第十六条): 永久保存 in a school, 移交保管 in an authority.

use super::tabs;
use crate::api::day;
use crate::api::kept::{KeptArchives, SearchKept, kept_archives};
use crate::live::{Topic, use_live};
use crate::pages::parts::{Load, query};
use crate::pages::pupils::found;
use crate::pages::tools::{ListToolbar, ToolActions, columns_of};
use crate::text::t::{common, paper as w};
use crate::ui::{
    ActionForm, Cell, DataTable, Notice, NoticeKind, PageTitle, Pager, Row, RowHeader, Section, TextField,
    cited, columns, keyed, shown_columns,
};
use contract::kept::KeptLine;
use contract::watch::Followed;
use domain::tables::{List, TableChoice};
use leptos::prelude::*;

/// 永久保存、移交保管的学籍档案
#[component]
pub fn KeptPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let after = query("after");
    let search = ServerAction::<SearchKept>::new();
    let actions = ToolActions::new();
    let data = Resource::new_blocking(
        move || (after.get(), search.version().get(), live.version(), actions.version()),
        |(after, ..)| async move { Ok((after.is_empty(), kept_archives(after).await?)) },
    );
    view! {
        <Load data view=move |(first, found): (bool, KeptArchives)| {
            let (title, lead) = match found.in_school {
                true => (w::KEPT, w::KEPT_LEAD),
                false => (w::ENTRUSTED, w::ENTRUSTED_LEAD),
            };
            let prev = (!first).then(|| "/archives/permanent".to_owned());
            let left_off = found::left_off(found.left_off);
            let goes_on = found.page.next.is_some();
            let next = found.page.next.map(|next| format!("/archives/permanent?after={next}"));
            let (text, problem) = (found.text.clone(), found.problem.clone());
            let followed = (!found.in_school && first).then(|| followed(found.followed));
            let tools = found.tools.clone();
            let choice = found.tools.choice;
            let table = problem.is_none().then(|| table(title, found.page.rows, goes_on, &choice));
            view! {
                <PageTitle title caption=Some(w::CAPTION.to_owned())/>
                <p class="lead">{cited(lead)}</p>
                {tabs(found.in_school, "/archives/permanent")}
                <ActionForm action=search attr:class="filters" attr:role="search">
                    <TextField name="text" label=w::FIND_NAME hint=w::FIND_NAME_HINT value=text input_type="search"/>
                    <button class="button" type="submit">{common::SEARCH}</button>
                </ActionForm>
                <ListToolbar tools back="/archives/permanent" actions/>
                {problem.map(|words| view! { <Notice kind=NoticeKind::Warn><p>{words}</p></Notice> })}
                {left_off}
                {table}
                <Pager prev next/>
                {followed}
            }
        }/>
    }
}

/// 户籍地跟进的辍学学生 (第二十二条第二款).
fn followed(rows: Vec<Followed>) -> AnyView {
    let body = if rows.is_empty() {
        view! { <p>{w::FOLLOWED_NONE}</p> }.into_any()
    } else {
        let rows = keyed(
            rows,
            |row| row.id,
            |row| {
                view! {
                    <Row>
                        <RowHeader><a href=format!("/pupils/{}#absence", row.id)>{row.name}</a></RowHeader>
                        <Cell label=w::KEPT_SCHOOL>{row.school}" "{row.class_label}</Cell>
                        <Cell label=w::ABSENT_SINCE>{row.absent_since.map(day)}</Cell>
                        <Cell label=w::FOLLOW_UPS>{row.follow_ups}</Cell>
                        <Cell label=w::KEPT_SINCE>{day(row.since)}</Cell>
                    </Row>
                }
            },
        );
        let headings = columns([w::NAME, w::KEPT_SCHOOL, w::ABSENT_SINCE, w::FOLLOW_UPS, w::KEPT_SINCE]);
        view! {
            <DataTable caption=w::FOLLOWED caption_hidden=true columns=headings dense=true>{rows}</DataTable>
        }
        .into_any()
    };
    view! {
        <Section id="followed" title=w::FOLLOWED>
            <p>{w::FOLLOWED_LEAD}</p>
            {body}
        </Section>
    }
    .into_any()
}

fn table(caption: &'static str, rows: Vec<KeptLine>, goes_on: bool, choice: &TableChoice) -> AnyView {
    if rows.is_empty() {
        return found::nobody(goes_on, w::KEPT_NONE, w::KEPT_NONE_NEXT);
    }
    let others = columns_of(List::Kept);
    let headings = shown_columns(w::NAME, others, |column| choice.shows(column));
    let dense = choice.is_compact();
    let rows = keyed(
        rows,
        |row| row.id,
        |row| {
            let href = format!("/pupils/{}/archive", row.id);
            let paper = match &row.paper {
                None => view! { {w::KEPT_NO_PAPER} }.into_any(),
                Some(paper) => {
                    let words = w::kept_paper(paper.pieces, paper.place.as_deref());
                    view! { <a href=format!("/pupils/{}/paper", row.id)>{words}</a> }.into_any()
                }
            };
            let mut paper = Some(paper);
            let cell = |(column, label): &(&'static str, &'static str)| {
                let words = match *column {
                    "number" => row.number.clone().into_any(),
                    "school" => row.school.clone().into_any(),
                    "standing" => row.standing.clone().into_any(),
                    "how" => row.kind.label().into_any(),
                    "paper" => paper.take().into_any(),
                    "since" => day(row.since).into_any(),
                    _ => row.act.clone().unwrap_or_else(|| w::KEPT_ORDINARY.to_owned()).into_any(),
                };
                choice.shows(column).then(|| view! { <Cell label=*label>{words}</Cell> })
            };
            let cells = others.iter().filter_map(cell).collect_view();
            view! {
                <Row>
                    <RowHeader><a href=href>{row.name.clone()}</a></RowHeader>
                    {cells}
                </Row>
            }
        },
    );
    view! {
        <DataTable caption caption_hidden=true columns=headings dense long=true>{rows}</DataTable>
    }
    .into_any()
}
