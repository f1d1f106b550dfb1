//! The steps that the canonical forms are made of.

use super::tables::{PRIVATE, RADICALS, stands_for};
use super::{Canonical, Changed, is_drawn};
use unicode_normalization::UnicodeNormalization;

/// A text on its way to its canonical form.
pub(super) struct Work {
    text: String,
    changed: Vec<Changed>,
    /// Whether nothing stands in it but what no normal form changes: most cells of a workbook, of which a register reads many.
    plain: bool,
}

impl Work {
    /// What every kind of text has in common: format characters out, characters of the old private-use table and radicals as the
    /// characters they stand for. White space at the ends goes without a word.
    pub(super) fn begin(text: &str) -> Self {
        let work = Self::of(text);
        if work.plain {
            return work;
        }
        work.step(Changed::Invisible, |text| text.chars().filter(|c| !is_invisible(*c)).collect())
            .step(Changed::Private, |text| swapped(text, |c| stands_for(PRIVATE, c)))
            .step(Changed::Ideograph, |text| swapped(text, ideograph))
    }

    /// The same for a text whose joiners are kept, in which no ideograph stands: only what is not seen and shapes nothing goes, and what
    /// turns the direction around.
    pub(super) fn begin_joined(text: &str) -> Self {
        let work = Self::of(text);
        let goes = |c: char| is_invisible(c) && !is_joiner(c);
        work.step(Changed::Spaces, |text| {
            text.chars().map(|c| if is_plain_space(c) { ' ' } else { c }).collect()
        })
        .step(Changed::Invisible, |text| text.chars().filter(|c| !goes(*c) && !c.is_control()).collect())
    }

    fn of(text: &str) -> Self {
        let text = text.trim().to_owned();
        Self { plain: text.chars().all(is_plain), text, changed: Vec::new() }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// One step; it is told when it changed something.
    pub(super) fn step(mut self, why: Changed, change: impl FnOnce(&str) -> String) -> Self {
        let next = change(&self.text);
        if next != self.text {
            if next.trim() != self.text.trim() && !self.changed.contains(&why) {
                self.changed.push(why);
            }
            self.text = next;
            self.plain = self.text.chars().all(is_plain);
        }
        self
    }

    /// Compatibility characters as the ordinary ones (NFKC): full width to half, letters with their marks in one, ① to 1.
    pub(super) fn compatible(self) -> Self {
        if self.plain {
            return self;
        }
        let wide = self.text.chars().any(is_wide);
        let why = if wide { Changed::Width } else { Changed::Composed };
        self.step(why, |text| text.nfkc().collect())
    }

    /// Only what is the same character written otherwise (NFC), and full-width letters and digits: Chinese punctuation is full width.
    pub(super) fn composed(self) -> Self {
        if self.plain {
            return self;
        }
        self.step(Changed::Composed, |text| text.nfc().collect()).step(Changed::Width, |text| {
            swapped(text, |c| (is_wide(c) && half(c).is_ascii_alphanumeric()).then(|| half(c)))
        })
    }

    /// The apostrophe by which spreadsheets mark text, in front of everything.
    pub(super) fn unquoted(self) -> Self {
        self.step(Changed::Quote, |text| {
            text.trim_start_matches(|c: char| is_apostrophe(c) || c.is_whitespace()).to_owned()
        })
    }

    /// Pictures and signs that no font has out: words are printed when nobody can change them any more. Letters stay, for which a font may be
    /// installed.
    pub(super) fn without_pictures(self) -> Self {
        if self.plain {
            return self;
        }
        self.step(Changed::Picture, |text| text.chars().filter(|c| !is_picture(*c)).collect())
    }

    /// Every space and line break out.
    pub(super) fn without_spaces(self) -> Self {
        self.step(Changed::Spaces, |text| text.chars().filter(|c| !c.is_whitespace()).collect())
    }

    /// White space out where `glued` says that nothing belongs between these two characters; one space elsewhere.
    pub(super) fn spaced(self, glued: impl Fn(char, char) -> bool) -> Self {
        self.step(Changed::Spaces, |text| {
            let mut out = String::with_capacity(text.len());
            let mut gap = false;
            for c in text.chars() {
                if c.is_whitespace() {
                    gap = true;
                    continue;
                }
                if let (true, Some(last)) = (gap, out.chars().next_back())
                    && !glued(last, c)
                {
                    out.push(' ');
                }
                gap = false;
                out.push(c);
            }
            out
        })
    }

    /// The end: letters that came to stand beside their marks are put together.
    pub(super) fn done(self) -> Canonical {
        let trimmed = self.text.trim();
        let text = if self.plain { trimmed.to_owned() } else { trimmed.nfc().collect() };
        Canonical { text, changed: self.changed }
    }
}

/// What every step of [`Work::begin`] and every normal form leaves as it is, whatever plain character stands beside it: printable ASCII
/// and the ideographs of the first block.
pub(super) fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{4E00}'..='\u{9FA5}')
}

/// A text with some of its characters as others.
pub(super) fn swapped(text: &str, other: impl Fn(char) -> Option<char>) -> String {
    text.chars().map(|c| other(c).unwrap_or(c)).collect()
}

