//! The table of what is known of seven provinces (第十一条, 第二十九条), held against the file that an installation begins with: each cell
//! of it is seeded with its value and where it was found, or it is said why not; and what no cell says no province has decided.

use Cell::{Decided, NotSeeded, Silent};
use chrono::NaiveDate;
use domain::codes::Stage;
use domain::id::UnitId;
use domain::rules::{Origin, RuleKey, RuleSet, Rules, Scope, SeededSet};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a province says of one thing.
#[derive(Debug, Clone, Copy)]
enum Cell {
    /// The rules it fills in, with their values.
    Decided(&'static [(RuleKey, &'static str)]),
    /// What it says has no form here, and why.
    NotSeeded(&'static str),
    /// Nothing is known.
    Silent,
}

use RuleKey as K;

const PROVINCES: [(&str, &str, Option<&str>); 7] = [
    ("510000", "2026-02-01", Some("2031-01-31")),
    ("320000", "2023-03-01", Some("2028-02-29")),
    ("210000", "2017-03-01", None),
    ("440000", "2014-08-25", None),
    ("370000", "2017-01-01", None),
    ("500000", "2016-11-01", None),
    ("350000", "2014-01-01", None),
];

/// Something of these words stands in every note of the province: the newspaper, the page, the document.
const FOUND: [&[&str]; 7] = [
    &["四川日报", "四川省新规解读"],
    &["人民网江苏频道"],
    &["辽宁省义务教育阶段学生学籍管理办法实施细则"],
    &["gkjzy.com"],
    &["新华网"],
    &["重庆市合川区教委"],
    &["福建省实施细则文本"],
];

const DISTRICT: Cell = NotSeeded("a district's guide (广州市海珠区 2021), which is not the province's rule");
const GROUNDS_OF_FIVE: Cell = Decided(&[(K::TransferGrounds, "household,home,employment,relatives,special")]);

/// 四川, 江苏, 辽宁, 广东, 山东, 重庆, 福建.
const TABLE: &[(&str, [Cell; 7])] = &[
    (
        "file built within",
        [Decided(&[(K::FileDeadlineMonths, "2")]), Silent, Silent, Silent, Silent, Silent, Silent],
    ),
    (
        "transfer barred",
        [
            Decided(&[
                (K::TransferBarred, "entry-1,entry-2,leaving-1,leaving-2"),
                (K::TransferBarredScope, "county"),
            ]),
            NotSeeded("inside one catchment of several schools: catchments are not on record"),
            Silent,
            DISTRICT,
            // Inside one's own catchment as well, which is not on record.
            Decided(&[(K::TransferBarred, "leaving-1,leaving-2")]),
            NotSeeded("must fit listed grounds, and the list is not known in full"),
            Decided(&[(K::TransferWithin, "township")]),
        ],
    ),
    ("transfer window", [Silent, Silent, Silent, DISTRICT, Silent, Silent, Silent]),
    (
        "grounds list",
        [
            Silent,
            Silent,
            GROUNDS_OF_FIVE,
            Silent,
            Decided(&[(K::TransferGrounds, "household,home,employment")]),
            NotSeeded("the list is not known in full"),
            GROUNDS_OF_FIVE,
        ],
    ),
    (
        "capacity",
        [
            Silent,
            NotSeeded("a private school at its quota takes nobody in: quotas are not on record"),
            Silent,
            Silent,
            Silent,
            Silent,
            Silent,
        ],
    ),
    (
        "senior high",
        [
            NotSeeded("no irregular intake from other cities: an order to schools, about admission"),
            NotSeeded("cut-off marks and classes of international courses are not on record"),
            Silent,
            Decided(&[(K::TransferSeniorCity, "yes")]),
            Decided(&[(K::SeniorLateDays, "14")]),
            Silent,
            Silent,
        ],
    ),
    (
        "systems of five and six years",
        [Silent, Decided(&[(K::TransferGradeKept, "yes")]), Silent, Silent, Silent, Silent, Silent],
    ),
    (
        "suspension",
        [
            Decided(&[
                (K::SuspensionMaxMonths, "12"),
                (K::SuspensionExtensionMonths, "0"),
                (K::SuspensionOverdue, "withdraw"),
            ]),
            Decided(&[(K::SuspensionHospital, "level2")]),
            Decided(&[(K::SuspensionMaxMonths, "12"), (K::SuspensionExtensionMonths, "12")]),
            DISTRICT,
            Silent,
            Decided(&[(K::SuspensionMaxMonths, "6")]),
            Decided(&[
                (K::SuspensionHospital, "county"),
                (K::SuspensionGrounds, "illness,infection,mental_health,family,abroad,other"),
            ]),
        ],
    ),
    (
        "suspension barred",
        [
            Silent,
            Silent,
            Decided(&[(K::SuspensionBarred, "leaving-2")]),
            Silent,
            Decided(&[(K::SuspensionBarred, "leaving-2")]),
            Silent,
            Decided(&[(K::SuspensionBarred, "leaving-2")]),
        ],
    ),
    (
        "return to",
        [
            Silent,
            Decided(&[(K::ReturnGrade, "choice"), (K::ReturnEarlyOwn, "yes")]),
            Silent,
            Silent,
            Silent,
            Decided(&[(K::ReturnGrade, "term")]),
            Silent,
        ],
    ),
    (
        "repeat",
        [
            Decided(&[(K::RepeatStages, "3"), (K::RepeatSpecialNeeds, "yes")]),
            Silent,
            Silent,
            Silent,
            Decided(&[(K::RepeatStages, "")]),
            Silent,
            Decided(&[(K::RepeatStages, "1,2,3"), (K::RepeatLeaving, "no")]),
        ],
    ),
    (
        "skip",
        [
            Silent,
            Silent,
            Silent,
            Silent,
            Decided(&[(K::SkipStages, "1,2,3"), (K::SkipPerStage, "1")]),
            Silent,
            Decided(&[(K::SkipStages, "1,2,3")]),
        ],
    ),
    (
        "withdrawn for absence",
        [
            Decided(&[(K::WithdrawConsecutive, "15"), (K::WithdrawCumulative, "45")]),
            Silent,
            Silent,
            Silent,
            Silent,
            Silent,
            Silent,
        ],
    ),
    (
        "drop-out",
        [
            NotSeeded("forbidden in compulsory education: the law's, not the province's"),
            Silent,
            Decided(&[(K::DropoutConfirmDays, "28")]),
            Silent,
            Silent,
            Silent,
            Silent,
        ],
    ),
];

