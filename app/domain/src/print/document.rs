//! What stands on a printed form, before anybody decides how it looks: the page and the PDF are drawn from the same description.

use crate::id::ProofId;
use serde::{Deserialize, Serialize};

/// What a sheet looks like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// Title at the left, facts in a grid.
    #[default]
    Form,
    /// 公文: title in the middle, indented paragraphs, unit and day at the lower right.
    Letter,
    /// 证书: across, framed, with the places for photo, seal and signature.
    Certificate,
}

/// One printed form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The title.
    pub title: String,
    /// The unit in whose name it is printed.
    pub unit: String,
    /// Facts, group by group.
    pub groups: Vec<FactGroup>,
    /// A list, if there is one; of a letter, what is attached to it.
    pub list: Option<ListTable>,
    /// What is said in sentences.
    pub paragraphs: Vec<String>,
    /// Who signs on paper, a line each.
    pub signatures: Vec<String>,
    /// What it looks like.
    #[serde(default)]
    pub style: Style,
    /// 主送: to whom a letter goes; empty on everything else.
    #[serde(default)]
    pub addressee: String,
    /// 落款: the last lines of a letter or a certificate.
    #[serde(default)]
    pub closing: Vec<String>,
    /// Boxes to be written in by hand, in the order of the office's work.
    #[serde(default)]
    pub boxes: Vec<HandBox>,
    /// What is cut off: a receipt (回执), the slip on a sealed bag (封签).
    #[serde(default)]
    pub slip: Option<Slip>,
    /// 照片 of the pupil, of the archive; a card without one has an empty frame. Left out of the text of sheets that have none, so that
    /// their hashes stay what they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<Photo>,
}

/// A picture of the archive that stands on a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// The file.
    pub file: ProofId,
    /// SHA-256 of its bytes, hex: which picture it was.
    pub sha256: String,
}

/// Facts under a heading: label and value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactGroup {
    /// May be empty.
    pub heading: String,
    /// Label and value.
    pub facts: Vec<(String, String)>,
}

/// A list with a heading: each row has as many cells as there are columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListTable {
    /// May be empty.
    pub heading: String,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// A box in which somebody writes by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandBox {
    /// Whose, or about what.
    pub label: String,
    /// What stands there already; may be empty.
    pub text: String,
    /// Lines left free.
    pub lines: u8,
    /// The last line, at the right: who signs, seal, day.
    pub closing: String,
}

/// A part of the sheet that is cut off.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// The title.
    pub title: String,
    /// Label and value; an empty value is a line to be written on.
    pub facts: Vec<(String, String)>,
    /// What is said in sentences.
    pub paragraphs: Vec<String>,
    /// The last lines, at the right.
    pub closing: Vec<String>,
    /// Whether the symbol stands on it too.
    pub symbol: bool,
}
