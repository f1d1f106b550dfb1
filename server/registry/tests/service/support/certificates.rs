//! A completion decided and its certificate issued.

use super::grades::LONG;
use super::prints::printed;
use super::*;
use contract::certificate::CertificateLine;
use domain::case::change::{Facts, Paper};
use domain::case::completion::{Completion, Outcome};
use domain::case::{CaseState, Payload};
use domain::codes::Destination;
use domain::id::{CaseId, CertificateId, PersonId};
use registry::certificate::Numbering;
use registry::printout::AskedPrint;

pub fn completion(outcome: Outcome, certificate: &str) -> Payload {
    Payload::Completion(Completion {
        facts: Facts {
            on: day("2026-09-07"),
            papers: vec![Paper::FinalRecords],
            note: "秋季补办上学年手续".into(),
        },
        outcome,
        certificate: certificate.into(),
        destination: Some(Destination::SeniorMiddle),
    })
}

/// Takes a completion through and gives its case.
pub async fn finish(world: &World, person: PersonId, outcome: Outcome, certificate: &str) -> CaseId {
    let payload = completion(outcome, certificate);
    let case = world.registry.cases().open_change(&registrar(LONG), person, &payload).await.unwrap();
    assert_eq!(world.approve(LONG, case).await, CaseState::Approved);
    world.registry.outbox().drain_outbox().await.unwrap();
    case
}

pub async fn issue(world: &World, case: CaseId) -> CertificateId {
    let outcomes = world
        .registry
        .certificates()
        .issue_certificates(&registrar(LONG), &[case], Numbering::AsEntered)
        .await
        .unwrap();
    outcomes[0].1.clone().unwrap()
}

pub async fn line(world: &World, id: CertificateId) -> CertificateLine {
    let page =
        world.registry.certificates().list_certificates(&registrar(LONG), None, None, None).await.unwrap();
    page.register.rows.into_iter().find(|line| line.id == id).unwrap()
}

pub async fn certificate_sheet(world: &World, id: CertificateId) -> contract::printout::PrintView {
    printed(world, &registrar(LONG), &AskedPrint::Certificate { certificate: id }).await
}
