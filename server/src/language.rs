//! 语言: keeps in a cookie in which language pages speak to whoever chose it, and leads back. Signed in or not makes no difference: the cookie
//! says nothing of a person.

use app::appearance::back_to;
use app::language::{BACK, CONTROL, COOKIE, Language};
use axum::extract::Form;
use axum::response::{IntoResponse, Response};
use http::header::{LOCATION, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use std::collections::BTreeMap;

/// A year: nobody chooses again every day.
const KEPT_SECONDS: u32 = 365 * 24 * 60 * 60;

/// What was chosen, as the form sends it; Chinese where that does not read.
pub(crate) async fn choose(Form(sent): Form<BTreeMap<String, String>>) -> Response {
    let said = |name: &str| sent.get(name).map(String::as_str).unwrap_or_default();
    let chosen = Language::from_key(said(CONTROL)).unwrap_or_default();
    let cookie =
        format!("{COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={KEPT_SECONDS}", chosen.key());
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    // Both are visible ASCII: the cookie is made of our own keys, the address was made safe.
    headers.extend(HeaderValue::from_str(&cookie).ok().map(|value| (SET_COOKIE, value)));
    headers.extend(HeaderValue::from_str(&back_to(said(BACK))).ok().map(|value| (LOCATION, value)));
    response
}
