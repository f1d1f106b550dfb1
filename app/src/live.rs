//! Pages that change by themselves: the server says that something changed (SSE), the page asks again for what it shows.
//! Without JavaScript nothing listens, and a page shows what was true when it was asked for.

use crate::api::{MADE_AT, submitted, touched};
use crate::text::t;
use crate::ui::LiveRegion;
pub use domain::topic::Topic;
use leptos::ev;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Counts the changes a page was told of.
#[derive(Clone, Copy)]
pub struct Live(RwSignal<u64>);

impl Live {
    /// Changes with every change of the page's topics: what the page shows depends on it. While nothing changes it stays as it was.
    pub fn version(self) -> u64 {
        self.0.get()
    }
}

/// One part of a page that listens.
#[derive(Clone)]
struct Listening {
    topics: BTreeSet<Topic>,
    version: RwSignal<u64>,
    /// Changes beside the page: nobody is told in words.
    quiet: bool,
}

/// Who listens in this frame.
#[derive(Clone, Copy)]
struct Feed {
    listening: RwSignal<Vec<Listening>>,
    words: RwSignal<String>,
}

/// The changes of these topics, and of no other: everything a page shows belongs to one that it names.
pub fn use_live<I: IntoIterator<Item = Topic>>(topics: impl Fn() -> I + 'static) -> Live {
    listening(topics, false)
}

/// The same for what stands beside every page (the numbers of the navigation): a screen reader says nothing of it.
pub(crate) fn use_live_quietly<I: IntoIterator<Item = Topic>>(topics: impl Fn() -> I + 'static) -> Live {
    listening(topics, true)
}

fn listening<I: IntoIterator<Item = Topic>>(topics: impl Fn() -> I + 'static, quiet: bool) -> Live {
    let version = RwSignal::new(0);
    let Some(feed) = use_context::<Feed>() else { return Live(version) };
    asked_anew();
    // Effects run in the browser only.
    Effect::new(move |before: Option<BTreeSet<Topic>>| {
        let topics: BTreeSet<Topic> = topics().into_iter().collect();
        if before.as_ref() == Some(&topics) {
            return topics;
        }
        if before.is_some() {
            // Another matter in the same page: what it shows is asked for now.
            asked_anew();
        }
        feed.listening.update(|all| {
            all.retain(|one| one.version != version);
            all.push(Listening { topics: topics.clone(), version, quiet });
        });
        topics
    });
    on_cleanup(move || {
        // The frame may have gone first, and its signals with it.
        let _ = feed.listening.try_update(|all| all.retain(|one| one.version != version));
    });
    Live(version)
}

thread_local! {
    /// Whether the page's program has taken over what the server made. What is made after that is asked for.
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    /// Counts the pages whose data were asked for.
    static ASKING: Cell<u64> = const { Cell::new(0) };
    /// The commit that the page in sight was made at: everything up to it is in what is shown.
    static MADE: RefCell<Option<ArcRwSignal<Option<u64>>>> = const { RefCell::new(None) };
}

/// The commit that the page in sight was made at.
fn made() -> ArcRwSignal<Option<u64>> {
    MADE.with_borrow_mut(|made| made.get_or_insert_with(|| ArcRwSignal::new(made_at_the_server())).clone())
}

/// What the server wrote into the document.
fn made_at_the_server() -> Option<u64> {
    let meta = document().query_selector(&format!("meta[name={MADE_AT}]")).ok().flatten()?;
    meta.get_attribute("content")?.parse().ok()
}

/// The program has taken the page over.
pub(crate) fn running() {
    RUNNING.set(true);
}

/// Whether it has.
#[cfg(all(feature = "split", target_family = "wasm"))]
pub(crate) fn is_running() -> bool {
    RUNNING.get()
}

/// Another page asks for its data: what the one before was made at says nothing of it.
fn asked_anew() {
    if RUNNING.get() {
        ASKING.set(ASKING.get() + 1);
        made().set(None);
    }
}

/// For which page something is asked.
pub(crate) fn asking() -> u64 {
    ASKING.get()
}

/// An answer holds everything up to this commit. The earliest answer counts.
pub(crate) fn answered(asked_for: u64, seq: u64) {
    if asked_for == ASKING.get() && made().with_untracked(|made| made.is_none_or(|made| made > seq)) {
        made().set(Some(seq));
    }
}

