//! Term reviews (学籍复核, 第二十四条) in the store: a province, a city or a county opens one, a job lays out its schools and looks at their
//! records, schools and guardians answer, two persons of the school and two of its authority sign.
//!
//! A class's figures stand in a row of their own, everything above is summed from the school's counters (`review|term|…`): a page
//! never counts pupils.

mod campaign;
mod facts;
mod guardian;
mod handed;
mod inspection;
mod matter;
mod owed;
mod progress;
mod school;
mod sheet;
mod view;

pub(crate) use inspection::Inspection;
pub use sheet::Confirmation;

use crate::Registry;
use crate::case::queue_key;
use crate::error::{Error, Result};
use crate::matter::{Matter, waiting_keys};
use crate::services::Reviews;
use crate::store::{UnitOfWork, Vars};
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::calendar::Term;
use domain::id::{PersonId, ReviewId, UnitId};
use domain::org::{OrgPath, Unit};
use domain::review::{
    AnomalyKind, Campaign, CampaignState, Dates, Figures, Part, PupilReview, SchoolReview, SchoolState,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A campaign as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct ReviewRow {
    uid: ReviewId,
    version: u64,
    sealed: String,
    /// Unit and term; no two campaigns have the same.
    once: String,
    unit: UnitId,
    path: OrgPath,
    term: String,
    state: CampaignState,
    waiting: Option<String>,
    /// The day on which the last look at the records began; none before the first.
    looked_on: Option<NaiveDate>,
}

impl ReviewRow {
    fn new(vault: &dyn Cipher, campaign: &Campaign, unit: &Unit) -> Self {
        let mut row = Self {
            uid: campaign.id,
            version: 1,
            sealed: String::new(),
            once: once_of(&unit.id, campaign.term),
            unit: unit.id.clone(),
            path: unit.path.clone(),
            term: campaign.term.key(),
            state: campaign.state,
            waiting: None,
            looked_on: None,
        };
        row.set(vault, campaign);
        row
    }

    fn set(&mut self, vault: &dyn Cipher, campaign: &Campaign) {
        self.sealed = vault.seal_value(campaign, &format!("review/{}", self.uid));
        self.state = campaign.state;
        self.waiting = campaign.waiting_for().map(|(office, role)| queue_key(&office.unit, role));
    }

    fn campaign(&self, vault: &dyn Cipher) -> Result<Campaign> {
        vault.open_value(&self.sealed, &format!("review/{}", self.uid))
    }

    /// Writes it again. A decision is to be told in the unit's journal; the counting of the background is none.
    fn save(mut self, vault: &dyn Cipher, work: &mut UnitOfWork) -> Result<Matter> {
        let loaded = self.version;
        self.version += 1;
        work.replace("review", &self.uid.to_string(), loaded, &self);
        let matter = self.matter(vault)?;
        crate::matter::put(work, vault, &matter);
        work.touch(&self.path);
        Ok(matter)
    }
}

/// A school's part as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReviewSchoolRow {
    /// Term and school.
    pub(crate) uid: String,
    version: u64,
    sealed: String,
    campaign: ReviewId,
    term: String,
    school: UnitId,
    path: OrgPath,
    examiner: UnitId,
    state: SchoolState,
    /// `unit/role` of who has to act while the campaign runs.
    waiting: Option<String>,
    due_on: Option<NaiveDate>,
    /// The days of the campaign while it runs; none once it is over and its schools' queues are emptied.
    dates: Option<Dates>,
    /// When all of its records were looked at last; none while the first look is under way.
    looked_on: Option<NaiveDate>,
}

impl ReviewSchoolRow {
    fn new(vault: &dyn Cipher, campaign: &Campaign, part: &SchoolReview, path: OrgPath) -> Self {
        let mut row = Self {
            uid: school_key(&campaign.term.key(), &part.school.unit),
            version: 1,
            sealed: String::new(),
            campaign: campaign.id,
            term: campaign.term.key(),
            school: part.school.unit.clone(),
            path,
            examiner: part.examiner.unit.clone(),
            state: part.state,
            waiting: None,
            due_on: None,
            dates: None,
            looked_on: None,
        };
        row.set(vault, campaign, part);
        row
    }

