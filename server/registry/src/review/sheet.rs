//! 班级核对表: what the school says of each pupil, and its answers to what was found.

use super::{Changes, ReviewPupilRow};
use crate::case::Upload;
use crate::error::{Error, Result};
use crate::letter::office;
use crate::services::Reviews;
use crate::store::Vars;
use crate::transaction::Transaction;
use contract::Page;
use contract::review::{AnomalyLine, ConfirmedLine, PupilLine, ReviewedPupil, SheetView};
use domain::access::{Action, Actor, Mask, Target, authorise};
use domain::access_log::Function;
use domain::archive::Category;
use domain::form::Field;
use domain::id::{PersonId, ReviewId, UnitId};
use domain::journal::{ReviewDetail, ReviewSaid};
use domain::problem::{Act, Office};
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::review::{AnomalyKind, Finding, GuardianWord, Outcome, PupilReview};
use std::collections::BTreeSet;

/// Pupils of one class, and of one page of anomalies.
const MOST: usize = 200;
const PAGE: usize = 50;
/// What the signed sheet is called in the archive.
const SIGNED_SHEET: &str = "学生信息家长确认表（已签字）";

/// What the school says of a pupil.
#[derive(Debug, Clone)]
pub struct Confirmation {
    /// 核对结果
    pub finding: Finding,
    /// The items that are wrong; only with [`Finding::Wrong`].
    pub items: BTreeSet<Field>,
    /// 说明
    pub note: String,
    /// Code or name of the school of this register where the child is, as typed; empty where it is not known. Only with
    /// [`Finding::Elsewhere`].
    pub at: String,
}

/// A pupil's place after something was said, with what the journal has to tell; none when it does not concern this pupil.
pub(super) type Said = std::result::Result<Option<(PupilReview, ReviewSaid)>, Vec<Refusal>>;

