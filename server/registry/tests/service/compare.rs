//! 下级单位对比, 逾期未办, and an audit administrator's figures.

use crate::alarms::curious;
use crate::problems::{check, open_at, twice};
use crate::scoped_lists::open_below;
use crate::support::accounts::{new_account, system_admin};
use crate::support::dropouts::{dropped_out, two_provinces};
use crate::support::grades::LONG;
use crate::support::*;
use chrono::Duration;
use contract::compare::{CompareView, Measure};
use contract::dashboard::Figures;
use domain::access::{Actor, Role};
use domain::figure::{Figure, Told};
use domain::org::{Unit, UnitKind};

async fn compared(world: &World, unit: &str, by: Measure, lowest_first: bool) -> CompareView {
    world.registry.outbox().drain_outbox().await.unwrap();
    world.registry.figures().compared(&registrar(unit), None, by, lowest_first).await.unwrap()
}

fn order(view: &CompareView) -> Vec<&str> {
    view.units.iter().map(|unit| unit.id.as_str()).collect()
}

fn figure(view: &CompareView, unit: &str, measure: Measure) -> Option<u64> {
    told(view, unit, measure).and_then(Told::number)
}

fn told(view: &CompareView, unit: &str, measure: Measure) -> Option<Told> {
    view.units.iter().find(|one| one.id.as_str() == unit).unwrap().figures.get(&measure).copied()
}

