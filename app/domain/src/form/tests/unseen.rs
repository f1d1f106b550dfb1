//! What nobody sees in a value is not kept, and what looks the same is kept the same; rare characters of names stay.

use super::{context, good, problems, with};
use crate::form::*;
use std::collections::BTreeMap;

/// What is kept of one item that was typed like this.
pub(super) fn kept(field: Field, typed: &str) -> Option<String> {
    let info =
        validate(&with(&[(field, typed)]), &context()).unwrap_or_else(|wrong| panic!("{typed:?}: {wrong:?}"));
    info.get(field).map(str::to_owned)
}

#[test]
fn what_looks_the_same_is_kept_the_same() {
    for (field, typed, same) in [
        (Field::Name, "\u{F9F4}一 新", "林一新"),
        (Field::Name, "李\u{E863}", "李䶮"),
        (Field::ClassName, "一（7）班", "7班"),
        (Field::ClassName, "07班\u{200B}", "7班"),
        (Field::ClassNumber, " １２ ", "12"),
        (Field::Member1Phone, "+86 139-0000-1301", "13900001301"),
        (Field::Member1Phone, "+852 9123 4567", "+85291234567"),
        (Field::Member1Phone, "02583111111", "025-83111111"),
        (Field::Member1Address, "文昌巷9号\n101室", "文昌巷9号101室"),
        (Field::Postcode, "'２１０００８", "210008"),
        (Field::Email, "ａ@example.com ", "a@example.com"),
        (Field::Pinyin, "lín　yīxīn", "LÍN YĪXĪN"),
    ] {
        if field == Field::Pinyin {
            assert_eq!(problems(&[(field, typed)]), [(field, Problem::NotPinyin)]);
            continue;
        }
        assert_eq!(kept(field, typed).as_deref(), Some(same), "{typed:?}");
    }
    let number = good()[&Field::IdNumber].clone();
    for hidden in ['\u{200B}', '\u{FEFF}', '\u{202D}', '\u{2068}', '\u{A0}', '\u{AD}', '\''] {
        assert_eq!(kept(Field::IdNumber, &format!("{hidden}{number}")), Some(number.clone()), "{hidden:?}");
    }
    assert_eq!(problems(&[(Field::HomeAddress, "\u{200B}")]), [(Field::HomeAddress, Problem::Missing)]);
}

/// Ways in which a cell is dirty without looking so, each as what is put before, between and after its characters.
const DIRT: [(&str, &str, &str); 12] = [
    ("\u{200B}", "", ""),
    ("", "", "\u{FEFF}"),
    ("\u{202D}", "", "\u{202C}"),
    ("\u{2068}", "", "\u{2069}"),
    ("", "\u{AD}", ""),
    ("", "\u{200D}", ""),
    ("\u{200E}", "\u{200B}", "\u{200F}"),
    ("'", "", ""),
    ("\u{A0}", "", "\u{3000}"),
    ("\n", "", "\r\n"),
    ("\t '", "", ""),
    ("\u{FEFF}\u{A0}", "", "\u{2060}\u{2009}"),
];

#[test]
fn case_14_no_item_is_kept_otherwise_for_what_nobody_sees() {
    let clean = validate(&good(), &context()).unwrap();
    let mut rows = 0;
    for (field, value) in
        good().into_iter().filter(|(field, value)| field.is_importable() && !value.is_empty())
    {
        for (before, between, after) in DIRT {
            let letters: Vec<String> = value.chars().map(String::from).collect();
            let dirty = format!("{before}{}{after}", letters.join(between));
            let kept = validate(&with(&[(field, &dirty)]), &context());
            assert_eq!(kept.as_ref(), Ok(&clean), "{} {dirty:?}", field.label());
            rows += 1;
        }
        // Full width, where it is no other text: all but names and free text, whose punctuation is full width.
        let wide: String =
            value
                .chars()
                .map(|c| {
                    if c.is_ascii_alphanumeric() { char::from_u32(u32::from(c) + 0xFEE0).unwrap() } else { c }
                })
                .collect();
        assert_eq!(
            validate(&with(&[(field, &wide)]), &context()).as_ref(),
            Ok(&clean),
            "{} {wide:?}",
            field.label()
        );
        rows += 1;
    }
    assert!(rows > 600, "{rows}");
}

#[test]
fn an_item_of_signs_that_nobody_sees_is_taken_out_by_a_change() {
    let info = validate(&with(&[(Field::Talent, "书法")]), &context()).unwrap();
    let emptied =
        info.with_changes(&BTreeMap::from([(Field::Talent, "\u{FEFF} ".to_owned())]), &context()).unwrap();
    assert_eq!(emptied.get(Field::Talent), None);
}

#[test]
fn rare_characters_of_names_are_kept_and_what_no_font_has_is_refused_with_its_code_point() {
    for name in ["王𬍛", "李䶮", "陈𫖯𬀩", "钱𰻝", "阿依古丽·吐尔逊"] {
        assert_eq!(kept(Field::Name, name).as_deref(), Some(name));
    }
    assert_eq!(
        kept(Field::Talent, "书法\u{1F3B5}").as_deref(),
        Some("书法"),
        "a picture is left out, and told"
    );
    for (field, typed, lacking, point) in [
        (Field::Name, "李\u{2EBF0}", '\u{2EBF0}', "U+2EBF0"),
        (Field::Talent, "书法\u{F000}", '\u{F000}', "U+F000"),
        (Field::Member1Address, "\u{E05F}村1号", '\u{E05F}', "U+E05F"),
    ] {
        let wrong = validate(&with(&[(field, typed)]), &context()).unwrap_err();
        assert_eq!(wrong, [FieldProblem { field, problem: Problem::NotDrawn(lacking) }], "{point}");
        assert!(wrong[0].message().contains(point) && wrong[0].remedy().contains(point));
        assert!(wrong[0].is_of_one_item(), "told where it is typed, in a correction too");
    }
}
