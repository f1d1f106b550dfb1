//! 办事指南 and the text of the regulation. Everybody may read them; they hold nothing of a pupil.

pub mod regulation;

pub use regulation::RegulationPage;
use regulation::{article_title, law_is_chinese};

use crate::api::guide::{GuideHere, guide};
use crate::language::{Language, colon, here, in_chinese, listed, mixed, name, zh};
use crate::pages::parts::{Load, param};
use crate::text::t::guide as w;
use crate::ui::{
    BackLink, Cell, DataTable, Details, PageTitle, Row, RowHeader, Section, cited, columns, keyed,
};
use domain::guide::{Guide, Limit, Need, Route, Task};
use domain::regulation::article;
use leptos::prelude::*;

/// The link to the guide of a form's task, beside the form's title.
#[component]
pub fn GuideLink(
    /// What the form is for.
    task: Task,
) -> impl IntoView {
    view! { <a href=format!("/guide/{}", task.key())>{w::LINK}</a> }
}

/// 办事指南: every task.
#[component]
pub fn GuidesPage() -> impl IntoView {
    let (guardians, schools): (Vec<Task>, Vec<Task>) =
        Task::all().into_iter().partition(|task| task.is_for_guardians());
    let list = |tasks: Vec<Task>| {
        let items = tasks.into_iter().map(|task| {
            let href = format!("/guide/{}", task.key());
            view! { <li><a href=href>{name(&task)}</a><p class="hint">{summary(task)}</p></li> }
        });
        view! { <ul class="entry-list">{items.collect_view()}</ul> }
    };
    view! {
        <PageTitle title=w::TITLE/>
        <p class="lead">{w::LEAD}</p>
        <Section id="guardians" title=w::FOR_GUARDIANS>{list(guardians)}</Section>
        <Section id="schools" title=w::FOR_SCHOOLS>{list(schools)}</Section>
        <p><a href="/regulation">{w::REGULATION_LINK}</a></p>
    }
}

/// The guide to one task.
#[component]
pub fn GuidePage() -> impl IntoView {
    let task = param("task");
    let data = Resource::new_blocking(move || task.get(), guide);
    view! {
        <BackLink href="/guide" label=w::ALL/>
        <Load data view=sheet/>
    }
}

/// What a task is for, in a sentence.
fn summary(task: Task) -> &'static str {
    match here() {
        Language::Chinese => task.summary(),
        Language::English => domain::english::summary(task),
    }
}

fn sheet(found: GuideHere) -> impl IntoView {
    let GuideHere { guide, local } = found;
    let guide = match here() {
        Language::Chinese => guide,
        Language::English => domain::english::guide(guide),
    };
    let Guide { task, summary, openers, how, papers, routes, days, limits, result, articles } = guide;
    let days = days.into_iter().map(|words| view! { <li>{mixed(words)}</li> }).collect_view();
    let place = if local { w::HERE } else { w::NATION };
    let basis = keyed(
        articles.into_iter().filter_map(article),
        |article| article.number,
        |article| {
            let paragraphs =
                article.text.iter().map(|text| view! { <p lang=zh()>{*text}</p> }).collect_view();
            view! { <Details summary=article_title(article)>{paragraphs}</Details> }
        },
    );
    view! {
        <PageTitle title=name(&task) caption=Some(w::TITLE.to_owned())/>
        <p class="lead">{summary}</p>
        <Section id="who" title=w::WHO>
            <p>{mixed(listed(&openers))}</p>
            <p>{how}</p>
        </Section>
        <Section id="papers" title=w::PAPERS>{needs(papers)}</Section>
        <Section id="steps" title=w::STEPS>{routes.into_iter().map(route).collect_view()}</Section>
        <Section id="days" title=w::DAYS>
            <ul>{days}</ul>
            <p class="hint">{place}</p>
        </Section>
        {rules(limits, local)}
        <Section id="result" title=w::RESULT><p>{result}</p></Section>
        <Section id="basis" title=w::BASIS more=("/regulation".to_owned(), w::REGULATION_LINK.to_owned())>
            {law_is_chinese()}
            {basis}
        </Section>
    }
}

fn needs(papers: Vec<Need>) -> AnyView {
    if papers.is_empty() {
        return view! { <p>{w::NO_PAPERS}</p> }.into_any();
    }
    let one = |need: Need| {
        let when = (!need.when.is_empty()).then(|| format!("{}{}", need.when, colon()));
        match need.any_of.as_slice() {
            [only] => view! { <li>{when.map(mixed)}{mixed(only.clone())}</li> }.into_any(),
            several => {
                let kinds =
                    several.iter().map(|kind| view! { <li>{mixed(kind.clone())}</li> }).collect_view();
                view! { <li>{when.map(mixed)}{w::ONE_OF}<ul>{kinds}</ul></li> }.into_any()
            }
        }
    };
    view! { <ul>{papers.into_iter().map(one).collect_view()}</ul> }.into_any()
}

fn route(route: Route) -> impl IntoView {
    let turns = route
        .turns
        .into_iter()
        .map(|turn| view! { <li><strong>{mixed(turn.who)}</strong>{colon()}{mixed(turn.does)}</li> })
        .collect_view();
    let when = (!route.when.is_empty()).then(|| view! { <h3>{mixed(route.when)}</h3> });
    view! { {when}<ol>{turns}</ol> }
}

fn rules(limits: Vec<Limit>, local: bool) -> Option<impl IntoView + use<>> {
    if limits.is_empty() {
        return None;
    }
    let rows = limits
        .into_iter()
        .map(|limit| {
            view! {
                <Row>
                    <RowHeader>{in_chinese(limit.label)}</RowHeader>
                    <Cell label=w::VALUE>{in_chinese(limit.value)}</Cell>
                    <Cell label=w::SOURCE>{cited(&limit.source)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let title = if local { w::LIMITS } else { w::LIMITS_NATION };
    let headings = columns([w::LIMIT, w::VALUE, w::SOURCE]);
    Some(view! {
        <Section id="limits" title>
            <DataTable caption=title caption_hidden=true columns=headings dense=true>{rows}</DataTable>
        </Section>
    })
}
