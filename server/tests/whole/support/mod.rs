//! The real binary on real files, and a browser without a window.

#![allow(dead_code, unreachable_pub, reason = "each test uses its part")]

use futures::TryStreamExt;
use reqwest::{Client, Response, StatusCode, redirect};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

/// The password of the demo's accounts.
pub const PASSWORD: &str = "Lantern-Bamboo-47";

pub struct Server {
    process: Child,
    pub url: String,
}

impl Server {
    /// Starts the binary on a data directory and waits until it says that it listens.
    pub fn start(data: &Path) -> Self {
        Self::start_with(data, &[])
    }

    /// The same with more settings.
    pub fn start_with(data: &Path, more: &[&str]) -> Self {
        let log = File::options().create(true).append(true).open(data.join("log")).unwrap();
        Self::spawn(Command::new(env!("CARGO_BIN_EXE_server")), data, more, log.into())
    }

    /// The same, where a file that may not grow any more ([`Self::fill`]) is refused its bytes instead of ending the process.
    pub fn start_to_be_filled(data: &Path) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"]).arg(env!("CARGO_BIN_EXE_server"));
        Self::spawn(shell, data, &[], Stdio::null())
    }

    /// From now on none of its files grows beyond so many bytes: what a full disk is to the store.
    pub fn fill(&self, bytes: u64) {
        let limit = Command::new("prlimit")
            .args(["--pid", &self.process.id().to_string(), &format!("--fsize={bytes}")])
            .status()
            .unwrap();
        assert!(limit.success());
    }

    fn spawn(mut command: Command, data: &Path, more: &[&str], log: Stdio) -> Self {
        let mut process = command
            .args(["serve", "--addr", "127.0.0.1:0", "--second-factor", "when-enrolled", "--site"])
            .arg(data.join("site"))
            .arg("--data")
            .arg(data)
            .args(more)
            // How full the disk of the machine is, is not what is tested; who tests it sets a floor.
            .env("XUEJI_DISK_FLOOR", "0")
            // Everything our own code has to say, for the test that reads it.
            .env("RUST_LOG", "off,server=trace,app=trace,registry=trace,domain=trace")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let url = loop {
            let line = lines.next().expect("the server ended before it listened").unwrap();
            if let Some(url) = line.strip_prefix("listening on ") {
                break url.to_owned();
            }
        };
        Self { process, url }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.url.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap()
    }

    /// Tells it to end, as a service manager does, and waits until it has.
    pub fn terminate(mut self) -> ExitStatus {
        let told = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(told.success());
        self.process.wait().unwrap()
    }

    /// The most memory it ever had, in megabytes.
    pub fn peak_memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() >> 10
    }

    /// The same, and it must have ended well.
    pub fn stop(self) {
        assert!(self.terminate().success());
    }

    /// kill -9: no time for anything.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A country in a directory of one's own. Building one takes half a minute and gives the same for the same program on the same
