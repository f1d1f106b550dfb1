//! Facts about one thing, and single numbers.
use super::Tone;
use crate::text::t;
use leptos::prelude::*;

/// Names and values: `<dl class="summary">`; the children are [`SummaryRow`]s.
#[component]
pub fn SummaryList(children: Children) -> impl IntoView {
    view! { <dl class="summary">{children()}</dl> }
}

/// One line of a [`SummaryList`]: `<div>` › `dt`, `dd`, and `dd` › `a` 更改 where `change` is given.
/// Without children it says 未填写.
#[component]
pub fn SummaryRow(
    /// 项目.
    #[prop(into)]
    term: String,
    /// Where the value can be changed.
    #[prop(optional_no_strip, into)]
    change: Option<String>,
    /// The language of the row where it is not the page's.
    #[prop(optional_no_strip)]
    lang: Option<&'static str>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let value = match children {
        Some(children) => children().into_any(),
        None => view! { <span class="muted">{t::common::NOT_FILLED}</span> }.into_any(),
    };
    let link = change.map(|href| {
        let term = term.clone();
        view! {
            <dd class="summary-change">
                <a href=href>{t::common::CHANGE}<span class="visually-hidden">{term}</span></a>
            </dd>
        }
    });
    view! {
        <div class="summary-row" lang=lang>
            <dt class="summary-term">{term}</dt>
            <dd class="summary-value">{value}</dd>
            {link}
        </div>
    }
}

/// Numbers side by side: `<dl class="stats">`; the children are [`Stat`]s.
#[component]
pub fn StatRow(children: Children) -> impl IntoView {
    view! { <dl class="stats">{children()}</dl> }
}

/// A big number with its label, in a [`StatRow`]: `<div class="stat">` › `dt`, `dd.stat-value`, `dd.stat-note`, `dd.stat-trend`.
#[component]
pub fn Stat(
    /// What is counted.
    #[prop(into)]
    label: String,
    /// Ready to read (`1,234`); changes by itself where it is a signal.
    #[prop(into)]
    value: Signal<String>,
    /// 人, 件.
    #[prop(optional, into)]
    unit: String,
    /// Its mood; never the only carrier of its meaning.
    #[prop(optional)]
    tone: Tone,
    /// A line below it: since when, of how many.
    #[prop(optional_no_strip, into)]
    note: Option<String>,
    /// What the number counts, one click away.
    #[prop(optional_no_strip, into)]
    href: Option<String>,
    /// How it came about: a line over the last weeks.
    #[prop(optional_no_strip)]
    trend: Option<AnyView>,
) -> impl IntoView {
    let label = match href {
        Some(href) => view! { <a class="stat-link" href=href>{label}</a> }.into_any(),
        None => label.into_any(),
    };
    view! {
        <div class=format!("stat {}", tone.class())>
            <dt class="stat-label">{label}</dt>
            <dd class="stat-value">
                {move || value.get()}
                {(!unit.is_empty()).then(|| view! { <span class="stat-unit">{unit}</span> })}
            </dd>
            {note.map(|note| view! { <dd class="stat-note">{note}</dd> })}
            {trend.map(|trend| view! { <dd class="stat-trend">{trend}</dd> })}
        </div>
    }
}
