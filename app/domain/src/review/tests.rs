//! 第二十四条 as properties of the anomalies, the figures and the life of a school's part, and as walks through a campaign.

use super::*;
use crate::account::Role;
use crate::calendar::{Half, SchoolYear, Term};
use crate::codes::{Grade, PupilStatus, SchoolSystem};
use crate::form::Field;
use crate::id::{AccountId, PersonId, ReviewId, UnitId};
use crate::matter::{Act, Office, Party};
use crate::org::UnitKind;
use crate::rules::{RuleKey, RuleSet, Rules};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

const COUNTY: &str = "320102";
const OTHER_COUNTY: &str = "320104";
const SCHOOL: &str = "2132000001";
const TERM: Term = Term { year: SchoolYear::starting_in(2026), half: Half::First };

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(text: &str) -> UnitId {
    text.parse().unwrap()
}

fn office(unit: &str) -> Office {
    Office { unit: code(unit), name: format!("单位{unit}") }
}

fn context(unit: &str, role: Role, account: u128) -> Context {
    let actor = Party {
        account: AccountId::new(Uuid::from_u128(account)),
        name: "王".into(),
        role,
        unit: Some(code(unit)),
        unit_name: String::new(),
        ties: crate::matter::Ties::none(),
    };
    Context { today: day("2026-10-08"), actor }
}

fn act() -> Act {
    context(SCHOOL, Role::Registrar, 1).act()
}

fn dates() -> Dates {
    Dates {
        start: day("2026-10-10"),
        school: day("2026-11-10"),
        county: day("2026-11-30"),
        province: day("2026-12-20"),
    }
}

fn told<T>(outcome: Result<T, Vec<Refusal>>) -> Vec<String> {
    let refusals = outcome.err().unwrap_or_default();
    assert!(refusals.iter().all(|one| !one.what.is_empty() && !one.remedy.is_empty()));
    refusals.into_iter().map(|one| one.code.to_string()).collect()
}

fn facts() -> Facts {
    Facts {
        today: day("2026-10-08"),
        status: Some(PupilStatus::InSchool),
        grade: Grade::new(3, SchoolSystem::SixThree).unwrap(),
        born_on: day("2018-03-04"),
        cutoff: day("2026-08-31"),
        here_since: day("2024-09-01"),
        missing: Vec::new(),
        unfinished: Vec::new(),
        absent_since: None,
        suspect_days: 7,
        filed_on: Some(day("2026-07-01")),
        active_on: Some(day("2026-07-01")),
        mismatched: false,
        problem: false,
        provisional_since: None,
        photo_on: Some(day("2024-09-01")),
        photo_years: PHOTO_YEARS,
        overdue_letters: Vec::new(),
    }
}

fn kinds(facts: &Facts) -> Vec<AnomalyKind> {
    anomalies(facts).into_iter().map(|one| one.kind).collect()
}

#[test]
fn article_24_a_record_in_order_has_no_anomaly_and_each_fault_gives_its_own() {
    assert_eq!(kinds(&facts()), []);
    let faults: [(AnomalyKind, Facts); 12] = [
        (AnomalyKind::MissingProof, Facts { missing: vec!["户籍证明".into()], ..facts() }),
        (AnomalyKind::UnfinishedCase, Facts { unfinished: vec!["转学".into()], ..facts() }),
        (AnomalyKind::AgeGrade, Facts { born_on: day("2018-09-01"), ..facts() }),
        (AnomalyKind::AgeGrade, Facts { born_on: day("2015-08-31"), ..facts() }),
        (AnomalyKind::Elsewhere, Facts { absent_since: Some(day("2026-10-01")), ..facts() }),
        (AnomalyKind::Elsewhere, Facts { filed_on: Some(day("2025-08-31")), ..facts() }),
        (AnomalyKind::Empty, Facts { filed_on: None, active_on: None, ..facts() }),
        (AnomalyKind::DoubtfulNumber, Facts { mismatched: true, ..facts() }),
        (AnomalyKind::DoubtfulNumber, Facts { problem: true, ..facts() }),
        (AnomalyKind::DoubtfulNumber, Facts { provisional_since: Some(day("2025-10-07")), ..facts() }),
        (AnomalyKind::StalePhoto, Facts { photo_on: Some(day("2023-10-07")), ..facts() }),
        (AnomalyKind::OverdueLetter, Facts { overdue_letters: vec!["控辍劝返报告".into()], ..facts() }),
    ];
    for (kind, facts) in faults {
        assert_eq!(kinds(&facts), [kind], "{facts:?}");
    }
}

