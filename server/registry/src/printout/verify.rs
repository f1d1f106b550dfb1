//! The public page: what a stranger with a sheet in hand may learn. Kind, number, unit, day and masked facts; nothing else.

use super::forms::{card_key, valid_until, verify_card};
use super::{PrintRow, code_hash};
use crate::account::attempt::Whose;
use crate::error::Result;
use crate::person::Standing;
use crate::services::Prints;
use crate::store::Vars;
use contract::printout::{Checked, CheckedFacts};
use domain::account::guess::Guess;
use domain::codes::PupilStatus;
use domain::print::{PrintCode, PrintKind, SignedCard};
use domain::refusal::{Basis, Refusal, RefusalCode};

impl Prints<'_> {
    /// Looks up for anybody what stands at the foot of a sheet or in the symbol of a student card. Codes that no sheet has count against the address that tries them, apart from its sign-ins.
    ///
    /// # Errors
    /// A refusal when what was typed is no code, or the address has tried too many.
    pub async fn check_print(&self, typed: &str, address: &str) -> Result<Checked> {
        let column = if SignedCard::text_in(typed).is_some() { "number" } else { "code" };
        let code: Option<PrintCode> = match column {
            "number" => None,
            _ => Some(typed.parse().map_err(|error: domain::print::CodeError| {
                Refusal::new(
                    RefusalCode::Code,
                    Basis::Procedure,
                    error.message(),
                    "验证码印在页脚或学生卡背面，也可以用手机扫描二维码。",
                )
            })?),
        };
        let reserved = self.accounts().reserve(Guess::SheetCode, &[Whose::Address(address)]).await?;
        let value = match &code {
            Some(code) => Some(code_hash(&*self.vault, code)),
            None => verify_card(&card_key(&*self.vault), typed).ok().map(|facts| facts.number),
        };
        let text = format!("SELECT * FROM printout WHERE {column} = $value");
        let found: Vec<PrintRow> = self.store.rows(&text, Vars::new().with("value", value)).await?;
        let Some(row) = found.first() else {
            return Ok(Checked::Unknown);
        };
        self.accounts().give_back(&reserved).await?;
        let sheet = row.sheet(&*self.vault)?;
        let facts = CheckedFacts {
            kind: row.kind,
            number: row.number.clone(),
            unit: sheet.document.unit,
            on: row.on,
            facts: sheet.public,
        };
        Ok(match row.revoked {
            Some(day) => Checked::Revoked(facts, day),
            None if self.has_lapsed(row).await? => Checked::Lapsed(facts),
            None => Checked::Genuine(facts),
        })
    }

    async fn has_lapsed(&self, row: &PrintRow) -> Result<bool> {
        let Some(person) = row.person.filter(|_| row.kind == PrintKind::StudentCard) else {
            return Ok(false);
        };
        let person = self.pupils().person(person).await?;
        let there = person.standing == Standing::Pupil(PupilStatus::InSchool) && person.path == row.path;
        Ok(!there || valid_until(row.on) < self.store.clock.today())
    }
}
