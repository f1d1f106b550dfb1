//! Entering pupils (第四条): by form or from an import, one path for both. Each child becomes a candidate with an open
//! registration case that waits for the school's leader.

use crate::case::{CaseRow, party};
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::person::{Likely, PersonRow, document_hash, match_hash};
use crate::services::Pupils;
use crate::store::Vars;
use crate::transaction::Transaction;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::access::{Action, Actor, Target, authorise};
use domain::case::registration::{self, Registration};
use domain::case::{Case, Context, NewCase, Payload};
use domain::codes::SchoolSystem;
use domain::form::BasicInfo;
use domain::id::{CaseId, ImportId, PersonId, UnitId};
use domain::journal::{Asked, CaseDetail, CaseName, RecordDetail};
use domain::matching::MatchOutcome;
use domain::org::Unit;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::rules::{RuleKey, Rules};
use std::collections::{BTreeMap, BTreeSet};

/// Children in one transaction: so many that who waits for the school's turn waits a moment. The build for work is some twenty times slower.
pub(crate) const TOGETHER: usize = if cfg!(debug_assertions) { 50 } else { 250 };

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
pub(crate) struct Place {
    pub(crate) school: Unit,
    system: SchoolSystem,
    chain: Vec<domain::case::Link>,
}

/// A child who is being entered.
pub(super) struct Candidate {
    pub(super) row: PersonRow,
    pub(super) case: Case,
}

impl Candidate {
    /// Puts child and case into the transaction as they are now; their journal stands in it already.
    pub(super) fn create(self, tx: &mut Transaction<'_>) -> Result<()> {
        let vault = &*tx.registry.vault;
        self.row.count(&mut tx.work, 1);
        tx.work.create("person", &self.row.uid.to_string(), &self.row);
        CaseRow::new(vault, self.case, &self.row).create(vault, &mut tx.work)
    }
}

