//! What a file holds and what was read of it (导入文件清点): every sheet and every row with something in it is accounted for, so that
//! nothing is left out in silence.

use serde::{Deserialize, Serialize};

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileAccount {
    /// Every sheet, in the order of the workbook.
    pub sheets: Vec<SheetAccount>,
    /// Headings of columns that are not the template's, and columns with something in them but no heading.
    pub columns_ignored: Vec<String>,
    /// Optional columns of the template that the file lacks: their items stay empty.
    pub columns_missing: Vec<String>,
    /// Columns that are hidden in the file; they are read.
    pub columns_hidden: Vec<String>,
}

/// What a sheet is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetRole {
    /// 学生信息: read.
    Pupils,
    /// A sheet that comes with the template: lists and explanations.
    OfTemplate,
    /// Another sheet: not read.
    #[default]
    Other,
}

/// What a sheet holds. Rows are numbered as a person sees them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetAccount {
    /// Its name.
    pub name: String,
    /// What it is.
    pub role: SheetRole,
    /// Whether it is hidden in the file.
    pub hidden: bool,
    /// Rows with something in them.
    pub filled: u32,
    /// The row of headings and those above it; 0 where nothing is read.
    pub headings: u32,
    /// Rows read as a child each.
    pub read: u32,
    /// Rows that hold the template's sample.
    pub sample: Vec<u32>,
    /// Rows with something in them, but nothing in a column of the template.
    pub without: Vec<u32>,
    /// Rows that were read although the file hides or filters them out.
    pub hidden_rows: Vec<u32>,
    /// Rows that were read although their first cell says 示例: somebody wrote over the sample.
    pub over_sample: Vec<u32>,
    /// Areas of merged cells among the rows that were read.
    pub merged: Vec<String>,
}

impl SheetAccount {
    /// Rows that were not read as a child: with those that were, all that hold something.
    pub fn not_read(&self) -> u32 {
        self.filled - self.read
    }

    /// Whether every row with something in it is accounted for.
    pub fn adds_up(&self) -> bool {
        let rows = |rows: &Vec<u32>| u32::try_from(rows.len()).unwrap_or(u32::MAX);
        match self.role {
            SheetRole::Pupils => {
                self.headings + self.read + rows(&self.sample) + rows(&self.without) == self.filled
            }
            SheetRole::OfTemplate | SheetRole::Other => self.read == 0,
        }
    }
}

impl FileAccount {
    /// Rows with something in them, of all sheets.
    pub fn filled(&self) -> u32 {
        self.sheets.iter().map(|sheet| sheet.filled).sum()
    }

    /// Rows read as a child each.
    pub fn read(&self) -> u32 {
        self.sheets.iter().map(|sheet| sheet.read).sum()
    }

    /// The sheet with the pupils.
    pub fn pupils(&self) -> Option<&SheetAccount> {
        self.sheets.iter().find(|sheet| sheet.role == SheetRole::Pupils)
    }

    /// Sheets with something in them that were not read.
    pub fn unread(&self) -> impl Iterator<Item = &SheetAccount> {
        self.sheets.iter().filter(|sheet| sheet.role == SheetRole::Other && sheet.filled > 0)
    }
}
