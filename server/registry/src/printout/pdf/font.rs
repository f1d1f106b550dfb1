//! The fonts: which of them has a character, how wide a text is, where it wraps.
//!
//! Names in the script of another people (民族文字姓名) stand in the line as words of one font each, whose letters are joined, stacked and,
//! in Uyghur, Kazakh and Kirghiz, written from the right. Mongolian, which has columns of its own, lies along the line, as is usual where
//! the line is Han: turned by a quarter, read from the left.
//!
//! Two are part of the program: the one in which everything is set, and one for rare characters of names (assets/fonts/README.md). For the
//! rest of GB 18030-2022 level 3 there are fonts that are given with the server; without them what needs one is not printed.

use domain::ident::{NameScript, is_joiner};
use rustybuzz::{GlyphBuffer, UnicodeBuffer};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, OnceLock};
use ttf_parser::Face;

/// WenQuanYi Micro Hei: Chinese and Latin.
static BASE: &[u8] = include_bytes!("../../../assets/fonts/wqy-microhei.ttc");
/// Of HanaMinA what the other lacks: CJK Extension A, 通用规范汉字表, letters of other languages.
static RARE: &[u8] = include_bytes!("../../../assets/fonts/rare.ttf");
/// The scripts of names besides Han that have a font of their own here, behind the two.
const SCRIPTS: [(NameScript, &[u8]); 7] = [
    (NameScript::Tibetan, include_bytes!("../../../assets/fonts/scripts/tibetan.ttf")),
    (NameScript::Arabic, include_bytes!("../../../assets/fonts/scripts/arabic.ttf")),
    (NameScript::Mongolian, include_bytes!("../../../assets/fonts/scripts/mongolian.ttf")),
    (NameScript::Yi, include_bytes!("../../../assets/fonts/scripts/yi.ttf")),
    (NameScript::TaiLe, include_bytes!("../../../assets/fonts/scripts/tai-le.ttf")),
    (NameScript::NewTaiLue, include_bytes!("../../../assets/fonts/scripts/new-tai-lue.ttf")),
    (NameScript::Lisu, include_bytes!("../../../assets/fonts/scripts/lisu.ttf")),
];
/// How many fonts stand before those of the scripts.
const PLAIN: usize = 2;
/// The fonts that may be given, in the order in which they are asked.
const GIVEN: [&str; 3] = ["HanaMinA.ttf", "HanaMinB.ttf", "BabelStoneHan.ttf"];

/// A font and what is read of it.
pub(super) struct Loaded {
    /// The file.
    pub(super) bytes: &'static [u8],
    face: Face<'static>,
    /// Read when the first word needs it: only letters that are joined do.
    shaper: OnceLock<Option<rustybuzz::Face<'static>>>,
}

impl Loaded {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        Face::parse(bytes, 0).ok().map(|face| Self { bytes, face, shaper: OnceLock::new() })
    }

    fn has(&self, character: char) -> bool {
        self.face.glyph_index(character).is_some()
    }

    /// The signs of a word, as they stand on paper.
    pub(super) fn shaped(&self, word: &str) -> Option<GlyphBuffer> {
        let face = self.shaper.get_or_init(|| rustybuzz::Face::from_slice(self.bytes, 0)).as_ref()?;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(word);
        buffer.guess_segment_properties();
        Some(rustybuzz::shape(face, &[], buffer))
    }

    /// How wide a word is.
    fn word(&self, word: &str, size: f32) -> Option<f32> {
        let units: i32 = self.shaped(word)?.glyph_positions().iter().map(|one| one.x_advance).sum();
        Some(units as f32 * size / f32::from(self.face.units_per_em()))
    }

    fn advance(&self, character: char, size: f32) -> Option<f32> {
        let units = self.face.glyph_hor_advance(self.face.glyph_index(character)?)?;
        Some(f32::from(units) * size / f32::from(self.face.units_per_em()))
    }
}

static OWN: LazyLock<Vec<Loaded>> = LazyLock::new(|| {
    let all = [BASE, RARE].into_iter().chain(SCRIPTS.map(|(_, bytes)| bytes));
    all.map(|bytes| Loaded::new(bytes).expect("the fonts are part of the program")).collect()
});

static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// The given fonts. They are large: read when the first character needs one, and kept.
static MORE: LazyLock<Vec<Loaded>> = LazyLock::new(|| {
    let files = FOLDER.get().into_iter().flat_map(|folder| GIVEN.map(|name| folder.join(name)));
    files.filter_map(|file| Loaded::new(std::fs::read(file).ok()?.leak())).collect()
});

/// Says where the fonts lie that are given with the server. Heard once, before anything is printed; gives the names of those that are
/// not there.
pub fn fonts_in(folder: &Path) -> Vec<&'static str> {
    FOLDER.get_or_init(|| folder.to_owned());
    GIVEN.into_iter().filter(|name| !folder.join(name).is_file()).collect()
}

