//! What can be wrong with a package that arrives; each its own refusal.

use crate::refusal::{Basis, Refusal, RefusalCode};

/// What is wrong. The first thing that is found ends the reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Problem {
    /// Not a package at all, or broken on the way.
    NotAPackage,
    /// The passphrase does not open it, or it was altered.
    Passphrase,
    /// More bytes than a package may have.
    TooLarge,
    /// More files than a package may have.
    TooMany,
    /// A file is compressed: what it would unfold to is unknown.
    Compressed,
    /// Two files of one name.
    Duplicate,
    /// A name no file of a package has.
    Name,
    /// A file that is named is not there.
    Missing,
    /// A file is there that is not named.
    Extra,
    /// A file has another length.
    Length,
    /// A file has another hash.
    Hash,
    /// Another version of the format.
    Version,
    /// The signature does not hold.
    Signature,
    /// The signature is another system's than the one that was told.
    Signer,
    /// The record does not read, or does not fit the manifest.
    Record,
    /// An item of the form holds what the form does not allow.
    Item,
    /// The journal's chain is broken.
    Journal,
    /// A file is of a kind that is not kept, or not what its ending says.
    Content,
}

impl Problem {
    /// Every one.
    pub const ALL: [Self; 18] = [
        Self::NotAPackage,
        Self::Passphrase,
        Self::TooLarge,
        Self::TooMany,
        Self::Compressed,
        Self::Duplicate,
        Self::Name,
        Self::Missing,
        Self::Extra,
        Self::Length,
        Self::Hash,
        Self::Version,
        Self::Signature,
        Self::Signer,
        Self::Record,
        Self::Item,
        Self::Journal,
        Self::Content,
    ];

    /// Stable name.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotAPackage => "package_unreadable",
            Self::Passphrase => "passphrase",
            Self::TooLarge => "package_too_large",
            Self::TooMany => "package_too_many",
            Self::Compressed => "package_compressed",
            Self::Duplicate => "package_duplicate",
            Self::Name => "package_name",
            Self::Missing => "package_missing",
            Self::Extra => "package_extra",
            Self::Length => "package_length",
            Self::Hash => "package_hash",
            Self::Version => "package_version",
            Self::Signature => "package_signature",
            Self::Signer => "fingerprint",
            Self::Record => "package_record",
            Self::Item => "package_item",
            Self::Journal => "package_journal",
            Self::Content => "package_content",
        }
    }

    fn what(self) -> &'static str {
        match self {
            Self::NotAPackage => "这个文件不是学籍档案包，或在传送中损坏。",
            Self::Passphrase => "口令不正确，或档案包在传送中被改动。",
            Self::TooLarge => "档案包超过 64 MB。",
            Self::TooMany => "档案包内的文件过多。",
            Self::Compressed => "档案包内有压缩存放的文件，解开后的大小不能确定。",
            Self::Duplicate => "档案包内有重名的文件。",
            Self::Name => "档案包内有不合规定的文件名。",
            Self::Missing => "清单列出的文件不在档案包内。",
            Self::Extra => "档案包内有清单没有列出的文件。",
            Self::Length => "档案包内有文件的长度与清单不符。",
            Self::Hash => "档案包内有文件的校验值与清单不符。",
            Self::Version => "档案包的格式版本不是本系统能读取的版本。",
            Self::Signature => "档案包的数字签名不成立。",
            Self::Signer => "档案包的签名校验码与来函告知的不一致。",
            Self::Record => "档案包内的学籍数据不完整，或与清单不符。",
            Self::Item => "档案包内的基础信息有不合规定的内容。",
            Self::Journal => "档案包内的信息变动记录不连续，可能被改动。",
            Self::Content => "档案包内有材料不是清洁的图片或 PDF。",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::Passphrase => "请与转出学校核对口令；口令只在放行时显示一次，遗失的请对方重新制作。",
            Self::Signer => "请用来函上的电话向转出学校核实；不能核实的不要接收。",
            Self::Version => "请转出学校用同一版本的格式重新制作。",
            Self::NotAPackage => "请重新下载，仍不能打开的请转出学校重新制作。",
            _ => "本包不予接收。请通知转出学校核查后重新制作。",
        }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::new(RefusalCode::named(problem.key()), Basis::Article(16), problem.what(), problem.remedy())
    }
}
