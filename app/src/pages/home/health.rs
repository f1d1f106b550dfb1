//! 系统运行 on the home of the nation's staff: each number with since when and who has to act; for the system administrator it leads to the page of
//! the background.

use crate::api::moment;
use crate::text::t::{backup, common::in_few, home as w};
use crate::ui::{Section, Stat, StatRow, Tone};
use contract::dashboard::SystemHealth;
use leptos::prelude::*;

/// What is shown; `operates` is whether the reader looks after the system.
pub(super) fn health(of: SystemHealth, operates: bool) -> AnyView {
    let SystemHealth { waiting, oldest, aside, failing, unsent, clock_held, backup: kept } = of;
    let oldest = oldest.map(|since| w::waits_since(&moment(since)));
    let tiles = [
        tile("waiting", waiting, w::JOBS_WAITING, oldest, Tone::Neutral, operates),
        tile("aside", aside, w::JOBS_ASIDE, Some(w::ADMIN_ACTS.to_owned()), Tone::Danger, operates),
        tile("failing", failing, w::PARTS_FAILING, Some(w::ADMIN_ACTS.to_owned()), Tone::Warn, operates),
        tile("unsent", unsent, w::UNSENT, None, Tone::Neutral, operates),
    ];
    let clock = clock_held.then(|| view! { <p class="hint">{w::CLOCK_HELD}</p> });
    // Who looks after the system has what is wrong with it above, with what to do.
    let copy = (!operates).then(|| {
        let good = kept.is_set && !kept.old && !kept.behind && !kept.failing;
        let value = if good { w::BACKUP_GOOD } else { w::BACKUP_BAD };
        let note = match &kept.last {
            Some(copy) => w::last_copy(&moment(copy.at)),
            None => backup::NONE_YET.to_owned(),
        };
        let note = if good { note } else { format!("{note}；{}", w::ADMIN_ACTS) };
        let tone = if good { Tone::Success } else { Tone::Danger };
        view! { <Stat label=backup::TITLE value=Signal::stored(value.to_owned()) tone note=Some(note)/> }
    });
    view! {
        <Section id="health" title=w::HEALTH>
            <StatRow>{tiles.collect_view()}{copy}</StatRow>
            {clock}
        </Section>
    }
    .into_any()
}

/// A number in its mood, and with what is to be said of it, where there is any.
fn tile(key: &str, n: u64, label: &'static str, note: Option<String>, tone: Tone, leads: bool) -> AnyView {
    let tone = if n > 0 { tone } else { Tone::Neutral };
    let (value, whole) = in_few(n);
    let note = note.filter(|_| n > 0);
    let href = leads.then(|| "/background".to_owned());
    let watched = Some(format!("health/{key}"));
    view! { <Stat label value=Signal::stored(value) whole unit=w::ITEMS tone note href watched/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::backup::BackupView;

    fn html(aside: u64, operates: bool) -> String {
        let backup =
            BackupView { is_set: true, last: None, shipped: None, old: true, behind: false, failing: false };
        let of = SystemHealth {
            waiting: 0,
            oldest: None,
            aside,
            failing: 0,
            unsent: 0,
            clock_held: false,
            backup,
        };
        Owner::new().with(|| health(of, operates).to_html())
    }

    #[test]
    fn who_has_to_act_is_said_where_there_is_something_to_do() {
        let (some, none) = (html(2, true), html(0, true));
        assert!(some.contains(w::ADMIN_ACTS) && some.contains("href=\"/background\""), "{some}");
        assert!(!none.contains(w::ADMIN_ACTS), "{none}");
    }

    #[test]
    fn whoever_does_not_operate_is_told_of_the_copy_and_led_nowhere() {
        let page = html(0, false);
        assert!(page.contains(w::BACKUP_BAD) && page.contains(backup::NONE_YET), "{page}");
        assert!(!page.contains("/background"), "the page is not his");
        assert!(!html(0, true).contains(w::BACKUP_BAD), "the notice above says more");
    }
}
