//! One pupil's record as somebody may see it, with its timeline; and the reasoned, journalled reveal of full numbers.

use crate::absence::Absence;
use crate::case::party;
use crate::error::{Error, Result};
use crate::person::number::NumberRow;
use crate::person::timeline::Teller;
use crate::person::{Leaving, MergedRecord, PersonRow, Standing, value_in_words};
use crate::problem::ProblemMark;
use crate::services::Pupils;
use crate::store::Vars;
use chrono::{DateTime, NaiveDate, Utc};
use contract::case::QueueLine;
use domain::access::{Action, Actor, Ground, Mask, Reader, Role, Shown, Target, authorise};
use domain::access_log::Function;
use domain::case::CaseKind;
use domain::codes::{Grade, PupilStatus};
use domain::form::{BasicInfo, Field};
use domain::id::PersonId;
use domain::journal::{Event, RecordDetail};
use domain::org::Unit;
use domain::privacy::{Consent, optional_items};
use domain::refusal::{Basis, Refusal, RefusalCode};
use serde::Deserialize;

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

impl Pupils<'_> {
    /// One pupil's record.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there or not in the actor's scope; a refusal when the actor lacks training.
    pub async fn pupil(&self, actor: &Actor, id: PersonId) -> Result<PupilView> {
        let row = self.person(id).await?;
        let mask = self.pupil_mask(actor, &row)?;
        self.access_log().saw(actor, Function::Pupil, &[id]).await?;
        let info = row.shown_info(&*self.vault)?;
        let reader = row.reader(actor, Ground::Look(mask));
        let today = self.store.clock.today();
        let spells = "SELECT * FROM spell WHERE person = $person ORDER BY from_on DESC LIMIT 50";
        let numbers = "SELECT * FROM number WHERE person = $person LIMIT 20";
        let by_person = || Vars::new().with("person", id);
        let mut number_rows: Vec<NumberRow> = self.store.rows(numbers, by_person()).await?;
        number_rows.sort_by_key(|number| (number.retired_on.is_some(), std::cmp::Reverse(number.issued_on)));
        let open_case = match row.open_case {
            Some(case) => Some(self.cases().queue_line(&self.cases().case_row(case).await?, mask)),
            None => None,
        };
        let names = actor.role != Role::Guardian;
        let teller = Teller { row: &row, info: &info, reader, mask, names };
        let mut timeline: Vec<TimelineLine> =
            self.journal().entries(id).await?.iter().map(|told| teller.line(told)).collect();
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
            chain_holds: self.journal().verify_person(id).await?.is_ok(),
            may_reveal: !merged && authorise(actor, Action::RevealIdentity, &unit_target).is_ok(),
            may_see_looks: authorise(actor, Action::ReadAccess, &unit_target).is_ok(),
            may_bind: !merged && authorise(actor, Action::KeepBonds, &unit_target).is_ok(),
            may_change: match actor.role {
                Role::Guardian => self.cases().changes_to_ask(actor, &row),
                _ => self.cases().changes_open_to(actor, &row),
            },
            consent: row.consent,
            optional_filled: optional_items().filter(|field| info.get(*field).is_some()).count(),
            may_consent: !merged && self.privacy().may_consent(actor, &row),
            grades: self.grades_upwards(&row).await?,
            suspended: row.suspended.filter(|_| mask != Mask::Figures),
            placement: row.placement.clone().filter(|_| mask == Mask::Working).unwrap_or_default(),
            leaving: row.leaving.clone().filter(|_| mask == Mask::Working && actor.role != Role::Guardian),
            absence: self.absences().absence_of(&row, mask).await?,
            may_note_absence: authorise(actor, Action::OpenChange, &unit_target).is_ok()
                && matches!(row.standing, Standing::Pupil(PupilStatus::InSchool | PupilStatus::Lost)),
            problems: match actor.role {
                Role::Guardian => Vec::new(),
                _ => self.problems().problem_marks(id).await?,
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
        let school = self.units().unit(&row.school).await?.school;
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
            Err(refusal) if refusal.code == RefusalCode::NotTrained => Err(refusal.into()),
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
            return Err(Refusal::of(RefusalCode::Merged, "这份学籍已并入同一学生的另一份学籍。").into());
        }
        if field.is_some_and(|field| !row.shows(field)) {
            return Err(Refusal::of(
                RefusalCode::ConsentWithdrawn,
                "监护人已撤回对选填信息的同意，这一项不再显示。",
            )
            .into());
        }
        let reason = &domain::text::words(reason).text;
        if reason.chars().count() < 4 {
            return Err(Refusal::new(
                RefusalCode::ReasonNeeded,
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
        self.store
            .transact(row.school.as_str(), || {
                Box::pin(async {
                    let mut tx = self.transaction(party(actor));
                    let revealed = RecordDetail::IdentityRevealed { item: field, reason: reason.clone() };
                    tx.tell(id, revealed).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await?;
        let item = field.map_or("学籍号", |field| field.label());
        self.access_log().saw_why(actor, Function::Identity, &[id], &format!("{item}：{reason}"), "").await?;
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
            places: crate::seed::places(),
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
