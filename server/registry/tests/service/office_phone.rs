//! 学籍管理联系电话: a unit's own people put it down, its journal says so, letters and guardians' pages say it, and nobody else changes it.

use crate::support::corrections::ADDRESS;
use crate::support::*;
use contract::office::OfficeView;
use domain::access::{Actor, Role};
use domain::form::Field;
use domain::id::UnitId;
use domain::journal::Event;
use domain::shown::Shown;
use registry::Registry;
use registry::error::Result;

const TYPED: &str = "（025）5550 0001 转 801";
const KEPT: &str = "025-55500001转801";

async fn view(registry: &Registry, actor: &Actor) -> OfficeView {
    registry.units().office_view(actor).await.unwrap().expect("the own unit's")
}

async fn set(registry: &Registry, actor: &Actor, typed: &str) -> Result<()> {
    let shown = view(registry, actor).await.shown();
    registry.units().set_office_phone(actor, &shown, typed).await
}

async fn known(registry: &Registry, unit: &str) -> Option<String> {
    registry.units().office_phone(&code(unit)).await.unwrap().map(|phone| phone.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn article_23_those_of_the_unit_put_its_telephone_down_and_its_journal_says_so() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let before = view(registry, &registrar(SCHOOL)).await;
    assert_eq!((before.version, before.phone, before.set), (0, None, None));
    assert_eq!(codes(set(registry, &registrar(SCHOOL), "55500001").await), ["phone"]);
    set(registry, &registrar(SCHOOL), TYPED).await.unwrap();
    assert_eq!(known(registry, SCHOOL).await.as_deref(), Some(KEPT));
    set(registry, &leader(SCHOOL), "025-55500002").await.unwrap();
    let after = view(registry, &registrar(SCHOOL)).await;
    assert_eq!((after.version, after.set.map(|(by, _)| by)), (2, Some(leader(SCHOOL).name)));
    set(registry, &leader(SCHOOL), "02555500002").await.unwrap();
    assert_eq!(view(registry, &leader(SCHOOL)).await.version, 2, "the same again is no change");
    for authority in [COUNTY, "320100", "320000", "000000"] {
        set(registry, &registrar(authority), "010-55500003").await.unwrap();
        assert_eq!(known(registry, authority).await.as_deref(), Some("010-55500003"), "{authority}");
    }
    set(registry, &registrar(SCHOOL), " ").await.unwrap();
    assert_eq!(known(registry, SCHOOL).await, None, "taken away");

    let audit = actor(Role::AuditAdmin, COUNTY, 64);
    let journal = registry.matters().unit_journal(&audit, &code(SCHOOL), None).await.unwrap();
    let set = journal.entries.rows.iter().rev().filter(|row| row.event == Event::OfficePhoneSet);
    let told: Vec<(&str, &str)> = set.map(|row| (row.by.as_str(), row.state.as_str())).collect();
    let (registrar, leader) = (registrar(SCHOOL).name, leader(SCHOOL).name);
    assert_eq!(
        told,
        [
            (&*registrar, "025-55500001转801，原为无"),
            (&*leader, "025-55500002，原为025-55500001转801"),
            (&*registrar, "无，原为025-55500002"),
        ]
    );
    assert!(journal.holds);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_nobody_puts_down_the_telephone_of_another_unit_or_over_what_was_not_seen() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let units = registry.units();
    let school: Shown<UnitId> = Shown::new(code(SCHOOL), 0);
    for stranger in [registrar(OTHER_SCHOOL), leader(COUNTY), registrar("320100"), guardian(person)] {
        let told = units.set_office_phone(&stranger, &school, "025-55500009").await;
        assert!(is_not_found(&told), "{}", stranger.name);
    }
    for other in [Role::Official, Role::SystemAdmin, Role::AuditAdmin] {
        let other = actor(other, COUNTY, 7);
        assert_eq!(units.office_view(&other).await.unwrap(), None, "{}", other.name);
        let county = Shown::new(code(COUNTY), 0);
        let told = units.set_office_phone(&other, &county, "025-55500009").await;
        assert_eq!(codes(told), ["not_permitted"], "{}", other.name);
    }
    let untrained = Actor { trained: false, ..registrar(SCHOOL) };
    assert_eq!(codes(units.set_office_phone(&untrained, &school, "025-55500009").await), ["not_trained"]);
    assert_eq!(known(registry, SCHOOL).await, None);

    units.set_office_phone(&leader(SCHOOL), &school, "025-55500001").await.unwrap();
    let late = units.set_office_phone(&registrar(SCHOOL), &school, "025-55500002").await;
    assert_eq!(codes(late), ["changed_since_shown"]);
    units.set_office_phone(&leader(SCHOOL), &school, "025-55500001").await.unwrap();
    assert_eq!(view(registry, &leader(SCHOOL)).await.version, 1, "a button pressed twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_guardians_and_the_letter_are_told_whom_to_call() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    let office = async |actor: &Actor| {
        let office = registry.cases().case_view(actor, case).await.unwrap().office;
        office.map(|office| (office.unit, office.phone.to_string()))
    };
    assert_eq!(office(&parent).await, None, "nobody has put a number down");
    set(registry, &registrar(COUNTY), "025-55500002").await.unwrap();
    assert_eq!(office(&parent).await, None, "the county does not hold it");
    set(registry, &registrar(SCHOOL), TYPED).await.unwrap();
    assert_eq!(office(&parent).await, Some(("第一小学".to_owned(), KEPT.to_owned())));
    assert_eq!(office(&registrar(SCHOOL)).await, None, "staff know each other");
    for desk in [registrar(SCHOOL), leader(SCHOOL)] {
        registry.cases().decide_case(&desk, case, agree()).await.unwrap();
    }
    assert_eq!(office(&parent).await, Some(("玄武区".to_owned(), "025-55500002".to_owned())), "who holds it");

    let child = registry.pupils().pupil(&parent, person).await.unwrap();
    assert_eq!(child.phone.map(|phone| phone.to_string()).as_deref(), Some(KEPT));
    assert_eq!(registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap().phone, None);
    let letter = registry.guardians().bonds_view(&registrar(SCHOOL), person).await.unwrap();
    assert_eq!(letter.phone.map(|phone| phone.to_string()).as_deref(), Some(KEPT));
}
