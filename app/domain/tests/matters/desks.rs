//! What waits at one desk of one unit: reports, bonds, codes, proposals, accounts, loans, imports.

use super::shared::*;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::access::Role;
use domain::confirmation::{Confirmation, Waiting};
use domain::form::import::ImportState;
use domain::guardian::{Bond, BondAct, Code, PrintedCode, Standing};
use domain::id::AccountId;
use domain::import::{Import, ImportAct};
use domain::matter::{Matter, Party};
use domain::paper::{Dossier, DossierCommand, LastLoan};
use domain::registrar::SentReport;
use domain::rules::{self, ProposalAct, RuleState};
use domain::school::{self, State};

/// Ten in the morning in China.
fn at(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(2, 0, 0).unwrap().and_utc()
}

pub(crate) struct ReportWalk(SentReport);

impl ReportWalk {
    pub(crate) fn new() -> Self {
        let (unit, above) = (SCHOOL.parse().unwrap(), COUNTY.parse().unwrap());
        Self(SentReport { unit, above, acknowledged: None })
    }
}

impl Walk for ReportWalk {
    const COMMANDS: usize = 1;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, _: usize, actor: &Party, today: NaiveDate) -> Told {
        self.0 = self.0.clone().acknowledge(&context(today, actor))?;
        Ok(())
    }

    fn is_free(&self, _: usize) -> bool {
        false
    }

    fn chain(&self) -> Vec<AccountId> {
        accounts([self.0.acknowledged.as_ref()])
    }

    fn has_day(&self) -> bool {
        false
    }
}

pub(crate) struct BondWalk(Bond);

impl BondWalk {
    /// One that another guardian calls in question.
    pub(crate) fn new() -> Self {
        let standing = Standing::default().after(BondAct::Report).unwrap();
        Self(Bond { person: person(), school: SCHOOL.parse().unwrap(), standing })
    }
}

impl Walk for BondWalk {
    const COMMANDS: usize = 6;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, _: NaiveDate) -> Told {
        let of_guardians = [BondAct::Report, BondAct::RecoverElsewhere, BondAct::Bind];
        if let Some(act) = command.checked_sub(3) {
            self.0.standing = self.0.standing.after(of_guardians[act])?;
            return Ok(());
        }
        let act = [BondAct::Confirm, BondAct::End, BondAct::Rest][command];
        self.0 = self.0.clone().decide(act, actor)?;
        Ok(())
    }

    /// What guardians do is no step of the school's; a school lets rest and ends what nobody has called in question, too.
    fn is_free(&self, command: usize) -> bool {
        command >= 1
    }

    fn chain(&self) -> Vec<AccountId> {
        Vec::new()
    }

    fn has_day(&self) -> bool {
        false
    }
}

pub(crate) struct CodeWalk(PrintedCode, Option<AccountId>);

impl CodeWalk {
    pub(crate) fn new() -> Self {
        let printed_at = at(day("2026-09-07"));
        let code = Code { printed_by: account(1), printed_at, released: false, used: false };
        Self(PrintedCode { person: person(), school: SCHOOL.parse().unwrap(), code }, None)
    }
}

impl Walk for CodeWalk {
    const COMMANDS: usize = 1;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, _: usize, actor: &Party, today: NaiveDate) -> Told {
        self.0 = self.0.clone().release(actor, at(today))?;
        self.1 = Some(actor.account);
        Ok(())
    }

    fn is_free(&self, _: usize) -> bool {
        false
    }

    fn chain(&self) -> Vec<AccountId> {
        [self.0.code.printed_by].into_iter().chain(self.1).collect()
    }
}

pub(crate) struct ProposalWalk(school::Proposal);

impl ProposalWalk {
    pub(crate) fn new() -> Self {
        Self(school::Proposal {
            authority: COUNTY.parse().unwrap(),
            school: Some(SCHOOL.parse().unwrap()),
            proposed_by: account(1),
            decided_by: None,
            state: State::Proposed,
            consents: Vec::new(),
            withdrawal: None,
        })
    }
}

impl Walk for ProposalWalk {
    const COMMANDS: usize = 2;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    /// A school of the city takes the pupils in.
    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        self.0 = self.0.clone().decide(actor, at(today), command == 0)?.consult(vec![office(CITY)]);
        Ok(())
    }

    /// Who asked others takes the question back.
    fn is_free(&self, command: usize) -> bool {
        command == 1 && self.0.state == State::Consulting
    }

    fn chain(&self) -> Vec<AccountId> {
        let consented = school::Consent::parties(&self.0.consents).map(|party| party.account);
        // Who took the question back took no further step.
        [self.0.proposed_by].into_iter().chain(self.0.decided_by).chain(consented).collect()
    }

    fn has_day(&self) -> bool {
        false
    }
}

pub(crate) struct RulesWalk(rules::Proposal, Option<AccountId>);

impl RulesWalk {
    pub(crate) fn new() -> Self {
        let proposal = rules::Proposal {
            authority: COUNTY.parse().unwrap(),
            proposed_by: party(COUNTY, Role::Registrar, 1),
            valid_from: day("2026-10-01"),
            state: RuleState::Proposed,
        };
        Self(proposal, None)
    }
}

