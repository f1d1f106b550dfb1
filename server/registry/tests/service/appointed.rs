//! Who is not appointed opens nothing (第二十三条): a registrar by account, with a certificate, whom no leader has appointed is turned away
//! by every service that opens something, and whoever has left is again.

use crate::change::{suspension, transfer_of};
use crate::import::{filled, good};
use crate::support::accounts::*;
use crate::support::*;
use domain::access::Actor;
use domain::calendar::term;
use domain::case::correction::ProofKind;
use domain::disclosure::People;
use domain::form::{Field, GuardianSlot};
use domain::id::CaseId;
use domain::rules::RuleKey;
use domain::school::Change;
use domain::violation::ViolationKind;
use registry::case::AskedCorrection;
use registry::certificate::Numbering;
use registry::import::Upload;
use registry::printout::AskedPrint;
use uuid::Uuid;

/// A registrar with a certificate whom nobody has appointed.
fn nobodys(unit: &str) -> Actor {
    Actor { appointed: false, ..registrar(unit) }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_23_who_is_not_appointed_opens_nothing() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (person, own, county, province) =
        (world.pupil(SCHOOL, 1).await, nobodys(SCHOOL), nobodys(COUNTY), nobodys("320000"));
    let cases = registry.cases();
    let moved = transfer_of(&world, person).await;
    let found = domain::case::intake::Intake::Found { reason: "与户口簿不一致".into() };
    let correction =
        AskedCorrection { intake: found, ..asked(person, &[(Field::Name, "李明")], Vec::new()) };
    let bytes = filled(domain::form::TEMPLATE_VERSION, &[good(9)]);
    let upload = Upload { file: "一年级.xlsx".into(), bytes, entry_date: day("2026-09-01") };
    let renamed = crate::support::schools::asked(SCHOOL, Change::Rename { name: "玄武实验小学".into() });
    let rules = crate::rules::draft(&[(RuleKey::ClassSizeMax, "45")]);
    let violation = crate::violations::entered(ViolationKind::NoArchive, SCHOOL);
    let case = CaseId::new(Uuid::from_u128(7));
    let class = AskedPrint::Class { grade: 1, class_name: "1班".into() };
    let told: Vec<(&str, Vec<String>)> = vec![
        ("enter", codes(registry.pupils().enter_pupils(&own, &code(SCHOOL), &[pupil(info(2))]).await)),
        ("import", codes(registry.imports().start_import(&own, upload).await)),
        ("change", codes(cases.open_change(&own, person, &suspension()).await)),
        ("transfer", codes(cases.open_transfer(&nobodys(OTHER_SCHOOL), &moved).await)),
        ("progressions", codes(cases.open_progressions(&own, &[]).await)),
        ("correction", codes(cases.ask_correction(&own, &correction).await)),
        ("absence", codes(registry.absences().note_absence(&own, person, day("2026-09-03")).await)),
        ("notice", codes(registry.letters().draft_term_notice(&own, term(day("2026-09-07"))).await)),
        ("package", codes(registry.packages().ask_package(&own, case, None).await)),
        ("disclosure", {
            let asked = crate::disclosure::asked(People::School);
            codes(registry.disclosures().ask_disclosure(&own, &asked).await)
        }),
        ("code", codes(registry.guardians().print_binding(&own, person, GuardianSlot::First).await)),
        ("certificates", {
            codes(registry.certificates().issue_certificates(&own, &[case], Numbering::Register).await)
        }),
        ("print", codes(registry.prints().print_form(&own, &class).await)),
        ("proof", {
            let kind = ProofKind::HouseholdRegister;
            codes(registry.proofs().file_proof(&own, person, kind, "a.png", png()).await)
        }),
        ("violation", codes(registry.violations().enter_violation(&county, &violation).await)),
        ("review", codes(registry.reviews().propose_review(&county, crate::support::reviews::dates()).await)),
        ("school", codes(registry.schools().propose_school_change(&county, &renamed).await)),
        ("rules", codes(registry.rules().propose_rules(&province, &rules).await)),
        ("check", codes(registry.problems().start_check(&province).await)),
    ];
    for (act, refused) in told {
        assert_eq!(refused, ["not_appointed"], "{act}");
    }
    let together = cases.open_changes(&own, &[(person, suspension())]).await.unwrap();
    assert_eq!(together[0].1.as_ref().unwrap_err()[0].code.as_str(), "not_appointed");
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
    for actor in [&own, &county, &province] {
        let desk = registry.matters().desk(actor, &Default::default(), None).await;
        assert_eq!(codes(desk), ["not_appointed"], "the desk says why it is empty");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_23_the_account_alone_makes_no_registrar_and_the_appointment_does() {
    let world = World::in_memory().await;
    let (id, password) = world.registrar("registrar.one").await;
    world.registry.accounts().file_training(&system_admin(COUNTY), id, training()).await.unwrap();
    let token = world.sign_in("registrar.one", password).await.unwrap();
    let before = world.session(&token).await.unwrap().actor;
    assert!(before.trained && !before.appointed);
    let renewed = registrar_view(&world, &before).await;
    assert_eq!(renewed, ["not_appointed"], "nor does it see records");
    let post = crate::registrars::post();
    world.registry.registrars().appoint_registrar(&leader(SCHOOL), id, post).await.unwrap();
    let after = world.session(&token).await.unwrap().actor;
    assert!(after.appointed);
    assert_eq!(registrar_view(&world, &after).await, Vec::<String>::new());
}

async fn registrar_view(world: &World, actor: &Actor) -> Vec<String> {
    let listed = world.registry.matters().desk(actor, &Default::default(), None).await;
    if listed.is_ok() { Vec::new() } else { codes(listed) }
}
