//! The frames around pages: for everybody, for staff, for guardians. They ask who is signed in, once.

use crate::api::account::act::ObjectToReset;
use crate::api::desk::desk_numbers;
use crate::api::session::{SignOut, Whoami, whoami};
use crate::language::{self, Language};
use crate::live::{FeedProvider, Topic, use_live_quietly};
use crate::pages::desk::DeskCount;
use crate::pages::parts::pathname;
use crate::pages::pupils::finder::{self, Finder};
use crate::text::t;
use crate::ui::palette::Palette;
use crate::ui::{
    ActionForm, Button, ButtonKind, Footer, Header, Main, MainKind, Nav, NavEntry, NavItem, Notice,
    NoticeKind, PageKeys, SkipLink,
};
use domain::access::Role;
use leptos::prelude::*;
use leptos_router::components::Outlet;

/// The frame of pages anybody may see.
#[component]
pub fn PlainFrame() -> impl IntoView {
    language::speak(language::chosen());
    view! {
        <SkipLink/>
        <Header both=true/>
        <Main kind=MainKind::Narrow><Outlet/></Main>
        <Footer/>
    }
}

/// The frame of staff pages: who is here, where to go.
#[component]
pub fn StaffFrame() -> impl IntoView {
    language::speak(Language::Chinese);
    view! { <SignedIn kind=MainKind::Wide/> }
}

/// The frame of guardians' pages: large, one thing at a time.
#[component]
pub fn GuardianFrame() -> impl IntoView {
    language::speak(language::chosen());
    view! { <SignedIn kind=MainKind::Question/> }
}

#[component]
fn SignedIn(kind: MainKind) -> impl IntoView {
    let object = ServerAction::<ObjectToReset>::new();
    let path = pathname();
    // A reset that was objected to is told no longer.
    let me = Resource::new_blocking(move || object.version().get(), |_| whoami());
    let count = DeskCount::new();
    provide_context(count);
    let (finder, keys) = (Finder::new(), PageKeys::new());
    provide_context(finder);
    provide_context(keys);
    let guardian = kind == MainKind::Question;
    view! {
        <SkipLink/>
        <Suspense>
            {move || Suspend::new(async move {
                match me.await {
                    Ok(me) if (me.role == Role::Guardian) == guardian => head(me, path.into(), object, count, (finder, keys)).into_any(),
                    _ => view! { <Header both=guardian/><SignInInstead/> }.into_any(),
                }
            })}
        </Suspense>
        <FeedProvider>
            {(!guardian).then(|| view! { <Numbers count/> })}
            <Main kind><Outlet/></Main>
        </FeedProvider>
        <Footer/>
    }
}

/// Keeps the numbers of the navigation as they are: the feed says when the reader's own desk changed, and they are asked for then, once for
/// all pages of the frame. What changes below an authority all the time does not concern them.
#[component]
fn Numbers(count: DeskCount) -> impl IntoView {
    let live = use_live_quietly(|| [Topic::Numbers]);
    // Effects run in the browser only; what the frame was made with is the first answer.
    Effect::new(move |before: Option<u64>| {
        let now = live.version();
        if before.is_some_and(|before| before != now) {
            let turn = count.ask();
            leptos::task::spawn_local(async move {
                // Without an answer they stay as they were; the next change asks again.
                if let Ok(numbers) = desk_numbers().await {
                    count.tell(turn, numbers);
                }
            });
        }
        now
    });
}

