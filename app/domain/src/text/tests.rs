use super::finding::finds;
use super::*;
use proptest::prelude::*;

fn first_grade() -> Vec<String> {
    ["1", "一", "小一", "小学一"].map(str::to_owned).to_vec()
}

fn class(text: &str) -> String {
    class_name(text, &first_grade()).text
}

#[test]
fn case_14_format_characters_are_taken_out_everywhere() {
    for hidden in [
        '\u{200B}',
        '\u{FEFF}',
        '\u{202D}',
        '\u{2068}',
        '\u{AD}',
        '\u{200E}',
        '\u{2060}',
        '\u{E0020}',
        '\u{FE0F}',
    ] {
        let typed = |text: &str| text.chars().flat_map(|c| [hidden, c]).chain([hidden]).collect::<String>();
        assert_eq!(identifier(&typed("320102202002014296")).text, "320102202002014296", "{hidden:?}");
        assert_eq!(name(&typed("隐名甲")).text, "隐名甲");
        assert_eq!(class(&typed("1班")), "1班");
        assert_eq!(telephone(&typed("13900000446")).text, "13900000446");
        assert_eq!(words(&typed("第一行\n第二行")).text, "第一行\n第二行");
        assert_eq!(name(&typed("隐名甲")).changed, [Changed::Invisible]);
        assert_eq!(choice(&typed("1-男")).text, "1-男");
    }
    assert_eq!(identifier("'320102202002074416").text, "320102202002074416");
    assert_eq!(identifier("\u{A0}320102202002054378").text, "320102202002054378");
    let address = address("文昌巷9号\n101室");
    assert_eq!(
        (address.text.as_str(), address.told().as_str()),
        ("文昌巷9号 101室".replace(' ', "").as_str(), "去掉多余的空格或换行")
    );
    assert_eq!(name("  张三 ").changed, [], "what is trimmed at the ends is not worth a word");
}

