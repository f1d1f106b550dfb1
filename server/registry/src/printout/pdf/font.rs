//! The embedded font: how wide a text is, where it wraps, which characters it lacks.

use std::collections::BTreeSet;
use std::sync::LazyLock;
use ttf_parser::Face;

/// WenQuanYi Micro Hei: Chinese and Latin (assets/fonts/README.md).
pub(super) static FONT: &[u8] = include_bytes!("../../../assets/fonts/wqy-microhei.ttc");

/// Stands for a character the font lacks.
const MISSING: char = '〓';

static FACE: LazyLock<Face<'static>> =
    LazyLock::new(|| Face::parse(FONT, 0).expect("the font is part of the program"));

/// The text with what the font lacks replaced, and remembered.
pub(super) fn printable(text: &str, lacking: &mut BTreeSet<char>) -> String {
    text.chars()
        .filter(|character| !character.is_control())
        .map(|character| {
            if FACE.glyph_index(character).is_some() {
                return character;
            }
            lacking.insert(character);
            MISSING
        })
        .collect()
}

/// Width in points.
pub(super) fn width(text: &str, size: f32) -> f32 {
    text.chars().map(|character| advance(character, size)).sum()
}

fn advance(character: char, size: f32) -> f32 {
    let glyph = FACE.glyph_index(character).and_then(|glyph| FACE.glyph_hor_advance(glyph));
    glyph.map_or(size, |units| f32::from(units) * size / f32::from(FACE.units_per_em()))
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
