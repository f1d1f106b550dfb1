//! The register of certificates through the services (第十三条): issued once, replaced when lost, revoked with a reason, no number twice.

use crate::support::certificates::{certificate_sheet, completion, finish, issue, line};
use crate::support::corrections::events;
use crate::support::grades::{LONG, in_grade, long_world};
use crate::support::prints::{printed, words};
use crate::support::*;
use contract::printout::Checked;
use domain::access::Role;
use domain::case::completion::Outcome;
use domain::certificate::{CertificateKind, CertificateState, is_systems};
use domain::id::CaseId;
use domain::journal::Event;
use domain::print::{PrintKind, Style};
use domain::refusal::RefusalCode;
use domain::rules::RuleKey;
use domain::school::{Change, State};
use registry::certificate::Numbering;
use registry::printout::AskedPrint;
use registry::school::Asked;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn article_13_a_class_gets_its_certificates_once_and_no_number_twice() {
    let world = long_world().await;
    let (registry, by) = (&world.registry, registrar(LONG));
    let (a, b, c) = (
        in_grade(&world, 6, 1, &[]).await,
        in_grade(&world, 6, 2, &[]).await,
        in_grade(&world, 6, 3, &[]).await,
    );
    let fourth = in_grade(&world, 6, 4, &[]).await;
    let early = registry.cases().open_change(&by, fourth, &completion(Outcome::Graduated, "")).await.unwrap();
    let cases = [
        finish(&world, a, Outcome::Graduated, "2026小001").await,
        finish(&world, b, Outcome::Completed, "").await,
        finish(&world, c, Outcome::Graduated, "２０２６小 001").await,
        early,
    ];
    let page = registry.certificates().list_certificates(&by, None, Some(2026), None).await.unwrap();
    assert_eq!((page.waiting.len(), page.register.rows.len()), (3, 0), "who has not finished does not wait");
    for other in [leader(LONG), registrar(COUNTY), leader(COUNTY), guardian(a)] {
        assert!(
            registry.certificates().issue_certificates(&other, &cases, Numbering::AsEntered).await.is_err()
        );
    }
    let elsewhere =
        registry.certificates().issue_certificates(&registrar(SCHOOL), &cases, Numbering::AsEntered).await;
    assert!(elsewhere.unwrap().iter().all(|(_, outcome)| outcome.is_err()), "not another school's");

    let outcomes =
        registry.certificates().issue_certificates(&by, &cases, Numbering::AsEntered).await.unwrap();
    let wrong = |n: usize| outcomes[n].1.as_ref().unwrap_err()[0].code.to_string();
    assert_eq!(wrong(2), "number", "the same number typed differently");
    assert_eq!(wrong(3), "completion", "not approved yet");
    let first = *outcomes[0].1.as_ref().unwrap();
    let again =
        registry.certificates().issue_certificates(&by, &cases[..1], Numbering::Register).await.unwrap();
    assert_eq!(again[0].1, Ok(first), "issued once");
    let one = &cases[2..3];
    let certificates = registry.certificates();
    let (x, y) = tokio::join!(
        certificates.issue_certificates(&by, one, Numbering::Register),
        certificates.issue_certificates(&by, one, Numbering::Register)
    );
    assert_eq!(x.unwrap()[0].1, y.unwrap()[0].1, "at the same moment too");

    let page = registry.certificates().list_certificates(&by, None, None, None).await.unwrap();
    let numbers: BTreeSet<_> = page.register.rows.iter().map(|line| line.number.clone()).collect();
    assert_eq!((numbers.len(), page.register.rows.len(), page.waiting.len()), (3, 3, 0));
    assert!(numbers.contains("2026小001"));
    // The clock stands still here, so the order of the lines says nothing.
    let completed = page.register.rows.iter().find(|line| line.kind == CertificateKind::Completion);
    assert!(is_systems(&completed.unwrap().number), "the register numbers whom nobody numbered");
    for person in [a, b, c] {
        let view = registry.pupils().pupil(&by, person).await.unwrap();
        let told = events(&view).into_iter().filter(|event| *event == Event::CertificateIssued).count();
        assert_eq!(told, 1);
        assert!(view.chain_holds);
    }
    assert!(registry.figures().verify_figures().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_certificates_are_numbered_in_the_form_that_the_province_prescribes() {
    let world = long_world().await;
    let (registry, by) = (&world.registry, registrar(LONG));
    let draft = crate::rules::draft(&[(RuleKey::CertificateNumber, "{学校标识码}{年份}{流水号4}")]);
    registry.rules().propose_rules(&registrar("320000"), &draft).await.unwrap();
    registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    let mut cases = Vec::new();
    for (seed, certificate) in [(1, "2026小001"), (2, ""), (3, "")] {
        let pupil = in_grade(&world, 6, seed, &[]).await;
        cases.push(finish(&world, pupil, Outcome::Graduated, certificate).await);
    }
    let fourth = in_grade(&world, 6, 4, &[]).await;
    let view =
        async || registry.certificates().certificates_view(&by, None, Some(2026), None, "").await.unwrap();
    assert_eq!(view().await.numbering, None, "it holds from October on");

    world.wait(chrono::Duration::days(30));
    let number = |serial: u32| format!("{LONG}2026{serial:04}");
    let next = async || view().await.numbering.map(|(_, next)| next);
    assert_eq!(next().await, Some(number(1)));
    assert_eq!(next().await, Some(number(1)), "who looks uses none up");
    let issue = async |cases: &[CaseId], numbering| {
        registry.certificates().issue_certificates(&by, cases, numbering).await.unwrap()
    };
    let refused = issue(&cases[..1], Numbering::AsEntered).await[0].1.clone().unwrap_err().remove(0);
    assert_eq!(refused.code, RefusalCode::Number);
    assert!(refused.what.contains("流水号（4位）") && refused.what.contains(&number(1)), "{refused:?}");
    let issued = issue(&cases[..2], Numbering::Register).await;
    assert!(issued.iter().all(|(_, outcome)| outcome.is_ok()));
    let page = registry.certificates().list_certificates(&by, None, Some(2026), None).await.unwrap();
    let numbers: BTreeSet<_> = page.register.rows.iter().map(|line| line.number.clone()).collect();
    assert_eq!(numbers, BTreeSet::from([number(1), number(2)]));
    assert_eq!(next().await, Some(number(3)));

    // A lost one's replacement is typed in the same form, and what is taken is passed over.
    let lost = issued[0].1.clone().unwrap();
    let replace = async |number: &str| {
        registry.certificates().replace_certificate(&by, lost, "监护人说明遗失", number).await
    };
    assert_eq!(codes(replace("2026小002").await), ["number"]);
    assert_eq!(codes(replace(&number(2)).await), ["number"], "taken");
    assert_eq!(registry.certificates().certificate(&by, lost).await.unwrap().numbering.unwrap().1, number(3));
    replace(&number(3)).await.unwrap();
    assert_eq!(next().await, Some(number(4)));
    issue(&cases[2..], Numbering::AsEntered).await[0].1.clone().unwrap();
    assert_eq!(next().await, Some(number(5)));

    // Where a number is typed first it is held against the form already.
    let payload = completion(Outcome::Graduated, "2026小009");
    let told = codes(registry.cases().open_change(&by, fourth, &payload).await);
    assert!(told.contains(&"certificate".to_owned()), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_the_register_is_read_by_the_school_and_its_authority_alone() {
    let world = long_world().await;
    let registry = &world.registry;
    let pupil = in_grade(&world, 6, 1, &[]).await;
    let id = issue(&world, finish(&world, pupil, Outcome::Graduated, "").await).await;
    let long = code(LONG);
    for reader in [registrar(COUNTY), leader(COUNTY)] {
        let page = registry.certificates().list_certificates(&reader, Some(&long), None, None).await.unwrap();
        let line = &page.register.rows[0];
        assert_eq!(line.id, id);
        assert!(!line.may_print && !line.may_replace && !line.may_revoke && page.waiting.is_empty());
        assert!(
            registry.certificates().replace_certificate(&reader, id, "监护人说明遗失", "").await.is_err()
        );
    }
    for stranger in
        [registrar(SCHOOL), registrar("320100"), actor(Role::Official, COUNTY, 5), guardian(pupil)]
    {
        assert!(is_not_found(
            &registry.certificates().list_certificates(&stranger, Some(&long), None, None).await
        ));
        assert!(registry.certificates().revoke_certificate(&stranger, id, "不应成功").await.is_err());
    }
    let print = AskedPrint::Certificate { certificate: id };
    assert!(is_not_found(&registry.prints().print_form(&registrar(SCHOOL), &print).await));
    assert!(is_not_found(&registry.prints().print_form(&registrar(COUNTY), &print).await));
    assert!(is_not_found(
        &registry.certificates().replace_certificate(&registrar(SCHOOL), id, "监护人说明遗失", "").await
    ));
    assert!(is_not_found(
        &registry.certificates().revoke_certificate(&leader(SCHOOL), id, "姓名有误重发").await
    ));
    assert_eq!(
        codes(registry.certificates().revoke_certificate(&registrar(LONG), id, "姓名有误重发").await),
        ["not_permitted"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_a_lost_certificate_is_replaced_and_its_sheet_no_longer_holds() {
    let world = long_world().await;
    let (registry, by) = (&world.registry, registrar(LONG));
    let pupil = in_grade(&world, 6, 1, &[]).await;
    let id = issue(&world, finish(&world, pupil, Outcome::Graduated, "2026小001").await).await;
    let sheet = certificate_sheet(&world, id).await;
    assert_eq!(
        (sheet.line.kind, sheet.document.style),
        (PrintKind::GraduationCertificate, Style::Certificate)
    );
    let name = registry.pupils().pupil(&by, pupil).await.unwrap().name;
    assert!(words(&sheet).contains(&name) && words(&sheet).contains("准予毕业"));
    world.wait(chrono::Duration::days(3));
    assert_eq!(certificate_sheet(&world, id).await.line.id, sheet.line.id, "one sheet, on any day");
    let Checked::Genuine(told) = registry.prints().check_print(&sheet.code, "10.0.0.1").await.unwrap() else {
        panic!("not genuine");
    };
    assert!(format!("{told:?}").contains("2026小001") && !format!("{told:?}").contains(&name));

    assert_eq!(codes(registry.certificates().replace_certificate(&by, id, "丢", "").await), ["reason"]);
    assert_eq!(
        codes(registry.certificates().replace_certificate(&by, id, "监护人说明遗失", "2026小001").await),
        ["number"]
    );
    let next = registry.certificates().replace_certificate(&by, id, "监护人说明遗失", "").await.unwrap();
    assert_eq!(
        codes(registry.certificates().replace_certificate(&by, id, "监护人说明遗失", "").await),
        ["state"]
    );
    let lost = line(&world, id).await;
    assert_eq!(lost.state, CertificateState::Replaced);
    assert!(!lost.may_print && !lost.may_replace);
    assert!(matches!(
        registry.prints().check_print(&sheet.code, "10.0.0.1").await.unwrap(),
        Checked::Revoked(..)
    ));
    assert_eq!(
        codes(registry.prints().print_form(&by, &AskedPrint::Certificate { certificate: id }).await),
        ["state"]
    );
    let proof = line(&world, next).await;
    assert_eq!(
        (proof.kind, proof.replaces.as_deref()),
        (CertificateKind::GraduationProof, Some("2026小001"))
    );
    let sheet = certificate_sheet(&world, next).await;
    assert!(words(&sheet).contains("毕业证明书") && words(&sheet).contains("2026小001"));
    let view = registry.pupils().pupil(&by, pupil).await.unwrap();
    assert!(events(&view).contains(&Event::CertificateReplaced) && view.chain_holds);
    // A revoked replacement leaves the pupil without any: the lost one may be replaced again.
    registry.certificates().revoke_certificate(&leader(LONG), next, "补办编号有误").await.unwrap();
    assert!(line(&world, id).await.may_replace);
    registry.certificates().replace_certificate(&by, id, "监护人说明遗失", "").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_a_revoked_certificate_gives_the_completion_free_but_never_its_number() {
    let world = long_world().await;
    let (registry, by) = (&world.registry, registrar(LONG));
    let pupil = in_grade(&world, 6, 1, &[]).await;
    let case = finish(&world, pupil, Outcome::Graduated, "2026小001").await;
    let id = issue(&world, case).await;
    let sheet = certificate_sheet(&world, id).await;
    assert_eq!(codes(registry.certificates().revoke_certificate(&leader(LONG), id, "误").await), ["reason"]);
    registry.certificates().revoke_certificate(&leader(LONG), id, "姓名有误重新发证").await.unwrap();
    assert_eq!(
        codes(registry.certificates().revoke_certificate(&leader(LONG), id, "姓名有误重新发证").await),
        ["state"]
    );
    assert!(matches!(
        registry.prints().check_print(&sheet.code, "10.0.0.1").await.unwrap(),
        Checked::Revoked(..)
    ));
    let page = registry.certificates().list_certificates(&by, None, None, None).await.unwrap();
    assert_eq!(page.waiting.len(), 1, "a new one may be issued");
    let again = registry.certificates().issue_certificates(&by, &[case], Numbering::AsEntered).await.unwrap();
    assert_eq!(again[0].1.as_ref().unwrap_err()[0].code, RefusalCode::Number, "the number is taken for good");
    let again = registry.certificates().issue_certificates(&by, &[case], Numbering::Register).await.unwrap();
    let new = *again[0].1.as_ref().unwrap();
    assert_ne!(new, id);
    let events = events(&registry.pupils().pupil(&by, pupil).await.unwrap());
    assert!(events.contains(&Event::CertificateRevoked));
}

/// The school with every grade is closed; who keeps the archives of those who have left is said.
async fn closed(world: &World, archives: Option<&str>) {
    let registry = &world.registry;
    let change = Change::Close { archives: archives.map(code), placements: Vec::new() };
    let asked = Asked { school: Some(code(LONG)), change, act: "玄教〔2026〕12号".into() };
    let id = registry.schools().propose_school_change(&registrar(COUNTY), &asked).await.unwrap();
    let decided = registry.schools().decide_school_change(&leader(COUNTY), id, true, "").await.unwrap();
    assert_eq!(decided, State::Running);
    assert_eq!(registry.schools().run_school_change(id).await.unwrap(), State::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_of_a_school_that_is_no_more_who_follows_it_replaces_a_lost_certificate() {
    for (archives, follows) in [(None, COUNTY), (Some(SCHOOL), SCHOOL)] {
        let world = long_world().await;
        let registry = &world.registry;
        let person = in_grade(&world, 6, 1, &[]).await;
        let case = finish(&world, person, Outcome::Graduated, "").await;
        let lost = issue(&world, case).await;
        let number = line(&world, lost).await.number;
        let reason = "监护人书面说明证书遗失";
        let by = registrar(follows);
        let replace = async |by: &domain::access::Actor, id| {
            registry.certificates().replace_certificate(by, id, reason, "").await
        };
        assert!(is_not_found(&replace(&by, lost).await), "while the school works it does so itself");
        closed(&world, archives).await;

        for stranger in [registrar(OTHER_SCHOOL), registrar("320100")] {
            assert!(is_not_found(&replace(&stranger, lost).await), "{}", stranger.name);
        }
        assert_eq!(codes(replace(&leader(follows), lost).await), ["not_permitted"]);
        assert!(registry.certificates().certificate(&by, lost).await.unwrap().may_replace, "{follows}");
        let id = replace(&by, lost).await.unwrap();
        let next = registry.certificates().certificate(&by, id).await.unwrap();
        assert_eq!((next.kind, next.replaces), (CertificateKind::GraduationProof, Some(number)));
        assert!(
            is_systems(&next.number) && next.number.starts_with(LONG),
            "the school's numbers: {}",
            next.number
        );
        assert!(next.in_place.is_some() && next.may_print);
        let sheet = words(&printed(&world, &by, &AskedPrint::Certificate { certificate: id }).await);
        assert!(sheet.contains("玄武十二年一贯制学校已停办"), "{sheet}");
        // The register of the school that is no more shows both.
        let school = code(LONG);
        let page = registry.certificates().list_certificates(&by, Some(&school), Some(2026), None).await;
        let ids: BTreeSet<_> = page.unwrap().register.rows.iter().map(|line| line.id).collect();
        assert_eq!(ids, [lost, id].into());
    }
}
