//! 实施细则 through the services: proposed, previewed, approved by somebody else, in force from its day, for its province only.

use crate::support::*;
use domain::access::Role;
use domain::id::UnitId;
use domain::rules::RuleKey;
use registry::rules::{DraftRules, RuleState};

const PROVINCE: &str = "320000";

pub(crate) fn draft(values: &[(RuleKey, &str)]) -> DraftRules {
    DraftRules {
        values: values.iter().map(|(key, text)| (*key, (*text).to_owned())).collect(),
        valid_from: day("2026-10-01"),
        source: "苏教规〔2026〕1号".into(),
        note: "按新规定调整".into(),
        ..Default::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_29_a_province_proposes_a_version_and_its_leader_approves_it() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (official, leader) = (actor(Role::Official, PROVINCE, 5), leader(PROVINCE));
    world.enter(SCHOOL, info(1)).await;
    registry.outbox().drain_outbox().await.unwrap();
    let six = draft(&[(RuleKey::SuspensionMaxMonths, "6"), (RuleKey::FileDeadlineMonths, "2")]);

    let preview = registry.rules().preview_rules(&official, &six).await.unwrap();
    let changed: Vec<_> = preview.changes.iter().map(|change| change.key).collect();
    assert!(changed.contains(&RuleKey::SuspensionMaxMonths) && changed.contains(&RuleKey::ReturnEarlyOwn));
    assert!(preview.touched.iter().any(|(kind, n)| kind.key() == "registration" && *n == 1), "{preview:?}");

    registry.rules().propose_rules(&official, &six).await.unwrap();
    let book = registry.rules().rule_book(&leader, None).await.unwrap();
    assert!(book.may_decide && book.proposal().is_some());
    assert_eq!(
        codes(registry.rules().propose_rules(&registrar(PROVINCE), &six).await),
        ["values"],
        "one at a time"
    );
    assert_eq!(codes(registry.rules().decide_rules(&leader, false, "").await), ["reason"]);
    assert_eq!(registry.rules().decide_rules(&leader, true, "").await.unwrap(), RuleState::Approved);

    let path = unit_path(SCHOOL);
    let months = |day: &str| {
        registry.rules().rules_on(&path, day.parse().unwrap()).number(RuleKey::SuspensionMaxMonths)
    };
    assert_eq!((months("2026-09-30"), months("2026-10-01")), (12, 6), "from its day on");
    let elsewhere = domain::org::OrgPath::root().child(&code("510000"));
    let there = registry.rules().rules_on(&elsewhere, day("2026-10-01"));
    assert_eq!(there.number(RuleKey::SuspensionMaxMonths), 12, "in its province only");
    // A child who is entered then has two months.
    world.wait(chrono::Duration::days(30));
    let (person, _) = world.enter(SCHOOL, info(2)).await;
    let view = registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap();
    assert_eq!(view.archive_due, day("2026-11-02"), "the first of November is a Sunday");
    let history = registry.rules().rule_book(&registrar(SCHOOL), Some(&code(PROVINCE))).await.unwrap();
    assert_eq!(history.versions.len(), 1, "everybody who works here may read it");
    let decided = history.versions[0].decided.as_ref().expect("decided");
    assert!(decided.by.ends_with(&leader.name), "{}", decided.by);
    assert!(history.seeded.is_some() && !history.may_propose);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_29_an_approved_version_survives_a_restart() {
    let world = World::on_disk().await;
    let draft = draft(&[(RuleKey::ClassSizeMax, "45")]);
    world.registry.rules().propose_rules(&registrar(PROVINCE), &draft).await.unwrap();
    world.registry.rules().decide_rules(&leader(PROVINCE), true, "").await.unwrap();
    let world = world.reopened().await;
    let rules = world.registry.rules().rules_on(&unit_path(SCHOOL), day("2026-10-01"));
    assert_eq!(rules.number(RuleKey::ClassSizeMax), 45);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_11_what_is_wrong_with_a_draft_is_told_beside_its_rule_and_nobody_else_may_draft() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let author = registrar(PROVINCE);
    let outcome = registry
        .rules()
        .preview_rules(
            &author,
            &DraftRules {
                valid_from: day("2026-09-07"),
                source: String::new(),
                ..draft(&[(RuleKey::StepWorkingDays, "12"), (RuleKey::TransferFreeze, "07-01~08-31")])
            },
        )
        .await;
    let Err(registry::error::Error::Refused(refusals)) = outcome else { panic!("nothing is wrong with it") };
    assert_eq!(
        refusals.iter().map(|one| one.control()).collect::<Vec<_>>(),
        ["values[step_working_days]", "values[transfer_freeze]", "valid_from", "source"]
    );
    let good = draft(&[(RuleKey::ClassSizeMax, "45")]);
    for stranger in [
        registrar(SCHOOL),
        actor(Role::SystemAdmin, PROVINCE, 3),
        leader(PROVINCE),
        guardian(domain::id::PersonId::new(uuid::Uuid::from_u128(1))),
    ] {
        assert!(is_not_found(&registry.rules().preview_rules(&stranger, &good).await), "{}", stranger.name);
        assert!(is_not_found(&registry.rules().propose_rules(&stranger, &good).await), "{}", stranger.name);
    }
    // The nation sets the year; a province takes its own proposal back.
    let freeze =
        DraftRules { source: "教育部通知".into(), ..draft(&[(RuleKey::TransferFreeze, "07-20~08-14")]) };
    registry.rules().propose_rules(&registrar("000000"), &freeze).await.unwrap();
    registry.rules().decide_rules(&leader("000000"), true, "").await.unwrap();
    let rules = registry.rules().rules_on(&unit_path(SCHOOL), day("2027-07-16"));
    assert!(!rules.within(RuleKey::TransferFreeze, day("2027-07-16")));
    registry.rules().propose_rules(&author, &good).await.unwrap();
    assert_eq!(registry.rules().withdraw_rules(&author).await.unwrap(), RuleState::Withdrawn);
    assert!(is_not_found(&registry.rules().decide_rules(&leader(PROVINCE), true, "").await), "nothing waits");
    assert_eq!(registry.rules().rule_book(&author, Some(&UnitId::nation())).await.unwrap().versions.len(), 1);
}
