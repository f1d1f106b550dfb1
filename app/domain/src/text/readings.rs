//! How names are read aloud (姓名读音): the reading of a surname before the usual one of its character, and the other readings of
//! characters that names are made of.

use super::steps::is_han;
use pinyin::ToPinyin;

/// Surnames whose reading as a name comes first, and others by which people look for them.
#[rustfmt::skip]
const SURNAMES: &[(&str, &str)] = &[
    ("单", "shan"), ("曾", "zeng"), ("仇", "qiu"), ("解", "xie"), ("查", "zha"), ("区", "ou"), ("乐", "yue"), ("朴", "piao"),
    ("翟", "zhai"), ("盖", "ge"), ("缪", "miao"), ("覃", "qin"), ("员", "yun"), ("贠", "yun"), ("祭", "zhai"), ("繁", "po"),
    ("秘", "bi"), ("种", "chong"), ("黑", "he"), ("折", "she"), ("召", "shao"), ("洗", "xian"), ("冼", "xian"), ("能", "nai"),
    ("佴", "nai"), ("宿", "su"), ("车", "che"), ("卜", "bu"), ("柏", "bai"), ("薄", "bo"), ("郗", "xi"), ("郇", "xun"),
    ("隗", "wei"), ("句", "gou"), ("乜", "nie"), ("宓", "mi"), ("俞", "yu"), ("於", "yu"), ("沈", "shen"), ("谌", "chen"),
    ("贾", "jia"), ("便", "pian"), ("钭", "tou"), ("炅", "gui"), ("盛", "sheng"), ("谷", "gu"), ("蔚", "yu"), ("牟", "mou"),
    ("莘", "shen"), ("郄", "qie"), ("呙", "guo"), ("厍", "she"), ("任", "ren"), ("尉", "wei"), ("纪", "ji"), ("那", "na"),
    ("褚", "chu"), ("葛", "ge"), ("殷", "yin"), ("强", "qiang"), ("应", "ying"), ("曲", "qu"), ("长", "chang"), ("逄", "pang"),
    ("相", "xiang"), ("幺", "yao"), ("訾", "zi"), ("臧", "zang"), ("阚", "kan"), ("撒", "sa"), ("哈", "ha"), ("燕", "yan"),
    ("华", "hua"), ("宁", "ning"), ("万", "wan"), ("石", "shi"), ("过", "guo"), ("干", "gan"), ("重", "chong"), ("仉", "zhang"),
    ("尉迟", "yu chi"), ("万俟", "mo qi"), ("单于", "chan yu"), ("长孙", "zhang sun"), ("澹台", "tan tai"), ("令狐", "ling hu"),
    ("宇文", "yu wen"), ("欧阳", "ou yang"), ("司马", "si ma"), ("上官", "shang guan"), ("诸葛", "zhu ge"), ("皇甫", "huang fu"),
    ("慕容", "mu rong"), ("夏侯", "xia hou"), ("东方", "dong fang"), ("独孤", "du gu"), ("南宫", "nan gong"), ("公孙", "gong sun"),
    ("轩辕", "xuan yuan"), ("端木", "duan mu"), ("百里", "bai li"), ("呼延", "hu yan"), ("赫连", "he lian"), ("钟离", "zhong li"),
    ("濮阳", "pu yang"), ("太史", "tai shi"), ("申屠", "shen tu"), ("公冶", "gong ye"), ("宗政", "zong zheng"), ("淳于", "chun yu"),
    ("拓跋", "tuo ba"), ("闾丘", "lv qiu"), ("鲜于", "xian yu"), ("亓官", "qi guan"), ("司徒", "si tu"), ("司空", "si kong"),
    ("谷梁", "gu liang"), ("哥舒", "ge shu"), ("纳兰", "na lan"), ("那拉", "na la"), ("叶赫", "ye he"), ("南门", "nan men"),
    ("西门", "xi men"), ("东郭", "dong guo"), ("左丘", "zuo qiu"), ("第五", "di wu"), ("乐正", "yue zheng"),
];

