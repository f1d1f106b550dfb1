//! What a row says besides the form: the number already issued, where the pupil stands since when, the schools before; read and held against
//! the form.

use super::abroad::{ABROAD_FORM, TimeAbroad, country_of, read_times};
use super::profile::{Profile, Special};
use super::standing::taken_as;
use crate::codes::{PupilStatus, SchoolSystem};
use crate::form::{BasicInfo, parse_date};
use crate::id::UnitId;
use crate::ident::{NumberKind, StudentNumber};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// How one stretch of schooling is written.
pub const SPELL_FORM: &str = "学校标识码|学校名称|年级（1至12）|班级|开始日期|结束日期";
/// Most stretches of one pupil: twelve grades, and as many changes of school.
const MOST_SPELLS: usize = 24;
/// Most numbers a pupil had before.
const MOST_FORMER: usize = 4;
/// Longest name of a school or a class.
const LONGEST: usize = 60;
/// A word of explanation counts from here on, as in the 查重说明 of an import.
const EXPLAINED: usize = 4;

/// A stretch of schooling that has ended (就读经历).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierSpell {
    /// The school; of another register where it is not known here.
    pub school: UnitId,
    /// Its name then.
    pub school_name: String,
    /// 1–12, at its beginning.
    pub grade: u8,
    /// 班级
    pub class_name: String,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
}

impl FromStr for EarlierSpell {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split(['|', '｜']).map(str::trim).collect();
        let &[school, school_name, grade, class_name, from_on, to_on] = parts.as_slice() else {
            return Err(format!("应写成“{SPELL_FORM}”"));
        };
        let school: UnitId = school.parse().map_err(|_| "学校标识码应为 10 位数字".to_owned())?;
        if !school.is_school() {
            return Err("学校标识码应为 10 位数字".to_owned());
        }
        let grade = grade.parse::<u8>().ok().filter(|n| (1..=12).contains(n)).ok_or("年级应为 1 至 12")?;
        let named = |text: &str| {
            (1..=LONGEST).contains(&text.chars().count())
                && !text.chars().any(|c| c.is_control() || matches!(c, ';' | '；'))
        };
        if !named(school_name) || !named(class_name) {
            return Err("学校名称和班级都要写明".to_owned());
        }
        let day = |text: &str| parse_date(text).ok_or_else(|| format!("日期“{text}”读不出来"));
        let (from_on, to_on) = (day(from_on)?, day(to_on)?);
        if from_on > to_on {
            return Err("结束日期早于开始日期".to_owned());
        }
        Ok(Self {
            school,
            school_name: school_name.to_owned(),
            grade,
            class_name: class_name.to_owned(),
            from_on,
            to_on,
        })
    }
}

impl fmt::Display for EarlierSpell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { school, school_name, grade, class_name, from_on, to_on } = self;
        write!(f, "{school}|{school_name}|{grade}|{class_name}|{from_on}|{to_on}")
    }
}

/// What is wrong with what a row says besides the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The column.
    pub column: Special,
    /// What stands there.
    pub value: String,
    /// Why it does not hold.
    pub reason: String,
    /// What to do.
    pub remedy: String,
}

/// What was already decided about a pupil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// 学籍号
    pub number: StudentNumber,
    /// 历史学籍号
    pub former: Vec<StudentNumber>,
    /// 学籍状态
    pub status: PupilStatus,
    /// The day on which that began; none of who is in school.
    pub since: Option<NaiveDate>,
    /// The last day of a suspension.
    pub until: Option<NaiveDate>,
    /// 出境国家或地区 (GB/T 2659, three letters), of who goes to school there.
    pub country: Option<String>,
    /// 境外就读经历: the times abroad that are over, the oldest first.
    pub abroad: Vec<TimeAbroad>,
    /// 入学日期, at the present school
    pub entry_date: NaiveDate,
    /// The schools before, the oldest first.
    pub spells: Vec<EarlierSpell>,
}

/// Reads the cells of a row one by one and keeps what is wrong with each.
struct Reading<'a> {
    values: &'a BTreeMap<Special, String>,
    wrong: Vec<Wrong>,
}

