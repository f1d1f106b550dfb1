//! Entering pupils (第四条): by form or from an import, one path for both. Each child becomes a candidate with an open
//! registration case that waits for the school's leader.

use crate::Registry;
use crate::case::CaseRow;
use crate::error::{Error, Result};
use crate::journal::{Chain, NewEntry};
use crate::person::{Numbers, PersonRow};
use crate::store::UnitOfWork;
use chrono::{Datelike, Months, NaiveDate};
use domain::access::{Action, Actor, Target, authorise};
use domain::case::registration::{self, Registration};
use domain::case::{Case, Context, NewCase, Payload};
use domain::codes::SchoolSystem;
use domain::form::BasicInfo;
use domain::id::{CaseId, ImportId, PersonId, UnitId};
use domain::journal::Event;
use domain::matching::MatchOutcome;
use domain::org::Unit;
use domain::refusal::{Basis, Refusal};
use domain::rules::{RuleKey, Rules};
use serde_json::json;

/// A child to be entered.
#[derive(Debug, Clone)]
pub struct NewPupil {
    /// Minted by the caller. Entering the same id again does nothing: that is how an import restarts safely.
    pub id: PersonId,
    /// The 72 items, validated.
    pub info: BasicInfo,
    /// 入学日期
    pub entry_date: NaiveDate,
    /// The import it comes from.
    pub import: Option<ImportId>,
    /// Why a possible duplicate is another child; needed when there is one.
    pub duplicate_note: String,
    /// What the province adds to the form, as far as it was filled in (第七条第七项).
    pub extras: Option<domain::archive::Entry>,
}

/// What became of one child.
#[derive(Debug, Clone)]
pub enum Entered {
    /// Entered now.
    New(CaseId),
    /// It was there already, from an earlier run.
    Already,
    /// Not entered.
    Refused(Vec<Refusal>),
}

/// Where children are entered: the school, its years, and who decides there.
pub(super) struct Place {
    pub(super) school: Unit,
    system: SchoolSystem,
    chain: Vec<domain::case::Link>,
}

/// A child who is being entered.
pub(super) struct Candidate {
    pub(super) row: PersonRow,
    pub(super) case: Case,
    pub(super) journal: Chain,
}

impl Candidate {
    /// Puts child, case and journal into the work as they are now.
    pub(super) fn create(self, registry: &Registry, work: &mut UnitOfWork) -> Result<()> {
        self.journal.save(work);
        self.row.count(work, 1);
        work.create("person", &self.row.uid.to_string(), &self.row);
        CaseRow::new(&*registry.vault, self.case, &self.row).create(&*registry.vault, work)
    }
}

impl Registry {
    /// Enters pupils at the actor's school, at most 50 in one transaction, each with its own outcome.
    ///
    /// # Errors
    /// A refusal when the actor may not enter pupils; store failures. Refusals of single children are outcomes.
    pub async fn enter_pupils(
        &self,
        actor: &Actor,
        school: &UnitId,
        pupils: &[NewPupil],
    ) -> Result<Vec<Entered>> {
        let place = self.place_to_enter(actor, school).await?;
        let mut outcomes = Vec::with_capacity(pupils.len());
        for chunk in pupils.chunks(50) {
            let lane = place.school.id.as_str();
            let done = self
                .store
                .transact(lane, || {
                    Box::pin(async {
                        self.takes_in(&place.school).await?;
                        let mut work = UnitOfWork::new();
                        let mut numbers = Numbers::default();
                        let mut done = Vec::with_capacity(chunk.len());
                        for pupil in chunk {
                            let outcome =
                                self.enter_one(actor, &place, pupil, &mut work, &mut numbers).await?;
                            done.push(outcome);
                        }
                        numbers.save(&mut work);
                        Ok((work, done))
                    })
                })
                .await?;
            outcomes.extend(done);
        }
        Ok(outcomes)
    }

    /// Where the actor may enter children.
    pub(super) async fn place_to_enter(&self, actor: &Actor, school: &UnitId) -> Result<Place> {
        let (school, authority) = self.school_and_authority(school).await?;
        authorise(actor, Action::EnterPupil, &Target::Unit(&school.path))?;
        let chain = registration::chain(&school, &authority)?;
        let system = school.school.as_ref().map(|profile| profile.system).ok_or(Error::NotFound("school"))?;
        Ok(Place { school, system, chain })
    }

    async fn enter_one(
        &self,
        actor: &Actor,
        place: &Place,
        pupil: &NewPupil,
        work: &mut UnitOfWork,
        numbers: &mut Numbers,
    ) -> Result<Entered> {
        if self.store.get::<PersonRow>("person", &pupil.id.to_string()).await?.is_some() {
            return Ok(Entered::Already);
        }
        let context = self.context(actor, &place.school.path);
        match self.new_candidate(&context, place, pupil, work, numbers).await? {
            Err(refusals) => Ok(Entered::Refused(refusals)),
            Ok(candidate) => {
                let id = candidate.case.id;
                candidate.create(self, work)?;
                Ok(Entered::New(id))
            }
        }
    }

