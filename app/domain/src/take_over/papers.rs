//! Files of archives that come beside a take-over (附件), known by their names: whose one is by the 学籍号 it begins with, what it is by the
//! words behind it.

use crate::archive::Category;
use crate::archive::photo::is_photo;
use crate::ident::StudentNumber;

/// How a file is named.
pub const PAPER_FORM: &str = "学籍号.jpg（照片），或 学籍号_材料名称.jpg、.png、.pdf";
/// Longest name of a paper, as in an archive.
const LONGEST: usize = 60;
/// What a file without words behind the number is.
const PHOTO: &str = "照片";

/// A file by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Whose.
    pub number: StudentNumber,
    /// Where it is filed: a photograph with the basic information, all else under 证明材料.
    pub category: Category,
    /// What it is called there.
    pub title: String,
}

impl Paper {
    /// Reads the name of a file.
    ///
    /// # Errors
    /// Why it is none of an archive's, in words.
    pub fn named(name: &str) -> Result<Self, String> {
        let (stem, kind) = name.rsplit_once('.').ok_or_else(unnamed)?;
        let kind = kind.to_ascii_lowercase();
        if !matches!(kind.as_str(), "jpg" | "jpeg" | "png" | "pdf") {
            return Err("不是 JPG、PNG 图片或 PDF。".to_owned());
        }
        let (number, words) = stem.split_once(['_', '＿']).unwrap_or((stem, PHOTO));
        let number = number.trim().parse::<StudentNumber>().map_err(|_| unnamed())?;
        let title = crate::text::line(words).text;
        if title.is_empty() || title.chars().count() > LONGEST {
            return Err(format!("材料名称应有 1 至 {LONGEST} 个字。"));
        }
        let photo = is_photo(Category::Proofs, &title, "jpg");
        if photo && kind == "pdf" {
            return Err("照片应为 JPG 或 PNG 图片。".to_owned());
        }
        let (category, title) =
            if photo { (Category::Basic, PHOTO.to_owned()) } else { (Category::Proofs, title) };
        Ok(Self { number, category, title })
    }
}

fn unnamed() -> String {
    format!("文件名应写成“{PAPER_FORM}”。")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NUMBER: &str = "G11010519491231002X";

    #[test]
    fn article_8_a_file_is_known_by_its_name() {
        let paper = |name: &str| Paper::named(&format!("{NUMBER}{name}"));
        for name in [".jpg", ".PNG", "_照片.jpeg", "＿登记照.jpg"] {
            let photo = paper(name).unwrap();
            assert_eq!((photo.category, photo.title.as_str()), (Category::Basic, "照片"), "{name}");
            assert_eq!(photo.number.as_str(), NUMBER);
        }
        let proof = paper("_户口簿首页.pdf").unwrap();
        assert_eq!((proof.category, proof.title.as_str()), (Category::Proofs, "户口簿首页"));
        for wrong in [".pdf", "_照片.pdf", "_.jpg", ".docx", "", "_户口簿"] {
            assert!(paper(wrong).is_err(), "{wrong}");
        }
        for wrong in ["张三.jpg", ".DS_Store", "G110105194912310021.jpg"] {
            assert!(Paper::named(wrong).is_err(), "{wrong}");
        }
        let long = format!("_{}.jpg", "材".repeat(LONGEST + 1));
        assert!(paper(&long).is_err());
    }

    proptest! {
        /// Whatever a file is called: it is read or refused, and what is read has words that an archive takes.
        #[test]
        fn any_name_is_read_or_refused(name in "\\PC{0,80}", with in any::<bool>()) {
            let name = if with { format!("{NUMBER}_{name}.png") } else { name };
            if let Ok(paper) = Paper::named(&name) {
                prop_assert!((1..=LONGEST).contains(&paper.title.chars().count()));
            }
        }
    }
}
