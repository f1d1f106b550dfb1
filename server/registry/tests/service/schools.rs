//! The life of schools and the custody of archives (第九条, 第十六条): merger, closure, change of class, codes, four eyes, a run that was
//! cut off.

use crate::support::accounts::{STRONG, new_account, security_admin, system_admin};
use crate::support::schools::{ACT, asked, close, merge, placed, reclass, record};
use crate::support::*;
use contract::school::Obstacle;
use domain::access::Role;
use domain::case::CaseState;
use domain::codes::{SchoolSystem, SchoolType};
use domain::form::Field;
use domain::id::UnitId;
use domain::journal::Event;
use domain::org::{Unit, UnitKind};
use domain::school::{Change, Site, State};
use registry::jobs::Kind;
use registry::school::{Asked, Custody};

#[tokio::test(flavor = "multi_thread")]
async fn article_9_a_merger_moves_every_archive_to_the_school_that_stays() {
    let world = World::in_memory().await;
    let (first, second) = (world.in_class(SCHOOL, 1, "1班").await, world.in_class(SCHOOL, 2, "2班").await);
    world.in_class(OTHER_SCHOOL, 3, "1班").await;
    // Both have a class of this name in this grade: the preview says so until it is mapped.
    assert_eq!(codes(world.propose(&merge(Vec::new())).await), ["placements"]);
    let mapped = merge(vec![placed("1班", "3班")]);
    let preview = world.registry.schools().preview_school_change(&leader(COUNTY), &mapped).await.unwrap();
    assert_eq!((preview.classes.len(), preview.archives, preview.refusals.len()), (2, 0, 0));
    let id = world.done(&mapped).await;
    // Who has the page open, or an import that waits, brings nobody there any more.
    let late =
        world.registry.pupils().enter_pupils(&registrar(SCHOOL), &code(SCHOOL), &[pupil(info(9))]).await;
    assert_eq!(codes(late), ["closed"]);
    let view = record(&world, first).await;
    assert_eq!(view.timeline[0].event, Event::CustodyMoved);
    assert!(view.chain_holds);
    for (person, class) in [(first, "3班"), (second, "2班")] {
        let custody = world.registry.schools().custody_of(&registrar(OTHER_SCHOOL), person).await.unwrap();
        assert_eq!((custody.custodian, custody.kind), (code(OTHER_SCHOOL), Custody::InCharge));
        assert_eq!(
            (custody.act.as_deref(), custody.since),
            (Some("合并（玄教〔2026〕12号）"), day("2026-09-07"))
        );
        let lines =
            world.registry.schools().moved_archives(&registrar(OTHER_SCHOOL), id, None).await.unwrap().rows;
        let line = lines.iter().find(|line| line.person == person).unwrap();
        assert!(line.classes.1.ends_with(class) && line.from == code(SCHOOL), "{line:?}");
    }
    let view = world.registry.schools().school_change(&registrar(COUNTY), id).await.unwrap();
    assert_eq!((view.moved, view.list_hash.len()), (2, 64));
    assert!(world.registry.schools().list_holds(id).await.unwrap());
    // The authority gives a receipt for the school that is no more, the school that stays for itself; each once.
    for registrar in [registrar(COUNTY), registrar(OTHER_SCHOOL)] {
        world.registry.schools().receipt_archives(&registrar, id).await.unwrap();
        assert_eq!(codes(world.registry.schools().receipt_archives(&registrar, id).await), ["state"]);
    }
    assert!(is_not_found(&world.registry.schools().receipt_archives(&registrar(SCHOOL), id).await));
    let life = world.registry.schools().school_life(&code(SCHOOL)).await.unwrap();
    assert_eq!((life.closed_on, life.successor), (Some(day("2026-09-07")), Some(code(OTHER_SCHOOL))));
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_a_school_is_closed_when_everybody_is_placed_and_the_archives_stay_kept() {
    let world = World::in_memory().await;
    let pupil = world.in_class(SCHOOL, 1, "1班").await;
    let (gone, case) = world.enter(SCHOOL, info(2)).await;
    let refuse = domain::case::Command::Refuse { reason: "不符合入学条件".into() };
    world.registry.cases().decide_case(&leader(SCHOOL), case, agree()).await.unwrap();
    world.registry.cases().decide_case(&registrar(COUNTY), case, agree()).await.unwrap();
    world.registry.cases().decide_case(&leader(COUNTY), case, refuse).await.unwrap();
    assert_eq!(
        codes(world.propose(&close(None, Vec::new())).await),
        ["placements"],
        "a class is still there"
    );
    let id = world.done(&close(None, vec![placed("1班", "4班")])).await;
    let custody = world.registry.schools().custody_of(&registrar(OTHER_SCHOOL), pupil).await.unwrap();
    assert_eq!((custody.custodian, custody.kind), (code(OTHER_SCHOOL), Custody::InCharge));
    let custody = world.registry.schools().custody_of(&registrar(COUNTY), gone).await.unwrap();
    assert_eq!((custody.custodian, custody.kind), (code(COUNTY), Custody::Entrusted));
    assert_eq!(world.registry.schools().school_change(&leader(COUNTY), id).await.unwrap().moved, 2);
    // Again, by the clockwork: nothing is moved twice.
    assert_eq!(world.registry.schools().resume_school_changes().await.unwrap(), 0);
    assert_eq!(world.registry.schools().run_school_change(id).await.unwrap(), State::Done);
    assert!(world.registry.schools().list_holds(id).await.unwrap());
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_a_run_that_was_cut_off_goes_on_where_it_was() {
    let world = World::on_disk().await;
    let pupil = world.in_class(SCHOOL, 1, "1班").await;
    let id = world.propose(&merge(Vec::new())).await.unwrap();
    // A case that begins after the proposal is found at the decision.
    let (late, case) = world.enter(SCHOOL, info_with(2, &[(Field::ClassName, "2班")])).await;
    assert_eq!(codes(world.agree_to(id).await), ["blocked", "blocked"], "weighed again at the decision");
    assert_eq!(world.approve(SCHOOL, case).await, CaseState::Approved);
    world.registry.outbox().drain_outbox().await.unwrap();
    let decided = world.registry.schools().decide_school_change(&leader(COUNTY), id, true, "").await.unwrap();
    assert_eq!(decided, State::Running);
    assert!(
        world.registry.jobs().job_round(&[Kind::SchoolChange]).await.unwrap(),
        "a turn, then the power fails"
    );
    let world = world.reopened().await;
    assert_eq!(world.registry.schools().resume_school_changes().await.unwrap(), 2);
    let view = world.registry.schools().school_change(&leader(COUNTY), id).await.unwrap();
    assert_eq!((view.line.state, view.moved), (State::Done, 2));
    for person in [pupil, late] {
        let moves = record(&world, person).await.timeline;
        assert_eq!(moves.iter().filter(|entry| entry.event == Event::CustodyMoved).count(), 1);
    }
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_open_business_stands_in_the_way_and_is_named() {
    let world = World::in_memory().await;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    let refused = codes(world.propose(&merge(Vec::new())).await);
    assert_eq!(refused, ["blocked", "blocked"], "the case and the pupil");
    world.approve(SCHOOL, case).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let id = world.propose(&merge(Vec::new())).await.unwrap();
    assert_eq!(codes(world.propose(&merge(Vec::new())).await), ["state"], "one change at a time");
    let rejected =
        world.registry.schools().decide_school_change(&leader(COUNTY), id, false, "批文有误").await.unwrap();
    assert_eq!(rejected, State::Rejected);
    assert_eq!(codes(world.agree_to(id).await), ["state"]);
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_only_the_competent_authority_and_two_of_its_people() {
    let world = World::in_memory().await;
    world.pupil(SCHOOL, 1).await;
    let asked = merge(Vec::new());
    for stranger in [
        registrar(SCHOOL),
        leader(SCHOOL),
        leader(COUNTY),
        registrar("320100"),
        actor(Role::Official, COUNTY, 5),
    ] {
        let outcome = world.registry.schools().propose_school_change(&stranger, &asked).await;
        assert!(is_not_found(&outcome), "{}", stranger.name);
    }
    let id = world.propose(&asked).await.unwrap();
    for stranger in [registrar(COUNTY), leader(SCHOOL), leader("320100")] {
        assert!(is_not_found(&world.registry.schools().decide_school_change(&stranger, id, true, "").await));
    }
    // The same person under both roles is still one person.
    let both = domain::access::Actor { account: registrar(COUNTY).account, ..leader(COUNTY) };
    assert_eq!(
        codes(world.registry.schools().decide_school_change(&both, id, true, "").await),
        ["four_eyes"]
    );
    assert!(
        world
            .registry
            .schools()
            .moved_archives(&registrar("320100"), id, None)
            .await
            .unwrap()
            .rows
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_a_code_follows_the_life_of_its_school() {
    let world = World::in_memory().await;
    let pupil = world.in_class(SCHOOL, 1, "1班").await;
    // 更名: the code stays, the old name is kept.
    world.done(&asked(SCHOOL, Change::Rename { name: "玄武实验小学".into() })).await;
    let life = world.registry.schools().school_life(&code(SCHOOL)).await.unwrap();
    assert_eq!(life.names, [("第一小学".to_owned(), day("2026-09-07"))]);
    assert_eq!(record(&world, pupil).await.school, "玄武实验小学");
    // 同一类别: no new code.
    let same = reclass("玄武教学点", SchoolType::TeachingPoint);
    assert_eq!(codes(world.propose(&asked(SCHOOL, same)).await), ["school_type"]);
    // 新设: the next serial of the class.
    let found = Change::Found {
        name: "玄武第三小学".into(),
        school_type: SchoolType::Primary,
        stages: Vec::new(),
        system: SchoolSystem::SixThree,
        site: None,
    };
    let id = world.done(&Asked { school: None, change: found.clone(), act: ACT.into() }).await;
    let new = world.registry.schools().school_change(&leader(COUNTY), id).await.unwrap().school.unwrap();
    assert_eq!(new.as_str(), "2132000003");
    // 撤销 makes it void; the next new school gets another; 恢复 gives it back.
    let ended = asked(new.as_str(), Change::Close { archives: None, placements: Vec::new() });
    world.done(&ended).await;
    let id = world.done(&Asked { school: None, change: found, act: ACT.into() }).await;
    let next: UnitId =
        world.registry.schools().school_change(&leader(COUNTY), id).await.unwrap().school.unwrap();
    assert_eq!(next.as_str(), "2132000004");
    assert_eq!(codes(world.propose(&ended).await), ["state"], "closed already");
    world.done(&asked(new.as_str(), Change::Revive)).await;
    assert_eq!(world.registry.schools().school_life(&new).await.unwrap().closed_on, None);
    // 变更类别: a new code, everybody carried over. 1–6 年级 are not in a senior school, so that is refused.
    let senior = reclass("玄武高级中学", SchoolType::SeniorMiddle);
    assert_eq!(codes(world.propose(&asked(SCHOOL, senior)).await), ["school_type"]);
    let nine = reclass("玄武九年一贯制学校", SchoolType::NineYear);
    let id = world.done(&asked(SCHOOL, nine)).await;
    let successor =
        world.registry.schools().school_change(&leader(COUNTY), id).await.unwrap().successor.unwrap();
    assert_eq!(successor.as_str(), "3132000001");
    assert_eq!(
        world.registry.schools().school_life(&successor).await.unwrap().predecessor,
        Some(code(SCHOOL))
    );
    assert_eq!(record(&world, pupil).await.school, "玄武九年一贯制学校");
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_nobody_signs_in_at_a_closed_school() {
    let world = World::in_memory().await;
    let (_, secret) = world.account(Role::Registrar, SCHOOL, "s1.registrar").await;
    let password = STRONG[0];
    world.registry.accounts().take_over("s1.registrar", &secret, password).await.unwrap();
    world.sign_in("s1.registrar", password).await.unwrap();
    let token = world.sign_in("s1.registrar", password).await.unwrap();
    world.done(&close(None, Vec::new())).await;
    assert_eq!(codes(world.sign_in("s1.registrar", password).await), ["sign_in"]);
    assert!(world.session(&token).await.is_none(), "who was signed in is not any more");
    // Nor is anybody put there: accounts are neither made nor opened again.
    let new = new_account(SCHOOL, Role::Leader, "s1.leader");
    assert_eq!(codes(world.registry.accounts().create_account(&system_admin(COUNTY), &new).await), ["role"]);
    let (account, _) = world.account(Role::Registrar, OTHER_SCHOOL, "s2.registrar").await;
    world.registry.accounts().seal_account(&security_admin(COUNTY), account, true).await.unwrap();
    world.registry.accounts().seal_account(&security_admin(COUNTY), account, false).await.unwrap();
    let closed = asked(OTHER_SCHOOL, Change::Close { archives: None, placements: Vec::new() });
    world.done(&closed).await;
    let opened = world.registry.accounts().seal_account(&security_admin(COUNTY), account, false).await;
    assert_eq!(codes(opened), ["sealed"]);
    // And they are not offered where somebody chooses.
    let offered = world.registry.units().working_units_below(&code(COUNTY)).await.unwrap();
    assert!(offered.iter().all(|unit| unit.id != code(SCHOOL) && unit.id != code(OTHER_SCHOOL)));
    let path = unit_path(COUNTY);
    let schools = world.registry.units().schools_below(&path).await.unwrap();
    assert!(schools.iter().all(|unit| unit.id != code(SCHOOL) && unit.id != code(OTHER_SCHOOL)));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_the_name_of_a_class_is_looked_at_when_it_is_proposed() {
    let world = World::in_memory().await;
    world.in_class(SCHOOL, 1, "1班").await;
    for wrong in [" ", &"班".repeat(21), "5班\u{1F600}"] {
        assert_eq!(codes(world.propose(&merge(vec![placed("1班", wrong)])).await), ["placements"]);
    }
    world.propose(&merge(vec![placed("1班", "5班")])).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_a_school_sees_the_changes_it_has_a_part_in_once_they_are_approved() {
    let world = World::in_memory().await;
    world.in_class(SCHOOL, 1, "1班").await;
    let id = world.propose(&merge(Vec::new())).await.unwrap();
    let (receiver, county) = (registrar(OTHER_SCHOOL), registrar(COUNTY));
    assert!(is_not_found(&world.registry.schools().school_change(&receiver, id).await), "only proposed");
    assert!(world.registry.schools().school_register(&receiver).await.unwrap().changes.is_empty());
    assert!(world.registry.schools().school_change(&leader(COUNTY), id).await.unwrap().may_decide);
    assert!(
        !world.registry.schools().school_change(&county, id).await.unwrap().may_decide,
        "who proposed it"
    );
    assert_eq!(world.agree_to(id).await.unwrap(), State::Done);
    assert!(world.registry.schools().school_change(&receiver, id).await.unwrap().may_receipt);
    world.registry.schools().receipt_archives(&receiver, id).await.unwrap();
    assert!(!world.registry.schools().school_change(&receiver, id).await.unwrap().may_receipt);
    let register = world.registry.schools().school_register(&county).await.unwrap();
    assert!(register.may_propose);
    let ended = register.schools.iter().find(|one| one.id == code(SCHOOL)).unwrap();
    assert!(ended.closed_on.is_some() && ended.successor.as_deref() == Some("第二小学"));
    assert!(is_not_found(&world.registry.schools().school_register(&actor(Role::Official, COUNTY, 5)).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_what_stands_in_the_way_is_told_in_words() {
    let world = World::in_memory().await;
    let (person, case) = world.enter(SCHOOL, info(1)).await;
    let preview =
        world.registry.schools().preview_school_change(&registrar(COUNTY), &merge(Vec::new())).await.unwrap();
    let matters: Vec<&Obstacle> =
        preview.blockers.iter().flat_map(|one| one.matters.iter().map(|(_, matter)| matter)).collect();
    assert_eq!(matters, [&Obstacle::Case(case.to_string()), &Obstacle::Pupil(person.to_string())]);
    let latin = |words: &str| words.chars().any(|c| c.is_ascii_lowercase());
    assert!(preview.refusals.iter().all(|one| !latin(&one.what)), "{:?}", preview.refusals);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_18_a_school_run_directly_is_asked_for_its_county_and_township_when_founded_and_when_changed()
{
    let world = World::in_memory().await;
    let township = Unit {
        id: code("320102001"),
        name: "梅园街道".into(),
        kind: UnitKind::Township,
        parent: Some(code(COUNTY)),
        path: unit_path(COUNTY).child(&code("320102001")),
        division: COUNTY.into(),
        school: None,
    };
    world.registry.units().add_units(&[township]).await.unwrap();
    let schools = world.registry.schools();
    let (city, head) = (registrar("320100"), leader("320100"));
    let site = |text: &str| Site::parse(text);
    let found = |site: Option<Site>| Asked {
        school: None,
        change: Change::Found {
            name: "南京市直属小学".into(),
            school_type: SchoolType::Primary,
            stages: Vec::new(),
            system: SchoolSystem::SixThree,
            site,
        },
        act: ACT.into(),
    };
    let offered = schools.school_sites(&city).await.unwrap();
    let offered: Vec<String> = offered.iter().map(|(site, _)| site.to_string()).collect();
    assert_eq!(offered, ["320102", "320102/320102001"]);
    assert!(is_not_found(&schools.school_sites(&registrar(SCHOOL)).await));
    for wrong in [None, site("320100"), site("510106"), site("320102"), site("320102/320104001")] {
        assert_eq!(
            codes(schools.propose_school_change(&city, &found(wrong.clone())).await),
            ["site"],
            "{wrong:?}"
        );
    }
    let done = async |asked: &Asked| {
        let id = schools.propose_school_change(&city, asked).await.unwrap();
        if schools.decide_school_change(&head, id, true, "").await.unwrap() == State::Running {
            assert_eq!(schools.run_school_change(id).await.unwrap(), State::Done);
        }
        id
    };
    let id = done(&found(site("320102/320102001"))).await;
    let new = schools.school_change(&head, id).await.unwrap().school.unwrap();
    let unit = world.registry.units().unit(&new).await.unwrap();
    assert_eq!((unit.division.as_str(), unit.is_directly_run()), (COUNTY, true));
    assert_eq!(unit.school.unwrap().township, Some(code("320102001")));

    // One from before, of which nobody has put down where it stands: it is shown, and mended by a change of its own.
    let old = Unit {
        id: code("2132000077"),
        name: "旧直属小学".into(),
        path: unit_path("320100").child(&code("2132000077")),
        parent: Some(code("320100")),
        division: "320100".into(),
        ..world.registry.units().unit(&code(SCHOOL)).await.unwrap()
    };
    world.registry.units().add_units(std::slice::from_ref(&old)).await.unwrap();
    let nowhere = async || {
        let register = schools.school_register(&city).await.unwrap();
        register.schools.into_iter().filter(|one| one.nowhere).map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!(nowhere().await, std::slice::from_ref(&old.id));
    let nine = reclass("旧直属九年一贯制学校", SchoolType::NineYear);
    assert_eq!(codes(schools.propose_school_change(&city, &asked("2132000077", nine)).await), ["site"]);
    let moved = |text: &str| asked("2132000077", Change::Relocate { site: Site::parse(text).unwrap() });
    assert_eq!(codes(schools.propose_school_change(&city, &moved("320199")).await), ["site"]);
    assert!(is_not_found(&schools.propose_school_change(&registrar(COUNTY), &moved("320102")).await));
    done(&moved("320102/320102001")).await;
    assert!(nowhere().await.is_empty());
    let unit = world.registry.units().unit(&old.id).await.unwrap();
    assert_eq!((unit.division.as_str(), unit.is_directly_run()), (COUNTY, true));
}
