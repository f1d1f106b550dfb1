//! Short forms of values (简称) that people write instead of the label. Only what cannot be meant otherwise is here.

use super::{CodeList, Country};

/// The wire code of a short form, in the canonical form of a choice.
pub(super) fn short_form(list: CodeList, cell: &str) -> Option<&'static str> {
    let forms: &[(&str, &[&str])] = match list {
        CodeList::Sex => &[("1", &["男性", "男生", "男孩"]), ("2", &["女性", "女生", "女孩"])],
        CodeList::YesNo => &[
            ("1", &["Y", "y", "YES", "Yes", "yes", "√", "✓", "✔", "有", "对"]),
            ("0", &["N", "n", "NO", "No", "no", "×", "✗", "✘", "无", "没有", "不是"]),
        ],
        CodeList::Country => return country(cell),
        CodeList::Nationality => {
            let none: &[(&str, &[&str])] =
                &[("XXA", &["无国籍人", "无国籍者"]), ("ZZZ", &["不详", "国籍不明", "无国籍或不详"])];
            return country(cell).or_else(|| among(none, cell));
        }
        CodeList::DocumentKind => &[
            ("1", &["身份证", "二代身份证", "第二代身份证", "居民身份证号", "公民身份证"]),
            ("8", &["台胞证", "台湾居民来往大陆通行证(台胞证)"]),
            ("9", &["外国人永久居留身份证", "外国人永久居留证"]),
            ("C", &["港澳居民居住证", "台湾居民居住证", "港澳台居民居住证(居住证)"]),
            ("Z", &["没有证件", "无证件", "其他"]),
        ],
        CodeList::HmtStatus => &[
            ("00", &["无", "不是", "非港澳台侨外"]),
            ("01", &["香港"]),
            ("03", &["澳门"]),
            ("05", &["台湾"]),
        ],
        CodeList::PoliticalStatus => {
            &[("01", &["党员"]), ("03", &["团员"]), ("91", &["少先队", "中国少年先锋队队员"])]
        }
        CodeList::Health => &[
            ("10", &["健康", "良好"]),
            ("20", &["一般", "较弱"]),
            ("30", &["慢性病"]),
            ("40", &["生理缺陷"]),
        ],
        CodeList::HukouKind => &[
            ("1", &["农业", "农村", "农村户口", "农业家庭户口", "农业家庭户", "农业集体户口"]),
            (
                "2",
                &["城镇", "城镇户口", "非农业", "非农", "非农业家庭户口", "非农业家庭户", "非农业集体户口"],
            ),
            ("3", &["家庭户口", "家庭户", "居民", "居民户口", "居民家庭户", "统一居民户口"]),
            ("4", &["集体户口", "集体户", "居民集体户"]),
        ],
        CodeList::EntryMode => &[("11", &["就近"])],
        CodeList::AttendanceMode => &[
            ("1", &["走读生"]),
            ("2", &["住宿", "寄宿", "住校生", "住宿生", "寄宿生"]),
            ("3", &["送教", "送教到家"]),
        ],
        CodeList::PupilSource => &[("1", &["正常"])],
        CodeList::LeftBehind => {
            &[("0", &["否", "无", "不是", "非留守", "非"]), ("1", &["单亲留守"]), ("2", &["双亲留守"])]
        }
        CodeList::InclusiveSchooling => &[("0", &["否", "无", "不是", "非"])],
        CodeList::Disability => &[("0", &["无", "没有", "否", "健全"])],
        CodeList::CommuteMode => &[
            ("2", &["自行车", "摩托车", "电动自行车", "电动车"]),
            ("3", &["公共交通", "公交", "公交车", "地铁"]),
            ("4", &["家长接送"]),
        ],
        CodeList::Kinship => &[
            ("51", &["父", "爸爸", "父子", "父女"]),
            ("52", &["母", "妈妈", "母子", "母女"]),
            ("60", &["祖父", "祖母", "外祖父", "外祖母", "爷爷", "奶奶", "外公", "外婆", "姥爷", "姥姥"]),
            ("70", &["哥哥", "姐姐", "弟弟", "妹妹", "兄", "姐", "弟", "妹"]),
        ],
        // 汉 for 汉族.
        CodeList::Ethnicity => {
            let same =
                |(_, label): &&(&str, &str)| label.strip_suffix('族').is_some_and(|short| short == cell);
            return super::options(list).iter().find(same).map(|(code, _)| *code);
        }
        CodeList::WrittenLanguage => &[
            ("ug", &["维文"]),
            ("kk-Arab", &["哈文"]),
            ("ky-Arab", &["柯文"]),
            ("mn-Mong", &["蒙文"]),
            ("ko", &["朝文", "韩文"]),
        ],
        CodeList::Grade => &[],
    };
    among(forms, cell)
}

fn among(forms: &[(&'static str, &[&str])], cell: &str) -> Option<&'static str> {
    forms.iter().find(|(_, forms)| forms.contains(&cell)).map(|(code, _)| *code)
}

/// A country by its two letters, or by another name than the standard's short one.
fn country(cell: &str) -> Option<&'static str> {
    let names: &[(&str, &[&str])] = &[
        ("CHN", &["中华人民共和国", "中国大陆", "中国内地"]),
        ("HKG", &["香港", "中国香港特别行政区", "香港特别行政区"]),
        ("MAC", &["澳门", "中国澳门特别行政区", "澳门特别行政区"]),
        ("TWN", &["台湾", "中国台湾省", "台湾省"]),
        ("ARE", &["阿拉伯联合酋长国"]),
        ("BES", &["博奈尔、圣尤斯特歇斯和萨巴"]),
        ("BIH", &["波斯尼亚和黑塞哥维那"]),
        ("BVT", &["布维岛"]),
        ("CAF", &["中非共和国"]),
        ("COD", &["刚果民主共和国", "民主刚果"]),
        ("COG", &["刚果共和国"]),
        ("CZE", &["捷克共和国"]),
        ("DOM", &["多米尼加共和国"]),
        ("FLK", &["马尔维纳斯群岛", "福克兰群岛"]),
        ("FSM", &["密克罗尼西亚"]),
        ("GBR", &["大不列颠及北爱尔兰联合王国", "联合王国"]),
        ("GGY", &["根西"]),
        ("IMN", &["曼岛"]),
        ("IRN", &["伊朗伊斯兰共和国"]),
        ("JEY", &["泽西"]),
        ("KOR", &["大韩民国"]),
        ("LAO", &["老挝人民民主共和国"]),
        ("MKD", &["马其顿"]),
        ("MNG", &["蒙古国"]),
        ("PRK", &["朝鲜民主主义人民共和国"]),
        ("PSE", &["巴勒斯坦国"]),
        ("RUS", &["俄罗斯联邦"]),
        ("SAU", &["沙特"]),
        ("SWZ", &["埃斯瓦蒂尼"]),
        ("TLS", &["东帝汶民主共和国"]),
        ("TZA", &["坦桑尼亚联合共和国"]),
        ("USA", &["美利坚合众国"]),
        ("VAT", &["梵蒂冈城国"]),
        ("VEN", &["委内瑞拉玻利瓦尔共和国"]),
        ("VNM", &["越南社会主义共和国"]),
    ];
    // `NA` and `NO` mostly are no countries in a cell: not available, none.
    let code = Some(cell.to_ascii_uppercase()).filter(|code| !["NA", "NO"].contains(&code.as_str()));
    among(names, cell).or_else(|| Country::from_alpha_2(&code?).map(Country::code))
}
