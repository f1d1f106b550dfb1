//! 命令面板 (Ctrl K): by typing to a page one may open, to a pupil, to a case by its number, to what may be begun about the pupil in sight; and
//! the list of keys («?»). Both are dialogs that only the page's program opens: without it nothing is missing, for everything here stands in
//! the navigation, the header, the list of pupils and the record.

mod offers;

use super::keys::{KeyLine, PageKeys, open_dialog, rests, show_dialog};
use crate::api::AppError;
use crate::api::palette::{palette_begin, palette_case, palette_find};
use crate::text::t::palette as w;
use contract::palette::{PaletteBegin, PaletteFound};
use domain::case::CaseNumber;
use domain::id::PersonId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{ev, html};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use offers::{Known, Offer, in_sight, offers};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

/// Id of the command palette.
const PALETTE: &str = "palette";
/// Id of the list of keys.
pub const KEYS: &str = "shortcuts";
/// Id of the list in the palette.
const OPTIONS: &str = "palette-options";

/// What the palette holds while it is open.
#[derive(Clone, Copy)]
struct Held {
    typed: RwSignal<String>,
    at: RwSignal<usize>,
    /// The pupil whose record was in sight when it was opened.
    person: RwSignal<Option<PersonId>>,
    begin: RwSignal<PaletteBegin>,
    found: RwSignal<Option<PaletteFound>>,
    /// What is said below the list.
    said: RwSignal<Option<String>>,
    /// How often it was opened or closed, and how often something was asked or typed: only the last answer counts.
    opened: StoredValue<u64>,
    asked: StoredValue<u64>,
}

impl Held {
    fn new() -> Self {
        Self {
            typed: RwSignal::new(String::new()),
            at: RwSignal::new(0),
            person: RwSignal::new(None),
            begin: RwSignal::new(PaletteBegin::default()),
            found: RwSignal::new(None),
            said: RwSignal::new(None),
            opened: StoredValue::new(0),
            asked: StoredValue::new(0),
        }
    }

    /// Asks what can be begun where it was opened. Without an answer the pages are there.
    fn begin(self, person: Option<PersonId>) {
        let turn = next(self.opened);
        self.person.set(person);
        let person = person.map(|person| person.to_string()).unwrap_or_default();
        spawn_local(async move {
            let Ok(begin) = palette_begin(person).await else { return };
            if self.opened.try_get_value() == Some(turn) {
                self.begin.set(begin);
            }
        });
    }

    /// Everything as it was before it was opened.
    fn close(self) {
        next(self.opened);
        self.person.set(None);
        self.begin.set(PaletteBegin::default());
        self.write(String::new());
    }

    /// Something else was typed: what was found by other words is not what is meant now.
    fn write(self, typed: String) {
        next(self.asked);
        self.typed.set(typed);
        self.at.set(0);
        self.found.set(None);
        self.said.set(None);
    }

    /// Looks for pupils by what was typed.
    fn find(self, typed: String) {
        let turn = next(self.asked);
        self.said.set(Some(w::LOOKING.to_owned()));
        spawn_local(async move {
            let answer = palette_find(typed).await;
            if self.asked.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(found) => {
                    let told = w::found(found.rows.len(), found.more);
                    self.said.set(Some(found.problem.clone().unwrap_or(told)));
                    self.at.set(0);
                    self.found.set(Some(found));
                }
                Err(error) => self.said.set(Some(error.message())),
            }
        });
    }

    /// Opens the case with a number, where there is one to open.
    fn open_case(self, number: CaseNumber, away: Callback<String>) {
        let turn = next(self.asked);
        self.said.set(Some(w::LOOKING.to_owned()));
        spawn_local(async move {
            let answer = palette_case(number.to_string()).await;
            if self.asked.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(case) => {
                    shut();
                    away.run(format!("/cases/{case}"));
                }
                Err(AppError::NotFound) => self.said.set(Some(w::NO_CASE.to_owned())),
                Err(error) => self.said.set(Some(error.message())),
            }
        });
    }
}

/// The next turn of something that is asked.
fn next(turns: StoredValue<u64>) -> u64 {
    let turn = turns.get_value() + 1;
    turns.set_value(turn);
    turn
}

/// Closes the dialog that is open.
fn shut() {
    if let Some(dialog) = open_dialog() {
        dialog.close();
    }
}

/// The place after or before one of `n`, round and round.
pub(crate) fn turned(at: usize, forward: bool, n: usize) -> usize {
    match n {
        0 => 0,
        _ if forward => (at + 1) % n,
        _ => (at + n - 1) % n,
    }
}

fn option_id(n: usize) -> String {
    format!("{OPTIONS}-{n}")
}

