//! 核查单 between two provinces (第六条): issued by the nation to both schools at once, answered by each, shown to each so that of the other side
//! it reads what the sheet has to say and nothing more.

use super::ProblemRow;
use crate::case::Upload;
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::proof::{KeptFor, Owner};
use crate::services::Problems;
use crate::store::Vars;
use crate::transaction::Transaction;
use chrono::{Datelike, NaiveDate};
use contract::case::ProofLine;
use contract::problem::{SheetAnswerView, SheetSideView, SheetView};
use domain::access::{Action, Actor, ActorUnit, Target, authorise};
use domain::id::{PersonId, ProblemId, UnitId};
use domain::org::OrgPath;
use domain::problem::{AnsweredSheet, Command, Problem, ProblemEvent, ProblemState, Stand};
use domain::rules::RuleKey;
use domain::shown::Shown;

/// Days of a window that have to be left for a sheet to be answered in it; otherwise it goes into the next. This system's own figure.
const WINDOW_LEFT_DAYS: u64 = 7;
/// Rows read in one turn.
const PAGE: usize = 200;

/// What a school writes on a sheet.
#[derive(Debug, Clone)]
pub struct AskedSheetAnswer {
    /// Whose record.
    pub person: PersonId,
    /// 实际就读; none where it was not chosen.
    pub attends: Option<bool>,
    /// 放弃 or 坚持佐证; none where it was not chosen.
    pub stand: Option<Stand>,
    /// 情况说明
    pub words: String,
    /// A scan, added to those filed before.
    pub upload: Option<Upload>,
}

impl Problems<'_> {
    /// Issues the check sheet of a problem between two provinces to both schools at once, for the window of the nation's year that comes.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who sees nothing of it; a refusal for everybody but the registrar of the nation, and for a problem that needs
    /// none.
    pub async fn issue_check_sheet(
        &self,
        actor: &Actor,
        id: impl Into<Shown<ProblemId>>,
    ) -> Result<ProblemState> {
        let rules = self.rules().rules_for(&OrgPath::root());
        let today = self.store.clock.today();
        let window = rules.next_window(RuleKey::CheckSheetWindows, today, WINDOW_LEFT_DAYS);
        let command = Command::IssueSheet { number: String::new(), window };
        self.act_on_problem(actor, Action::HandleProblems, id.into(), &command).await
    }

    /// Gives a school's answer on the sheet, the first time or again while the sheet is open.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who sees nothing of it; refusals by field.
    pub async fn answer_check_sheet(
        &self,
        actor: &Actor,
        id: impl Into<Shown<ProblemId>>,
        asked: &AskedSheetAnswer,
    ) -> Result<ProblemState> {
        let shown = id.into();
        let mut proofs = Vec::new();
        if let Some(Upload { kind, name, bytes }) = asked.upload.clone() {
            // Nothing is kept of who may not answer.
            let row = self.problem_in_sight(actor, Action::HandleProblems, shown.id).await?;
            shown.check(row.version)?;
            let problem = row.problem(&*self.vault)?;
            let own = actor.unit.as_ref().map(|unit| &unit.id);
            let mine = problem.side(asked.person).is_some_and(|side| Some(&side.school.unit) == own);
            if !mine || row.state != ProblemState::Checking {
                return Err(Error::NotFound("problem"));
            }
            let owner = Owner::Person(asked.person);
            proofs.push(self.proofs().keep_proof(actor, owner, kind, &name, bytes, KeptFor::Case).await?);
        }
        let said = AnsweredSheet {
            person: asked.person,
            attends: asked.attends,
            stand: asked.stand,
            words: asked.words.clone(),
            proofs,
        };
        let command = Command::AnswerSheet(Box::new(said));
        self.act_on_problem(actor, Action::HandleProblems, shown, &command).await
    }

    /// Gives a sheet that is issued the next number of the year.
    pub(super) async fn number_sheet(
        &self,
        tx: &mut Transaction<'_>,
        events: &mut [ProblemEvent],
    ) -> Result<()> {
        for event in events {
            if let ProblemEvent::SheetIssued(sheet) = event {
                let year = self.store.clock.today().year();
                let serial = tx.next_serial(format!("check_sheet/{year}")).await?;
                sheet.number = format!("核查单〔{year}〕{serial}号");
            }
        }
        Ok(())
    }

    /// The sheet as the actor may see it. What the other side said is shown once both have answered or the window has closed, without its
    /// words and scans.
    pub(super) fn sheet_view(
        &self,
        actor: &Actor,
        own: &ActorUnit,
        row: &ProblemRow,
        problem: &Problem,
        persons: &[PersonRow],
    ) -> Option<SheetView> {
        let sheet = problem.sheet.as_ref()?;
        let settles = row.settled_by == own.id;
        let may = authorise(actor, Action::HandleProblems, &Target::Unit(&own.path)).is_ok();
        let running = problem.state == ProblemState::Checking;
        let on_time = self.store.clock.today() <= sheet.until;
        let sides = problem.sides.iter().zip(persons).map(|(side, person)| {
            let of_own = side.school.unit == own.id;
            let whole =
                settles || of_own || authorise(actor, Action::ViewPupil, &Target::Unit(&person.path)).is_ok();
            let answer = sheet.answers.get(&side.person);
            SheetSideView {
                person: side.person,
                school: side.school.name.clone(),
                answered_on: answer.map(|answer| answer.act.on),
                late: sheet.late.contains(&side.person),
                may_answer: running && on_time && may && of_own,
                answer: answer.filter(|_| whole || !running).map(|answer| SheetAnswerView {
                    attends: answer.attends,
                    stand: answer.stand,
                    by: answer.act.by.unit_name.clone(),
                    on: answer.act.on,
                    words: whole.then(|| answer.words.clone()),
                    scans: answer.proofs.len(),
                    proofs: match whole {
                        true => answer.proofs.iter().map(ProofLine::from).collect(),
                        false => Vec::new(),
                    },
                }),
            }
        });
        Some(SheetView {
            number: sheet.number.clone(),
            issued_on: sheet.issued.on,
            issued_by: problem.settled_by.name.clone(),
            from: sheet.from,
            until: sheet.until,
            sides: sides.collect(),
            outcome: problem.sheet_outcome().map(|outcome| outcome.label().to_owned()),
        })
    }

    /// Schools that let the window of a sheet pass without an answer: the problem, the school, the sheet's number and its last day.
    pub(crate) async fn silent_on_check_sheets(&self) -> Result<Vec<(ProblemId, UnitId, String, NaiveDate)>> {
        let text = format!(
            "SELECT * FROM problem WHERE sheet_late = true AND uid > $after ORDER BY uid LIMIT {PAGE}"
        );
        let mut all = Vec::new();
        let mut after = String::new();
        loop {
            let rows: Vec<ProblemRow> = self.store.rows(&text, Vars::new().with("after", &after)).await?;
            let Some(last) = rows.last() else { return Ok(all) };
            after = last.uid.to_string();
            for row in rows {
                let problem = row.problem(&*self.vault)?;
                let Some(sheet) = &problem.sheet else { continue };
                let late = problem.sides.iter().filter(|side| sheet.late.contains(&side.person));
                all.extend(
                    late.map(|side| (row.uid, side.school.unit.clone(), sheet.number.clone(), sheet.until)),
                );
            }
        }
    }
}
