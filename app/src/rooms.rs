//! The rooms of the staff's half: which pages of the browser's program come together, when somebody first goes there. What a guardian and
//! a visitor see is in the program itself; a room is fetched when a page of it is asked for, and ahead of that when a link to it is
//! pointed at. Built without `split` (for work, and for the server) everything is there from the start.

use crate::pages::frame::StaffFrame;
use crate::pages::*;
use futures::FutureExt;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use leptos_router::ChooseView;
use std::collections::BTreeSet;

/// One row for each room: its name, the function that draws its pages, the one that fetches it, and its pages. Whatever two rooms share
/// is found by the build (`.ci/split.mjs`); a page goes to another room by standing in another row, here and in [`crate::App`].
macro_rules! rooms {
    ($($(#[$doc:meta])* $room:ident $key:ident $fetch:ident { $($page:ident)* })*) => {
        /// A part of the program that is fetched for itself.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Room {
            $($(#[$doc])* $room,)*
        }

        impl Room {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$room),*];

            /// Its name in the build's list of files.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$room => stringify!($key),)*
                }
            }

            /// Fetches it, if it is not here yet; whether it is here then.
            #[cfg(all(feature = "split", target_family = "wasm"))]
            async fn fetch(self) -> bool {
                let here = match self {
                    $(Self::$room => $fetch().await.is_ok(),)*
                };
                if here {
                    HERE.with_borrow_mut(|rooms| rooms.insert(self));
                }
                here
            }
        }

        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            #[allow(clippy::enum_variant_names, reason = "pages are called pages")]
            pub enum $room {
                $(
                    #[doc = concat!("[`", stringify!($page), "`]")]
                    $page,
                )*
            }

            #[cfg_attr(
                all(feature = "split", target_family = "wasm"),
                leptos::wasm_split::wasm_split(
                    $key,
                    wasm_split_path = ::leptos::wasm_split,
                    preload($fetch),
                    fallible
                )
            )]
            fn $key(page: $room) -> Result<AnyView, SplitLoaderError> {
                Ok(match page {
                    $($room::$page => $page().into_any(),)*
                })
            }

            impl ChooseView for $room {
                async fn choose(self) -> AnyView {
                    #[cfg(all(feature = "split", target_family = "wasm"))]
                    let view = $key(self).await;
                    #[cfg(not(all(feature = "split", target_family = "wasm")))]
                    let view = $key(self);
                    // It was fetched before: a page is chosen when its room has arrived.
                    view.unwrap_or_else(|_| ().into_any())
                }

                async fn preload(&self) {
                    arrive(Room::$room).await;
                }
            }
        )*
    };
}

rooms! {
    /// Where everybody of the staff lands: the frame, 首页, 待办台, the single case. Every page of the staff needs it.
    Desk desk fetch_desk {
        StaffFrame HomePage FigurePage MattersPage DeskManyPage QueuePage CasesPrintPage CasePage
    }
    /// 学生: the list, the record with its pages, the archive's contents, what a class keeps up.
    Pupils pupils fetch_pupils {
        PupilsPage PupilPage RecordInfoPage RecordMattersPage RecordTimelinePage ArchivePage UpkeepPage
        ClassUpkeepPage MovePage ClassArchivePage FilledPage CounterPage BindingPage PupilLooksPage
        PupilConsentPage
    }
    /// 录入与变动: what begins a matter, one pupil or many.
    Entry entry fetch_entry {
        EntryPage EntryStepsPage ImportRowPage MendEntryPage ChangePage MendChangePage TransferPage ChangesHubPage ProgressionsPage
        CompletionsPage LookAfterPage LatePage PromotionPage CopiesPage CopyPage ImportsPage ImportNewPage
        ImportPage
    }
    /// 函件、纸质档案、打印、证书、档案包.
    Paper paper fetch_paper {
        LettersPage LetterPage DeskPage EnvelopePage ShelfPage LateHandOversPage DossierPage KeptPage
        PrintsPage PrintClassPage PrintPage CertificatesPage CertificatePage PackagesPage DirectoryPage PackagePage
    }
    /// 监管: problems, orders to correct, reviews, disclosures, comparison, warnings.
    Oversight oversight fetch_oversight {
        ProblemsPage ProblemPage MergePage ViolationsPage ViolationPage ReviewsPage ReviewPage
        ReviewReportPage ReviewPupilPage ReviewSchoolPage ReviewSheetPage ReviewAnomaliesPage
        ComplaintPage DisclosuresPage DisclosureNewPage DisclosureRegisterPage DisclosurePage ComparePage FlowsPage
        WarningsPage DigestPage WarningPage
    }
    /// 管理: schools, registrars, rules, accounts, who looked at what, the calendar.
    Units units fetch_units {
        SchoolsPage ProposePage DivisionsPage SchoolChangePage RegistrarsPage RegistrarPage HandOverPage
        RulesPage RulesEditPage RulesCheckPage AccessPage UnitJournalPage InquiryPage AuditReportsPage
        AuditReportPage BackgroundPage TakeOversPage TakeOverNewPage TakeOverPage CalendarPage AccountsPage SlipPage DesignPage
    }
}

