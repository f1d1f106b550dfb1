//! Details of what is decided about a unit (单位办理记录).

use super::{Begun, Event, Step};
use crate::matter::MatterKind;
use crate::org::OfficePhone;
use serde::{Deserialize, Serialize};

/// A matter about a unit as it stood when the unit's journal was told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told<D> {
    /// Table and key of the engine's row.
    pub matter: String,
    /// The page of it.
    pub href: String,
    /// Where it stood afterwards, in Chinese.
    pub state: String,
    /// What it is about, in Chinese.
    pub about: String,
    /// What was decided; it says of which kind the matter is.
    pub decided: D,
}

/// A list of the systems' keys (系统公钥目录) that was taken in or decided about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeysTold {
    /// 目录编号
    pub serial: u64,
    /// SHA-256 of the list's text as it came, hex.
    pub digest: String,
    /// Why it was sent back; empty otherwise.
    pub reason: String,
}

impl KeysTold {
    fn words(self, state: &str) -> (String, String) {
        let Self { serial, digest, reason } = self;
        let about = format!("系统公钥目录第 {serial} 号，SHA-256 {digest}");
        let state = if reason.is_empty() { state.to_owned() } else { format!("{state}：{reason}") };
        (about, state)
    }
}

/// 学籍管理联系电话 as it was and is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhoneTold {
    /// Until now; none where there was none.
    pub old: Option<OfficePhone>,
    /// From now on; none where it was taken away.
    pub new: Option<OfficePhone>,
}

impl PhoneTold {
    fn words(self) -> (String, String) {
        let said =
            |phone: Option<OfficePhone>| phone.map_or_else(|| "无".to_owned(), |phone| phone.to_string());
        ("学籍管理联系电话".to_owned(), format!("{}，原为{}", said(self.new), said(self.old)))
    }
}

/// What the journal of a unit keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitDetail {
    /// 单位事项登记
    Opened(Told<Begun>),
    /// 单位事项办理
    Decided(Told<Step>),
    /// 导入系统公钥目录
    KeysTaken(KeysTold),
    /// 启用系统公钥目录
    KeysAccepted(KeysTold),
    /// 退回系统公钥目录
    KeysRefused(KeysTold),
    /// 登记学籍管理联系电话
    OfficePhoneSet(PhoneTold),
}

impl UnitDetail {
    /// The event this is told of.
    pub fn event(&self) -> Event {
        match self {
            Self::Opened(_) => Event::UnitMatterOpened,
            Self::Decided(_) => Event::UnitMatterDecided,
            Self::KeysTaken(_) => Event::KeysTaken,
            Self::KeysAccepted(_) => Event::KeysAccepted,
            Self::KeysRefused(_) => Event::KeysRefused,
            Self::OfficePhoneSet(_) => Event::OfficePhoneSet,
        }
    }

    /// Which engine the matter belongs to; none of what is no matter.
    pub fn kind(&self) -> Option<MatterKind> {
        match self {
            Self::Opened(told) => Some(told.decided.kind()),
            Self::Decided(told) => Some(told.decided.kind()),
            Self::KeysTaken(_) | Self::KeysAccepted(_) | Self::KeysRefused(_) | Self::OfficePhoneSet(_) => {
                None
            }
        }
    }

    /// What it is about and where it stood afterwards, in Chinese.
    pub fn words(self) -> (String, String) {
        match self {
            Self::Opened(told) => (told.about, told.state),
            Self::Decided(told) => (told.about, told.state),
            Self::KeysTaken(keys) => keys.words("待确认"),
            Self::KeysAccepted(keys) => keys.words("已启用"),
            Self::KeysRefused(keys) => keys.words("已退回"),
            Self::OfficePhoneSet(phone) => phone.words(),
        }
    }
}