/// The ideograph that a radical, a stroke or a compatibility ideograph stands for.
fn ideograph(c: char) -> Option<char> {
    let compatible = matches!(u32::from(c), 0x2E80..=0x2FDF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F);
    stands_for(RADICALS, c).or_else(|| {
        let mut same = compatible.then(|| std::iter::once(c).nfkc())?;
        same.next().filter(|same| *same != c)
    })
}

/// Characters that take no room and are not seen: General_Category Cf (Unicode 16) and the other default-ignorable ones, among them the
/// variation selectors, which choose a glyph and not a character.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0xAD | 0x34F | 0x600..=0x605 | 0x61C | 0x6DD | 0x70F | 0x890 | 0x891 | 0x8E2 | 0x115F | 0x1160 | 0x17B4 | 0x17B5
        | 0x180B..=0x180F | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0
        | 0xFFF0..=0xFFFB | 0x110BD | 0x110CD | 0x13430..=0x1343F | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

/// What gives the letters beside it their shape: joiner and non-joiner, the selectors and the vowel separator of Mongolian.
fn is_joiner(c: char) -> bool {
    matches!(u32::from(c), 0x180B..=0x180F | 0x200C | 0x200D)
}

/// White space of every kind but the narrow one before an ending of Mongolian.
fn is_plain_space(c: char) -> bool {
    c.is_whitespace() && c != '\u{202F}'
}

/// One space for several, none at the ends.
pub(super) fn single_spaces(text: &str) -> String {
    text.split(' ').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Emoji, dingbats and control characters that no font has. What a font has, such as `√` and `□`, is none.
fn is_picture(c: char) -> bool {
    let sign = matches!(u32::from(c), 0x2190..=0x2BFF | 0x1F000..=0x1FBFF) || c.is_control();
    sign && !is_drawn(c)
}

/// Han characters of the basic plane with its extensions, and of planes 2 and 3 where the rare ones are.
pub(crate) fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFD)
}

/// The dots that are written between the parts of a minority name.
pub(super) fn is_dot(c: char) -> bool {
    itself_or_compatible(c, |c| {
        matches!(
            c,
            '·' | '\u{387}'
                | '\u{16EB}'
                | '•'
                | '‧'
                | '\u{2024}'
                | '∘'
                | '∙'
                | '⋅'
                | '●'
                | '⦁'
                | '\u{2E30}'
                | '\u{2E31}'
                | '\u{2E33}'
                | '・'
                | '･'
                | '\u{318D}'
                | '\u{A78F}'
                | '．'
                | '◦'
                | '⚫'
                | '⬤'
        )
    })
}

/// What is typed for an apostrophe.
pub(super) fn is_apostrophe(c: char) -> bool {
    itself_or_compatible(c, |c| {
        matches!(c, '\'' | '‘' | '’' | '‛' | 'ʼ' | 'ʹ' | '′' | '`' | '´' | '＇' | '｀')
    })
}

/// What is typed for a hyphen.
pub(super) fn is_dash(c: char) -> bool {
    itself_or_compatible(c, |c| {
        matches!(c, '-' | '\u{2010}'..='\u{2015}' | '−' | '\u{FE58}' | '\u{FE63}' | '－' | '─' | '━')
    })
}

/// Whether a character is one of these, or is written otherwise what is one of them: the Greek `ʹ` and the letter `ʹ` look alike and are made
/// one by a later step, which must find nothing left to change.
fn itself_or_compatible(c: char, one_of: impl Fn(char) -> bool) -> bool {
    fn only(mut characters: impl Iterator<Item = char>) -> Option<char> {
        let first = characters.next();
        first.filter(|_| characters.next().is_none())
    }
    if one_of(c) || is_plain(c) {
        return one_of(c);
    }
    let one = std::iter::once(c);
    only(one.clone().nfc()).is_some_and(&one_of) || only(one.nfkc()).is_some_and(&one_of)
}

pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '！'..='～' | '\u{3000}' | '\u{FFE0}'..='\u{FFE6}')
}

fn half(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain() -> impl Iterator<Item = char> {
        (' '..='\u{FFFF}').filter(|c| is_plain(*c))
    }

    #[test]
    fn no_step_that_plain_text_skips_would_change_it() {
        assert!(plain().count() > 20_000);
        for c in plain() {
            assert!(!is_invisible(c) && !is_picture(c) && !is_wide(c), "{c:?}");
            assert_eq!((stands_for(PRIVATE, c), ideograph(c)), (None, None), "{c:?}");
            assert!(
                itself_or_compatible(c, |other| other == c) && !itself_or_compatible(c, |other| other != c)
            );
        }
    }

    proptest! {
        #[test]
        fn plain_characters_are_never_put_together(
            text in prop::collection::vec(prop::sample::select(plain().collect::<Vec<_>>()), 0..40)
        ) {
            let text: String = text.into_iter().collect();
            prop_assert_eq!(text.nfc().collect::<String>(), text.clone());
            prop_assert_eq!(text.nfkc().collect::<String>(), text);
        }
    }
}
