//! Finding one's way: navigation, breadcrumbs, the way back.
use crate::text::t;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

/// One entry of [`Nav`].
#[derive(Clone, Debug)]
pub struct NavItem {
    /// The address it leads to, without a query.
    pub href: String,
    /// Its words.
    pub label: String,
    /// How many things wait behind it; nothing is shown for none.
    pub count: Option<Signal<u64>>,
    /// What is heard of the number.
    said: fn(u64) -> String,
}

impl NavItem {
    /// A link without a number.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), count: None, said: t::layout::waiting }
    }

    /// With a number beside it, which may change by itself.
    pub fn with_count(mut self, count: impl Into<Signal<u64>>) -> Self {
        self.count = Some(count.into());
        self
    }

    /// With other words for those who hear the number: not everything that is counted waits.
    pub fn said(mut self, said: fn(u64) -> String) -> Self {
        self.said = said;
        self
    }
}

/// An address with its query; what is empty is left out. The values are keys and ids, which need no escaping.
pub fn with_query<const N: usize>(path: &str, pairs: [(&str, &str); N]) -> String {
    let parts = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    let query = parts.map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("&");
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The entry that `path` is in: the longest `href` that is the path or a folder above it.
fn current_of<'a>(hrefs: impl Iterator<Item = &'a str>, path: &str) -> Option<usize> {
    hrefs
        .enumerate()
        .filter(|(_, href)| {
            let folder = href.trim_end_matches('/');
            path == *href
                || path == folder
                || (path.starts_with(folder) && path[folder.len()..].starts_with('/'))
        })
        .max_by_key(|(_, href)| href.len())
        .map(|(index, _)| index)
}

/// One place of [`Nav`]: a link, or a menu of links under one word.
#[derive(Clone, Debug)]
pub enum NavEntry {
    /// A link of its own.
    Link(NavItem),
    /// The word of a menu, and the links in it.
    Menu(String, Vec<NavItem>),
}

impl NavEntry {
    /// A menu; the only link of a menu stands for itself, and one without links is not there.
    pub fn menu(label: impl Into<String>, mut items: Vec<NavItem>) -> Option<Self> {
        match items.len() {
            0 => None,
            1 => items.pop().map(Self::Link),
            _ => Some(Self::Menu(label.into(), items)),
        }
    }

    /// The links in it.
    pub fn items(&self) -> &[NavItem] {
        match self {
            Self::Link(item) => std::slice::from_ref(item),
            Self::Menu(_, items) => items,
        }
    }
}

impl From<NavItem> for NavEntry {
    fn from(item: NavItem) -> Self {
        Self::Link(item)
    }
}