    /// A child with its open registration, not yet written but for what stands beside them; or why not.
    pub(super) async fn new_candidate(
        &self,
        context: &Context,
        place: &Place,
        pupil: &NewPupil,
        work: &mut UnitOfWork,
        numbers: &mut Numbers,
    ) -> Result<std::result::Result<Candidate, Vec<Refusal>>> {
        let school = &place.school;
        let refusals = self.check_duplicates(&pupil.info, &pupil.duplicate_note, None).await?;
        if !refusals.is_empty() {
            return Ok(Err(refusals));
        }
        if let Some(refusal) = too_young(pupil, &context.rules) {
            return Ok(Err(vec![refusal]));
        }
        let months = context.rules.number(RuleKey::FileDeadlineMonths);
        let archive_due = context.calendar.add_months(pupil.entry_date, months).date;
        let mut row = PersonRow::candidate(
            &*self.vault,
            pupil.id,
            school,
            place.system,
            &pupil.info,
            pupil.entry_date,
            archive_due,
        );
        let kind = domain::case::CaseKind::Registration;
        let case = Case::open(
            NewCase {
                id: CaseId::new(self.store.new_id()),
                number: self.case_number_on(numbers, kind, context.today).await?,
                person: pupil.id,
                school: school.id.clone(),
                path: school.path.clone(),
                chain: place.chain.clone(),
                payload: Payload::Registration(Registration {
                    entry_date: pupil.entry_date,
                    import: pupil.import,
                    duplicate_note: pupil.duplicate_note.clone(),
                }),
            },
            context,
        );
        row.open_case = Some(case.id);
        let mut journal = Chain::begin(pupil.id);
        let (actor, at) = (&context.actor, context.at);
        let entered = NewEntry {
            event: Event::InfoEntered,
            detail: json!({ "info": pupil.info, "import": pupil.import }),
            case: Some(case.id),
            occurred_on: pupil.entry_date,
        };
        journal.append(work, &*self.vault, actor, at, entered);
        let opened = NewEntry {
            event: Event::CaseOpened,
            detail: json!({ "number": case.number, "kind": case.kind() }),
            case: Some(case.id),
            occurred_on: context.today,
        };
        journal.append(work, &*self.vault, actor, at, opened);
        if let Some(extras) = &pupil.extras {
            let filed = self.file_at_entry(work, &row, extras, &actor.name);
            journal.append(work, &*self.vault, actor, at, filed);
        }
        Ok(Ok(Candidate { row, case, journal }))
    }

    /// What stands in the way of entering this child: a definite duplicate always, a possible one until it is explained.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn check_duplicates(
        &self,
        info: &BasicInfo,
        note: &str,
        except: Option<PersonId>,
    ) -> Result<Vec<Refusal>> {
        let outcome = self.find_duplicates(info, except).await?;
        if let MatchOutcome::Possible(candidates) = &outcome {
            // Two children may share a name and a birthday, but not a whole form: that is the same row come again.
            for candidate in candidates {
                let person = self.person(candidate.id).await?;
                if person.info(&*self.vault)? == *info {
                    return Ok(vec![same_record(&person.school_name)]);
                }
            }
        }
        Ok(match outcome {
            MatchOutcome::Definite(candidate) => {
                let at = self.person(candidate.id).await?.school_name;
                vec![Refusal::new(
                    "duplicate_definite",
                    Basis::Article(6),
                    format!("该身份证件号已在「{at}」的学籍记录中，不得重复建立学籍。"),
                    "如学生从该校转来，请办理转学；如证件号填写有误，请更正后再录入。",
                )]
            }
            MatchOutcome::Possible(candidates) if note.trim().chars().count() < 4 => {
                let mut refusals = Vec::new();
                for candidate in candidates {
                    let at = self.person(candidate.id).await?.school_name;
                    refusals.push(Refusal::new(
                        "duplicate_possible",
                        Basis::Article(6),
                        format!("疑似与「{at}」的一名学生重复：{}。", candidate.explanation()),
                        "请核对两名学生的证件；确认不是同一人的，请填写查重说明后再提交。",
                    ));
                }
                refusals
            }
            _ => Vec::new(),
        })
    }
}

/// Who enters grade one in autumn must be six by the province's day (《义务教育法》第十一条).
fn too_young(pupil: &NewPupil, rules: &Rules) -> Option<Refusal> {
    let cutoff = rules.day(RuleKey::AgeCutoff, pupil.entry_date.year())?;
    let autumn = pupil.entry_date.month() >= 8;
    let six_by = pupil.info.birth_date().checked_add_months(Months::new(72))?;
    (pupil.info.grade().absolute() == 1 && autumn && six_by > cutoff).then(|| {
        Refusal::new(
            "birth_date",
            rules.basis(RuleKey::AgeCutoff),
            "学生到截止日期还不满6周岁。",
            "请核对出生日期和年级；不足龄的，请在下一学年办理入学。",
        )
    })
}

fn same_record(school: &str) -> Refusal {
    Refusal::new(
        "duplicate_definite",
        Basis::Article(6),
        format!("「{school}」已有一份各项完全相同的学籍记录，不得重复录入。"),
        "无需再次录入；如确为另一名学生，请核对证件和监护人信息。",
    )
}