/// day, so the first test that asks builds it and all others copy it, the specs in the browser too (`end2end/support/demo.js`).
pub fn demo(data: &Path) {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let lock = File::create(place.join("demo.lock")).unwrap();
    lock.lock().unwrap();
    let program = fs::metadata(env!("CARGO_BIN_EXE_server")).unwrap().modified().unwrap();
    let moment = program.duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    let today = registry::clock::Clock::system().today();
    let built = place.join(format!("demo-{moment}-{today}"));
    if !built.exists() {
        for older in fs::read_dir(place).unwrap().map(Result::unwrap) {
            let name = older.file_name().to_string_lossy().into_owned();
            if name.starts_with("demo-") || name.starts_with("building-") {
                fs::remove_dir_all(older.path()).unwrap();
            }
        }
        // Under its name only when it is whole.
        let building = tempfile::Builder::new().prefix("building-").tempdir_in(place).unwrap().keep();
        run(&building, &["demo", "--demo-size", "small"]);
        fs::rename(building, &built).unwrap();
    }
    copy(&built, data);
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Runs another command of the binary and gives what it says; fails when it fails.
pub fn run(data: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_server"))
        .args(arguments)
        .arg("--data")
        .arg(data)
        .env("RUST_LOG", "off")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// Somebody with a cookie jar, who follows no redirect by himself.
pub struct Visitor {
    client: Client,
    url: String,
    cookie: String,
}

/// How long a state of the server is waited for, on a machine that has other work.
const PATIENCE: Duration = Duration::from_secs(120);

impl Visitor {
    pub fn new(server: &Server) -> Self {
        // No connection is used twice: one whose upload was refused unread is closed by the server.
        let client =
            Client::builder().redirect(redirect::Policy::none()).pool_max_idle_per_host(0).build().unwrap();
        Self { client, url: server.url.clone(), cookie: String::new() }
    }

    /// Somebody into whose browser a cookie was put.
    pub fn with_cookie(server: &Server, cookie: &str) -> Self {
        Self { cookie: cookie.to_owned(), ..Self::new(server) }
    }

    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    pub async fn signed_in(server: &Server, login: &str) -> Self {
        let mut visitor = Self::new(server);
        let answer = visitor.post("/api/sign_in", &[("login", login), ("password", PASSWORD)]).await;
        assert_eq!(answer.status(), StatusCode::FOUND);
        assert!(["/desk", "/home", "/my"].contains(&location(&answer).as_str()), "{}", location(&answer));
        visitor.keep(&answer);
        visitor
    }

    /// Asks for the state of the server again until its status is this one, and gives what it says.
    pub async fn until(&self, path: &str, status: StatusCode) -> serde_json::Value {
        let start = std::time::Instant::now();
        loop {
            let answer = self.get(path).await;
            let is = answer.status();
            let said = answer.text().await.unwrap();
            if is == status {
                return serde_json::from_str(&said).unwrap();
            }
            assert!(start.elapsed() < PATIENCE, "{path} never became {status}: {is} {said}");
        }
    }

    /// Keeps the cookies of an answer, as a browser on this machine does.
    pub fn keep(&mut self, answer: &Response) {
        for cookie in set_cookies(answer) {
            let pair = cookie.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').unwrap_or_default();
            let mut kept: Vec<String> =
                self.cookie.split("; ").filter(|one| !one.is_empty()).map(str::to_owned).collect();
            kept.retain(|one| !one.starts_with(&format!("{name}=")));
            if !value.is_empty() {
                kept.push(pair.to_owned());
            }
            self.cookie = kept.join("; ");
        }
    }

    pub async fn get(&self, path: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.url)).header("accept", "text/html");
        request.header("cookie", &self.cookie).send().await.unwrap()
    }

    /// The same for a browser that takes packed answers.
    pub async fn get_packed(&self, path: &str, encodings: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.url)).header("accept", "text/html");
        request.header("accept-encoding", encodings).header("cookie", &self.cookie).send().await.unwrap()
    }

    /// The same where the browser says whose page led there.
    pub async fn get_packed_from(&self, path: &str, site: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.url)).header("accept", "text/html");
        let request = request.header("accept-encoding", "gzip, br").header("sec-fetch-site", site);
        request.header("cookie", &self.cookie).send().await.unwrap()
    }

    /// A form as a browser without JavaScript sends it.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Response {
        self.post_from(path, form, Some(&self.url.clone())).await
    }

    /// The same as a proxy on this machine passes it on.
    pub async fn post_through(&self, path: &str, form: &[(&str, &str)], forwarded: &str) -> Response {
        let request =
            self.client.post(format!("{}{path}", self.url)).header("accept", "text/html").form(form);
        let request = request.header("origin", &self.url).header("x-forwarded-for", forwarded);
        request.header("cookie", &self.cookie).send().await.unwrap()
    }

    /// The same from another place.
    pub async fn post_from(&self, path: &str, form: &[(&str, &str)], origin: Option<&str>) -> Response {
        let mut request =
            self.client.post(format!("{}{path}", self.url)).header("accept", "text/html").form(form);
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        request.header("cookie", &self.cookie).send().await.unwrap()
    }

    /// A body as it is, whatever it is; as a form's or as the page's program sends it.
    pub async fn raw(&self, path: &str, body: &str, html: bool) -> Response {
        let request = self
            .client
            .post(format!("{}{path}", self.url))
            .header("accept", if html { "text/html" } else { "application/json" })
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.to_owned());
        request.header("origin", &self.url).header("cookie", &self.cookie).send().await.unwrap()
    }

    /// A form with a file in which everything, names included, is the same odd text.
    pub async fn raw_parts(&self, path: &str, text: &str) -> Response {
        let name = ["person", "case", "kind", "words", "reason", "on", "year", "item", "entry_date"];
        let mut body = String::new();
        for name in name {
            body += &format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
        }
        body += &format!(
            "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{text}\"\r\n\r\n%PDF-{text}\r\n--b--\r\n"
        );
        let request = self
            .client
            .post(format!("{}{path}", self.url))
            .header("accept", "text/html")
            .header("content-type", "multipart/form-data; boundary=b")
            .body(body);
        request.header("origin", &self.url).header("cookie", &self.cookie).send().await.unwrap()
    }

    /// A form sent from a page, by the browser or by the page's program.
    pub async fn form_from(&self, path: &str, page: &str, form: &[(&str, &str)], html: bool) -> Response {
        let mut request = self
            .client
            .post(format!("{}{path}", self.url))
            .header("accept", if html { "text/html" } else { "application/json" })
            .header("referer", format!("{}{page}", self.url))
            .form(form);
        if !html {
            request = request.header("x-by-form", "1");
        }
        request.header("origin", &self.url).header("cookie", &self.cookie).send().await.unwrap()
    }

    /// A server function called as the page's own program does.
    pub async fn call(&self, path: &str, form: &[(String, String)]) -> Response {
        let request =
            self.client.post(format!("{}{path}", self.url)).header("accept", "application/json").form(form);
        request.header("origin", &self.url).header("cookie", &self.cookie).send().await.unwrap()
    }

    /// The same with a file. In one piece: who is refused before the server reads on would have the pipe broken under a stream.
    pub async fn call_form(&self, path: &str, form: reqwest::multipart::Form) -> Response {
        let kind = format!("multipart/form-data; boundary={}", form.boundary());
        let parts: Vec<_> = form.into_stream().try_collect().await.unwrap();
        let request = self
            .client
            .post(format!("{}{path}", self.url))
            .header("accept", "application/json")
            .header("content-type", kind)
            .body(parts.concat());
        request.header("origin", &self.url).header("cookie", &self.cookie).send().await.unwrap()
    }

    /// A file in a form.
    pub async fn upload(&self, path: &str, form: reqwest::multipart::Form) -> reqwest::Result<Response> {
        let request =
            self.client.post(format!("{}{path}", self.url)).header("accept", "text/html").multipart(form);
        request.header("origin", &self.url).header("cookie", &self.cookie).send().await
    }

    /// The same request again and again from others at the same time.
    pub fn another(&self) -> Self {
        Self { client: self.client.clone(), url: self.url.clone(), cookie: self.cookie.clone() }
    }

    pub async fn try_post(&self, path: &str, form: &[(&str, &str)]) -> reqwest::Result<Response> {
        let request =
            self.client.post(format!("{}{path}", self.url)).header("accept", "text/html").form(form);
        request.header("origin", &self.url).header("cookie", &self.cookie).send().await
    }
}

pub fn location(answer: &Response) -> String {
    let value = answer.headers().get("location").map(|value| value.as_bytes()).unwrap_or_default();
    String::from_utf8_lossy(value).into_owned()
}

pub fn set_cookies(answer: &Response) -> Vec<String> {
    answer.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned()).collect()
}

pub fn header(answer: &Response, name: &str) -> String {
    answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}
