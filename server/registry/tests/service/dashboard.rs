//! Figures: counted with every commit, summed upwards in the background, and always what a recount says.

use crate::support::*;
use chrono::{Duration, TimeZone, Utc};
use contract::dashboard::Figures;
use domain::access::Role;
use domain::case::{CaseState, Command};
use domain::form::Field;
use domain::org::OrgPath;
use registry::feed::Change;
use registry::store::UnitOfWork;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::TryRecvError;

const UNITS: [&str; 6] = ["000000", "320000", "320100", COUNTY, SCHOOL, OTHER_SCHOOL];

impl World {
    pub(crate) async fn figures(&self, unit: &str) -> Figures {
        self.registry.figures().overview(&registrar(unit), None).await.unwrap().unit.figures
    }

    /// A recount agrees, and every unit is the sum of the units directly below.
    async fn agrees(&self, when: &str) {
        assert_eq!(self.registry.figures().verify_figures().await.unwrap(), [], "{when}");
        self.registry.outbox().drain_outbox().await.unwrap();
        assert_eq!(
            self.registry.figures().verify_figures().await.unwrap(),
            [],
            "{when}, after the background work"
        );
        for unit in &UNITS[..4] {
            let overview = self.registry.figures().overview(&registrar(unit), None).await.unwrap();
            assert!(!overview.below.is_empty() && overview.at.is_some(), "{when}: {unit}");
            let sum = sum(overview.below.iter().map(|below| &below.figures));
            assert_eq!(overview.unit.figures, sum, "{when}: {unit}");
        }
    }
}

