//! One piece (件) of a dossier, and where the dossier stands.

use super::{TITLE_MAX, refusal, words};
use crate::archive::Category;
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Most pages of one piece.
const PAGES_MAX: u32 = 999;

/// 原件 or 复印件
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PieceForm {
    /// 原件
    Original,
    /// 复印件
    Copy,
}

impl PieceForm {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Original, Self::Copy];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Original => "原件",
            Self::Copy => "复印件",
        }
    }

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Copy => "copy",
        }
    }

    /// The form with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.key() == key)
    }
}

/// Most dossiers in one box.
const BOX_MAX: usize = 200;

/// One piece. Its number is its own for good: a withdrawn piece keeps its place in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// 件号, from 1 within the dossier.
    pub no: u32,
    /// 题名
    pub title: String,
    /// Which of the seven categories (第七条).
    pub category: Category,
    /// 页数
    pub pages: u32,
    /// 原件 or 复印件
    pub form: PieceForm,
    /// 形成日期
    pub dated: Option<NaiveDate>,
    /// 来源
    pub source: String,
    /// Why it was withdrawn, if it was.
    pub withdrawn: Option<String>,
}

/// A piece as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedPiece {
    /// 题名
    pub title: String,
    /// Which of the seven categories.
    pub category: Category,
    /// 页数
    pub pages: u32,
    /// 原件 or 复印件
    pub form: PieceForm,
    /// 形成日期
    pub dated: Option<NaiveDate>,
    /// 来源
    pub source: String,
}

impl AskedPiece {
    /// The piece with its number.
    ///
    /// # Errors
    /// Refusals named after the field, everything that is wrong at once.
    pub(super) fn numbered(self, no: u32, today: NaiveDate) -> Result<Piece, Vec<Refusal>> {
        let title = words(&self.title, TITLE_MAX);
        let mut wrong = Vec::new();
        if title.chars().count() < 2 {
            wrong.push(refusal(8, RefusalCode::Title, "没有填写材料的题名。", "请按材料封面或标题填写。"));
        }
        if !(1..=PAGES_MAX).contains(&self.pages) {
            wrong.push(refusal(8, RefusalCode::Pages, "页数应为 1 至 999。", "请清点后填写。"));
        }
        if self.dated.is_some_and(|dated| dated > today) {
            wrong.push(refusal(8, RefusalCode::Dated, "形成日期晚于今天。", "请按材料上的日期填写。"));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let source = words(&self.source, TITLE_MAX);
        let Self { category, pages, form, dated, .. } = self;
        Ok(Piece { no, title, category, pages, form, dated, source, withdrawn: None })
    }
}

/// 存放位置: each part in the school's own words, the room at least.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ShelfPlace {
    /// 库房
    pub room: String,
    /// 柜
    pub cabinet: String,
    /// 层
    pub tier: String,
    /// 盒
    pub case: String,
}

impl ShelfPlace {
    /// Reads a place.
    ///
    /// # Errors
    /// A refusal `room` without a room.
    pub fn read(room: &str, cabinet: &str, tier: &str, case: &str) -> Result<Self, Vec<Refusal>> {
        let part = |text: &str| words(text, 20);
        let place = Self { room: part(room), cabinet: part(cabinet), tier: part(tier), case: part(case) };
        if place.room.is_empty() {
            return Err(vec![refusal(
                8,
                RefusalCode::Room,
                "没有填写库房。",
                "请填写档案存放的库房或房间。",
            )]);
        }
        Ok(place)
    }

    /// The places of so many dossiers in order, `each` of them in a box: the first box is this one, the boxes after it have the
    /// numbers that follow. With no `each` all are in this one.
    ///
    /// # Errors
    /// A refusal `each` for no dossier a box, `case` where boxes are to be counted on and this one has no number.
    pub fn boxes(&self, dossiers: usize, each: Option<usize>) -> Result<Vec<Self>, Vec<Refusal>> {
        let Some(each) = each else { return Ok(vec![self.clone(); dossiers]) };
        if !(1..=BOX_MAX).contains(&each) {
            let what = format!("每盒案卷数应为 1 至 {BOX_MAX}。");
            return Err(vec![refusal(
                8,
                RefusalCode::Each,
                what,
                "请按档案盒的容量填写；全班放在同一盒的，不用填写。",
            )]);
        }
        let first: usize = self.case.parse().map_err(|_| {
            let what = "按盒依次存放时，起始盒号应为数字。";
            vec![refusal(8, RefusalCode::Case, what, "请填写第一盒的盒号，例如 1。")]
        })?;
        let place = |n: usize| Self { case: (first.saturating_add(n / each)).to_string(), ..self.clone() };
        Ok((0..dossiers).map(place).collect())
    }

    /// What places are sorted by: the line with its numbers padded, so that box 10 stands after box 9.
    pub fn order(&self) -> String {
        let (mut order, mut digits) = (String::new(), String::new());
        for character in self.label().chars() {
            if character.is_ascii_digit() {
                digits.push(character);
                continue;
            }
            if !digits.is_empty() {
                order.push_str(&format!("{digits:0>6}"));
                digits.clear();
            }
            order.push(character);
        }
        if !digits.is_empty() {
            order.push_str(&format!("{digits:0>6}"));
        }
        order
    }

    /// In one line.
    pub fn label(&self) -> String {
        let named = [("", &self.room), ("柜", &self.cabinet), ("层", &self.tier), ("盒", &self.case)];
        let parts = named.iter().filter(|(_, part)| !part.is_empty());
        parts.map(|(unit, part)| format!("{part}{unit}")).collect::<Vec<_>>().join(" ")
    }
}
