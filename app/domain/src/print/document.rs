//! What stands on a printed form, before anybody decides how it looks: the page and the PDF are drawn from the same description.

use serde::{Deserialize, Serialize};

/// One printed form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The title.
    pub title: String,
    /// The unit in whose name it is printed.
    pub unit: String,
    /// Facts, group by group.
    pub groups: Vec<FactGroup>,
    /// A list, if there is one.
    pub list: Option<ListTable>,
    /// What is said in sentences.
    pub paragraphs: Vec<String>,
    /// Who signs on paper, a line each.
    pub signatures: Vec<String>,
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
