//! Rules of cities and counties: county over city over province over nation, as far as the level above leaves it open.

use super::*;
use crate::codes::SchoolSystem;
use proptest::prelude::*;

use RuleKey as K;

const PROVINCE: &str = "440000";
const CITY: &str = "440100";
const COUNTY: &str = "440105";

fn set(authority: &str, values: &[(RuleKey, &str)], delegated: &[RuleKey]) -> RuleSet {
    RuleSet {
        authority: authority.parse().unwrap(),
        authority_name: authority.into(),
        version: 1,
        valid_from: date("2020-01-01"),
        valid_until: None,
        source: format!("{authority}的文件"),
        values: values.iter().map(|(key, value)| (*key, (*value).to_owned())).collect(),
        scopes: BTreeMap::new(),
        delegated: delegated.iter().copied().collect(),
    }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(sets: &[RuleSet], levels: &[&str]) -> Rules {
    let levels: Vec<UnitId> = levels.iter().map(|one| one.parse().unwrap()).collect();
    Rules::at(sets, &levels, date("2026-10-01"))
}

fn there(sets: &[RuleSet]) -> Rules {
    at(sets, &[PROVINCE, CITY, COUNTY])
}

#[test]
fn article_11_the_county_decides_first_then_the_city_then_the_province_then_the_nation() {
    let key = K::ClassSizeMax;
    let nation = set("000000", &[(key, "54")], &[]);
    let province = set(PROVINCE, &[(key, "50")], &[key]);
    let city = set(CITY, &[(key, "48")], &[key]);
    let county = set(COUNTY, &[(key, "45")], &[]);
    let all = [nation, province, city, county];
    for (n, value) in [(0, 55), (1, 54), (2, 50), (3, 48), (4, 45)] {
        assert_eq!(there(&all[..n]).number(key), value, "{n} levels");
    }
    assert_eq!(at(&all, &[PROVINCE, CITY]).number(key), 48, "beside the county");
    assert_eq!(at(&all, &["320000", "320100"]).number(key), 54, "in another province the nation's");
    let source = there(&all).basis(key).to_string();
    assert!(source.starts_with("440105的文件"), "{source}");
    assert!(matches!(there(&all).value(key).1, Origin::Set { authority, .. } if authority == COUNTY));
}

#[test]
fn article_29_what_the_level_above_does_not_leave_open_does_not_hold() {
    let key = K::ClassSizeMax;
    let county = set(COUNTY, &[(key, "45")], &[]);
    let closed = [set(PROVINCE, &[(key, "50")], &[]), county.clone()];
    assert_eq!(there(&closed).number(key), 50);
    let nobody = [county.clone()];
    assert_eq!(there(&nobody).number(key), 55, "a province that says nothing leaves nothing open");
    // A city that has decided it leaves it to its counties, or does not.
    let province = set(PROVINCE, &[(key, "50")], &[key]);
    let city = |leaves: &[RuleKey]| set(CITY, &[(key, "48")], leaves);
    assert_eq!(there(&[province.clone(), city(&[]), county.clone()]).number(key), 48);
    assert_eq!(there(&[province.clone(), city(&[key]), county.clone()]).number(key), 45);
    assert_eq!(there(&[province, set(CITY, &[], &[]), county]).number(key), 45, "a city that says nothing");
    // What is the province's by itself it cannot leave to anybody.
    let fixed = [
        set(PROVINCE, &[], &[K::StepWorkingDays, K::PromotionDay]),
        set(COUNTY, &[(K::StepWorkingDays, "5")], &[]),
    ];
    assert_eq!(there(&fixed).number(K::StepWorkingDays), 10);
}

/// What a level below may make of a value above: key, value above, value below, whether it holds.
const NARROWING: &[(RuleKey, &str, &str, bool)] = &[
    (K::ClassSizeMax, "50", "45", true),
    (K::ClassSizeMax, "50", "50", true),
    (K::ClassSizeMax, "45", "50", false),
    (K::TransferGrounds, "household,home,employment", "household,home", true),
    (K::TransferGrounds, "household,home", "household,home,other", false),
    (K::TransferBarred, "", "entry-1,leaving-2", true),
    (K::TransferBarred, "leaving-2", "entry-1,leaving-2", true),
    (K::TransferBarred, "entry-1,leaving-2", "leaving-2", false),
    (K::TransferBarred, "leaving-2", "", false),
    (K::TransferBarredScope, "county", "all", true),
    (K::TransferBarredScope, "all", "county", false),
    (K::TransferWithin, "none", "township", true),
    (K::TransferWithin, "township", "none", false),
    (K::TransferWindows, "", "08-18~08-31", true),
    (K::TransferWindows, "08-01~08-31", "08-18~08-25", true),
    (K::TransferWindows, "08-18~08-25", "08-01~08-31", false),
    (K::TransferWindows, "08-18~08-25", "", false),
    (K::TransferTermEdge, "0", "10", true),
    (K::TransferTermEdge, "10", "5", true),
    (K::TransferTermEdge, "5", "10", false),
    (K::TransferTermEdge, "10", "0", false),
    (K::SuspensionMinMonths, "0", "3", true),
    (K::SuspensionMinMonths, "3", "1", false),
    (K::SuspensionMaxMonths, "12", "6", true),
    (K::SuspensionMaxMonths, "12", "24", false),
    (K::SuspensionGrounds, "illness,infection", "illness", true),
    (K::SuspensionGrounds, "illness", "illness,army", false),
    (K::SuspensionBarred, "", "leaving-2", true),
    (K::SuspensionHospital, "level2", "county", true),
    (K::SuspensionHospital, "county", "level2", false),
    (K::TermDates, "2026-1 2026-09-01~2027-01-29", "2026-1 2026-08-31~2027-01-22", true),
];

#[test]
fn article_11_a_level_below_narrows_and_never_widens() {
    for (key, above, below, holds) in NARROWING {
        let sets = [set(PROVINCE, &[(*key, above)], &[*key]), set(COUNTY, &[(*key, below)], &[])];
        let told = format!("{}: {above} → {below}", key.key());
        assert_eq!(key.shape().parse(below).as_deref(), Ok(*below), "{told}");
        assert_eq!(there(&sets).value(*key).0, if *holds { *below } else { *above }, "{told}");
        let takes = at(&sets, &[PROVINCE]).takes(*key, below, &Scope::default());
        assert_eq!(takes.is_ok(), *holds, "{told}: {takes:?}");
    }
    let shown: BTreeSet<RuleKey> = NARROWING.iter().map(|(key, ..)| *key).collect();
    let all: BTreeSet<RuleKey> = RuleKey::ALL.iter().copied().filter(|key| key.may_be_delegated()).collect();
    assert_eq!(shown, all, "each rule that may be left open is in the table");
}

#[test]
fn article_11_windows_beside_the_edges_of_a_term_would_widen_and_do_not_hold() {
    let open = [K::TransferWindows, K::TransferTermEdge];
    let edge = set(PROVINCE, &[(K::TransferTermEdge, "10")], &open);
    let sets = [edge, set(COUNTY, &[(K::TransferWindows, "08-01~08-31")], &[])];
    assert_eq!(there(&sets).value(K::TransferWindows).0, "");
    let windows = set(PROVINCE, &[(K::TransferWindows, "08-01~08-31")], &open);
    let sets = [windows, set(COUNTY, &[(K::TransferTermEdge, "10")], &[])];
    assert_eq!(there(&sets).number(K::TransferTermEdge), 0);
}

#[test]
fn article_11_an_exception_of_the_county_is_one_only_where_the_province_has_one() {
    let key = K::TransferBarred;
    let in_principle = Scope { stages: Vec::new(), in_principle: true };
    let scoped = |set: RuleSet| RuleSet { scopes: [(key, in_principle.clone())].into(), ..set };
    let (strict, county) =
        (set(PROVINCE, &[(key, "leaving-2")], &[key]), set(COUNTY, &[(key, "leaving-2")], &[]));
    assert!(there(&[strict.clone(), scoped(county.clone())]).scope(key).is_plain());
    assert!(there(&[scoped(strict), scoped(county)]).scope(key).in_principle);
    // For one stage only: the others keep the province's.
    let junior = Scope { stages: vec![Stage::Junior], in_principle: false };
    let county =
        RuleSet { scopes: [(key, junior)].into(), ..set(COUNTY, &[(key, "entry-1,leaving-2")], &[]) };
    let rules = there(&[set(PROVINCE, &[(key, "leaving-2")], &[key]), county]);
    assert_eq!(rules.for_stage(Stage::Junior).value(key).0, "entry-1,leaving-2");
    assert_eq!(rules.for_stage(Stage::Primary).value(key).0, "leaving-2");
    assert!(Grade::new(1, SchoolSystem::SixThree).is_some());
}

fn any_value() -> impl Strategy<Value = (RuleKey, String)> {
    let table: Vec<(RuleKey, String)> = NARROWING
        .iter()
        .flat_map(|(key, above, below, _)| [(*key, (*above).to_owned()), (*key, (*below).to_owned())])
        .collect();
    prop::sample::select(table)
}

fn any_set(authority: &'static str) -> impl Strategy<Value = RuleSet> {
    let keys: Vec<RuleKey> = RuleKey::ALL.to_vec();
    let leaves = prop::collection::btree_set(prop::sample::select(keys), 0..40);
    let values = prop::collection::vec(any_value(), 0..8);
    (values, leaves).prop_map(move |(values, delegated)| RuleSet {
        values: values.into_iter().collect(),
        delegated,
        ..set(authority, &[], &[])
    })
}

proptest! {
    /// Whatever the four levels have decided: each step down changes only what was left open, and only to what is narrower; of the places
    /// in another province nothing changes.
    #[test]
    fn article_11_each_level_changes_only_what_is_left_to_it(
        nation in any_set("000000"),
        province in any_set(PROVINCE),
        city in any_set(CITY),
        county in any_set(COUNTY),
    ) {
        let sets = [nation, province, city, county];
        let levels: [&[&str]; 3] = [&[PROVINCE], &[PROVINCE, CITY], &[PROVINCE, CITY, COUNTY]];
        for pair in levels.windows(2) {
            let (above, below) = (at(&sets, pair[0]), at(&sets, pair[1]));
            for key in RuleKey::ALL {
                let changed = above.value(*key) != below.value(*key);
                prop_assert!(!changed || (above.is_open(*key) && key.may_be_delegated()), "{}", key.key());
                if changed {
                    let held = above.takes(*key, below.value(*key).0, &below.scope(*key));
                    prop_assert!(held.is_ok(), "{}: {:?}", key.key(), held);
                }
                prop_assert!(!below.is_open(*key) || above.is_open(*key), "{} opens again", key.key());
            }
            prop_assert!(below.number(K::SuspensionMinMonths) <= below.number(K::SuspensionMaxMonths));
        }
        prop_assert_eq!(at(&sets, &["320000", "320100"]), at(&sets[..1], &["320000", "320100"]));
    }
}

#[test]
fn article_11_a_county_s_rule_for_one_stage_leaves_the_province_s_for_another() {
    let key = K::SuspensionMaxMonths;
    let of = |stage: Stage, in_principle: bool| Scope { stages: vec![stage], in_principle };
    let scoped = |scope: Scope, set: RuleSet| RuleSet { scopes: [(key, scope)].into(), ..set };
    let nation = set("000000", &[(key, "10")], &[]);
    let province = scoped(of(Stage::Primary, true), set(PROVINCE, &[(key, "6")], &[key]));
    let county = scoped(of(Stage::Junior, false), set(COUNTY, &[(key, "8")], &[]));
    let rules = there(&[nation, province.clone(), county]);
    let held = |stage: Stage| {
        let rules = rules.for_stage(stage);
        (
            rules.number(key),
            rules.scope(key).in_principle,
            rules.source(key).chars().take(6).collect::<String>(),
        )
    };
    assert_eq!(held(Stage::Junior), (8, false, COUNTY.to_owned()));
    assert_eq!(held(Stage::Primary), (6, true, PROVINCE.to_owned()), "as the province has it, in principle");
    assert_eq!(held(Stage::Senior), (10, false, "000000".to_owned()));
    // What a level below says for a stage is held against what stands above for that stage, whoever says it.
    let city = scoped(of(Stage::Junior, false), set(CITY, &[(key, "5")], &[key]));
    let wide = scoped(of(Stage::Primary, true), set(COUNTY, &[(key, "7")], &[]));
    let rules = there(&[province.clone(), city, wide]);
    let months =
        [Stage::Primary, Stage::Junior, Stage::Senior].map(|stage| rules.for_stage(stage).number(key));
    assert_eq!(months, [6, 5, 12]);
    let told = at(&[province], &[PROVINCE]).takes(key, "8", &Scope::default()).unwrap_err();
    assert!(told.contains("6个月"), "{told}");
}

fn any_scope() -> impl Strategy<Value = Scope> {
    (prop::sample::subsequence(Stage::ALL.to_vec(), 0..=Stage::ALL.len()), any::<bool>())
        .prop_map(|(stages, in_principle)| Scope { stages, in_principle })
}

/// The same, each value for some stages only and in principle or not.
fn any_scoped(authority: &'static str) -> impl Strategy<Value = RuleSet> {
    let scopes = prop::collection::vec(any_scope(), RuleKey::ALL.len());
    (any_set(authority), scopes).prop_map(|(set, scopes)| RuleSet {
        scopes: RuleKey::ALL.iter().copied().zip(scopes).collect(),
        ..set
    })
}

proptest! {
    /// Whatever the four levels have decided for whichever stages: no level widens what holds above it in any stage, and a stage that it
    /// does not name keeps what it had, with its source and what narrows it.
    #[test]
    fn article_11_stage_by_stage_no_level_widens_and_what_is_not_named_stays(
        nation in any_scoped("000000"),
        province in any_scoped(PROVINCE),
        city in any_scoped(CITY),
        county in any_scoped(COUNTY),
    ) {
        let sets = [nation, province, city, county];
        let levels: [&[&str]; 4] = [&[], &[PROVINCE], &[PROVINCE, CITY], &[PROVINCE, CITY, COUNTY]];
        let steps = levels.windows(2).zip(&sets[1..]);
        for ((pair, set), stage) in steps.flat_map(|one| Stage::ALL.iter().map(move |stage| (one, *stage))) {
            let (above, below) = (at(&sets, pair[0]).for_stage(stage), at(&sets, pair[1]).for_stage(stage));
            for key in RuleKey::ALL {
                let told = format!("{} {} {}", set.authority, key.key(), stage.label());
                let same = above.value(*key) == below.value(*key) && above.scope(*key) == below.scope(*key);
                let named = set.values.contains_key(key) && set.scope(*key).covers(stage);
                prop_assert!(named || same, "{} changes what it does not name", told);
                if !same && set.authority.as_str() != PROVINCE {
                    let scope = Scope { stages: Vec::new(), in_principle: below.scope(*key).in_principle };
                    let held = above.takes(*key, below.value(*key).0, &scope);
                    prop_assert!(held.is_ok(), "{}: {:?}", told, held);
                }
            }
        }
    }
}
