//! Pupils (学生).

use crate::Page;
use crate::case::QueueLine;
use crate::problem::ProblemMark;
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::Term;
use domain::case::CaseKind;
use domain::case::abroad::Period;
use domain::case::dropout::FollowUp;
use domain::case::suspension::SuspensionGround;
use domain::codes::Sex;
use domain::follow_up::FollowUpState;
use domain::form::Field;
use domain::id::{LetterId, PersonId, TakeOverId};
use domain::ident::NumberKind;
use domain::journal::Event;
use domain::org::OfficePhone;
use domain::population::AskState;
use domain::privacy::Consent;
use domain::standing::Standing;
use serde::{Deserialize, Serialize};

/// One pupil in a list, masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PupilLine {
    /// The person.
    pub id: PersonId,
    /// 姓名, masked as the policy says.
    pub name: String,
    /// 性别
    pub sex: Sex,
    /// Year of birth.
    pub birth_year: i32,
    /// 学校
    pub school: String,
    /// 年级
    pub grade: String,
    /// 班级
    pub class_name: String,
    /// 状态
    pub standing: String,
    /// 学籍号, masked.
    pub number: String,
}

/// A page of a list of pupils who were looked for, one line of it for each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found<Line> {
    /// The page. It may be short, or empty, and still go on.
    pub page: Page<Line, PersonId>,
    /// Whether what was typed is a word of more names than were looked at: some are left off.
    pub left_off: bool,
}

/// A page of pupils who were looked for.
pub type FoundPupils = Found<PupilLine>;

impl<Line> Found<Line> {
    /// Nobody.
    pub const fn none() -> Self {
        Self { page: Page::empty(), left_off: false }
    }
}

/// A pupil who learns at this school while the record stays at another, masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostedLine {
    /// Who, and at which school the record is.
    pub line: PupilLine,
    /// 特殊安置, in words.
    pub placement: String,
}

/// A pupil in a list to choose from: who leaves this year, or may go on in the own school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaverLine {
    /// The person.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// 年级 and 班级
    pub class_label: String,
    /// Whether 毕业去向 has to be said.
    pub asks_destination: bool,
    /// Whether other business of the pupil is open, which goes first.
    pub busy: bool,
}

/// A class to choose from above a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassChoice {
    /// 1–12
    pub grade: u8,
    /// 班级
    pub class_name: String,
    /// 年级 and 班级, as people say it.
    pub label: String,
}

/// A class of those who leave this year, by its numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassLeft {
    /// 年级 and 班级
    pub label: String,
    /// Pupils whose completion can be sent now (未办学生).
    pub left: u64,
    /// Pupils about whom something is under way: this same completion, or other business that goes first.
    pub busy: u64,
}

/// The pupils who leave this year, class by class: one of the classes whole, the others by name and number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaverClass {
    /// Every class in which somebody has not finished.
    pub classes: Vec<ClassLeft>,
    /// The class that is shown; empty where none was chosen or it is not one of them.
    pub class: String,
    /// Its pupils.
    pub rows: Vec<LeaverLine>,
}

