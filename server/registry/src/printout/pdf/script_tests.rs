//! Names in the script of their own people on paper: joined, stacked, from the right where they are, and never divided inside a word.

use super::font::{font_at, is_there, runs, width, wrap};
use super::render;
use super::tests::{fact, lies_inside, pages, view, words};
use domain::ident::{NameScript, NativeName};
use domain::print::PrintKind;

/// A name of each script that has a font of its own.
const NAMES: [(NameScript, &str); 7] = [
    (NameScript::Tibetan, "བཀྲ་ཤིས་ཚེ་རིང"),
    (NameScript::Arabic, "ئالىم ئابدۇللا"),
    (NameScript::Mongolian, "ᠪᠠᠭᠠᠲᠤᠷ"),
    (NameScript::Yi, "ꃅꄷꀑ"),
    (NameScript::TaiLe, "ᥐᥣᥛ"),
    (NameScript::NewTaiLue, "ᦈᦱᧄ"),
    (NameScript::Lisu, "ꓐꓳ ꓢꓲ"),
];

#[test]
fn article_28_every_letter_that_a_name_may_have_is_there_on_paper() {
    let letters = (0..=0x2_FFFF).filter_map(char::from_u32).filter(|one| NameScript::of(*one).is_some());
    let lacking: Vec<String> = letters.filter(|one| !is_there(*one)).map(domain::text::code_point).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
    for (script, name) in NAMES {
        assert_eq!(NativeName::parse(name).map(|name| name.script()), Ok(script), "{name}");
        for (place, word) in runs(name).into_iter().filter(|(_, word)| *word != " ") {
            let shaped = font_at(place).shaped(word).unwrap();
            assert!(shaped.glyph_infos().iter().all(|sign| sign.glyph_id != 0), "{word}: no empty box");
            assert!(width(word, 10.0) > 1.0, "{word}");
        }
    }
}

#[test]
fn article_28_letters_are_joined_and_stacked_as_their_script_has_them() {
    let signs = |word: &str| -> Vec<u32> {
        let (place, word) = runs(word)[0];
        font_at(place).shaped(word).unwrap().glyph_infos().iter().map(|sign| sign.glyph_id).collect()
    };
    // ب alone, and joined on both sides.
    let (alone, joined) = (signs("ب"), signs("ببب"));
    // A letter and its dot are two signs; the dot is the same everywhere.
    assert_eq!(joined.len(), 3 * alone.len());
    assert!(
        alone.iter().any(|sign| !joined.contains(sign)),
        "three shapes that are not the one that stands alone"
    );
    let (alone, joined) = (signs("ᠠ"), signs("ᠠᠠᠠ"));
    assert!(joined.iter().any(|sign| *sign != alone[0]));
    // Four letters over each other are one or two signs.
    assert!(signs("སྒྲུ").len() < "སྒྲུ".chars().count());
}

#[test]
fn article_28_words_from_the_right_are_read_from_the_right_and_the_line_around_them_is_not() {
    let order = |text| runs(text).into_iter().map(|(_, run)| run).collect::<Vec<_>>();
    assert_eq!(order("学生（ئالىم ئابدۇللا），男"), ["学生（", "ئابدۇللا", " ", "ئالىم", "），男"]);
    assert_eq!(order("ئالىم·ئابدۇللا"), ["ئابدۇللا", "·", "ئالىم"]);
    assert_eq!(order("ꓐꓳ ꓢꓲ"), ["ꓐꓳ", " ", "ꓢꓲ"]);
    // A word is never divided where its letters are joined.
    let words: Vec<&str> = "ئالىم ئابدۇللا ئابلىز".split(' ').collect();
    for line in wrap(&words.join(" "), 12.0, 60.0) {
        for part in line.split_whitespace() {
            assert!(words.contains(&part), "{part}");
        }
    }
}

#[test]
fn article_28_a_form_and_a_card_carry_the_name_and_the_file_its_font() {
    let embedded = |pdf: &[u8]| {
        let document = lopdf::Document::load_mem(pdf).unwrap();
        let font = |object: &lopdf::Object| object.as_dict().is_ok_and(|found| found.has(b"FontFile2"));
        document.objects.values().filter(|object| font(object)).count()
    };
    for (_, name) in NAMES {
        let sheet =
            view(PrintKind::RegisterCard, vec![fact("姓名", "扎西次仁"), fact("民族文字姓名", name)], 0);
        let pdf = render(std::slice::from_ref(&sheet), None).unwrap();
        assert_eq!(embedded(&pdf), 2, "{name}: Han and its own");
        assert!(pdf.len() < 200_000, "{}", pdf.len());
        let facts = ["姓名", "民族文字姓名", "性别", "学籍号", "年级班级", "有效期至"];
        let card = view(PrintKind::StudentCard, facts.map(|label| fact(label, name)).to_vec(), 0);
        let (size, faces) = pages(&card);
        for face in &faces {
            lies_inside(size, face, 4.0);
        }
        assert!(words(&faces[0]).contains(&name), "{name}");
    }
}