fn sum<'a>(all: impl Iterator<Item = &'a Figures>) -> Figures {
    fn add<K: Ord + Clone>(
        into: &mut std::collections::BTreeMap<K, i64>,
        from: &std::collections::BTreeMap<K, i64>,
    ) {
        for (key, n) in from {
            *into.entry(key.clone()).or_default() += n;
        }
    }
    all.fold(Figures::default(), |mut sum, figures| {
        sum.on_roll += figures.on_roll;
        sum.archives_open += figures.archives_open;
        sum.archives_soon += figures.archives_soon;
        sum.archives_late += figures.archives_late;
        sum.items.pupils += figures.items.pupils;
        sum.items.whole += figures.items.whole;
        sum.items.required += figures.items.required;
        sum.items.lacking += figures.items.lacking;
        sum.holdings.all.pupils += figures.holdings.all.pupils;
        sum.holdings.all.whole += figures.holdings.all.whole;
        sum.holdings.all.required += figures.holdings.all.required;
        sum.holdings.all.lacking += figures.holdings.all.lacking;
        sum.holdings.late += figures.holdings.late;
        add(&mut sum.holdings.lacking, &figures.holdings.lacking);
        add(&mut sum.by_stage, &figures.by_stage);
        add(&mut sum.by_grade, &figures.by_grade);
        add(&mut sum.by_standing, &figures.by_standing);
        add(&mut sum.by_sex, &figures.by_sex);
        add(&mut sum.cases, &figures.cases);
        add(&mut sum.overdue, &figures.overdue);
        sum
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_what_a_recount_says_after_everything_that_changes_them() {
    let world = World::on_disk().await;
    assert_eq!(world.registry.figures().verify_figures().await.unwrap(), []);
    let mut entered = Vec::new();
    for seed in 1..=4 {
        entered.push(world.enter(SCHOOL, info(seed)).await);
    }
    entered.push(world.enter(OTHER_SCHOOL, info(5)).await);
    world.agrees("entered").await;
    let county = world.figures(COUNTY).await;
    assert_eq!((county.on_roll, county.open_cases("registration"), county.archives_open), (0, 5, 5));
    assert_eq!(county.by_standing.get("candidate"), Some(&5));

    world.approve(SCHOOL, entered[0].1).await;
    world.approve(OTHER_SCHOOL, entered[4].1).await;
    world.agrees("approved").await;
    assert_eq!((world.figures(SCHOOL).await.on_roll, world.figures(OTHER_SCHOOL).await.on_roll), (1, 1));
    let nation = world.figures("000000").await;
    assert_eq!(
        (nation.on_roll, nation.cases_in("registration", "approved"), nation.archives_open),
        (2, 2, 3)
    );
    assert_eq!((nation.by_stage.values().sum::<i64>(), nation.by_sex.values().sum::<i64>()), (2, 2));
    assert_eq!(nation.by_grade.get(&1), Some(&2));

    let back = Command::Return { reason: "请补充材料".into() };
    world.registry.cases().decide_case(&leader(SCHOOL), entered[1].1, back).await.unwrap();
    world.agrees("returned").await;
    assert_eq!(world.figures(SCHOOL).await.cases_in("registration", "returned"), 1);
    let mended = info_with(2, &[(Field::ClassName, "2班")]);
    world
        .registry
        .cases()
        .mend_registration(&registrar(SCHOOL), entered[1].1, &mended, day("2026-09-01"), "", None)
        .await
        .unwrap();
    world.agrees("mended").await;
    let refuse = Command::Refuse { reason: "不属于本校学区".into() };
    world.registry.cases().decide_case(&leader(SCHOOL), entered[2].1, refuse).await.unwrap();
    world.agrees("refused").await;
    let withdraw = Command::Withdraw { reason: "录入有误".into() };
    world.registry.cases().decide_case(&registrar(SCHOOL), entered[3].1, withdraw).await.unwrap();
    world.agrees("withdrawn").await;
    let school = world.figures(SCHOOL).await;
    assert_eq!((school.on_roll, school.open_cases("registration"), school.archives_open), (1, 1, 1));
    assert_eq!(
        (school.cases_in("registration", "refused"), school.cases_in("registration", "withdrawn")),
        (1, 1)
    );

    // A correction that moves the child from one counter to another: 性别, with the document that says so.
    let child = entered[0].0;
    let before = world.figures(SCHOOL).await.by_sex;
    let sex = info(1).sex().code().to_owned();
    let other = if sex == "1" { "2" } else { "1" };
    let number = flipped(info(1).get(Field::IdNumber).unwrap());
    let changes = [(Field::Sex, other), (Field::IdNumber, number.as_str())];
    let case = world.ask(&guardian(child), child, &changes).await.unwrap();
    world.agrees("asked").await;
    assert_eq!(world.figures(COUNTY).await.open_cases("correction"), 1);
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    world.agrees("corrected").await;
    let after = world.figures(SCHOOL).await.by_sex;
    assert_eq!((before.get(&sex), after.get(&sex), after.get(other)), (Some(&1), None, Some(&1)));
    assert_eq!(world.figures("000000").await.cases_in("correction", "approved"), 1);
}

/// A document number of the other sex.
fn flipped(number: &str) -> String {
    let serial: u32 = number[14..17].parse().unwrap();
    sibling_number(&format!("{}{:03}X", &number[..14], (serial + 1) % 1000), 0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn figures_hold_when_many_work_at_once() {
    let world = World::on_disk().await;
    let mut cases = Vec::new();
    for seed in 1..=12 {
        let school = if seed % 2 == 0 { SCHOOL } else { OTHER_SCHOOL };
        cases.push((school, world.enter(school, info(seed)).await.1));
    }
    let mut running = tokio::task::JoinSet::new();
    for (n, (school, case)) in cases.into_iter().enumerate() {
        let registry = world.registry.clone();
        running.spawn(async move {
            if n % 3 == 0 {
                let command = Command::Return { reason: "请补充材料".into() };
                return registry.cases().decide_case(&leader(school), case, command).await.map(|_| false);
            }
            for actor in [leader(school), registrar(COUNTY), leader(COUNTY)] {
                registry.cases().decide_case(&actor, case, agree()).await?;
            }
            Ok::<bool, registry::error::Error>(true)
        });
        let registry = world.registry.clone();
        running.spawn(async move { registry.outbox().drain_outbox().await.map(|()| false) });
    }
    let mut approved = 0;
    while let Some(outcome) = running.join_next().await {
        approved += i64::from(outcome.unwrap().unwrap());
    }
    assert_eq!(approved, 8);
    world.agrees("all at once").await;
    let nation = world.figures("000000").await;
    assert_eq!((nation.on_roll, nation.cases_in("registration", "returned")), (8, 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_childs_change_reads_no_other_schools_figures() {
    let world = World::in_memory().await;
    world.pupil(SCHOOL, 1).await;
    world.pupil(OTHER_SCHOOL, 2).await;
    world.agrees("two children").await;
    // Whoever summed the county from its schools now would lose the other school's child.
    let damage = format!("UPDATE rollup SET counts = {{}} WHERE unit = '{OTHER_SCHOOL}' RETURN NONE");
    world.registry.store.execute(&damage).await.unwrap();
    world.pupil(SCHOOL, 3).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    for unit in &UNITS[..4] {
        assert_eq!(world.figures(unit).await.on_roll, 3, "{unit}");
    }
    let wrong = world.registry.figures().verify_figures().await.unwrap();
    assert!(!wrong.is_empty(), "a recount compares what authorities have with what is below them");
    assert!(wrong.iter().all(|(counter, ..)| counter.starts_with(&format!("{COUNTY}|"))), "{wrong:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_was_written_is_read_anew() {
    let world = World::in_memory().await;
    let (registry, id) = (&world.registry, code(COUNTY));
    let name = async || registry.units().unit(&id).await.unwrap().name;
    let first = name().await;
    assert_eq!(name().await, first);
    let mut renamed = registry.units().unit(&id).await.unwrap();
    renamed.name = "江宁区".into();
    let renamed = &renamed;
    registry
        .store
        .transact("units", || {
            Box::pin(async move {
                let mut work = UnitOfWork::new();
                work.put("unit", COUNTY, renamed);
                Ok((work, ()))
            })
        })
        .await
        .unwrap();
    assert_eq!(name().await, "江宁区", "with the commit, not later");
    let text = format!("UPDATE unit SET name = '{first}' WHERE uid = '{COUNTY}' RETURN NONE");
    registry.store.execute(&text).await.unwrap();
    assert_eq!(name().await, first, "whatever way it was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_figures_outside_the_subtree_are_not_there() {
    let world = World::in_memory().await;
    world.pupil(SCHOOL, 1).await;
    let look = async |from: &str, at: &str| {
        world.registry.figures().overview(&registrar(from), Some(&code(at))).await
    };
    for (from, at) in [
        (SCHOOL, OTHER_SCHOOL),
        (SCHOOL, COUNTY),
        (COUNTY, "320100"),
        ("320100", "000000"),
        (COUNTY, "510104"),
    ] {
        assert!(is_not_found(&look(from, at).await), "{from} looks at {at}");
    }
    for (from, at) in [("000000", SCHOOL), ("320000", COUNTY), ("320100", OTHER_SCHOOL), (COUNTY, SCHOOL)] {
        assert_eq!(look(from, at).await.unwrap().unit.id, code(at), "{from} looks at {at}");
    }
    let official = actor(Role::Official, "320100", 6);
    assert_eq!(
        world.registry.figures().overview(&official, Some(&code(COUNTY))).await.unwrap().unit.figures.on_roll,
        1
    );
    let system = actor(Role::SystemAdmin, COUNTY, 3);
    assert!(world.registry.figures().overview(&system, None).await.is_ok());
    assert_eq!(
        codes(world.registry.figures().overview(&system, Some(&code(SCHOOL))).await),
        ["not_permitted"]
    );
    let below = world.registry.figures().overview(&registrar(COUNTY), None).await.unwrap().below;
    let named: BTreeSet<String> = below.iter().map(|unit| unit.id.to_string()).collect();
    assert_eq!(named, [SCHOOL, OTHER_SCHOOL].map(str::to_owned).into());
}

/// Everything that was told since the last look.
fn told(feed: &mut Receiver<Arc<Change>>) -> (BTreeSet<OrgPath>, BTreeSet<OrgPath>) {
    let (mut schools, mut figures) = (BTreeSet::new(), BTreeSet::new());
    loop {
        match feed.try_recv() {
            Ok(change) => {
                schools.extend(change.places.iter().chain(&change.touched).cloned());
                figures.extend(change.figures.keys().cloned());
            }
            Err(TryRecvError::Empty) => return (schools, figures),
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_tells_which_school_changed_and_then_whose_figures() {
    let world = World::in_memory().await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let mut feed = world.registry.store.feed.listen();
    let paths = |units: &[&str]| units.iter().map(|unit| unit_path(unit)).collect::<BTreeSet<_>>();
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    assert_eq!(told(&mut feed), (paths(&[SCHOOL]), paths(&[])), "at once, the school");
    world.registry.outbox().drain_outbox().await.unwrap();
    let summed = ["000000", "320000", "320100", COUNTY, SCHOOL];
    assert_eq!(
        told(&mut feed),
        (paths(&[]), paths(&summed)),
        "then the sums of every unit on the way, and no other"
    );
    world.registry.cases().decide_case(&leader(SCHOOL), case, agree()).await.unwrap();
    assert_eq!(told(&mut feed).0, paths(&[SCHOOL]));
    world.registry.outbox().drain_outbox().await.unwrap();
    told(&mut feed);
    assert!(world.registry.cases().decide_case(&leader(OTHER_SCHOOL), case, agree()).await.is_err());
    assert!(world.registry.cases().decide_case(&leader(SCHOOL), case, agree()).await.is_err());
    assert_eq!(told(&mut feed), (paths(&[]), paths(&[])), "what was refused is not told");
    world.registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(told(&mut feed), (paths(&[]), paths(&[])), "nothing is left to sum");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_the_archive_clock_runs_by_itself() {
    let world = World::in_memory().await;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    world.enter(OTHER_SCHOOL, info(2)).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let clock = async |day: u32, unit: &str| {
        // Noon in Beijing. 2026-10-08 is the last day: the month ends in the holiday.
        world.clock.set(Utc.with_ymd_and_hms(2026, 10, day, 4, 0, 0).unwrap());
        let figures = world.figures(unit).await;
        (figures.archives_open, figures.archives_soon, figures.archives_late)
    };
    assert_eq!(world.figures(COUNTY).await.archives_soon, 0, "a month to go");
    assert_eq!(clock(1, COUNTY).await, (2, 2, 0), "seven days to go");
    assert_eq!(clock(8, SCHOOL).await, (1, 1, 0), "the last day");
    assert_eq!(clock(9, SCHOOL).await, (1, 0, 1), "late, though nobody did anything");
    assert_eq!(clock(9, "000000").await, (2, 0, 2));
    world.approve(SCHOOL, case).await;
    world.agrees("approved late").await;
    assert_eq!(clock(9, SCHOOL).await, (0, 0, 0));
    assert_eq!(clock(9, "000000").await, (1, 0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn open_cases_past_their_day_are_overdue_where_they_wait_and_above() {
    let world = World::in_memory().await;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    assert!(world.figures(COUNTY).await.overdue.is_empty());
    let due = world.registry.cases().my_queue(&leader(SCHOOL), None).await.unwrap().lines[0].due_on.unwrap();
    world.wait(Duration::days((due - day("2026-09-07")).num_days()));
    assert!(world.figures(COUNTY).await.overdue.is_empty(), "the last day is not late");
    world.wait(Duration::days(1));
    for unit in ["000000", "320000", "320100", COUNTY, SCHOOL] {
        assert_eq!(world.figures(unit).await.overdue.get("registration"), Some(&1), "{unit}");
    }
    assert!(
        world.registry.cases().my_queue(&leader(SCHOOL), None).await.unwrap().lines[0].days_left.unwrap() < 0
    );
    world.approve(SCHOOL, case).await;
    world.agrees("approved late").await;
    assert_eq!(world.figures("000000").await.overdue.values().sum::<i64>(), 0);
}
