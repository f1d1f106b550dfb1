//! Archives kept for good, and a move of archives that was cut off (第九条, 第十六条).

use crate::support::*;
use domain::case::change::{Facts, Paper};
use domain::case::death::Death;
use domain::case::{CaseState, Payload};
use domain::id::{PersonId, SchoolChangeId};
use domain::school::{Change, Placement, State};
use registry::jobs::Kind;
use registry::school::{Asked, Custody};

impl World {
    /// A pupil whose schooling at the school has ended.
    async fn leaver(&self, seed: u64) -> PersonId {
        let person = self.pupil(SCHOOL, seed).await;
        let facts =
            Facts { on: day("2026-09-07"), papers: vec![Paper::DeathCertificate], note: String::new() };
        let death = Payload::Death(Death { facts });
        let case = self.registry.cases().open_change(&registrar(SCHOOL), person, &death).await.unwrap();
        assert_eq!(self.approve(SCHOOL, case).await, CaseState::Approved);
        person
    }

    /// A closure that is approved and not run: its pupils go to the other school, its archives to the county.
    async fn approved_closure(&self, classes: &[String]) -> SchoolChangeId {
        let placed = |class: &String| Placement {
            grade: 1,
            class_name: class.clone(),
            to: code(OTHER_SCHOOL),
            new_class: "9班".into(),
        };
        let placements = classes.iter().map(placed).collect();
        let change = Change::Close { archives: None, placements };
        let asked = Asked { school: Some(code(SCHOOL)), change, act: "玄教〔2026〕12号".into() };
        let id = self.registry.schools().propose_school_change(&registrar(COUNTY), &asked).await.unwrap();
        let state =
            self.registry.schools().decide_school_change(&leader(COUNTY), id, true, "").await.unwrap();
        assert_eq!(state, State::Running);
        id
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_a_school_lists_the_archives_of_who_has_left_and_only_those() {
    let world = World::in_memory().await;
    let gone = world.leaver(1).await;
    let here = world.pupil(SCHOOL, 2).await;
    let found = world.registry.schools().kept_archives(&registrar(SCHOOL), "", None).await.unwrap();
    assert!(!found.left_off);
    let page = found.page;
    let ids: Vec<PersonId> = page.rows.iter().map(|line| line.id).collect();
    assert_eq!(ids, [gone], "not {here}, who is in school");
    assert_eq!((page.rows[0].kind, page.rows[0].standing.as_str()), (Custody::Permanent, "死亡"));
    assert_eq!((page.rows[0].since, page.rows[0].act.as_deref()), (day("2026-09-07"), None));
    let name = page.rows[0].name.clone();
    assert_eq!(
        world.registry.schools().kept_archives(&leader(SCHOOL), &name, None).await.unwrap().page.rows.len(),
        1
    );
    assert!(
        world
            .registry
            .schools()
            .kept_archives(&leader(SCHOOL), "没有此人", None)
            .await
            .unwrap()
            .page
            .rows
            .is_empty()
    );
    assert_eq!(
        codes(world.registry.schools().kept_archives(&leader(SCHOOL), "x", None).await),
        ["search_too_short"]
    );
    for elsewhere in [registrar(OTHER_SCHOOL), registrar(COUNTY)] {
        let page = world.registry.schools().kept_archives(&elsewhere, "", None).await.unwrap().page;
        assert!(page.rows.is_empty(), "{}", elsewhere.name);
    }
    assert!(world.registry.schools().kept_archives(&guardian(gone), "", None).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_a_move_that_was_cut_off_shows_how_far_it_is_and_goes_on() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let gone = world.leaver(1).await;
    let here = world.pupil(SCHOOL, 2).await;
    let class = registry.pupils().pupil(&registrar(SCHOOL), here).await.unwrap().class_name;
    let id = world.approved_closure(&[class]).await;
    let seen = registry.schools().school_change(&registrar(COUNTY), id).await.unwrap();
    assert_eq!((seen.progress, seen.may_go_on), (Some((0, 2)), true));
    let school = registry.schools().school_change(&registrar(OTHER_SCHOOL), id).await.unwrap();
    assert!(!school.may_go_on, "the school that takes them in waits");
    for stranger in [registrar(OTHER_SCHOOL), registrar("320100"), guardian(here)] {
        assert!(
            is_not_found(&registry.schools().go_on_with_school_change(&stranger, id).await),
            "{}",
            stranger.name
        );
    }
    // The turn moves everybody, and is cut off before the list is closed.
    registry.jobs().job_round(&[Kind::SchoolChange]).await.unwrap();
    let seen = registry.schools().school_change(&registrar(COUNTY), id).await.unwrap();
    assert_eq!((seen.line.state, seen.progress), (State::Running, Some((2, 2))));
    assert_eq!(
        registry.schools().go_on_with_school_change(&registrar(COUNTY), id).await.unwrap(),
        State::Done
    );
    let done = registry.schools().school_change(&registrar(COUNTY), id).await.unwrap();
    assert_eq!((done.moved, done.progress, done.may_go_on), (2, None, false));

    // Nobody followed the school: the county keeps the archive of who had left.
    let kept = registry.schools().kept_archives(&registrar(COUNTY), "", None).await.unwrap().page.rows;
    assert_eq!(
        kept.iter().map(|line| (line.id, line.kind)).collect::<Vec<_>>(),
        [(gone, Custody::Entrusted)]
    );
    assert_eq!(kept[0].act.as_deref(), Some("撤销（玄教〔2026〕12号）"));
    assert!(
        registry
            .schools()
            .kept_archives(&registrar(OTHER_SCHOOL), "", None)
            .await
            .unwrap()
            .page
            .rows
            .is_empty()
    );
    assert_eq!(registry.schools().verify_custody().await.unwrap(), Vec::new());
}
