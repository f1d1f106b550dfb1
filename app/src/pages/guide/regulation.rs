//! The whole text of 《中小学生学籍管理办法》, article by article: where each citation leads.

use crate::language::{Language, here, mixed, zh};
use crate::text::t::guide as w;
use crate::ui::{PageTitle, Section};
use domain::regulation::{ARTICLES, Article};
use leptos::prelude::*;

/// 《中小学生学籍管理办法》全文
#[component]
pub fn RegulationPage() -> impl IntoView {
    let mut chapters: Vec<(&'static str, Vec<&'static Article>)> = Vec::new();
    for article in &ARTICLES {
        match chapters.last_mut() {
            Some((chapter, articles)) if *chapter == article.chapter => articles.push(article),
            _ => chapters.push((article.chapter, vec![article])),
        }
    }
    let chapters = chapters
        .into_iter()
        .enumerate()
        .map(|(n, (title, articles))| {
            let articles = articles.into_iter().map(one).collect_view();
            view! { <Section id=format!("chapter-{}", n + 1) title>{articles}</Section> }
        })
        .collect_view();
    view! {
        <PageTitle title=w::REGULATION caption=Some(w::REGULATION_CAPTION.to_owned())/>
        {law_is_chinese()}
        {chapters}
        <p><a href="/guide">{w::ALL}</a></p>
    }
}

/// That the law is in Chinese, where the page around it is not.
pub(super) fn law_is_chinese() -> Option<impl IntoView> {
    (here() == Language::English).then(|| view! { <p class="hint">{w::LAW_IS_CHINESE}</p> })
}

/// How an article is called.
pub(super) fn article_title(article: &Article) -> String {
    match here() {
        Language::Chinese => article.title(),
        Language::English => format!("Article {}", article.number),
    }
}

fn one(article: &'static Article) -> impl IntoView {
    let paragraphs = article.text.iter().map(|text| view! { <p lang=zh()>{*text}</p> }).collect_view();
    view! {
        <div class="article" id=format!("article-{}", article.number)>
            <h3>{mixed(article_title(article))}</h3>
            {paragraphs}
        </div>
    }
}
