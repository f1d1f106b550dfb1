//! 选择地区: a field for a division (行政区划). One types its name; what is kept is its code.
//!
//! Without JavaScript the name goes to the server, which finds the division, and where several are called so the page comes back with all
//! of them to choose from. With it the field is a combobox: what can be meant is offered while one types, from the province down, and the
//! code of what was chosen is sent instead.

use super::{FieldFrame, RadioField, choices, described_by, field_id};
use crate::api::division::find_divisions;
use crate::text::t::forms as w;
use crate::ui::palette::turned;
use domain::ident::Place;
use leptos::task::spawn_local;
use leptos::{ev, html, prelude::*};

/// What the list of a field shows.
#[derive(Clone, Copy)]
struct Offered {
    found: RwSignal<Vec<Place>>,
    at: RwSignal<Option<usize>>,
    open: RwSignal<bool>,
    /// How often it was asked for: only the last answer counts.
    asked: StoredValue<u64>,
}

impl Offered {
    fn new() -> Self {
        Self {
            found: RwSignal::new(Vec::new()),
            at: RwSignal::new(None),
            open: RwSignal::new(false),
            asked: StoredValue::new(0),
        }
    }

    /// Asks for what can be meant. Without an answer it is still a field to type into.
    fn ask(self, text: String) {
        let turn = self.asked.get_value() + 1;
        self.asked.set_value(turn);
        spawn_local(async move {
            let Ok(places) = find_divisions(text).await else { return };
            if self.asked.try_get_value() == Some(turn) {
                self.at.set(None);
                self.open.set(!places.is_empty());
                self.found.set(places);
            }
        });
    }

    fn close(self) {
        // An answer that is still on its way opens nothing.
        self.asked.update_value(|turn| *turn += 1);
        self.open.set(false);
        self.at.set(None);
    }

    /// The one that is marked.
    fn marked(self) -> Option<Place> {
        let at = self.at.get_untracked()?;
        self.found.with_untracked(|found| found.get(at).cloned())
    }

    /// What a key does to the list: whether it was one of its keys, and the division that was chosen by it.
    fn press(self, key: &str, typed: impl FnOnce() -> String) -> (bool, Option<Place>) {
        match (key, self.open.get_untracked()) {
            ("ArrowDown" | "ArrowUp", false) => self.ask(typed()),
            ("ArrowDown", true) => self.turn(true),
            ("ArrowUp", true) => self.turn(false),
            ("Escape", true) => self.close(),
            ("Enter", true) => {
                let marked = self.marked();
                return (marked.is_some(), marked);
            }
            _ => return (false, None),
        }
        (true, None)
    }

    fn turn(self, forward: bool) {
        let n = self.found.with_untracked(Vec::len);
        let first = if forward { 0 } else { n.saturating_sub(1) };
        self.at.update(|at| *at = Some(at.map_or(first, |at| turned(at, forward, n))));
    }
}

fn option_id(id: &str, n: usize) -> String {
    format!("{id}-option-{n}")
}

/// A division, by its name or its code.
#[component]
pub fn DivisionField(
    /// Name of the control in the form; its ids come from it.
    #[prop(into)]
    name: String,
    /// Name of the control by which one of several of the name is chosen.
    #[prop(into)]
    choose: String,
    /// The words above it.
    #[prop(into)]
    label: String,
    /// What stands in it at first: a name or a code.
    #[prop(optional, into)]
    value: String,
    /// The divisions that the value can mean, as far as that is known.
    #[prop(optional)]
    places: Vec<Place>,
    /// How it is to be filled in; none where the label says enough.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with what was sent.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Whether it has to be filled in.
    #[prop(optional)]
    required: bool,
    /// The label is the page's `<h1>` (one question a page).
    #[prop(optional)]
    heading: bool,
) -> impl IntoView {
    let id = field_id(&name);
    let hint = hint.filter(|hint| !hint.is_empty());
    let described = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let (known, several) = match places.as_slice() {
        [one] => (Some(one.clone()), Vec::new()),
        _ => (None, places),
    };
    let shown = known.as_ref().map_or(value, |place| place.name.clone());
    let required_mark = required.then_some("true");
    let which = (!several.is_empty()).then(|| {
        let options = choices(several.into_iter().map(|place| (place.code, place.name)));
        view! { <RadioField name=choose label=w::WHICH_DIVISION options/> }
    });
    let control =
        combobox(Combobox { id: id.clone(), name, shown, known, described, invalid, required_mark });
    view! {
        <FieldFrame id=id label=label hint=hint error=error required=required heading=heading>
            {control}
        </FieldFrame>
        {which}
    }
}

