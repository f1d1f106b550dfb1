//! Which characters can be drawn: on paper with the fonts that the program carries or is given, and so on a screen beside which those
//! fonts lie.
//!
//! All 87,875 ideographs of GB 18030-2022 level 3 are among them (CJK Unified Ideographs to U+9FEF, Extensions A to F), and of Extensions
//! G and H those that a free font has. The list was made from the fonts themselves (`.ci/fonts.py`).

use std::sync::LazyLock;

/// First and last of each range, in order.
static DRAWN: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| ranges(include_str!("drawn.txt")));

/// Reads ranges from hexadecimal steps: how far behind the last one a range begins, and behind a dot how many more there are in it.
fn ranges(text: &str) -> Vec<(u32, u32)> {
    let mut next = 0;
    let number = |text: &str| u32::from_str_radix(text, 16).unwrap_or_default();
    let one = |step: &str| {
        let (gap, more) = step.split_once('.').unwrap_or((step, "0"));
        let first = next + number(gap);
        next = first + number(more) + 1;
        (first, next - 1)
    };
    text.split_whitespace().map(one).collect()
}

/// Whether a font has this character. White space needs none.
pub fn is_drawn(c: char) -> bool {
    let code = u32::from(c);
    let at = DRAWN.partition_point(|(_, last)| *last < code);
    c.is_whitespace() || DRAWN.get(at).is_some_and(|(first, _)| *first <= code)
}

/// The first character of a text that no font has.
pub fn not_drawn(text: &str) -> Option<char> {
    text.chars().find(|c| !is_drawn(*c))
}

/// A character as it is named where it cannot be shown: `U+31350`.
pub fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// CJK ideographs of GB 18030-2022 level 3, block by block.
    const LEVEL_3: [(u32, u32); 7] = [
        (0x3400, 0x4DB5),
        (0x4E00, 0x9FEF),
        (0x2_0000, 0x2_A6D6),
        (0x2_A700, 0x2_B734),
        (0x2_B740, 0x2_B81D),
        (0x2_B820, 0x2_CEA1),
        (0x2_CEB0, 0x2_EBE0),
    ];

    #[test]
    fn every_ideograph_of_gb_18030_2022_level_3_is_drawn() {
        let all = LEVEL_3.into_iter().flat_map(|(first, last)| first..=last).filter_map(char::from_u32);
        let (mut count, mut lacking) = (0, Vec::new());
        for c in all {
            count += 1;
            if !is_drawn(c) {
                lacking.push(code_point(c));
            }
        }
        assert_eq!((count, lacking), (87_875, Vec::new()));
    }

    #[test]
    fn what_is_written_every_day_is_drawn_and_what_no_font_has_is_named() {
        for text in [
            "王𬍛，䶮、𫖯·𬀩",
            "阿依古丽·吐尔逊",
            "Nguyễn Thị Hồng",
            "김민준",
            "〔2026〕8号（一）《》“”…—",
            "①Ⅱ℃",
            "〓□√",
        ] {
            assert_eq!(not_drawn(text), None, "{text}");
        }
        for (text, lacking, named) in [
            ("李\u{1F600}", '\u{1F600}', "U+1F600"),
            ("\u{2EBF0}", '\u{2EBF0}', "U+2EBF0"),
            ("\u{E000}a", '\u{E000}', "U+E000"),
        ] {
            assert_eq!(not_drawn(text), Some(lacking));
            assert_eq!(code_point(lacking), named);
        }
        assert_eq!(code_point('A'), "U+0041");
    }

    #[test]
    fn the_ranges_are_in_order_and_apart() {
        assert!(DRAWN.len() > 1000);
        for pair in DRAWN.windows(2) {
            assert!(pair[0].1 + 1 < pair[1].0, "{pair:x?}");
        }
    }

    proptest! {
        #[test]
        fn a_character_is_drawn_when_a_range_holds_it(c in any::<char>().prop_filter("seen", |c| !c.is_whitespace())) {
            let held = DRAWN.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(c)));
            prop_assert_eq!(is_drawn(c), held);
        }

        #[test]
        fn a_text_is_drawn_when_each_of_its_characters_is(text in "\\PC{0,12}") {
            let lacking = text.chars().find(|c| !is_drawn(*c));
            prop_assert_eq!(not_drawn(&text), lacking);
        }
    }
}
