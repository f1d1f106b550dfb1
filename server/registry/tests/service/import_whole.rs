//! 批量导入 from end to end: a file of several transactions, one whose reading is cut off, one that is put aside, one whose sender is gone,
//! and rows that come twice. Whatever happens, no child is entered twice, nothing is left behind and nothing waits for nobody.

use crate::background::damaged;
use crate::import::{Raw, filled};
use crate::matters::{checked_import, desk};
use crate::support::accounts::security_admin;
use crate::support::*;
use chrono::Duration;
use domain::access::Actor;
use domain::form::{Field, TEMPLATE_VERSION};
use domain::id::ImportId;
use domain::refusal::RefusalCode;
use domain::registrar::ItemKind;
use registry::error::Error;
use registry::import::{ImportState, RowState, Upload};
use registry::person::{Entered, NewPupil};
use registry::store::faults::Fault;

/// A note that explains why somebody alike is another child.
const NOTE: &str = "堂兄弟同名同日生，已核对出生证";

fn upload(rows: &[Option<(Raw, &str)>]) -> Upload {
    Upload {
        file: "名单.xlsx".into(), bytes: filled(TEMPLATE_VERSION, rows), entry_date: day("2026-09-01")
    }
}

/// A file of children of whom nothing but the name is filled in.
fn names_only(rows: usize) -> Upload {
    let row = |n: usize| Some((Raw::from([(Field::Name, format!("学生{n}"))]), ""));
    upload(&(0..rows).map(row).collect::<Vec<_>>())
}

fn without_a_number(seed: u64) -> Raw {
    let mut raw = raw(seed);
    raw.extend([(Field::IdKind, "Z".to_owned()), (Field::IdNumber, String::new())]);
    raw
}

async fn state(world: &World, id: ImportId) -> ImportState {
    world.registry.imports().import(&registrar(SCHOOL), id).await.unwrap().state
}

