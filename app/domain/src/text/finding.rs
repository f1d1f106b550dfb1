//! What is kept with a name, and what a search says of it.

use super::*;
use proptest::prelude::*;

const ID: &str = "0190f3a0-0000-7000-8000-000000000001";

/// A name as it is kept, asked by what somebody typed.
struct Row {
    listed: ListedAs,
    words: Vec<String>,
}

impl Row {
    fn of(name: &str) -> Self {
        Self { listed: listed_as(name, ID), words: find_words(name) }
    }

    fn kept(&self) -> Kept<'_> {
        Kept {
            by_pinyin: &self.listed.by_pinyin,
            by_name: &self.listed.by_name,
            by_initials: &self.listed.by_initials,
            words: &self.words,
        }
    }
}

/// Whether what was typed finds a name; nothing is found by what is too short.
pub(super) fn finds(typed: &str, name: &str) -> bool {
    Sought::read(typed).is_some_and(|sought| sought.finds(&Row::of(name).kept()))
}

#[test]
fn a_name_stands_in_lists_by_its_sound_its_characters_and_its_first_letters() {
    let listed = listed_as("王小明", ID);
    assert_eq!(listed.by_pinyin, format!("wangxiaoming 王小明 {ID}"));
    assert_eq!(listed.by_name, format!("王小明 {ID}"));
    assert_eq!(listed.by_initials, format!("wxm wangxiaoming 王小明 {ID}"));
    let foreign = listed_as("Nguyễn Thị Ánh", ID);
    assert_eq!(foreign.by_name, format!("nguyenthianh {ID}"));
    assert_eq!(foreign.by_initials, format!("nta nguyenthianh nguyenthianh {ID}"));
    assert_eq!(listed_as("阿卜杜拉•买买提", ID).by_name, format!("阿卜杜拉买买提 {ID}"));
}

#[test]
fn the_words_of_a_name_are_few_and_leave_out_what_it_begins_with() {
    let words = find_words("王小明");
    assert_eq!(
        words,
        ["小", "小明", "明", "wangxm", "xm", "xiao", "xiaom", "xiaoming", "wxiao", "wxiaom", "wxiaoming"]
    );
    assert_eq!(find_words("王"), Vec::<String>::new());
    let long = find_words("Mohammed Abdul Rahman Al-Hussein Bin Khalid Ibn Yusuf Al-Bukhari");
    assert!(long.len() <= 200 && long.iter().any(|word| word == "khalid"), "{}", long.len());
}

#[test]
fn what_is_typed_is_answered_by_beginnings_first_and_by_words_last() {
    let way = |typed: &str, name: &str| Sought::read(typed).unwrap().way(&Row::of(name).kept());
    assert_eq!(way("王", "王小明"), Some(0));
    assert_eq!(way("小明", "王小明"), Some(1));
    assert_eq!(way("wangx", "王小明"), Some(0));
    assert_eq!(way("wx", "王小明"), Some(1));
    assert_eq!(way("xm", "王小明"), Some(2));
    assert_eq!(way("xiaoming wang", "王小明"), Some(2), "by sound the other way round");
    assert_eq!(way("明 王", "王小明"), Some(2), "neither order: by its words");
    assert_eq!(way("li", "王小明"), None);
    let beginnings = Sought::read("zhang s").unwrap().beginnings();
    let begun: Vec<_> = beginnings.iter().map(|one| (one.order, one.prefix.as_str())).collect();
    let (sound, letters) = (NameOrder::Pinyin, NameOrder::Initials);
    assert_eq!(begun, [(sound, "zhangs"), (letters, "zhangs"), (sound, "szhang"), (letters, "szhang")]);
    assert_eq!(Sought::read("z s").unwrap().beginnings().len(), 2, "two letters keep their order");
    assert_eq!(Sought::read("13900001301").unwrap().beginnings(), []);
}

#[test]
fn a_long_run_of_characters_is_found_from_any_of_them_on() {
    let name = "阿卜杜拉·买买提";
    for typed in ["卜杜拉买买提", "杜拉买买", "拉·买买提", "买买提", "提"] {
        assert!(finds(typed, name), "{typed}");
    }
    for typed in ["卜杜拉买买买", "杜拉提", "买买提阿卜"] {
        assert!(!finds(typed, name), "{typed}");
    }
}

