//! Files sent at the same time: the limit of a request holds for them together, and one that fails gives its place back (第十条).

use crate::support::*;
use domain::case::correction::ProofKind;
use futures::future::join_all;

#[tokio::test(flavor = "multi_thread")]
async fn article_10_files_sent_at_once_do_not_pass_the_limit_together() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let proofs = world.registry.proofs();
    let file = |bytes: Vec<u8>| proofs.file_proof(&parent, person, ProofKind::Other, "证明.png", bytes);

    // Files that are none take no place for good.
    for outcome in join_all((0..6).map(|_| file(b"no picture".to_vec()))).await {
        assert_eq!(codes(outcome.map(|_| ())), ["bad_file"]);
    }
    let outcomes = join_all((0..16).map(|_| file(png()))).await;
    let (kept, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    for outcome in refused {
        assert_eq!(codes(outcome.map(|_| ())), ["too_many_proofs"]);
    }
    assert!(kept.len() <= 6, "{} files of one request", kept.len());
    // What is left of the limit can be used, and no more.
    for _ in kept.len()..6 {
        file(png()).await.unwrap();
    }
    assert_eq!(codes(file(png()).await.map(|_| ())), ["too_many_proofs"]);
    assert_eq!(world.registry.proofs().unsent_proofs(&parent, person).await.unwrap().len(), 6);
}
