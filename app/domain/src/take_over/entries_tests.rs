use super::{EntryCells, EntryClaims, EntryMeaning, EntryPart, Filed, Profile, ProfileProblem};
use crate::archive::{Category, EntryKind};
use chrono::NaiveDate;
use proptest::prelude::*;

const NUMBER: &str = "G11010519491231002X";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 7).unwrap()
}

fn cells(parts: &[(EntryPart, &str)], values: &[(&str, &str)]) -> EntryCells {
    let mut cells = EntryCells::default();
    cells.parts.insert(EntryPart::Number, NUMBER.to_owned());
    cells.parts.extend(parts.iter().map(|(part, text)| (*part, (*text).to_owned())));
    cells.values.extend(values.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    cells
}

fn read(cells: &EntryCells) -> Result<EntryClaims, Vec<String>> {
    let claims = EntryClaims::read(cells, &Profile::national().unwrap(), today());
    claims.map_err(|wrong| wrong.into_iter().map(|one| one.column).collect())
}

#[test]
fn article_7_a_row_is_an_entry_by_the_rules_of_the_archive() {
    let exam = |term: &str| {
        cells(
            &[(EntryPart::Kind, "学业考试成绩"), (EntryPart::Period, term)],
            &[("科目", "语文"), ("成绩", "92.5")],
        )
    };
    for term in ["2025-1", "2025—2026学年第一学期", "2025-2026 学年 第一学期"] {
        let claims = read(&exam(term)).unwrap();
        let entry = claims.entry.unwrap();
        assert_eq!((entry.kind, entry.period.as_str()), (EntryKind::Exam, "2025-1"), "{term}");
        assert_eq!((entry.values["subject"].as_str(), entry.values["mark"].as_str()), ("语文", "92.5"));
        assert_eq!((claims.title, claims.filed.category()), (None, Category::Development));
    }
    let check_up = cells(
        &[(EntryPart::Kind, "check_up"), (EntryPart::Period, "2026-05-10"), (EntryPart::Scan, "a.pdf")],
        &[("体检机构", "区妇幼保健院"), ("左眼裸眼视力", "5.0"), ("结论", "未见异常")],
    );
    let claims = read(&check_up).unwrap();
    assert_eq!(claims.entry.unwrap().values.len(), 3);
    assert_eq!(claims.title.as_deref(), Some("健康体检 2026-05-10"));
}

#[test]
fn article_7_what_the_archive_would_refuse_is_refused_by_its_column() {
    let kind =
        |kind: &'static str, period: &'static str| [(EntryPart::Kind, kind), (EntryPart::Period, period)];
    let exam = kind("学业考试成绩", "2025-1");
    assert_eq!(read(&cells(&exam, &[("科目", "炼金术"), ("成绩", "92")])).unwrap_err(), ["科目"]);
    assert_eq!(read(&cells(&exam, &[("科目", "语文")])).unwrap_err(), ["成绩"]);
    let future = kind("学业考试成绩", "2026-2");
    assert_eq!(read(&cells(&future, &[("科目", "语文"), ("成绩", "9")])).unwrap_err(), ["时间"]);
    // A value that the kind has no column for would be lost without a word.
    let lost = [("科目", "语文"), ("成绩", "92"), ("身高", "120")];
    assert_eq!(read(&cells(&exam, &lost)).unwrap_err(), ["身高"]);
    assert_eq!(read(&cells(&kind("品德", ""), &[])).unwrap_err(), ["档案类别"]);
    assert_eq!(read(&cells(&kind("省级规定的其他信息", ""), &[("甲", "乙")])).unwrap_err(), ["档案类别"]);
    assert_eq!(read(&cells(&[(EntryPart::Number, "张三"), exam[0]], &[])).unwrap_err()[0], "学籍号");
}

#[test]
fn article_7_a_paper_by_itself_has_a_scan_and_a_name() {
    let paper = |scan: &'static str, title: &'static str| {
        read(&cells(
            &[(EntryPart::Kind, "证明材料"), (EntryPart::Scan, scan), (EntryPart::Title, title)],
            &[],
        ))
    };
    let claims = paper("0001.jpg", "户口簿首页").unwrap();
    assert_eq!((claims.filed, claims.entry), (Filed::Paper(Category::Proofs), None));
    assert_eq!(claims.title.as_deref(), Some("户口簿首页"));
    assert_eq!(paper("0001.jpg", "").unwrap().title.as_deref(), Some("证明材料"));
    for scan in ["", "0001.docx", "../0001.jpg", "a/b.pdf"] {
        assert_eq!(paper(scan, "户口簿").unwrap_err(), ["材料文件"], "{scan}");
    }
    let long = "户".repeat(61);
    let parts =
        [(EntryPart::Kind, "证明材料"), (EntryPart::Scan, "1.jpg"), (EntryPart::Title, long.as_str())];
    assert_eq!(read(&cells(&parts, &[])).unwrap_err(), ["材料名称"]);
}

#[test]
fn a_profile_says_what_the_headings_and_kinds_of_archive_contents_are() {
    let text = r##"{"name":"甲","version":1,"columns":{"号":"#number"},
        "entries":{"籍号":"#number","分数":"mark","备用":"#ignored"},"kinds":{"考试":"exam","材料":"proofs"}}"##;
    let profile = Profile::parse(text).unwrap();
    assert_eq!(profile.entry_meaning("分数"), Some(EntryMeaning::Column("mark".into())));
    assert_eq!(profile.entry_meaning("备用"), Some(EntryMeaning::Ignored));
    assert_eq!(profile.entry_meaning("档案类别"), Some(EntryMeaning::Part(EntryPart::Kind)));
    assert_eq!(profile.entry_meaning("身高（厘米）"), Some(EntryMeaning::Column("身高（厘米）".into())));
    assert_eq!(profile.entry_meaning("没有的列"), None);
    // No part is called like a column of a kind: a heading means one thing.
    let columns: Vec<_> = EntryKind::ALL.iter().flat_map(|kind| kind.columns()).collect();
    for part in EntryPart::ALL {
        assert!(columns.iter().all(|column| column.label != part.label()), "{}", part.label());
    }
    assert_eq!(profile.filed_as("考试"), Some(Filed::Entry(EntryKind::Exam)));
    assert_eq!(profile.filed_as("材料"), Some(Filed::Paper(Category::Proofs)));
    assert_eq!(Profile::parse(&profile.to_text()).as_ref(), Ok(&profile));
    let parse = |rest: &str| {
        Profile::parse(&format!(r##"{{"name":"甲","version":1,"columns":{{"号":"#number"}},{rest}}}"##))
    };
    assert_eq!(
        parse(r#""entries":{"甲":"nothing"}"#),
        Err(ProfileProblem::Unknown("甲".into(), "nothing".into()))
    );
    assert_eq!(
        parse(r#""kinds":{"甲":"nothing"}"#),
        Err(ProfileProblem::Kind("甲".into(), "nothing".into()))
    );
    // A profile of before is written as it was.
    let national = Profile::national().unwrap().to_text();
    assert!(!national.contains("\"entries\"") && !national.contains("\"kinds\""));
}

proptest! {
    /// Whatever stands in the cells: it is an entry that the archive would take, or somebody is told why not.
    #[test]
    fn any_row_is_read_or_refused_with_words(
        kind in prop::sample::select(vec!["学业考试成绩", "体质健康测试", "获奖信息", "证明材料", "预防接种", "其他"]),
        period in "\\PC{0,12}",
        scan in prop::option::of("\\PC{0,20}"),
        values in prop::collection::btree_map(
            prop::sample::select(vec!["科目", "成绩", "身高", "奖项", "疫苗", "剂次", "备注"]),
            "\\PC{0,30}",
            0..5,
        ),
    ) {
        let mut row = cells(&[(EntryPart::Kind, kind), (EntryPart::Period, &period)], &[]);
        if let Some(scan) = scan {
            row.parts.insert(EntryPart::Scan, scan);
        }
        row.values.extend(values.into_iter().map(|(name, text)| (name.to_owned(), text)));
        match EntryClaims::read(&row, &Profile::national().unwrap(), today()) {
            Ok(claims) => {
                prop_assert!(claims.entry.is_some() || claims.title.is_some());
                prop_assert!(claims.title.is_none_or(|title| (1..=60).contains(&title.chars().count())));
            }
            Err(wrong) => {
                prop_assert!(!wrong.is_empty());
                prop_assert!(wrong.iter().all(|one| !one.reason.is_empty() && !one.remedy.is_empty()));
            }
        }
    }
}
