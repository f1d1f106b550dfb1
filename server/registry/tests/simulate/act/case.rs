//! Decisions: in turn, out of turn, from elsewhere, twice, by two at once, and by whoever opened the case.

use super::Scene;
use crate::command::Kind;
use crate::model::{Decided, Done, Outcome, Violation, violated};
use crate::society::guardian;
use domain::access::{Actor, Role};
use domain::case::{Case, CaseState, Command};
use domain::id::{AccountId, CaseId, PersonId, UnitId};
use domain::shown::{CHANGED, Shown};
use registry::case::CaseRow;
use std::collections::BTreeMap;
use uuid::Uuid;

pub fn agree() -> Command {
    Command::Agree { reason: String::new(), refused_fields: BTreeMap::new() }
}

/// Whose turn it is, as the queue says it: unit and role.
pub fn holder(row: &CaseRow) -> Option<(UnitId, Role)> {
    let (unit, role) = row.waiting.as_deref()?.split_once('/')?;
    Some((unit.parse().ok()?, Role::from_key(role)?))
}

impl Scene<'_> {
    pub(super) fn open_case(&mut self, state: CaseState) -> Option<CaseRow> {
        let open: Vec<&CaseRow> = self.seen.cases.iter().filter(|row| row.state == state).collect();
        self.dice.pick(&open).map(|row| (*row).clone())
    }

    pub(super) fn content(&self, row: &CaseRow) -> Result<Case, Violation> {
        match row.case(&*self.world.registry().vault) {
            Ok(case) => Ok(case),
            Err(error) => violated("a case opens", format!("{}: {error:?}", row.uid)),
        }
    }

    /// Puts down that a step was decided, which may not be lost any more.
    pub(super) fn was_decided(&mut self, before: &Case, by: &Actor, state: CaseState) {
        if let Some(step) = before.current() {
            let decided = Decided { by: by.account, round: step.round, link: step.link };
            self.model.decided.entry(before.id).or_default().push(decided);
        }
        if !state.is_open() {
            self.model.closed.insert(before.id, state);
        }
    }

    /// Decides a case as it was shown.
    async fn gives(&mut self, by: &Actor, shown: Shown<CaseId>, before: &Case, command: Command) -> Done {
        let answer = self.world.registry().cases().decide_case(by, shown, command).await;
        Ok(match self.hear(answer)? {
            Ok(state) => {
                self.was_decided(before, by, state);
                Outcome::Accepted
            }
            Err(code) => Outcome::Refused(code),
        })
    }

    pub(super) async fn decide(&mut self, kind: Kind) -> Done {
        let Some(row) = self.open_case(CaseState::InProgress) else { return Ok(Outcome::Skipped) };
        let Some((unit, role)) = holder(&row) else { return Ok(Outcome::Skipped) };
        let by = self.one_of(&unit, role);
        self.note(format!("{} {:?} {} by {}", row.number, row.kind, row.uid, by.name));
        let case = self.content(&row)?;
        let command = match kind {
            Kind::Return => Command::Return { reason: "材料不齐，请补正".into() },
            Kind::Refuse => Command::Refuse { reason: "不符合条件".into() },
            _ => agree(),
        };
        self.gives(&by, Shown::new(row.uid, row.version), &case, command).await
    }

    /// Whoever has the case agrees, until nobody has.
    pub(super) async fn carry(&mut self, id: CaseId) -> Done {
        loop {
            let text = format!("SELECT * FROM case WHERE uid = '{id}'");
            let rows: Vec<CaseRow> = match self.world.registry().store.inspect(&text).await {
                Ok(rows) => rows,
                Err(error) => return violated("the store reads", format!("{error:?}")),
            };
            let Some(row) = rows.first() else {
                return violated("nothing acknowledged is gone", format!("case {id}"));
            };
            let case = self.content(row)?;
            let Some(link) = case.waiting_for().cloned() else { return Ok(Outcome::Accepted) };
            let by = self.one_of(&link.unit, link.role);
            match self.gives(&by, Shown::new(row.uid, row.version), &case, agree()).await? {
                Outcome::Accepted => {}
                other => return Ok(other),
            }
        }
    }

    /// Somebody works the queue off with one click.
    pub(super) async fn agree_to_all(&mut self) -> Done {
        let Some(first) = self.open_case(CaseState::InProgress) else { return Ok(Outcome::Skipped) };
        let Some((unit, role)) = holder(&first) else { return Ok(Outcome::Skipped) };
        let by = self.one_of(&unit, role);
        let mine: Vec<CaseRow> =
            self.seen.cases.iter().filter(|row| row.waiting == first.waiting).take(8).cloned().collect();
        // A case of somebody else among them, one nobody knows or one that changed since is an outcome of its own and changes
        // nothing for the others.
        let foreign = self.dice.percent(20);
        let other = self.seen.cases.iter().find(|row| foreign && row.waiting != first.waiting).cloned();
        let rows: Vec<CaseRow> = mine.iter().cloned().chain(other.clone()).collect();
        let cases = rows.iter().map(|row| self.content(row)).collect::<Result<Vec<Case>, _>>()?;
        let mut shown: Vec<Shown<CaseId>> = rows.iter().map(|row| Shown::new(row.uid, row.version)).collect();
        let unknown = self.dice.percent(10);
        if unknown {
            shown.push(Shown::new(CaseId::new(Uuid::from_u64_pair(self.dice.next(), self.dice.next())), 1));
        }
        let stale = self.dice.percent(15) && rows[0].version > 2;
        if stale {
            // Two behind: not what this person has just done.
            shown[0] = Shown::new(rows[0].uid, rows[0].version - 2);
        }
        self.note(format!("{} cases by {}", shown.len(), by.name));
        let answer = self.world.registry().cases().decide_cases(&by, &shown, &agree()).await;
        let decided = match self.hear(answer)? {
            Ok(decided) => decided,
            Err(code) if code.starts_with("not_found") => {
                return violated(
                    "what one case refuses the others do not",
                    format!("{code} of {}", shown.len()),
                );
            }
            Err(code) => return Ok(Outcome::Refused(code)),
        };
        if decided.len() != shown.len() {
            return violated("every case has an outcome", format!("{} of {}", decided.len(), shown.len()));
        }
        let mut outcome = Outcome::Refused("all".into());
        for (n, one) in decided.iter().enumerate() {
            let Ok(state) = one.outcome else { continue };
            let wrong = other.as_ref().is_some_and(|row| row.uid == one.case) || (stale && n == 0);
            match cases.get(n).filter(|_| !wrong) {
                Some(case) => self.was_decided(case, &by, state),
                None => {
                    return violated(
                        "what a rule forbids is refused",
                        format!("batch decided {}", one.number),
                    );
                }
            }
            outcome = Outcome::Accepted;
        }
        Ok(outcome)
    }

    /// A page that is out of date: whoever's turn it is decides something that has changed since.
    pub(super) async fn decide_stale(&mut self) -> Done {
        let older: Vec<&CaseRow> = self
            .seen
            .cases
            .iter()
            .filter(|row| row.state == CaseState::InProgress && row.version > 1)
            .collect();
        let Some(row) = self.dice.pick(&older).map(|row| (*row).clone()) else { return Ok(Outcome::Skipped) };
        let Some((unit, role)) = holder(&row) else { return Ok(Outcome::Skipped) };
        let case = self.content(&row)?;
        let by = self.one_of(&unit, role);
        let version = 1 + self.dice.below(row.version - 1);
        let hands = case.steps.iter().filter_map(|step| step.decision.as_ref());
        if hands.into_iter().any(|decision| decision.by.account == by.account) {
            // What one has just done oneself is told as done.
            return Ok(Outcome::Skipped);
        }
        self.note(format!("{} {:?} as of {version} of {} by {}", row.uid, row.kind, row.version, by.name));
        match self.gives(&by, Shown::new(row.uid, version), &case, agree()).await? {
            Outcome::Refused(code) if code == CHANGED.as_str() || code == "halted" => {
                Ok(Outcome::Refused(code))
            }
            other => {
                violated("what changed since it was shown is told so", format!("{}: {other:?}", row.uid))
            }
        }
    }

    /// The same button pressed twice: it has happened once, and the second time it is told as done.
    pub(super) async fn press_twice(&mut self) -> Done {
        let Some(row) = self.open_case(CaseState::InProgress) else { return Ok(Outcome::Skipped) };
        let Some((unit, role)) = holder(&row) else { return Ok(Outcome::Skipped) };
        let case = self.content(&row)?;
        let by = self.one_of(&unit, role);
        let shown = Shown::new(row.uid, row.version);
        let at_once = self.dice.percent(50);
        self.note(format!(
            "{} {:?} twice{} by {}",
            row.uid,
            row.kind,
            if at_once { " at once" } else { "" },
            by.name
        ));
        let registry = self.world.registry();
        let (a, b) = if at_once {
            let cases = registry.cases();
            tokio::join!(cases.decide_case(&by, shown, agree()), cases.decide_case(&by, shown, agree()))
        } else {
            let first = registry.cases().decide_case(&by, shown, agree()).await;
            (first, registry.cases().decide_case(&by, shown, agree()).await)
        };
        let (a, b) = (self.hear(a)?, self.hear(b)?);
        match (a, b) {
            (Ok(a), Ok(b)) if a == b => {
                self.was_decided(&case, &by, a);
                let text = format!("SELECT * FROM case WHERE uid = '{}'", row.uid);
                let rows = registry.store.inspect::<CaseRow>(&text).await;
                match rows.ok().and_then(|mut rows| rows.pop()).map(|row| row.version) {
                    Some(version) if version == row.version + 1 => Ok(Outcome::Accepted),
                    other => violated("one step is decided once", format!("{}: {other:?}", row.uid)),
                }
            }
            (Err(code), Err(_)) => Ok(Outcome::Refused(code)),
            // The disk was full in between: that was done, or was not, and is told at the first.
            (Ok(state), Err(_)) | (Err(_), Ok(state)) if self.model.broken => {
                self.was_decided(&case, &by, state);
                Ok(Outcome::Accepted)
            }
            other => violated("what was done already is told as done", format!("{}: {other:?}", row.uid)),
        }
    }

    /// Somebody decides whose turn it is not, or who decided before.
    pub(super) async fn decide_wrongly(&mut self, kind: Kind) -> Done {
        let Some(row) = self.open_case(CaseState::InProgress) else { return Ok(Outcome::Skipped) };
        let Some((unit, role)) = holder(&row) else { return Ok(Outcome::Skipped) };
        let case = self.content(&row)?;
        let by = match kind {
            Kind::DecideTwice => {
                // The opener, or who decided in this round, with the right role in the right unit.
                let round = case.current().map_or(1, |step| step.round);
                let mut hands: Vec<AccountId> = vec![case.opened_by.account];
                hands.extend(
                    case.steps
                        .iter()
                        .filter(|step| step.round == round)
                        .filter_map(|step| step.decision.as_ref().map(|one| one.by.account)),
                );
                let Some(hand) = self.dice.pick(&hands).copied() else { return Ok(Outcome::Skipped) };
                Actor { account: hand, ..self.one_of(&unit, role) }
            }
            _ => self.anybody(),
        };
        let own = by.unit.as_ref().map(|own| own.id.clone());
        let elsewhere = own.as_ref() != Some(&unit);
        let in_turn = !elsewhere && by.role == role;
        let fits = match kind {
            Kind::DecideTwice => true,
            Kind::DecideElsewhere => elsewhere,
            _ => !in_turn,
        };
        if !fits {
            return Ok(Outcome::Skipped);
        }
        self.note(format!("{} {:?} by {}", row.uid, row.kind, by.name));
        let command = match self.dice.below(3) {
            0 => Command::Return { reason: "请补正".into() },
            1 => Command::Refuse { reason: "不予办理".into() },
            _ => agree(),
        };
        self.gives(&by, Shown::new(row.uid, row.version), &case, command).await
    }

    pub(super) async fn decide_closed(&mut self) -> Done {
        let closed: Vec<CaseId> = self.model.closed.keys().copied().collect();
        let Some(id) = self.dice.pick(&closed).copied() else { return Ok(Outcome::Skipped) };
        let by = self.anybody();
        self.note(format!("{id} by {}", by.name));
        let command = match self.dice.below(3) {
            0 => Command::Withdraw { reason: String::new() },
            1 => Command::Return { reason: "请补正".into() },
            _ => agree(),
        };
        self.told(self.world.registry().cases().decide_case(&by, id, command).await)
    }

    /// Two colleagues press at the same moment: one of them decides.
    pub(super) async fn two_decide(&mut self) -> Done {
        let Some(row) = self.open_case(CaseState::InProgress) else { return Ok(Outcome::Skipped) };
        let Some((unit, role)) = holder(&row) else { return Ok(Outcome::Skipped) };
        let case = self.content(&row)?;
        let unit = self.world.unit(&unit);
        let by = [1, 2].map(|n| crate::society::actor(unit, role, n));
        self.note(format!("{} {:?} by both of {}", row.uid, row.kind, unit.name));
        let second =
            if self.dice.percent(50) { agree() } else { Command::Return { reason: "请补正".into() } };
        let registry = self.world.registry();
        let cases = registry.cases();
        let (a, b) = tokio::join!(
            cases.decide_case(&by[0], Shown::new(row.uid, row.version), agree()),
            cases.decide_case(&by[1], Shown::new(row.uid, row.version), second),
        );
        match (self.hear(a)?, self.hear(b)?) {
            (Ok(a), Ok(b)) => {
                violated("one step is decided once", format!("{} became {a:?} and {b:?}", row.uid))
            }
            (Ok(state), Err(_)) => {
                self.was_decided(&case, &by[0], state);
                Ok(Outcome::Accepted)
            }
            (Err(_), Ok(state)) => {
                self.was_decided(&case, &by[1], state);
                Ok(Outcome::Accepted)
            }
            (Err(code), Err(_)) => Ok(Outcome::Refused(code)),
        }
    }

    /// The opener's side takes a case back; anybody else may not.
    pub(super) async fn withdraw(&mut self, kind: Kind) -> Done {
        let state = if self.dice.percent(50) { CaseState::InProgress } else { CaseState::Returned };
        let Some(row) = self.open_case(state) else { return Ok(Outcome::Skipped) };
        let case = self.content(&row)?;
        let opener = &case.opened_by;
        let by = if kind == Kind::WithdrawByStranger {
            let by = self.anybody();
            if by.unit.as_ref().map(|unit| &unit.id) == opener.unit.as_ref() && by.role == opener.role {
                return Ok(Outcome::Skipped);
            }
            by
        } else {
            match &opener.unit {
                Some(unit) => self.one_of(&unit.clone(), opener.role),
                None => Actor { account: opener.account, ..guardian(case.person, 0) },
            }
        };
        self.note(format!("{} {:?} by {}", row.uid, row.kind, by.name));
        let command = Command::Withdraw { reason: "申请人撤回".into() };
        let answer = self.world.registry().cases().decide_case(&by, row.uid, command).await;
        Ok(match self.hear(answer)? {
            Ok(state) => {
                self.model.closed.insert(row.uid, state);
                Outcome::Accepted
            }
            Err(code) => Outcome::Refused(code),
        })
    }

    /// Ids that nobody was told: whoever guesses learns nothing and changes nothing.
    pub(super) async fn unknown_ids(&mut self) -> Done {
        let by = self.anybody();
        let id = Uuid::from_u64_pair(self.dice.next(), self.dice.next());
        let registry = self.world.registry();
        self.note(format!("{id} by {}", by.name));
        let answers = [
            self.told(registry.cases().decide_case(&by, CaseId::new(id), agree()).await)?,
            self.told(registry.pupils().pupil(&by, PersonId::new(id)).await)?,
            self.told(registry.cases().case_view(&by, CaseId::new(id)).await)?,
            self.told(registry.letters().sign_letter(&by, domain::id::LetterId::new(id)).await)?,
            self.told(registry.problems().decide_problem(&by, domain::id::ProblemId::new(id)).await)?,
            self.told(registry.disclosures().fetch_disclosure(&by, domain::id::DisclosureId::new(id)).await)?,
            self.told(registry.accounts().seal_account(&by, AccountId::new(id), true).await)?,
        ];
        let accepted = answers.into_iter().find(|answer| *answer == Outcome::Accepted);
        Ok(accepted.unwrap_or_else(|| Outcome::Refused("unknown".into())))
    }
}