const COMPULSORY: &[Stage] = &[Stage::Primary, Stage::Junior];

/// What narrows a value: province, rule, stages, whether it is said with 原则上 or 一般. The documents of 辽宁 and 重庆 are for compulsory
/// education; 山东 says of 初中 and 高中 only when nobody is suspended.
const NARROWED: &[(&str, RuleKey, &[Stage], bool)] = &[
    ("320000", K::ReturnEarlyOwn, &[], true),
    ("210000", K::TransferGrounds, COMPULSORY, false),
    ("210000", K::SuspensionMaxMonths, COMPULSORY, true),
    ("210000", K::SuspensionExtensionMonths, COMPULSORY, false),
    ("210000", K::SuspensionBarred, COMPULSORY, true),
    ("370000", K::TransferBarred, &[], true),
    ("370000", K::SuspensionBarred, &[Stage::Junior, Stage::Senior], true),
    ("500000", K::SuspensionMaxMonths, COMPULSORY, true),
    ("500000", K::ReturnGrade, COMPULSORY, false),
    ("350000", K::SuspensionBarred, &[], true),
];

fn seeded() -> Vec<SeededSet> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../server/registry/seed/rules.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Of one province: its cells, put together.
fn told(n: usize) -> BTreeMap<RuleKey, &'static str> {
    let mut values = BTreeMap::new();
    for (row, cells) in TABLE {
        match cells[n] {
            Decided(decided) => {
                assert!(!decided.is_empty(), "{row}");
                for (key, value) in decided {
                    assert!(values.insert(*key, *value).is_none(), "{row}: {} is said twice", key.key());
                }
            }
            NotSeeded(why) => assert!(why.len() > 10, "{row}"),
            Silent => {}
        }
    }
    values
}

