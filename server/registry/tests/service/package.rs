//! 学籍档案包 (第七条, 第九条, 第十五条, 第十六条): out of one register and into another that is empty, and nothing is lost on the way; whatever was
//! touched on the way is refused.

use crate::support::packages::{
    AWAY, BESIDE, FIRST, all_agree, arrived, begin_of_term, continuation, fingerprint_of, made, moved,
    opened, unit, world,
};
use crate::support::*;
use chrono::Duration;
use contract::package::PackageView;
use domain::archive::EntryKind;
use domain::case::Payload;
use domain::case::change::{Facts, Paper};
use domain::case::completion::{Completion, Outcome};
use domain::case::transfer::TransferGround;
use domain::form::Field;
use domain::id::PersonId;
use domain::journal::{Detail, Event, PackageDetail};
use domain::org::UnitKind;
use domain::package::Found;
use registry::case::AskedTransfer;
use registry::package::{AskedContinuation, Opened, PackageBox};

#[tokio::test(flavor = "multi_thread")]
async fn articles_9_and_16_an_archive_goes_into_an_empty_register_and_loses_nothing() {
    let (here, there) = (world().await, world().await);
    let (person, case) = moved(&here).await;
    let (id, bytes, phrase) = made(&here, case).await;
    let told = fingerprint_of(&here, id).await;
    let sent = opened(&bytes, &phrase);
    begin_of_term(&there);

    let (registrar, leader) = (registrar(FIRST), leader(FIRST));
    let arrived =
        there.registry.packages().receive_package(&registrar, arrived(&bytes, &phrase, &told)).await.unwrap();
    let PackageView::Received(view) = there.registry.packages().package(&registrar, arrived).await.unwrap()
    else {
        panic!("received")
    };
    let preview = view.preview.unwrap();
    assert_eq!(preview.found, Found::Nobody);
    assert_eq!(preview.entries.len(), 2);
    assert!(view.may_propose && !view.may_accept);
    there.registry.packages().propose_continuation(&registrar, arrived, &continuation("2班")).await.unwrap();
    let child = there.registry.packages().accept_package(&leader, arrived).await.unwrap();

    let pupil = there.registry.pupils().pupil(&registrar, child).await.unwrap();
    assert_eq!((pupil.standing.label(), pupil.class_name.as_str(), pupil.chain_holds), ("在读", "2班", true));
    assert_eq!(pupil.spells.len(), 2);
    let archive = there.registry.archives().archive(&registrar, child).await.unwrap();
    assert_eq!((archive.entries.len(), archive.files.len()), (2, 3));
    for file in archive.files.iter().filter(|file| file.format == "png") {
        let (_, bytes) =
            there.registry.archives().archive_file(&registrar, child, file.id, false).await.unwrap();
        assert!(image::load_from_memory(&bytes).is_ok());
    }

    // What goes out of the second register again is what went into it, and its own link.
    let again = regathered(&there, child).await;
    for field in Field::ALL {
        assert_eq!(again.record.info.get(*field), sent.record.info.get(*field), "{field:?}");
    }
    assert_eq!(Field::ALL.len(), 74);
    assert_eq!(again.record.number, sent.record.number, "一人一号，终身不变");
    assert_eq!(again.record.numbers, sent.record.numbers);
    let schooling = |record: &domain::package::Record| -> Vec<_> {
        let line = |spell: &domain::package::Schooling| {
            (spell.school.clone(), spell.class_name.clone(), spell.from_on)
        };
        record.spells.iter().map(line).collect()
    };
    assert_eq!(schooling(&again.record)[..2], schooling(&sent.record)[..]);
    assert_eq!(again.record.spells[0], sent.record.spells[0]);
    assert_eq!(again.record.entries, sent.record.entries);
    assert_eq!(again.record.files, sent.record.files);
    for file in &sent.record.files {
        assert_eq!(again.files[&file.name()], sent.files[&file.name()], "{}", file.title);
    }
    assert_eq!(sent.record.files.len(), 3, "the proof of the correction, the certificate, the card");
    assert_eq!(again.record.entry_date, sent.record.entry_date);
    assert_eq!(again.record.archive_built, sent.record.archive_built);

    // The whole record of the first register is kept: every case, every journal entry, the head of the chain.
    assert_eq!(again.record.before, std::slice::from_ref(&sent.record));
    let chain = &sent.record.journals[0];
    let first =
        &here.registry.pupils().pupil(&crate::support::registrar(FIRST), person).await.unwrap().timeline;
    let made: Vec<_> = first.iter().rev().map(|line| line.event).collect();
    let packed: Vec<_> = chain.entries.iter().map(|told| told.entry.event).collect();
    assert_eq!(packed[..], made[..packed.len()], "every entry up to the release");
    assert_eq!(made[packed.len()..], [Event::PackageReleased, Event::PackageFetched]);
    assert!(packed.contains(&Event::InfoChanged) && packed.contains(&Event::ArchiveFileAdded));

    // The new journal begins with a link to that head.
    let link = &again.record.journals[0].entries[0];
    assert_eq!(link.entry.event, Event::ArchiveContinued);
    let Detail::Package(PackageDetail::Continued { head, entries, .. }) = &link.detail else {
        panic!("{:?}", link.detail)
    };
    assert_eq!((head, *entries), (&chain.head.hash, chain.head.entries));

    assert!(there.registry.journal().verify_journal().await.unwrap().broken.is_empty());
    assert_eq!(there.registry.figures().verify_figures().await.unwrap(), Vec::new());
    assert_eq!(there.registry.schools().verify_custody().await.unwrap(), Vec::new());
    // The same file again is the same package, and nobody is made twice.
    let twice = self::arrived(&bytes, &phrase, &told);
    assert_eq!(there.registry.packages().receive_package(&registrar, twice).await.unwrap(), arrived);
    assert_eq!(codes(there.registry.packages().accept_package(&leader, arrived).await), ["state"]);
}

