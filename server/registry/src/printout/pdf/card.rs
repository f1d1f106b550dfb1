//! The two faces of a card: who it is and the symbol in front; how long it holds, number and code behind.

use super::font::{printable, width, wrap};
use super::layout::{Mark, centred, squares};
use super::photo::Place;
use super::{printed_on, void};
use contract::printout::PrintView;

/// 85.6 × 54 mm (ISO 7810 ID-1), in points.
pub(super) const SIZE: (f32, f32) = (242.65, 153.07);
const EDGE: f32 = 11.0;
const INNER: f32 = SIZE.0 - 2.0 * EDGE;
/// Side of the symbol: 31 mm.
const SYMBOL: f32 = 88.0;
/// 照片: left, top, width, height; 17 × 23.8 mm.
pub(super) const PHOTO: Place = (EDGE, 52.0, 48.2, 67.5);
const TINY: f32 = 5.5;
const BODY: f32 = 7.5;
const SMALL: f32 = 6.5;

/// Draws both faces.
pub(super) fn faces(view: &PrintView, symbol: &[Vec<bool>]) -> Vec<Vec<Mark>> {
    vec![front(view, symbol), back(view)]
}

fn front(view: &PrintView, symbol: &[Vec<bool>]) -> Vec<Mark> {
    let unit = printable(&view.document.unit);
    // A long name is written smaller rather than over two lines.
    let size = (10.5 * INNER / width(&unit, 10.5).max(1.0)).min(10.5);
    let mut marks = vec![
        centred(&unit, (EDGE, EDGE + INNER), 18.0, size, false),
        centred(&view.document.title, (EDGE, EDGE + INNER), 36.0, 14.0, true),
        Mark::Line((EDGE, 43.0), (EDGE + INNER, 43.0)),
    ];
    let (left, top, across, down) = PHOTO;
    marks.extend(frame(PHOTO));
    if view.photo.is_none() {
        marks.push(centred("照　片", (left, left + across), top + down / 2.0 + 2.0, SMALL, false));
    }
    // Between picture and symbol there is room for a word: what it is stands small above it.
    let room = (left + across + 5.0, EDGE + INNER - SYMBOL - 4.0);
    let mut y = 57.0;
    // Beside the symbol there are 93 points: five lines, or six closer together where there is a name in another script.
    let lines = view.document.groups.iter().map(|group| group.facts.len()).sum::<usize>();
    let step = if lines > 5 { 15.4 } else { 18.5 };
    for (label, value) in view.document.groups.iter().flat_map(|group| &group.facts) {
        marks.push(Mark::Text(room.0, y, TINY, label.clone()));
        let value = printable(value);
        let size = (BODY * (room.1 - room.0) / width(&value, BODY).max(1.0)).min(BODY);
        marks.push(Mark::Text(room.0, y + 9.0 - (18.5 - step) / 2.0, size, value));
        y += step;
    }
    marks.extend(squares(symbol, EDGE + INNER - SYMBOL, 52.0, SYMBOL));
    if view.line.revoked.is_some() {
        marks.push(void(left, left + across, 137.0, 9.0));
    }
    marks
}

/// The edge of a picture, or of the place for one.
fn frame((left, top, across, down): Place) -> [Mark; 4] {
    let (right, bottom) = (left + across, top + down);
    [
        Mark::Line((left, top), (right, top)),
        Mark::Line((right, top), (right, bottom)),
        Mark::Line((left, bottom), (right, bottom)),
        Mark::Line((left, top), (left, bottom)),
    ]
}

fn back(view: &PrintView) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut y = 20.0;
    for paragraph in &view.document.paragraphs {
        for line in wrap(&printable(paragraph), BODY, INNER) {
            marks.push(Mark::Text(EDGE, y, BODY, line));
            y += 11.0;
        }
        y += 4.0;
    }
    let foot = [
        format!("编号　{}", view.line.number),
        format!("验证码　{}", view.code),
        format!("核验　{}", view.verify_at),
        format!("发卡日期　{}", printed_on(view)),
    ];
    y = SIZE.1 - EDGE - (foot.len() - 1) as f32 * 10.0;
    marks.push(Mark::Line((EDGE, y - 11.0), (EDGE + INNER, y - 11.0)));
    for line in foot {
        marks.push(Mark::Text(EDGE, y, SMALL, line));
        y += 10.0;
    }
    if let Some(signature) = view.document.signatures.first() {
        let x = EDGE + INNER - width(signature, BODY);
        marks.push(Mark::Text(x, SIZE.1 - EDGE, BODY, signature.clone()));
    }
    marks
}