/// The palette and the list of keys, and what opens them.
#[component]
pub fn Palette(
    /// The pages of the navigation: words and address.
    places: Vec<(String, String)>,
    /// Id of the field in which pupils are looked for, where the account may.
    finder: Option<&'static str>,
    /// The keys of the page in sight.
    keys: PageKeys,
    /// The path of the page in sight.
    path: Signal<String>,
) -> impl IntoView {
    let held = Held::new();
    Effect::new(move |_| {
        let listening = window_event_listener(ev::keydown, move |event| {
            let with_control =
                (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
            let done = match event.key().as_str() {
                "k" | "K" if with_control => {
                    let opened = show_dialog(PALETTE);
                    // Who may not look for pupils has nothing of theirs to be offered.
                    if opened && finder.is_some() {
                        held.begin(path.with_untracked(|path| in_sight(path)));
                    }
                    opened
                }
                "?" if !rests(&event) => show_dialog(KEYS),
                _ => false,
            };
            if done {
                event.prevent_default();
            }
        });
        on_cleanup(move || listening.remove());
    });
    view! {
        <CommandDialog places finder held/>
        <KeyDialog keys/>
    }
}

#[component]
fn CommandDialog(places: Vec<(String, String)>, finder: Option<&'static str>, held: Held) -> impl IntoView {
    let navigate = use_navigate();
    let away = Callback::new(move |href: String| navigate(&href, NavigateOptions::default()));
    let field = NodeRef::<html::Input>::new();
    let offered = Memo::new(move |_| {
        let (begin, found) = (held.begin.get(), held.found.get());
        let (person, finds) = (held.person.get(), finder.is_some());
        let known = Known { places: &places, person, begin: &begin, found: found.as_ref(), finds };
        held.typed.with(|typed| offers(&known, typed))
    });
    let emptied = move || {
        held.close();
        if let Some(field) = field.get_untracked() {
            field.set_value("");
        }
    };
    let choose = move |offer: Offer| match offer {
        Offer::Go { href, .. } => {
            shut();
            go(href, away);
        }
        Offer::Case(number) => held.open_case(number, away),
        Offer::Find(typed) => held.find(typed),
        Offer::List(typed) => {
            shut();
            if let Some(finder) = finder {
                fill(finder, &typed);
            }
        }
    };
    let pressed = move |event: ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let n = offered.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => held.at.update(|at| *at = turned(*at, true, n)),
            "ArrowUp" => held.at.update(|at| *at = turned(*at, false, n)),
            "Enter" => {
                let marked = held.at.get_untracked();
                if let Some(offer) = offered.with_untracked(|all| all.get(marked).cloned()) {
                    choose(offer);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let options = move || {
        let one = |(n, offer): (usize, Offer)| {
            let (words, of) = (offer.words(), offer.of());
            let selected = move || (held.at.get() == n).to_string();
            view! {
                <li
                    id=option_id(n)
                    role="option"
                    class="palette-option"
                    aria-selected=selected
                    // One goes on typing where one was.
                    on:mousedown=move |event: ev::MouseEvent| event.prevent_default()
                    on:click=move |_| choose(offer.clone())
                >
                    {words}
                    " "
                    <span class="palette-of">{of}</span>
                </li>
            }
        };
        offered.get().into_iter().enumerate().map(one).collect_view()
    };
    let said = move || {
        let nothing = || offered.with(Vec::is_empty).then(|| w::NOTHING.to_owned());
        held.said.get().or_else(nothing)
    };
    view! {
        <dialog id=PALETTE class="palette no-print" aria-label=w::TITLE on:close=move |_| emptied()>
            <input
                class="input"
                type="text"
                role="combobox"
                aria-label=w::TYPE
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls=OPTIONS
                aria-activedescendant=move || offered.with(|all| !all.is_empty()).then(|| option_id(held.at.get()))
                autocomplete="off"
                maxlength="60"
                placeholder=w::TYPE
                node_ref=field
                on:input=move |event| held.write(event_target_value(&event))
                on:keydown=pressed
            />
            <ul id=OPTIONS role="listbox" aria-label=w::TITLE class="palette-options">{options}</ul>
            <p class="hint" role="status">{said}</p>
        </dialog>
    }
}

#[component]
fn KeyDialog(keys: PageKeys) -> impl IntoView {
    let pressed = move |event: ev::KeyboardEvent| {
        if event.key() == "?" {
            event.prevent_default();
            shut();
        }
    };
    let own = move || {
        let lines = keys.get();
        (!lines.is_empty()).then(|| view! { <h3>{w::THIS_PAGE}</h3>{key_list(lines)} })
    };
    view! {
        <dialog id=KEYS class="palette no-print" aria-labelledby="shortcuts-title" on:keydown=pressed>
            <h2 id="shortcuts-title">{w::KEYS}</h2>
            <div class="keys-body">
                {own}
                <h3>{w::EVERYWHERE}</h3>
                {key_list(&w::EVERYWHERE_LIST)}
                <p class="hint">{w::KEYS_NOTE}</p>
            </div>
            <button class="button button-secondary" type="button" on:click=move |_| shut()>{w::CLOSE}</button>
        </dialog>
    }
}

/// Keys and what they do, line by line.
pub(crate) fn key_list(lines: &'static [KeyLine]) -> impl IntoView {
    let lines = lines
        .iter()
        .map(|(key, what)| view! { <div><dt><kbd>{*key}</kbd></dt><dd>{*what}</dd></div> })
        .collect_view();
    view! { <dl>{lines}</dl> }
}

/// Goes to a page: by its own link where it stands in the navigation, as a press on it does.
fn go(href: String, away: Callback<String>) {
    let link = document().query_selector(&format!(".nav a[href='{href}']")).ok().flatten();
    match link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        Some(link) => link.click(),
        None => away.run(href),
    }
}

/// Puts what was typed into a field of the page, where whoever means it sends it: it never stands in an address.
fn fill(field: &str, typed: &str) {
    let found =
        document().get_element_by_id(field).and_then(|found| found.dyn_into::<HtmlInputElement>().ok());
    if let Some(input) = found {
        input.set_value(typed);
        // An element refuses the focus only when it is not there any more.
        let _ = input.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arrows_go_round() {
        assert_eq!([turned(0, true, 3), turned(2, true, 3), turned(0, false, 3)], [1, 0, 2]);
        assert_eq!(turned(0, true, 0), 0);
        assert_eq!(turned(0, false, 1), 0);
    }
}
