//! 学籍复核 (第二十四条): a county opens it with two persons, the system looks at every record, the school answers and signs, the authority
//! signs; guardians confirm; every unit above sees how far it is.

use crate::support::*;
use contract::review::SchoolView;
use domain::access::{Actor, Role};
use domain::calendar::{Term, term};
use domain::case::Command;
use domain::case::correction::ProofKind;
use domain::id::{PersonId, ReviewId};
use domain::review::{
    AnomalyKind, CampaignCommand, CampaignState, Dates, Finding, Outcome, Outstanding, OwedState,
    SchoolCommand, SchoolState,
};
use domain::rules::RuleKey;
use registry::case::Upload;
use registry::error::Result;
use registry::matter::{DeskFilter, MatterKind};
use registry::review::Confirmation;
use registry::violation::ViolationBox;
use std::collections::BTreeSet;

pub(crate) fn dates() -> Dates {
    Dates {
        start: day("2026-09-07"),
        school: day("2026-09-18"),
        county: day("2026-09-25"),
        province: day("2026-09-30"),
    }
}

fn this_term() -> Term {
    term(day("2026-09-07"))
}

fn said(finding: Finding, note: &str) -> Confirmation {
    Confirmation { finding, items: BTreeSet::new(), note: note.into(), at: String::new() }
}

impl World {
    pub(crate) async fn open_review(&self) -> ReviewId {
        let id = self.registry.reviews().propose_review(&registrar(COUNTY), dates()).await.unwrap();
        let state =
            self.registry.reviews().act_on_review(&leader(COUNTY), id, &CampaignCommand::Approve).await;
        assert_eq!(state.unwrap(), CampaignState::Approved);
        id
    }

    async fn part(&self, id: ReviewId, school: &str) -> SchoolView {
        self.registry.reviews().school_review(&registrar(school), id, &code(school)).await.unwrap()
    }

    async fn step(&self, actor: &Actor, id: ReviewId, command: SchoolCommand) -> Result<SchoolState> {
        self.registry.reviews().act_on_school_review(actor, id, &code(SCHOOL), &command).await
    }

    /// The registrar of the school has nothing left to say of these pupils.
    async fn answer_all(&self, id: ReviewId, people: &[PersonId]) {
        let registrar = registrar(SCHOOL);
        self.registry.reviews().confirm_present(&registrar, id, people).await.unwrap();
        for person in people {
            let line = self.registry.reviews().review_pupil(&registrar, id, *person).await.unwrap().line;
            for one in line.anomalies {
                let answer = (Outcome::UnderWay, "正在补办");
                self.registry
                    .reviews()
                    .settle_anomaly(&registrar, id, &[*person], one.kind, answer)
                    .await
                    .unwrap();
            }
        }
    }

    async fn figures_agree(&self) {
        self.registry.outbox().drain_outbox().await.unwrap();
        assert_eq!(self.registry.figures().verify_figures().await.unwrap(), []);
    }
}

fn submit() -> SchoolCommand {
    SchoolCommand::Submit(Outstanding::default())
}

