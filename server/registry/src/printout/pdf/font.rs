//! The fonts: which of them has a character, how wide a text is, where it wraps.
//!
//! Two are part of the program: the one in which everything is set, and one for rare characters of names (assets/fonts/README.md). For the
//! rest of GB 18030-2022 level 3 there are fonts that are given with the server; without them what needs one is not printed.

use std::path::{Path, PathBuf};
use std::sync::{LazyLock, OnceLock};
use ttf_parser::Face;

/// WenQuanYi Micro Hei: Chinese and Latin.
static BASE: &[u8] = include_bytes!("../../../assets/fonts/wqy-microhei.ttc");
/// Of HanaMinA what the other lacks: CJK Extension A, 通用规范汉字表, letters of other languages.
static RARE: &[u8] = include_bytes!("../../../assets/fonts/rare.ttf");
/// The fonts that may be given, in the order in which they are asked.
const GIVEN: [&str; 3] = ["HanaMinA.ttf", "HanaMinB.ttf", "BabelStoneHan.ttf"];

/// A font and what is read of it.
pub(super) struct Loaded {
    /// The file.
    pub(super) bytes: &'static [u8],
    face: Face<'static>,
}

impl Loaded {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        Face::parse(bytes, 0).ok().map(|face| Self { bytes, face })
    }

    fn has(&self, character: char) -> bool {
        self.face.glyph_index(character).is_some()
    }

    fn advance(&self, character: char, size: f32) -> Option<f32> {
        let units = self.face.glyph_hor_advance(self.face.glyph_index(character)?)?;
        Some(f32::from(units) * size / f32::from(self.face.units_per_em()))
    }
}

static OWN: LazyLock<[Loaded; 2]> = LazyLock::new(|| {
    [BASE, RARE].map(|bytes| Loaded::new(bytes).expect("the fonts are part of the program"))
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

/// Which font has a character: its place among all of them.
fn place(character: char) -> Option<usize> {
    let own = OWN.iter().position(|font| font.has(character));
    own.or_else(|| MORE.iter().position(|font| font.has(character)).map(|at| at + OWN.len()))
}

/// The font at a place.
pub(super) fn font_at(place: usize) -> &'static Loaded {
    OWN.get(place).unwrap_or_else(|| &MORE[place - OWN.len()])
}

/// Whether a font is there for a character. What leaves the paper white needs none.
pub(super) fn is_there(character: char) -> bool {
    character.is_control() || character.is_whitespace() || place(character).is_some()
}

/// The text without what is not printed, and with an ordinary space for the spaces that no font has.
pub(super) fn printable(text: &str) -> String {
    let space = |one: char| if one.is_whitespace() && place(one).is_none() { ' ' } else { one };
    text.chars().filter(|character| !character.is_control()).map(space).collect()
}

/// A text in parts of one font each, with the place of the font.
pub(super) fn runs(text: &str) -> Vec<(usize, &str)> {
    let mut runs: Vec<(usize, &str)> = Vec::new();
    let mut begin = 0;
    for (at, character) in text.char_indices() {
        let font = place(character).unwrap_or_default();
        let end = at + character.len_utf8();
        match runs.last_mut() {
            Some((last, run)) if *last == font => *run = &text[begin..end],
            _ => {
                begin = at;
                runs.push((font, &text[at..end]));
            }
        }
    }
    runs
}

/// Width in points.
pub(super) fn width(text: &str, size: f32) -> f32 {
    text.chars().map(|character| advance(character, size)).sum()
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

/// What is not divided: runs of letters and digits that fit into a line, else single characters.
fn parts(text: &str, size: f32, limit: f32) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = rest.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let whole = run > 0 && width(&rest[..run], size) <= limit;
        let end = if whole { run } else { first.len_utf8() };
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    parts
}