fn head(
    me: Whoami,
    path: Signal<String>,
    object: ServerAction<ObjectToReset>,
    count: DeskCount,
    (finder, keys): (Finder, PageKeys),
) -> impl IntoView {
    let sign_out = ServerAction::<SignOut>::new();
    let guardian = me.role == Role::Guardian;
    let home = if guardian { "/my" } else { "/home" };
    let items = nav_items(&me, count);
    let search = me.finds_pupils.then(|| finder::form(finder).into_any());
    let field = me.finds_pupils.then_some(finder::FIELD);
    let palette = (!guardian).then(|| view! { <Palette places=places(&items) finder=field keys path/> });
    view! {
        <Header unit=me.unit.clone() user=Some(me.name.clone()) role=Some(language::name(&me.role).to_owned()) home=home search both=guardian>
            <a href="/account">{t::session::SETTINGS}</a>
            <ActionForm action=sign_out>
                <Button kind=ButtonKind::Link>{t::nav::SIGN_OUT}</Button>
            </ActionForm>
        </Header>
        <Nav items path/>
        // What is typed on this page is sent with it (`public/offline.js`): another account that signs in beside it keeps nothing of it.
        <div hidden=true data-whose=me.whose></div>
        {palette}
        {me.reset.map(|(by, reason, at)| view! {
            <section class="reset-notice no-print" aria-label=t::account::RESET_TOLD>
                <Notice kind=NoticeKind::Warn title=Some(t::account::RESET_TOLD.to_owned())>
                    <p>{t::account::reset_told(&by, &reason, &at)}</p>
                    <ActionForm action=object>
                        <Button kind=ButtonKind::Secondary>{t::account::OBJECT}</Button>
                    </ActionForm>
                </Notice>
            </section>
        })}
    }
}

/// The pages of the navigation, with their words: what the command palette offers.
fn places(entries: &[NavEntry]) -> Vec<(String, String)> {
    let items = entries.iter().flat_map(NavEntry::items);
    items.map(|item| (item.label.clone(), item.href.clone())).collect()
}

/// What a role finds in the navigation: what is used all day stands in the row, the rest in menus. The policy decides what it may
/// do there.
fn nav_items(me: &Whoami, count: DeskCount) -> Vec<NavEntry> {
    let link = |href: &str, label: &str| NavItem::new(href, label);
    let desk = || link("/desk", t::nav::DESK).with_count(count.or(me.waiting));
    let opened = || {
        let item = link("/desk?tab=mine", t::nav::OPENED);
        item.with_count(count.opened_or(me.opened)).said(t::layout::opened)
    };
    match me.role {
        Role::Guardian => {
            vec![link("/my", &t::nav::MY_CHILDREN).into(), link("/my/add", &t::nav::ADD_CHILD).into()]
        }
        Role::Registrar | Role::Leader => {
            let row = [
                link("/home", t::nav::HOME),
                desk(),
                opened(),
                link("/pupils", t::nav::PUPILS),
                link("/changes", t::nav::CHANGES),
                link("/letters", t::nav::LETTERS),
            ];
            let menus = [
                NavEntry::menu(t::nav::MENU_ENTRY, entry_items(me)),
                NavEntry::menu(t::nav::MENU_ARCHIVES, archive_items(me)),
                NavEntry::menu(
                    t::nav::MENU_OVERSIGHT,
                    with_comparison(
                        me,
                        [
                            link("/problems", t::nav::PROBLEMS),
                            link("/reviews", t::nav::REVIEWS),
                            link("/violations", t::nav::VIOLATIONS),
                            link("/warnings", t::nav::WARNINGS),
                            link("/disclosures", t::nav::DISCLOSURES),
                        ],
                    ),
                ),
                NavEntry::menu(t::nav::MENU_MANAGE, manage_items()),
            ];
            row.into_iter().map(NavEntry::from).chain(menus.into_iter().flatten()).collect()
        }
        Role::Official => {
            let row = [
                link("/home", t::nav::HOME),
                desk(),
                opened(),
                link("/warnings", t::nav::WARNINGS),
                link("/reviews", t::nav::REVIEWS),
            ];
            let menus = [
                NavEntry::menu(
                    t::nav::MENU_OVERSIGHT,
                    with_comparison(
                        me,
                        [
                            link("/problems", t::nav::PROBLEMS),
                            link("/violations", t::nav::VIOLATIONS),
                            link("/paper/late", t::paper::LATE),
                            link("/disclosures", t::nav::DISCLOSURES),
                        ],
                    ),
                ),
                NavEntry::menu(
                    t::nav::MENU_MANAGE,
                    vec![
                        link("/registrars", t::nav::REGISTRARS),
                        link("/rules", t::nav::RULES),
                        link("/calendar", t::nav::CALENDAR),
                    ],
                ),
            ];
            row.into_iter().map(NavEntry::from).chain(menus.into_iter().flatten()).collect()
        }
        Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => {
            let mut row = vec![link("/home", t::nav::HOME)];
            row.extend(me.has_desk.then(desk));
            row.push(link("/accounts", t::nav::ACCOUNTS));
            if me.role == Role::AuditAdmin {
                row.push(link("/access", t::nav::ACCESS));
                row.push(link("/privacy/audit", t::privacy::AUDIT_NAV));
            }
            row.push(link("/calendar", t::nav::CALENDAR));
            let nation = me.kind == Some(domain::org::UnitKind::Nation);
            if nation && me.role != Role::AuditAdmin {
                row.push(link("/packages/directory", t::package::KEYS));
            }
            if me.role == Role::SystemAdmin && nation {
                row.push(link("/background", t::background::TITLE));
            }
            if me.role == Role::SystemAdmin {
                row.push(link("/take-over", t::take_over::TITLE));
                row.push(link("/design", t::design::TITLE));
            }
            row.into_iter().map(NavEntry::from).collect()
        }
    }
}

