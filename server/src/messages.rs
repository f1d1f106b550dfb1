//! By which ways messages go out of the house (短信和邮件通知): the settings, and what is said of them at the start.

use crate::egress::SENT;
use registry::message::{MailSettings, Settings, SmsSettings};
use std::path::PathBuf;

/// The word for a way that is not connected.
const NONE: &str = "none";

/// The settings.
#[derive(clap::Args)]
#[group(id = "messages_plan")]
pub(crate) struct Plan {
    /// Gateway for short messages: none, or an https address that takes POST {id, to, template, params} as JSON.
    #[arg(long, env = "XUEJI_SMS_GATEWAY", default_value = NONE)]
    sms_gateway: String,
    /// File of the gateway's bearer token.
    #[arg(long, env = "XUEJI_SMS_TOKEN")]
    sms_token: Option<PathBuf>,
    /// Mail server: none, smtps://host[:465], or smtp://host[:25] on this machine.
    #[arg(long, env = "XUEJI_SMTP", default_value = NONE)]
    smtp: String,
    /// Address that mail comes from.
    #[arg(long, env = "XUEJI_MAIL_FROM")]
    mail_from: Option<String>,
    /// Name at the mail server, where it asks for one.
    #[arg(long, env = "XUEJI_SMTP_LOGIN", requires = "smtp_password")]
    smtp_login: Option<String>,
    /// File of the password that belongs to it.
    #[arg(long, env = "XUEJI_SMTP_PASSWORD", requires = "smtp_login")]
    smtp_password: Option<PathBuf>,
}

impl Plan {
    /// What the register is told.
    ///
    /// # Errors
    /// When a way is named and what belongs to it is not.
    pub(crate) fn settings(&self) -> anyhow::Result<Settings> {
        let sms = match self.sms_gateway.trim() {
            "" | NONE => None,
            address => {
                let token = self.sms_token.clone();
                let token = token
                    .ok_or_else(|| anyhow::anyhow!("设了 --sms-gateway，还要用 --sms-token 指明令牌文件"))?;
                Some(SmsSettings { address: address.to_owned(), token })
            }
        };
        let mail = match self.smtp.trim() {
            "" | NONE => None,
            address => {
                let from = self.mail_from.clone();
                let from =
                    from.ok_or_else(|| anyhow::anyhow!("设了 --smtp，还要用 --mail-from 指明发件地址"))?;
                let login = self.smtp_login.clone().zip(self.smtp_password.clone());
                Some(MailSettings { address: address.to_owned(), from, login })
            }
        };
        Ok(Settings { sms, mail })
    }
}

/// Says in the log what leaves the house by itself, and that nothing does where no way is set.
pub(crate) fn announce(registry: &registry::Registry) {
    let channels = registry.messages().channels();
    for (sent, connected) in SENT.iter().zip([channels.sms, channels.mail]) {
        if connected {
            tracing::info!(way = sent.way, holds = sent.holds, "messages go out of the house");
        } else {
            tracing::info!(way = sent.way, setting = sent.setting, "not connected: nothing is sent this way");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        plan: Plan,
    }

    fn settings(words: &[&str]) -> anyhow::Result<Settings> {
        let words = ["serve"].iter().chain(words);
        Command::try_parse_from(words)?.plan.settings()
    }

    #[test]
    fn nothing_is_sent_unless_a_way_is_set_with_all_that_belongs_to_it() {
        let none = settings(&[]).unwrap();
        assert!(none.sms.is_none() && none.mail.is_none());
        let none = settings(&["--sms-gateway", "none", "--smtp", "none"]).unwrap();
        assert!(none.sms.is_none() && none.mail.is_none());
        for lacking in [
            &["--sms-gateway", "https://sms.example.cn"][..],
            &["--smtp", "smtps://mail.example.cn"],
            &["--smtp", "smtps://mail.example.cn", "--mail-from", "a@example.cn", "--smtp-login", "a"],
        ] {
            assert!(settings(lacking).is_err(), "{lacking:?}");
        }
        let both = settings(&[
            "--sms-gateway",
            "https://sms.example.cn/send",
            "--sms-token",
            "token",
            "--smtp",
            "smtps://mail.example.cn",
            "--mail-from",
            "a@example.cn",
            "--smtp-login",
            "a",
            "--smtp-password",
            "secret",
        ]);
        let both = both.unwrap();
        assert_eq!(both.sms.unwrap().address, "https://sms.example.cn/send");
        assert_eq!(both.mail.unwrap().login, Some(("a".to_owned(), PathBuf::from("secret"))));
    }
}
