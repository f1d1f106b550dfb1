//! A school founded with the stages it has from the first day (第二条): a special or a reform school with each combination that the law lets
//! it have.

use crate::support::schools::ACT;
use crate::support::*;
use domain::codes::Stage::{Junior, Primary, Senior};
use domain::codes::{SchoolSystem, SchoolType, Stage};
use domain::id::UnitId;
use domain::school::{Change, State};
use registry::school::Asked;

fn found(school_type: SchoolType, stages: &[Stage]) -> Asked {
    let change = Change::Found {
        name: "玄武区新设学校".into(),
        school_type,
        stages: stages.to_vec(),
        system: SchoolSystem::SixThree,
        site: None,
    };
    Asked { school: None, change, act: ACT.into() }
}

async fn founded(world: &World, asked: &Asked) -> (UnitId, Vec<Stage>) {
    let id = world.propose(asked).await.unwrap();
    assert_eq!(world.agree_to(id).await.unwrap(), State::Done);
    let view = world.registry.schools().school_change(&leader(COUNTY), id).await.unwrap();
    let unit = world.registry.units().unit(&view.school.unwrap()).await.unwrap();
    (unit.id, unit.school.unwrap().stages)
}

#[tokio::test(flavor = "multi_thread")]
async fn article_2_special_and_reform_schools_are_founded_with_every_combination_of_stages() {
    let world = World::in_memory().await;
    let combinations: [&[Stage]; 7] = [
        &[Primary],
        &[Junior],
        &[Senior],
        &[Primary, Junior],
        &[Primary, Senior],
        &[Junior, Senior],
        &[Primary, Junior, Senior],
    ];
    for (kind, class) in [(SchoolType::DeafSchool, "51"), (SchoolType::ReformSchool, "37")] {
        for stages in combinations {
            let (code, has) = founded(&world, &found(kind, stages)).await;
            assert_eq!(has, stages, "{}", kind.label());
            assert!(code.as_str().starts_with(class));
        }
        // Where none are chosen, the usual ones.
        assert_eq!(founded(&world, &found(kind, &[])).await.1, kind.stages());
        for wrong in [&[Junior, Primary][..], &[Junior, Junior]] {
            assert_eq!(codes(world.propose(&found(kind, wrong)).await), ["school_type"], "in order, once");
        }
    }
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_2_of_every_other_kind_the_kind_says_the_stages() {
    let world = World::in_memory().await;
    for kind in [SchoolType::Primary, SchoolType::NineYear, SchoolType::CompleteMiddle] {
        assert_eq!(codes(world.propose(&found(kind, &[Senior, Primary])).await), ["school_type"]);
        assert_eq!(founded(&world, &found(kind, &[])).await.1, kind.stages());
    }
    // An attached class of special education has no senior stage.
    let attached = found(SchoolType::AttachedSpecial, &[Primary, Junior, Senior]);
    assert_eq!(codes(world.propose(&attached).await), ["school_type"]);
    assert_eq!(founded(&world, &found(SchoolType::AttachedSpecial, &[Primary])).await.1, [Primary]);
}
