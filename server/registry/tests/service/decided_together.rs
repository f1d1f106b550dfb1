//! Many cases decided together: each comes to what it would come to alone, and one that is refused leaves nothing behind.

use crate::support::corrections::whole;
use crate::support::*;
use domain::case::CaseState;
use domain::form::Field;
use domain::id::{CaseId, PersonId};
use domain::refusal::RefusalCode;
use std::collections::BTreeSet;

#[derive(serde::Deserialize)]
struct Document {
    document_hash: String,
}

/// The keyed hash of a child's document, as it lies in the store.
async fn document_of(world: &World, person: PersonId) -> String {
    let text = format!("SELECT document_hash FROM person WHERE uid = '{person}'");
    let rows: Vec<Document> = world.registry.store.inspect(&text).await.unwrap();
    rows.into_iter().next().unwrap().document_hash
}

#[tokio::test(flavor = "multi_thread")]
async fn registrations_approved_together_get_their_numbers_and_one_that_is_refused_keeps_none_back() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let mut entered: Vec<(PersonId, CaseId)> = Vec::new();
    for seed in 1..=5 {
        entered.push(world.enter(SCHOOL, info(seed)).await);
    }
    // One without a document number: its first number is self-coded.
    let without = info_with(6, &[(Field::IdKind, "Z"), (Field::IdNumber, "")]);
    entered.push(world.enter(SCHOOL, without).await);
    let cases: Vec<CaseId> = entered.iter().map(|(_, case)| *case).collect();
    for who in [leader(SCHOOL), registrar(COUNTY)] {
        let decided = registry.cases().decide_cases(&who, &cases, &agree()).await.unwrap();
        assert!(decided.iter().all(|one| one.outcome.as_ref().ok() == Some(&CaseState::InProgress)));
    }
    // Meanwhile the document of the third became somebody else's.
    let (third, other) = (entered[2].0, PersonId::new(uuid::Uuid::from_u128(3)));
    let claim = format!(
        "CREATE identity:`{}` CONTENT {{ person: '{other}', mask: '', claimed_on: '2026-09-01' }}",
        document_of(&world, third).await
    );
    registry.store.execute(&claim).await.unwrap();
    let told = registry.journal().verify_person(third).await.unwrap().unwrap();

    let decided = registry.cases().decide_cases(&leader(COUNTY), &cases, &agree()).await.unwrap();
    assert_eq!(decided.iter().map(|one| one.case).collect::<Vec<_>>(), cases);
    for (n, one) in decided.iter().enumerate() {
        match (n, &one.outcome) {
            (2, Err(refusals)) => assert_eq!(refusals[0].code, RefusalCode::DuplicateIdentity),
            (_, outcome) => assert_eq!(outcome.as_ref().ok(), Some(&CaseState::Approved), "{n}"),
        }
    }
    assert_eq!(
        registry.journal().verify_person(third).await.unwrap().unwrap(),
        told,
        "nothing is told of it"
    );
    let again = registry.cases().decide_case(&leader(COUNTY), cases[2], agree()).await;
    assert_eq!(codes(again), [RefusalCode::DuplicateIdentity.as_str()], "it waits as before");

    let approved: Vec<PersonId> =
        entered.iter().map(|(person, _)| *person).filter(|person| *person != third).collect();
    let mut numbers = BTreeSet::new();
    for person in &approved {
        numbers.insert(whole(&world, *person, None).await);
    }
    assert_eq!(numbers.len(), 5, "each has a number of its own");
    assert_eq!(numbers.iter().filter(|number| number.starts_with('J')).count(), 1);
    assert_eq!(numbers.iter().filter(|number| number.starts_with('L')).count(), 4);
    assert!(registry.journal().verify_journal().await.unwrap().broken.is_empty());

    registry.outbox().drain_outbox().await.unwrap();
    let mut formal = 0;
    for person in approved {
        formal += usize::from(whole(&world, person, None).await.starts_with('G'));
    }
    assert_eq!(formal, 4, "matched together afterwards");
    assert!(registry.journal().verify_journal().await.unwrap().broken.is_empty());
    let figures = registry.figures().overview(&registrar("000000"), None).await.unwrap().unit.figures;
    assert_eq!(figures.on_roll, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_two_steps_of_a_case_among_many_either() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let mut cases = Vec::new();
    for seed in 1..=3 {
        cases.push(world.enter(SCHOOL, info(seed)).await.1);
    }
    registry.cases().decide_cases(&leader(SCHOOL), &cases, &agree()).await.unwrap();
    // The county's registrar takes the second case's step; the same person in the leader's place may not take the next one.
    let both = actor(domain::access::Role::Registrar, COUNTY, 91);
    let colleague = registrar(COUNTY);
    registry.cases().decide_case(&both, cases[1], agree()).await.unwrap();
    for case in [cases[0], cases[2]] {
        registry.cases().decide_case(&colleague, case, agree()).await.unwrap();
    }
    let promoted = domain::access::Actor { account: both.account, ..leader(COUNTY) };
    let decided = registry.cases().decide_cases(&promoted, &cases, &agree()).await.unwrap();
    let approved: Vec<bool> =
        decided.iter().map(|one| one.outcome.as_ref().ok() == Some(&CaseState::Approved)).collect();
    assert_eq!(approved, [true, false, true]);
}
