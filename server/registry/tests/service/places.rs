//! Places by their names and addresses that are the same, as they are kept (第七条, 第十条).

use crate::support::*;
use domain::access_log::Function;
use domain::case::Command;
use domain::form::{BasicInfo, Field, fill_same};
use registry::person::FilledForm;
use std::collections::BTreeMap;

async fn kept(world: &World, form: &FilledForm) -> BasicInfo {
    let (registry, own) = (&world.registry, registrar(SCHOOL));
    let case = registry.pupils().enter_by_form(&own, form).await.unwrap();
    let back = Command::Return { reason: "请核对".into() };
    registry.cases().decide_case(&leader(SCHOOL), case, back).await.unwrap();
    registry.cases().returned_registration(&own, case).await.unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_a_place_is_kept_by_its_code_however_it_was_written() {
    let world = World::in_memory().await;
    let mut form =
        FilledForm { values: raw(2), entry_date: "2026年9月1日".into(), ..FilledForm::default() };
    form.values.insert(Field::BirthPlace, "江苏省南京市玄武区".into());
    form.values.insert(Field::HukouPlace, "徐州鼓楼区".into());
    form.values.insert(Field::Member1Hukou, "320104".into());
    fill_same(&mut form.values, |item| matches!(item, Field::MailAddress | Field::Member2Hukou));
    let info = kept(&world, &form).await;
    assert_eq!(info.get(Field::BirthPlace), Some("320102000000"));
    assert_eq!(info.get(Field::HukouPlace), Some("320302000000"));
    assert_eq!(info.get(Field::Member1Hukou), Some("320104000000"));
    assert_eq!(info.get(Field::Member2Hukou), Some("320302000000"), "as the child's");
    assert_eq!(info.get(Field::MailAddress), info.get(Field::CurrentAddress));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_a_name_that_several_places_have_is_not_guessed() {
    let world = World::in_memory().await;
    let (registry, own) = (&world.registry, registrar(SCHOOL));
    let mut form = FilledForm { values: raw(2), entry_date: "2026-09-01".into(), ..FilledForm::default() };
    form.values.insert(Field::HukouPlace, "鼓楼区".into());
    form.values.insert(Field::BirthPlace, "不存在的地方".into());
    let told = codes(registry.pupils().enter_by_form(&own, &form).await);
    assert_eq!(told, ["birth_place", "hukou_place"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_what_a_guardian_takes_from_the_record_is_a_look_at_it() {
    let world = World::in_memory().await;
    let (registry, person) = (&world.registry, world.pupil(SCHOOL, 1).await);
    let other = world.pupil(SCHOOL, 2).await;
    let said = async |actor: &domain::access::Actor, before: &BTreeMap<Field, String>| {
        registry.cases().said_before(actor, person, Field::CurrentAddress, before).await
    };
    let nothing = BTreeMap::new();
    let answered: BTreeMap<Field, String> = [(Field::CurrentAddress, "新地址1号".to_owned())].into();
    assert_eq!(said(&guardian(person), &answered).await.unwrap().as_deref(), Some("新地址1号"));
    let looked = async || {
        let looks = registry.access_log().looks_at(&leader(SCHOOL), person, None).await.unwrap().rows;
        looks.iter().any(|look| look.function == Function::OwnChild)
    };
    assert!(!looked().await, "what was typed is no look");
    let address = said(&guardian(person), &nothing).await.unwrap();
    assert!(address.is_some_and(|address| !address.contains('*')), "as it is kept");
    assert!(looked().await);
    assert_eq!(said(&registrar(SCHOOL), &nothing).await.unwrap(), None, "at the counter nothing is taken");
    assert!(said(&guardian(other), &nothing).await.is_err());
}