#[test]
fn article_24_the_last_day_that_is_in_order_is_in_order() {
    let fine = [
        Facts { born_on: day("2018-08-31"), ..facts() },
        Facts { born_on: day("2015-09-01"), ..facts() },
        Facts { absent_since: Some(day("2026-10-02")), ..facts() },
        Facts { filed_on: Some(day("2025-09-01")), ..facts() },
        Facts { here_since: day("2025-09-02"), filed_on: None, active_on: None, ..facts() },
        Facts { provisional_since: Some(day("2025-10-08")), ..facts() },
        Facts { photo_on: Some(day("2023-10-08")), ..facts() },
        Facts { photo_on: None, ..facts() },
        Facts { status: Some(PupilStatus::Suspended), filed_on: None, active_on: None, ..facts() },
    ];
    for facts in fine {
        assert_eq!(kinds(&facts), [], "{facts:?}");
    }
}

proptest! {
    #[test]
    fn article_24_anomalies_are_in_order_one_of_a_kind_and_only_of_who_should_be_there(
        status in prop::sample::select(PupilStatus::ALL.to_vec()),
        grade in 1_u8..=12,
        born in 0_u64..5000,
        here in 0_u64..1500,
        filed in prop::option::of(0_u64..1500),
        absent in prop::option::of(0_u64..60),
        flags in prop::array::uniform2(any::<bool>()),
    ) {
        let after = |from: &str, days: u64| day(from) + chrono::Days::new(days);
        let facts = Facts {
            status: Some(status),
            grade: Grade::new(grade, SchoolSystem::SixThree).unwrap(),
            born_on: after("2006-01-01", born),
            here_since: after("2022-09-01", here),
            filed_on: filed.map(|days| after("2022-09-01", days)),
            active_on: filed.map(|days| after("2022-09-01", days)),
            absent_since: absent.map(|days| after("2026-08-10", days)),
            mismatched: flags[0],
            problem: flags[1],
            ..facts()
        };
        let found = anomalies(&facts);
        let kinds: Vec<_> = found.iter().map(|one| one.kind).collect();
        prop_assert!(kinds.is_sorted() && kinds.windows(2).all(|two| two[0] != two[1]));
        prop_assert!(found.iter().all(|one| !one.detail.is_empty()));
        if status != PupilStatus::InSchool {
            prop_assert!(!kinds.contains(&AnomalyKind::Elsewhere) && !kinds.contains(&AnomalyKind::Empty));
        }
        prop_assert_eq!(kinds.contains(&AnomalyKind::DoubtfulNumber), flags[0] || flags[1]);
    }

    /// Counters that are changed by what one pupil was and is now agree with counting everybody again, whatever happens.
    #[test]
    fn article_24_figures_equal_a_recount(steps in prop::collection::vec((0_usize..4, 0_usize..5, any::<bool>()), 0..60)) {
        let found = |n: usize| {
            let kinds = AnomalyKind::ALL.into_iter().take(n);
            kinds.map(|kind| Anomaly { kind, detail: "说明".into() }).collect::<Vec<_>>()
        };
        let mut pupils: Vec<_> =
            (0..4).map(|n| PupilReview::new(PersonId::new(Uuid::from_u128(n)), found(n as usize))).collect();
        let mut kept = Figures::default();
        pupils.iter().for_each(|pupil| kept.add(&pupil.figures()));
        for (who, what, flag) in steps {
            let before = pupils[who].clone();
            let after = match what {
                0 => before.clone().confirm(act(), Finding::Right, BTreeSet::new(), ""),
                1 => before.clone().confirm(act(), Finding::Empty, BTreeSet::new(), "已迁往外省"),
                2 => before.clone().settle(act(), AnomalyKind::MissingProof, Outcome::Dealt, ""),
                3 => Ok(before.clone().found_again(found(if flag { 3 } else { 0 }))),
                _ => Ok(before.clone().heard(GuardianWord { act: act(), right: flag, on_paper: !flag })),
            };
            let Ok(after) = after else { continue };
            kept.take_away(&before.figures());
            kept.add(&after.figures());
            pupils[who] = after;
        }
        let mut counted = Figures::default();
        pupils.iter().for_each(|pupil| counted.add(&pupil.figures()));
        prop_assert_eq!(&kept, &counted);
        let mut read = Figures::default();
        kept.counters().iter().for_each(|(counter, n)| read.count(counter, *n));
        read.count("pupils|1|2", 7);
        prop_assert_eq!(&read, &counted, "the store's counters say the same");
        prop_assert_eq!(kept.unanswered(), pupils.iter().map(|one| one.unanswered().count() as i64).sum::<i64>());
        prop_assert!(kept.complete <= kept.confirmed() && kept.confirmed() <= kept.pupils);
    }

    /// Nobody gets a school through alone, in whatever order anybody tries anything.
    #[test]
    fn article_24_a_school_is_done_only_by_its_four_people(
        steps in prop::collection::vec((0_usize..6, 0_usize..7, any::<bool>()), 0..80),
    ) {
        let people = [
            context(SCHOOL, Role::Registrar, 1),
            context(SCHOOL, Role::Leader, 2),
            context(COUNTY, Role::Registrar, 3),
            context(COUNTY, Role::Leader, 4),
            context(SCHOOL, Role::Leader, 1),
            context(COUNTY, Role::Leader, 3),
            context(OTHER_COUNTY, Role::Registrar, 5),
        ];
        let mut school = SchoolReview::begun(ReviewId::new(Uuid::from_u128(9)), office(SCHOOL), office(COUNTY));
        for (what, who, ready) in steps {
            let outstanding = Outstanding { pupils: usize::from(!ready), ..Outstanding::default() };
            let command = match what {
                0 => SchoolCommand::Submit(outstanding),
                1 => SchoolCommand::Sign(outstanding),
                2 => SchoolCommand::Examine,
                3 => SchoolCommand::Confirm,
                _ => SchoolCommand::Return("请重新核对三年级".into()),
            };
            let before = school.clone();
            let Ok(next) = before.clone().decide(command, &people[who]) else { continue };
            prop_assert!(before.state != SchoolState::Done, "done is done");
            prop_assert_ne!(who, 6, "another county has no part in it");
            let accounts = [&next.submitted, &next.signed, &next.examined, &next.done]
                .map(|act| act.as_ref().map(|act| act.by.account));
            let there = accounts.iter().filter(|account| account.is_some()).count();
            prop_assert_eq!(there, SchoolState::ALL.iter().position(|state| *state == next.state).unwrap());
            if next.state == SchoolState::Done {
                let different: BTreeSet<_> = accounts.into_iter().collect();
                prop_assert_eq!(different.len(), 4);
            }
            prop_assert!(next.returns.len() >= before.returns.len());
            school = next;
        }
    }
}

