//! The look at the records under review as background work: lays out the schools of a campaign, then goes through them pupil by pupil.
//! It begins with the opening and once a night. When the campaign is over, what is left is to empty its queues.

use super::facts::Surroundings;
use super::{Changes, ReviewPupilRow, ReviewRow, ReviewSchoolRow, pupil_key};
use crate::Registry;
use crate::case::the_system;
use crate::error::{Error, Result};
use crate::jobs::{Call, Job, Kind, Slice, Turn};
use crate::letter::office;
use crate::person::{PersonRow, Standing};
use crate::services::Reviews;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use chrono::NaiveDate;
use domain::codes::PupilStatus;
use domain::id::{PersonId, ReviewId, UnitId};
use domain::org::Unit;
use domain::review::{Anomaly, Campaign, CampaignState, PupilReview, SchoolReview, SchoolState, anomalies};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Pupils looked at in one transaction, schools laid out in one.
const PAGE: usize = 50;

/// The look of a campaign.
pub(crate) struct Inspection;

/// The place a look has reached. Schools are gone through in the order of their paths, their pupils in that of their ids.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Reached {
    /// The day it began; none before the first slice.
    on: Option<NaiveDate>,
    /// Whether every school has its part.
    laid_out: bool,
    /// Path of the last finished school.
    after: String,
    /// The school that is being gone through; none before its first page. It may close meanwhile, and is passed over then.
    school: Option<UnitId>,
    /// The last pupil looked at in it.
    pupil: String,
    /// Whether all pupils of that school were looked at, and who has left is taken off its sheets.
    leavers: bool,
    /// Schools that have their part, and those that are finished.
    schools: u64,
    finished: u64,
}

/// The pupils of a slice.
pub(crate) struct Page {
    /// The school that is gone through.
    school: Unit,
    /// Whether it is looked at: what its leader has signed stays as it was signed.
    open: bool,
    /// Those who are reviewed, with what is wrong with their records.
    pupils: Vec<(PersonRow, Vec<Anomaly>)>,
    /// The last one that was looked at; none when the school is through.
    last: Option<String>,
}

impl Job for Inspection {
    const KIND: Kind = Kind::Review;
    /// None when the slice is of something else than pupils.
    type Found = Option<Page>;

    async fn find(registry: &Registry, turn: &Turn) -> Result<Option<Page>> {
        let reached: Reached = turn.job().place()?;
        let Some(row) = registry.reviews().looked_at(turn).await? else { return Ok(None) };
        if row.state != CampaignState::Approved || !reached.laid_out || reached.leavers {
            return Ok(None);
        }
        match registry.reviews().schools_of_review(&row, &reached.after, 1).await?.pop() {
            // Read before the transaction: it is much, and a look a moment old is as good.
            Some(school) => {
                let after = if reached.is_in(&school) { reached.pupil.as_str() } else { "" };
                registry.reviews().pupils_found(&row, school, after).await.map(Some)
            }
            None => Ok(None),
        }
    }

    /// Pupils are written where the others who change them queue.
    fn lane(turn: &Turn, page: &Option<Page>) -> String {
        page.as_ref().map_or_else(|| turn.job().subject.clone(), |page| page.school.id.to_string())
    }

    async fn slice(registry: &Registry, turn: &Turn, page: &Option<Page>) -> Result<Slice> {
        let mut work = UnitOfWork::new();
        let reached: Reached = turn.job().place()?;
        let Some(row) = registry.reviews().looked_at(turn).await? else { return Ok(Slice::last(work)) };
        if row.state == CampaignState::Closed {
            return Ok(match registry.reviews().empty_queues(&mut work, row.uid).await? {
                0 => Slice::last(work),
                _ => at(work, reached),
            });
        }
        let Some(on) = reached.on else { return registry.reviews().begin_look(work, row).await };
        let campaign = row.campaign(&*registry.vault)?;
        if campaign.state != CampaignState::Approved {
            return Ok(Slice::last(work));
        }
        if !reached.laid_out {
            return registry.reviews().lay_out_some(&row, &campaign, reached).await;
        }
        if reached.leavers {
            return registry.reviews().take_leavers(work, &row, reached, on).await;
        }
        let Some(page) = page else { return Ok(Slice::last(work)) };
        if !page.open || !registry.reviews().is_open_to_look(&row, &page.school).await? {
            return Ok(at(work, reached.past(&page.school)));
        }
        let mut changes = Changes::new(&row.term);
        let found = registry.reviews().review_pupil_rows(&row.term, &page.pupils).await?;
        for (pupil, anomalies) in &page.pupils {
            let loaded = found.get(&pupil.uid);
            registry.reviews().put_pupil(
                &mut work,
                &mut changes,
                &campaign,
                (pupil, loaded),
                (anomalies.as_slice(), on),
            )?;
        }
        changes.save(registry, &mut work).await?;
        let school = Some(page.school.id.clone());
        let next = match &page.last {
            Some(pupil) => Reached { school, pupil: pupil.clone(), ..reached },
            None => Reached { school, leavers: true, ..reached },
        };
        Ok(at(work, next))
    }
}

