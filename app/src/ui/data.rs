//! Facts about one thing, and single numbers.
use super::Tone;
use crate::text::t;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::time::Duration;

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

/// The numbers of a page as they were last drawn, each by what it counts.
#[derive(Clone, Copy)]
struct Watched(StoredValue<BTreeMap<String, String>>);

/// How long a number that has become another one stays marked: longer than the animation lasts (`--moment`).
const MARKED: Duration = Duration::from_secs(3);

/// Has each watched [`Stat`] of the page say for a moment that it has become another number, for as long as the page stands: what draws a
/// page again draws its numbers anew, and they themselves do not know what they were.
pub fn watch_numbers() {
    provide_context(Watched(StoredValue::new(BTreeMap::new())));
}

/// Whether a number has just become another one; on the server never.
fn just_changed(value: Signal<String>, watched: Option<String>) -> RwSignal<bool> {
    let changed = RwSignal::new(false);
    let Some(key) = watched else { return changed };
    let seen = use_context::<Watched>();
    // Effects run in the browser only, and after the page was taken over as the server drew it.
    Effect::new(move |before: Option<String>| {
        let now = value.get();
        let seen = seen.and_then(|seen| seen.0.try_update_value(|all| all.insert(key.clone(), now.clone())));
        if before.or(seen.flatten()).is_some_and(|before| before != now) {
            changed.set(true);
            // The number may have gone meanwhile, and its signals with it.
            set_timeout(
                move || {
                    changed.try_set(false);
                },
                MARKED,
            );
        }
        now
    });
    changed
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
    /// The whole number, where the value is cut to few characters (`12.4万`).
    #[prop(optional_no_strip, into)]
    whole: Option<String>,
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
    /// What it counts, of which unit, for a page that marks what has changed ([`watch_numbers`]).
    #[prop(optional_no_strip, into)]
    watched: Option<String>,
) -> impl IntoView {
    let label = match href {
        Some(href) => view! { <a class="stat-link" href=href>{label}</a> }.into_any(),
        None => label.into_any(),
    };
    let changed = just_changed(value, watched);
    let class = move || {
        let mark = if changed.get() { " stat-changed" } else { "" };
        format!("stat {}{mark}", tone.class())
    };
    let shown = move || value.get();
    let shown = match whole {
        Some(whole) => view! {
            <span aria-hidden="true" title=whole.clone()>{shown}</span>
            <span class="visually-hidden">{whole}</span>
        }
        .into_any(),
        None => shown.into_any(),
    };
    view! {
        <div class=class>
            <dt class="stat-label">{label}</dt>
            <dd class="stat-value">
                {shown}
                {(!unit.is_empty()).then(|| view! { <span class="stat-unit">{unit}</span> })}
            </dd>
            {note.map(|note| view! { <dd class="stat-note">{note}</dd> })}
            {trend.map(|trend| view! { <dd class="stat-trend">{trend}</dd> })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(draw: impl FnOnce() -> AnyView) -> String {
        Owner::new().with(|| {
            watch_numbers();
            draw().to_html()
        })
    }

    fn number(whole: Option<String>, watched: Option<String>) -> String {
        drawn(move || {
            let value = Signal::stored("12.4万".to_owned());
            view! { <Stat label="在读学生" value whole watched/> }.into_any()
        })
    }

    #[test]
    fn a_number_in_few_characters_is_heard_whole() {
        let cut = number(Some("124,399".to_owned()), None);
        assert!(cut.contains("title=\"124,399\"") && cut.contains("visually-hidden"), "{cut}");
        let bare = number(None, None);
        assert!(
            bare.contains("12.4万") && !bare.contains("title=") && !bare.contains("visually-hidden"),
            "{bare}"
        );
    }

    #[test]
    fn the_server_draws_a_watched_number_like_any_other() {
        let watched = number(None, Some("320102/on_roll".to_owned()));
        assert_eq!(watched, number(None, None));
        assert!(watched.contains("class=\"stat tone-neutral\""), "{watched}");
    }
}
