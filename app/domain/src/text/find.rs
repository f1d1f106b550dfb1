//! Finding a person by what people type (查询): the words that are kept with a name, and what is looked for among them.

use super::readings::{is_of_han, readings, surname_length};
use super::steps::is_han;
use super::telephone::is_telephone;
use super::{identifier, name, query, telephone};
use unicode_normalization::UnicodeNormalization;

/// Most ways of reading one name that are kept.
const MOST_READINGS: usize = 12;

/// Letters of a name's pinyin as it is read first, lower case, and its first letters.
pub fn sounds(text: &str) -> (String, String) {
    let (mut full, mut initials) = (String::new(), String::new());
    let canonical = name(text).text;
    for (n, part) in parts(&canonical).iter().enumerate() {
        if is_of_han(part) {
            for sounds in readings(part, n == 0 && !canonical.contains('·')) {
                full.push_str(&sounds[0]);
                initials.extend(sounds[0].chars().next());
            }
        } else {
            full.push_str(part);
            initials.extend(part.chars().next());
        }
    }
    (full, initials)
}

/// Every word by which a name is found, each with a space before it: the characters from each of them on, the parts of the name,
/// and its pinyin: in full, by first letters and mixed, in each way of reading it.
pub fn find_words(text: &str) -> String {
    let canonical = name(text).text;
    let parts = parts(&canonical);
    let mut words = Words::default();
    for (n, part) in parts.iter().enumerate() {
        let rest = parts[n + 1..].concat();
        for (at, _) in part.char_indices().filter(|(at, _)| *at == 0 || is_of_han(part)) {
            words.add(format!("{}{rest}", &part[at..]));
        }
    }
    for word in hyphenated(&canonical) {
        words.add(word);
    }
    let (full, initials) = sounds(&canonical);
    words.add(full);
    words.add(initials);
    for (n, part) in parts.iter().enumerate().filter(|(_, part)| is_of_han(part)) {
        let whole = n == 0 && !canonical.contains('·');
        let surname = if whole { surname_length(part) } else { 0 };
        for reading in ways(&readings(part, whole)) {
            words.read_as(&reading, surname);
        }
    }
    words.0.iter().map(|word| format!(" {word}")).collect()
}

/// Words, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Words(Vec<String>);

impl Words {
    fn add(&mut self, word: String) {
        if !word.is_empty() && !self.0.contains(&word) {
            self.0.push(word);
        }
    }

    /// The pinyin of one way of reading: some syllables in full and the first letters of the rest, the surname by its first letters and the
    /// given name in full, the given name alone.
    fn read_as(&mut self, syllables: &[&str], surname: usize) {
        let initials = |syllables: &[&str]| -> String {
            syllables.iter().filter_map(|one| one.chars().next()).collect()
        };
        for full in 0..=syllables.len() {
            self.add(syllables[..full].concat() + &initials(&syllables[full..]));
        }
        if let Some((family, given)) =
            syllables.split_at_checked(surname).filter(|(_, given)| !given.is_empty())
        {
            self.add(initials(family) + &given.concat());
            self.add(given.concat());
        }
    }
}

/// One reading of each character, in every combination up to a bound.
fn ways(readings: &[Vec<String>]) -> Vec<Vec<&str>> {
    let mut ways: Vec<Vec<&str>> = vec![Vec::new()];
    for sounds in readings {
        let mut longer = Vec::new();
        // The usual readings come first, so that they are kept when there are too many.
        for sound in sounds {
            longer.extend(
                ways.iter().map(|way| way.iter().copied().chain([sound.as_str()]).collect::<Vec<_>>()),
            );
        }
        longer.truncate(MOST_READINGS);
        ways = longer;
    }
    ways
}