#[test]
fn case_15_radicals_old_codes_and_compatibility_ideographs_are_the_ordinary_characters() {
    for (typed, kept) in [
        ("\u{2F45}\u{2F42}甲", "方文甲"),
        ("\u{F9F4}一新", "林一新"),
        ("李\u{E863}", "李䶮"),
        ("王\u{FA0E}", "王\u{FA0E}"),
        ("⻅⻓⺠", "见长民"),
        ("\u{E81E}\u{E816}", "\u{9FB4}\u{20087}"),
        ("張\u{E0100}三", "張三"),
    ] {
        assert_eq!(name(typed).text, kept);
        assert_eq!(line(typed).text, kept);
        assert_eq!(query(typed).text, kept);
    }
    assert_eq!(name("李\u{E863}").told(), "旧编码的字改为标准编码");
    assert_eq!(name("\u{F9F4}一新").told(), "部首符号或兼容字改为相应的汉字");
    // The table is complete and leads nowhere outside Unicode.
    let from = tables::PRIVATE.iter().map(|(from, _)| u32::from(*from));
    assert!((0xE815..=0xE864).all(|code| from.clone().any(|known| known == code)));
    for table in [tables::PRIVATE, tables::RADICALS] {
        assert!(table.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(table.iter().all(|(_, to)| !matches!(u32::from(*to), 0xE000..=0xF8FF)));
    }
}

#[test]
fn every_dot_of_a_minority_name_is_one_dot() {
    for dot in "·•・･‧∙⋅●．.。∘".chars() {
        assert_eq!(name(&format!("阿卜杜拉{dot}买买提")).text, "阿卜杜拉·买买提", "{dot}");
        assert_eq!(name(&format!(" 阿卜杜拉 {dot} 买买提")).text, "阿卜杜拉·买买提", "{dot}");
    }
    assert_eq!(name("J. R. Smith").text, "J. R. Smith", "a full stop between Latin letters is one");
    assert_eq!(name("O’Neil – Ｍary　 Ann 李").text, "O'Neil - Mary Ann李");
    assert_eq!(name("Nguye\u{302}\u{303}n  Anh").text, "Nguyễn Anh");
}

#[test]
fn numbers_lose_their_brackets_and_nothing_else() {
    assert_eq!(identifier("a123456（7）").text, "A1234567");
    assert_eq!(identifier("１１０１０５ 19491231 002ｘ").text, "11010519491231002X");
    assert_eq!(identifier("11010519491231002×").text, "11010519491231002X");
    assert_eq!(identifier("E1-2").text, "E1-2");
    assert_eq!(compact("２０２０年 ３月—１日").text, "2020年3月-1日");
}

#[test]
fn case_13_plus_86_is_taken_off_and_numbers_abroad_are_kept() {
    for (typed, kept) in [
        ("+8613900001301", "13900001301"),
        ("0086-13900001302", "13900001302"),
        ("8613900001302", "13900001302"),
        ("139 0000 1302", "13900001302"),
        ("+852 9123 4567", "+85291234567"),
        ("00853-66123456", "+85366123456"),
        ("+1 415 555 0132", "+14155550132"),
        ("＋44 (0)20 7946 0958", "+442079460958"),
        ("025-83111111", "025-83111111"),
        ("（025）83111111", "025-83111111"),
        ("02583111111", "025-83111111"),
        ("0310 1234567", "0310-1234567"),
        ("+86 25 8311 1111", "025-83111111"),
        ("+86 (0)25 8311 1111", "025-83111111"),
    ] {
        let read = telephone(typed);
        assert_eq!(read.text, kept);
        assert!(super::telephone::is_telephone(&read.text), "{typed}");
    }
    for typed in
        ["10000000000", "1390000130", "852-9123", "无", "13900001301/13900001302", "83111111", "+123", ""]
    {
        assert!(!super::telephone::is_telephone(&telephone(typed).text), "{typed}");
    }
    assert_eq!(telephone("+8613900001301").told(), "去掉国际区号 +86");
    assert_eq!(telephone("13900001301").changed, []);
}

#[test]
fn case_20_a_class_has_one_name_in_its_grade() {
    for typed in [
        "一（7）班",
        "一(7)班",
        "7班",
        "７班",
        "07班",
        "7 班",
        "7",
        "⑦班",
        "(7)班",
        "第7班",
        "七班",
        "一年级7班",
        "一年级（7）班",
        "小学一年级(7)班",
        "1-7",
        "1-7班",
        "1(7)班",
        "一7班",
        "小一（七）班",
        "【7】班",
        "一年级(7班)",
        "1年7班",
        "7\u{200B}班",
    ] {
        assert_eq!(class(typed), "7班", "{typed}");
    }
    for (typed, kept) in [
        ("1班", "1班"),
        ("一班", "1班"),
        ("11班", "11班"),
        ("十二班", "12班"),
        ("二十班", "20班"),
        ("a班", "A班"),
        ("实验班", "实验班"),
        ("二（7）班", "二(7)班"),
        ("2-7", "2-7"),
        ("101班", "101班"),
        ("2026级7班", "2026级7班"),
        ("1 7班", "7班"),
        ("0班", "0班"),
        ("国际部1班", "国际部1班"),
        ("", ""),
    ] {
        assert_eq!(class(typed), kept, "{typed}");
    }
    assert_eq!(class_name("一（7）班", &[]).text, "一(7)班", "of an unknown grade nothing is taken off");
    assert!(class_name("一（7）班", &first_grade()).told().contains("班级改为统一写法"));
}

/// The names of the case and how one looks for them.
#[test]
fn case_40_names_are_found_by_what_people_type() {
    for (kept, typed) in [
        ("单雄信", "shanxiongxin sxx shan shanx danxiongxin dxx"),
        ("曾国安", "zengguoa zga ceng zguoan"),
        ("仇小天", "qiuxiaotian qxt chouxiaotian cxt"),
        ("解明镜", "xiemingjing xmj jiemingjing jmj"),
        ("查小文", "zhaxiaowen zxw cha cxw"),
        ("尉迟小恭", "yuchixiaogong ycxg weichi wcxg ycxiaogong xiaogong"),
        ("区一新", "ouyixin oyx quyixin qyx"),
        ("乐正天", "yuezhengtian yzt lezhengtian lzt"),
        ("王𠅤", "wangxi wx"),
        ("李䶮", "liyan ly"),
        ("陈㛃", "chenjie cj"),
        ("赵𬱖", "zhaodi zd"),
        ("钱𰻝", "qianbiang qb"),
        ("吕旅", "lvlv lulu lyulyu ll"),
        ("张三", "zhangsan zs zhangs zsan san 张三 三 张"),
        ("欧阳娜娜", "ouyangnana oynn nana ouyangnn"),
    ] {
        for typed in typed.split(' ') {
            assert!(finds(typed, kept), "{kept} by {typed}: {:?}", find_words(kept));
        }
        assert!(!finds("xyz", kept), "{kept}");
    }
    for (kept, typed) in [
        ("张三", "zhang s|zhang san|ZHANG SAN|Zhang San|z s|张 三|张　三|张san|san zhang|z san"),
        (
            "阿卜杜拉·买买提",
            "阿卜杜拉|买买提|买买提 阿卜杜拉|买买提·阿卜杜拉|阿卜杜拉买买提|阿卜杜拉•买买提|maimaiti|abudula maimaiti|mmt|abdlmmt|杜拉",
        ),
        (
            "Mohammed Abdul Rahman Al-Hussein Bin Khalid",
            "khalid mohammed|Abdul|al-hussein|alhussein|hussein|rahman abdul|KHALID",
        ),
        ("Nguyễn Thị Ánh", "nguyen|Nguyễn|anh nguyen|nguyenthianh|thi anh"),
        ("O'Brien-Müller", "obrien|o'brien|O’Brien|muller|müller|brien-muller"),
        ("SMITH, JOHN", "john smith|Smith|smith john|johnny"),
        ("Łukasz Żółć", "lukasz|zolc|Żółć"),
        ("朴준영", "朴|준영|piao|朴준영"),
    ] {
        for typed in typed.split('|') {
            let wanted = !matches!(typed, "johnny" | "brien-muller");
            assert_eq!(finds(typed, kept), wanted, "{kept} by {typed}: {:?}", find_words(kept));
        }
    }
    assert_eq!(sounds("单雄信"), ("shanxiongxin".to_owned(), "sxx".to_owned()));
    assert_eq!(sounds("吕梅"), ("lvmei".to_owned(), "lm".to_owned()));
    assert_eq!(sounds("Anna李"), ("annali".to_owned(), "al".to_owned()));
}

#[test]
fn too_short_is_said_only_when_it_is() {
    for typed in ["", " ", "z", "Z", "1", "1234", "-", "'", "\u{200B}", "·"] {
        assert_eq!(Sought::read(typed), None, "{typed:?}");
    }
    for typed in ["张", "zs", "z s", "zhang s", "준", "E1234567", "12345", "002014296", "〇"] {
        assert!(Sought::read(typed).is_some(), "{typed}");
    }
    let number = Sought::read(" g320102202002014296").unwrap();
    assert_eq!(number.student_number.as_deref(), Some("G320102202002014296"));
    let tail = Sought::read("01429x").unwrap();
    assert_eq!(tail.tail.as_deref(), Some("01429X"));
    let phone = Sought::read("+86 139 0000 1301").unwrap();
    assert_eq!((phone.telephone.as_deref(), phone.document), (Some("13900001301"), None));
    let passport = Sought::read("e 1234567").unwrap();
    assert_eq!((passport.document.as_deref(), passport.tail), (Some("E1234567"), None));
}

/// Text as it comes: letters of every kind, signs that look alike, and what nobody sees.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,16}",
        "[张三林\u{F9F4}\u{2F45}\u{E863}阿·•・.。 \u{3000}\u{200B}\u{FEFF}'’a-zA-ZéØ\u{301}（）()0-9０-９一二七十班级年第＋+-]{0,16}",
        any::<Vec<char>>().prop_map(|characters| characters.into_iter().take(16).collect()),
    ]
}

