//! The frame of pages anybody may see. Who is signed in finds the own name there, and the way back to the own pages.

use crate::api::AppError;
use crate::api::session::SignOut;
use crate::api::visitor::{Visitor, Who, landing};
use crate::language;
use crate::pages::parts::pathname;
use crate::text::t;
use crate::ui::{ActionForm, Button, ButtonKind, Footer, Header, Main, MainKind, Nav, NavItem, SkipLink};
use domain::access::Role;
use leptos::prelude::*;
use leptos_router::components::Outlet;

/// Who reads a page that anybody may see: asked once for the frame and the page in it.
#[derive(Clone, Copy)]
pub(crate) struct Here(pub(crate) Resource<Result<Option<Visitor>, AppError>>);

/// The frame of pages anybody may see.
#[component]
pub fn PlainFrame() -> impl IntoView {
    language::speak(language::chosen());
    let sign_out = ServerAction::<SignOut>::new();
    let path = pathname();
    // A session ends here by signing out, or by a new password, which leads to the sign-in.
    let door = move || path.with(|path| path.starts_with("/sign-in"));
    let here = Here(Resource::new_blocking(move || (door(), sign_out.version().get()), |_| landing()));
    provide_context(here);
    view! {
        <SkipLink/>
        <Transition>
            {move || Suspend::new(async move {
                match here.0.await {
                    Ok(Some(Visitor { home, who: Some(who) })) => head(home, who, path.into(), sign_out).into_any(),
                    _ => view! { <Header both=true/> }.into_any(),
                }
            })}
        </Transition>
        <Main kind=MainKind::Narrow><Outlet/></Main>
        <Footer/>
    }
}

/// Who is here, and where the own pages are.
fn head(home: String, who: Who, path: Signal<String>, sign_out: ServerAction<SignOut>) -> impl IntoView {
    let guardian = who.role == Role::Guardian;
    let mut items = vec![NavItem::new(home.clone(), home_words(&home))];
    if guardian {
        items.push(NavItem::new("/my/add", t::nav::ADD_CHILD));
    }
    let account = if guardian { "/my/account" } else { "/account" };
    let account_words = if guardian { t::own::TITLE } else { t::session::SETTINGS };
    view! {
        <Header unit=who.unit user=Some(who.name) role=Some(language::name(&who.role).to_owned()) home both=true>
            <a href=account>{account_words}</a>
            <ActionForm action=sign_out>
                <Button kind=ButtonKind::Link>{t::nav::SIGN_OUT}</Button>
            </ActionForm>
        </Header>
        <Nav items path/>
    }
}

/// What the own pages are called.
pub(crate) fn home_words(home: &str) -> &'static str {
    match home {
        "/my" => t::nav::MY_CHILDREN.said(),
        "/desk" => t::session::OWN_DESK.said(),
        _ => t::layout::HOME.said(),
    }
}
