//! What a sentence of where a matter stands is made of: the same facts, whichever language says them.

use crate::case::{Case, CaseKind, Link, Step, Verdict};
use crate::id::AccountId;

/// What a unit is called that a guardian does not know by its name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names {
    pub(crate) school: &'static str,
    pub(crate) authority: &'static str,
}

impl Names {
    /// A unit as a guardian knows it. Where two schools take part only the name says which.
    pub(crate) fn called(self, case: &Case, link: &Link) -> String {
        let two = matches!(case.kind(), CaseKind::Transfer | CaseKind::Progression | CaseKind::TransferOut);
        let school = link.unit.is_school();
        match (school && !two, link.unit_name.is_empty(), school) {
            (true, ..) | (false, true, true) => self.school.to_owned(),
            (false, true, false) => self.authority.to_owned(),
            (false, false, _) => link.unit_name.clone(),
        }
    }

    /// The desk that decided last.
    pub(crate) fn last_desk(self, case: &Case) -> String {
        let link = case.steps.last().and_then(|step| case.chain.get(step.link));
        link.map_or_else(|| self.school.to_owned(), |link| self.called(case, link))
    }
}

/// How a matter came to who has it now.
pub(crate) enum Begun {
    /// These agreed to it.
    Agreed(Vec<String>),
    /// Another desk of the same unit looked at it.
    Looked,
    /// A guardian sent it.
    Applied,
    /// The school sent it.
    SentOn,
    /// It was sent back, and the papers that were wanted were sent.
    Completed,
}

/// Who has a matter that is under way, and who comes after.
pub(crate) struct Way<'a> {
    pub(crate) step: &'a Step,
    /// Who has it.
    pub(crate) here: String,
    pub(crate) begun: Begun,
    /// Whether a desk has agreed in this round.
    pub(crate) agreed: bool,
    /// The unit that comes after.
    pub(crate) after: Option<String>,
}

impl<'a> Way<'a> {
    /// Nothing where nobody's turn it is.
    pub(crate) fn of(case: &'a Case, names: Names) -> Option<Self> {
        let (step, link) = case.current().zip(case.waiting_for())?;
        let in_round = |one: &&Step| one.round == step.round;
        let agreed = |one: &&Step| one.decision.as_ref().is_some_and(|said| said.verdict == Verdict::Agreed);
        let agreed: Vec<&Link> = case
            .steps
            .iter()
            .filter(in_round)
            .filter(agreed)
            .filter_map(|one| case.chain.get(one.link))
            .collect();
        let mut before: Vec<String> = Vec::new();
        for one in agreed.iter().filter(|one| one.unit != link.unit) {
            let name = names.called(case, one);
            if !before.contains(&name) {
                before.push(name);
            }
        }
        let begun = match (before.is_empty(), agreed.is_empty(), step.round) {
            (false, ..) => Begun::Agreed(before),
            (true, false, _) => Begun::Looked,
            (true, true, 1) if case.opened_by.unit.is_none() => Begun::Applied,
            (true, true, 1) => Begun::SentOn,
            (true, true, _) => Begun::Completed,
        };
        let after = case.chain.iter().skip(step.link + 1).find(|next| next.unit != link.unit);
        Some(Self {
            step,
            here: names.called(case, link),
            begun,
            agreed: !agreed.is_empty(),
            after: after.map(|next| names.called(case, next)),
        })
    }
}

/// Who has to mend what was sent back.
pub(crate) enum Mender {
    /// Who reads it.
    Reader,
    /// The school.
    School,
    /// The other guardian, who applied.
    Other,
}

impl Mender {
    /// To the account of a guardian.
    pub(crate) fn of(case: &Case, reader: AccountId) -> Self {
        let opener = &case.opened_by;
        match opener.account == reader {
            true => Self::Reader,
            false if opener.unit.is_some() => Self::School,
            false => Self::Other,
        }
    }
}