/// What the control is made of.
struct Combobox {
    id: String,
    name: String,
    shown: String,
    known: Option<Place>,
    described: Option<String>,
    invalid: Option<&'static str>,
    required_mark: Option<&'static str>,
}

/// One division of the list.
fn option<F>(offered: Offered, id: &str, (n, place): (usize, Place), choose: F) -> impl IntoView + use<F>
where
    F: Fn(Place) + Copy + Send + Sync + 'static,
{
    let (own, name, code) = (option_id(id, n), place.name.clone(), place.code.clone());
    let selected = move || (offered.at.get() == Some(n)).to_string();
    view! {
        <li
            id=own
            role="option"
            class="palette-option"
            aria-selected=selected
            on:mousedown=move |event: ev::MouseEvent| event.prevent_default()
            on:click=move |_| choose(place.clone())
        >
            {name}
            " "
            <span class="division-code">{code}</span>
        </li>
    }
}

fn combobox(made: Combobox) -> impl IntoView + use<> {
    let Combobox { id, name, shown, known, described, invalid, required_mark } = made;
    let (offered, live, picked) = (Offered::new(), RwSignal::new(false), RwSignal::new(None::<Place>));
    let node = NodeRef::<html::Input>::new();
    let typed = move || node.get_untracked().map(|input| input.value()).unwrap_or_default();
    let at_first = known.clone();
    // Effects run in the browser only. What was typed before the program came is not taken for what stood there.
    Effect::new(move |_| {
        if let Some(input) = node.get() {
            picked.set(at_first.clone().filter(|place| place.name == input.value()));
            live.set(true);
        }
    });
    let choose = move |place: Place| {
        if let Some(input) = node.get_untracked() {
            input.set_value(&place.name);
        }
        picked.set(Some(place));
        offered.close();
    };
    let pressed = move |event: ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let (own, chosen) = offered.press(&event.key(), typed);
        if let Some(place) = chosen {
            choose(place);
        }
        if own {
            event.prevent_default();
        }
    };
    let list = format!("{id}-options");
    let (list_of, option_of, active_of) = (list.clone(), id.clone(), id.clone());
    let options = move || {
        let one = |(n, place): (usize, Place)| option(offered, &option_of, (n, place), choose);
        offered.found.get().into_iter().enumerate().map(one).collect_view()
    };
    let (sent, hidden_name) = (name.clone(), name);
    let code = move || {
        let place = if live.get() { picked.get() } else { known.clone() };
        place.map(|place| view! { <p class="hint division-code">{w::division_code(&place.code)}</p> })
    };
    let hidden = move || {
        let name = hidden_name.clone();
        picked.get().map(|place| view! { <input type="hidden" name=name value=place.code/> })
    };
    view! {
        <div class="division">
            <input
                id=id
                class="input"
                type="text"
                // What was chosen is sent by its code.
                name=move || picked.with(Option::is_none).then(|| sent.clone())
                value=shown
                role=move || live.get().then_some("combobox")
                aria-autocomplete=move || live.get().then_some("list")
                aria-expanded=move || live.get().then(|| offered.open.get().to_string())
                aria-controls=move || live.get().then(|| list_of.clone())
                aria-activedescendant=move || offered.at.get().map(|n| option_id(&active_of, n))
                autocomplete="off"
                spellcheck="false"
                maxlength="60"
                aria-required=required_mark
                aria-invalid=invalid
                aria-describedby=described
                node_ref=node
                on:input=move |event| {
                    picked.set(None);
                    offered.ask(event_target_value(&event));
                }
                on:keydown=pressed
                on:blur=move |_| offered.close()
            />
            {hidden}
            <ul
                id=list
                role="listbox"
                aria-label=w::DIVISIONS
                class="palette-options division-options"
                hidden=move || !offered.open.get()
            >
                {options}
            </ul>
            {code}
            <p class="visually-hidden" role="status">
                {move || offered.open.get().then(|| w::divisions_found(offered.found.with(Vec::len)))}
            </p>
        </div>
    }
}
