//! 第…条 in a text, as a link to the article; its words show while one points at it or has come to it with the keys.

use crate::language::{mixed, zh, zh_of};
use domain::regulation::{Article, Piece, article, pieces};
use leptos::prelude::*;

/// A text in which every citation of the regulation is a link.
pub fn cited(text: &str) -> impl IntoView + use<> {
    let one = |piece: Piece<'_>| match piece {
        Piece::Words(words) => mixed(words),
        Piece::Cited(words, number) => view! { <ArticleLink number words/> }.into_any(),
    };
    pieces(text).into_iter().map(one).collect_view()
}

/// A link to an article: `<span class="cited" data-text>` › `a`. The words of the article are the style's to show: they are no part of the
/// sentence, and whoever cannot see them follows the link.
#[component]
fn ArticleLink(
    /// Which article.
    number: u8,
    /// The words of the link.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    let text = article(number).map(Article::whole).unwrap_or_default();
    let href = format!("/regulation#article-{number}");
    view! { <span class="cited" data-text=text><a href=href lang=zh()>{words}</a></span> }
}

/// The official name of a paper, or the words of a rule: it stays as it is written, where everything around it is said in plain words.
/// `<cite class="official">`.
pub fn official(name: &str) -> impl IntoView + use<> {
    let (name, lang) = (name.to_owned(), zh_of(name));
    view! { <cite class="official" lang=lang>{name}</cite> }
}

/// What a person wrote, as it was written: `<q class="said">`.
pub fn quoted(words: &str) -> impl IntoView + use<> {
    let (words, lang) = (words.to_owned(), zh_of(words));
    view! { <q class="said" lang=lang>{words}</q> }
}
