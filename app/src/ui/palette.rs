//! 命令面板 (Ctrl K): the pages one may open and the search of pupils, by typing; and the list of keys («?»). Both are dialogs that only the
//! page's program opens: without it nothing is missing, for everything here stands in the navigation and the header.

use super::keys::{KeyLine, PageKeys, open_dialog, rests, show_dialog};
use crate::text::t::palette as w;
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

/// Id of the command palette.
const PALETTE: &str = "palette";
/// Id of the list of keys.
pub const KEYS: &str = "shortcuts";
/// Id of the list in the palette.
const OPTIONS: &str = "palette-options";

/// What the palette offers.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Offer {
    /// A page: its words and its address.
    Page(String, String),
    /// What was typed, to look for among pupils.
    Find(String),
}

impl Offer {
    fn label(&self) -> String {
        match self {
            Self::Page(label, _) => label.clone(),
            Self::Find(typed) => w::find(typed),
        }
    }
}

/// What is offered for what was typed: the pages with it in their words, then the search, where there is one.
fn offers(places: &[(String, String)], typed: &str, finds: bool) -> Vec<Offer> {
    let typed = typed.trim();
    let wanted = typed.to_lowercase();
    let pages = places
        .iter()
        .filter(|(label, _)| label.to_lowercase().contains(&wanted))
        .map(|(label, href)| Offer::Page(label.clone(), href.clone()));
    let find = (finds && !typed.is_empty()).then(|| Offer::Find(typed.to_owned()));
    pages.chain(find).collect()
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
) -> impl IntoView {
    Effect::new(move |_| {
        let listening = window_event_listener(ev::keydown, move |event| {
            let with_control =
                (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
            let done = match event.key().as_str() {
                "k" | "K" if with_control => show_dialog(PALETTE),
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
        <CommandDialog places finder/>
        <KeyDialog keys/>
    }
}

#[component]
fn CommandDialog(places: Vec<(String, String)>, finder: Option<&'static str>) -> impl IntoView {
    let (typed, at) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let field = NodeRef::<html::Input>::new();
    let offered = Memo::new(move |_| typed.with(|typed| offers(&places, typed, finder.is_some())));
    let emptied = move || {
        typed.set(String::new());
        at.set(0);
        if let Some(field) = field.get_untracked() {
            field.set_value("");
        }
    };
    let choose = move |offer: Offer| {
        if let Some(dialog) = open_dialog() {
            dialog.close();
        }
        match (offer, finder) {
            (Offer::Page(_, href), _) => go(&href),
            (Offer::Find(typed), Some(finder)) => fill(finder, &typed),
            (Offer::Find(_), None) => {}
        }
    };
    let pressed = move |event: ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let n = offered.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = turned(*at, true, n)),
            "ArrowUp" => at.update(|at| *at = turned(*at, false, n)),
            "Enter" => {
                if let Some(offer) = offered.with_untracked(|all| all.get(at.get_untracked()).cloned()) {
                    choose(offer);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let options = move || {
        let one = |(n, offer): (usize, Offer)| {
            let label = offer.label();
            let selected = move || (at.get() == n).to_string();
            view! {
                <li id=option_id(n) role="option" class="palette-option" aria-selected=selected on:click=move |_| choose(offer.clone())>
                    {label}
                </li>
            }
        };
        offered.get().into_iter().enumerate().map(one).collect_view()
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
                aria-activedescendant=move || offered.with(|all| !all.is_empty()).then(|| option_id(at.get()))
                autocomplete="off"
                placeholder=w::TYPE
                node_ref=field
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    at.set(0);
                }
                on:keydown=pressed
            />
            <ul id=OPTIONS role="listbox" aria-label=w::TITLE class="palette-options">{options}</ul>
            <p class="hint" role="status">
                {move || offered.with(Vec::is_empty).then_some(w::NOTHING)}
            </p>
        </dialog>
    }
}

#[component]
fn KeyDialog(keys: PageKeys) -> impl IntoView {
    let close = move || {
        if let Some(dialog) = open_dialog() {
            dialog.close();
        }
    };
    let pressed = move |event: ev::KeyboardEvent| {
        if event.key() == "?" {
            event.prevent_default();
            close();
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
            <button class="button button-secondary" type="button" on:click=move |_| close()>{w::CLOSE}</button>
        </dialog>
    }
}

fn key_list(lines: &'static [KeyLine]) -> impl IntoView {
    let lines = lines
        .iter()
        .map(|(key, what)| view! { <div><dt><kbd>{*key}</kbd></dt><dd>{*what}</dd></div> })
        .collect_view();
    view! { <dl>{lines}</dl> }
}

/// Goes to a page of the navigation by its own link, as a press on it does.
fn go(href: &str) {
    let link = document().query_selector(&format!(".nav a[href='{href}']")).ok().flatten();
    match link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        Some(link) => link.click(),
        // Refused only for an address that is none.
        None => drop(window().location().set_href(href)),
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

    fn places() -> Vec<(String, String)> {
        [("首页", "/home"), ("学生查询", "/pupils"), ("学籍变动", "/changes")]
            .map(|(label, href)| (label.to_owned(), href.to_owned()))
            .to_vec()
    }

    #[test]
    fn pages_are_offered_by_a_part_of_their_words_and_the_search_stands_last() {
        let all = offers(&places(), "", true);
        assert_eq!(all.len(), 3, "nothing was typed: every page, and nobody to look for");
        let some = offers(&places(), " 学 ", true);
        assert_eq!(some.len(), 3);
        assert_eq!(some.last(), Some(&Offer::Find("学".to_owned())));
        let found = offers(&places(), "张三", true);
        assert_eq!(found, [Offer::Find("张三".to_owned())]);
        assert!(offers(&places(), "张三", false).is_empty(), "who may not look for pupils is not offered it");
    }

    #[test]
    fn the_arrows_go_round() {
        assert_eq!([turned(0, true, 3), turned(2, true, 3), turned(0, false, 3)], [1, 0, 2]);
        assert_eq!(turned(0, true, 0), 0);
        assert_eq!(turned(0, false, 1), 0);
    }
}
