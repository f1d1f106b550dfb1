//! Matters about pupils: cases, letters, problem records, packages, papers.

use super::shared::*;
use chrono::{Days, NaiveDate};
use domain::access::Role;
use domain::calendar::term;
use domain::case::{self, Case, NewCase, Payload, registration::Registration};
use domain::form::Field;
use domain::id::{AccountId, CaseId, LetterId, PersonId, ProblemId};
use domain::letter::{self, Content, Letter, TermTransfers};
use domain::matter::{CaseKind, Deadline, Delivery, Matter, Party};
use domain::org::OrgPath;
use domain::package::{self, Found, Incoming, IncomingCommand, Made, Outgoing, OutgoingCommand};
use domain::paper;
use domain::problem::{self, Problem, ProblemKind, Remedy, Verdict};
use domain::rules::Rules;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

pub(crate) struct CaseWalk(Case);

impl CaseWalk {
    fn context(actor: &Party, today: NaiveDate) -> case::Context {
        let at = today.and_hms_opt(2, 0, 0).unwrap().and_utc();
        let (calendar, rules) = (Arc::new(CALENDAR.clone()), Arc::new(Rules::national()));
        case::Context { today, at, actor: actor.clone(), calendar, rules }
    }

    fn payload() -> Payload {
        let entry_date = day("2026-09-01");
        Payload::Registration(Registration { entry_date, import: None, duplicate_note: String::new() })
    }

    pub(crate) fn new(opener: &Party) -> Self {
        let link =
            |unit: &str, role| case::Link { unit: unit.parse().unwrap(), unit_name: unit.into(), role };
        let draft = NewCase {
            id: CaseId::new(Uuid::from_u128(1)),
            number: "1".into(),
            person: PersonId::new(Uuid::from_u128(2)),
            school: SCHOOL.parse().unwrap(),
            path: OrgPath::root(),
            chain: vec![
                link(SCHOOL, Role::Leader),
                link(COUNTY, Role::Registrar),
                link(COUNTY, Role::Leader),
            ],
            payload: Self::payload(),
        };
        Self(Case::open(draft, &Self::context(opener, day("2026-09-07"))))
    }
}

impl Walk for CaseWalk {
    const COMMANDS: usize = 5;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        let command = match command {
            0 => case::Command::Agree { reason: String::new(), refused_fields: BTreeMap::new() },
            1 => case::Command::Return { reason: said() },
            2 => case::Command::Refuse { reason: said() },
            3 => case::Command::Withdraw { reason: said() },
            _ => case::Command::Resubmit { payload: Box::new(Self::payload()) },
        };
        does!(self.0, self.0.decide(command, &Self::context(actor, today))?)
    }

    fn is_free(&self, command: usize) -> bool {
        command == 3 && self.0.state.is_open()
    }

    fn chain(&self) -> Vec<AccountId> {
        let round = self.0.steps.last().map_or(1, |step| step.round);
        let steps = self.0.steps.iter().filter(|step| step.round == round);
        let decided = steps.filter_map(|step| Some(step.decision.as_ref()?.by.account));
        decided.chain([self.0.opened_by.account]).collect()
    }
}

pub(crate) struct LetterWalk(Letter);

impl LetterWalk {
    fn content() -> Content {
        let (term, until) = (term(day("2026-09-07")), day("2026-09-07"));
        Content::TermTransfers(TermTransfers { term, until, arrived: Vec::new(), left: Vec::new() })
    }

    pub(crate) fn new() -> Self {
        let (id, on) = (LetterId::new(Uuid::from_u128(3)), day("2026-09-07"));
        Self(Letter::owe(id, office(SCHOOL), office(COUNTY), None, Self::content(), on, &CALENDAR))
    }
}

impl Walk for LetterWalk {
    const COMMANDS: usize = 6;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        let command = match command {
            0 => letter::Command::Draft { content: Box::new(Self::content()) },
            1 => letter::Command::Return { reason: said() },
            2 => letter::Command::TakeBack,
            3 => letter::Command::Sign { number: "1".into() },
            4 => letter::Command::Receive {
                received_by: "王老师".into(),
                on: today,
                pieces: None,
                note: String::new(),
            },
            _ => letter::Command::Cancel { reason: said() },
        };
        let receiver_has_registrar = actor.account != account(5);
        let actor = actor.clone();
        let context = letter::Context { today, actor, calendar: &CALENDAR, receiver_has_registrar };
        does!(self.0, self.0.decide(command, &context)?)
    }

    /// Taken back or written again before it is signed, ended by the sender's leader; receipted by a receiver that has somebody meanwhile.
    fn is_free(&self, command: usize) -> bool {
        self.0.state.is_open() && matches!(command, 0 | 2 | 4 | 5)
    }

    fn chain(&self) -> Vec<AccountId> {
        accounts([self.0.drafted.as_ref(), self.0.signed.as_ref()])
    }
}

