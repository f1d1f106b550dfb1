//! One pupil's record as somebody may see it, with its timeline; and the reasoned, journalled reveal of full numbers.

use crate::Registry;
use crate::absence::Absence;
use crate::case::{QueueLine, party};
use crate::error::{Error, Result};
use crate::journal::{JournalEntry, NewEntry};
use crate::person::number::NumberRow;
use crate::person::{Leaving, MergedRecord, PersonRow, Standing, value_in_words};
use crate::problem::ProblemMark;
use crate::store::{UnitOfWork, Vars};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Actor, Ground, Mask, Reader, Role, Shown, Target, authorise};
use domain::access_log::Function;
use domain::archive::EntryKind;
use domain::case::CaseKind;
use domain::codes::{Grade, PupilStatus};
use domain::form::{BasicInfo, Field};
use domain::id::PersonId;
use domain::journal::Event;
use domain::org::Unit;
use domain::privacy::{Consent, Way, is_optional, optional_items};
use domain::refusal::{Basis, Refusal};
use serde::Deserialize;
use serde_json::{Value as Json, json};

/// One pupil's record.
#[derive(Debug, Clone)]
pub struct PupilView {
    /// The person.
    pub id: PersonId,
    /// 姓名 as far as the actor may see it.
    pub name: String,
    /// 学籍号, masked; empty before one is issued.
    pub number: String,
    /// Where the pupil stands.
    pub standing: &'static str,
    /// School.
    pub school: String,
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
    /// The filled items of the form, masked as the policy says.
    pub info: Vec<(Field, String)>,
    /// 就读经历
    pub spells: Vec<SpellLine>,
    /// Every number ever issued, newest first.
    pub numbers: Vec<NumberLine>,
    /// The open case, if there is one.
    pub open_case: Option<QueueLine>,
    /// 信息变动情况, newest first.
    pub timeline: Vec<TimelineLine>,
    /// Whether the journal's hash chain holds.
    pub chain_holds: bool,
    /// Whether the actor may ask for a full number.
    pub may_reveal: bool,
    /// Whether the actor may see who looked at the record (访问日志).
    pub may_see_looks: bool,
    /// Whether the actor sees who is bound to the child, prints or releases codes.
    pub may_bind: bool,
    /// The guardian's word on the optional items.
    pub consent: Consent,
    /// How many optional items are filled; none are counted after a withdrawal.
    pub optional_filled: usize,
    /// Whether the actor may put a consent on record.
    pub may_consent: bool,
    /// The changes of status (学籍异动) the actor may open for this pupil now.
    pub may_change: Vec<CaseKind>,
    /// The grades of the school from the pupil's own upwards: absolute number and name.
    pub grades: Vec<(u8, String)>,
    /// First and last day of the suspension that lasts.
    pub suspended: Option<(NaiveDate, NaiveDate)>,
    /// 特殊安置, in words; empty when there is none.
    pub placement: String,
    /// 转出待接收: since when, to which school outside this system, and the letter whose receipt is awaited. For who works with the record.
    pub leaving: Option<Leaving>,
    /// The unexplained absence that lasts, for who works with the record.
    pub absence: Option<Absence>,
    /// Whether the actor may put down absences and follow-ups.
    pub may_note_absence: bool,
    /// 问题学籍: the open problems of this record, for who works with problems.
    pub problems: Vec<ProblemMark>,
    /// The record into which this one was merged.
    pub merged_into: Option<MergedRecord>,
    /// The records that were merged into this one.
    pub merged_from: Vec<MergedRecord>,
}

/// One stretch of schooling.
#[derive(Debug, Clone, Deserialize)]
pub struct SpellLine {
    /// School.
    #[serde(rename = "school_name")]
    pub school: String,
    /// 1–12
    pub grade: u8,
    /// 班级
    pub class_name: String,
    /// From.
    pub from_on: NaiveDate,
    /// To, none while it lasts.
    pub to_on: Option<NaiveDate>,
}

