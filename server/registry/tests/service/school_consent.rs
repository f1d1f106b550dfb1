//! A merger or a closure of two authorities (第九条): both decide, each by two persons, and each is told only what is its own.

use crate::support::schools::{ACT, asked};
use crate::support::*;
use domain::access::{Role, Tie, Ties};
use domain::codes::{SchoolSystem, SchoolType};
use domain::org::{School, Unit, UnitKind};
use domain::school::{Change, Placement, State};
use registry::school::Asked;

/// The county beside, and its school.
pub(crate) const BESIDE: &str = "320104";
pub(crate) const THEIRS: &str = "2132000009";
/// A school run directly by the city.
const CITYS: &str = "2132000008";

pub(crate) async fn two_counties() -> World {
    let world = World::in_memory().await;
    let county = Unit {
        id: code(BESIDE),
        name: "秦淮区".into(),
        kind: UnitKind::County,
        parent: Some(code("320100")),
        path: unit_path(BESIDE),
        division: BESIDE.into(),
        school: None,
    };
    let profile = School {
        school_type: SchoolType::Primary,
        stages: SchoolType::Primary.stages().to_vec(),
        system: SchoolSystem::SixThree,
        township: None,
    };
    let school = |id: &str, name: &str, above: &str, division: &str| Unit {
        id: code(id),
        name: name.into(),
        kind: UnitKind::School,
        parent: Some(code(above)),
        path: unit_path(above).child(&code(id)),
        division: division.into(),
        school: Some(profile.clone()),
    };
    let theirs = school(THEIRS, "秦淮小学", BESIDE, BESIDE);
    let citys = school(CITYS, "市直属小学", "320100", COUNTY);
    world.registry.units().add_units(&[county, theirs, citys]).await.unwrap();
    world
}

