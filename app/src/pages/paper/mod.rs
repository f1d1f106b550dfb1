//! 纸质档案: the shelves of a school, its loans, whole classes put on a shelf (第八条, 第九条).

pub mod desk;
mod desk_forms;
pub mod dossier;
mod dossier_forms;
pub mod envelope;
pub mod kept;
pub mod late;

use crate::api::day;
use crate::api::form_state::FormState;
use crate::api::paper::shelf::{PlaceClass, SearchPaper, Shelf, shelf};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, query};
use crate::pages::pupils::found;
use crate::text::t::{common, paper as w};
use crate::ui::{
    ActionForm, Actions, Badge, Button, ButtonKind, Cell, Column, DataTable, Details, FieldWidth, Nav,
    NavItem, Notice, NoticeKind, PageTitle, Pager, Row, RowHeader, Section, SelectField, TextField, Tone,
    choices, cited, columns, keyed,
};
use contract::paper::{CatalogueLine, LoanLine};
use domain::paper::{LoanState, ShelfPlace, Whereabouts};
use leptos::prelude::*;

/// 案卷目录
#[component]
pub fn ShelfPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let after = query("after");
    let search = ServerAction::<SearchPaper>::new();
    let place = ServerAction::<PlaceClass>::new();
    let data = Resource::new_blocking(
        move || (after.get(), search.version().get(), place.version().get(), live.version()),
        |(after, ..)| async move { Ok((after.is_empty(), shelf(after).await?)) },
    );
    view! {
        <Load data view=move |(first, shelf): (bool, Shelf)| {
            let prev = (!first).then(|| "/paper".to_owned());
            let left_off = found::left_off(shelf.left_off);
            let goes_on = shelf.page.next.is_some();
            let next = shelf.page.next.map(|next| format!("/paper?after={next}"));
            let placing = shelf.placing.clone();
            let problem = shelf.problem.clone();
            let loans = (!shelf.loans.is_empty()).then(|| loans(shelf.loans.clone()));
            let find = find(&shelf, search);
            let form = shelf.may_keep.then(|| place_class(&shelf, place));
            let rows = problem.is_none().then(|| rows(shelf.page.rows, goes_on));
            view! {
                <PageTitle title=w::TITLE caption=Some(w::CAPTION.to_owned()) has_errors=placing.has_errors()/>
                <p class="lead">{cited(w::LEAD)}</p>
                {tabs(true, "/paper")}
                <FormMessages state=placing/>
                {loans}
                {form}
                {find}
                {problem.map(|words| view! { <Notice kind=NoticeKind::Warn><p>{words}</p></Notice> })}
                {left_off}
                {rows}
                <Pager prev next/>
            }
        }/>
    }
}

/// The pages of the paper archive, as far as the unit has them.
pub(super) fn tabs(in_school: bool, here: &'static str) -> impl IntoView {
    let items = match in_school {
        true => vec![
            NavItem::new("/paper", w::TITLE),
            NavItem::new("/paper/late", w::TAB_LATE),
            NavItem::new("/archives/permanent", w::TAB_KEPT),
        ],
        false => vec![
            NavItem::new("/paper/late", w::TAB_LATE),
            NavItem::new("/archives/permanent", w::TAB_ENTRUSTED),
        ],
    };
    view! { <Nav items path=Signal::stored(here.to_owned()) secondary=true/> }
}

/// The mood of a loan.
pub(super) fn loan_tone(state: LoanState, overdue: bool) -> Tone {
    match state {
        _ if overdue => Tone::Danger,
        LoanState::Asked => Tone::Warn,
        LoanState::Lent => Tone::Info,
        LoanState::Refused | LoanState::Returned => Tone::Neutral,
    }
}

/// What a loan is called.
pub(super) fn loan_words(state: LoanState, overdue: bool) -> &'static str {
    if overdue { w::OVERDUE } else { state.label() }
}

