//! 待办台: where whoever decides lands. Everything that waits for the desk, of every kind, by due day; a matter opens beside the list.

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
    let (tab, kind, class) = (query("tab"), query("kind"), query("class"));
    let (overdue, sent_back) = (query("overdue"), query("sent_back"));
    let (after, open, at) = (query("after"), query("open"), query("at"));
    settled(Memo::new(move |_| DeskAsk {
        tab: tab.get(),
        kind: kind.get(),
        class: class.get(),
        overdue: overdue.get(),
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
        }
        now
    });
    keys::listen_on_desk();
    let last = list::LastTicked::new(None);
    let class = move || if open.with(String::is_empty) { "desk" } else { "desk desk-with-open" };
    view! {
        <div class=class>
            <Load data view=move |view: DeskView| body(view, pick, last, actions)/>
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

fn body(
    view: DeskView,
    pick: ServerAction<PickOnDesk>,
    last: list::LastTicked,
    actions: ToolActions,
) -> AnyView {
    tell_count(view.waiting());
    let title = if view.ask.mine() { w::MINE_TITLE } else { w::TITLE };
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
    let tabs = vec![
        NavItem::new("/desk", w::WAITING).with_count(Signal::stored(view.waiting())),
        NavItem::new("/desk?tab=mine", w::OPENED),
    ];
    let kinds = (!view.ask.mine()).then(|| list::kinds(&view));
    // As it is, with the matter that is open beside the list.
    let back = view.ask.address();
    let tools = view.tools.clone().map(|tools| view! { <ListToolbar tools back actions/> });
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
