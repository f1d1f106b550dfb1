//! The forms in which people write values: what is taken, and what is refused with the reason.

use super::unseen::kept;
use super::{context, good, problems, with};
use crate::form::*;
use proptest::prelude::*;

#[test]
fn codes_and_labels_are_both_taken_and_nothing_is_guessed() {
    for value in ["1", "汉", "汉族", "01", "01-汉族", "01－汉族", "\u{200B}01-汉族"] {
        let info = validate(&with(&[(Field::Ethnicity, value)]), &context()).expect(value);
        assert_eq!(info.get(Field::Ethnicity), Some("01"), "{value}");
    }
    assert_eq!(problems(&[(Field::Ethnicity, "汉人")]), [(Field::Ethnicity, Problem::NotInList)]);
    assert_eq!(problems(&[(Field::Grade, "四年")]), [(Field::Grade, Problem::NotInList)]);
    assert_eq!(problems(&[(Field::Grade, "初一")]), [(Field::Grade, Problem::GradeNotOffered),]);
}

#[test]
fn case_24_common_short_forms_are_accepted_and_the_item_that_is_wrong_is_named() {
    for (field, typed, code) in [
        (Field::Ethnicity, "汉", "01"),
        (Field::Ethnicity, "1", "01"),
        (Field::Nationality, "中国", "CHN"),
        (Field::IdKind, "身份证", "1"),
        (Field::Health, "健康", "10"),
        (Field::HukouKind, "农业", "1"),
        (Field::HukouKind, "居民户口", "3"),
        (Field::OnlyChild, "Y", "1"),
        (Field::OnlyChild, "√", "1"),
        (Field::Grade, "一年级", "1"),
        (Field::Grade, "一", "1"),
        (Field::HmtStatus, "0", "00"),
        (Field::CommuteMode, "2-自行车(含摩托车、电动自行车)", "2"),
        (Field::Member2Kinship, "妈妈", "52"),
    ] {
        assert_eq!(kept(field, typed).as_deref(), Some(code), "{typed}");
    }
    let birth = good()[&Field::BirthDate].clone();
    for time in [" 00:00:00", "T00:00:00", " 0:00", "　00:00:00.000"] {
        assert_eq!(kept(Field::BirthDate, &format!("{birth}{time}")), Some(birth.clone()), "{time}");
    }
    assert_eq!(
        problems(&[(Field::IdKind, "学生证")]),
        [(Field::IdKind, Problem::NotInList)],
        "not at the number"
    );
    let nothing =
        validate(&with(&[(Field::Member2IdKind, ""), (Field::Member2IdNumber, "E1234567")]), &context());
    assert_eq!(nothing.unwrap_err()[0].message(), "填写了号码，但没有选择成员二身份证件类型。");
}

#[test]
fn case_21_a_word_for_nobody_is_no_name() {
    for typed in ["无", "已故", "/", "—", " 不详 ", "无\u{200B}"] {
        let wrong = problems(&[(Field::Member2Name, typed)]);
        assert_eq!(wrong, [(Field::Member2Name, Problem::NotAName)], "{typed}");
    }
    assert_eq!(
        problems(&[(Field::Member2Phone, "10000000000")]),
        [(Field::Member2Phone, Problem::NotAPhone)]
    );
}

#[test]
fn what_was_changed_is_told_to_who_typed_it() {
    let raw = with(&[
        (Field::Name, "李\u{E863}"),
        (Field::Member1Phone, "+86 13900001301"),
        (Field::ClassName, "一（1）班"),
    ]);
    let told: Vec<_> = rewritten(&raw, &context());
    let lines: Vec<_> = told.iter().map(|one| (one.field, one.kept.as_str(), one.told.as_str())).collect();
    assert_eq!(
        lines,
        [
            (Field::Name, "李䶮", "旧编码的字改为标准编码"),
            (Field::ClassName, "1班", "全角改为半角、班级改为统一写法"),
            (Field::Member1Phone, "13900001301", "去掉多余的空格或换行、去掉国际区号 +86"),
        ]
    );
    assert!(rewritten(&good(), &context()).is_empty());
    let kept = validate(&raw, &context()).unwrap();
    assert!(told.iter().all(|one| kept.get(one.field) == Some(one.kept.as_str())));
}

#[test]
fn dates_are_strict_and_take_the_forms_people_write() {
    for text in [
        "20200301",
        "2020-03-01",
        "2020/3/1",
        "2020.3.1",
        "2020 3 1",
        "2020年3月1日",
        "2020年 3月 1号",
        "２０２０年３月１日",
    ] {
        assert_eq!(parse_date(text), "2020-03-01".parse().ok(), "{text}");
    }
    for text in
        ["20200230", "20-3-1", "3/1/2020", "2020-13-01", "昨天", "2020-3", "43891", "+201-3-1", "2020-3-1-1"]
    {
        assert_eq!(parse_date(text), None, "{text}");
    }
    assert_eq!(problems(&[(Field::BirthDate, "2027-01-01")])[0].1, Problem::InFuture);
}

