//! The end of the record of a child who has dropped out and did not come back (第二十二条).

use super::changes::{check, pupil};
use super::*;
use crate::case::change::{Pupil, Record, StatusChange};
use crate::codes::{Destination, PupilStatus};

#[test]
fn article_22_the_record_of_a_drop_out_is_kept_through_the_compulsory_years_and_closed_after_them() {
    let world = World::new();
    let Payload::Completion(done) = payload(CaseKind::Completion) else { panic!("a completion") };
    let context = world.context(who(1, Role::Registrar, SCHOOL));
    let closing = Completion {
        outcome: Outcome::Incomplete,
        certificate: String::new(),
        destination: Some(Destination::Work),
        ..done
    };
    let told = |change: &Completion, who: &Pupil| check(&Payload::Completion(change.clone()), who, &context);
    let lost = |until: Option<NaiveDate>| {
        let usual = pupil(PupilStatus::Lost, 8);
        Pupil { record: Record { compulsory_until: until, ..usual.record.clone() }, ..usual }
    };
    let on = closing.facts.on;
    let over = lost(Some(on - chrono::Days::new(1)));
    assert!(told(&closing, &over).is_empty());
    assert_eq!(closing.effect(&over).status, PupilStatus::Incomplete);
    // Until the last day, and while nobody knows which it is, it is kept.
    assert_eq!(told(&closing, &lost(Some(on))), ["on"]);
    assert_eq!(told(&closing, &lost(None)), ["on"]);
    // Where the child is has to be said, and who did not finish does not graduate.
    assert_eq!(told(&Completion { destination: None, ..closing.clone() }, &over), ["destination"]);
    let graduated = Completion { outcome: Outcome::Graduated, ..closing.clone() };
    assert_eq!(told(&graduated, &over), ["outcome"]);
    // Whoever is at school finishes compulsory education.
    let of_class = told(&closing, &pupil(PupilStatus::InSchool, 9));
    assert_eq!(of_class, ["outcome", "note"], "and what is late for the class says why");
}
