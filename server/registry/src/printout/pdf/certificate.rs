//! A certificate (证书): A4 across, framed, with the places for photo, seal and the principal's signature.

use super::font::{printable, width, wrap};
use super::layout::{HEIGHT, Layout, Mark, WIDTH};
use domain::print::Document;

/// Width and height of the sheet.
const SHEET: (f32, f32) = (HEIGHT, WIDTH);
const TITLE: f32 = 44.0;
const TITLE_SPACE: f32 = 26.0;
const SIZE: f32 = 18.0;
const LEADING: f32 = 38.0;
const SMALL: f32 = 10.5;
/// 照片: 35 × 49 mm.
const PHOTO: (f32, f32) = (99.2, 138.9);
const PHOTO_AT: (f32, f32) = (104.0, 176.0);
/// Left and right edge of the text.
const TEXT: (f32, f32) = (280.0, 756.0);
const SYMBOL: f32 = 66.0;

impl Layout {
    pub(super) fn certificate(&mut self, document: &Document, symbol: &[Vec<bool>]) {
        self.size = SHEET;
        self.frame();
        self.title(&document.title);
        self.photo();
        self.body(document);
        self.number(document, symbol);
        self.seal(document);
    }

    fn frame(&mut self) {
        let (wide, high) = SHEET;
        for (inset, weight) in [(34.0, 3.0), (41.0, 0.8), (52.0, 0.8)] {
            self.mark(Mark::Frame(inset, inset, wide - 2.0 * inset, high - 2.0 * inset, weight));
        }
        // A square in each corner, where the inner frames meet.
        let side = 11.0;
        for x in [41.0, wide - 41.0 - side] {
            for y in [41.0, high - 41.0 - side] {
                self.mark(Mark::Frame(x, y, side, side, 0.8));
                self.mark(Mark::Frame(x + 3.5, y + 3.5, side - 7.0, side - 7.0, 2.0));
            }
        }
    }

    /// The characters of the title stand apart, as on a printed certificate.
    fn title(&mut self, title: &str) {
        let title = printable(title);
        let characters: Vec<String> = title.chars().map(String::from).collect();
        let gaps = characters.len().saturating_sub(1) as f32 * TITLE_SPACE;
        let whole: f32 = characters.iter().map(|one| width(one, TITLE)).sum::<f32>() + gaps;
        let mut x = (SHEET.0 - whole) / 2.0;
        for one in characters {
            let wide = width(&one, TITLE);
            self.mark(Mark::Bold(x, 128.0, TITLE, one));
            x += wide + TITLE_SPACE;
        }
    }

    fn photo(&mut self) {
        let ((left, top), (wide, high)) = (PHOTO_AT, PHOTO);
        for (from, to) in [
            ((left, top), (left + wide, top)),
            ((left + wide, top), (left + wide, top + high)),
            ((left, top + high), (left + wide, top + high)),
            ((left, top), (left, top + high)),
        ] {
            self.mark(Mark::Line(from, to));
        }
        self.in_middle("照　片", left + wide / 2.0, top + high / 2.0 - 4.0, SMALL);
        self.in_middle("（骑缝加盖学校印章）", left + wide / 2.0, top + high / 2.0 + 14.0, 8.5);
    }

    fn in_middle(&mut self, text: &str, middle: f32, y: f32, size: f32) {
        let text = printable(text);
        self.text(middle - width(&text, size) / 2.0, y, size, text);
    }

    fn body(&mut self, document: &Document) {
        let mut y = 192.0;
        for paragraph in &document.paragraphs {
            let text = printable(&format!("　　{paragraph}"));
            for line in wrap(&text, SIZE, TEXT.1 - TEXT.0) {
                self.text(TEXT.0, y, SIZE, line);
                y += LEADING;
            }
        }
    }

    /// Number and symbol, at the lower left.
    fn number(&mut self, document: &Document, symbol: &[Vec<bool>]) {
        let middle = PHOTO_AT.0 + PHOTO.0 / 2.0;
        self.symbol(symbol, (middle - SYMBOL / 2.0, 428.0), SYMBOL);
        let mut y = 350.0;
        for (label, value) in document.groups.iter().flat_map(|group| &group.facts) {
            self.in_middle(label, middle, y, SMALL);
            for line in wrap(&printable(value), SMALL, 172.0) {
                y += 17.0;
                self.in_middle(&line, middle, y, SMALL);
            }
            y += 20.0;
        }
        self.in_middle("扫码核验", middle, 508.0, 8.5);
    }

    /// Principal, school and day, at the lower right. The seal goes over the school's name.
    fn seal(&mut self, document: &Document) {
        for signature in &document.signatures {
            let words = printable(&format!("{signature}："));
            let from = TEXT.0 + width(&words, 15.0) + 6.0;
            self.text(TEXT.0, 446.0, 15.0, words);
            self.mark(Mark::Line((from, 450.0), (from + 110.0, 450.0)));
        }
        let middle = 640.0;
        let mut y = 446.0;
        for line in &document.closing {
            self.in_middle(line, middle, y, 15.0);
            y += 30.0;
        }
        self.in_middle("（学校印章）", middle, y, 8.5);
    }
}
