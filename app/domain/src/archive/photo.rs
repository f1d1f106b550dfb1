//! 照片: which of an archive's files is the pupil's photograph, wherever it was filed. A scan of a paper is a picture, too, and often called
//! one («户口簿照片»): what stands on a student card has to say that it is the pupil's.

use super::category::Category;

/// What a photograph of a person is called, and nothing else.
const NAMES: [&str; 10] =
    ["照片", "相片", "证件照", "登记照", "学籍照", "免冠照", "寸照", "大头照", "照", "头像"];
/// Whose it is and how it was taken: what may stand around the name.
const AROUND: [&str; 29] = [
    "学生", "本人", "个人", "学籍", "入学", "新生", "报名", "毕业", "近期", "最近", "标准", "电子", "免冠",
    "正面", "半身", "彩色", "黑白", "一寸", "二寸", "两寸", "小", "大", "白底", "蓝底", "红底", "学年",
    "年级", "的", "用",
];

/// Whether a file is the pupil's photograph: a picture under the basic information that says 照片, or one under any other category that
/// says nothing else.
pub fn is_photo(category: Category, title: &str, format: &str) -> bool {
    let picture = format != "pdf";
    picture && (category == Category::Basic && title.contains("照片") || names_a_photo(title))
}

/// Whether a title says that the file is a photograph of a person, and nothing besides.
fn names_a_photo(title: &str) -> bool {
    // Numbers say which year or which size, signs nothing.
    let mut rest: String = title.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).collect();
    for year in ["年", "月", "日", "寸"] {
        if title.chars().any(|c| c.is_ascii_digit()) {
            rest = rest.replace(year, "");
        }
    }
    loop {
        if NAMES.contains(&rest.as_str()) {
            return true;
        }
        let before = rest.len();
        for word in AROUND {
            if let Some(less) = rest.strip_prefix(word).or_else(|| rest.strip_suffix(word)) {
                rest = less.to_owned();
            }
        }
        if rest.len() == before {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn article_24_a_photograph_is_found_wherever_it_was_filed() {
        let found = [
            "照片",
            "学生照片",
            "学生近期免冠照片",
            "一寸照",
            "1寸照片",
            "2026年入学照片",
            "证件照（白底）",
            "小二寸彩色照片",
            "本人证件照",
            "电子照片2",
            "学籍照",
        ];
        for title in found {
            for category in Category::ALL {
                assert!(is_photo(category, title, "jpg"), "{title}");
            }
            assert!(!is_photo(Category::Proofs, title, "pdf"), "{title}");
        }
    }

    #[test]
    fn article_24_a_picture_of_a_paper_is_no_photograph_of_the_pupil() {
        for title in [
            "户口簿照片",
            "身份证照片",
            "奖状照片",
            "合影",
            "病历拍照",
            "监护人照片",
            "班级合照",
            "体检表",
            "",
        ] {
            assert!(!is_photo(Category::Proofs, title, "jpg"), "{title}");
        }
        // Under the basic information it is what the school calls it, as before.
        assert!(is_photo(Category::Basic, "张三的照片", "png"));
        assert!(!is_photo(Category::Basic, "户口簿", "png"));
    }

    proptest! {
        #[test]
        fn a_title_of_any_kind_is_read_to_its_end(title in "\\PC{0,60}") {
            let _ = is_photo(Category::Awards, &title, "png");
            let called = format!("学生{title}照片");
            prop_assert!(!is_photo(Category::Awards, &called, "pdf"));
        }
    }
}
