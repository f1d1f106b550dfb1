//! Whatever way a matter goes, of every kind: the row of the table says what the domain says. The ways are those by which the domain itself
//! is tried (`app/domain/tests/matters`).

#[path = "../../../../app/domain/tests/matters/complaint.rs"]
mod complaint;
#[path = "../../../../app/domain/tests/matters/desks.rs"]
mod desks;
#[path = "../../../../app/domain/tests/matters/follow_up.rs"]
mod follow_up;
#[path = "../../../../app/domain/tests/matters/inquiry.rs"]
mod inquiry;
#[path = "../../../../app/domain/tests/matters/pupils.rs"]
mod pupils;
#[allow(dead_code, reason = "the domain asks more of a way than the table has to know")]
#[path = "../../../../app/domain/tests/matters/shared.rs"]
mod shared;
#[path = "../../../../app/domain/tests/matters/units.rs"]
mod units;

use super::desk::account_key;
use super::{Line, Matter, MatterKind, MatterRow, Words};
use crate::case::queue_key;
use crate::clock::Entropy;
use crate::vault::AesVault;
use chrono::Days;
use complaint::ComplaintWalk;
use desks::{
    BondWalk, CodeWalk, ConfirmationWalk, ImportWalk, LoanWalk, ProposalWalk, ReportWalk, RulesWalk,
};
use domain::access::Role;
use domain::matter::Party;
use domain::org::OrgPath;
use domain::problem::ProblemKind;
use follow_up::FollowUpWalk;
use inquiry::InquiryWalk;
use proptest::prelude::*;
use pupils::{CaseWalk, IncomingWalk, LetterWalk, OutgoingWalk, PaperWalk, ProblemWalk};
use shared::{SCHOOL, Walk, day, guardian, party};
use std::collections::BTreeSet;
use units::{CampaignWalk, DisclosureWalk, HandOverWalk, OwedWalk, ReviewWalk, ViolationWalk, WarningWalk};

fn line() -> Line {
    Line {
        table: "letter",
        key: "one".into(),
        state: "待办",
        persons: Vec::new(),
        path: OrgPath::root(),
        opener: None,
        opener_unit: None,
        opened_on: day("2026-09-07"),
        class: String::new(),
        version: 1,
        href: "/letters/one".into(),
        words: Words::default(),
    }
}

fn stored(walk: &impl Walk, vault: &AesVault) -> MatterRow {
    walk.look(|matter| Matter::of(matter, line()).sealed(vault))
}

/// Whether the row stands on somebody's desk: the desk of the unit and role, or the person's own.
fn is_on_desk_of(row: &MatterRow, one: &Party) -> bool {
    let desk = match &one.unit {
        Some(unit) => queue_key(unit, one.role),
        None => format!("guardian/{}", one.account),
    };
    row.waiting.contains(&desk) || row.waiting.contains(&account_key(one.account))
}

/// The row says what the domain says, and every holder finds it on the own desk and nobody else.
fn row_is_the_domains(walk: &impl Walk, people: &[Party], vault: &AesVault) -> Result<(), TestCaseError> {
    let row = stored(walk, vault);
    walk.look(|matter| {
        prop_assert_eq!((row.kind, &row.subject), (matter.kind(), &matter.subject()));
        prop_assert_eq!((row.open, row.sent_back), (matter.is_open(), matter.sent_back()));
        let due = matter.due();
        prop_assert_eq!(row.due_on, due.map(|due| due.date));
        prop_assert_eq!(row.provisional, due.is_some_and(|due| due.provisional));
        let holders = matter.holders();
        prop_assert_eq!(row.waiting.len(), holders.len());
        for one in people {
            let holds = holders.iter().any(|holder| holder.is(one));
            prop_assert_eq!(is_on_desk_of(&row, one), holds, "{:?}: {:?}", one, row.waiting);
        }
        Ok(())
    })
}

/// Somebody who holds it, every other time.
fn chosen(walk: &impl Walk, people: &[Party], n: usize) -> Party {
    let holders = walk.look(|matter| matter.holders());
    let able: Vec<&Party> = people.iter().filter(|one| holders.iter().any(|holder| holder.is(one))).collect();
    match able.get(n / 2 % able.len().max(1)) {
        Some(one) if n.is_multiple_of(2) => (*one).clone(),
        _ => people[n / 2 % people.len()].clone(),
    }
}

fn all_the_way<W: Walk>(mut walk: W, steps: Vec<(usize, usize, u64)>) -> Result<(), TestCaseError> {
    let vault = AesVault::new(&[7; 32], Entropy::seeded(1));
    let people = W::people();
    let mut today = day("2026-09-08");
    row_is_the_domains(&walk, &people, &vault)?;
    for (who, what, days) in steps {
        today = today + Days::new(days);
        let actor = chosen(&walk, &people, who);
        // Most are tries: what is refused changes nothing.
        if walk.act(what % W::COMMANDS, &actor, today).is_ok() {
            row_is_the_domains(&walk, &people, &vault)?;
        }
    }
    Ok(())
}

macro_rules! every_kind {
    ($($name:ident: $new:expr;)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
            $(
                #[test]
                fn $name(steps in prop::collection::vec((0..1000_usize, 0..1000_usize, 0..2_u64), 1..60)) {
                    all_the_way($new, steps)?;
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
    the_row_of_a_case_of_a_registrar: CaseWalk::new(&party(SCHOOL, Role::Registrar, 7));
    the_row_of_a_case_of_a_guardian: CaseWalk::new(&guardian(9));
    the_row_of_a_letter: LetterWalk::new();
    the_row_of_a_problem: ProblemWalk::new(ProblemKind::SameDocument);
    the_row_of_a_violation: ViolationWalk::new();
    the_row_of_a_disclosure: DisclosureWalk::new();
    the_row_of_a_package_that_leaves: OutgoingWalk::new();
    the_row_of_a_package_that_arrives: IncomingWalk::new();
    the_row_of_a_review: CampaignWalk::new();
    the_row_of_a_school_in_a_review: ReviewWalk::new();
    the_row_of_a_review_that_is_owed: OwedWalk::new();
    the_row_of_a_registrars_hand_over: HandOverWalk::new();
    the_row_of_a_registrars_report: ReportWalk::new();
    the_row_of_a_hand_over_of_papers: PaperWalk::new();
    the_row_of_a_bond: BondWalk::new();
    the_row_of_a_code: CodeWalk::new();
    the_row_of_a_change_of_a_school: ProposalWalk::new();
    the_row_of_a_draft_of_rules: RulesWalk::new();
    the_row_of_a_warning: WarningWalk::new();
    the_row_of_a_follow_up: FollowUpWalk::new();
    the_row_of_an_alarm_that_is_looked_into: InquiryWalk::new();
    the_row_of_an_account_to_be_confirmed: ConfirmationWalk::new();
    the_row_of_a_loan: LoanWalk::new();
    the_row_of_an_import: ImportWalk::new();
    the_row_of_a_complaint: ComplaintWalk::new();
}

#[test]
fn the_row_of_every_kind_is_walked() {
    let walked = walked();
    for kind in MatterKind::all().filter(|kind| !matches!(kind, MatterKind::Case(_))) {
        assert!(walked.contains(&kind), "{kind:?}");
    }
}
