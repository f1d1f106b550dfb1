//! What the school printed: the list, one sheet again, and its PDF.

use super::{PrintRow, Sheet, about_hash, pdf};
use crate::error::{Error, Result};
use crate::services::Prints;
use crate::store::Vars;
use chrono::Datelike;
use contract::Page;
use contract::printout::{PrintLine, PrintView};
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::id::{PersonId, PrintId, UnitId};
use domain::print::PrintKind;
use domain::refusal::{Refusal, RefusalCode};

/// Rows on one page.
const PAGE: usize = 50;

/// What is looked for among what the own school printed; empty finds everything.
#[derive(Debug, Clone, Default)]
pub struct PrintSearch {
    /// A number (whole, or what stands behind the year), the whole name of a pupil, or a class.
    pub text: String,
    /// Only sheets of this kind.
    pub kind: Option<PrintKind>,
    /// Only those that were taken back, or only those that were not.
    pub revoked: Option<bool>,
    /// Only about this pupil.
    pub person: Option<PersonId>,
    /// Continue after this sheet, as the page before said.
    pub after: Option<PrintId>,
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

impl Prints<'_> {
    /// What the actor's school printed, newest first; of one pupil only, when one is given.
    ///
    /// # Errors
    /// A refusal for who may not print.
    pub async fn list_prints(
        &self,
        actor: &Actor,
        person: Option<PersonId>,
        after: Option<PrintId>,
    ) -> Result<Page<PrintLine, PrintId>> {
        self.find_prints(actor, &PrintSearch { person, after, ..PrintSearch::default() }).await
    }

