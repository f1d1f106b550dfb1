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

/// What the archive lacks stands on the case of whoever decides, and of nobody else; so does a day of entry long after its month, which
/// is asked of nobody.
#[tokio::test(flavor = "multi_thread")]
async fn article_7_who_decides_is_told_what_the_archive_lacks_and_of_a_late_day_of_entry() {
    use chrono::{TimeZone, Utc};
    let world = World::in_memory().await;
    world.clock.set(Utc.with_ymd_and_hms(2026, 11, 25, 2, 0, 0).unwrap());
    let (pupils, cases) = (world.registry.pupils(), world.registry.cases());
    let late = FilledForm { entry_date: "2026-11-23".into(), ..form(702) };
    let case = pupils.enter_by_form(&registrar(SCHOOL), &late).await.unwrap();
    let shown = cases.case_view(&leader(SCHOOL), case).await.unwrap();
    let lacking = shown.lacking.unwrap();
    assert!(lacking.percent < 100, "{lacking:?}");
    assert!(lacking.items.iter().any(|item| item.what == "户籍证明或身份证明" && !item.late), "{lacking:?}");
    assert!(shown.warnings.iter().any(|told| told.contains("入学年月")), "{:?}", shown.warnings);
    assert!(shown.may_reveal);
    for other in [registrar(SCHOOL), registrar(COUNTY)] {
        assert_eq!(cases.case_view(&other, case).await.unwrap().lacking, None, "{}", other.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_told_with_who_has_the_case_now() {
    use domain::access::Role;
    use domain::case::{CaseState, Command};
    let world = World::in_memory().await;
    let cases = world.registry.cases();
    let case = world.registry.pupils().enter_by_form(&registrar(SCHOOL), &form(703)).await.unwrap();
    cases.decide_case(&leader(SCHOOL), case, agree()).await.unwrap();
    let stand = cases.case_stand(&leader(SCHOOL), case).await.unwrap();
    let (unit, role) = stand.next.unwrap();
    assert_eq!((stand.line.state, role), (CaseState::InProgress, Some(Role::Registrar)));
    assert!(!unit.is_empty() && unit != stand.line.school, "{unit}");
    let back = Command::Return { reason: "请补上户口簿".into() };
    cases.decide_case(&registrar(COUNTY), case, back).await.unwrap();
    let stand = cases.case_stand(&registrar(COUNTY), case).await.unwrap();
    assert_eq!(stand.line.state, CaseState::Returned);
    let (unit, role) = stand.next.unwrap();
    assert!(!unit.is_empty() && role.is_none(), "the school that entered it mends it");
    assert!(cases.case_stand(&registrar(OTHER_SCHOOL), case).await.is_err(), "not theirs");
}