impl Reviews<'_> {
    /// A class's sheet.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who does not see the school pupil by pupil, or when there is no such class.
    pub async fn review_sheet(
        &self,
        actor: &Actor,
        id: ReviewId,
        school: &UnitId,
        grade: u8,
        class_name: &str,
    ) -> Result<SheetView> {
        let view = self.school_review(actor, id, school).await?;
        if !view.by_name {
            return Err(Error::NotFound("review"));
        }
        let class = view.classes.iter().find(|one| one.grade == grade && one.class_name == class_name);
        let label = class.map(|class| class.label.clone()).ok_or(Error::NotFound("class"))?;
        let text = format!(
            "SELECT * FROM review_pupil WHERE term = $term AND school = $school AND grade = $grade \
             AND class_name = $class AND here = true ORDER BY name, uid LIMIT {MOST}"
        );
        let vars = Vars::new()
            .with("term", view.term.key())
            .with("school", school)
            .with("grade", grade)
            .with("class", class_name);
        let mut rows: Vec<ReviewPupilRow> = self.store.rows(&text, vars).await?;
        rows.sort_by_cached_key(|row| domain::text::name_place(&row.name, row.person));
        let shown: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
        self.access_log().saw(actor, Function::ReviewSheet, &shown).await?;
        let pupils = rows.iter().map(|row| self.review_line(row)).collect::<Result<_>>()?;
        Ok(SheetView {
            review: id,
            school: school.clone(),
            grade,
            class_name: class_name.to_owned(),
            label,
            pupils,
            may_answer: view.may_answer,
        })
    }

    fn review_line(&self, row: &ReviewPupilRow) -> Result<PupilLine> {
        let review = row.review(&*self.vault)?;
        let anomalies = review.anomalies.into_iter().map(|one| AnomalyLine {
            settled: review.settled.get(&one.kind).map(|settled| (settled.outcome, settled.note.clone())),
            kind: one.kind,
            detail: one.detail,
        });
        Ok(PupilLine {
            person: row.person,
            name: row.name.clone(),
            number: row.number_mask.clone(),
            grade: row.grade,
            class_name: row.class_name.clone(),
            class_label: row.class_label(),
            anomalies: anomalies.collect(),
            confirmed: review.confirmed.map(|one| ConfirmedLine {
                finding: one.finding,
                items: one.items.into_iter().collect(),
                note: one.note,
                at: one.at,
                by: one.act.by.name,
                on: one.act.on,
            }),
            guardian: review.guardian.map(|word| (word.right, word.on_paper)),
        })
    }

    /// One pupil's place on the sheet.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who does not see the school pupil by pupil.
    pub async fn review_pupil(&self, actor: &Actor, id: ReviewId, person: PersonId) -> Result<ReviewedPupil> {
        let row = self.reviewed(id, person).await?;
        let view = self.school_review(actor, id, &row.school).await?;
        if !view.by_name {
            return Err(Error::NotFound("review"));
        }
        self.access_log().saw(actor, Function::ReviewPupil, &[person]).await?;
        Ok(ReviewedPupil {
            review: id,
            line: self.review_line(&row)?,
            school: row.school,
            may_answer: view.may_answer,
        })
    }

    /// The pupils of a school about whom something was found, of one kind or of all, answered or not.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who does not see the school pupil by pupil.
    pub async fn review_anomalies(
        &self,
        actor: &Actor,
        id: ReviewId,
        school: &UnitId,
        kind: Option<AnomalyKind>,
        open: bool,
        after: Option<PersonId>,
    ) -> Result<Page<PupilLine, PersonId>> {
        let (campaign, row) = self.review_part(id, school).await?;
        if self.review_mask(actor, &row.path)? != Mask::Working {
            return Err(Error::NotFound("review"));
        }
        let mut vars = Vars::new().with("term", campaign.term.key()).with("school", school);
        let mut text = "SELECT * FROM review_pupil WHERE term = $term AND school = $school AND here = true \
                        AND array::len(kinds) > 0"
            .to_owned();
        if open {
            text.push_str(" AND unanswered > 0");
        }
        if let Some(kind) = kind {
            text.push_str(" AND kinds CONTAINS $kind");
            vars = vars.with("kind", kind);
        }
        if let Some(after) = after {
            text.push_str(" AND uid > $after");
            vars = vars.with("after", super::pupil_key(&row.term, after));
        }
        text.push_str(&format!(" ORDER BY uid LIMIT {}", PAGE + 1));
        let mut rows: Vec<ReviewPupilRow> = self.store.rows(&text, vars).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.person);
        let shown: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
        self.access_log().saw(actor, Function::ReviewSheet, &shown).await?;
        Ok(Page { rows: rows.iter().map(|row| self.review_line(row)).collect::<Result<_>>()?, next })
    }

    /// A pupil's row in a campaign.
    pub(super) async fn reviewed(&self, id: ReviewId, person: PersonId) -> Result<ReviewPupilRow> {
        let term = self.review_row(id).await?.term;
        let row = self.review_pupil_row(&term, person).await?;
        row.filter(|row| row.campaign == id && row.here).ok_or(Error::NotFound("review"))
    }

    /// The school's confirmation of a pupil, the first time or again.
    ///
    /// # Errors
    /// [`Error::NotFound`] for another school's pupil; refusals by field (`items`, `note`).
    pub async fn confirm_pupil(
        &self,
        actor: &Actor,
        id: ReviewId,
        person: PersonId,
        said: &Confirmation,
    ) -> Result<()> {
        let at = match said.finding {
            Finding::Elsewhere => self.school_of_the_child(actor, &said.at).await?,
            _ => None,
        };
        let at = &at;
        self.answer_review(actor, id, &[person], |review, act| {
            let told = ReviewSaid::Confirmed {
                finding: said.finding,
                items: said.items.clone(),
                note: said.note.clone(),
                at: at.clone(),
            };
            let review = review.confirm(act, said.finding, said.items.clone(), &said.note)?;
            Ok(Some((review.found_at(at.clone()), told)))
        })
        .await
    }

    /// The school that the finder means, by its code or its whole name; none where nothing is typed.
    async fn school_of_the_child(&self, actor: &Actor, typed: &str) -> Result<Option<Office>> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let refused = |what: &str, remedy: &str| {
            Err(Refusal::new(RefusalCode::School, Basis::Article(27), what, remedy).into())
        };
        let found = self.schools().schools_called(typed).await?;
        match &found[..] {
            [] => {
                refused("本系统没有这所学校。", "请填写学校标识码或学校全称；不清楚的请留空，在说明中写明。")
            }
            [school] if actor.unit.as_ref().is_some_and(|own| own.id == school.id) => {
                refused("这是本校。", "请填写学生实际就读的另一所学校。")
            }
            [school] => Ok(Some(office(school))),
            _ => refused("有几所学校都叫这个名称。", "请改填学校标识码。"),
        }
    }

    /// Confirms several pupils of the own school as 在校且信息准确 in one transaction.
    ///
    /// # Errors
    /// [`Error::NotFound`] when one of them is not the own school's; a refusal when nobody is chosen.
    pub async fn confirm_present(&self, actor: &Actor, id: ReviewId, people: &[PersonId]) -> Result<()> {
        self.answer_review(actor, id, people, |review, act| {
            let (finding, items, note) = (Finding::Right, BTreeSet::new(), String::new());
            let told = ReviewSaid::Confirmed { finding, items, note, at: None };
            Ok(Some((review.confirm(act, finding, BTreeSet::new(), "")?, told)))
        })
        .await
    }

    /// The school's answer to one kind of anomaly of one pupil, or the same answer for several; those of several about whom nothing
    /// of the kind was found are left out.
    ///
    /// # Errors
    /// [`Error::NotFound`] for another school's pupil; refusals by field (`anomaly`, `note`).
    pub async fn settle_anomaly(
        &self,
        actor: &Actor,
        id: ReviewId,
        people: &[PersonId],
        kind: AnomalyKind,
        (outcome, note): (Outcome, &str),
    ) -> Result<()> {
        self.answer_review(actor, id, people, |review, act| {
            if people.len() > 1 && review.anomalies.iter().all(|one| one.kind != kind) {
                return Ok(None);
            }
            let told = ReviewSaid::Answered { anomaly: kind, outcome, note: note.to_owned() };
            Ok(Some((review.settle(act, kind, outcome, note)?, told)))
        })
        .await
    }

    /// 家长已签字: the signed sheets of several pupils came back without objection.
    ///
    /// # Errors
    /// As [`Reviews::confirm_present`](crate::services::Reviews::confirm_present).
    pub async fn guardians_signed(&self, actor: &Actor, id: ReviewId, people: &[PersonId]) -> Result<()> {
        self.put_down_paper(actor, id, people, true).await
    }

    /// What the guardian said on the paper sheet of one pupil, with a scan of it for the archive when there is one.
    ///
    /// # Errors
    /// [`Error::NotFound`] for another school's pupil; a refusal `file`.
    pub async fn guardian_on_paper(
        &self,
        actor: &Actor,
        id: ReviewId,
        person: PersonId,
        right: bool,
        scan: Option<Upload>,
    ) -> Result<()> {
        if let Some(scan) = scan {
            // Nothing is kept of who may not answer.
            if !self.review_pupil(actor, id, person).await?.may_answer {
                return Err(closed().into());
            }
            let file = crate::archive::AskedFile {
                category: Category::Basic,
                kind: scan.kind,
                title: SIGNED_SHEET.to_owned(),
                name: scan.name,
                bytes: scan.bytes,
            };
            self.archives().add_archive_file(actor, person, file).await?;
        }
        self.put_down_paper(actor, id, &[person], right).await
    }

    async fn put_down_paper(
        &self,
        actor: &Actor,
        id: ReviewId,
        people: &[PersonId],
        right: bool,
    ) -> Result<()> {
        self.answer_review(actor, id, people, |review, act| {
            let told = ReviewSaid::Guardian { right, on_paper: true };
            Ok(Some((review.heard(GuardianWord { act, right, on_paper: true }), told)))
        })
        .await
    }

    /// Changes the places of pupils of the own school on an open sheet, all or none, with the journal.
    async fn answer_review(
        &self,
        actor: &Actor,
        id: ReviewId,
        people: &[PersonId],
        change: impl Fn(PupilReview, Act) -> Said + Send + Sync,
    ) -> Result<()> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("review"))?;
        authorise(actor, Action::AnswerReviews, &Target::Unit(&own.path)).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("review") }
        })?;
        if people.is_empty() {
            let what = "没有选择学生。";
            return Err(Refusal::new(RefusalCode::People, Basis::Article(24), what, "请先勾选学生。").into());
        }
        if people.len() > MOST {
            let what = format!("一次最多选择{MOST}名学生。");
            return Err(Refusal::new(RefusalCode::People, Basis::Procedure, what, "请分几次办理。").into());
        }
        let change = &change;
        self.store
            .transact(own.id.as_str(), || {
                Box::pin(async move {
                    let mut tx = self.transaction(crate::case::party(actor));
                    let (campaign, part) = self.review_part(id, &own.id).await?;
                    self.is_under_way(&campaign)?;
                    if !part.part(&*self.vault)?.sheets_open() {
                        return Err(closed().into());
                    }
                    let mut changes = Changes::new(&part.term);
                    for person in people {
                        let row = self.reviewed(id, *person).await?;
                        if row.school != own.id {
                            return Err(Error::NotFound("review"));
                        }
                        self.say(&mut tx, &mut changes, row, change).await?;
                    }
                    changes.save(self, &mut tx.work).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// Puts what somebody says of a pupil into the work, and into the pupil's journal.
    pub(super) async fn say(
        &self,
        tx: &mut Transaction<'_>,
        changes: &mut Changes,
        row: ReviewPupilRow,
        change: &(impl Fn(PupilReview, Act) -> Said + Send + Sync),
    ) -> Result<()> {
        let said = change(row.review(&*self.vault)?, Act { by: tx.by().clone(), on: tx.today() })?;
        let Some((review, said)) = said else { return Ok(()) };
        tx.tell(row.person, ReviewDetail { term: row.term.clone(), said }).await?;
        let mut next = row.clone();
        next.set(&*self.vault, &review);
        changes.put(&mut tx.work, Some(&row), next);
        Ok(())
    }
}

/// The sheets are written on only before the school has submitted them.
pub(super) fn closed() -> Refusal {
    let what = "学校已经提交复核结果，核对表不能再填写。";
    Refusal::new(RefusalCode::Closed, Basis::Article(24), what, "如需更改，请由签字人退回后再填写。")
}
