//! 待办台: where whoever decides lands. Everything that waits for the desk, of every kind, by due day; a matter opens beside the list.

mod groups;
pub mod keys;
mod list;
pub mod many;
pub mod pane;

pub(crate) use list::{matter_of, row as matter_row};
pub use many::DeskManyPage;

use crate::api::desk::{DeskAsk, DeskView, PickOnDesk, desk};
use crate::live::{Topic, use_live};
use crate::pages::access::alarm_notice;
use crate::pages::parts::{FormMessages, Load, barred_notice, query, settled};
use crate::pages::tools::{ListToolbar, ToolActions};
use crate::text::t::desk as w;
use crate::ui::{Empty, Nav, NavItem, PageTitle, anew_for};
use keys::Keys;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The numbers beside the navigation, once something is known that is newer than the frame: what waits, and what was opened and is not
/// closed yet.
#[derive(Clone, Copy)]
pub struct DeskCount {
    waiting: RwSignal<Option<u64>>,
    opened: RwSignal<Option<u64>>,
    /// How often they were asked for: only the last answer counts.
    asked: StoredValue<u64>,
}

impl DeskCount {
    /// Nothing newer is known yet.
    pub fn new() -> Self {
        Self { waiting: RwSignal::new(None), opened: RwSignal::new(None), asked: StoredValue::new(0) }
    }

    /// How many wait, `otherwise` while nothing newer is known.
    pub fn or(self, otherwise: u64) -> Signal<u64> {
        Signal::derive(move || self.waiting.get().unwrap_or(otherwise))
    }

    /// How many were opened and are not closed yet, `otherwise` while nothing newer is known.
    pub fn opened_or(self, otherwise: u64) -> Signal<u64> {
        Signal::derive(move || self.opened.get().unwrap_or(otherwise))
    }

    /// They are asked for; the turn belongs to the answer.
    pub(crate) fn ask(self) -> u64 {
        let turn = self.asked.get_value() + 1;
        self.asked.set_value(turn);
        turn
    }

    /// What the server says to a turn, unless they have been asked for again since: that answer is newer, whichever comes first. The frame
    /// may have gone meanwhile, and its signals with it.
    pub(crate) fn tell(self, turn: u64, (waiting, opened): (u64, u64)) {
        if self.asked.try_get_value() != Some(turn) {
            return;
        }
        self.waiting.try_set(Some(waiting));
        self.opened.try_set(Some(opened));
    }
}

impl Default for DeskCount {
    fn default() -> Self {
        Self::new()
    }
}

/// Tells the frame how many matters wait. Effects run in the browser only.
pub(crate) fn tell_count(waiting: u64) {
    if let Some(count) = use_context::<DeskCount>() {
        Effect::new(move |_| count.waiting.set(Some(waiting)));
    }
}

/// What the address asks for.
fn asked() -> Memo<DeskAsk> {
    let (tab, kind, class, school) = (query("tab"), query("kind"), query("class"), query("school"));
    let (overdue, week, sent_back) = (query("overdue"), query("week"), query("sent_back"));
    let (after, open, at) = (query("after"), query("open"), query("at"));
    settled(Memo::new(move |_| DeskAsk {
        tab: tab.get(),
        kind: kind.get(),
        class: class.get(),
        school: school.get(),
        overdue: overdue.get(),
        week: week.get(),
        sent_back: sent_back.get(),
        after: after.get(),
        open: open.get(),
        at: at.get(),
    }))
}

/// 待办台
#[component]
pub fn MattersPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let ask = asked();
    let pick = ServerAction::<PickOnDesk>::new();
    let actions = ToolActions::new();
    let data = Resource::new_blocking(
        move || (ask.get(), live.version(), pick.version().get(), actions.version()),
        |(ask, ..)| desk(ask),
    );
    let open = settled(Memo::new(move |_| ask.with(|ask| ask.open.clone())));
    let node = NodeRef::<html::Section>::new();
    // Whoever opens a matter is led to it; on a wide screen the page does not move for that.
    Effect::new(move |before: Option<String>| {
        let now = open.get();
        if let (Some(before), Some(pane)) = (before, node.get())
            && before != now
            && !now.is_empty()
        {
            // An element refuses the focus only when it is not there any more.
            let _ = pane.focus();
            // From its title on.
            pane.set_scroll_top(0);
        }
        now
    });
    keys::listen_on_desk();
    let last = list::LastTicked::new(None);
    let shown = StoredValue::new(String::new());
    let class = move || if open.with(String::is_empty) { "desk" } else { "desk desk-with-open" };
    view! {
        <div class=class>
            <Load data view=move |view: DeskView| body(view, (pick, last, shown), actions)/>
            {move || {
                let address = open.get();
                let list = ask.with_untracked(|ask| ask.list().address());
                (!address.is_empty()).then(|| view! {
                    <section class="desk-pane" aria-label=w::OPENED_MATTER tabindex="-1" node_ref=node>
                        {anew_for(address.clone(), view! { <pane::Opened address list/> })}
                    </section>
                })
            }}
        </div>
    }
}