/// One number.
#[derive(Debug, Clone)]
pub struct NumberLine {
    /// 正式, 临时 or 自编.
    pub kind: &'static str,
    /// Masked.
    pub mask: String,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// The day it became history.
    pub retired_on: Option<NaiveDate>,
}

/// One entry of the timeline.
#[derive(Debug, Clone)]
pub struct TimelineLine {
    /// What happened.
    pub event: Event,
    /// In words: what changed from what to what, masked where it must be.
    pub words: String,
    /// Who did it: unit and name; guardians see the unit only.
    pub who: String,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// 发生日期
    pub occurred_on: NaiveDate,
}

impl Registry {
    /// One pupil's record.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there or not in the actor's scope; a refusal when the actor lacks training.
    pub async fn pupil(&self, actor: &Actor, id: PersonId) -> Result<PupilView> {
        let row = self.person(id).await?;
        let mask = self.pupil_mask(actor, &row)?;
        self.saw(actor, Function::Pupil, &[id]).await?;
        let info = row.shown_info(&*self.vault)?;
        let reader = row.reader(actor, Ground::Look(mask));
        let today = self.store.clock.today();
        let spells = "SELECT * FROM spell WHERE person = $person ORDER BY from_on DESC LIMIT 50";
        let numbers = "SELECT * FROM number WHERE person = $person LIMIT 20";
        let by_person = || Vars::new().with("person", id);
        let mut number_rows: Vec<NumberRow> = self.store.rows(numbers, by_person()).await?;
        number_rows.sort_by_key(|number| (number.retired_on.is_some(), std::cmp::Reverse(number.issued_on)));
        let open_case = match row.open_case {
            Some(case) => Some(self.queue_line(&self.case_row(case).await?, mask)),
            None => None,
        };
        let names = actor.role != Role::Guardian;
        let mut timeline: Vec<TimelineLine> =
            self.entries(id).await?.iter().map(|told| line(told, &row, reader, &info, mask, names)).collect();
        timeline.reverse();
        let unit_target = Target::Unit(&row.path);
        let merged = row.merged_into.is_some();
        Ok(PupilView {
            id,
            name: mask.name(&row.name),
            number: row.number_mask.clone(),
            standing: row.standing.label(),
            school: row.school_name.clone(),
            grade: row.grade_label(),
            class_name: row.class_name.clone(),
            entry_date: row.entry_date,
            archive_due: row.archive_due,
            archive_built: row.archive_built,
            archive_days_left: row.archive_built.is_none().then(|| (row.archive_due - today).num_days()),
            info: visible(&info, reader),
            spells: self.store.rows(spells, by_person()).await?,
            numbers: number_rows
                .into_iter()
                .map(|number| NumberLine {
                    kind: number.kind.label(),
                    mask: number.mask,
                    issued_on: number.issued_on,
                    retired_on: number.retired_on,
                })
                .collect(),
            open_case,
            timeline,
            chain_holds: self.verify_person(id).await?.is_ok(),
            may_reveal: !merged && authorise(actor, Action::RevealIdentity, &unit_target).is_ok(),
            may_see_looks: authorise(actor, Action::ReadAccess, &unit_target).is_ok(),
            may_bind: !merged && authorise(actor, Action::KeepBonds, &unit_target).is_ok(),
            may_change: match actor.role {
                Role::Guardian => self.changes_to_ask(actor, &row),
                _ => self.changes_open_to(actor, &row),
            },
            consent: row.consent,
            optional_filled: optional_items().filter(|field| info.get(*field).is_some()).count(),
            may_consent: !merged && self.may_consent(actor, &row),
            grades: self.grades_upwards(&row).await?,
            suspended: row.suspended.filter(|_| mask != Mask::Figures),
            placement: row.placement.clone().filter(|_| mask == Mask::Working).unwrap_or_default(),
            leaving: row.leaving.clone().filter(|_| mask == Mask::Working && actor.role != Role::Guardian),
            absence: self.absence_of(&row, mask).await?,
            may_note_absence: authorise(actor, Action::OpenChange, &unit_target).is_ok()
                && matches!(row.standing, Standing::Pupil(PupilStatus::InSchool | PupilStatus::Lost)),
            problems: match actor.role {
                Role::Guardian => Vec::new(),
                _ => self.problem_marks(id).await?,
            },
            merged_into: match row.merged_into {
                Some(other) => Some(self.merged_record(actor, other).await?),
                None => None,
            },
            merged_from: {
                let mut from = Vec::new();
                for other in &row.merged_from {
                    from.push(self.merged_record(actor, *other).await?);
                }
                from
            },
        })
    }

