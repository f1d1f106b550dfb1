use super::{IdentError, NameScript, NativeName, is_joiner};
use crate::codes::WrittenLanguage;
use crate::text;
use proptest::prelude::*;
use unicode_normalization::is_nfc;

#[test]
fn article_28_a_name_is_in_one_script_and_each_language_has_its_own() {
    for (name, script) in [
        ("བཀྲ་ཤིས་ཚེ་རིང་", NameScript::Tibetan),
        ("ئالىم ئابدۇللا", NameScript::Arabic),
        ("ٴالىم قاسىم ۇلى", NameScript::Arabic),
        ("ᠪᠠᠭᠠᠲᠤᠷ", NameScript::Mongolian),
        ("ᠨᠠᠷᠠᠨ\u{180E}ᠠ ᠴᠡᠴᠡᠭ", NameScript::Mongolian),
        ("ꃅꄷꀑ", NameScript::Yi),
        ("김민준", NameScript::Hangul),
        ("ᥐᥣᥛ", NameScript::TaiLe),
        ("ᦈᦱᧄ", NameScript::NewTaiLue),
        ("ꓐꓳ ꓢꓲ", NameScript::Lisu),
        ("Vangz Dayinz", NameScript::Latin),
    ] {
        let read = NativeName::parse(name).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(read.script(), script, "{name}");
    }
    for (wrong, why) in [
        ("", IdentError::Empty),
        ("  ", IdentError::Empty),
        ("扎西", IdentError::Han),
        ("བཀྲ་ཤིས 扎西", IdentError::Han),
        ("ئالىم Alim", IdentError::Scripts),
        ("ᠪᠠᠭᠠ김", IdentError::Scripts),
        ("བཀྲ1", IdentError::Characters),
        ("Ивана", IdentError::Characters),
        ("ئالىم،", IdentError::Characters),
        ("བཀྲ་ཤིས།", IdentError::Characters),
        ("་བཀྲ", IdentError::Characters),
        ("ིབ", IdentError::Characters),
        ("ᠪ\u{180E}", IdentError::Characters),
        ("김\u{200D}민", IdentError::Characters),
        ("ئالىم -ئا", IdentError::Characters),
        (&"ꀀ".repeat(81), IdentError::Length),
    ] {
        assert_eq!(NativeName::parse(wrong), Err(why), "{wrong:?}");
    }
    for script in NameScript::ALL {
        assert!(script.languages().count() > 0, "{script:?}");
        assert!(script.languages().all(|language| language.script() == script));
    }
    assert_eq!(NameScript::Tibetan.only_language(), Some(WrittenLanguage::Tibetan));
    assert_eq!(NameScript::Arabic.only_language(), None, "维吾尔文, 哈萨克文 and 柯尔克孜文 share it");
    assert_eq!(NameScript::ALL.map(NameScript::direction).iter().filter(|dir| **dir == "rtl").count(), 1);
}

#[test]
fn article_28_what_turns_a_line_around_is_taken_out_and_what_shapes_letters_stays() {
    let kept = |typed: &str| NativeName::parse(typed).map(|name| name.as_str().to_owned());
    for control in [
        '\u{200E}', '\u{200F}', '\u{061C}', '\u{202A}', '\u{202B}', '\u{202C}', '\u{202D}', '\u{202E}',
        '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{200B}', '\u{FEFF}',
    ] {
        assert_eq!(kept(&format!("{control}ئا{control}لىم{control}")).as_deref(), Ok("ئالىم"), "{control:?}");
        assert!(text::native_name(&format!("ئا{control}لىم")).told().contains("看不见"));
    }
    for shaping in ["ᠠ\u{180B}ᠨ", "ᠨ\u{180E}ᠠ", "ᠭᠡᠷ\u{202F}ᠦᠨ", "ئا\u{200C}لىم"] {
        assert_eq!(kept(shaping).as_deref(), Ok(shaping), "{shaping:?}");
        assert!(shaping.chars().any(is_joiner));
    }
    assert_eq!(kept("བཀྲ\u{F0C}ཤིས").as_deref(), Ok("བཀྲ་ཤིས"), "one kind of dot");
    assert_eq!(kept(" ئالىم \t ئابدۇللا ").as_deref(), Ok("ئالىم ئابدۇللا"));
    assert_eq!(kept("e\u{301}le").as_deref(), Ok("éle"), "composed");
}

#[test]
fn article_25_the_mask_shows_the_first_letter_with_its_marks() {
    let masked = |name: &str| NativeName::parse(name).unwrap().masked();
    assert_eq!(masked("ཀིརྟི"), "ཀི***");
    assert_eq!(masked("ئالىم ئابدۇللا"), "ئ***");
    assert_eq!(masked("ꃅ"), "ꃅ***", "nobody learns how long a name is");
}

/// What such names are written with, what they are not, and what turns a line around.
const TYPED: [&str; 7] = [
    "[\u{F40}-\u{F47}\u{F71}-\u{F84}\u{F90}-\u{F97}་ ]{1,12}",
    "[\u{626}-\u{63A}\u{641}-\u{64A}\u{6D5}\u{200C} ·]{1,12}",
    "[\u{1820}-\u{1842}\u{180B}-\u{180E}\u{202F} ]{1,12}",
    "[\u{A000}-\u{A48C} ·]{1,12}",
    "[a-zA-ZÀ-ž\u{300}-\u{304}'’ -]{1,12}",
    "\\PC{0,12}",
    "[\u{200B}-\u{200F}\u{202A}-\u{202F}\u{2066}-\u{2069}\u{626}-\u{63A}'· ]{0,12}",
];

fn any_name() -> impl Strategy<Value = String> {
    (0..TYPED.len()).prop_flat_map(|at| TYPED[at])
}

proptest! {
    /// What is kept is kept as it is: in NFC, in one script, without anything that turns a line around, and read again it is the same.
    #[test]
    fn article_28_a_name_that_is_read_is_canonical(typed in any_name()) {
        let once = text::native_name(&typed).text;
        prop_assert_eq!(&text::native_name(&once).text, &once, "{:?}", typed);
        if let Ok(name) = NativeName::parse(&typed) {
            let kept = name.as_str();
            prop_assert_eq!(kept, once.as_str());
            prop_assert!(is_nfc(kept));
            prop_assert_eq!(NativeName::parse(kept), Ok(name.clone()));
            let bidi = |c: char| matches!(u32::from(c), 0x61C | 0x200E | 0x200F | 0x202A..=0x202E | 0x2066..=0x2069);
            prop_assert!(!kept.chars().any(|c| bidi(c) || c.is_control()));
            prop_assert!(kept.chars().filter_map(NameScript::of).all(|script| script == name.script()));
            prop_assert!(NameScript::of(kept.chars().next().unwrap()).is_some());
            prop_assert!(kept.chars().count() <= 80 && !kept.contains("  "));
            let shown = name.masked();
            prop_assert!(kept.starts_with(shown.trim_end_matches('*')));
        }
    }
}
