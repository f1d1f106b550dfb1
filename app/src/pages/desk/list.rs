//! The list: kinds with their counts, the filter, the rows, and what is selected in them.

use crate::api::day;
use crate::api::desk::{DeskAsk, DeskView, PickOnDesk};
use crate::text::t::{self, desk as w};
use crate::ui::{
    ActionForm, Badge, Button, CheckboxField, Choice, DeadlineTag, FilterBar, Pager, SelectField, TickBox,
    Tone, keyed,
};
use contract::desk::{DeskPage, MatterLine};
use domain::tables::{List, TableChoice};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// Kinds with their counts, and the filter.
pub(super) fn kinds(view: &DeskView) -> impl IntoView + use<> {
    let ask = view.ask.clone();
    let link = {
        let ask = ask.clone();
        move |(key, label, n): (String, String, u64)| {
            let current = (ask.kind == key).then_some("true");
            let href = DeskAsk { kind: key, ..ask.first_page() }.address();
            view! {
                <li>
                    <a class="kind" href=href aria-current=current>
                        {label}<span class="kind-count">{t::common::number(n)}</span>
                    </a>
                </li>
            }
        }
    };
    let all = (String::new(), w::ALL.to_owned(), view.waiting());
    let by_kind = view.page.by_kind.iter();
    let by_kind = by_kind.map(|(kind, n)| (kind.as_str().to_owned(), kind.label().to_owned(), *n));
    let links = std::iter::once(all).chain(by_kind).map(link).collect_view();
    let classes: Vec<Choice> =
        view.page.classes.iter().map(|class| Choice::new(class.clone(), class.clone())).collect();
    let class_field = (!classes.is_empty()).then(|| {
        view! {
            <SelectField name="class" label=w::CLASS options=classes value=ask.class.clone() placeholder=w::ANY_CLASS/>
        }
    });
    let kind =
        (!ask.kind.is_empty()).then(|| view! { <input type="hidden" name="kind" value=ask.kind.clone()/> });
    let clear = ask
        .is_filtered()
        .then(|| view! { <a class="desk-clear" href=ask.unfiltered().address()>{w::CLEAR_FILTER}</a> });
    let (overdue, sent_back) = (ask.overdue == "1", ask.sent_back == "1");
    view! {
        <nav class="kinds" aria-label=w::KINDS><ul>{links}</ul></nav>
        <FilterBar action="/desk" submit=w::FILTER>
            {kind}
            {class_field}
            <CheckboxField name="overdue" label=w::OVERDUE_ONLY value="1" checked=overdue/>
            <CheckboxField name="sent_back" label=w::SENT_BACK_ONLY value="1" checked=sent_back/>
        </FilterBar>
        {clear}
    }
}

/// The matter that was ticked last: where a range begins. It outlives a redraw of the list.
pub(super) type LastTicked = StoredValue<Option<String>>;

