//! The order of names in lists (名单次序): classes by their numbers, 2班 before 10班; schools and places by sound, as people look for them,
//! and the numbered ones among them by their numbers. Pupils stand in lists by [`super::listed_as`].

use super::class::in_words;
use super::steps::is_han;
use pinyin::ToPinyin;

/// Digits that numbers are filled up to, so that they compare as texts do.
const DIGITS: usize = 9;

/// What stands before a grade, in the order of the stages.
const STAGES: [(&str, &str); 3] = [("小学", "1"), ("初中", "2"), ("高中", "3")];

/// Characters whose usual reading is another one than that in the names of places and schools.
const IN_PLACES: [(char, &str); 9] = [
    ('长', "chang"),
    ('重', "chong"),
    ('厦', "xia"),
    ('朝', "chao"),
    ('都', "du"),
    ('番', "pan"),
    ('藏', "zang"),
    ('曾', "zeng"),
    ('蚌', "beng"),
];

/// What follows a number in the name of a school: 三中, 实验二小, 十号. Of 三门峡市 and 九江市 the first character is none.
const COUNTED: [char; 8] = ['中', '小', '校', '年', '班', '号', '幼', '园'];

/// By what a class stands in lists, with its grade before it (`小学二年级10班`) or without: one text that compares as classes do.
pub fn class_place(name: &str) -> String {
    let of_stage = STAGES.iter().find_map(|(stage, rank)| name.strip_prefix(stage).map(|rest| (*rank, rest)));
    let (stage, rest) = of_stage.unwrap_or(("0", name));
    format!("{stage}{} {name}", place(rest, |_, _| true))
}

/// By what a pupil stands in lists: by the sound of the name, and by the key where two sound the same.
pub fn name_place(name: &str, key: impl ToString) -> String {
    super::listed_as(name, &key.to_string()).by_pinyin
}

/// By what a unit stands in lists of units: one text that compares as names do by sound.
pub fn unit_place(name: &str) -> String {
    let counts = |before: Option<char>, after: Option<char>| {
        before == Some('第') || after.is_some_and(|after| COUNTED.contains(&after))
    };
    format!("{} {name}", place(name, counts))
}

/// A text with numbers of one length and the sound of its characters. `counts` says whether numerals between these two characters are a
/// number.
fn place(text: &str, counts: impl Fn(Option<char>, Option<char>) -> bool) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut runs = characters.chunk_by(|one, next| Kind::of(*one) == Kind::of(*next)).peekable();
    let mut key = String::new();
    let mut before = None;
    while let Some(run) = runs.next() {
        let after = runs.peek().and_then(|next| next.first()).copied();
        let written: String = run.iter().collect();
        match run.first().map(|character| Kind::of(*character)) {
            Some(Kind::Digit) => key.push_str(&number(&written)),
            Some(Kind::Numeral) if counts(before, after) => key.push_str(&in_numbers(&written)),
            Some(Kind::Numeral | Kind::Han) => key.push_str(&sound(&written)),
            Some(Kind::Other) | None => key.push_str(&written.to_lowercase()),
        }
        before = run.last().copied();
    }
    key
}

/// What a character is to the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Digit,
    Numeral,
    Han,
    Other,
}

impl Kind {
    fn of(character: char) -> Self {
        match character {
            _ if character.is_ascii_digit() => Self::Digit,
            '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' => {
                Self::Numeral
            }
            _ if is_han(character) => Self::Han,
            _ => Self::Other,
        }
    }
}

/// Digits as a number of one length.
fn number(digits: &str) -> String {
    format!("{:0>DIGITS$}", digits.trim_start_matches('0'))
}

/// Numerals as one number, or where they are none together, as one after the other (三一班).
fn in_numbers(numerals: &str) -> String {
    match in_words(numerals) {
        Some(read) => number(&read.to_string()),
        None => numerals
            .chars()
            .map(|numeral| number(&in_words(&numeral.to_string()).unwrap_or_default().to_string()))
            .collect(),
    }
}

/// The letters of the sound of Han characters.
fn sound(characters: &str) -> String {
    let read = characters.chars().zip(characters.to_pinyin()).map(|(character, usual)| {
        let of_places = IN_PLACES.iter().find(|(other, _)| *other == character).map(|(_, sound)| *sound);
        of_places.or(usual.map(pinyin::Pinyin::plain)).unwrap_or_default()
    });
    read.collect::<String>().replace('ü', "v")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(mut names: Vec<&str>, place: fn(&str) -> String) -> Vec<&str> {
        names.sort_by_cached_key(|name| place(name));
        names
    }

    #[test]
    fn classes_stand_by_their_numbers() {
        let names =
            vec!["10班", "实验班", "2班", "1班", "国际部10班", "国际部9班", "A班", "12班", "2026级7班"];
        let wanted = ["1班", "2班", "10班", "12班", "2026级7班", "A班", "国际部9班", "国际部10班", "实验班"];
        assert_eq!(sorted(names, class_place), wanted);
    }

    #[test]
    fn classes_with_their_grades_stand_stage_by_stage_and_grade_by_grade() {
        let names = vec![
            "高中一年级1班",
            "小学六年级10班",
            "初中三年级2班",
            "小学六年级9班",
            "小学二年级1班",
            "初中一年级12班",
        ];
        let wanted = [
            "小学二年级1班",
            "小学六年级9班",
            "小学六年级10班",
            "初中一年级12班",
            "初中三年级2班",
            "高中一年级1班",
        ];
        assert_eq!(sorted(names, class_place), wanted);
        assert_eq!(
            sorted(vec!["三二班", "三一班", "十班", "二班"], class_place),
            ["二班", "三一班", "三二班", "十班"]
        );
    }

    #[test]
    fn units_stand_by_sound_and_the_numbered_ones_by_their_numbers() {
        let places = vec!["重庆市", "南京市", "长春市", "北京市", "三门峡市", "安庆市"];
        let wanted = ["安庆市", "北京市", "长春市", "重庆市", "南京市", "三门峡市"];
        assert_eq!(sorted(places, unit_place), wanted);
        let schools = vec!["第十中学", "第三中学", "第二十一中学", "第十二小学", "第二中学"];
        let wanted = ["第二中学", "第三中学", "第十中学", "第十二小学", "第二十一中学"];
        assert_eq!(sorted(schools, unit_place), wanted);
        assert_eq!(sorted(vec!["实验十小", "实验二小"], unit_place), ["实验二小", "实验十小"]);
    }

    proptest! {
        #[test]
        fn of_two_classes_the_lower_number_stands_first(one in 1_u32..1000, two in 1_u32..1000) {
            let (first, second) = (class_place(&format!("{one}班")), class_place(&format!("{two}班")));
            prop_assert_eq!(first.cmp(&second), one.cmp(&two));
        }

        #[test]
        fn no_two_names_share_a_place(one in "[一十三1a班小]{0,3}", two in "[一十三1a班小]{0,3}") {
            prop_assert_eq!(class_place(&one) == class_place(&two), one == two);
            prop_assert_eq!(unit_place(&one) == unit_place(&two), one == two);
        }
    }
}
