//! The names of divisions (行政区划), held against the tables that an installation begins with: every one is found by its whole name (of
//! the townships, every twentieth in a run), and is among those that a shortened name can mean.

use domain::ident::{Gazetteer, Place, Resolved};
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// A division of the tables: code as it stands there, own name, code of the one above.
type Row = (String, String, Option<String>);

fn seed(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../server/registry/seed").join(name);
    fs::read_to_string(path).unwrap()
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut rows: Vec<Row> = Vec::new();
    for line in seed("divisions.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        // The Corps is no division.
        if cells[0] != "660000" {
            let above = Some(cells[2].to_owned()).filter(|above| !above.is_empty());
            rows.push((cells[0].to_owned(), cells[1].to_owned(), above));
        }
    }
    for line in seed("townships.txt").lines() {
        let (county, towns) = line.split_once(' ').unwrap();
        for town in towns.split(' ') {
            rows.push((format!("{county}{}", &town[..3]), town[3..].to_owned(), Some(county.to_owned())));
        }
    }
    rows
});

static NAMES: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::new(ROWS.iter().cloned()));

fn place(row: &Row) -> Place {
    NAMES.place(&format!("{:0<12}", row.0)).unwrap()
}

/// The names from the province down.
fn path(row: &Row) -> Vec<String> {
    let mut names = vec![row.1.clone()];
    let mut above = row.2.clone();
    while let Some(code) = above {
        let next = ROWS.iter().find(|one| one.0 == code).unwrap();
        names.push(next.1.clone());
        above = next.2.clone();
    }
    names.reverse();
    names
}

/// A name without the word for what it is, where two characters are left.
fn shortened(name: &str) -> String {
    let stem = ["省", "市", "区", "县", "街道", "镇"].iter().find_map(|end| name.strip_suffix(end));
    stem.filter(|stem| stem.chars().count() > 1 && !stem.ends_with("自治")).unwrap_or(name).to_owned()
}

fn one(text: &str) -> String {
    match NAMES.resolve(text) {
        Resolved::One(place) => place.name,
        other => panic!("{text}: {other:?}"),
    }
}

/// Provinces, cities and counties; they stand before the townships.
const UPPER: usize = 34 + 333 + 2845;
/// One township of so many is tried in a run: all of them are a walk of many seconds where nothing is optimised.
const ONE_OF: usize = 20;

/// A division is found by its whole name and by its code.
fn found_whole(row: &Row) {
    let place = place(row);
    assert_eq!(NAMES.resolve(&place.name), Resolved::One(place.clone()), "{}", place.name);
    assert_eq!(NAMES.resolve(&place.code), Resolved::One(place.clone()), "{}", place.code);
}

#[test]
fn every_province_city_and_county_is_found_by_its_whole_name_and_by_its_code() {
    assert_eq!(ROWS.len(), UPPER + 38267);
    ROWS[..UPPER].iter().for_each(found_whole);
}

#[test]
fn a_place_is_found_as_people_write_it() {
    for typed in [
        "江苏省南京市玄武区",
        "江苏省 南京市 玄武区",
        "江苏南京玄武",
        "南京市玄武区",
        "南京玄武区",
        "南京玄武",
        "玄武区",
        "320102",
        "320102000000",
        "３２０１０２",
    ] {
        assert_eq!(one(typed), "江苏省南京市玄武区", "{typed}");
    }
    for (typed, name) in [
        ("北京", "北京市"),
        ("北京市朝阳区", "北京市朝阳区"),
        ("北京市市辖区朝阳区", "北京市朝阳区"),
        ("中国江苏省", "江苏省"),
        ("内蒙古", "内蒙古自治区"),
        ("广西", "广西壮族自治区"),
        ("新疆", "新疆维吾尔自治区"),
        ("恩施州", "湖北省恩施土家族苗族自治州"),
        ("浦东", "上海市浦东新区"),
        ("神农架", "湖北省神农架林区"),
        ("河北赵县", "河北省石家庄市赵县"),
        ("南京市玄武区梅园新村街道办事处", "江苏省南京市玄武区梅园新村街道"),
        ("东莞", "广东省东莞市"),
    ] {
        assert_eq!(one(typed), name, "{typed}");
    }
}

#[test]
fn where_several_are_called_so_all_are_offered() {
    let Resolved::Several(places) = NAMES.resolve("鼓楼区") else { panic!("there are several") };
    let names: Vec<&str> = places.iter().map(|place| place.name.as_str()).collect();
    for name in ["江苏省南京市鼓楼区", "江苏省徐州市鼓楼区", "河南省开封市鼓楼区", "福建省福州市鼓楼区"]
    {
        assert!(names.contains(&name), "{names:?}");
    }
    assert_eq!(one("徐州市鼓楼区"), "江苏省徐州市鼓楼区");
    assert!(matches!(NAMES.resolve("吉林"), Resolved::Several(_)), "a province and a city");
    assert!(matches!(NAMES.resolve("城关镇"), Resolved::Several(_)));
    for nothing in
        ["", "  ", "江苏省玄武门市", "美国", "玄武湖边上的那条街", "999999", "320199", "南京市南京路"]
    {
        assert_eq!(NAMES.resolve(nothing), Resolved::Nothing, "{nothing}");
    }
}

