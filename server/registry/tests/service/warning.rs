//! 监测预警 (第二十四条): measured each night from what is stored, seen by the unit and those above, answered by the unit, closed when the
//! figure falls; a digest each Monday that stays as it was made.

use crate::problems::{check, twice};
use crate::scoped_lists::open_below;
use crate::support::corrections::{record, whole};
use crate::support::*;
use chrono::{NaiveDate, TimeZone, Utc};
use contract::warning::WarningLine;
use domain::access::{Actor, Role};
use domain::case::change::{Facts, Paper};
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::case::transfer::TransferGround;
use domain::case::{CaseState, Payload};
use domain::id::WarningId;
use domain::matter::MatterKind;
use domain::rules::RuleKey;
use domain::warning::{Indicator, Level, Week};
use registry::case::AskedTransfer;
use registry::rules::DraftRules;
use registry::warning::{Measured, WarningFilter};

impl World {
    async fn night(&self, on: &str) -> Measured {
        self.at(on);
        self.registry.outbox().drain_outbox().await.unwrap();
        self.registry.warnings().measure_warnings().await.unwrap()
    }

    fn at(&self, on: &str) {
        let day: NaiveDate = day(on);
        self.clock.set(Utc.from_utc_datetime(&day.and_hms_opt(1, 0, 0).unwrap()));
    }

    async fn lines(&self, actor: &Actor) -> Vec<WarningLine> {
        self.registry
            .warnings()
            .list_warnings(actor, &WarningFilter::default(), None)
            .await
            .unwrap()
            .warnings
            .rows
    }

    async fn find(&self, actor: &Actor, unit: &str, indicator: Indicator) -> Option<WarningLine> {
        let filter =
            WarningFilter { unit: Some(code(unit)), indicator: Some(indicator), ..WarningFilter::default() };
        let lines = self.registry.warnings().list_warnings(actor, &filter, None).await.unwrap().warnings.rows;
        let name = self.registry.units().unit(&code(unit)).await.unwrap().name;
        lines.into_iter().find(|line| line.unit == name)
    }

    /// The province decides about its thresholds, two persons as for every rule.
    async fn decide(&self, values: &[(RuleKey, &str)]) {
        let draft = DraftRules {
            values: values.iter().map(|(key, value)| (*key, (*value).to_owned())).collect(),
            valid_from: self.registry.store.clock.today().succ_opt().unwrap(),
            source: "江苏省监测预警细则".into(),
            note: "测试".into(),
            ..Default::default()
        };
        self.registry.rules().propose_rules(&registrar("320000"), &draft).await.unwrap();
        self.registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    }
}

fn official(unit: &str) -> Actor {
    actor(Role::Official, unit, 5)
}

