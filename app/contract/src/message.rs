//! Messages outside the system (短信和邮件通知): which ways there are, and what an account has chosen.

use domain::message::Channel;
use serde::{Deserialize, Serialize};

/// The ways that are connected here. None where the operator set none: then nothing is sent, and pages say so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channels {
    /// 短信
    pub sms: bool,
    /// 邮件
    pub mail: bool,
}

impl Channels {
    /// Whether one of them is connected.
    pub fn has(self, channel: Channel) -> bool {
        match channel {
            Channel::Sms => self.sms,
            Channel::Mail => self.mail,
        }
    }
}

/// How an account wants to be told (通知方式).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSetting {
    /// What is connected.
    pub channels: Channels,
    /// What is chosen and confirmed, with the address in part.
    pub chosen: Option<(Channel, String)>,
    /// What waits for its code, likewise.
    pub waiting: Option<(Channel, String)>,
}