fn merge_into(school: &str) -> Asked {
    asked(SCHOOL, Change::Merge { into: code(school), placements: Vec::new() })
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_two_counties_both_decide_a_merger() {
    let world = two_counties().await;
    let pupil = world.in_class(SCHOOL, 1, "1班").await;
    let schools = world.registry.schools();
    let preview = schools.preview_school_change(&registrar(COUNTY), &merge_into(THEIRS)).await.unwrap();
    assert_eq!(preview.others.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["秦淮区"]);
    assert!(preview.refusals.is_empty(), "{:?}", preview.refusals);
    let id = world.propose(&merge_into(THEIRS)).await.unwrap();
    assert!(
        is_not_found(&schools.school_change(&registrar(BESIDE), id).await),
        "not before its own leader's word"
    );
    assert_eq!(schools.decide_school_change(&leader(COUNTY), id, true, "").await.unwrap(), State::Consulting);
    let life = schools.school_life(&code(SCHOOL)).await.unwrap();
    assert_eq!(life.closed_on, None, "nothing runs before the others' word");
    // It lies on the desk of the other county's registrar, then of its leader.
    let href = format!("/schools/changes/{id}");
    assert!(desk(&world, registrar(BESIDE)).await.contains(&href));
    assert!(!desk(&world, leader(BESIDE)).await.contains(&href));
    assert!(schools.school_change(&registrar(BESIDE), id).await.unwrap().may_decide);
    for stranger in [registrar("320100"), leader("320100"), registrar(THEIRS)] {
        assert!(is_not_found(&schools.decide_school_change(&stranger, id, true, "").await));
    }
    assert_eq!(codes(schools.decide_school_change(&leader(BESIDE), id, true, "").await), ["not_your_step"]);
    // Who proposed or approved it has no word for the other county, by whatever account.
    for own in [registrar(COUNTY), leader(COUNTY)] {
        let hat = domain::access::Actor { account: own.account, ..registrar(BESIDE) };
        let ties = Ties::none().and(own.account, Tie::SamePerson);
        let tied = domain::access::Actor { ties, ..registrar(BESIDE) };
        for (one, code) in [(hat, "four_eyes"), (tied, "tied")] {
            assert!(!schools.school_change(&one, id).await.unwrap().may_decide);
            assert_eq!(codes(schools.decide_school_change(&one, id, true, "").await), [code]);
        }
    }
    let agreed = schools.decide_school_change(&registrar(BESIDE), id, true, "").await.unwrap();
    assert_eq!(agreed, State::Consulting);
    assert!(desk(&world, leader(BESIDE)).await.contains(&href));
    let both = domain::access::Actor { account: registrar(BESIDE).account, ..leader(BESIDE) };
    assert_eq!(codes(schools.decide_school_change(&both, id, true, "").await), ["four_eyes"]);
    assert_eq!(schools.decide_school_change(&leader(BESIDE), id, true, "").await.unwrap(), State::Running);
    assert_eq!(schools.run_school_change(id).await.unwrap(), State::Done);
    // The child is the other county's now, with the archive and the list.
    let view = world.registry.pupils().pupil(&registrar(BESIDE), pupil).await.unwrap();
    assert!(view.school == "秦淮小学" && view.chain_holds);
    assert!(is_not_found(&world.registry.pupils().pupil(&registrar(COUNTY), pupil).await));
    let list = schools.moved_archives(&registrar(BESIDE), id, None).await.unwrap().rows;
    assert_eq!(list.iter().map(|line| line.person).collect::<Vec<_>>(), [pupil]);
    let told = schools.school_change(&leader(COUNTY), id).await.unwrap();
    assert!(told.consents.len() == 1 && told.consents[0].approved.is_some());
    // Every step of either authority stands in the school's journal, in the name of who took it.
    let audit = actor(Role::AuditAdmin, "320100", 9);
    let journal = world.registry.matters().unit_journal(&audit, &code(SCHOOL), None).await.unwrap();
    let steps: Vec<_> = journal.entries.rows.iter().rev().map(|one| (&*one.by, &*one.state)).collect();
    let (ours, theirs) = ([registrar(COUNTY), leader(COUNTY)], [registrar(BESIDE), leader(BESIDE)]);
    let (asks, waits) = (State::Proposed.label(), State::Consulting.label());
    let wanted = [
        (&*ours[0].name, asks),
        (&*ours[1].name, waits),
        (&*theirs[0].name, waits),
        (&*theirs[1].name, State::Running.label()),
        (&*ours[1].name, State::Done.label()),
    ];
    assert!(journal.holds && steps == wanted, "{steps:?}");
    let units: Vec<_> = journal.entries.rows.iter().rev().map(|one| &*one.by_unit).collect();
    assert!(units[1] == units[4] && units[2] == units[3] && units[1] != units[2], "{units:?}");
    world.is_whole().await;
}

async fn desk(world: &World, actor: domain::access::Actor) -> Vec<String> {
    let page =
        world.registry.matters().desk(&actor, &registry::matter::DeskFilter::default(), None).await.unwrap();
    page.lines.into_iter().map(|line| line.href).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_what_the_other_authority_sends_back_is_over_with_its_reason() {
    let world = two_counties().await;
    world.in_class(SCHOOL, 1, "1班").await;
    let schools = world.registry.schools();
    let id = world.propose(&merge_into(THEIRS)).await.unwrap();
    schools.decide_school_change(&leader(COUNTY), id, true, "").await.unwrap();
    assert_eq!(codes(schools.decide_school_change(&registrar(BESIDE), id, false, "").await), ["reason"]);
    let back =
        schools.decide_school_change(&registrar(BESIDE), id, false, "学位不足，不能接收").await.unwrap();
    assert_eq!(back, State::Rejected);
    let view = schools.school_change(&registrar(COUNTY), id).await.unwrap();
    assert_eq!(view.decided.unwrap().reason, "学位不足，不能接收");
    assert_eq!(codes(schools.decide_school_change(&leader(BESIDE), id, true, "").await), ["state"]);
    // Who asked may take the question back, with a reason; then the school is free for another change.
    let asked_back = world.propose(&merge_into(THEIRS)).await.unwrap();
    schools.decide_school_change(&leader(COUNTY), asked_back, true, "").await.unwrap();
    assert!(schools.school_change(&leader(COUNTY), asked_back).await.unwrap().may_take_back);
    assert_eq!(codes(schools.decide_school_change(&leader(COUNTY), asked_back, true, "").await), ["state"]);
    let taken =
        schools.decide_school_change(&leader(COUNTY), asked_back, false, "批文已经撤回").await.unwrap();
    assert_eq!(taken, State::Rejected);
    // What is open at the other's school is told by its number, not by a child's name.
    let again = world.propose(&merge_into(THEIRS)).await.unwrap();
    schools.decide_school_change(&leader(COUNTY), again, true, "").await.unwrap();
    world.enter(SCHOOL, info(2)).await;
    let preview = schools.preview_of_change(&registrar(BESIDE), again).await.unwrap().unwrap();
    let words: Vec<&str> =
        preview.blockers.iter().flat_map(|one| &one.matters).map(|(words, _)| words.as_str()).collect();
    assert!(!words.is_empty() && words.iter().all(|words| *words == "1项"), "{words:?}");
    assert_eq!(codes(schools.decide_school_change(&registrar(BESIDE), again, true, "").await), ["blocked"]);
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_a_closure_places_classes_with_a_directly_run_school_and_the_city_decides_too() {
    let world = two_counties().await;
    world.in_class(SCHOOL, 1, "1班").await;
    let schools = world.registry.schools();
    let placed =
        |to: &str| Placement { grade: 1, class_name: "1班".into(), to: code(to), new_class: "2班".into() };
    let close = |to: &str, archives: Option<&str>| Asked {
        school: Some(code(SCHOOL)),
        change: Change::Close { archives: archives.map(code), placements: vec![placed(to)] },
        act: ACT.into(),
    };
    assert_eq!(
        codes(world.propose(&close("2144000001", None)).await),
        ["to"],
        "of another province, or nobody's"
    );
    // Two others: the city by the class, the county beside by the archives.
    let id = world.propose(&close(CITYS, Some(THEIRS))).await.unwrap();
    schools.decide_school_change(&leader(COUNTY), id, true, "").await.unwrap();
    for actor in [registrar(BESIDE), leader(BESIDE), registrar("320100")] {
        assert_eq!(schools.decide_school_change(&actor, id, true, "").await.unwrap(), State::Consulting);
    }
    assert_eq!(schools.decide_school_change(&leader("320100"), id, true, "").await.unwrap(), State::Running);
    assert_eq!(schools.run_school_change(id).await.unwrap(), State::Done);
    let life = schools.school_life(&code(SCHOOL)).await.unwrap();
    assert_eq!((life.closed_on.is_some(), life.successor), (true, Some(code(THEIRS))));
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_18_a_school_comes_to_answer_to_another_authority_with_all_that_was_written_of_it() {
    let world = two_counties().await;
    let pupil = world.in_class(SCHOOL, 1, "1班").await;
    let schools = world.registry.schools();
    let reassign = |to: &str| asked(SCHOOL, Change::Reassign { to: code(to) });
    for wrong in [COUNTY, "000000", "330106", THEIRS] {
        assert_eq!(codes(world.propose(&reassign(wrong)).await), ["to"], "{wrong}");
    }
    // What is open goes on with the new authority, whose two people decide it.
    let (_, case) = world.enter(SCHOOL, info(2)).await;
    world.registry.cases().decide_case(&leader(SCHOOL), case, agree()).await.unwrap();
    let preview = schools.preview_school_change(&registrar(COUNTY), &reassign(BESIDE)).await.unwrap();
    assert_eq!(preview.schools[0].goes, [("学籍建立".to_owned(), 1)]);
    let id = world.propose(&reassign(BESIDE)).await.unwrap();
    for actor in [leader(COUNTY), registrar(BESIDE)] {
        assert_eq!(schools.decide_school_change(&actor, id, true, "").await.unwrap(), State::Consulting);
    }
    assert_eq!(schools.decide_school_change(&leader(BESIDE), id, true, "").await.unwrap(), State::Running);
    assert_eq!(schools.run_school_change(id).await.unwrap(), State::Done);
    let unit = world.registry.units().unit(&code(SCHOOL)).await.unwrap();
    assert_eq!((unit.parent.as_ref(), unit.division.as_str()), (Some(&code(BESIDE)), BESIDE));
    assert!(unit_path(BESIDE).covers(&unit.path) && !unit.is_directly_run());
    // The new authority finds the child with its whole record; the old one does not.
    let view = world.registry.pupils().pupil(&registrar(BESIDE), pupil).await.unwrap();
    assert!(view.chain_holds && view.spells.len() == 1 && view.school == "第一小学");
    assert!(is_not_found(&world.registry.pupils().pupil(&registrar(COUNTY), pupil).await));
    for actor in [registrar(COUNTY), leader(COUNTY)] {
        assert!(world.registry.cases().decide_case(&actor, case, agree()).await.is_err());
    }
    for actor in [registrar(BESIDE), leader(BESIDE)] {
        world.registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    let text = format!("SELECT VALUE path FROM `case` WHERE uid = '{case}'");
    let paths: Vec<String> = world.registry.store.inspect(&text).await.unwrap();
    assert_eq!(paths, [unit.path.as_str()]);
    world.is_whole().await;
    // To the city: it stands where it stood, and is run directly.
    let again = Asked {
        school: Some(code(SCHOOL)),
        change: Change::Reassign { to: code("320100") },
        act: ACT.into(),
    };
    let id = schools.propose_school_change(&registrar(BESIDE), &again).await.unwrap();
    for actor in [leader(BESIDE), registrar("320100"), leader("320100")] {
        schools.decide_school_change(&actor, id, true, "").await.unwrap();
    }
    assert_eq!(schools.run_school_change(id).await.unwrap(), State::Done);
    let unit = world.registry.units().unit(&code(SCHOOL)).await.unwrap();
    assert!(unit.is_directly_run() && unit.division == BESIDE);
    world.is_whole().await;
}
