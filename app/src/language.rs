//! 语言: in which language pages speak. Who chose one has it in a cookie that says nothing of a person; on the first visit a browser that
//! likes English better than Chinese is spoken to in English. Pages of staff are in Chinese, whatever was chosen.

pub use domain::language::{Language, Spoken};

use crate::text::t;
use domain::access::Role;
use domain::guide::{plain, plain_role};
use domain::refusal::Refusal;
use leptos::prelude::*;

/// Name of the cookie.
pub const COOKIE: &str = "__Host-language";
/// Where the choice is sent.
pub const ADDRESS: &str = "/language";
/// Name of the control that says which.
pub const CONTROL: &str = "language";
/// Name of the control that says to which page one goes back.
pub const BACK: &str = "back";
/// On `<html>` where English was chosen, on whatever page: what the page's program reads.
pub const ATTRIBUTE: &str = "data-language";

/// The folders of pages that staff work with: they are in Chinese. A test compares them with the pages.
const OF_STAFF: [&str; 39] = [
    "home",
    "desk",
    "cases",
    "pupils",
    "upkeep",
    "archive",
    "transfers",
    "changes",
    "progressions",
    "completions",
    "look-after",
    "late",
    "promotion",
    "copies",
    "rules",
    "imports",
    "letters",
    "paper",
    "archives",
    "prints",
    "schools",
    "divisions",
    "problems",
    "violations",
    "complaints",
    "take-over",
    "certificates",
    "reviews",
    "disclosures",
    "access",
    "privacy/audit",
    "packages",
    "compare",
    "warnings",
    "registrars",
    "background",
    "calendar",
    "accounts",
    "design",
];

/// Whether a page of that path is one of staff.
pub fn is_of_staff(path: &str) -> bool {
    let path = path.trim_start_matches('/');
    OF_STAFF.iter().any(|folder| {
        path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
    })
}

/// The language of what is being drawn or answered: that of the frame around it, else that of the document or the request.
pub fn here() -> Language {
    use_context::<Language>().unwrap_or_else(around)
}

/// Speaks that language in everything below: called by the frame of a page.
pub(crate) fn speak(language: Language) {
    provide_context(language);
    // Effects run in the browser only: from a page of staff to one's own account the document stays, and says another language.
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("lang", language.tag());
        }
    });
}

/// The language that was chosen, or that the browser likes best.
#[cfg(feature = "ssr")]
pub fn chosen() -> Language {
    let parts = use_context::<http::request::Parts>();
    parts.map(|parts| chosen_by(&parts.headers)).unwrap_or_default()
}

/// The language that was chosen: the server wrote it on the document.
#[cfg(not(feature = "ssr"))]
pub fn chosen() -> Language {
    on_document(ATTRIBUTE).and_then(|key| Language::from_key(&key)).unwrap_or_default()
}

#[cfg(feature = "ssr")]
fn around() -> Language {
    let parts = use_context::<http::request::Parts>();
    parts.map(|parts| of_request(parts.uri.path(), &parts.headers)).unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
fn around() -> Language {
    let known = |tag: String| Language::ALL.into_iter().find(|one| one.tag() == tag);
    on_document("lang").and_then(known).unwrap_or_default()
}

/// An attribute of `<html>`.
#[cfg(all(not(feature = "ssr"), target_arch = "wasm32"))]
fn on_document(name: &str) -> Option<String> {
    document().document_element().and_then(|root| root.get_attribute(name))
}

/// Nothing: this is neither the server nor a browser.
#[cfg(all(not(feature = "ssr"), not(target_arch = "wasm32")))]
fn on_document(_name: &str) -> Option<String> {
    None
}

/// The language that a request's headers choose.
#[cfg(feature = "ssr")]
fn chosen_by(headers: &http::HeaderMap) -> Language {
    let text = |value: &http::HeaderValue| value.to_str().ok().map(str::to_owned);
    let cookies = headers.get_all(http::header::COOKIE).iter().filter_map(text);
    let of_pair = |pair: &str| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE).then(|| Language::from_key(value)).flatten()
    };
    let kept = cookies.collect::<Vec<_>>().iter().flat_map(|all| all.split(';')).find_map(of_pair);
    let liked = || headers.get(http::header::ACCEPT_LANGUAGE).and_then(text);
    kept.or_else(|| Language::preferred(&liked()?)).unwrap_or_default()
}

