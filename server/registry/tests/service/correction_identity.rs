//! Corrections of key data: compared again (第六条), and what becomes of the number (第五条).

use crate::support::corrections::*;
use crate::support::*;
use domain::case::{CaseState, Command};
use domain::form::Field;
use domain::refusal::RefusalCode;
use registry::person::Entered;

#[tokio::test(flavor = "multi_thread")]
async fn article_6_key_data_is_compared_before_the_review() {
    let world = World::in_memory().await;
    let first = info(1);
    let number = first.get(Field::IdNumber).unwrap().to_owned();
    let same = |field: Field| (field, first.get(field).unwrap());
    // Born the same day, another name, another number: two children.
    let alike = [same(Field::BirthDate), same(Field::Sex), (Field::IdNumber, &sibling_number(&number, 3))];
    let other = info_with(2, &alike);
    assert_ne!(first.name(), other.name());
    let (_, case) = world.enter(SCHOOL, first.clone()).await;
    world.approve(SCHOOL, case).await;
    let (person, case) = world.enter(OTHER_SCHOOL, other).await;
    world.approve(OTHER_SCHOOL, case).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let parent = guardian(person);

    let outcome = world.ask(&parent, person, &[(Field::IdNumber, &number)]).await;
    assert_eq!(codes(outcome), ["duplicate_definite"]);
    assert!(world.registry.pupils().pupil(&parent, person).await.unwrap().open_case.is_none());

    let case = world.ask(&parent, person, &[(Field::Name, first.name())]).await.unwrap();
    let view = world.registry.cases().case_view(&registrar(OTHER_SCHOOL), case).await.unwrap();
    assert!(view.duplicate_note.contains("姓名、性别、出生日期"), "{}", view.duplicate_note);
    let view = world.registry.cases().case_view(&parent, case).await.unwrap();
    assert_eq!(view.duplicate_note, "", "a guardian is not told of another family's child");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_an_identity_taken_while_the_case_went_its_way_is_not_given_twice() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let wanted = sibling_number(info(1).get(Field::IdNumber).unwrap(), 3);
    let case = world.ask(&guardian(person), person, &[(Field::IdNumber, &wanted)]).await.unwrap();
    let base = info(1);
    let same = |field: Field| (field, base.get(field).unwrap());
    let newcomer = info_with(2, &[same(Field::BirthDate), same(Field::Sex), (Field::IdNumber, &wanted)]);
    let (_, registration) = world.enter(OTHER_SCHOOL, newcomer).await;
    world.approve(OTHER_SCHOOL, registration).await;
    for actor in [registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY)] {
        world.registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    assert_eq!(
        codes(world.registry.cases().decide_case(&leader(COUNTY), case, agree()).await),
        ["duplicate_definite"]
    );
    assert_ne!(whole(&world, person, Some(Field::IdNumber)).await, wanted);
    assert!(record(&world, person).await.chain_holds);
    let refuse = Command::Refuse { reason: "证件号已属于另一名学生".into() };
    assert_eq!(
        world.registry.cases().decide_case(&leader(COUNTY), case, refuse).await.unwrap(),
        CaseState::Refused
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_5_a_corrected_document_turns_a_temporary_number_into_a_formal_one_once() {
    let world = World::in_memory().await;
    let number = info(1).get(Field::IdNumber).unwrap().to_owned();
    let (second, third) = (sibling_number(&number, 3), sibling_number(&number, 4));
    // The identity was not matched yet: the child still has its temporary number.
    let (person, case) = world.enter(SCHOOL, info(1)).await;
    world.approve(SCHOOL, case).await;
    let temporary = whole(&world, person, None).await;
    assert!(temporary.starts_with('L'));
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::IdNumber, &second)]).await.unwrap();
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    assert_eq!(whole(&world, person, None).await, format!("G{second}"));
    let view = record(&world, person).await;
    assert_eq!(view.numbers.iter().filter(|line| line.retired_on.is_none()).count(), 1);
    assert_eq!(view.numbers.len(), 2, "the temporary number is history");

    let case = world.ask(&parent, person, &[(Field::IdNumber, &third)]).await.unwrap();
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    assert_eq!(whole(&world, person, Some(Field::IdNumber)).await, third);
    assert_eq!(whole(&world, person, None).await, format!("G{second}"), "终身不变");
    assert!(record(&world, person).await.chain_holds);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_5_a_child_who_gets_a_document_gets_a_formal_number() {
    let world = World::in_memory().await;
    let number = info(1).get(Field::IdNumber).unwrap().to_owned();
    let without = info_with(1, &[(Field::IdKind, "Z"), (Field::IdNumber, "")]);
    let (person, case) = world.enter(SCHOOL, without).await;
    world.approve(SCHOOL, case).await;
    world.registry.outbox().drain_outbox().await.unwrap();
    assert!(whole(&world, person, None).await.starts_with('J'));
    let changes = [(Field::IdKind, "1"), (Field::IdNumber, number.as_str())];
    let case = world.ask(&guardian(person), person, &changes).await.unwrap();
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    assert_eq!(whole(&world, person, None).await, format!("G{number}"));
    let again = [pupil(info(1))];
    let outcome = world
        .registry
        .pupils()
        .enter_pupils(&registrar(OTHER_SCHOOL), &code(OTHER_SCHOOL), &again)
        .await
        .unwrap();
    assert!(
        matches!(&outcome[..], [registry::person::Entered::Refused(why)] if why[0].code == RefusalCode::DuplicateDefinite)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_document_mistyped_at_entry_is_free_again_for_the_child_it_belongs_to() {
    let world = World::in_memory().await;
    let right = info(1).get(Field::IdNumber).unwrap().to_owned();
    let mistyped = sibling_number(&right, 3);
    let (person, case) = world.enter(SCHOOL, info_with(1, &[(Field::IdNumber, &mistyped)])).await;
    world.approve(SCHOOL, case).await;
    let mut other = info_with(1, &[(Field::IdNumber, &mistyped), (Field::Name, "欧阳静姝")]);
    let refused = world
        .registry
        .pupils()
        .enter_pupils(&registrar(OTHER_SCHOOL), &code(OTHER_SCHOOL), &[pupil(other.clone())])
        .await;
    assert!(
        matches!(&refused.unwrap()[..], [Entered::Refused(why)] if why[0].code == RefusalCode::DuplicateDefinite)
    );

    let case = world.ask(&guardian(person), person, &[(Field::IdNumber, &right)]).await.unwrap();
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    other = info_with(1, &[(Field::IdNumber, &mistyped), (Field::Name, "欧阳静姝")]);
    let (second, case) = world.enter(SCHOOL, other).await;
    world.approve(SCHOOL, case).await;
    assert_eq!(whole(&world, second, Some(Field::IdNumber)).await, mistyped);
    assert!(record(&world, person).await.chain_holds);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_28_a_passport_is_compared_again_when_its_country_is_corrected() {
    let world = World::in_memory().await;
    let of = |seed: u64, country: &str| {
        let passport = [
            (Field::IdKind, "A"),
            (Field::IdNumber, "L12345678"),
            (Field::Nationality, country),
            (Field::HmtStatus, "51"),
        ];
        info_with(seed, &passport)
    };
    let (_, case) = world.enter(SCHOOL, of(1, "LAO")).await;
    world.approve(SCHOOL, case).await;
    let (person, case) = world.enter(OTHER_SCHOOL, of(2, "LBR")).await;
    world.approve(OTHER_SCHOOL, case).await;
    let parent = guardian(person);
    let outcome = world.ask(&parent, person, &[(Field::Nationality, "老挝")]).await;
    assert_eq!(codes(outcome), ["duplicate_definite"]);
    let case = world.ask(&parent, person, &[(Field::Nationality, "柬埔寨")]).await.unwrap();
    assert_eq!(world.correct(OTHER_SCHOOL, case).await, CaseState::Approved);
}
