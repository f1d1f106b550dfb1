//! One canonical form of every text that people type (规范写法): made before it is checked, hashed, compared and searched, so that what
//! looks the same is the same.
//!
//! A function for each kind of text; each keeps what it made (`f(f(x)) = f(x)`) and says in words what it changed, so that whoever
//! typed it can be shown. None of them guesses: what cannot be the canonical form of anything is left for the check to refuse.

mod class;
mod drawn;
mod find;
#[cfg(test)]
mod finding;
mod order;
mod readings;
mod sought;
mod steps;
mod tables;
mod telephone;
#[cfg(test)]
mod tests;

pub use class::class_name;
pub use drawn::{code_point, is_drawn, not_drawn};
pub use find::{ListedAs, find_words, listed_as, sounds};
pub use order::{class_place, name_place, unit_place};
pub use sought::{Beginning, Kept, NameOrder, Sought, tail};
pub(crate) use steps::is_han;
pub use telephone::{is_telephone, telephone};

use steps::{Work, is_apostrophe, is_dash, is_dot, swapped};

/// A text in its canonical form, and what was changed to make it so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canonical {
    /// The text.
    pub text: String,
    /// What was changed, in the order of the steps; nothing when only the ends were trimmed.
    pub changed: Vec<Changed>,
}

impl Canonical {
    /// What was changed, for people; empty when nothing was.
    pub fn told(&self) -> String {
        self.changed.iter().map(|changed| changed.label()).collect::<Vec<_>>().join("、")
    }
}

/// What a canonical form changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Changed {
    /// Format characters: zero width, byte-order marks, direction marks, soft hyphens.
    Invisible,
    /// The private-use table of GB 18030.
    Private,
    /// Radicals and compatibility ideographs.
    Ideograph,
    /// The dots of minority names.
    Dot,
    /// Apostrophes and hyphens between letters.
    Mark,
    /// Full width to half.
    Width,
    /// Letters with their marks, ① and the like.
    Composed,
    /// A leading apostrophe.
    Quote,
    /// White space and line breaks.
    Spaces,
    /// Brackets in a number.
    Brackets,
    /// Small letters in a number.
    Capitals,
    /// A multiplication sign for the X of an identity number.
    CheckLetter,
    /// +86 and its kin.
    CountryCode,
    /// A telephone abroad.
    Abroad,
    /// The dash after an area code.
    AreaCode,
    /// The name of a class.
    ClassForm,
    /// Pictures (emoji) and signs that no font has.
    Picture,
}

impl Changed {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Invisible => "去掉看不见的字符",
            Self::Private => "旧编码的字改为标准编码",
            Self::Ideograph => "部首符号或兼容字改为相应的汉字",
            Self::Dot => "间隔号改为“·”",
            Self::Mark => "撇号、连字符改为标准写法",
            Self::Width => "全角改为半角",
            Self::Composed => "字母和符号改为标准写法",
            Self::Quote => "去掉开头的单引号",
            Self::Spaces => "去掉多余的空格或换行",
            Self::Brackets => "去掉号码中的括号",
            Self::Capitals => "小写字母改为大写",
            Self::CheckLetter => "末位改为字母 X",
            Self::CountryCode => "去掉国际区号 +86",
            Self::Abroad => "境外号码写为“+”加区号",
            Self::AreaCode => "区号与号码用“-”分开",
            Self::ClassForm => "班级改为统一写法",
            Self::Picture => "去掉表情和印不出的符号",
        }
    }
}

/// A person's name (姓名): one kind of dot, no space beside a Han character or a dot, single spaces between words.
pub fn name(text: &str) -> Canonical {
    letters(text)
        .spaced(|last, next| is_han(last) || is_han(next) || last == '·' || next == '·')
        .step(Changed::Dot, stops)
        .done()
}

/// A name but for its spaces.
fn letters(text: &str) -> Work {
    Work::begin(text)
        .step(Changed::Dot, |text| swapped(text, |c| is_dot(c).then_some('·')))
        .step(Changed::Mark, |text| {
            swapped(text, |c| match c {
                _ if is_apostrophe(c) => Some('\''),
                _ if is_dash(c) => Some('-'),
                _ => None,
            })
        })
        .compatible()
        .unquoted()
}

