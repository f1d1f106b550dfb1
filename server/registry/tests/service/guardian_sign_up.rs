//! 监护人注册: everything that is wrong with it is told at once, each beside its field, before a claim is judged and a guess is counted.

use crate::support::accounts::HERE;
use crate::support::guardians::{Parent, by_code};
use crate::support::*;
use domain::guardian::SignUpStep;
use proptest::prelude::*;
use registry::error::Error;
use registry::guardian::{Claim, GuardianSignUp, problem_of_sign_up, problems_of_claim};
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_up_form_is_checked_by_field_before_a_code_is_spent() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let code = world.binding_code(person).await;
    let father = Parent::father(1);
    let bad =
        GuardianSignUp { phone: "12".into(), name: " ".into(), password: "x".into(), claim: by_code(&code) };
    let fields =
        async |new: &GuardianSignUp| match world.registry.guardians().guardian_sign_up(new, HERE).await {
            Err(Error::Refused(refusals)) => {
                refusals.iter().map(|one| one.control().to_owned()).collect::<BTreeSet<_>>()
            }
            other => panic!("{other:?}"),
        };
    let named = |fields: &[&str]| fields.iter().map(|one| (*one).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(fields(&bad).await, named(&["phone", "name", "password"]));
    // A claim of which something is missing hides nothing of the rest, and nothing of the rest hides it.
    let claimless = GuardianSignUp { claim: by_code(" 2345 "), ..bad.clone() };
    assert_eq!(fields(&claimless).await, named(&["code", "phone", "name", "password"]));
    let numberless = Claim::Numbers { guardian: String::new(), child: "1".into() };
    let numberless = GuardianSignUp { claim: numberless, ..father.sign_up(by_code(&code)) };
    assert_eq!(fields(&numberless).await, named(&["child_number", "guardian_number"]));
    for guessable in [format!("Aa!{}", father.phone), "Password123!".into(), "Qwerty-2026".into()] {
        let new = GuardianSignUp { password: guessable, ..father.sign_up(by_code(&code)) };
        assert_eq!(fields(&new).await, named(&["password"]), "{}", new.password);
    }
    // What is not even written as a claim is no guess: the limit of an address is not touched by it.
    for _ in 0..30 {
        assert_eq!(fields(&claimless).await.len(), 4);
    }
    world.join(&father, by_code(&code)).await.expect("the code was not spent");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_can_be_sent_no_code_is_asked_for_and_nothing_is_told_of_a_claim() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let (father, code) = (Parent::father(1), world.binding_code(person).await);
    let guardians = world.registry.guardians();
    for claim in [by_code(&code), by_code("2345678923"), by_code("")] {
        guardians.send_sign_up_code(&father.phone, "李秀英", &claim, HERE).await.unwrap();
    }
    world.join(&father, by_code(&code)).await.expect("the code was not spent");
}

#[test]
fn an_answer_is_looked_at_by_itself() {
    let wrong = |step: SignUpStep, answer: &str| {
        problem_of_sign_up(step, answer).map(|refusal| refusal.control().to_owned())
    };
    let beside = |step: SignUpStep| Some(step.key().to_owned());
    // As people type: in full width, in small letters, with spaces.
    for code in ["2345678923", " abcde 23456 ", "ＡＢＣＤＥ２３４５６"] {
        assert_eq!(wrong(SignUpStep::Code, code), None, "{code}");
    }
    for code in ["", "234567892", "23456789234"] {
        assert_eq!(wrong(SignUpStep::Code, code), beside(SignUpStep::Code), "{code}");
    }
    for step in [SignUpStep::ChildNumber, SignUpStep::GuardianNumber] {
        assert_eq!(wrong(step, "320102198001010011"), None);
        assert_eq!(wrong(step, " 1234567 "), beside(step));
    }
    assert_eq!(wrong(SignUpStep::Phone, " 13900000001 "), None);
    assert_eq!(wrong(SignUpStep::Phone, "025-83111111"), beside(SignUpStep::Phone));
    assert_eq!(wrong(SignUpStep::Name, "李秀英"), None);
    assert_eq!(wrong(SignUpStep::Name, ""), beside(SignUpStep::Name));
    for step in [SignUpStep::PhoneCode, SignUpStep::Password] {
        assert_eq!(wrong(step, ""), None, "{step:?} is judged elsewhere");
    }
    let both = problems_of_claim(&Claim::Numbers { guardian: String::new(), child: String::new() });
    assert_eq!(both.len(), 2, "both numbers at once");
}

proptest! {
    /// Whatever is typed: one answer has one fault at most, beside its own field, with words and what to do.
    #[test]
    fn a_fault_of_an_answer_stands_beside_it(answer in "\\PC{0,80}") {
        for step in SignUpStep::ALL {
            if let Some(refusal) = problem_of_sign_up(step, &answer) {
                prop_assert_eq!(refusal.control(), step.key());
                prop_assert!(!refusal.what.is_empty() && !refusal.remedy.is_empty());
            }
        }
    }
}
