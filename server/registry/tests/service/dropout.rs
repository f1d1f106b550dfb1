//! 辍学 (第二十二条) through the services: a migrant worker's child who drops out, whom the county of household registration finds, and who
//! finishes elsewhere; who is back before the archive has gone.

use crate::support::dropouts::{
    HOME, HOME_SCHOOL, absent, all_agree, drop_out, dropped_out, facts, is_whole, letters_of, migrant, on,
    two_provinces,
};
use crate::support::grades::LONG;
use crate::support::paper::piece;
use crate::support::*;
use domain::case::Payload;
use domain::case::change::Paper;
use domain::case::completion::{Completion, Outcome};
use domain::case::readmission::{Away, Readmission};
use domain::case::transfer::TransferGround;
use domain::codes::Destination;
use domain::id::PersonId;
use domain::letter::{LetterKind, LetterState};
use domain::paper::{Check, HandOverState};
use registry::case::AskedTransfer;
use registry::letter::AskedReceipt;
use registry::paper::AskedSeal;
use registry::school::Custody;

fn transfer_home(number: String, name: String) -> AskedTransfer {
    AskedTransfer {
        number,
        name,
        on: day("2027-03-01"),
        ground: TransferGround::Return,
        class_name: "2班".into(),
        grade: Default::default(),
        disability: None,
        papers: vec![Paper::Application, Paper::HouseholdRegister],
        note: "户籍地劝返后入学".into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_a_migrant_child_who_drops_out_is_found_by_the_household_county_and_finishes_elsewhere() {
    let world = two_provinces().await;
    let registry = &world.registry;
    let (school, county, home, taker) =
        (registrar(LONG), registrar(COUNTY), registrar(HOME), registrar(HOME_SCHOOL));
    let person = migrant(&world, 2).await;
    registry.papers().keep_dossier(&school, person, piece("户籍证明", 3)).await.unwrap();
    absent(&world, person).await;

    // The report is due from the drop-out itself: thirty days of absence, not the county's approval.
    on(&world, 2026, 10, 15);
    let case = registry.cases().open_change(&school, person, &drop_out()).await.unwrap();
    let reports = letters_of(&world, &school, LetterKind::DropOutReport).await;
    assert_eq!(reports.len(), 1);
    assert_eq!((reports[0].owed_on, reports[0].state), (day("2026-10-07"), LetterState::Owed));
    all_agree(&world, case).await;
    assert_eq!(letters_of(&world, &school, LetterKind::DropOutReport).await.len(), 1, "nothing twice");

    // Nobody presses a button: shortly before the term ends the hand-over is on the desk.
    on(&world, 2027, 1, 5);
    registry.watch().look_round().await.unwrap();
    assert!(letters_of(&world, &county, LetterKind::HukouHandOver).await.is_empty());
    on(&world, 2027, 1, 20);
    registry.watch().look_round().await.unwrap();
    let owed = letters_of(&world, &county, LetterKind::HukouHandOver).await;
    assert_eq!(owed.len(), 1);
    let letter = owed[0].id;
    assert!(owed[0].due_on.unwrap() > day("2027-01-31"));
    assert_eq!(codes(registry.letters().draft_letter(&county, letter, None, "").await), ["pieces"]);
    registry.letters().draft_letter(&county, letter, Some(1), "户籍证明").await.unwrap();
    assert_eq!(codes(registry.letters().sign_letter(&leader(COUNTY), letter).await), ["term"]);
    on(&world, 2027, 2, 1);
    registry.watch().look_round().await.unwrap();
    assert_eq!(letters_of(&world, &county, LetterKind::HukouHandOver).await.len(), 1, "nothing twice");
    registry.letters().sign_letter(&leader(COUNTY), letter).await.unwrap();
    let listed = registry.papers().keep_dossier(&school, person, piece("后补", 1)).await;
    assert!(listed.is_err(), "what is handed over is not changed any more");

    // Before its receipt the household county knows nothing of the child.
    assert!(is_not_found(&registry.pupils().pupil(&home, person).await));
    assert!(registry.watch().children_followed(&home).await.unwrap().is_empty());
    let receipt = AskedReceipt {
        received_by: String::new(),
        on: day("2027-02-01"),
        pieces: Some(1),
        note: String::new(),
    };
    registry.letters().receive_letter(&home, letter, &receipt).await.unwrap();

    // It has the archive, the papers, the custody; it sees the child and follows it. The school keeps the record.
    let seen = registry.pupils().pupil(&home, person).await.unwrap();
    assert_eq!(seen.standing.label(), "流失（辍学）");
    assert!(seen.may_follow_up && !seen.may_note_absence && seen.may_change.is_empty());
    assert_eq!(seen.absence.as_ref().unwrap().follow_ups.len(), 1, "what the school did is told");
    assert_eq!(registry.letters().letter_view(&home, letter).await.unwrap().pupil, Some(person));
    registry.archives().archive(&home, person).await.unwrap();
    let custody = registry.schools().custody_of(&home, person).await.unwrap();
    assert_eq!((custody.custodian, custody.kind), (code(HOME), Custody::Entrusted));
    assert_eq!(registry.papers().dossier(&home, person).await.unwrap().pieces.len(), 1);
    let followed = registry.watch().children_followed(&home).await.unwrap();
    assert_eq!(followed.iter().map(|one| (one.id, one.follow_ups)).collect::<Vec<_>>(), [(person, 1)]);
    for stranger in [
        registrar("510107"),
        taker.clone(),
        registrar("510100"),
        guardian(PersonId::new(uuid::Uuid::from_u128(5))),
    ] {
        assert!(is_not_found(&registry.pupils().pupil(&stranger, person).await), "{}", stranger.name);
    }
    assert!(registry.pupils().pupil(&school, person).await.is_ok(), "在义务教育年限内为其保留学籍");
    let absences = registry.absences();
    assert_eq!(
        codes(absences.follow_up(&home, person, day("2027-02-01"), "", "已找到学生").await),
        ["manner"]
    );
    assert!(is_not_found(
        &absences.follow_up(&leader(HOME), person, day("2027-02-01"), "家访", "已找到学生").await
    ));
    assert!(is_not_found(
        &absences.follow_up(&registrar("510107"), person, day("2027-02-01"), "家访", "已找到学生").await
    ));
    absences.follow_up(&home, person, day("2027-02-01"), "家访", "学生在家，愿意就近入学").await.unwrap();
    is_whole(&world).await;

    // A school there takes the child in, whatever time of the year it is.
    on(&world, 2027, 3, 1);
    let number = registry.pupils().reveal(&home, person, None, "办理转入核对").await.unwrap();
    let asked = transfer_home(number, seen.name.clone());
    assert_eq!(
        codes(
            registry
                .cases()
                .open_transfer(&taker, &AskedTransfer { papers: Vec::new(), ..asked.clone() })
                .await
        ),
        ["papers", "papers"]
    );
    assert_eq!(
        codes(registry.cases().open_transfer(&school, &asked).await),
        ["number"],
        "there it is 辍学返校"
    );
    let case = registry.cases().open_transfer(&taker, &asked).await.unwrap();
    all_agree(&world, case).await;
    let here = registry.pupils().pupil(&taker, person).await.unwrap();
    assert_eq!((here.standing.label(), here.grade.as_str()), ("在读", "初中二年级"));
    assert!(here.absence.is_none() && here.followed.is_none() && here.chain_holds);
    assert!(registry.watch().children_followed(&home).await.unwrap().is_empty());
    let custody = registry.schools().custody_of(&taker, person).await.unwrap();
    assert_eq!((custody.custodian, custody.kind), (code(HOME_SCHOOL), Custody::InCharge));

    // Who has the papers owes them: the county, not the school that gave them away.
    assert!(letters_of(&world, &school, LetterKind::ArchiveHandOver).await.is_empty());
    let owed = letters_of(&world, &home, LetterKind::ArchiveHandOver).await;
    assert_eq!(owed.len(), 1);
    let letter = owed[0].id;
    registry.papers().list_hand_over(&home, letter).await.unwrap();
    registry.letters().sign_letter(&leader(HOME), letter).await.unwrap();
    let seal = AskedSeal { number: "封-001".into(), signatory: "李主任".into(), on: day("2027-03-01") };
    registry.papers().seal_hand_over(&leader(HOME), letter, &seal).await.unwrap();
    let found = [(1, Check::Received)].into();
    let state = registry.papers().receive_hand_over(&home, letter, found, "陈老师").await.unwrap();
    assert_eq!(state, HandOverState::Closed);
    assert_eq!(registry.papers().dossier(&taker, person).await.unwrap().pieces.len(), 1);

    // Grade nine, and the end of compulsory education.
    on(&world, 2027, 8, 11);
    registry.promotions().promote_all().await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    on(&world, 2028, 6, 19);
    let graduation = Payload::Completion(Completion {
        facts: facts("2028-06-19", &[Paper::FinalRecords]),
        outcome: Outcome::Graduated,
        certificate: "2028初001".into(),
        destination: Some(Destination::SeniorMiddle),
    });
    let case = registry.cases().open_change(&taker, person, &graduation).await.unwrap();
    all_agree(&world, case).await;
    let done = registry.pupils().pupil(&taker, person).await.unwrap();
    assert_eq!((done.standing.label(), done.spells.len(), done.chain_holds), ("毕业", 2, true));
    is_whole(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_who_is_back_before_the_archive_has_gone_keeps_it_at_the_school() {
    let world = two_provinces().await;
    let registry = &world.registry;
    let person = dropped_out(&world, 3).await;
    let (school, county) = (registrar(LONG), registrar(COUNTY));
    registry.papers().keep_dossier(&school, person, piece("户籍证明", 3)).await.unwrap();
    // A drop-out that was confirmed after the term had ended is still handed over.
    on(&world, 2027, 2, 10);
    registry.watch().look_round().await.unwrap();
    let letter = letters_of(&world, &county, LetterKind::HukouHandOver).await[0].id;
    registry.letters().draft_letter(&county, letter, Some(1), "").await.unwrap();
    registry.letters().sign_letter(&leader(COUNTY), letter).await.unwrap();
    let back = Payload::BackToSchool(Readmission {
        facts: facts("2027-02-10", &[Paper::Application]),
        from: Away::DroppedOut,
        grade: 8,
        class_name: "3班".into(),
        why: None,
    });
    let case = registry.cases().open_change(&school, person, &back).await.unwrap();
    all_agree(&world, case).await;
    assert_eq!(letters_of(&world, &county, LetterKind::HukouHandOver).await[0].state, LetterState::Cancelled);
    registry.papers().keep_dossier(&school, person, piece("返校申请", 1)).await.unwrap();
    assert_eq!(registry.papers().dossier(&school, person).await.unwrap().pieces.len(), 2);
    assert!(is_not_found(&registry.pupils().pupil(&registrar(HOME), person).await));
    registry.watch().look_round().await.unwrap();
    assert_eq!(letters_of(&world, &county, LetterKind::HukouHandOver).await.len(), 1, "not owed again");
    is_whole(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_12_a_drop_out_taken_in_for_the_new_year_is_not_promoted_besides() {
    let world = two_provinces().await;
    let registry = &world.registry;
    let person = dropped_out(&world, 9).await;
    let (school, taker) = (registrar(LONG), registrar(HOME_SCHOOL));
    on(&world, 2027, 7, 6);
    let name = registry.pupils().pupil(&school, person).await.unwrap().name;
    let number = registry.pupils().reveal(&school, person, None, "办理转入核对").await.unwrap();
    let asked = AskedTransfer { on: day("2027-09-01"), ..transfer_home(number, name) };
    let case = registry.cases().open_transfer(&taker, &asked).await.unwrap();
    all_agree(&world, case).await;
    let grade = async || registry.pupils().pupil(&taker, person).await.unwrap().grade;
    for (year, wanted) in [(2027, "初中二年级"), (2028, "初中三年级")] {
        on(&world, year, 8, 11);
        registry.promotions().promote_all().await.unwrap();
        assert_eq!(grade().await, wanted, "{year}");
    }
    is_whole(&world).await;
}
