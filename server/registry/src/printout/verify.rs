//! The public page: what a stranger with a sheet in hand may learn. Kind, number, unit, day and masked facts; nothing else.

use super::{PrintRow, code_hash};
use crate::Registry;
use crate::error::{Error, Result};
use crate::store::Vars;
use chrono::NaiveDate;
use domain::print::PrintCode;
use domain::refusal::{Basis, Refusal};

/// What the code says about a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// No sheet has this code.
    Unknown,
    /// The sheet is the school's.
    Genuine(CheckedFacts),
    /// It was, and was taken back on this day.
    Revoked(CheckedFacts, NaiveDate),
}

/// What may be told of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedFacts {
    /// 种类
    pub kind: &'static str,
    /// 编号
    pub number: String,
    /// 打印单位
    pub unit: String,
    /// 打印日期
    pub on: NaiveDate,
    /// Label and masked value.
    pub facts: Vec<(String, String)>,
}

impl Registry {
    /// Looks a code up for anybody. Codes that no sheet has count against the address that tries them, apart from its sign-ins.
    ///
    /// # Errors
    /// A refusal when what was typed is no code, or the address has tried too many.
    pub async fn check_print(&self, typed: &str, address: &str) -> Result<Checked> {
        let code: PrintCode = typed.parse().map_err(|error: domain::print::CodeError| {
            Refusal::new(
                "code",
                Basis::Procedure,
                error.message(),
                "验证码印在页脚，也可以用手机扫描二维码。",
            )
        })?;
        let address = format!("verify {address}");
        if let Err(Error::Refused(_)) = self.check_address(&address).await {
            return Err(Refusal::new(
                "too_many",
                Basis::Procedure,
                "查询不存在的验证码次数过多，暂时不能查询。",
                "请 15 分钟后再试，或向打印单位核实。",
            )
            .into());
        }
        let text = "SELECT * FROM printout WHERE code = $code";
        let vars = Vars::new().with("code", code_hash(&*self.vault, &code));
        let found: Vec<PrintRow> = self.store.rows(text, vars).await?;
        let Some(row) = found.first() else {
            self.count_failures(&[&self.address_key(&address)], |_| {}).await?;
            return Ok(Checked::Unknown);
        };
        let sheet = row.sheet(&*self.vault)?;
        let facts = CheckedFacts {
            kind: row.kind.label(),
            number: row.number.clone(),
            unit: sheet.document.unit,
            on: row.on,
            facts: sheet.public,
        };
        Ok(match row.revoked {
            Some(day) => Checked::Revoked(facts, day),
            None => Checked::Genuine(facts),
        })
    }
}
