//! The directory of the systems' keys (系统公钥目录, 第十六条): a list that the nation signs. It says which system of which province signs its
//! packages with which key, from when until when, and which keys are no longer believed. Each system takes it in as a file and believes
//! it by the nation's own key, whose fingerprint stands in the system's settings.

use super::fingerprint;
use crate::refusal::{Basis, Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

const FORMAT: &str = "xueji key directory";
/// Version of the format.
pub const DIRECTORY_VERSION: u32 = 1;
/// Most keys of a list: provinces have one system, some cities their own, and each several keys over the years.
const KEYS_MAX: usize = 2000;
/// Most bytes of a list.
pub const DIRECTORY_BYTES_MAX: usize = 2 << 20;
/// Most characters of a name or a reason.
const WORDS_MAX: usize = 200;

/// That a key is believed no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revoked {
    /// Since when.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// The key of one system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SystemKey {
    /// 系统名称
    pub system: String,
    /// The province whose schools it serves: six digits.
    pub province: String,
    /// Public key (Ed25519), hex.
    pub key: String,
    /// First day on which it signs.
    pub from: NaiveDate,
    /// Last day on which it signs; none where that is open.
    pub until: Option<NaiveDate>,
    /// That it is believed no more.
    pub revoked: Option<Revoked>,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    format: String,
    /// See [`DIRECTORY_VERSION`].
    pub version: u32,
    /// 目录编号: each list has a higher one than the list before.
    pub serial: u64,
    /// 签发单位
    pub issuer: String,
    /// 签发日期
    pub issued_on: NaiveDate,
    /// The keys.
    pub keys: Vec<SystemKey>,
    /// Public key (Ed25519) of the issuer, hex.
    pub key: String,
    /// Signature over the list with this field empty, hex.
    pub signature: String,
}

/// What is wrong with a list that is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryFault {
    /// Not a list, or not the canonical text of one.
    Unreadable,
    /// A later version of the format.
    Version,
    /// The signature does not hold.
    Signature,
    /// Signed with another key than the one that stands in the settings.
    Issuer,
    /// No key stands in the settings.
    NoIssuer,
    /// An entry is wrong; the number counts from one.
    Entry(usize, &'static str),
    /// Not newer than the list in force, whose number this is.
    Older(u64),
    /// Another list waits to be accepted.
    Waiting,
}

/// Why the key of a package is not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyFault {
    /// It is not in the list.
    Unknown,
    /// The package was made before the key was in force, or after.
    OutOfTime,
    /// It is revoked: the reason.
    Revoked(String),
    /// It is another province's than the school's that handed over.
    OtherProvince(String),
}

