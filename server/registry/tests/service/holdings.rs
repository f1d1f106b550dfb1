//! What archives should hold besides the form, and lack (第七条): counted pupil by pupil after each change, for a whole school once a term,
//! summed upwards, and named by class.

use crate::support::corrections::record;
use crate::support::*;
use chrono::TimeZone;
use domain::access::Role;
use domain::archive::{Category, EntryKind};
use domain::case::correction::ProofKind;
use domain::id::PersonId;
use registry::archive::AskedFile;
use registry::jobs::Kind;
use std::collections::BTreeMap;

fn register() -> AskedFile {
    AskedFile {
        category: Category::Proofs,
        kind: ProofKind::HouseholdRegister,
        title: "户口簿".into(),
        name: "户口簿.png".into(),
        bytes: png(),
    }
}

async fn vaccinated(world: &World, person: PersonId) {
    let typed: BTreeMap<String, String> = [("vaccine", "接种证查验"), ("dose", "1")]
        .map(|(key, text)| (key.to_owned(), text.to_owned()))
        .into();
    let archives = world.registry.archives();
    archives
        .file_entry(&registrar(SCHOOL), person, EntryKind::Vaccination, "2026-09-01", &typed)
        .await
        .unwrap();
}

async fn drained(world: &World) {
    world.registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(world.registry.figures().verify_figures().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_what_entries_and_proofs_are_lacking_is_counted_by_pupil_class_and_school() {
    let world = World::in_memory().await;
    let (registry, own) = (&world.registry, registrar(SCHOOL));
    let (one, two) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    drained(&world).await;
    let school = async || registry.figures().filled_items(&own).await.unwrap();
    let before = school().await;
    assert_eq!((before.holdings.all.pupils, before.holdings.all.whole), (2, 0));
    assert_eq!(before.holdings.lacking[&Category::Proofs], 2, "nobody's household was proven");
    assert!(!before.holdings.lacking.contains_key(&Category::Basic), "the form is counted item by item");

    // One file, one pupil counted again: the figures of the school follow without being counted anew.
    registry.archives().add_archive_file(&own, one, register()).await.unwrap();
    drained(&world).await;
    let after = school().await;
    assert_eq!(after.holdings.lacking[&Category::Proofs], 1);
    assert_eq!(after.holdings.all.lacking, before.holdings.all.lacking - 1);
    assert_eq!(after.holdings.all.required, before.holdings.all.required);
    vaccinated(&world, one).await;
    drained(&world).await;
    assert_eq!(school().await.holdings.all.lacking, before.holdings.all.lacking - 2);

    // By name, with the day by which each is to be there.
    let view = record(&world, one).await;
    let grade = after.classes[0].grade;
    let list = registry.archives().lacking_in_class(&own, grade, &view.class_name).await.unwrap();
    let lacks = |person: PersonId| -> Vec<String> {
        let line = list.iter().find(|line| line.id == person);
        line.map(|line| line.missing.iter().map(|one| one.what.clone()).collect()).unwrap_or_default()
    };
    assert!(lacks(two).iter().any(|what| what.contains("户籍证明")), "{list:?}");
    assert!(!lacks(one).iter().any(|what| what.contains("户籍证明") || what.contains("接种")), "{list:?}");
    let class = school().await.classes.into_iter().find(|one| one.class_name == view.class_name).unwrap();
    assert!(class.holdings.pupils > 0 && class.holdings.lacking > 0);

    // Withdrawn, it is lacking again.
    let file = registry.archives().archive(&own, one).await.unwrap().files[0].id;
    registry.archives().withdraw_archive_file(&own, one, file, "传错了").await.unwrap();
    drained(&world).await;
    assert_eq!(school().await.holdings.lacking[&Category::Proofs], 2);

    // Summed upwards, without the classes; late from the day after the due day, by itself.
    let official = actor(Role::Official, COUNTY, 5);
    let above = async || registry.figures().overview(&official, None).await.unwrap().unit.figures.holdings;
    let county = above().await;
    assert_eq!((county.all.pupils, county.late), (2, 0));
    world.wait(chrono::Duration::days(40));
    assert!(above().await.late >= 2, "the archive was due within a month");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_a_school_is_counted_again_when_a_term_begins_and_where_it_never_was() {
    let world = World::in_memory().await;
    let (registry, own) = (&world.registry, registrar(SCHOOL));
    world.pupil(SCHOOL, 1).await;
    drained(&world).await;
    let required = async || registry.figures().filled_items(&own).await.unwrap().holdings.all.required;
    let night = async || {
        registry.watch().look_round().await.unwrap();
        let begun = registry.jobs().job_progress(Kind::SchoolHoldings, SCHOOL).await.unwrap().is_some();
        registry.jobs().drain_jobs(&[Kind::SchoolHoldings]).await.unwrap();
        drained(&world).await;
        begun
    };
    let at_entry = required().await;
    assert!(night().await, "never counted as a whole: after an upgrade, too");
    assert_eq!(required().await, at_entry);
    world.wait(chrono::Duration::days(1));
    assert!(!night().await, "what holds is not counted again");
    // The first term has ended: its marks and words are to be filed.
    world.clock.set(chrono::Utc.with_ymd_and_hms(2027, 2, 3, 2, 0, 0).unwrap());
    assert!(night().await);
    assert_eq!(required().await, at_entry + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_12_what_is_only_counted_again_leaves_a_promotion_to_be_taken_back() {
    let world = World::in_memory().await;
    let (registry, own) = (&world.registry, registrar(SCHOOL));
    let one = world.pupil(SCHOOL, 1).await;
    drained(&world).await;
    world.clock.set(chrono::Utc.with_ymd_and_hms(2027, 8, 11, 2, 0, 0).unwrap());
    registry.promotions().promote_all().await.unwrap();
    let proofs = async || {
        let held = registry.figures().filled_items(&own).await.unwrap().holdings;
        held.lacking.get(&Category::Proofs).copied().unwrap_or_default()
    };
    assert_eq!(proofs().await, 1);
    registry.archives().add_archive_file(&own, one, register()).await.unwrap();
    drained(&world).await;
    assert_eq!(proofs().await, 0, "the record was counted again");
    let taken_back = registry.promotions().undo_promotion(&leader(SCHOOL), "有班级年级录入有误").await;
    assert_eq!(taken_back.unwrap(), 1);
    assert_eq!(record(&world, one).await.grade, "小学一年级");
    // What somebody does still stands in the way, counted again or not.
    assert_eq!(registry.promotions().repeat_promotion(&leader(SCHOOL)).await.unwrap(), 1);
    registry.absences().note_absence(&own, one, day("2027-08-11")).await.unwrap();
    drained(&world).await;
    let blocked = registry.promotions().undo_promotion(&leader(SCHOOL), "有班级年级录入有误").await;
    assert_eq!(codes(blocked), ["reason"]);
}
