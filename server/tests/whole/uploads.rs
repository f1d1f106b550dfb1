//! Every form with a file answers by itself, whatever its file is: too large, empty, of another kind, broken, cut off. What was typed comes
//! back. A slow sender has a test of its own (`connections.rs`).

use crate::outsiders::source;
use crate::support::*;
use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};

/// One form: its function, who fills it in, what is typed, the page it stands on, and a text that must come back in it.
struct Case {
    function: &'static str,
    login: &'static str,
    typed: Vec<(&'static str, String)>,
    page: String,
    comes_back: &'static str,
}

/// The first id behind a beginning of an address.
async fn first_id(visitor: &Visitor, page: &str, before: &str) -> String {
    let text = visitor.get(page).await.text().await.unwrap();
    let start = format!("href=\"{before}0");
    let at = text.find(&start).unwrap_or_else(|| panic!("{before} on {page}")) + start.len() - 1;
    text[at..].split(['"', '/', '?']).next().unwrap().to_owned()
}

async fn cases(server: &Server) -> Vec<Case> {
    let (registrar, parent) = ("2132000101.registrar", "13900000001");
    let child = first_id(&Visitor::signed_in(server, parent).await, "/my", "/my/").await;
    let pupil = first_id(&Visitor::signed_in(server, registrar).await, "/pupils", "/pupils/").await;
    let one = |function, login, typed: &[(&'static str, &str)], page: &str, comes_back| Case {
        function,
        login,
        typed: typed.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        page: page.to_owned(),
        comes_back,
    };
    vec![
        one("start_import", registrar, &[("entry_date", "2026-09-03")], "/imports/new", "2026-09-03"),
        one(
            "add_archive_file",
            registrar,
            &[("person", &pupil), ("category", "awards"), ("title", "区级三好学生"), ("proof", "other")],
            &format!("/pupils/{pupil}/archive"),
            "区级三好学生",
        ),
        one(
            "file_proof",
            parent,
            &[("person", &child), ("kind", "household_register")],
            &format!("/my/{child}/correct/proof"),
            "",
        ),
        one(
            "file_ask_proof",
            parent,
            &[("person", &child), ("kind", "suspension")],
            &format!("/my/{child}/ask/suspension/proof"),
            "",
        ),
        one(
            "enter_violation",
            "320102.registrar",
            &[
                ("subject", "2132000101"),
                ("case", "no_archive"),
                ("fact", "现场核查发现未按规定办理"),
                ("kind", "other"),
            ],
            "/violations",
            "现场核查发现未按规定办理",
        ),
        one("receive_package", registrar, &[("fingerprint", "1234")], "/packages?box=received", "1234"),
        one("publish_calendar", "nation.system", &[], "/calendar", ""),
        one("start_take_over", "nation.system", &[("source", "江苏旧系统")], "/take-over/new", "江苏旧系统"),
    ]
}

fn form(case: &Case, name: &str, bytes: Vec<u8>) -> Form {
    let typed = case.typed.iter().fold(Form::new(), |form, (name, value)| form.text(*name, value.clone()));
    // What is typed below the file comes back, too.
    typed.part("file", Part::bytes(bytes).file_name(name.to_owned())).text("last", "x")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_file_is_said_by_its_form_and_nothing_typed_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    for case in cases(&server).await {
        let visitor = Visitor::signed_in(&server, case.login).await;
        // A package is larger than other files may be.
        let large = if case.function == "receive_package" { 65 << 20 } else { 21 << 20 };
        let files = [
            ("太大.jpg", vec![b'x'; large], Some("”超过")),
            ("空.jpg", Vec::new(), Some("是空文件")),
            ("网页.jpg", b"<html><body>no</body></html>".to_vec(), None),
            ("断.jpg", vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 16, b'J'], None),
        ];
        for (name, bytes, says) in files {
            let answer =
                visitor.upload(&format!("/api/{}", case.function), form(&case, name, bytes)).await.unwrap();
            let (status, to) = (answer.status(), location(&answer));
            assert_eq!(
                status,
                StatusCode::FOUND,
                "{} {name}: {}",
                case.function,
                answer.text().await.unwrap()
            );
            let to = to.split('#').next().unwrap();
            assert_eq!(to, case.page, "{} {name}", case.function);
            let page = visitor.get(to).await.text().await.unwrap();
            let told = page.contains("class=\"field-error\"") || page.contains("error-summary");
            assert!(told, "{} {name}: nothing is said\n{page}", case.function);
            if let Some(says) = says {
                assert!(page.contains(says), "{} {name} does not say «{says}»\n{page}", case.function);
            }
            assert!(page.contains(case.comes_back), "{} {name}: what was typed is gone", case.function);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_with_a_file_is_cut_off_by_a_bound_below_its_own_and_beyond_every_bound_it_is_said_in_words()
{
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let visitor = Visitor::signed_in(&server, "2132000101.registrar").await;
    let functions = source::functions();
    let with_file: Vec<_> = functions.iter().filter(|function| function.multipart).collect();
    assert!(with_file.len() >= 12, "the source is read: {with_file:?}");
    for function in with_file {
        let file = || Part::bytes(vec![b'x'; 21 << 20]).file_name("a.jpg");
        let answer = visitor.upload(&function.path, Form::new().part("file", file())).await.unwrap();
        assert_ne!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE, "{}", function.path);
        assert!(!answer.status().is_server_error(), "{}: {}", function.path, answer.status());
        // The end of the form is missing, as when the line breaks.
        let cut = visitor.raw_parts(&function.path, "x").await;
        assert!(!cut.status().is_server_error(), "{}: {}", function.path, cut.status());
    }
    let huge = Part::bytes(vec![b'x'; 100 << 20]).file_name("a.mp4");
    let answer = visitor.upload("/api/start_import", Form::new().part("file", huge)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let page = answer.text().await.unwrap();
    assert!(page.contains("文件太大") && page.contains("后退"), "{page}");
    let plain = visitor.post("/api/enter_pupil", &[("values[name]", &"x".repeat(7 << 20))]).await;
    assert_eq!(plain.status(), StatusCode::PAYLOAD_TOO_LARGE, "a form without a file holds less");
}
