//! 外观: the choice of how everything looks.
use super::{Button, SelectField, choices};
use crate::appearance::{ADDRESS, Appearance, BACK, CONTROLS, Density, Motion, TextSize, Theme};
use crate::text::t;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The page's address with its query, for a form that leads back to it.
pub(crate) fn here_and_query() -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let location = use_location();
    let (path, search) = (location.pathname, location.search);
    // Worked out now, before a second thread of the server can read them for the first time (`settled` in `pages::parts`).
    path.with_untracked(|_| ());
    search.with_untracked(|_| ());
    move || {
        let (path, search) = (path.get(), search.get());
        match search.trim_start_matches('?') {
            "" => path,
            search => format!("{path}?{search}"),
        }
    }
}

/// At the end of the header: a word that unfolds a form. It is sent by the browser, with or without the page's program, since the whole
/// document is to be drawn anew: `<details class="appearance">` › `summary`, `form.appearance-form`.
#[component]
pub fn AppearanceSwitch() -> impl IntoView {
    let back = here_and_query();
    let now = Appearance::here();
    let [theme, density, text, motion] = CONTROLS;
    let themes = choices(Theme::ALL.iter().map(|one| (one.key(), one.label())));
    let densities = choices(Density::ALL.iter().map(|one| (one.key(), one.label())));
    let sizes = choices(TextSize::ALL.iter().map(|one| (one.key(), one.label())));
    let motions = choices(Motion::ALL.iter().map(|one| (one.key(), one.label())));
    view! {
        <details class="appearance no-print" name="main-nav">
            <summary>{t::appearance::TITLE}</summary>
            <form class="appearance-form" method="post" action=ADDRESS>
                <input type="hidden" name=BACK value=back autocomplete="off"/>
                <SelectField name=theme label=t::appearance::THEME options=themes value=now.theme.key() placeholder=""/>
                <SelectField name=density label=t::appearance::DENSITY options=densities value=now.density.key() placeholder=""/>
                <SelectField name=text label=t::appearance::TEXT options=sizes value=now.text.key() placeholder=""/>
                <SelectField name=motion label=t::appearance::MOTION options=motions value=now.motion.key() placeholder=""/>
                <Button kind=super::ButtonKind::Secondary>{t::appearance::APPLY}</Button>
            </form>
        </details>
    }
}
