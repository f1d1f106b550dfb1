//! Lists: the catalogue of a school (案卷目录), loans that are out, hand-overs that are late (第十五条).

use super::DossierRow;
use crate::Registry;
use crate::error::{Error, Result};
use crate::letter::LateLetter;
use crate::person::Search;
use crate::store::Vars;
use chrono::NaiveDate;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::id::PersonId;
use domain::paper::{LoanState, ShelfPlace, Whereabouts};
use std::collections::BTreeMap;

/// Loans on one page.
const LOANS: usize = 200;

/// One pupil in the catalogue.
#[derive(Debug, Clone)]
pub struct CatalogueLine {
    /// The pupil.
    pub id: PersonId,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// 年级 and 班级
    pub class_label: String,
    /// 存放位置
    pub place: Option<ShelfPlace>,
    /// 件数
    pub pieces: usize,
    /// 页数
    pub pages: u32,
    /// The state of the open loan.
    pub loan: Option<LoanState>,
    /// Whether it is on a hand-over list.
    pub listed: bool,
}

/// One page of the catalogue.
#[derive(Debug, Clone)]
pub struct CataloguePage {
    /// The rows.
    pub lines: Vec<CatalogueLine>,
    /// Where the next page starts.
    pub next: Option<PersonId>,
}

/// One loan that is asked for or out.
#[derive(Debug, Clone)]
pub struct LoanLine {
    /// The pupil.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// 借阅人
    pub borrower: String,
    /// 应还日期
    pub due_back: NaiveDate,
    /// Where it stands.
    pub state: LoanState,
    /// Whether it should have been back.
    pub overdue: bool,
}

/// A hand-over whose month has passed.
pub type LateHandOver = LateLetter;

impl Registry {
    /// One page of the actor's school's catalogue, searched and paged as the list of pupils is.
    ///
    /// # Errors
    /// A refusal for who keeps no paper archives; store failures.
    pub async fn catalogue(&self, actor: &Actor, search: &Search) -> Result<CataloguePage> {
        let unit = actor.unit.as_ref().filter(|unit| unit.id.is_school()).ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadPaper, &Target::Unit(&unit.path))?;
        let search = Search { school: Some(unit.id.clone()), ..search.clone() };
        let page = self.search_pupils(actor, &search).await?;
        let keys: Vec<String> = page.rows.iter().map(|row| super::dossier_key(row.id, &unit.id)).collect();
        let rows: Vec<DossierRow> = self.store.get_many("dossier", &keys).await?;
        let rows: BTreeMap<PersonId, DossierRow> = rows.into_iter().map(|row| (row.person, row)).collect();
        let mut lines = Vec::with_capacity(page.rows.len());
        for pupil in page.rows {
            let dossier = match rows.get(&pupil.id) {
                Some(row) => Some(row.dossier(&*self.vault)?),
                None => None,
            };
            lines.push(CatalogueLine {
                id: pupil.id,
                name: pupil.name,
                number: pupil.number,
                class_label: format!("{}{}", pupil.grade, pupil.class_name),
                place: dossier.as_ref().and_then(|dossier| dossier.place.clone()),
                pieces: dossier.as_ref().map_or(0, |dossier| dossier.current().count()),
                pages: dossier.as_ref().map_or(0, |dossier| dossier.current().map(|piece| piece.pages).sum()),
                loan: dossier.as_ref().and_then(|dossier| dossier.open_loan()).map(|loan| loan.state),
                listed: dossier.is_some_and(|one| matches!(one.whereabouts, Whereabouts::Listed(_))),
            });
        }
        Ok(CataloguePage { lines, next: page.next })
    }

    /// The open loans of the actor's school, the most urgent first.
    ///
    /// # Errors
    /// As [`Registry::catalogue`].
    pub async fn paper_loans(&self, actor: &Actor) -> Result<Vec<LoanLine>> {
        let unit = actor.unit.as_ref().filter(|unit| unit.id.is_school()).ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadPaper, &Target::Unit(&unit.path))?;
        let text = format!(
            "SELECT * FROM dossier WHERE school = $school AND loan IN ['asked', 'lent'] \
             ORDER BY due_back, person LIMIT {LOANS}"
        );
        let rows: Vec<DossierRow> = self.store.rows(&text, Vars::new().with("school", &unit.id)).await?;
        let today = self.store.clock.today();
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let dossier = row.dossier(&*self.vault)?;
            let Some(loan) = dossier.open_loan() else { continue };
            lines.push(LoanLine {
                person: row.person,
                name: self.person(row.person).await?.name,
                borrower: loan.borrower.clone(),
                due_back: loan.due_back,
                state: loan.state,
                overdue: loan.is_overdue(today),
            });
        }
        self.saw(actor, Function::PaperLoans, &lines.iter().map(|line| line.person).collect::<Vec<_>>())
            .await?;
        Ok(lines)
    }

    /// Hand-overs whose deadline has passed: a school's own with the pupil, an authority's below it without.
    ///
    /// # Errors
    /// A refusal for who has no right to either; store failures.
    pub async fn late_hand_overs(&self, actor: &Actor) -> Result<Vec<LateHandOver>> {
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadPaper, &Target::Unit(&unit.path))?;
        let late = self.late_archives(unit).await?;
        let people: Vec<PersonId> = late.iter().filter_map(|one| one.person).collect();
        self.saw(actor, Function::HandOvers, &people).await?;
        Ok(late)
    }
}