/// The place of the font of a script.
fn place_of(script: NameScript) -> Option<usize> {
    SCRIPTS.iter().position(|(one, _)| *one == script).map(|at| at + PLAIN)
}

/// Whether a font is that of a script, so that its words are shaped as a whole.
fn is_script(place: usize) -> bool {
    (PLAIN..PLAIN + SCRIPTS.len()).contains(&place)
}

/// Which font has a character: its place among all of them. A letter of a script is its font's, whoever else has it.
fn place(character: char) -> Option<usize> {
    if let Some(place) = NameScript::of(character).and_then(place_of) {
        return OWN[place].has(character).then_some(place);
    }
    let own = OWN.iter().position(|font| font.has(character));
    own.or_else(|| MORE.iter().position(|font| font.has(character)).map(|at| at + OWN.len()))
}

/// The font at a place.
pub(super) fn font_at(place: usize) -> &'static Loaded {
    OWN.get(place).unwrap_or_else(|| &MORE[place - OWN.len()])
}

/// Whether a font is there for a character. What leaves the paper white needs none.
pub(super) fn is_there(character: char) -> bool {
    character.is_control() || character.is_whitespace() || is_joiner(character) || place(character).is_some()
}

/// The text without what is not printed, and with an ordinary space for the spaces that no font has.
pub(super) fn printable(text: &str) -> String {
    let space = |one: char| if one.is_whitespace() && place(one).is_none() { ' ' } else { one };
    text.chars().filter(|character| !character.is_control()).map(space).collect()
}

/// A text in parts of one font each, with the place of the font, from left to right: words that are written from the right, and stand
/// together, come in the order in which the eye finds them.
pub(super) fn runs(text: &str) -> Vec<(usize, &str)> {
    let mut runs: Vec<(usize, &str)> = Vec::new();
    let mut begin = 0;
    for (at, character) in text.char_indices() {
        let within =
            runs.last().map(|(font, _)| *font).filter(|font| is_script(*font) && is_joiner(character));
        let font = within.or_else(|| place(character)).unwrap_or_default();
        let end = at + character.len_utf8();
        match runs.last_mut() {
            Some((last, run)) if *last == font => *run = &text[begin..end],
            _ => {
                begin = at;
                runs.push((font, &text[at..end]));
            }
        }
    }
    from_the_right(&mut runs);
    runs
}

/// Turns around the order of words that are written from the right.
fn from_the_right(runs: &mut [(usize, &str)]) {
    let turned = place_of(NameScript::Arabic);
    let is_word = |run: &(usize, &str)| Some(run.0) == turned;
    let is_gap = |run: &(usize, &str)| run.1.chars().all(|one| one == ' ' || one == '·');
    let mut at = 0;
    while at < runs.len() {
        let mut end = at + 1;
        if is_word(&runs[at]) {
            while runs.get(end).is_some_and(is_gap) && runs.get(end + 1).is_some_and(is_word) {
                end += 2;
            }
            runs[at..end].reverse();
        }
        at = end;
    }
}

/// Width in points.
pub(super) fn width(text: &str, size: f32) -> f32 {
    runs(text).into_iter().map(|(place, run)| width_of(place, run, size)).sum()
}

fn width_of(place: usize, run: &str, size: f32) -> f32 {
    let word = if is_script(place) { font_at(place).word(run, size) } else { None };
    word.unwrap_or_else(|| run.chars().map(|character| advance(character, size)).sum())
}

fn advance(character: char, size: f32) -> f32 {
    place(character).and_then(|place| font_at(place).advance(character, size)).unwrap_or(size)
}

/// The lines of a text that is to be no wider than `limit` points. Chinese breaks anywhere; a number or a word stays whole where a line
/// holds it; a closing mark stays with what it closes by hanging into the margin.
pub(super) fn wrap(text: &str, size: f32, limit: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for part in parts(text, size, limit) {
        let wide = width(part, size);
        let hangs = part.chars().all(|character| "，。；：、）」》！？".contains(character));
        if used + wide > limit && used > 0.0 && !hangs {
            lines.push(String::new());
            used = 0.0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(part);
        }
        used += wide;
    }
    lines
}

/// What is not divided: runs of letters and digits, and words of another script, that fit into a line, else single characters.
fn parts(text: &str, size: f32, limit: f32) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = match place(first).filter(|place| is_script(*place)) {
            Some(script) => {
                let goes_on = |one: char| is_joiner(one) || place(one) == Some(script);
                rest.find(|character| !goes_on(character)).unwrap_or(rest.len())
            }
            None => rest.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(rest.len()),
        };
        let whole = run > 0 && width(&rest[..run], size) <= limit;
        let end = if whole { run } else { first.len_utf8() };
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    parts
}