pub(crate) struct ProblemWalk(Problem);

impl ProblemWalk {
    pub(crate) fn new(kind: ProblemKind) -> Self {
        let person = |n| PersonId::new(Uuid::from_u128(n));
        let mut sides = vec![(person(1), office(SCHOOL)), (person(2), office(OTHER))];
        sides.truncate(if kind == ProblemKind::WrongDocument { 1 } else { 2 });
        let finding = problem::Finding {
            kind,
            sides,
            settled_by: office(COUNTY),
            score: None,
            fault: String::new(),
            fingerprint: "a".into(),
        };
        let id = ProblemId::new(Uuid::from_u128(4));
        Self(Problem::found(id, finding, day("2026-09-07"), &CALENDAR))
    }
}

impl Walk for ProblemWalk {
    const COMMANDS: usize = 8;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        let person = |n| PersonId::new(Uuid::from_u128(n));
        let answer = |n| problem::Command::Answer {
            person: person(n),
            remedy: if self.0.kind == ProblemKind::WrongDocument { Remedy::Correct } else { Remedy::Prove },
            statement: said(),
            proofs: vec![proof()],
        };
        let merge = Verdict::Merge { survivor: person(1), taken: BTreeSet::new() };
        let command = match command {
            0 => answer(1),
            1 => answer(2),
            2 => problem::Command::Propose { verdict: Verdict::Distinct, reason: said() },
            3 => problem::Command::Propose { verdict: merge, reason: said() },
            4 => problem::Command::Return { reason: said() },
            5 => problem::Command::Decide,
            6 => problem::Command::AskUndo { reason: said() },
            _ => problem::Command::Undo,
        };
        does!(self.0, self.0.decide(command, &work(today, actor))?)
    }

    /// A school adds to its answer, a proposal is made anew, a merge is asked to be taken back.
    fn is_free(&self, command: usize) -> bool {
        match command {
            0..=3 => self.0.state.is_open(),
            6 => self.0.state == problem::ProblemState::Merged,
            _ => false,
        }
    }

    fn chain(&self) -> Vec<AccountId> {
        accounts([self.0.proposal.as_ref().map(|proposal| &proposal.act), self.0.decided.as_ref()])
    }
}

fn basis() -> package::HandOver {
    package::HandOver {
        kind: CaseKind::Transfer,
        case: CaseId::new(Uuid::from_u128(5)),
        case_number: "1".into(),
        decided_on: day("2026-09-07"),
        to: office(OTHER),
    }
}

pub(crate) struct OutgoingWalk(Outgoing);

impl OutgoingWalk {
    pub(crate) fn new() -> Self {
        Self(Outgoing {
            number: "1".into(),
            person: PersonId::new(Uuid::from_u128(1)),
            name: "李小红".into(),
            from: office(SCHOOL),
            basis: basis(),
            asked: act(1),
            state: package::OutgoingState::Asked,
            due: Deadline::after(day("2026-09-07"), package::STEP_WORKING_DAYS, &CALENDAR),
            decided: None,
            made: None,
            fetched: Vec::new(),
        })
    }
}

impl Walk for OutgoingWalk {
    const COMMANDS: usize = 4;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        let made = Made {
            bytes: 1,
            sha256: "0".repeat(64),
            files: 1,
            entries: 1,
            head: "0".repeat(64),
            fingerprint: "A".into(),
            expires_on: today + Days::new(package::DAYS),
        };
        let command = match command {
            0 => OutgoingCommand::Release(made),
            1 => OutgoingCommand::Refuse(said()),
            2 => OutgoingCommand::Fetch,
            _ => OutgoingCommand::Expire,
        };
        does!(self.0, [self.0.decide(command, &work(today, actor))?])
    }

    /// It is fetched as often as is wanted, and expires. Another unit's leader is for the policy: the competent authority's may release too.
    fn is_free(&self, command: usize) -> bool {
        command == 3 || (command == 2 && !self.0.fetched.is_empty())
    }

    fn chain(&self) -> Vec<AccountId> {
        accounts([Some(&self.0.asked), self.0.decided.as_ref().map(|opinion| &opinion.act)])
    }

    fn people() -> Vec<Party> {
        let roles = [Role::Registrar, Role::Leader, Role::Official];
        let school = roles.into_iter().flat_map(|role| (1..4).map(move |n| party(SCHOOL, role, n)));
        school.chain([party(OTHER, Role::Registrar, 4), guardian(9)]).collect()
    }
}

