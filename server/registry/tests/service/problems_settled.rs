//! Problem records put right (第六条): by a school itself, before a transfer, and by the authority when nobody answers.

use crate::problems::{answer, check, open_at, twice};
use crate::support::*;
use domain::archive::{Category, EntryKind};
use domain::case::change::Paper;
use domain::case::correction::ProofKind;
use domain::case::transfer::TransferGround;
use domain::form::Field;
use domain::id::ProblemId;
use domain::problem::{ProblemState, Remedy};
use registry::archive::AskedFile;
use registry::case::AskedTransfer;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_school_settles_its_own_duplicate_and_a_correction_closes_it() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (one, two) = twice(&world, SCHOOL).await;
    check(&world).await;
    let id = open_at(&world, &registrar(SCHOOL)).await[0];
    let view = registry.problems().problem_view(&registrar(SCHOOL), id).await.unwrap();
    assert!(view.may_propose && view.line.settled_by == "第一小学");
    assert_eq!(
        codes(registry.problems().propose_distinct(&registrar(COUNTY), id, "两名学生").await),
        ["not_your_step"]
    );
    registry
        .problems()
        .propose_merge(&registrar(SCHOOL), id, one, BTreeSet::new(), "重复录入")
        .await
        .unwrap();
    let shown = registry.problems().problem_view(&leader(SCHOOL), id).await.unwrap();
    assert!(
        shown.may_decide && shown.merged.iter().any(|(field, _, taken)| *field == Field::IdNumber && !taken)
    );
    registry.problems().return_problem(&leader(SCHOOL), id, "请先更正").await.unwrap();

    // 变更: the name was typed wrong; once it is corrected the check no longer finds the pair.
    registry
        .problems()
        .answer_problem(&registrar(SCHOOL), id, &answer(two, Remedy::Correct, false))
        .await
        .unwrap();
    let case = world.ask(&guardian(two), two, &[(Field::Name, "司徒静")]).await.unwrap();
    world.correct(SCHOOL, case).await;
    registry.problems().recheck_problem(&registrar(SCHOOL), id).await.unwrap();
    let state = registry.problems().problem_view(&registrar(SCHOOL), id).await.unwrap().line.state;
    assert_eq!(state, ProblemState::Corrected);
    assert!(open_at(&world, &registrar(COUNTY)).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_a_problem_record_is_put_right_before_a_transfer_and_the_survivor_may_go() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (one, two) = twice(&world, SCHOOL).await;
    check(&world).await;
    let id = open_at(&world, &registrar(SCHOOL)).await[0];
    let number = registry.pupils().reveal(&registrar(SCHOOL), one, None, "办理转学核对").await.unwrap();
    let asked = AskedTransfer {
        disability: None,
        number,
        name: registry.pupils().pupil(&registrar(SCHOOL), one).await.unwrap().name,
        on: day("2026-09-07"),
        ground: TransferGround::Home,
        class_name: "4班".into(),
        grade: Default::default(),
        papers: vec![Paper::Application, Paper::Residence],
        note: "按实际到校日期补录".into(),
    };
    assert_eq!(codes(registry.cases().open_transfer(&registrar(OTHER_SCHOOL), &asked).await), ["number"]);
    let own = registrar(SCHOOL);
    let award = [("title", "作文比赛"), ("level", "县级"), ("by", "玄武区教育局")];
    let award = award.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    registry.archives().file_entry(&own, two, EntryKind::Award, "2026-09-02", &award).await.unwrap();
    let photo = AskedFile {
        category: Category::Awards,
        kind: ProofKind::Other,
        title: "奖状".into(),
        name: "奖状.png".into(),
        bytes: png(),
    };
    registry.archives().add_archive_file(&own, two, photo).await.unwrap();
    registry
        .problems()
        .propose_merge(&registrar(SCHOOL), id, one, BTreeSet::new(), "重复录入")
        .await
        .unwrap();
    registry.problems().decide_problem(&leader(SCHOOL), id).await.unwrap();
    registry.cases().open_transfer(&registrar(OTHER_SCHOOL), &asked).await.unwrap();
    // What was filed under the merged record is in the survivor's archive, to be read; nothing more is filed under it.
    let archive = registry.archives().archive(&own, one).await.unwrap();
    let (entry, file) = (&archive.entries[0], &archive.files[0]);
    assert!(entry.entry.kind == EntryKind::Award && !entry.may_change && !file.may_withdraw);
    assert!(registry.archives().archive_file(&own, one, file.id, true).await.is_ok());
    assert!(is_not_found(&registry.archives().withdraw_archive_file(&own, one, file.id, "传错了").await));
    assert!(is_not_found(
        &registry.archives().file_entry(&own, two, EntryKind::Award, "2026-09-02", &award).await
    ));
    // The merged record is out of everything but its own page.
    let gone = registry.pupils().pupil(&registrar(SCHOOL), two).await.unwrap();
    assert!(gone.merged_into.is_some_and(|other| other.id == Some(one)));
    assert!(is_not_found(
        &registry.guardians().print_binding(&registrar(SCHOOL), two, domain::form::GuardianSlot::First).await
    ));
    assert_eq!(
        codes(registry.pupils().reveal(&registrar(SCHOOL), two, None, "核对重复学籍").await),
        ["merged"]
    );
    // Something happened to the survivor: the merge stands.
    assert_eq!(
        codes(registry.problems().ask_undo(&registrar(SCHOOL), id, "认定有误").await),
        ["changed_since"]
    );
    assert!(registry.figures().verify_figures().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_who_does_not_answer_in_time_is_late_and_the_authority_goes_on() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (one, _) = twice(&world, OTHER_SCHOOL).await;
    check(&world).await;
    let id = open_at(&world, &registrar(COUNTY)).await[0];
    registry
        .problems()
        .answer_problem(&registrar(SCHOOL), id, &answer(one, Remedy::Prove, true))
        .await
        .unwrap();
    world.wait(chrono::Duration::days(15));
    let late = registry.problems().problem_counts(&registrar(COUNTY)).await.unwrap();
    assert_eq!((late[2].open, late[2].late), (1, 1));
    // The watch of the night finds the deadline over.
    registry.watch().look_round().await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    let view = registry.problems().problem_view(&registrar(COUNTY), id).await.unwrap();
    assert_eq!((view.line.state, view.may_propose), (ProblemState::Answered, true));
    assert_eq!(waiting::<ProblemId>(registry, &registrar(COUNTY), MatterKind::Problem).await, [id]);
}
