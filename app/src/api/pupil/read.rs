//! One pupil's record, and an item of it shown whole.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::api::{day, machine_moment, moment};
use contract::case::QueueLine;
use domain::case::CaseKind;
use domain::form::Field;
use domain::privacy::Consent;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One entry of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineRow {
    /// What happened.
    pub title: String,
    /// In words.
    pub words: String,
    /// Who did it.
    pub who: String,
    /// When, for people.
    pub at: String,
    /// When, for machines.
    pub machine_at: String,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PupilDetail {
    /// The person.
    pub id: String,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// 状态
    pub standing: String,
    /// 学校
    pub school: String,
    /// 年级
    pub grade: String,
    /// 班级
    pub class_name: String,
    /// 入学日期
    pub entry_date: String,
    /// By when the archive is to be built.
    pub archive_due: String,
    /// When it was.
    pub archive_built: Option<String>,
    /// Days left of the one-month clock.
    pub archive_days_left: Option<i64>,
    /// The filled items, masked.
    pub info: Vec<(Field, String)>,
    /// 就读经历: school, grade, class, from, to.
    pub spells: Vec<(String, String, String, String, String)>,
    /// 学籍号 and its history: kind, mask, issued, retired.
    pub numbers: Vec<(String, String, String, Option<String>)>,
    /// The open case.
    pub open_case: Option<QueueLine>,
    /// 信息变动情况, newest first.
    pub timeline: Vec<TimelineRow>,
    /// Whether the journal's chain holds.
    pub chain_holds: bool,
    /// Whether full numbers may be asked for.
    pub may_reveal: bool,
    /// Whether the actor may see who looked at the record.
    pub may_see_looks: bool,
    /// Whether a binding code may be printed.
    pub may_bind: bool,
    /// How the guardian's consent for optional items stands.
    pub consent: Consent,
    /// How many optional items are filled.
    pub optional_filled: usize,
    /// Whether the actor may put a consent on record.
    pub may_consent: bool,
    /// The changes of status the actor may open now.
    pub may_change: Vec<CaseKind>,
    /// First and last day of the suspension that lasts, in words; empty when none does.
    pub suspended: String,
    /// 特殊安置; empty when there is none.
    pub placement: String,
    /// 转出待接收: in words, and the letter whose receipt is awaited.
    pub leaving: Option<(String, String)>,
    /// The unexplained absence that lasts.
    pub absence: Option<AbsenceDetail>,
    /// Whether the actor may put down absences.
    pub may_note_absence: bool,
    /// 问题学籍: id, what is wrong, where it stands.
    pub problems: Vec<(String, String, String)>,
    /// The record into which this one was merged: the person where it may be opened, school, number.
    pub merged_into: Option<MergedRow>,
    /// The records that were merged into this one.
    pub merged_from: Vec<MergedRow>,
}

/// The other record of a merge: the person where it may be opened, school, masked number.
pub type MergedRow = (Option<String>, String, String);

/// An absence that lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceDetail {
    /// Its first day.
    pub since: String,
    /// Days so far.
    pub days: i64,
    /// 疑似辍学
    pub suspected: bool,
    /// 已认定辍学
    pub confirmed: bool,
    /// From when it may be confirmed.
    pub confirm_from: String,
    /// Day, manner, result, who.
    pub follow_ups: Vec<(String, String, String, String)>,
    /// Whether it may be ended here: a confirmed drop-out ends with a case.
    pub may_end: bool,
}

#[cfg(feature = "ssr")]
fn merged_row(other: registry::person::MergedRecord) -> MergedRow {
    (other.id.map(|id| id.to_string()), other.school, other.number)
}

