//! 我的账号: a guardian ends a bond, signs in with another telephone, takes a copy of what is on record, and closes the account; nobody's account is
//! taken over by it, and what the law has kept stays.

use crate::support::accounts::{HERE, STRONG};
use crate::support::corrections::ADDRESS;
use crate::support::guardians::{Parent, by_code};
use crate::support::*;
use domain::access::Actor;
use domain::access_log::Function;
use domain::case::{CaseKind, Command};
use domain::form::{Field, GuardianSlot};
use domain::guardian::{BondAct, BondState, NoticeKind, QUIET_AFTER_RECOVERY};
use domain::id::PersonId;
use domain::journal::Event;
use registry::account::{ended_owner, typed_owner};
use registry::guardian::{NewTelephone, SignedUp};
use serde_json::Value as Json;

const NEW_PHONE: &str = "13911112222";

impl World {
    async fn father_of(&self, person: PersonId) -> (Parent, Actor) {
        let father = Parent::father(1);
        let code = self.binding_code(person).await;
        assert!(matches!(self.join(&father, by_code(&code)).await, Ok(SignedUp::Made(_))));
        let actor = self.parent(&father).await;
        (father, actor)
    }

    async fn mother_of(&self, person: PersonId) -> (Parent, Actor) {
        let mother = Parent::mother(1);
        let code = self.code_for(person, GuardianSlot::Second).await;
        assert!(matches!(self.join(&mother, by_code(&code)).await, Ok(SignedUp::Made(_))));
        let actor = self.parent(&mother).await;
        (mother, actor)
    }

    async fn told(&self, person: PersonId) -> Vec<Event> {
        let view = self.registry.pupils().pupil(&registrar(SCHOOL), person).await.unwrap();
        assert!(view.chain_holds);
        view.timeline.iter().map(|line| line.event).collect()
    }

    async fn kinds_told(&self, actor: &Actor) -> Vec<NoticeKind> {
        let notices = self.registry.guardians().guardian_notices(actor).await.unwrap();
        notices.into_iter().map(|notice| notice.kind).collect()
    }
}