    /// One page of what the actor's school printed and that fits a search, newest first.
    ///
    /// # Errors
    /// A refusal for who may not print.
    pub async fn find_prints(&self, actor: &Actor, search: &PrintSearch) -> Result<Page<PrintLine, PrintId>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::PrintForms, &Target::Unit(&own.path))?;
        let mut vars = Vars::new().with("unit", &own.id);
        let mut condition = "unit = $unit".to_owned();
        if let Some(person) = search.person {
            condition.push_str(" AND person = $person");
            vars = vars.with("person", person);
        }
        let text = &domain::text::query(&search.text).text;
        if let Some(number) = number_in(text, &own.id, self.store.clock.today().year()) {
            condition.push_str(" AND number = $number");
            vars = vars.with("number", number);
        } else if !text.is_empty() {
            condition.push_str(" AND about = $about");
            vars = vars.with("about", about_hash(&*self.vault, &own.id, text));
        }
        if let Some(kind) = search.kind {
            condition.push_str(" AND kind = $kind");
            vars = vars.with("kind", kind);
        }
        match search.revoked {
            Some(true) => condition.push_str(" AND revoked NOT IN [NONE, NULL]"),
            Some(false) => condition.push_str(" AND revoked IN [NONE, NULL]"),
            None => {}
        }
        if let Some(after) = search.after {
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
        self.access_log()
            .saw(actor, Function::Prints, &rows.iter().filter_map(|row| row.person).collect::<Vec<_>>())
            .await?;
        Ok(Page { rows: lines, next })
    }

    /// Opens a sheet again, as it was printed.
    ///
    /// # Errors
    /// [`Error::NotFound`] when another unit printed it or the actor may not print.
    pub async fn print_view(&self, actor: &Actor, id: PrintId) -> Result<PrintView> {
        let row = self.print_row_for(actor, id).await?;
        self.access_log().saw(actor, Function::PrintView, row.person.as_slice()).await?;
        let mut view = self.sheet_with_picture(&row).await?;
        view.symbol_svg = crate::symbol::svg(&view.symbol)?;
        Ok(view)
    }

    /// A sheet, with its picture where that is still there.
    async fn sheet_with_picture(&self, row: &PrintRow) -> Result<PrintView> {
        let mut view = self.sheet_view(row, row.sheet(&*self.vault)?);
        if let Some(photo) = &view.document.photo {
            let found = self.proofs().proof_row(photo.file).await?;
            view.photo = (!found.withdrawn).then_some(photo.file);
        }
        Ok(view)
    }

    /// A sheet as it was sealed: without the symbol as a drawing and without its picture.
    fn sheet_view(&self, row: &PrintRow, sheet: Sheet) -> PrintView {
        let address = self.address.get().map(String::as_str).unwrap_or_default();
        let verify_at = format!("{address}/verify");
        let said = if sheet.card.is_empty() { &sheet.code } else { &sheet.card };
        let symbol = format!("{verify_at}?code={said}");
        PrintView {
            line: row.line(&sheet),
            document: sheet.document,
            code: sheet.code,
            digest: sheet.digest,
            reason: sheet.reason,
            revoked_because: sheet.revoked_because,
            symbol,
            symbol_svg: String::new(),
            verify_at,
            person: row.person,
            parts: sheet.parts,
            photo: None,
        }
    }

    /// Whether a sheet is a list, with or without the sheets of its pupils behind it, and not about one pupil.
    ///
    /// # Errors
    /// As [`Self::print_view`].
    pub async fn is_of_many(&self, actor: &Actor, id: PrintId) -> Result<bool> {
        Ok(self.print_row_for(actor, id).await?.person.is_none())
    }

    /// The sheet as PDF, with those that follow it in its file. The sheets of a class leave together on the day they were printed only: later
    /// they are printed again, with the reason that holds then.
    ///
    /// # Errors
    /// As [`Self::print_view`]; `printed_earlier` for the sheets of a class of an earlier day.
    pub async fn print_pdf(&self, actor: &Actor, id: PrintId) -> Result<Vec<u8>> {
        let row = self.print_row_for(actor, id).await?;
        if row.on != self.store.clock.today() && !row.sheet(&*self.vault)?.parts.is_empty() {
            let what = "整班的打印文件只能在打印的当天下载。";
            return Err(Refusal::of(RefusalCode::PrintedEarlier, what).into());
        }
        self.access_log().saw(actor, Function::PrintView, row.person.as_slice()).await?;
        let view = self.sheet_with_picture(&row).await?;
        let picture = match view.photo {
            Some(file) => Some(self.proofs().read_proof(&self.proofs().proof_row(file).await?.proof).await?),
            None => None,
        };
        let mut views = Vec::with_capacity(view.parts.len() + 1);
        for part in &view.parts {
            let row = self.print_row_for(actor, *part).await?;
            views.push(self.sheet_view(&row, row.sheet(&*self.vault)?));
        }
        views.insert(0, view);
        let seen: Vec<PersonId> = views.iter().filter_map(|view| view.person).collect();
        self.access_log().saw(actor, Function::PrintFile, &seen).await?;
        // Shaping and subsetting take some milliseconds of pure computing.
        tokio::task::spawn_blocking(move || pdf::render(&views, picture.as_deref()))
            .await
            .map_err(|error| Error::Store(error.to_string()))?
    }

    pub(super) async fn print_row_for(&self, actor: &Actor, id: PrintId) -> Result<PrintRow> {
        let row = self.print_row(id).await?;
        authorise(actor, Action::PrintForms, &Target::Unit(&row.path)).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("printout") }
        })?;
        Ok(row)
    }
}

/// The number of a sheet in what was typed: the whole of it, year and serial, or the serial of this year.
fn number_in(text: &str, unit: &UnitId, year: i32) -> Option<String> {
    let digits =
        |part: &str| (1..=12).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    if !parts.iter().all(|part| digits(part)) {
        return None;
    }
    match parts[..] {
        [serial] => Some(format!("{unit}-{year}-{serial:0>5}")),
        [year, serial] => Some(format!("{unit}-{year}-{serial:0>5}")),
        _ => Some(text.to_owned()),
    }
}
