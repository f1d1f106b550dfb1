//! The look at the records under review, as a job in slices: lays out the schools of a campaign, then goes through them pupil by
//! pupil. It runs after the opening and once a night. A look that was cut off goes on after its last finished page; a page that is
//! gone through twice finds the same.

use super::facts::Surroundings;
use super::{Changes, Look, ReviewPupilRow, ReviewRow, ReviewSchoolRow, office, pupil_key};
use crate::Registry;
use crate::error::{Error, Result};
use crate::person::{PersonRow, Standing};
use crate::store::{UnitOfWork, Vars};
use chrono::NaiveDate;
use domain::codes::PupilStatus;
use domain::id::ReviewId;
use domain::org::Unit;
use domain::review::{Anomaly, Campaign, CampaignState, PupilReview, SchoolReview, SchoolState, anomalies};

/// Pupils looked at in one transaction, schools laid out in one.
const PAGE: usize = 50;
/// Pages in one turn of the background worker, so that others get theirs.
const SLICE: usize = 10;

impl Registry {
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
                self.call_for_look(row.uid).await?;
            }
        }
    }

    async fn call_for_look(&self, id: ReviewId) -> Result<()> {
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    work.message(self.store.new_id(), "review", &id.to_string());
                    Ok((work, ()))
                })
            })
            .await
    }

    /// One turn: begins the day's look or goes on with it; empties the queues of a campaign that is over.
    pub(crate) async fn look_on(&self, id: ReviewId) -> Result<()> {
        let row = self.review_row(id).await?;
        if row.state == CampaignState::Closed {
            return self.empty_queues(id).await;
        }
        let today = self.store.clock.today();
        if !row.campaign(&*self.vault)?.is_running(today) {
            return Ok(());
        }
        if !row.look.running {
            if row.look.on == Some(today) {
                return Ok(());
            }
            self.save_look(id, Look { on: Some(today), running: true, ..Look::default() }).await?;
        }
        for _ in 0..SLICE {
            if !self.look_page(id).await? {
                return Ok(());
            }
        }
        self.call_for_look(id).await
    }

    /// One page. Gives whether there is more.
    async fn look_page(&self, id: ReviewId) -> Result<bool> {
        let row = self.review_row(id).await?;
        let look = row.look.clone();
        let campaign = row.campaign(&*self.vault)?;
        if !look.running || campaign.state != CampaignState::Approved {
            return Ok(false);
        }
        let on = look.on.unwrap_or_else(|| self.store.clock.today());
        if !look.laid_out {
            let schools = self.schools_of_review(&row, PAGE).await?;
            let next = match schools.last() {
                Some(last) => Look { after: last.path.as_str().to_owned(), ..look },
                None => Look { laid_out: true, after: String::new(), ..look },
            };
            for school in &schools {
                self.lay_out(&campaign, school).await?;
            }
            self.save_look(id, next).await?;
            return Ok(true);
        }
        let Some(school) = self.schools_of_review(&row, 1).await?.into_iter().next() else {
            self.save_look(id, Look { running: false, ..look }).await?;
            return Ok(false);
        };
        let part = self.review_school_row(&row.term, &school.id).await?;
        // What the school's leader has signed stays as it was signed.
        let open = part.filter(|part| {
            part.campaign == id && matches!(part.state, SchoolState::Checking | SchoolState::Submitted)
        });
        let more = match open {
            Some(_) => self.look_at_page(&campaign, &school, &look.pupil, on).await?,
            None => None,
        };
        let next = match more {
            Some(pupil) => Look { pupil, ..look },
            None => Look { after: school.path.as_str().to_owned(), pupil: String::new(), ..look },
        };
        self.save_look(id, next).await?;
        Ok(true)
    }

    /// The schools of a campaign that come next.
    async fn schools_of_review(&self, row: &ReviewRow, limit: usize) -> Result<Vec<Unit>> {
        let text = format!(
            "SELECT * FROM unit WHERE kind = 'school' AND path > $after AND string::starts_with(path, $path) \
             AND uid NOT IN $closed ORDER BY path LIMIT {limit}"
        );
        let closed = self.closed_schools().await?;
        let vars = Vars::new().with("after", &row.look.after).with("path", &row.path).with("closed", closed);
        self.store.rows(&text, vars).await
    }

    async fn save_look(&self, id: ReviewId, look: Look) -> Result<()> {
        let look = &look;
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let row = self.review_row(id).await?;
                    ReviewRow { look: look.clone(), ..row }.save(&*self.vault, &mut work)?;
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Gives a school its part, when it has none in this term.
    async fn lay_out(&self, campaign: &Campaign, school: &Unit) -> Result<()> {
        let (school, examiner) = match self.school_and_authority(&school.id).await {
            Err(Error::NotFound(_)) => return Ok(()),
            found => found?,
        };
        let (school, examiner) = (&school, &examiner);
        self.store
            .transact(school.id.as_str(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    if self.review_school_row(&campaign.term.key(), &school.id).await?.is_none() {
                        let part = SchoolReview::begun(campaign.id, office(school), office(examiner));
                        ReviewSchoolRow::new(&*self.vault, campaign, &part, school.path.clone())
                            .create(&*self.vault, &mut work)?;
                    }
                    Ok((work, ()))
                })
            })
            .await
    }

    /// Looks at the pupils of a school after one of them. Gives the last one looked at, none when the school is through.
    async fn look_at_page(
        &self,
        campaign: &Campaign,
        school: &Unit,
        after: &str,
        on: NaiveDate,
    ) -> Result<Option<String>> {
        let rows = self.pupils_after(&school.id, after).await?;
        let last = rows.last().map(|row| row.uid.to_string());
        let around = Surroundings::of(self, school).await?;
        let mut found = Vec::new();
        for row in rows.into_iter().filter(is_reviewed) {
            // Read outside the transaction: it is much, and a look a moment old is as good.
            if let Some(facts) = self.review_facts(&around, &row).await? {
                found.push((row, anomalies(&facts)));
            }
        }
        let found = &found;
        self.store
            .transact(school.id.as_str(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    let mut changes = Changes::new(&campaign.term.key());
                    for (row, anomalies) in found {
                        self.put_pupil(&mut work, &mut changes, campaign, row, anomalies, on).await?;
                    }
                    changes.save(self, &mut work).await?;
                    Ok((work, ()))
                })
            })
            .await?;
        if last.is_none() {
            self.finish_look(campaign, school, on).await?;
        }
        Ok(last)
    }

    async fn put_pupil(
        &self,
        work: &mut UnitOfWork,
        changes: &mut Changes,
        campaign: &Campaign,
        row: &PersonRow,
        anomalies: &[Anomaly],
        on: NaiveDate,
    ) -> Result<()> {
        let term = campaign.term.key();
        let loaded = self.review_pupil_row(&term, row.uid).await?;
        let review = match &loaded {
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
        };
        next.set(&*self.vault, &review);
        changes.put(work, loaded.as_ref(), next);
        Ok(())
    }

    /// Takes from the sheets who has left since, and says that the school was looked at.
    async fn finish_look(&self, campaign: &Campaign, school: &Unit, on: NaiveDate) -> Result<()> {
        let term = &campaign.term.key();
        let text = format!(
            "SELECT * FROM review_pupil WHERE term = $term AND school = $school AND here = true \
             AND looked_on < $on LIMIT {PAGE}"
        );
        loop {
            let vars = || Vars::new().with("term", term).with("school", &school.id).with("on", on);
            let text = &text;
            let left = self
                .store
                .transact(school.id.as_str(), || {
                    Box::pin(async move {
                        let mut work = UnitOfWork::new();
                        let mut changes = Changes::new(term);
                        let rows: Vec<ReviewPupilRow> = self.store.rows(text, vars()).await?;
                        for row in &rows {
                            changes.put(&mut work, Some(row), ReviewPupilRow { here: false, ..row.clone() });
                        }
                        changes.save(self, &mut work).await?;
                        Ok((work, rows.len()))
                    })
                })
                .await?;
            if left == 0 {
                break;
            }
        }
        self.store
            .transact(school.id.as_str(), || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    if let Some(loaded) = self.review_school_row(term, &school.id).await? {
                        let next = ReviewSchoolRow { looked_on: Some(on), ..loaded.clone() };
                        next.save(&*self.vault, &mut work, &loaded)?;
                    }
                    Ok((work, ()))
                })
            })
            .await
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
