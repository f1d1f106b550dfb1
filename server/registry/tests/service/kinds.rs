//! 出境就读, 辍学, 退学, 毕业, 升学, 留级, 特殊安置, 延长休学 through the services, in a school with every grade.

use crate::support::grades::{LONG, in_grade, long_world};
use crate::support::*;
use contract::Page;
use contract::pupil::PupilView;
use domain::access::{Actor, Role};
use domain::case::abroad::Abroad;
use domain::case::change::{Facts, Paper};
use domain::case::completion::{Completion, Outcome};
use domain::case::dropout::DropOut;
use domain::case::extension::Extension;
use domain::case::grade::{Repeat, Skip};
use domain::case::placement::{Placement, Setting};
use domain::case::readmission::{Away, Readmission};
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::case::systems::GradeReason;
use domain::case::withdrawal::{Manner, Withdrawal};
use domain::case::{CaseKind, CaseState, Payload};
use domain::codes::Destination;
use domain::id::{CaseId, PersonId};
use domain::journal::Event;
use domain::refusal::RefusalCode;
use domain::rules::RuleKey;
use registry::case::AskedProgression;
use registry::matter::MatterKind;

async fn view(world: &World, person: PersonId) -> PupilView {
    world.registry.pupils().pupil(&registrar(LONG), person).await.unwrap()
}

/// Opens a change and takes it through; every other role and every other school is refused first.
async fn through(world: &World, person: PersonId, payload: &Payload) -> CaseId {
    for actor in [
        leader(LONG),
        registrar(COUNTY),
        leader(COUNTY),
        actor(Role::Official, COUNTY, 5),
        registrar(SCHOOL),
        guardian(person),
    ] {
        let outcome = world.registry.cases().open_change(&actor, person, payload).await;
        assert!(outcome.is_err(), "{} opens no {}", actor.name, payload.kind().label());
    }
    let case = world.registry.cases().open_change(&registrar(LONG), person, payload).await.unwrap();
    let kind = MatterKind::Case(payload.kind());
    crate::matters::stands(world, kind, &[leader(LONG)]).await;
    assert_eq!(world.approve(LONG, case).await, CaseState::Approved);
    world.registry.outbox().drain_outbox().await.unwrap();
    assert!(world.registry.figures().verify_figures().await.unwrap().is_empty());
    assert!(view(world, person).await.chain_holds);
    crate::matters::stands(world, kind, &[]).await;
    case
}

fn facts(on: &str, papers: &[Paper]) -> Facts {
    Facts { on: day(on), papers: papers.to_vec(), note: String::new() }
}

