//! A gateway for short messages and a mail server that only listen, and answer as they are told.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use registry::message::{MailSettings, Settings, SmsSettings};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

pub(crate) const TOKEN: &str = "token-of-the-gateway";

/// What arrived, in order, and the answers that come next; after them all is well.
#[derive(Default)]
struct Heard {
    got: Vec<Got>,
    answers: VecDeque<u16>,
    always: Option<u16>,
}

/// One message as it arrived, whole.
#[derive(Debug, Clone)]
pub(crate) struct Got {
    /// Everything that came over the wire, decoded where it was encoded.
    pub(crate) whole: String,
    pub(crate) id: String,
    pub(crate) to: String,
    pub(crate) template: String,
    pub(crate) code: Option<String>,
}

pub(crate) struct Stub {
    heard: Arc<Mutex<Heard>>,
    address: String,
    secret: PathBuf,
    _dir: TempDir,
}

impl Stub {
    async fn bound() -> (Self, TcpListener) {
        let dir = tempfile::tempdir().unwrap();
        let secret = dir.path().join("secret");
        std::fs::write(&secret, format!("{TOKEN}\n")).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        (Self { heard: Arc::default(), address, secret, _dir: dir }, listener)
    }

    /// A gateway for short messages.
    pub(crate) async fn sms() -> Self {
        let (stub, listener) = Self::bound().await;
        let heard = stub.heard.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(take_post(stream, heard.clone()));
            }
        });
        stub
    }

    /// A mail server without TLS, as on this machine.
    pub(crate) async fn mail() -> Self {
        let (stub, listener) = Self::bound().await;
        let heard = stub.heard.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(take_mail(stream, heard.clone()));
            }
        });
        stub
    }

    pub(crate) fn as_sms(&self) -> Settings {
        let address = format!("http://{}/send", self.address);
        Settings { sms: Some(SmsSettings { address, token: self.secret.clone() }), mail: None }
    }

    pub(crate) fn as_mail(&self) -> Settings {
        let address = format!("smtp://{}", self.address);
        let from = "xueji@example.cn".to_owned();
        Settings { sms: None, mail: Some(MailSettings { address, from, login: None }) }
    }

    /// The next answers.
    pub(crate) fn answers(&self, answers: impl IntoIterator<Item = u16>) {
        self.heard.lock().unwrap().answers.extend(answers);
    }

    /// Every answer from now on.
    pub(crate) fn answers_always(&self, answer: Option<u16>) {
        self.heard.lock().unwrap().always = answer;
    }

    /// What has arrived since the last look.
    pub(crate) fn take(&self) -> Vec<Got> {
        std::mem::take(&mut self.heard.lock().unwrap().got)
    }

    /// The one message that has arrived since.
    pub(crate) fn only(&self) -> Got {
        let mut got = self.take();
        assert_eq!(got.len(), 1, "{got:?}");
        got.remove(0)
    }
}

fn answer_to(heard: &Mutex<Heard>, got: Got) -> u16 {
    let mut heard = heard.lock().unwrap();
    heard.got.push(got);
    heard.always.or_else(|| heard.answers.pop_front()).unwrap_or(200)
}

async fn take_post(stream: TcpStream, heard: Arc<Mutex<Heard>>) {
    let mut stream = BufReader::new(stream);
    loop {
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
            head.push_str(&line);
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await.unwrap();
        let body = String::from_utf8(body).unwrap();
        let json: serde_json::Value = serde_json::from_str(&body).unwrap();
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let status = if head.to_ascii_lowercase().contains(&format!("authorization: bearer {TOKEN}")) {
            let got = Got {
                id: text(&json["id"]).unwrap(),
                to: text(&json["to"]).unwrap(),
                template: text(&json["template"]).unwrap(),
                code: text(&json["params"]["code"]),
                whole: format!("{head}\n{body}"),
            };
            answer_to(&heard, got)
        } else {
            401
        };
        let answer = format!("HTTP/1.1 {status} Said\r\nContent-Length: 0\r\n\r\n");
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}

async fn take_mail(stream: TcpStream, heard: Arc<Mutex<Heard>>) {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 stub\r\n").await.unwrap();
    let (mut to, mut line) = (String::new(), String::new());
    loop {
        line.clear();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        let said: &str = match line.get(..4).unwrap_or_default() {
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                "250 ok\r\n"
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await.unwrap();
                let mut mail = String::new();
                while !mail.ends_with("\r\n.\r\n") {
                    assert_ne!(stream.read_line(&mut mail).await.unwrap(), 0, "cut off");
                }
                let got = read_mail(&mail, &to);
                if answer_to(&heard, got) == 200 { "250 taken\r\n" } else { "451 later, dear sender\r\n" }
            }
            "QUIT" => "221 bye\r\n",
            _ => "250 ok\r\n",
        };
        stream.write_all(said.as_bytes()).await.unwrap();
    }
}

/// A mail with its subject and its text in plain.
fn read_mail(mail: &str, to: &str) -> Got {
    let (head, body) = mail.split_once("\r\n\r\n").unwrap();
    let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let header = |name: &str| {
        let found = head.lines().find_map(|line| line.strip_prefix(name));
        found.unwrap_or_else(|| panic!("no {name} in {head}")).trim().to_owned()
    };
    let body = body.strip_suffix("\r\n.\r\n").unwrap_or(body);
    let body = match header("Content-Transfer-Encoding:").as_str() {
        "base64" => {
            let packed: String = body.split_whitespace().collect();
            String::from_utf8(STANDARD.decode(packed).unwrap()).unwrap()
        }
        "quoted-printable" => quoted(body),
        _ => body.to_owned(),
    };
    let subject: String = header("Subject:").split_whitespace().map(word).collect();
    let code = body.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6).map(str::to_owned);
    let id = header("Message-ID:");
    let id = id.trim_matches(['<', '>']).split('@').next().unwrap().to_owned();
    Got { whole: format!("{head}\n{subject}\n{body}"), id, to: to.to_owned(), template: subject, code }
}

/// A word of a header (RFC 2047).
fn word(word: &str) -> String {
    let Some(inner) = word.strip_prefix("=?utf-8?b?").and_then(|rest| rest.strip_suffix("?=")) else {
        return word.to_owned();
    };
    String::from_utf8(STANDARD.decode(inner).unwrap()).unwrap()
}

fn quoted(body: &str) -> String {
    let body = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = body.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        match (first, tail.get(..2)) {
            (b'=', Some(hex)) => {
                bytes.push(u8::from_str_radix(std::str::from_utf8(hex).unwrap(), 16).unwrap());
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}