#[test]
fn article_24_what_is_missing_is_named_before_the_school_may_submit() {
    let school = || SchoolReview::begun(ReviewId::new(Uuid::from_u128(9)), office(SCHOOL), office(COUNTY));
    let registrar = context(SCHOOL, Role::Registrar, 1);
    let outstanding =
        Outstanding { classes: vec!["三年级2班".into()], pupils: 4, anomalies: 2, looking: true };
    let refused = school().decide(SchoolCommand::Submit(outstanding), &registrar);
    assert!(refused.as_ref().is_err_and(|told| told.iter().any(|one| one.what.contains("三年级2班"))));
    assert_eq!(told(refused), ["looking", "pupils", "anomalies"]);
    let submitted = school().decide(SchoolCommand::Submit(Outstanding::default()), &registrar).unwrap();
    let found_since = Outstanding { anomalies: 1, ..Outstanding::default() };
    let leader = context(SCHOOL, Role::Leader, 2);
    assert_eq!(told(submitted.clone().decide(SchoolCommand::Sign(found_since), &leader)), ["anomalies"]);
    let same = context(SCHOOL, Role::Leader, 1);
    assert_eq!(told(submitted.decide(SchoolCommand::Sign(Outstanding::default()), &same)), ["four_eyes"]);
}

#[test]
fn article_24_the_authority_returns_a_school_with_a_reason_and_the_school_goes_through_again() {
    let people = [(SCHOOL, Role::Registrar, 1), (SCHOOL, Role::Leader, 2), (COUNTY, Role::Registrar, 3)]
        .map(|(unit, role, account)| context(unit, role, account));
    let ready = Outstanding::default;
    let signed = SchoolReview::begun(ReviewId::new(Uuid::from_u128(9)), office(SCHOOL), office(COUNTY))
        .decide(SchoolCommand::Submit(ready()), &people[0])
        .and_then(|school| school.decide(SchoolCommand::Sign(ready()), &people[1]))
        .unwrap();
    let without = signed.clone().decide(SchoolCommand::Return(" ".into()), &people[2]);
    assert_eq!(told(without), ["reason"]);
    let too_late = signed.clone().decide(SchoolCommand::Return("撤回重填".into()), &people[1]);
    assert_eq!(told(too_late), ["not_your_step"], "it lies with the county now");
    let back = signed.decide(SchoolCommand::Return("两名学生须重新核实".into()), &people[2]).unwrap();
    assert!(back.sheets_open() && back.signed.is_none() && back.returns[0].1 == "两名学生须重新核实");
    assert_eq!(told(back.clone().decide(SchoolCommand::Examine, &people[2])), ["out_of_state"]);
    let again = back.decide(SchoolCommand::Submit(ready()), &people[0]).unwrap();
    assert_eq!((again.state, again.returns.len()), (SchoolState::Submitted, 1));
}

