//! Rules of cities and counties through the services (第十一条, 第二十九条): only what the province leaves to them, narrower, by two persons.

use crate::rules::draft;
use crate::support::*;
use domain::access::Role;
use domain::rules::RuleKey;
use registry::error::Error;
use registry::rules::{DraftRules, RuleState};

const PROVINCE: &str = "320000";
const CITY: &str = "320100";

fn leaving(values: &[(RuleKey, &str)], delegated: &[RuleKey]) -> DraftRules {
    DraftRules { delegated: delegated.iter().copied().collect(), ..draft(values) }
}

async fn decided(world: &World, unit: &str, rules: &DraftRules) {
    let (by, leader) = (registrar(unit), leader(unit));
    world.registry.rules().propose_rules(&by, rules).await.unwrap();
    assert_eq!(world.registry.rules().decide_rules(&leader, true, "").await.unwrap(), RuleState::Approved);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_11_a_county_narrows_what_its_province_leaves_open_and_nothing_else() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (key, by) = (RuleKey::ClassSizeMax, registrar(COUNTY));
    let forty = draft(&[(key, "40")]);
    let wrong = |outcome: registry::error::Result<_>| match outcome {
        Err(Error::Refused(refusals)) => (refusals[0].control().to_owned(), refusals[0].what.clone()),
        other => panic!("{:?}", other.map(|_: domain::id::RuleSetId| ())),
    };
    let (control, what) = wrong(registry.rules().propose_rules(&by, &forty).await);
    assert_eq!(control, "values[class_size_max]");
    assert!(what.contains("没有授权"), "{what}");

    decided(&world, PROVINCE, &leaving(&[(key, "50")], &[key, RuleKey::StepWorkingDays])).await;
    world.wait(chrono::Duration::days(30));
    let later = |values: &[(RuleKey, &str)]| DraftRules { valid_from: day("2026-11-01"), ..draft(values) };
    let (_, what) = wrong(registry.rules().propose_rules(&by, &later(&[(key, "55")])).await);
    assert!(what.contains("不能宽于上级的规定") && what.contains("50"), "{what}");
    let (_, what) =
        wrong(registry.rules().propose_rules(&by, &later(&[(RuleKey::StepWorkingDays, "5")])).await);
    assert!(what.contains("由省级统一规定"), "{what}");

    let both = later(&[(key, "40")]);
    registry.rules().propose_rules(&by, &both).await.unwrap();
    let same = domain::access::Actor { account: by.account, ..leader(COUNTY) };
    assert_eq!(codes(registry.rules().decide_rules(&same, true, "").await), ["decision"], "two persons");
    registry.rules().decide_rules(&leader(COUNTY), true, "").await.unwrap();
    let path = unit_path(SCHOOL);
    let size = |on: &str| registry.rules().rules_on(&path, day(on)).number(key);
    assert_eq!((size("2026-10-31"), size("2026-11-01")), (50, 40));
    assert_eq!(registry.rules().rules_on(&unit_path(CITY), day("2026-11-01")).number(key), 50);

    world.wait(chrono::Duration::days(30));
    let book = registry.rules().rule_book(&registrar(SCHOOL), None).await.unwrap();
    let line = book.lines.iter().find(|line| line.key == key).unwrap();
    assert_eq!((line.value.as_str(), line.own, line.open), ("40", true, true), "where the school stands");
    assert!(line.source.contains("苏教规"), "{}", line.source);
    assert_eq!(book.levels.len(), 4, "nation, province, city, county");
    let above = registry.rules().rule_book(&registrar(SCHOOL), Some(&code(PROVINCE))).await.unwrap();
    let line = above.lines.iter().find(|line| line.key == key).unwrap();
    assert_eq!((line.value.as_str(), line.delegated), ("50", true));
    let steps = above.lines.iter().find(|line| line.key == RuleKey::StepWorkingDays).unwrap();
    assert!(!steps.delegated, "what no province may leave to others it does not");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_29_what_the_province_closes_again_no_longer_holds_below_and_the_page_says_why() {
    let world = World::in_memory().await;
    let key = RuleKey::SuspensionMinMonths;
    decided(&world, PROVINCE, &leaving(&[], &[key])).await;
    world.wait(chrono::Duration::days(30));
    decided(&world, CITY, &DraftRules { valid_from: day("2026-11-01"), ..draft(&[(key, "3")]) }).await;
    let path = unit_path(SCHOOL);
    let months = |on: &str| world.registry.rules().rules_on(&path, day(on)).number(key);
    assert_eq!(months("2026-11-01"), 3);
    let closed = DraftRules { valid_from: day("2026-12-01"), ..draft(&[(RuleKey::ClassSizeMax, "50")]) };
    decided(&world, PROVINCE, &closed).await;
    assert_eq!((months("2026-11-30"), months("2026-12-01")), (3, 0));
    world.wait(chrono::Duration::days(60));
    let book = world.registry.rules().rule_book(&leader(CITY), None).await.unwrap();
    assert_eq!((book.unheld.len(), book.unheld[0].key), (1, key));
    assert!(book.unheld[0].why.contains("没有授权"), "{}", book.unheld[0].why);
    assert!(book.is_local() && book.lines.iter().all(|line| !line.open));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_29_only_the_own_unit_proposes_and_a_restart_keeps_what_was_decided() {
    let world = World::on_disk().await;
    let key = RuleKey::ClassSizeMax;
    decided(&world, PROVINCE, &leaving(&[], &[key])).await;
    world.wait(chrono::Duration::days(30));
    let rules = DraftRules { valid_from: day("2026-11-01"), ..draft(&[(key, "45")]) };
    for stranger in [registrar(SCHOOL), leader(COUNTY), actor(Role::SystemAdmin, COUNTY, 3)] {
        assert!(is_not_found(&world.registry.rules().propose_rules(&stranger, &rules).await));
    }
    decided(&world, COUNTY, &rules).await;
    let world = world.reopened().await;
    let there = world.registry.rules().rules_on(&unit_path(SCHOOL), day("2026-11-01"));
    assert_eq!(there.number(key), 45);
}

#[test]
fn article_11_the_guide_of_haizhu_is_on_record_and_holds_once_guangdong_leaves_it_open() {
    let local = registry::seed::local_rules();
    let haizhu = local.iter().find(|set| set.authority.as_str() == "440105").unwrap();
    assert!(haizhu.source.contains("海珠区") && haizhu.values.len() == 5);
    let levels: Vec<_> = ["440000", "440100", "440105"].iter().map(|one| code(one)).collect();
    let at = |leaves: &[RuleKey]| {
        let mut sets = registry::seed::rules();
        for set in sets.iter_mut().filter(|set| set.authority.as_str() == "440000") {
            set.delegated = leaves.iter().copied().collect();
        }
        sets.extend(local.clone());
        domain::rules::Rules::at(&sets, &levels, day("2026-10-01"))
    };
    let told = |rules: &domain::rules::Rules| {
        [
            rules.value(RuleKey::TransferBarred).0.to_owned(),
            rules.value(RuleKey::TransferTermEdge).0.to_owned(),
            rules.value(RuleKey::SuspensionMinMonths).0.to_owned(),
        ]
    };
    assert_eq!(told(&at(&[])), ["", "0", "0"], "a guide refuses nobody by itself");
    let open: Vec<RuleKey> = haizhu.values.keys().copied().collect();
    let rules = at(&open);
    assert_eq!(told(&rules), ["entry-1,leaving-2", "10", "3"]);
    assert!(rules.source(RuleKey::TransferBarred).contains("海珠区"));
    for (key, value) in &haizhu.values {
        assert_eq!(rules.value(*key).0, value, "{}", key.key());
    }
}