impl Reading<'_> {
    fn text(&self, column: Special) -> &str {
        self.values.get(&column).map_or("", |text| text.trim())
    }

    fn say(&mut self, column: Special, reason: impl Into<String>, remedy: &str) {
        let value = self.text(column).to_owned();
        self.wrong.push(Wrong { column, value, reason: reason.into(), remedy: remedy.to_owned() });
    }

    /// A day that may be left out.
    fn day(&mut self, column: Special) -> Option<NaiveDate> {
        if self.text(column).is_empty() {
            return None;
        }
        let day = parse_date(self.text(column));
        if day.is_none() {
            self.say(column, "日期读不出来。", "请写成 2026-09-01 或 20260901。");
        }
        day
    }

    fn number(&mut self) -> Option<StudentNumber> {
        match self.text(Special::Number).parse::<StudentNumber>() {
            Ok(number) => Some(number),
            Err(error) => {
                let remedy = "请填写原系统发放的学籍号，19 位，以 G、L 或 J 开头。";
                self.say(Special::Number, error_text(error), remedy);
                None
            }
        }
    }

    fn former(&mut self) -> Vec<StudentNumber> {
        let typed: Vec<String> = split(self.text(Special::FormerNumbers));
        let mut numbers = Vec::new();
        for text in &typed {
            match text.parse::<StudentNumber>() {
                Ok(number) if !numbers.contains(&number) => numbers.push(number),
                Ok(_) => {}
                Err(error) => {
                    self.say(Special::FormerNumbers, error_text(error), "请核对；多个号码用分号隔开。");
                    return Vec::new();
                }
            }
        }
        if numbers.len() > MOST_FORMER {
            self.say(
                Special::FormerNumbers,
                format!("历史学籍号多于 {MOST_FORMER} 个。"),
                "请核对这名学生的学籍号。",
            );
        }
        numbers
    }

    fn status(&mut self, profile: &Profile) -> Option<PupilStatus> {
        let Some(said) = profile.status(self.text(Special::Status)) else {
            let remedy = "请填写学生当前状态代码或名称，或在接管方案里写明这种写法。";
            self.say(Special::Status, "不是能识别的学籍状态。", remedy);
            return None;
        };
        match taken_as(said) {
            Ok(status) => Some(status),
            Err(remedy) => {
                let reason = format!("本系统没有「{}」的办理事项，不能接管。", said.label());
                self.say(Special::Status, reason, remedy);
                None
            }
        }
    }

    /// Where a pupil goes to school abroad, by the code or the name of the country or region.
    fn country(&mut self) -> Option<String> {
        let typed = self.text(Special::Country).to_owned();
        let known = country_of(&typed);
        if known.is_none() {
            let reason = match typed.is_empty() {
                true => "状态是「出境就读」，没有填写前往哪个国家或地区。",
                false => "不是境外的国家或地区。",
            };
            let remedy = "请填写国家或地区的名称或三位字母代码；查不清的，按在读接管，接管后由学校办理出境就读（第二十条）。";
            self.say(Special::Country, reason, remedy);
        }
        known
    }

    /// The times abroad that are over.
    fn abroad(&mut self, today: NaiveDate) -> Vec<TimeAbroad> {
        let times = read_times(&split(self.text(Special::Abroad)), today);
        times.unwrap_or_else(|reason| {
            let remedy = format!(
                "每段写成“{ABROAD_FORM}”，各段用分号隔开；还没有返回的，填在学籍状态和出境国家或地区里。"
            );
            self.say(Special::Abroad, reason, &remedy);
            Vec::new()
        })
    }

    fn spells(&mut self) -> Vec<EarlierSpell> {
        let typed = split(self.text(Special::Spells));
        let remedy = format!("每段写成“{SPELL_FORM}”，各段用分号隔开。");
        let mut spells: Vec<EarlierSpell> = Vec::new();
        for (n, text) in typed.iter().enumerate() {
            match text.parse::<EarlierSpell>() {
                Ok(spell) => spells.push(spell),
                Err(why) => {
                    self.say(Special::Spells, format!("第 {} 段：{why}。", n + 1), &remedy);
                    return Vec::new();
                }
            }
        }
        if spells.len() > MOST_SPELLS {
            self.say(
                Special::Spells,
                format!("就读经历多于 {MOST_SPELLS} 段。"),
                "请核对这名学生的就读经历。",
            );
            return Vec::new();
        }
        spells.sort_by_key(|spell| (spell.from_on, spell.to_on));
        if spells.iter().zip(spells.iter().skip(1)).any(|(one, next)| next.from_on < one.to_on) {
            self.say(Special::Spells, "两段就读经历的时间重叠。", "请核对开始日期和结束日期。");
        }
        spells
    }
}

fn error_text(error: crate::ident::IdentError) -> String {
    error.message().to_owned()
}