#[test]
fn article_24_a_campaign_is_opened_by_a_competent_authority_within_the_term_and_approved_by_another_person() {
    let id = ReviewId::new(Uuid::from_u128(1));
    let registrar = context(COUNTY, Role::Registrar, 3);
    let propose =
        |kind, dates, context: &Context| Campaign::propose(id, office(COUNTY), kind, TERM, dates, context);
    assert_eq!(told(propose(UnitKind::Nation, dates(), &registrar)), ["not_permitted"]);
    for stranger in [context(COUNTY, Role::Leader, 4), context(OTHER_COUNTY, Role::Registrar, 5)] {
        assert_eq!(told(propose(UnitKind::County, dates(), &stranger)), ["not_your_step"]);
    }
    for (wrong, field) in [
        (Dates { start: day("2026-10-07"), ..dates() }, "start"),
        (Dates { school: day("2026-10-10"), ..dates() }, "school"),
        (Dates { county: day("2026-11-09"), ..dates() }, "county"),
        (Dates { province: day("2027-02-01"), ..dates() }, "province"),
    ] {
        assert_eq!(told(propose(UnitKind::County, wrong, &registrar)), [field]);
    }
    let campaign = propose(UnitKind::County, dates(), &registrar).unwrap();
    let same = context(COUNTY, Role::Leader, 3);
    assert_eq!(told(campaign.clone().decide(CampaignCommand::Approve, &same)), ["four_eyes"]);
    let leader = context(COUNTY, Role::Leader, 4);
    let returned = campaign.decide(CampaignCommand::Return("学校时间太短".into()), &leader).unwrap();
    assert_eq!(told(returned.clone().decide(CampaignCommand::Approve, &leader)), ["out_of_state"]);
    let longer = Dates { school: day("2026-11-20"), ..dates() };
    let approved = returned
        .decide(CampaignCommand::Amend(longer), &registrar)
        .and_then(|campaign| campaign.decide(CampaignCommand::Approve, &leader))
        .unwrap();
    assert!(!approved.is_running(day("2026-10-09")) && approved.is_running(day("2026-10-10")));
    let early = approved.clone().decide(CampaignCommand::Close { unfinished: 1 }, &leader);
    assert_eq!(told(early), ["unfinished"]);
    let closed = approved.decide(CampaignCommand::Close { unfinished: 0 }, &leader).unwrap();
    assert_eq!((closed.state, closed.closed_on), (CampaignState::Closed, Some(day("2026-10-08"))));
}