/// Listens while it is in the page, and says to a screen reader that something changed.
#[component]
pub fn FeedProvider(children: Children) -> impl IntoView {
    let feed = Feed { listening: RwSignal::new(Vec::new()), words: RwSignal::new(String::new()) };
    provide_context(feed);
    let topics = Memo::new(move |_| feed.listening.with(|all| topics_of(all)));
    Effect::new(move |_| {
        let topics = topics.get();
        if let Some(from) = made().get().filter(|_| !topics.is_empty()) {
            listen(feed, &topics, from);
        }
    });
    Effect::new(move |_| {
        let (pointer, key) = (
            window_event_listener(ev::pointerdown, |_| touched()),
            window_event_listener(ev::keydown, |_| touched()),
        );
        on_cleanup(move || {
            pointer.remove();
            key.remove();
        });
    });
    view! {
        <LiveRegion message=Signal::derive(move || feed.words.get())/>
        {children()}
    }
}

/// Everything that is listened to, as the address says it.
fn topics_of(all: &[Listening]) -> String {
    let topics: BTreeSet<_> = all.iter().flat_map(|one| &one.topics).map(ToString::to_string).collect();
    topics.into_iter().collect::<Vec<_>>().join(",")
}

/// Who is concerned when these words are told, and whether without words. What is missed and unknown concerns everybody.
fn concerned(all: &[Listening], words: &str) -> Vec<(RwSignal<u64>, bool)> {
    let topics: BTreeSet<Topic> = words.split(',').filter_map(|word| word.parse().ok()).collect();
    let everybody = words == "all";
    let hears = |one: &&Listening| everybody || !one.topics.is_disjoint(&topics);
    all.iter().filter(hears).map(|one| (one.version, one.quiet)).collect()
}

/// Follows these topics from the commit on, until the surrounding effect runs again.
fn listen(feed: Feed, topics: &str, from: u64) {
    let Ok(source) = web_sys::EventSource::new(&format!("/feed?from={from}&topics={topics}")) else { return };
    let told = Closure::<dyn FnMut(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        let words = event.data().as_string().unwrap_or_default();
        let mut page = false;
        for (version, quiet) in feed.listening.with_untracked(|all| concerned(all, &words)) {
            version.update(|version| *version += 1);
            page |= !quiet;
        }
        if page {
            feed.words.update(|words| *words = said_again(words));
        }
    });
    source.set_onmessage(Some(told.as_ref().unchecked_ref()));
    let kept = StoredValue::new_local((source, told));
    on_cleanup(move || {
        kept.with_value(|(source, _)| source.close());
    });
}

/// The same words twice are not read out twice; a space makes them others.
fn said_again(words: &str) -> String {
    if words == t::live::CHANGED.said() {
        format!("{} ", t::live::CHANGED)
    } else {
        t::live::CHANGED.to_owned()
    }
}

/// Notes each form that is sent, before the form's own handler sends it.
pub(crate) fn follow_forms() {
    thread_local! {
        static FOLLOWED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    }
    if FOLLOWED.replace(true) {
        return;
    }
    let note = Closure::<dyn Fn()>::new(submitted);
    let capture = true;
    let _ =
        window().add_event_listener_with_callback_and_bool("submit", note.as_ref().unchecked_ref(), capture);
    // For as long as the page lives.
    note.forget();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_named_a_topic_is_concerned() {
        let owner = Owner::new();
        owner.set();
        let id = "0197a3b0-0000-7000-8000-000000000001";
        let one = |topics: Vec<Topic>| Listening {
            topics: topics.into_iter().collect(),
            version: RwSignal::new(0),
            quiet: false,
        };
        let all = [
            one(vec![Topic::Desk]),
            one(vec![Topic::pupil(id).unwrap(), Topic::Desk]),
            Listening { quiet: true, ..one(vec![]) },
        ];
        assert_eq!(topics_of(&all), format!("desk,pupil:{id}"));
        let who = |words: &str| concerned(&all, words);
        assert_eq!(who("desk"), [(all[0].version, false), (all[1].version, false)]);
        assert_eq!(who(&format!("figures:320102,pupil:{id}")), [(all[1].version, false)]);
        assert!(who(&format!("matter:{id}")).is_empty());
        assert_eq!(who("all").len(), 3);
        assert_eq!(
            who("all")[2],
            (all[2].version, true),
            "what stands beside the page hears it without words"
        );
    }
}
