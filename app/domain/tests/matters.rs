//! What holds of every kind of matter, on every way through its life.

use chrono::{Days, NaiveDate};
use domain::access::{Role, Ties};
use domain::calendar::{Due, WorkCalendar, term};
use domain::case::{self, Case, NewCase, Payload, registration::Registration};
use domain::disclosure::{self, DataClass, Disclosure, Ending, Ground, People, Recipient, RecipientKind};
use domain::form::Field;
use domain::id::{AccountId, CaseId, LetterId, PersonId, ProblemId, ProofId, ReviewId, UnitId};
use domain::letter::{self, Content, Letter, TermTransfers};
use domain::matter::{
    Act, CaseKind, Context, Deadline, Delivery, Holder, Matter, MatterKind, Office, Party, Proof, ProofKind,
    WorkContext,
};
use domain::org::{OrgPath, UnitKind};
use domain::package::{self, Found, Incoming, IncomingCommand, Made, Outgoing, OutgoingCommand};
use domain::paper;
use domain::problem::{self, Problem, ProblemKind, Remedy, Verdict};
use domain::refusal::Refusal;
use domain::registrar;
use domain::review::{self, Campaign, CampaignCommand, Dates, Outstanding, SchoolCommand, SchoolReview};
use domain::rules::Rules;
use domain::violation::{self, Violation, ViolationKind};
use domain::warning::{Indicator, Reading, Warning};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};
use uuid::Uuid;

const SCHOOL: &str = "2132000001";
const OTHER: &str = "2132000002";
const COUNTY: &str = "320102";
const CITY: &str = "320100";

/// No year is announced: every deadline is provisional.
static CALENDAR: LazyLock<WorkCalendar> = LazyLock::new(WorkCalendar::default);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn office(unit: &str) -> Office {
    Office { unit: unit.parse().unwrap(), name: format!("单位{unit}") }
}

fn account(n: u128) -> AccountId {
    AccountId::new(Uuid::from_u128(n))
}

fn party(unit: &str, role: Role, n: u128) -> Party {
    let unit: UnitId = unit.parse().unwrap();
    let unit_name = unit.to_string();
    Party {
        account: account(n),
        name: format!("人员{n}"),
        role,
        unit: Some(unit),
        unit_name,
        ties: Ties::none(),
    }
}

fn guardian(n: u128) -> Party {
    Party { unit: None, unit_name: String::new(), ..party(SCHOOL, Role::Guardian, n) }
}

fn context(today: NaiveDate, actor: &Party) -> Context {
    Context { today, actor: actor.clone() }
}

fn work(today: NaiveDate, actor: &Party) -> WorkContext<'static> {
    WorkContext { today, actor: actor.clone(), calendar: &CALENDAR }
}

fn act(n: u128) -> Act {
    Act { by: party(SCHOOL, Role::Registrar, n), on: day("2026-09-07") }
}

fn proof() -> Proof {
    let id = ProofId::new(Uuid::from_u128(1));
    Proof { id, kind: ProofKind::Other, sha256: "0".repeat(64), format: "png".into(), size: 1 }
}

fn said() -> String {
    "情况属实".into()
}

type Told = Result<(), Vec<Refusal>>;

/// A matter on its way.
trait Walk {
    /// What every matter can be asked.
    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T;
    /// How many things can be done with it.
    const COMMANDS: usize;
    /// Does one of them.
    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told;
    /// Whether somebody who does not hold it may do this: take back, steer, come back to what is closed.
    fn is_free(&self, command: usize) -> bool;
    /// Accounts that took the steps of the chain so far; nobody twice.
    fn chain(&self) -> Vec<AccountId>;
    /// Whether it has a day whenever it is open.
    fn has_day(&self) -> bool {
        true
    }
    /// Who walks about. The same account with several hats is one person.
    fn people() -> Vec<Party> {
        let mut people = Vec::new();
        for unit in [SCHOOL, OTHER, COUNTY, CITY] {
            for role in [Role::Registrar, Role::Leader, Role::Official] {
                people.extend((1..6).map(|n| party(unit, role, n)));
            }
        }
        // Who opens a case has one hat: it is taken back by the account, whatever that is called by then.
        people.extend([party(SCHOOL, Role::Registrar, 7), guardian(8), guardian(9)]);
        people
    }
}

/// Applies what was decided.
macro_rules! does {
    ($matter:expr, $events:expr) => {{
        for event in &$events {
            $matter = $matter.clone().apply(event);
        }
        Ok(())
    }};
}

fn accounts<'a>(acts: impl IntoIterator<Item = Option<&'a Act>>) -> Vec<AccountId> {
    acts.into_iter().flatten().map(|act| act.by.account).collect()
}

