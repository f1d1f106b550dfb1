//! Places by their names and addresses that are the same, as they are kept (第七条, 第十条).

use crate::support::corrections::{ADDRESS, whole};
use crate::support::*;
use contract::portal::Draft;
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

#[tokio::test(flavor = "multi_thread")]
async fn article_7_a_tick_has_something_to_copy() {
    let world = World::in_memory().await;
    let (registry, own) = (&world.registry, registrar(SCHOOL));
    let mut form = FilledForm {
        values: raw(2),
        same: [Field::MailAddress].into(),
        entry_date: "2026-09-01".into(),
        ..FilledForm::default()
    };
    form.values.remove(&Field::CurrentAddress);
    fill_same(&mut form.values, |item| form.same.contains(&item));
    assert_eq!(form.values[&Field::MailAddress], "", "what stood behind the box is not taken");
    let told = codes(registry.pupils().enter_by_form(&own, &form).await);
    assert_eq!(told, ["mail_address", "current_address"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_what_is_ticked_is_copied_when_it_is_sent() {
    let world = World::in_memory().await;
    let (registry, person) = (&world.registry, world.pupil(SCHOOL, 1).await);
    let (cases, parent) = (registry.cases(), guardian(person));
    let said = |text: &str| BTreeMap::from([(Field::CurrentAddress, text.to_owned())]);
    let mail = Field::MailAddress;
    assert_eq!(cases.said_the_same(&parent, person, mail, &said(ADDRESS)).await.unwrap(), ADDRESS);
    assert_eq!(codes(cases.said_the_same(&parent, person, mail, &said(" ")).await), ["mail_address"]);
    let counter = cases.said_the_same(&registrar(SCHOOL), person, mail, &BTreeMap::new()).await;
    assert_eq!(codes(counter), ["mail_address"], "nothing is taken from the record there");

    let mut draft = Draft {
        fields: vec![Field::CurrentAddress, mail],
        values: [(Field::CurrentAddress, ADDRESS.to_owned()), (mail, "以前的地址1号".to_owned())].into(),
        same: [mail].into(),
        ..Draft::default()
    };
    cases.keep_preparation(&parent, person, &draft).await.unwrap();
    let prepared = cases.preparation(&parent, person).await.unwrap().draft;
    assert!(prepared.same.contains(&mail), "the tick is kept");
    assert_eq!(prepared.values[&mail], ADDRESS, "and shows what is said now");
    let mut fewer = prepared.clone();
    fewer.choose(vec![mail]);
    assert!(fewer.values.is_empty() && fewer.same.contains(&mail), "asked for anew: {fewer:?}");

    world.proof(&parent, person).await;
    draft.values.insert(Field::CurrentAddress, " ".to_owned());
    assert_eq!(codes(cases.send_correction(&parent, person, &draft).await), ["mail_address"]);
    draft.values.insert(Field::CurrentAddress, ADDRESS.to_owned());
    let case = cases.send_correction(&parent, person, &draft).await.unwrap();
    world.correct(SCHOOL, case).await;
    assert_eq!(
        whole(&world, person, Some(mail)).await,
        whole(&world, person, Some(Field::CurrentAddress)).await
    );
}
