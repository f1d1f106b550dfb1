mod complaint;
mod decided;
mod every;

use super::*;
use crate::case::Payload;
use crate::case::correction::Correction;
use crate::codes::{SchoolSystem, SchoolType, Stage};
use crate::form::sample::{SampleSpec, pupil};
use crate::form::{FormContext, validate};
use crate::matter::CaseKind;
use every::{Parts, parts};
use proptest::prelude::*;

fn info(changes: &[(Field, &str)]) -> BasicInfo {
    let context = FormContext {
        today: "2026-09-10".parse().unwrap(),
        school_type: SchoolType::Primary,
        stages: vec![Stage::Primary],
        system: SchoolSystem::SixThree,
        places: crate::form::Places::default(),
    };
    let mut raw = pupil(1, &SampleSpec::first_grade("320102", 2026));
    raw.extend(changes.iter().map(|(field, value)| (*field, (*value).to_owned())));
    validate(&raw, &context).unwrap()
}

fn correction(field: Field, new: &str) -> Payload {
    let change = Change { field, old: String::new(), new: new.to_owned(), refused: None };
    Payload::Correction(Correction {
        changes: vec![change],
        proofs: Vec::new(),
        statement: String::new(),
        intake: Default::default(),
        duplicate_note: String::new(),
    })
}

fn item(field: Field, old: &str, new: &str) -> ItemChange {
    ItemChange { field, old: old.into(), new: new.into() }
}

/// Area and variant, as they stand in the stored form.
fn name(detail: &Detail) -> String {
    let value = serde_json::to_value(detail).unwrap();
    let tag = |value: &serde_json::Value| match value {
        serde_json::Value::String(tag) => tag.clone(),
        value => value.as_object().unwrap().keys().next().unwrap().clone(),
    };
    let area = tag(&value);
    let inside = &value[&area];
    let inside = if area == "review" { &inside["said"] } else { inside };
    format!("{area}/{}", tag(inside))
}

proptest! {
    #[test]
    fn every_detail_reads_back_as_it_was_written(parts in parts()) {
        for detail in parts.every() {
            let text = serde_json::to_string(&detail).unwrap();
            let back: Detail = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&back, &detail, "{}", text);
            prop_assert_eq!(back.event(), detail.event());
        }
    }

    #[test]
    fn erasing_leaves_the_event_and_finds_nothing_the_second_time(parts in parts()) {
        for detail in parts.every() {
            let mut erased = detail.clone();
            let gone = erased.erase_optional();
            prop_assert!(gone.iter().all(|field| is_optional(*field)));
            prop_assert_eq!(gone.is_empty(), erased == detail, "what lost nothing is as it was");
            prop_assert_eq!((erased.event(), name(&erased)), (detail.event(), name(&detail)));
            prop_assert!(erased.erase_optional().is_empty());
        }
    }
}

#[test]
fn every_event_has_a_detail_and_every_detail_is_tried() {
    let all = Parts { words: "甲".into(), n: 1, yes: true }.every();
    let told: BTreeSet<String> = all.iter().map(|detail| format!("{:?}", detail.event())).collect();
    let source = include_str!("../../event.rs");
    let names = source.split_once("pub enum Event {").unwrap().1.split_once("\n}").unwrap().0;
    let events: BTreeSet<String> = names
        .lines()
        .map(|line| line.trim().trim_end_matches(',').to_owned())
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .collect();
    assert!(events.len() > 80, "the source was read: {events:?}");
    assert_eq!(told, events);

    // Four requests of a case are one variant, two ways to go on another, and a unit's two of matters stand there once for each kind;
    // the others stand in the list once.
    let names: BTreeSet<String> = all.iter().map(name).collect();
    let of_units = all.iter().filter(|detail| matches!(detail, Detail::Unit(_))).count();
    assert_eq!(names.len(), all.len() - 4 - (of_units - 6), "{names:?}");
    let sources = [
        include_str!("../case.rs"),
        include_str!("../record.rs"),
        include_str!("../archive.rs"),
        include_str!("../paper.rs"),
        include_str!("../letter.rs"),
        include_str!("../guardian.rs"),
        include_str!("../problem.rs"),
        include_str!("../print.rs"),
        include_str!("../review.rs"),
        include_str!("../package.rs"),
        include_str!("../privacy.rs"),
        include_str!("../unit.rs"),
    ];
    let variants: usize = sources.iter().map(|source| variants(source)).sum();
    assert_eq!(names.len(), variants, "a variant is missing in the list: {names:?}");
}

/// How many variants the enum of an area has: the last enum of its file.
fn variants(source: &str) -> usize {
    let body = source.rsplit_once("pub enum ").unwrap().1.split_once("\n}").unwrap().0;
    let starts =
        |line: &&str| line.strip_prefix("    ").is_some_and(|rest| rest.starts_with(char::is_uppercase));
    body.lines().skip(1).filter(starts).count()
}

#[test]
fn erasing_takes_the_values_of_optional_items_and_leaves_the_rest() {
    let mut changed = Detail::from(RecordDetail::InfoChanged(item(Field::Talent, "古筝", "围棋")));
    assert_eq!(changed.erase_optional(), [Field::Talent].into());
    assert_eq!(changed, RecordDetail::InfoChanged(item(Field::Talent, "", "")).into());
    assert!(changed.erase_optional().is_empty(), "once");

    let kept = item(Field::CurrentAddress, "甲", "乙");
    assert!(Detail::from(RecordDetail::InfoChanged(kept.clone())).erase_optional().is_empty());
    let many = vec![kept.clone(), item(Field::Email, "", "a@b.cn")];
    let mut mended = Detail::from(RecordDetail::InfoMended(many));
    assert_eq!(mended.erase_optional(), [Field::Email].into());
    assert_eq!(mended, RecordDetail::InfoMended(vec![kept, item(Field::Email, "", "")]).into());
}

#[test]
fn article_25_what_was_entered_asked_for_and_brought_along_is_erased_too() {
    let entered = info(&[(Field::Talent, "古筝")]);
    let optional: BTreeSet<Field> =
        entered.filled().map(|(field, _)| field).filter(|field| is_optional(*field)).collect();
    assert!(optional.contains(&Field::Talent));
    let mut detail = Detail::from(RecordDetail::InfoEntered { info: entered.clone(), import: None });
    assert_eq!(detail.erase_optional(), optional);
    let left = RecordDetail::InfoEntered { info: entered.without(is_optional), import: None };
    assert_eq!(detail, left.into(), "and every statutory item is there");

    let case = || CaseName { number: "1".into(), kind: CaseKind::Correction };
    let changes = vec![item(Field::Talent, "古筝", "围棋")];
    let package = |changes| PackageDetail::Continued {
        number: "1".into(),
        from: "甲".into(),
        case: "1".into(),
        fingerprint: "1".into(),
        entries: 1,
        head: "1".into(),
        continued: Continuation::Known { changes, filed: 0, ours: 0 },
    };
    let all = [
        CaseDetail::Opened { case: case(), asked: Asked::Correction(changes.clone()) }.into(),
        CaseDetail::Opened {
            case: case(),
            asked: Asked::Change(Box::new(correction(Field::Talent, "围棋"))),
        }
        .into(),
        package(changes).into(),
    ];
    for mut detail in all {
        assert_eq!(Detail::erase_optional(&mut detail), [Field::Talent].into());
        assert!(!serde_json::to_string(&detail).unwrap().contains("围棋"), "{detail:?}");
    }
}
