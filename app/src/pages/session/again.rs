//! 就地登录: the dialog in which one signs in over a page whose session has ended, and goes on where one was (`resume`). Only the page's
//! program opens it; what is in it is drawn then, so that no page has a second field for a password.

use crate::api::here::{Next, second_factor_here, sign_in_here};
use crate::resume::{self, DIALOG, Step};
use crate::text::t::session as w;
use crate::ui::{Actions, Button};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{ev, html};
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement};

/// What the dialog holds while it is open.
#[derive(Clone, Copy)]
struct Held {
    step: RwSignal<Step>,
    /// What was wrong with what was typed.
    said: RwSignal<String>,
    /// Whether an answer is waited for.
    asks: RwSignal<bool>,
}

impl Held {
    /// Sends what was typed; the page stays where it is.
    fn send(self, event: &ev::SubmitEvent) {
        event.prevent_default();
        let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        let typed = form.and_then(|form| FormData::new_with_form(&form).ok());
        let Some(typed) = typed.filter(|_| !self.asks.get_untracked()) else { return };
        let of = |name: &str| typed.get(name).as_string().unwrap_or_default();
        let (login, password, code, whose) = (of("login"), of("password"), of("code"), whose_page());
        let step = self.step.get_untracked();
        self.asks.set(true);
        self.said.set(String::new());
        spawn_local(async move {
            let answer = match step {
                Step::Code => second_factor_here(code, whose).await,
                Step::Password | Step::Closed => sign_in_here(login, password, whose).await,
            };
            // The page may have gone meanwhile, and the dialog with it.
            if self.asks.try_set(false).is_none() {
                self.answered(answer.map_err(|error| error.message()));
            }
        });
    }

    fn answered(self, answer: Result<Next, String>) {
        match answer {
            Ok(Next::GoOn) => resume::go_on(),
            Ok(Next::Code) => self.step.set(Step::Code),
            Ok(Next::Anew) => {
                self.said.set(w::AGAIN_ANEW.to_owned());
                self.step.set(Step::Password);
            }
            Ok(Next::Away(to)) => {
                // An address of ours is never refused.
                let _ = window().location().set_href(&to);
            }
            Err(words) => self.said.set(words),
        }
    }

    fn close(self) {
        self.step.set(Step::Closed);
        self.said.set(String::new());
        resume::put_off();
    }
}

/// Whose page it is, as the page says.
fn whose_page() -> String {
    let place = document().query_selector("[data-whose]").ok().flatten();
    place.and_then(|place| place.get_attribute("data-whose")).unwrap_or_default()
}

/// The dialog: `<dialog>`, empty until it is opened.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let held = Held {
        step: RwSignal::new(Step::Closed),
        said: RwSignal::new(String::new()),
        asks: RwSignal::new(false),
    };
    // Effects run in the browser only.
    Effect::new(move |_| {
        resume::dialog_is(Some(held.step));
        on_cleanup(|| resume::dialog_is(None));
    });
    view! {
        <dialog id=DIALOG class="palette no-print" aria-label=w::AGAIN_TITLE on:close=move |_| held.close()>
            {move || match held.step.get() {
                Step::Closed => None,
                Step::Password => Some(asked(held, "/api/sign_in", account().into_any()).into_any()),
                Step::Code => Some(asked(held, "/api/second_factor", code().into_any()).into_any()),
            }}
        </dialog>
    }
}

/// The form of one step. Sent without the program, should that fall meanwhile, it is the form of the sign-in page.
fn asked(held: Held, to: &'static str, fields: AnyView) -> impl IntoView {
    let said = move || {
        let words = held.said.get();
        (!words.is_empty()).then(|| view! { <p class="field-error">{words}</p> })
    };
    view! {
        <form class="stack" method="post" action=to novalidate=true on:submit=move |event| held.send(&event)>
            <h2>{w::AGAIN_TITLE}</h2>
            <p>{w::AGAIN_TEXT}</p>
            <div role="alert">{said}</div>
            {fields}
            <Actions>
                <Button disabled=held.asks>{w::AGAIN_GO_ON}</Button>
                <button class="button button-secondary" type="button" on:click=move |_| resume::close()>
                    {w::AGAIN_LATER}
                </button>
            </Actions>
        </form>
    }
}

/// Name and password. Their ids are the dialog's own: the page below may have fields of these names.
fn account() -> impl IntoView {
    view! {
        <div class="field">
            <label class="label" for="again-login">{w::LOGIN}</label>
            <input
                id="again-login"
                class="input"
                type="text"
                name="login"
                autocomplete="username"
                autocapitalize="none"
                spellcheck="false"
                aria-required="true"
                node_ref=first()
            />
        </div>
        <div class="field">
            <label class="label" for="again-password">{w::PASSWORD}</label>
            <input
                id="again-password"
                class="input"
                type="password"
                name="password"
                autocomplete="current-password"
                aria-required="true"
            />
        </div>
    }
}

/// The second factor.
fn code() -> impl IntoView {
    view! {
        <div class="field">
            <label class="label" for="again-code">{w::CODE}</label>
            <input
                id="again-code"
                class="input"
                type="text"
                name="code"
                inputmode="numeric"
                autocomplete="one-time-code"
                aria-required="true"
                node_ref=first()
            />
        </div>
    }
}

/// The field one begins in, once it is there.
fn first() -> NodeRef<html::Input> {
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // An element refuses the focus only when it is not there any more.
            let _ = field.focus();
        }
    });
    field
}
