//! What a form answers by itself, before it asks a service: what is missing, and what does not read. On the way it is Chinese like every
//! refusal; where it is told in English, the English one is found beside it (`SENTENCES`).

/// `name: "中文" / "English";`: a function for the Chinese sentence, and the table of all with their English. `{}` stands for what is put
/// in, `{0}` and `{1}` in English for the first and the second of it.
macro_rules! sentences {
    ($($(#[$about:meta])* $name:ident$(($($value:ident),+))?: $zh:literal / $en:literal;)+) => {
        $(sentences!(@one $(#[$about])* $name$(($($value),+))?: $zh);)+

        /// Every one of them in both languages.
        pub(crate) const SENTENCES: &[(&str, &str)] = &[$(($zh, $en)),+];
    };
    (@one $(#[$about:meta])* $name:ident: $zh:literal) => {
        $(#[$about])*
        pub fn $name() -> &'static str {
            $zh
        }
    };
    (@one $(#[$about:meta])* $name:ident($($value:ident),+): $zh:literal) => {
        $(#[$about])*
        pub fn $name($($value: &str),+) -> String {
            format!($zh, $($value),+)
        }
    };
}

sentences! {
    // Something to choose.
    choose: "请选择。" / "Please choose.";
    choose_one: "请选择一项。" / "Please choose one.";
    choose_one_at_least: "请至少选择一项。" / "Please choose one at least.";
    // A file.
    no_file: "还没有选择文件。" / "No file was chosen yet.";
    photo_or_file: "请拍照或选择已有的照片、PDF 文件。" / "Please take a photo, or choose a photo or PDF file.";
    photo_first: "请拍照或选择文件后再继续。" / "Please take a photo or choose a file, then go on.";
    too_large(name, megabytes): "“{}”超过 {} MB。" / "“{0}” is larger than {1} MB.";
    smaller_file: "请把照片调小，或把文件拆开后再上传。"
        / "Please make the photo smaller or split the file, then upload it again.";
    empty_file(name): "“{}”是空文件。" / "“{0}” is empty.";
    file_again: "请重新选择文件，或重新拍照后上传。" / "Please choose the file again, or take a new photo.";
    no_kind_of_paper: "还没有选择材料种类。" / "It was not said yet what this paper is.";
    say_what_paper: "请选择这份材料是什么。" / "Please say what this paper is.";
    // An application.
    no_items: "还没有选择要更正的信息。" / "Nothing was chosen yet.";
    proof_needed: "需要证明休学原因的材料；因病休学的，需要医院的诊断或病历材料。"
        / "A paper that proves the reason is needed; for an illness, the hospital's diagnosis or records.";
    not_declared: "请确认所填内容和材料真实。" / "Please confirm that what you filled in and the papers are true.";
    tick_and_send: "勾选后再提交。" / "Tick the box and send it again.";
    // The own account.
    no_way_to_tell: "还没有选择通知方式。" / "It was not chosen yet how to tell you.";
    passwords_unlike: "两次输入的密码不一致。" / "The two passwords are not the same.";
    passwords_differ: "两次输入的新密码不一致。" / "The two new passwords are not the same.";
    type_again: "请重新输入。" / "Please type them again.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::refused_in;
    use domain::language::Language;
    use domain::refusal::{Basis, Refusal, RefusalCode};

    fn is_chinese(c: char) -> bool {
        matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
    }

    #[test]
    fn every_sentence_is_there_in_both_languages_and_once() {
        for (n, (chinese, english)) in SENTENCES.iter().enumerate() {
            assert!(chinese.chars().any(is_chinese), "{chinese}");
            assert!(!english.is_empty() && !english.chars().any(is_chinese), "{english}");
            assert!(SENTENCES.iter().take(n).all(|(other, _)| other != chinese), "twice: {chinese}");
            for value in 0..chinese.matches("{}").count() {
                assert!(english.contains(&format!("{{{value}}}")), "{english}");
            }
        }
    }

    #[test]
    fn values_stand_where_they_belong_whatever_they_are() {
        assert_eq!(too_large("a.jpg", "20"), "“a.jpg”超过 20 MB。");
        assert_eq!(empty_file("{}"), "“{}”是空文件。");
        assert_eq!(too_large("{}", "{}"), "“{}”超过 {} MB。");
    }

    #[test]
    fn what_a_form_refuses_by_itself_is_told_in_the_language_of_its_page() {
        let told = |what: &str, remedy: &str| {
            let refusal = Refusal::new(RefusalCode::File, Basis::Procedure, what, remedy);
            (refused_in(Language::Chinese, &refusal), refused_in(Language::English, &refusal))
        };
        let (chinese, english) = told(&empty_file("成绩单.pdf"), file_again());
        assert_eq!(chinese, "“成绩单.pdf”是空文件。请重新选择文件，或重新拍照后上传。");
        assert_eq!(english, "“成绩单.pdf” is empty. Please choose the file again, or take a new photo.");
        let (_, english) = told(no_items(), choose_one_at_least());
        assert_eq!(english, "Nothing was chosen yet. Please choose one at least.");
        for (chinese, _) in SENTENCES {
            let (_, english) = told(chinese, "");
            assert!(!english.contains("in Chinese"), "{english}");
        }
    }
}