/// The parts of a canonical name without their marks and capitals: between spaces and dots, and where the script changes.
fn parts(canonical: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut last: Option<bool> = None;
    for c in canonical.chars() {
        if c == ' ' || c == '·' || c == ',' {
            last = None;
            continue;
        }
        let han = is_han(c);
        if last != Some(han) {
            parts.push(String::new());
        }
        last = Some(han);
        if let Some(part) = parts.last_mut() {
            part.push_str(&folded(c));
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The words on either side of a hyphen: they stand together in the part.
fn hyphenated(canonical: &str) -> Vec<String> {
    let words = canonical.split([' ', '·', ',']).filter(|word| word.contains('-'));
    words.flat_map(|word| word.split('-').map(|half| half.chars().map(folded).collect())).collect()
}

/// A character as it is compared: letters without capitals, Latin ones without marks, apostrophes and hyphens not at all.
fn folded(c: char) -> String {
    match c {
        '\'' | '-' | '.' | ',' => String::new(),
        _ if u32::from(c) < 0x250 || (0x1E00..0x1F00).contains(&u32::from(c)) => c
            .to_lowercase()
            .nfkd()
            .filter(|c| !(0x300..0x370).contains(&u32::from(*c)))
            .map(|c| match c {
                'đ' | 'ð' => "d".to_owned(),
                'ø' => "o".into(),
                'ł' => "l".into(),
                'ı' => "i".into(),
                'ħ' => "h".into(),
                'ß' => "ss".into(),
                'æ' => "ae".into(),
                'œ' => "oe".into(),
                'þ' => "th".into(),
                other => other.to_string(),
            })
            .collect(),
        _ => c.to_lowercase().collect(),
    }
}

/// What somebody looks for, read in every way in which it can be meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// A whole 学籍号.
    pub student_number: Option<String>,
    /// A whole number of an identity document, of whatever kind.
    pub document: Option<String>,
    /// A telephone number.
    pub telephone: Option<String>,
    /// The last six characters of a number.
    pub tail: Option<String>,
    /// Words of a name: one of these lists must be found whole, each word at the beginning of a kept one.
    pub words: Vec<Vec<String>>,
}

impl Sought {
    /// Reads what was typed; none when it is too short to be anything.
    pub fn read(text: &str) -> Option<Self> {
        let number = identifier(text).text;
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let plain = number.bytes().all(|b| b.is_ascii_alphanumeric());
        let phone = telephone(text).text;
        let mut sought = Self { telephone: is_telephone(&phone).then_some(phone), ..Self::default() };
        if plain && number.len() == 19 && number.starts_with(['G', 'L', 'J']) {
            sought.student_number = Some(number.clone());
        }
        if plain && (5..=20).contains(&number.len()) && digits >= 4 {
            sought.tail = tail(&number).filter(|_| number.len() == TAIL);
            sought.document = Some(number);
        }
        if digits == 0 {
            sought.words = words_of(text);
        }
        (sought != Self::default()).then_some(sought)
    }

    /// Whether a name with these kept words is meant.
    pub fn finds(&self, kept: &str) -> bool {
        let found = |word: &String| kept.contains(&format!(" {word}"));
        self.words.iter().any(|words| words.iter().all(found))
    }
}

/// Characters of a number by which it is found within a school.
const TAIL: usize = 6;

/// The last six characters of a number, none when they are not five digits and a digit or X.
pub fn tail(number: &str) -> Option<String> {
    let at = number.len().checked_sub(TAIL)?;
    let tail = number.get(at..)?;
    let (digits, last) = tail.split_at(TAIL - 1);
    let fits =
        digits.bytes().all(|b| b.is_ascii_digit()) && last.bytes().all(|b| b.is_ascii_digit() || b == b'X');
    fits.then(|| tail.to_owned())
}

fn words_of(text: &str) -> Vec<Vec<String>> {
    let canonical = query(text).text;
    let parts = parts(&canonical);
    let joined = parts.concat();
    // One letter is too little; one character of another script is a word.
    if joined.is_ascii() && joined.len() < 2 {
        return Vec::new();
    }
    let mut ways = vec![vec![joined]];
    if parts.len() > 1 {
        ways.push(parts);
    }
    ways
}