#[tokio::test(flavor = "multi_thread")]
async fn units_are_compared_in_the_order_of_a_figure_and_who_is_late_is_named() {
    let world = World::in_memory().await;
    world.pupil(SCHOOL, 1).await;
    world.enter(OTHER_SCHOOL, info(2)).await;
    let by_roll = compared(&world, COUNTY, Measure::OnRoll, false).await;
    assert_eq!((order(&by_roll), by_roll.opens), (vec![SCHOOL, OTHER_SCHOOL], true));
    let lowest = compared(&world, COUNTY, Measure::OnRoll, true).await;
    assert_eq!(order(&lowest), [OTHER_SCHOOL, SCHOOL]);
    assert_eq!(figure(&by_roll, OTHER_SCHOOL, Measure::Registering), Some(1));
    assert_eq!(figure(&by_roll, OTHER_SCHOOL, Measure::OnTime), Some(1000));
    assert_eq!(figure(&by_roll, SCHOOL, Measure::OnTime), None, "nothing is open there");
    let by_time = compared(&world, COUNTY, Measure::OnTime, true).await;
    assert_eq!(order(&by_time), [OTHER_SCHOOL, SCHOOL], "what is not known comes last");
    let figures = world.registry.figures();
    assert_eq!(figures.late_desks(&registrar(COUNTY), None).await.unwrap(), []);

    let queue = world.registry.cases().my_queue(&leader(OTHER_SCHOOL), None).await.unwrap();
    let due = queue.lines[0].due_on.unwrap();
    world.wait(Duration::days((due - day("2026-09-07")).num_days()));
    assert_eq!(figures.late_desks(&registrar(COUNTY), None).await.unwrap(), [], "the last day is not late");
    world.wait(Duration::days(1));
    let by_late = compared(&world, COUNTY, Measure::Overdue, false).await;
    assert_eq!(order(&by_late), [OTHER_SCHOOL, SCHOOL]);
    assert_eq!(figure(&by_late, OTHER_SCHOOL, Measure::Overdue), Some(1));
    assert_eq!(figure(&by_late, OTHER_SCHOOL, Measure::OnTime), Some(0));
    let late = figures.late_desks(&registrar(COUNTY), None).await.unwrap();
    assert_eq!(late.len(), 1, "{late:?}");
    assert_eq!(
        (late[0].unit.as_str(), late[0].role, late[0].n),
        (OTHER_SCHOOL, Role::Leader, Told::Exact(1))
    );
    assert_eq!((late[0].since, late[0].or_more, late[0].opens), (due, false, true));
    let official = actor(Role::Official, COUNTY, 5);
    let told = figures.late_desks(&official, None).await.unwrap();
    assert_eq!(
        (told.len(), told[0].n, told[0].since),
        (1, Told::Few, day("2026-09-01")),
        "few are not counted to him, and of their day the month is told"
    );
    for above in ["000000", "320000", "320100"] {
        let view = compared(&world, above, Measure::Overdue, false).await;
        assert_eq!(view.units[0].figures[&Measure::Overdue], Told::Exact(1), "{above}");
        assert_eq!(
            figures.late_desks(&registrar(above), None).await.unwrap(),
            [],
            "no desk of {above}'s units"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_comparison_overview_and_lists_say_the_same_of_every_unit() {
    let world = World::in_memory().await;
    twice(&world, OTHER_SCHOOL).await;
    check(&world).await;
    let levels: [(&str, &[&str]); 4] = [
        ("000000", &["320000"]),
        ("320000", &["320100"]),
        ("320100", &[COUNTY]),
        (COUNTY, &[SCHOOL, OTHER_SCHOOL]),
    ];
    for (above, units) in levels {
        let view = compared(&world, above, Measure::Problems, false).await;
        let overview = world.registry.figures().overview(&registrar(above), None).await.unwrap();
        assert!(units.contains(&order(&view)[0]), "{above}: who has problems comes first");
        for unit in units {
            let listed = open_at(&world, &registrar(unit)).await.len() as u64;
            assert_eq!(listed, 1, "{unit}");
            assert_eq!(figure(&view, unit, Measure::Problems), Some(listed), "{unit} below {above}");
            assert_eq!(open_below(&world, unit).await, listed, "{unit}");
            let shown = overview.below.iter().find(|one| one.id.as_str() == *unit).unwrap();
            let on_roll = u64::try_from(shown.figures.on_roll).ok();
            assert_eq!(figure(&view, unit, Measure::OnRoll), on_roll, "{unit}");
        }
        let others = view.units.iter().filter(|one| !units.contains(&one.id.as_str()));
        for other in others {
            assert_eq!(
                other.figures.get(&Measure::Problems),
                Some(&Told::Exact(0)),
                "{} below {above}",
                other.name
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn townships_take_no_place_and_what_is_left_out_is_told() {
    let world = World::in_memory().await;
    let units = world.registry.units();
    let profile = units.unit(&code(SCHOOL)).await.unwrap().school;
    let below = |id: &str, name: String, kind, school| Unit {
        id: code(id),
        name,
        kind,
        parent: Some(code(COUNTY)),
        path: unit_path(COUNTY).child(&code(id)),
        division: COUNTY.into(),
        school,
    };
    let school = |n: u32| {
        let id = format!("2132{:06}", 1000 + n);
        below(&id, format!("另{n:03}小学"), UnitKind::School, profile.clone())
    };
    // By name they come before every school.
    let towns =
        (1..=30).map(|n| below(&format!("{COUNTY}{n:03}"), format!("一{n}乡"), UnitKind::Township, None));
    let all: Vec<Unit> = towns.chain((1..=398).map(school)).collect();
    units.add_units(&all).await.unwrap();
    let whole = compared(&world, COUNTY, Measure::OnRoll, false).await;
    assert_eq!((whole.units.len(), whole.more), (400, false), "every school has its row");
    assert!(whole.units.iter().all(|unit| unit.id.is_school()));
    assert!(order(&whole).contains(&SCHOOL) && order(&whole).contains(&OTHER_SCHOOL));
    let home = world.registry.figures().overview(&registrar(COUNTY), None).await.unwrap();
    assert!(home.below.len() == 400 && home.below.iter().all(|unit| unit.id.is_school()), "nor on the page");
    units.add_units(&[school(399)]).await.unwrap();
    let part = compared(&world, COUNTY, Measure::OnRoll, false).await;
    assert_eq!((part.units.len(), part.more), (400, true), "a part is said to be one");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_few_children_of_a_school_are_told_to_who_may_list_them_by_name() {
    let world = World::in_memory().await;
    for seed in 1..=3 {
        world.pupil(SCHOOL, seed).await;
    }
    for seed in 4..=5 {
        world.pupil(OTHER_SCHOOL, seed).await;
    }
    world.registry.outbox().drain_outbox().await.unwrap();
    let figures = world.registry.figures();
    let (county, school) = (code(COUNTY), code(SCHOOL));
    let by_roll = async |reader: &Actor, lowest_first: bool| {
        figures.compared(reader, Some(&county), Measure::OnRoll, lowest_first).await.unwrap()
    };
    for reader in [registrar(COUNTY), leader(COUNTY), registrar("320100")] {
        let view = by_roll(&reader, true).await;
        assert_eq!(order(&view), [OTHER_SCHOOL, SCHOOL], "{:?}", reader.role);
        let both = [SCHOOL, OTHER_SCHOOL].map(|unit| told(&view, unit, Measure::OnRoll).unwrap());
        assert_eq!(both, [3, 2].map(Told::Exact), "{:?}", reader.role);
        assert!(
            told(&view, SCHOOL, Measure::Filled).is_some()
                && told(&view, SCHOOL, Measure::Problems).is_some()
        );
        let whole = figures.overview(&reader, Some(&school)).await.unwrap().unit;
        assert_eq!((whole.figures.on_roll, whole.masked), (3, false));
    }
    let (official, above) = (actor(Role::Official, COUNTY, 5), actor(Role::Official, "000000", 6));
    let system = actor(Role::SystemAdmin, COUNTY, 3);
    for reader in [&official, &above, &system] {
        for lowest_first in [false, true] {
            let view = by_roll(reader, lowest_first).await;
            assert_eq!(order(&view), [SCHOOL, OTHER_SCHOOL], "all few in one place, by name");
            for unit in [SCHOOL, OTHER_SCHOOL] {
                assert_eq!(told(&view, unit, Measure::OnRoll), Some(Told::Few), "{:?}", reader.role);
                assert_eq!(told(&view, unit, Measure::Filled), None, "a share of few");
                let problems = told(&view, unit, Measure::Problems);
                let reads = reader.role == Role::Official;
                assert_eq!(problems, reads.then_some(Told::Exact(0)), "{:?}", reader.role);
            }
        }
        let overview = figures.overview(reader, Some(&county)).await.unwrap();
        assert_eq!(overview.unit.told[&Figure::OnRoll], Told::Exact(5), "of all schools");
        for unit in &overview.below {
            assert_eq!((unit.told[&Figure::OnRoll], unit.filled()), (Told::Few, None));
            assert_eq!(unit.figures, Figures::default(), "no number of theirs goes out");
        }
    }
    for reader in [&official, &above] {
        let few = figures.overview(reader, Some(&school)).await.unwrap().unit;
        assert_eq!((few.told[&Figure::OnRoll], few.masked), (Told::Few, true));
        assert_eq!(few.figures, Figures::default());
    }
    let own = figures.overview(&registrar(SCHOOL), None).await.unwrap().unit;
    assert_eq!((own.told[&Figure::OnRoll], own.figures.on_roll, own.masked), (Told::Exact(3), 3, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_drop_outs_are_compared_by_the_term() {
    let world = two_provinces().await;
    dropped_out(&world, 1).await;
    let now = compared(&world, COUNTY, Measure::DroppedOut, false).await;
    assert_eq!(order(&now)[0], LONG);
    assert_eq!(figure(&now, LONG, Measure::DroppedOut), Some(1));
    assert_eq!(figure(&now, LONG, Measure::Returned), Some(0));
    assert_eq!(world.registry.figures().verify_figures().await.unwrap(), []);
    world.clock.set("2027-03-01T02:00:00Z".parse().unwrap());
    let next = compared(&world, COUNTY, Measure::DroppedOut, false).await;
    assert_eq!(figure(&next, LONG, Measure::DroppedOut), Some(0), "of the term that has begun");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_neighbour_compares_nothing_and_administrators_only_their_own_units() {
    let world = World::in_memory().await;
    world.pupil(SCHOOL, 1).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let figures = world.registry.figures();
    let county = code(COUNTY);
    let by = Measure::Overdue;
    for neighbour in ["320104", "510104", "510000"] {
        let from = registrar(neighbour);
        assert!(is_not_found(&figures.compared(&from, Some(&county), by, false).await), "{neighbour}");
        assert!(is_not_found(&figures.late_desks(&from, Some(&county)).await), "{neighbour}");
    }
    assert!(is_not_found(&figures.compared(&registrar(SCHOOL), None, by, false).await), "a school has none");
    let system = actor(Role::SystemAdmin, COUNTY, 3);
    let own = figures.compared(&system, None, by, false).await.unwrap();
    assert!(!own.opens && !own.units.is_empty());
    assert!(own.units.iter().all(|unit| !unit.figures.contains_key(&Measure::Warnings)), "sees no warnings");
    let city = actor(Role::SystemAdmin, "320100", 3);
    assert_eq!(codes(figures.compared(&city, Some(&county), by, false).await), ["not_permitted"]);
    let official = actor(Role::Official, "320100", 6);
    let view = figures.compared(&official, Some(&county), by, false).await.unwrap();
    assert_eq!(view.above, [(code("320100"), "南京市".to_owned())]);
    assert!(view.units[0].figures.contains_key(&Measure::Warnings));
}

/// Who audits the county beside.
async fn neighbour(world: &World) -> Actor {
    let units = world.registry.units();
    let county = units.unit(&code(COUNTY)).await.unwrap();
    let beside = Unit { id: code("320104"), name: "秦淮区".into(), path: unit_path("320104"), ..county };
    units.add_units(&[beside]).await.unwrap();
    actor(Role::AuditAdmin, "320104", 5)
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_an_audit_administrator_sees_what_nobody_has_explained() {
    let world = World::in_memory().await;
    world.pupil(SCHOOL, 1).await;
    let auditor = actor(Role::AuditAdmin, COUNTY, 5);
    let figures = world.registry.figures();
    let quiet = figures.audit_figures(&auditor).await.unwrap().unwrap();
    assert_eq!((quiet.alarms, quiet.disclosures), (0, 0));
    assert_eq!((quiet.waiting, quiet.resting, quiet.without_factor), (0, 0, 0));
    curious(&world, SCHOOL).await;
    world.wait(Duration::days(1));
    let alarmed = figures.audit_figures(&auditor).await.unwrap().unwrap();
    let told = world.registry.access_log().access_alarms(&auditor).await.unwrap().len() as u64;
    assert!(told > 0 && alarmed.alarms == told, "{alarmed:?}");
    let neighbour = neighbour(&world).await;
    assert_eq!(figures.audit_figures(&neighbour).await.unwrap().unwrap().alarms, 0);
    assert_eq!(figures.audit_figures(&leader(COUNTY)).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_an_audit_administrator_sees_which_accounts_wait_rest_or_have_no_second_factor() {
    let world = World::in_memory().await;
    let accounts = world.registry.accounts();
    let auditor = actor(Role::AuditAdmin, COUNTY, 5);
    let shown = async || {
        let of = world.registry.figures().audit_figures(&auditor).await.unwrap().unwrap();
        (of.waiting, of.resting, of.without_factor)
    };
    let (_, first) = world.account(Role::Registrar, COUNTY, "county.registrar").await;
    accounts.take_over("county.registrar", &first, "Lantern-Bamboo-47").await.unwrap();
    assert_eq!(shown().await, (0, 0, 1), "a password alone");
    let new = new_account(SCHOOL, Role::Leader, "ming.leader");
    let made = accounts.create_account(&system_admin(COUNTY), &new).await.unwrap();
    assert_eq!(shown().await, (1, 0, 1), "the county's administrators are asked");
    let neighbour = neighbour(&world).await;
    let there = world.registry.figures().audit_figures(&neighbour).await.unwrap().unwrap();
    assert_eq!((there.waiting, there.without_factor), (0, 0), "and nobody else's");
    accounts.confirm_account(&actor(Role::SecurityAdmin, COUNTY, 34), made).await.unwrap();
    assert_eq!(shown().await, (0, 0, 1), "a school's account stands on the school's list");
    world.wait(Duration::days(91));
    accounts.seal_dormant_accounts().await.unwrap();
    assert_eq!(shown().await, (0, 1, 0), "nobody signs in with it any more");
}
