//! What a browser has at hand when its connection breaks: a page that says so, and the worker that shows it (`public/sw.js`). Neither knows
//! who asks, so both are answered without a session.

use crate::answers;
use app::language::Language;
use app::text::t::offline as w;
use app::text::words::Words;
use axum::Router;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use http::HeaderName;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

/// The worker's file among those beside the pages. It is not served as it lies there: see [`worker`].
pub(crate) const WORKER: &str = "sw.js";
/// What the worker keeps besides the page, as files.
const KEPT: [&str; 5] =
    ["offline.js", "pkg/xueji.css", "favicon.svg", "icon-192.png", "manifest.webmanifest"];
/// What stands in the worker where its release is to be written.
const UNNAMED: &str = "\"development\"";
/// What the page may load. A copy of it is shown from the browser's cache: a nonce in it would be used twice.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; \
                           manifest-src 'self'; worker-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
/// What the worker may do: ask this server. It runs under the policy of its own answer, and the one of plain files allows nothing.
const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'";

/// Both addresses; the worker's where its file is among those beside the pages.
pub(crate) fn routes(site: &Path) -> Router {
    let page: Arc<str> = page().into();
    let worker: Option<Arc<str>> = worker(site, &page).map(Into::into);
    let router = Router::new().route("/offline", get(move || async move { offline(&page) }));
    match worker {
        Some(text) => router.route("/sw.js", get(move || async move { script(&text) })),
        None => router,
    }
}

fn offline(page: &str) -> impl IntoResponse + use<> {
    // Asked for anew with each release; what is kept of it is in the worker's own cache.
    let headers = [(CONTENT_SECURITY_POLICY, PAGE_POLICY), (CACHE_CONTROL, "no-cache")];
    (headers, Html(page.to_owned()))
}

fn script(text: &str) -> impl IntoResponse + use<> {
    let headers = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, WORKER_POLICY),
        // A worker that lay in a cache would keep an older release alive.
        (CACHE_CONTROL, "no-cache"),
        (HeaderName::from_static("service-worker-allowed"), "/"),
    ];
    (headers, text.to_owned())
}

/// The worker with the name of this release in it: whatever it keeps is in the name, so that another release is another script.
fn worker(site: &Path, page: &str) -> Option<String> {
    let text = std::fs::read_to_string(site.join(WORKER)).ok()?;
    let mut release = DefaultHasher::new();
    page.hash(&mut release);
    for name in KEPT {
        // Where a file is not there the worker will say so itself, and install nothing.
        std::fs::read(site.join(name)).unwrap_or_default().hash(&mut release);
    }
    Some(text.replacen(UNNAMED, &format!("\"{:016x}\"", release.finish()), 1))
}

/// The page itself: what happened, what is kept, and a way to try again, which is a link to wherever one is. The browser shows one copy to
/// everybody, so it speaks both languages, one after the other.
fn page() -> String {
    let head = "<script src=\"/offline.js\" defer></script>";
    let (chinese, english) = (told(Language::Chinese, "h1"), told(Language::English, "h2"));
    let main = format!("{chinese}<div lang=\"{lang}\">{english}</div>", lang = Language::English.tag());
    answers::document(w::TITLE.say(Language::Chinese), head, &main, Language::Chinese)
}

/// What it says in a language, below a heading of that level.
fn told(language: Language, heading: &str) -> String {
    let say = |words: Words| words.say(language);
    format!(
        "<{heading}>{title}</{heading}><p class=\"lead\">{what}</p>\
         <p role=\"status\" data-offline=\"{saved}\" hidden></p>\
         <ul><li>{sent}</li><li>{kept}</li><li>{unsaved}</li></ul>\
         <div class=\"actions\"><a class=\"button\" href=\"\">{again}</a></div><p class=\"hint\">{itself}</p>",
        title = say(w::TITLE),
        what = say(w::WHAT),
        saved = say(w::KEPT_AT),
        sent = say(w::SENT),
        kept = say(w::KEPT),
        unsaved = say(w::UNSAVED),
        again = say(w::AGAIN),
        itself = say(w::BY_ITSELF),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = include_str!("../../public/sw.js");

    #[test]
    fn the_worker_keeps_what_its_release_is_named_by_and_nothing_else() {
        let list = SOURCE.split_once("const KEPT = [OFFLINE, ").unwrap().1.split_once(']').unwrap().0;
        let listed: Vec<&str> = list.split(", ").map(|path| path.trim_matches('"')).collect();
        assert_eq!(listed, KEPT.map(|name| format!("/{name}")));
        assert_eq!(SOURCE.matches(UNNAMED).count(), 1);
        assert!(SOURCE.contains("const OFFLINE = \"/offline\";"));
        // The one thing that fills a cache is the list.
        assert_eq!(SOURCE.matches("addAll(").count(), 1);
        assert!(!SOURCE.contains(".put(") && !SOURCE.contains(".add("), "nothing is kept by being visited");
    }

    #[test]
    fn another_release_is_another_script() {
        let site = tempfile::tempdir().unwrap();
        assert_eq!(worker(site.path(), "page"), None);
        std::fs::write(site.path().join(WORKER), SOURCE).unwrap();
        let first = worker(site.path(), "page").unwrap();
        assert!(!first.contains(UNNAMED));
        assert_eq!(worker(site.path(), "page").unwrap(), first, "the same release has the same name");
        assert_ne!(worker(site.path(), "other words").unwrap(), first);
        std::fs::create_dir(site.path().join("pkg")).unwrap();
        std::fs::write(site.path().join("pkg/xueji.css"), "body{}").unwrap();
        assert_ne!(worker(site.path(), "page").unwrap(), first);
    }

    #[test]
    fn the_page_needs_nobody_and_no_program() {
        let page = page();
        assert_eq!(page.matches("<h1>").count(), 1);
        assert_eq!(page.matches("<script").count(), 1, "one script, and it is a file");
        assert!(page.contains("<script src=\"/offline.js\" defer></script>") && !page.contains(" style="));
        for language in Language::ALL {
            let again = format!("href=\"\">{}<", w::AGAIN.say(language));
            assert!(page.contains(&again), "{language:?}");
            let kept = format!("data-offline=\"{}\"", w::KEPT_AT.say(language));
            assert!(page.contains(&kept) && kept.contains("{}"), "{language:?}");
        }
        assert!(!page.contains("<form"), "nothing is sent from it");
    }
}
