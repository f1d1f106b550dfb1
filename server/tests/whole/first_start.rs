//! The first start with the demo: it listens before there is anything to show, says how far it is, and ends when it is told to.

use crate::support::header;
use reqwest::StatusCode;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// What is running, ended with the test.
struct Building(Child);

impl Drop for Building {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_too_early_sees_how_far_the_demo_is() {
    let folder = tempfile::tempdir().unwrap();
    let (data, kept) = (folder.path().join("data"), folder.path().join("kept"));
    let mut process = Command::new(env!("CARGO_BIN_EXE_server"))
        .args(["serve", "--addr", "127.0.0.1:0", "--second-factor", "when-enrolled"])
        .args(["--demo-if-empty", "--demo-size", "small", "--site"])
        .arg(folder.path().join("site"))
        .arg("--data")
        .arg(&data)
        .arg("--demo-kept")
        .arg(&kept)
        .env("RUST_LOG", "off")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let mut building = Building(process);
    let url = loop {
        let line = lines.next().expect("the server ended before it listened").unwrap();
        assert!(!line.starts_with("listening on "), "the demo is not there yet: {line}");
        if let Some(address) = line.split(['，', ' ']).find(|word| word.starts_with("http://")) {
            break address.to_owned();
        }
    };
    // What it says further on must find somebody who listens.
    let rest = std::thread::spawn(move || lines.map_while(Result::ok).count());
    let client = reqwest::Client::new();
    let ask = async |path: &str| client.get(format!("{url}{path}")).send().await.unwrap();
    for path in ["/", "/desk", "/my"] {
        let answer = ask(path).await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(header(&answer, "retry-after"), "3", "{path}");
        let page = answer.text().await.unwrap();
        assert!(page.contains("正在建立演示数据") && page.contains("http-equiv=\"refresh\""), "{page}");
    }
    assert_eq!(ask("/healthz").await.status(), StatusCode::OK);
    assert_eq!(ask("/readyz").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    let told = Command::new("kill").args(["-TERM", &building.0.id().to_string()]).status().unwrap();
    assert!(told.success());
    assert!(building.0.wait().unwrap().success(), "it ends in order");
    rest.join().unwrap();
    assert!(!data.exists(), "half a demo is not in the place of a whole one");
    let kept: Vec<_> = std::fs::read_dir(&kept).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let whole = |name: &std::ffi::OsString| name.to_string_lossy().starts_with("kept-2");
    assert!(!kept.iter().any(whole), "nor kept under the name of one: {kept:?}");
}
