//! Whatever clients send or do not send: the process ends when it is told to, slow senders are given up, slow lines are not; it answers
//! under its own name only, and says whether it lives and whether it can work.

use crate::support::*;
use reqwest::StatusCode;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn connect(server: &Server) -> TcpStream {
    TcpStream::connect(("127.0.0.1", server.port())).await.unwrap()
}

/// The head of a form of so many bytes, as a page of ours sends it.
fn head(server: &Server, length: usize) -> String {
    let host = server.url.trim_start_matches("http://");
    format!(
        "POST /api/sign_in HTTP/1.1\r\nHost: {host}\r\nOrigin: {}\r\nAccept: text/html\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n",
        server.url
    )
}

/// What comes until the connection ends or is quiet for half a minute.
async fn answer(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    let mut piece = [0; 4096];
    while let Ok(Ok(length)) = tokio::time::timeout(Duration::from_secs(30), stream.read(&mut piece)).await {
        if length == 0 {
            break;
        }
        said.extend_from_slice(&piece[..length]);
        if said.windows(4).any(|four| four == b"\r\n\r\n") {
            break;
        }
    }
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn four_hundred_half_sent_requests_do_not_hold_the_process() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(dir.path());
    let mut held = Vec::new();
    let mut dribbling = tokio::task::JoinSet::new();
    for n in 0..400 {
        let mut stream = connect(&server).await;
        match n % 4 {
            0 => stream.write_all(b"GET /sign-in HTTP/1.1\r\nHost: loc").await.unwrap(),
            1 => stream.write_all(format!("{}login=", head(&server, 4000)).as_bytes()).await.unwrap(),
            // Nothing at all.
            2 => {}
            _ => {
                stream.write_all(head(&server, 4000).as_bytes()).await.unwrap();
                dribbling.spawn(async move {
                    while stream.write_all(b"a").await.is_ok() {
                        tokio::time::sleep(Duration::from_millis(200)).await;
                    }
                });
                continue;
            }
        }
        held.push(stream);
    }
    // Connections are taken in the order in which they came: when this one is answered, all of them are there.
    assert_eq!(Visitor::new(&server).get("/healthz").await.status(), StatusCode::OK);
    let told = Instant::now();
    let status = tokio::task::spawn_blocking(move || server.terminate()).await.unwrap();
    assert!(told.elapsed() < Duration::from_secs(10), "{:?}", told.elapsed());
    assert_eq!(status.code(), Some(0));
    drop(held);
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_senders_are_told_and_slow_lines_are_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(dir.path());
    let silent = async {
        let mut stream = connect(&server).await;
        stream.write_all(format!("{}login=", head(&server, 4000)).as_bytes()).await.unwrap();
        let said = answer(&mut stream).await;
        assert!(said.starts_with("HTTP/1.1 408"), "silent: {said}");
    };
    let dribbling = async {
        let mut stream = connect(&server).await;
        stream.write_all(head(&server, 4000).as_bytes()).await.unwrap();
        let (mut reading, mut writing) = stream.into_split();
        let sending = tokio::spawn(async move {
            while writing.write_all(b"a").await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        let mut said = vec![0; 12];
        let come = tokio::time::timeout(Duration::from_secs(60), reading.read_exact(&mut said)).await;
        come.expect("given up within a minute").unwrap();
        assert_eq!(said, b"HTTP/1.1 408", "dribbling");
        sending.abort();
    };
    let headless = async {
        let mut stream = connect(&server).await;
        stream.write_all(b"GET / HTTP/1.1\r\nHost: ").await.unwrap();
        let mut rest = Vec::new();
        let ended = tokio::time::timeout(Duration::from_secs(40), stream.read_to_end(&mut rest)).await;
        ended.expect("a head that does not come ends the connection").unwrap();
    };
    // Ten kilobytes a second for longer than anybody may be silent, and than the time before speed counts.
    let slow = async {
        let (pieces, piece) = (60, "x".repeat(5 << 10));
        let mut stream = connect(&server).await;
        let begun = Instant::now();
        let length = "login=nobody&password=".len() + pieces * piece.len();
        stream
            .write_all(format!("{}login=nobody&password=", head(&server, length)).as_bytes())
            .await
            .unwrap();
        for _ in 0..pieces {
            stream.write_all(piece.as_bytes()).await.unwrap();
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        let said = answer(&mut stream).await;
        assert!(begun.elapsed() > Duration::from_secs(25));
        assert!(said.starts_with("HTTP/1.1 302"), "a slow line gets the form's answer: {said}");
    };
    tokio::join!(silent, dribbling, headless, slow);
}

#[tokio::test(flavor = "multi_thread")]
async fn health_is_life_and_readiness_is_each_check() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start_with(dir.path(), &["--disk-floor", "0"]);
    let visitor = Visitor::new(&server);
    for path in ["/readyz", "/health"] {
        let said = visitor.until(path, StatusCode::OK).await;
        let checks = said["checks"].as_object().unwrap();
        assert_eq!(said["ready"], true);
        for name in ["write", "key", "disk", "workers"] {
            assert_eq!(checks[name], "ok", "{name}");
        }
    }
    let (key, aside) = (dir.path().join("master.key"), dir.path().join("aside"));
    std::fs::rename(&key, &aside).unwrap();
    let failing = visitor.until("/readyz", StatusCode::SERVICE_UNAVAILABLE).await;
    assert_eq!((&failing["ready"], &failing["checks"]["key"]), (&false.into(), &"failed".into()));
    assert_eq!(failing["checks"]["write"], "ok");
    assert_eq!(visitor.get("/healthz").await.status(), StatusCode::OK, "it lives all the same");
    std::fs::rename(&aside, &key).unwrap();
    visitor.until("/readyz", StatusCode::OK).await;
    server.kill();

    let server = Server::start_with(dir.path(), &["--disk-floor", "1000000000000"]);
    let full = Visitor::new(&server).until("/readyz", StatusCode::SERVICE_UNAVAILABLE).await;
    assert_eq!((&full["checks"]["disk"], &full["checks"]["key"]), (&"failed".into(), &"ok".into()));
}

/// Another name that leads to this machine (DNS rebinding) opens nothing, and this machine's other names lead to the right one.
#[tokio::test(flavor = "multi_thread")]
async fn only_the_configured_name_is_answered() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(dir.path());
    let ask = async |request: String| {
        let mut stream = connect(&server).await;
        stream.write_all(request.as_bytes()).await.unwrap();
        answer(&mut stream).await.to_lowercase()
    };
    let get =
        |path: &str, host: &str| format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let port = server.port();
    let ours = format!("localhost:{port}");
    assert!(ask(get("/sign-in", &ours)).await.starts_with("http/1.1 200"));
    for host in ["evil.example", "localhost", "localhost:1.evil", &format!("{ours}\r\nHost: evil.example")] {
        let said = ask(get("/sign-in", host)).await;
        assert!(!said.starts_with("http/1.1 200"), "{host}: {said}");
    }
    assert!(ask(get("/sign-in", "evil.example")).await.starts_with("http/1.1 421"));
    let led = ask(get("/verify?code=1", &format!("127.0.0.1:{port}"))).await;
    assert!(
        led.starts_with("http/1.1 307") && led.contains(&format!("location: {}/verify?code=1", server.url)),
        "{led}"
    );
    let form = "login=a&password=b";
    let post = |host: &str, origin: &str| {
        format!(
            "POST /api/sign_in HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{origin}\r\nAccept: text/html\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        )
    };
    assert!(ask(post("evil.example", "evil.example")).await.starts_with("http/1.1 421"));
    assert!(ask(post(&ours, "evil.example")).await.starts_with("http/1.1 403"));
    assert!(ask(post(&ours, &ours)).await.starts_with("http/1.1 302"));
    for path in ["/healthz", "/readyz"] {
        // Asked by whatever name; a machine under load may say that it is not ready.
        let said = ask(get(path, "10.0.0.7:8080")).await;
        let named =
            said.starts_with("http/1.1 200") || said.starts_with("http/1.1 503") && said.contains("checks");
        assert!(named, "{path}: {said}");
    }
}
