//! The notice of a directly run school names who came and who left by going on to the next stage, too (第十八条): both are a 转入 and a 转出
//! (第十四条); who is enrolled for the first time is neither.

use crate::support::grades::{LONG, in_grade, long_world};
use crate::support::schools::ACT;
use crate::support::*;
use domain::access::{Actor, Role};
use domain::calendar::term;
use domain::case::change::{Facts, Paper};
use domain::case::completion::{Completion, Outcome};
use domain::case::{CaseState, Payload};
use domain::codes::{SchoolSystem, SchoolType};
use domain::id::CaseId;
use domain::letter::{Content, TermTransfers};
use domain::org::{School, Unit, UnitKind};
use domain::school::{Change, State};
use registry::case::AskedProgression;
use registry::school::Asked;

/// A junior school of the county.
const NEXT: &str = "3132000005";
const GRADUATION: &str = "2027-06-19";

/// A person as the school or the authority stands now.
async fn at(world: &World, role: Role, unit: &str) -> Actor {
    let mut actor = if role == Role::Leader { leader(unit) } else { registrar(unit) };
    actor.unit.as_mut().unwrap().path = world.registry.units().unit(&code(unit)).await.unwrap().path;
    actor
}

async fn decided(world: &World, case: CaseId) -> CaseState {
    let mut state = CaseState::InProgress;
    while let Some((unit, role)) = world.registry.cases().waiting_for(case).await.unwrap() {
        let actor = at(world, role, unit.as_str()).await;
        state = world.registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    state
}

/// The school is run by the city from now on and stands where it stood.
async fn run_by_the_city(world: &World, school: &str) {
    let change = Change::Reassign { to: code("320100") };
    let asked = Asked { school: Some(code(school)), change, act: ACT.into() };
    let schools = world.registry.schools();
    let id = schools.propose_school_change(&registrar(COUNTY), &asked).await.unwrap();
    for actor in [leader(COUNTY), registrar("320100"), leader("320100")] {
        schools.decide_school_change(&actor, id, true, "").await.unwrap();
    }
    assert_eq!(schools.run_school_change(id).await.unwrap(), State::Done);
}

async fn notice(world: &World, school: &str) -> TermTransfers {
    let registrar = at(world, Role::Registrar, school).await;
    let letters = world.registry.letters();
    let id = letters.draft_term_notice(&registrar, term(day(GRADUATION))).await.unwrap();
    match letters.letter_view(&registrar, id).await.unwrap().content {
        Content::TermTransfers(notice) => notice,
        other => panic!("a notice: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_18_who_goes_on_to_the_next_stage_is_told_and_who_is_enrolled_first_is_not() {
    let world = long_world().await;
    let next = Unit {
        id: code(NEXT),
        name: "玄武初级中学".into(),
        kind: UnitKind::School,
        parent: Some(code(COUNTY)),
        path: unit_path(NEXT),
        division: COUNTY.into(),
        school: Some(School {
            school_type: SchoolType::JuniorMiddle,
            stages: SchoolType::JuniorMiddle.stages().to_vec(),
            system: SchoolSystem::SixThree,
            township: None,
        }),
    };
    world.registry.units().add_units(&[next]).await.unwrap();
    let (leaves, stays) = (in_grade(&world, 6, 5, &[]).await, in_grade(&world, 6, 6, &[]).await);
    world.wait(chrono::Duration::days(285));
    for school in [LONG, NEXT] {
        run_by_the_city(&world, school).await;
    }
    let school = at(&world, Role::Registrar, LONG).await;
    for (person, number) in [(leaves, "2027小001"), (stays, "2027小002")] {
        let completion = Payload::Completion(Completion {
            facts: Facts { on: day(GRADUATION), papers: vec![Paper::FinalRecords], note: String::new() },
            outcome: Outcome::Graduated,
            certificate: number.into(),
            destination: None,
        });
        let case = world.registry.cases().open_change(&school, person, &completion).await.unwrap();
        assert_eq!(decided(&world, case).await, CaseState::Approved);
    }
    assert!(notice(&world, LONG).await.left.is_empty(), "who has finished has not left for a school");
    for (person, to) in [(leaves, NEXT), (stays, LONG)] {
        let (number, name) = world.registry.cases().graduate_named(&school, person).await.unwrap();
        let asked = AskedProgression {
            number,
            name,
            class_name: "7班".into(),
            grade: Default::default(),
            on: day(GRADUATION),
            note: String::new(),
        };
        let opens = at(&world, Role::Registrar, to).await;
        let opened =
            world.registry.cases().open_progressions(&opens, std::slice::from_ref(&asked)).await.unwrap();
        let case = *opened[0].as_ref().unwrap();
        assert_eq!(decided(&world, case).await, CaseState::Approved);
    }
    world.registry.outbox().drain_outbox().await.unwrap();
    // From one school to the other; within one school nobody comes and nobody goes, and a first enrolment is no 转入.
    let (left, arrived) = (notice(&world, LONG).await, notice(&world, NEXT).await);
    let told: Vec<(&str, _)> = left.left.iter().map(|line| (line.other_school.as_str(), line.on)).collect();
    assert_eq!(told, [("玄武初级中学（升学）", day(GRADUATION))]);
    let told: Vec<&str> = arrived.arrived.iter().map(|line| line.other_school.as_str()).collect();
    assert_eq!(told, ["玄武十二年一贯制学校（升学）"]);
    assert!(left.arrived.is_empty() && arrived.left.is_empty());
    assert_eq!(left.left[0].name, arrived.arrived[0].name);
}