/// One record as the actor may see it.
#[server(client = Attended, prefix = "/api", endpoint = "pupil")]
pub async fn pupil(
    /// The pupil.
    person: String,
) -> Result<PupilDetail, AppError> {
    let actor = actor()?;
    let view = registry().pupils().pupil(&actor, id(&person)?).await?;
    Ok(PupilDetail {
        id: view.id.to_string(),
        name: view.name,
        number: view.number,
        standing: view.standing.to_owned(),
        school: view.school,
        grade: view.grade,
        class_name: view.class_name,
        entry_date: day(view.entry_date),
        archive_due: day(view.archive_due),
        archive_built: view.archive_built.map(day),
        archive_days_left: view.archive_days_left,
        info: view.info,
        spells: view
            .spells
            .into_iter()
            .map(|spell| {
                let grade = domain::codes::label_of(domain::codes::CodeList::Grade, &spell.grade.to_string());
                let to = spell.to_on.map_or_else(|| "至今".to_owned(), day);
                (spell.school, grade.unwrap_or_default().to_owned(), spell.class_name, day(spell.from_on), to)
            })
            .collect(),
        numbers: view
            .numbers
            .into_iter()
            .map(|number| {
                (number.kind.to_owned(), number.mask, day(number.issued_on), number.retired_on.map(day))
            })
            .collect(),
        open_case: view.open_case,
        timeline: view
            .timeline
            .into_iter()
            .map(|line| TimelineRow {
                title: line.event.label().to_owned(),
                words: line.words,
                who: line.who,
                at: moment(line.at),
                machine_at: machine_moment(line.at),
            })
            .collect(),
        chain_holds: view.chain_holds,
        may_reveal: view.may_reveal,
        may_see_looks: view.may_see_looks,
        may_bind: view.may_bind,
        consent: view.consent,
        optional_filled: view.optional_filled,
        may_consent: view.may_consent,
        absence: view.absence.map(|absence| {
            let confirmed = view.standing == domain::codes::PupilStatus::Lost.label();
            let told = |one: registry::absence::FollowUp| (day(one.on), one.manner, one.result, one.by);
            AbsenceDetail {
                since: day(absence.since),
                days: absence.days,
                suspected: absence.suspected,
                confirmed,
                confirm_from: day(absence.confirm_from),
                follow_ups: absence.follow_ups.into_iter().map(told).collect(),
                may_end: !confirmed,
            }
        }),
        may_note_absence: view.may_note_absence,
        suspended: view
            .suspended
            .map(|(from, until)| format!("{}至{}", day(from), day(until)))
            .unwrap_or_default(),
        placement: view.placement,
        leaving: view.leaving.map(|leaving| {
            (
                crate::text::t::pupil::leaving(&leaving.to_name, &day(leaving.since)),
                leaving.letter.to_string(),
            )
        }),
        problems: view
            .problems
            .into_iter()
            .map(|one| (one.id.to_string(), one.kind.label().to_owned(), one.state.label().to_owned()))
            .collect(),
        merged_into: view.merged_into.map(merged_row),
        merged_from: view.merged_from.into_iter().map(merged_row).collect(),
        may_change: view.may_change,
    })
}

/// Shows a full number once, for a reason that goes into the journal. `item` is the key of an item, or `number`.
#[server(client = Attended, prefix = "/api", endpoint = "reveal")]
pub async fn reveal(
    /// The pupil.
    person: String,
    /// Key of the item.
    item: String,
    /// Why it has to be seen whole, as typed.
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let field = Field::from_key(&item);
    let form = format!("reveal/{person}");
    let back = format!("/pupils/{person}");
    let kept = typed([("reason", reason.as_str()), ("item", item.as_str())]);
    let revealed = registry().pupils().reveal(&actor, id(&person)?, field, &reason).await;
    match revealed {
        Ok(value) => {
            let label = field.map_or("学籍号", |field| field.label());
            keep::say(&form, &format!("{label}：{value}")).await?;
            crate::api::address::lead_to(&back);
            Ok(())
        }
        Err(error) => {
            let error = crate::api::session::by_field(AppError::from(error), "reason");
            keep::finish(&form, &back, kept, Err(error)).await
        }
    }
}
