//! The life of a problem: what each command does in each state, and who may give it.

use super::{
    Answer, Command, Context, Facts, Finding, Office, PARTY_WORKING_DAYS, Problem, ProblemEvent, ProblemKind,
    ProblemState, Proposal, Remedy, SCANS_MAX, Side, Verdict, WORDS_MAX,
};
use crate::account::Role;
use crate::id::PersonId;
use crate::matter::{Checked, Deadline, Lifecycle, Proof, TwoSteps};
use crate::refusal::{Refusal, RefusalCode};

type Decided = Checked<Vec<ProblemEvent>>;

/// Who puts a settlement to the leader does not decide it, and who asks that a merge be taken back does not take it back.
const DECIDED: TwoSteps =
    TwoSteps { first: "提出", second: "决定", other: "本单位另一名主管领导" };

pub(super) fn life() -> Lifecycle {
    Lifecycle::of("这一问题学籍", 6).words_max(WORDS_MAX)
}

/// Each party, and whoever settles it, has ten working days from the step before.
fn due(context: &Context<'_>) -> Deadline {
    Deadline::after(context.today, PARTY_WORKING_DAYS, context.calendar)
}

impl Problem {
    /// What the command would do.
    ///
    /// # Errors
    /// Refusals for people, each with what it rests on.
    pub fn decide(&self, command: Command, context: &Context<'_>) -> Decided {
        match command {
            Command::Find(finding) => Ok(self.find(*finding, context)),
            Command::Clear => Ok(match self.state.is_open() {
                true => vec![ProblemEvent::Cleared(context.today)],
                false => Vec::new(),
            }),
            Command::Lapse => {
                let over = self.state == ProblemState::Open
                    && self.kind != ProblemKind::WrongDocument
                    && context.today > self.due.date;
                Ok(if over { vec![ProblemEvent::Lapsed(due(context))] } else { self.lapse_sheet(context) })
            }
            Command::Answer { person, remedy, statement, proofs } => {
                self.answer(person, remedy, &statement, proofs, context)
            }
            Command::IssueSheet { number, window } => self.issue_sheet(number, window, context),
            Command::AnswerSheet(said) => self.answer_sheet(*said, context),
            Command::Propose { verdict, reason } => self.propose(verdict, &reason, context),
            Command::Return { reason } => {
                self.in_state(&[ProblemState::Proposed])?;
                self.by(&self.settled_by, Role::Leader, context)?;
                Ok(vec![ProblemEvent::Returned(life().returned(&reason)?, due(context))])
            }
            Command::Decide => {
                self.in_state(&[ProblemState::Proposed])?;
                self.by(&self.settled_by, Role::Leader, context)?;
                let Some(proposal) = &self.proposal else { return Err(self.out_of_state()) };
                let answers = self.sides.iter().filter_map(|side| side.answer.as_ref());
                let took_part = answers.map(|answer| &answer.act).chain([&proposal.act]);
                DECIDED.apart(&context.actor, took_part.map(|act| act.by.account))?;
                Ok(vec![ProblemEvent::Decided(context.act())])
            }
            Command::AskUndo { reason } => {
                self.may_be_undone(context)?;
                self.by(&self.settled_by, Role::Registrar, context)?;
                let what = "没有写明撤销合并的原因。";
                let reason = life().words(&reason, RefusalCode::UndoReason, what, "请写明为什么撤销。")?;
                Ok(vec![ProblemEvent::UndoAsked(context.act(), reason)])
            }
            Command::Undo => {
                self.may_be_undone(context)?;
                self.by(&self.settled_by, Role::Leader, context)?;
                let Some((asked, _)) = &self.undo else {
                    return Err(vec![Refusal::of(RefusalCode::NotAsked, "还没有人提出撤销合并。")]);
                };
                DECIDED.apart(&context.actor, [asked.by.account])?;
                Ok(vec![ProblemEvent::Undone(context.act(), due(context))])
            }
        }
    }