impl Pupils<'_> {
    /// Enters pupils at the actor's school, at most [`TOGETHER`] in one transaction, each with its own outcome.
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
        for chunk in pupils.chunks(TOGETHER) {
            let lane = place.school.id.as_str();
            let done = self
                .store
                .transact(lane, || {
                    Box::pin(async {
                        let mut tx = self.transaction(party(actor));
                        let done = self.enter_together(actor, &place, chunk, &mut tx).await?;
                        Ok((tx.finish(), done))
                    })
                })
                .await?;
            outcomes.extend(done);
        }
        Ok(outcomes)
    }

    /// Enters pupils in one transaction, to be asked in the lane of the school. At most [`TOGETHER`].
    pub(crate) async fn enter_together(
        &self,
        actor: &Actor,
        place: &Place,
        pupils: &[NewPupil],
        tx: &mut Transaction<'_>,
    ) -> Result<Vec<Entered>> {
        self.schools().takes_in(&place.school).await?;
        let already = self.already(pupils).await?;
        let new = || pupils.iter().filter(|pupil| !already.contains(&pupil.id));
        let likely = self.likely(new().map(|pupil| &pupil.info)).await?;
        let context = self.cases().context(actor, &place.school.path);
        // The store does not know yet who came a moment ago.
        let mut accepted = Accepted::default();
        let mut done = Vec::with_capacity(pupils.len());
        for pupil in pupils {
            if already.contains(&pupil.id) {
                done.push(Entered::Already);
                continue;
            }
            if let Some(refusal) = accepted.same_as(&*self.vault, &pupil.info, &place.school.name) {
                done.push(Entered::Refused(vec![refusal]));
                continue;
            }
            done.push(match self.new_candidate(&context, place, pupil, &likely, tx).await? {
                Err(refusals) => Entered::Refused(refusals),
                Ok(candidate) => {
                    let id = candidate.case.id;
                    accepted.add(&candidate.row, &pupil.info);
                    candidate.create(tx)?;
                    Entered::New(id)
                }
            });
        }
        Ok(done)
    }

    /// Which of these children are in already, from an earlier run.
    async fn already(&self, pupils: &[NewPupil]) -> Result<BTreeSet<PersonId>> {
        #[derive(serde::Deserialize)]
        struct There {
            uid: PersonId,
        }
        let keys: Vec<String> = pupils.iter().map(|pupil| pupil.id.to_string()).collect();
        let vars = Vars::new().records("records", "person", &keys);
        let there: Vec<There> = self.store.rows("SELECT uid FROM $records", vars).await?;
        Ok(there.into_iter().map(|there| there.uid).collect())
    }

    /// Whether children can be entered at a school at all: asked when a file is taken in and confirmed, before any of its rows.
    ///
    /// # Errors
    /// A refusal when the actor may not, nobody could approve, or the school takes nobody in any more.
    pub(crate) async fn may_enter_at(&self, actor: &Actor, school: &UnitId) -> Result<()> {
        let place = self.place_to_enter(actor, school).await?;
        self.schools().takes_in(&place.school).await
    }

    /// Where the actor may enter children.
    pub(crate) async fn place_to_enter(&self, actor: &Actor, school: &UnitId) -> Result<Place> {
        let (school, authority) = self.units().school_and_authority(school).await?;
        authorise(actor, Action::EnterPupil, &Target::Unit(&school.path))?;
        let chain = registration::chain(&school, &authority)?;
        let system = school.school.as_ref().map(|profile| profile.system).ok_or(Error::NotFound("school"))?;
        Ok(Place { school, system, chain })
    }

    /// A child with its open registration, not yet written but for what stands beside them; or why not.
    pub(super) async fn new_candidate(
        &self,
        context: &Context,
        place: &Place,
        pupil: &NewPupil,
        likely: &Likely,
        tx: &mut Transaction<'_>,
    ) -> Result<std::result::Result<Candidate, Vec<Refusal>>> {
        let school = &place.school;
        let (info, note) = (&pupil.info, &pupil.duplicate_note);
        let refusals = self.in_the_way(info, pupil.entry_date, note, &context.rules, (likely, None))?;
        if !refusals.is_empty() {
            return Ok(Err(refusals));
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
                number: self.cases().case_number(tx, kind).await?,
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
        tx.begin_journal(pupil.id);
        let info = RecordDetail::InfoEntered { info: pupil.info.clone(), import: pupil.import };
        let entered = NewEntry::of(info).in_case(case.id).on(pupil.entry_date);
        tx.tell_entry(pupil.id, entered).await?;
        let name = CaseName { number: case.number.clone(), kind: case.kind() };
        let opened = CaseDetail::Opened { case: name, asked: Asked::Registration };
        tx.tell_entry(pupil.id, NewEntry::of(opened).in_case(case.id)).await?;
        if let Some(extras) = &pupil.extras {
            let filed = self.archives().file_at_entry(&mut tx.work, &row, extras, &context.actor.name);
            tx.tell(pupil.id, filed).await?;
        }
        Ok(Ok(Candidate { row, case }))
    }

    /// Everything that stands in the way of entering a child whose items are valid: asked by the check of an import, by entering and by
    /// mending what was returned alike, so that what the check calls good is entered.
    ///
    /// # Errors
    /// When a stored record does not open.
    pub(crate) fn in_the_way(
        &self,
        info: &BasicInfo,
        entry_date: NaiveDate,
        note: &str,
        rules: &Rules,
        (likely, except): (&Likely, Option<PersonId>),
    ) -> Result<Vec<Refusal>> {
        let mut refusals = self.check_duplicates_among(likely, info, note, except)?;
        refusals.extend(registration::too_young(info, entry_date, rules));
        Ok(refusals)
    }

    /// Whether this child has a record already: a definite duplicate always, a possible one until it is explained.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn check_duplicates(
        &self,
        info: &BasicInfo,
        note: &str,
        except: Option<PersonId>,
    ) -> Result<Vec<Refusal>> {
        self.check_duplicates_among(&self.likely([info]).await?, info, note, except)
    }

    /// The same, among records that were read already.
    fn check_duplicates_among(
        &self,
        likely: &Likely,
        info: &BasicInfo,
        note: &str,
        except: Option<PersonId>,
    ) -> Result<Vec<Refusal>> {
        let outcome = likely.judge(&*self.vault, info, except)?;
        if let MatchOutcome::Possible(candidates) = &outcome {
            // Two children may share a name and a birthday, but not a whole form: that is the same row come again.
            for candidate in candidates {
                let person = likely.record(candidate.id)?;
                if person.info(&*self.vault)? == *info {
                    return Ok(vec![same_record(likely.school_of(person))]);
                }
            }
        }
        Ok(match outcome {
            MatchOutcome::Definite(candidate) => {
                vec![same_document(likely.school_of(likely.record(candidate.id)?))]
            }
            MatchOutcome::Possible(candidates) if domain::text::length(note) < 4 => {
                let mut refusals = Vec::new();
                for candidate in candidates {
                    let at = likely.school_of(likely.record(candidate.id)?);
                    refusals.push(Refusal::of(
                        RefusalCode::DuplicatePossible,
                        format!("疑似与「{at}」的一名学生重复：{}。", candidate.explanation()),
                    ));
                }
                refusals
            }
            _ => Vec::new(),
        })
    }
}

/// The children accepted in a transaction that is not written yet, as far as nobody can be entered beside them whatever is explained: by
/// their documents, and by the whole form of those who are of one name, sex and birth date.
#[derive(Default)]
struct Accepted<'p> {
    documents: BTreeSet<String>,
    forms: BTreeMap<String, Vec<&'p BasicInfo>>,
}

impl<'p> Accepted<'p> {
    fn add(&mut self, row: &PersonRow, info: &'p BasicInfo) {
        self.documents.extend(row.document_hash.clone());
        self.forms.entry(row.match_hash.clone()).or_default().push(info);
    }

    /// Why this child is one of them.
    fn same_as(&self, vault: &dyn Cipher, info: &BasicInfo, school: &str) -> Option<Refusal> {
        if document_hash(vault, info).is_some_and(|hash| self.documents.contains(&hash)) {
            return Some(same_document(school));
        }
        let mut alike = self.forms.get(&match_hash(vault, info)).into_iter().flatten();
        alike.any(|form| *form == info).then(|| same_record(school))
    }
}

fn same_document(school: &str) -> Refusal {
    Refusal::new(
        RefusalCode::DuplicateDefinite,
        Basis::Article(6),
        format!("该身份证件号已在「{school}」的学籍记录中，不得重复建立学籍。"),
        "如学生从该校转来，请办理转学；如证件号填写有误，请更正后再录入。",
    )
}

fn same_record(school: &str) -> Refusal {
    Refusal::new(
        RefusalCode::DuplicateDefinite,
        Basis::Article(6),
        format!("「{school}」已有一份各项完全相同的学籍记录，不得重复录入。"),
        "无需再次录入；如确为另一名学生，请核对证件和监护人信息。",
    )
}
