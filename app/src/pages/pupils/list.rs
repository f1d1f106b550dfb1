//! 学生查询. What is searched for is posted, not put into the address: addresses end up in logs and histories.

use crate::api::pupil::list::{PupilList, SearchPupils, pupils};
use crate::live::{Topic, use_live};
use crate::pages::parts::{Load, query};
use crate::pages::pupils::finder::Finder;
use crate::pages::pupils::found;
use crate::pages::tools::{ListToolbar, ToolActions, columns_of};
use crate::text::t::{common, pupil as w, record};
use crate::ui::{
    ActionForm, Cell, DataTable, Notice, NoticeKind, PageTitle, Pager, Row, RowHeader, Section, SelectField,
    TextField, choices, columns, keyed, shown_columns,
};
use contract::pupil::{ClassChoice, HostedLine, PupilLine};
use domain::codes::{CodeList, options};
use domain::tables::{List, class_filter};
use leptos::prelude::*;

/// 学生查询
#[component]
pub fn PupilsPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let search = ServerAction::<SearchPupils>::new();
    let after = query("after");
    let (kept_grade, kept_class) = (query("grade"), query("class"));
    let actions = ToolActions::new();
    let finder = use_context::<Finder>();
    let sought = move || (search.version().get(), finder.map(Finder::version), actions.version());
    let data = Resource::new_blocking(
        move || (after.get(), kept_grade.get(), kept_class.get(), sought(), live.version()),
        |(after, grade, class, ..)| pupils(Some(after), grade, class),
    );
    view! {
        <Load data view=move |list: PupilList| {
            let first = (!after.get_untracked().is_empty()).then(|| list.address.clone());
            let next = list.page.next.as_ref().map(|next| {
                let join = if list.address.contains('?') { '&' } else { '?' };
                format!("{}{join}after={next}", list.address)
            });
            let (text, grade) = (list.text.clone(), list.grade.clone());
            let classes = class_choice(&list);
            view! {
                <PageTitle title=w::TITLE/>
                <ActionForm action=search attr:class="filters" attr:role="search">
                    <TextField name="text" label=w::SEARCH hint=w::SEARCH_HINT value=text input_type="search"/>
                    <SelectField
                        name="grade"
                        label=w::GRADE
                        options=choices(options(CodeList::Grade).iter().copied())
                        value=grade
                        placeholder=w::ALL_GRADES
                    />
                    {classes}
                    <button class="button" type="submit">{common::SEARCH}</button>
                </ActionForm>
                <ListToolbar tools=list.tools.clone() back=list.address.clone() actions/>
                {recent(&list.recent)}
                {list.problem.clone().map(|words| view! { <Notice kind=NoticeKind::Warn><p>{words}</p></Notice> })}
                {found::left_off(list.left_off)}
                <Rows list=list.clone()/>
                {hosted(&list)}
                <Pager prev=first next/>
            }
        }/>
    }
}

/// The classes of the own school. An authority chooses none: the same name is another class at each school.
fn class_choice(list: &PupilList) -> Option<impl IntoView + use<>> {
    if list.classes.is_empty() {
        return None;
    }
    let class = |one: &ClassChoice| (class_filter(one.grade, &one.class_name), one.label.clone());
    let (classes, chosen) = (choices(list.classes.iter().map(class)), list.class.clone());
    Some(view! {
        <SelectField name="class" label=w::OF_CLASS options=classes value=chosen placeholder=w::ALL_CLASSES/>
    })
}

/// Whose records the account opened last. A list and no table: the table of this page is what was looked for.
fn recent(rows: &[PupilLine]) -> Option<impl IntoView + use<>> {
    if rows.is_empty() {
        return None;
    }
    let lines = keyed(
        rows.iter().cloned(),
        |row| row.id,
        |row| {
            let class = format!("{}{}", row.grade, row.class_name);
            let words = record::recent(&row.name, &class, &row.school);
            view! { <li><a href=format!("/pupils/{}", row.id)>{words}</a></li> }
        },
    );
    Some(view! {
        <section class="recent no-print" aria-labelledby="recent-title">
            <h2 id="recent-title">{record::RECENT}</h2>
            <ul>{lines}</ul>
        </section>
    })
}

/// Who learns at this school while the record is at another (第十七条).
fn hosted(list: &PupilList) -> Option<impl IntoView + use<>> {
    if list.hosted.is_empty() {
        return None;
    }
    let rows = keyed(
        list.hosted.iter().cloned(),
        |one| one.line.id,
        |HostedLine { line, placement }| {
            view! {
                <Row>
                    <RowHeader>{line.name}</RowHeader>
                    <Cell label=w::SEX>{line.sex.label()}</Cell>
                    <Cell label=w::RECORD_AT>{line.school}</Cell>
                    <Cell label=w::CLASS>{format!("{}{}", line.grade, line.class_name)}</Cell>
                    <Cell label=w::PLACEMENT>{placement}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([w::NAME, w::SEX, w::RECORD_AT, w::CLASS, w::PLACEMENT]);
    Some(view! {
        <Section id="hosted" title=w::HOSTED>
            <p class="hint">{w::HOSTED_HINT}</p>
            <DataTable caption=w::HOSTED caption_hidden=true columns=headings dense=true>{rows}</DataTable>
        </Section>
    })
}

#[component]
fn Rows(list: PupilList) -> impl IntoView {
    if list.page.rows.is_empty() {
        let quiet = list.problem.is_some();
        let goes_on = list.page.next.is_some();
        return (!quiet).then(|| found::nobody(goes_on, w::NONE_FOUND, w::NONE_FOUND_NEXT)).into_any();
    }
    let choice = list.tools.choice;
    let others = columns_of(List::Pupils);
    let headings = shown_columns(w::NAME, others, |column| choice.shows(column));
    let order = if choice.order() == "name" && list.text.is_empty() { w::ORDER_NAME } else { w::ORDER };
    let dense = choice.is_compact();
    let rows = keyed(
        list.page.rows,
        |row| row.id,
        |row| {
            let cell = |(column, label): &(&'static str, &'static str)| {
                let words = said(&row, column);
                choice.shows(column).then(|| view! { <Cell label=*label>{words}</Cell> })
            };
            let cells = others.iter().filter_map(cell).collect_view();
            view! {
                <Row>
                    <RowHeader><a href=format!("/pupils/{}", row.id)>{row.name.clone()}</a></RowHeader>
                    {cells}
                </Row>
            }
        },
    );
    view! {
        <p class="hint">{order}</p>
        <DataTable caption=w::CAPTION caption_hidden=true columns=headings dense long=true>{rows}</DataTable>
    }
    .into_any()
}

/// What a row says in a column.
fn said(row: &PupilLine, column: &str) -> String {
    match column {
        "sex" => row.sex.label().to_owned(),
        "born" => row.birth_year.to_string(),
        "school" => row.school.clone(),
        "class" => format!("{}{}", row.grade, row.class_name),
        "standing" => row.standing.clone(),
        _ if row.number.is_empty() => w::NO_NUMBER.to_owned(),
        _ => row.number.clone(),
    }
}
