//! One problem with its records side by side. Of the other side's record one sees the name, the school, the masked number and the
//! compared items, nothing more; full numbers are not told here.

use super::ProblemRow;
use super::list::row_school;
use super::merge::{differing, may_merge};
use crate::case::party;
use crate::error::{Error, Result};
use crate::person::{PersonRow, value_in_words};
use crate::services::Problems;
use contract::case::ProofLine;
use contract::problem::{
    AnswerView, ComparedItem, MergeItem, MergeSide, MergeView, ProblemView, ProposalView, SideView,
};
use contract::{Said, Signed};
use domain::access::{Action, Actor, ActorUnit, Ground, Mask, Role, Target, authorise};
use domain::access_log::Function;
use domain::case::correction::Proof;
use domain::form::{BasicInfo, Field};
use domain::id::{PersonId, ProblemId, ProofId};
use domain::problem::{Answer, Problem, ProblemKind, ProblemState, Proposal, Verdict};
use std::collections::BTreeSet;

/// The items that are compared on the page of a problem.
const COMPARED: [Field; 10] = [
    Field::Name,
    Field::Sex,
    Field::BirthDate,
    Field::IdKind,
    Field::IdNumber,
    Field::HukouPlace,
    Field::Member1Name,
    Field::Member1Phone,
    Field::Member2Name,
    Field::Member2Phone,
];