/// The archive of a child at [`FIRST`], packed: the child goes on to Jiangsu, and the package is opened.
async fn regathered(world: &World, child: PersonId) -> Opened {
    let registry = &world.registry;
    let number = registry.pupils().reveal(&registrar(FIRST), child, None, "办理转学核对").await.unwrap();
    let name = registry.pupils().pupil(&registrar(FIRST), child).await.unwrap().name;
    let transfer = AskedTransfer {
        disability: None,
        number,
        name,
        on: day("2027-09-08"),
        ground: TransferGround::Home,
        class_name: "2班".into(),
        grade: Default::default(),
        papers: vec![Paper::Application, Paper::Residence],
        note: String::new(),
    };
    world.clock.set(world.clock.now() + Duration::days(1));
    let case = registry.cases().open_transfer(&registrar(SCHOOL), &transfer).await.unwrap();
    all_agree(world, case).await;
    let id = registry.packages().ask_package(&registrar(FIRST), case, None).await.unwrap();
    let phrase = registry.packages().release_package(&leader(FIRST), id).await.unwrap();
    let (_, bytes) = registry.packages().fetch_package(&registrar(FIRST), id).await.unwrap();
    opened(&bytes, &phrase)
}

#[tokio::test(flavor = "multi_thread")]
async fn article_15_a_package_rests_on_a_decided_hand_over_and_takes_two_persons() {
    let world = world().await;
    let registry = &world.registry;
    let (person, case) = moved(&world).await;
    let own = registrar(SCHOOL);
    let offers = registry.packages().package_offers(&own, None).await.unwrap();
    assert_eq!(offers.iter().map(|offer| offer.case).collect::<Vec<_>>(), [case]);
    assert!(
        is_not_found(&registry.packages().ask_package(&registrar(OTHER_SCHOOL), case, None).await),
        "not theirs"
    );
    assert_eq!(codes(registry.packages().ask_package(&leader(SCHOOL), case, None).await), ["not_permitted"]);
    let id = registry.packages().ask_package(&own, case, None).await.unwrap();
    assert_eq!(codes(registry.packages().ask_package(&own, case, None).await), ["again"]);
    assert_eq!(codes(registry.packages().fetch_package(&own, id).await), ["not_released"]);
    assert_eq!(codes(registry.packages().release_package(&own, id).await), ["not_permitted"]);
    assert!(is_not_found(&registry.packages().release_package(&leader(FIRST), id).await));
    assert!(is_not_found(&registry.packages().package(&registrar(FIRST), id).await));

    // The county's leader may release it as well, and sees it in the register of its schools' packages.
    let made = async || {
        registry.packages().list_packages(&leader(COUNTY), PackageBox::Made, None).await.unwrap().rows
    };
    assert_eq!(made().await.iter().map(|line| line.id).collect::<Vec<_>>(), [id]);
    assert!(
        registry
            .packages()
            .list_packages(&leader(AWAY), PackageBox::Made, None)
            .await
            .unwrap()
            .rows
            .is_empty()
    );
    registry.packages().refuse_package(&leader(COUNTY), id, "来函还没有收到").await.unwrap();
    let id = registry.packages().ask_package(&own, case, None).await.unwrap();
    registry.packages().release_package(&leader(COUNTY), id).await.unwrap();
    assert_eq!(codes(registry.packages().release_package(&leader(SCHOOL), id).await), ["state"]);
    registry.packages().fetch_package(&own, id).await.unwrap();
    registry.packages().fetch_package(&own, id).await.unwrap();
    let PackageView::Made(view) = registry.packages().package(&own, id).await.unwrap() else {
        panic!("made")
    };
    assert_eq!(view.fetched.len(), 2);
    let timeline = registry.pupils().pupil(&registrar(FIRST), person).await.unwrap().timeline;
    let times = |event| timeline.iter().filter(|line| line.event == event).count();
    assert_eq!(
        (times(Event::PackageAsked), times(Event::PackageReleased), times(Event::PackageFetched)),
        (2, 1, 2)
    );
    assert_eq!(times(Event::PackageRefused), 1);

    // After thirty days it is gone.
    world.wait(Duration::days(30));
    assert_eq!(registry.packages().expire_packages().await.unwrap(), 0);
    registry.packages().fetch_package(&own, id).await.unwrap();
    world.wait(Duration::days(1));
    assert_eq!(codes(registry.packages().fetch_package(&own, id).await), ["expired"]);
    assert_eq!(registry.packages().expire_packages().await.unwrap(), 1);
    assert_eq!(registry.packages().expire_packages().await.unwrap(), 0);
    assert_eq!(codes(registry.packages().fetch_package(&own, id).await), ["expired"]);

    // The receiving school goes on with the archive: from now on it is its own.
    let values = [("subject", "数学"), ("mark", "95")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    registry
        .archives()
        .file_entry(&registrar(FIRST), person, EntryKind::Exam, "2026-1", &values.into())
        .await
        .unwrap();
    assert_eq!(codes(registry.packages().ask_package(&own, case, None).await), ["continued"]);
    assert!(registry.packages().package_offers(&own, None).await.unwrap().is_empty());
    assert!(registry.journal().verify_journal().await.unwrap().broken.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_9_a_graduate_is_handed_over_to_a_school_that_is_not_in_this_register() {
    let world = world().await;
    let registry = &world.registry;
    let own = registrar(SCHOOL);
    let person = world.pupil(SCHOOL, 3).await;
    for year in 2027..=2031 {
        world.clock.set(format!("{year}-08-11T02:00:00Z").parse().unwrap());
        registry.promotions().promote_all().await.unwrap();
        registry.outbox().drain_outbox().await.unwrap();
    }
    world.clock.set("2032-06-18T02:00:00Z".parse().unwrap());
    let payload = Payload::Completion(Completion {
        facts: Facts { on: day("2032-06-18"), papers: vec![Paper::FinalRecords], note: String::new() },
        outcome: Outcome::Graduated,
        certificate: "2032小001".into(),
        destination: None,
    });
    let case = registry.cases().open_change(&own, person, &payload).await.unwrap();
    all_agree(&world, case).await;
    let offers = registry.packages().package_offers(&own, Some(person)).await.unwrap();
    assert_eq!((offers.len(), offers[0].to.clone()), (1, None), "the registration hands nothing over");
    let to = |code: &str| Some((crate::support::code(code), "某某中学".to_owned()));
    assert_eq!(codes(registry.packages().ask_package(&own, case, None).await), ["receiver"]);
    assert_eq!(codes(registry.packages().ask_package(&own, case, to("3132000009")).await), ["same_province"]);
    assert_eq!(
        codes(registry.packages().ask_package(&own, case, to(FIRST)).await),
        ["receiver"],
        "it is here: 升学"
    );
    let id = registry.packages().ask_package(&own, case, to("3151000009")).await.unwrap();
    let phrase = registry.packages().release_package(&leader(SCHOOL), id).await.unwrap();
    let (_, bytes) = registry.packages().fetch_package(&own, id).await.unwrap();
    let told = fingerprint_of(&world, id).await;

    // A register that serves Sichuan: the child begins the next stage there.
    let there = World::in_memory().await;
    there.clock.set("2032-09-01T02:00:00Z".parse().unwrap());
    let units = [
        unit("510000", "四川省", UnitKind::Province, "000000"),
        unit("510100", "成都市", UnitKind::City, "510000"),
        unit("510106", "金牛区", UnitKind::County, "510100"),
        unit("3151000009", "某某中学", UnitKind::School, "510106"),
    ];
    there.registry.units().add_units(&units).await.unwrap();
    let (receiver, chief) = (registrar("3151000009"), leader("3151000009"));
    let wrong = there.registry.packages().receive_package(&receiver, arrived(&bytes, &phrase, "AAAA")).await;
    assert_eq!(codes(wrong), ["fingerprint"]);
    let id = there
        .registry
        .packages()
        .receive_package(&receiver, arrived(&bytes, &phrase.to_lowercase(), &told))
        .await
        .unwrap();
    let asked = AskedContinuation { on: day("2032-09-01"), ..continuation("3班") };
    there.registry.packages().propose_continuation(&receiver, id, &asked).await.unwrap();
    let child = there.registry.packages().accept_package(&chief, id).await.unwrap();
    let pupil = there.registry.pupils().pupil(&receiver, child).await.unwrap();
    assert_eq!(
        (pupil.grade.as_str(), pupil.class_name.as_str(), pupil.standing.label()),
        ("初中一年级", "3班", "在读")
    );
    assert_eq!(pupil.spells.len(), 2, "the schooling before, and the one that begins");
    assert_eq!(there.registry.figures().verify_figures().await.unwrap(), Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_5_and_6_a_child_who_is_known_here_is_continued_and_never_made_twice() {
    let world = world().await;
    let registry = &world.registry;
    let (person, case) = moved(&world).await;
    let (_, bytes, phrase) = made(&world, case).await;
    let own = registrar(FIRST);
    // This register signed it itself: no code need be told.
    let id = registry.packages().receive_package(&own, arrived(&bytes, &phrase, "")).await.unwrap();
    let PackageView::Received(view) = registry.packages().package(&own, id).await.unwrap() else {
        panic!("received")
    };
    let preview = view.preview.unwrap();
    assert_eq!((preview.found, preview.person), (Found::Own(Default::default()), Some(person)));
    // The leader gives it back once, then accepts; nobody does both steps.
    registry.packages().propose_continuation(&own, id, &continuation("2班")).await.unwrap();
    assert_eq!(codes(registry.packages().accept_package(&own, id).await), ["not_permitted"]);
    registry.packages().return_package(&leader(FIRST), id, "请再核对班级").await.unwrap();
    registry.packages().propose_continuation(&own, id, &continuation("2班")).await.unwrap();
    assert_eq!(registry.packages().accept_package(&leader(FIRST), id).await.unwrap(), person);
    let archive = registry.archives().archive(&own, person).await.unwrap();
    assert_eq!((archive.entries.len(), archive.files.len()), (2, 3), "nothing twice");
    assert_eq!(registry.packages().brought(&own, person).await.unwrap().len(), 1);
    assert!(registry.journal().verify_person(person).await.unwrap().is_ok());
    assert_eq!(registry.figures().verify_figures().await.unwrap(), Vec::new());

    // Another school's registrar neither reads nor receives it.
    assert!(is_not_found(&registry.packages().package(&registrar(BESIDE), id).await));
    let other = registry.packages().receive_package(&registrar(BESIDE), arrived(&bytes, &phrase, "")).await;
    assert_eq!(codes(other), ["not_addressed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_an_unknown_number_with_a_known_document_is_not_let_in() {
    let (here, there) = (world().await, world().await);
    let (_, case) = moved(&here).await;
    let (id, bytes, phrase) = made(&here, case).await;
    let told = fingerprint_of(&here, id).await;
    // The same child was registered in the second register as if it had no record.
    there.enter(BESIDE, info(1)).await;
    begin_of_term(&there);
    let own = registrar(FIRST);
    let id = there.registry.packages().receive_package(&own, arrived(&bytes, &phrase, &told)).await.unwrap();
    let outcome = there.registry.packages().propose_continuation(&own, id, &continuation("2班")).await;
    assert_eq!(codes(outcome), ["duplicate_definite"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_15_an_authority_sees_the_packages_of_all_its_schools_however_many_they_are() {
    let world = world().await;
    let registry = &world.registry;
    let (_, case) = moved(&world).await;
    let id = registry.packages().ask_package(&registrar(SCHOOL), case, None).await.unwrap();
    // More units than a list of units has, each before the school by its name.
    let many: Vec<_> = (0..400)
        .map(|n| unit(&format!("21329{n:05}"), &format!("A{n:03}"), UnitKind::School, COUNTY))
        .collect();
    registry.units().add_units(&many).await.unwrap();
    let made = registry.packages().list_packages(&leader(COUNTY), PackageBox::Made, None).await.unwrap();
    assert_eq!(made.rows.iter().map(|line| line.id).collect::<Vec<_>>(), [id]);
    assert!(registry.units().school_ids_below(&code(COUNTY)).await.unwrap().len() > 400);
    assert!(registry.units().school_ids_below(&code("320100")).await.unwrap().len() < 10, "its own alone");
}
