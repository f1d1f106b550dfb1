//! 第十条: the code that goes to the telephone on record, besides what binding and recovery ask for anyway (ADR 22).

use super::stubs::Stub;
use crate::support::accounts::{HERE, STRONG};
use crate::support::corrections::ADDRESS;
use crate::support::guardians::{Parent, by_code};
use crate::support::*;
use chrono::Duration;
use domain::form::{Field, GuardianSlot};
use domain::guardian::QUIET_AFTER_RECOVERY;
use domain::id::PersonId;
use registry::guardian::{Asking, Claim, NewTelephone, SignedUp};

const NEW_PHONE: &str = "13911112222";

fn asking(phone_code: &str) -> Asking<'_> {
    Asking { address: HERE, phone_code }
}

fn numbers(parent: &Parent) -> Claim {
    Claim::Numbers { guardian: parent.number.clone(), child: parent.child.clone() }
}

impl World {
    async fn join_with(
        &self,
        parent: &Parent,
        claim: Claim,
        phone_code: &str,
    ) -> Result<SignedUp, registry::error::Error> {
        self.registry.guardians().guardian_sign_up(&parent.sign_up(claim), asking(phone_code)).await
    }

    /// The first press, which has the code sent, and what arrives.
    async fn code_by_phone(&self, parent: &Parent, claim: Claim, gateway: &Stub) -> String {
        assert_eq!(codes(self.join_with(parent, claim, "").await), ["code_sent"]);
        self.post().await;
        let got = gateway.only();
        assert_eq!((got.to.as_str(), got.template.as_str()), (parent.phone.as_str(), "code"));
        got.code.unwrap()
    }