    fn set(&mut self, vault: &dyn Cipher, campaign: &Campaign, part: &SchoolReview) {
        self.sealed = vault.seal_value(part, &format!("review_school/{}", self.uid));
        self.state = part.state;
        self.dates = campaign.working_dates();
        let one = Part::of(campaign, part);
        self.waiting = waiting_keys(&one).pop();
        self.due_on = domain::matter::Matter::due(&one).map(|due| due.date);
    }

    fn part(&self, vault: &dyn Cipher) -> Result<SchoolReview> {
        vault.open_value(&self.sealed, &format!("review_school/{}", self.uid))
    }

    /// Adds (+1) or takes away (−1) what this school counts for.
    pub(crate) fn count(&self, work: &mut UnitOfWork, delta: i64) {
        let counter = format!("review|{}|school|{}", self.term, self.state.key());
        work.tally(self.school.as_str(), counter, delta);
        work.touch(&self.path);
    }

    fn create(&self, vault: &dyn Cipher, work: &mut UnitOfWork) -> Result<Matter> {
        self.count(work, 1);
        work.create("review_school", &self.uid, self);
        let matter = self.matter(vault)?;
        crate::matter::put(work, vault, &matter);
        Ok(matter)
    }

    fn save(mut self, vault: &dyn Cipher, work: &mut UnitOfWork, loaded: &Self) -> Result<Matter> {
        loaded.count(work, -1);
        self.count(work, 1);
        self.version = loaded.version + 1;
        work.replace("review_school", &self.uid, loaded.version, &self);
        loaded.waiting.iter().for_each(|desk| work.desk(desk));
        let matter = self.matter(vault)?;
        crate::matter::put(work, vault, &matter);
        Ok(matter)
    }
}

/// A pupil in a review as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReviewPupilRow {
    /// Term and pupil.
    pub(crate) uid: String,
    version: u64,
    sealed: String,
    campaign: ReviewId,
    term: String,
    person: PersonId,
    name: String,
    number_mask: String,
    school: UnitId,
    path: OrgPath,
    grade: u8,
    /// 年级, as people say it.
    grade_label: String,
    class_name: String,
    /// Whether the pupil is still at the school; who has left counts for nothing.
    here: bool,
    /// What this pupil adds to the counters.
    figures: Figures,
    /// What was found, for the list.
    kinds: Vec<AnomalyKind>,
    /// How many of it nobody has answered.
    unanswered: usize,
    /// The day of the last look.
    looked_on: NaiveDate,
    /// The other school where the pupil was found, where the finder named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    found_at: Option<UnitId>,
}

impl ReviewPupilRow {
    fn review(&self, vault: &dyn Cipher) -> Result<PupilReview> {
        vault.open_value(&self.sealed, &format!("review_pupil/{}", self.uid))
    }

    fn set(&mut self, vault: &dyn Cipher, review: &PupilReview) {
        self.sealed = vault.seal_value(review, &format!("review_pupil/{}", self.uid));
        self.figures = review.figures();
        self.kinds = review.anomalies.iter().map(|one| one.kind).collect();
        self.unanswered = review.unanswered().count();
        self.found_at = review.elsewhere_at().map(|school| school.unit.clone());
    }

    /// Adds (+1) or takes away (−1) what this pupil counts for.
    pub(crate) fn count(&self, work: &mut UnitOfWork, delta: i64) {
        if !self.here {
            return;
        }
        for (name, n) in self.figures.counters() {
            work.tally(self.school.as_str(), format!("review|{}|{name}", self.term), n * delta);
        }
        work.touch(&self.path);
    }

    fn class(&self) -> ClassKey {
        ClassKey { school: self.school.clone(), grade: self.grade, class_name: self.class_name.clone() }
    }

    fn class_label(&self) -> String {
        format!("{}{}", self.grade_label, self.class_name)
    }
}

/// A class of a school.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct ClassKey {
    school: UnitId,
    grade: u8,
    class_name: String,
}

/// A class's figures as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct ReviewClassRow {
    uid: String,
    version: u64,
    term: String,
    school: UnitId,
    grade: u8,
    grade_label: String,
    class_name: String,
    figures: Figures,
}

