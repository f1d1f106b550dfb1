//! Upkeep (日常维护, 第十三条): which items a school keeps up to date by itself, which need another way, and on what each row rests.
//!
//! [`changed`] is the one check: a pupil's page, the grid of a class, a file of it and a move to another class all ask it, to preview and
//! to write.

use super::check::FormContext;
use super::written::written_alone;
use super::{BasicInfo, Field, FieldProblem};
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

/// How an item of a record is kept up to date once the pupil is on roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Upkeep {
    /// 日常维护: the school writes it down as it is.
    Daily,
    /// 日常维护, with a word on where it is known from: it comes from the family, or decides what the pupil is given.
    WithReason,
    /// 调班: a move to another class, with a reason.
    Class,
    /// 基础信息变更 (第十条): at the guardian's request, with proof, approved by the competent authority.
    Correction,
    /// 学籍异动 and 升级 (第十二条至第十四条): follows from what the pupil does.
    Change,
    /// 照片: taken by the school and filed as a file.
    Photo,
}

/// A row of the table.
struct Line {
    upkeep: Upkeep,
    source: &'static str,
    items: &'static [Field],
}

const DAILY: &str =
    "《办法》第十三条（学籍信息发生变化，学校应及时维护）；教基一〔2014〕8号：非关键信息由学校维护，不需附件";
const FAMILY: &str =
    "《办法》第十三条；教基一〔2014〕8号：非关键信息由学校维护，不需附件；由家庭告知，故写明来源";
const RIGHTS: &str =
    "《办法》第十三条；教基一〔2014〕8号：非关键信息由学校维护，不需附件；影响学生的待遇或统计，故写明依据";
const CLASSES: &str = "《办法》第十三条；全国系统的日常管理：调班";
const KEY: &str =
    "教基一〔2014〕8号：姓名、性别、出生日期、身份证件为关键信息，凭证明经核准变更；《办法》第十条";
const PROVEN: &str =
    "《办法》第十条：以居民户口簿或其他证明文件为凭的基础信息，由监护人申请，学校和学籍主管部门核准";
const OWN_NAME: &str = "《居民身份证法》第四条：民族自治地方的居民身份证可以同时使用民族文字；《办法》第十条：凭居民身份证或其他证明由监护人申请更正。教基一〔2014〕8号的关键信息不含这一项";
const PHONES: &str =
    "《办法》第十条、第二十五条：监护人凭登记的电话查看和申请，故凭证明由监护人申请，学校和学籍主管部门核准";
const GRADES: &str = "《办法》第十二条至第十四条：年级随升级、留级、跳级和转学变动";
const PHOTO: &str = "全国学生基本信息表：照片由学校统一采集";

/// Every item once.
const TABLE: &[Line] = {
    use Field as F;
    &[
        Line {
            upkeep: Upkeep::Daily,
            source: DAILY,
            items: &[
                F::Political,
                F::Talent,
                F::AuxNumber,
                F::ClassNumber,
                F::Distance,
                F::CommuteMode,
                F::SchoolBus,
            ],
        },
        Line {
            upkeep: Upkeep::WithReason,
            source: FAMILY,
            items: &[
                F::Pinyin,
                F::IdValidity,
                F::CurrentAddress,
                F::MailAddress,
                F::HomeAddress,
                F::Phone,
                F::Postcode,
                F::Email,
                F::Homepage,
                F::Member1Workplace,
                F::Member1Address,
                F::Member1Post,
                F::Member2Workplace,
                F::Member2Address,
                F::Member2Post,
            ],
        },
        Line {
            upkeep: Upkeep::WithReason,
            source: RIGHTS,
            items: &[
                F::Health,
                F::EntryMonth,
                F::EntryMode,
                F::Attendance,
                F::Source,
                F::Preschool,
                F::LeftBehind,
                F::Migrant,
                F::Inclusive,
                F::BoughtPlace,
                F::NeedsAid,
                F::GetsAid,
            ],
        },
        Line { upkeep: Upkeep::Class, source: CLASSES, items: &[F::ClassName] },
        Line { upkeep: Upkeep::Change, source: GRADES, items: &[F::Grade] },
        Line { upkeep: Upkeep::Photo, source: PHOTO, items: &[F::Photo] },
        Line {
            upkeep: Upkeep::Correction,
            source: KEY,
            items: &[F::Name, F::Sex, F::BirthDate, F::IdKind, F::IdNumber],
        },
        Line {
            upkeep: Upkeep::Correction,
            source: PROVEN,
            items: &[
                F::BirthPlace,
                F::NativePlace,
                F::Ethnicity,
                F::Nationality,
                F::HmtStatus,
                F::FormerName,
                F::HukouPlace,
                F::HukouKind,
                F::OnlyChild,
                F::Orphan,
                F::Martyr,
                F::Disability,
                F::Member1Name,
                F::Member1Kinship,
                F::Member1KinshipNote,
                F::Member1Ethnicity,
                F::Member1Hukou,
                F::Member1Guardian,
                F::Member1IdKind,
                F::Member1IdNumber,
                F::Member2Name,
                F::Member2Kinship,
                F::Member2KinshipNote,
                F::Member2Ethnicity,
                F::Member2Hukou,
                F::Member2Guardian,
                F::Member2IdKind,
                F::Member2IdNumber,
            ],
        },
        Line { upkeep: Upkeep::Correction, source: OWN_NAME, items: &[F::NativeName, F::NativeLanguage] },
        Line { upkeep: Upkeep::Correction, source: PHONES, items: &[F::Member1Phone, F::Member2Phone] },
    ]
};

