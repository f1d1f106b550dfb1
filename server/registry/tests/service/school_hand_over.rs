//! Many schools handed over by one act (划转一批学校, 第三条、第九条): a county is divided, the province hands its schools to the county
//! beside; what is open goes with each school, what an article leaves to the old county holds one school back and no other.

use crate::problems::{check, open_at, twice};
use crate::school_consent::{BESIDE, THEIRS, two_counties};
use crate::scoped_lists::open_below;
use crate::support::schools::ACT;
use crate::support::*;
use domain::access::{Actor, Role};
use domain::case::CaseState;
use domain::disclosure::People;
use domain::id::{CaseId, SchoolChangeId};
use domain::journal::Event;
use domain::org::Unit;
use domain::review::CampaignCommand;
use domain::school::{Change, HandedState, State};
use domain::violation::ViolationKind;
use registry::error::Result;
use registry::jobs::Kind;
use registry::school::Asked;

pub(crate) const PROVINCE: &str = "320000";
/// A school of the county that stays there.
pub(crate) const STAYS: &str = "2132000007";

pub(crate) fn act(schools: &[&str], on: &str) -> Asked {
    let schools = schools.iter().map(|school| code(school)).collect();
    let change = Change::HandOver { from: code(COUNTY), to: code(BESIDE), schools, on: day(on) };
    Asked { school: None, change, act: ACT.into() }
}

pub(crate) async fn propose(world: &World, actor: &Actor, asked: &Asked) -> Result<SchoolChangeId> {
    world.registry.schools().propose_school_change(actor, asked).await
}

/// Proposed by the province and decided by its leader and by both counties.
pub(crate) async fn decided(world: &World, asked: &Asked) -> SchoolChangeId {
    let id = propose(world, &registrar(PROVINCE), asked).await.unwrap();
    let schools = world.registry.schools();
    for actor in [leader(PROVINCE), registrar(COUNTY), registrar(BESIDE), leader(COUNTY)] {
        assert_eq!(schools.decide_school_change(&actor, id, true, "").await.unwrap(), State::Consulting);
    }
    assert_eq!(schools.decide_school_change(&leader(BESIDE), id, true, "").await.unwrap(), State::Running);
    id
}

/// What the runner does until nothing waits, as the clockwork has it begun.
pub(crate) async fn run(world: &World) {
    world.registry.schools().resume_school_changes().await.unwrap();
    world.registry.jobs().drain_jobs(&[Kind::SchoolChange]).await.unwrap();
}

pub(crate) async fn states(world: &World, id: SchoolChangeId) -> Vec<(String, HandedState)> {
    let page = world.registry.schools().handed_schools(&registrar(PROVINCE), id, None).await.unwrap();
    page.rows.into_iter().map(|line| (line.school.to_string(), line.state)).collect()
}

pub(crate) async fn state(world: &World, id: SchoolChangeId) -> State {
    world.registry.schools().school_change(&registrar(PROVINCE), id).await.unwrap().line.state
}

pub(crate) async fn unit(world: &World, id: &str) -> Unit {
    world.registry.units().unit(&code(id)).await.unwrap()
}

/// A person of a school as it stands now.
pub(crate) async fn at(world: &World, person: Actor, school: &str) -> Actor {
    let mut person = person;
    person.unit.as_mut().unwrap().path = unit(world, school).await.path;
    person
}

async fn agreed(world: &World, actors: &[Actor], case: CaseId) -> CaseState {
    let mut state = CaseState::InProgress;
    for actor in actors {
        state = world.registry.cases().decide_case(actor, case, agree()).await.unwrap();
    }
    state
}

pub(crate) async fn with_a_third_school() -> World {
    let world = two_counties().await;
    let third = Unit {
        id: code(STAYS),
        name: "第三小学".into(),
        path: unit_path(COUNTY).child(&code(STAYS)),
        ..unit(&world, SCHOOL).await
    };
    world.registry.units().add_units(&[third]).await.unwrap();
    world
}