fn loans(rows: Vec<LoanLine>) -> impl IntoView {
    let rows = keyed(
        rows,
        |row| format!("{} {}", row.person, row.borrower),
        |row| {
            let href = format!("/pupils/{}/paper", row.person);
            let (tone, words) = (loan_tone(row.state, row.overdue), loan_words(row.state, row.overdue));
            view! {
                <Row highlight=row.overdue>
                    <RowHeader><a href=href>{row.name}</a></RowHeader>
                    <Cell label=w::BORROWER>{row.borrower}</Cell>
                    <Cell label=w::DUE_BACK>{day(row.due_back)}</Cell>
                    <Cell label=w::LOAN_STATE><Badge tone>{words}</Badge></Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::NAME, w::BORROWER, w::DUE_BACK, w::LOAN_STATE]);
    view! {
        <Section id="loans" title=w::LOANS>
            <DataTable caption=w::LOANS caption_hidden=true columns=headings dense=true>{rows}</DataTable>
        </Section>
    }
}

fn find(shelf: &Shelf, search: ServerAction<SearchPaper>) -> impl IntoView + use<> {
    let value = |name: &str| shelf.search.value(name);
    let (text, class, place) = (value("text"), value("class"), value("place"));
    let classes = choices(shelf.classes.clone());
    view! {
        <ActionForm action=search attr:class="filters" attr:role="search" attr:aria-label=w::FIND_NAME>
            <TextField name="text" label=w::FIND_NAME hint=w::FIND_NAME_HINT value=text input_type="search"/>
            <SelectField name="class" label=w::CLASS options=classes value=class placeholder=w::ALL_CLASSES/>
            <button class="button" type="submit">{common::SEARCH}</button>
        </ActionForm>
        <ActionForm action=search attr:class="filters" attr:role="search" attr:aria-label=w::FIND_PLACE>
            <TextField name="place" label=w::FIND_PLACE hint=w::FIND_PLACE_HINT value=place input_type="search"/>
            <button class="button button-secondary" type="submit">{w::FIND_BY_PLACE}</button>
        </ActionForm>
    }
}

fn rows(rows: Vec<CatalogueLine>, goes_on: bool) -> AnyView {
    if rows.is_empty() {
        return found::nobody(goes_on, w::NONE_FOUND, w::NONE_FOUND_NEXT);
    }
    let rows = keyed(
        rows,
        |row| row.id,
        |row| {
            let href = format!("/pupils/{}/paper", row.id);
            let number = if row.number.is_empty() && !row.class_label.is_empty() {
                w::NO_NUMBER_YET.to_owned()
            } else {
                row.number
            };
            // Nobody says that papers are here of which none was entered.
            let counted = row.pieces > 0 || row.whereabouts != Whereabouts::Here;
            let state = match counted {
                true => whereabouts(row.whereabouts).into_any(),
                false => view! { <Badge>{w::NOT_COUNTED}</Badge> }.into_any(),
            };
            let loan = row
                .loan
                .map(|state| view! { " "<Badge tone=loan_tone(state, false)>{state.label()}</Badge> });
            view! {
                <Row>
                    <RowHeader><a href=href>{row.name}</a></RowHeader>
                    <Cell label=w::CLASS>{row.class_label}</Cell>
                    <Cell label=w::NUMBER>{number}</Cell>
                    <Cell label=w::PLACE>{row.place.map_or_else(|| w::NOT_PLACED.to_owned(), |place| place.label())}</Cell>
                    <Cell label=w::PIECES numeric=true>{row.pieces}</Cell>
                    <Cell label=w::PAGES numeric=true>{row.pages}</Cell>
                    <Cell label=w::STATE>{state}{loan}</Cell>
                </Row>
            }
        },
    );
    let mut headings = columns([w::NAME, w::CLASS, w::NUMBER, w::PLACE]);
    headings.extend([
        Column::new(w::PIECES).numeric(),
        Column::new(w::PAGES).numeric(),
        Column::new(w::STATE),
    ]);
    view! { <DataTable caption=w::TITLE caption_hidden=true columns=headings dense=true>{rows}</DataTable> }
        .into_any()
}

/// Where the papers are, as a tag.
pub(super) fn whereabouts(at: Whereabouts) -> impl IntoView {
    let (tone, words) = match at {
        Whereabouts::Here => (Tone::Success, w::HERE),
        Whereabouts::Listed(_) => (Tone::Warn, w::LISTED),
        Whereabouts::Gone(_) | Whereabouts::HandedOn(_) => (Tone::Neutral, w::GONE),
    };
    view! { <Badge tone>{words}</Badge> }
}

fn place_class(shelf: &Shelf, place: ServerAction<PlaceClass>) -> impl IntoView + use<> {
    let state = shelf.placing.clone();
    let classes = choices(shelf.classes.clone());
    let class = state.value("of_class");
    let (class_error, each, each_error) = (state.error("of_class"), state.value("each"), state.error("each"));
    let fields = place_fields(&state, None, w::FIRST_BOX);
    view! {
        <Details summary=w::PLACE_CLASS open=state.has_errors()>
            <p>{w::PLACE_CLASS_LEAD}</p>
            <ActionForm action=place attr:class="stack" attr:novalidate=true>
                <SelectField name="of_class" label=w::CLASS options=classes value=class error=class_error required=true/>
                {fields}
                <TextField name="each" label=w::EACH value=each error=each_error width=FieldWidth::W4 inputmode="numeric" autocomplete="off"/>
                <Actions><Button kind=ButtonKind::Secondary>{w::PLACE_CLASS_DO}</Button></Actions>
            </ActionForm>
        </Details>
    }
}

/// 库房, 柜, 层, 盒.
pub(super) fn place_fields(
    state: &FormState,
    held: Option<&ShelfPlace>,
    box_label: &'static str,
) -> impl IntoView + use<> {
    let value = |name: &str, part: fn(&ShelfPlace) -> &str| state.value_or(name, held.map_or("", part));
    let (room, cabinet) = (value("room", |held| &held.room), value("cabinet", |held| &held.cabinet));
    let (tier, case) = (value("tier", |held| &held.tier), value("case", |held| &held.case));
    let (room_error, case_error) = (state.error("room"), state.error("case"));
    view! {
        <TextField name="room" label=w::ROOM hint=w::ROOM_HINT value=room error=room_error width=FieldWidth::W20 maxlength=20 autocomplete="off" required=true/>
        <div class="filters">
            <TextField name="cabinet" label=w::CABINET value=cabinet width=FieldWidth::W4 maxlength=20 autocomplete="off"/>
            <TextField name="tier" label=w::TIER value=tier width=FieldWidth::W4 maxlength=20 autocomplete="off"/>
            <TextField name="case" label=box_label value=case error=case_error width=FieldWidth::W4 maxlength=20 autocomplete="off"/>
        </div>
    }
}