#[test]
fn article_11_each_province_has_decided_what_the_table_says_and_nothing_else() {
    let sets = seeded();
    assert_eq!(sets.len(), PROVINCES.len());
    for (n, ((code, from, until), set)) in PROVINCES.iter().zip(&sets).enumerate() {
        assert_eq!(set.authority.as_str(), *code);
        assert_eq!((set.valid_from, set.valid_until), (date(from), until.map(date)), "{code}");
        let values: BTreeMap<RuleKey, &str> =
            set.values.iter().map(|(key, of)| (*key, of.value.as_str())).collect();
        assert_eq!(values, told(n), "{}", set.authority_name);
        for (key, of) in &set.values {
            let found = FOUND[n].iter().any(|words| of.found.contains(words));
            assert!(found, "{} {}: {}", set.authority_name, key.key(), of.found);
            assert!(of.found.contains('：'), "{}: what is said there", key.key());
        }
    }
}

#[test]
fn article_29_province_by_rule_the_value_in_force_and_where_it_comes_from() {
    let sets: Vec<RuleSet> = seeded().into_iter().map(RuleSet::from).collect();
    for set in &sets {
        let typed = set.values.clone();
        assert_eq!(RuleSet::read(&set.authority, &typed).as_ref(), Ok(&set.values), "{}", set.authority_name);
    }
    let today = date("2026-11-01");
    let national = Rules::national();
    let codes: BTreeSet<&str> = PROVINCES.iter().map(|(code, ..)| *code).collect();
    for (n, (code, ..)) in PROVINCES.iter().enumerate() {
        let own = told(n);
        let rules = Rules::in_force(&sets, Some(&code.parse::<UnitId>().unwrap()), today);
        for key in RuleKey::ALL {
            let (value, origin) = rules.value(*key);
            match (own.get(key), origin) {
                (Some(told), Origin::Set { authority, source, .. }) => {
                    assert_eq!(value, *told, "{code} {}", key.key());
                    let set = sets.iter().find(|set| set.authority.as_str() == *code).unwrap();
                    assert_eq!((authority, source), (&set.authority_name, &set.source));
                }
                (None, Origin::Regulation) => {
                    assert_eq!(value, national.value(*key).0, "{code} {}: the nation's", key.key());
                }
                (told, origin) => panic!("{code} {}: {told:?} from {origin:?}", key.key()),
            }
        }
    }
    assert!(!codes.contains("330000"));
    let elsewhere = Rules::in_force(&sets, Some(&"330000".parse().unwrap()), today);
    assert_eq!(elsewhere, national, "a province of which nothing is known has the nation's rules");
}

#[test]
fn article_29_two_documents_name_their_last_day_and_decide_nothing_after_it() {
    let sets: Vec<RuleSet> = seeded().into_iter().map(RuleSet::from).collect();
    for (code, _, until) in PROVINCES {
        let Some(last) = until.map(date) else { continue };
        let on = |day| Rules::in_force(&sets, Some(&code.parse().unwrap()), day);
        assert_ne!(on(last), Rules::national(), "{code}");
        assert_eq!(on(last.succ_opt().unwrap()), Rules::national(), "{code}");
    }
}

#[test]
fn article_11_a_rule_is_for_the_stages_of_its_document_and_what_holds_in_principle_says_so() {
    let sets: Vec<RuleSet> = seeded().into_iter().map(RuleSet::from).collect();
    let narrowed: usize = sets.iter().map(|set| set.scopes.len()).sum();
    assert_eq!(narrowed, NARROWED.len(), "nothing else is narrowed");
    let national = Rules::national();
    for (code, key, stages, in_principle) in NARROWED {
        let set = sets.iter().find(|set| set.authority.as_str() == *code).unwrap();
        let scope = Scope { stages: stages.to_vec(), in_principle: *in_principle };
        assert_eq!(set.scopes.get(key), Some(&scope), "{code} {}", key.key());
        assert_eq!(RuleSet::read_scopes(&set.values, &set.scopes), set.scopes, "{code}: in canonical form");
        let rules = Rules::in_force(&sets, Some(&code.parse().unwrap()), date("2026-11-01"));
        for stage in Stage::ALL {
            let there = rules.for_stage(*stage);
            let told = format!("{code} {} {stage:?}", key.key());
            if scope.covers(*stage) {
                assert_eq!(there.value(*key), rules.value(*key), "{told}");
                assert_eq!(there.scope(*key), scope, "{told}");
            } else {
                assert_eq!(there.value(*key), national.value(*key), "{told}: the nation's");
                assert!(there.scope(*key).is_plain(), "{told}");
            }
        }
    }
}
