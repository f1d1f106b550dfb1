//! 同意: the guardian's word on the optional items of one child; the latest act counts.

use super::NOTICE_VERSION;
use crate::account::Role;
use crate::ident::PersonName;
use crate::matter::Party;
use crate::refusal::{Basis, Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How the consent for a child's optional items stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// 同意未登记: the paper form may carry a signature, nothing is on record here.
    #[default]
    Unrecorded,
    /// 已同意
    Given,
    /// 已撤回
    Withdrawn,
}

impl Consent {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Given, Self::Withdrawn, Self::Unrecorded];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Unrecorded => "同意未登记",
            Self::Given => "已同意",
            Self::Withdrawn => "已撤回同意",
        }
    }

    /// Stable name in the store.
    pub fn key(self) -> &'static str {
        match self {
            Self::Unrecorded => "unrecorded",
            Self::Given => "given",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether the values of optional items are shown and asked for.
    pub fn shows_optional(self) -> bool {
        self != Self::Withdrawn
    }
}

/// What a guardian says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentKind {
    /// 同意
    Given,
    /// 撤回同意
    Withdrawn,
}

impl ConsentKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Given, Self::Withdrawn];

    /// The one that leads to the state of this key.
    pub fn leading_to(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.leads_to().key() == key)
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Given => "同意",
            Self::Withdrawn => "撤回同意",
        }
    }

    /// What the consent is after it.
    pub fn leads_to(self) -> Consent {
        match self {
            Self::Given => Consent::Given,
            Self::Withdrawn => Consent::Withdrawn,
        }
    }
}

/// How it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// 网上: by the guardian's own account
    Online,
    /// 书面: signed on paper, entered by the school's registrar
    Paper,
}

impl Way {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Online => "网上",
            Self::Paper => "书面",
        }
    }
}

/// One act, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentAct {
    /// What was said.
    pub kind: ConsentKind,
    /// How.
    pub way: Way,
    /// The guardian who said it.
    pub guardian: String,
    /// The day it was said; on paper, the day of the signature.
    pub said_on: NaiveDate,
    /// The notice it is about.
    pub notice: String,
    /// Who put it on record, and when.
    pub by: Party,
    /// 登记日期
    pub recorded_on: NaiveDate,
}

/// What somebody wants to put on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentCommand {
    /// What is said.
    pub kind: ConsentKind,
    /// The version of the notice that was read.
    pub notice: String,
    /// On paper: the guardian's name and the day of the signature. Online both are known.
    pub paper: Option<(String, Option<NaiveDate>)>,
}

/// Decides over an act.
///
/// # Errors
/// Refusals by field: `notice` when another version was read, `guardian` and `signed_on` for paper, `consent` when nothing
/// would change.
pub fn decide(
    standing: Consent,
    command: &ConsentCommand,
    by: &Party,
    today: NaiveDate,
) -> Result<ConsentAct, Vec<Refusal>> {
    let mut wrong = Vec::new();
    if command.kind.leads_to() == standing {
        let what = format!("目前的登记已经是「{}」。", standing.label());
        wrong.push(Refusal::new(RefusalCode::Consent, Basis::Article(25), what, "无需重复登记。"));
    }
    if command.kind == ConsentKind::Given && command.notice != NOTICE_VERSION {
        let what = "告知书已经更新，您看到的不是现行版本。";
        wrong.push(Refusal::new(RefusalCode::Notice, Basis::Article(25), what, "请阅读现行告知书后再办理。"));
    }
    let (way, guardian, said_on) = match &command.paper {
        None => (Way::Online, by.name.clone(), Some(today)),
        Some((name, day)) => {
            let name = PersonName::parse(name).map(|name| name.as_str().to_owned());
            if name.is_err() {
                let what = "没有填写签字的监护人姓名，或含有不应出现的字符。";
                wrong.push(Refusal::new(
                    RefusalCode::Guardian,
                    Basis::Article(25),
                    what,
                    "请按书面材料上的签字填写。",
                ));
            }
            if day.is_none_or(|day| day > today) {
                let what = "签字日期没有填写、不是有效日期或晚于今天。";
                let remedy = "请按 2026-09-01 的样式填写书面材料上的日期。";
                wrong.push(Refusal::new(RefusalCode::SignedOn, Basis::Article(25), what, remedy));
            }
            (Way::Paper, name.unwrap_or_default(), *day)
        }
    };
    if (way == Way::Online) != (by.role == Role::Guardian) {
        let what = "网上同意由监护人本人办理，书面同意由学校登记。";
        wrong.push(Refusal::new(RefusalCode::Consent, Basis::Article(25), what, "请由相应的人员办理。"));
    }
    match said_on {
        Some(said_on) if wrong.is_empty() => Ok(ConsentAct {
            kind: command.kind,
            way,
            guardian,
            said_on,
            notice: NOTICE_VERSION.to_owned(),
            by: by.clone(),
            recorded_on: today,
        }),
        _ => Err(wrong),
    }
}
