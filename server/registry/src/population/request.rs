//! The request: who of a school waits, the signed file, what is put down when it leaves.

use super::{AskRow, hash_of};
use crate::error::{Error, Result};
use crate::person::{PersonRow, Standing};
use crate::population_match::Question;
use crate::services::Population;
use crate::store::{UnitOfWork, Vars};
use domain::id::{PersonId, UnitId};
use domain::population::{AskState, LINES_MAX, RequestFile, RequestLine};
use ed25519_dalek::Signer;

/// What the key signs, and nothing else.
const PURPOSE: &str = "population request";
/// Children whose questions are read at once.
const PAGE: usize = 500;

/// The public key of this system's requests, hex: what the register's gateway checks them with.
pub fn request_key(vault: &dyn crate::vault::Cipher) -> String {
    let key = vault.signing_key(PURPOSE).verifying_key();
    key.to_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Population<'_> {
    /// The children of a school who wait for the register, each with the question: as they are on record now. Those whose question is away
    /// under another approval are not among them: its answer is awaited.
    pub(crate) async fn unverified_of(
        &self,
        school: &UnitId,
        approval: &str,
    ) -> Result<Vec<(PersonRow, AskRow)>> {
        let mut found = Vec::new();
        let mut after = String::new();
        loop {
            let text = format!(
                "SELECT * FROM person WHERE school = $school AND uid > $after ORDER BY uid LIMIT {PAGE}"
            );
            let vars = Vars::new().with("school", school).with("after", &after);
            let people: Vec<PersonRow> = self.store.rows(&text, vars).await?;
            let Some(last) = people.last() else { break };
            after = last.uid.to_string();
            let ids: Vec<PersonId> = people.iter().map(|person| person.uid).collect();
            let asks = self.asks_of(&ids).await?;
            for person in people {
                let ask = asks.iter().find(|ask| ask.person == person.uid && ask.may_leave(approval));
                if let Some(ask) = ask
                    && self.question_of(&person)?.is_some_and(|now| hash_of(&*self.vault, &now) == ask.of)
                {
                    found.push((person, ask.clone()));
                }
            }
        }
        found.truncate(LINES_MAX);
        Ok(found)
    }

    /// What is asked about a child; none without a number of a 居民身份证, and none about who is no pupil: whose registration was refused, who
    /// was taken over by a take-over that was undone, whose record is part of another.
    pub(super) fn question_of(&self, person: &PersonRow) -> Result<Option<Question>> {
        let nobody = matches!(person.standing, Standing::NotRegistered | Standing::Merged);
        if nobody || person.merged_into.is_some() {
            return Ok(None);
        }
        let info = person.info(&*self.vault)?;
        let document = info.document();
        Ok(document.resident_id().map(|number| Question {
            name: info.name().to_owned(),
            number: number.clone(),
            sex: info.sex(),
            birth_date: info.birth_date(),
        }))
    }

    /// The request file of these questions, signed.
    pub(crate) fn request_file(&self, approval: &str, asks: &[(PersonRow, AskRow)]) -> Result<Vec<u8>> {
        let mut lines = Vec::with_capacity(asks.len());
        for (person, ask) in asks {
            if let Some(Question { name, number, sex, birth_date }) = self.question_of(person)? {
                lines.push(RequestLine { ask: ask.uid.clone(), name, number, sex, birth_date });
            }
        }
        let file = RequestFile { approval: approval.to_owned(), on: self.store.clock.today(), lines };
        let signature = self.vault.signing_key(PURPOSE).sign(file.body().as_bytes()).to_bytes();
        Ok(file.signed(signature).into_bytes())
    }

    /// Puts down that questions have left under an approval.
    ///
    /// # Errors
    /// [`Error::Busy`] when one of them has left under another meanwhile: the file is to be made anew.
    pub(crate) async fn sent(
        &self,
        work: &mut UnitOfWork,
        asks: &[(PersonRow, AskRow)],
        approval: &str,
    ) -> Result<()> {
        let today = self.store.clock.today();
        let keys: Vec<String> = asks.iter().map(|(_, ask)| ask.uid.clone()).collect();
        // Read again: this may be the second run of a transaction.
        let rows: Vec<AskRow> = self.store.get_many(super::TABLE, &keys).await?;
        for row in rows.into_iter().filter(|row| row.state.is_open()) {
            if !row.may_leave(approval) {
                return Err(Error::Busy);
            }
            row.changed(work, |row| {
                row.state = AskState::Sent;
                row.sent = Some((approval.to_owned(), today));
            });
        }
        Ok(())
    }

    /// Lets questions that left under an approval be asked again: the recipient has returned or destroyed what it was given, so that no
    /// answer comes any more.
    pub(crate) async fn gave_back(&self, work: &mut UnitOfWork, approval: &str) -> Result<()> {
        let text = "SELECT * FROM population_ask WHERE state = 'sent' AND sent[0] = $approval";
        let rows: Vec<AskRow> = self.store.rows(text, Vars::new().with("approval", approval)).await?;
        for row in rows.into_iter().filter(|row| row.is_of(approval)) {
            row.changed(work, |row| {
                row.state = AskState::Waiting;
                row.sent = None;
            });
        }
        Ok(())
    }
}
