//! 辍学跟进 (第二十二条): what each term owes to a child who has dropped out, who has it on the desk, and how it ends: with a stated outcome,
//! a closed record and a last report, not by silence.

use crate::matters::desk;
use crate::support::dropouts::{
    HOME, all_agree, dropped_out, facts, is_whole, letters_of, on, two_provinces,
};
use crate::support::grades::LONG;
use crate::support::*;
use domain::access::Actor;
use domain::case::change::Paper;
use domain::case::completion::{Completion, Outcome};
use domain::case::death::Death;
use domain::case::dropout::DropOut;
use domain::case::readmission::{Away, Readmission};
use domain::case::{CaseKind, Payload};
use domain::codes::Destination;
use domain::follow_up::FollowUpState;
use domain::id::PersonId;
use domain::journal::Event;
use domain::letter::LetterKind;
use domain::matter::MatterKind;
use registry::letter::AskedReceipt;
use registry::school::Custody;

/// A pupil of a school drops out, by the word of the county, and was spoken to once, in the first term.
pub(crate) async fn drops_out(world: &World, school: &str, person: PersonId) {
    let (registry, own) = (&world.registry, registrar(school));
    on(world, 2026, 9, 7);
    registry.absences().note_absence(&own, person, day("2026-09-07")).await.unwrap();
    registry.absences().follow_up(&own, person, day("2026-09-07"), "家访", "家长称已返乡").await.unwrap();
    on(world, 2026, 10, 15);
    let change = Payload::DropOut(DropOut { facts: facts("2026-09-07", &[Paper::FollowUpRecord]) });
    let case = registry.cases().open_change(&own, person, &change).await.unwrap();
    all_agree(world, case).await;
}

async fn lines(world: &World, actor: &Actor) -> Vec<contract::desk::MatterLine> {
    desk(world, actor, MatterKind::FollowUp).await
}

async fn events(world: &World, person: PersonId) -> Vec<Event> {
    let view = world.registry.pupils().pupil(&registrar(LONG), person).await.unwrap();
    assert!(view.chain_holds);
    view.timeline.iter().map(|line| line.event).collect()
}