impl Directory {
    /// A list before it is signed.
    pub fn new(serial: u64, issuer: String, issued_on: NaiveDate, keys: Vec<SystemKey>) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: DIRECTORY_VERSION,
            serial,
            issuer,
            issued_on,
            keys,
            key: String::new(),
            signature: String::new(),
        }
    }

    /// What is signed: the canonical text with an empty signature.
    pub fn message(&self) -> Vec<u8> {
        Self { signature: String::new(), ..self.clone() }.to_bytes()
    }

    /// The canonical text.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a list is plain data")
    }

    /// Reads a list; nothing but the canonical text of one is read. Whether its signature holds, whoever has the means says.
    ///
    /// # Errors
    /// [`DirectoryFault::Version`], [`DirectoryFault::Unreadable`], [`DirectoryFault::Entry`].
    pub fn read(bytes: &[u8]) -> Result<Self, DirectoryFault> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
        }
        if bytes.len() > DIRECTORY_BYTES_MAX {
            return Err(DirectoryFault::Unreadable);
        }
        let head: Head = serde_json::from_slice(bytes).map_err(|_| DirectoryFault::Unreadable)?;
        if head.format != FORMAT {
            return Err(DirectoryFault::Unreadable);
        }
        if head.version != DIRECTORY_VERSION {
            return Err(DirectoryFault::Version);
        }
        let list: Self = serde_json::from_slice(bytes).map_err(|_| DirectoryFault::Unreadable)?;
        if list.to_bytes() != bytes {
            return Err(DirectoryFault::Unreadable);
        }
        list.check()?;
        Ok(list)
    }

    /// Whether every entry is one.
    ///
    /// # Errors
    /// [`DirectoryFault::Entry`] for the first that is not.
    pub fn check(&self) -> Result<(), DirectoryFault> {
        if self.serial == 0 || !is_line(&self.issuer) {
            return Err(DirectoryFault::Unreadable);
        }
        if self.keys.is_empty() || self.keys.len() > KEYS_MAX {
            return Err(DirectoryFault::Entry(self.keys.len(), "目录没有公钥，或者公钥过多"));
        }
        let mut known = BTreeSet::new();
        for (n, one) in (1..).zip(&self.keys) {
            let wrong = |what| Err(DirectoryFault::Entry(n, what));
            if !is_line(&one.system) {
                return wrong("系统名称为空或者过长");
            }
            let province = one.province.len() == 6
                && one.province.bytes().all(|byte| byte.is_ascii_digit())
                && one.province.ends_with("0000");
            if !province {
                return wrong("省级行政区划代码应为六位数字、以四个零结尾");
            }
            let lower = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
            if one.key.len() != 64 || !one.key.bytes().all(lower) {
                return wrong("公钥应为 64 位十六进制数字");
            }
            if one.until.is_some_and(|until| until < one.from) {
                return wrong("截止日期早于启用日期");
            }
            if one.revoked.as_ref().is_some_and(|revoked| !is_line(&revoked.reason)) {
                return wrong("撤销没有写明原因");
            }
            // A key signs for one system: two entries would say two things of the same package.
            if !known.insert(&one.key) {
                return wrong("同一公钥重复列出");
            }
        }
        Ok(())
    }

    /// Whether the key of a package is believed: of the province of the school that handed over (digits three and four of its code), on the
    /// day on which it was made. A key that is revoked today is not believed at all: who has it can write any day into a package.
    ///
    /// # Errors
    /// Why it is not.
    pub fn judge(
        &self,
        key: &str,
        province: Option<&str>,
        made_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<&SystemKey, KeyFault> {
        let one = self.keys.iter().find(|one| one.key == key).ok_or(KeyFault::Unknown)?;
        if let Some(revoked) = one.revoked.as_ref().filter(|revoked| revoked.on <= today) {
            return Err(KeyFault::Revoked(revoked.reason.clone()));
        }
        if made_on < one.from || one.until.is_some_and(|until| made_on > until) || made_on > today {
            return Err(KeyFault::OutOfTime);
        }
        if province.is_none_or(|province| !one.province.starts_with(province)) {
            return Err(KeyFault::OtherProvince(one.system.clone()));
        }
        Ok(one)
    }

    /// The same of a package that this system signed itself: where the list names its key, the list decides about it too, but for the
    /// province, which is the system's own. A key that the list does not name is believed here, and nowhere else.
    ///
    /// # Errors
    /// Why it is not.
    pub fn judge_own(&self, key: &str, made_on: NaiveDate, today: NaiveDate) -> Result<(), KeyFault> {
        match self.keys.iter().find(|one| one.key == key) {
            Some(one) => self.judge(key, one.province.get(..2), made_on, today).map(|_| ()),
            None => Ok(()),
        }
    }

    /// 校验码 of the issuer's key.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.key)
    }
}

/// A name or reason: something, on one line, not too long.
fn is_line(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= WORDS_MAX && !text.chars().any(char::is_control)
}

impl From<DirectoryFault> for Refusal {
    fn from(fault: DirectoryFault) -> Self {
        let refusal =
            |what: String, remedy: &str| Self::new(RefusalCode::File, Basis::Article(16), what, remedy);
        let again = "本目录不予导入。请向签发单位核实后重新取得文件。";
        match fault {
            DirectoryFault::Unreadable => {
                refusal("这个文件不是系统公钥目录，或者在传送中改动。".into(), again)
            }
            DirectoryFault::Version => {
                refusal("目录的格式版本不是本系统能读取的版本。".into(), "请升级本系统，或向签发单位索取。")
            }
            DirectoryFault::Signature => refusal("目录的数字签名不成立。".into(), again),
            DirectoryFault::Issuer => {
                refusal("目录不是用本系统设置中的签发公钥签名的。".into(), "请核对签发单位公布的公钥校验码。")
            }
            DirectoryFault::NoIssuer => refusal(
                "本系统没有设置目录签发公钥的校验码，不能导入目录。".into(),
                "请在服务器设置中写入签发单位公布的校验码（XUEJI_DIRECTORY_KEY）。",
            ),
            DirectoryFault::Entry(n, what) => refusal(format!("目录第 {n} 条有误：{what}。"), again),
            DirectoryFault::Older(serial) => refusal(
                format!("目录编号不高于现用目录（第 {serial} 号），不能退回旧目录。"),
                "请导入签发单位最新的目录。",
            ),
            DirectoryFault::Waiting => {
                refusal("已有一份目录等待确认。".into(), "请先确认或者退回等待确认的目录。")
            }
        }
    }
}

impl From<KeyFault> for Refusal {
    fn from(fault: KeyFault) -> Self {
        let what = match fault {
            KeyFault::Unknown => "签名公钥不在系统公钥目录内。".to_owned(),
            KeyFault::OutOfTime => "档案包的制作日期不在签名公钥的有效期内。".to_owned(),
            KeyFault::Revoked(reason) => format!("签名公钥已被撤销：{reason}。"),
            KeyFault::OtherProvince(system) => {
                format!("签名公钥属于{system}，与移交学校所在的省份不一致。")
            }
        };
        let remedy = "请用来函上的电话向转出学校核实；不能核实的不要接收。";
        Self::new(RefusalCode::Fingerprint, Basis::Article(16), what, remedy)
    }
}

#[cfg(test)]
mod tests;
