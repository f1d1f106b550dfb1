//! Printed forms (打印件).

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{PersonId, PrintId, ProofId};
use domain::print::{Document, PrintKind};
use serde::{Deserialize, Serialize};

/// One sheet in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintLine {
    /// The sheet.
    pub id: PrintId,
    /// 种类
    pub kind: PrintKind,
    /// 编号
    pub number: String,
    /// Whom or what it is about.
    pub about: String,
    /// 打印人
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// 作废日期
    pub revoked: Option<NaiveDate>,
}

/// One sheet, as it was printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintView {
    /// What the list shows of it.
    pub line: PrintLine,
    /// What stands on it.
    pub document: Document,
    /// 验证码
    pub code: String,
    /// SHA-256 of the document, hex.
    pub digest: String,
    /// 用途
    pub reason: String,
    /// Why it was taken back.
    pub revoked_because: String,
    /// What the symbol says: the address of the public page with the code, or with the signed text of a student card.
    pub symbol: String,
    /// The symbol as a drawing (SVG).
    pub symbol_svg: String,
    /// The address of the public page.
    pub verify_at: String,
    /// The pupil.
    pub person: Option<PersonId>,
    /// The sheets that follow this one in its file.
    pub parts: Vec<PrintId>,
    /// The picture on it, as long as the archive has it.
    pub photo: Option<ProofId>,
}

/// What a code says about a sheet, to anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Checked {
    /// No sheet has this code.
    Unknown,
    /// 真实有效: the sheet is the unit's.
    Genuine(CheckedFacts),
    /// 已作废: it was, and was taken back on this day.
    Revoked(CheckedFacts, NaiveDate),
    /// 已失效: a student card that the school gave out and that no longer holds: out of date, or its pupil no longer goes to this
    /// school. Which of the two is nobody's business.
    Lapsed(CheckedFacts),
}

/// What may be told of a sheet to anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedFacts {
    /// 种类
    pub kind: PrintKind,
    /// 编号
    pub number: String,
    /// 打印单位
    pub unit: String,
    /// 打印日期
    pub on: NaiveDate,
    /// Label and masked value.
    pub facts: Vec<(String, String)>,
}

/// A pupil of a class whose sheets are to be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToPrint {
    /// The person.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
}