impl Problems<'_> {
    /// One problem.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who has nothing to do with it.
    pub async fn problem_view(&self, actor: &Actor, id: ProblemId) -> Result<ProblemView> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("problem"))?;
        let row = self.problem_in_sight(actor, Action::ReadProblems, id).await?;
        let people: Vec<PersonId> = std::iter::once(row.one).chain(row.two).collect();
        self.access_log().saw(actor, Function::Problem, &people).await?;
        let problem = row.problem(&*self.vault)?;
        self.problem_told(actor, own, &row, problem).await
    }

    /// A problem as the actor sees it, who may.
    async fn problem_told(
        &self,
        actor: &Actor,
        own: &ActorUnit,
        row: &ProblemRow,
        problem: Problem,
    ) -> Result<ProblemView> {
        let persons = self.persons_of(row).await?;
        let infos: Vec<BasicInfo> =
            persons.iter().map(|person| person.shown_info(&*self.vault)).collect::<Result<_>>()?;
        let may = |action| authorise(actor, action, &Target::Unit(&own.path)).is_ok();
        let (handles, decides) = (may(Action::HandleProblems), may(Action::DecideProblems));
        let settles = row.settled_by == own.id;
        let me = party(actor).account;
        let two_persons = |first: Option<&Proposal>| first.is_some_and(|first| first.act.by.account != me);
        let undo_until = problem.undo_until();
        let undo_open = undo_until.is_some_and(|until| self.store.clock.today() <= until);
        let line = self.problem_line(own, row, &problem, &persons);
        let proposal = problem.proposal.clone().filter(|_| settles || !problem.state.is_open());
        let merged = match proposal.as_ref().map(|proposal| &proposal.verdict) {
            Some(Verdict::Merge { survivor, taken }) => {
                self.preview(actor, &problem, &persons, *survivor, taken).await?
            }
            _ => Vec::new(),
        };
        let sides = problem.sides.iter().zip(&persons).map(|(side, person)| {
            let school = row_school(own, person);
            let open = authorise(actor, Action::ViewPupil, &Target::Unit(&person.path)).is_ok();
            SideView {
                person: person.uid,
                name: mask_for(own, row).name(&person.name),
                school: person.school_name.clone(),
                number: person.number_mask.clone(),
                standing: person.standing,
                may_open: open,
                may_answer: handles
                    && side.school.unit == own.id
                    && matches!(problem.state, ProblemState::Open | ProblemState::Answered),
                answer: side.answer.as_ref().map(|answer| answer_view(answer, settles || school || open)),
            }
        });
        let sides = sides.collect();
        let items = COMPARED.iter().filter(|field| infos.iter().any(|info| info.get(**field).is_some()));
        let items = items.map(|field| ComparedItem {
            field: *field,
            same: infos.windows(2).all(|pair| pair[0].get(*field) == pair[1].get(*field)),
            values: infos
                .iter()
                .zip(&persons)
                .map(|(info, person)| match field {
                    Field::Name => mask_for(own, row).name(&person.name),
                    _ => {
                        let shown = person.reader(actor, Ground::Look(mask_for(own, row))).shown(*field);
                        value_in_words(info, *field, info.value(*field), shown)
                    }
                })
                .collect(),
        });
        let all_own = problem.sides.iter().all(|side| side.school == problem.settled_by);
        Ok(ProblemView {
            sides,
            items: items.collect(),
            provisional: problem.due.provisional,
            sheet: self.sheet_view(actor, own, row, &problem, &persons),
            may_issue_sheet: handles && settles && problem.may_have_sheet(),
            merged,
            undo_until,
            may_propose: handles
                && settles
                && problem.kind != ProblemKind::WrongDocument
                && (matches!(problem.state, ProblemState::Answered | ProblemState::Proposed)
                    || (problem.state == ProblemState::Open && all_own)),
            may_decide: decides
                && settles
                && problem.state == ProblemState::Proposed
                && two_persons(problem.proposal.as_ref()),
            may_ask_undo: handles && settles && undo_open && problem.undo.is_none(),
            may_undo: decides
                && settles
                && undo_open
                && problem.undo.as_ref().is_some_and(|(act, _)| act.by.account != me),
            may_recheck: handles && problem.state.is_open(),
            proposal: proposal.map(|proposal| ProposalView {
                survivor: match proposal.verdict {
                    Verdict::Merge { survivor, .. } => Some(survivor),
                    Verdict::Distinct => None,
                },
                said: Said::with(proposal.act, proposal.reason),
            }),
            score: problem.score,
            fault: problem.fault,
            returned: problem.returned.filter(|_| settles),
            decided: problem.decided.map(|act| Signed { by: act.by.unit_name, on: act.on }),
            undo: problem.undo.filter(|_| settles).map(|(act, reason)| Said::with(act, reason)),
            line,
        })
    }

    /// The surviving record as a merge makes it, only the items in which the two differ. Once it happened the survivor has it.
    async fn preview(
        &self,
        actor: &Actor,
        problem: &Problem,
        persons: &[PersonRow],
        survivor: PersonId,
        taken: &BTreeSet<Field>,
    ) -> Result<Vec<(Field, String, bool)>> {
        let find = |id| persons.iter().find(|person| person.uid == id);
        let other = problem.other(survivor).map(|side| side.person);
        let (Some(kept), Some(gone)) = (find(survivor), other.and_then(find)) else { return Ok(Vec::new()) };
        let (mine, others) = (kept.shown_info(&*self.vault)?, gone.shown_info(&*self.vault)?);
        let fields = match problem.state {
            ProblemState::Merged => taken.iter().copied().collect(),
            _ => differing(&mine, &others),
        };
        let rows = fields.into_iter().map(|field| {
            let from_other = taken.contains(&field);
            let (row, source) = if from_other { (gone, &others) } else { (kept, &mine) };
            let shown = row.reader(actor, Ground::Look(Mask::Working)).shown(field);
            let words = value_in_words(source, field, source.value(field), shown);
            (field, words, from_other)
        });
        Ok(rows.collect())
    }

    /// What is chosen for a merge, with `survivor`'s record staying.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody but the registrar who settles it.
    pub async fn merge_view(&self, actor: &Actor, id: ProblemId, survivor: PersonId) -> Result<MergeView> {
        let view = self.problem_view(actor, id).await?;
        if !view.may_propose {
            return Err(Error::NotFound("problem"));
        }
        let row = self.problem_row(id).await?;
        let problem = row.problem(&*self.vault)?;
        let other = problem.other(survivor).filter(|_| problem.side(survivor).is_some());
        let other = other.ok_or(Error::NotFound("person"))?.person;
        let (kept, gone) = (self.pupils().person(survivor).await?, self.pupils().person(other).await?);
        let (mine, others) = (kept.shown_info(&*self.vault)?, gone.shown_info(&*self.vault)?);
        let merge = may_merge(&problem, &kept, &gone);
        let before = match problem.proposal.map(|proposal| proposal.verdict) {
            Some(Verdict::Merge { survivor: last, taken }) if last == survivor => taken,
            _ => BTreeSet::new(),
        };
        let words = |row: &PersonRow, info: &BasicInfo, field: Field| {
            let shown = row.reader(actor, Ground::Look(Mask::Working)).shown(field);
            value_in_words(info, field, info.value(field), shown)
        };
        let items = differing(&mine, &others).into_iter().map(|field| MergeItem {
            field,
            kept: words(&kept, &mine, field),
            other: words(&gone, &others, field),
            taken: before.contains(&field),
        });
        let side = |row: &PersonRow| MergeSide {
            person: row.uid,
            name: row.name.clone(),
            school: row.school_name.clone(),
            number: row.number_mask.clone(),
        };
        Ok(MergeView {
            // The version of before the rest was read: what came between is told as a change.
            id,
            version: view.line.version,
            items: items.collect(),
            refusals: match merge {
                Err(Error::Refused(refusals)) => refusals,
                _ => Vec::new(),
            },
            kept: side(&kept),
            other: side(&gone),
        })
    }

    /// A scan of a problem: for the side that filed it, whoever may open that record, and who settles it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody else.
    pub async fn proof_of_problem(
        &self,
        actor: &Actor,
        id: ProblemId,
        proof: ProofId,
    ) -> Result<(Proof, Vec<u8>)> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("problem"))?;
        let row = self.problem_in_sight(actor, Action::ReadProblems, id).await?;
        let people: Vec<PersonId> = std::iter::once(row.one).chain(row.two).collect();
        for function in [Function::Problem, Function::ProblemFile] {
            self.access_log().saw(actor, function, &people).await?;
        }
        let problem = row.problem(&*self.vault)?;
        let view = self.problem_told(actor, own, &row, problem.clone()).await?;
        let on_sheet =
            view.sheet.iter().flat_map(|sheet| &sheet.sides).filter_map(|side| side.answer.as_ref());
        let shown = view.sides.iter().filter_map(|side| side.answer.as_ref()).flat_map(|one| &one.proofs);
        let mut shown = shown.chain(on_sheet.flat_map(|one| &one.proofs));
        if shown.all(|one| one.id != proof) {
            return Err(Error::NotFound("proof"));
        }
        let on_sheet = problem.sheet.into_iter().flat_map(|sheet| sheet.answers.into_values());
        let on_sheet = on_sheet.flat_map(|answer| answer.proofs);
        let filed = problem.sides.into_iter().filter_map(|side| side.answer).flat_map(|answer| answer.proofs);
        let mut filed = filed.chain(on_sheet);
        let found = filed.find(|one| one.id == proof).ok_or(Error::NotFound("proof"))?;
        let bytes = self.proofs().read_proof(&found).await?;
        Ok((found, bytes))
    }
}

/// How much the actor's unit sees: the parties and who settles it work with the records, others above see masks.
pub(super) fn mask_for(own: &ActorUnit, row: &ProblemRow) -> Mask {
    let party = row.settled_by == own.id || row.paths().any(|path| *path == own.path);
    if party { Mask::Working } else { Mask::Masked }
}

fn answer_view(answer: &Answer, opens: bool) -> AnswerView {
    let by = match answer.act.by.role {
        Role::Guardian => String::new(),
        _ => answer.act.by.unit_name.clone(),
    };
    AnswerView {
        remedy: answer.remedy,
        statement: answer.statement.clone(),
        by,
        on: answer.act.on,
        scans: answer.proofs.len(),
        proofs: if opens { answer.proofs.iter().map(ProofLine::from).collect() } else { Vec::new() },
    }
}