#[test]
fn what_is_offered_goes_from_the_province_down() {
    let offered =
        |text: &str| -> Vec<String> { NAMES.suggest(text, 60).into_iter().map(|place| place.name).collect() };
    assert_eq!(offered("").len(), 34, "the provinces");
    let cities = offered("江苏省");
    assert_eq!(cities.first().map(String::as_str), Some("江苏省"));
    assert!(cities.contains(&"江苏省南京市".to_owned()) && cities.contains(&"江苏省徐州市".to_owned()));
    let counties = offered("江苏省南京市");
    assert!(counties.contains(&"江苏省南京市玄武区".to_owned()));
    for begun in ["南京市玄", "江苏省玄", "江苏省南京市玄武"] {
        assert!(offered(begun).contains(&"江苏省南京市玄武区".to_owned()), "a name that was begun: {begun}");
    }
    assert!(offered("3201").iter().all(|name| name.starts_with("江苏省南京市")), "a code that was begun");
    assert_eq!(offered("县").len().min(61), offered("县").len(), "never more than asked for");
}

#[test]
fn names_count_once_and_from_the_highest_down() {
    for nothing in ["江苏省".repeat(2), "江苏省".repeat(20), "区".repeat(60), "南京市江苏省玄武区".to_owned()]
    {
        assert!(NAMES.candidates(&nothing).is_empty(), "{nothing}");
        assert!(NAMES.suggest(&nothing, 60).is_empty(), "{nothing}");
    }
    assert_eq!(one("清远市清新太和镇"), "广东省清远市清新区太和镇", "its ending is 区, not 新区");
    assert_eq!(one("江苏玄武区"), "江苏省南京市玄武区", "one between may be left out");
}

#[test]
fn a_table_of_whatever_makes_no_circle() {
    let row = |code: &str, above: &str| (code.to_owned(), "甲县".to_owned(), Some(above.to_owned()));
    let odd = Gazetteer::new([row("320102", "320104"), row("320104", "320102"), row("x", ""), row("", "x")]);
    assert_eq!(odd.candidates("甲县").len(), 2);
    assert!(odd.candidates("甲县甲县甲县").len() <= 2);
    assert!(Gazetteer::default().is_empty() && Gazetteer::default().suggest("", 9).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1))]

    /// Of the townships those that a run chooses: every one is tried in some run.
    #[test]
    fn a_township_is_found_by_its_whole_name_and_by_its_code(from in 0..ONE_OF) {
        ROWS[UPPER..].iter().skip(from).step_by(ONE_OF).for_each(found_whole);
    }
}

proptest! {
    /// With any of the names above left out and any of the names shortened, the division is still among those meant.
    #[test]
    fn a_shortened_name_holds_its_division(at in any::<prop::sample::Index>(), left_out in 0_u8..8, short in 0_u8..16) {
        let row = at.get(&ROWS);
        let names = path(row);
        let last = names.len() - 1;
        let typed: String = names
            .iter()
            .enumerate()
            .filter(|(n, _)| *n == last || left_out & (1 << n) == 0)
            .map(|(n, name)| if short & (1 << n) == 0 { name.clone() } else { shortened(name) })
            .collect();
        let found = NAMES.candidates(&typed);
        prop_assert!(found.contains(&place(row)), "{} ({}): {:?}", typed, row.0, found);
        match NAMES.resolve(&typed) {
            Resolved::One(one) => prop_assert!(found.contains(&one)),
            Resolved::Several(some) => prop_assert!(some.iter().all(|one| found.contains(one))),
            Resolved::Nothing => prop_assert!(false, "{} is not found", typed),
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,80}", digits in "[0-9]{0,14}", most in 0_usize..20) {
        for text in [&text, &digits] {
            let found = NAMES.candidates(text);
            prop_assert!(!matches!(NAMES.resolve(text), Resolved::One(one) if !found.contains(&one)));
            prop_assert!(NAMES.suggest(text, most).len() <= most);
        }
    }

    #[test]
    fn no_text_of_names_makes_it_panic(
        some in prop::collection::vec(prop_oneof![Just("江苏"), Just("南京"), Just("市"), Just("区"), Just("鼓楼"), Just("中国")], 0..12),
    ) {
        let text = some.concat();
        prop_assert!(NAMES.suggest(&text, 50).len() <= 50);
        let _ = NAMES.resolve(&text);
    }
}