    /// The check found the same records again. A settled problem comes back only when its facts changed.
    fn find(&self, finding: Finding, context: &Context<'_>) -> Vec<ProblemEvent> {
        let facts = Facts {
            kind: finding.kind,
            schools: finding.sides.into_iter().map(|(_, school)| school).collect(),
            settled_by: finding.settled_by,
            score: finding.score,
            fault: finding.fault,
            fingerprint: finding.fingerprint,
        };
        let schools: Vec<Office> = self.sides.iter().map(|side| side.school.clone()).collect();
        let known = Facts {
            kind: self.kind,
            schools,
            settled_by: self.settled_by.clone(),
            score: self.score.clone(),
            fault: self.fault.clone(),
            fingerprint: self.fingerprint.clone(),
        };
        match self.state {
            // Two records that were merged are one; whoever takes that back has the problem open again.
            ProblemState::Merged => Vec::new(),
            state if state.is_open() => {
                if facts == known {
                    Vec::new()
                } else {
                    vec![ProblemEvent::Refreshed(Box::new(facts))]
                }
            }
            ProblemState::Dismissed if facts.fingerprint == self.fingerprint => Vec::new(),
            _ => vec![ProblemEvent::Reopened(Box::new(facts), context.today, due(context))],
        }
    }

    fn answer(
        &self,
        person: PersonId,
        remedy: Remedy,
        statement: &str,
        proofs: Vec<Proof>,
        context: &Context<'_>,
    ) -> Decided {
        self.in_state(&[ProblemState::Open, ProblemState::Answered])?;
        let side = self.side(person).ok_or_else(|| self.out_of_state())?;
        self.by(&side.school, Role::Registrar, context)?;
        let mut wrong = Vec::new();
        if !self.kind.remedies().contains(&remedy) {
            let what = format!("{}不能以“{}”处理。", self.kind.label(), remedy.label());
            wrong.push(life().refusal(RefusalCode::Remedy, what, "请办理基础信息变更。"));
        }
        let said =
            life().words(statement, RefusalCode::Statement, "没有填写情况说明。", "请写明核实的情况。");
        wrong.extend(said.as_ref().err().into_iter().flatten().cloned());
        let earlier = side.answer.as_ref().map(|answer| answer.proofs.clone()).unwrap_or_default();
        let proofs: Vec<Proof> = earlier.into_iter().chain(proofs).collect();
        let scans = life().scans(proofs.len(), remedy == Remedy::Prove, SCANS_MAX);
        wrong.extend(scans.err().into_iter().flatten());
        let statement = said.ok().filter(|_| wrong.is_empty()).ok_or(wrong)?;
        let answer = Answer { act: context.act(), remedy, statement, proofs };
        let mut events = vec![ProblemEvent::Answered(person, answer)];
        let silent = self.sides.iter().filter(|side| side.answer.is_none() && side.person != person);
        let last = self.state == ProblemState::Open && silent.count() == 0;
        if last && self.kind != ProblemKind::WrongDocument {
            events.push(ProblemEvent::Complete(due(context)));
        }
        Ok(events)
    }

    fn propose(&self, verdict: Verdict, reason: &str, context: &Context<'_>) -> Decided {
        if self.kind == ProblemKind::WrongDocument {
            let remedy = "请办理基础信息变更；核验一致后自动办结。";
            return life().refuse(RefusalCode::Kind, "身份证号错误只能通过变更处理。", remedy);
        }
        self.by(&self.settled_by, Role::Registrar, context)?;
        // Who settles a problem of its own school has both sides at hand.
        let own = self.sides.iter().all(|side| side.school == self.settled_by);
        match self.state {
            ProblemState::Answered | ProblemState::Proposed => {}
            ProblemState::Open if own => {}
            ProblemState::Open => {
                return Err(vec![Refusal::of(RefusalCode::NotAnswered, "还有一方没有举证。")]);
            }
            _ => return Err(self.out_of_state()),
        }
        let reason =
            life().words(reason, RefusalCode::Reason, "没有写明理由。", "请写明依据哪些材料作出判断。")?;
        match &verdict {
            Verdict::Distinct if self.kind == ProblemKind::SameDocument => {
                let remedy = "证件号有误的一方先办理基础信息变更，查重不再发现后自动办结。";
                let what = "两份学籍的身份证件号相同，不能直接认定为两名学生。";
                return life().refuse(RefusalCode::Verdict, what, remedy);
            }
            Verdict::Merge { survivor, .. } if self.side(*survivor).is_none() => {
                return life().refuse(RefusalCode::Keep, "没有选择保留哪一份学籍。", "请选择其中一份。");
            }
            Verdict::Distinct => self.by_the_sheet(None)?,
            Verdict::Merge { survivor, .. } => self.by_the_sheet(Some(*survivor))?,
        }
        Ok(vec![ProblemEvent::Proposed(Proposal { act: context.act(), verdict, reason }, due(context))])
    }

