//! The ways out: a gateway for short messages over HTTP, and a mail server ([`super::mail`]). What they answer is told in words of the
//! program alone: an answer may quote the number.

use super::mail::MailServer;
use super::{Settings, SmsSettings};
use crate::error::{Error, Result};
use domain::message::{Channel, Message, Recipient};
use reqwest::Url;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// Longest wait for an answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);

/// What is connected.
#[derive(Default)]
pub(crate) struct Gateways {
    sms: Option<SmsGateway>,
    mail: Option<MailServer>,
}

impl Gateways {
    /// Makes them ready as they are set. Nothing is asked yet.
    ///
    /// # Errors
    /// [`Error::Unsound`] with what is wrong with the settings.
    pub(crate) fn open(settings: &Settings) -> Result<Self> {
        Ok(Self {
            sms: settings.sms.as_ref().map(SmsGateway::open).transpose()?,
            mail: settings.mail.as_ref().map(MailServer::open).transpose()?,
        })
    }

    pub(super) fn has(&self, channel: Channel) -> bool {
        match channel {
            Channel::Sms => self.sms.is_some(),
            Channel::Mail => self.mail.is_some(),
        }
    }

    pub(super) fn none(&self) -> bool {
        self.sms.is_none() && self.mail.is_none()
    }

    /// Hands a message over. `here` is the address people use, for mails.
    pub(super) async fn send(&self, id: &str, to: &Recipient, message: &Message, here: &str) -> Result<()> {
        match (to, &self.sms, &self.mail) {
            (Recipient::Telephone(number), Some(sms), _) => sms.send(id, number, message).await,
            (Recipient::Mail(address), _, Some(mail)) => mail.send(id, address, message, here).await,
            _ => Err(Error::Outside("this way is not connected any more")),
        }
    }
}

/// What a gateway is sent.
#[derive(Serialize)]
struct Handed<'a> {
    id: &'a str,
    to: &'a str,
    template: &'a str,
    params: BTreeMap<&'static str, String>,
}

struct SmsGateway {
    client: reqwest::Client,
    address: Url,
    token: String,
}

impl SmsGateway {
    fn open(settings: &SmsSettings) -> Result<Self> {
        let wrong = |why: &str| Error::Unsound(format!("短信网关（--sms-gateway）：{why}"));
        let address = Url::parse(&settings.address).map_err(|_| wrong("地址不能识别"))?;
        let here = address.host_str().is_some_and(is_this_machine);
        match address.scheme() {
            "https" => {}
            "http" if here => {}
            _ => return Err(wrong("应为 https 地址；不加密的 http 只能用于本机")),
        }
        let token = secret(&settings.token).ok_or_else(|| wrong("令牌文件不能读取，或是空的"))?;
        // It goes to where it was set to go: no proxy of the environment and no redirect sees a number.
        let client = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|_| wrong("加密连接不能建立"))?;
        Ok(Self { client, address, token })
    }

    async fn send(&self, id: &str, to: &str, message: &Message) -> Result<()> {
        let handed = Handed {
            id,
            to,
            template: message.template().key(),
            params: message.filled_in().into_iter().collect(),
        };
        let asked = self.client.post(self.address.clone()).bearer_auth(&self.token).json(&handed);
        let answer = asked.send().await.map_err(|error| {
            let why = if error.is_timeout() {
                "the gateway does not answer in time"
            } else {
                "the gateway cannot be reached"
            };
            Error::Outside(why)
        })?;
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        Err(Error::Outside(match status.as_u16() {
            401 | 403 => "the gateway does not take the token",
            429 => "the gateway asks to wait",
            400..=499 => "the gateway refuses the message",
            500..=599 => "the gateway fails",
            _ => "the gateway answers something else",
        }))
    }
}

/// A secret from its file.
pub(super) fn secret(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let text = text.trim();
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())).then(|| text.to_owned())
}

/// Whether a name is this machine's own: what is said to it passes no network.
pub(super) fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
