//! Persons (学生): identity and basic information, sealed; what lists and searches need, plain.

mod classes;
mod duplicates;
mod enrol;
mod enter;
mod form;
mod hosted;
mod listed;
mod listing;
mod merged;
mod number;
mod placed;
mod recent;
mod record;
mod said;
mod search;
mod set;
mod tally;
mod telephones;
mod timeline;
mod view;
mod words;

pub use domain::standing::Standing;
pub(crate) use duplicates::{Likely, document_hash, match_hash};
pub use enrol::Part;
pub use enter::{Entered, NewPupil};
pub(crate) use enter::{Place, TOGETHER};
pub use form::{DUPLICATE_NOTE, ENTRY_DATE, EXTRA, FilledForm};
pub(crate) use number::{Claim, NumberRow, Numbers};
pub(crate) use search::own_path;
pub use search::{Bounds, Search};
use telephones::Telephone;
pub(crate) use words::value_in_words;

use crate::error::{Error, Result};
use crate::services::Pupils;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::access::{Actor, Ground, Reader};
use domain::archive::filled::{Holding, Items};
use domain::calendar::{SchoolYear, grade_year};
use domain::case::abroad::Period;
use domain::case::change::{Pupil, Record};
use domain::codes::{Grade, PupilStatus, SchoolSystem, Sex, Stage};
use domain::follow_up;
use domain::form::{BasicInfo, Field};
use domain::id::{CaseId, LetterId, PersonId, TakeOverId, UnitId};
use domain::org::{OrgPath, Unit};
use domain::privacy::{Consent, is_optional};
use domain::rules::Rules;
use domain::text::ListedAs;
use serde::{Deserialize, Serialize};

const IN_SCHOOL: Standing = Standing::Pupil(PupilStatus::InSchool);
/// 流失 (第二十二条): a child who has dropped out.
pub(crate) const DROPPED_OUT: Standing = Standing::Pupil(PupilStatus::Lost);

/// A person as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PersonRow {
    /// The person.
    pub uid: PersonId,
    /// Counts every change.
    pub version: u64,
    /// How many of these only counted again what the archive holds: nothing was done to the record.
    #[serde(default)]
    recounts: u64,
    sealed: String,
    /// 姓名
    pub name: String,
    /// Letters of the name's pinyin, lower case, for search.
    pub pinyin: String,
    /// First letters, for search.
    pub initials: String,
    /// Under what the name stands in lists ([`domain::text::listed_as`]).
    #[serde(flatten)]
    listed: ListedAs,
    /// The words by which the name is found besides ([`domain::text::find_words`]).
    #[serde(default)]
    find: Vec<String>,
    /// Keyed hashes by which the record is found: its telephones, its document number and the last six characters of that.
    #[serde(default)]
    lookup: Vec<String>,
    /// The same of the last six characters of the 学籍号.
    #[serde(default)]
    number_tail: Option<String>,
    /// 性别
    pub sex: Sex,
    /// Year of birth: the most a list shows.
    pub birth_year: i32,
    /// The school.
    pub school: UnitId,
    /// Its name.
    pub school_name: String,
    /// The school's path, which scopes look at; written with the authority and the province on it.
    #[serde(flatten, with = "placed")]
    pub path: OrgPath,
    /// 1–12.
    pub grade: u8,
    /// 学制, which decides the stage of the grade.
    pub system: SchoolSystem,
    /// 班级
    pub class_name: String,
    /// Where the pupil stands.
    pub standing: Standing,
    /// The key of `standing`, for the index.
    status: String,
    /// 入学日期
    pub entry_date: NaiveDate,
    /// By when the archive is to be built (第七条).
    pub archive_due: NaiveDate,
    /// When it was.
    pub archive_built: Option<NaiveDate>,
    number_sealed: Option<String>,
    /// 学籍号, masked; empty before one is issued.
    pub number_mask: String,
    /// Identity document number, masked; empty when there is none.
    pub document_mask: String,
    pub(crate) document_hash: Option<String>,
    pub(crate) match_hash: String,
    pub(crate) phone_hash: Option<String>,
    /// The guardians' telephones and since when they stand there.
    #[serde(default)]
    telephones: Vec<Telephone>,
    /// The open case, which keeps others out.
    pub open_case: Option<CaseId>,
    /// First and last day of the suspension (休学) that lasts.
    #[serde(default)]
    pub suspended: Option<(NaiveDate, NaiveDate)>,
    /// First day of an unexplained absence (缺课).
    #[serde(default)]
    pub absent_since: Option<NaiveDate>,
    /// How many follow-ups (劝返) of it were made.
    #[serde(default)]
    pub follow_ups: usize,
    /// 特殊安置, in words.
    #[serde(default)]
    pub placement: Option<String>,
    /// The school of this register at which the pupil learns meanwhile: it sees the pupil, the record stays here.
    #[serde(default)]
    pub placed_at: Option<UnitId>,
    /// Grades repeated in this stage, and the school year in which the last one was.
    #[serde(default)]
    pub repeats: usize,
    #[serde(default)]
    pub(crate) repeats_in: Option<i32>,
    /// Grades skipped in this stage.
    #[serde(default)]
    pub skips: usize,
    /// Whether the identity match found other data than ours (问题学籍).
    #[serde(default)]
    pub mismatched: bool,
    /// The school year into which the pupil was promoted last (升级).
    #[serde(default)]
    pub promoted_into: Option<SchoolYear>,
    /// The school year for which the grade on record is the pupil's own; none on a row from before it was kept.
    #[serde(default)]
    pub grade_of: Option<SchoolYear>,
    /// Times at schools outside the country (出境就读, 第二十条), the oldest first.
    #[serde(default)]
    pub abroad: Vec<Period>,
    /// The take-over (接管批次) by which the child came and that was undone: a record that was never one (未予建籍), of which the journal tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<TakeOverId>,
    /// The record into which this one was merged (合并学籍, 第六条); it stays, counts for nothing and points there.
    #[serde(default)]
    pub merged_into: Option<PersonId>,
    /// The records that were merged into this one.
    #[serde(default)]
    pub merged_from: Vec<PersonId>,
    /// Keyed hashes by which the check for problem records finds likely pairs; none on a row from before the check existed.
    #[serde(default)]
    pub(crate) block_hash: Option<String>,
    #[serde(default)]
    pub(crate) kin_hash: Option<String>,
    /// The guardian's word on the optional items (同意).
    #[serde(default)]
    pub consent: Consent,
    /// 转出待接收: a transfer to a school outside this system was granted, and its receipt is awaited.
    #[serde(default)]
    pub leaving: Option<Leaving>,
    /// 户籍地跟进: the county of household registration that has the archive of a migrant worker's child who dropped out.
    #[serde(default)]
    pub followed: Option<Followed>,
    /// The day on which the values of optional items are erased, while a withdrawal can still be taken back.
    #[serde(default)]
    pub erase_on: Option<NaiveDate>,
    /// Whether values of optional items were ever erased.
    #[serde(default)]
    pub optional_erased: bool,
    /// How many items have to be filled and how many of them are not; none on a row from before they were counted.
    #[serde(default)]
    pub(crate) items: Option<Items>,
    /// What the archive should hold besides the form, and what of it is lacking: counted in the background after each change of it.
    #[serde(default)]
    pub(crate) holding: Option<Holding>,
}

