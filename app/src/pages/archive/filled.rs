//! 档案完整情况 (第七条): how many of the items that have to be filled are, and how much of what archives should hold besides is there, in the
//! school and class by class; and what is lacking, pupil by pupil.

use crate::api::dashboard::filled_items;
use crate::api::day;
use crate::api::desk::escaped;
use crate::live::{Topic, use_live};
use crate::pages::parts::{Load, query};
use crate::text::t::{archive as w, pupil as p};
use crate::ui::{
    BackLink, Cell, Column, DataTable, Empty, PageTitle, Row, RowHeader, Section, Stat, StatRow, Tone,
    columns, keyed,
};
use contract::dashboard::{ClassFilled, FilledItems, LackingLine};
use domain::archive::Category;
use domain::archive::filled::{Filled, Held};
use leptos::prelude::*;

type Found = (String, String, FilledItems, Vec<LackingLine>);

/// 档案完整情况
#[component]
pub fn FilledPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (grade, class) = (query("grade"), query("class"));
    let data = Resource::new_blocking(
        move || (grade.get(), class.get(), live.version()),
        |(grade, class, _)| async move {
            let (filled, lacking) = filled_items(grade.clone(), class.clone()).await?;
            Ok((grade, class, filled, lacking))
        },
    );
    view! {
        <Load data view=|(grade, class, found, lacking): Found| {
            let chosen = found.classes.iter().find(|one| one.grade.to_string() == grade && one.class_name == class);
            match chosen.cloned() {
                Some(chosen) => one_class(chosen, lacking).into_any(),
                None => school(found).into_any(),
            }
        }/>
    }
}

fn figures(filled: Filled) -> impl IntoView {
    let shown = |n: i64| Signal::stored(n.to_string());
    view! {
        <StatRow>
            <Stat label=w::FILLED value=Signal::stored(w::percent(filled.percent()))/>
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
        view! { <Stat label=w::HOLDINGS_LATE value=shown(n) unit=w::ITEMS tone/> }
    });
    view! {
        <StatRow>
            <Stat label=w::HOLDINGS_PERCENT value=Signal::stored(w::percent(held.percent()))/>
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
                    <Cell label=w::FILLED numeric=true>{w::percent(filled.percent())}</Cell>
                    <Cell label=w::FILLED_WHOLE numeric=true>{filled.whole}</Cell>
                    <Cell label=w::FILLED_NOT numeric=true>{filled.pupils - filled.whole}</Cell>
                    <Cell label=w::FILLED_LACKING numeric=true>{filled.lacking}</Cell>
                    <Cell label=w::HOLDINGS_PERCENT numeric=true>{w::percent(holdings.percent())}</Cell>
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
                let missing = missing
                    .iter()
                    .map(|one| {
                        let words = w::missing(&one.what, &day(one.due), one.due < today);
                        view! { <li>{words}</li> }
                    })
                    .collect_view();
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