#[test]
fn of_a_given_name_alone_whole_syllables_find() {
    for typed in ["xiao", "xiaom", "xm", "wangxm", "wxiaom", "wangxiaomi"] {
        assert!(finds(typed, "王小明"), "{typed}");
    }
    for typed in ["xia", "xiaomi", "ming", "wxiaomi"] {
        assert!(!finds(typed, "王小明"), "{typed}");
    }
}

#[test]
fn one_letter_of_a_name_is_compared_and_the_other_parts_are_looked_up() {
    for (typed, name) in [
        ("张s", "张三"),
        ("张 s", "张三"),
        ("张san", "张三"),
        ("张sf", "张三丰"),
        ("单 x", "单雄信"),
        ("欧阳n", "欧阳娜娜"),
        ("尉迟x", "尉迟小恭"),
        ("长孙 w", "长孙无忌"),
        ("kennedy f", "John F Kennedy"),
        ("kennedy john f", "John F Kennedy"),
        ("kennedy j", "John F Kennedy"),
        ("f kennedy", "John F Kennedy"),
        ("zhang s", "石章"),
    ] {
        assert!(finds(typed, name), "{name} by {typed}: {:?}", find_words(name));
    }
    for (typed, name) in [
        ("张s", "张明"),
        ("张s", "李三"),
        ("张 x", "张三"),
        ("kennedy x", "John F Kennedy"),
        ("kennedy john x", "John F Kennedy"),
        ("smith f", "John F Kennedy"),
    ] {
        assert!(!finds(typed, name), "{name} by {typed}");
    }
    let sought = Sought::read("张s").unwrap();
    assert_eq!(sought.way(&Row::of("张三").kept()), Some(1), "by its sound, and paged as a beginning is");
    assert_eq!(sought.words(), ["张s", "张"]);
    assert_eq!(Sought::read("kennedy john f").unwrap().words(), ["kennedyjohnf", "kennedy", "john"]);
    assert_eq!(Sought::read("z s").unwrap().words(), ["zs"]);
}

proptest! {
    #[test]
    fn every_run_of_characters_of_a_name_finds_it(name in "[王李乐单曾吕欧阳小明娜行长重]{2,6}(·[买提阿里]{1,4})?", at in 0_usize..9, length in 1_usize..9) {
        let characters: Vec<char> = name.chars().filter(|c| *c != '·').collect();
        let at = at.min(characters.len() - 1);
        let typed: String = characters.iter().skip(at).take(length).collect();
        prop_assert!(finds(&typed, &name), "{} by {}", name, typed);
    }

    #[test]
    fn whoever_is_found_has_a_way_and_its_beginning_or_a_word_of_it(name in "[王李单曾小明娜]{2,4}|[A-C][a-c]{1,4}( [A-C][a-c]{0,4}){1,2}", typed in "[a-z]{2,6}|[王李单曾小明娜]{1,3}|[王李单曾小明娜]{1,2} ?[a-z]{1,3}|[a-c]{1,4}( [a-c]{1,4}){1,2}") {
        let (row, sought) = (Row::of(&name), Sought::read(&typed).unwrap());
        let kept = row.kept();
        match sought.way(&kept) {
            Some(way) => match sought.beginnings().get(way) {
                Some(one) => prop_assert!(kept.place(one.order).starts_with(&one.prefix)),
                None => prop_assert!(sought.words().iter().any(|word| row.words.contains(word))),
            },
            None => prop_assert!(!sought.finds(&kept)),
        }
    }

    #[test]
    fn the_first_character_and_the_next_letter_find_a_name(name in "[王李单曾小明娜]{2,4}", space in " ?") {
        let first: String = name.chars().take(1).collect();
        let (of_first, of_all) = (sounds(&first).0, sounds(&name).0);
        // A character that is read otherwise before the others than alone is found by its own sound only.
        if let Some(letter) = of_all.strip_prefix(&of_first).and_then(|rest| rest.chars().next()) {
            let typed = format!("{first}{space}{letter}");
            prop_assert!(finds(&typed, &name), "{} by {}", name, typed);
        }
    }
}
