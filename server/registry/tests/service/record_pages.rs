//! The pages of one record (学籍档案): each shows what it is for, is in the access log by its own name, and is nobody's who may not see the
//! record; whose records an account opened last.

use crate::support::*;
use contract::record::{RecordAct, TimelineGroup};
use domain::access::{Actor, Role};
use domain::access_log::{Function, Use};
use domain::case::CaseKind;
use domain::form::Field;
use domain::id::PersonId;
use std::collections::BTreeSet;

/// Every page of a record but the looks, opened once.
async fn open_all(world: &World, actor: &Actor, pupil: PersonId) {
    let pupils = world.registry.pupils();
    pupils.record_overview(actor, pupil).await.unwrap();
    pupils.record_info(actor, pupil).await.unwrap();
    pupils.record_matters(actor, pupil).await.unwrap();
    pupils.record_timeline(actor, pupil).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_each_page_of_a_record_is_in_the_log_by_its_own_name() {
    let world = World::in_memory().await;
    let pupil = world.pupil(SCHOOL, 1).await;
    open_all(&world, &registrar(SCHOOL), pupil).await;
    let found = world.registry.pupils().record_looks(&leader(SCHOOL), pupil, None).await.unwrap();
    let told: BTreeSet<Function> = found.looks.rows.iter().map(|line| line.function).collect();
    let wanted: BTreeSet<Function> =
        [Function::Pupil, Function::PupilInfo, Function::PupilMatters, Function::PupilTimeline].into();
    assert_eq!(told, wanted);
    let again = world.registry.pupils().record_looks(&leader(SCHOOL), pupil, None).await.unwrap();
    assert!(again.looks.rows.iter().any(|line| line.function == Function::PupilLooks), "that look too");
    assert!(again.head.may_see_looks && !again.head.name.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_the_pages_of_a_record_are_for_the_staff_who_may_see_it() {
    let world = World::in_memory().await;
    let pupils = world.registry.pupils();
    let pupil = world.pupil(SCHOOL, 1).await;
    let strangers =
        [registrar(OTHER_SCHOOL), actor(Role::Official, COUNTY, 5), actor(Role::SystemAdmin, COUNTY, 3)];
    for who in strangers.into_iter().chain([guardian(pupil)]) {
        assert!(is_not_found(&pupils.record_overview(&who, pupil).await), "{}", who.name);
        assert!(is_not_found(&pupils.record_info(&who, pupil).await), "{}", who.name);
        assert!(is_not_found(&pupils.record_matters(&who, pupil).await), "{}", who.name);
        assert!(is_not_found(&pupils.record_timeline(&who, pupil).await), "{}", who.name);
        assert!(is_not_found(&pupils.record_looks(&who, pupil, None).await), "{}", who.name);
    }
    assert!(
        is_not_found(&pupils.record_looks(&registrar(SCHOOL), pupil, None).await),
        "the leader's to read"
    );

    let name = pupils.pupil(&registrar(SCHOOL), pupil).await.unwrap().name;
    let city = registrar("320100");
    let overview = pupils.record_overview(&city, pupil).await.unwrap();
    let info = pupils.record_info(&city, pupil).await.unwrap();
    let timeline = pupils.record_timeline(&city, pupil).await.unwrap();
    assert!(overview.record.name != name && info.head.name != name && timeline.head.name != name, "masked");
    assert!(overview.photo.is_none() && !info.may_reveal);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_says_what_is_open_by_when_and_why_something_cannot_be_done() {
    let world = World::in_memory().await;
    let pupils = world.registry.pupils();
    let pupil = world.pupil(SCHOOL, 1).await;
    let quiet = pupils.record_overview(&registrar(SCHOOL), pupil).await.unwrap();
    assert!(quiet.barred.is_empty() && !quiet.record.may_change.is_empty() && quiet.record.may_correct);
    assert!(quiet.record.info.is_empty() && quiet.record.timeline.is_empty(), "they have pages of their own");
    let whole = pupils.pupil(&registrar(SCHOOL), pupil).await.unwrap();
    assert!(!quiet.guardians.is_empty());
    let number = &whole.info.iter().find(|(field, _)| *field == Field::Member1Phone).unwrap().1;
    assert_eq!(&quiet.guardians[0].phone, number, "masked as the items are");
    assert!(quiet.archive.missing.iter().all(|one| !one.what.is_empty()));

    let case = world.ask(&guardian(pupil), pupil, &[(Field::Name, "王大明")]).await.unwrap();
    let busy = pupils.record_overview(&registrar(SCHOOL), pupil).await.unwrap();
    let line = busy.open.iter().find(|line| line.kind == MatterKind::Case(CaseKind::Correction)).unwrap();
    assert!(line.open && line.due_on.is_some() && line.href == format!("/cases/{case}"));
    assert!(busy.record.may_change.is_empty() && !busy.record.may_correct);
    let acts: Vec<RecordAct> = busy.barred.iter().map(|one| one.act).collect();
    assert_eq!(acts, [RecordAct::Change, RecordAct::Correct], "upkeep goes on");
    assert!(busy.barred.iter().all(|one| one.why.contains("正在办理")));
    let leaders = pupils.record_overview(&leader(SCHOOL), pupil).await.unwrap();
    assert!(leaders.barred.is_empty(), "what is not one's office needs no reason");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_matter_of_a_pupil_is_listed_with_its_state_and_closed_ones_apart() {
    let world = World::in_memory().await;
    let pupils = world.registry.pupils();
    let pupil = world.pupil(SCHOOL, 1).await;
    let of = |kind: CaseKind| move |line: &&contract::desk::MatterLine| line.kind == MatterKind::Case(kind);
    let before = pupils.record_matters(&registrar(SCHOOL), pupil).await.unwrap();
    let registration = before.closed.iter().find(of(CaseKind::Registration)).unwrap();
    assert!(!registration.open && registration.due_on.is_none() && !registration.state.is_empty());
    world.ask(&guardian(pupil), pupil, &[(Field::Name, "王大明")]).await.unwrap();
    let after = pupils.record_matters(&registrar(SCHOOL), pupil).await.unwrap();
    assert!(after.open.iter().any(|line| of(CaseKind::Correction)(&line)));
    assert!(after.open.iter().all(|line| line.open) && after.closed.iter().all(|line| !line.open));
    let county = pupils.record_matters(&registrar(COUNTY), pupil).await.unwrap();
    let seen = county.open.iter().find(of(CaseKind::Correction)).unwrap();
    assert!(!seen.href.is_empty(), "who may read the record may read its cases");
    let other = world.pupil(SCHOOL, 2).await;
    let none = pupils.record_matters(&registrar(SCHOOL), other).await.unwrap();
    assert!(!none.open.iter().any(|line| of(CaseKind::Correction)(&line)), "another child's");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_the_matters_of_a_pupil_name_no_other_child() {
    let world = World::in_memory().await;
    let pupils = world.registry.pupils();
    let (one, two) = crate::problems::twice(&world, OTHER_SCHOOL).await;
    crate::problems::check(&world).await;
    for (pupil, school) in [(one, SCHOOL), (two, OTHER_SCHOOL)] {
        let found = pupils.record_matters(&registrar(school), pupil).await.unwrap();
        assert!(
            found.open.iter().any(|line| matches!(line.kind, MatterKind::Problem)),
            "the problem record of both"
        );
        assert!(found.open.iter().chain(&found.closed).all(|line| line.about.is_empty()));
        let overview = pupils.record_overview(&registrar(school), pupil).await.unwrap();
        assert!(!overview.open.is_empty() && overview.open.iter().all(|line| line.about.is_empty()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_the_timeline_tells_everything_once_by_matter_with_the_system_apart() {
    let world = World::in_memory().await;
    let pupils = world.registry.pupils();
    let pupil = world.pupil(SCHOOL, 1).await;
    let whole = pupils.pupil(&registrar(SCHOOL), pupil).await.unwrap();
    let told = pupils.record_timeline(&registrar(SCHOOL), pupil).await.unwrap();
    assert!(told.chain_holds);
    let entries = |group: &TimelineGroup| group.lines.len() + group.machine.len();
    assert_eq!(told.groups.iter().map(entries).sum::<usize>(), whole.timeline.len(), "each once");
    assert!(told.groups.iter().all(|group| entries(group) > 0));
    let cases: Vec<_> = told.groups.iter().filter_map(|group| group.case.as_ref()).collect();
    let ids: BTreeSet<_> = cases.iter().map(|case| case.id).collect();
    assert_eq!(ids.len(), cases.len(), "a case stands in one place");
    let named = |case: &&&contract::record::TimelineCase| {
        case.named
            .as_ref()
            .is_some_and(|(kind, number)| *kind == CaseKind::Registration && !number.is_empty())
    };
    let registration = cases.iter().find(named).unwrap();
    assert!(registration.opens);
    assert!(told.groups.iter().any(|group| !group.machine.is_empty()), "the match of the identity");
    let by_system = |line: &contract::pupil::TimelineLine| line.who.starts_with("学籍系统");
    assert!(told.groups.iter().flat_map(|group| &group.machine).all(by_system));
    assert!(!told.groups.iter().flat_map(|group| &group.lines).any(by_system));
    for group in &told.groups {
        assert!(group.lines.windows(2).all(|two| two[0].at >= two[1].at), "newest first");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_whose_records_one_opened_last_are_listed_and_that_is_a_look() {
    let world = World::in_memory().await;
    let (registry, me) = (&world.registry, registrar(SCHOOL));
    assert!(registry.pupils().recent_pupils(&me).await.unwrap().is_empty());
    let mut opened = Vec::new();
    for seed in 1..=9 {
        let (pupil, _) = world.enter(SCHOOL, info(seed)).await;
        registry.pupils().record_overview(&me, pupil).await.unwrap();
        opened.push(pupil);
    }
    // Again, on another page: the first is the latest now.
    registry.pupils().record_info(&me, opened[0]).await.unwrap();
    let recent: Vec<PersonId> =
        registry.pupils().recent_pupils(&me).await.unwrap().into_iter().map(|line| line.id).collect();
    let latest: Vec<PersonId> = std::iter::once(opened[0]).chain(opened[2..].iter().rev().copied()).collect();
    assert_eq!(recent, latest, "eight, each once, the latest first");
    let looks = registry.access_log().looks_at(&leader(SCHOOL), opened[0], None).await.unwrap().rows;
    let list = looks.iter().find(|line| line.function == Function::RecentPupils).unwrap();
    assert_eq!((list.function.kind(), list.people), (Use::Search, 8));

    assert!(registry.pupils().recent_pupils(&leader(SCHOOL)).await.unwrap().is_empty(), "the own log only");
    let official = actor(Role::Official, COUNTY, 5);
    assert_eq!(codes(registry.pupils().recent_pupils(&official).await), ["not_permitted"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_units_are_links_only_for_who_may_open_their_figures() {
    let world = World::in_memory().await;
    let opens =
        async |actor: &Actor| world.registry.figures().overview(actor, None).await.unwrap().opens_below;
    for role in [Role::Registrar, Role::Leader, Role::Official] {
        assert!(opens(&actor(role, COUNTY, 1)).await, "{role:?}");
    }
    for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin] {
        assert!(!opens(&actor(role, COUNTY, 1)).await, "{role:?}");
        let school = Some(code(SCHOOL));
        let outcome = world.registry.figures().overview(&actor(role, COUNTY, 1), school.as_ref()).await;
        assert_eq!(codes(outcome), ["not_permitted"]);
    }
}
