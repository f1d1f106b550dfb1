//! A name in the script of its own people (民族文字姓名), beside the name in Han characters: 藏文, 维吾尔文, 蒙古文, 彝文 and so on. What the
//! 居民身份证 of an autonomous area may carry beside the Han name (《居民身份证法》第四条). One script a name; of it letters, the marks that
//! belong to them, and what joins or divides them.

use super::IdentError;
use crate::codes::WrittenLanguage;
use crate::text::{self, is_han};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most characters: a syllable of Tibetan or a word of Mongolian takes many.
const MOST: usize = 80;

/// A script in which such names are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameScript {
    /// Tibetan: syllables between dots (ཚེག).
    Tibetan,
    /// Arabic as Uyghur, Kazakh and Kirghiz write it: from right to left.
    Arabic,
    /// Mongolian, which Sibe and Manchu write too: in columns, across where the line is Han or Latin.
    Mongolian,
    /// 规范彝文
    Yi,
    /// Hangul
    Hangul,
    /// Tai Le (德宏)
    TaiLe,
    /// New Tai Lue (西双版纳)
    NewTaiLue,
    /// Fraser's letters (老傈僳文)
    Lisu,
    /// Latin, in which Zhuang and other languages are written.
    Latin,
}

/// What a character is in a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A letter or syllable of a script.
    Letter(NameScript),
    /// What belongs to the letter before it.
    Mark(NameScript),
    /// Not seen itself: which shape the letters beside it have.
    Joiner,
    /// Between the parts of a name.
    Divider,
    /// What no such name has.
    Foreign,
}

impl NameScript {
    /// Every script.
    pub const ALL: [Self; 9] = [
        Self::Tibetan,
        Self::Arabic,
        Self::Mongolian,
        Self::Yi,
        Self::Hangul,
        Self::TaiLe,
        Self::NewTaiLue,
        Self::Lisu,
        Self::Latin,
    ];

    /// The script of a letter, or of a mark that only one script has.
    pub fn of(c: char) -> Option<Self> {
        match part(c) {
            Part::Letter(script) | Part::Mark(script) => Some(script),
            _ => None,
        }
    }

    /// The script in which a text is written: that of its first letter.
    pub fn of_text(text: &str) -> Option<Self> {
        text.chars().find_map(Self::of)
    }

    /// Which way it is written in a line (`dir`).
    pub fn direction(self) -> &'static str {
        if self == Self::Arabic { "rtl" } else { "ltr" }
    }

    /// Whether its letters take their shape from each other, so that a text is never divided inside a word.
    pub fn is_joined(self) -> bool {
        matches!(self, Self::Tibetan | Self::Arabic | Self::Mongolian)
    }

    /// The languages that are written in it.
    pub fn languages(self) -> impl Iterator<Item = WrittenLanguage> {
        WrittenLanguage::ALL.iter().copied().filter(move |language| language.script() == self)
    }

    /// The language, where only one is written in it.
    pub fn only_language(self) -> Option<WrittenLanguage> {
        let mut all = self.languages();
        all.next().filter(|_| all.next().is_none())
    }
}

impl WrittenLanguage {
    /// The script in which it is written.
    pub fn script(self) -> NameScript {
        match self {
            Self::Tibetan => NameScript::Tibetan,
            Self::Uyghur | Self::Kazakh | Self::Kirghiz => NameScript::Arabic,
            Self::Mongolian | Self::Sibe | Self::Manchu => NameScript::Mongolian,
            Self::Yi => NameScript::Yi,
            Self::Korean => NameScript::Hangul,
            Self::TaiNua => NameScript::TaiLe,
            Self::TaiLue => NameScript::NewTaiLue,
            Self::Lisu => NameScript::Lisu,
            Self::Zhuang
            | Self::Bouyei
            | Self::Miao
            | Self::Dong
            | Self::Hani
            | Self::Lahu
            | Self::Jingpo => NameScript::Latin,
        }
    }
}

