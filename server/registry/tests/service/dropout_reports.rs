//! What a school owes of a drop-out before anybody confirms it (第二十二条): the reports, and what is found when it keeps quiet (第二十七条).

use crate::support::dropouts::{
    absent, all_agree, drop_out, is_whole, letters_of, migrant, on, two_provinces, unit,
};
use crate::support::grades::{LONG, in_grade};
use crate::support::*;
use domain::case::{CaseKind, Command};
use domain::letter::{LetterKind, LetterState};
use domain::org::{Unit, UnitKind};
use domain::violation::ViolationKind;
use registry::violation::ViolationBox;

#[tokio::test(flavor = "multi_thread")]
async fn article_22_a_drop_out_that_is_not_confirmed_is_not_reported() {
    let world = two_provinces().await;
    let registry = &world.registry;
    let person = migrant(&world, 4).await;
    absent(&world, person).await;
    on(&world, 2026, 10, 15);
    let case = registry.cases().open_change(&registrar(LONG), person, &drop_out()).await.unwrap();
    let refuse = Command::Refuse { reason: "学生已在外校就读".into() };
    registry.cases().decide_case(&leader(LONG), case, refuse).await.unwrap();
    let reports = letters_of(&world, &registrar(LONG), LetterKind::DropOutReport).await;
    assert!(reports.iter().all(|line| line.state == LetterState::Cancelled), "{reports:?}");
    // Asked for again it is owed again, and once.
    registry.cases().open_change(&registrar(LONG), person, &drop_out()).await.unwrap();
    let reports = letters_of(&world, &registrar(LONG), LetterKind::DropOutReport).await;
    assert_eq!(reports.iter().filter(|line| line.state == LetterState::Owed).count(), 1);
    is_whole(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_27_a_drop_out_that_a_school_keeps_quiet_about_is_found_from_the_absence() {
    let world = two_provinces().await;
    let registry = &world.registry;
    let (quiet, honest) = (migrant(&world, 5).await, migrant(&world, 6).await);
    let senior = in_grade(&world, 11, 7, &[]).await;
    for person in [quiet, honest, senior] {
        absent(&world, person).await;
    }
    on(&world, 2026, 10, 15);
    registry.cases().open_change(&registrar(LONG), honest, &drop_out()).await.unwrap();
    let found = async || {
        registry.violations().find_violations().await.unwrap();
        let county = registrar(COUNTY);
        let waiting =
            registry.violations().list_violations(&county, ViolationBox::Below, None, None).await.unwrap();
        let ids = waiting.rows.iter().filter(|line| line.kind == ViolationKind::DropoutNotReported);
        let mut facts = Vec::new();
        for line in ids {
            facts.push(registry.violations().violation_view(&county, line.id).await.unwrap().fact);
        }
        facts
    };
    assert!(found().await.is_empty(), "thirty days, and ten working days for the report");
    on(&world, 2026, 11, 10);
    let facts = found().await;
    assert_eq!(
        facts.len(),
        2,
        "the silence of the one school, and the report of the other that was not sent: {facts:?}"
    );
    assert!(facts.iter().any(|fact| fact.contains("1 名义务教育阶段学生")), "{facts:?}");
    assert_eq!(found().await.len(), 2, "each fact once");
    assert!(
        !registry
            .pupils()
            .pupil(&registrar(LONG), quiet)
            .await
            .unwrap()
            .may_change
            .contains(&CaseKind::Withdrawal)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_a_report_that_was_sent_stays_sent_and_only_the_others_are_owed_again() {
    let world = two_provinces().await;
    let registry = &world.registry;
    let township = Unit {
        path: unit_path(COUNTY).child(&code("320102001")),
        division: COUNTY.into(),
        ..unit("320102001", "梅园街道", UnitKind::Township, COUNTY)
    };
    registry.units().add_units(&[township]).await.unwrap();
    let (school, head) = (registrar(LONG), leader(LONG));
    let person = migrant(&world, 8).await;
    absent(&world, person).await;
    on(&world, 2026, 10, 15);
    let reports = async || {
        let lines = letters_of(&world, &school, LetterKind::DropOutReport).await;
        let mut states: Vec<_> = lines.iter().map(|line| (line.state, line.id)).collect();
        states.sort();
        states
    };
    let states = |all: &[(LetterState, _)]| all.iter().map(|(state, _)| *state).collect::<Vec<_>>();
    let case = registry.cases().open_change(&school, person, &drop_out()).await.unwrap();
    let owed = reports().await;
    assert_eq!(states(&owed), [LetterState::Owed, LetterState::Owed], "township and county");
    let sent = owed[0].1;
    registry.letters().draft_letter(&school, sent, None, "多次家访，家长称已返乡").await.unwrap();
    registry.letters().sign_letter(&head, sent).await.unwrap();
    let refuse = Command::Refuse { reason: "学生已在外校就读".into() };
    registry.cases().decide_case(&head, case, refuse).await.unwrap();
    let after = reports().await;
    assert_eq!(after, [(LetterState::Signed, sent), (LetterState::Cancelled, owed[1].1)]);
    // Asked for again, who has the report is not told twice, and who has not is told.
    let case = registry.cases().open_change(&school, person, &drop_out()).await.unwrap();
    let again = reports().await;
    assert_eq!(states(&again), [LetterState::Owed, LetterState::Signed, LetterState::Cancelled]);
    all_agree(&world, case).await;
    assert_eq!(reports().await, again, "nothing twice");
    is_whole(&world).await;
}
