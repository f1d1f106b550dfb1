//! 照片 (第二十四条): a photograph that no longer shows the child is found by the review of the term, under whatever category it was filed; a
//! picture of a paper is none.

use crate::support::*;
use chrono::{TimeZone, Utc};
use domain::archive::Category;
use domain::case::correction::ProofKind;
use domain::id::PersonId;
use domain::review::AnomalyKind;
use registry::archive::AskedFile;

async fn filed(world: &World, person: PersonId, category: Category, title: &str) {
    let file = AskedFile {
        category,
        kind: ProofKind::Other,
        title: title.into(),
        name: "照片.png".into(),
        bytes: png(),
    };
    world.registry.archives().add_archive_file(&registrar(SCHOOL), person, file).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_a_stale_photograph_is_found_wherever_it_was_attached() {
    let world = World::in_memory().await;
    let [proofs, awards, fresh, paper] = [
        world.pupil(SCHOOL, 1).await,
        world.pupil(SCHOOL, 2).await,
        world.pupil(SCHOOL, 3).await,
        world.pupil(SCHOOL, 4).await,
    ];
    // Pictures that were taken when the children were small.
    let now = Utc.with_ymd_and_hms(2026, 9, 7, 2, 0, 0).unwrap();
    world.clock.set(Utc.with_ymd_and_hms(2022, 9, 7, 2, 0, 0).unwrap());
    filed(&world, proofs, Category::Proofs, "学生近期免冠照片").await;
    filed(&world, awards, Category::Awards, "一寸照").await;
    filed(&world, fresh, Category::Proofs, "学生照片").await;
    filed(&world, paper, Category::Proofs, "户口簿照片").await;
    world.clock.set(now);
    filed(&world, fresh, Category::Health, "证件照").await;

    let review = world.open_review().await;
    world.registry.outbox().drain_outbox().await.unwrap();
    for (person, stale) in [(proofs, true), (awards, true), (fresh, false), (paper, false)] {
        let line =
            world.registry.reviews().review_pupil(&registrar(SCHOOL), review, person).await.unwrap().line;
        let found = line.anomalies.iter().any(|one| one.kind == AnomalyKind::StalePhoto);
        assert_eq!(found, stale, "{:?}", line.anomalies);
    }
}
