//! 打印登记: what the own school printed, and one sheet as it lies on paper (第五条, 第七条).

pub mod class;
mod paper;
pub mod sheet;
pub mod verify;

pub use sheet::PrintPage;

use crate::api::form_state::{FormState, form_state};
use crate::api::moment;
use crate::api::prints::{PrintClass, PrintList, SearchPrints, prints};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, query};
use crate::text::t::{common, prints as w};
use crate::ui::{
    ActionForm, Actions, Badge, Button, ButtonKind, Cell, DataTable, Details, Empty, Notice, NoticeKind,
    PageTitle, Pager, Row, RowHeader, SelectField, TextField, Tone, choices, columns, keyed,
};
use contract::printout::PrintLine;
use domain::print::PrintKind;
use leptos::prelude::*;

/// 打印登记
#[component]
pub fn PrintsPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (search, class) = (ServerAction::<SearchPrints>::new(), ServerAction::<PrintClass>::new());
    let (person, after) = (query("person"), query("after"));
    let data = Resource::new_blocking(
        move || {
            let sent = (search.version().get(), class.version().get());
            (person.get(), after.get(), sent, live.version())
        },
        |(person, after, ..)| async move {
            let list = prints(person.clone(), after.clone()).await?;
            Ok((person, after, list, form_state("print_class".into()).await?))
        },
    );
    view! {
        <Load data view=move |(person, after, list, state): (String, String, PrintList, FormState)| {
            let whole = person.is_empty();
            let head = if whole {
                let roster = (!list.classes.is_empty()).then(|| roster(&list, &state, class));
                let filter = filter(&list, search);
                view! { {roster}{filter} }.into_any()
            } else {
                view! {
                    <Notice kind=NoticeKind::Info><p>{w::ONE_PUPIL}" "<a href="/prints">{w::SHOW_ALL}</a></p></Notice>
                }
                .into_any()
            };
            let prev = (!after.is_empty()).then(|| address(&person, None));
            let next = list.page.next.map(|next| address(&person, Some(&next.to_string())));
            view! {
                <PageTitle title=w::TITLE has_errors=state.has_errors()/>
                <p class="lead">{w::LEAD}</p>
                <FormMessages state/>
                {head}
                {rows(list.page.rows)}
                <Pager prev next/>
            }
        }/>
    }
}

fn address(person: &str, after: Option<&str>) -> String {
    let pairs = [("person", person), ("after", after.unwrap_or_default())];
    let parts: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    if parts.is_empty() { "/prints".to_owned() } else { format!("/prints?{}", parts.join("&")) }
}

fn roster(list: &PrintList, state: &FormState, action: ServerAction<PrintClass>) -> impl IntoView + use<> {
    let (options, state) = (choices(list.classes.clone()), state.clone());
    let open = state.has_errors();
    view! {
        <Details summary=w::ROSTER open>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <SelectField name="class" label=w::CLASS options value=state.value("class") error=state.error("class") required=true/>
                <Actions>
                    <Button kind=ButtonKind::Secondary>{w::ROSTER_DO}</Button>
                    <Button kind=ButtonKind::Secondary name="go" value="sheets">{w::SHEETS_GO}</Button>
                </Actions>
            </ActionForm>
        </Details>
    }
}

fn filter(list: &PrintList, action: ServerAction<SearchPrints>) -> impl IntoView + use<> {
    let kinds = choices(PrintKind::ALL.iter().map(|kind| (kind.key(), kind.label())));
    let states = choices([("valid", w::VALID), ("revoked", w::REVOKED)]);
    let (text, kind, state) = (list.text.clone(), list.kind.clone(), list.state.clone());
    view! {
        <ActionForm action attr:class="filters" attr:role="search">
            <TextField name="text" label=w::SEARCH hint=w::SEARCH_HINT value=text input_type="search" maxlength=60/>
            <SelectField name="kind" label=w::KIND options=kinds value=kind placeholder=w::ALL_KINDS/>
            <SelectField name="state" label=w::STATE options=states value=state placeholder=w::ALL_STATES/>
            <button class="button" type="submit">{common::SEARCH}</button>
        </ActionForm>
    }
}

/// Whether a sheet holds.
pub(crate) fn standing(row: &PrintLine) -> impl IntoView + use<> {
    let (tone, words) =
        if row.revoked.is_some() { (Tone::Danger, w::REVOKED) } else { (Tone::Success, w::VALID) };
    view! { <Badge tone>{words}</Badge> }
}

/// Sheets as a table.
pub(crate) fn rows(rows: Vec<PrintLine>) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty title=w::NONE><p>{w::NONE_NEXT}</p></Empty> }.into_any();
    }
    let lines = keyed(
        rows,
        |row| row.id,
        |row| {
            let standing = standing(&row);
            view! {
                <Row>
                    <RowHeader><a href=format!("/prints/{}", row.id)>{row.number}</a></RowHeader>
                    <Cell label=w::KIND>{row.kind.label()}</Cell>
                    <Cell label=w::ABOUT>{row.about}</Cell>
                    <Cell label=w::BY>{row.by}</Cell>
                    <Cell label=w::AT>{moment(row.at)}</Cell>
                    <Cell label=w::STATE>{standing}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::NUMBER, w::KIND, w::ABOUT, w::BY, w::AT, w::STATE]);
    view! { <DataTable caption=w::TITLE caption_hidden=true columns=headings dense=true>{lines}</DataTable> }
        .into_any()
}
