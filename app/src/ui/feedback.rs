//! What the system says back.
use crate::text::t;
use leptos::prelude::*;

/// What kind of news it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeKind {
    #[default]
    /// Something to know.
    Info,
    /// It is done.
    Success,
    /// Something to look at before going on.
    Warn,
    /// Something is wrong, and has to be put right first.
    Error,
}

/// News for the whole page: `<div class="notice notice-…" role>` › `p.notice-title`, children.
/// Errors are announced at once (`alert`), success when there is a pause (`status`).
#[component]
pub fn Notice(
    /// What kind of news it is.
    #[prop(optional)]
    kind: NoticeKind,
    /// The heading; the word for the kind when there is none.
    #[prop(optional_no_strip, into)]
    title: Option<String>,
    children: Children,
) -> impl IntoView {
    let (class, word, role) = match kind {
        NoticeKind::Info => ("notice notice-info", t::feedback::INFO, None),
        NoticeKind::Success => ("notice notice-success", t::feedback::SUCCESS, Some("status")),
        NoticeKind::Warn => ("notice notice-warn", t::feedback::WARN, None),
        NoticeKind::Error => ("notice notice-error", t::feedback::ERROR, Some("alert")),
    };
    let title = title.unwrap_or_else(|| word.to_owned());
    view! {
        <div class=class role=role>
            <p class="notice-title">{title}</p>
            <div class="notice-body">{children()}</div>
        </div>
    }
}

/// Nothing here, and what to do next (the children, which no empty page is without): `<div class="empty">`.
#[component]
pub fn Empty(
    /// What there is nothing of.
    #[prop(into)]
    title: String,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty-title">{title}</p>
            <div class="empty-next">{children()}</div>
        </div>
    }
}

/// It is done: the `<h1>` of a confirmation page and its number to keep. `<div class="panel">`.
#[component]
pub fn Panel(
    /// What is done.
    #[prop(into)]
    title: String,
    /// What the number is called.
    #[prop(default = t::feedback::REFERENCE.to_owned(), into)]
    reference_label: String,
    /// The number that the person should write down.
    #[prop(optional_no_strip, into)]
    reference: Option<String>,
) -> impl IntoView {
    view! {
        <div class="panel">
            <h1 class="panel-title">{title}</h1>
            {reference.map(|reference| view! {
                <p class="panel-reference">
                    {reference_label}
                    <strong class="panel-number">{reference}</strong>
                </p>
            })}
        </div>
    }
}

/// More, for those who want it: `<details class="details">` › `summary`.
#[component]
pub fn Details(
    /// What is always seen of it.
    #[prop(into)]
    summary: String,
    /// Whether it is open at first.
    #[prop(optional)]
    open: bool,
    children: Children,
) -> impl IntoView {
    let inside = view! {
        <summary>{summary}</summary>
        <div class="details-body">{children()}</div>
    };
    // Without a value that is set again: a page that follows changes must not close what the reader has opened.
    if open {
        view! { <details class="details" open>{inside}</details> }.into_any()
    } else {
        view! { <details class="details">{inside}</details> }.into_any()
    }
}

/// How far a job is: `<div class="progress">` › `label`, `progress`, the same in words.
/// A `total` of 0 is not known yet: the bar moves without a value.
#[component]
pub fn Progress(
    /// Unique in the page.
    #[prop(into)]
    id: String,
    /// What is under way.
    #[prop(into)]
    label: String,
    /// How much is done.
    #[prop(into)]
    done: Signal<u64>,
    /// How much there is; 0 while that is not known.
    #[prop(into)]
    total: Signal<u64>,
) -> impl IntoView {
    let known = move || total.get() > 0;
    let words = move || {
        if known() { t::feedback::progress(done.get(), total.get()) } else { t::feedback::WORKING.to_owned() }
    };
    view! {
        <div class="progress">
            <label class="progress-label" for=id.clone()>{label}</label>
            <progress
                id=id
                class="progress-bar"
                max=move || known().then(|| total.get().to_string())
                value=move || known().then(|| done.get().to_string())
            ></progress>
            <p class="progress-text">{words}</p>
        </div>
    }
}

/// Says to a screen reader what changed by itself: `<p class="visually-hidden" role="status" aria-live="polite">`.
/// It must be in the page, empty, before there is something to say.
#[component]
pub fn LiveRegion(
    /// What is said; empty for nothing.
    #[prop(into)]
    message: Signal<String>,
) -> impl IntoView {
    view! {
        <p class="visually-hidden" role="status" aria-live="polite" aria-atomic="true">{move || message.get()}</p>
    }
}
