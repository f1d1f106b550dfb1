//! 办事指南 and the text of the regulation. Everybody may read them; they hold nothing of a pupil.

pub mod regulation;

pub use regulation::RegulationPage;
use regulation::{article_title, law_is_chinese};

use crate::api::guide::{GuideHere, guide};
use crate::language::{Language, colon, here, in_chinese, listed, mixed, name, zh};
use crate::pages::frame::Here;
use crate::pages::parts::{Load, param};
use crate::text::t::guide as w;
use crate::ui::{
    Actions, BackLink, Cell, DataTable, Details, LinkButton, PageTitle, Row, RowHeader, Section, cited,
    columns, keyed,
};
use domain::access::Role;
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
    let asked = use_context::<Here>();
    let data = Resource::new_blocking(
        move || task.get(),
        move |task| async move {
            let visitor = match asked {
                Some(asked) => asked.0.await?,
                None => None,
            };
            Ok((guide(task).await?, visitor.and_then(|visitor| visitor.who).map(|who| who.role)))
        },
    );
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

/// Where a guardian begins a task, signed in or not; nothing for the staff, and for what a school begins.
fn begin(task: Task, reader: Option<Role>) -> Option<&'static str> {
    let page = match (task, reader) {
        (Task::Bind, None) => "/guardian/sign-up",
        (Task::Bind, Some(_)) => "/my/add",
        (Task::Recover, None) => "/guardian/recover",
        (Task::Recover, Some(_)) => "/password",
        _ => "/my",
    };
    let reads = reader.is_none_or(|role| role == Role::Guardian);
    (reads && task.openers().contains(&Role::Guardian)).then_some(page)
}

fn sheet((found, reader): (GuideHere, Option<Role>)) -> impl IntoView {
    let GuideHere { guide, local } = found;
    let now = begin(guide.task, reader)
        .map(|href| view! { <Actions><LinkButton href>{w::NOW}</LinkButton></Actions> });
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
            {now}
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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::case::CaseKind;

    #[test]
    fn a_guide_leads_to_where_a_guardian_begins() {
        let correction = Task::Case(CaseKind::Correction);
        assert_eq!(begin(correction, None), Some("/my"), "by way of the sign-in");
        assert_eq!(begin(correction, Some(Role::Guardian)), Some("/my"));
        assert_eq!(begin(correction, Some(Role::Registrar)), None, "the staff has a desk");
        assert_eq!(begin(Task::Case(CaseKind::Registration), None), None, "a school begins it");
        assert_eq!(begin(Task::Bind, None), Some("/guardian/sign-up"));
        assert_eq!(begin(Task::Bind, Some(Role::Guardian)), Some("/my/add"));
    }
}
