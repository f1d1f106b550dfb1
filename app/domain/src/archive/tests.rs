use super::completeness::{Completeness, Holdings};
use super::*;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const TODAY: &str = "2026-11-24";

fn today() -> NaiveDate {
    TODAY.parse().unwrap()
}

fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn read(kind: EntryKind, period: &str, pairs: &[(&str, &str)]) -> Result<Entry, Vec<EntryProblem>> {
    Entry::read(kind, &kind.columns(), period, &typed(pairs), today())
}

#[test]
fn article_7_the_seven_categories_stand_in_the_order_of_the_article() {
    assert_eq!(Category::ALL.map(Category::item), [1, 2, 3, 4, 5, 6, 7]);
    for category in Category::ALL {
        assert_eq!(Category::from_key(category.key()), Some(category));
    }
    let filed: BTreeSet<Category> = EntryKind::ALL.iter().map(|kind| kind.category()).collect();
    assert_eq!(filed, BTreeSet::from_iter(Category::ALL.into_iter().skip(2)), "the first two are no entries");
}

#[test]
fn article_7_every_kind_has_columns_that_fit_together() {
    for kind in EntryKind::ALL {
        assert_eq!(EntryKind::from_key(kind.key()), Some(*kind));
        let columns = kind.columns();
        let keys: BTreeSet<&str> = columns.iter().map(|column| column.key.as_str()).collect();
        assert_eq!(keys.len(), columns.len(), "{kind:?}: a key is there twice");
        assert_eq!(columns.is_empty(), *kind == EntryKind::Extra);
        for key in kind.identity().iter().chain(kind.common()) {
            assert!(keys.contains(key), "{kind:?} has no column {key}");
        }
        for key in kind.identity() {
            assert!(columns.iter().any(|column| column.key == *key && column.required), "{kind:?} {key}");
        }
        assert!(!keys.contains("period"), "taken by the time it is about");
    }
}

#[test]
fn article_7_marks_tests_and_aid_are_read_strictly() {
    let exam = read(EntryKind::Exam, "2025-2", &[("subject", "语文"), ("mark", " 92.50 ")]).unwrap();
    assert_eq!(exam.values["mark"], "92.5");
    assert_eq!(exam.identity(), "exam|2025-2|语文");
    assert_eq!(
        read(EntryKind::Exam, "2025-2", &[("subject", "语文"), ("mark", "优秀")]).unwrap().values["mark"],
        "优秀"
    );
    let wrong = read(EntryKind::Exam, "2026-2", &[("subject", "占星"), ("mark", "-1")]).unwrap_err();
    let columns: Vec<_> = wrong.iter().map(|problem| problem.column.as_str()).collect();
    assert_eq!(columns, ["period", "subject", "mark"], "everything at once");
    let fitness =
        [("height", "132.5"), ("weight", "28"), ("grade", "良好"), ("run", "4：5"), ("reach", "-3.5")];
    let fitness = read(EntryKind::Fitness, "2026", &fitness).unwrap();
    assert_eq!((fitness.values["run"].as_str(), fitness.values["reach"].as_str()), ("4:05", "-3.5"));
    let unlikely = [("height", "13.25"), ("weight", "280"), ("grade", "良")];
    assert_eq!(read(EntryKind::Fitness, "2026", &unlikely).unwrap_err().len(), 3);
    let aid = read(EntryKind::Aid, "2026-1", &[("programme", "营养改善计划"), ("amount", "500.005")]);
    assert!(aid.unwrap_err()[0].message.contains("最多2位小数"));
    let award = [("title", "作文比赛"), ("level", "县级"), ("by", "玄武区教育局")];
    assert!(read(EntryKind::Award, "2026-11-25", &award).is_err(), "tomorrow");
    assert_eq!(read(EntryKind::Award, "2026年5月1日", &award).unwrap().period, "2026-05-01");
}