/// Where a pupil is about to go, whom no school here receives (第十四条, 第十五条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaving {
    /// The case that granted it.
    pub case: CaseId,
    /// The hand-over letter whose receipt ends it.
    pub letter: LetterId,
    /// 转入学校
    pub to_name: String,
    /// The day it was granted.
    pub since: NaiveDate,
}

/// Who follows a child that dropped out elsewhere (第二十二条第二款).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    /// The education authority of the county of household registration.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// The letter with which it got the archive.
    pub letter: LetterId,
    /// The day of its receipt.
    pub since: NaiveDate,
}

impl PersonRow {
    /// A candidate from validated information.
    pub(crate) fn candidate(
        vault: &dyn Cipher,
        uid: PersonId,
        school: &Unit,
        system: SchoolSystem,
        info: &BasicInfo,
        entry_date: NaiveDate,
        archive_due: NaiveDate,
    ) -> Self {
        let mut row = Self {
            uid,
            version: 1,
            recounts: 0,
            sealed: String::new(),
            name: String::new(),
            pinyin: String::new(),
            initials: String::new(),
            listed: ListedAs::default(),
            find: Vec::new(),
            lookup: Vec::new(),
            number_tail: None,
            sex: info.sex(),
            birth_year: 0,
            school: school.id.clone(),
            school_name: school.name.clone(),
            path: school.path.clone(),
            grade: 0,
            system,
            class_name: String::new(),
            standing: Standing::Candidate,
            status: String::new(),
            entry_date,
            archive_due,
            archive_built: None,
            number_sealed: None,
            number_mask: String::new(),
            document_mask: String::new(),
            document_hash: None,
            match_hash: String::new(),
            phone_hash: None,
            telephones: Vec::new(),
            open_case: None,
            suspended: None,
            absent_since: None,
            follow_ups: 0,
            placement: None,
            placed_at: None,
            repeats: 0,
            repeats_in: None,
            skips: 0,
            mismatched: false,
            promoted_into: None,
            grade_of: None,
            abroad: Vec::new(),
            taken_back: None,
            merged_into: None,
            merged_from: Vec::new(),
            block_hash: None,
            kin_hash: None,
            consent: Consent::Unrecorded,
            leaving: None,
            followed: None,
            erase_on: None,
            optional_erased: false,
            items: None,
            holding: None,
        };
        row.write_info(vault, info, None);
        row.set_standing(Standing::Candidate);
        row
    }

