//! Mails, by SMTP.

use super::MailSettings;
use super::gateway::{PATIENCE, is_this_machine, secret};
use crate::error::{Error, Result};
use domain::message::{MailAddress, Message};
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message as Mail};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use reqwest::Url;

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// A mail server and who writes.
pub(super) struct MailServer {
    transport: Transport,
    from: Mailbox,
    /// The domain of the sender, for the ids of mails.
    domain: String,
}

impl MailServer {
    pub(super) fn open(settings: &MailSettings) -> Result<Self> {
        let wrong = |why: &str| Error::Unsound(format!("邮件服务器（--smtp）：{why}"));
        let from =
            MailAddress::parse(&settings.from).ok_or_else(|| wrong("发件地址（--mail-from）不完整"))?;
        let address = Url::parse(&settings.address).map_err(|_| wrong("地址不能识别"))?;
        let host = address.host_str().ok_or_else(|| wrong("地址没有写主机名"))?;
        let tls = |_| wrong("加密连接不能建立");
        let (builder, port) = match address.scheme() {
            "smtps" => (Transport::relay(host).map_err(tls)?, 465),
            "smtp" if is_this_machine(host) => (Transport::builder_dangerous(host), 25),
            "smtp" => (Transport::starttls_relay(host).map_err(tls)?, 587),
            _ => return Err(wrong("应为 smtps://主机 或 smtp://主机")),
        };
        let mut builder = builder.port(address.port().unwrap_or(port)).timeout(Some(PATIENCE));
        if let Some((name, password)) = &settings.login {
            let password = secret(password).ok_or_else(|| wrong("密码文件不能读取，或是空的"))?;
            builder = builder.credentials(Credentials::new(name.clone(), password));
        }
        let mailbox = mailbox(&from).ok_or_else(|| wrong("发件地址（--mail-from）不完整"))?;
        let domain = from.as_str().split_once('@').map(|(_, domain)| domain.to_owned()).unwrap_or_default();
        Ok(Self { transport: builder.build(), from: mailbox, domain })
    }

    pub(super) async fn send(&self, id: &str, to: &MailAddress, message: &Message, here: &str) -> Result<()> {
        let to = mailbox(to).ok_or(Error::Outside("the mail address does not read"))?;
        let where_to = if here.is_empty() { String::new() } else { format!("\r\n{here}\r\n") };
        let mail = Mail::builder()
            .from(self.from.clone())
            .to(to)
            .subject(format!("学籍系统：{}", message.template().label()))
            .message_id(Some(format!("<{id}@{}>", self.domain)))
            .header(ContentType::TEXT_PLAIN)
            .body(format!("{}\r\n{where_to}", message.words()))
            .map_err(|_| Error::Outside("the mail could not be written"))?;
        self.transport.send(mail).await.map(drop).map_err(|error| Error::Outside(word(&error)))
    }
}

fn mailbox(address: &MailAddress) -> Option<Mailbox> {
    Some(Mailbox::new(None, address.as_str().parse().ok()?))
}

/// What the server said, without its words: they may quote the address.
fn word(error: &SmtpError) -> &'static str {
    if error.is_permanent() {
        "the mail server refuses the mail"
    } else if error.is_transient() {
        "the mail server asks to wait"
    } else if error.is_timeout() {
        "the mail server does not answer in time"
    } else {
        "the mail server cannot be reached"
    }
}