/// The rows; where some may be decided together, in a form.
pub(super) fn rows(view: DeskView, pick: ServerAction<PickOnDesk>, last: LastTicked) -> AnyView {
    let DeskView { ask, page: DeskPage { lines, total, next, .. }, picked, tools, .. } = view;
    let choice = tools.map_or_else(|| TableChoice::usual(List::Desk), |tools| tools.choice);
    let class = if choice.is_compact() { "matters matters-dense" } else { "matters" };
    let next = next.map(|(day, id)| format!("{day}.{id}"));
    // What the account opened waits for others.
    let together = !ask.mine();
    let many = together && lines.iter().any(|line| line.together().is_some());
    let first = (!ask.after.is_empty()).then(|| ask.first_page());
    let here: Vec<String> =
        lines.iter().filter_map(MatterLine::together).map(|one| matter_of(&one.to_string())).collect();
    let items = keyed(lines.into_iter().enumerate(), |(_, line)| line.id.clone(), {
        let (ask, picked, mut ticks) = (ask.clone(), picked.clone(), 0);
        move |(_, line)| {
            let shown = line.together().filter(|_| together).map(|shown| shown.to_string());
            let tick = shown.map(|shown| {
                ticks += 1;
                tick(&line, shown, ticks == 1, &picked)
            });
            row(line, &ask, tick, &choice)
        }
    });
    let summary = Some(w::total(total));
    if !many {
        let prev = first.map(|ask| ask.address());
        let next = next.map(|after| DeskAsk { after, ..ask.list() }.address());
        return view! {
            <ul class=class aria-label=w::LIST>{items}</ul>
            <Pager prev next summary/>
        }
        .into_any();
    }
    let elsewhere_at_first = picked.iter().filter(|one| !here.contains(&matter_of(one))).count();
    let selected = RwSignal::new((picked.len(), elsewhere_at_first));
    // Ticks outlive a redraw in the page, not in what the server said: they are counted where they stand.
    let elsewhere = StoredValue::new(picked);
    let recount = move || {
        // The list may have been drawn once more in the meantime; then that one counts.
        if let Some(now) = elsewhere.try_with_value(|picked| counted(picked)) {
            selected.try_set(now);
        }
    };
    // An effect may run before the rows are in their places: a frame later they are.
    Effect::new(move |_| request_animation_frame(recount));
    let clicked = move |event: ev::MouseEvent| {
        let Some(ticked) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        if let (true, Some(from)) = (event.shift_key(), last.get_value()) {
            tick_range(&from, &ticked);
        }
        last.set_value(Some(matter_of(&ticked.value())));
        recount();
    };
    let all = move |event: ev::MouseEvent| {
        event.prevent_default();
        tick_all(true);
        recount();
    };
    let hidden = fields(&ask);
    let next_key = next.clone().map(|next| view! { <input type="hidden" name="next" value=next/> });
    let (prev, next) = (first.is_some(), next.is_some());
    view! {
        <ActionForm action=pick attr:class="desk-form">
            {hidden}
            {next_key}
            <div class="desk-tools">
                // The first button is what Enter presses.
                <Button name="go" value="many">{w::DECIDE}</Button>
                <p class="desk-selected" role="status">{move || {
                    let (all, elsewhere) = selected.get();
                    w::selected(all, elsewhere)
                }}</p>
                <button class="button-link" type="submit" name="go" value="all" on:click=all>
                    {w::SELECT_PAGE}
                </button>
                // Sent as well: of other pages nothing is selected any more either.
                <button class="button-link" type="submit" name="go" value="none" on:click=|_| tick_all(false)>
                    {w::SELECT_NONE}
                </button>
            </div>
            <p class="hint desk-hint">{w::SELECT_HINT}</p>
            <ul class=class aria-label=w::LIST on:click=clicked>{items}</ul>
            <nav class="pager" aria-label=t::data::PAGER>
                {prev.then(|| view! {
                    <button class="pager-link pager-prev" type="submit" name="go" value="first">{w::FIRST_PAGE}</button>
                })}
                <p class="pager-summary">{summary}</p>
                {next.then(|| view! {
                    <button class="pager-link pager-next" type="submit" name="go" value="next">{t::data::NEXT}</button>
                })}
            </nav>
        </ActionForm>
    }
    .into_any()
}

/// What the page shows, for the form that leads on from it.
fn fields(ask: &DeskAsk) -> impl IntoView + use<> {
    let pairs = ask.pairs().map(|(part, value)| (format!("ask[{part}]"), value.to_owned()));
    keyed(
        pairs,
        |(name, _)| name.clone(),
        |(name, value)| view! { <input type="hidden" name=name value=value/> },
    )
}

fn tick(line: &MatterLine, shown: String, first: bool, picked: &[String]) -> AnyView {
    // The first has the group's own id, so that an error's link lands on it.
    let id = if first { "cases".to_owned() } else { format!("cases-{}", line.id.replace('/', "-")) };
    let label = w::select(line.kind.label(), &line.about);
    let checked = picked.contains(&shown);
    view! {
        <input type="hidden" name="here[]" value=shown.clone()/>
        <TickBox id name="cases[]" value=shown checked label=Some(label)/>
    }
    .into_any()
}

