//! 档案完整情况 (第七条): how many of the items that have to be filled are, and how much of what archives should hold besides is there, in the
//! school and class by class; and what is lacking, pupil by pupil.

use crate::api::dashboard::{LateClass, filled_items, late_holdings};
use crate::api::day;
use crate::api::desk::escaped;
use crate::live::{Topic, use_live};
use crate::pages::parts::{Load, query};
use crate::text::t::{archive as w, home, pupil as p};
use crate::ui::{
    BackLink, Cell, Column, DataTable, Empty, PageTitle, Row, RowHeader, Section, Stat, StatRow, Tone,
    columns, keyed,
};
use chrono::NaiveDate;
use contract::dashboard::{ClassFilled, FilledItems, LackingLine};
use domain::archive::Category;
use domain::archive::completeness::Missing;
use domain::archive::filled::{Filled, Held};
use leptos::prelude::*;

type Found = (String, String, FilledItems, Vec<LackingLine>);

/// How much is past its day in the school, some of its classes, and from where it goes on.
type Late = (i64, Vec<LateClass>, Option<usize>);

/// 档案完整情况; of what is past its day a list of its own.
#[component]
pub fn FilledPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (grade, class) = (query("grade"), query("class"));
    let (late, from) = (query("late"), query("from"));
    let data = Resource::new_blocking(
        move || (grade.get(), class.get(), late.get(), from.get(), live.version()),
        |(grade, class, late, from, _)| async move {
            if late == "1" {
                return Ok((Some(late_holdings(from).await?), None));
            }
            let (filled, lacking) = filled_items(grade.clone(), class.clone()).await?;
            Ok((None, Some((grade, class, filled, lacking))))
        },
    );
    view! {
        <Load data view=|(late, whole): (Option<Late>, Option<Found>)| view! {
            {late.map(late_list)}
            {whole.map(whole_or_class)}
        }/>
    }
}

fn whole_or_class((grade, class, found, lacking): Found) -> impl IntoView {
    let chosen = found.classes.iter().find(|one| one.grade.to_string() == grade && one.class_name == class);
    match chosen.cloned() {
        Some(chosen) => one_class(chosen, lacking).into_any(),
        None => school(found).into_any(),
    }
}

/// 已过归档期限的材料和记录, pupil by pupil.
fn late_list((n, classes, next): Late) -> impl IntoView {
    let list = if classes.is_empty() && n > 0 {
        view! { <p>{w::LATE_GONE}</p> }.into_any()
    } else if classes.is_empty() {
        view! { <Empty title=w::LATE_NONE><p>{w::LATE_NONE_NEXT}</p></Empty> }.into_any()
    } else {
        keyed(
            classes,
            |(label, _)| label.clone(),
            |(label, lines)| {
                let rows = keyed(lines, |line| line.id, late_row);
                let headings = columns([w::NAME, p::NUMBER, w::LATE_WHAT]);
                view! { <DataTable caption=label columns=headings>{rows}</DataTable> }
            },
        )
        .into_any()
    };
    let next = next.map(|from| {
        let href = format!("/archive/filled?late=1&from={from}");
        view! { <p><a href=href>{w::LATE_MORE}</a></p> }
    });
    let all = (n > 0).then(|| view! { <p class="hint">{w::late_in_all(n)}</p> });
    view! {
        <BackLink href="/archive/filled"/>
        <PageTitle title=w::LATE_TITLE caption=Some(w::FILLED_TITLE.to_owned())/>
        <p class="lead">{w::LATE_LEAD}</p>
        {all}
        {list}
        {next}
    }
}

fn late_row(line: LackingLine) -> impl IntoView {
    let LackingLine { id, name, number, missing, today, .. } = line;
    view! {
        <Row>
            <RowHeader><a href=format!("/pupils/{id}/archive")>{name}</a></RowHeader>
            <Cell label=p::NUMBER>{number}</Cell>
            <Cell label=w::LATE_WHAT><ul class="plain-list">{missing_lines(&missing, today)}</ul></Cell>
        </Row>
    }
}

/// What is not on file, each with its day.
fn missing_lines(missing: &[Missing], today: NaiveDate) -> impl IntoView + use<> {
    let line = |one: &Missing| {
        let words = w::missing(&one.what, &day(one.due), one.due < today);
        view! { <li>{words}</li> }
    };
    missing.iter().map(line).collect_view()
}

/// How much of it is there; of nobody there is no share.
fn share(of: Filled) -> String {
    of.percent_of_any().map_or_else(|| home::UNKNOWN.to_owned(), w::percent)
}

fn figures(filled: Filled) -> impl IntoView {
    let shown = |n: i64| Signal::stored(n.to_string());
    view! {
        <StatRow>
            <Stat label=w::FILLED value=Signal::stored(share(filled))/>
            <Stat label=w::FILLED_WHOLE value=shown(filled.whole) unit=w::PEOPLE/>
            <Stat label=w::FILLED_NOT value=shown(filled.pupils - filled.whole) unit=w::PEOPLE/>
            <Stat label=w::FILLED_LACKING value=shown(filled.lacking) unit=w::ITEMS/>
        </StatRow>
    }
}