/// One pupil's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PupilView {
    /// The person.
    pub id: PersonId,
    /// 姓名 as far as the reader may see it.
    pub name: String,
    /// 学籍号, masked; empty before one is issued.
    pub number: String,
    /// 身份核验: where the question to the population register stands, while its answer is awaited.
    pub verification: Option<AskState>,
    /// Where the pupil stands.
    pub standing: Standing,
    /// The take-over (接管批次) by which the child came and that was undone: the record was never one.
    pub taken_back: Option<TakeOverId>,
    /// 学校
    pub school: String,
    /// The school's telephone, for a guardian; none for others, and where the school has put none down.
    pub phone: Option<OfficePhone>,
    /// 年级
    pub grade: String,
    /// 班级
    pub class_name: String,
    /// 入学日期
    pub entry_date: NaiveDate,
    /// By when the archive is to be built (第七条).
    pub archive_due: NaiveDate,
    /// When it was.
    pub archive_built: Option<NaiveDate>,
    /// Days left of the one-month clock, negative when late; none when the archive is built.
    pub archive_days_left: Option<i64>,
    /// The filled items of the form, masked as the policy says; none on the overview, which has a page for them.
    pub info: Vec<(Field, String)>,
    /// 就读经历, the latest first; none on the overview.
    pub spells: Vec<SpellLine>,
    /// Every number ever issued, newest first; none on the overview.
    pub numbers: Vec<NumberLine>,
    /// The open case, if there is one.
    pub open_case: Option<QueueLine>,
    /// 信息变动情况, newest first; none on the overview.
    pub timeline: Vec<TimelineLine>,
    /// Whether the journal's hash chain holds, where it was asked for.
    pub chain_holds: bool,
    /// Whether the reader may ask for a full number.
    pub may_reveal: bool,
    /// Whether the reader keeps the record up to date (日常维护).
    pub may_keep: bool,
    /// Whether the reader may see who looked at the record (访问日志).
    pub may_see_looks: bool,
    /// Whether the reader sees who is bound to the child, prints or releases codes.
    pub may_bind: bool,
    /// The guardian's word on the optional items.
    pub consent: Consent,
    /// How many optional items are filled; none are counted after a withdrawal.
    pub optional_filled: usize,
    /// Whether the reader may put a consent on record.
    pub may_consent: bool,
    /// The changes of status (学籍异动) the reader may open for this pupil now.
    pub may_change: Vec<CaseKind>,
    /// Whether the reader may take a correction in at the counter now (受理更正申请).
    pub may_correct: bool,
    /// The grades of the school from the pupil's own upwards: absolute number and name.
    pub grades: Vec<(u8, String)>,
    /// The grade in which who comes back from a school outside the country goes on today.
    pub matching_grade: Option<u8>,
    /// Grounds on which the rules in force let this pupil be suspended.
    pub suspension_grounds: Vec<SuspensionGround>,
    /// First and last day of the suspension that lasts.
    pub suspended: Option<(NaiveDate, NaiveDate)>,
    /// Times at schools outside the country (出境就读), the oldest first.
    pub abroad: Vec<Period>,
    /// 特殊安置, in words; empty when there is none.
    pub placement: String,
    /// 转出待接收, for who works with the record.
    pub leaving: Option<LeavingView>,
    /// The unexplained absence that lasts, for who works with the record.
    pub absence: Option<AbsenceView>,
    /// Whether the reader may put down absences and follow-ups.
    pub may_note_absence: bool,
    /// Whether the reader may put down what was done to bring the pupil back.
    pub may_follow_up: bool,
    /// 户籍地跟进: the county that follows a child who dropped out, and since when.
    pub followed: Option<(String, NaiveDate)>,
    /// 问题学籍: the open problems of this record, for who works with problems.
    pub problems: Vec<ProblemMark>,
    /// The record into which this one was merged.
    pub merged_into: Option<MergedRecord>,
    /// The records that were merged into this one.
    pub merged_from: Vec<MergedRecord>,
}

/// One stretch of schooling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpellLine {
    /// 学校
    pub school: String,
    /// 1–12
    pub grade: u8,
    /// 班级
    pub class_name: String,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; none while it lasts.
    pub to_on: Option<NaiveDate>,
}

/// One 学籍号.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberLine {
    /// 正式, 临时 or 自编.
    pub kind: NumberKind,
    /// Masked.
    pub mask: String,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// The day it became history.
    pub retired_on: Option<NaiveDate>,
}

/// One entry of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineLine {
    /// What happened.
    pub event: Event,
    /// In words: what changed from what to what, masked where it must be.
    pub words: String,
    /// Who did it: unit and name; guardians see the unit only.
    pub who: String,
    /// When it was recorded.
    pub at: DateTime<Utc>,
}

/// 转出待接收: a transfer to a school outside this register that was granted and not yet received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeavingView {
    /// The hand-over letter whose receipt is awaited.
    pub letter: LetterId,
    /// 转入学校
    pub to_name: String,
    /// The day it was granted.
    pub since: NaiveDate,
}

/// An unexplained absence (缺课) that lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceView {
    /// Its first day.
    pub since: NaiveDate,
    /// Days so far, the first included.
    pub days: i64,
    /// Whether it counts as a suspected drop-out (疑似辍学).
    pub suspected: bool,
    /// 辍学跟进: what is owed to a child who has dropped out.
    pub owed: Option<FollowUpOwed>,
    /// From which day on it may be confirmed as a drop-out.
    pub confirm_from: NaiveDate,
    /// 劝返: what was done, oldest first.
    pub follow_ups: Vec<FollowUp>,
}

/// What is owed to a child who has dropped out, until the record is closed (辍学跟进, 第二十二条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpOwed {
    /// Who follows the child.
    pub follower: String,
    /// Where it stands.
    pub state: FollowUpState,
    /// By when something is to be done, where it is.
    pub due_on: NaiveDate,
    /// The last day of the compulsory years.
    pub until: NaiveDate,
    /// Terms in which nothing was done.
    pub missed: Vec<Term>,
}

/// The other record of a merge (合并学籍).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedRecord {
    /// The person, where the reader may open that record.
    pub id: Option<PersonId>,
    /// Its school.
    pub school: String,
    /// Its 学籍号, masked.
    pub number: String,
}