fn line(field: Field) -> Option<&'static Line> {
    TABLE.iter().find(|line| line.items.contains(&field))
}

/// How an item is kept up to date; an item that no row names needs a correction.
pub fn upkeep_of(field: Field) -> Upkeep {
    line(field).map_or(Upkeep::Correction, |line| line.upkeep)
}

/// What that rests on.
pub fn source_of(field: Field) -> &'static str {
    line(field).map_or(PROVEN, |line| line.source)
}

impl Upkeep {
    /// Whether the school writes it by itself.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Daily | Self::WithReason | Self::Class)
    }

    /// The article it rests on.
    pub fn article(self) -> u8 {
        match self {
            Self::Daily | Self::WithReason | Self::Class => 13,
            Self::Correction => 10,
            Self::Change => 12,
            Self::Photo => 7,
        }
    }

    /// Whether a word on why is needed.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::WithReason | Self::Class)
    }

    /// Which way an item goes that is not open.
    pub fn other_way(self) -> &'static str {
        match self {
            Self::Daily | Self::WithReason | Self::Class => "请在“维护信息”中填写。",
            Self::Correction => {
                "请由监护人凭证明申请更正（第十条），或由学校在学生的学籍档案页上点“受理更正申请”办理。"
            }
            Self::Change => "年级随升级、留级、跳级、转学等办理变动，请在学生档案中办理。",
            Self::Photo => "请在学籍档案的材料中归档照片。",
        }
    }
}

/// The items a school keeps by itself, in form order, the class among them.
pub fn open_items() -> impl Iterator<Item = Field> {
    Field::ALL.iter().copied().filter(|field| upkeep_of(*field).is_open())
}

/// What is typed to empty an item whose value is not shown, since an empty cell leaves that as it is.
pub const EMPTIED: &str = "清空";

/// What was typed about one pupil that asks for a change: each with the text for the form. Where a value is shown whole, what is on record
/// already asks for nothing. Where it is not, everything that is typed asks and an empty cell does not: who may not read a value must not
/// learn from the answer whether a guess was right (第二十五条).
pub fn typed_changes(
    current: &BasicInfo,
    typed: &BTreeMap<Field, String>,
    is_shown: impl Fn(Field) -> bool,
) -> BTreeMap<Field, String> {
    let asks = |(field, text): (&Field, &String)| {
        let written = written_alone(*field, text).text;
        if !is_shown(*field) {
            return match written.as_str() {
                "" => None,
                EMPTIED => Some((*field, String::new())),
                _ => Some((*field, text.clone())),
            };
        }
        let held = current.value(*field);
        let same = written == held || (!held.is_empty() && written == current.display(*field));
        (!same).then(|| (*field, text.clone()))
    };
    typed.iter().filter_map(asks).collect()
}

/// The record with these changes, and the items that really are others then: what is written otherwise and means the same is none.
///
/// # Errors
/// Every problem that the changes have or bring.
pub fn changed(
    current: &BasicInfo,
    changes: &BTreeMap<Field, String>,
    context: &FormContext,
) -> Result<(BasicInfo, Vec<Field>), Vec<FieldProblem>> {
    let mut next = current.with_changes(changes, context)?;
    let of_class = |info: &BasicInfo| info.value(Field::ClassName).to_owned();
    // 班内学号 counts within a class; that of the class before says nothing in the next one.
    if of_class(&next) != of_class(current) && !changes.contains_key(&Field::ClassNumber) {
        let emptied = BTreeMap::from([(Field::ClassNumber, String::new())]);
        next = next.with_changes(&emptied, context)?;
    }
    let others = Field::ALL.iter().copied().filter(|field| next.value(*field) != current.value(*field));
    Ok((next.clone(), others.collect()))
}