fn telephone(phone: &str, code: &str) -> NewTelephone {
    NewTelephone { phone: phone.into(), password: STRONG[0].into(), code: code.into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_guardian_ends_the_own_bond_and_what_was_asked_for_goes_on() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let ((father, parent), (_, mother)) = (world.father_of(person).await, world.mother_of(person).await);
    let guardians = world.registry.guardians();
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    let account = guardians.my_account(&parent).await.unwrap();
    assert_eq!(
        (account.bonds.len(), account.bonds[0].child, account.bonds[0].state),
        (1, person, BondState::Active)
    );
    assert!(account.phone.contains("****") && account.bonds[0].name.contains('*'), "{account:?}");
    assert_eq!(account.open.iter().map(|ask| (ask.case, ask.mine)).collect::<Vec<_>>(), [(case, false)]);

    for stranger in [guardian_number(1, person), registrar(SCHOOL), leader(SCHOOL)] {
        assert!(is_not_found(&guardians.leave_child(&stranger, person).await), "{:?}", stranger.role);
    }
    let other = world.pupil(SCHOOL, 2).await;
    assert!(is_not_found(&guardians.leave_child(&parent, other).await), "no bond of his");
    guardians.leave_child(&parent, person).await.unwrap();
    assert!(is_not_found(&guardians.leave_child(&parent, person).await), "it is over");
    let again = world.parent(&father).await;
    assert!(again.children.is_empty(), "he sees nothing of the child");
    assert!(is_not_found(&world.registry.pupils().pupil(&again, person).await));
    let account = guardians.my_account(&again).await.unwrap();
    assert_eq!(account.bonds[0].state, BondState::Ended);
    assert!(account.bonds[0].name.is_empty() && account.open.is_empty(), "{account:?}");
    assert!(world.told(person).await.contains(&Event::BondLeft));
    let notices = guardians.guardian_notices(&mother).await.unwrap();
    let left = notices.iter().find(|notice| notice.kind == NoticeKind::Left).unwrap().id;
    guardians.read_notice(&mother, left).await.unwrap();
    assert!(on_desk(&world.registry, &registrar(SCHOOL), MatterKind::Bond).await.is_empty());
    assert!(!world.kinds_told(&mother).await.contains(&NoticeKind::Left), "it is read");
    // The school goes on with what was asked for.
    world.correct(SCHOOL, case).await;
    assert!(world.told(person).await.contains(&Event::InfoChanged));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_another_telephone_needs_a_letter_for_it_and_takes_over_nobodys_account() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let ((father, parent), (mother, hers)) = (world.father_of(person).await, world.mother_of(person).await);
    let guardians = world.registry.guardians();
    let moved = async |new: NewTelephone| guardians.move_telephone(&parent, &new, HERE).await;
    let wrong = NewTelephone { password: STRONG[1].into(), ..telephone(NEW_PHONE, "") };
    assert_eq!(codes(moved(wrong).await), ["old_password"]);
    assert_eq!(codes(moved(telephone("1391111", "")).await), ["phone"]);
    assert_eq!(codes(moved(telephone(&father.phone, "")).await), ["phone"], "the present one");
    assert_eq!(codes(moved(telephone(NEW_PHONE, "2345678923")).await), ["claim"], "no such code");
    // A code for the number on record until now is none for another.
    let old = world.binding_code(person).await;
    assert_eq!(codes(moved(telephone(NEW_PHONE, &old)).await), ["claim"]);
    // Nor does her letter make her number his.
    let letter = world.code_for(person, GuardianSlot::Second).await;
    assert_eq!(codes(moved(telephone(&mother.phone, &letter)).await), ["claim"]);
    assert!(world.session(&world.sign_in(&mother.phone, STRONG[0]).await.unwrap()).await.is_some());

    let case = world.ask(&parent, person, &[(Field::Member1Phone, NEW_PHONE)]).await.unwrap();
    world.correct(SCHOOL, case).await;
    let letter = world.binding_code(person).await;
    let token = world.sign_in(&father.phone, STRONG[0]).await.unwrap();
    moved(telephone(NEW_PHONE, &letter)).await.unwrap();
    assert!(world.session(&token).await.is_none(), "all sessions end");
    assert!(world.sign_in(&father.phone, STRONG[0]).await.is_err(), "the old number signs nobody in");
    let new = Parent { phone: NEW_PHONE.into(), ..father };
    let again = world.parent(&new).await;
    assert_eq!(again.account, parent.account);
    assert_eq!(again.children, [person]);
    assert!(world.told(person).await.contains(&Event::GuardianTelephoneMoved));
    assert!(world.kinds_told(&hers).await.contains(&NoticeKind::Moved));
    let until = guardians.guardian_quiet_until(&again).await.unwrap();
    assert_eq!(until, Some(world.clock.now() + QUIET_AFTER_RECOVERY), "whoever moved it waits three days");
    assert_eq!(codes(guardians.leave_child(&again, person).await), ["quiet"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_the_copy_of_ones_data_asks_for_the_password_and_is_logged_as_a_download() {
    let world = World::in_memory().await;
    let (person, other) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let (_, parent) = world.father_of(person).await;
    let guardians = world.registry.guardians();
    let (session, elsewhere) = ("one session", "another session");
    assert!(is_not_found(&guardians.own_data(&parent, session).await), "not asked for");
    let wrong = guardians.allow_own_data(&parent, session, STRONG[1], HERE).await;
    assert_eq!(codes(wrong), ["old_password"]);
    assert!(is_not_found(&guardians.own_data(&parent, session).await));
    guardians.allow_own_data(&parent, session, STRONG[0], HERE).await.unwrap();
    assert!(is_not_found(&guardians.own_data(&parent, elsewhere).await), "in this session only");
    let file = guardians.own_data(&parent, session).await.unwrap();
    let read: Json = serde_json::from_slice(&file).unwrap();
    assert_eq!(read["账号"]["登录手机号"], Parent::father(1).phone);
    assert_eq!(read["孩子"].as_array().unwrap().len(), 1);
    let text = String::from_utf8(file).unwrap();
    let (own, theirs) = (info(1), info(2));
    assert!(text.contains(own.value(Field::IdNumber)) && text.contains(own.value(Field::CurrentAddress)));
    assert!(!text.contains(theirs.value(Field::IdNumber)), "of no other child");
    let looks = world.registry.access_log().looks_at(&leader(SCHOOL), person, None).await.unwrap().rows;
    assert!(looks.iter().any(|look| look.function == Function::OwnData), "{looks:?}");
    let looks = world.registry.access_log().looks_at(&leader(SCHOOL), other, None).await.unwrap().rows;
    assert!(looks.iter().all(|look| look.function != Function::OwnData));
    world.wait(chrono::Duration::minutes(10));
    assert!(is_not_found(&guardians.own_data(&parent, session).await), "for ten minutes");
    for stranger in [registrar(SCHOOL), leader(COUNTY)] {
        assert!(guardians.allow_own_data(&stranger, session, STRONG[0], HERE).await.is_err());
        assert!(guardians.own_data(&stranger, session).await.is_err(), "{:?}", stranger.role);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_closed_account_is_reached_by_nobody_and_leaves_what_the_law_has_kept() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let ((father, parent), (_, mother)) = (world.father_of(person).await, world.mother_of(person).await);
    let (registry, guardians) = (&world.registry, world.registry.guardians());
    registry.pupils().own_child(&parent, person).await.unwrap();
    let case = world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    let closed = async |password: &str| guardians.close_account(&parent, password, HERE).await;
    assert_eq!(codes(closed(STRONG[1]).await), ["old_password"]);
    assert_eq!(
        codes(closed(STRONG[0]).await),
        ["open_business"],
        "what is open is ended or taken back first"
    );
    let withdrawn = Command::Withdraw { reason: "不申请了".into() };
    registry.cases().decide_case(&parent, case, withdrawn).await.unwrap();

    let token = world.sign_in(&father.phone, STRONG[0]).await.unwrap();
    // What was asked and not sent, what is being typed, what a session that ended left, what was sent and refused; and another's.
    let (own, accounts) = (parent.account, registry.accounts());
    let session = world.session(&token).await.unwrap().key;
    for owner in [own.to_string(), typed_owner(own), ended_owner(own), session, typed_owner(mother.account)] {
        accounts.put_draft(&owner, "correction/1", &"长江路1号").await.unwrap();
    }
    closed(STRONG[0]).await.unwrap();
    let drafts: Vec<Json> = registry.store.inspect("SELECT * OMIT id FROM draft").await.unwrap();
    let owners: Vec<&str> = drafts.iter().filter_map(|draft| draft["account"].as_str()).collect();
    assert_eq!(owners, [typed_owner(mother.account)], "nothing that was typed is left but the mother's");
    assert!(world.session(&token).await.is_none(), "sessions end");
    assert!(world.sign_in(&father.phone, STRONG[0]).await.is_err(), "nobody signs in");
    let letter = world.binding_code(person).await;
    let recovered = guardians.guardian_recover(&father.phone, &letter, STRONG[1], HERE).await;
    assert_eq!(codes(recovered), ["claim"], "it is not recovered either");
    assert!(is_not_found(&guardians.my_account(&parent).await));
    assert!(is_not_found(&guardians.close_account(&parent, STRONG[0], HERE).await));
    assert!(world.told(person).await.contains(&Event::GuardianAccountClosed));
    assert!(world.kinds_told(&mother).await.contains(&NoticeKind::Left));
    // The log knows who looked; nothing of the telephone is left with the account.
    let looks = registry.access_log().looks_at(&leader(SCHOOL), person, None).await.unwrap().rows;
    assert!(looks.iter().any(|look| look.function == Function::OwnChild), "{looks:?}");
    let accounts: Vec<Json> = registry.store.inspect("SELECT * OMIT id FROM account").await.unwrap();
    assert!(!serde_json::to_string(&accounts).unwrap().contains(&father.phone), "the number is gone");
    // The same person begins anew, with another account.
    world.join(&father, by_code(&letter)).await.unwrap();
    let again = world.parent(&father).await;
    assert!(again.account != parent.account && again.children == [person]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_bond_that_rests_neither_the_child_nor_what_is_open_is_told() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let (_, parent) = world.father_of(person).await;
    world.ask(&parent, person, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    let guardians = world.registry.guardians();
    let before = guardians.my_account(&parent).await.unwrap();
    assert!(!before.bonds[0].is_hidden() && before.open.len() == 1, "{before:?}");
    let (school, account) = (leader(SCHOOL), parent.account);
    guardians.act_on_bond(&school, person, account, BondAct::Rest, "正在核实").await.unwrap();
    let resting = guardians.my_account(&parent).await.unwrap();
    assert!(resting.bonds[0].is_hidden() && resting.open.is_empty(), "{resting:?}");
    assert_ne!(resting.bonds[0].state, BondState::Ended, "it can still be ended by its guardian");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_who_took_an_account_over_does_none_of_it_for_three_days() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let (father, _) = world.father_of(person).await;
    let guardians = world.registry.guardians();
    let letter = world.binding_code(person).await;
    guardians.guardian_recover(&father.phone, &letter, STRONG[1], HERE).await.unwrap();
    let thief = world.parent_with(&father, STRONG[1]).await;
    assert_eq!(codes(guardians.leave_child(&thief, person).await), ["quiet"]);
    assert_eq!(codes(guardians.close_account(&thief, STRONG[1], HERE).await), ["quiet"]);
    assert_eq!(codes(guardians.allow_own_data(&thief, "session", STRONG[1], HERE).await), ["quiet"]);
    let new = NewTelephone { password: STRONG[1].into(), ..telephone(NEW_PHONE, "") };
    assert_eq!(codes(guardians.move_telephone(&thief, &new, HERE).await), ["quiet"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_files_that_were_never_sent_go_with_the_account() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let ((_, parent), (_, mother)) = (world.father_of(person).await, world.mother_of(person).await);
    let proofs = world.registry.proofs();
    let (mine, hers) = (world.proof(&parent, person).await, world.proof(&mother, person).await);
    let cases = world.registry.cases();
    cases.file_ask_proof(&parent, person, CaseKind::Suspension, ("病历.png", png())).await.unwrap();
    world.registry.guardians().close_account(&parent, STRONG[0], HERE).await.unwrap();
    assert!(proofs.unsent_proofs(&parent, person).await.unwrap().is_empty());
    assert!(is_not_found(&proofs.unsent_proof(&parent, person, mine.id).await));
    let left: Vec<Json> = world.registry.store.inspect("SELECT * OMIT id FROM proof").await.unwrap();
    let ids: Vec<&str> = left.iter().filter_map(|row| row["proof"]["id"].as_str()).collect();
    assert_eq!(ids, [hers.id.to_string()], "those of the other guardian stay, and no other");
    assert!(proofs.unsent_proof(&mother, person, hers.id).await.is_ok(), "with its file");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_files_that_were_never_sent_are_swept_when_no_draft_goes_with_them() {
    let world = World::in_memory().await;
    let (person, other) = (world.pupil(SCHOOL, 1).await, world.pupil(SCHOOL, 2).await);
    let (parent, elsewhere) = (guardian(person), guardian(other));
    let proofs = world.registry.proofs();
    let sent = world.ask(&elsewhere, other, &[(Field::CurrentAddress, ADDRESS)]).await.unwrap();
    let old = world.proof(&parent, person).await;
    world.wait(chrono::Duration::days(20));
    let young = world.proof(&parent, person).await;
    world.registry.watch().look_round().await.unwrap();
    assert_eq!(proofs.unsent_proofs(&parent, person).await.unwrap().len(), 2);
    world.wait(chrono::Duration::days(11));
    world.registry.watch().look_round().await.unwrap();
    let left = proofs.unsent_proofs(&parent, person).await.unwrap();
    assert_eq!(left.iter().map(|proof| proof.id).collect::<Vec<_>>(), [young.id]);
    assert!(is_not_found(&proofs.unsent_proof(&parent, person, old.id).await));
    let carried = world.registry.cases().case_view(&registrar(SCHOOL), sent).await.unwrap().proofs;
    let proof = carried.first().expect("what a case carries stays").id;
    assert!(world.registry.cases().proof_of_case(&registrar(SCHOOL), sent, proof).await.is_ok());
}