/// Letters and marks as the fonts of this program have them; a test of the printing holds the two together.
fn part(c: char) -> Part {
    use NameScript as S;
    match u32::from(c) {
        0x0F00 | 0x0F40..=0x0F47 | 0x0F49..=0x0F6C | 0x0F88..=0x0F8C => Part::Letter(S::Tibetan),
        0x0F35 | 0x0F37 | 0x0F39 | 0x0F71..=0x0F84 | 0x0F86..=0x0F87 | 0x0F8D..=0x0F97 | 0x0F99..=0x0FBC => {
            Part::Mark(S::Tibetan)
        }
        0x0620..=0x063F | 0x0641..=0x064A | 0x066E..=0x066F | 0x0671..=0x06D3 | 0x06D5 => {
            Part::Letter(S::Arabic)
        }
        0x064B..=0x0655 | 0x0670 => Part::Mark(S::Arabic),
        0x1820..=0x1878 | 0x1880..=0x1884 | 0x1887..=0x18A8 | 0x18AA => Part::Letter(S::Mongolian),
        0x1885 | 0x1886 | 0x18A9 => Part::Mark(S::Mongolian),
        0xA000..=0xA48C => Part::Letter(S::Yi),
        0xAC00..=0xD7A3 => Part::Letter(S::Hangul),
        0x1950..=0x196D | 0x1970..=0x1974 => Part::Letter(S::TaiLe),
        0x1980..=0x19AB | 0x19B0..=0x19C9 => Part::Letter(S::NewTaiLue),
        0xA4D0..=0xA4FD => Part::Letter(S::Lisu),
        0xD7 | 0xF7 => Part::Foreign,
        0x41..=0x5A | 0x61..=0x7A | 0xC0..=0x24F | 0x1E00..=0x1EFF => Part::Letter(S::Latin),
        0x180B..=0x180F | 0x200C | 0x200D | 0x202F => Part::Joiner,
        0x20 | 0xB7 | 0x0F0B | 0x27 | 0x2D => Part::Divider,
        _ => Part::Foreign,
    }
}

/// Whether a character is not seen itself and gives those beside it their shape.
pub fn is_joiner(c: char) -> bool {
    part(c) == Part::Joiner
}

/// Whether a divider is one of the script.
fn divides(c: char, script: NameScript) -> bool {
    match c {
        '\u{F0B}' => script == NameScript::Tibetan,
        '\'' | '-' => script == NameScript::Latin,
        _ => true,
    }
}

/// Whether a joiner is one of the script: the selectors and the vowel separator are Mongolian's.
fn joins(c: char, script: NameScript) -> bool {
    match c {
        '\u{200C}' | '\u{200D}' => matches!(script, NameScript::Arabic | NameScript::Mongolian),
        _ => script == NameScript::Mongolian,
    }
}

/// Whether a joiner stands between two letters; a selector only behind one.
fn is_between(c: char) -> bool {
    matches!(c, '\u{180E}' | '\u{200C}' | '\u{200D}' | '\u{202F}')
}

/// A name in its canonical form ([`text::native_name`]).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NativeName {
    text: String,
    script: NameScript,
}

impl NativeName {
    /// Reads a name as people write it.
    ///
    /// # Errors
    /// Empty, too long, in Han characters, in two scripts, or with characters that no such name has.
    pub fn parse(text: &str) -> Result<Self, IdentError> {
        let text = text::native_name(text).text;
        if text.is_empty() {
            return Err(IdentError::Empty);
        }
        if text.chars().count() > MOST {
            return Err(IdentError::Length);
        }
        if text.chars().any(is_han) {
            return Err(IdentError::Han);
        }
        let script = NameScript::of_text(&text).ok_or(IdentError::Characters)?;
        if text.chars().filter_map(NameScript::of).any(|other| other != script) {
            return Err(IdentError::Scripts);
        }
        if is_well_formed(&text, script) { Ok(Self { text, script }) } else { Err(IdentError::Characters) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its script.
    pub fn script(&self) -> NameScript {
        self.script
    }

    /// The first letter with its marks, and stars.
    pub fn masked(&self) -> String {
        let mut characters = self.text.chars();
        let first = characters.next().into_iter();
        let shown: String =
            first.chain(characters.take_while(|c| matches!(part(*c), Part::Mark(_)))).collect();
        shown + "***"
    }
}

impl fmt::Display for NativeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Begins with a letter; marks, joiners and dividers stand where their script has them, and nothing but a letter, its mark or the dot of
/// a Tibetan syllable ends it.
fn is_well_formed(text: &str, script: NameScript) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let at = |at: Option<usize>| at.and_then(|at| characters.get(at)).map(|c| part(*c));
    characters.iter().enumerate().all(|(here, c)| {
        let (before, after) = (at(here.checked_sub(1)), at(here.checked_add(1)));
        let carried = matches!(before, Some(Part::Letter(_) | Part::Mark(_)));
        let goes_on = matches!(after, Some(Part::Letter(_)));
        match part(*c) {
            Part::Letter(_) => true,
            Part::Mark(_) => carried,
            Part::Joiner if !joins(*c, script) => false,
            Part::Joiner if is_between(*c) => (carried || before == Some(Part::Joiner)) && goes_on,
            Part::Joiner => carried,
            Part::Divider if !divides(*c, script) => false,
            Part::Divider if *c == '\u{F0B}' => {
                carried && (after.is_none() || goes_on || after == Some(Part::Divider))
            }
            Part::Divider => {
                let behind_dot = here > 0 && characters[here - 1] == '\u{F0B}' && *c == ' ';
                (carried || before == Some(Part::Joiner) || behind_dot) && goes_on
            }
            Part::Foreign => false,
        }
    })
}

/// A name in the script of its own people with its language: as it stands on a certificate or a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnName {
    /// The name.
    pub text: String,
    /// Its language, as it was said or as the script alone says it; none where neither does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<WrittenLanguage>,
}