/// The language in which a request is answered. A form or a file is answered as the page speaks from which it was asked for.
#[cfg(feature = "ssr")]
pub fn of_request(path: &str, headers: &http::HeaderMap) -> Language {
    let from = || {
        let address = headers.get(http::header::REFERER)?.to_str().ok()?;
        crate::api::again::path_of(address)
    };
    let page = match path.starts_with("/api/") || path.starts_with("/files/") {
        true => from().unwrap_or_default(),
        false => path.to_owned(),
    };
    if is_of_staff(&page) { Language::Chinese } else { chosen_by(headers) }
}

/// A name in the language spoken here.
pub(crate) fn name(one: &impl Spoken) -> &'static str {
    one.label_in(here())
}

/// The same to a guardian: in Chinese in plain words.
pub(crate) fn plainly(one: &impl Spoken) -> String {
    match here() {
        Language::Chinese => plain(one.chinese()),
        Language::English => one.english().to_owned(),
    }
}

/// Who that is in an office, as a guardian is told.
pub(crate) fn desk(role: Role) -> &'static str {
    match (here(), role) {
        (Language::Chinese, _) => plain_role(role),
        (Language::English, Role::Registrar) => "registrar",
        (Language::English, Role::Leader) => "leader",
        (Language::English, other) => other.english(),
    }
}

/// `lang` of an element that stays Chinese whatever is spoken around it (names, the text of the law, values of the code tables); none where
/// everything is Chinese.
pub(crate) fn zh() -> Option<&'static str> {
    (here() == Language::English).then_some("zh")
}

/// `lang` of an element with that text alone: of a value that stays Chinese; none of one that is not.
pub(crate) fn zh_of(text: &str) -> Option<&'static str> {
    zh().filter(|_| text.chars().any(is_chinese))
}

/// Such a text.
pub(crate) fn in_chinese(text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    match zh() {
        Some(lang) => view! { <span lang=lang>{text}</span> }.into_any(),
        None => text.into_any(),
    }
}

/// A text with names or values in it: on an English page what is Chinese in it is marked as Chinese.
pub(crate) fn mixed(text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    if here() == Language::Chinese || !text.chars().any(is_chinese) {
        return text.into_any();
    }
    let part = |(chinese, part): (bool, String)| match chinese {
        true => view! { <span lang="zh">{part}</span> }.into_any(),
        false => part.into_any(),
    };
    runs(&text).into_iter().map(part).collect_view().into_any()
}

/// A character of Chinese text: a Han character, or a mark that stands among them.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// The text in runs, each with whether it is Chinese.
fn runs(text: &str) -> Vec<(bool, String)> {
    let mut runs: Vec<(bool, String)> = Vec::new();
    for c in text.chars() {
        let chinese = is_chinese(c);
        match runs.last_mut() {
            Some((known, run)) if *known == chinese => run.push(c),
            _ => runs.push((chinese, c.to_string())),
        }
    }
    runs
}

/// A refusal in the language spoken here.
#[cfg(feature = "ssr")]
pub(crate) fn refused(refusal: &Refusal) -> String {
    // What a form refuses by itself comes past no service.
    match crate::api::context::plainly() {
        true => domain::guide::plain_refusal(refusal.clone()).to_string(),
        false => refused_in(here(), refusal),
    }
}

/// A refusal in a language.
pub(crate) fn refused_in(language: Language, refusal: &Refusal) -> String {
    match language {
        Language::Chinese => refusal.to_string(),
        Language::English => domain::english::told_by(refusal, crate::text::both::answer::SENTENCES),
    }
}

/// A day as people read it.
pub(crate) fn day(on: chrono::NaiveDate) -> String {
    match here() {
        Language::Chinese => domain::form::chinese_date(&on.to_string()),
        Language::English => domain::english::day(on),
    }
}

/// A list in words: 甲、乙 or one, two.
pub(crate) fn listed<T: AsRef<str>>(parts: &[T]) -> String {
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    parts.join(match here() {
        Language::Chinese => "、",
        Language::English => ", ",
    })
}

/// Something that is said with something else behind it in brackets.
pub(crate) fn with_note(words: &str, note: &str) -> String {
    match here() {
        Language::Chinese => format!("{words}（{note}）"),
        Language::English => format!("{words} ({note})"),
    }
}

