//! What somebody looks for (查询), and in which order it is answered: beginnings of names as far as there are any, then whole words.

use super::find::{kept_word, parts, sound_of_beginning};
use super::steps::is_han;
use super::telephone::is_telephone;
use super::{identifier, query, telephone};

/// Parts of a name that are looked up as words; the others are compared.
const PARTS: usize = 3;

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
    /// The parts of a name as they were typed; none when it is a number that is looked for.
    pub parts: Vec<String>,
}

/// In which order names stand in a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameOrder {
    /// By sound: the order of lists.
    #[default]
    Pinyin,
    /// By characters, or by the letters of another script.
    Name,
    /// By first letters.
    Initials,
}

/// Everybody whose name begins so, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beginning {
    /// The order.
    pub order: NameOrder,
    /// What the name begins with in it.
    pub prefix: String,
}

/// What is kept with a name: [`ListedAs`](super::ListedAs) and the words ([`find_words`](super::find_words)).
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// By sound.
    pub by_pinyin: &'a str,
    /// By characters.
    pub by_name: &'a str,
    /// By first letters.
    pub by_initials: &'a str,
    /// The words.
    pub words: &'a [String],
}

impl<'a> Kept<'a> {
    /// Where the name stands in an order.
    pub fn place(&self, order: NameOrder) -> &'a str {
        match order {
            NameOrder::Pinyin => self.by_pinyin,
            NameOrder::Name => self.by_name,
            NameOrder::Initials => self.by_initials,
        }
    }

    fn begins(&self, beginning: &Beginning) -> bool {
        self.place(beginning.order).starts_with(&beginning.prefix)
    }

    /// Whether a text is a word of it; of a long run of characters the beginning is one, and the name holds the rest.
    fn has_word(&self, text: &str) -> bool {
        let word = kept_word(text);
        self.words.contains(&word) && (word == text || self.by_name.contains(text))
    }

    fn has(&self, text: &str) -> bool {
        if is_letter(text) {
            return self.by_initials.starts_with(text)
                || self.words.iter().any(|word| word.starts_with(text));
        }
        beginnings(text).iter().any(|beginning| self.begins(beginning)) || self.has_word(text)
    }
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
            sought.parts = parts_of(text);
        }
        (sought != Self::default()).then_some(sought)
    }

    /// The beginnings of names that are meant, in the order in which they are answered: what was typed as one, characters followed by
    /// letters by their sound, and two parts the other way round.
    pub fn beginnings(&self) -> Vec<Beginning> {
        let joined = self.parts.concat();
        let mut meant = match joined.is_empty() {
            true => Vec::new(),
            false => beginnings(&joined),
        };
        meant.extend(self.sounded());
        if let [first, last] = &self.parts[..]
            && joined.len() > 2
        {
            for beginning in beginnings(&format!("{last}{first}")) {
                if !meant.contains(&beginning) {
                    meant.push(beginning);
                }
            }
        }
        meant
    }

    /// The beginning by sound of a name of which the first characters were typed and then letters: «张s».
    fn sounded(&self) -> Option<Beginning> {
        let (first, rest) = self.parts.split_first()?;
        let letters = rest.concat();
        let followed = first.starts_with(is_han) && letters.is_ascii() && !letters.is_empty();
        let full = sound_of_beginning(first);
        (followed && !full.is_empty())
            .then(|| Beginning { order: NameOrder::Pinyin, prefix: format!("{full}{letters}") })
    }

    /// The kept words of which one is looked up after the beginnings. Who has one is meant where [`Sought::finds`] says so.
    pub fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for text in self.whole().into_iter().chain(self.looked_up().into_iter().map(str::to_owned)) {
            let word = kept_word(&text);
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words
    }

    /// Whether a name of which this is kept is meant.
    pub fn finds(&self, kept: &Kept<'_>) -> bool {
        self.way(kept).is_some()
    }

    /// By which way a name is found first: the number of its beginning, or one more for a word; none when it is not meant.
    pub fn way(&self, kept: &Kept<'_>) -> Option<usize> {
        let beginnings = self.beginnings();
        let begins = beginnings.iter().position(|beginning| kept.begins(beginning));
        begins.or_else(|| self.by_words(kept).then_some(beginnings.len()))
    }

    fn by_words(&self, kept: &Kept<'_>) -> bool {
        let looked_up = self.looked_up();
        self.whole().is_some_and(|whole| kept.has_word(&whole))
            || (looked_up.iter().any(|part| kept.has_word(part))
                && self.parts.iter().all(|part| kept.has(part)))
    }

    /// What was typed, as one.
    fn whole(&self) -> Option<String> {
        (!self.parts.is_empty()).then(|| self.parts.concat())
    }

    /// The parts that are looked up each by itself: the longest of several. By one letter nobody is looked up; it is compared.
    fn looked_up(&self) -> Vec<&str> {
        if self.parts.len() < 2 {
            return Vec::new();
        }
        let mut parts: Vec<&str> =
            self.parts.iter().map(String::as_str).filter(|part| !is_letter(part)).collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
        parts.truncate(PARTS);
        parts
    }
}

/// Whether a part of a name is one letter only.
fn is_letter(part: &str) -> bool {
    part.is_ascii() && part.len() < 2
}

/// How a name begins that begins with this text.
fn beginnings(text: &str) -> Vec<Beginning> {
    let orders: &[NameOrder] = match (text.is_ascii(), text.len()) {
        (false, _) => &[NameOrder::Name],
        // Who begins with a letter begins with it in both.
        (true, 0..=1) => &[NameOrder::Pinyin],
        (true, _) => &[NameOrder::Pinyin, NameOrder::Initials],
    };
    orders.iter().map(|order| Beginning { order: *order, prefix: text.to_owned() }).collect()
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

fn parts_of(text: &str) -> Vec<String> {
    let parts = parts(&query(text).text);
    // One letter is too little; one character of another script is a word.
    let joined: usize = parts.iter().map(String::len).sum();
    let letters = parts.iter().all(|part| part.is_ascii());
    if letters && joined < 2 { Vec::new() } else { parts }
}
