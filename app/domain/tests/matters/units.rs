//! Matters about units: orders, requests for data, reviews, hand-overs, warnings.

use super::shared::*;
use chrono::{Days, NaiveDate};
use domain::access::Role;
use domain::calendar::term;
use domain::disclosure::{self, DataClass, Disclosure, Ending, Ground, People, Recipient, RecipientKind};
use domain::id::{AccountId, ReviewId};
use domain::matter::{Act, Matter, Party};
use domain::org::UnitKind;
use domain::registrar;
use domain::review::{
    self, Campaign, CampaignCommand, Dates, Outstanding, OwedLook, OwedReview, SchoolCommand, SchoolReview,
};
use domain::rules::Rules;
use domain::violation::{self, Violation, ViolationKind};
use domain::warning::{Indicator, Reading, Warning};
use std::collections::BTreeSet;
use uuid::Uuid;

pub(crate) struct ViolationWalk(Violation);

impl ViolationWalk {
    pub(crate) fn new() -> Self {
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

pub(crate) struct DisclosureWalk(Disclosure);

impl DisclosureWalk {
    pub(crate) fn new() -> Self {
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
            letters: vec![proof()],
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
            _ => disclosure::Command::Settle {
                ending: Ending::Destroyed,
                words: said(),
                proofs: vec![proof()],
            },
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

pub(crate) struct CampaignWalk(Campaign);

impl CampaignWalk {
    pub(crate) fn new() -> Self {
        Self(campaign())
    }
}

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

pub(crate) struct ReviewWalk(Campaign, SchoolReview);

impl ReviewWalk {
    pub(crate) fn new() -> Self {
        let leader = context(day("2026-09-08"), &party(COUNTY, Role::Leader, 2));
        let running = campaign().decide(CampaignCommand::Approve, &leader).unwrap();
        let part = SchoolReview::begun(running.id, office(SCHOOL), office(COUNTY));
        Self(running, part)
    }
}

impl Walk for ReviewWalk {
    const COMMANDS: usize = 5;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&review::Part::of(&self.0, &self.1))
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

pub(crate) struct HandOverWalk(registrar::HandOver);

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

    pub(crate) fn new() -> Self {
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

pub(crate) struct OwedWalk(OwedReview);

impl OwedWalk {
    pub(crate) fn new() -> Self {
        let today = day("2026-09-07");
        let look = OwedLook { today, schools: 2, covered: false };
        Self(OwedReview::found(office(COUNTY), term(today), day("2026-09-20"), look).unwrap())
    }
}

impl Walk for OwedWalk {
    const COMMANDS: usize = 4;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, _: &Party, today: NaiveDate) -> Told {
        let look = OwedLook { today, schools: command, covered: command == 3 };
        self.0 = self.0.looked_at(look);
        Ok(())
    }

    /// What a night finds is nobody's step; the review that ends it is another matter.
    fn is_free(&self, _: usize) -> bool {
        true
    }

    fn chain(&self) -> Vec<AccountId> {
        Vec::new()
    }

    fn people() -> Vec<Party> {
        vec![party(COUNTY, Role::Registrar, 1), party(COUNTY, Role::Leader, 2)]
    }
}

pub(crate) struct WarningWalk(Warning);

impl WarningWalk {
    pub(crate) fn new() -> Self {
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