/// What one transaction changes of pupils in a review: rows, counters, and the figures of their classes once at the end.
struct Changes {
    term: String,
    /// What is added to each class, and what its grade is called.
    classes: BTreeMap<ClassKey, (Figures, String)>,
}

impl Changes {
    fn new(term: &str) -> Self {
        Self { term: term.to_owned(), classes: BTreeMap::new() }
    }

    /// Writes a pupil's new row over the loaded one, or the first row.
    fn put(&mut self, work: &mut UnitOfWork, loaded: Option<&ReviewPupilRow>, mut next: ReviewPupilRow) {
        if let Some(loaded) = loaded {
            loaded.count(work, -1);
            self.class(loaded, |figures| figures.take_away(&loaded.figures));
        }
        next.count(work, 1);
        self.class(&next, |figures| figures.add(&next.figures));
        match loaded {
            Some(loaded) => {
                next.version = loaded.version + 1;
                work.replace("review_pupil", &next.uid, loaded.version, &next);
            }
            None => work.create("review_pupil", &next.uid, &next),
        }
    }

    fn class(&mut self, row: &ReviewPupilRow, change: impl Fn(&mut Figures)) {
        if row.here {
            let entry = self.classes.entry(row.class()).or_default();
            change(&mut entry.0);
            entry.1.clone_from(&row.grade_label);
        }
    }

    /// Adds to the classes what changed.
    async fn save(self, registry: &Registry, work: &mut UnitOfWork) -> Result<()> {
        for (class, (change, grade_label)) in self.classes {
            if change == Figures::default() {
                continue;
            }
            let uid = format!("{}|{}|{}|{}", self.term, class.school, class.grade, class.class_name);
            match registry.store.get::<ReviewClassRow>("review_class", &uid).await? {
                Some(loaded) => {
                    let mut next = ReviewClassRow { version: loaded.version + 1, ..loaded.clone() };
                    next.figures.add(&change);
                    work.replace("review_class", &uid, loaded.version, &next);
                }
                None => {
                    let row = ReviewClassRow {
                        uid: uid.clone(),
                        version: 1,
                        term: self.term.clone(),
                        school: class.school,
                        grade: class.grade,
                        grade_label,
                        class_name: class.class_name,
                        figures: change,
                    };
                    work.create("review_class", &uid, &row);
                }
            }
        }
        Ok(())
    }
}

fn once_of(unit: &UnitId, term: Term) -> String {
    format!("{unit}|{}", term.key())
}

fn school_key(term: &str, school: &UnitId) -> String {
    format!("{term}|{school}")
}

fn pupil_key(term: &str, person: PersonId) -> String {
    format!("{term}|{person}")
}

impl Reviews<'_> {
    async fn review_row(&self, id: ReviewId) -> Result<ReviewRow> {
        self.store.get("review", &id.to_string()).await?.ok_or(Error::NotFound("review"))
    }

    async fn review_school_row(&self, term: &str, school: &UnitId) -> Result<Option<ReviewSchoolRow>> {
        self.store.get("review_school", &school_key(term, school)).await
    }

    async fn review_pupil_row(&self, term: &str, person: PersonId) -> Result<Option<ReviewPupilRow>> {
        self.store.get("review_pupil", &pupil_key(term, person)).await
    }

    /// The classes of a school in a term, in order; a school has fewer than 500.
    async fn review_classes(&self, term: &str, school: &UnitId) -> Result<Vec<ReviewClassRow>> {
        let text = "SELECT * FROM review_class WHERE term = $term AND school = $school LIMIT 500";
        let vars = Vars::new().with("term", term).with("school", school);
        let mut rows: Vec<ReviewClassRow> = self.store.rows(text, vars).await?;
        rows.retain(|row| row.figures.pupils > 0);
        rows.sort_by_cached_key(|row| (row.grade, domain::text::class_place(&row.class_name)));
        Ok(rows)
    }

    /// A school's part with its campaign.
    async fn review_part(&self, id: ReviewId, school: &UnitId) -> Result<(Campaign, ReviewSchoolRow)> {
        let campaign = self.review_row(id).await?.campaign(&*self.vault)?;
        let row = self.review_school_row(&campaign.term.key(), school).await?;
        let row = row.filter(|row| row.campaign == id).ok_or(Error::NotFound("review"))?;
        Ok((campaign, row))
    }
}