/// The colon between a word and what is said of it.
pub(crate) fn colon() -> &'static str {
    match here() {
        Language::Chinese => "：",
        Language::English => ": ",
    }
}

/// At the end of the header of pages that speak both: a button with the name of the other language. It is a plain form, sent by the
/// browser, since the whole document is to be drawn anew: `<form class="language-form">`.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    // Pages of staff have no choice.
    let now = use_context::<Language>().unwrap_or_else(around);
    let other = match now {
        Language::Chinese => Language::English,
        Language::English => Language::Chinese,
    };
    let back = crate::ui::here_and_query();
    view! {
        <form class="language-form no-print" method="post" action=ADDRESS aria-label=t::layout::LANGUAGE>
            <input type="hidden" name=BACK value=back autocomplete="off"/>
            <button class="button button-link" type="submit" name=CONTROL value=other.key() lang=other.tag()>
                {other.own_name()}
            </button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every page below the frame of staff is in one of the folders, and no other page is.
    #[test]
    fn the_pages_of_staff_are_known_by_their_folders() {
        let source = include_str!("lib.rs");
        let (mut of_staff, mut below_my, mut pages) = (false, false, 0);
        for line in source.lines() {
            if line.contains("<ParentRoute") {
                of_staff = line.contains("StaffFrame");
                below_my = line.contains("path!(\"/my\")");
            }
            let Some(path) =
                line.split("<Route path=path!(\"").nth(1).and_then(|rest| rest.split('"').next())
            else {
                continue;
            };
            if below_my {
                assert!(!is_of_staff(&format!("/my{path}")), "{path}");
                continue;
            }
            pages += 1;
            assert_eq!(is_of_staff(path), of_staff, "{path}");
        }
        assert!(pages > 80, "{pages}");
        assert!(
            is_of_staff("/privacy/audit/2026") && !is_of_staff("/privacy") && !is_of_staff("/privacy?a=b")
        );
        assert!(!is_of_staff("/homes") && !is_of_staff("/") && !is_of_staff(""));
    }

    #[test]
    fn what_is_chinese_in_a_text_is_a_run_of_its_own() {
        let told = |text: &str| -> Vec<(bool, String)> { runs(text) };
        assert_eq!(
            told("3 May: 张*，sent"),
            [
                (false, "3 May: ".to_owned()),
                (true, "张".to_owned()),
                (false, "*".to_owned()),
                (true, "，".to_owned()),
                (false, "sent".to_owned()),
            ]
        );
        assert!(told("").is_empty() && told("一二").len() == 1);
        assert!(!is_chinese('·') && !is_chinese('“') && is_chinese('（'));
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn a_choice_goes_before_what_the_browser_likes_and_staff_read_chinese() {
        use http::header::{ACCEPT_LANGUAGE, COOKIE as COOKIES, REFERER};
        let headers = |pairs: &[(http::HeaderName, &'static str)]| -> http::HeaderMap {
            pairs.iter().map(|(name, value)| (name.clone(), http::HeaderValue::from_static(value))).collect()
        };
        let likes = (ACCEPT_LANGUAGE, "en-GB,en;q=0.8,zh;q=0.5");
        let chose = (COOKIES, "a=b; __Host-language=zh; c=d");
        assert_eq!(of_request("/my", &headers(&[])), Language::Chinese);
        assert_eq!(of_request("/my", &headers(std::slice::from_ref(&likes))), Language::English);
        assert_eq!(of_request("/my", &headers(&[likes.clone(), chose])), Language::Chinese);
        assert_eq!(of_request("/desk", &headers(std::slice::from_ref(&likes))), Language::Chinese);
        let english = (COOKIES, "__Host-language=en");
        assert_eq!(of_request("/", &headers(std::slice::from_ref(&english))), Language::English);
        assert_eq!(of_request("/", &headers(&[(COOKIES, "__Host-language=xx"), likes])), Language::English);
        // A form is answered as its page speaks.
        let from = |page: &'static str| headers(&[english.clone(), (REFERER, page)]);
        assert_eq!(of_request("/api/send", &from("https://x.example/my/1/correct/check")), Language::English);
        assert_eq!(
            of_request("/api/send", &from("https://x.example/pupils/1/correct/check")),
            Language::Chinese
        );
    }
}
