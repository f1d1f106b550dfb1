//! Certificates on paper (第十三条): sheets of one pupil, of a class, and the list of a year; none outlives its revocation.

use crate::support::certificates::{certificate_sheet, finish, issue, line};
use crate::support::corrections::events;
use crate::support::grades::{LONG, in_grade, long_world};
use crate::support::prints::{printed, words};
use crate::support::*;
use domain::case::completion::Outcome;
use domain::journal::Event;
use registry::printout::AskedPrint;

#[tokio::test(flavor = "multi_thread")]
async fn article_13_completion_attendance_and_the_list_of_a_year_are_printed() {
    let world = long_world().await;
    let (registry, by) = (&world.registry, registrar(LONG));
    let list = AskedPrint::Graduates { year: 2026 };
    assert_eq!(codes(registry.prints().print_form(&by, &list).await), ["nobody"]);
    let (first, second, third) = (
        in_grade(&world, 6, 1, &[]).await,
        in_grade(&world, 9, 2, &[]).await,
        in_grade(&world, 11, 3, &[]).await,
    );
    issue(&world, finish(&world, first, Outcome::Graduated, "2026小001").await).await;
    let completed = issue(&world, finish(&world, second, Outcome::Completed, "").await).await;
    let attended = issue(&world, finish(&world, third, Outcome::Incomplete, "").await).await;
    let sheet = certificate_sheet(&world, completed).await;
    assert!(words(&sheet).contains("结业证书") && words(&sheet).contains("准予结业"));
    let sheet = certificate_sheet(&world, attended).await;
    assert!(words(&sheet).contains("肄业证明") && words(&sheet).contains("普通高中"));
    for (id, title) in [(completed, "结业证明书"), (attended, "肄业证明")] {
        let next = registry.certificates().replace_certificate(&by, id, "监护人说明遗失", "").await.unwrap();
        assert_eq!(certificate_sheet(&world, next).await.document.title, title);
    }
    let sheet = printed(&world, &by, &list).await;
    let rows = sheet.document.list.unwrap().rows;
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().any(|row| row.contains(&"2026小001".to_owned())));
    assert!(sheet.document.groups[0].facts.contains(&("毕业".into(), "1 人".into())));
    let number = registry.pupils().reveal(&by, first, None, "核对打印内容").await.unwrap();
    assert!(rows.iter().flatten().all(|cell| !cell.contains(&number)), "masked");
    assert_eq!(
        codes(registry.prints().print_form(&registrar(SCHOOL), &list).await),
        ["nobody"],
        "its own pupils only"
    );
    assert_eq!(codes(registry.prints().print_form(&leader(LONG), &list).await), ["not_permitted"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_a_sheet_printed_at_the_moment_of_the_revocation_does_not_outlive_it() {
    let world = long_world().await;
    let (registry, by, head) = (&world.registry, registrar(LONG), leader(LONG));
    for seed in 1..=4 {
        let pupil = in_grade(&world, 6, seed, &[]).await;
        let id = issue(&world, finish(&world, pupil, Outcome::Graduated, "").await).await;
        let asked = AskedPrint::Certificate { certificate: id };
        let prints = registry.prints();
        let certificates = registry.certificates();
        let (sheet, revoked) = tokio::join!(
            prints.print_form(&by, &asked),
            certificates.revoke_certificate(&head, id, "姓名有误重新发证")
        );
        revoked.unwrap();
        match sheet {
            Ok(sheet) => {
                assert!(
                    registry.prints().print_view(&by, sheet).await.unwrap().line.revoked.is_some(),
                    "voided with it"
                );
            }
            sheet => assert_eq!(codes(sheet), ["state"]),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_the_certificates_of_a_class_are_printed_into_one_file_and_told_pupil_by_pupil() {
    let world = long_world().await;
    let (registry, by) = (&world.registry, registrar(LONG));
    let people = [in_grade(&world, 6, 1, &[]).await, in_grade(&world, 6, 2, &[]).await];
    let all = AskedPrint::Certificates { year: 2026, class_label: None };
    assert_eq!(codes(registry.prints().print_form(&by, &all).await), ["class"], "nothing to print yet");
    let mut ids = Vec::new();
    for person in people {
        ids.push(issue(&world, finish(&world, person, Outcome::Graduated, "").await).await);
    }
    let classes = registry.certificates().certificate_classes(&by, 2026).await.unwrap();
    assert_eq!(classes.iter().map(|(_, count)| count).sum::<usize>(), 2);
    let class_label = Some(line(&world, ids[0]).await.class_label);
    let of_class = AskedPrint::Certificates { year: 2026, class_label };
    assert!(registry.prints().print_form(&by, &of_class).await.is_ok());
    assert!(registry.prints().print_form(&registrar(SCHOOL), &all).await.is_err(), "another school's");
    let before = registry.access_log().looks_at(&leader(LONG), people[1], None).await.unwrap().rows.len();

    let view = printed(&world, &by, &all).await;
    assert_eq!(view.document.list.as_ref().unwrap().rows.len(), 2);
    assert_eq!(view.parts.len(), 2);
    let pdf = registry.prints().print_pdf(&by, view.line.id).await.unwrap();
    let pages = lopdf::Document::load_mem(&pdf).unwrap().get_pages().len();
    assert_eq!(pages, 3, "the list, and a page for each");
    for (n, person) in people.into_iter().enumerate() {
        let told = events(&registry.pupils().pupil(&by, person).await.unwrap());
        let prints = told.iter().filter(|event| **event == Event::Printed).count();
        assert_eq!(prints, 1, "one entry for the one sheet of pupil {n}, however often it is asked for");
    }
    let looks = registry.access_log().looks_at(&leader(LONG), people[1], None).await.unwrap().rows;
    assert!(looks.len() > before, "one line for each pupil of the file");
    // Each part is the sheet of its certificate: taken back with it.
    let one = printed(&world, &by, &AskedPrint::Certificate { certificate: ids[0] }).await;
    assert!(view.parts.contains(&one.line.id));
    assert!(registry.journal().verify_person(people[0]).await.unwrap().is_ok());
}
