//! A guardian sees the own child: in full behind one press that is logged, what a decision changed, what the archive holds; and what is
//! unusual is asked about before it is entered.

use crate::support::accounts::{HERE, STRONG};
use crate::support::corrections::*;
use crate::support::guardians::*;
use crate::support::*;
use contract::portal::Draft;
use domain::access::Role;
use domain::access_log::Function;
use domain::archive::contents::HeldAs;
use domain::archive::{Category, EntryKind};
use domain::case::change::{Facts, Paper};
use domain::case::correction::ProofKind;
use domain::case::dropout::DropOut;
use domain::case::{CaseState, Payload};
use domain::form::Field;
use domain::question::{asked, marks};
use registry::error::{Error, Result};
use registry::person::FilledForm;
use std::collections::BTreeMap;

/// What a refusal asks to confirm, as the form sends it back.
fn asked_of<T: std::fmt::Debug>(answer: Result<T>) -> String {
    match answer {
        Err(Error::Refused(refusals)) => marks("", asked(&refusals)),
        other => panic!("asks nothing: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_guardian_reads_the_own_child_in_full_by_one_press_that_is_logged() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (person, other) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let (parent, info) = (guardian(person), info(1));
    let masked = format!("{:?}", registry.pupils().pupil(&parent, person).await.unwrap());
    let items = [Field::Name, Field::IdNumber, Field::CurrentAddress];
    assert!(items.iter().all(|item| !masked.contains(info.value(*item))), "masked at first");

    let full = registry.pupils().own_child(&parent, person).await.unwrap();
    let read = format!("{full:?}");
    assert!(items.iter().all(|item| read.contains(info.value(*item))), "{read}");
    // The child's own telephone is the first guardian's here.
    let family = [Field::Member2Phone, Field::Member1IdNumber];
    assert!(
        family.iter().all(|item| !read.contains(info.value(*item))),
        "one guardian does not learn the other's: {read}"
    );
    let of = |item| &full.info.iter().find(|(field, _)| *field == item).unwrap().1;
    assert!(of(Field::Member1Phone).contains('*') && !of(Field::Phone).contains('*'), "{read}");
    assert_eq!(full.number, whole(&world, person, None).await);
    registry.pupils().own_child(&parent, person).await.unwrap();
    let looks = registry.access_log().looks_at(&leader(SCHOOL), person, None).await.unwrap().rows;
    let own = looks.iter().filter(|look| look.function == Function::OwnChild).count();
    assert_eq!(own, 1, "put down once for a page that draws itself again");

    for stranger in [guardian(other), registrar(SCHOOL), leader(COUNTY), actor(Role::Official, COUNTY, 5)] {
        assert!(is_not_found(&registry.pupils().own_child(&stranger, person).await), "{:?}", stranger.role);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_who_has_just_recovered_an_account_reads_no_child_in_full() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let father = Parent::father(1);
    world.join(&father, by_code(&world.binding_code(person).await)).await.unwrap();
    assert!(registry.pupils().own_child(&world.parent(&father).await, person).await.is_ok());
    let code = world.binding_code(person).await;
    registry.guardians().guardian_recover(&father.phone, &code, STRONG[1], HERE).await.unwrap();
    let taken = world.parent_with(&father, STRONG[1]).await;
    assert_eq!(codes(registry.pupils().own_child(&taken, person).await), ["quiet"]);
    assert!(registry.pupils().pupil(&taken, person).await.is_ok(), "masked he sees it");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_what_a_decision_changed_is_read_in_full_and_told_in_one_sentence() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let before = whole(&world, person, Some(Field::CurrentAddress)).await;
    let changes = [(Field::CurrentAddress, ADDRESS), (Field::HomeAddress, ADDRESS)];
    let case = world.ask(&parent, person, &changes).await.unwrap();
    let open = registry.cases().case_view(&parent, case).await.unwrap();
    assert!(open.result.is_empty() && !open.papers_checked, "handed in, not checked");
    let old = |view: &contract::case::CaseView| {
        let change = view.changes.iter().find(|change| change.field == Field::CurrentAddress).unwrap();
        (change.old.clone(), change.new.clone())
    };
    assert_ne!(old(&open).0, before, "masked while it is decided");

    let refused = refusing(Field::HomeAddress, "户口簿未载明");
    registry.cases().decide_case(&registrar(SCHOOL), case, refused.clone()).await.unwrap();
    assert!(
        registry.cases().case_view(&parent, case).await.unwrap().papers_checked,
        "somebody has checked them"
    );
    for actor in [leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        registry.cases().decide_case(&actor, case, refused.clone()).await.unwrap();
    }
    for reader in [parent, guardian_number(1, person)] {
        let done = registry.cases().case_view(&reader, case).await.unwrap();
        assert_eq!(old(&done), (before.clone(), ADDRESS.to_owned()));
        assert_eq!(done.result, "更正了 1 项，1 项未更正：家庭地址（户口簿未载明）。");
    }
    let above = registry.cases().case_view(&registrar("320100"), case).await.unwrap();
    assert!(old(&above).1 != ADDRESS && old(&above).0 != before, "others see masks as before");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_a_guardian_reads_what_the_own_childs_archive_holds_and_nobody_elses() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (person, other) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let own = registrar(SCHOOL);
    let mark = |mark: &str| {
        BTreeMap::from([("subject".to_owned(), "语文".to_owned()), ("mark".to_owned(), mark.to_owned())])
    };
    registry.archives().file_entry(&own, person, EntryKind::Exam, "2026-1", &mark("92")).await.unwrap();
    registry.archives().file_entry(&own, other, EntryKind::Exam, "2026-1", &mark("61")).await.unwrap();
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();

    let held = async || {
        let found = registry.archives().archive_contents(&parent, person).await.unwrap();
        found.years.into_iter().flat_map(|year| year.held).collect::<Vec<_>>()
    };
    let as_of = |held: &[domain::archive::contents::Held], what: &str| {
        held.iter().find(|one| one.what.contains(what)).map(|one| (one.category, one.held_as))
    };
    let proof = ProofKind::HouseholdRegister.label();
    let now = held().await;
    assert_eq!(as_of(&now, "学业考试成绩 语文"), Some((Category::Development, HeldAs::Filed)));
    assert_eq!(as_of(&now, proof), Some((Category::Proofs, HeldAs::Received)));
    assert!(!format!("{now:?}").contains("92"), "what it holds, not what stands in it");
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    assert_eq!(as_of(&held().await, proof), Some((Category::Proofs, HeldAs::Checked)));
    assert!(as_of(&held().await, "基础信息变更").is_some(), "{:?}", held().await);

    let looks = registry.access_log().looks_at(&leader(SCHOOL), person, None).await.unwrap().rows;
    assert!(looks.iter().any(|look| look.function == Function::ArchiveContents));
    for stranger in [guardian(other), own, leader(COUNTY)] {
        let read = registry.archives().archive_contents(&stranger, person).await;
        assert!(is_not_found(&read), "{:?}", stranger.role);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_a_name_of_one_character_is_asked_about_at_the_entry_and_told_to_who_decides() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let mut form = FilledForm { values: raw(2), entry_date: "2026-09-01".into(), ..FilledForm::default() };
    form.values.insert(Field::Name, "佟".into());
    let own = registrar(SCHOOL);
    let first = registry.pupils().enter_by_form(&own, &form).await;
    let confirmed = asked_of(first);
    // Another question is asked in spite of it: what is confirmed is what was shown.
    let other = FilledForm { confirmed: "0000000000000000".into(), ..form.clone() };
    assert_eq!(codes(registry.pupils().enter_by_form(&own, &other).await), ["confirmed"]);
    let case = registry.pupils().enter_by_form(&own, &FilledForm { confirmed, ..form }).await.unwrap();
    let told = registry.cases().case_view(&leader(SCHOOL), case).await.unwrap().warnings;
    assert_eq!(told, ["姓名只有一个字。"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_birth_date_four_years_off_is_asked_about_where_it_is_typed_and_where_it_is_sent() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    world.proof(&parent, person).await;
    let none = BTreeMap::new();
    let short =
        registry.cases().questions_of_answer(&parent, person, (Field::Name, "佟"), &none).await.unwrap();
    assert_eq!(short.iter().map(|one| one.control.as_str()).collect::<Vec<_>>(), ["name"]);
    let values = BTreeMap::from([(Field::Name, "佟".to_owned())]);
    let draft = Draft { fields: vec![Field::Name], values, ..Draft::default() };
    let asked = asked_of(registry.cases().send_correction(&parent, person, &draft).await);
    assert_eq!(asked, marks("", short), "the same question at the entry");
    let draft = Draft { confirmed: asked, ..draft };
    let case = registry.cases().send_correction(&parent, person, &draft).await.unwrap();
    for actor in [registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        let told = registry.cases().case_view(&actor, case).await.unwrap().warnings;
        assert_eq!(told, ["姓名只有一个字。"], "{}", actor.name);
        registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    assert!(
        registry.cases().case_view(&registrar(SCHOOL), case).await.unwrap().warnings.is_empty(),
        "decided"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_an_absence_before_the_pupil_came_is_asked_about_and_leads_on() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let own = registrar(SCHOOL);
    let entered = record(&world, person).await.entry_date;
    let early = registry.absences().note_absence(&own, person, entered - chrono::Days::new(1)).await;
    assert_eq!(codes(early), ["since"], "before the pupil entered any school there was nothing to miss");
    // The pupil is transferred from 7 September and never came: the absence began at the school before.
    let asked = crate::change::transfer_of(&world, person).await;
    let case = registry.cases().open_transfer(&registrar(OTHER_SCHOOL), &asked).await.unwrap();
    for by in [leader(OTHER_SCHOOL), registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        registry.cases().decide_case(&by, case, agree()).await.unwrap();
    }
    let (there, since) = (registrar(OTHER_SCHOOL), asked.on - chrono::Days::new(3));
    let confirmed = asked_of(registry.absences().note_absence(&there, person, since).await);
    registry.absences().note_absence_confirmed(&there, person, since, &confirmed).await.unwrap();
    let (manner, result) = ("家访", "家长称学生在外地打工");
    registry.absences().follow_up(&there, person, asked.on, manner, result).await.unwrap();
    world.wait(chrono::Duration::days(40));
    let facts = Facts { on: since, papers: vec![Paper::FollowUpRecord], note: "补录".into() };
    let drop_out = Payload::DropOut(DropOut { facts });
    let case = registry.cases().open_change(&there, person, &drop_out).await.unwrap();
    let told = registry.cases().case_view(&leader(OTHER_SCHOOL), case).await.unwrap().warnings;
    assert!(told.len() == 1 && told[0].contains("早于学生到本校就读的日期"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_the_school_sees_how_many_required_items_are_filled_and_what_each_pupil_lacks() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    world.pupil(SCHOOL, 2).await;
    registry.outbox().drain_outbox().await.unwrap();
    let own = registrar(SCHOOL);
    let found = registry.figures().filled_items(&own).await.unwrap();
    assert_eq!((found.school.pupils, found.school.whole, found.school.percent()), (2, 2, 100));
    assert_eq!(found.classes.iter().map(|class| class.filled.pupils).sum::<i64>(), 2);
    let class = record(&world, person).await;
    let grade = found.classes[0].grade;
    let lacking = registry.archives().lacking_in_class(&own, grade, &class.class_name).await.unwrap();
    assert!(lacking.iter().all(|line| line.lacking.is_empty()), "{lacking:?}");
    assert_eq!(registry.figures().verify_figures().await.unwrap(), []);
    for stranger in [registrar(COUNTY), guardian(person), actor(Role::Official, COUNTY, 5)] {
        assert!(is_not_found(&registry.figures().filled_items(&stranger).await), "{:?}", stranger.role);
        let list = registry.archives().lacking_in_class(&stranger, grade, &class.class_name).await;
        assert!(is_not_found(&list), "{:?}", stranger.role);
    }
    let county = registry.figures().overview(&actor(Role::Official, COUNTY, 5), None).await.unwrap();
    assert_eq!(county.unit.figures.items.pupils, 2, "summed upwards");
}
