//! Ratings as they are kept and counted: one for a matter and a guardian. For which unit it counts stands beside it; step and words are sealed.

use crate::error::Result;
use crate::services::Complaints;
use crate::store::UnitOfWork;
use crate::vault::Cipher;
use domain::calendar::{Term, term};
use domain::complaint::{Rated, Satisfaction};
use domain::id::{AccountId, CaseId, UnitId};
use serde::{Deserialize, Serialize};

/// A rating as stored. Those that were given before ratings were counted have neither `uid` nor `unit`, and count nowhere.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RatingRow {
    /// The record id.
    #[serde(default)]
    pub(crate) uid: String,
    sealed: String,
    /// The unit that took the last step of the matter.
    #[serde(default)]
    unit: Option<UnitId>,
}

fn rating_key(case: CaseId, account: AccountId) -> String {
    format!("{case}-{account}")
}

fn context_of(key: &str) -> String {
    format!("rating/{key}")
}

/// The counter of a grade in a term.
pub(crate) fn rating_counter(grade: Satisfaction, term: Term) -> String {
    format!("rating|{}|{}", grade.key(), term.key())
}

impl RatingRow {
    /// A rating that is given now of what a unit handled.
    pub(super) fn new(
        vault: &dyn Cipher,
        (case, account): (CaseId, AccountId),
        unit: Option<UnitId>,
        rated: &Rated,
    ) -> Self {
        let uid = rating_key(case, account);
        Self { sealed: vault.seal_value(rated, &context_of(&uid)), uid, unit }
    }

    /// Writes it, the counter of its unit included.
    pub(super) fn create(&self, work: &mut UnitOfWork, rated: &Rated) {
        work.create("rating", &self.uid, self);
        self.count(work, rated, 1);
    }

    /// What it counts for: its grade, in the term in which it was given.
    pub(crate) fn count(&self, work: &mut UnitOfWork, rated: &Rated, delta: i64) {
        if let Some(unit) = &self.unit {
            work.tally(unit.as_str(), rating_counter(rated.rating.satisfaction(), term(rated.on)), delta);
        }
    }

    /// What was said.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn rated(&self, vault: &dyn Cipher, key: &str) -> Result<Rated> {
        vault.open_value(&self.sealed, &context_of(key))
    }
}

impl Complaints<'_> {
    /// How a guardian rated the own matter.
    pub(super) async fn rating_of(&self, case: CaseId, account: AccountId) -> Result<Option<Rated>> {
        let key = rating_key(case, account);
        let row: Option<RatingRow> = self.store.get("rating", &key).await?;
        row.map(|row| row.rated(&*self.vault, &key)).transpose()
    }
}