/// A transfer that waits for whoever comes after the opener's leader.
async fn transfer(world: &World, person: domain::id::PersonId, from: &str, to: &str) -> CaseId {
    let source = registrar(from);
    let number = world.registry.pupils().reveal(&source, person, None, "办理转学核对").await.unwrap();
    let asked = registry::case::AskedTransfer {
        disability: None,
        number,
        name: world.registry.pupils().pupil(&source, person).await.unwrap().name,
        on: day("2026-09-07"),
        ground: domain::case::transfer::TransferGround::Home,
        class_name: "4班".into(),
        grade: Default::default(),
        papers: vec![domain::case::change::Paper::Application, domain::case::change::Paper::Residence],
        note: String::new(),
    };
    let case = world.registry.cases().open_transfer(&registrar(to), &asked).await.unwrap();
    agreed(world, &[leader(to)], case).await;
    case
}

#[tokio::test(flavor = "multi_thread")]
async fn article_3_who_may_hand_schools_over_and_what_is_refused() {
    let world = with_a_third_school().await;
    let wrong = |asked: Asked| {
        let world = &world;
        async move { codes(propose(world, &registrar(PROVINCE), &asked).await) }
    };
    assert_eq!(wrong(act(&[], "2026-09-07")).await, ["schools"]);
    assert_eq!(wrong(act(&[SCHOOL, SCHOOL], "2026-09-07")).await, ["schools"]);
    assert_eq!(wrong(act(&[SCHOOL, THEIRS], "2026-09-07")).await, ["schools"], "not the county's");
    assert_eq!(wrong(act(&[SCHOOL, "2132000099"], "2026-09-07")).await, ["schools"], "nobody's");
    assert_eq!(wrong(act(&[SCHOOL], "2028-01-01")).await, ["on"]);
    for to in [COUNTY, "000000", "330106", "999999", THEIRS] {
        let change = Change::HandOver {
            from: code(COUNTY),
            to: code(to),
            schools: vec![code(SCHOOL)],
            on: day("2026-09-07"),
        };
        assert_eq!(wrong(Asked { school: None, change, act: ACT.into() }).await, ["to"], "{to}");
    }
    let good = act(&[SCHOOL], "2026-09-07");
    for stranger in
        [registrar(BESIDE), registrar(SCHOOL), registrar("330000"), registrar("000000"), leader(PROVINCE)]
    {
        assert!(is_not_found(&propose(&world, &stranger, &good).await), "{}", stranger.name);
    }
    let offered =
        world.registry.schools().schools_to_hand(&registrar(PROVINCE), &code(COUNTY)).await.unwrap();
    let offered: Vec<&str> = offered.1.iter().map(|school| school.id.as_str()).collect();
    assert_eq!(offered, [SCHOOL, OTHER_SCHOOL, STAYS]);
    let (below, all) = world.registry.schools().handing_authorities(&registrar(COUNTY)).await.unwrap();
    assert!(below.iter().map(|unit| unit.id.as_str()).eq([COUNTY]) && all.len() == 4, "{all:?}");
    // The city above both, and the county itself, may do what the province may; who asks is not asked.
    for own in ["320100", COUNTY] {
        let asks = registrar(own);
        let preview = world.registry.schools().preview_school_change(&asks, &good).await.unwrap();
        let others: Vec<&str> = preview.others.iter().map(|one| one.unit.as_str()).collect();
        assert_eq!(others, [COUNTY, BESIDE].into_iter().filter(|one| *one != own).collect::<Vec<_>>());
        assert!(preview.refusals.is_empty());
    }
    // A school that is in an act is in no other change, and the reverse.
    let id = propose(&world, &registrar(PROVINCE), &good).await.unwrap();
    let rename = crate::support::schools::asked(SCHOOL, Change::Rename { name: "玄武新小学".into() });
    assert_eq!(codes(world.propose(&rename).await), ["state"]);
    assert_eq!(wrong(good).await, ["schools"]);
    let schools = world.registry.schools();
    for stranger in [registrar(COUNTY), registrar(BESIDE), registrar("330000")] {
        assert!(is_not_found(&schools.handed_schools(&stranger, id, None).await), "before it is decided");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_3_and_9_schools_go_over_with_pupils_cases_problems_reviews_and_reports() {
    let world = with_a_third_school().await;
    let registry = &world.registry;
    let (one, two) = twice(&world, OTHER_SCHOOL).await;
    check(&world).await;
    let problem = open_at(&world, &registrar(COUNTY)).await[0];
    // At the school's desk, at the old county's first desk, at its second one.
    let mut cases = Vec::new();
    for seed in 11..14 {
        cases.push(world.enter(SCHOOL, info(seed)).await.1);
    }
    agreed(&world, &[leader(SCHOOL)], cases[1]).await;
    agreed(&world, &[leader(SCHOOL), registrar(COUNTY)], cases[2]).await;
    // Between two schools of the act: one county speaks for both, before and after.
    let moving = world.pupil(SCHOOL, 21).await;
    let between = transfer(&world, moving, SCHOOL, OTHER_SCHOOL).await;
    // From another county's school: that county's word stays its own.
    let review = registry
        .reviews()
        .propose_review(&registrar(PROVINCE), crate::support::reviews::dates())
        .await
        .unwrap();
    registry.reviews().act_on_review(&leader(PROVINCE), review, &CampaignCommand::Approve).await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    world.in_post("registrar.one").await;
    assert_eq!(registry.registrars().registrar_reports(&leader(COUNTY)).await.unwrap().len(), 1);
    let number = registry.pupils().reveal(&registrar(SCHOOL), one, None, "办理核对").await.unwrap();

    let asked = act(&[SCHOOL, OTHER_SCHOOL], "2026-09-01");
    let preview = registry.schools().preview_school_change(&registrar(PROVINCE), &asked).await.unwrap();
    assert!(preview.refusals.is_empty() && preview.schools.iter().all(|one| one.held.is_empty()));
    let goes = &preview.schools[0].goes;
    assert!(goes.contains(&("学籍建立".to_owned(), 3)), "{goes:?}");
    let id = decided(&world, &asked).await;
    let seen = registry.schools().school_change(&leader(BESIDE), id).await.unwrap();
    assert_eq!(seen.consents.iter().filter(|one| one.approved.is_some()).count(), 2);
    run(&world).await;
    assert_eq!(state(&world, id).await, State::Done);
    let over = HandedState::Over;
    assert_eq!(states(&world, id).await, [(SCHOOL.to_owned(), over), (OTHER_SCHOOL.to_owned(), over)]);

    // The schools stand in the new county, under the codes that say only the province (ADR 9).
    for school in [SCHOOL, OTHER_SCHOOL] {
        let unit = unit(&world, school).await;
        assert_eq!((unit.parent, unit.division.as_str()), (Some(code(BESIDE)), BESIDE));
        let life = registry.schools().school_life(&code(school)).await.unwrap();
        assert_eq!((life.closed_on, life.events[0].0), (None, day("2026-09-01")), "from the act's day");
    }
    assert_eq!(unit(&world, STAYS).await.parent, Some(code(COUNTY)));
    let pupil = registry.pupils().pupil(&registrar(BESIDE), one).await.unwrap();
    assert!(pupil.chain_holds && pupil.school == "第一小学");
    assert!(is_not_found(&registry.pupils().pupil(&registrar(COUNTY), one).await));
    let own = at(&world, registrar(SCHOOL), SCHOOL).await;
    assert_eq!(registry.pupils().reveal(&own, one, None, "办理核对").await.unwrap(), number, "it stays");

    // What was open goes on: at the school, then with the new county; what the old one had examined its registrar had examined.
    let (first, second) = (registrar(BESIDE), leader(BESIDE));
    for case in &cases {
        for old in [registrar(COUNTY), leader(COUNTY)] {
            assert!(registry.cases().decide_case(&old, *case, agree()).await.is_err());
        }
    }
    let head = at(&world, leader(SCHOOL), SCHOOL).await;
    let by_all = [head.clone(), first.clone(), second.clone()];
    assert_eq!(agreed(&world, &by_all, cases[0]).await, CaseState::Approved);
    assert_eq!(agreed(&world, &by_all[1..], cases[1]).await, CaseState::Approved);
    assert_eq!(agreed(&world, &by_all[2..], cases[2]).await, CaseState::Approved);
    let view = registry.cases().case_view(&first, cases[2]).await.unwrap();
    let by: Vec<&str> = view.steps.iter().map(|step| step.unit.as_str()).collect();
    assert_eq!(by, ["第一小学", "玄武区", "秦淮区"], "a step says who took it");
    let told = registry.pupils().pupil(&first, view.person).await.unwrap().timeline;
    assert!(told.iter().any(|line| line.event == Event::CaseHandedOver));
    let giving = [at(&world, registrar(SCHOOL), SCHOOL).await, head, first.clone(), second.clone()];
    assert_eq!(agreed(&world, &giving, between).await, CaseState::Approved);

    // Problems, the province's review and the report on a registrar are the new county's, too.
    let settles = registry.problems().problem_view(&first, problem).await.unwrap().line.settled_by;
    assert!(settles.contains("秦淮区"), "{settles}");
    assert!(is_not_found(&registry.problems().problem_view(&registrar(COUNTY), problem).await));
    let part = registry.reviews().school_review(&own, review, &code(SCHOOL)).await;
    assert!(part.is_ok());
    assert!(registry.reviews().school_review(&first, review, &code(SCHOOL)).await.is_ok());
    assert!(is_not_found(&registry.reviews().school_review(&registrar(COUNTY), review, &code(SCHOOL)).await));
    assert!(registry.registrars().registrar_reports(&leader(COUNTY)).await.unwrap().is_empty());
    assert_eq!(registry.registrars().registrar_reports(&second).await.unwrap().len(), 1);
    assert!(registry.pupils().pupil(&first, two).await.is_ok());
    world.is_whole().await;
    for (county, open) in [(COUNTY, vec![]), (BESIDE, vec![problem])] {
        assert_eq!(open_below(&world, county).await, open.len() as u64, "{county}");
        assert_eq!(open_at(&world, &registrar(county)).await, open, "{county}");
    }
    // Each school's journal tells of it, and the school sees its own part.
    let audit = actor(Role::AuditAdmin, "320100", 9);
    for school in [SCHOOL, OTHER_SCHOOL] {
        let journal = registry.matters().unit_journal(&audit, &code(school), None).await.unwrap();
        assert!(
            journal.holds && journal.entries.rows.iter().any(|one| one.about.contains("变更学籍主管部门"))
        );
    }
    // The list of an authority has the act and not each school's part.
    let listed = registry.schools().school_register(&registrar(PROVINCE)).await.unwrap().changes;
    assert_eq!(listed.iter().map(|line| line.id).collect::<Vec<_>>(), [id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_14_25_and_27_hold_one_school_back_until_its_old_county_has_finished() {
    let world = with_a_third_school().await;
    let registry = &world.registry;
    let pupil = world.pupil(OTHER_SCHOOL, 2).await;
    // One county speaks for the school that goes and for the one that stays.
    let person = world.pupil(SCHOOL, 1).await;
    let case = transfer(&world, person, SCHOOL, STAYS).await;
    let asked = crate::disclosure::asked(People::School);
    let disclosure = registry.disclosures().ask_disclosure(&registrar(SCHOOL), &asked).await.unwrap();
    let entered = crate::violations::entered(ViolationKind::NoArchive, SCHOOL);
    let violation = registry.violations().enter_violation(&registrar(COUNTY), &entered).await.unwrap();

    let asked = act(&[SCHOOL, OTHER_SCHOOL], "2026-09-07");
    let preview = registry.schools().preview_school_change(&registrar(PROVINCE), &asked).await.unwrap();
    assert!(preview.refusals.is_empty(), "nothing keeps the act from being proposed: {:?}", preview.refusals);
    let held = preview.schools[0].held.join("\n");
    for article in ["第十四条", "第二十五条", "第二十七条"] {
        assert!(held.contains(article), "{article}: {held}");
    }
    assert!(preview.schools[1].held.is_empty());
    let id = decided(&world, &asked).await;
    run(&world).await;
    assert_eq!(
        states(&world, id).await,
        [(SCHOOL.to_owned(), HandedState::Held), (OTHER_SCHOOL.to_owned(), HandedState::Over)]
    );
    let told = registry.schools().handed_schools(&leader(BESIDE), id, None).await.unwrap().rows;
    assert_eq!(told[0].why.len(), 3, "{:?}", told[0].why);
    let view = registry.schools().school_change(&registrar(PROVINCE), id).await.unwrap();
    assert_eq!((view.line.state, view.progress), (State::Running, Some((1, 2))));
    assert_eq!(unit(&world, SCHOOL).await.parent, Some(code(COUNTY)));
    assert!(registry.pupils().pupil(&registrar(BESIDE), pupil).await.is_ok());
    // What went is free for other changes, what is held is not.
    let rename = |school: &str, name: &str| {
        crate::support::schools::asked(school, Change::Rename { name: name.into() })
    };
    assert_eq!(codes(world.propose(&rename(SCHOOL, "玄武新小学")).await), ["state"]);
    let renamed = propose(&world, &registrar(BESIDE), &rename(OTHER_SCHOOL, "秦淮第二小学")).await.unwrap();
    assert_eq!(
        registry.schools().decide_school_change(&leader(BESIDE), renamed, true, "").await.unwrap(),
        State::Running
    );

    // Its old county finishes; the next round takes it over.
    agreed(&world, &[registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)], case).await;
    let refuse = domain::disclosure::Command::Refuse("依据不足".into());
    registry.disclosures().act_on_disclosure(&registrar(COUNTY), disclosure, &refuse).await.unwrap();
    let dismiss = domain::violation::Command::Dismiss("不属实".into());
    registry.violations().act_on_violation(&registrar(COUNTY), violation, &dismiss, None).await.unwrap();
    run(&world).await;
    assert_eq!(state(&world, id).await, State::Done);
    assert!(states(&world, id).await.iter().all(|(_, state)| *state == HandedState::Over));
    assert_eq!(unit(&world, SCHOOL).await.parent, Some(code(BESIDE)));
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_the_old_countys_own_review_holds_its_schools_back() {
    let world = with_a_third_school().await;
    world.open_review().await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let asked = act(&[SCHOOL], "2026-09-07");
    let schools = world.registry.schools();
    let preview = schools.preview_school_change(&registrar(PROVINCE), &asked).await.unwrap();
    assert!(preview.schools[0].held[0].contains("第二十四条"), "{:?}", preview.schools[0].held);
    // Of a single school it is a refusal.
    let one = crate::support::schools::asked(SCHOOL, Change::Reassign { to: code(BESIDE) });
    assert_eq!(codes(world.propose(&one).await), ["blocked"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_3_an_act_waits_for_its_day_and_a_closed_school_is_left_out() {
    let world = with_a_third_school().await;
    let id = decided(&world, &act(&[SCHOOL, STAYS], "2026-10-08")).await;
    run(&world).await;
    assert_eq!(state(&world, id).await, State::Running);
    assert!(states(&world, id).await.iter().all(|(_, state)| *state == HandedState::Pending));
    assert_eq!(unit(&world, SCHOOL).await.parent, Some(code(COUNTY)), "not before its day");
    // Whatever happened to a school in between, as another unit's act or by a restored copy: it is no school of the county.
    let moved = Unit {
        parent: Some(code("320100")),
        path: unit_path("320100").child(&code(STAYS)),
        ..unit(&world, STAYS).await
    };
    let text =
        format!("UPDATE unit SET parent = '320100', path = '{}' WHERE uid = '{STAYS}'", moved.path.as_str());
    world.registry.store.execute(&text).await.unwrap();
    world.wait(chrono::Duration::days(31));
    run(&world).await;
    assert_eq!(state(&world, id).await, State::Done);
    assert_eq!(
        states(&world, id).await,
        [(SCHOOL.to_owned(), HandedState::Over), (STAYS.to_owned(), HandedState::LeftOut)]
    );
    let life = world.registry.schools().school_life(&code(SCHOOL)).await.unwrap();
    assert_eq!(life.events[0].0, day("2026-10-08"));
}
