//! Grades (年级): absolute 1–12, told by stage.

use super::{SchoolSystem, Stage};
use crate::text::{self, Canonical};
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

/// Grades that are counted on through the stages: 七年级 is the first of junior school.
const ABSOLUTE: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];

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

    /// Whether it is the last of its stage (毕业年级).
    pub fn is_last_of_stage(self) -> bool {
        Self::new(self.absolute() + 1, self.system()).is_none_or(|next| next.stage() != self.stage())
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
        let cell = text::choice(cell).text;
        if let Ok(absolute) = cell.parse::<u8>() {
            return Self::new(absolute, system);
        }
        if let Some((code, label)) = cell.split_once('-')
            && let Ok(absolute) = code.parse::<u8>()
        {
            // The number decides, and the words must not contradict it.
            let grade = Self::new(absolute, system)?;
            return Self::from_words(label, system).filter(|told| *told == grade);
        }
        Self::from_words(&cell, system)
    }

    /// The name of a class of this grade in its canonical form: `7班` for 一（7）班, 07班, 一年级7班.
    pub fn class_name(self, typed: &str) -> Canonical {
        text::class_name(typed, &self.said_before_a_class())
    }

    /// The ways in which this grade is said before the number of a class.
    fn said_before_a_class(self) -> Vec<String> {
        let stages: [&str; 2] = match self.stage() {
            Stage::Primary => ["小", "小学"],
            Stage::Junior => ["初", "初中"],
            Stage::Senior => ["高", "高中"],
        };
        let within = NUMERALS[usize::from(self.in_stage() - 1)];
        let mut ways = vec![self.absolute.to_string(), within.to_owned()];
        ways.extend(ABSOLUTE.get(usize::from(self.absolute) - 1).map(|numeral| (*numeral).to_owned()));
        for stage in stages {
            ways.push(format!("{stage}{within}"));
            ways.push(format!("{stage}{}", self.in_stage()));
        }
        ways
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
        // 七年级 and on are counted through; with a stage before them they are none.
        if words == rest
            && let Some(absolute) = ABSOLUTE.iter().skip(NUMERALS.len()).position(|numeral| *numeral == rest)
        {
            return Self::new(u8::try_from(absolute + NUMERALS.len() + 1).ok()?, system);
        }
        let position = NUMERALS.iter().position(|numeral| *numeral == rest)?;
        let (first, last) = system.grades(stage);
        let absolute = first + u8::try_from(position).ok()?;
        (absolute <= last).then_some(Self { absolute, system })
    }
}

/// The name of a class in its canonical form, within its grade when that is known.
pub fn class_name(grade: Option<Grade>, typed: &str) -> Canonical {
    grade.map_or_else(|| text::class_name(typed, &[]), |grade| grade.class_name(typed))
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
    fn case_20_a_class_has_one_name_in_every_grade() {
        let class = |n, typed| Grade::new(n, SchoolSystem::SixThree).unwrap().class_name(typed).text;
        for typed in [
            "七（3）班",
            "七年级3班",
            "初一(3)班",
            "初一3班",
            "初一三班",
            "初1（3）班",
            "一（3）班",
            "7-3",
            "3班",
            "7.3班",
        ] {
            assert_eq!(class(7, typed), "3班", "{typed}");
        }
        for typed in ["高一（12）班", "高一12班", "高中一年级十二班", "一(12)班", "10-12班", "12"]
        {
            assert_eq!(class(10, typed), "12班", "{typed}");
        }
        assert_eq!(class(8, "初一（3）班"), "初一(3)班", "another grade is another class");
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
        assert_eq!(
            Grade::parse_cell("\u{200B}１－小学一年级", SchoolSystem::SixThree).map(Grade::absolute),
            Some(1)
        );
        assert_eq!(Grade::parse_cell("七年级", SchoolSystem::SixThree).map(Grade::absolute), Some(7));
        assert_eq!(Grade::parse_cell("初二", SchoolSystem::SixThree).map(Grade::absolute), Some(8));
        assert_eq!(Grade::parse_cell("7-小学一年级", SchoolSystem::SixThree), None);
        assert_eq!(Grade::parse_cell("小学七年级", SchoolSystem::SixThree), None);
    }
}