impl Walk for RulesWalk {
    const COMMANDS: usize = 3;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        let act = match command {
            0 => ProposalAct::Approve,
            1 => ProposalAct::Reject(said()),
            _ => ProposalAct::Withdraw,
        };
        self.0 = self.0.clone().decide(&act, &context(today, actor))?;
        self.1 = Some(actor.account).filter(|_| command < 2);
        Ok(())
    }

    /// Taken back by who proposed it.
    fn is_free(&self, command: usize) -> bool {
        command == 2 && self.0.is_open()
    }

    fn chain(&self) -> Vec<AccountId> {
        [self.0.proposed_by.account].into_iter().chain(self.1).collect()
    }
}

pub(crate) struct ConfirmationWalk(Confirmation, Option<AccountId>);

impl ConfirmationWalk {
    pub(crate) fn new() -> Self {
        let overseers = [SCHOOL, COUNTY, CITY].map(|unit| unit.parse().unwrap()).into();
        let waiting = Waiting::Account(day("2026-09-07"));
        let by = Some(account(1));
        Self(Confirmation { account: account(20), overseers, by, waiting, settled: None }, None)
    }
}

impl Walk for ConfirmationWalk {
    const COMMANDS: usize = 2;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, _: NaiveDate) -> Told {
        self.0 = self.0.clone().settle(command == 0, actor)?;
        self.1 = Some(actor.account);
        Ok(())
    }

    fn is_free(&self, _: usize) -> bool {
        false
    }

    fn chain(&self) -> Vec<AccountId> {
        self.0.by.into_iter().chain(self.1).collect()
    }

    fn people() -> Vec<Party> {
        let mut people = Vec::new();
        for unit in [SCHOOL, COUNTY, CITY, "320000"] {
            for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin, Role::Registrar] {
                people.extend((1..3).map(|n| party(unit, role, n)));
            }
        }
        people
    }
}

pub(crate) struct LoanWalk(Dossier);

impl LoanWalk {
    pub(crate) fn new() -> Self {
        let registrar = context(day("2026-09-07"), &party(SCHOOL, Role::Registrar, 1));
        let dossier = Dossier::new(person(), SCHOOL.parse().unwrap());
        let events = dossier.decide(Self::asked(day("2026-09-07")), &registrar).unwrap();
        Self(events.iter().fold(dossier, Dossier::apply))
    }

    fn asked(today: NaiveDate) -> DossierCommand {
        let due_back = today + Duration::days(20);
        DossierCommand::AskLoan { borrower: "王老师".into(), reason: said(), due_back }
    }
}

impl Walk for LoanWalk {
    const COMMANDS: usize = 4;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&LastLoan::of(&self.0).unwrap())
    }

    fn act(&mut self, command: usize, actor: &Party, today: NaiveDate) -> Told {
        let command = match command {
            0 => DossierCommand::ApproveLoan,
            1 => DossierCommand::RefuseLoan { reason: said() },
            2 => DossierCommand::ReturnLoan,
            _ => Self::asked(today),
        };
        does!(self.0, self.0.decide(command, &context(today, actor))?)
    }

    /// What was brought back is asked for again.
    fn is_free(&self, command: usize) -> bool {
        command == 3 && self.0.open_loan().is_none()
    }

    fn chain(&self) -> Vec<AccountId> {
        let loan = self.0.loans.last().unwrap();
        // Who asked may refuse for the leader's desk: nothing is lent by that.
        let approved = loan.decided.as_ref().filter(|_| loan.refused.is_none());
        accounts([Some(&loan.asked), approved])
    }
}

pub(crate) struct ImportWalk(Import);

impl ImportWalk {
    pub(crate) fn new() -> Self {
        let checked_on = Some(day("2026-09-07"));
        let school = SCHOOL.parse().unwrap();
        let (state, aside_on, left) = (ImportState::Checked, None, false);
        Self(Import { school, by: account(1), state, checked_on, aside_on, left })
    }
}

impl Walk for ImportWalk {
    /// What who sent it in does; then the same by whoever.
    const COMMANDS: usize = 4;

    fn look<T>(&self, ask: impl FnOnce(&dyn Matter) -> T) -> T {
        ask(&self.0)
    }

    fn act(&mut self, command: usize, actor: &Party, _: NaiveDate) -> Told {
        if command < 2 && actor.account != self.0.by {
            return Err(Vec::new());
        }
        let act = if command.is_multiple_of(2) { ImportAct::Enter } else { ImportAct::Discard };
        self.0 = self.0.clone().decide(act, actor)?;
        Ok(())
    }

    /// A colleague at the same desk decides in the place of who sent it in.
    fn is_free(&self, command: usize) -> bool {
        command >= 2 && self.0.is_open()
    }

    fn chain(&self) -> Vec<AccountId> {
        Vec::new()
    }

    /// An account has one role in one unit.
    fn people() -> Vec<Party> {
        let registrars = (1..4).map(|n| party(SCHOOL, Role::Registrar, n));
        let strangers = [party(SCHOOL, Role::Leader, 4), party(OTHER, Role::Registrar, 8), guardian(9)];
        registrars.chain(strangers).collect()
    }
}
