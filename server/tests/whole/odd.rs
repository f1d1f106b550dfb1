//! Odd input (第二十五条): control characters, line ends, what is no text at all, what is far too long, at every server function and every
//! page that reads its address. It is refused in words, and is never the server's own fault (5xx).

use crate::outsiders::source::{self, Function};
use crate::support::*;
use futures::{StreamExt, stream};

/// What is typed, as it stands in a form or an address.
fn odd(seed: u64) -> Vec<String> {
    let mut state = seed | 1;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let noise: String = (0..60).map(|_| format!("%{:02X}", random() % 256)).collect();
    let mut texts: Vec<String> = [
        "a%0D%0AX-Odd%3A%20b",
        "%00",
        "%FF%FE%80",
        "%zz%",
        "..%2F..%2F%2Fevil.example%5C",
        "%E2%80%AE%F0%9F%98%80%EF%BF%BE",
        "%27%22%60%3Cscript%3E%24record%3B%20DELETE%20person",
        "99999999999999999999999999",
        "-1",
        "%2B99999-12-31",
        "2026-02-30",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("%E7%94%B2".repeat(3000));
    texts.push(noise);
    texts
}

/// Every field of a function filled with the same.
fn body(function: &Function, text: &str) -> String {
    let fields = function.takes.iter().map(|(name, kind)| match kind.as_str() {
        "Vec<String>" => format!("{name}%5B%5D={text}"),
        kind if kind.starts_with("BTreeMap<String, BTreeMap") => {
            format!("{name}%5B{text}%5D%5B{text}%5D={text}")
        }
        kind if kind.starts_with("BTreeMap<String, Vec") => format!("{name}%5B{text}%5D%5B%5D={text}"),
        kind if kind.starts_with("BTreeMap") => format!("{name}%5B{text}%5D={text}&{name}%5Bname%5D={text}"),
        kind if kind.ends_with("Query") || kind.ends_with("Choice") => {
            ["unit", "from", "to", "kind", "login", "after", "grade", "class", "period"]
                .map(|part| format!("{name}%5B{part}%5D={text}"))
                .join("&")
        }
        _ => format!("{name}={text}"),
    });
    fields.collect::<Vec<_>>().join("&")
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_odd_input_is_never_the_servers_fault() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let visitor = Visitor::signed_in(&server, "2132000101.registrar").await;
    let seed = std::env::var("XUEJI_ODD_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| u64::from(std::process::id()));
    let texts = &odd(seed);

    let functions = source::functions();
    assert!(functions.len() > 100, "the source is read: {}", functions.len());
    let own = ["sign_out", "sign_in", "change_password"];
    let functions = functions.iter().filter(|one| !own.contains(&one.path.trim_start_matches("/api/")));
    // Every text at every function; as a form and as the page's program sends it, in turn.
    let tries: Vec<_> =
        functions.flat_map(|function| texts.iter().enumerate().map(move |text| (function, text))).collect();
    let visitor = &visitor;
    let wrong = stream::iter(tries).map(|(function, (n, text))| async move {
        let answer = if function.multipart {
            visitor.raw_parts(&function.path, text).await
        } else {
            visitor.raw(&function.path, &body(function, text), n % 2 == 0).await
        };
        let (status, odd) = (answer.status(), answer.headers().contains_key("x-odd"));
        let said =
            if status.is_server_error() { answer.text().await.unwrap_or_default() } else { String::new() };
        (status.is_server_error() || odd)
            .then(|| format!("{} {}: {status} {said}", function.path, &text[..text.len().min(40)]))
    });
    let mut wrong: Vec<String> =
        wrong.buffer_unordered(6).filter_map(|one| async move { one }).collect().await;

    let (pages, names) = (source::pages(), source::queries());
    assert!(pages.len() > 60 && names.len() > 10, "{names:?}");
    let pages: Vec<_> = pages.iter().flat_map(|page| texts.iter().map(move |text| (page, text))).collect();
    let names = &names;
    let broken = stream::iter(pages).map(|(page, text)| async move {
        let query: Vec<String> =
            names.iter().map(|name| format!("{name}={}", &text[..text.len().min(90)])).collect();
        let path: Vec<&str> = page
            .split('/')
            .map(|piece| if piece.starts_with(':') { "%0D%0A%00%FF" } else { piece })
            .collect();
        let answer = visitor.get(&format!("{}?{}", path.join("/"), query.join("&"))).await;
        let status = answer.status();
        status.is_server_error().then(|| format!("{page} {}: {status}", &text[..text.len().min(40)]))
    });
    wrong.extend(broken.buffer_unordered(6).filter_map(|one| async move { one }).collect::<Vec<_>>().await);
    assert!(
        wrong.is_empty(),
        "XUEJI_ODD_SEED={seed}: {} of them: {:#?}",
        wrong.len(),
        &wrong[..wrong.len().min(40)]
    );
    assert_eq!(
        visitor.get("/home").await.status(),
        reqwest::StatusCode::OK,
        "and the session was there all the time"
    );
}