fn suspension(on: &str, until: &str) -> Payload {
    Payload::Suspension(Suspension {
        facts: Facts {
            on: day(on),
            papers: vec![Paper::Application, Paper::HospitalRecord],
            note: String::new(),
        },
        until: day(until),
        ground: SuspensionGround::Illness,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_what_is_late_is_warned_of_where_it_lies_and_closes_when_it_is_done() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    assert_eq!(world.night("2026-09-08").await, Measured::default(), "nothing is late yet");
    assert!(world.lines(&official("000000")).await.is_empty());

    // Late at the school: a case and an archive; the county has the archive too, by its share.
    let night = world.night("2026-10-20").await;
    assert_eq!((night.opened, night.open), (3, 3));
    assert_eq!(world.night("2026-10-20").await, Measured { open: 3, ..Measured::default() }, "each once");
    let school = world.lines(&registrar(SCHOOL)).await;
    let kinds: Vec<Indicator> = school.iter().map(|line| line.indicator).collect();
    assert!(
        kinds.contains(&Indicator::OverdueCases)
            && kinds.contains(&Indicator::LateArchives)
            && kinds.len() == 2
    );
    let late = world.find(&registrar(SCHOOL), SCHOOL, Indicator::OverdueCases).await.unwrap();
    assert_eq!((late.level, late.opened_on), (Level::Hint, day("2026-10-20")));
    let archive = world.find(&leader(COUNTY), COUNTY, Indicator::LateArchives).await.unwrap();
    assert_eq!((archive.level, archive.newest.as_ref().unwrap().per_mille()), (Level::Alarm, Some(1000)));
    assert!(
        world.find(&leader(COUNTY), COUNTY, Indicator::OverdueCases).await.is_none(),
        "not with the county"
    );
    let view = registry.warnings().warning_view(&registrar(SCHOOL), late.id).await.unwrap();
    assert_eq!(view.cases.iter().map(|one| one.id).collect::<Vec<_>>(), [Some(case)]);

    // Late archives are loud enough to ask for an answer, a late case is a hint.
    for desk in [registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        let waiting = registry.matters().desk_counts(&desk).await.unwrap();
        assert!(waiting.contains(&(MatterKind::Warning, 1)), "{waiting:?}");
    }
    assert_eq!((late.answer_by, archive.answer_by), (None, Some(day("2026-10-27"))));

    // It moves to the county with the case.
    registry.cases().decide_case(&leader(SCHOOL), case, agree()).await.unwrap();
    let night = world.night("2026-11-20").await;
    assert_eq!((night.opened, night.closed, night.open), (1, 1, 3));
    assert!(world.find(&leader(COUNTY), COUNTY, Indicator::OverdueCases).await.is_some());
    let closed = WarningFilter { closed: true, ..WarningFilter::default() };
    let page = registry.warnings().list_warnings(&registrar(SCHOOL), &closed, None).await.unwrap();
    assert_eq!(
        page.warnings.rows.iter().map(|line| (line.id, line.closed_on)).collect::<Vec<_>>(),
        [(late.id, Some(day("2026-11-20")))]
    );
    for actor in [registrar(COUNTY), leader(COUNTY)] {
        registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    assert_eq!(world.night("2026-11-21").await, Measured { closed: 3, ..Measured::default() });
    // The two that were loud enough to ask for an answer went with their figures.
    for desk in [registrar(SCHOOL), leader(COUNTY)] {
        let waiting = registry.matters().desk_counts(&desk).await.unwrap();
        assert!(waiting.iter().all(|(kind, _)| *kind != MatterKind::Warning), "{waiting:?}");
    }
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
    let tally = registry.warnings().warning_tally(&official("000000"), None).await.unwrap();
    assert!(tally.open.is_empty() && tally.below.values().all(|open| *open == [0; 3]));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_who_sees_which_warning_and_who_answers_it() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.enter(SCHOOL, info(1)).await;
    world.night("2026-10-20").await;
    let id: WarningId = world.find(&registrar(SCHOOL), SCHOOL, Indicator::OverdueCases).await.unwrap().id;

    for stranger in [leader(OTHER_SCHOOL), leader("510000")] {
        assert!(is_not_found(&registry.warnings().warning_view(&stranger, id).await), "{}", stranger.name);
        assert!(
            is_not_found(&registry.warnings().acknowledge_warning(&stranger, id, "已办理").await),
            "{}",
            stranger.name
        );
    }
    assert!(world.lines(&leader(OTHER_SCHOOL)).await.is_empty());
    let other = WarningFilter { unit: Some(code(SCHOOL)), ..WarningFilter::default() };
    assert!(is_not_found(&registry.warnings().list_warnings(&leader(OTHER_SCHOOL), &other, None).await));
    let admin = actor(Role::SystemAdmin, COUNTY, 6);
    assert_eq!(
        codes(registry.warnings().list_warnings(&admin, &WarningFilter::default(), None).await),
        ["not_permitted"]
    );
    assert_eq!(registry.warnings().warning_tally(&admin, None).await.unwrap(), Default::default());
    let untrained = Actor { trained: false, ..registrar(SCHOOL) };
    assert_eq!(codes(registry.warnings().warning_view(&untrained, id).await), ["not_trained"]);

    assert_eq!(
        codes(registry.warnings().acknowledge_warning(&leader(COUNTY), id, "已督促").await),
        ["not_your_step"]
    );
    assert_eq!(
        codes(registry.warnings().acknowledge_warning(&official(COUNTY), id, "已督促").await),
        ["not_permitted"]
    );
    assert_eq!(codes(registry.warnings().acknowledge_warning(&leader(SCHOOL), id, " ").await), ["words"]);
    let shown = registry.warnings().warning_view(&leader(SCHOOL), id).await.unwrap().line.shown();
    for _ in ["pressed", "pressed twice"] {
        registry.warnings().acknowledge_warning(&leader(SCHOOL), shown, "今日审核提交").await.unwrap();
    }

    let above = registry.warnings().warning_view(&leader(COUNTY), id).await.unwrap();
    assert_eq!(above.said[0].said.words, "今日审核提交");
    assert!(above.line.acknowledged && !above.may_acknowledge && above.cases.len() == 1);
    assert!(registry.warnings().warning_view(&registrar(SCHOOL), id).await.unwrap().may_acknowledge);
    let figures = registry.warnings().warning_view(&official("000000"), id).await.unwrap();
    assert!(figures.line.acknowledged, "an official sees that something was said");
    assert!(!figures.in_words && figures.said.is_empty() && figures.cases.is_empty());

    // Another night keeps what was said.
    world.night("2026-10-21").await;
    let stale = registry.warnings().acknowledge_warning(&leader(SCHOOL), shown, "已全部办结").await;
    assert_eq!(codes(stale), [domain::shown::CHANGED.as_str()], "another figure than was shown");
    let view = registry.warnings().warning_view(&leader(SCHOOL), id).await.unwrap();
    assert_eq!((view.said.len(), view.readings.len()), (1, 2));
    let tally = registry.warnings().warning_tally(&official("320100"), None).await.unwrap();
    assert_eq!(tally.open[&Indicator::OverdueCases], [1, 0, 0]);
    assert_eq!(
        tally.below[&code(COUNTY)],
        [1, 0, 2],
        "a late case; archives of the school and of the county"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_a_drop_out_is_warned_of_once_it_is_suspected() {
    let world = World::in_memory().await;
    let absent = world.pupil(SCHOOL, 1).await;
    world.pupil(SCHOOL, 2).await;
    world.registry.absences().note_absence(&registrar(SCHOOL), absent, day("2026-09-07")).await.unwrap();
    world.night("2026-09-13").await;
    assert!(world.lines(&leader(COUNTY)).await.is_empty(), "the seventh day");
    world.night("2026-09-14").await;
    let line = world.find(&leader(COUNTY), SCHOOL, Indicator::Dropouts).await.unwrap();
    let newest = line.newest.unwrap();
    assert_eq!((newest.figure, newest.base, line.level), (1, 2, Level::Alarm));
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_24_and_29_outflow_follows_the_provinces_thresholds_and_a_move_within_the_county_is_none() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    for seed in 2..=4 {
        world.pupil(SCHOOL, seed).await;
    }
    let asked = AskedTransfer {
        disability: None,
        number: whole(&world, person, None).await,
        name: record(&world, person).await.name,
        on: day("2026-09-07"),
        ground: TransferGround::Home,
        class_name: "1班".into(),
        grade: Default::default(),
        papers: vec![Paper::Application, Paper::Residence],
        note: String::new(),
    };
    let case = registry.cases().open_transfer(&registrar(OTHER_SCHOOL), &asked).await.unwrap();
    // Whose turn it is agrees, until nobody is left to be asked.
    let parties = [SCHOOL, OTHER_SCHOOL, COUNTY].map(|unit| [registrar(unit), leader(unit)]).concat();
    let mut state = CaseState::InProgress;
    for _ in 0..parties.len() {
        for actor in &parties {
            if let Ok(now) = registry.cases().decide_case(actor, case, agree()).await {
                state = now;
            }
        }
    }
    assert_eq!(state, CaseState::Approved);
    world.night("2026-09-10").await;
    assert!(world.find(&leader(COUNTY), SCHOOL, Indicator::Outflow).await.is_none(), "one pupil is no crowd");
    world.decide(&[(RuleKey::WarnMinimum, "1"), (RuleKey::WarnOutflow, "100,300,500")]).await;
    world.night("2026-09-11").await;
    let line = world.find(&leader(COUNTY), SCHOOL, Indicator::Outflow).await.unwrap();
    let newest = line.newest.unwrap();
    assert_eq!((newest.figure, newest.base, line.level), (1, 3, Level::Watch), "333‰ of those who are left");
    assert!(world.find(&leader(COUNTY), COUNTY, Indicator::Outflow).await.is_none(), "within the county");
    let view = registry.warnings().warning_view(&leader(COUNTY), line.id).await.unwrap();
    assert_eq!(view.cases.iter().map(|one| one.id).collect::<Vec<_>>(), [Some(case)]);
    world.night("2026-10-20").await;
    assert!(world.find(&leader(COUNTY), SCHOOL, Indicator::Outflow).await.is_none(), "thirty days are over");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_suspensions_are_looked_at_while_examinations_stand_ahead() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let ill = world.pupil(SCHOOL, 1).await;
    world.decide(&[(RuleKey::WarnMinimum, "1"), (RuleKey::WarnExamWindows, "11-20~12-31")]).await;
    world.at("2026-11-10");
    registry
        .cases()
        .open_change(&registrar(SCHOOL), ill, &suspension("2026-11-10", "2027-03-01"))
        .await
        .unwrap();
    world.night("2026-11-12").await;
    assert!(world.find(&leader(COUNTY), SCHOOL, Indicator::Suspensions).await.is_none(), "out of season");
    world.night("2026-11-20").await;
    let line = world.find(&leader(COUNTY), SCHOOL, Indicator::Suspensions).await.unwrap();
    assert_eq!((line.level, line.newest.unwrap().figure), (Level::Alarm, 1));
    world.night("2026-12-20").await;
    assert!(
        world.find(&leader(COUNTY), SCHOOL, Indicator::Suspensions).await.is_none(),
        "thirty days are over"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_6_and_24_open_problems_are_warned_of_as_the_figures_count_them() {
    let world = World::in_memory().await;
    twice(&world, OTHER_SCHOOL).await;
    check(&world).await;
    world.night("2026-09-08").await;
    for unit in [SCHOOL, OTHER_SCHOOL, COUNTY] {
        let line = world.find(&official("320000"), unit, Indicator::Problems).await.unwrap();
        assert_eq!(line.newest.unwrap().figure, 1, "{unit}: one problem, though both its records are below");
        assert_eq!(open_below(&world, unit).await, 1, "{unit}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_a_digest_is_made_once_a_week_and_does_not_change() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.enter(SCHOOL, info(1)).await;
    registry.outbox().drain_outbox().await.unwrap();
    // A Wednesday, a Monday, its Tuesday.
    world.at("2026-10-21");
    assert!(registry.warnings().nightly_warnings().await.unwrap());
    assert!(!registry.warnings().nightly_warnings().await.unwrap(), "once a day");
    let county = official(COUNTY);
    let first = registry.warnings().warning_digest(&county, None).await.unwrap().0.unwrap();
    assert_eq!(
        (first.week.to_string().as_str(), first.opened),
        ("2026-W42", 0),
        "opened in the week after it"
    );
    world.at("2026-10-26");
    registry.watch().look_round().await.unwrap();
    let (digest, weeks) = registry.warnings().warning_digest(&county, None).await.unwrap();
    let digest = digest.unwrap();
    assert_eq!(weeks, [Week::of(day("2026-10-21")), Week::of(day("2026-10-14"))]);
    assert_eq!(
        (digest.week, digest.made_on, digest.opened, digest.closed),
        (weeks[0], day("2026-10-26"), 3, 0)
    );
    assert_eq!(digest.units[0].name, "第一小学");
    assert_eq!((digest.of_level(Level::Alarm), digest.of_level(Level::Hint)), (2, 1));

    world.enter(OTHER_SCHOOL, info(2)).await;
    world.at("2026-12-29");
    registry.outbox().drain_outbox().await.unwrap();
    registry.warnings().nightly_warnings().await.unwrap();
    let again = registry.warnings().warning_digest(&county, Some(weeks[0])).await.unwrap().0.unwrap();
    assert_eq!(again, digest, "kept as it was made");
    assert!(is_not_found(
        &registry.warnings().warning_digest(&county, Some(Week::of(day("2026-11-04")))).await
    ));
    assert!(is_not_found(&registry.warnings().warning_digest(&leader(SCHOOL), None).await));
    let elsewhere = registry.warnings().warning_digest(&official("510000"), None).await.unwrap();
    assert_eq!((elsewhere.0, elsewhere.1.len()), (None, 0));
    let nation =
        registry.warnings().warning_digest(&official("000000"), Some(weeks[0])).await.unwrap().0.unwrap();
    assert_eq!(nation.units.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), ["江苏省"]);
}