proptest! {
    /// In whichever form a day is written, it is that day; and what is no day is none.
    #[test]
    fn a_day_is_read_in_every_form(
        year in 1900_i32..2200,
        month in 1_u32..=12,
        day in 1_u32..=31,
        form in 0_usize..8,
        width in 1_usize..=2,
    ) {
        let (m, d) = (format!("{month:0width$}"), format!("{day:0width$}"));
        let written = match form {
            0 => format!("{year}-{m}-{d}"),
            1 => format!("{year}年{m}月{d}日"),
            2 => format!("{year}/{m}/{d}"),
            3 => format!("{year}.{m}.{d}"),
            4 => format!("{year}{month:02}{day:02}"),
            5 => format!(" {year} 年 {m} 月 {d} 号 "),
            6 => format!("{year} {m} {d}"),
            _ => format!("{year}-{month:02}-{day:02} 08:30:00"),
        };
        prop_assert_eq!(parse_date(&written), chrono::NaiveDate::from_ymd_opt(year, month, day), "{}", written);
    }

    #[test]
    fn what_is_read_as_a_day_has_its_year_in_it(text in "\\PC{0,24}") {
        if let Some(day) = parse_date(&text) {
            prop_assert!((0..=9999).contains(&chrono::Datelike::year(&day)), "{} {}", text, day);
        }
    }

    #[test]
    fn digits_and_marks_never_make_the_parser_panic(text in "[0-9年月日号/. ,T:-]{0,16}") {
        if let Some(day) = parse_date(&text) {
            prop_assert_eq!(parse_date(&day.to_string()), Some(day));
        }
    }
}

#[test]
fn short_forms_that_can_mean_one_value_only_are_taken() {
    let kept = |field: Field, text: &str| {
        let info =
            validate(&with(&[(field, text)]), &context()).unwrap_or_else(|told| panic!("{text}: {told:?}"));
        info.value(field).to_owned()
    };
    let right = [
        (Field::Ethnicity, "汉", "01"),
        (Field::Ethnicity, "维吾尔", "05"),
        (Field::Health, "健康", "10"),
        (Field::HukouKind, "农业", "1"),
        (Field::HukouKind, "非农业", "2"),
        (Field::HukouKind, "居民户口", "3"),
        (Field::IdKind, "身份证", "1"),
        (Field::OnlyChild, "Y", "1"),
        (Field::OnlyChild, "√", "1"),
        (Field::OnlyChild, "×", "0"),
        (Field::Nationality, "中国", "CHN"),
        (Field::Grade, "一", "1"),
        (Field::EntryMonth, "2026-09-01", "202609"),
        (Field::EntryMonth, "20260901", "202609"),
    ];
    for (field, text, code) in right {
        assert_eq!(kept(field, text), code, "{text}");
    }
    let birth = good()[&Field::BirthDate].clone();
    for time in [" 00:00:00", " 0:00", "T00:00:00"] {
        assert_eq!(kept(Field::BirthDate, &format!("{birth}{time}")), birth);
    }
    for text in ["汉汉", "健", "户口", "证", "族", "是否"] {
        for field in [Field::Ethnicity, Field::Health, Field::HukouKind, Field::IdKind, Field::OnlyChild] {
            assert!(validate(&with(&[(field, text)]), &context()).is_err(), "{text} as {}", field.label());
        }
    }
}

#[test]
fn the_kind_of_a_document_is_named_when_it_is_the_kind_that_is_wrong() {
    let problem = Problem::NotInList;
    assert_eq!(problems(&[(Field::IdKind, "学生证")]), [(Field::IdKind, problem)]);
    assert_eq!(problems(&[(Field::IdKind, "")]), [(Field::IdKind, Problem::Missing)]);
    assert_eq!(
        problems(&[(Field::Member1IdKind, "")]),
        [(Field::Member1IdKind, Problem::KindNeeded)],
        "the number is there, its kind is not"
    );
    // A number of the old fifteen digits on a child's form is the number's fault.
    assert_eq!(
        problems(&[(Field::IdNumber, "320102200311010")]).iter().map(|(field, _)| *field).collect::<Vec<_>>(),
        [Field::IdNumber]
    );
}

#[test]
fn a_child_with_one_member_of_the_family_is_entered_and_words_for_nobody_are_no_names() {
    let second: Vec<Field> =
        Field::ALL.iter().copied().filter(|field| field.block() == Block::Member2).collect();
    let mut raw = good();
    raw.retain(|field, _| !second.contains(field));
    let info = validate(&raw, &context()).unwrap();
    let told: Vec<_> = warnings(&info, &context()).into_iter().map(|one| one.problem).collect();
    assert_eq!(told, [Problem::OneMember]);
    assert_eq!(info.lacking().count(), 0, "the archive is not incomplete for it");
    raw.insert(Field::Member1Guardian, "0".into());
    let told = validate(&raw, &context()).unwrap_err();
    assert_eq!(told.iter().map(|one| one.problem).collect::<Vec<_>>(), [Problem::NoGuardian]);

    for word in ["无", "/", "已故", " 去 世 ", "——", "不详", "0"] {
        for field in [Field::Name, Field::Member1Name, Field::Member2Name, Field::FormerName] {
            assert_eq!(problems(&[(field, word)]), [(field, Problem::NotAName)], "{word}");
        }
    }
    // One item of the second member alone makes it a member who lacks the others.
    assert!(problems(&[(Field::Member2Name, "")]).contains(&(Field::Member2Name, Problem::Missing)));
}