#[test]
fn article_7_what_a_province_asks_for_is_data() {
    let text = "distance|上学距离|数字0-100公里|必填\n\ndialect ｜ 方言区 ｜ 选项 吴语/官话\ncard_on | 市民卡 | 日期\nhome | 家庭住所 | 文字40";
    let columns = extras::parse(text).unwrap();
    assert_eq!(columns.len(), 4);
    assert_eq!(extras::parse(&extras::text(&columns)).unwrap(), columns);
    let entry = Entry::read(
        EntryKind::Extra,
        &columns,
        "",
        &typed(&[("distance", "12"), ("dialect", "官话")]),
        today(),
    );
    assert_eq!(entry.unwrap().words(&columns), "上学距离（公里） 12，方言区 官话");
    let wrong =
        Entry::read(EntryKind::Extra, &columns, "", &typed(&[("dialect", "粤语")]), today()).unwrap_err();
    assert_eq!(wrong.len(), 2, "one is missing, one is not in the list");
    for (line, why) in [
        ("距离|上学距离|数字0-1", "标识"),
        ("a|上学距离|数字5-1", "范围"),
        ("a|上学距离|图片", "类型"),
        ("a|上学距离|选项 甲", "选项"),
        ("a|上学距离|文字9|选填", "必填"),
        ("a|上学距离", "应写作"),
        ("a|甲|日期\nb|甲|日期", "第2行"),
    ] {
        assert!(extras::parse(line).unwrap_err().contains(why), "{line}");
    }
}

fn holdings() -> Holdings {
    let entered = today() - Days::new(450);
    Holdings {
        here_since: entered,
        archive_due: entered + Days::new(30),
        primary: true,
        ..Holdings::default()
    }
}

#[test]
fn article_7_completeness_says_what_is_missing_and_by_when() {
    let found = Completeness::of(&holdings(), today());
    let what: Vec<_> = found.missing.iter().map(|missing| missing.what.as_str()).collect();
    assert_eq!(
        what,
        [
            "户籍证明或身份证明",
            "预防接种信息（入学时查验接种证）",
            "2025—2026学年第一学期学业考试成绩",
            "2025—2026学年第一学期综合素质评语",
            "2025—2026学年第二学期学业考试成绩",
            "2025—2026学年第二学期综合素质评语",
            "2026—2027学年体质健康测试",
        ]
    );
    assert_eq!(found.late(today()), 6, "the test of this school year has time until its end");
    let newcomer =
        Holdings { here_since: today() - Days::new(10), primary: false, identity_proof: true, ..holdings() };
    assert_eq!(
        Completeness::of(&newcomer, today()),
        Completeness { percent: 100, missing: Vec::new(), expected: 1 }
    );
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9.:\\-]{0,8}",
        "[甲乙丙优良]{0,4}",
        proptest::sample::select(vec!["优秀", "语文", "2026-05-01", "4:05", "12.5"]).prop_map(str::to_owned),
        any::<String>(),
    ]
}

fn any_kind() -> impl Strategy<Value = EntryKind> {
    proptest::sample::select(EntryKind::ALL.to_vec())
}

proptest! {
    /// Whatever is typed, reading does not fail over it, and what was read reads to itself again.
    #[test]
    fn reading_an_entry_is_stable(kind in any_kind(), period in any_text(), values in prop::collection::vec(any_text(), 12)) {
        let columns = kind.columns();
        let typed: BTreeMap<_, _> = columns.iter().map(|column| column.key.clone()).zip(values).collect();
        if let Ok(entry) = Entry::read(kind, &columns, &period, &typed, today()) {
            let again = Entry::read(kind, &columns, &entry.period, &entry.values, today());
            prop_assert_eq!(again, Ok(entry));
        }
    }

    /// A province's lines that read are read the same after they were written out.
    #[test]
    fn a_provinces_lines_survive_writing(text in "([a-z]{1,3} ?\\| ?[甲乙丙丁]{1,3} ?\\| ?(日期|文字[0-9]{1,3}|数字[0-9]{1,2}-[0-9]{1,3}(公里)?|选项 [甲乙]/[丙丁])( ?\\| ?必填)?\n){0,5}") {
        if let Ok(columns) = extras::parse(&text) {
            prop_assert_eq!(extras::parse(&extras::text(&columns)), Ok(columns));
        }
    }

    /// Filing something never makes an archive less complete, and the percentage is 100 exactly when nothing is missing.
    #[test]
    fn filing_never_lowers_completeness(kinds in prop::collection::vec((any_kind(), 0_usize..8), 0..12), proof: bool) {
        let mut holdings = holdings();
        let mut before = Completeness::of(&holdings, today());
        for (kind, n) in kinds {
            let period = kind.period().choices(today()).get(n).map_or(String::new(), |(key, _)| key.clone());
            holdings.entries.push(Entry { kind, period, values: BTreeMap::new() });
            let after = Completeness::of(&holdings, today());
            prop_assert!(after.percent >= before.percent && after.missing.len() <= before.missing.len());
            before = after;
        }
        holdings.identity_proof = proof;
        let found = Completeness::of(&holdings, today());
        prop_assert_eq!(found.percent == 100, found.missing.is_empty());
    }
}
