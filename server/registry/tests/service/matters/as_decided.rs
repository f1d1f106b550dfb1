//! Where something still waits though the decision is taken, and where nothing waits though the thing goes on: the table says what the domain
//! decides, in every one of them.

use super::*;
use domain::disclosure::Ending;

#[tokio::test(flavor = "multi_thread")]
async fn article_25_what_was_given_away_waits_at_the_desk_that_asked_until_it_is_returned_or_destroyed() {
    let world = World::in_memory().await;
    let (registry, kind) = (&world.registry, MatterKind::Disclosure);
    world.pupil(SCHOOL, 1).await;
    let asker = registrar(SCHOOL);
    let id = crate::disclosure::approved(&world, &asker, &disclosure(People::School)).await;
    stands(&world, kind, &[]).await;
    assert!(in_the_way(&world, SCHOOL).await.is_empty(), "approved, and nothing was given away");
    registry.disclosures().fetch_disclosure(&asker, id).await.unwrap();

    let due = stands(&world, kind, std::slice::from_ref(&asker)).await;
    let given = world.clock.today();
    assert_eq!(due, Some(given + chrono::Days::new(30)), "the days the recipient may keep it");
    let line = desk(&world, &asker, kind).await.remove(0);
    assert_eq!((line.state.as_str(), line.provisional), ("待登记返还或销毁", false));
    assert!(is_handed_over(&world, SCHOOL, ItemKind::Disclosures).await);
    assert_eq!(in_the_way(&world, SCHOOL).await, ["未办结的对外提供申请"]);

    // Taken back by the authority: what is with the recipient is still there.
    let revoke = DisclosureCommand::Revoke("不再需要".into());
    registry.disclosures().act_on_disclosure(&leader(COUNTY), id, &revoke).await.unwrap();
    assert_eq!(stands(&world, kind, std::slice::from_ref(&asker)).await, due);
    world.clock.set(due.unwrap().and_hms_opt(2, 0, 0).unwrap().and_utc());
    registry.watch().look_round().await.unwrap();
    assert_eq!(desk(&world, &asker, kind).await[0].reminded_on, due);

    let scan = Some(("销毁证明.png".to_owned(), png()));
    let disclosures = registry.disclosures();
    disclosures.settle_disclosure(&asker, id, Ending::Destroyed, "销毁证明第3号", scan).await.unwrap();
    stands(&world, kind, &[]).await;
    assert!(in_the_way(&world, SCHOOL).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_an_official_who_asked_has_it_on_the_own_desk() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.pupil(SCHOOL, 1).await;
    let official = actor(Role::Official, COUNTY, 5);
    let id = crate::disclosure::approved(&world, &official, &disclosure(People::School)).await;
    assert!(desk(&world, &official, MatterKind::Disclosure).await.is_empty());
    registry.disclosures().fetch_disclosure(&official, id).await.unwrap();
    for holder in [&official, &registrar(COUNTY)] {
        let lines = desk(&world, holder, MatterKind::Disclosure).await;
        assert_eq!((lines.len(), lines[0].also_with.len()), (1, 1), "{}: {lines:?}", holder.name);
    }
    assert!(registry.matters().has_desk(&official));
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_23_a_hand_over_with_lines_that_nobody_has_waits_for_who_leaves_and_for_the_leader() {
    let world = World::in_memory().await;
    let (registry, kind) = (&world.registry, MatterKind::RegistrarHandOver);
    let old = world.in_post("registrar.one").await;
    let new = world.in_post("registrar.two").await;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    let back = domain::case::Command::Return { reason: "请核对姓名".into() };
    registry.cases().decide_case(&leader(SCHOOL), case, back).await.unwrap();
    let chief = leader(SCHOOL);
    let id = registry.registrars().open_hand_over(&chief, &hand_over(old, new)).await.unwrap();
    let leaver = Actor { account: old, ..registrar(SCHOOL) };
    let successor = Actor { account: new, ..registrar(SCHOOL) };
    stands(&world, kind, std::slice::from_ref(&chief)).await;
    assert_eq!(desk(&world, &leaver, kind).await.len(), 1, "the leaver gives the lines away");
    assert!(desk(&world, &successor, kind).await.is_empty(), "there is nothing to sign yet");

    let keys = registry.registrars().hand_over_view(&leaver, id).await.unwrap().items;
    let keys = keys.into_iter().map(|item| item.key).collect();
    let given = HandOverCommand::Reassign { keys, to: new };
    registry.registrars().step_hand_over(&leaver, id, &given).await.unwrap();
    assert_eq!(desk(&world, &successor, kind).await.len(), 1, "now both sign");
    stands(&world, kind, std::slice::from_ref(&chief)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_an_approved_campaign_is_open_for_its_schools_and_for_nobody_else() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let id = registry
        .reviews()
        .propose_review(&registrar(COUNTY), crate::support::reviews::dates())
        .await
        .unwrap();
    registry.reviews().act_on_review(&leader(COUNTY), id, &CampaignCommand::Approve).await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    let mine = registry.matters().desk_of_mine(&registrar(COUNTY), None).await.unwrap();
    let campaign = mine.lines.iter().find(|line| line.kind == MatterKind::Review).unwrap();
    assert_eq!((campaign.open, campaign.state.as_str(), campaign.due_on), (false, "进行中", None));
    assert_eq!(desk(&world, &registrar(SCHOOL), MatterKind::ReviewSchool).await.len(), 1);
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
    // Ended by the authority: what the schools owed they owe no more.
    world.clock.set(day("2026-12-25").and_hms_opt(2, 0, 0).unwrap().and_utc());
    let close = CampaignCommand::Close { unfinished: 0 };
    registry.reviews().act_on_review(&leader(COUNTY), id, &close).await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    assert!(desk(&world, &registrar(SCHOOL), MatterKind::ReviewSchool).await.is_empty());
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_a_change_that_runs_waits_for_nobody() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let renamed = change(SCHOOL, Change::Rename { name: "玄武实验小学".into() });
    let id = world.propose(&renamed).await.unwrap();
    registry.schools().decide_school_change(&leader(COUNTY), id, true, "").await.unwrap();
    stands(&world, MatterKind::SchoolChange, &[]).await;
    let mine = registry.matters().desk_of_mine(&registrar(COUNTY), None).await.unwrap();
    let change = mine.lines.iter().find(|line| line.kind == MatterKind::SchoolChange).unwrap();
    assert!(!change.open, "{change:?}");
}