    /// The 72 items.
    ///
    /// # Errors
    /// [`Error::Sealed`] when they do not open.
    pub fn info(&self, vault: &dyn Cipher) -> Result<BasicInfo> {
        vault.open_value(&self.sealed, &format!("person/{}", self.uid))
    }

    /// The items as they may be shown: after a withdrawal without the optional ones. Who decides a running case reads
    /// [`PersonRow::info`].
    ///
    /// # Errors
    /// [`Error::Sealed`] when they do not open.
    pub(crate) fn shown_info(&self, vault: &dyn Cipher) -> Result<BasicInfo> {
        Ok(self.info(vault)?.without(|field| !self.shows(field)))
    }

    /// Who reads this record.
    pub(crate) fn reader(&self, actor: &Actor, ground: Ground) -> Reader {
        Reader { role: actor.role, ground, consent: self.consent }
    }

    /// Whether the consent lets an item be shown and asked for.
    pub(crate) fn shows(&self, field: Field) -> bool {
        self.consent.shows_optional() || !is_optional(field)
    }

    /// Where the record stands for who reads it. For the county that follows a child who dropped out it is as if the child were at a
    /// school of its own; for everybody else it is the school's path.
    pub(crate) fn path_for(&self, actor: &Actor) -> OrgPath {
        match (&self.followed, &actor.unit) {
            (Some(by), Some(own)) if by.unit == own.id => own.path.child(&self.school),
            _ => self.path.clone(),
        }
    }

    /// Whether the actor's unit follows this child (户籍地跟进).
    pub(crate) fn is_followed_by(&self, actor: &Actor) -> bool {
        let own = actor.unit.as_ref().map(|unit| &unit.id);
        self.followed.as_ref().is_some_and(|by| Some(&by.unit) == own)
    }

    /// The full 学籍号.
    ///
    /// # Errors
    /// [`Error::Sealed`] when it does not open.
    pub(crate) fn number(&self, vault: &dyn Cipher) -> Result<Option<String>> {
        let open = |sealed: &String| vault.open_value(sealed, &format!("number/{}", self.uid));
        self.number_sealed.as_ref().map(open).transpose()
    }

    /// The stage and the grade within it.
    pub fn grade(&self) -> Option<Grade> {
        Grade::new(self.grade, self.system)
    }

    /// 年级, as people say it.
    pub fn grade_label(&self) -> String {
        self.grade().map(|grade| grade.label()).unwrap_or_default()
    }

    /// What a decision has to know of the pupil, at the present school since a day; none for a grade that does not exist.
    pub(crate) fn pupil(&self, since: NaiveDate, record: Record) -> Option<Pupil> {
        let status = match self.standing {
            Standing::Pupil(status) => Some(status),
            Standing::Candidate | Standing::NotRegistered | Standing::Merged => None,
        };
        Some(Pupil { status, grade: self.grade()?, since, record })
    }

    /// School years that begin between the one for which the grade on record is the pupil's own and a day. A row from before that
    /// year was kept knows the last promotion and the registration.
    pub(crate) fn years_away(&self, day: NaiveDate) -> u8 {
        let known = self.grade_known_for();
        u8::try_from(known.map_or(0, |known| grade_year(day).start_year() - known.start_year())).unwrap_or(0)
    }

    fn grade_known_for(&self) -> Option<SchoolYear> {
        self.grade_of.or_else(|| self.promoted_into.max(self.archive_built.map(grade_year)))
    }

    /// The last day of the compulsory years (义务教育年限), by the rules of the province in which the record is.
    ///
    /// # Errors
    /// [`Error::Sealed`] when the items do not open.
    pub(crate) fn compulsory_until(&self, vault: &dyn Cipher, rules: &Rules) -> Result<NaiveDate> {
        let of = self.grade_known_for().unwrap_or_else(|| grade_year(self.entry_date));
        Ok(follow_up::compulsory_until(rules, self.grade, of, self.info(vault)?.birth_date()))
    }

    pub(crate) fn stage(&self) -> Option<Stage> {
        self.grade().map(|grade| grade.stage())
    }
}

impl Pupils<'_> {
    pub(crate) async fn person(&self, id: PersonId) -> Result<PersonRow> {
        self.store.get("person", &id.to_string()).await?.ok_or(Error::NotFound("person"))
    }
}
