//! Finding one's way: navigation, breadcrumbs, the way back.
use crate::text::t;
use leptos::prelude::*;

/// One entry of [`Nav`].
#[derive(Clone, Debug)]
pub struct NavItem {
    pub href: String,
    pub label: String,
    /// How many things wait behind it; nothing is shown for none.
    pub count: Option<Signal<u64>>,
}

impl NavItem {
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), count: None }
    }

    /// With a number beside it, which may change by itself.
    pub fn with_count(mut self, count: impl Into<Signal<u64>>) -> Self {
        self.count = Some(count.into());
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

/// Navigation: `<nav class="nav" aria-label>` › `ul` › `li` › `a[aria-current=page]`.
#[component]
pub fn Nav(
    items: Vec<NavItem>,
    /// The path of the page shown (`/cases/123`), which decides what is current.
    #[prop(into)]
    path: Signal<String>,
    /// Tabs inside a page rather than the main navigation.
    #[prop(optional)]
    secondary: bool,
) -> impl IntoView {
    let (class, label) =
        if secondary { ("nav nav-secondary", t::layout::SUB_NAV) } else { ("nav", t::layout::MAIN_NAV) };
    let hrefs: Vec<String> = items.iter().map(|item| item.href.clone()).collect();
    let current = Memo::new(move |_| path.with(|path| current_of(hrefs.iter().map(String::as_str), path)));
    let links = items
        .into_iter()
        .enumerate()
        .map(|(index, item)| {
            let mark = move || (current.get() == Some(index)).then_some("page");
            let count = item.count.map(|count| {
                view! {
                    <span class="nav-count" class:nav-count-none=move || count.get() == 0>
                        <span aria-hidden="true">{move || count.get()}</span>
                        <span class="visually-hidden">{move || t::layout::waiting(count.get())}</span>
                    </span>
                }
            });
            view! { <li><a class="nav-link" href=item.href aria-current=mark>{item.label}{count}</a></li> }
        })
        .collect_view();
    view! {
        <nav class=class aria-label=label>
            <ul class="container nav-list">{links}</ul>
        </nav>
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
    #[prop(into)] href: String,
    #[prop(default = t::layout::BACK.to_owned(), into)] label: String,
) -> impl IntoView {
    view! { <a class="back-link" href=href>{label}</a> }
}

#[cfg(test)]
mod tests {
    use super::current_of;

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