fn closing(outcome: Outcome, on: &str, destination: Option<Destination>) -> Payload {
    Payload::Completion(Completion {
        facts: facts(on, &[Paper::FinalRecords]),
        outcome,
        certificate: String::new(),
        destination,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_a_follow_up_is_owed_each_term_until_the_years_are_over_and_the_record_is_closed() {
    let world = two_provinces().await;
    let registry = &world.registry;
    // In grade eight of 2026: the compulsory years end with the school year 2027.
    let person = dropped_out(&world, 21).await;
    let school = registrar(LONG);
    assert!(lines(&world, &school).await.is_empty(), "followed in this term already");
    let owed = registry.pupils().pupil(&school, person).await.unwrap().absence.unwrap().owed.unwrap();
    assert_eq!((owed.state, owed.until), (FollowUpState::Done, day("2028-08-31")));

    on(&world, 2027, 2, 10);
    registry.watch().look_round().await.unwrap();
    let line = lines(&world, &school).await.remove(0);
    assert_eq!(line.due_on, Some(day("2027-08-31")));
    assert!(
        lines(&world, &leader(LONG)).await.is_empty() && lines(&world, &registrar(COUNTY)).await.is_empty()
    );
    let absences = registry.absences();
    absences.follow_up(&school, person, day("2027-02-10"), "电话", "家长未接电话").await.unwrap();
    assert!(lines(&world, &school).await.is_empty(), "done in the transaction that puts it down");

    // A term in which nothing is done is told, stays late and is known above.
    on(&world, 2027, 9, 1);
    registry.watch().look_round().await.unwrap();
    assert_eq!(lines(&world, &school).await[0].due_on, Some(day("2028-01-31")));
    on(&world, 2028, 2, 1);
    registry.watch().look_round().await.unwrap();
    assert_eq!(lines(&world, &school).await[0].due_on, Some(day("2028-01-31")));
    assert_eq!(events(&world, person).await.iter().filter(|one| **one == Event::FollowUpMissed).count(), 1);
    let late = registry.matters().late_matters(&registrar(COUNTY)).await.unwrap();
    assert!(late.iter().any(|line| line.kind == MatterKind::FollowUp), "{late:?}");
    registry.watch().look_round().await.unwrap();
    assert_eq!(events(&world, person).await.iter().filter(|one| **one == Event::FollowUpMissed).count(), 1);

    // Within the years the record is kept.
    on(&world, 2028, 6, 20);
    let early = closing(Outcome::Incomplete, "2028-06-20", Some(Destination::Work));
    assert_eq!(codes(registry.cases().open_change(&school, person, &early).await), ["on"]);
    let may = async || registry.pupils().pupil(&school, person).await.unwrap().may_change;
    assert!(!may().await.contains(&CaseKind::Completion));

    // The years are over: the school has to close it, and says where the child is.
    on(&world, 2028, 9, 1);
    registry.watch().look_round().await.unwrap();
    let line = lines(&world, &school).await.remove(0);
    assert_eq!(line.due_on, Some(day("2028-09-30")));
    assert!(line.href.ends_with("/change/completion") && may().await.contains(&CaseKind::Completion));
    let silent = closing(Outcome::Incomplete, "2028-09-01", None);
    assert_eq!(codes(registry.cases().open_change(&school, person, &silent).await), ["destination"]);
    let graduated = closing(Outcome::Graduated, "2028-09-01", Some(Destination::Work));
    assert_eq!(codes(registry.cases().open_change(&school, person, &graduated).await), ["outcome"]);
    let reports = letters_of(&world, &school, LetterKind::DropOutReport).await.len();
    let good = closing(Outcome::Incomplete, "2028-09-01", Some(Destination::Work));
    let case = registry.cases().open_change(&school, person, &good).await.unwrap();
    all_agree(&world, case).await;

    let view = registry.pupils().pupil(&school, person).await.unwrap();
    assert_eq!(view.standing.label(), "肄业");
    assert!(lines(&world, &school).await.is_empty());
    assert!(events(&world, person).await.contains(&Event::FollowUpEnded));
    let told = letters_of(&world, &school, LetterKind::DropOutReport).await;
    assert_eq!(told.len(), reports + 1, "the county has the last report");
    let letter = told.iter().max_by_key(|line| line.owed_on).unwrap();
    let words =
        registry.letters().letter_view(&school, letter.id).await.unwrap().content.paragraphs().concat();
    assert!(words.contains("年限届满") && words.contains("跟进到此结束"), "{words}");
    let custody = registry.schools().custody_of(&school, person).await.unwrap();
    assert_eq!((custody.custodian, custody.kind), (code(LONG), Custody::Permanent));
    registry.watch().look_round().await.unwrap();
    is_whole(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_the_county_that_has_the_archive_follows_and_the_school_closes() {
    let world = two_provinces().await;
    let registry = &world.registry;
    let person = dropped_out(&world, 22).await;
    let (school, county, home) = (registrar(LONG), registrar(COUNTY), registrar(HOME));
    on(&world, 2027, 1, 20);
    registry.watch().look_round().await.unwrap();
    let letter = letters_of(&world, &county, LetterKind::HukouHandOver).await[0].id;
    registry.letters().draft_letter(&county, letter, Some(1), "户籍证明").await.unwrap();
    on(&world, 2027, 2, 1);
    registry.letters().sign_letter(&leader(COUNTY), letter).await.unwrap();
    registry.watch().look_round().await.unwrap();
    assert_eq!((lines(&world, &school).await.len(), lines(&world, &home).await.len()), (1, 0));
    let receipt = AskedReceipt {
        received_by: String::new(),
        on: day("2027-02-01"),
        pieces: Some(1),
        note: String::new(),
    };
    registry.letters().receive_letter(&home, letter, &receipt).await.unwrap();
    assert_eq!((lines(&world, &school).await.len(), lines(&world, &home).await.len()), (0, 1));
    let done = registry.absences().follow_up(&home, person, day("2027-02-01"), "家访", "学生在家务农").await;
    done.unwrap();
    assert!(lines(&world, &home).await.is_empty());

    on(&world, 2028, 9, 1);
    registry.watch().look_round().await.unwrap();
    assert_eq!((lines(&world, &school).await.len(), lines(&world, &home).await.len()), (1, 0));
    let good = closing(Outcome::Incomplete, "2028-09-01", Some(Destination::Work));
    let case = registry.cases().open_change(&school, person, &good).await.unwrap();
    all_agree(&world, case).await;
    // The archive goes back to the last school, and the county of household registration has the last report as well.
    assert_eq!(letters_of(&world, &home, LetterKind::ArchiveHandOver).await.len(), 1);
    let to: Vec<String> = letters_of(&world, &school, LetterKind::DropOutReport)
        .await
        .into_iter()
        .filter(|line| line.owed_on == day("2028-09-01"))
        .map(|line| line.to)
        .collect();
    assert_eq!(to.len(), 2, "{to:?}");
    is_whole(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_who_comes_back_or_dies_is_followed_no_longer_and_the_journal_says_why() {
    let world = two_provinces().await;
    let registry = &world.registry;
    let school = registrar(LONG);
    let (back, dead) = (dropped_out(&world, 23).await, dropped_out(&world, 24).await);
    on(&world, 2027, 2, 10);
    registry.watch().look_round().await.unwrap();
    assert_eq!(lines(&world, &school).await.len(), 2);
    let returns = Payload::BackToSchool(Readmission {
        facts: facts("2027-02-10", &[]),
        from: Away::DroppedOut,
        grade: 8,
        class_name: "3班".into(),
        why: None,
    });
    let case = registry.cases().open_change(&school, back, &returns).await.unwrap();
    all_agree(&world, case).await;
    let death = Payload::Death(Death { facts: facts("2027-02-09", &[Paper::DeathCertificate]) });
    let case = registry.cases().open_change(&school, dead, &death).await.unwrap();
    all_agree(&world, case).await;
    assert!(lines(&world, &school).await.is_empty());
    for (person, why) in [(back, "返校复学"), (dead, "死亡")] {
        let view = registry.pupils().pupil(&school, person).await.unwrap();
        let end = view.timeline.iter().find(|line| line.event == Event::FollowUpEnded).unwrap();
        assert!(end.words.contains(why), "{}", end.words);
    }
    is_whole(&world).await;
}
