//! 学籍复核 (第二十四条): a county opens it with two persons, the system looks at every record, the school answers and signs, the authority
//! signs; guardians confirm; every unit above sees how far it is.

use crate::support::reviews::{dates, said, sign, submit, this_term};
use crate::support::*;
use domain::access::{Actor, Role};
use domain::case::correction::ProofKind;
use domain::review::{AnomalyKind, CampaignCommand, Dates, Finding, Outcome, SchoolCommand, SchoolState};
use registry::case::Upload;
use registry::review::Confirmation;

#[tokio::test(flavor = "multi_thread")]
async fn article_24_a_review_is_opened_by_two_persons_of_a_competent_authority_once_a_term() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.pupil(SCHOOL, 1).await;
    for stranger in [registrar("000000"), leader(COUNTY), registrar(SCHOOL), actor(Role::Official, COUNTY, 5)]
    {
        assert_eq!(codes(registry.reviews().propose_review(&stranger, dates()).await), ["not_permitted"]);
    }
    let late = Dates { school: day("2026-09-07"), ..dates() };
    assert_eq!(codes(registry.reviews().propose_review(&registrar(COUNTY), late).await), ["school"]);
    let id = registry.reviews().propose_review(&registrar(COUNTY), dates()).await.unwrap();
    assert_eq!(codes(registry.reviews().propose_review(&registrar(COUNTY), dates()).await), ["once"]);
    assert_eq!(on_desk(registry, &leader(COUNTY), MatterKind::Review).await.len(), 1);

    // Before it is approved it is nobody else's business.
    assert!(registry.reviews().list_reviews(&registrar(SCHOOL)).await.unwrap().lines.is_empty());
    for stranger in [registrar(SCHOOL), leader("320000"), registrar("440106")] {
        assert!(is_not_found(&registry.reviews().review(&stranger, id).await), "{}", stranger.name);
    }
    let approve = CampaignCommand::Approve;
    let both = Actor { account: registrar(COUNTY).account, ..leader(COUNTY) };
    assert_eq!(codes(registry.reviews().act_on_review(&both, id, &approve).await), ["four_eyes"]);
    assert!(is_not_found(&registry.reviews().act_on_review(&leader("320000"), id, &approve).await));
    let back = CampaignCommand::Return("学校时间太短".into());
    registry.reviews().act_on_review(&leader(COUNTY), id, &back).await.unwrap();
    registry.reviews().act_on_review(&registrar(COUNTY), id, &CampaignCommand::Amend(dates())).await.unwrap();
    registry.reviews().act_on_review(&leader(COUNTY), id, &approve).await.unwrap();

    // The look is the background worker's; then every school below has its part. While it goes on, who has all of them below sees how far.
    let looking = async |by: Actor| registry.reviews().review(&by, id).await.unwrap().looking;
    assert!(looking(leader(COUNTY)).await.is_some());
    assert!(is_not_found(&registry.reviews().school_review(&registrar(SCHOOL), id, &code(SCHOOL)).await));
    registry.outbox().drain_outbox().await.unwrap();
    assert_eq!((looking(leader(COUNTY)).await, looking(registrar(SCHOOL)).await), (None, None));
    let part = world.part(id, SCHOOL).await;
    assert_eq!((part.figures.pupils, part.looked_on, part.may_answer), (1, Some(day("2026-09-07")), true));
    assert_eq!(registry.reviews().list_reviews(&registrar(SCHOOL)).await.unwrap().lines.len(), 1);

    // A school takes part once a term: the province's own review leaves it to the county's.
    let other = registry.reviews().propose_review(&registrar("320000"), dates()).await.unwrap();
    registry.reviews().act_on_review(&leader("320000"), other, &approve).await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    assert!(is_not_found(&registry.reviews().school_review(&registrar(SCHOOL), other, &code(SCHOOL)).await));
    assert_eq!(registry.reviews().list_reviews(&registrar(SCHOOL)).await.unwrap().lines.len(), 1);
    world.figures_agree().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_a_school_answers_for_every_pupil_and_four_people_sign() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (one, two) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let (three, _) = world.enter(SCHOOL, info(3)).await;
    world.pupil(OTHER_SCHOOL, 4).await;
    let id = world.open_review().await;
    registry.outbox().drain_outbox().await.unwrap();
    let part = world.part(id, SCHOOL).await;
    assert_eq!((part.figures.pupils, part.figures.anomalies[&AnomalyKind::UnfinishedCase]), (3, 1));
    let class = &part.classes[0];
    let (school, by) = (code(SCHOOL), registrar(SCHOOL));
    let sheet =
        registry.reviews().review_sheet(&by, id, &school, class.grade, &class.class_name).await.unwrap();
    assert_eq!((sheet.pupils.len(), sheet.may_answer), (3, true));
    for stranger in [registrar(OTHER_SCHOOL), leader("320100"), actor(Role::Official, COUNTY, 5)] {
        let seen = registry
            .reviews()
            .review_sheet(&stranger, id, &code(SCHOOL), class.grade, &class.class_name)
            .await;
        assert!(is_not_found(&seen), "{} sees no names", stranger.name);
    }

    assert_eq!(codes(world.step(&registrar(SCHOOL), id, submit()).await), ["pupils", "anomalies"]);
    assert!(is_not_found(&registry.reviews().confirm_present(&registrar(OTHER_SCHOOL), id, &[one]).await));
    assert!(is_not_found(&registry.reviews().confirm_present(&registrar(COUNTY), id, &[one]).await));
    assert_eq!(codes(registry.reviews().confirm_present(&registrar(SCHOOL), id, &[]).await), ["people"]);
    registry.reviews().confirm_present(&registrar(SCHOOL), id, &[one, two]).await.unwrap();
    let elsewhere = |note| said(Finding::Elsewhere, note);
    let confirm = async |said: Confirmation| {
        registry.reviews().confirm_pupil(&registrar(SCHOOL), id, three, &said).await
    };
    assert_eq!(codes(confirm(elsewhere("")).await), ["note"]);
    confirm(elsewhere("随父母在外省就读，准备办理转学")).await.unwrap();
    let page = registry
        .reviews()
        .review_anomalies(&leader(COUNTY), id, &code(SCHOOL), None, true, None)
        .await
        .unwrap();
    assert_eq!(page.rows.iter().map(|pupil| pupil.person).collect::<Vec<_>>(), [three]);
    let settle = async |note: &str| {
        let answer = (Outcome::UnderWay, note);
        registry
            .reviews()
            .settle_anomaly(&registrar(SCHOOL), id, &[three], AnomalyKind::UnfinishedCase, answer)
            .await
    };
    assert_eq!(codes(settle("").await), ["note"]);
    settle("已报主管领导").await.unwrap();
    let kind = Some(AnomalyKind::UnfinishedCase);
    let open = registry
        .reviews()
        .review_anomalies(&leader(SCHOOL), id, &code(SCHOOL), kind, true, None)
        .await
        .unwrap();
    let all = registry
        .reviews()
        .review_anomalies(&leader(SCHOOL), id, &code(SCHOOL), kind, false, None)
        .await
        .unwrap();
    assert_eq!((open.rows.len(), all.rows.len()), (0, 1));

    assert_eq!(world.step(&registrar(SCHOOL), id, submit()).await.unwrap(), SchoolState::Submitted);
    assert_eq!(codes(registry.reviews().confirm_present(&registrar(SCHOOL), id, &[one]).await), ["closed"]);
    assert_eq!(codes(world.step(&registrar(COUNTY), id, SchoolCommand::Examine).await), ["out_of_state"]);
    world.step(&leader(SCHOOL), id, sign()).await.unwrap();
    assert!(is_not_found(&world.step(&registrar("320100"), id, SchoolCommand::Examine).await));
    let line = on_desk(registry, &registrar(COUNTY), MatterKind::ReviewSchool).await.remove(0);
    assert_eq!((line.due_on, line.days_left), (Some(day("2026-09-25")), Some(14)));
    // Returned with a reason, mended, and through.
    assert_eq!(codes(world.step(&registrar(COUNTY), id, SchoolCommand::Return("".into())).await), ["reason"]);
    world.step(&registrar(COUNTY), id, SchoolCommand::Return("请写明转学办到哪一步".into())).await.unwrap();
    confirm(elsewhere("转学已由转入学校发起")).await.unwrap();
    world.step(&registrar(SCHOOL), id, submit()).await.unwrap();
    world.step(&leader(SCHOOL), id, sign()).await.unwrap();
    world.step(&registrar(COUNTY), id, SchoolCommand::Examine).await.unwrap();
    let both = Actor { account: registrar(COUNTY).account, ..leader(COUNTY) };
    assert_eq!(codes(world.step(&both, id, SchoolCommand::Confirm).await), ["four_eyes"]);
    assert_eq!(world.step(&leader(COUNTY), id, SchoolCommand::Confirm).await.unwrap(), SchoolState::Done);
    let view = world.part(id, SCHOOL).await;
    assert_eq!((view.signatures.len(), view.returns.len()), (4, 1));
    world.figures_agree().await;

    // The tree from the nation down, from counters.
    let mut units = vec!["000000", "320000", "320100", COUNTY];
    for unit in units.drain(..) {
        let progress = registry
            .reviews()
            .review_progress(&actor(Role::Official, unit, 5), this_term(), None)
            .await
            .unwrap();
        assert_eq!((progress.own.figures.pupils, progress.own.figures.confirmed()), (4, 3), "{unit}");
        assert_eq!(progress.own.schools[&SchoolState::Done], 1, "{unit}");
        let below: i64 = progress.below.iter().map(|unit| unit.figures.pupils).sum();
        assert_eq!(below, 4, "{unit}");
        assert_eq!(progress.own.figures.findings[&Finding::Elsewhere], 1);
        assert_eq!(progress.own.figures.answered(Outcome::UnderWay), 1);
    }
    let other =
        registry.reviews().review_progress(&registrar("440106"), this_term(), Some(&code(COUNTY))).await;
    assert!(is_not_found(&other));
    let timeline = registry.pupils().pupil(&registrar(SCHOOL), three).await.unwrap().timeline;
    assert!(timeline.iter().any(|line| line.words.contains("转学已由转入学校发起")));

    // It ends when its last day is over, and nobody is waited for any more.
    let close = CampaignCommand::Close { unfinished: 0 };
    assert_eq!(codes(registry.reviews().act_on_review(&leader(COUNTY), id, &close).await), ["unfinished"]);
    world.wait(chrono::Duration::days(12));
    registry.watch().look_round().await.unwrap();
    let told = async || {
        let mut late = registry.matters().late_matters(&leader(COUNTY)).await.unwrap();
        late.retain(|line| line.kind == MatterKind::ReviewSchool);
        late
    };
    let late = told().await;
    assert!(late.len() == 1 && late[0].href.ends_with(OTHER_SCHOOL), "{late:?}");
    let line = on_desk(registry, &registrar(OTHER_SCHOOL), MatterKind::ReviewSchool).await.remove(0);
    assert!(line.due_on == Some(day("2026-09-18")) && line.overdue, "{line:?}");
    world.wait(chrono::Duration::days(12));
    registry.reviews().act_on_review(&leader(COUNTY), id, &close).await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    assert!(on_desk(registry, &registrar(OTHER_SCHOOL), MatterKind::ReviewSchool).await.is_empty());
    assert!(told().await.is_empty());
    let over = registry
        .reviews()
        .act_on_school_review(&registrar(OTHER_SCHOOL), id, &code(OTHER_SCHOOL), &submit())
        .await;
    assert_eq!(codes(over), ["not_running"]);
    world.figures_agree().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_guardians_confirm_their_own_child_online_or_on_paper() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (one, two) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    assert!(registry.reviews().guardian_reviews(&guardian(one)).await.unwrap().is_empty());
    let id = world.open_review().await;
    registry.outbox().drain_outbox().await.unwrap();
    let [review] = &registry.reviews().guardian_reviews(&guardian(one)).await.unwrap()[..] else {
        panic!("one child")
    };
    assert_eq!((review.person, review.due_on, review.open), (one, day("2026-09-18"), true));
    assert!(is_not_found(&registry.reviews().guardian_word(&guardian(one), two, true).await));
    assert!(is_not_found(&registry.reviews().guardian_review(&registrar(SCHOOL), one).await));
    registry.reviews().guardian_word(&guardian(one), one, true).await.unwrap();
    registry.reviews().guardian_word(&guardian(one), one, false).await.unwrap();

    let scan = Some(Upload { kind: ProofKind::Other, name: "确认表.png".into(), bytes: png() });
    assert!(is_not_found(
        &registry.reviews().guardian_on_paper(&registrar(OTHER_SCHOOL), id, two, true, scan.clone()).await
    ));
    registry.reviews().guardian_on_paper(&registrar(SCHOOL), id, two, true, scan).await.unwrap();
    let archive = registry.archives().archive(&registrar(SCHOOL), two).await.unwrap();
    assert!(archive.files.iter().any(|file| file.title.contains("家长确认表")));
    let figures = world.part(id, SCHOOL).await.figures;
    assert_eq!((figures.guardians, figures.guardians_object, figures.on_paper), (2, 1, 1));
    registry.reviews().guardians_signed(&registrar(SCHOOL), id, &[one, two]).await.unwrap();
    let figures = world.part(id, SCHOOL).await.figures;
    assert_eq!((figures.guardians, figures.guardians_object, figures.on_paper), (2, 0, 2));

    world.answer_all(id, &[one, two]).await;
    world.step(&registrar(SCHOOL), id, submit()).await.unwrap();
    assert_eq!(codes(registry.reviews().guardian_word(&guardian(one), one, true).await), ["closed"]);
    assert!(!registry.reviews().guardian_review(&guardian(one), one).await.unwrap().open);
    world.figures_agree().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_a_city_opens_a_review_of_the_schools_it_runs_and_of_its_counties() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let direct = code("2132000003");
    let school = domain::org::Unit {
        id: direct.clone(),
        name: "市直小学".into(),
        parent: Some(code("320100")),
        path: unit_path("320100").child(&direct),
        ..registry.units().unit(&code(SCHOOL)).await.unwrap()
    };
    registry.units().add_units(&[school]).await.unwrap();
    let id = registry.reviews().propose_review(&registrar("320100"), dates()).await.unwrap();
    let approve = CampaignCommand::Approve;
    assert!(is_not_found(&registry.reviews().act_on_review(&leader(COUNTY), id, &approve).await));
    registry.reviews().act_on_review(&leader("320100"), id, &approve).await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    for school in [&direct, &code(SCHOOL)] {
        let part = registry.reviews().school_review(&registrar("320100"), id, school).await;
        assert!(part.is_ok(), "{school} takes part");
    }
    // A county whose schools take part already opens none of its own for the term.
    assert_eq!(codes(registry.reviews().propose_review(&registrar(COUNTY), dates()).await), ["once"]);
}