/// Rows of all imports that lie in the store.
async fn rows_left(world: &World) -> usize {
    let rows: Vec<serde_json::Value> =
        world.registry.store.inspect("SELECT row FROM import_row").await.unwrap();
    rows.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_4_a_file_of_several_transactions_is_taken_in_whole_and_checked_to_its_end() {
    let world = World::in_memory().await;
    let (imports, me) = (world.registry.imports(), registrar(SCHOOL));
    let id = imports.start_import(&me, names_only(2_500)).await.unwrap();
    let line = imports.import(&me, id).await.unwrap();
    assert_eq!((line.state, line.count(RowState::Waiting)), (ImportState::Checking, 2_500));
    assert_eq!(line.account.read(), 2_500);
    imports.drain_imports().await.unwrap();
    let line = imports.import(&me, id).await.unwrap();
    assert_eq!((line.state, line.count(RowState::Wrong)), (ImportState::Checked, 2_500));
    let last = imports.import_report(&me, id, true, 2_490).await.unwrap();
    let numbers: Vec<u32> = last.rows.iter().map(|row| row.row).collect();
    assert_eq!((numbers.last(), last.next), (Some(&2_502), None), "each row by its number in the sheet");
    assert!(imports.import_rejected_xlsx(&me, id).await.is_ok(), "and all of them come back");
}

/// A file whose reading ends with the process that did it, after the first of its transactions.
async fn cut_off(world: &World) -> ImportId {
    let faults = &world.registry.store.faults;
    faults.arm(Fault::LostBefore, 1);
    let registry = world.registry.clone();
    let sending =
        tokio::spawn(
            async move { registry.imports().start_import(&registrar(SCHOOL), names_only(1_500)).await },
        );
    faults.struck().await;
    sending.abort();
    assert!(sending.await.is_err(), "nobody was answered");
    faults.disarm();
    let list = world.registry.imports().list_imports(&registrar(SCHOOL)).await.unwrap();
    assert_eq!((list[0].state, rows_left(world).await), (ImportState::Reading, 1_000));
    list[0].id
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_nothing_is_left_of_a_file_whose_reading_was_cut_off() {
    let world = World::in_memory().await;
    let id = cut_off(&world).await;
    let watch = world.registry.watch();
    let looked = async || Box::pin(watch.look_round()).await.unwrap().cut_off;
    assert_eq!(looked().await, 0, "somebody may be at it");
    world.wait(Duration::minutes(61));
    assert_eq!(looked().await, 1, "within the hours of a day, not with the next night");
    assert_eq!(rows_left(&world).await, 0);
    let gone = world.registry.imports().import(&registrar(SCHOOL), id).await;
    assert!(matches!(gone, Err(Error::NotFound(_))));
    assert_eq!(looked().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_4_a_file_whose_reading_was_cut_off_can_be_given_up_at_once() {
    let world = World::in_memory().await;
    let id = cut_off(&world).await;
    let imports = world.registry.imports();
    assert!(imports.cancel_import(&registrar(OTHER_SCHOOL), id).await.is_err());
    assert_eq!(rows_left(&world).await, 1_000, "not by another school");
    assert_eq!(codes(imports.confirm_import(&registrar(SCHOOL), id).await), ["import_state"]);
    imports.cancel_import(&registrar(SCHOOL), id).await.unwrap();
    assert_eq!((state(&world, id).await, rows_left(&world).await), (ImportState::Cancelled, 0));
    world.wait(Duration::minutes(61));
    assert_eq!(Box::pin(world.registry.watch().look_round()).await.unwrap().cut_off, 0);
    assert_eq!(world.registry.matters().matters_unsound().await.unwrap(), Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_4_an_import_that_is_put_aside_while_being_entered_is_on_a_desk_and_handed_over() {
    let world = World::on_disk().await;
    let sender = Actor { account: world.in_post("registrar.one").await, ..registrar(SCHOOL) };
    let id = checked_import(&world, &sender).await;
    world.registry.imports().confirm_import(&sender, id).await.unwrap();
    // The place its job has reached does not read.
    let text = "UPDATE job SET cursor = $cursor WHERE kind = 'import'";
    let world = damaged(world, text, &[("cursor", "nonsense".to_owned())]).await;
    let registry = &world.registry;
    for _ in 0..12 {
        registry.imports().drain_imports().await.unwrap();
        world.wait(Duration::minutes(31));
    }
    assert_eq!(state(&world, id).await, ImportState::PutAside);
    let line = desk(&world, &sender, MatterKind::Import).await.remove(0);
    assert_eq!((line.state.as_str(), line.href), ("已搁置", format!("/imports/{id}")));
    assert!(line.due_on.is_some());
    let work = registry.registrars().owned_work(&code(SCHOOL)).await.unwrap();
    let handed = work.iter().find(|one| one.found.kind == ItemKind::Import).expect("it is handed over");
    assert!(handed.found.words.contains("已搁置") && handed.owners == [sender.account], "{handed:?}");
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());

    registry.imports().cancel_import(&sender, id).await.unwrap();
    assert!(desk(&world, &sender, MatterKind::Import).await.is_empty());
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_23_an_import_whose_sender_is_sealed_or_gone_is_on_the_desk_of_the_schools_registrars() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (old, new) = (world.in_post("registrar.one").await, world.in_post("registrar.two").await);
    let [sender, colleague] = [old, new].map(|account| Actor { account, ..registrar(SCHOOL) });
    let id = checked_import(&world, &sender).await;
    assert!(desk(&world, &colleague, MatterKind::Import).await.is_empty());
    registry.accounts().seal_account(&security_admin(COUNTY), old, true).await.unwrap();
    assert_eq!(desk(&world, &colleague, MatterKind::Import).await.len(), 1, "at once");
    let work = registry.registrars().owned_work(&code(SCHOOL)).await.unwrap();
    let imports: Vec<_> = work.iter().filter(|one| one.found.kind == ItemKind::Import).collect();
    assert!(matches!(&imports[..], [one] if one.owners == [new] && one.found.count == 1), "{imports:?}");
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());

    // Of whom nothing is known any more the hourly round finds it.
    let again = checked_import(&world, &registrar(SCHOOL)).await;
    assert_eq!(desk(&world, &colleague, MatterKind::Import).await.len(), 1);
    Box::pin(registry.watch().look_round()).await.unwrap();
    assert_eq!(desk(&world, &colleague, MatterKind::Import).await.len(), 2);
    for id in [id, again] {
        registry.imports().cancel_import(&colleague, id).await.unwrap();
    }
    assert!(desk(&world, &colleague, MatterKind::Import).await.is_empty());
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_the_same_row_twice_is_one_child_whatever_is_explained() {
    let world = World::in_memory().await;
    let (imports, me) = (world.registry.imports(), registrar(SCHOOL));
    let child = without_a_number(1);
    let mut cousin = child.clone();
    cousin.insert(Field::Member1Phone, "13900000001".into());
    let rows =
        [Some((child.clone(), "")), Some((child, NOTE)), Some((cousin.clone(), NOTE)), Some((cousin, NOTE))];
    let id = imports.start_import(&me, upload(&rows)).await.unwrap();
    imports.drain_imports().await.unwrap();
    let lines = imports.import_report(&me, id, true, 0).await.unwrap().rows;
    let enterable: Vec<bool> = lines.iter().map(|line| line.state.is_enterable()).collect();
    assert_eq!(enterable, [true, false, true, false], "{lines:?}");
    for (line, above) in [(&lines[1], "第 3 行"), (&lines[3], "第 5 行")] {
        let reason = &line.remarks[0].reason;
        assert_eq!(line.state, RowState::Duplicate);
        assert!(reason.contains(above) && reason.contains("完全相同"), "{reason}");
    }
    imports.confirm_import(&me, id).await.unwrap();
    imports.drain_imports().await.unwrap();
    assert_eq!(imports.import(&me, id).await.unwrap().count(RowState::Entered), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_of_two_alike_in_one_transaction_only_the_first_is_entered() {
    let world = World::in_memory().await;
    let form = form_of(&without_a_number(7));
    let explained =
        |info: &domain::form::BasicInfo| NewPupil { duplicate_note: NOTE.into(), ..pupil(info.clone()) };
    let mut other = without_a_number(7);
    other.insert(Field::Member1Phone, "13900000001".into());
    let pupils = [
        explained(&form),
        explained(&form),
        explained(&form_of(&other)),
        explained(&info(8)),
        explained(&info(8)),
    ];
    let entered =
        world.registry.pupils().enter_pupils(&registrar(SCHOOL), &code(SCHOOL), &pupils).await.unwrap();
    let [Entered::New(_), Entered::Refused(form), Entered::New(_), Entered::New(_), Entered::Refused(number)] =
        &entered[..]
    else {
        panic!("{entered:?}")
    };
    assert!(form[0].code == RefusalCode::DuplicateDefinite && form[0].what.contains("完全相同"), "{form:?}");
    assert!(
        number[0].code == RefusalCode::DuplicateDefinite && number[0].what.contains("证件号"),
        "{number:?}"
    );
    assert!(world.registry.figures().verify_figures().await.unwrap().is_empty());
}

fn form_of(raw: &Raw) -> domain::form::BasicInfo {
    domain::form::validate(raw, &form_context()).unwrap()
}
