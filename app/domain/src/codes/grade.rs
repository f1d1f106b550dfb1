//! Grades (年级): absolute 1–12, told by stage.

use super::{SchoolSystem, Stage};
use serde::{Deserialize, Serialize};

/// A grade of a school system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Grade {
    absolute: u8,
    system: SchoolSystem,
}

/// Absolute grades with the names of the 六三 system, for code lists.
pub(super) const OPTIONS: &[(&str, &str)] = &[
    ("1", "小学一年级"),
    ("2", "小学二年级"),
    ("3", "小学三年级"),
    ("4", "小学四年级"),
    ("5", "小学五年级"),
    ("6", "小学六年级"),
    ("7", "初中一年级"),
    ("8", "初中二年级"),
    ("9", "初中三年级"),
    ("10", "高中一年级"),
    ("11", "高中二年级"),
    ("12", "高中三年级"),
];

const NUMERALS: [&str; 6] = ["一", "二", "三", "四", "五", "六"];

impl Grade {
    /// The grade with this absolute number, none outside 1–12.
    pub fn new(absolute: u8, system: SchoolSystem) -> Option<Self> {
        (1..=12).contains(&absolute).then_some(Self { absolute, system })
    }

    /// 小学一年级.
    pub fn first(system: SchoolSystem) -> Self {
        Self { absolute: 1, system }
    }

    /// 1–12.
    pub fn absolute(self) -> u8 {
        self.absolute
    }

    /// The system (学制) it is counted in.
    pub fn system(self) -> SchoolSystem {
        self.system
    }

    /// The stage it belongs to.
    pub fn stage(self) -> Stage {
        let (_, last_primary) = self.system.grades(Stage::Primary);
        match self.absolute {
            n if n <= last_primary => Stage::Primary,
            n if n <= 9 => Stage::Junior,
            _ => Stage::Senior,
        }
    }

    /// The grade within its stage, from 1.
    pub fn in_stage(self) -> u8 {
        self.absolute - self.system.grades(self.stage()).0 + 1
    }

    /// 小学一年级, 初中二年级, 高中三年级.
    pub fn label(self) -> String {
        let stage = match self.stage() {
            Stage::Primary => "小学",
            Stage::Junior => "初中",
            Stage::Senior => "高中",
        };
        format!("{stage}{}年级", NUMERALS[usize::from(self.in_stage() - 1)])
    }

    /// Reads what people write: `3`, `小学三年级`, `三年级`, `初二`, `高一`, `7-初中一年级`.
    pub fn parse_cell(cell: &str, system: SchoolSystem) -> Option<Self> {
        let cell: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
        if let Ok(absolute) = cell.parse::<u8>() {
            return Self::new(absolute, system);
        }
        if let Some((code, label)) = cell.split_once(['-', '－'])
            && let Ok(absolute) = code.parse::<u8>()
        {
            // The number decides, and the words must not contradict it.
            let grade = Self::new(absolute, system)?;
            return Self::from_words(label, system).filter(|told| *told == grade);
        }
        Self::from_words(&cell, system)
    }

    fn from_words(words: &str, system: SchoolSystem) -> Option<Self> {
        let words = words.trim_end_matches("年级");
        let (stage, rest) = match words {
            _ if words.starts_with("小学") => (Stage::Primary, &words["小学".len()..]),
            _ if words.starts_with("初中") => (Stage::Junior, &words["初中".len()..]),
            _ if words.starts_with("高中") => (Stage::Senior, &words["高中".len()..]),
            _ if words.starts_with('初') => (Stage::Junior, &words["初".len()..]),
            _ if words.starts_with('高') => (Stage::Senior, &words["高".len()..]),
            _ => (Stage::Primary, words),
        };
        let position = NUMERALS.iter().position(|numeral| *numeral == rest)?;
        let (first, last) = system.grades(stage);
        let absolute = first + u8::try_from(position).ok()?;
        (absolute <= last).then_some(Self { absolute, system })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_is_told_by_its_system() {
        let label = |n, system| Grade::new(n, system).unwrap().label();
        assert_eq!(label(6, SchoolSystem::SixThree), "小学六年级");
        assert_eq!(label(6, SchoolSystem::FiveFour), "初中一年级");
        assert_eq!(label(9, SchoolSystem::FiveFour), "初中四年级");
        assert_eq!(label(12, SchoolSystem::SixThree), "高中三年级");
        assert!(Grade::new(13, SchoolSystem::SixThree).is_none());
    }

    #[test]
    fn what_people_write_is_read_back() {
        for system in [SchoolSystem::SixThree, SchoolSystem::FiveFour] {
            for n in 1..=12 {
                let grade = Grade::new(n, system).unwrap();
                assert_eq!(Grade::parse_cell(&grade.label(), system), Some(grade));
                assert_eq!(Grade::parse_cell(&n.to_string(), system), Some(grade));
                assert_eq!(Grade::parse_cell(&format!("{n}-{}", grade.label()), system), Some(grade));
            }
        }
        assert_eq!(Grade::parse_cell("初二", SchoolSystem::SixThree).map(Grade::absolute), Some(8));
        assert_eq!(Grade::parse_cell("7-小学一年级", SchoolSystem::SixThree), None);
        assert_eq!(Grade::parse_cell("小学七年级", SchoolSystem::SixThree), None);
    }
}
