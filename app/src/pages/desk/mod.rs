//! 待办台: where whoever decides lands. Everything that waits for the desk, of every kind, by due day; a matter opens beside the list.

pub mod keys;
mod list;
pub mod many;
pub mod pane;

pub use many::DeskManyPage;

use crate::api::desk::{DeskAsk, DeskView, PickOnDesk, desk};
use crate::live::{Topic, use_live};
use crate::pages::access::alarm_notice;
use crate::pages::parts::{FormMessages, Load, barred_notice, query, settled};
use crate::text::t::desk as w;
use crate::ui::{Empty, Nav, NavItem, PageTitle, anew_for};
use keys::Keys;
use leptos::html;
use leptos::prelude::*;

/// How many matters wait, once a page knows better than the frame did when it was made.
#[derive(Clone, Copy)]
pub struct DeskCount(RwSignal<Option<u64>>);

impl DeskCount {
    /// Nobody knows better yet.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// The number, `otherwise` while nobody knows better.
    pub fn or(self, otherwise: u64) -> Signal<u64> {
        Signal::derive(move || self.0.get().unwrap_or(otherwise))
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
        Effect::new(move |_| count.0.set(Some(waiting)));
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
    let data = Resource::new_blocking(
        move || (ask.get(), live.version(), pick.version().get()),
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
            <Load data view=move |view: DeskView| body(view, pick, last)/>
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

fn body(view: DeskView, pick: ServerAction<PickOnDesk>, last: list::LastTicked) -> AnyView {
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
