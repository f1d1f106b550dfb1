//! What waits for somebody of the unit's own: accounts to be confirmed, papers that are lent, files that are checked and not entered.

use super::*;
use domain::journal::Event;

const CONFIRMATION: MatterKind = MatterKind::AccountConfirmation;

#[tokio::test(flavor = "multi_thread")]
async fn article_23_a_new_account_is_on_the_desks_of_the_administrators_who_oversee_it_until_one_has_decided()
{
    let world = World::in_memory().await;
    let (registry, maker) = (&world.registry, system_admin(COUNTY));
    let new = new_account(SCHOOL, Role::Registrar, "registrar.one");
    let id = registry.accounts().create_account(&maker, &new).await.unwrap();
    let of = async |actor: &Actor| desk(&world, actor, CONFIRMATION).await;
    let line = of(&security_admin(COUNTY)).await.remove(0);
    assert_eq!((line.state.as_str(), line.href.as_str()), ("账号待确认", "/accounts"));
    assert_eq!(line.due_on, Some(world.clock.today() + chrono::Days::new(7)));
    assert!(line.about.contains("学籍管理员") && line.about.contains("registrar.one"), "{line:?}");
    assert_eq!(of(&system_admin("320100")).await.len(), 1, "the unit above helps");
    for stranger in [system_admin("320000"), security_admin("320000"), actor(Role::AuditAdmin, COUNTY, 6)] {
        assert!(of(&stranger).await.is_empty(), "{}", stranger.name);
    }
    for (actor, has_desk) in [
        (security_admin(COUNTY), true),
        (registrar(SCHOOL), true),
        (actor(Role::AuditAdmin, COUNTY, 6), true),
        (actor(Role::AuditAdmin, "000000", 6), true),
    ] {
        assert_eq!(registry.matters().has_desk(&actor), has_desk, "{}", actor.name);
    }
    assert_eq!(in_the_way(&world, SCHOOL).await, ["未确认的账号"]);
    assert_eq!(journalled(&world, SCHOOL, CONFIRMATION).await, 1, "made");

    registry.accounts().confirm_account(&security_admin(COUNTY), id).await.unwrap();
    assert!(of(&security_admin(COUNTY)).await.is_empty());
    assert!(in_the_way(&world, SCHOOL).await.is_empty());
    assert_eq!(journalled(&world, SCHOOL, CONFIRMATION).await, 2, "made, confirmed");
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_waits_for_a_second_administrator_and_goes_with_the_holders_objection() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (id, _) = world.registrar("registrar.one").await;
    let asker = security_admin(COUNTY);
    let of = async |actor: &Actor| desk(&world, actor, CONFIRMATION).await;
    assert!(of(&system_admin(COUNTY)).await.is_empty());
    registry.accounts().reset_account(&asker, id, "本人忘记密码").await.unwrap();
    let line = of(&system_admin(COUNTY)).await.remove(0);
    let tomorrow = world.clock.today().succ_opt();
    assert_eq!(
        (line.state.as_str(), line.due_on),
        ("重置待确认", tomorrow),
        "it takes effect by itself then"
    );
    // The account goes on being used meanwhile; what waits stays what it is.
    let holder = Actor { account: id, ..registrar(SCHOOL) };
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
    registry.accounts().object_to_reset(&holder).await.unwrap();
    assert!(of(&system_admin(COUNTY)).await.is_empty());

    registry.accounts().reset_account(&asker, id, "本人忘记密码").await.unwrap();
    registry.accounts().refuse_account(&system_admin(COUNTY), id, "已经电话核实").await.unwrap();
    assert!(of(&system_admin(COUNTY)).await.is_empty());
    assert_eq!(
        journalled(&world, SCHOOL, CONFIRMATION).await,
        6,
        "made and confirmed, asked and objected to, asked and refused"
    );
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_8_a_loan_waits_for_the_leader_and_then_for_the_registrar_until_the_papers_are_back() {
    let world = World::in_memory().await;
    let (papers, kind) = (world.registry.papers(), MatterKind::PaperLoan);
    let person = world.pupil(SCHOOL, 1).await;
    let (keeper, head) = (registrar(SCHOOL), leader(SCHOOL));
    papers.keep_dossier(&keeper, person, crate::paper::loan()).await.unwrap();
    let back = day("2026-09-14");
    assert_eq!(stands(&world, kind, std::slice::from_ref(&head)).await, Some(back));
    assert!(!is_handed_over(&world, SCHOOL, ItemKind::Loans).await, "it is the leader's");
    assert_eq!(in_the_way(&world, SCHOOL).await, ["借阅未了结或移交途中的纸质档案"]);
    papers.keep_dossier(&head, person, DossierCommand::ApproveLoan).await.unwrap();
    assert_eq!(stands(&world, kind, std::slice::from_ref(&keeper)).await, Some(back));
    let line = desk(&world, &keeper, kind).await.remove(0);
    assert_eq!((line.href, line.state.as_str()), (format!("/pupils/{person}/paper"), "借出"));
    assert!(!line.about.contains("王老师"), "who borrows stays in the dossier");
    assert!(is_handed_over(&world, SCHOOL, ItemKind::Loans).await);
    let refused = in_the_way(&world, SCHOOL).await;
    assert_eq!(refused, ["借阅未了结或移交途中的纸质档案"], "told once");

    world.clock.set(back.and_hms_opt(2, 0, 0).unwrap().and_utc());
    world.registry.watch().look_round().await.unwrap();
    assert_eq!(desk(&world, &keeper, kind).await[0].reminded_on, Some(back));
    world.wait(chrono::Duration::days(1));
    world.registry.watch().look_round().await.unwrap();
    assert!(desk(&world, &keeper, kind).await[0].overdue);
    let late = world.registry.matters().late_matters(&registrar(COUNTY)).await.unwrap();
    assert!(late.iter().all(|line| line.kind != kind), "a school's own shelves");

    papers.keep_dossier(&keeper, person, DossierCommand::ReturnLoan).await.unwrap();
    stands(&world, kind, &[]).await;
    let view = world.registry.pupils().pupil(&keeper, person).await.unwrap();
    assert!(view.timeline.iter().any(|line| line.event == Event::PaperLoanAsked));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_4_a_checked_file_waits_for_who_sent_it_in_and_names_nobody() {
    let world = World::in_memory().await;
    let (registry, kind) = (&world.registry, MatterKind::Import);
    let old = world.in_post("registrar.one").await;
    let sender = Actor { account: old, ..registrar(SCHOOL) };
    let id = checked_import(&world, &sender).await;
    stands(&world, kind, &[]).await;
    let line = desk(&world, &sender, kind).await.remove(0);
    assert_eq!(line.about, "一年级.xlsx，共2行，可录入2行");
    assert_eq!((line.href, line.state.as_str()), (format!("/imports/{id}"), "待确认"));
    assert_eq!(line.due_on, Some(world.clock.today() + chrono::Days::new(7)));
    assert!(is_handed_over(&world, SCHOOL, ItemKind::Import).await);
    assert!(in_the_way(&world, SCHOOL).await.contains(&"未完成的批量导入".to_owned()));

    // Handed over, it is on the desk of who takes the work over.
    let new = world.in_post("registrar.two").await;
    let chief = leader(SCHOOL);
    let registrars = registry.registrars();
    let over = registrars.open_hand_over(&chief, &hand_over(old, new)).await.unwrap();
    let view = registrars.hand_over_view(&sender, over).await.unwrap();
    let keys = view.items.iter().map(|item| item.key.clone()).collect();
    registrars.step_hand_over(&sender, over, &HandOverCommand::Reassign { keys, to: new }).await.unwrap();
    let successor = Actor { account: new, ..registrar(SCHOOL) };
    for signs in [&sender, &successor] {
        registrars.step_hand_over(signs, over, &HandOverCommand::Sign).await.unwrap();
    }
    registrars.step_hand_over(&chief, over, &HandOverCommand::Confirm).await.unwrap();
    assert!(desk(&world, &sender, kind).await.is_empty());
    assert_eq!(desk(&world, &successor, kind).await.len(), 1);
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());

    registry.imports().confirm_import(&successor, id).await.unwrap();
    assert!(desk(&world, &successor, kind).await.is_empty());
    registry.imports().drain_imports().await.unwrap();
    assert_eq!(journalled(&world, SCHOOL, kind).await, 3, "checked, entered by the registrar, done");
    let again = checked_import(&world, &successor).await;
    registry.imports().cancel_import(&successor, again).await.unwrap();
    assert!(desk(&world, &successor, kind).await.is_empty());
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
}