    /// The father's telephone is another from now on, as four people decided.
    async fn changes_phone(&self, person: PersonId) -> Parent {
        let case = self.ask(&guardian(person), person, &[(Field::Member1Phone, NEW_PHONE)]).await.unwrap();
        self.correct(SCHOOL, case).await;
        Parent { phone: NEW_PHONE.into(), ..Parent::father(1) }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_binding_asks_for_the_code_of_the_telephone_on_record_besides_all_that_it_asked_before() {
    let gateway = Stub::sms().await;
    let world = World::with_messages(gateway.as_sms()).await;
    let person = world.pupil(SCHOOL, 1).await;
    let (father, mother) = (Parent::father(1), Parent::mother(1));
    let registry = &world.registry;
    // A code on paper that nobody has released is none, and nothing is sent for it.
    let printed =
        registry.guardians().print_binding(&registrar(SCHOOL), person, GuardianSlot::First).await.unwrap();
    assert_eq!(codes(world.join_with(&father, by_code(&printed), "").await), ["claim"]);
    let paper = world.binding_code(person).await;
    // Nor for who is not the one on record, whatever number he would have it sent to.
    let stranger = Parent { phone: NEW_PHONE.into(), ..Parent::father(1) };
    for other in [&stranger, &mother] {
        assert_eq!(codes(world.join_with(other, by_code(&paper), "").await), ["claim"]);
    }
    world.post().await;
    assert!(gateway.take().is_empty(), "nothing goes to a number that is only typed");

    // Before a password is chosen the same holds, and the code that comes is the one that counts in the end.
    let send = async |who: &Parent, claim: &Claim| {
        registry.guardians().send_sign_up_code(&who.phone, &who.name, claim, HERE).await
    };
    for (who, claim) in
        [(&stranger, by_code(&paper)), (&mother, by_code(&paper)), (&father, by_code("2345678923"))]
    {
        assert_eq!(codes(send(who, &claim).await), ["claim"], "{}", who.phone);
    }
    let unnamed = Parent { name: " ".into(), ..Parent::father(1) };
    assert_eq!(
        codes(send(&unnamed, &by_code("23")).await),
        ["claim", "name"],
        "all that is wrong as it is written"
    );
    world.post().await;
    assert!(gateway.take().is_empty(), "nothing was sent for any of them");
    assert_eq!(codes(send(&father, &by_code(&paper)).await), ["code_sent"]);
    world.post().await;
    let early = gateway.only().code.unwrap();
    assert!(world.sign_in(&father.phone, STRONG[0]).await.is_err(), "nothing but a message came of it");

    let figures = world.code_by_phone(&father, by_code(&paper), &gateway).await;
    if early != figures {
        assert_eq!(
            codes(world.join_with(&father, by_code(&paper), &early).await),
            ["code_wrong"],
            "the latest counts"
        );
    }
    let wrong = if figures == "000000" { "000001" } else { "000000" };
    assert_eq!(codes(world.join_with(&father, by_code(&paper), wrong).await), ["code_wrong"]);
    assert!(world.sign_in(&father.phone, STRONG[0]).await.is_err(), "no account before");
    // The code of the telephone alone is nothing.
    assert_eq!(codes(world.join_with(&father, by_code("2345678923"), &figures).await), ["claim"]);
    assert!(matches!(world.join_with(&father, by_code(&paper), &figures).await, Ok(SignedUp::Made(_))));
    let parent = world.parent(&father).await;
    assert_eq!(parent.children, [person]);
    let view = registry.pupils().pupil(&parent, person).await.unwrap();
    assert!(view.chain_holds && !format!("{view:?}").contains(&figures), "the code stands in no journal");
    let stored = world.stored().await;
    assert!(!stored.contains(&father.phone), "no number stands in plain");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_code_of_the_telephone_is_for_one_thing_and_works_once() {
    let gateway = Stub::sms().await;
    let world = World::with_messages(gateway.as_sms()).await;
    let (one, two) = (world.pupil(SCHOOL, 1).await, world.sibling(SCHOOL, 2, 1).await);
    let father = Parent::father(1);
    let guardians = world.registry.guardians();
    let paper = world.binding_code(one).await;
    let figures = world.code_by_phone(&father, by_code(&paper), &gateway).await;
    world.join_with(&father, by_code(&paper), &figures).await.unwrap();
    let parent = world.parent(&father).await;
    let second = world.binding_code(two).await;
    assert_eq!(
        codes(guardians.add_child(&parent, &by_code(&second), asking(&figures)).await),
        ["code_expired"],
        "not for another child"
    );
    assert_eq!(codes(guardians.add_child(&parent, &by_code(&second), HERE).await), ["code_sent"]);
    world.post().await;
    let figures = gateway.only().code.unwrap();
    // A forgotten password: the code for adding a child is none for it.
    let third = world.binding_code(one).await;
    let recover = async |figures: &str| {
        guardians.guardian_recover(&father.phone, &third, STRONG[1], asking(figures)).await
    };
    assert_eq!(codes(recover(&figures).await), ["code_expired"]);
    assert_eq!(guardians.add_child(&parent, &by_code(&second), asking(&figures)).await.unwrap(), two);
    assert_eq!(codes(recover("").await), ["code_sent"]);
    world.post().await;
    let figures = gateway.only().code.unwrap();
    world.wait(Duration::minutes(10));
    assert_eq!(codes(recover(&figures).await), ["code_expired"]);
    assert!(world.sign_in(&father.phone, STRONG[1]).await.is_err());
    assert_eq!(codes(recover("").await), ["code_sent"]);
    world.post().await;
    let figures = gateway.only().code.unwrap();
    recover(&figures).await.unwrap();
    world.sign_in(&father.phone, STRONG[1]).await.unwrap();
    // Whether a number has an account shows neither in what is answered nor in what is sent.
    let unknown = guardians.guardian_recover("13700000000", &third, STRONG[2], HERE).await;
    assert_eq!(codes(unknown), codes(recover("").await));
    world.post().await;
    assert!(gateway.take().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_who_changes_the_telephone_in_the_record_does_not_become_the_guardian_with_it() {
    let gateway = Stub::sms().await;
    let world = World::with_messages(gateway.as_sms()).await;
    let person = world.pupil(SCHOOL, 1).await;
    // Printed and released while the old number stood in the record.
    let before = world.binding_code(person).await;
    let father = world.changes_phone(person).await;
    world.wait(Duration::hours(1));
    for claim in [by_code(&before), numbers(&father)] {
        assert_eq!(codes(world.join_with(&father, claim, "").await), ["telephone_changed"]);
    }
    world.post().await;
    assert!(gateway.take().is_empty(), "nothing is sent there");
    // Two people of the school have looked at it since.
    let after = world.binding_code(person).await;
    let figures = world.code_by_phone(&father, by_code(&after), &gateway).await;
    world.join_with(&father, by_code(&after), &figures).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_what_else_changes_in_the_record_leaves_the_telephone_as_it_was() {
    let gateway = Stub::sms().await;
    let world = World::with_messages(gateway.as_sms()).await;
    let person = world.pupil(SCHOOL, 1).await;
    for changes in [[(Field::CurrentAddress, ADDRESS)], [(Field::Health, "10")]] {
        let case = world.ask(&guardian(person), person, &changes).await.unwrap();
        world.correct(SCHOOL, case).await;
    }
    let father = Parent::father(1);
    let figures = world.code_by_phone(&father, numbers(&father), &gateway).await;
    world.join_with(&father, numbers(&father), &figures).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_after_a_week_a_changed_telephone_is_as_any_other() {
    let gateway = Stub::sms().await;
    let world = World::with_messages(gateway.as_sms()).await;
    let person = world.pupil(SCHOOL, 1).await;
    let father = world.changes_phone(person).await;
    world.wait(Duration::days(7) - Duration::seconds(1));
    assert_eq!(codes(world.join_with(&father, numbers(&father), "").await), ["telephone_changed"]);
    world.wait(Duration::seconds(1));
    let figures = world.code_by_phone(&father, numbers(&father), &gateway).await;
    world.join_with(&father, numbers(&father), &figures).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_where_no_gateway_is_set_binding_is_as_it_was() {
    let mail = Stub::mail().await;
    for world in [World::in_memory().await, World::with_messages(mail.as_mail()).await] {
        let person = world.pupil(SCHOOL, 1).await;
        let father = world.changes_phone(person).await;
        let paper = world.binding_code(person).await;
        world.join(&father, by_code(&paper)).await.unwrap();
        let again = world.binding_code(person).await;
        world.registry.guardians().guardian_recover(&father.phone, &again, STRONG[1], HERE).await.unwrap();
        world.sign_in(&father.phone, STRONG[1]).await.unwrap();
    }
    assert!(mail.take().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_another_telephone_is_shown_to_be_the_own_by_a_code_and_one_with_an_account_stays_whose_it_is()
 {
    let gateway = Stub::sms().await;
    let world = World::with_messages(gateway.as_sms()).await;
    let person = world.pupil(SCHOOL, 1).await;
    let (father, mother) = (Parent::father(1), Parent::mother(1));
    for (parent, slot) in [(&father, GuardianSlot::First), (&mother, GuardianSlot::Second)] {
        let paper = world.code_for(person, slot).await;
        let figures = world.code_by_phone(parent, by_code(&paper), &gateway).await;
        world.join_with(parent, by_code(&paper), &figures).await.unwrap();
    }
    let parent = world.parent(&father).await;
    let guardians = world.registry.guardians();
    let moved = async |phone: &str, figures: &str| {
        let (phone, password) = (phone.to_owned(), STRONG[0].to_owned());
        let new = NewTelephone { phone, password, code: String::new() };
        guardians.move_telephone(&parent, &new, asking(figures)).await
    };
    let code_at = async |phone: &str| {
        assert_eq!(codes(moved(phone, "").await), ["code_sent"], "the same whether it has an account");
        world.post().await;
        let got = gateway.only();
        assert_eq!((got.to.as_str(), got.template.as_str()), (phone, "code"));
        got.code.unwrap()
    };
    let figures = code_at(&mother.phone).await;
    assert_eq!(codes(moved(NEW_PHONE, &figures).await), ["code_expired"], "for one number only");
    assert_eq!(codes(moved(&mother.phone, &figures).await), ["phone"], "her account stays hers");
    world.sign_in(&mother.phone, STRONG[0]).await.expect("she signs in as before");
    let figures = code_at(NEW_PHONE).await;
    let wrong = if figures == "000000" { "000001" } else { "000000" };
    assert_eq!(codes(moved(NEW_PHONE, wrong).await), ["code_wrong"]);
    moved(NEW_PHONE, &figures).await.unwrap();
    let new = Parent { phone: NEW_PHONE.into(), ..Parent::father(1) };
    let again = world.parent(&new).await;
    assert_eq!(again.account, parent.account);
    assert!(world.sign_in(&father.phone, STRONG[0]).await.is_err());
    // He chose no messages: the old telephone is told all the same, in fixed words.
    world.post().await;
    let got = gateway.only();
    assert_eq!((got.to.as_str(), got.template.as_str(), got.code), (father.phone.as_str(), "accounts", None));
    // Whoever moved it asks for nothing for three days, nor moves it on.
    assert_eq!(codes(guardians.leave_child(&again, person).await), ["quiet"]);
    world.wait(QUIET_AFTER_RECOVERY);
    guardians.leave_child(&again, person).await.unwrap();
}
