//! What is decided is what was shown: a matter that changed since is not decided, of whatever kind, and a button that was pressed twice
//! has done it once.

use crate::support::accounts::system_admin;
use crate::support::*;
use crate::support::{letters, reviews, schools};
use crate::{disclosure, paper, problems, registrars, violations};
use contract::package::PackageView;
use domain::case::{CaseState, Command};
use domain::disclosure::People;
use domain::problem::Remedy;
use domain::refusal::RefusalCode;
use domain::registrar::HandOverCommand;
use domain::review::CampaignCommand;
use domain::shown::{CHANGED, Shown};
use domain::{disclosure as give, violation as wrong};

fn back(reason: &str) -> Command {
    Command::Return { reason: reason.into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_decided_as_it_was_shown_or_not_at_all() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    let seen = registry.cases().case_view(&leader(SCHOOL), case).await.unwrap().line;
    let shown = Shown::new(case, seen.version);
    // A colleague returns it, and it comes back mended while the page still shows the first state.
    let colleague = actor(domain::access::Role::Leader, SCHOOL, 77);
    registry.cases().decide_case(&colleague, shown, back("请核对姓名")).await.unwrap();
    assert_eq!(
        codes(registry.cases().decide_case(&leader(SCHOOL), shown, agree()).await),
        [CHANGED.as_str()]
    );
    let now = registry.cases().case_view(&leader(SCHOOL), case).await.unwrap().line;
    assert_eq!(now.state, CaseState::Returned, "nothing was decided");
    assert!(now.version > seen.version);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_press_is_told_as_done_and_another_verdict_is_not() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    let version = registry.cases().case_view(&leader(SCHOOL), case).await.unwrap().line.version;
    let shown = Shown::new(case, version);
    let head = leader(SCHOOL);
    let cases = registry.cases();
    let (one, two) =
        tokio::join!(cases.decide_case(&head, shown, agree()), cases.decide_case(&head, shown, agree()));
    assert_eq!((one.unwrap(), two.unwrap()), (CaseState::InProgress, CaseState::InProgress));
    let steps = registry.cases().case_view(&leader(SCHOOL), case).await.unwrap().steps;
    assert_eq!(steps.iter().filter(|step| step.verdict.is_some()).count(), 1, "once");
    let now = registry.cases().case_view(&leader(SCHOOL), case).await.unwrap().line.version;
    assert_eq!(now, version + 1);
    assert_eq!(
        codes(registry.cases().decide_case(&leader(SCHOOL), shown, back("请核对")).await),
        [CHANGED.as_str()]
    );
    let colleague = actor(domain::access::Role::Leader, SCHOOL, 77);
    assert_eq!(codes(registry.cases().decide_case(&colleague, shown, agree()).await), [CHANGED.as_str()]);
    // Once somebody else has gone on it is no longer what was just done.
    registry.cases().decide_case(&registrar(COUNTY), case, agree()).await.unwrap();
    assert_eq!(
        codes(registry.cases().decide_case(&leader(SCHOOL), shown, agree()).await),
        [CHANGED.as_str()]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_one_that_is_not_there_keeps_no_other_from_being_decided() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, foreign) = world.enter(OTHER_SCHOOL, info(9)).await;
    let mut shown = Vec::new();
    for seed in 1..=2 {
        shown.push(Shown::new(world.enter(SCHOOL, info(seed)).await.1, 1));
    }
    let nobodys = domain::id::CaseId::new(uuid::Uuid::from_u128(7));
    // More than are decided together, and the last of them alone.
    let mut all = vec![Shown::new(foreign, 1), shown[0]];
    all.extend((0..248).map(|_| Shown::new(nobodys, 1)));
    all.extend([shown[1], Shown::new(foreign, 1)]);
    for one in &mut all {
        let row = registry.cases().case_view(&leader(SCHOOL), one.id).await.map(|view| view.line.version);
        one.version = Some(row.unwrap_or(1));
    }
    let decided = registry.cases().decide_cases(&leader(SCHOOL), &all, &agree()).await.unwrap();
    assert_eq!(
        decided.iter().map(|one| one.case).collect::<Vec<_>>(),
        all.iter().map(|one| one.id).collect::<Vec<_>>()
    );
    for one in &decided {
        if shown.iter().any(|own| own.id == one.case) {
            assert_eq!(one.outcome.as_ref().ok(), Some(&CaseState::InProgress));
        } else {
            assert_eq!(one.outcome.as_ref().unwrap_err()[0].code, RefusalCode::NotFound);
            assert_eq!((one.number.as_str(), one.person.as_str()), ("", ""), "nothing of it is told");
        }
    }
    assert!(is_not_found(&registry.cases().decide_case(&leader(SCHOOL), foreign, agree()).await));
    let alone =
        registry.cases().decide_cases(&leader(SCHOOL), &[Shown::new(foreign, 1)], &agree()).await.unwrap();
    assert_eq!(alone[0].outcome.as_ref().unwrap_err()[0].code, RefusalCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_selected_is_named_again_while_it_waits_here_and_nobody_elses_is() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, foreign) = world.enter(OTHER_SCHOOL, info(9)).await;
    let mut selected = vec![foreign];
    for seed in 1..=3 {
        selected.push(world.enter(SCHOOL, info(seed)).await.1);
        // Each with a day of its own to be due on, or at least an id after the one before.
        world.wait(chrono::Duration::days(1));
    }
    let named = |lines: Vec<contract::case::QueueLine>| lines.iter().map(|line| line.id).collect::<Vec<_>>();
    let mine = named(registry.cases().waiting_of(&leader(SCHOOL), &selected).await.unwrap());
    assert_eq!(mine, selected[1..], "the own ones, by deadline");
    registry.cases().decide_case(&leader(SCHOOL), selected[2], agree()).await.unwrap();
    let mine = named(registry.cases().waiting_of(&leader(SCHOOL), &selected).await.unwrap());
    assert_eq!(mine, [selected[1], selected[3]], "what went on is not named any more");
    assert!(registry.cases().waiting_of(&registrar(SCHOOL), &selected).await.unwrap().is_empty());
    // The county has the one that went on, and sees no whole name.
    let lines = registry.cases().waiting_of(&registrar(COUNTY), &selected).await.unwrap();
    assert_eq!(named(lines.clone()), [selected[2]]);
    assert!(lines[0].person.contains('*'));
    assert_eq!(codes(registry.cases().waiting_of(&system_admin(COUNTY), &selected).await), ["not_permitted"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_those_that_changed_are_left_out_and_named() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    for seed in 1..=3 {
        world.enter(SCHOOL, info(seed)).await;
    }
    let lines = registry.cases().my_queue(&leader(SCHOOL), None).await.unwrap().lines;
    let shown: Vec<_> = lines.iter().map(|line| Shown::new(line.id, line.version)).collect();
    let colleague = actor(domain::access::Role::Leader, SCHOOL, 77);
    registry.cases().decide_case(&colleague, shown[1], back("请核对姓名")).await.unwrap();
    let decided = registry.cases().decide_cases(&leader(SCHOOL), &shown, &agree()).await.unwrap();
    let left: Vec<_> = decided
        .iter()
        .filter_map(|one| Some((one.person.clone(), one.outcome.as_ref().err()?[0].code.to_string())))
        .collect();
    assert_eq!(left, [(lines[1].person.clone(), CHANGED.to_string())]);
    assert_eq!(decided.iter().filter(|one| one.outcome.is_ok()).count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_changed_is_not_signed() {
    let world = letters::with_more_schools().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    letters::transfer(&world, person, SCHOOL, OTHER_SCHOOL, "2026-09-07").await;
    let from = registrar(SCHOOL);
    let id = letter_on_desk(&world, &from).await;
    registry.letters().draft_letter(&from, id, Some(9), "体检表").await.unwrap();
    let version = registry.letters().letter_view(&leader(SCHOOL), id).await.unwrap().line.version;
    registry.letters().return_letter(&leader(SCHOOL), id, "件数不对").await.unwrap();
    registry.letters().draft_letter(&from, id, Some(8), "体检表").await.unwrap();
    let shown = Shown::new(id, version);
    assert_eq!(codes(registry.letters().sign_letter(&leader(SCHOOL), shown).await), [CHANGED.as_str()]);
    let version = registry.letters().letter_view(&leader(SCHOOL), id).await.unwrap().line.version;
    let shown = Shown::new(id, version);
    let signed = registry.letters().sign_letter(&leader(SCHOOL), shown).await.unwrap();
    assert_eq!(
        registry.letters().sign_letter(&leader(SCHOOL), shown).await.unwrap(),
        signed,
        "pressed twice"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_to_disclose_that_changed_is_not_approved() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.pupil(SCHOOL, 1).await;
    let asked = disclosure::asked(People::School);
    let id = registry.disclosures().ask_disclosure(&registrar(SCHOOL), &asked).await.unwrap();
    let version = registry.disclosures().disclosure_view(&registrar(COUNTY), id).await.unwrap().line.version;
    let shown = Shown::new(id, version);
    let examine = give::Command::Examine("属实".into());
    let state = registry.disclosures().act_on_disclosure(&registrar(COUNTY), shown, &examine).await.unwrap();
    assert_eq!(
        registry.disclosures().act_on_disclosure(&registrar(COUNTY), shown, &examine).await.unwrap(),
        state
    );
    let refuse = give::Command::Refuse("用途不明确".into());
    assert_eq!(
        codes(registry.disclosures().act_on_disclosure(&leader(COUNTY), shown, &refuse).await),
        [CHANGED.as_str()]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_violation_that_changed_is_not_ordered() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let asked = violations::entered(wrong::ViolationKind::NoArchive, SCHOOL);
    let id = registry.violations().enter_violation(&registrar(COUNTY), &asked).await.unwrap();
    let version = registry.violations().violation_view(&registrar(COUNTY), id).await.unwrap().line.version;
    let shown = Shown::new(id, version);
    let examine = wrong::Command::Examine("属实".into());
    let state =
        registry.violations().act_on_violation(&registrar(COUNTY), shown, &examine, None).await.unwrap();
    let again =
        registry.violations().act_on_violation(&registrar(COUNTY), shown, &examine, None).await.unwrap();
    assert_eq!(again, state, "pressed twice");
    let order = violations::order();
    assert_eq!(
        codes(registry.violations().act_on_violation(&leader(COUNTY), shown, &order, None).await),
        [CHANGED.as_str()]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_problem_that_changed_is_not_settled() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (one, two) = problems::twice(&world, OTHER_SCHOOL).await;
    problems::check(&world).await;
    let id = problems::open_at(&world, &registrar(COUNTY)).await[0];
    let seen = |version| Shown::new(id, version);
    let first = registry.problems().problem_view(&registrar(SCHOOL), id).await.unwrap().line.version;
    let answer = problems::answer(one, Remedy::Prove, true);
    registry.problems().answer_problem(&registrar(SCHOOL), seen(first), &answer).await.unwrap();
    let other = problems::answer(two, Remedy::Prove, true);
    let late = registry.problems().answer_problem(&registrar(OTHER_SCHOOL), seen(first), &other).await;
    assert_eq!(codes(late), [CHANGED.as_str()], "the other side answered meanwhile");
    registry.problems().answer_problem(&registrar(OTHER_SCHOOL), id, &other).await.unwrap();
    let both = registry.problems().problem_view(&registrar(COUNTY), id).await.unwrap().line.version;
    registry.problems().propose_distinct(&registrar(COUNTY), seen(both), "两名学生").await.unwrap();
    assert_eq!(
        codes(registry.problems().decide_problem(&leader(COUNTY), seen(both)).await),
        [CHANGED.as_str()]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_that_changed_is_not_approved() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.pupil(SCHOOL, 1).await;
    let id = registry.reviews().propose_review(&registrar(COUNTY), reviews::dates()).await.unwrap();
    let version = registry.reviews().review(&leader(COUNTY), id).await.unwrap().line.version;
    let amend = CampaignCommand::Amend(reviews::dates());
    registry.reviews().act_on_review(&registrar(COUNTY), id, &amend).await.unwrap();
    let (shown, approve) = (Shown::new(id, version), CampaignCommand::Approve);
    assert_eq!(
        codes(registry.reviews().act_on_review(&leader(COUNTY), shown, &approve).await),
        [CHANGED.as_str()]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_change_that_changed_is_not_decided_again() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let rename = domain::school::Change::Rename { name: "南京市玄武区第一实验小学".into() };
    let id = world.propose(&schools::asked(SCHOOL, rename)).await.unwrap();
    let version = registry.schools().school_change(&leader(COUNTY), id).await.unwrap().line.version;
    let shown = Shown::new(id, version);
    let state = registry
        .schools()
        .decide_school_change(&leader(COUNTY), shown, false, "请补充批准文件")
        .await
        .unwrap();
    let again =
        registry.schools().decide_school_change(&leader(COUNTY), shown, false, "请补充批准文件").await;
    assert_eq!(again.unwrap(), state, "pressed twice");
    assert_eq!(
        codes(registry.schools().decide_school_change(&leader(COUNTY), shown, true, "").await),
        [CHANGED.as_str()]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_over_of_work_that_changed_is_not_signed() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let old = world.in_post("registrar.one").await;
    let new = world.in_post("registrar.two").await;
    let chief = leader(SCHOOL);
    let id = registry.registrars().open_hand_over(&chief, &registrars::asked(old, new)).await.unwrap();
    let version = registry.registrars().hand_over_view(&chief, id).await.unwrap().version;
    let note = HandOverCommand::Note("钥匙一并移交".into());
    registry.registrars().step_hand_over(&chief, id, &note).await.unwrap();
    let confirm = HandOverCommand::Confirm;
    let shown = Shown::new(id, version);
    assert_eq!(
        codes(registry.registrars().step_hand_over(&chief, shown, &confirm).await),
        [CHANGED.as_str()]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_papers_that_changed_is_not_sealed() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, id) = paper::moved(&world).await;
    let keeper = registrar(SCHOOL);
    registry.papers().list_hand_over(&keeper, id).await.unwrap();
    let seen = registry.papers().hand_over(&keeper, id).await.unwrap().version;
    registry.papers().take_back_hand_over(&keeper, id).await.unwrap();
    registry.papers().list_hand_over(&keeper, id).await.unwrap();
    registry.letters().sign_letter(&paper::head(), id).await.unwrap();
    let shown = Shown::new(id, seen);
    assert_eq!(
        codes(registry.papers().seal_hand_over(&paper::head(), shown, &paper::seal()).await),
        [CHANGED.as_str()]
    );
    let now = Shown::new(id, registry.papers().hand_over(&paper::head(), id).await.unwrap().version);
    let state = registry.papers().seal_hand_over(&paper::head(), now, &paper::seal()).await.unwrap();
    let again = registry.papers().seal_hand_over(&paper::head(), now, &paper::seal()).await.unwrap();
    assert_eq!(again, state, "pressed twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_that_changed_is_not_released() {
    let world = crate::support::packages::world().await;
    let registry = &world.registry;
    let (_, case) = crate::support::packages::moved(&world).await;
    let id = registry.packages().ask_package(&registrar(SCHOOL), case, None).await.unwrap();
    let PackageView::Made(view) = registry.packages().package(&leader(SCHOOL), id).await.unwrap() else {
        panic!("made")
    };
    let shown = Shown::new(id, view.line.version);
    registry.packages().refuse_package(&leader(COUNTY), shown, "来函还没有收到").await.unwrap();
    registry.packages().refuse_package(&leader(COUNTY), shown, "来函还没有收到").await.unwrap();
    assert_eq!(codes(registry.packages().release_package(&leader(SCHOOL), shown).await), [CHANGED.as_str()]);
}