fn readmission(from: Away, on: &str, grade: u8) -> Readmission {
    let papers = [Paper::Application, Paper::ForeignSchool];
    Readmission { facts: facts(on, &papers), from, grade, class_name: "3班".into(), why: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_20_a_pupil_goes_abroad_and_comes_back_to_the_same_record() {
    let world = long_world().await;
    let person = in_grade(&world, 3, 1, &[]).await;
    let away = Payload::Abroad(Abroad {
        facts: facts("2026-09-07", &[Paper::Passport, Paper::ForeignSchool]),
        country: "SGP".into(),
    });
    through(&world, person, &away).await;
    let gone = view(&world, person).await;
    assert_eq!((gone.standing.label(), gone.spells[0].to_on), ("出境就读", None));
    assert_eq!(gone.may_change, [CaseKind::ReturnFromAbroad, CaseKind::Death]);
    world.wait(chrono::Duration::days(300));
    // Before the summer nobody else has gone up: a grade is left out, and the school says why.
    let plain = readmission(Away::Abroad, "2027-07-04", 4);
    let straight = Payload::ReturnFromAbroad(plain.clone());
    let refused = world.registry.cases().open_change(&registrar(LONG), person, &straight).await;
    assert_eq!(codes(refused), ["grade_reason", "note"]);
    let back = Payload::ReturnFromAbroad(Readmission {
        facts: Facts { note: "经评估达到四年级水平".into(), ..plain.facts.clone() },
        why: Some(GradeReason::Assessed),
        ..plain
    });
    through(&world, person, &back).await;
    let here = view(&world, person).await;
    assert_eq!(
        (here.standing.label(), here.grade.as_str(), here.class_name.as_str()),
        ("在读", "小学四年级", "3班")
    );
    assert_eq!(here.spells.len(), 1, "接续原来的学籍档案");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_an_absence_becomes_a_drop_out_after_the_days_of_the_rule_and_ends_with_the_return() {
    let world = long_world().await;
    let person = in_grade(&world, 8, 2, &[]).await;
    let school = registrar(LONG);
    let since = day("2026-09-07");
    assert!(is_not_found(&world.registry.absences().note_absence(&registrar(SCHOOL), person, since).await));
    assert!(is_not_found(&world.registry.absences().note_absence(&leader(LONG), person, since).await));
    let early = world.registry.absences().follow_up(&school, person, since, "家访", "家长表示会送回").await;
    assert_eq!(codes(early), ["on"], "first the absence");
    world.registry.absences().note_absence(&school, person, since).await.unwrap();
    assert_eq!(codes(world.registry.absences().note_absence(&school, person, since).await), ["since"]);
    world.wait(chrono::Duration::days(8));
    let absence = view(&world, person).await.absence.unwrap();
    assert!(absence.suspected && absence.days == 9, "{absence:?}");
    let drop_out = Payload::DropOut(DropOut {
        facts: Facts { note: "补录".into(), ..facts("2026-09-07", &[Paper::FollowUpRecord]) },
    });
    let soon = codes(world.registry.cases().open_change(&school, person, &drop_out).await);
    assert_eq!(soon, ["on", "papers"], "not yet thirty days, and nothing was done");
    world
        .registry
        .absences()
        .follow_up(&school, person, day("2026-09-14"), "家访", "家长称学生在外地打工")
        .await
        .unwrap();
    world.wait(chrono::Duration::days(30));
    through(&world, person, &drop_out).await;
    let lost = view(&world, person).await;
    assert_eq!((lost.standing.label(), lost.spells[0].to_on), ("流失（辍学）", None), "the record is kept");
    assert_eq!(lost.absence.as_ref().unwrap().follow_ups.len(), 1);
    let owed = on_desk(&world.registry, &school, MatterKind::Letter).await;
    assert_eq!(
        owed.len(),
        1,
        "the report to the county, which is the competent authority here; no township is on record"
    );
    // The log goes on until the child is back.
    world
        .registry
        .absences()
        .follow_up(&school, person, day("2026-10-14"), "电话", "已联系上学生本人")
        .await
        .unwrap();
    assert_eq!(codes(world.registry.absences().end_absence(&school, person, "已返校").await), ["reason"]);
    let masked = world.registry.pupils().pupil(&registrar("320100"), person).await.unwrap();
    assert!(masked.absence.is_none() && masked.placement.is_empty(), "who watches does not read it");
    assert!(masked.timeline.iter().all(|line| !line.words.contains("打工")));
    through(&world, person, &Payload::BackToSchool(readmission(Away::DroppedOut, "2026-10-15", 8))).await;
    let back = view(&world, person).await;
    assert_eq!((back.standing.label(), back.absence.is_none()), ("在读", true));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_nobody_withdraws_from_compulsory_education_and_a_senior_pupil_may() {
    let world = long_world().await;
    let (junior, senior) = (in_grade(&world, 9, 3, &[]).await, in_grade(&world, 11, 4, &[]).await);
    let withdrawal = Payload::Withdrawal(Withdrawal {
        facts: facts("2026-09-07", &[Paper::Application]),
        manner: Manner::Voluntary,
        days: 0,
    });
    let refused = world.registry.cases().open_change(&registrar(LONG), junior, &withdrawal).await;
    assert_eq!(codes(refused), ["manner"]);
    assert!(!view(&world, junior).await.may_change.contains(&CaseKind::Withdrawal));
    through(&world, senior, &withdrawal).await;
    let gone = view(&world, senior).await;
    assert_eq!((gone.standing.label(), gone.spells[0].to_on), ("退学", Some(day("2026-09-07"))));
    assert!(gone.may_change.is_empty());
}

fn graduation(on: &str, certificate: &str, destination: Option<Destination>) -> Payload {
    Payload::Completion(Completion {
        facts: facts(on, &[Paper::FinalRecords]),
        outcome: Outcome::Graduated,
        certificate: certificate.into(),
        destination,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_13_and_14_a_class_graduates_and_goes_on_here_and_elsewhere() {
    let world = long_world().await;
    let (first, second) = (in_grade(&world, 6, 5, &[]).await, in_grade(&world, 6, 6, &[]).await);
    let other = world.pupil(SCHOOL, 7).await;
    let school = registrar(LONG);
    world.wait(chrono::Duration::days(285));
    let listed: Vec<_> =
        world.registry.cases().leavers(&school).await.unwrap().iter().map(|row| row.id).collect();
    assert!(listed.contains(&first) && listed.contains(&second) && listed.len() == 2);
    let outcomes = world
        .registry
        .cases()
        .open_changes(
            &school,
            &[
                (first, graduation("2027-06-19", "2027小001", None)),
                (second, graduation("2027-06-19", "小", None)),
                (other, graduation("2027-06-19", "2027小003", None)),
            ],
        )
        .await
        .unwrap();
    let wrong = |n: usize| {
        let (_, outcome) = &outcomes[n];
        let refusals = outcome.as_ref().err().cloned().unwrap_or_default();
        refusals.into_iter().map(|refusal| refusal.code.to_string()).collect::<Vec<_>>()
    };
    assert_eq!((wrong(0), wrong(1), wrong(2)), (vec![], vec!["certificate".into()], vec!["person".into()]));
    world.approve(LONG, *outcomes[0].1.as_ref().unwrap()).await;
    let done = view(&world, first).await;
    assert_eq!((done.standing.label(), done.spells[0].to_on), ("毕业", Some(day("2027-06-19"))));

    // Within the school no archive moves: its leader and its authority, nobody else.
    let offered = world.registry.cases().own_graduates(&school).await.unwrap();
    assert_eq!(offered.iter().map(|row| row.id).collect::<Vec<_>>(), [first]);
    let (number, name) = world.registry.cases().graduate_named(&school, first).await.unwrap();
    let asked = AskedProgression {
        number,
        name,
        class_name: "7班".into(),
        grade: Default::default(),
        on: day("2027-06-19"),
        note: String::new(),
    };
    for stranger in [leader(LONG), registrar(COUNTY), guardian(first)] {
        assert!(
            world.registry.cases().open_progressions(&stranger, std::slice::from_ref(&asked)).await.is_err()
        );
    }
    let primary = world
        .registry
        .cases()
        .open_progressions(&registrar(SCHOOL), std::slice::from_ref(&asked))
        .await
        .unwrap();
    assert_eq!(
        primary[0].as_ref().unwrap_err()[0].code,
        RefusalCode::Number,
        "a primary school has no next stage"
    );
    let unknown = AskedProgression { name: "别的名字".into(), ..asked.clone() };
    let outcomes =
        world.registry.cases().open_progressions(&school, &[unknown, asked.clone()]).await.unwrap();
    assert_eq!(outcomes[0].as_ref().unwrap_err()[0].code, RefusalCode::Number);
    let case = *outcomes[1].as_ref().unwrap();
    assert_eq!(world.approve(LONG, case).await, CaseState::Approved);
    world.registry.outbox().drain_outbox().await.unwrap();
    let entered = view(&world, first).await;
    assert_eq!(
        (entered.standing.label(), entered.grade.as_str(), entered.class_name.as_str()),
        ("在读", "初中一年级", "7班")
    );
    assert_eq!(entered.spells.len(), 2);
    assert!(entered.timeline.iter().any(|line| line.event == Event::StageEntered));
    assert!(
        world.registry.cases().copies(&school, None).await.unwrap().rows.is_empty(),
        "nothing left the school"
    );
    assert!(world.registry.figures().verify_figures().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_the_school_that_is_left_keeps_a_copy_that_nobody_else_reads() {
    let world = long_world().await;
    let person = in_grade(&world, 3, 8, &[]).await;
    let before = view(&world, person).await;
    let number =
        world.registry.pupils().reveal(&registrar(LONG), person, None, "办理转学核对").await.unwrap();
    let asked = registry::case::AskedTransfer {
        disability: None,
        number,
        name: before.name.clone(),
        on: day("2026-09-07"),
        ground: domain::case::transfer::TransferGround::Home,
        class_name: "2班".into(),
        grade: Default::default(),
        papers: vec![Paper::Application, Paper::Residence],
        note: String::new(),
    };
    let case = world.registry.cases().open_transfer(&registrar(SCHOOL), &asked).await.unwrap();
    for actor in [leader(SCHOOL), registrar(LONG), leader(LONG), registrar(COUNTY), leader(COUNTY)] {
        world.registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    let Page { rows: copies, next } = world.registry.cases().copies(&registrar(LONG), None).await.unwrap();
    assert_eq!((copies.len(), next, copies[0].name.as_str()), (1, None, before.name.as_str()));
    let copy = world.registry.cases().copy(&leader(LONG), copies[0].id).await.unwrap();
    assert_eq!((copy.left_on, copy.moved_to.as_str()), (day("2026-09-07"), "第一小学"));
    assert_eq!(copy.info.len(), before.info.len(), "the whole form as it was");
    assert!(copy.number_mask.contains('*'));
    for stranger in [registrar(SCHOOL), registrar(COUNTY), guardian(person)] {
        assert!(
            is_not_found(&world.registry.cases().copy(&stranger, copies[0].id).await),
            "{}",
            stranger.name
        );
    }
    assert!(world.registry.cases().copies(&registrar(SCHOOL), None).await.unwrap().rows.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_11_and_29_the_province_decides_about_repeating_and_skipping() {
    let world = long_world().await;
    // Jiangsu decides as Sichuan has: repeating in senior high, and once for a pupil with a disability; no skipping.
    let rules = registry::rules::DraftRules {
        values: [(RuleKey::RepeatStages, "3".to_owned()), (RuleKey::RepeatSpecialNeeds, "yes".to_owned())]
            .into(),
        valid_from: day("2026-09-08"),
        source: "苏教规〔2026〕1号".into(),
        note: String::new(),
        ..Default::default()
    };
    world.registry.rules().propose_rules(&registrar("320000"), &rules).await.unwrap();
    world.registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    world.wait(chrono::Duration::days(1));
    let (junior, senior) = (in_grade(&world, 8, 9, &[]).await, in_grade(&world, 11, 10, &[]).await);
    let repeat = Payload::Repeat(Repeat {
        facts: facts("2026-09-07", &[Paper::Application]),
        class_name: "2班".into(),
    });
    let school = registrar(LONG);
    let refusals = match world.registry.cases().open_change(&school, junior, &repeat).await {
        Err(registry::error::Error::Refused(refusals)) => refusals,
        other => panic!("{other:?}"),
    };
    assert!(refusals[0].to_string().contains("苏教规〔2026〕1号（2026年9月8日起）"), "{}", refusals[0]);
    let skip = Payload::Skip(Skip {
        facts: facts("2026-09-07", &[Paper::Application, Paper::Assessment]),
        class_name: "2班".into(),
    });
    assert_eq!(codes(world.registry.cases().open_change(&school, senior, &skip).await), ["on"]);
    // Nobody is in the grade below: two of a hundred of nobody is nobody.
    assert_eq!(codes(world.registry.cases().open_change(&school, senior, &repeat).await), ["on"]);
    let below: Vec<_> = (0..50).collect();
    for seed in below {
        in_grade(&world, 10, 1000 + seed, &[]).await;
    }
    through(&world, senior, &repeat).await;
    let repeated = view(&world, senior).await;
    assert_eq!((repeated.grade.as_str(), repeated.standing.label()), ("高中一年级", "在读"));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_17_a_placement_leaves_the_record_where_it_is_and_names_where_the_pupil_learns() {
    let world = long_world().await;
    let person = in_grade(&world, 3, 11, &[]).await;
    let placement = |setting, host: &str| {
        Payload::Placement(Placement {
            disability: None,
            facts: facts("2026-09-07", &[Paper::Agreement, Paper::Assessment]),
            setting,
            host: host.into(),
            chosen: None,
            agreement: "学籍留在原学校，由就读学校评价。".into(),
        })
    };
    let disabled = world
        .registry
        .cases()
        .open_change(&registrar(LONG), person, &placement(Setting::HomeTeaching, ""))
        .await;
    assert_eq!(codes(disabled), ["setting"], "the form names no disability");
    through(&world, person, &placement(Setting::ReformSchool, "苏州市育新专门学校")).await;
    let placed = view(&world, person).await;
    assert_eq!(
        (placed.standing.label(), placed.placement.as_str()),
        ("在读", "到专门（工读）学校就读（苏州市育新专门学校）")
    );
    through(&world, person, &placement(Setting::Ended, "")).await;
    assert!(view(&world, person).await.placement.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_19_a_suspension_is_made_longer_within_the_rule_and_its_last_day_is_on_record() {
    let world = long_world().await;
    let person = in_grade(&world, 3, 12, &[]).await;
    let suspension = Payload::Suspension(Suspension {
        facts: facts("2026-09-07", &[Paper::Application, Paper::HospitalRecord]),
        until: day("2027-03-07"),
        ground: SuspensionGround::Illness,
    });
    through(&world, person, &suspension).await;
    assert_eq!(view(&world, person).await.suspended, Some((day("2026-09-07"), day("2027-03-07"))));
    let longer = |until: &str| {
        Payload::Extension(Extension { facts: facts("2026-09-07", &[Paper::Application]), until: day(until) })
    };
    let school: Actor = registrar(LONG);
    let too_long = world.registry.cases().open_change(&school, person, &longer("2028-09-08")).await;
    assert_eq!(codes(too_long), ["until"]);
    through(&world, person, &longer("2027-09-07")).await;
    let view = view(&world, person).await;
    assert_eq!(
        (view.standing.label(), view.suspended),
        ("休学", Some((day("2026-09-07"), day("2027-09-07"))))
    );
}