type Kind = (&'static str, fn(&str) -> Canonical);

const KINDS: [Kind; 11] = [
    ("name", name),
    ("compact", compact),
    ("identifier", identifier),
    ("telephone", telephone),
    ("address", address),
    ("line", line),
    ("words", words),
    ("electronic", electronic),
    ("choice", choice),
    ("query", query),
    ("class", |text| class_name(text, &first_grade())),
];

#[test]
fn a_mark_that_is_written_otherwise_is_one_mark() {
    for typed in ["a\u{374}b", "a\u{2B9}b", "a\u{1FEF}b", "a\u{1FFD}b"] {
        assert_eq!(name(typed).text, "a'b", "{typed:?}");
        assert_eq!(name(&name(typed).text).changed, []);
    }
    assert_eq!(name("a\u{207B}b").text, "a-b");
}

#[test]
fn pictures_that_no_font_has_do_not_get_into_words() {
    for (typed, kept) in [
        ("家长同意\u{1F44D}\u{1F3FB}，谢谢\u{1F600}", "家长同意，谢谢"),
        ("第一行\n\u{2764}\u{FE0F}第二行\u{7}", "第一行\n第二行"),
        ("□ 已核 √ ①→②", "□ 已核 √ ①→②"),
        ("\u{E000}\u{2EBF0}", "\u{E000}\u{2EBF0}"),
    ] {
        let canonical = words(typed);
        assert_eq!(canonical.text, kept);
        assert_eq!(
            canonical.changed.contains(&Changed::Picture),
            typed.contains(['\u{1F600}', '\u{7}']),
            "{typed}"
        );
    }
    assert_eq!(line("\u{1F3EB}第一小学").text, "第一小学");
}

#[test]
fn article_28_a_name_in_another_script_is_found_by_its_parts_without_capitals() {
    for (name, typed) in [
        ("Дорж Бат-Эрдэнэ", "дорж"),
        ("Дорж Бат-Эрдэнэ", "эрдэнэ дорж"),
        ("Νίκος Παπάς", "νίκος"),
        ("山田さくら", "さくら"),
        ("김민준", "김민준"),
        ("Đặng Văn Ánh", "anh dang"),
    ] {
        assert!(finds(typed, name), "{typed} finds {name}");
    }
    assert!(!finds("дор жа", "Дорж Бат-Эрдэнэ"));
}

proptest! {
    #[test]
    fn what_is_canonical_stays_and_nothing_is_told_of_it(text in typed()) {
        for (kind, canonical) in KINDS {
            let once = canonical(&text);
            let twice = canonical(&once.text);
            prop_assert_eq!(&twice.text, &once.text, "{} of {:?}", kind, text);
            prop_assert_eq!(&twice.changed, &[], "{} of {:?}", kind, text);
            prop_assert!(!once.text.chars().any(steps::is_invisible), "{} of {:?}", kind, text);
            // Nothing is changed in silence but the ends.
            prop_assert!(!once.changed.is_empty() || once.text == text.trim(), "{} of {:?}", kind, text);
        }
    }

    #[test]
    fn two_really_different_names_stay_two(one in "[一-龥𠮷𬱖]{1,6}(·[一-龥]{1,6})?", other in "[一-龥𠮷𬱖]{1,6}(·[一-龥]{1,6})?") {
        // Each is canonical already: no two ideographs of the basic block are one.
        prop_assert_eq!(&name(&one).text, &one);
        prop_assert_eq!(name(&one).text == name(&other).text, one == other);
        prop_assert_eq!(name_key(&one) == name_key(&other), one == other);
    }

    #[test]
    fn two_really_different_numbers_stay_two(one in "[0-9A-Z]{5,20}", other in "[0-9A-Z]{5,20}") {
        prop_assert_eq!(identifier(&one).text == identifier(&other).text, one == other);
    }

    #[test]
    fn two_classes_of_a_grade_stay_two(one in 1_u32..60, other in 1_u32..60) {
        let ways = |n: u32| [format!("{n}班"), format!("一（{n}）班"), format!("{n:02} 班"), format!("小学一年级{n}班")];
        for (a, b) in ways(one).iter().zip(ways(other).iter().rev()) {
            prop_assert_eq!(class(a) == class(b), one == other, "{} {}", a, b);
        }
    }

    #[test]
    fn a_name_is_found_by_each_of_its_own_ways(text in "[一-龥]{2,4}|[A-Z][a-z]{1,9}( [A-Z][a-z]{1,9}){1,3}|[一-龥]{1,5}·[一-龥]{1,5}") {
        let (full, initials) = sounds(&text);
        let reversed: Vec<&str> = text.split([' ', '·']).rev().collect();
        for typed in [text.clone(), full, initials, reversed.join(" ")] {
            // A character without pinyin has no letters.
            prop_assert!(typed.len() < 2 || finds(&typed, &text), "{} by {}: {:?}", text, typed, find_words(&text));
        }
    }
}
