//! Matters about pupils: cases, letters, problem records, packages, papers, guardians. Where they wait, and until when.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_on_the_desk_of_who_has_to_act_and_comes_back_to_be_mended() {
    let world = World::in_memory().await;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    let kind = MatterKind::Case(domain::case::CaseKind::Registration);
    let due = stands(&world, kind, &[leader(SCHOOL)]).await;
    let queue = world.registry.cases().my_queue(&leader(SCHOOL), None).await.unwrap();
    assert_eq!(due, queue.lines[0].due_on);
    assert!(in_the_way(&world, SCHOOL).await.contains(&"未办结的事项".to_owned()));
    let back = domain::case::Command::Return { reason: "请核对姓名".into() };
    world.registry.cases().decide_case(&leader(SCHOOL), case, back).await.unwrap();
    stands(&world, kind, &[registrar(SCHOOL)]).await;
    assert!(is_handed_over(&world, SCHOOL, ItemKind::Cases).await);
    let line = desk(&world, &registrar(SCHOOL), kind).await.remove(0);
    assert!(
        line.sent_back && line.about.starts_with(raw(1)[&domain::form::Field::Name].as_str()),
        "{line:?}"
    );
    let only = DeskFilter { sent_back: true, ..DeskFilter::default() };
    assert_eq!(world.registry.matters().desk(&registrar(SCHOOL), &only, None).await.unwrap().lines, [line]);
    // An authority sees the name masked, as in its queue.
    let (_, second) = world.enter(SCHOOL, info(2)).await;
    world.registry.cases().decide_case(&leader(SCHOOL), second, agree()).await.unwrap();
    let masked = desk(&world, &registrar(COUNTY), kind).await.remove(0);
    assert!(!masked.about.starts_with(raw(2)[&domain::form::Field::Name].as_str()), "{masked:?}");
    world.registry.cases().decide_case(&registrar(COUNTY), second, agree()).await.unwrap();
    world.registry.cases().decide_case(&leader(COUNTY), second, agree()).await.unwrap();
    assert!(desk(&world, &leader(COUNTY), kind).await.is_empty(), "decided is gone");
    let mine = world.registry.matters().desk_of_mine(&registrar(SCHOOL), None).await.unwrap();
    assert_eq!(mine.lines.len(), 2, "who opened it sees where it stands, open or not");
    assert!(
        world.registry.matters().desk_of_mine(&registrar(OTHER_SCHOOL), None).await.unwrap().lines.is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_on_the_senders_desk_and_then_on_the_receivers() {
    let world = with_more_schools().await;
    let person = world.pupil(SCHOOL, 1).await;
    transfer(&world, person, SCHOOL, OTHER_SCHOOL, "2026-09-07").await;
    let due = stands(&world, MatterKind::Letter, &[registrar(SCHOOL)]).await;
    assert_eq!(due, Some(day("2026-10-08")));
    assert!(is_handed_over(&world, SCHOOL, ItemKind::Letters).await);
    assert!(in_the_way(&world, SCHOOL).await.contains(&"未办理的公文".to_owned()));
    let id = letter_on_desk(&world, &registrar(SCHOOL)).await;
    world.registry.letters().draft_letter(&registrar(SCHOOL), id, Some(9), "").await.unwrap();
    stands(&world, MatterKind::Letter, &[leader(SCHOOL)]).await;
    world.registry.letters().sign_letter(&leader(SCHOOL), id).await.unwrap();
    stands(&world, MatterKind::Letter, &[registrar(OTHER_SCHOOL)]).await;
    assert!(in_the_way(&world, OTHER_SCHOOL).await.contains(&"未办理的公文".to_owned()));
    assert!(
        !in_the_way(&world, SCHOOL).await.contains(&"未办理的公文".to_owned()),
        "it is with the receiver"
    );
    world
        .registry
        .letters()
        .receive_letter(&registrar(OTHER_SCHOOL), id, &crate::support::letters::receipt(Some(9), ""))
        .await
        .unwrap();
    stands(&world, MatterKind::Letter, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_problem_is_on_the_desks_of_both_schools_until_each_has_answered() {
    let world = World::in_memory().await;
    let (one, _) = twice(&world, OTHER_SCHOOL).await;
    check(&world).await;
    let id = open_at(&world, &registrar(SCHOOL)).await[0];
    let due = stands(&world, MatterKind::Problem, &[registrar(SCHOOL), registrar(OTHER_SCHOOL)]).await;
    let view = world.registry.problems().problem_view(&registrar(SCHOOL), id).await.unwrap();
    assert_eq!(due, view.line.due_on);
    for school in [SCHOOL, OTHER_SCHOOL] {
        assert!(is_handed_over(&world, school, ItemKind::Problems).await);
        assert!(in_the_way(&world, school).await.contains(&"未举证的问题学籍".to_owned()));
    }
    world
        .registry
        .problems()
        .answer_problem(&registrar(SCHOOL), id, &answer(one, Remedy::Prove, true))
        .await
        .unwrap();
    stands(&world, MatterKind::Problem, &[registrar(OTHER_SCHOOL)]).await;
    assert!(!is_handed_over(&world, SCHOOL, ItemKind::Problems).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_merge_that_is_asked_to_be_taken_back_waits_for_the_leader_until_its_last_day() {
    let world = World::in_memory().await;
    let (problems, kind) = (world.registry.problems(), MatterKind::Problem);
    let (one, _) = twice(&world, SCHOOL).await;
    check(&world).await;
    let id = open_at(&world, &registrar(SCHOOL)).await[0];
    let taken = std::collections::BTreeSet::new();
    problems.propose_merge(&registrar(SCHOOL), id, one, taken, "重复录入").await.unwrap();
    problems.decide_problem(&leader(SCHOOL), id).await.unwrap();
    stands(&world, kind, &[]).await;
    problems.ask_undo(&registrar(SCHOOL), id, "认定有误，不是同一人").await.unwrap();
    let until = stands(&world, kind, &[leader(SCHOOL)]).await.unwrap();
    assert_eq!(in_the_way(&world, SCHOOL).await, ["未举证的问题学籍"]);

    // Afterwards nobody can take it back: it waits for nobody, and is nobody's delay.
    world.clock.set(until.and_hms_opt(2, 0, 0).unwrap().and_utc());
    stands(&world, kind, &[leader(SCHOOL)]).await;
    world.wait(chrono::Duration::days(1));
    world.registry.watch().look_round().await.unwrap();
    stands(&world, kind, &[]).await;
    assert!(world.registry.matters().late_matters(&registrar(COUNTY)).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_waits_on_both_sides_and_keeps_both_schools_from_ending() {
    let (here, there) = (two_provinces().await, two_provinces().await);
    let (_, case) = moved(&here).await;
    let id = here.registry.packages().ask_package(&registrar(SCHOOL), case, None).await.unwrap();
    stands(&here, MatterKind::Package, &[leader(SCHOOL)]).await;
    assert!(in_the_way(&here, SCHOOL).await.contains(&"未办结的学籍档案包".to_owned()));
    here.registry.packages().refuse_package(&leader(SCHOOL), id, "材料不全，请补齐").await.unwrap();
    stands(&here, MatterKind::Package, &[]).await;
    let id = here.registry.packages().ask_package(&registrar(SCHOOL), case, None).await.unwrap();
    here.registry.packages().release_package(&leader(SCHOOL), id).await.unwrap();
    let due = stands(&here, MatterKind::Package, &[registrar(SCHOOL)]).await;
    assert!(due.is_some(), "it expires");
    assert!(is_handed_over(&here, SCHOOL, ItemKind::Packages).await);
    here.registry.packages().fetch_package(&registrar(SCHOOL), id).await.unwrap();
    stands(&here, MatterKind::Package, &[]).await;
    assert!(!in_the_way(&here, SCHOOL).await.contains(&"未办结的学籍档案包".to_owned()));
    here.registry.packages().expire_packages().await.unwrap();

    let first = two_provinces().await;
    let (_, case) = moved(&first).await;
    let (sent, bytes, phrase) = made(&first, case).await;
    let told = fingerprint_of(&first, sent).await;
    begin_of_term(&there);
    let first = "3144000001";
    let came = there
        .registry
        .packages()
        .receive_package(&registrar(first), arrived(&bytes, &phrase, &told))
        .await
        .unwrap();
    stands(&there, MatterKind::Package, &[registrar(first)]).await;
    assert!(is_handed_over(&there, first, ItemKind::Packages).await);
    there
        .registry
        .packages()
        .propose_continuation(&registrar(first), came, &continuation("2班"))
        .await
        .unwrap();
    stands(&there, MatterKind::Package, &[leader(first)]).await;
    assert_eq!(
        journalled(&there, first, MatterKind::Package).await,
        2,
        "arrived, proposed: of nobody known here yet"
    );
    there.registry.packages().accept_package(&leader(first), came).await.unwrap();
    stands(&there, MatterKind::Package, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_papers_waits_to_be_sealed_and_its_differences_to_be_settled() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, letter) = crate::paper::moved(&world).await;
    registry.papers().list_hand_over(&registrar(SCHOOL), letter).await.unwrap();
    let kind = MatterKind::PaperHandOver;
    stands(&world, kind, &[leader(SCHOOL)]).await;
    registry.letters().sign_letter(&leader(SCHOOL), letter).await.unwrap();
    registry.papers().seal_hand_over(&leader(SCHOOL), letter, &crate::paper::seal()).await.unwrap();
    stands(&world, kind, &[]).await;
    assert_eq!(desk(&world, &registrar(OTHER_SCHOOL), MatterKind::Letter).await.len(), 1, "its letter waits");
    let found = [(1, Check::Received), (2, Check::Missing)].into();
    registry.papers().receive_hand_over(&registrar(OTHER_SCHOOL), letter, found, "").await.unwrap();
    stands(&world, kind, &[registrar(OTHER_SCHOOL)]).await;
    assert!(is_handed_over(&world, OTHER_SCHOOL, ItemKind::Papers).await);
    assert!(in_the_way(&world, OTHER_SCHOOL).await.contains(&"有差异的纸质档案移交".to_owned()));
    registry
        .papers()
        .settle_hand_over(&registrar(OTHER_SCHOOL), letter, 2, false, "原校说明已遗失")
        .await
        .unwrap();
    stands(&world, kind, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bonds_and_codes_of_guardians_wait_at_the_childs_school() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let both = [registrar(SCHOOL), leader(SCHOOL)];
    let code =
        registry.guardians().print_binding(&registrar(SCHOOL), person, GuardianSlot::First).await.unwrap();
    let due = stands(&world, MatterKind::BindingCode, &both).await;
    assert!(due.is_some(), "it runs out");
    assert!(is_handed_over(&world, SCHOOL, ItemKind::Guardians).await);
    assert_eq!(in_the_way(&world, SCHOOL).await, ["未核实的监护人绑定、未核发的绑定码"]);
    let line = world.codes_waiting(&leader(SCHOOL), person).await.remove(0);
    registry.guardians().release_binding(&leader(SCHOOL), &line.key).await.unwrap();
    stands(&world, MatterKind::BindingCode, &[]).await;
    let father = Parent::father(1);
    assert!(matches!(world.join(&father, by_code(&code)).await, Ok(SignedUp::Made(_))));
    let account = world.parent(&father).await.account;
    // A code that nobody releases runs out and stands in nobody's way.
    registry.guardians().print_binding(&registrar(SCHOOL), person, GuardianSlot::First).await.unwrap();
    world.wait(chrono::Duration::days(60));
    stands(&world, MatterKind::BindingCode, &[]).await;
    assert!(in_the_way(&world, SCHOOL).await.is_empty());

    registry
        .guardians()
        .act_on_bond(&leader(SCHOOL), person, account, BondAct::Rest, "电话核实不是本人")
        .await
        .unwrap();
    stands(&world, MatterKind::Bond, &both).await;
    assert_eq!(in_the_way(&world, SCHOOL).await, ["未核实的监护人绑定、未核发的绑定码"]);
    registry
        .guardians()
        .act_on_bond(&leader(SCHOOL), person, account, BondAct::Confirm, "已当面核对证件")
        .await
        .unwrap();
    stands(&world, MatterKind::Bond, &[]).await;
}
