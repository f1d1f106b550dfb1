//! The sheets of a class in one file (第五条, 第七条): each the pupil's own, told pupil by pupil; all of them or none.

use crate::support::corrections::events;
use crate::support::prints::printed;
use crate::support::*;
use chrono::Duration;
use domain::access_log::Unusual;
use domain::form::Field;
use domain::id::PersonId;
use domain::journal::Event;
use domain::print::PrintKind;
use domain::rules::RuleKey;
use registry::printout::AskedPrint;
use registry::rules::DraftRules;

fn asked(kind: PrintKind, people: &[PersonId], reason: &str) -> AskedPrint {
    let (class_name, people) = ("1班".to_owned(), people.to_vec());
    AskedPrint::ClassSheets { kind, grade: 1, class_name, people, reason: reason.into() }
}

async fn class(world: &World) -> Vec<PersonId> {
    let mut people = Vec::new();
    for seed in 1..=3 {
        let info = info_with(seed, &[(Field::ClassName, "1班")]);
        let (person, case) = world.enter(SCHOOL, info).await;
        world.approve(SCHOOL, case).await;
        people.push(person);
    }
    people
}

async fn told(world: &World, person: PersonId) -> usize {
    let view = world.registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap();
    events(&view).iter().filter(|event| **event == Event::Printed).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_the_sheets_of_ticked_pupils_are_one_file_and_told_pupil_by_pupil() {
    let world = World::in_memory().await;
    let (prints, by) = (world.registry.prints(), registrar(SCHOOL));
    let people = class(&world).await;
    let (label, listed) = prints.class_to_print(&by, 1, "1班").await.unwrap();
    assert!(label.ends_with("1班") && listed.len() == 3, "{label}: {listed:?}");

    let chosen = [people[0], people[2]];
    let view = printed(&world, &by, &asked(PrintKind::RegisterCard, &chosen, "")).await;
    assert_eq!((view.parts.len(), view.document.list.as_ref().unwrap().rows.len()), (2, 2));
    let pdf = prints.print_pdf(&by, view.line.id).await.unwrap();
    assert!(lopdf::Document::load_mem(&pdf).unwrap().get_pages().len() >= 3, "the list, and each sheet");
    assert_eq!([told(&world, people[0]).await, told(&world, people[1]).await], [1, 0]);
    // The same again on the same day opens the same; with another pupil it is another file, with the same sheets in it.
    let again = printed(&world, &by, &asked(PrintKind::RegisterCard, &chosen, "")).await;
    assert_eq!(again.line.id, view.line.id);
    let all = printed(&world, &by, &asked(PrintKind::RegisterCard, &people, "")).await;
    assert!(all.line.id != view.line.id && view.parts.iter().all(|part| all.parts.contains(part)));
    assert_eq!(told(&world, people[0]).await, 1, "one entry for the one sheet");
    let roster = AskedPrint::Class { grade: 1, class_name: "1班".into() };
    assert!(printed(&world, &by, &roster).await.parts.is_empty(), "the list alone is another");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_full_values_need_a_reason_and_nobody_else_prints_a_class() {
    let world = World::in_memory().await;
    let (prints, by) = (world.registry.prints(), registrar(SCHOOL));
    let people = class(&world).await;
    let full = |reason: &str| asked(PrintKind::GuardianConfirmation, &people, reason);
    assert_eq!(codes(prints.print_form(&by, &full("核")).await), ["reason_needed"]);
    assert_eq!(told(&world, people[0]).await, 0, "none is printed");
    prints.print_form(&by, &full("新生信息核对")).await.unwrap();
    assert_eq!(told(&world, people[0]).await, 1);

    let stranger = world.pupil(OTHER_SCHOOL, 9).await;
    for nobody in [vec![], vec![stranger]] {
        let refused = prints.print_form(&by, &asked(PrintKind::RegisterCard, &nobody, "")).await;
        assert_eq!(codes(refused), ["people"], "of the own class only");
    }
    assert!(prints.print_form(&by, &asked(PrintKind::StudentCard, &people, "")).await.is_err());
    for other in [leader(SCHOOL), registrar(OTHER_SCHOOL)] {
        assert!(prints.print_form(&other, &full("新生信息核对")).await.is_err(), "{}", other.name);
        let listed = prints.class_to_print(&other, 1, "1班").await.map(|(_, rows)| rows).unwrap_or_default();
        assert!(listed.iter().all(|row| !people.contains(&row.id)), "{}", other.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_the_sheets_of_a_class_leave_on_their_day_and_count_pupil_by_pupil() {
    let world = World::in_memory().await;
    let (registry, by) = (&world.registry, registrar(SCHOOL));
    let prints = registry.prints();
    let people = class(&world).await;
    let draft = DraftRules {
        values: [(RuleKey::AccessHourMax, "20".to_owned())].into(),
        valid_from: registry.store.clock.today().succ_opt().unwrap(),
        source: "江苏省实施细则".into(),
        note: "测试".into(),
        ..Default::default()
    };
    registry.rules().propose_rules(&registrar("320000"), &draft).await.unwrap();
    registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    world.wait(Duration::days(1));
    let asked = asked(PrintKind::GuardianConfirmation, &people, "新生信息核对");
    let file = prints.print_form(&by, &asked).await.unwrap();
    assert!(prints.is_of_many(&by, file).await.unwrap());
    let part = prints.print_view(&by, file).await.unwrap().parts[0];
    assert!(!prints.is_of_many(&by, part).await.unwrap(), "one pupil's");
    assert!(is_not_found(&prints.is_of_many(&registrar(OTHER_SCHOOL), file).await));

    // Three pupils are three looks, however often: some seven downloads are more than twenty. A file by itself would be eleven.
    world.wait(Duration::hours(1));
    let by_hour = async || {
        let alarms = registry.access_log().access_alarms(&leader(SCHOOL)).await.unwrap();
        alarms.iter().filter(|alarm| alarm.kind == Unusual::Hour).count()
    };
    let before = by_hour().await;
    let mut downloads = 0;
    while by_hour().await == before && downloads < 20 {
        prints.print_pdf(&by, file).await.unwrap();
        downloads += 1;
    }
    assert!((6..=7).contains(&downloads), "{downloads}");

    world.wait(Duration::days(1));
    assert_eq!(codes(prints.print_pdf(&by, file).await), ["printed_earlier"]);
    assert!(prints.print_view(&by, file).await.is_ok(), "it is still to be seen");
    assert!(prints.print_pdf(&by, part).await.is_ok(), "and one pupil's own sheet");
    let anew = prints.print_form(&by, &asked).await.unwrap();
    assert!(anew != file && prints.print_pdf(&by, anew).await.is_ok(), "printed again, with its reason");
}