pub(crate) struct IncomingWalk(Incoming);

impl IncomingWalk {
    pub(crate) fn new() -> Self {
        Self(Incoming {
            number: "1".into(),
            name: "李小红".into(),
            from: office(SCHOOL),
            basis: basis(),
            fingerprint: "A".into(),
            directory: None,
            entries: 1,
            head: "0".repeat(64),
            uploaded: act(1),
            state: package::IncomingState::Received,
            due: Deadline::after(day("2026-09-07"), package::STEP_WORKING_DAYS, &CALENDAR),
            proposal: None,
            returned: None,
            decided: None,
            person: None,
        })
    }
}

impl Walk for IncomingWalk {
    const COMMANDS: usize = 4;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        let command = match command {
            0 => IncomingCommand::Propose {
                on: today,
                class_name: "1班".into(),
                take: BTreeSet::<Field>::new(),
                note: String::new(),
            },
            1 => IncomingCommand::Accept(PersonId::new(Uuid::from_u128(1))),
            2 => IncomingCommand::Return(said()),
            _ => IncomingCommand::Refuse(said()),
        };
        does!(self.0, [self.0.decide(command, &Found::Nobody, &work(today, actor))?])
    }

    fn is_free(&self, _: usize) -> bool {
        false
    }

    fn chain(&self) -> Vec<AccountId> {
        let proposed = self.0.proposal.as_ref().map(|proposal| &proposal.act);
        accounts([proposed, self.0.decided.as_ref().map(|opinion| &opinion.act)])
    }
}

pub(crate) struct PaperWalk(paper::HandOver);

impl PaperWalk {
    pub(crate) fn new() -> Self {
        let registrar = context(day("2026-09-07"), &party(SCHOOL, Role::Registrar, 1));
        let piece = paper::AskedPiece {
            title: "户口簿复印件".into(),
            category: domain::archive::Category::Proofs,
            pages: 1,
            form: paper::PieceForm::Copy,
            dated: None,
            source: String::new(),
        };
        let dossier = paper::Dossier::new(PersonId::new(Uuid::from_u128(1)), SCHOOL.parse().unwrap());
        let events = dossier.decide(paper::DossierCommand::Add(piece), &registrar).unwrap();
        let dossier = events.iter().fold(dossier, paper::Dossier::apply);
        let letter = LetterId::new(Uuid::from_u128(3));
        Self(paper::HandOver::list(letter, &dossier, OTHER.parse().unwrap(), &registrar))
    }
}

impl Walk for PaperWalk {
    const COMMANDS: usize = 5;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        use paper::HandOverCommand as Do;
        let found = |check| Do::Receive(BTreeMap::from([(1, check)]));
        let delivery = if actor.account == account(5) { Delivery::Paper } else { Delivery::Online };
        let command = match command {
            0 => Do::Seal {
                number: "1".into(),
                signatory: "王老师".into(),
                on: today,
                delivery: Some(delivery),
            },
            1 => Do::TakeBack { letter_sent: false },
            2 => found(paper::Check::Received),
            3 => found(paper::Check::Missing),
            _ => Do::Settle { no: 1, supplemented: true, note: said() },
        };
        does!(self.0, self.0.decide(command, &context(today, actor))?)
    }

    /// The list is taken back before it has gone. On its way it waits for the receipt of its letter, and the receiver of papers that went
    /// by post may say for itself what became of a difference.
    fn is_free(&self, command: usize) -> bool {
        match command {
            1 => self.0.state == paper::HandOverState::Listed,
            2 | 3 => self.0.state == paper::HandOverState::Sealed,
            4 => self.0.state == paper::HandOverState::Differs,
            _ => false,
        }
    }

    fn chain(&self) -> Vec<AccountId> {
        accounts([Some(&self.0.listed), self.0.seal.as_ref().map(|seal| &seal.confirmed)])
    }

    /// The day is the letter's.
    fn has_day(&self) -> bool {
        false
    }
}
