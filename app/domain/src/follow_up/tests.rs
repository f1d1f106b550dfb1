use super::*;
use crate::id::UnitId;
use crate::rules::RuleSet;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn person() -> PersonId {
    PersonId::new(uuid::Uuid::from_u128(1))
}

fn office(code: &str) -> Office {
    Office { unit: code.parse::<UnitId>().unwrap(), name: code.to_owned() }
}

fn look(today: NaiveDate, last: Option<NaiveDate>) -> FollowUpLook {
    FollowUpLook {
        today,
        term_ends: term(today).last_day(),
        until: day("2029-08-31"),
        last,
        follower: office("2132000101"),
        school: office("2132000101"),
    }
}

fn rules(key: RuleKey, value: &str) -> Rules {
    let nation = UnitId::nation();
    let values = [(key, value.to_owned())];
    let set = RuleSet {
        values: RuleSet::read(&nation, &values.into()).unwrap(),
        authority: nation.clone(),
        authority_name: "国家".into(),
        version: 1,
        valid_from: day("2020-09-01"),
        valid_until: None,
        source: "实施细则".into(),
        scopes: Default::default(),
        delegated: Default::default(),
    };
    Rules::in_force(&[set], None, day("2026-10-01"))
}

#[test]
fn article_22_the_compulsory_years_are_nine_school_years_or_last_until_sixteen_where_the_province_says_so() {
    let of = SchoolYear::starting_in(2026);
    let years = |grade, born| compulsory_until(&rules(RuleKey::FollowUpUntil, "years"), grade, of, day(born));
    assert_eq!(years(9, "2011-09-01"), day("2027-08-31"), "who is in the last grade has this year");
    assert_eq!(years(8, "2012-05-01"), day("2028-08-31"));
    assert_eq!(years(1, "2020-05-01"), day("2035-08-31"), "nine school years from the first grade");
    assert_eq!(years(10, "2010-05-01"), day("2027-08-31"));
    let age = |grade, born| compulsory_until(&rules(RuleKey::FollowUpUntil, "age"), grade, of, day(born));
    assert_eq!(age(9, "2013-05-01"), day("2029-05-01"), "who is younger is followed until sixteen");
    assert_eq!(age(9, "2009-05-01"), day("2027-08-31"), "who is older has the nine years all the same");
}

#[test]
fn article_22_something_is_owed_each_term_and_a_term_without_it_stays_late() {
    let begun = FollowUpDuty::begin(person(), day("2026-09-07"), look(day("2026-10-15"), None));
    assert_eq!((begun.state, begun.due_on), (FollowUpState::Owed, day("2027-01-31")));
    assert_eq!(begun.waiting_for().unwrap().1, Role::Registrar);
    let done = begun.looked_at(look(day("2026-11-02"), Some(day("2026-11-01"))));
    assert_eq!((done.state, done.is_open()), (FollowUpState::Done, false));
    // The next term owes it again, by its own end.
    let again = done.looked_at(look(day("2027-02-01"), None));
    assert_eq!((again.state, again.due_on), (FollowUpState::Owed, day("2027-08-31")));
    assert!(again.missed.is_empty());
    // Nothing is done: it is late in the term that follows, and the term is named.
    let late = again.looked_at(look(day("2027-09-01"), None));
    assert_eq!((late.state, late.due_on), (FollowUpState::Owed, day("2027-08-31")));
    assert_eq!(late.missed.iter().map(|term| term.key()).collect::<Vec<_>>(), ["2026-2"]);
    assert_eq!(late.looked_at(look(day("2027-09-02"), None)), late, "nothing twice");
    let mended = late.looked_at(look(day("2027-09-20"), Some(day("2027-09-20"))));
    assert_eq!((mended.state, mended.missed.len()), (FollowUpState::Done, 1), "what was missed stays told");
}

#[test]
fn article_22_when_the_years_are_over_the_school_has_to_close_the_record() {
    let duty =
        FollowUpDuty::begin(person(), day("2026-09-07"), look(day("2026-10-15"), Some(day("2026-10-01"))));
    let county =
        FollowUpLook { follower: office("510106"), ..look(day("2029-08-31"), Some(day("2029-05-01"))) };
    let followed = duty.looked_at(county.clone());
    assert_eq!(followed.state, FollowUpState::Done);
    let over = followed.looked_at(FollowUpLook { today: day("2029-09-01"), ..county });
    assert_eq!((over.state, over.due_on), (FollowUpState::Closing, day("2029-09-30")));
    assert_eq!(over.waiting_for().unwrap().0.unit.as_str(), "2132000101", "the school, whoever followed");
    let ended = over.ended(FollowUpOutcome::YearsOver, day("2029-09-20"));
    assert!(!ended.is_open());
    assert_eq!(ended.looked_at(look(day("2030-01-01"), None)), ended);
    assert_eq!(ended.ended(FollowUpOutcome::Died, day("2030-01-01")), ended, "it ends once");
}

proptest! {
    /// Whenever the nights come and whenever somebody does something: of every term that is over there is either a day in it on which
    /// something was done, or the term is put down as missed.
    #[test]
    fn article_22_no_term_of_the_compulsory_years_passes_in_silence(steps in prop::collection::vec((1_u64..200, any::<bool>()), 1..20)) {
        let mut today = day("2026-10-15");
        let mut days: Vec<NaiveDate> = Vec::new();
        let mut duty = FollowUpDuty::begin(person(), day("2026-09-07"), look(today, None));
        let first = duty.term;
        for (ahead, acts) in steps {
            today = today + Days::new(ahead);
            if acts {
                days.push(today);
            }
            duty = duty.looked_at(look(today, days.last().copied()));
            let over = std::iter::successors(Some(first), |term| Some(term.next())).take_while(|one| *one < term(today));
            for one in over.filter(|one| one.first_day() <= duty.until) {
                let followed = days.iter().any(|on| term(*on) == one);
                prop_assert_eq!(duty.missed.contains(&one), !followed, "{}", one);
            }
            prop_assert_eq!(duty.state == FollowUpState::Closing, today > duty.until);
            prop_assert!(duty.is_open() || duty.last.is_some_and(|on| term(on) == term(today)));
        }
    }
}
