//! By which ways messages may go out, as the operator set it. Secrets lie in files of their own, so that no list of processes shows them.

use std::path::PathBuf;

/// The ways that are set; none by default.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// 短信, through a gateway.
    pub sms: Option<SmsSettings>,
    /// 邮件, through a mail server.
    pub mail: Option<MailSettings>,
}

/// A gateway for short messages, asked by HTTP.
#[derive(Debug, Clone)]
pub struct SmsSettings {
    /// Its address; https, or http on this machine.
    pub address: String,
    /// The file of its bearer token.
    pub token: PathBuf,
}

/// A mail server.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// `smtps://host[:465]`, or `smtp://host[:25]` without TLS on this machine.
    pub address: String,
    /// The address mail comes from.
    pub from: String,
    /// Name at the server and the file of its password, where it asks for one.
    pub login: Option<(String, PathBuf)>,
}
