//! What a guardian is told of a case, and asks about it, in every state it can come to.

use super::lives::a_life;
use super::*;
use crate::guide::{NOTHING_TO_DO, OFFICE_WORDS, YOURS, where_it_stands};
use crate::matter::{Holder, Matter, Readers};
use chrono::{Datelike, Days};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

/// Whatever the state, each reader is told something whole, in plain words, with the day, and whether there is something to do.
fn told_plainly(case: &Case, today: NaiveDate) -> Result<(), TestCaseError> {
    for reader in [account(99), account(98), account(1)] {
        let told = where_it_stands(case, reader, today);
        prop_assert!(told.chars().count() >= 10 && told.ends_with('。'), "{told}");
        let office = OFFICE_WORDS.iter().find(|(office, _)| told.contains(office));
        prop_assert!(office.is_none(), "{office:?} in {told}");
        let english = crate::english::where_it_stands(case, reader, today);
        prop_assert!(english.len() >= 20 && english.ends_with('.'), "{english}");
        prop_assert!(!english.contains("  ") && !english.contains(".."), "{english}");
        let his = case.state == CaseState::Returned && case.opened_by.account == reader;
        prop_assert_eq!(english.contains("Please change"), his, "{}", english);
        prop_assert_eq!(english.contains("There is nothing for you to do now."), !his, "{}", english);
        prop_assert_eq!(told.contains(YOURS), his, "{}", told);
        prop_assert_eq!(told.contains(NOTHING_TO_DO), !his, "{}", told);
        if let Some(due) = case.due() {
            let day = format!("{}月{}日", due.date.month(), due.date.day());
            prop_assert!(told.contains(&day), "{day}: {told}");
            let day = crate::english::day(due.date);
            prop_assert!(english.contains(&day), "{day}: {english}");
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn article_10_a_guardian_is_told_where_it_stands_and_what_to_do((kind, tries) in a_life(), later in 0..500_u64) {
        let world = World::new();
        let today = day(10) + Days::new(later);
        let mut case = world.open(kind);
        told_plainly(&case, today)?;
        for (actor, command) in tries {
            let Ok(events) = case.decide(command, &world.context(actor)) else { continue };
            case = events.iter().fold(case, |case, event| case.apply(event));
            told_plainly(&case, today)?;
        }
    }
}

#[test]
fn every_kind_has_a_sentence_for_every_state() {
    let world = World::new();
    for kind in CaseKind::ALL {
        for state in CaseState::ALL {
            let case = Case { state, ..world.open(kind) };
            told_plainly(&case, day(10)).unwrap();
        }
    }
}

#[test]
fn article_10_the_sentence_says_who_agreed_who_has_it_until_when_and_who_comes_after() {
    let world = World::new();
    let reader = guardian().account;
    let case = world.open(CaseKind::Correction);
    let on = |case: &Case| {
        let due = case.due().unwrap().date;
        format!("{}月{}日", due.month(), due.day())
    };
    let told = where_it_stands(&case, reader, day(10));
    let wanted = format!(
        "申请已经交上去了，现在由学校看一遍，最迟{}有答复，同意以后由{COUNTY}接着看。您现在不用做什么。",
        on(&case)
    );
    assert_eq!(told, wanted);
    let back = Command::Return { reason: "缺照片".into() };
    let returned = run(case.clone(), back, &world.context(who(1, Role::Registrar, SCHOOL))).unwrap();
    let wanted =
        format!("学校把申请退回来补一次材料。需要您照退回的原因改好，最迟{}再交上去。", on(&returned));
    assert_eq!(where_it_stands(&returned, reader, day(10)), wanted);
    let case = run(case, agree(), &world.context(who(1, Role::Registrar, SCHOOL))).unwrap();
    assert!(where_it_stands(&case, reader, day(10)).starts_with("学校已经看过一遍，现在由学校再看一遍，"));
    let case = run(case, agree(), &world.context(who(2, Role::Leader, SCHOOL))).unwrap();
    let wanted = format!("学校已经同意，现在由{COUNTY}再看一遍，最迟{}有结果。您现在不用做什么。", on(&case));
    assert_eq!(where_it_stands(&case, reader, day(10)), wanted);
    let late = where_it_stands(&case, reader, day(10) + Days::new(60));
    assert!(late.contains("已经晚了") && late.ends_with("您现在不用做什么。"), "{late}");
    let case = run(case, agree(), &world.context(who(3, Role::Registrar, COUNTY))).unwrap();
    let case = run(case, agree(), &world.context(who(4, Role::Leader, COUNTY))).unwrap();
    let done = where_it_stands(&case, reader, day(10));
    assert_eq!(done, "已经在9月10日办完了：信息已经改好。您现在不用做什么。");
}

fn ask(case: Case, world: &World) -> Case {
    let event = case.ask("几时有结果？", &world.context(guardian())).unwrap();
    case.apply(&event)
}

fn refused(told: Result<CaseEvent, Vec<Refusal>>) -> Vec<String> {
    told.unwrap_err().into_iter().map(|refusal| refusal.code.to_string()).collect()
}

#[test]
fn article_10_a_guardian_asks_about_the_own_open_case_and_the_desk_that_holds_it_answers() {
    let world = World::new();
    let case = ask(world.open(CaseKind::Correction), &world);
    assert!(case.is_asked());
    let other = Party { account: account(98), ..guardian() };
    assert_eq!(refused(case.ask("我也问", &world.context(other))), ["not_opener"]);
    for stranger in [who(2, Role::Leader, SCHOOL), who(3, Role::Registrar, COUNTY), guardian()] {
        assert_eq!(refused(case.answer(0, "快了", &world.context(stranger))), ["not_your_step"]);
    }
    let desk = world.context(who(1, Role::Registrar, SCHOOL));
    assert_eq!(refused(case.answer(1, "快了", &desk)), ["changed_since_shown"]);
    let event = case.answer(0, "下周三以前。", &desk).unwrap();
    let answered = case.apply(&event);
    assert!(!answered.is_asked());
    assert_eq!(answered.talk.question(0).unwrap().answer.as_ref().unwrap().words, "下周三以前。");
    assert_eq!(refused(answered.answer(0, "再答", &desk)), ["changed_since_shown"]);
    assert!(answered.clone().without_talk().talk.is_empty(), "nothing of it leaves with the record");
    // Whoever answers may still decide it: an answer is no step.
    let next = run(answered, agree(), &desk).unwrap();
    assert_eq!(next.waiting_for().map(|link| link.role), Some(Role::Leader));
}

#[test]
fn article_10_the_desk_that_holds_the_case_writes_to_the_guardian_first_and_the_reply_waits_there() {
    let world = World::new();
    let case = world.open(CaseKind::Correction);
    let (desk, mine) = (world.context(who(1, Role::Registrar, SCHOOL)), guardian().account);
    for stranger in [who(2, Role::Leader, SCHOOL), who(3, Role::Registrar, COUNTY), guardian()] {
        assert_eq!(refused(case.write("请带户口簿来。", &world.context(stranger))), ["not_your_step"]);
    }
    assert_eq!(refused(case.write(" ", &desk)), ["words"]);
    let event = case.write("请带户口簿来。", &desk).unwrap();
    let written = case.apply(&event);
    assert!(!written.is_asked(), "the desk waits for nothing");
    assert!(written.talk.is_written_to(mine) && !written.talk.is_written_to(account(98)));
    let replied = ask(written, &world);
    assert!(replied.is_asked() && replied.talk.question(1).is_some());
    // Whoever writes may still decide it: a message is no step.
    let next = run(replied, agree(), &desk).unwrap();
    assert_eq!(next.waiting_for().map(|link| link.role), Some(Role::Leader));
    assert_eq!(refused(next.write("还有一句", &desk)), ["not_your_step"]);

    let taken_in = Case { opened_by: who(1, Role::Registrar, SCHOOL), ..world.open(CaseKind::Correction) };
    assert_eq!(taken_in.written_to(), Some(Readers::Guardians));
    let own = Case { opened_by: who(1, Role::Registrar, SCHOOL), ..world.open(CaseKind::Suspension) };
    let holder = own.waiting_for().map(|link| (link.unit.clone(), link.role)).unwrap();
    let holder =
        world.context(Party { unit: Some(holder.0), role: holder.1, ..who(5, Role::Leader, SCHOOL) });
    assert_eq!(refused(own.write("您好", &holder)), ["not_opener"]);
}

#[test]
fn what_was_sent_back_is_asked_about_at_the_desk_that_sent_it_back_and_what_is_closed_not_at_all() {
    let world = World::new();
    let desk = world.context(who(1, Role::Registrar, SCHOOL));
    let back = Command::Return { reason: "缺照片".into() };
    let case = run(world.open(CaseKind::Correction), back, &desk).unwrap();
    let mine = Holder::side_of(&guardian());
    assert_eq!(case.holders(), std::slice::from_ref(&mine));
    let case = ask(case, &world);
    assert_eq!(case.holders(), [mine.clone(), Holder::of_unit(&unit(SCHOOL), Role::Registrar)]);
    let event = case.answer(0, "孩子的照片。", &desk).unwrap();
    let case = case.apply(&event);
    assert_eq!(case.holders(), [mine]);
    let closed =
        run(ask(case, &world), Command::Withdraw { reason: String::new() }, &world.context(guardian()));
    let closed = closed.unwrap();
    assert!(!closed.is_asked() && closed.holders().is_empty());
    assert_eq!(refused(closed.ask("还在吗", &world.context(guardian()))), ["closed"]);
    assert_eq!(refused(closed.answer(1, "晚了", &desk)), ["closed"]);
}

#[test]
fn every_guardian_of_the_child_asks_about_what_the_school_took_in() {
    let world = World::new();
    let case = world.open(CaseKind::Correction);
    let case = Case { opened_by: who(1, Role::Registrar, SCHOOL), ..case };
    assert!(case.is_guardians(account(99)) && case.is_guardians(account(98)));
    let other = Case { opened_by: who(1, Role::Registrar, SCHOOL), ..world.open(CaseKind::Suspension) };
    assert!(!other.is_guardians(account(99)), "what the school opens by itself is its own");
}