/// One matter.
pub(crate) fn row(
    line: MatterLine,
    ask: &DeskAsk,
    tick: Option<AnyView>,
    choice: &TableChoice,
) -> impl IntoView + use<> {
    let current = (ask.open == line.href).then_some("true");
    let at = line.place();
    let href = DeskAsk { open: line.href, at, ..ask.clone() }.address();
    let class = if line.overdue { "matter matter-late" } else { "matter" };
    let asked = line.asked.then(|| view! { <Badge tone=Tone::Info>{w::ASKED}</Badge> });
    let sent_back = line.sent_back.then(|| view! { <Badge tone=Tone::Warn>{w::SENT_BACK}</Badge> });
    let also = (choice.shows("also") && !line.also_with.is_empty()).then(|| {
        view! { <p class="matter-also">{w::also(&line.also_with.join("、"))}</p> }
    });
    let class_label =
        (choice.shows("class") && !line.class.is_empty()).then(|| view! { <span>{line.class}</span> });
    let from =
        (choice.shows("from") && !line.from.is_empty()).then(|| view! { <span>{w::from(&line.from)}</span> });
    let since = choice.shows("since").then(|| view! { <span>{w::since(&day(line.since))}</span> });
    let state = choice.shows("state").then_some(line.state);
    let provisional = (line.provisional && line.due_on.is_some())
        .then(|| view! { <span class="matter-provisional" title=w::PROVISIONAL_WHY>{w::PROVISIONAL}</span> });
    let due = match line.due_on {
        Some(due) => view! {
            <span class="visually-hidden">{w::DUE}</span>
            <span class="matter-day">{day(due)}</span>
            {provisional}
            {line.days_left.map(|days| view! { <DeadlineTag days_left=days working_days=true/> })}
        }
        .into_any(),
        None if line.open => view! { <span class="matter-day muted">{w::NO_DUE}</span> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <li class=class>
            <div class="matter-tick">{tick}</div>
            <div class="matter-main">
                <a class="matter-link" href=href aria-current=current data-noscroll="">
                    <span class="matter-kind">{line.kind.label()}</span>
                    <span class="matter-about">{line.about}</span>
                </a>
                <p class="matter-facts">{class_label}{from}{since}</p>
                {also}
            </div>
            <p class="matter-state">{state}{sent_back}{asked}</p>
            <p class="matter-due">{due}</p>
        </li>
    }
}

/// The box of every matter that may be decided together with others.
fn boxes() -> Vec<HtmlInputElement> {
    let rows = document().get_elements_by_class_name("matter");
    let in_row = |n| rows.item(n)?.query_selector("input[type=checkbox]").ok().flatten()?.dyn_into().ok();
    (0..rows.length()).filter_map(in_row).collect()
}

fn tick_all(ticked: bool) {
    for one in boxes() {
        one.set_checked(ticked);
    }
}

/// How many are selected, those ticked on this page with those of other pages, and how many of them are of other pages.
fn counted(picked: &[String]) -> (usize, usize) {
    let boxes = boxes();
    let here: Vec<String> = boxes.iter().map(|one| matter_of(&one.value())).collect();
    let ticked = boxes.iter().filter(|one| one.checked()).count();
    let elsewhere = picked.iter().filter(|one| !here.contains(&matter_of(one))).count();
    (ticked + elsewhere, elsewhere)
}

/// The matter of what a box sends, whatever version of it was shown.
pub(crate) fn matter_of(shown: &str) -> String {
    shown.split('@').next().unwrap_or_default().to_owned()
}

/// Whatever lies between a matter's box and another one becomes as that other one is, wherever both stand now.
fn tick_range(from: &str, to: &HtmlInputElement) {
    let boxes = boxes();
    let from = boxes.iter().position(|one| matter_of(&one.value()) == from);
    let (Some(from), Some(to_at)) = (from, boxes.iter().position(|one| one == to)) else { return };
    for one in boxes.iter().take(from.max(to_at) + 1).skip(from.min(to_at)) {
        one.set_checked(to.checked());
    }
}
