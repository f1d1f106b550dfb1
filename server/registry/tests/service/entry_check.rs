//! 分步录入: the check of a form says what entering it refuses, and enters nothing.

use crate::support::*;
use domain::form::{EntryStep, Field};
use domain::id::PersonId;
use domain::refusal::Refusal;
use registry::error::Error;
use registry::person::FilledForm;
use std::collections::BTreeSet;

fn form(seed: u64) -> FilledForm {
    FilledForm { values: raw(seed), entry_date: "2026-09-01".into(), ..FilledForm::default() }
}

fn keys(refusals: &[Refusal]) -> BTreeSet<String> {
    refusals.iter().map(|one| one.control().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_the_check_of_a_form_says_what_entering_refuses_and_enters_nothing() {
    let world = World::in_memory().await;
    let (pupils, me) = (world.registry.pupils(), registrar(SCHOOL));
    let mut wrong = form(701);
    wrong.values.insert(Field::IdNumber, "320102201901010021".into());
    wrong.values.insert(Field::Member1Phone, "12".into());
    wrong.values.remove(&Field::CurrentAddress);
    wrong.entry_date = "昨天".into();
    let checked = pupils.check_form(&me, &wrong).await.unwrap();
    let Err(Error::Refused(entered)) = pupils.enter_by_form(&me, &wrong).await else { panic!("entered") };
    assert_eq!(keys(&checked), keys(&entered));
    // Each of them is asked in a step, so that each step tells its own.
    let steps: BTreeSet<EntryStep> =
        checked.iter().filter_map(|one| Field::from_key(one.control())).map(EntryStep::of).collect();
    assert_eq!(steps, [EntryStep::Identity, EntryStep::Places, EntryStep::Family].into());
    assert!(keys(&checked).contains("entry_date"));

    assert!(pupils.check_form(&me, &form(702)).await.unwrap().is_empty());
    assert_eq!(world.registry.cases().my_queue(&leader(SCHOOL), None).await.unwrap().total, 0);
    pupils.enter_by_form(&me, &form(702)).await.unwrap();
    assert_eq!(world.registry.cases().my_queue(&leader(SCHOOL), None).await.unwrap().total, 1);
    for stranger in [leader(SCHOOL), leader(COUNTY), guardian(PersonId::new(world.registry.store.new_id()))] {
        assert!(pupils.check_form(&stranger, &form(703)).await.is_err(), "{}", stranger.name);
    }
}