    fn may_be_undone(&self, context: &Context<'_>) -> Checked {
        self.in_state(&[ProblemState::Merged])?;
        match self.undo_until() {
            Some(until) if context.today <= until => Ok(()),
            _ => {
                let what = format!("合并已超过 {} 天，不能撤销。", super::UNDO_DAYS);
                Err(vec![Refusal::of(RefusalCode::TooLate, what)])
            }
        }
    }

    /// Folds one event into the state. Events come from [`Problem::decide`]; replaying them gives the same problem.
    #[must_use]
    pub fn apply(mut self, event: &ProblemEvent) -> Self {
        match event {
            ProblemEvent::Refreshed(facts) => self.take(facts),
            ProblemEvent::Reopened(facts, on, due) => {
                self.take(facts);
                for side in &mut self.sides {
                    side.answer = None;
                }
                (self.proposal, self.returned, self.decided, self.undo) = (None, None, None, None);
                self.sheet = None;
                self.found_on = *on;
                self.state = ProblemState::Open;
                self.due = *due;
            }
            ProblemEvent::Cleared(_) => {
                self.proposal = None;
                self.state = ProblemState::Corrected;
            }
            ProblemEvent::Lapsed(due) | ProblemEvent::Complete(due) => {
                self.state = ProblemState::Answered;
                self.due = *due;
            }
            ProblemEvent::Answered(person, answer) => {
                if let Some(side) = self.sides.iter_mut().find(|side| side.person == *person) {
                    side.answer = Some(answer.clone());
                }
            }
            ProblemEvent::Proposed(proposal, due) => {
                self.proposal = Some(proposal.clone());
                self.returned = None;
                self.state = ProblemState::Proposed;
                self.due = *due;
            }
            ProblemEvent::Returned(reason, due) => {
                self.returned = Some(reason.clone());
                self.state = ProblemState::Answered;
                self.due = *due;
            }
            ProblemEvent::Decided(act) => {
                self.decided = Some(act.clone());
                let merge = matches!(&self.proposal, Some(Proposal { verdict: Verdict::Merge { .. }, .. }));
                self.state = if merge { ProblemState::Merged } else { ProblemState::Dismissed };
            }
            ProblemEvent::SheetIssued(_)
            | ProblemEvent::SheetAnswered(..)
            | ProblemEvent::SheetClosed(..) => self.apply_to_sheet(event),
            ProblemEvent::Recounted(due) => self.due = *due,
            ProblemEvent::UndoAsked(act, reason) => self.undo = Some((act.clone(), reason.clone())),
            ProblemEvent::Undone(_, due) => {
                (self.proposal, self.decided, self.undo) = (None, None, None);
                self.state = ProblemState::Answered;
                self.due = *due;
            }
        }
        self
    }

    /// The same where one of its records stands at another place now (转学、撤并、划转): another school answers for itself, as where the
    /// check finds the record there, and whoever stands above both schools now settles it.
    #[must_use]
    pub fn placed(self, person: PersonId, school: &Office, settled_by: Office) -> Self {
        let of = |side: &Side| if side.person == person { school.clone() } else { side.school.clone() };
        let facts = Facts {
            kind: self.kind,
            schools: self.sides.iter().map(of).collect(),
            settled_by: settled_by.clone(),
            score: self.score.clone(),
            fault: self.fault.clone(),
            fingerprint: self.fingerprint.clone(),
        };
        let elsewhere = self.settled_by.unit != settled_by.unit;
        let mut placed = if elsewhere { self.settled_elsewhere(settled_by) } else { self };
        placed.take(&facts);
        placed
    }

    fn take(&mut self, facts: &Facts) {
        self.kind = facts.kind;
        let mut moved = Vec::new();
        for (side, school) in self.sides.iter_mut().zip(&facts.schools) {
            // Another school answers for itself.
            if side.school.unit != school.unit {
                side.answer = None;
                moved.push(side.person);
            }
            side.school = school.clone();
        }
        self.settled_by = facts.settled_by.clone();
        self.sheet_after_a_move(&moved);
        self.score.clone_from(&facts.score);
        self.fault.clone_from(&facts.fault);
        self.fingerprint.clone_from(&facts.fingerprint);
    }

    pub(super) fn in_state(&self, states: &[ProblemState]) -> Checked {
        life().in_state(self.state, ProblemState::label, states)
    }

    pub(super) fn out_of_state(&self) -> Vec<Refusal> {
        life().out_of_state(self.state.label())
    }

    pub(super) fn by(&self, office: &Office, role: Role, context: &Context<'_>) -> Checked {
        life().step_of(&context.actor, office, role)
    }
}