impl Reached {
    fn past(self, school: &Unit) -> Self {
        let after = school.path.as_str().to_owned();
        Self { after, finished: self.finished + 1, ..self.at_a_school() }
    }

    /// Before the first page of the school that comes next.
    fn at_a_school(self) -> Self {
        Self { school: None, pupil: String::new(), leavers: false, ..self }
    }

    fn is_in(&self, school: &Unit) -> bool {
        self.school.as_ref() == Some(&school.id)
    }
}

fn at(work: UnitOfWork, reached: Reached) -> Slice {
    Slice::at(work, &reached, reached.finished, reached.schools)
}

impl Reviews<'_> {
    /// Has the records of every running campaign looked at again.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn nightly_reviews(&self) -> Result<()> {
        let mut after = String::new();
        loop {
            let text =
                "SELECT * FROM review WHERE state = 'approved' AND uid > $after ORDER BY uid LIMIT 200";
            let rows: Vec<ReviewRow> = self.store.rows(text, Vars::new().with("after", &after)).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.uid.to_string();
            for row in &rows {
                self.store
                    .transact(&row.uid.to_string(), || {
                        Box::pin(async move {
                            let mut work = UnitOfWork::new();
                            self.call_for_look(&mut work, row).await?;
                            Ok((work, ()))
                        })
                    })
                    .await?;
            }
        }
    }

    /// Has the background worker look at a campaign.
    pub(super) async fn call_for_look(&self, work: &mut UnitOfWork, row: &ReviewRow) -> Result<()> {
        let call = Call {
            kind: Kind::Review,
            subject: &row.uid.to_string(),
            path: Some(&row.path),
            cursor: serde_json::Value::Null,
            total: 0,
        };
        self.jobs().call_job(work, call).await
    }

    /// The campaign of a look; none when it is no more.
    async fn looked_at(&self, turn: &Turn) -> Result<Option<ReviewRow>> {
        let Some(id) = turn.job().about::<ReviewId>() else { return Ok(None) };
        match self.review_row(id).await {
            Err(Error::NotFound(_)) => Ok(None),
            row => row.map(Some),
        }
    }

    /// The first slice: begins the day's look, once a day while the campaign runs.
    async fn begin_look(&self, mut work: UnitOfWork, row: ReviewRow) -> Result<Slice> {
        let today = self.store.clock.today();
        if !row.campaign(&*self.vault)?.is_running(today) || row.looked_on == Some(today) {
            return Ok(Slice::last(work));
        }
        ReviewRow { looked_on: Some(today), ..row }.save(&*self.vault, &mut work)?;
        Ok(at(work, Reached { on: Some(today), ..Reached::default() }))
    }

    /// The schools of a campaign that come next.
    async fn schools_of_review(&self, row: &ReviewRow, after: &str, limit: usize) -> Result<Vec<Unit>> {
        let text = format!(
            "SELECT * FROM unit WHERE kind = 'school' AND path > $after AND string::starts_with(path, $path) \
             AND uid NOT IN $closed ORDER BY path LIMIT {limit}"
        );
        let closed = self.schools().closed_schools().await?;
        let vars = Vars::new().with("after", after).with("path", &row.path).with("closed", &*closed);
        self.store.rows(&text, vars).await
    }

    /// Whether a school's part is still looked at: what its leader has signed stays as it was signed.
    async fn is_open_to_look(&self, row: &ReviewRow, school: &Unit) -> Result<bool> {
        let part = self.review_school_row(&row.term, &school.id).await?;
        Ok(part.is_some_and(|part| {
            part.campaign == row.uid && matches!(part.state, SchoolState::Checking | SchoolState::Submitted)
        }))
    }

    /// Gives some schools their part, those that have none in this term.
    async fn lay_out_some(&self, row: &ReviewRow, campaign: &Campaign, reached: Reached) -> Result<Slice> {
        let mut tx = self.transaction(the_system());
        let schools = self.schools_of_review(row, &reached.after, PAGE).await?;
        for school in &schools {
            self.lay_out(&mut tx, campaign, school).await?;
        }
        Ok(at(
            tx.finish(),
            match schools.last() {
                Some(last) => Reached {
                    after: last.path.as_str().to_owned(),
                    schools: reached.schools + schools.len() as u64,
                    ..reached
                },
                None => Reached { laid_out: true, after: String::new(), ..reached },
            },
        ))
    }

    async fn lay_out(&self, tx: &mut Transaction<'_>, campaign: &Campaign, school: &Unit) -> Result<()> {
        let (school, examiner) = match self.units().school_and_authority(&school.id).await {
            Err(Error::NotFound(_)) => return Ok(()),
            found => found?,
        };
        if self.review_school_row(&campaign.term.key(), &school.id).await?.is_none() {
            let part = SchoolReview::begun(campaign.id, office(&school), office(&examiner));
            let row = ReviewSchoolRow::new(&*self.vault, campaign, &part, school.path.clone());
            let matter = row.create(&*self.vault, &mut tx.work)?;
            self.matters().tell_begun(tx, &matter, &part).await?;
        }
        Ok(())
    }

    /// The pupils of a school after one of them.
    async fn pupils_found(&self, row: &ReviewRow, school: Unit, after: &str) -> Result<Page> {
        if !self.is_open_to_look(row, &school).await? {
            return Ok(Page { school, open: false, pupils: Vec::new(), last: None });
        }
        let rows = self.promotions().pupils_after(&school.id, after).await?;
        let last = rows.last().map(|row| row.uid.to_string());
        let rows: Vec<PersonRow> = rows.into_iter().filter(is_reviewed).collect();
        let around = Surroundings::of(self, &school, &rows).await?;
        let mut pupils = Vec::new();
        for row in rows {
            if let Some(facts) = self.review_facts(&around, &row).await? {
                pupils.push((row, anomalies(&facts)));
            }
        }
        Ok(Page { school, open: true, pupils, last })
    }

    /// The rows that these pupils have in a term.
    async fn review_pupil_rows(
        &self,
        term: &str,
        pupils: &[(PersonRow, Vec<Anomaly>)],
    ) -> Result<BTreeMap<PersonId, ReviewPupilRow>> {
        let keys: Vec<String> = pupils.iter().map(|(pupil, _)| pupil_key(term, pupil.uid)).collect();
        let rows: Vec<ReviewPupilRow> = self.store.get_many("review_pupil", &keys).await?;
        Ok(rows.into_iter().map(|row| (row.person, row)).collect())
    }

    fn put_pupil(
        &self,
        work: &mut UnitOfWork,
        changes: &mut Changes,
        campaign: &Campaign,
        (row, loaded): (&PersonRow, Option<&ReviewPupilRow>),
        (anomalies, on): (&[Anomaly], NaiveDate),
    ) -> Result<()> {
        let term = campaign.term.key();
        let review = match loaded {
            Some(loaded) => loaded.review(&*self.vault)?.found_again(anomalies.to_vec()),
            None => PupilReview::new(row.uid, anomalies.to_vec()),
        };
        let mut next = ReviewPupilRow {
            uid: pupil_key(&term, row.uid),
            version: 1,
            sealed: String::new(),
            campaign: campaign.id,
            term,
            person: row.uid,
            name: row.name.clone(),
            number_mask: row.number_mask.clone(),
            school: row.school.clone(),
            path: row.path.clone(),
            grade: row.grade,
            grade_label: row.grade_label(),
            class_name: row.class_name.clone(),
            here: true,
            figures: domain::review::Figures::default(),
            kinds: Vec::new(),
            unanswered: 0,
            looked_on: on,
            found_at: None,
        };
        next.set(&*self.vault, &review);
        changes.put(work, loaded, next);
        Ok(())
    }

    /// Takes some of who has left since from the sheets of the school that was gone through; when there are none, says that the school
    /// was looked at and goes on to the next.
    async fn take_leavers(
        &self,
        mut work: UnitOfWork,
        row: &ReviewRow,
        reached: Reached,
        on: NaiveDate,
    ) -> Result<Slice> {
        let Some(school) = self.schools_of_review(row, &reached.after, 1).await?.pop() else {
            return Ok(Slice::last(work));
        };
        if !reached.is_in(&school) {
            return Ok(at(work, reached.at_a_school()));
        }
        if !self.is_open_to_look(row, &school).await? {
            return Ok(at(work, reached.past(&school)));
        }
        let text = format!(
            "SELECT * FROM review_pupil WHERE term = $term AND school = $school AND here = true \
             AND looked_on < $on LIMIT {PAGE}"
        );
        let vars = Vars::new().with("term", &row.term).with("school", &school.id).with("on", on);
        let left: Vec<ReviewPupilRow> = self.store.rows(&text, vars).await?;
        if left.is_empty() {
            if let Some(loaded) = self.review_school_row(&row.term, &school.id).await? {
                let next = ReviewSchoolRow { looked_on: Some(on), ..loaded.clone() };
                next.save(&*self.vault, &mut work, &loaded)?;
            }
            return Ok(at(work, reached.past(&school)));
        }
        let mut changes = Changes::new(&row.term);
        for pupil in &left {
            changes.put(&mut work, Some(pupil), ReviewPupilRow { here: false, ..pupil.clone() });
        }
        changes.save(self, &mut work).await?;
        Ok(at(work, reached))
    }
}

/// Who stands on a sheet: whose record is at the school and is not finished.
pub(super) fn is_reviewed(row: &PersonRow) -> bool {
    use PupilStatus as S;
    match row.standing {
        Standing::Candidate => true,
        Standing::Pupil(status) => {
            matches!(status, S::InSchool | S::Suspended | S::Abroad | S::Lost | S::Missing)
        }
        Standing::NotRegistered | Standing::Merged => false,
    }
}
