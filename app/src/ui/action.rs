//! Things to press.
use leptos::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// What pressing it means. One [`ButtonKind::Primary`] a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing this page is for.
    #[default]
    Primary,
    /// Something else one may do.
    Secondary,
    /// Cannot be taken back easily: refuse, delete.
    Warning,
    /// Looks like a link, is a button (sign out).
    Link,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button",
            Self::Secondary => "button button-secondary",
            Self::Warning => "button button-warning",
            Self::Link => "button-link",
        }
    }
}

/// `<button class="button …">`. `name` and `value` tell several apart in a form.
/// Further attributes and handlers can be spread on it (`on:click`).
#[component]
pub fn Button(
    /// What it means, which says how it looks.
    #[prop(optional)]
    kind: ButtonKind,
    /// `submit`, `button` or `reset`.
    #[prop(default = "submit")]
    button_type: &'static str,
    /// Tells several buttons of one form apart, with `value`.
    #[prop(optional, into)]
    name: Option<String>,
    /// What is sent when this button was pressed.
    #[prop(optional, into)]
    value: Option<String>,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class=kind.class()
            type=button_type
            name=name
            value=value
            disabled=move || disabled.get()
        >
            {children()}
        </button>
    }
}

/// A link that looks like a button, for going somewhere (start, new, download): `<a class="button …">`.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What it means, which says how it looks.
    #[prop(optional)]
    kind: ButtonKind,
    /// The browser's own request, not a page of the router: files to download.
    #[prop(optional)]
    external: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=href rel=external.then_some("external")>
            {children()}
        </a>
    }
}

/// Whether a page of this browser is live. On the server none ever is: effects do not run there.
static LIVE: AtomicBool = AtomicBool::new(false);

/// A button that prints the page. It appears once the page is live: without scripts the browser's own menu prints.
#[component]
pub fn PrintButton(children: Children) -> impl IntoView {
    // Where a live page is drawn again the button stays where it is, and so does who stands on it.
    let live = RwSignal::new(LIVE.load(Ordering::Relaxed));
    Effect::new(move |_| {
        LIVE.store(true, Ordering::Relaxed);
        live.set(true);
    });
    let print = |_| {
        // A browser that cannot print says so itself.
        let _ = window().print();
    };
    view! {
        <button class="button button-secondary" type="button" hidden=move || !live.get() on:click=print>
            {children()}
        </button>
    }
}

/// A row of buttons and links: `<div class="actions">`.
#[component]
pub fn Actions(
    /// In a long form of its own page: the row stays at the lower edge of the window while the form is filled in (`actions-sticky`).
    #[prop(optional)]
    sticky: bool,
    children: Children,
) -> impl IntoView {
    let class = if sticky { "actions actions-sticky" } else { "actions" };
    view! { <div class=class>{children()}</div> }
}