/// 监管: for an authority with 下级单位对比 and 转学流向 of the units below it; a school has none below.
fn with_comparison(me: &Whoami, items: impl IntoIterator<Item = NavItem>) -> Vec<NavItem> {
    let below = me.kind.is_some_and(domain::org::UnitKind::is_authority);
    let pages = [("/compare", t::compare::TITLE), ("/compare/flows", t::compare::FLOWS)];
    let pages = pages.map(|(href, label)| NavItem::new(href, label)).into_iter().filter(|_| below);
    items.into_iter().chain(pages).collect()
}

/// 管理: registrars and rules.
fn manage_items() -> Vec<NavItem> {
    vec![NavItem::new("/registrars", t::nav::REGISTRARS), NavItem::new("/rules", t::nav::RULES)]
}

/// 录入: a school's registrar enters pupils.
fn entry_items(me: &Whoami) -> Vec<NavItem> {
    if me.role == Role::Registrar && me.in_school {
        vec![NavItem::new("/pupils/new", t::nav::ENTER_ONE), NavItem::new("/imports", t::nav::IMPORTS)]
    } else {
        Vec::new()
    }
}

/// 档案: on paper, in files, what is printed of them, and who keeps them when a school is no more.
fn archive_items(me: &Whoami) -> Vec<NavItem> {
    let mut items = Vec::new();
    if me.in_school {
        items.push(NavItem::new("/paper", t::paper::NAV));
        items.push(NavItem::new("/archives/permanent", t::paper::KEPT));
    } else {
        items.push(NavItem::new("/paper/late", t::paper::LATE));
        items.push(NavItem::new("/archives/permanent", t::paper::ENTRUSTED));
    }
    if me.in_school || me.role == Role::Leader {
        items.push(NavItem::new("/packages", t::nav::PACKAGES));
    }
    items.push(NavItem::new("/certificates", t::certificate::TITLE));
    if me.role == Role::Registrar && me.in_school {
        items.push(NavItem::new("/prints", t::nav::PRINTS));
    }
    if me.kind.is_some_and(domain::org::UnitKind::is_authority) {
        items.push(NavItem::new("/schools", t::nav::SCHOOLS));
    }
    items
}

/// On the server this sends the browser to the sign-in page, to what is still owed there, or to the account's own pages; the
/// link is for whoever arrives here otherwise.
#[component]
fn SignInInstead() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::api::address::lead_to(crate::api::session::proper_place());
    view! { <p class="container"><a href="/sign-in">{t::nav::SIGN_IN}</a></p> }
}
