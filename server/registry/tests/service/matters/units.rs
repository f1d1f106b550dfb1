//! Matters about units: orders, requests for data, reviews, hand-overs, schools, rules, warnings. Where they wait, and until when.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_on_the_desk_of_whoever_it_is_laid_to_and_keeps_the_school_from_ending() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let entered = crate::violations::entered(ViolationKind::NoArchive, SCHOOL);
    let id = registry.violations().enter_violation(&registrar(COUNTY), &entered).await.unwrap();
    stands(&world, MatterKind::Violation, &[registrar(COUNTY)]).await;
    assert!(is_handed_over(&world, COUNTY, ItemKind::Violations).await);
    let examined = ViolationCommand::Examine("属实".into());
    registry.violations().act_on_violation(&registrar(COUNTY), id, &examined, None).await.unwrap();
    stands(&world, MatterKind::Violation, &[leader(COUNTY)]).await;
    registry
        .violations()
        .act_on_violation(&leader(COUNTY), id, &crate::violations::order(), None)
        .await
        .unwrap();
    let due = stands(&world, MatterKind::Violation, &[leader(SCHOOL)]).await;
    let view = registry.violations().violation_view(&leader(SCHOOL), id).await.unwrap();
    assert_eq!(due, view.order.map(|order| order.due_on));
    assert!(due.is_some());
    assert_eq!(in_the_way(&world, SCHOOL).await, ["未办结的责令改正"]);
    let withdrawn = ViolationCommand::Withdraw("核查有误，撤销".into());
    registry.violations().act_on_violation(&leader(COUNTY), id, &withdrawn, None).await.unwrap();
    stands(&world, MatterKind::Violation, &[]).await;
    assert!(in_the_way(&world, SCHOOL).await.is_empty());
    assert_eq!(
        journalled(&world, SCHOOL, MatterKind::Violation).await,
        4,
        "entered, examined, ordered, withdrawn"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_for_data_is_handed_over_and_keeps_the_school_that_asked_from_ending() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let id =
        registry.disclosures().ask_disclosure(&registrar(SCHOOL), &disclosure(People::School)).await.unwrap();
    stands(&world, MatterKind::Disclosure, &[registrar(COUNTY)]).await;
    assert!(is_handed_over(&world, COUNTY, ItemKind::Disclosures).await);
    assert_eq!(in_the_way(&world, SCHOOL).await, ["未办结的对外提供申请"]);
    let examined = DisclosureCommand::Examine("属实".into());
    registry.disclosures().act_on_disclosure(&registrar(COUNTY), id, &examined).await.unwrap();
    stands(&world, MatterKind::Disclosure, &[leader(COUNTY)]).await;
    let refused = DisclosureCommand::Refuse("没有法律依据".into());
    registry.disclosures().act_on_disclosure(&leader(COUNTY), id, &refused).await.unwrap();
    stands(&world, MatterKind::Disclosure, &[]).await;
    assert!(in_the_way(&world, SCHOOL).await.is_empty());
    assert_eq!(journalled(&world, SCHOOL, MatterKind::Disclosure).await, 3, "asked, examined, refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_is_on_the_desk_of_its_authority_and_then_of_each_school() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let id = registry
        .reviews()
        .propose_review(&registrar(COUNTY), crate::support::reviews::dates())
        .await
        .unwrap();
    stands(&world, MatterKind::Review, &[leader(COUNTY)]).await;
    let back = CampaignCommand::Return("请推迟开始日期".into());
    registry.reviews().act_on_review(&leader(COUNTY), id, &back).await.unwrap();
    stands(&world, MatterKind::Review, &[registrar(COUNTY)]).await;
    assert!(is_handed_over(&world, COUNTY, ItemKind::Reviews).await);
    let again = CampaignCommand::Amend(crate::support::reviews::dates());
    registry.reviews().act_on_review(&registrar(COUNTY), id, &again).await.unwrap();
    registry.reviews().act_on_review(&leader(COUNTY), id, &CampaignCommand::Approve).await.unwrap();
    stands(&world, MatterKind::Review, &[]).await;
    registry.outbox().drain_outbox().await.unwrap();
    let part = desk(&world, &registrar(SCHOOL), MatterKind::ReviewSchool).await.remove(0);
    assert_eq!(part.due_on, Some(crate::support::reviews::dates().school));
    assert_eq!(desk(&world, &registrar(OTHER_SCHOOL), MatterKind::ReviewSchool).await.len(), 1);
    assert!(is_handed_over(&world, SCHOOL, ItemKind::Reviews).await);
    assert_eq!(in_the_way(&world, SCHOOL).await, ["未完成的学籍复核"]);
    let submit = SchoolCommand::Submit(Outstanding::default());
    registry.reviews().act_on_school_review(&registrar(SCHOOL), id, &code(SCHOOL), &submit).await.unwrap();
    assert_eq!(desk(&world, &leader(SCHOOL), MatterKind::ReviewSchool).await.len(), 1);
    let sign = SchoolCommand::Sign(Outstanding::default());
    registry.reviews().act_on_school_review(&leader(SCHOOL), id, &code(SCHOOL), &sign).await.unwrap();
    assert_eq!(desk(&world, &registrar(COUNTY), MatterKind::ReviewSchool).await.len(), 1);
    assert!(desk(&world, &leader(SCHOOL), MatterKind::ReviewSchool).await.is_empty());
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
    assert_eq!(
        journalled(&world, COUNTY, MatterKind::Review).await,
        4,
        "proposed, returned, amended, approved"
    );
    assert_eq!(journalled(&world, SCHOOL, MatterKind::ReviewSchool).await, 3, "begun, submitted, signed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hand_over_of_a_registrars_work_waits_for_two_persons_and_then_for_the_leader() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let old = world.in_post("registrar.one").await;
    let new = world.in_post("registrar.two").await;
    // Both appointments were reported to the county, where either desk may acknowledge them.
    let reports = desk(&world, &registrar(COUNTY), MatterKind::RegistrarReport).await;
    assert_eq!(reports.len(), 2);
    assert_eq!(desk(&world, &leader(COUNTY), MatterKind::RegistrarReport).await.len(), 2);
    for told in registry.registrars().registrar_reports(&registrar(COUNTY)).await.unwrap() {
        registry.registrars().acknowledge_registrar(&registrar(COUNTY), told.id).await.unwrap();
    }
    stands(&world, MatterKind::RegistrarReport, &[]).await;
    let leaver = Actor { account: old, ..registrar(SCHOOL) };
    let successor = Actor { account: new, ..registrar(SCHOOL) };
    let chief = leader(SCHOOL);
    let id = registry.registrars().open_hand_over(&chief, &hand_over(old, new)).await.unwrap();
    let kind = MatterKind::RegistrarHandOver;
    for signs in [&leaver, &successor] {
        assert_eq!(desk(&world, signs, kind).await.len(), 1, "{}", signs.account);
    }
    // The leader signs in the place of who cannot.
    stands(&world, kind, std::slice::from_ref(&chief)).await;
    assert!(in_the_way(&world, SCHOOL).await.contains(&"未完成的学籍管理员工作交接".to_owned()));
    registry.registrars().step_hand_over(&leaver, id, &HandOverCommand::Sign).await.unwrap();
    assert!(desk(&world, &leaver, kind).await.is_empty());
    stands(&world, kind, &[]).await;
    registry.registrars().step_hand_over(&successor, id, &HandOverCommand::Sign).await.unwrap();
    assert_eq!(stands(&world, kind, std::slice::from_ref(&chief)).await, Some(day("2026-09-07")));
    registry.registrars().step_hand_over(&chief, id, &HandOverCommand::Confirm).await.unwrap();
    stands(&world, kind, &[]).await;
    assert_eq!(journalled(&world, SCHOOL, kind).await, 4, "opened, signed twice, confirmed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_proposed_about_schools_and_rules_waits_for_the_leader_of_the_same_authority() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let renamed = change(SCHOOL, Change::Rename { name: "玄武实验小学".into() });
    let id = world.propose(&renamed).await.unwrap();
    stands(&world, MatterKind::SchoolChange, &[leader(COUNTY)]).await;
    assert!(in_the_way(&world, SCHOOL).await.is_empty(), "a change does not stand in its own way");
    registry.schools().decide_school_change(&leader(COUNTY), id, false, "请先征求意见").await.unwrap();
    stands(&world, MatterKind::SchoolChange, &[]).await;
    assert_eq!(journalled(&world, SCHOOL, MatterKind::SchoolChange).await, 2, "proposed, sent back");

    let draft = crate::rules::draft(&[(RuleKey::ClassSizeMax, "45")]);
    registry.rules().propose_rules(&registrar("320000"), &draft).await.unwrap();
    let due = stands(&world, MatterKind::Rules, &[leader("320000")]).await;
    assert_eq!(due, Some(day("2026-09-30")), "before the day from which it is to hold");
    registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    stands(&world, MatterKind::Rules, &[]).await;
    assert_eq!(journalled(&world, "320000", MatterKind::Rules).await, 2, "proposed, approved");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_a_warning_is_on_the_desks_of_its_unit_until_it_says_what_it_does_and_again_when_it_grows()
{
    let world = World::in_memory().await;
    let (registry, kind) = (&world.registry, MatterKind::Warning);
    world.pupil(SCHOOL, 1).await;
    // Of late cases one is a hint, two ask for an answer; late archives stay below what is warned of.
    let levels = [(RuleKey::WarnOverdueCases, "1,2,3"), (RuleKey::WarnLateArchives, "998,999,1000")];
    registry.rules().propose_rules(&registrar("320000"), &crate::rules::draft(&levels)).await.unwrap();
    registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    let night = async |on: &str| {
        world.clock.set(day(on).and_hms_opt(2, 0, 0).unwrap().and_utc());
        registry.outbox().drain_outbox().await.unwrap();
        registry.warnings().measure_warnings().await.unwrap()
    };
    let both = [registrar(SCHOOL), leader(SCHOOL)];
    world.enter(SCHOOL, info(2)).await;
    world.clock.set(day("2026-10-19").and_hms_opt(2, 0, 0).unwrap().and_utc());
    world.enter(SCHOOL, info(3)).await;
    assert_eq!(night("2026-10-20").await.open, 1);
    stands(&world, kind, &[]).await;

    assert_eq!(night("2026-12-07").await.open, 1);
    assert_eq!(stands(&world, kind, &both).await, Some(day("2026-12-14")), "five working days");
    assert!(is_handed_over(&world, SCHOOL, ItemKind::Warnings).await);
    assert!(in_the_way(&world, SCHOOL).await.contains(&"未作处置说明的预警".to_owned()));
    let line = desk(&world, &leader(SCHOOL), kind).await.remove(0);
    let id = line.href.strip_prefix("/warnings/").unwrap().parse().unwrap();
    assert_eq!((line.since, line.state.as_str()), (day("2026-12-07"), "待说明"));
    assert!(line.about.contains("第一小学") && line.about.contains("关注"), "{line:?}");
    let shown = registry.warnings().warning_view(&registrar(COUNTY), id).await.unwrap().line;
    assert_eq!(shown.answer_by, line.due_on, "who only watches sees by when");

    world.clock.set(day("2026-12-11").and_hms_opt(2, 0, 0).unwrap().and_utc());
    assert_eq!(registry.watch().look_round().await.unwrap().reminded, 1);
    world.clock.set(day("2026-12-15").and_hms_opt(2, 0, 0).unwrap().and_utc());
    registry.watch().look_round().await.unwrap();
    let late = async || {
        let late = registry.matters().late_matters(&registrar(COUNTY)).await.unwrap();
        late.into_iter().filter(|line| line.kind == kind).count()
    };
    assert_eq!(late().await, 1);
    stands(&world, kind, &both).await;

    registry.warnings().acknowledge_warning(&leader(SCHOOL), id, "已逐件核对，本周办结").await.unwrap();
    stands(&world, kind, &[]).await;
    assert!(in_the_way(&world, SCHOOL).await.iter().all(|one| !one.contains("预警")), "it has been answered");
    assert_eq!(late().await, 0);
    assert!(!is_handed_over(&world, SCHOOL, ItemKind::Warnings).await);
    night("2026-12-16").await;
    stands(&world, kind, &[]).await;

    world.enter(SCHOOL, info(4)).await;
    night("2027-02-01").await;
    assert_eq!(
        stands(&world, kind, &both).await,
        Some(day("2027-02-08")),
        "a louder one is another question"
    );
    registry.warnings().acknowledge_warning(&registrar(SCHOOL), id, "已增派人员").await.unwrap();
    stands(&world, kind, &[]).await;
    assert_eq!(journalled(&world, SCHOOL, kind).await, 4, "asked, answered, asked again, answered");
}
