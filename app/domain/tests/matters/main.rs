//! What holds of every kind of matter, on every way through its life.

mod complaint;
mod desks;
mod follow_up;
mod inquiry;
mod pupils;
mod shared;
mod units;

use chrono::Days;
use complaint::ComplaintWalk;
use desks::{
    BondWalk, CodeWalk, ConfirmationWalk, ImportWalk, LoanWalk, ProposalWalk, ReportWalk, RulesWalk,
};
use domain::access::Role;
use domain::calendar::Due;
use domain::id::AccountId;
use domain::matter::{CaseKind, Holder, MatterKind, Party};
use domain::problem::ProblemKind;
use follow_up::FollowUpWalk;
use inquiry::InquiryWalk;
use proptest::prelude::*;
use pupils::{CaseWalk, IncomingWalk, LetterWalk, OutgoingWalk, PaperWalk, ProblemWalk};
use shared::{SCHOOL, Walk, day, guardian, party};
use std::collections::BTreeSet;
use units::{CampaignWalk, DisclosureWalk, HandOverWalk, OwedWalk, ReviewWalk, ViolationWalk, WarningWalk};

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
    a_review_campaign: CampaignWalk::new();
    a_school_in_a_review: ReviewWalk::new();
    a_review_that_is_owed: OwedWalk::new();
    a_registrars_hand_over: HandOverWalk::new();
    a_hand_over_of_papers: PaperWalk::new();
    a_warning: WarningWalk::new();
    an_alarm_that_is_looked_into: InquiryWalk::new();
    a_follow_up_of_a_drop_out: FollowUpWalk::new();
    a_report_about_a_registrar: ReportWalk::new();
    a_guardians_bond: BondWalk::new();
    a_binding_code: CodeWalk::new();
    a_change_of_a_school: ProposalWalk::new();
    a_draft_of_rules: RulesWalk::new();
    an_account_to_be_confirmed: ConfirmationWalk::new();
    a_loan_of_papers: LoanWalk::new();
    an_import: ImportWalk::new();
    a_complaint_of_a_guardian: ComplaintWalk::new();
}

#[test]
fn every_kind_is_walked() {
    // Of cases one kind stands for all, which share one envelope.
    let walked = walked();
    for kind in MatterKind::all().filter(|kind| !matches!(kind, MatterKind::Case(_))) {
        assert!(walked.contains(&kind), "{kind:?}");
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
    assert!(reaches_the_end(InquiryWalk::new));
    assert!(reaches_the_end(ReportWalk::new));
    assert!(reaches_the_end(BondWalk::new));
    assert!(reaches_the_end(CodeWalk::new));
    assert!(reaches_the_end(ProposalWalk::new));
    assert!(reaches_the_end(RulesWalk::new));
    assert!(reaches_the_end(ConfirmationWalk::new));
    assert!(reaches_the_end(LoanWalk::new));
    assert!(reaches_the_end(ImportWalk::new));
    assert!(reaches_the_end(ComplaintWalk::new));
}
