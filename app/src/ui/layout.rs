//! The frame of a page: header, main, footer, titles.
use super::AppearanceSwitch;
use crate::language::{LanguageSwitch, in_chinese, mixed};
use crate::text::t;
use leptos::prelude::*;
use leptos_meta::Title;

/// First thing on a page: lets a keyboard user jump over the header.
///
/// `<a class="skip-link" href="#main">`; the target is [`Main`].
#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="skip-link" href="#main">{t::layout::SKIP_TO_MAIN}</a> }
}

/// The band at the top: emblem and name, and, when someone is signed in, who they are and for which unit.
///
/// `<header class="site-header">` › `a.brand`, `div.account`. The children go at the end of the account block:
/// the sign-out form. Before who is here stand the language ([`LanguageSwitch`]) and the choice of how everything looks ([`AppearanceSwitch`]).
#[component]
pub fn Header(
    /// 单位名称 of the signed-in account.
    #[prop(optional_no_strip, into)]
    unit: Option<String>,
    /// 姓名 of the signed-in person; without it there is no account block.
    #[prop(optional_no_strip, into)]
    user: Option<String>,
    /// 角色, in words.
    #[prop(optional_no_strip, into)]
    role: Option<String>,
    /// Where the emblem leads.
    #[prop(default = "/".to_owned(), into)]
    home: String,
    /// What one looks for things with, between the emblem and the account.
    #[prop(optional_no_strip)]
    search: Option<AnyView>,
    /// A page that speaks Chinese and English: the choice is offered.
    #[prop(optional)]
    both: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let signed_in = user.is_some();
    let slot = children.map(|children| children());
    let who = user.map(|user| {
        view! {
            <p class="account-who">
                {unit.map(|unit| view! { <span class="account-unit">{in_chinese(unit)}</span> })}
                <span class="account-user">{in_chinese(user)}</span>
                {role.map(|role| view! { <span class="account-role">{role}</span> })}
            </p>
        }
    });
    let account = if signed_in {
        view! { <div class="account" role="group" aria-label=t::layout::ACCOUNT>{who}{slot}</div> }.into_any()
    } else {
        view! { <div class="account">{slot}</div> }.into_any()
    };
    view! {
        <header class="site-header">
            <div class="container site-header-row">
                <a class="brand" href=home>
                    <img class="brand-mark" src="/logo.svg" alt="" width="44" height="44"/>
                    <span class="brand-text">
                        <span class="brand-name">{t::common::PRODUCT}</span>
                        <span class="brand-full">{t::common::PRODUCT_FULL}</span>
                    </span>
                </a>
                {search}
                {both.then(|| view! { <LanguageSwitch/> })}
                <AppearanceSwitch/>
                {account}
            </div>
        </header>
    }
}

/// How wide the main column is and how large it speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MainKind {
    /// Staff: the whole width, dense.
    #[default]
    Wide,
    /// A text or a form of ordinary size.
    Narrow,
    /// One question a page, large type, for guardians on a phone.
    Question,
}

/// The one `<main id="main" tabindex="-1">` of a page.
#[component]
pub fn Main(
    /// How wide the column is and how large it speaks.
    #[prop(optional)]
    kind: MainKind,
    children: Children,
) -> impl IntoView {
    let class = match kind {
        MainKind::Wide => "container main main-wide",
        MainKind::Narrow => "container main main-narrow",
        MainKind::Question => "container main main-question",
    };
    view! { <main id="main" class=class tabindex="-1">{children()}</main> }
}

/// The band at the bottom: the regulation, the reminder about personal data, and the children (links, version).
#[component]
pub fn Footer(#[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <footer class="site-footer">
            <div class="container site-footer-row">
                <p class="footer-basis"><a href="/regulation">{t::layout::FOOTER_BASIS}</a>" "<a href="/guide">{t::guide::TITLE}</a></p>
                <p>{t::layout::FOOTER_PRIVACY}" "<a href="/privacy">{t::portal::NOTICE_LINK}</a></p>
                {children.map(|children| view! { <div class="footer-extra">{children()}</div> })}
            </div>
        </footer>
    }
}

/// Stands around a page that is shown inside another: its title is a second one, and the tab keeps the title of the page around it.
#[derive(Clone, Copy)]
pub struct InPane;

/// The title in the browser's tab alone, for a page whose `<h1>` is its question's label.
#[component]
pub fn DocumentTitle(
    /// The title, without the name of the system.
    #[prop(into)]
    title: String,
    /// The page shows errors: say so first, so that it is heard first.
    #[prop(optional)]
    has_errors: bool,
) -> impl IntoView {
    let full = t::layout::document_title(&title);
    let full = if has_errors { format!("{}{full}", t::layout::TITLE_ERROR_PREFIX) } else { full };
    use_context::<InPane>().is_none().then(|| view! { <Title text=full/> })
}

/// The page's `<h1>`, an optional caption above it, and the title in the tab.
///
/// `<div class="page-title">` › `span.caption`, `h1`, and the children at the right (buttons).
#[component]
pub fn PageTitle(
    /// The page's `<h1>`, which the tab bears too.
    #[prop(into)]
    title: String,
    /// A smaller line above: the unit, the child, the kind of case.
    #[prop(optional_no_strip, into)]
    caption: Option<String>,
    /// The page shows errors: the tab says so first.
    #[prop(optional)]
    has_errors: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let heading = match use_context::<InPane>() {
        Some(InPane) => view! { <h2 class="pane-title">{mixed(title.clone())}</h2> }.into_any(),
        None => view! { <h1>{mixed(title.clone())}</h1> }.into_any(),
    };
    view! {
        <DocumentTitle title has_errors=has_errors/>
        <div class="page-title">
            <div class="page-title-text">
                {caption.map(|caption| view! { <p class="caption">{mixed(caption)}</p> })}
                {heading}
            </div>
            {children.map(|children| view! { <div class="page-title-actions">{children()}</div> })}
        </div>
    }
}

/// A part of a page with a heading, on its own sheet: `<section class="section" aria-labelledby>` › `h2`.
#[component]
pub fn Section(
    /// Unique in the page; the heading gets `{id}-title`.
    #[prop(into)]
    id: String,
    /// The heading.
    #[prop(into)]
    title: String,
    /// A link beside the heading: (href, words).
    #[prop(optional)]
    more: Option<(String, String)>,
    children: Children,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    view! {
        <section id=id class="section" aria-labelledby=labelled_by>
            <div class="section-head">
                <h2 id=title_id>{mixed(title)}</h2>
                {more.map(|(href, words)| view! { <a class="section-more" href=href>{words}</a> })}
            </div>
            {children()}
        </section>
    }
}

/// Its children side by side where there is room, below each other where there is not: `<div class="columns">`.
#[component]
pub fn Columns(children: Children) -> impl IntoView {
    view! { <div class="columns">{children()}</div> }
}