/// What archives should hold besides the form.
fn holdings(held: Filled, late: Option<i64>) -> impl IntoView {
    if held.pupils == 0 {
        return view! { <p>{w::HOLDINGS_NONE}</p> }.into_any();
    }
    let shown = |n: i64| Signal::stored(n.to_string());
    let late = late.map(|n| {
        let tone = if n > 0 { Tone::Danger } else { Tone::Neutral };
        let href = Some("/archive/filled?late=1".to_owned());
        view! { <Stat label=w::HOLDINGS_LATE value=shown(n) unit=w::ITEMS tone href/> }
    });
    view! {
        <StatRow>
            <Stat label=w::HOLDINGS_PERCENT value=Signal::stored(share(held))/>
            <Stat label=w::HOLDINGS_WHOLE value=shown(held.whole) unit=w::PEOPLE/>
            <Stat label=w::HOLDINGS_LACKING value=shown(held.lacking) unit=w::ITEMS/>
            {late}
        </StatRow>
    }
    .into_any()
}

/// What is lacking by the categories of the article; nothing where nothing is.
fn by_category(held: &Held) -> Option<impl IntoView + use<>> {
    let lacking: Vec<(Category, i64)> = held.lacking.iter().map(|(category, n)| (*category, *n)).collect();
    (!lacking.is_empty()).then(|| {
        let rows = keyed(
            lacking,
            |(category, _)| category.key(),
            |(category, n)| {
                view! {
                    <Row>
                        <RowHeader>{category.label()}</RowHeader>
                        <Cell label=w::HOLDINGS_LACKING numeric=true>{n}</Cell>
                    </Row>
                }
            },
        );
        let headings = vec![Column::new(w::HOLDINGS_CATEGORY), Column::new(w::HOLDINGS_LACKING).numeric()];
        view! { <DataTable caption=w::HOLDINGS_BY_CATEGORY columns=headings>{rows}</DataTable> }
    })
}

fn school(found: FilledItems) -> impl IntoView {
    let FilledItems { school, holdings: held, classes } = found;
    let table = if classes.is_empty() {
        view! { <Empty title=w::FILLED_NOBODY><p>{w::FILLED_NOBODY_NEXT}</p></Empty> }.into_any()
    } else {
        let key = |one: &ClassFilled| format!("{}|{}", one.grade, one.class_name);
        let rows = keyed(classes, key, |ClassFilled { grade, grade_label, class_name, filled, holdings }| {
            let href = format!("/archive/filled?grade={grade}&class={}", escaped(&class_name));
            view! {
                <Row>
                    <RowHeader><a href=href>{format!("{grade_label}{class_name}")}</a></RowHeader>
                    <Cell label=w::FILLED numeric=true>{share(filled)}</Cell>
                    <Cell label=w::FILLED_WHOLE numeric=true>{filled.whole}</Cell>
                    <Cell label=w::FILLED_NOT numeric=true>{filled.pupils - filled.whole}</Cell>
                    <Cell label=w::FILLED_LACKING numeric=true>{filled.lacking}</Cell>
                    <Cell label=w::HOLDINGS_PERCENT numeric=true>{share(holdings)}</Cell>
                    <Cell label=w::HOLDINGS_LACKING numeric=true>{holdings.lacking}</Cell>
                </Row>
            }
        });
        let headings = vec![
            Column::new(w::FILLED_CLASS),
            Column::new(w::FILLED).numeric(),
            Column::new(w::FILLED_WHOLE).numeric(),
            Column::new(w::FILLED_NOT).numeric(),
            Column::new(w::FILLED_LACKING).numeric(),
            Column::new(w::HOLDINGS_PERCENT).numeric(),
            Column::new(w::HOLDINGS_LACKING).numeric(),
        ];
        view! { <DataTable caption=w::FILLED_CLASSES caption_hidden=true columns=headings>{rows}</DataTable> }
            .into_any()
    };
    view! {
        <PageTitle title=w::FILLED_TITLE/>
        <p class="lead">{w::FILLED_LEAD}</p>
        {figures(school)}
        <Section id="holdings" title=w::HOLDINGS>
            {holdings(held.all, Some(held.late))}
            {by_category(&held)}
        </Section>
        <Section id="classes" title=w::FILLED_CLASSES>{table}</Section>
    }
}

fn one_class(class: ClassFilled, lacking: Vec<LackingLine>) -> impl IntoView {
    let list = if lacking.is_empty() {
        view! { <p>{w::FILLED_ALL}</p> }.into_any()
    } else {
        let rows = keyed(
            lacking,
            |line| line.id,
            |LackingLine { id, name, number, lacking, missing, today }| {
                let missing = missing_lines(&missing, today);
                view! {
                    <Row>
                        <RowHeader><a href=format!("/pupils/{id}/archive")>{name}</a></RowHeader>
                        <Cell label=p::NUMBER>{number}</Cell>
                        <Cell label=w::FORM_LACKING>{lacking.join("、")}</Cell>
                        <Cell label=w::HOLDINGS_LACKING><ul class="plain-list">{missing}</ul></Cell>
                    </Row>
                }
            },
        );
        let headings = columns([w::NAME, p::NUMBER, w::FORM_LACKING, w::HOLDINGS_LACKING]);
        view! { <DataTable caption=w::FILLED_LIST caption_hidden=true columns=headings>{rows}</DataTable> }
            .into_any()
    };
    let title = format!("{}{}", class.grade_label, class.class_name);
    view! {
        <BackLink href="/archive/filled"/>
        <PageTitle title caption=Some(w::FILLED_TITLE.to_owned())/>
        {figures(class.filled)}
        <Section id="holdings" title=w::HOLDINGS>{holdings(class.holdings, None)}</Section>
        <Section id="lacking" title=w::FILLED_LIST>
            <p class="hint">{w::FILLED_HINT}</p>
            {list}
        </Section>
    }
}