fn sign() -> SchoolCommand {
    SchoolCommand::Sign(Outstanding::default())
}

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
    assert_eq!(registry.reviews().reviews_waiting(&leader(COUNTY)).await.unwrap().0, 1);

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

    // The look is the background worker's; then every school below has its part.
    assert!(is_not_found(&registry.reviews().school_review(&registrar(SCHOOL), id, &code(SCHOOL)).await));
    registry.outbox().drain_outbox().await.unwrap();
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
    assert_eq!(
        registry.reviews().reviews_waiting(&registrar(COUNTY)).await.unwrap(),
        (1, Some((day("2026-09-25"), 14)))
    );
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
    let late = registry.reviews().late_reviews(&leader(COUNTY)).await.unwrap();
    assert_eq!(late.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["第二小学"]);
    let nearest = registry.reviews().reviews_waiting(&registrar(OTHER_SCHOOL)).await.unwrap().1.unwrap();
    assert!(nearest.0 == day("2026-09-18") && nearest.1 < 0, "{nearest:?}");
    world.wait(chrono::Duration::days(12));
    registry.reviews().act_on_review(&leader(COUNTY), id, &close).await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(registry.reviews().reviews_waiting(&registrar(OTHER_SCHOOL)).await.unwrap(), (0, None));
    assert!(registry.reviews().late_reviews(&leader(COUNTY)).await.unwrap().is_empty());
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
async fn article_24_the_look_survives_a_restart_and_finds_the_same_again_every_night() {
    let world = World::on_disk().await;
    let one = world.pupil(SCHOOL, 1).await;
    let (two, case) = world.enter(SCHOOL, info(2)).await;
    let id = world.open_review().await;
    // The process ends between the approval and the look.
    let world = world.reopened().await;
    let registry = &world.registry;
    registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(world.part(id, SCHOOL).await.figures.pupils, 2);
    world.answer_all(id, &[one, two]).await;
    let before = world.part(id, SCHOOL).await.figures;
    assert_eq!(before.unanswered(), 0);

    world.wait(chrono::Duration::days(1));
    registry.watch().look_round().await.unwrap();
    world.figures_agree().await;
    let part = world.part(id, SCHOOL).await;
    assert_eq!((&part.figures, part.looked_on), (&before, Some(day("2026-09-08"))), "the answers stand");

    // Somebody comes, somebody leaves.
    world.pupil(SCHOOL, 5).await;
    let refuse = Command::Refuse { reason: "不符合入学条件".into() };
    registry.cases().decide_case(&leader(SCHOOL), case, refuse).await.unwrap();
    assert!(
        is_not_found(&registry.reviews().guardian_review(&guardian(two), two).await),
        "whose child has left is not asked"
    );
    registry.watch().look_round().await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(world.part(id, SCHOOL).await.figures.pupils, 2, "once a night");
    world.wait(chrono::Duration::days(1));
    registry.watch().look_round().await.unwrap();
    world.figures_agree().await;
    let after = world.part(id, SCHOOL).await;
    assert_eq!((after.figures.pupils, after.figures.confirmed()), (2, 1));
    assert!(is_not_found(&registry.reviews().review_pupil(&registrar(SCHOOL), id, two).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_24_and_27_what_goes_over_the_whole_country_is_done_once_a_day() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.wait(chrono::Duration::days(60));
    registry.watch().look_round().await.unwrap();
    world.enter(SCHOOL, info(1)).await;
    let found = async || {
        registry.watch().look_round().await.unwrap();
        registry
            .violations()
            .list_violations(&registrar(COUNTY), ViolationBox::Waiting, None, None)
            .await
            .unwrap()
            .rows
            .len()
    };
    assert_eq!(found().await, 0, "not every hour");
    world.wait(chrono::Duration::days(1));
    assert!(found().await >= 1, "but every night");
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

#[tokio::test(flavor = "multi_thread")]
async fn article_24_a_term_in_which_nobody_opens_a_review_is_told_to_who_owes_it_and_to_the_authority_above()
{
    let world = World::in_memory().await;
    let registry = &world.registry;
    let at = |on: &str| world.clock.set(day(on).and_hms_opt(2, 0, 0).unwrap().and_utc());
    let owed = async |actor: &Actor| registry.reviews().list_reviews(actor).await.unwrap().owed;
    let desk = async |actor: &Actor| {
        let page = registry.matters().desk(actor, &DeskFilter::default(), None).await.unwrap();
        page.lines.into_iter().filter(|line| line.kind == MatterKind::ReviewOwed).collect::<Vec<_>>()
    };
    at("2026-10-16");
    registry.watch().look_round().await.unwrap();
    assert!(owed(&registrar(COUNTY)).await.is_empty(), "there is time");

    // Two weeks before the last day for the opening it is on the desk of the registrar who opens reviews.
    at("2026-10-17");
    registry.watch().look_round().await.unwrap();
    let line = desk(&registrar(COUNTY)).await.remove(0);
    assert_eq!((line.due_on, line.href.as_str(), line.overdue), (Some(day("2026-10-31")), "/reviews", false));
    assert!(line.from.contains("玄武") && line.about.contains("2所学校"), "{line:?}");
    assert!(desk(&leader(COUNTY)).await.is_empty() && desk(&registrar("320100")).await.is_empty());
    let own = owed(&registrar(COUNTY)).await;
    assert_eq!((own.len(), own[0].own, own[0].schools, own[0].overdue), (1, true, 2, false));
    assert!(owed(&registrar(SCHOOL)).await.is_empty(), "a school opens none");
    assert!(owed(&registrar("440106")).await.iter().all(|line| line.own), "nor is it shown elsewhere");
    registry.watch().look_round().await.unwrap();
    assert_eq!(desk(&registrar(COUNTY)).await.len(), 1, "once");

    // When the day has passed, the authority above sees who is late, and nobody else.
    at("2026-11-01");
    registry.watch().look_round().await.unwrap();
    let late = registry.matters().late_matters(&registrar("320100")).await.unwrap();
    assert_eq!(late.iter().map(|line| line.kind).collect::<Vec<_>>(), [MatterKind::ReviewOwed]);
    assert!(late[0].from.contains("玄武"));
    assert!(registry.matters().late_matters(&registrar("320000")).await.unwrap().is_empty());
    for above in ["320100", "320000", "000000"] {
        let below = owed(&registrar(above)).await;
        let county = below.iter().find(|line| line.unit == code(COUNTY)).expect(above);
        assert!(county.overdue && !county.own);
    }

    // It goes with the review that is opened, the county's own or the province's.
    let later = Dates {
        start: day("2026-11-02"),
        school: day("2026-11-20"),
        county: day("2026-12-10"),
        province: day("2026-12-20"),
    };
    registry.reviews().propose_review(&registrar("320000"), later).await.unwrap();
    assert!(desk(&registrar(COUNTY)).await.is_empty() && owed(&registrar("320100")).await.is_empty());
    assert!(registry.matters().late_matters(&registrar("320100")).await.unwrap().is_empty());
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
    at("2026-11-03");
    registry.watch().look_round().await.unwrap();
    assert!(desk(&registrar(COUNTY)).await.is_empty(), "nor does it come back");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_a_term_that_ended_without_a_review_is_told_as_missed_in_the_next_and_a_province_sets_the_day()
 {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let at = |on: &str| world.clock.set(day(on).and_hms_opt(2, 0, 0).unwrap().and_utc());
    let rules = crate::rules::draft(&[(RuleKey::ReviewOpenDays, "100")]);
    registry.rules().propose_rules(&registrar("320000"), &rules).await.unwrap();
    registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    at("2026-11-20");
    registry.watch().look_round().await.unwrap();
    assert!(registry.reviews().list_reviews(&registrar(COUNTY)).await.unwrap().owed.is_empty());
    at("2026-12-01");
    registry.watch().look_round().await.unwrap();
    let owed = registry.reviews().list_reviews(&registrar(COUNTY)).await.unwrap().owed;
    assert_eq!((owed[0].due_on, owed[0].state), (day("2026-12-10"), OwedState::Owed));
    // The next term: what was missed is told above, and waits for nobody any more.
    at("2027-02-02");
    registry.watch().look_round().await.unwrap();
    for reader in [registrar(COUNTY), leader("320100"), registrar("320000")] {
        let told = registry.reviews().list_reviews(&reader).await.unwrap().owed;
        assert!(told.iter().any(|line| line.unit == code(COUNTY) && line.state == OwedState::Missed));
        assert!(told.iter().all(|line| !line.overdue));
    }
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
    assert!(registry.matters().late_matters(&registrar("320100")).await.unwrap().is_empty());
}
