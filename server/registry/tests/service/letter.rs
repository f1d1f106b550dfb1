//! 公文往来 through the services (第十五条): drafted, signed and receipted by the right people, read by two units only.

use crate::support::corrections::events;
use crate::support::letters::{DIRECT, THIRD, at, only_letter, receipt, transfer, with_more_schools};
use crate::support::*;
use domain::access::{Actor, Role};
use domain::id::LetterId;
use domain::journal::Event;
use domain::letter::{LetterKind, LetterState};
use registry::letter::{AskedReceipt, LetterBox};

#[tokio::test(flavor = "multi_thread")]
async fn article_15_an_approved_transfer_makes_the_old_school_owe_the_archive_within_a_month() {
    let world = with_more_schools().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    transfer(&world, person, SCHOOL, OTHER_SCHOOL, "2026-09-07").await;
    let (from, to) = (registrar(SCHOOL), registrar(OTHER_SCHOOL));
    let id = letter_on_desk(&world, &from).await;
    let view = registry.letters().letter_view(&from, id).await.unwrap();
    assert_eq!((view.line.kind, view.line.state), (LetterKind::ArchiveHandOver, LetterState::Owed));
    assert_eq!(view.line.due_on, Some(day("2026-10-08")), "7 October is a holiday");
    assert!(view.may_draft && !view.may_sign && view.pupil.is_none(), "no longer its pupil");
    let other = waiting::<LetterId>(registry, &leader(SCHOOL), MatterKind::Letter).await;
    assert!(other.is_empty(), "it waits for the registrar");

    // The receiving school reads nothing before it is sent, others never do.
    for stranger in [&to, &leader(OTHER_SCHOOL), &registrar(THIRD), &registrar(COUNTY), &guardian(person)] {
        assert!(is_not_found(&registry.letters().letter_view(stranger, id).await), "{}", stranger.name);
        assert!(registry.letters().draft_letter(stranger, id, Some(9), "").await.is_err());
    }
    assert_eq!(codes(registry.letters().draft_letter(&from, id, None, "").await), ["pieces"]);
    registry.letters().draft_letter(&from, id, Some(9), "户籍证明、体检表").await.unwrap();
    assert_eq!(letter_on_desk(&world, &leader(SCHOOL)).await, id);
    assert!(registry.letters().list_letters(&to, LetterBox::Inbox, None).await.unwrap().rows.is_empty());

    assert_eq!(registry.letters().sign_letter(&leader(SCHOOL), id).await.unwrap(), LetterState::Signed);
    assert_eq!(only_letter(&world, &to, LetterBox::Inbox).await, id);
    assert_eq!(letter_on_desk(&world, &to).await, id);
    let seen = registry.letters().letter_view(&to, id).await.unwrap();
    assert!(seen.may_receive && !seen.on_paper && seen.drafted.is_none() && seen.pupil == Some(person));
    assert_eq!(seen.line.number.as_deref(), Some("学籍函2132000001〔2026〕1号"));
    for stranger in [&registrar(THIRD), &leader(THIRD), &registrar(COUNTY), &at(Role::Registrar, "320100")] {
        assert!(is_not_found(&registry.letters().letter_view(stranger, id).await), "{}", stranger.name);
        assert!(registry.letters().receive_letter(stranger, id, &receipt(Some(9), "")).await.is_err());
        assert!(registry.letters().sign_letter(stranger, id).await.is_err());
    }
    assert_eq!(
        codes(registry.letters().receive_letter(&from, id, &receipt(Some(9), "")).await),
        ["not_your_step"]
    );
    assert_eq!(codes(registry.letters().receive_letter(&to, id, &receipt(Some(8), "")).await), ["note"]);
    let state = registry.letters().receive_letter(&to, id, &receipt(Some(8), "缺预防接种证")).await.unwrap();
    assert_eq!(state, LetterState::Received);
    let closed = registry.letters().letter_view(&from, id).await.unwrap();
    let told = closed.receipt.unwrap();
    assert_eq!((told.pieces, told.note.as_str(), closed.line.due_on), (Some(8), "缺预防接种证", None));
    assert!(on_desk(registry, &to, MatterKind::Letter).await.is_empty());
    for (who, which) in
        [(&from, LetterBox::Outbox), (&to, LetterBox::Inbox), (&from, LetterBox::All), (&to, LetterBox::All)]
    {
        assert_eq!(only_letter(&world, who, which).await, id, "the register keeps what is done");
    }

    let record = registry.pupils().pupil(&to, person).await.unwrap();
    let seen = events(&record);
    for event in [Event::LetterOwed, Event::LetterDrafted, Event::LetterSigned, Event::LetterReceived] {
        assert_eq!(seen.iter().filter(|one| **one == event).count(), 1, "{event:?}");
    }
    assert!(record.chain_holds);
    assert!(registry.figures().verify_figures().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_signs_the_letter_he_drafted_and_a_returned_draft_is_drafted_again() {
    let world = with_more_schools().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    transfer(&world, person, SCHOOL, OTHER_SCHOOL, "2026-09-07").await;
    let from = registrar(SCHOOL);
    let id = letter_on_desk(&world, &from).await;
    registry.letters().draft_letter(&from, id, Some(3), "").await.unwrap();
    let both = Actor { role: Role::Leader, ..from.clone() };
    assert_eq!(codes(registry.letters().sign_letter(&both, id).await), ["four_eyes"]);
    assert!(!registry.letters().letter_view(&both, id).await.unwrap().may_sign);
    assert_eq!(
        codes(registry.letters().sign_letter(&from, id).await),
        ["not_permitted"],
        "a registrar signs nothing"
    );
    let untrained = Actor { trained: false, ..from.clone() };
    assert_eq!(
        codes(registry.letters().list_letters(&untrained, LetterBox::Outbox, None).await),
        ["not_trained"]
    );
    let official = actor(Role::Official, COUNTY, 9);
    assert_eq!(
        codes(registry.letters().list_letters(&official, LetterBox::Inbox, None).await),
        ["not_permitted"]
    );
    registry.letters().return_letter(&leader(SCHOOL), id, "请附移交清单").await.unwrap();
    let view = registry.letters().letter_view(&from, id).await.unwrap();
    assert_eq!((view.line.state, view.returned.as_deref()), (LetterState::Owed, Some("请附移交清单")));
    registry.letters().draft_letter(&from, id, Some(3), "登记表、体检表").await.unwrap();
    assert_eq!(registry.letters().sign_letter(&leader(SCHOOL), id).await.unwrap(), LetterState::Signed);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_15_where_the_receiver_has_nobody_the_sender_records_the_paper_receipt() {
    let world = with_more_schools().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    // The city's own school has no account here.
    transfer(&world, person, SCHOOL, DIRECT, "2026-09-07").await;
    let from = registrar(SCHOOL);
    let id = letter_on_desk(&world, &from).await;
    registry.letters().draft_letter(&from, id, Some(3), "").await.unwrap();
    registry.letters().sign_letter(&leader(SCHOOL), id).await.unwrap();
    assert_eq!(letter_on_desk(&world, &from).await, id, "it stays with the sender");
    let view = registry.letters().letter_view(&from, id).await.unwrap();
    assert!(view.may_receive && view.on_paper);
    assert_eq!(
        codes(registry.letters().receive_letter(&from, id, &receipt(Some(3), "")).await),
        ["received_by"]
    );
    let paper = AskedReceipt { received_by: "周主任".into(), ..receipt(Some(3), "") };
    assert_eq!(registry.letters().receive_letter(&from, id, &paper).await.unwrap(), LetterState::Received);
}
