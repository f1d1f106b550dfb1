//! A disk that is full, and files that are not what they were: the whole program says so, and after a restart holds exactly what
//! it acknowledged.

use crate::support::*;
use reqwest::StatusCode;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SCHOOLS: [&str; 3] = ["2132000101", "2132000102", "3132000103"];

/// Runs a command of the binary that must fail, and gives everything it says.
fn fails(data: &Path, arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_server")).args(arguments).arg("--data").arg(data).output().unwrap();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!output.status.success(), "{arguments:?} should fail: {said}");
    assert!(!said.contains("全部完整"), "{said}");
    said
}

/// The segments of the log and the tables, largest last.
fn files(data: &Path, part: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(data.join("store").join(part)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort_by_key(|path| fs::metadata(path).unwrap().len());
    files
}

/// The segment of the log that is written now: they are numbered.
fn newest(data: &Path) -> PathBuf {
    files(data, "wal").into_iter().max().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_writing_stops_and_a_restart_holds_exactly_what_was_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start_to_be_filled(dir.path());
    // As full as a disk with 60 KiB left for the log. The one that is written is looked at once the store is open: an older and
    // longer one may still lie there, and opening may begin a new one.
    let written = fs::metadata(newest(dir.path())).unwrap().len();
    server.fill(written + 60 * 1024);
    let mut acknowledged = Vec::new();
    let mut stopped = None;
    'filling: for _ in 0..200 {
        for school in SCHOOLS {
            let login = format!("{school}.leader");
            let mut visitor = Visitor::new(&server);
            let answer = visitor.post("/api/sign_in", &[("login", &login), ("password", PASSWORD)]).await;
            visitor.keep(&answer);
            if location(&answer) != "/desk" {
                stopped = Some((school, visitor));
                break 'filling;
            }
            acknowledged.retain(|(one, _): &(&str, String)| *one != school);
            acknowledged.push((school, visitor.cookie().to_owned()));
        }
    }
    let (school, visitor) = stopped.expect("the disk was never full");
    assert!(!acknowledged.is_empty());
    // It says why, in words; what was typed is there again; and it goes on reading.
    let page = visitor.get("/sign-in").await;
    assert_eq!(page.status(), StatusCode::OK);
    let text = page.text().await.unwrap();
    assert!(text.contains("暂停写入"), "{text}");
    assert!(text.contains(&format!("{school}.leader")), "what was typed is lost");
    for (_, cookie) in &acknowledged {
        // Whoever is signed in stays so. A page that has to put down who looked at whom says why it cannot be shown.
        let answer = Visitor::with_cookie(&server, cookie).get("/home").await;
        let status = answer.status();
        let text = answer.text().await.unwrap();
        let said = status == StatusCode::SERVICE_UNAVAILABLE && text.contains("暂停写入");
        assert!(status == StatusCode::OK || said, "{status}: {text}");
    }
    server.kill();

    let server = Server::start(dir.path());
    for (school, cookie) in &acknowledged {
        let answer = Visitor::with_cookie(&server, cookie).get("/home").await;
        assert_eq!(answer.status(), StatusCode::OK, "{school}: an acknowledged session is gone");
    }
    // The refused sign-in did not take the place of the one before it, or come back by half.
    Visitor::signed_in(&server, &format!("{school}.leader")).await;
    server.kill();
    let said = run(dir.path(), &["verify"]);
    assert!(said.contains("全部完整"), "{said}");
}

#[test]
fn verify_names_what_is_damaged_and_is_never_content_with_it() {
    let place = tempfile::tempdir().unwrap();
    let nothing = place.path().join("nothing");
    for command in ["verify", "digest", "promote"] {
        assert!(fails(&nothing, &[command]).contains("这里没有数据库"));
    }
    assert!(!nothing.join("store").exists(), "none was made");

    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    drop(Server::start(dir.path()));
    let log = files(dir.path(), "wal").pop().unwrap();
    let whole = fs::read(&log).unwrap();
    let mut turned = whole.clone();
    turned[whole.len() / 10 * 9] ^= 1;
    fs::write(&log, &turned).unwrap();
    let said = fails(dir.path(), &["verify"]);
    assert!(said.contains(log.to_str().unwrap()) && said.contains("--cut-damaged-log"), "{said}");
    fs::write(&log, &whole).unwrap();

    let key = fs::read(dir.path().join("master.key")).unwrap();
    fs::remove_file(dir.path().join("master.key")).unwrap();
    assert!(fails(dir.path(), &["verify"]).contains("主密钥文件不在"));
    fs::write(dir.path().join("master.key"), key).unwrap();

    let said = run(dir.path(), &["verify"]);
    assert!(said.contains("全部完整"), "{said}");
}
