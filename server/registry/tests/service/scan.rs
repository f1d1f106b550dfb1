//! The guardian's own application for a suspension, and scans that a school adds (第十九条, 第七条第二项).

use crate::support::corrections::{events, record};
use crate::support::*;
use domain::case::change::{Facts, Paper};
use domain::case::correction::ProofKind;
use domain::case::death::Death;
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::case::{CaseKind, CaseState, Command, Payload};
use domain::journal::Event;
use registry::case::Upload;

fn suspension(papers: &[Paper]) -> Payload {
    Payload::Suspension(Suspension {
        facts: Facts { on: day("2026-09-08"), papers: papers.to_vec(), note: String::new() },
        until: day("2027-03-08"),
        ground: SuspensionGround::Illness,
    })
}

fn scan() -> Upload {
    Upload { kind: ProofKind::HospitalRecord, name: "病历.png".into(), bytes: png() }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_19_a_guardian_applies_the_school_examines_and_the_authority_registers() {
    let world = World::in_memory().await;
    let (person, other) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let (registry, parent) = (&world.registry, guardian(person));
    let both = [Paper::Application, Paper::HospitalRecord];
    assert_eq!(registry.pupils().pupil(&parent, person).await.unwrap().may_change, [CaseKind::Suspension]);
    assert!(is_not_found(&registry.cases().ask_change(&parent, other, &suspension(&both), None).await));
    assert!(is_not_found(
        &registry.cases().ask_change(&registrar(SCHOOL), person, &suspension(&both), None).await
    ));
    let death = Payload::Death(Death {
        facts: Facts { on: day("2026-09-07"), papers: vec![Paper::DeathCertificate], note: String::new() },
    });
    assert!(is_not_found(&registry.cases().ask_change(&parent, person, &death, None).await));
    let without =
        registry.cases().ask_change(&parent, person, &suspension(&[Paper::Application]), None).await;
    assert_eq!(codes(without), ["papers"], "an illness is proven");
    let broken = Upload { bytes: b"not a picture".to_vec(), ..scan() };
    assert_eq!(
        codes(registry.cases().ask_change(&parent, person, &suspension(&both), Some(broken)).await),
        ["bad_file"]
    );

    let case = registry.cases().ask_change(&parent, person, &suspension(&both), Some(scan())).await.unwrap();
    assert!(
        registry.proofs().unsent_proofs(&parent, person).await.unwrap().is_empty(),
        "no draft of a correction"
    );
    let seen = registry.cases().case_view(&registrar(SCHOOL), case).await.unwrap();
    assert!(seen.my_turn && seen.proofs.len() == 1 && !seen.may_add_scans);
    let (_, bytes) = registry.cases().proof_of_case(&leader(SCHOOL), case, seen.proofs[0].id).await.unwrap();
    assert!(bytes.starts_with(b"\x89PNG"));
    let city = actor(domain::access::Role::Registrar, "320100", 1);
    assert!(
        registry.cases().case_view(&city, case).await.unwrap().proofs.is_empty(),
        "who watches sees no papers"
    );

    // Returned to the guardian, mended by the guardian, with another paper.
    let back = Command::Return { reason: "请补充住院记录".into() };
    registry.cases().decide_case(&registrar(SCHOOL), case, back).await.unwrap();
    let again = registry.cases().ask_change(&parent, person, &suspension(&both), Some(scan())).await.unwrap();
    assert_eq!(again, case, "the same case");
    assert_eq!(registry.cases().case_view(&parent, case).await.unwrap().proofs.len(), 2);
    let mut state = CaseState::InProgress;
    for actor in [registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        state = registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    assert_eq!(state, CaseState::Approved);
    let view = record(&world, person).await;
    assert_eq!(
        (view.standing.label(), view.suspended),
        ("休学", Some((day("2026-09-08"), day("2027-03-08"))))
    );
    assert_eq!(events(&view).iter().filter(|event| **event == Event::ProofFiled).count(), 2);
    assert!(view.chain_holds);
    assert_eq!(
        registry.pupils().pupil(&parent, person).await.unwrap().may_change,
        [CaseKind::Extension, CaseKind::Resumption]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_19_what_came_back_is_sent_again_with_its_scans_or_not_at_all() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let (cases, parent) = (world.registry.cases(), guardian(person));
    let both = [Paper::Application, Paper::HospitalRecord];
    let case = cases.ask_change(&parent, person, &suspension(&both), Some(scan())).await.unwrap();
    let returned = async || {
        let back = Command::Return { reason: "请补充住院记录".into() };
        cases.decide_case(&registrar(SCHOOL), case, back).await.unwrap();
    };
    for carried in 2..=6 {
        returned().await;
        cases.ask_change(&parent, person, &suspension(&both), Some(scan())).await.unwrap();
        assert_eq!(cases.case_view(&parent, case).await.unwrap().proofs.len(), carried);
    }
    returned().await;
    let full = cases.ask_change(&parent, person, &suspension(&both), Some(scan())).await;
    assert_eq!(codes(full), ["too_many_scans"]);
    let waits = cases.case_view(&parent, case).await.unwrap();
    assert_eq!((waits.line.state, waits.proofs.len()), (CaseState::Returned, 6), "not back without it");
    cases.ask_change(&parent, person, &suspension(&both), None).await.unwrap();
    assert_eq!(cases.case_view(&parent, case).await.unwrap().line.state, CaseState::InProgress);
    assert!(record(&world, person).await.chain_holds);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_the_school_adds_scans_to_its_own_open_change_and_nobody_else_does() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let both = [Paper::Application, Paper::HospitalRecord];
    let case =
        world.registry.cases().open_change(&registrar(SCHOOL), person, &suspension(&both)).await.unwrap();
    for stranger in [leader(SCHOOL), registrar(OTHER_SCHOOL), registrar(COUNTY), guardian(person)] {
        assert!(
            is_not_found(&world.registry.cases().add_scan(&stranger, case, scan()).await),
            "{}",
            stranger.name
        );
    }
    for _ in 0..6 {
        world.registry.cases().add_scan(&registrar(SCHOOL), case, scan()).await.unwrap();
    }
    let full = world.registry.cases().add_scan(&registrar(SCHOOL), case, scan()).await;
    assert_eq!(codes(full), ["too_many_scans"]);
    assert_eq!(world.registry.cases().case_view(&leader(SCHOOL), case).await.unwrap().proofs.len(), 6);
    world.approve(SCHOOL, case).await;
    let closed = world.registry.cases().add_scan(&registrar(SCHOOL), case, scan()).await;
    assert!(is_not_found(&closed), "a closed case takes nothing more");
    assert!(record(&world, person).await.chain_holds);
}