struct CaseWalk(Case);

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

    fn new(opener: &Party) -> Self {
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

struct LetterWalk(Letter);

impl LetterWalk {
    fn content() -> Content {
        let (term, until) = (term(day("2026-09-07")), day("2026-09-07"));
        Content::TermTransfers(TermTransfers { term, until, arrived: Vec::new(), left: Vec::new() })
    }

    fn new() -> Self {
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

struct ProblemWalk(Problem);

impl ProblemWalk {
    fn new(kind: ProblemKind) -> Self {
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

struct ViolationWalk(Violation);

impl ViolationWalk {
    fn new() -> Self {
        let finding = violation::Finding {
            kind: ViolationKind::NoArchive,
            subject: office(SCHOOL),
            handler: office(COUNTY),
            fact: said(),
            evidence: vec![proof()],
        };
        let entered = work(day("2026-09-07"), &party(COUNTY, Role::Registrar, 1));
        Self(Violation::enter(finding, &entered).unwrap())
    }
}

impl Walk for ViolationWalk {
    const COMMANDS: usize = 9;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        let command = match command {
            0 => violation::Command::Examine(said()),
            1 => violation::Command::Dismiss(said()),
            2 => violation::Command::SignOrder { demand: said(), days: 10 },
            3 => violation::Command::Reply { statement: said(), proofs: vec![proof()] },
            4 => violation::Command::Accept(said()),
            5 => violation::Command::Reject { reason: said(), days: 5 },
            6 => violation::Command::Escalate { above: office(CITY), serious: true, reason: said() },
            7 => violation::Command::Recommend(said()),
            _ => violation::Command::Withdraw(said()),
        };
        does!(self.0, self.0.decide(command, &work(today, actor))?)
    }

    /// The authority steers an order while the subject holds it.
    fn is_free(&self, command: usize) -> bool {
        self.0.state.is_open() && command >= 6
    }

    fn chain(&self) -> Vec<AccountId> {
        let signed = self.0.order.as_ref().map(|order| &order.act);
        let before = [self.0.examined.as_ref().map(|opinion| &opinion.act), self.0.entered.as_ref()];
        // Who enters may examine; neither signs.
        let before: BTreeSet<AccountId> = accounts(before).into_iter().collect();
        before.into_iter().chain(accounts([signed])).collect()
    }

    /// The regulation gives the authority no day; the subject has one.
    fn has_day(&self) -> bool {
        self.0.state == violation::ViolationState::Ordered
    }
}

struct DisclosureWalk(Disclosure);

impl DisclosureWalk {
    fn new() -> Self {
        let request = disclosure::Request {
            number: "1".into(),
            asker: office(COUNTY),
            school: office(SCHOOL),
            handler: office(COUNTY),
            recipient: Recipient {
                name: "玄武区疾控中心".into(),
                kind: Some(RecipientKind::PublicBody),
                contact: "李医生".into(),
                phone: "02512345678".into(),
                letter: "玄疾控8号".into(),
            },
            purpose: "核对预防接种".into(),
            ground: Some(Ground::StatutoryDuty),
            proof_of_ground: "疫苗管理法".into(),
            classes: [DataClass::Basic].into(),
            necessity: String::new(),
            people: People::School,
            keep_days: 30,
        };
        let asker = work(day("2026-09-07"), &party(COUNTY, Role::Registrar, 1));
        Self(Disclosure::ask(request, &asker).unwrap())
    }
}

impl Walk for DisclosureWalk {
    const COMMANDS: usize = 7;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        let command = match command {
            0 => disclosure::Command::Examine(said()),
            1 => disclosure::Command::Approve { words: said(), days: 20, downloads: 2 },
            2 => disclosure::Command::Refuse(said()),
            3 => disclosure::Command::Withdraw(said()),
            4 => disclosure::Command::Revoke(said()),
            5 => disclosure::Command::Fetch { pupils: 3 },
            _ => disclosure::Command::Settle { ending: Ending::Destroyed, words: said() },
        };
        does!(self.0, self.0.decide(command, &work(today, actor))?)
    }

    /// Taken back by who asked; an approval may be used and revoked.
    fn is_free(&self, command: usize) -> bool {
        match command {
            3 => self.0.waiting().is_some(),
            4 | 5 => self.0.state == disclosure::DisclosureState::Approved,
            _ => false,
        }
    }

    fn chain(&self) -> Vec<AccountId> {
        let examined = self.0.examined.as_ref().map(|opinion| &opinion.act);
        let approved = self.0.approval.as_ref().map(|approval| &approval.opinion.act);
        accounts([Some(&self.0.asked), examined, approved])
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

struct OutgoingWalk(Outgoing);

impl OutgoingWalk {
    fn new() -> Self {
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

    /// Fetched and expired is what became of it. Another unit's leader is for the policy: the competent authority's may release too.
    fn is_free(&self, command: usize) -> bool {
        command >= 2
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

struct IncomingWalk(Incoming);

impl IncomingWalk {
    fn new() -> Self {
        Self(Incoming {
            number: "1".into(),
            name: "李小红".into(),
            from: office(SCHOOL),
            basis: basis(),
            fingerprint: "A".into(),
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

fn dates() -> Dates {
    Dates {
        start: day("2026-09-10"),
        school: day("2026-10-30"),
        county: day("2026-11-20"),
        province: day("2026-12-20"),
    }
}

fn campaign() -> Campaign {
    let opener = context(day("2026-09-07"), &party(COUNTY, Role::Registrar, 1));
    let (id, term) = (ReviewId::new(Uuid::from_u128(6)), term(day("2026-09-07")));
    Campaign::propose(id, office(COUNTY), UnitKind::County, term, dates(), &opener).unwrap()
}

struct CampaignWalk(Campaign);

impl Walk for CampaignWalk {
    const COMMANDS: usize = 4;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        let later = |date: NaiveDate| date.max(today + Days::new(1));
        let dates = Dates { start: later(dates().start), ..dates() };
        let command = match command {
            0 => CampaignCommand::Amend(dates),
            1 => CampaignCommand::Approve,
            2 => CampaignCommand::Return(said()),
            _ => CampaignCommand::Close { unfinished: 0 },
        };
        self.0 = self.0.clone().decide(command, &context(today, actor))?;
        Ok(())
    }

    /// The registrar changes what is not approved yet; the leader ends what runs.
    fn is_free(&self, command: usize) -> bool {
        match command {
            0 => self.0.waiting_for().is_some(),
            3 => self.0.state == review::CampaignState::Approved,
            _ => false,
        }
    }

    fn chain(&self) -> Vec<AccountId> {
        accounts([Some(&self.0.proposed), self.0.approved.as_ref()])
    }
}

struct ReviewWalk(Campaign, SchoolReview);

impl ReviewWalk {
    fn new() -> Self {
        let leader = context(day("2026-09-08"), &party(COUNTY, Role::Leader, 2));
        let running = campaign().decide(CampaignCommand::Approve, &leader).unwrap();
        let part = SchoolReview::begun(running.id, office(SCHOOL), office(COUNTY));
        Self(running, part)
    }
}

impl Walk for ReviewWalk {
    const COMMANDS: usize = 5;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&review::Part { campaign: &self.0, review: &self.1 })
    }

    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        let command = match command {
            0 => SchoolCommand::Submit(Outstanding::default()),
            1 => SchoolCommand::Sign(Outstanding::default()),
            2 => SchoolCommand::Examine,
            3 => SchoolCommand::Confirm,
            _ => SchoolCommand::Return(said()),
        };
        self.1 = self.1.clone().decide(command, &context(today, actor))?;
        Ok(())
    }

    fn is_free(&self, _: usize) -> bool {
        false
    }

    fn chain(&self) -> Vec<AccountId> {
        let SchoolReview { submitted, signed, examined, done, .. } = &self.1;
        accounts([submitted.as_ref(), signed.as_ref(), examined.as_ref(), done.as_ref()])
    }
}

struct HandOverWalk(registrar::HandOver);

impl HandOverWalk {
    fn context(actor: &Party, today: NaiveDate) -> registrar::HandOverContext {
        let kind = registrar::ItemKind::Cases;
        let cases = registrar::Found { key: "cases".into(), kind, words: "待办事项".into(), count: 3 };
        let able = [2, 3].map(Self::desk).into();
        registrar::HandOverContext { today, actor: actor.clone(), found: vec![cases], able }
    }

    fn desk(n: u128) -> registrar::Desk {
        registrar::Desk { account: account(n), name: format!("人员{n}") }
    }

    fn new() -> Self {
        let opening = registrar::Opening {
            office: office(SCHOOL),
            from: Self::desk(1),
            to: Self::desk(2),
            last_day: day("2026-09-10"),
            reason: "调离本校".into(),
        };
        let leader = Self::context(&party(SCHOOL, Role::Leader, 4), day("2026-09-07"));
        Self(registrar::HandOver::open(opening, &leader).unwrap())
    }
}

impl Walk for HandOverWalk {
    const COMMANDS: usize = 6;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        use registrar::HandOverCommand as Do;
        let command = match command {
            0 => Do::Reassign { keys: vec!["cases".into()], to: account(3) },
            1 => Do::Note("钥匙两把".into()),
            2 => Do::Sign,
            3 => Do::SignInPlace(said()),
            4 => Do::Confirm,
            _ => Do::Withdraw,
        };
        does!(self.0, self.0.decide(command, &Self::context(actor, today))?)
    }

    /// Lines are given away and added until it is confirmed; the leader may take it back.
    fn is_free(&self, command: usize) -> bool {
        self.0.state == registrar::HandOverState::Open && matches!(command, 0 | 1 | 5)
    }

    fn chain(&self) -> Vec<AccountId> {
        accounts([self.0.signed_from.as_ref(), self.0.signed_to.as_ref()])
    }

    /// An account has one role in one unit.
    fn people() -> Vec<Party> {
        let registrars = (1..4).map(|n| party(SCHOOL, Role::Registrar, n));
        let strangers = [party(OTHER, Role::Leader, 8), party(COUNTY, Role::Leader, 9), guardian(10)];
        registrars.chain([party(SCHOOL, Role::Leader, 4)]).chain(strangers).collect()
    }
}

struct PaperWalk(paper::HandOver);

impl PaperWalk {
    fn new() -> Self {
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

    /// The list is taken back before it has gone.
    fn is_free(&self, command: usize) -> bool {
        command == 1 && self.0.state == paper::HandOverState::Listed
    }

    fn chain(&self) -> Vec<AccountId> {
        accounts([Some(&self.0.listed), self.0.seal.as_ref().map(|seal| &seal.confirmed)])
    }

    /// The day is the letter's.
    fn has_day(&self) -> bool {
        false
    }
}

struct WarningWalk(Warning);

impl WarningWalk {
    fn new() -> Self {
        let reading = Self::reading(day("2026-09-07"), 5);
        let unit = SCHOOL.parse().unwrap();
        Self(Warning::open(unit, Indicator::OverdueCases, reading, Vec::new(), &CALENDAR).unwrap())
    }

    /// Of late cases: from 1 on a hint, from 5 on one asks, 20 are the loudest.
    fn reading(today: NaiveDate, figure: u64) -> Reading {
        Reading::new(Indicator::OverdueCases, today, figure, 0, &Rules::national())
    }
}

impl Walk for WarningWalk {
    const COMMANDS: usize = 8;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        let figure = match command {
            0 => {
                let act = Act { by: actor.clone(), on: today };
                self.0 = self.0.clone().acknowledge(act, &said())?;
                return Ok(());
            }
            1..=3 => 5,
            4 | 5 => 20,
            6 => 1,
            _ => 0,
        };
        self.0 = self.0.clone().read(Self::reading(today, figure), Vec::new(), &CALENDAR);
        Ok(())
    }

    /// The figure of a night is nobody's step; a unit adds to what it said while the warning stands.
    fn is_free(&self, command: usize) -> bool {
        command > 0 || (self.0.stands() && self.0.open_question().is_none())
    }

    fn chain(&self) -> Vec<AccountId> {
        Vec::new()
    }
}

struct Look {
    open: bool,
    holders: Vec<Holder>,
    due: Option<Due>,
    back: bool,
}

fn look(walk: &impl Walk) -> Look {
    walk.look(|matter| Look {
        open: matter.is_open(),
        holders: matter.holders(),
        due: matter.due(),
        back: matter.sent_back(),
    })
}

/// Steps as numbers: which of the people, which command, how many days later.
type Steps = Vec<(usize, usize, u64)>;

fn steps() -> impl Strategy<Value = Steps> {
    // Those who may act are a few of many: most steps are tries, so there are many of them.
    prop::collection::vec((0..1000_usize, 0..1000_usize, 0..2_u64), 1..120)
}

/// Half of the steps are somebody's who holds it, so that ways lead to the end as well.
fn chosen<W: Walk>(walk: &W, people: &[Party], n: usize) -> Party {
    let holders = look(walk).holders;
    let able: Vec<&Party> = people.iter().filter(|one| holders.iter().any(|holder| holder.is(one))).collect();
    if n.is_multiple_of(2) && !able.is_empty() {
        able[n / 2 % able.len()].clone()
    } else {
        people[n / 2 % people.len()].clone()
    }
}

fn holds_of_every_step<W: Walk>(mut walk: W, steps: Steps) -> Result<(), TestCaseError> {
    let people = W::people();
    let mut today = day("2026-09-08");
    for (who, what, days) in steps {
        let before = look(&walk);
        prop_assert_eq!(
            before.open,
            !before.holders.is_empty(),
            "open is held by somebody, closed by nobody"
        );
        prop_assert!(before.open || before.due.is_none(), "what is closed has no day");
        prop_assert!(!before.open || !walk.has_day() || before.due.is_some(), "what is open has a day");
        prop_assert!(before.open || !before.back, "what is closed is not sent back");
        today = today + Days::new(days);
        let (actor, command) = (chosen(&walk, &people, who), what % W::COMMANDS);
        let free = walk.is_free(command);
        let held = before.holders.iter().any(|holder| holder.is(&actor));
        if walk.act(command, &actor, today).is_ok() {
            prop_assert!(held || free, "{command} by {actor:?} who does not hold it: {:?}", before.holders);
            prop_assert!(before.open || free, "{command}: what is closed stays closed");
        }
        let chain = walk.chain();
        let different: BTreeSet<&AccountId> = chain.iter().collect();
        prop_assert_eq!(different.len(), chain.len(), "nobody takes two steps: {:?}", chain);
    }
    Ok(())
}

/// Whether a way leads to the end: a property that no way tries says nothing.
fn reaches_the_end<W: Walk>(new: impl Fn() -> W) -> bool {
    let people = W::people();
    let mut walk = new();
    let mut today = day("2026-09-10");
    // The steps by everybody who holds it, in order: the first that works is taken.
    for _ in 0..20 {
        if !look(&walk).open {
            return true;
        }
        let holders = look(&walk).holders;
        let able: Vec<&Party> =
            people.iter().filter(|one| holders.iter().any(|holder| holder.is(one))).collect();
        let steps: Vec<usize> = (0..W::COMMANDS).filter(|command| !walk.is_free(*command)).collect();
        let moved =
            steps.into_iter().any(|command| able.iter().any(|actor| walk.act(command, actor, today).is_ok()));
        if !moved {
            return false;
        }
        today = today + Days::new(1);
    }
    !look(&walk).open
}

macro_rules! every_kind {
    ($($name:ident: $new:expr;)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
            $(
                #[test]
                fn $name(steps in steps()) {
                    holds_of_every_step($new, steps)?;
                }
            )*
        }

        /// The kinds that are walked here.
        fn walked() -> BTreeSet<MatterKind> {
            BTreeSet::from([$($new.look(|matter| matter.kind())),*])
        }
    };
}

every_kind! {
    a_case_of_a_registrar: CaseWalk::new(&party(SCHOOL, Role::Registrar, 7));
    a_case_of_a_guardian: CaseWalk::new(&guardian(9));
    a_letter: LetterWalk::new();
    a_problem_of_two_records: ProblemWalk::new(ProblemKind::SameDocument);
    a_wrong_document: ProblemWalk::new(ProblemKind::WrongDocument);
    a_violation: ViolationWalk::new();
    a_disclosure: DisclosureWalk::new();
    a_package_that_leaves: OutgoingWalk::new();
    a_package_that_arrives: IncomingWalk::new();
    a_review_campaign: CampaignWalk(campaign());
    a_school_in_a_review: ReviewWalk::new();
    a_registrars_hand_over: HandOverWalk::new();
    a_hand_over_of_papers: PaperWalk::new();
    a_warning: WarningWalk::new();
}

#[test]
fn every_kind_that_the_domain_decides_is_walked() {
    // Of cases one kind stands for all, which share one envelope. What is left waits in the registry, with no life of its own here.
    let elsewhere = [
        MatterKind::RegistrarReport,
        MatterKind::Bond,
        MatterKind::BindingCode,
        MatterKind::SchoolChange,
        MatterKind::Rules,
    ];
    let walked = walked();
    for kind in MatterKind::all().filter(|kind| !matches!(kind, MatterKind::Case(_))) {
        assert_eq!(walked.contains(&kind), !elsewhere.contains(&kind), "{kind:?}");
    }
    assert!(walked.contains(&MatterKind::Case(CaseKind::Registration)));
}

#[test]
fn the_ways_lead_somewhere() {
    assert!(reaches_the_end(|| CaseWalk::new(&party(SCHOOL, Role::Registrar, 1))));
    assert!(reaches_the_end(ViolationWalk::new));
    assert!(reaches_the_end(DisclosureWalk::new));
    assert!(reaches_the_end(OutgoingWalk::new));
    assert!(reaches_the_end(IncomingWalk::new));
    assert!(reaches_the_end(ReviewWalk::new));
    assert!(reaches_the_end(PaperWalk::new));
    assert!(reaches_the_end(WarningWalk::new));
}
