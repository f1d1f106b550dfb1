//! What the school printed: the list, one sheet again, and its PDF.

use super::{PrintRow, Sheet, pdf};
use crate::Registry;
use crate::error::{Error, Result};
use crate::store::Vars;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::id::{PersonId, PrintId};
use domain::print::{Document, PrintKind};

/// Rows on one page.
const PAGE: usize = 50;

/// One sheet in the list.
#[derive(Debug, Clone)]
pub struct PrintLine {
    /// The sheet.
    pub id: PrintId,
    /// 种类
    pub kind: PrintKind,
    /// 编号
    pub number: String,
    /// Whom or what it is about.
    pub about: String,
    /// 打印人
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// 作废日期
    pub revoked: Option<NaiveDate>,
}

/// One page of the list, newest first.
#[derive(Debug, Clone)]
pub struct PrintPage {
    /// The rows.
    pub lines: Vec<PrintLine>,
    /// Where the next page starts.
    pub next: Option<PrintId>,
}

/// One sheet, as it was printed.
#[derive(Debug, Clone)]
pub struct PrintView {
    /// What the list shows of it.
    pub line: PrintLine,
    /// What stands on it.
    pub document: Document,
    /// 验证码
    pub code: String,
    /// SHA-256 of the document, hex.
    pub digest: String,
    /// What it was printed for.
    pub reason: String,
    /// Why it was taken back.
    pub revoked_because: String,
    /// What the symbol says: the public page with the code, or a student card.
    pub symbol: String,
    /// The pupil.
    pub person: Option<PersonId>,
}

impl PrintRow {
    fn line(&self, sheet: &Sheet) -> PrintLine {
        PrintLine {
            id: self.uid,
            kind: self.kind,
            number: self.number.clone(),
            about: sheet.about.clone(),
            by: sheet.by.clone(),
            at: self.at,
            revoked: self.revoked,
        }
    }
}

impl Registry {
    /// What the actor's school printed, newest first; of one pupil only, when one is given.
    ///
    /// # Errors
    /// A refusal for who may not print.
    pub async fn prints(
        &self,
        actor: &Actor,
        person: Option<PersonId>,
        after: Option<PrintId>,
    ) -> Result<PrintPage> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::PrintForms, &Target::Unit(&own.path))?;
        let mut vars = Vars::new().with("unit", &own.id);
        let mut condition = "unit = $unit".to_owned();
        if let Some(person) = person {
            condition.push_str(" AND person = $person");
            vars = vars.with("person", person);
        }
        if let Some(after) = after {
            condition.push_str(" AND uid < $after");
            vars = vars.with("after", after);
        }
        let text = format!("SELECT * FROM printout WHERE {condition} ORDER BY uid DESC LIMIT {}", PAGE + 1);
        let mut rows: Vec<PrintRow> = self.store.rows(&text, vars).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.uid);
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            lines.push(row.line(&row.sheet(&*self.vault)?));
        }
        self.saw(actor, Function::Prints, &rows.iter().filter_map(|row| row.person).collect::<Vec<_>>())
            .await?;
        Ok(PrintPage { lines, next })
    }

    /// Opens a sheet again, as it was printed.
    ///
    /// # Errors
    /// [`Error::NotFound`] when another unit printed it or the actor may not print.
    pub async fn print_view(&self, actor: &Actor, id: PrintId) -> Result<PrintView> {
        let row = self.print_row_for(actor, id).await?;
        self.saw(actor, Function::PrintView, row.person.as_slice()).await?;
        let sheet = row.sheet(&*self.vault)?;
        let address = self.address.get().map(String::as_str).unwrap_or_default();
        let symbol = match sheet.card.as_str() {
            "" => format!("{address}/verify?code={}", sheet.code),
            card => card.to_owned(),
        };
        Ok(PrintView {
            line: row.line(&sheet),
            document: sheet.document,
            code: sheet.code,
            digest: sheet.digest,
            reason: sheet.reason,
            revoked_because: sheet.revoked_because,
            symbol,
            person: row.person,
        })
    }

    /// The sheet as PDF.
    ///
    /// # Errors
    /// As [`Self::print_view`].
    pub async fn print_pdf(&self, actor: &Actor, id: PrintId) -> Result<Vec<u8>> {
        let view = self.print_view(actor, id).await?;
        self.saw(actor, Function::PrintFile, view.person.as_slice()).await?;
        // Shaping and subsetting take some milliseconds of pure computing.
        tokio::task::spawn_blocking(move || pdf::render(&view))
            .await
            .map_err(|error| Error::Store(error.to_string()))?
    }

    pub(super) async fn print_row_for(&self, actor: &Actor, id: PrintId) -> Result<PrintRow> {
        let row = self.print_row(id).await?;
        authorise(actor, Action::PrintForms, &Target::Unit(&row.path)).map_err(|refusal| {
            if refusal.code == "not_trained" { refusal.into() } else { Error::NotFound("printout") }
        })?;
        Ok(row)
    }
}

impl PrintView {
    /// The symbol (QR) as SVG.
    ///
    /// # Errors
    /// When the text is too long for a symbol.
    pub fn symbol_svg(&self) -> Result<String> {
        crate::symbol::svg(&self.symbol)
    }
}
