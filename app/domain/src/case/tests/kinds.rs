//! The kinds that a province's rules shape: transfer, suspension, repeating and skipping, leaving, finishing.

use super::changes::{check, fields, pupil, school};
use super::*;
use crate::case::change::{Pupil, Record, StatusChange};
use crate::case::transfer::Receiving;
use crate::codes::{Destination, PupilStatus, Stage};
use crate::org::Unit;

fn registrar(world: &World) -> Context {
    world.context(who(1, Role::Registrar, SCHOOL))
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn article_11_a_province_bars_transfers_by_ground_grade_time_and_size_and_the_refusal_names_its_rule() {
    let world = World::with(&[
        (RuleKey::TransferGrounds, "household,special"),
        (RuleKey::TransferBarred, "entry-1,leaving-2"),
        (RuleKey::TransferBarredScope, "county"),
        (RuleKey::TransferWindows, "09-01~09-20"),
        (RuleKey::ClassSizeMax, "50"),
    ]);
    let context = registrar(&world);
    let Payload::Transfer(home) = payload(CaseKind::Transfer) else { panic!("a transfer") };
    let good = Transfer { ground: TransferGround::Household, ..home.clone() };
    let (to, from) = (school(SCHOOL, COUNTY, &[Stage::Primary]), school(FROM, COUNTY, &[Stage::Primary]));
    let far = Unit { division: "510104".into(), ..from.clone() };
    let at = Receiving { from: &from, to: &to, class_size: 49 };
    let (third, first) = (pupil(PupilStatus::InSchool, 3), pupil(PupilStatus::InSchool, 1));
    let told = |change: &Transfer, who: &Pupil, at, context: &Context| fields(change.check(who, at, context));
    assert!(told(&good, &third, at, &context).is_empty());
    assert_eq!(told(&home, &third, at, &context), ["transfer_ground"]);
    assert_eq!(told(&good, &third, Receiving { class_size: 50, ..at }, &context), ["class_name"]);
    assert_eq!(told(&good, &first, at, &context), ["number"], "entry grade, first term, same county");
    assert!(told(&good, &first, Receiving { from: &far, ..at }, &context).is_empty());
    let later = Context { today: day(21), ..context.clone() };
    assert_eq!(told(&good, &third, at, &later), ["on"]);
    let special = Transfer { ground: TransferGround::Special, ..home.clone() };
    assert!(told(&special, &first, at, &later).is_empty(), "who needs another school may change any time");
    let refusal = home.check(&third, at, &context).unwrap_err().remove(0);
    let shown = refusal.to_string();
    assert!(shown.contains("试行通知（2026年9月1日起）：准予转学的原因 户籍迁移"), "{shown}");
}

#[test]
fn article_11_transfers_may_be_kept_to_the_edges_of_a_term() {
    let rules = World::with(&[(RuleKey::TransferTermEdge, "10")]).rules;
    let calendar = WorkCalendar::default();
    let open = |day: &str| rules.transfer_time(&calendar, date(day)).is_ok();
    assert!(open("2026-09-01") && open("2026-09-15"), "ten working days after the first of September");
    assert!(!open("2026-09-16") && !open("2026-12-01"));
    assert!(open("2027-01-29") && !open("2027-01-15"), "and ten before the end of January");
}

#[test]
fn article_19_the_province_says_how_long_when_and_why_and_for_how_much_longer() {
    let world = World::with(&[
        (RuleKey::SuspensionMinMonths, "3"),
        (RuleKey::SuspensionMaxMonths, "6"),
        (RuleKey::SuspensionExtensionMonths, "6"),
        (RuleKey::SuspensionGrounds, "illness"),
        (RuleKey::SuspensionBarred, "leaving-1"),
        (RuleKey::ReturnGrade, "term"),
    ]);
    let context = registrar(&world);
    let Payload::Suspension(long) = payload(CaseKind::Suspension) else { panic!("a suspension") };
    let until = |text: &str| Payload::Suspension(Suspension { until: date(text), ..long.clone() });
    let third = pupil(PupilStatus::InSchool, 3);
    assert!(check(&until("2027-02-10"), &third, &context).is_empty());
    assert_eq!(check(&until("2026-11-10"), &third, &context), ["until"]);
    assert_eq!(check(&until("2027-04-10"), &third, &context), ["until"]);
    assert_eq!(check(&until("2027-02-10"), &pupil(PupilStatus::InSchool, 6), &context), ["on"]);
    let family = Suspension { ground: SuspensionGround::Family, until: date("2027-02-10"), ..long.clone() };
    assert_eq!(check(&Payload::Suspension(family), &third, &context), ["suspension_ground"]);

    let away = |from: &str| Pupil {
        record: Record {
            suspended: Some((date(from), date("2026-10-31"))),
            ..pupil(PupilStatus::Suspended, 3).record
        },
        ..pupil(PupilStatus::Suspended, 3)
    };
    let longer =
        |text: &str| Payload::Extension(Extension { facts: facts(&[Paper::Application]), until: date(text) });
    assert!(check(&longer("2027-04-30"), &away("2026-05-01"), &context).is_empty());
    assert_eq!(check(&longer("2027-05-02"), &away("2026-05-01"), &context), ["until"]);
    assert_eq!(check(&longer("2026-10-31"), &away("2026-05-01"), &context), ["until"]);
    assert_eq!(check(&longer("2027-04-30"), &third, &context), ["status"]);

    let Payload::Resumption(own) = payload(CaseKind::Resumption) else { panic!("a resumption") };
    let next = Payload::Resumption(Resumption { next_grade: true, ..own });
    assert!(check(&next, &away("2026-04-01"), &context).is_empty(), "a term away");
    assert_eq!(check(&next, &away("2026-06-01"), &context), ["next_grade"]);
}

#[test]
fn article_11_a_grade_is_repeated_or_skipped_only_where_the_province_allows_it_and_up_to_its_cap() {
    let of = |record: Record| Pupil {
        record: Record { stages: Stage::ALL.to_vec(), ..record },
        ..pupil(PupilStatus::InSchool, 11)
    };
    let (repeat, skip) = (payload(CaseKind::Repeat), payload(CaseKind::Skip));
    let plain = World::new();
    let here = of(Record { grade_size: 100, ..Record::default() });
    assert_eq!(check(&repeat, &here, &registrar(&plain)), ["on"]);
    assert_eq!(check(&skip, &here, &registrar(&plain)), ["on"]);

    let open = World::with(&[
        (RuleKey::RepeatStages, "3"),
        (RuleKey::RepeatCap, "2"),
        (RuleKey::SkipStages, "3"),
        (RuleKey::RepeatSpecialNeeds, "yes"),
    ]);
    let context = registrar(&open);
    assert!(check(&repeat, &here, &context).is_empty() && check(&skip, &here, &context).is_empty());
    assert_eq!(repeat.status_change().unwrap().effect(&here).grade.unwrap().absolute(), 10);
    assert_eq!(skip.status_change().unwrap().effect(&here).grade.unwrap().absolute(), 12);
    let full = of(Record { grade_size: 100, repeaters: 2, ..Record::default() });
    assert_eq!(check(&repeat, &full, &context), ["on"], "two of a hundred");
    let skipped = of(Record { skips: 1, ..Record::default() });
    assert_eq!(check(&skip, &skipped, &context), ["on"]);
    let twice = World::with(&[(RuleKey::SkipStages, "3"), (RuleKey::SkipPerStage, "2")]);
    assert!(check(&skip, &skipped, &registrar(&twice)).is_empty());
    let fourth = |record: Record| Pupil { record, ..pupil(PupilStatus::InSchool, 4) };
    assert_eq!(check(&repeat, &fourth(Record::default()), &context), ["on"]);
    let disabled = Record { disabled: true, ..Record::default() };
    assert!(check(&repeat, &fourth(disabled.clone()), &context).is_empty(), "one grade, once");
    assert_eq!(check(&repeat, &fourth(Record { repeats: 1, ..disabled }), &context), ["on"]);
    assert_eq!(check(&repeat, &pupil(PupilStatus::InSchool, 10), &context)[0], "on", "nothing below");
    assert_eq!(check(&skip, &pupil(PupilStatus::InSchool, 12), &context)[0], "on", "nothing above");
}

#[test]
fn articles_14_and_15_a_school_of_another_system_is_named_whole_and_the_pupil_stays_on_roll_until_it_answers()
{
    let world = World::new();
    let context = registrar(&world);
    let Payload::TransferOut(good) = payload(CaseKind::TransferOut) else { panic!("transfer out") };
    let told = |change: TransferOut, who: &Pupil| check(&Payload::TransferOut(change), who, &context);
    let here = pupil(PupilStatus::InSchool, 3);
    assert!(told(good.clone(), &here).is_empty());
    let papers = facts(&[Paper::Application, Paper::Residence]);
    assert_eq!(
        told(TransferOut { facts: papers, ..good.clone() }, &here),
        ["papers"],
        "no consent of the school"
    );
    assert_eq!(told(TransferOut { to: None, ..good.clone() }, &here), ["to_code"]);
    assert_eq!(told(TransferOut { to: Some(unit("440106")), ..good.clone() }, &here), ["to_code"]);
    let other = Some(unit("2151000009"));
    assert_eq!(told(TransferOut { to: other, ..good.clone() }, &here), ["to_code"], "not of that province");
    for province in ["", "99"] {
        assert!(told(TransferOut { province: province.into(), ..good.clone() }, &here)[0] == "province");
    }
    let near = TransferOut { province: "32".into(), to: Some(unit("2132000099")), ..good.clone() };
    assert_eq!(told(near, &here), ["province"], "within the province it is an ordinary transfer");
    assert_eq!(told(TransferOut { to_name: " ".into(), ..good.clone() }, &here), ["to_name"]);
    assert_eq!(told(good.clone(), &pupil(PupilStatus::Suspended, 3)), ["status"]);
    let effect = good.effect(&here);
    assert!(
        !effect.ends_spell && effect.status == PupilStatus::InSchool,
        "the receipt ends it, not the decision"
    );
}

#[test]
fn article_20_who_leaves_for_abroad_shows_papers_and_comes_back_to_the_record() {
    let world = World::new();
    let context = registrar(&world);
    let Payload::Abroad(good) = payload(CaseKind::Abroad) else { panic!("abroad") };
    let told = |change: Abroad, who: &Pupil| check(&Payload::Abroad(change), who, &context);
    let here = pupil(PupilStatus::InSchool, 3);
    assert!(told(good.clone(), &here).is_empty());
    assert_eq!(told(Abroad { facts: facts(&[Paper::Passport]), ..good.clone() }, &here), ["papers"]);
    for country in ["CHN", "", "新加坡"] {
        assert_eq!(told(Abroad { country: country.into(), ..good.clone() }, &here), ["country"]);
    }
    assert_eq!(told(good.clone(), &pupil(PupilStatus::Lost, 3)), ["status"]);
    let effect = good.effect(&here);
    assert!(!effect.ends_spell && effect.status == PupilStatus::Abroad, "the record is kept");

    let back = |grade: u8| Payload::ReturnFromAbroad(Readmission { grade, ..readmission(Away::Abroad) });
    let away = pupil(PupilStatus::Abroad, 3);
    let away = Pupil { record: Record { years_away: 2, ..away.record.clone() }, ..away };
    assert!(check(&back(3), &away, &context).is_empty() && check(&back(5), &away, &context).is_empty());
    assert_eq!(check(&back(2), &away, &context), ["grade"]);
    assert_eq!(check(&back(3), &pupil(PupilStatus::Lost, 3), &context), ["status"]);
    let primary = Pupil { record: Record { stages: vec![Stage::Primary], ..Record::default() }, ..away };
    assert_eq!(check(&back(7), &primary, &context), ["grade"], "not taught at this school");
}

#[test]
fn article_22_a_drop_out_is_confirmed_after_the_days_of_the_rule_with_follow_ups_and_only_in_compulsory_years()
 {
    let world = World::new();
    let since = day(10) - chrono::Days::new(30);
    let of = |record: Record, grade| Pupil { record, ..pupil(PupilStatus::InSchool, grade) };
    let good = Record { absent_since: Some(since), follow_ups: 1, ..Record::default() };
    let change = Payload::DropOut(DropOut { facts: Facts { on: since, ..facts(&[Paper::FollowUpRecord]) } });
    let context = registrar(&world);
    assert!(check(&change, &of(good.clone(), 3), &context).is_empty());
    assert_eq!(check(&change, &of(good.clone(), 11), &context), ["status"]);
    let none = Record { follow_ups: 0, ..good.clone() };
    assert_eq!(check(&change, &of(none, 3), &context), ["papers"]);
    assert_eq!(check(&change, &of(Record { absent_since: None, ..good.clone() }, 3), &context), ["on"]);
    let yesterday = Context { today: day(9), ..context.clone() };
    assert_eq!(check(&change, &of(good.clone(), 3), &yesterday), ["on"], "29 days");
    let liaoning = World::with(&[(RuleKey::DropoutConfirmDays, "28")]);
    assert!(check(&change, &of(good, 3), &Context { today: day(9), ..registrar(&liaoning) }).is_empty());
    let effect = change.status_change().unwrap().effect(&pupil(PupilStatus::InSchool, 3));
    assert!(!effect.ends_spell, "the record is kept through the compulsory years");
}

#[test]
fn article_22_an_absence_that_began_before_the_pupil_came_is_told_to_who_decides_and_stops_nothing() {
    let world = World::new();
    let since = day(10) - chrono::Days::new(40);
    let record = Record { absent_since: Some(since), follow_ups: 1, ..Record::default() };
    let of =
        |here: NaiveDate| Pupil { record: record.clone(), since: here, ..pupil(PupilStatus::InSchool, 3) };
    let facts = Facts { on: since, note: "补录".into(), ..facts(&[Paper::FollowUpRecord]) };
    let change = Payload::DropOut(DropOut { facts });
    let late = of(since + chrono::Days::new(5));
    assert!(check(&change, &late, &registrar(&world)).is_empty());
    let asked = change.status_change().unwrap().questions(&late);
    assert!(asked.len() == 1 && asked[0].control == "on", "{asked:?}");
    assert!(change.status_change().unwrap().questions(&of(since)).is_empty());
}

#[test]
fn article_22_nobody_withdraws_or_is_expelled_in_compulsory_education() {
    let world = World::new();
    let context = registrar(&world);
    let of = |manner, days, papers: &[Paper]| {
        Payload::Withdrawal(Withdrawal { facts: facts(papers), manner, days })
    };
    for manner in Manner::ALL {
        for grade in 1..=9 {
            let change = of(manner, 100, &Paper::ALL);
            let wrong = check(&change, &pupil(PupilStatus::InSchool, grade), &context);
            assert_eq!(wrong, ["manner"], "{manner:?} in grade {grade}");
        }
    }
    let senior = pupil(PupilStatus::InSchool, 11);
    assert!(check(&of(Manner::Voluntary, 0, &[Paper::Application]), &senior, &context).is_empty());
    assert_eq!(check(&of(Manner::Voluntary, 0, &[]), &senior, &context), ["papers"]);
    let absent = |manner, days| check(&of(manner, days, &[Paper::FollowUpRecord]), &senior, &context);
    assert_eq!(absent(Manner::AbsentRunning, 14), ["days"]);
    assert!(absent(Manner::AbsentRunning, 15).is_empty());
    assert_eq!(absent(Manner::AbsentInAll, 44), ["days"]);
    assert!(absent(Manner::AbsentInAll, 45).is_empty());
    assert_eq!(check(&of(Manner::Expelled, 0, &[Paper::Application]), &senior, &context), ["papers"]);
    let expelled = of(Manner::Expelled, 0, &[Paper::Sanction]);
    let effect = expelled.status_change().unwrap().effect(&senior);
    assert_eq!((effect.status, effect.ends_spell), (PupilStatus::Expelled, true));
}

#[test]
fn article_13_a_number_is_typed_in_the_form_of_the_province() {
    let Payload::Completion(good) = payload(CaseKind::Completion) else { panic!("a completion") };
    let in_june = Facts { on: date("2026-06-20"), ..good.facts.clone() };
    let at = |world: &World| Context { today: date("2026-06-20"), ..registrar(world) };
    let numbered =
        crate::numbering::NumberedAt { school: SCHOOL.parse().unwrap(), division: "320102".into() };
    let here = pupil(PupilStatus::InSchool, 6);
    let sixth = Pupil { record: Record { numbered: Some(numbered), ..here.record.clone() }, ..here };
    let typed = |certificate: &str, world: &World| {
        let change = Completion { certificate: certificate.into(), facts: in_june.clone(), ..good.clone() };
        check(&Payload::Completion(change), &sixth, &at(world))
    };
    let free = World::new();
    let formed = World::with(&[(RuleKey::CertificateNumber, "苏{行政区划代码}{年份}{流水号5}")]);
    for (certificate, where_free, where_formed) in [
        ("2026小001", true, false),
        ("苏320102202600017", true, true),
        ("苏 320102 2026 00017", true, true),
        ("苏320102202500017", true, false),
        ("苏320104202600017", true, false),
        ("苏320102202600000", true, false),
        ("", true, true),
    ] {
        assert_eq!(typed(certificate, &free).is_empty(), where_free, "{certificate}");
        let told = typed(certificate, &formed);
        assert_eq!(told.is_empty(), where_formed, "{certificate}");
        assert!(told.iter().all(|code| code == "certificate"));
    }
    let wrong = Completion { certificate: "2026小001".into(), facts: in_june.clone(), ..good.clone() };
    let refusal = wrong.check(&sixth, &at(&formed)).unwrap_err().remove(0);
    assert!(
        refusal.what.contains("行政区划代码（6位）") && refusal.what.contains("苏320102202600001"),
        "{refusal:?}"
    );
}

#[test]
fn article_13_only_leavers_in_school_finish_each_with_certificate_and_destination() {
    let world = World::new();
    let Payload::Completion(good) = payload(CaseKind::Completion) else { panic!("a completion") };
    let context = registrar(&world);
    let june = Context { today: date("2026-06-20"), ..context.clone() };
    let in_june = Facts { on: date("2026-06-20"), ..good.facts.clone() };
    let good = Completion { facts: in_june, ..good };
    let told = |change: &Completion, who: &Pupil, context: &Context| {
        check(&Payload::Completion(change.clone()), who, context)
    };
    let sixth = pupil(PupilStatus::InSchool, 6);
    assert!(told(&good, &sixth, &june).is_empty());
    let frozen = Context { today: date("2026-07-20"), ..context.clone() };
    assert!(told(&good, &sixth, &frozen).is_empty(), "graduation goes on while other business is frozen");
    let late = Context { today: date("2026-08-01"), ..context.clone() };
    assert_eq!(told(&good, &sixth, &late), ["note", "note"], "back-dated, and past the last day");
    assert_eq!(told(&good, &pupil(PupilStatus::InSchool, 5), &june), ["outcome"]);
    assert_eq!(told(&good, &pupil(PupilStatus::Suspended, 6), &june), ["status"]);
    assert_eq!(told(&Completion { certificate: "1".into(), ..good.clone() }, &sixth, &june), ["certificate"]);
    let ninth = pupil(PupilStatus::InSchool, 9);
    assert_eq!(told(&good, &ninth, &june), ["destination"]);
    let on = Completion { destination: Some(Destination::SeniorMiddle), ..good.clone() };
    assert!(told(&on, &ninth, &june).is_empty());
    let incomplete = Completion { outcome: Outcome::Incomplete, certificate: String::new(), ..good.clone() };
    assert_eq!(told(&incomplete, &ninth, &june), ["outcome"], "compulsory education is finished");
    assert!(told(&incomplete, &pupil(PupilStatus::InSchool, 11), &june).is_empty());
    assert_eq!(good.effect(&sixth).status, PupilStatus::Graduated);
    assert!(good.effect(&sixth).ends_spell);
}

#[test]
fn article_14_a_graduate_enters_the_next_stage_where_it_is_taught_and_across_provinces_in_the_window() {
    let world = World::new();
    let Payload::Progression(good) = payload(CaseKind::Progression) else { panic!("a progression") };
    let (from, to) = (school(FROM, COUNTY, &[Stage::Primary]), school(SCHOOL, COUNTY, &[Stage::Junior]));
    let context = registrar(&world);
    let told = |who: &Pupil, to: &Unit, context: &Context| fields(good.check(who, &from, to, context));
    let graduate = pupil(PupilStatus::Graduated, 6);
    assert!(told(&graduate, &to, &context).is_empty());
    assert_eq!(progression::next_grade(&graduate, &to).map(|grade| grade.absolute()), Some(7));
    assert_eq!(told(&pupil(PupilStatus::InSchool, 6), &to, &context), ["number"]);
    assert_eq!(told(&pupil(PupilStatus::Graduated, 9), &to, &context), ["number"], "no senior grades there");
    assert_eq!(told(&pupil(PupilStatus::Graduated, 12), &to, &context), ["number"]);
    let elsewhere = Unit {
        path: OrgPath::root().child(&unit("510000")).child(&unit("2151000001")),
        ..school("2151000001", "510000", &[Stage::Junior])
    };
    assert!(told(&graduate, &elsewhere, &context).is_empty(), "10 September lies in the window");
    let january = Context { today: date("2027-01-10"), ..context.clone() };
    assert_eq!(told(&graduate, &elsewhere, &january), ["note", "on"]);
    assert_eq!(told(&graduate, &to, &january), ["note"], "within the province only the entry is late");
}

#[test]
fn article_17_the_record_may_stay_while_the_pupil_learns_elsewhere_as_agreed() {
    let world = World::new();
    let context = registrar(&world);
    let Payload::Placement(good) = payload(CaseKind::Placement) else { panic!("a placement") };
    let told = |change: Placement, who: &Pupil| check(&Payload::Placement(change), who, &context);
    let plain = pupil(PupilStatus::InSchool, 3);
    let disabled = Pupil { record: Record { disabled: true, ..Record::default() }, ..plain.clone() };
    assert!(told(good.clone(), &disabled).is_empty());
    assert_eq!(told(good.clone(), &plain), ["setting"]);
    let reform = Placement { setting: Setting::ReformSchool, ..good.clone() };
    assert!(told(reform, &plain).is_empty(), "a reform school is not about disability");
    assert_eq!(told(Placement { host: String::new(), ..good.clone() }, &disabled), ["host"]);
    assert_eq!(told(Placement { agreement: "好".into(), ..good.clone() }, &disabled), ["agreement"]);
    let home = Placement { setting: Setting::HomeTeaching, host: String::new(), ..good.clone() };
    assert_eq!(home.effect(&disabled).placement, Some(Some("送教上门".into())));
    let ended = Placement { setting: Setting::Ended, facts: facts(&[]), ..good };
    assert_eq!(ended.effect(&plain).placement, Some(None));
    assert!(told(ended, &plain).is_empty());
}