#[test]
fn article_24_an_answer_says_what_is_needed_and_falls_when_what_was_found_is_another() {
    let missing = |detail: &str| vec![Anomaly { kind: AnomalyKind::MissingProof, detail: detail.into() }];
    let pupil = PupilReview::new(PersonId::new(Uuid::from_u128(1)), missing("户籍证明"));
    let nothing = BTreeSet::new;
    assert_eq!(told(pupil.clone().confirm(act(), Finding::Wrong, nothing(), "")), ["items"]);
    for finding in [Finding::Elsewhere, Finding::Empty, Finding::Other] {
        assert_eq!(told(pupil.clone().confirm(act(), finding, nothing(), " 无 ")), ["note"]);
    }
    let wrong =
        pupil.clone().confirm(act(), Finding::Wrong, BTreeSet::from([Field::HukouPlace]), "").unwrap();
    assert!(!wrong.is_complete(), "the anomaly is not answered");
    let kind = AnomalyKind::MissingProof;
    assert_eq!(told(wrong.clone().settle(act(), kind, Outcome::UnderWay, "")), ["note"]);
    assert_eq!(told(wrong.clone().settle(act(), AnomalyKind::Empty, Outcome::Dealt, "")), ["anomaly"]);
    let complete = wrong.settle(act(), kind, Outcome::Dealt, "").unwrap();
    assert!(complete.is_complete());
    assert!(complete.clone().found_again(missing("户籍证明")).is_complete());
    let other = complete.clone().found_again(missing("户籍证明；转学证明"));
    assert!(!other.is_complete() && other.confirmed.is_some());
    assert!(complete.found_again(Vec::new()).is_complete());
}

#[test]
fn article_24_a_review_is_owed_by_the_provinces_day_until_one_is_opened() {
    let nobody_decided = Rules::national();
    assert_eq!(OwedReview::due(&nobody_decided, TERM), day("2026-10-31"), "sixty days from 1 September");
    assert_eq!(OwedReview::due(&nobody_decided, TERM.next()), day("2027-04-02"));
    let values = [
        (RuleKey::ReviewOpenDays, "30".to_owned()),
        (RuleKey::TermDates, "2026-1 2026-09-10~2027-01-20".to_owned()),
    ];
    let province = code("320000");
    let set = RuleSet {
        values: RuleSet::read(&province, &values.into()).unwrap(),
        authority: province.clone(),
        authority_name: "江苏省".into(),
        version: 1,
        valid_from: day("2026-09-01"),
        valid_until: None,
        source: "实施细则".into(),
        scopes: Default::default(),
        delegated: Default::default(),
    };
    let rules = Rules::in_force(&[set], Some(&province), day("2026-10-01"));
    assert_eq!(OwedReview::due(&rules, TERM), day("2026-10-10"), "by its own calendar");
}

proptest! {
    /// Whatever is found day after day: it is on a desk only while schools are without a review and the term lasts, and what has ended
    /// with a review or with the term never comes back.
    #[test]
    fn article_24_what_is_owed_goes_with_the_review_or_with_the_term(
        looks in prop::collection::vec((0u64..200, 0usize..3, any::<bool>()), 1..12),
    ) {
        let due = day("2026-10-31");
        let mut looks = looks;
        looks.sort_by_key(|(days, ..)| *days);
        let mut owed: Option<OwedReview> = None;
        for (days, schools, covered) in looks {
            let look = OwedLook { today: TERM.first_day() + chrono::Days::new(days), schools, covered };
            let before = owed.clone();
            owed = match &owed {
                None => OwedReview::found(office(COUNTY), TERM, due, look),
                Some(owed) => Some(owed.looked_at(look)),
            };
            let Some(now) = &owed else { continue };
            prop_assert!(now.since >= due - chrono::Days::new(OWED_AHEAD_DAYS) && now.since <= TERM.last_day());
            let open = now.state == OwedState::Owed;
            prop_assert_eq!(open, now.waiting_for().is_some());
            if open {
                prop_assert!(schools > 0 && !covered && look.today <= TERM.last_day());
                prop_assert_eq!(now.schools, schools);
            }
            if let Some(before) = before.filter(|one| matches!(one.state, OwedState::Opened | OwedState::Missed)) {
                prop_assert_eq!(&before, now);
            }
        }
    }
}
