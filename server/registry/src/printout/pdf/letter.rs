//! A letter (公文): title in the middle, paragraphs with two characters of indent, the sender and the day at the lower right, what is
//! attached after it. Who printed it stands in the footer: the receiver prints it too.

use super::font::{printable, width, wrap};
use super::layout::{INNER, Layout, MARGIN, Mark, WIDTH};
use domain::print::Document;

const SIZE: f32 = 12.0;
const LEADING: f32 = 22.0;
const TITLE: f32 = 20.0;
const SMALL: f32 = 10.5;

impl Layout {
    pub(super) fn letter(&mut self, document: &Document, symbol: &[Vec<bool>], side: f32) {
        self.symbol(symbol, (WIDTH - MARGIN - side, MARGIN), side);
        self.y = MARGIN + side + 8.0;
        let title = printable(&document.title);
        for line in wrap(&title, TITLE, INNER) {
            let x = MARGIN + (INNER - width(&line, TITLE)) / 2.0;
            self.mark(Mark::Bold(x, self.y + TITLE, TITLE, line));
            self.y += TITLE * 1.6;
        }
        for (label, value) in document.groups.iter().flat_map(|group| &group.facts) {
            let words = printable(&format!("{label}：{value}"));
            let x = MARGIN + (INNER - width(&words, SMALL)) / 2.0;
            self.text(x, self.y + SMALL, SMALL, words);
            self.y += SMALL * 1.8;
        }
        self.y += 14.0;
        if !document.addressee.is_empty() {
            self.written(&format!("{}：", document.addressee));
        }
        for paragraph in &document.paragraphs {
            self.written(&format!("　　{paragraph}"));
        }
        self.y += 24.0;
        self.closing(&document.closing, LEADING);
        if let Some(list) = &document.list {
            self.y += 20.0;
            self.list(list);
        }
    }

    fn written(&mut self, text: &str) {
        let text = printable(text);
        for line in wrap(&text, SIZE, INNER) {
            self.room(LEADING);
            self.text(MARGIN, self.y + SIZE + 3.0, SIZE, line);
            self.y += LEADING;
        }
    }
}
