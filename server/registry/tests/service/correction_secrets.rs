//! Who sees what of a correction and its proofs (第二十五条), and what cannot be altered (第七条).

use crate::support::corrections::*;
use crate::support::*;
use domain::access::Role;
use domain::case::CaseState;
use domain::case::correction::{Proof, ProofKind};
use domain::form::Field;
use domain::id::PersonId;

#[tokio::test(flavor = "multi_thread")]
async fn article_25_strangers_find_nothing() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let other_child = world.pupil(SCHOOL, 2).await;
    let parent = guardian(person);
    let proof = world.proof(&parent, person).await;
    let request = asked(person, &[(Field::CurrentAddress, ADDRESS)], vec![proof.clone()]);
    let case = world.registry.cases().ask_correction(&parent, &request).await.unwrap();
    let stranger = guardian(other_child);
    for actor in [stranger.clone(), registrar(OTHER_SCHOOL), leader(OTHER_SCHOOL)] {
        assert!(is_not_found(&world.registry.cases().case_view(&actor, case).await), "{:?}", actor.role);
        assert!(
            is_not_found(&world.registry.cases().decide_case(&actor, case, agree()).await),
            "{:?}",
            actor.role
        );
        assert!(
            is_not_found(&world.registry.cases().proof_of_case(&actor, case, proof.id).await),
            "{:?}",
            actor.role
        );
        assert!(is_not_found(&world.registry.pupils().pupil(&actor, person).await), "{:?}", actor.role);
    }
    // Whoever asks for a child that is not his own is told the same whether or not there is such a child.
    let nobody = PersonId::new(uuid::Uuid::from_u128(9));
    let answers =
        [person, nobody].map(|child| asked(child, &[(Field::CurrentAddress, ADDRESS)], vec![proof.clone()]));
    for request in answers {
        assert_eq!(
            codes(world.registry.cases().ask_correction(&stranger, &request).await),
            ["not_permitted"]
        );
        let filed = world
            .registry
            .proofs()
            .file_proof(&stranger, request.person, ProofKind::Other, "a.png", png())
            .await
            .map(|_| ());
        assert_eq!(codes(filed), ["not_permitted"]);
    }
    let by_authority = world.registry.cases().ask_correction(&leader(COUNTY), &request).await;
    assert_eq!(codes(by_authority), ["not_permitted"]);
    let keeper_of_accounts = actor(Role::SystemAdmin, COUNTY, 3);
    assert!(is_not_found(&world.registry.cases().ask_correction(&keeper_of_accounts, &request).await));
    // The school's registrar takes in what came to the counter, and says how; nobody of the school asks as a guardian does.
    assert_eq!(codes(world.registry.cases().ask_correction(&registrar(SCHOOL), &request).await), ["manner"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_proof_that_somebody_else_filed_is_no_proof() {
    let world = World::in_memory().await;
    let (mine, other) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let (parent, stranger) = (guardian(mine), guardian(other));
    let proof = world.proof(&parent, mine).await;
    let borrowed = asked(other, &[(Field::CurrentAddress, ADDRESS)], vec![proof.clone()]);
    let outcome = world.registry.cases().ask_correction(&stranger, &borrowed).await;
    assert!(outcome.is_err(), "a stranger's file opened a case and can now be read through it");
    assert_eq!(
        world.registry.proofs().unsent_proofs(&parent, mine).await.unwrap(),
        std::slice::from_ref(&proof),
        "still its owner's"
    );
    let invented = Proof { kind: ProofKind::PoliceCertificate, ..proof.clone() };
    let case = world
        .registry
        .cases()
        .ask_correction(&parent, &asked(mine, &[(Field::CurrentAddress, ADDRESS)], vec![invented]))
        .await;
    if let Ok(case) = case {
        let kept = world.registry.cases().proof_of_case(&parent, case, proof.id).await.unwrap().0;
        assert_eq!(kept, proof, "the case carries what was filed, not what the request says of it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_values_are_whole_for_who_decides_and_masked_for_others() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let old_name = info(1).name().to_owned();
    let old_address = info(1).get(Field::CurrentAddress).unwrap().to_owned();
    let parent = guardian(person);
    let changes = [(Field::CurrentAddress, ADDRESS), (Field::Name, "诸葛思齐")];
    let case = world.ask(&parent, person, &changes).await.unwrap();
    let shown = |view: &contract::case::CaseView, field| {
        let change = view.changes.iter().find(|change| change.field == field).unwrap();
        (change.old.clone(), change.new.clone())
    };
    let decides = world.registry.cases().case_view(&registrar(SCHOOL), case).await.unwrap();
    assert_eq!(shown(&decides, Field::CurrentAddress), (old_address.clone(), ADDRESS.to_owned()));
    let asks = world.registry.cases().case_view(&parent, case).await.unwrap();
    let (old, new) = shown(&asks, Field::CurrentAddress);
    assert_eq!(new, ADDRESS, "what was typed is shown to who typed it");
    assert_ne!(old, old_address, "what is on record is masked");
    for steps in [
        &asks.steps,
        &world.registry.cases().case_view(&guardian_number(1, person), case).await.unwrap().steps,
    ] {
        assert!(steps.iter().all(|step| step.by.is_empty()), "no names of staff");
    }
    for other in [leader(SCHOOL), registrar(COUNTY), guardian_number(1, person)] {
        let view = world.registry.cases().case_view(&other, case).await.unwrap();
        let (old, new) = shown(&view, Field::CurrentAddress);
        assert!(!view.my_turn && old != old_address && new != ADDRESS, "{:?}", other.role);
    }
    // The city above sees masks: neither in the case nor in the record does it read a name.
    let above = registrar("320100");
    let read = format!("{:?}", world.registry.cases().case_view(&above, case).await.unwrap());
    assert!(!read.contains(&old_name) && !read.contains("诸葛思齐") && !read.contains(ADDRESS), "{read}");
    assert_eq!(world.correct(SCHOOL, case).await, CaseState::Approved);
    for other in [above, parent] {
        let read = format!("{:?}", world.registry.pupils().pupil(&other, person).await.unwrap());
        assert!(!read.contains(&old_name) && !read.contains("诸葛思齐") && !read.contains(ADDRESS), "{read}");
    }
    let done = world.registry.cases().case_view(&registrar(SCHOOL), case).await.unwrap();
    assert!(done.steps.iter().all(|step| !step.by.is_empty()), "staff see who decided");
    assert_ne!(shown(&done, Field::CurrentAddress).1, ADDRESS, "nobody decides any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_guardian_reads_units_not_names_of_staff() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    world.correct(SCHOOL, case).await;
    let view = world.registry.pupils().pupil(&parent, person).await.unwrap();
    let read = format!("{:?} {:?}", view, world.registry.cases().case_view(&parent, case).await.unwrap());
    for staff in [registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        assert!(!read.contains(&staff.name), "{}", staff.name);
    }
    assert!(view.timeline.iter().any(|line| line.who == "玄武区"));
    assert!(!view.may_reveal && !view.may_bind);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_proof_is_opened_by_those_who_work_with_the_case() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let proof = world.proof(&parent, person).await;
    let request = asked(person, &[(Field::CurrentAddress, ADDRESS)], vec![proof.clone()]);
    let case = world.registry.cases().ask_correction(&parent, &request).await.unwrap();
    for actor in [parent, registrar(SCHOOL), leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        let (found, bytes) = world.registry.cases().proof_of_case(&actor, case, proof.id).await.unwrap();
        assert!(found == proof && image::load_from_memory(&bytes).unwrap().width() == 48, "{:?}", actor.role);
    }
    // Who sees the record masked does not see a household register whole.
    for actor in
        [registrar("320100"), leader("320000"), registrar("000000"), self::actor(Role::Official, COUNTY, 4)]
    {
        assert!(
            is_not_found(&world.registry.cases().proof_of_case(&actor, case, proof.id).await),
            "{}",
            actor.name
        );
    }
    let stored: Vec<Vec<u8>> = walk(&world.dir.path().join("blobs"));
    assert!(
        !stored.is_empty() && stored.iter().all(|bytes| !bytes.windows(4).any(|w| w == b"\x89PNG")),
        "sealed"
    );
}

fn walk(dir: &std::path::Path) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(std::fs::read(path).unwrap()) }
    }
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_file_that_is_no_picture_is_refused_and_a_spare_one_taken_back() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let parent = guardian(person);
    let proofs = world.registry.proofs();
    let file = |bytes: Vec<u8>| proofs.file_proof(&parent, person, ProofKind::Other, "证明.png", bytes);
    assert_eq!(codes(file(b"<html>".to_vec()).await), ["bad_file"]);
    let spare = file(png()).await.unwrap();
    assert!(is_not_found(
        &world.registry.proofs().drop_proof(&guardian_number(1, person), person, spare.id).await
    ));
    world.registry.proofs().drop_proof(&parent, person, spare.id).await.unwrap();
    assert!(world.registry.proofs().unsent_proofs(&parent, person).await.unwrap().is_empty());
    for _ in 0..6 {
        file(png()).await.unwrap();
    }
    assert_eq!(codes(file(png()).await), ["too_many_proofs"]);
}

/// A copy of a store as a thief or a bad administrator would take it.
fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else if name != "LOCK" {
            std::fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_whoever_alters_the_stored_journal_is_found_out() {
    let world = World::on_disk().await;
    let person = world.pupil(SCHOOL, 1).await;
    let entries = world.registry.journal().verify_person(person).await.unwrap().expect("holds");
    let alterations = [
        ("RETURN 1", true),
        ("UPDATE journal SET occurred_on = '2020-01-01' WHERE seq = 3", false),
        ("UPDATE journal SET actor.name = '别人' WHERE seq = 1", false),
        ("DELETE journal WHERE seq = 2", false),
        ("DELETE journal WHERE seq = $last", false),
        ("UPDATE chain SET seq = 3", false),
    ];
    for (n, (alteration, holds)) in alterations.into_iter().enumerate() {
        let (altered, read) =
            (world.dir.path().join(format!("altered{n}")), world.dir.path().join(format!("read{n}")));
        copy(&world.dir.path().join("store"), &altered.join("store"));
        let store = surrealdb::engine::any::connect(registry::Location::below(&altered).store).await.unwrap();
        store.use_ns("xueji").use_db("xueji").await.unwrap();
        store.query(alteration).bind(("last", entries as i64)).await.unwrap().check().unwrap();
        copy(&altered.join("store"), &read.join("store"));
        std::fs::copy(world.dir.path().join("mark.json"), read.join("mark.json")).unwrap();
        let location = registry::Location {
            store: registry::Location::below(&read).store,
            ..registry::Location::below(world.dir.path())
        };
        let opened =
            registry::Registry::open(&location, world.clock.clone(), registry::clock::Entropy::system())
                .await
                .unwrap();
        assert_eq!(opened.journal().verify_person(person).await.unwrap().is_ok(), holds, "{alteration}");
        let verification = opened.journal().verify_journal().await.unwrap();
        assert_eq!((verification.chains, verification.broken.is_empty()), (1, holds), "{alteration}");
        assert_eq!(
            opened.pupils().pupil(&registrar(SCHOOL), person).await.unwrap().chain_holds,
            holds,
            "the record says so"
        );
    }
}
