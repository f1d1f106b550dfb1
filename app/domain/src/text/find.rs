//! Finding a person by what people type (查询): what is kept with a name. What is looked for in it: [`super::sought`].

use super::name;
use super::readings::{is_of_han, readings, surname_length};
use super::steps::is_han;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Most ways of reading one name that are kept.
const MOST_READINGS: usize = 12;

/// The same of a part of many characters, of which each way has many words.
const FEW_READINGS: usize = 4;

/// Syllables of a name whose pinyin is kept mixed in every way.
const SHORT: usize = 4;

/// Characters that are kept from each character of a name on.
const LONGEST: usize = 4;

/// Most words that are kept of one name.
const MOST_WORDS: usize = 200;

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

/// Letters of the pinyin of the characters with which a longer name begins: a surname of two characters is one only where something
/// follows it.
pub(super) fn sound_of_beginning(characters: &str) -> String {
    const FOLLOWS: (&str, &str) = ("一", "yi");
    let (full, _) = sounds(&format!("{characters}{}", FOLLOWS.0));
    full.strip_suffix(FOLLOWS.1).unwrap_or_default().to_owned()
}

/// Under what a name stands in lists, each one text that no other person has: what follows the first of its words keeps those apart who
/// share it, the person's id the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListedAs {
    /// By sound: `wangxiaoming 王小明 <id>`. The order of lists.
    pub by_pinyin: String,
    /// By characters: `王小明 <id>`.
    pub by_name: String,
    /// By first letters: `wxm wangxiaoming 王小明 <id>`.
    pub by_initials: String,
}

/// Under what the name of this person stands in lists.
pub fn listed_as(text: &str, id: &str) -> ListedAs {
    let canonical = name(text).text;
    let (full, initials) = sounds(&canonical);
    let by_name = format!("{} {id}", parts(&canonical).concat());
    let by_pinyin = format!("{full} {by_name}");
    ListedAs { by_initials: format!("{initials} {by_pinyin}"), by_pinyin, by_name }
}

/// The words by which a name is found besides its beginnings, which the columns of [`ListedAs`] answer: what stands in it from each later
/// character on, at most four of them; its later parts; and its pinyin as nobody begins to read it: the given name alone, some
/// syllables in full and the first letters of those that follow, every other way of reading it. Only whole words are looked up.
pub fn find_words(text: &str) -> Vec<String> {
    let canonical = name(text).text;
    let parts = parts(&canonical);
    let (full, initials) = sounds(&canonical);
    let mut words = Words { begun: [parts.concat(), full, initials], list: Vec::new() };
    words.of_characters();
    words.of_later_parts(&parts);
    for half in hyphenated(&canonical) {
        words.add(half);
    }
    for (n, part) in parts.iter().enumerate().filter(|(_, part)| is_of_han(part)) {
        let whole = n == 0 && !canonical.contains('·');
        let surname = if whole { surname_length(part) } else { 0 };
        let readings = readings(part, whole);
        let most = if readings.len() > SHORT { FEW_READINGS } else { MOST_READINGS };
        for reading in ways(&readings, most) {
            words.read_as(&reading, surname);
        }
    }
    words.list.truncate(MOST_WORDS);
    words.list
}

/// The kept word by which what was typed is looked up: of a long run of characters only the beginning is kept.
pub(super) fn kept_word(typed: &str) -> String {
    match typed.starts_with(is_han) {
        true => typed.chars().take(LONGEST).collect(),
        false => typed.to_owned(),
    }
}

/// Words, each once, without those with which the name begins anyway.
#[derive(Debug, Clone)]
struct Words {
    /// The name, its pinyin and its first letters.
    begun: [String; 3],
    list: Vec<String>,
}

impl Words {
    fn add(&mut self, word: String) {
        // One letter is too little to look for.
        let too_short = word.is_empty() || (word.is_ascii() && word.len() < 2);
        let [name, full, initials] = &self.begun;
        let begins = match word.is_ascii() {
            true => full.starts_with(&word) || initials.starts_with(&word),
            // What is as long as that may go on otherwise than the name does where it begins.
            false => name.starts_with(&word) && word.chars().count() < LONGEST,
        };
        if !too_short && !begins && !self.list.contains(&word) {
            self.list.push(word);
        }
    }

    /// From each Han character after the first on.
    fn of_characters(&mut self) {
        let characters: Vec<char> = self.begun[0].chars().collect();
        for at in (1..characters.len()).filter(|at| characters.get(*at).copied().is_some_and(is_han)) {
            for length in 1..=LONGEST.min(characters.len() - at) {
                self.add(characters.iter().skip(at).take(length).collect());
            }
        }
    }

    /// The parts after the first: alone, with those that follow, and what a part in letters begins with.
    fn of_later_parts(&mut self, parts: &[String]) {
        for (n, part) in parts.iter().enumerate().skip(1) {
            for last in n..parts.len() {
                self.add(parts.iter().take(last + 1).skip(n).map(String::as_str).collect());
            }
            if !is_of_han(part) {
                for length in 2..part.chars().count() {
                    self.add(part.chars().take(length).collect());
                }
            }
        }
    }

    /// The pinyin of one way of reading: of all of it, of the given name alone, and of that after the first letters of the surname.
    fn read_as(&mut self, syllables: &[&str], surname: usize) {
        self.mixed("", syllables);
        let Some((family, given)) = syllables.split_at_checked(surname).filter(|_| surname > 0) else {
            return;
        };
        self.mixed("", given);
        self.mixed(&first_letters(family, family.len()), given);
    }

    /// Some syllables in full, and first letters of those that follow; of a long name of all that follow or of none.
    fn mixed(&mut self, before: &str, syllables: &[&str]) {
        for full in 0..=syllables.len() {
            let (whole, rest) = syllables.split_at(full);
            for letters in 0..=rest.len() {
                if syllables.len() <= SHORT || letters == 0 || letters == rest.len() {
                    self.add(format!("{before}{}{}", whole.concat(), first_letters(rest, letters)));
                }
            }
        }
    }
}

/// The first letters of so many syllables.
fn first_letters(syllables: &[&str], most: usize) -> String {
    syllables.iter().take(most).filter_map(|one| one.chars().next()).collect()
}

/// One reading of each character, in every combination up to a bound.
fn ways(readings: &[Vec<String>], most: usize) -> Vec<Vec<&str>> {
    let mut ways: Vec<Vec<&str>> = vec![Vec::new()];
    for sounds in readings {
        let mut longer = Vec::new();
        // The usual readings come first, so that they are kept when there are too many.
        for sound in sounds {
            longer.extend(
                ways.iter().map(|way| way.iter().copied().chain([sound.as_str()]).collect::<Vec<_>>()),
            );
        }
        longer.truncate(most);
        ways = longer;
    }
    ways
}

/// The parts of a canonical name without their marks and capitals: between spaces and dots, and where the script changes.
pub(super) fn parts(canonical: &str) -> Vec<String> {
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
