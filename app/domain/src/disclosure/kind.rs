//! The lists of a request: what kind of recipient, on which ground, which items.

use crate::form::{Block, Field, FieldKind};
use crate::refusal::Basis;
use serde::{Deserialize, Serialize};

macro_rules! list {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $key:literal $label:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $(#[doc = $label] $variant,)*
        }

        impl $name {
            /// Every one, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The Chinese term.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// Stable name in the store and in forms.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// The one with this key.
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.key() == key)
            }
        }
    };
}

list! {
    /// What the recipient is.
    RecipientKind {
        StateOrgan "state_organ" "国家机关",
        Education "education" "其他学校或教育机构",
        PublicBody "public_body" "医疗、疾控等公共机构",
        Company "company" "企业或其他组织",
    }
}

list! {
    /// The ground in law on which the data may be given.
    Ground {
        StatutoryDuty "statutory_duty" "履行法定职责或者法定义务所必需",
        LegalOrder "legal_order" "司法、监察、公安等机关依法调取",
        Emergency "emergency" "应对突发公共卫生事件或紧急情况",
        Consent "consent" "取得学生父母或其他监护人书面同意",
    }
}

impl Ground {
    /// The law.
    pub fn basis(self) -> Basis {
        Basis::Law(
            match self {
                Self::StatutoryDuty | Self::LegalOrder => {
                    "《中华人民共和国个人信息保护法》第十三条第一款第三项"
                }
                Self::Emergency => "《中华人民共和国个人信息保护法》第十三条第一款第四项",
                Self::Consent => "《中华人民共和国个人信息保护法》第二十九条、第三十一条",
            }
            .into(),
        )
    }
}

list! {
    /// Items that are asked for and approved together. The photograph is in none: it is not given away by list.
    DataClass {
        Basic "basic" "基本信息（姓名、性别、民族、年级、班级等）",
        Number "number" "学籍号",
        Documents "documents" "身份证件、出生日期、曾用名",
        Household "household" "户籍与辅助信息",
        Contact "contact" "住址与联系方式",
        Extended "extended" "扩展信息（独生子女、留守、上下学等）",
        Hardship "hardship" "健康、残疾、孤儿、资助信息",
        Family "family" "家庭成员或监护人信息",
    }
}

impl DataClass {
    /// The class of an item of the form; none for the photograph.
    pub fn of(field: Field) -> Option<Self> {
        if field.kind() == FieldKind::Photo {
            return None;
        }
        Some(match (field.block(), field.is_sensitive()) {
            (_, _) if field == Field::Health => Self::Hardship,
            (Block::Identity | Block::Auxiliary, true) => Self::Documents,
            _ if matches!(field, Field::NativeName | Field::NativeLanguage) => Self::Basic,
            _ if matches!(field, Field::IdKind | Field::IdValidity) => Self::Documents,
            (Block::Identity | Block::Record, _) => Self::Basic,
            (Block::Auxiliary, false) => Self::Household,
            (Block::Contact, _) => Self::Contact,
            (Block::Extended, true) => Self::Hardship,
            (Block::Extended | Block::Commute, _) => Self::Extended,
            (Block::Member1 | Block::Member2, _) => Self::Family,
        })
    }

    /// Its items, in the printed order. 学籍号 is not an item of the form.
    pub fn fields(self) -> Vec<Field> {
        Field::ALL.iter().copied().filter(|field| Self::of(*field) == Some(self)).collect()
    }

    /// Whether it must be said why the recipient cannot do without it.
    pub fn needs_necessity(self) -> bool {
        matches!(self, Self::Documents | Self::Contact | Self::Hardship | Self::Family)
    }
}

list! {
    /// Where a request stands.
    DisclosureState {
        Asked "asked" "待审查",
        Examined "examined" "待批准",
        Approved "approved" "已批准",
        Refused "refused" "不予批准",
        Withdrawn "withdrawn" "已撤回",
        Revoked "revoked" "批准已撤销",
        Settled "settled" "已返还或销毁",
    }
}

list! {
    /// What the recipient did with the data in the end.
    Ending {
        Returned "returned" "已返还",
        Destroyed "destroyed" "已销毁",
    }
}
