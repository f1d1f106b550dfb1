//! 就地登录: when a session ends while somebody works in a page, one signs in over the page, and the form that was being sent is sent. What
//! asks for it (the client of server functions, the words over the page) and the dialog that does it meet here. Without the page's program
//! the way is another: what was typed is kept on the server, and one is led to the sign-in (`api::again`).

use crate::live;
use crate::ui::keys::{open_dialog, show_dialog};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlFormElement, SubmitEvent};

/// Id of the dialog.
pub const DIALOG: &str = "sign-in-again";

/// What is asked for in the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing: it is not open.
    Closed,
    /// Name and password.
    Password,
    /// The second factor.
    Code,
}

/// A form that was sent, and the button it was sent with.
#[derive(Clone)]
struct Sent {
    form: HtmlFormElement,
    by: Option<HtmlElement>,
}

thread_local! {
    /// The form that was sent last.
    static SENT: RefCell<Option<Sent>> = const { RefCell::new(None) };
    /// The one that goes on after the sign-in.
    static HELD: RefCell<Option<Sent>> = const { RefCell::new(None) };
    /// The dialog of the page in sight.
    static STEP: Cell<Option<RwSignal<Step>>> = const { Cell::new(None) };
}

/// Notes a form on its way; the dialog's own are none.
pub(crate) fn sent(event: &SubmitEvent) {
    let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
    let Some(form) = form.filter(|form| !is_ours(form)) else { return };
    SENT.set(Some(Sent { form, by: event.submitter() }));
}

fn is_ours(element: &Element) -> bool {
    element.closest(&format!("#{DIALOG}")).is_ok_and(|found| found.is_some())
}

/// The page has a dialog that is told by this what to ask for; none any more with `None`.
pub(crate) fn dialog_is(step: Option<RwSignal<Step>>) {
    STEP.set(step);
}

/// The dialog, while it is open.
fn opened() -> Option<HtmlDialogElement> {
    open_dialog().filter(|dialog| dialog.id() == DIALOG)
}

/// The form that was just sent came back since nobody is signed in any more: asks for the sign-in over the page. Says whether it could.
pub(crate) fn ask_for_form() -> bool {
    // Of several answers the first opens the dialog, and its form is the one that goes on.
    let already = opened().is_some();
    let asks = ask();
    if asks && !already {
        HELD.set(SENT.take());
    }
    asks
}

/// Asks for the sign-in over the page. Says whether the page can, and no other dialog stands over it.
pub(crate) fn ask() -> bool {
    if opened().is_some() {
        return true;
    }
    let Some(step) = STEP.get() else { return false };
    if !show_dialog(DIALOG) {
        return false;
    }
    // What is asked for is drawn when it is asked for.
    step.try_set(Step::Password);
    true
}

/// Closes the dialog.
pub(crate) fn close() {
    if let Some(dialog) = opened() {
        dialog.close();
    }
}

/// The dialog was closed: nothing goes on.
pub(crate) fn put_off() {
    HELD.set(None);
}

/// The page's own account is signed in again: the form is sent that was on its way, and what the page shows is asked for anew.
pub(crate) fn go_on() {
    let held = HELD.take();
    close();
    if let Some(Sent { form, by }) = held.filter(|sent| sent.form.is_connected()) {
        let by = by.filter(|button| button.is_connected());
        // Refused only for a button of another form.
        let _ = form.request_submit_with_submitter(by.as_ref());
    }
    live::begun_again();
}
