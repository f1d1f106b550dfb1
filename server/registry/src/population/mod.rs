//! The exchange with the population register by files (身份核验, 第五条): what is asked about whom, the request that leaves on a written
//! approval (第二十五条), the answers that come back. What an answer means for the number and the record is decided where every match is:
//! in [`crate::case`], by the background work of the child's identity.

mod answers;
mod request;

pub use answers::{Taken, TakenLine};
pub use domain::population::is_request;
pub use request::request_key;

use crate::error::Result;
use crate::keyset::in_parts;
use crate::population_match::{Answer, Question};
use crate::services::Population;
use crate::store::UnitOfWork;
use crate::transaction::Transaction;
use crate::vault::Cipher;
use chrono::NaiveDate;
use domain::id::PersonId;
use domain::population::{AskState, Reply};
use serde::{Deserialize, Serialize};

const TABLE: &str = "population_ask";
/// What was compared, for the journal.
const COMPARED: &str = "人口基础信息库回执：姓名、公民身份号码、性别、出生日期";

/// A question as stored. What was asked about is there as a keyed hash only.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AskRow {
    /// Its number: what stands in the file.
    pub(crate) uid: String,
    pub(crate) version: u64,
    pub(crate) person: PersonId,
    /// Keyed hash of the data that are asked about.
    pub(crate) of: String,
    pub(crate) state: AskState,
    pub(crate) since: NaiveDate,
    /// 批准编号 of the file in which it left, and the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sent: Option<(String, NaiveDate)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reply: Option<Reply>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answered_on: Option<NaiveDate>,
}

impl AskRow {
    /// Whether it may leave in a file under this approval: in none yet, or in another copy of the same. What has left under another is
    /// answered under that one.
    fn may_leave(&self, approval: &str) -> bool {
        match self.state {
            AskState::Waiting => true,
            AskState::Sent => self.is_of(approval),
            AskState::Answered | AskState::Superseded => false,
        }
    }

    fn is_of(&self, approval: &str) -> bool {
        self.sent.as_ref().is_some_and(|(sent, _)| sent == approval)
    }

    /// The row with a change, one version on.
    fn changed(&self, work: &mut UnitOfWork, change: impl FnOnce(&mut Self)) {
        let mut next = self.clone();
        change(&mut next);
        next.version = self.version + 1;
        work.replace(TABLE, &self.uid, self.version, &next);
    }
}

/// What tells the data that are asked about from others.
fn hash_of(vault: &dyn Cipher, question: &Question) -> String {
    let Question { name, number, sex, birth_date } = question;
    vault.keyed_hash(TABLE, &format!("{name}\n{}\n{}\n{birth_date}", number.as_str(), sex.code()))
}

impl Population<'_> {
    /// What the register has answered about a child as it is on record now. Where nothing was asked yet the question is put down; one
    /// about data that were corrected since is closed.
    pub(crate) async fn answer_of(
        &self,
        person: PersonId,
        question: &Question,
        tx: &mut Transaction<'_>,
    ) -> Result<Answer> {
        let of = hash_of(&*self.vault, question);
        let rows = self.asks_of(&[person]).await?;
        for stale in rows.iter().filter(|row| row.of != of) {
            stale.changed(&mut tx.work, |row| row.state = AskState::Superseded);
        }
        let Some(row) = rows.into_iter().find(|row| row.of == of) else {
            let row = AskRow {
                uid: self.store.new_id().to_string(),
                version: 1,
                person,
                of,
                state: AskState::Waiting,
                since: self.store.clock.today(),
                sent: None,
                reply: None,
                answered_on: None,
            };
            tx.work.create(TABLE, &row.uid, &row);
            return Ok(Answer::Unavailable);
        };
        Ok(match &row.reply {
            None => Answer::Unavailable,
            Some(Reply::Same) => Answer::Match { compared: COMPARED },
            Some(other) => Answer::Mismatch(other.differences()),
        })
    }

    /// Closes the open questions about children who are no pupils after all.
    pub(crate) async fn close_questions(&self, persons: &[PersonId], work: &mut UnitOfWork) -> Result<()> {
        for row in self.asks_of(persons).await?.iter().filter(|row| row.state.is_open()) {
            row.changed(work, |row| row.state = AskState::Superseded);
        }
        Ok(())
    }

    /// Where the question about a child stands; none where nothing is asked.
    pub(crate) async fn standing_of(&self, person: PersonId) -> Result<Option<AskState>> {
        let rows = self.asks_of(&[person]).await?;
        Ok(rows.into_iter().map(|row| row.state).find(|state| state.is_open()))
    }

    /// The questions about children that are not closed by a correction.
    async fn asks_of(&self, persons: &[PersonId]) -> Result<Vec<AskRow>> {
        let text = "SELECT * FROM population_ask WITH INDEX population_ask_person WHERE person IN $persons \
                    AND state IN ['waiting', 'sent', 'answered']";
        in_parts(&self.store, text, ("persons", persons)).await
    }
}