fn split(text: &str) -> Vec<String> {
    text.split([';', '；', '\n']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

impl Claims {
    /// Reads what a row says besides the form.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(
        values: &BTreeMap<Special, String>,
        profile: &Profile,
        today: NaiveDate,
    ) -> Result<Self, Vec<Wrong>> {
        let mut read = Reading { values, wrong: Vec::new() };
        let (number, former) = (read.number(), read.former());
        let status = read.status(profile);
        let since = read.day(Special::StatusSince);
        let until = read.day(Special::StatusUntil);
        let entry_date = read.day(Special::EntryDate);
        let country = if status == Some(PupilStatus::Abroad) { read.country() } else { None };
        let abroad = read.abroad(today);
        let spells = read.spells();
        if since.is_some_and(|since| {
            status == Some(PupilStatus::Abroad) && abroad.last().is_some_and(|last| last.until > since)
        }) {
            read.say(Special::Abroad, "返回日期晚于这一次出境的日期。", "请核对返回日期和状态起始日期。");
        }
        if read.text(Special::EntryDate).is_empty() {
            read.say(Special::EntryDate, "没有填写。", "请填写学生到现在这所学校的日期。");
        }
        if let Some(day) = entry_date {
            if day > today {
                read.say(Special::EntryDate, "晚于今天。", "请填写学生到现在这所学校的日期。");
            }
            if spells.last().is_some_and(|last| last.to_on > day) {
                read.say(Special::Spells, "以前的就读经历晚于到本校的日期。", "请核对结束日期和入学日期。");
            }
        }
        if let Some(status) = status.filter(|status| *status != PupilStatus::InSchool) {
            if since.is_none() && read.text(Special::StatusSince).is_empty() {
                let reason = format!("状态是「{}」，没有填写从哪一天开始。", status.label());
                read.say(Special::StatusSince, reason, "请填写状态起始日期。");
            }
            if since.is_some_and(|day| day > today || entry_date.is_some_and(|entry| day < entry)) {
                read.say(Special::StatusSince, "晚于今天，或早于入学日期。", "请核对状态起始日期。");
            }
        }
        if status == Some(PupilStatus::Suspended)
            && until.is_none_or(|until| since.is_some_and(|day| until < day))
        {
            read.say(
                Special::StatusUntil,
                "休学没有截止日期，或早于起始日期。",
                "请填写休学期满的日期（第十九条）。",
            );
        }
        match (number, status, entry_date) {
            (Some(number), Some(status), Some(entry_date)) if read.wrong.is_empty() => {
                let kept = |day: Option<NaiveDate>| day.filter(|_| status != PupilStatus::InSchool);
                Ok(Self {
                    number,
                    former,
                    status,
                    since: kept(since),
                    until: until.filter(|_| status == PupilStatus::Suspended),
                    country,
                    abroad,
                    entry_date,
                    spells,
                })
            }
            _ => Err(read.wrong),
        }
    }

    /// Whether the pupil is no longer at the school, so that the stretch there has ended.
    pub fn has_left(&self) -> bool {
        use PupilStatus as S;
        matches!(
            self.status,
            S::Withdrawn | S::Graduated | S::Completed | S::Incomplete | S::TransferredOut | S::Dead
        )
    }
}

/// What the row says besides the form, held against the form: where a pupil stands against the grade, the number against the document. A
/// number that belongs to another document is right where the document was changed since (终身不变): then the note says so.
pub fn agree(claims: &Claims, info: &BasicInfo, system: SchoolSystem, note: &str) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    let grade = info.grade();
    let last_of_stage = system.grades(grade.stage()).1;
    let misfit = match claims.status {
        PupilStatus::Lost if grade.absolute() > 9 => Some("义务教育阶段以外没有辍学登记（第二十二条）。"),
        PupilStatus::Withdrawn if grade.absolute() <= 9 => Some("义务教育阶段的学生不能退学（第十一条）。"),
        PupilStatus::Graduated | PupilStatus::Completed if grade.absolute() != last_of_stage => {
            Some("毕业、结业的学生应在毕业年级（第十三条）。")
        }
        _ => None,
    };
    if let Some(reason) = misfit {
        wrong.push(Wrong {
            column: Special::Status,
            value: format!("{}，{}", claims.status.label(), grade.label()),
            reason: reason.to_owned(),
            remedy: "请核对年级和学籍状态。".to_owned(),
        });
    }
    if let Some(reason) = other_document(claims, info).filter(|_| crate::text::length(note) < EXPLAINED) {
        wrong.push(Wrong {
            column: Special::Number,
            value: claims.number.masked(),
            reason: reason.to_owned(),
            remedy: "请核对；学籍号终身不变，证件号或出生日期后来更正过的，请在「查重说明」列写明依据。"
                .to_owned(),
        });
    }
    wrong
}

/// Why a number does not look like this child's; a note says why it is all the same.
pub fn other_document(claims: &Claims, info: &BasicInfo) -> Option<&'static str> {
    let body = claims.number.as_str().get(1..)?;
    match claims.number.kind() {
        NumberKind::Formal => {
            let same = info.document().number().is_some_and(|number| number == body);
            (!same).then_some("正式学籍号与身份证件号不一致（第五条）。")
        }
        NumberKind::Temporary | NumberKind::SelfCoded => {
            let born = info.birth_date().format("%Y%m%d").to_string();
            (body.get(6..14) != Some(born.as_str())).then_some("学籍号里的出生日期与填写的不一致（第五条）。")
        }
    }
}