/// A name in the script of its own people (民族文字姓名): composed (NFC), one kind of dot, single spaces. What gives joined letters their
/// shape stays, which no other text keeps: joiners, the selectors and the narrow space of Mongolian. What turns the direction of a
/// line around goes.
pub fn native_name(text: &str) -> Canonical {
    Work::begin_joined(text)
        .composed()
        .step(Changed::Dot, |text| swapped(text, |c| (is_dot(c) && c != '\u{318D}').then_some('·')))
        .step(Changed::Composed, |text| swapped(text, |c| (c == '\u{F0C}').then_some('\u{F0B}')))
        .step(Changed::Mark, |text| {
            swapped(text, |c| match c {
                _ if is_apostrophe(c) => Some('\''),
                _ if is_dash(c) => Some('-'),
                _ => None,
            })
        })
        .step(Changed::Quote, |text| text.trim_start_matches(['\'', ' ', '\u{202F}']).to_owned())
        .step(Changed::Spaces, steps::single_spaces)
        .done()
}

/// A full stop between two Han characters is the dot of a keyboard without one.
fn stops(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let han = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(|c| is_han(*c));
    let dotted = |(at, c): (usize, &char)| match c {
        '.' | '。' | '｡' if han(at.checked_sub(1)) && han(Some(at + 1)) => '·',
        other => *other,
    };
    characters.iter().enumerate().map(dotted).collect()
}

/// The name as it is compared with another: without regard to capital letters.
pub fn name_key(text: &str) -> String {
    name(text).text.to_lowercase()
}

/// Digits and Latin letters that are read closely, such as dates, divisions and amounts: half width, no white space, one kind of
/// hyphen, capital letters.
pub fn compact(text: &str) -> Canonical {
    closed(text).done()
}

fn closed(text: &str) -> Work {
    Work::begin(text)
        .step(Changed::Mark, |text| swapped(text, |c| is_dash(c).then_some('-')))
        .compatible()
        .unquoted()
        .without_spaces()
        .step(Changed::Capitals, str::to_ascii_uppercase)
}

/// The number of an identity document or a 学籍号: as [`compact`], without brackets, and X for the signs that are typed for it.
pub fn identifier(text: &str) -> Canonical {
    closed(text)
        .step(Changed::Brackets, |text| text.chars().filter(|c| !is_bracket(*c)).collect())
        .unquoted()
        .step(Changed::CheckLetter, check_letter)
        .done()
}

/// `×` and the Cyrillic and Greek letters that look like X, after the seventeen digits of an identity number.
fn check_letter(text: &str) -> String {
    let digits: usize = text.chars().filter(char::is_ascii_digit).count();
    match text.chars().next_back() {
        Some(last @ ('×' | '✕' | '✖' | 'Х' | 'х' | 'Χ' | 'χ')) if digits == 17 => {
            format!("{}X", text.trim_end_matches(last))
        }
        _ => text.to_owned(),
    }
}

pub(super) fn is_bracket(c: char) -> bool {
    matches!(
        c,
        '(' | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '<'
            | '>'
            | '〈'
            | '〉'
            | '《'
            | '》'
            | '【'
            | '】'
            | '〔'
            | '〕'
            | '「'
            | '」'
    )
}

/// An address (地址): in one line, no space beside a Han character.
pub fn address(text: &str) -> Canonical {
    Work::begin(text).composed().unquoted().spaced(|last, next| is_han(last) || is_han(next)).done()
}

/// Free text of one line: no space between two Han characters, single spaces elsewhere, no pictures.
pub fn line(text: &str) -> Canonical {
    Work::begin(text)
        .without_pictures()
        .composed()
        .unquoted()
        .spaced(|last, next| is_han(last) && is_han(next))
        .done()
}

/// Free text that may have several lines, such as a reason: only what nobody sees is changed, and pictures that no paper could carry later
/// are left out.
pub fn words(text: &str) -> Canonical {
    Work::begin(text).without_pictures().composed().done()
}

/// How many characters of free text there are to read.
pub fn length(text: &str) -> usize {
    words(text).text.chars().count()
}

/// Free text, at most so many characters of it.
pub fn cut(text: &str, most: usize) -> String {
    words(text).text.chars().take(most).collect()
}

/// An electronic address: half width, no white space.
pub fn electronic(text: &str) -> Canonical {
    Work::begin(text).compatible().unquoted().without_spaces().done()
}

/// What stands in a cell for a value of a list: half width, no white space.
pub fn choice(text: &str) -> Canonical {
    electronic(text)
}

/// What somebody looks for, whatever it turns out to be: as a name, but with the spaces that may stand between the parts of one.
pub fn query(text: &str) -> Canonical {
    letters(text).spaced(|last, next| last == '·' || next == '·').step(Changed::Dot, stops).done()
}