/// Characters with more than one reading in names, the usual one left out.
#[rustfmt::skip]
const OTHERS: &[(char, &[&str])] = &[
    ('乐', &["yue", "le"]), ('行', &["hang", "xing"]), ('重', &["zhong", "chong"]), ('长', &["zhang", "chang"]), ('朝', &["zhao", "chao"]),
    ('传', &["zhuan", "chuan"]), ('茜', &["xi", "qian"]), ('晟', &["cheng", "sheng"]), ('盛', &["cheng", "sheng"]), ('曾', &["ceng", "zeng"]),
    ('单', &["dan", "chan"]), ('解', &["jie"]), ('仇', &["chou"]), ('查', &["cha"]), ('区', &["qu"]), ('朴', &["pu", "piao"]),
    ('会', &["kuai", "hui"]), ('参', &["can", "shen"]), ('省', &["xing", "sheng"]), ('娜', &["nuo", "na"]), ('那', &["nuo", "na"]),
    ('柏', &["bo", "bai"]), ('都', &["dou", "du"]), ('藏', &["cang", "zang"]), ('勒', &["lei", "le"]), ('角', &["jue", "jiao"]),
    ('觉', &["jiao", "jue"]), ('校', &["jiao", "xiao"]), ('车', &["ju", "che"]), ('奇', &["ji", "qi"]), ('颉', &["xie", "jie"]),
    ('伽', &["qie", "jia", "ga"]), ('阿', &["e", "a"]), ('炅', &["gui", "jiong"]), ('浚', &["xun", "jun"]), ('蔚', &["yu", "wei"]),
    ('靓', &["liang", "jing"]), ('莘', &["shen", "xin"]), ('莞', &["guan", "wan"]), ('翟', &["di", "zhai"]), ('覃', &["tan", "qin"]),
    ('缪', &["mou", "miu"]), ('盖', &["gai"]), ('尉', &["yu", "wei"]), ('员', &["yuan"]), ('万', &["mo", "wan"]), ('俞', &["shu", "yu"]),
    ('沈', &["chen", "shen"]), ('贾', &["gu", "jia"]), ('谷', &["yu", "gu"]), ('隗', &["kui", "wei"]), ('郗', &["chi", "xi"]),
    ('牟', &["mu", "mou"]), ('卜', &["bo", "bu"]), ('薄', &["bao", "bo"]), ('葛', &["ge"]), ('谌', &["shen", "chen"]), ('石', &["dan", "shi"]),
    ('宿', &["xiu", "su"]), ('洗', &["xi"]), ('种', &["zhong"]), ('折', &["zhe"]), ('召', &["zhao"]), ('黑', &["hei"]), ('秘', &["mi"]),
    ('繁', &["fan"]), ('祭', &["ji"]), ('能', &["neng"]), ('佴', &["er"]), ('郄', &["xi"]), ('叶', &["xie", "ye"]), ('褚', &["zhu", "chu"]),
    ('句', &["ju"]), ('便', &["bian"]), ('强', &["jiang", "qiang"]), ('华', &["hua"]), ('宓', &["fu", "mi"]), ('南', &["nan"]),
];

/// The readings of each character of a name of Han characters, the first one first; a character without any is left out.
pub(super) fn readings(name: &str, with_surname: bool) -> Vec<Vec<String>> {
    let surname = if with_surname { surname(name) } else { None };
    let as_surname: Vec<&str> = surname.map(|(_, sound)| sound.split(' ').collect()).unwrap_or_default();
    let usual = name.chars().zip(name.to_pinyin());
    usual
        .enumerate()
        .map(|(at, (character, usual))| {
            let mut sounds: Vec<String> = Vec::new();
            let others =
                OTHERS.iter().find(|(other, _)| *other == character).map_or(&[][..], |(_, others)| *others);
            let usual = usual.map(pinyin::Pinyin::plain);
            for sound in as_surname.get(at).copied().into_iter().chain(usual).chain(others.iter().copied()) {
                for spelt in spellings(sound) {
                    if !sounds.contains(&spelt) {
                        sounds.push(spelt);
                    }
                }
            }
            sounds
        })
        .filter(|sounds| !sounds.is_empty())
        .collect()
}

/// How many characters the surname has, if the name is longer than it.
pub(super) fn surname_length(name: &str) -> usize {
    surname(name).map_or(1, |(length, _)| length)
}

fn surname(name: &str) -> Option<(usize, &'static str)> {
    let characters = name.chars().count();
    let long = |(surname, sound): &(&str, &'static str)| {
        let length = surname.chars().count();
        (name.starts_with(surname) && (length == 1 || characters > length)).then_some((length, *sound))
    };
    SURNAMES.iter().filter_map(long).max_by_key(|(length, _)| *length)
}

/// ü as keyboards have it: v, u, and yu as in passports.
fn spellings(sound: &str) -> Vec<String> {
    match sound.contains(['ü', 'v']) {
        false => vec![sound.to_owned()],
        true => ["v", "u", "yu"].iter().map(|letter| sound.replace(['ü', 'v'], letter)).collect(),
    }
}

/// Whether a text is of Han characters only.
pub(super) fn is_of_han(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_han)
}