/// The part of an address that names a matter beside a list.
const BESIDE: &str = "open=";

impl Room {
    /// The room of the page at a path; none for what everybody may see and for guardians' pages.
    pub fn of_path(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let room = match parts.as_slice() {
            ["pupils", "new", ..] | ["pupils", _, "change", ..] | ["cases", _, "mend" | "change"] => {
                Self::Entry
            }
            ["pupils", _, "paper"] => Self::Paper,
            // The guardian's own pages, in the frame of the staff.
            ["pupils", _, "correct", _, ..] => Self::Desk,
            ["home" | "desk" | "cases", ..] => Self::Desk,
            ["pupils" | "upkeep" | "archive", ..] => Self::Pupils,
            [
                "transfers" | "changes" | "progressions" | "completions" | "look-after" | "late"
                | "promotion" | "copies" | "imports",
                ..,
            ] => Self::Entry,
            ["letters" | "paper" | "archives" | "prints" | "certificates" | "packages", ..] => Self::Paper,
            [
                "problems" | "violations" | "complaints" | "reviews" | "disclosures" | "compare" | "warnings",
                ..,
            ] => Self::Oversight,
            ["privacy", "audit", ..] => Self::Units,
            [
                "schools" | "divisions" | "registrars" | "rules" | "access" | "background" | "calendar"
                | "accounts" | "design" | "take-over",
                ..,
            ] => Self::Units,
            _ => return None,
        };
        Some(room)
    }

    /// All rooms that the page at an address of ours needs: the frame's, its own, and that of a matter beside it.
    pub fn of_address(address: &str) -> BTreeSet<Self> {
        let address = address.split('#').next().unwrap_or_default();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let Some(own) = Self::of_path(path) else { return BTreeSet::new() };
        let beside = query.split('&').find_map(|part| part.strip_prefix(BESIDE));
        let beside = beside.map(|page| page.replace("%2F", "/").replace("%2f", "/"));
        // What is beside a list has an address of its own, with its own end.
        let beside = beside.and_then(|page| Self::of_path(page.split(['?', '#', '%']).next()?));
        [Some(Self::Desk), Some(own), beside].into_iter().flatten().collect()
    }
}

#[cfg(all(feature = "split", target_family = "wasm"))]
thread_local! {
    /// What has been fetched.
    static HERE: std::cell::RefCell<BTreeSet<Room>> = const { std::cell::RefCell::new(BTreeSet::new()) };
}

/// Waits until a room is here, and for that of a matter beside the page. If it does not come (no network, or the server has another
/// version by now), the browser asks for the page itself, as it does without a program; a page that is only being taken over stays what
/// the server made of it.
#[cfg(all(feature = "split", target_family = "wasm"))]
async fn arrive(room: Room) {
    let url = use_context::<ArcRwSignal<leptos_router::location::Url>>().map(|url| url.get_untracked());
    let address = url.map(|url| {
        let search = url.search().trim_start_matches('?');
        if search.is_empty() { url.path().to_owned() } else { format!("{}?{search}", url.path()) }
    });
    let mut wanted = address.as_deref().map(Room::of_address).unwrap_or_default();
    wanted.insert(room);
    let fetched = futures::future::join_all(wanted.into_iter().map(Room::fetch)).await;
    if fetched.into_iter().all(|here| here) {
        return;
    }
    if let Some(address) = address.filter(|_| crate::live::is_running()) {
        // A browser that cannot go there says so itself.
        let _ = window().location().assign(&address);
    }
    std::future::pending::<()>().await;
}