/// Moves the list, where it moves by itself, so far that the chosen row is in sight. The page does not move.
fn show_chosen() {
    let document = document();
    let found = |selector: &str| document.query_selector(selector).ok().flatten();
    let Some(list) = found(".desk-side") else { return };
    let row = found(".matter-link[aria-current]").and_then(|link| link.closest(".matter").ok().flatten());
    let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) else { return };
    let (top, bottom) = (row.offset_top(), row.offset_top() + row.offset_height());
    let (first, height) = (list.scroll_top(), list.client_height());
    if top < first || bottom > first + height {
        list.set_scroll_top(top - height / 3);
    }
}

fn body(
    view: DeskView,
    (pick, last, shown): (ServerAction<PickOnDesk>, list::LastTicked, StoredValue<String>),
    actions: ToolActions,
) -> AnyView {
    // Once for each matter that is opened, when the list stands: whoever has moved the list since is left where he is.
    let open = view.ask.open.clone();
    Effect::new(move |_| {
        if !open.is_empty() && shown.get_value() != open {
            shown.set_value(open.clone());
            show_chosen();
        }
    });
    tell_count(view.waiting());
    let title = match view.ask.tab.as_str() {
        "mine" => w::MINE_TITLE,
        "school" => w::SCHOOL_TITLE,
        _ => w::TITLE,
    };
    if view.barred.is_some() || !view.has_desk {
        let why = match view.barred {
            Some(missing) => barred_notice(missing).into_any(),
            None => view! { <Empty title=w::NO_DESK><p><a href="/home">{w::NO_DESK_NEXT}</a></p></Empty> }
                .into_any(),
        };
        return view! { <div class="desk-head"><PageTitle title=title/>{why}</div> }.into_any();
    }
    let (state, alarms) = (view.state.clone(), view.alarms.clone());
    let here = DeskAsk { tab: view.ask.tab.clone(), ..DeskAsk::default() }.address();
    let mut tabs = vec![
        NavItem::new("/desk", w::WAITING).with_count(Signal::stored(view.waiting())),
        NavItem::new("/desk?tab=mine", w::OPENED),
    ];
    if view.in_school {
        tabs.push(NavItem::new("/desk?tab=school", w::OF_SCHOOL));
    }
    let kinds = (!view.ask.mine()).then(|| list::kinds(&view));
    // As it is, with the matter that is open beside the list.
    let back = view.ask.address();
    let tools = view.tools.clone().map(|tools| view! { <ListToolbar tools back actions/> });
    let elsewhere = (view.holdings_late > 0 && !view.ask.mine()).then(|| {
        let words = w::holdings_late(view.holdings_late);
        view! { <p class="hint">{words}<a href="/archive/filled?late=1">{w::SEE_THEM}</a></p> }
    });
    let cases = view.handles_cases.then(|| {
        view! { <p class="desk-lists no-print"><a href="/cases">{w::CASES_LIST}</a></p> }
    });
    let rows =
        if view.page.lines.is_empty() { nothing(&view.ask).into_any() } else { list::rows(view, pick, last) };
    view! {
        <div class="desk-said"><FormMessages state=state.clone()/>{alarm_notice(alarms)}</div>
        <div class="desk-head">
            <PageTitle title=title has_errors=state.has_errors()><Keys/></PageTitle>
            <Nav items=tabs path=Signal::stored(here) secondary=true/>
            {kinds}
            {tools}
            {elsewhere}
        </div>
        <div class="desk-side">
            {rows}
            {cases}
        </div>
    }
    .into_any()
}

/// An empty list, and what one may do.
fn nothing(ask: &DeskAsk) -> impl IntoView + use<> {
    if ask.mine() {
        view! { <Empty title=w::EMPTY_OPENED><p>{w::EMPTY_OPENED_NEXT}</p></Empty> }.into_any()
    } else if ask.of_school() && !ask.is_filtered() {
        view! { <Empty title=w::EMPTY_SCHOOL><p>{w::EMPTY_SCHOOL_NEXT}</p></Empty> }.into_any()
    } else if ask.is_filtered() {
        let all = ask.unfiltered().address();
        view! { <Empty title=w::EMPTY_FILTER><p><a href=all>{w::CLEAR_FILTER}</a></p></Empty> }.into_any()
    } else {
        view! { <Empty title=w::EMPTY><p>{w::EMPTY_NEXT}</p></Empty> }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_was_overtaken_says_nothing() {
        let owner = Owner::new();
        owner.set();
        let count = DeskCount::new();
        let (first, second) = (count.ask(), count.ask());
        count.tell(first, (7, 7));
        assert_eq!((count.waiting.get_untracked(), count.opened.get_untracked()), (None, None));
        count.tell(second, (3, 2));
        count.tell(first, (7, 7));
        assert_eq!((count.waiting.get_untracked(), count.opened.get_untracked()), (Some(3), Some(2)));
    }
}
