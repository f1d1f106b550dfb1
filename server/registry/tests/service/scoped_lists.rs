//! Lists of what lies below a unit, at every level: each shows its own whole, narrowed and page by page; their figures are the roll-up's.

use crate::problems::{answer, check, open_at, twice};
use crate::support::*;
use crate::violations::{entered, order};
use domain::access::Actor;
use domain::id::{ProblemId, ViolationId};
use domain::problem::{ProblemKind, ProblemState, Remedy};
use domain::violation::{Command, ViolationKind};
use registry::problem::ProblemBox;
use registry::violation::ViolationBox;

const ABOVE: [&str; 4] = ["000000", "320000", "320100", COUNTY];

/// The violations of a list, the newest first.
async fn ledger(
    world: &World,
    unit: &str,
    which: ViolationBox,
    kind: Option<ViolationKind>,
) -> Vec<ViolationId> {
    let page =
        world.registry.violations().list_violations(&registrar(unit), which, kind, None).await.unwrap();
    page.rows.into_iter().map(|line| line.id).collect()
}

/// What stands open below a unit, by kind: suspected and ordered.
async fn counted(world: &World, unit: &str) -> Vec<(ViolationKind, u64, u64)> {
    let counts = world.registry.violations().violation_counts(&registrar(unit)).await.unwrap();
    counts.into_iter().map(|one| (one.kind, one.suspected, one.ordered)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_26_and_27_each_level_reads_its_own_ledger_and_counts_it_from_the_figures() {
    let world = World::in_memory().await;
    let violations = world.registry.violations();
    let enter = async |by: &str, kind, subject: &str| {
        // Lists are in the order in which things came.
        world.wait(chrono::Duration::minutes(1));
        violations.enter_violation(&registrar(by), &entered(kind, subject)).await.unwrap()
    };
    let no_archive = enter(COUNTY, ViolationKind::NoArchive, SCHOOL).await;
    let disclosed = enter(COUNTY, ViolationKind::Disclosure, SCHOOL).await;
    let other = enter(COUNTY, ViolationKind::NoArchive, OTHER_SCHOOL).await;
    let countys = enter("320100", ViolationKind::OfAuthority, COUNTY).await;
    world.registry.outbox().drain_outbox().await.unwrap();

    for unit in &ABOVE[..3] {
        let all = ledger(&world, unit, ViolationBox::Below, None).await;
        assert_eq!(all, [countys, other, disclosed, no_archive], "{unit}");
        let narrowed = ledger(&world, unit, ViolationBox::Below, Some(ViolationKind::NoArchive)).await;
        assert_eq!(narrowed, [other, no_archive], "{unit}");
        let expected = [
            (ViolationKind::NoArchive, 2, 0),
            (ViolationKind::Disclosure, 1, 0),
            (ViolationKind::OfAuthority, 1, 0),
        ];
        assert_eq!(counted(&world, unit).await, expected, "{unit}");
    }
    assert_eq!(ledger(&world, COUNTY, ViolationBox::Below, None).await, [other, disclosed, no_archive]);
    let own = counted(&world, COUNTY).await;
    assert_eq!(own, [(ViolationKind::NoArchive, 2, 0), (ViolationKind::Disclosure, 1, 0)], "not its own one");
    assert!(ledger(&world, COUNTY, ViolationBox::Own, None).await.is_empty(), "before it is ordered");
    assert!(counted(&world, "440000").await.is_empty() && counted(&world, SCHOOL).await.is_empty());

    let page = violations
        .list_violations(
            &registrar("320000"),
            ViolationBox::Below,
            Some(ViolationKind::NoArchive),
            Some(other),
        )
        .await
        .unwrap();
    assert_eq!(page.rows.iter().map(|line| line.id).collect::<Vec<_>>(), [no_archive], "after the first");

    // Ordered it is the school's too, and counts as ordered everywhere above.
    let examine = Command::Examine("属实".into());
    violations.act_on_violation(&registrar(COUNTY), disclosed, &examine, None).await.unwrap();
    violations.act_on_violation(&leader(COUNTY), disclosed, &order(), None).await.unwrap();
    world.registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(ledger(&world, SCHOOL, ViolationBox::Own, None).await, [disclosed]);
    let kind = Some(ViolationKind::NoArchive);
    assert!(ledger(&world, SCHOOL, ViolationBox::Own, kind).await.is_empty());
    assert!(counted(&world, "000000").await.contains(&(ViolationKind::Disclosure, 0, 1)));
    assert_eq!(world.registry.figures().verify_figures().await.unwrap(), []);
}

async fn listed(world: &World, who: &Actor, which: ProblemBox, kind: ProblemKind) -> Vec<ProblemId> {
    let page = world.registry.problems().list_problems(who, which, Some(kind), None).await.unwrap();
    page.rows.into_iter().map(|line| line.id).collect()
}

pub(crate) async fn open_below(world: &World, unit: &str) -> u64 {
    let counts = world.registry.problems().problem_counts(&registrar(unit)).await.unwrap();
    counts.iter().map(|count| count.open).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_problem_counts_once_at_each_level_until_it_is_settled() {
    let world = World::in_memory().await;
    let problems = world.registry.problems();
    let (one, two) = twice(&world, OTHER_SCHOOL).await;
    check(&world).await;
    let id = open_at(&world, &registrar(COUNTY)).await[0];
    for unit in ABOVE.into_iter().chain([SCHOOL, OTHER_SCHOOL]) {
        assert_eq!(open_below(&world, unit).await, 1, "{unit}");
        let who = registrar(unit);
        assert_eq!(listed(&world, &who, ProblemBox::Open, ProblemKind::Suspected).await, [id], "{unit}");
        assert!(listed(&world, &who, ProblemBox::Open, ProblemKind::WrongDocument).await.is_empty());
    }
    assert_eq!(world.registry.figures().verify_figures().await.unwrap(), []);

    for (school, person) in [(SCHOOL, one), (OTHER_SCHOOL, two)] {
        problems.answer_problem(&registrar(school), id, &answer(person, Remedy::Prove, true)).await.unwrap();
    }
    problems.propose_distinct(&registrar(COUNTY), id, "户口簿证明为两名学生").await.unwrap();
    assert_eq!(problems.decide_problem(&leader(COUNTY), id).await.unwrap(), ProblemState::Dismissed);
    world.registry.outbox().drain_outbox().await.unwrap();
    for unit in ABOVE.into_iter().chain([SCHOOL, OTHER_SCHOOL]) {
        assert_eq!(open_below(&world, unit).await, 0, "{unit}");
        let who = registrar(unit);
        assert!(listed(&world, &who, ProblemBox::Open, ProblemKind::Suspected).await.is_empty(), "{unit}");
        assert_eq!(listed(&world, &who, ProblemBox::Settled, ProblemKind::Suspected).await, [id], "{unit}");
    }
    assert_eq!(world.registry.figures().verify_figures().await.unwrap(), []);
}