/// Navigation: `<nav class="nav" aria-label>` › `ul` › `li` › `a[aria-current=page]`; a menu is a `<details>` in its `li`.
#[component]
pub fn Nav<E>(
    /// The places, in this order.
    items: Vec<E>,
    /// The path of the page shown (`/cases/123`), which decides what is current.
    #[prop(into)]
    path: Signal<String>,
    /// Tabs inside a page rather than the main navigation.
    #[prop(optional)]
    secondary: bool,
    /// What the tabs are together, where a page has others too.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView
where
    E: Into<NavEntry> + 'static,
{
    let (class, usual) =
        if secondary { ("nav nav-secondary", t::layout::SUB_NAV) } else { ("nav", t::layout::MAIN_NAV) };
    let name = label.unwrap_or(usual.said());
    let entries: Vec<NavEntry> = items.into_iter().map(Into::into).collect();
    let hrefs: Vec<String> = entries.iter().flat_map(NavEntry::items).map(|item| item.href.clone()).collect();
    let current = Memo::new(move |_| path.with(|path| current_of(hrefs.iter().map(String::as_str), path)));
    let mut first = 0;
    let places = entries
        .into_iter()
        .map(|entry| {
            let index = first;
            first += entry.items().len();
            match entry {
                NavEntry::Link(item) => nav_link(item, index, current).into_any(),
                NavEntry::Menu(label, items) => {
                    view! { <NavMenu label items first=index current/> }.into_any()
                }
            }
        })
        .collect_view();
    view! {
        <nav class=class aria-label=name>
            <ul class="container nav-list">{places}</ul>
        </nav>
    }
}

fn nav_link(item: NavItem, index: usize, current: Memo<Option<usize>>) -> impl IntoView {
    let mark = move || (current.get() == Some(index)).then_some("page");
    let said = item.said;
    let count = item.count.map(|count| {
        view! {
            <span class="nav-count" class:nav-count-none=move || count.get() == 0>
                <span aria-hidden="true">{move || count.get()}</span>
                <span class="visually-hidden">{move || said(count.get())}</span>
            </span>
        }
    });
    view! { <li><a class="nav-link" href=item.href aria-current=mark>{item.label}{count}</a></li> }
}

/// Links under one word. The browser opens it and closes the others of the same name; with JavaScript it closes by itself as well:
/// on a choice, on Escape, and when one turns to something else.
#[component]
fn NavMenu(
    label: String,
    items: Vec<NavItem>,
    /// The place of its first link among all links.
    first: usize,
    current: Memo<Option<usize>>,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(details) = node.get_untracked() {
            details.set_open(false);
        }
    };
    let holds = move |target: Option<web_sys::EventTarget>| {
        let target = target.and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        node.get_untracked().is_some_and(|details| details.contains(target.as_ref()))
    };
    // Effects run in the browser only.
    Effect::new(move |_| {
        let elsewhere = window_event_listener(ev::click, move |event| {
            if !holds(event.target()) {
                close();
            }
        });
        on_cleanup(move || elsewhere.remove());
    });
    let left = move |event: ev::FocusEvent| {
        // Some browsers do not say where the focus goes after a click; that click is seen by itself.
        if event.related_target().is_some_and(|target| !holds(Some(target))) {
            close();
        }
    };
    let escaped = move |event: ev::KeyboardEvent| {
        if event.key() != "Escape" {
            return;
        }
        close();
        let summary = node.get_untracked().and_then(|details| details.first_element_child());
        if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = summary.focus();
        }
    };
    let places = first..first + items.len();
    let mark = move || current.get().is_some_and(|index| places.contains(&index)).then_some("true");
    let links = items
        .into_iter()
        .enumerate()
        .map(|(index, item)| nav_link(item, first + index, current))
        .collect_view();
    view! {
        <li class="nav-menu">
            <details name="main-nav" node_ref=node on:focusout=left on:keydown=escaped>
                <summary class="nav-link" aria-current=mark>{label}</summary>
                <ul class="nav-menu-list" on:click=move |_| close()>{links}</ul>
            </details>
        </li>
    }
}

/// Where this page is: `<nav class="breadcrumbs" aria-label>` › `ol`; the last entry is the page itself.
#[component]
pub fn Breadcrumbs(
    /// The pages above, outermost first: (href, words).
    items: Vec<(String, String)>,
    /// This page.
    #[prop(into)]
    current: String,
) -> impl IntoView {
    let above =
        items.into_iter().map(|(href, words)| view! { <li><a href=href>{words}</a></li> }).collect_view();
    view! {
        <nav class="breadcrumbs" aria-label=t::layout::BREADCRUMBS>
            <ol>
                {above}
                <li aria-current="page">{current}</li>
            </ol>
        </nav>
    }
}

/// One step back in a journey of one question a page: `<a class="back-link">`.
#[component]
pub fn BackLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// The words of the link.
    #[prop(default = t::layout::BACK.to_owned(), into)]
    label: String,
) -> impl IntoView {
    view! { <a class="back-link" href=href>{label}</a> }
}

#[cfg(test)]
mod tests {
    use super::{NavEntry, NavItem, current_of};

    #[test]
    fn a_menu_of_one_is_a_link() {
        let one = || NavItem::new("/cases", "x");
        assert!(NavEntry::menu("m", vec![]).is_none());
        assert!(matches!(NavEntry::menu("m", vec![one()]), Some(NavEntry::Link(_))));
        assert!(
            matches!(NavEntry::menu("m", vec![one(), one()]), Some(NavEntry::Menu(_, items)) if items.len() == 2)
        );
    }

    #[test]
    fn the_longest_folder_is_current() {
        let hrefs = ["/", "/cases", "/cases/new", "/children"];
        let at = |path| current_of(hrefs.iter().copied(), path);
        assert_eq!(at("/cases/new"), Some(2));
        assert_eq!(at("/cases/42"), Some(1));
        assert_eq!(at("/casesx"), Some(0));
        assert_eq!(at("/"), Some(0));
        assert_eq!(current_of(["/cases"].into_iter(), "/casesx"), None);
    }
}
