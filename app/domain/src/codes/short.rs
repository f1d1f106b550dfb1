//! Short forms of values (简称) that people write instead of the label. Only what cannot be meant otherwise is here.

use super::CodeList;

/// The wire code of a short form, in the canonical form of a choice.
pub(super) fn short_form(list: CodeList, cell: &str) -> Option<&'static str> {
    let forms: &[(&str, &[&str])] = match list {
        CodeList::Sex => &[("1", &["男性", "男生", "男孩"]), ("2", &["女性", "女生", "女孩"])],
        CodeList::YesNo => &[
            ("1", &["Y", "y", "YES", "Yes", "yes", "√", "✓", "✔", "有", "对"]),
            ("0", &["N", "n", "NO", "No", "no", "×", "✗", "✘", "无", "没有", "不是"]),
        ],
        CodeList::Country => &[
            ("CHN", &["中华人民共和国", "中国大陆", "中国内地"]),
            ("HKG", &["香港", "中国香港特别行政区"]),
            ("MAC", &["澳门", "中国澳门特别行政区"]),
            ("TWN", &["台湾", "中国台湾省"]),
        ],
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
        CodeList::PoliticalStatus => &[("01", &["党员"]), ("03", &["团员"])],
        CodeList::Health => &[
            ("10", &["健康", "良好"]),
            ("20", &["一般", "较弱"]),
            ("30", &["慢性病"]),
            ("40", &["生理缺陷"]),
        ],
        CodeList::HukouKind => &[
            ("1", &["农业", "农村", "农村户口", "农业家庭户口", "农业家庭户"]),
            ("2", &["城镇", "城镇户口", "非农业", "非农", "非农业家庭户口", "非农业家庭户"]),
            ("3", &["家庭户口", "居民", "居民家庭户口", "居民家庭户", "统一居民户口"]),
        ],
        CodeList::EntryMode => &[("11", &["就近"])],
        CodeList::AttendanceMode => {
            &[("1", &["走读生"]), ("2", &["住宿", "寄宿", "住校生", "住宿生", "寄宿生"])]
        }
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
        CodeList::Grade => &[],
    };
    forms.iter().find(|(_, forms)| forms.contains(&cell)).map(|(code, _)| *code)
}