    /// The grades of the pupil's school from the pupil's own upwards.
    async fn grades_upwards(&self, row: &PersonRow) -> Result<Vec<(u8, String)>> {
        let school = self.unit(&row.school).await?.school;
        let stages = school.map(|school| school.stages).unwrap_or_default();
        let grades = (row.grade..=12).filter_map(|n| Grade::new(n, row.system));
        let offered = grades.filter(|grade| stages.contains(&grade.stage()));
        Ok(offered.map(|grade| (grade.absolute(), grade.label())).collect())
    }

    /// How much of a record the actor sees.
    pub(super) fn pupil_mask(&self, actor: &Actor, row: &PersonRow) -> Result<Mask> {
        let target =
            if actor.role == Role::Guardian { Target::Child(row.uid) } else { Target::Unit(&row.path) };
        match authorise(actor, Action::ViewPupil, &target) {
            Ok(grant) => Ok(grant.mask),
            Err(refusal) if refusal.code == "not_trained" => Err(refusal.into()),
            // Out of scope looks like not there.
            Err(_) => Err(Error::NotFound("person")),
        }
    }

    /// The full value of a sensitive item, or the full 学籍号 when `field` is none. The reason goes into the journal.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope; a refusal when the actor may not, or gives no reason.
    pub async fn reveal(
        &self,
        actor: &Actor,
        id: PersonId,
        field: Option<Field>,
        reason: &str,
    ) -> Result<String> {
        let row = self.person(id).await?;
        self.pupil_mask(actor, &row)?;
        authorise(actor, Action::RevealIdentity, &Target::Unit(&row.path))?;
        if row.merged_into.is_some() {
            return Err(Refusal::new(
                "merged",
                Basis::Article(6),
                "这份学籍已并入同一学生的另一份学籍。",
                "请在保留的学籍中查看。",
            )
            .into());
        }
        if field.is_some_and(|field| !row.shows(field)) {
            return Err(Refusal::new(
                "consent_withdrawn",
                Basis::Article(25),
                "监护人已撤回对选填信息的同意，这一项不再显示。",
                "如确需使用，请联系监护人重新同意。",
            )
            .into());
        }
        let reason = reason.trim();
        if reason.chars().count() < 4 {
            return Err(Refusal::new(
                "reason_needed",
                Basis::Article(25),
                "查看完整号码须写明用途。",
                "请用至少四个字说明办理什么业务，该说明会记入学生档案。",
            )
            .into());
        }
        let value = match field {
            None => row.number(&*self.vault)?.unwrap_or_default(),
            Some(field) => row.info(&*self.vault)?.get(field).unwrap_or_default().to_owned(),
        };
        let (today, at) = (self.store.clock.today(), self.store.clock.now());
        self.store
            .transact(row.school.as_str(), || {
                Box::pin(async {
                    let mut work = UnitOfWork::new();
                    let mut journal = self.chain(id).await?;
                    let what = field.map_or("学籍号", |field| field.label());
                    let entry = NewEntry {
                        event: Event::IdentityRevealed,
                        detail: json!({ "what": what, "reason": reason }),
                        case: None,
                        occurred_on: today,
                    };
                    journal.append(&mut work, &*self.vault, &party(actor), at, entry);
                    journal.save(&mut work);
                    Ok((work, ()))
                })
            })
            .await?;
        let item = field.map_or("学籍号", |field| field.label());
        self.saw_why(actor, Function::Identity, &[id], &format!("{item}：{reason}"), "").await?;
        Ok(value)
    }

