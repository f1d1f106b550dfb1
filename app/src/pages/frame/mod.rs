//! The frames around pages: for everybody, for staff, for guardians. They ask who is signed in, once.

use crate::api::session::{SignOut, Whoami, whoami};
use crate::live::FeedProvider;
use crate::text::t;
use crate::ui::{Button, ButtonKind, Footer, Header, Main, MainKind, Nav, NavItem, SkipLink};
use domain::access::Role;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;

/// The frame of pages anybody may see.
#[component]
pub fn PlainFrame() -> impl IntoView {
    view! {
        <SkipLink/>
        <Header/>
        <Main kind=MainKind::Narrow><Outlet/></Main>
        <Footer/>
    }
}

/// The frame of staff pages: who is here, where to go.
#[component]
pub fn StaffFrame() -> impl IntoView {
    view! { <SignedIn kind=MainKind::Wide/> }
}

/// The frame of guardians' pages: large, one thing at a time.
#[component]
pub fn GuardianFrame() -> impl IntoView {
    view! { <SignedIn kind=MainKind::Question/> }
}

#[component]
fn SignedIn(kind: MainKind) -> impl IntoView {
    let me = Resource::new_blocking(|| (), |()| whoami());
    let path = use_location().pathname;
    let guardian = kind == MainKind::Question;
    view! {
        <SkipLink/>
        <Suspense>
            {move || Suspend::new(async move {
                match me.await {
                    Ok(me) if (me.role == Role::Guardian) == guardian => head(me, path.into()).into_any(),
                    _ => view! { <Header/><SignInInstead/> }.into_any(),
                }
            })}
        </Suspense>
        <FeedProvider>
            <Main kind><Outlet/></Main>
        </FeedProvider>
        <Footer/>
    }
}

fn head(me: Whoami, path: Signal<String>) -> impl IntoView {
    let sign_out = ServerAction::<SignOut>::new();
    let home = if me.role == Role::Guardian { "/my" } else { "/home" };
    let items = nav_items(&me);
    view! {
        <Header unit=me.unit.clone() user=Some(me.name.clone()) role=Some(me.role.label().to_owned()) home=home>
            <a href="/account">{t::session::SETTINGS}</a>
            <ActionForm action=sign_out>
                <Button kind=ButtonKind::Link>{t::nav::SIGN_OUT}</Button>
            </ActionForm>
        </Header>
        <Nav items path/>
    }
}

/// What a role finds in the navigation. The policy decides what it may do there.
fn nav_items(me: &Whoami) -> Vec<NavItem> {
    let mut items = Vec::new();
    match me.role {
        Role::Guardian => {
            items.push(NavItem::new("/my", t::nav::MY_CHILDREN));
            items.push(NavItem::new("/my/add", t::nav::ADD_CHILD));
        }
        Role::Registrar | Role::Leader => {
            items.push(NavItem::new("/home", t::nav::HOME));
            items.push(NavItem::new("/cases", t::nav::QUEUE));
            items.push(NavItem::new("/pupils", t::nav::PUPILS));
            items.push(NavItem::new("/letters", t::nav::LETTERS));
            if me.in_school {
                items.push(NavItem::new("/paper", t::paper::NAV));
            }
            if me.role == Role::Registrar && me.in_school {
                items.push(NavItem::new("/pupils/new", t::nav::ENTER_ONE));
                items.push(NavItem::new("/imports", t::nav::IMPORTS));
                items.push(NavItem::new("/prints", t::nav::PRINTS));
            }
            items.push(NavItem::new("/changes", t::nav::CHANGES));
            if me.in_school || me.role == Role::Leader {
                items.push(NavItem::new("/packages", t::nav::PACKAGES));
            }
            items.push(NavItem::new("/problems", t::nav::PROBLEMS));
            if me.kind.is_some_and(domain::org::UnitKind::may_be_competent) {
                items.push(NavItem::new("/schools", t::nav::SCHOOLS));
            }
            items.push(NavItem::new("/reviews", t::nav::REVIEWS));
            items.push(NavItem::new("/violations", t::nav::VIOLATIONS));
            items.push(NavItem::new("/disclosures", t::nav::DISCLOSURES));
            items.push(NavItem::new("/warnings", t::nav::WARNINGS));
            items.push(NavItem::new("/registrars", t::nav::REGISTRARS));
        }
        Role::Official => {
            items.push(NavItem::new("/home", t::nav::HOME));
            items.push(NavItem::new("/problems", t::nav::PROBLEMS));
            items.push(NavItem::new("/reviews", t::nav::REVIEWS));
            items.push(NavItem::new("/violations", t::nav::VIOLATIONS));
            items.push(NavItem::new("/paper/late", t::paper::LATE));
            items.push(NavItem::new("/disclosures", t::nav::DISCLOSURES));
            items.push(NavItem::new("/warnings", t::nav::WARNINGS));
            items.push(NavItem::new("/registrars", t::nav::REGISTRARS));
            items.push(NavItem::new("/rules", t::nav::RULES));
            items.push(NavItem::new("/calendar", t::nav::CALENDAR));
        }
        Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => {
            items.push(NavItem::new("/home", t::nav::HOME));
            items.push(NavItem::new("/accounts", t::nav::ACCOUNTS));
            if me.role == Role::AuditAdmin {
                items.push(NavItem::new("/access", t::nav::ACCESS));
                items.push(NavItem::new("/privacy/audit", t::privacy::AUDIT_NAV));
            }
            items.push(NavItem::new("/calendar", t::nav::CALENDAR));
        }
    }
    items
}

/// On the server this sends the browser to the sign-in page, to what is still owed there, or to the account's own pages; the
/// link is for whoever arrives here otherwise.
#[component]
fn SignInInstead() -> impl IntoView {
    #[cfg(feature = "ssr")]
    leptos_axum::redirect(crate::api::session::proper_place());
    view! { <p class="container"><a href="/sign-in">{t::nav::SIGN_IN}</a></p> }
}