#[cfg(not(all(feature = "split", target_family = "wasm")))]
#[allow(clippy::unused_async, reason = "in the other build it waits")]
async fn arrive(_: Room) {}

/// A page that is shown inside another one, once its room is here.
#[derive(Clone, Copy)]
pub(crate) struct Inside {
    #[cfg_attr(
        not(all(feature = "split", target_family = "wasm")),
        allow(dead_code, reason = "in the other build it is fetched")
    )]
    room: Room,
    view: fn() -> AnyView,
}

impl Inside {
    /// The page, of this room.
    pub(crate) const fn new(room: Room, view: fn() -> AnyView) -> Self {
        Self { room, view }
    }

    /// It now, or when its room has come.
    pub(crate) fn show(self) -> AnyView {
        #[cfg(all(feature = "split", target_family = "wasm"))]
        if !HERE.with_borrow(|rooms| rooms.contains(&self.room)) {
            let here = RwSignal::new(false);
            leptos::task::spawn_local(async move {
                if self.room.fetch().await {
                    // The page around it may have gone.
                    here.try_set(true);
                }
            });
            return (move || here.get().then(|| (self.view)())).into_any();
        }
        (self.view)()
    }

    #[cfg(test)]
    pub(crate) const fn room(self) -> Room {
        self.room
    }
}

/// A page whose room is here.
pub(crate) fn now(page: impl ChooseView) -> AnyView {
    page.choose().now_or_never().unwrap_or_else(|| ().into_any())
}

/// Fetches the room of a link that is pointed at, or that the keyboard reaches: it is mostly there when the link is followed.
#[cfg(all(feature = "split", target_family = "wasm"))]
pub(crate) fn fetch_ahead() {
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    let look = Closure::<dyn Fn(web_sys::Event)>::new(|event: web_sys::Event| {
        let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = element.and_then(|element| element.closest("a[href]").ok().flatten());
        let Some(address) = link.and_then(|link| link.get_attribute("href")) else { return };
        for room in Room::of_address(&address) {
            if !HERE.with_borrow(|rooms| rooms.contains(&room)) {
                leptos::task::spawn_local(async move {
                    // If it does not come, it is asked for again when the link is followed.
                    let _ = room.fetch().await;
                });
            }
        }
    });
    for kind in ["pointerover", "focusin"] {
        let _ = window().add_event_listener_with_callback(kind, look.as_ref().unchecked_ref());
    }
    // For as long as the page lives.
    look.forget();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_needs_the_frame_its_own_room_and_that_of_the_matter_beside_it() {
        let of = |address: &str| Room::of_address(address).into_iter().collect::<Vec<_>>();
        assert_eq!(of("/home"), [Room::Desk]);
        assert_eq!(of("/pupils?after=x#top"), [Room::Desk, Room::Pupils]);
        assert_eq!(of("/pupils/new?guardian=abroad"), [Room::Desk, Room::Entry]);
        assert_eq!(of("/pupils/new/steps?step=family"), [Room::Desk, Room::Entry]);
        assert_eq!(of("/desk?kind=a&open=%2Fletters%2F7"), [Room::Desk, Room::Paper]);
        assert_eq!(of("/desk?open=/reviews/7/schools/1&tab=mine"), [Room::Desk, Room::Oversight]);
        assert_eq!(of("/desk?open=/cases/7"), [Room::Desk]);
        for none in ["/", "/my/7?open=/letters/7", "/privacy", "/sign-in", "https://elsewhere.example/desk"] {
            assert_eq!(of(none), [], "{none}");
        }
    }

    #[test]
    fn rooms_have_names_of_their_own() {
        let names: BTreeSet<&str> = Room::ALL.iter().map(|room| room.key()).collect();
        assert_eq!(names.len(), Room::ALL.len());
    }
}