    /// What the form's rules need to know about a school.
    pub(crate) fn form_context(&self, school: &Unit) -> Result<domain::form::FormContext> {
        let profile = school.school.as_ref().ok_or(Error::NotFound("school"))?;
        Ok(domain::form::FormContext {
            today: self.store.clock.today(),
            school_type: profile.school_type,
            stages: profile.stages.clone(),
            system: profile.system,
        })
    }
}

/// The filled items as the reader may see them.
fn visible(info: &BasicInfo, reader: Reader) -> Vec<(Field, String)> {
    let filled = Field::ALL.iter().copied().filter(|field| info.get(*field).is_some());
    filled
        .filter(|field| reader.shown(*field) != Shown::Nothing)
        .map(|field| (field, value_in_words(info, field, info.value(field), reader.shown(field))))
        .collect()
}

/// The guardian an entry is about: the masked name and the kinship.
fn guardian(told: &JournalEntry) -> String {
    let text = |key: &str| told.detail.get(key).and_then(Json::as_str).unwrap_or_default();
    match (text("who"), text("kinship")) {
        ("", _) => String::new(),
        (who, "") => format!("监护人 {who}"),
        (who, kinship) => format!("监护人 {who}（{kinship}）"),
    }
}

/// An entry in words. Values of sensitive items are masked here too: the timeline is read by more people than the form.
fn line(
    told: &JournalEntry,
    row: &PersonRow,
    reader: Reader,
    info: &BasicInfo,
    mask: Mask,
    names: bool,
) -> TimelineLine {
    let entry = &told.entry;
    let text = |key: &str| told.detail.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let words = match entry.event {
        Event::InfoChanged => {
            let field: Option<Field> =
                told.detail.get("field").and_then(|field| serde_json::from_value(field.clone()).ok());
            field.map_or_else(String::new, |field| {
                if reader.shown(field) == Shown::Nothing {
                    return format!("{}：已撤回同意，内容不再显示", field.label());
                }
                let show = |value: String| match value.is_empty() {
                    true => "（空）".to_owned(),
                    false => value_in_words(info, field, &value, reader.shown(field)),
                };
                // Entries from before there were digests keep their values, and do not show them either.
                if told.entry.erased
                    || row.optional_erased && told.entry.digest.is_none() && is_optional(field)
                {
                    return format!("{}：内容已按撤回的同意删除", field.label());
                }
                format!("{}：由「{}」改为「{}」", field.label(), show(text("old")), show(text("new")))
            })
        }
        Event::OptionalErased => {
            let items = told.detail.get("items").cloned().unwrap_or_default();
            let items: Vec<Field> = serde_json::from_value(items).unwrap_or_default();
            items.into_iter().map(Field::label).collect::<Vec<_>>().join("、")
        }
        Event::NumberIssued | Event::NumberRetired => {
            let number = text("number").parse::<domain::ident::StudentNumber>();
            number.map(|number| format!("{} {}", number.kind().label(), number.masked())).unwrap_or_default()
        }
        Event::StatusChanged => format!("由「{}」变为「{}」", text("from"), text("to")),
        Event::SchoolChanged => format!("由「{}」转入「{}」", text("from"), text("to")),
        Event::TransferOutGranted => format!("由「{}」转往「{}」，学籍待对方接收", text("from"), text("to")),
        Event::TransferredOut => {
            format!("由「{}」转往「{}」，对方签收人 {}", text("from"), text("to"), text("by"))
        }
        Event::TransferOutEnded => format!("不再转往「{}」：{}", text("to"), text("reason")),
        Event::StageEntered => format!("由「{}」升入「{}」", text("from"), text("to")),
        Event::Promoted => format!("由「{}」升入「{}」，{}", text("from"), text("to"), text("year")),
        Event::PromotionUndone => {
            format!("由「{}」恢复为「{}」：{}", text("from"), text("to"), text("reason"))
        }
        Event::AbsenceNoted => format!("缺课第一天 {}", text("since")),
        Event::FollowedUp if mask == Mask::Working => {
            format!("{}（{}）：{}", text("manner"), text("on"), text("result"))
        }
        Event::AbsenceEnded if mask == Mask::Working => text("reason"),
        Event::StepDecided => match told.detail.get("refused_fields").and_then(Json::as_object) {
            Some(fields) => {
                let told: Vec<String> = fields
                    .iter()
                    .map(|(key, reason)| {
                        let label = Field::from_key(key).map_or("", |field| field.label());
                        format!("不同意更正{label}：{}", reason.as_str().unwrap_or_default())
                    })
                    .collect();
                told.join("；")
            }
            None => {
                let verdict: Option<domain::case::Verdict> = told
                    .detail
                    .get("verdict")
                    .and_then(|verdict| serde_json::from_value(verdict.clone()).ok());
                let verdict = verdict.map(domain::case::Verdict::label).unwrap_or_default();
                let reason = text("reason");
                if reason.is_empty() { verdict.to_owned() } else { format!("{verdict}：{reason}") }
            }
        },
        Event::CaseOpened
        | Event::CaseApproved
        | Event::CaseRefused
        | Event::CaseWithdrawn
        | Event::CaseCleared
        | Event::CaseResubmitted => {
            let number = if text("case").is_empty() { text("number") } else { text("case") };
            format!("办件编号 {number}")
        }
        Event::DeadlineNear => format!("办件编号 {}，期限 {}", text("case"), text("due")),
        Event::CaseEscalated => format!("办件编号 {}，已报 {}", text("case"), text("to")),
        Event::CaseReturned => format!("请于 {} 前补正", text("due")),
        Event::IdentityChecked => match told.detail.get("match").and_then(Json::as_bool) {
            Some(true) => text("compared"),
            _ => "核验不一致，请核对证件信息".to_owned(),
        },
        Event::Printed | Event::PrintRevoked => {
            let reason = text("reason");
            let what = format!("{}（编号 {}）", text("title"), text("number"));
            if reason.is_empty() { what } else { format!("{what}：{reason}") }
        }
        Event::PackageAsked | Event::PackageReleased | Event::PackageRefused | Event::PackageFetched => {
            format!("编号 {}，移交{}", text("number"), text("to"))
        }
        Event::ArchiveContinued => {
            let entries = told.detail.get("entries").and_then(Json::as_u64).unwrap_or_default();
            let end: String = text("head").chars().take(12).collect();
            format!(
                "凭{}的档案包（编号 {}）接续，此前变动记录 {entries} 条，末条校验值 {end}…",
                text("from"),
                text("number")
            )
        }
        Event::ConsentGiven | Event::ConsentWithdrawn => {
            let way: Option<Way> =
                told.detail.get("way").and_then(|way| serde_json::from_value(way.clone()).ok());
            format!("{}，告知书 {} 版", way.map(Way::label).unwrap_or_default(), text("notice"))
        }
        Event::IdentityRevealed => format!("{}，用途：{}", text("what"), text("reason")),
        Event::ArchiveEntryFiled | Event::ArchiveEntryChanged | Event::ArchiveEntryWithdrawn => {
            // What stands in it is read in the archive; a timeline is read by more people.
            let kind: Option<EntryKind> =
                told.detail.get("kind").and_then(|kind| serde_json::from_value(kind.clone()).ok());
            let what = kind.map_or_else(String::new, |kind| {
                format!("{} {}", kind.label(), kind.period().words(&text("period")))
            });
            let reason = text("reason");
            if reason.is_empty() { what.trim().to_owned() } else { format!("{}：{reason}", what.trim()) }
        }
        Event::ArchiveFileWithdrawn => text("reason"),
        Event::ProofFiled => "证明材料已加密保存".to_owned(),
        Event::LetterOwed | Event::LetterDrafted | Event::LetterReturned => {
            format!("{}，致{}", text("title"), text("to"))
        }
        Event::LetterUrged => format!("{}逾期，已告知{}", text("title"), text("above")),
        Event::LetterSigned | Event::LetterReceived => {
            format!("{}（{}），致{}", text("title"), text("number"), text("to"))
        }
        Event::ProblemFound => text("kind"),
        Event::ProblemAnswered if !names => text("kind"),
        Event::ProblemAnswered => format!("{}：{}，{}", text("kind"), text("school"), text("remedy")),
        Event::ProblemSettled => format!("{}：{}", text("kind"), text("outcome")),
        Event::RecordsMerged => match told.detail.get("stays").and_then(Json::as_bool) {
            Some(true) => format!("「{}」的学籍 {} 并入本学籍", text("school"), text("number")),
            _ => format!("本学籍并入「{}」的学籍 {}", text("school"), text("number")),
        },
        Event::Reviewed => match (mask, text("note")) {
            // What is said of where a child is, is for those who work with the record.
            (Mask::Working, note) if !note.is_empty() => format!("{}：{note}", text("finding")),
            _ => text("finding"),
        },
        Event::ReviewAnswered => format!("{}：{}", text("anomaly"), text("outcome")),
        Event::GuardianConfirmed => {
            let is = |key: &str| told.detail.get(key).and_then(Json::as_bool) == Some(true);
            let what = if is("right") { "信息无误" } else { "提出信息有误" };
            if is("on_paper") { format!("{what}（纸质确认表）") } else { what.to_owned() }
        }
        Event::BindingPrinted | Event::BindingReleased => guardian(told),
        Event::GuardianBound => {
            let (by, second) = (text("printed_by"), text("released_by"));
            let people = if names && !second.is_empty() {
                format!("（{by}打印、{second}核发）")
            } else {
                String::new()
            };
            match (text("school"), second.is_empty()) {
                (school, _) if school.is_empty() => String::new(),
                (school, false) => format!("{}，凭{school}的绑定码{people}", guardian(told)),
                (_, true) => format!("{}，凭证件号和学籍号核对", guardian(told)),
            }
        }
        Event::GuardianRecovered => {
            let here = told.detail.get("here").and_then(Json::as_bool) == Some(true);
            let rests = if here { "" } else { "；与本学生的绑定暂停，待本校确认" };
            format!("{}，凭{}的绑定码{rests}", guardian(told), text("school"))
        }
        Event::BondReported => format!("对{}的绑定提出疑问，请学校核实", guardian(told)),
        Event::BondConfirmed | Event::BondRested | Event::BondEnded => match names {
            true => format!("{}：{}", guardian(told), text("reason")),
            false => guardian(told),
        },
        Event::MergeUndone => {
            format!("与「{}」的学籍 {} 恢复为两份：{}", text("school"), text("number"), text("reason"))
        }
        _ => String::new(),
    };
    let actor = &entry.actor;
    let who = match (names, actor.role) {
        (true, Role::Guardian) => format!("监护人 {}", actor.name),
        (true, _) => format!("{} {}", actor.unit_name, actor.name),
        (false, Role::Guardian) => "监护人".to_owned(),
        (false, _) => actor.unit_name.clone(),
    };
    TimelineLine { event: entry.event, words, who, at: entry.recorded_at, occurred_on: entry.occurred_on }
}
