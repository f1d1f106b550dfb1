//! A claim to be a child's guardian, judged against the child's record.

use super::code::BindingRow;
use super::{Claim, no_match, refusal};
use crate::error::Result;
use crate::person::PersonRow;
use crate::services::Guardians;
use chrono::{DateTime, Utc};
use domain::form::{GuardianLine, GuardianSlot};
use domain::guardian::is_entry;
use domain::message::Recipient;
use domain::refusal::{Refusal, RefusalCode};
use domain::text::identifier;

/// A claim that holds.
pub(super) struct Proven {
    /// The child.
    pub(super) person: PersonRow,
    /// Which entry of the record the guardian is.
    pub(super) slot: GuardianSlot,
    /// 与学生的关系, in words.
    pub(super) kinship: String,
    /// The code, where the claim was one.
    pub(super) code: Option<BindingRow>,
    /// The telephone of that entry, as the record has it.
    pub(super) telephone: Recipient,
    /// When it came into the record; none when it came with it.
    pub(super) telephone_since: Option<DateTime<Utc>>,
}

impl Guardians<'_> {
    /// Judges a claim of somebody with this name and telephone; writes nothing. What exactly does not match is never told.
    pub(super) async fn prove(&self, name: &str, phone: &str, claim: &Claim) -> Result<Proven> {
        match claim {
            Claim::Code(code) => self.prove_code(name, phone, code).await,
            Claim::Numbers { guardian, child } => self.prove_numbers(name, phone, guardian, child).await,
        }
    }

    async fn prove_code(&self, name: &str, phone: &str, code: &str) -> Result<Proven> {
        let row = self.living_code(code).await?.ok_or_else(no_match)?;
        row.rules().may_use()?;
        let mut person = self.pupils().person(row.person).await?;
        if let Some(kept) = person.merged_into {
            // A code may have been printed for a record that was merged into another since.
            person = self.pupils().person(kept).await?;
        }
        let info = person.info(&*self.vault)?;
        // The code is one person's: the entry that was named when it was printed, as it stands in the record now.
        let entry = info
            .guardians()
            .into_iter()
            .find(|entry| self.entry_hash(entry) == row.named && is_entry(entry, name, phone))
            .ok_or_else(differs)?;
        self.proven(&person, &entry, Some(row))
    }

    /// The child whose record names this guardian, by name, document number and telephone.
    async fn prove_numbers(&self, name: &str, phone: &str, guardian: &str, child: &str) -> Result<Proven> {
        let (guardian, child) = (identifier(guardian).text, identifier(child).text);
        if guardian.len() < 8 || child.len() < 8 {
            return Err(no_match().into());
        }
        let found = match self.pupils().person_by_number(&child).await? {
            Some(person) => Some(person),
            None => self.pupils().person_by_document(&child).await?,
        };
        let person = self.pupils().person(found.ok_or_else(no_match)?).await?;
        let info = person.info(&*self.vault)?;
        let entry = info
            .guardians()
            .into_iter()
            // The code of an institution is public and proves nothing: who answers for it signs up with a code of the school.
            .filter(|entry| entry.institution.is_none())
            .find(|entry| entry.number == Some(guardian.as_str()) && is_entry(entry, name, phone))
            .ok_or_else(no_match)?;
        self.proven(&person, &entry, None)
    }

    fn proven(
        &self,
        person: &PersonRow,
        entry: &GuardianLine<'_>,
        code: Option<BindingRow>,
    ) -> Result<Proven> {
        Ok(Proven {
            slot: entry.slot,
            kinship: entry.kinship_label(),
            code,
            telephone: Recipient::telephone(entry.phone).ok_or_else(differs)?,
            telephone_since: person.telephone_since(&*self.vault, entry),
            person: person.clone(),
        })
    }
}

/// The code is right, the person is not the one on record. Neither what differs nor what is recorded is told.
fn differs() -> Refusal {
    refusal(
        RefusalCode::Claim,
        "您填写的姓名或手机号与学校登记的不一致，不能绑定。",
        "请带户口簿和您的身份证到孩子的学校书面申请更正，由学校柜台受理、核准后再办理。",
    )
}
