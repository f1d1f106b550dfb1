//! From a description to marks on pages. Points, from the top left corner.

use super::font::{printable, width, wrap};
use domain::print::{Document, FactGroup, HandBox, ListTable, Slip, Style};

pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;
pub(super) const MARGIN: f32 = 56.0;
/// Where the text ends and the footer begins.
const BOTTOM: f32 = HEIGHT - 84.0;
pub(super) const INNER: f32 = WIDTH - 2.0 * MARGIN;
const BODY: f32 = 10.5;
/// The smallest type of a list that has more columns than the page is wide.
const SMALL: f32 = 8.5;
const LEADING: f32 = 16.0;
const PADDING: f32 = 4.0;
/// Room to write a word or two by hand.
const BY_HAND: f32 = 48.0;
/// Width of a label, and of a value beside another pair.
const LABEL: f32 = 106.0;
const HALF: f32 = INNER / 2.0 - LABEL;

/// One mark on a page.
pub(super) enum Mark {
    /// Left end of the baseline, size, text.
    Text(f32, f32, f32, String),
    /// The same, heavier: titles.
    Bold(f32, f32, f32, String),
    /// From, to.
    Line((f32, f32), (f32, f32)),
    /// From, to, to be cut along.
    Cut((f32, f32), (f32, f32)),
    /// An ornamental frame: left, top, width, height, thickness.
    Frame(f32, f32, f32, f32, f32),
    /// A filled square: left, top, side.
    Square(f32, f32, f32),
    /// A light ground: left, top, width, height.
    Shade(f32, f32, f32, f32),
}

/// The pages of a document.
pub(super) struct Layout {
    pub(super) pages: Vec<Vec<Mark>>,
    /// Width and height of each.
    pub(super) size: (f32, f32),
    pub(super) y: f32,
    /// The type of what stands in cells.
    type_size: f32,
}

impl Layout {
    /// Lays a document out, with its symbol (rows of dark and light) at the top right of the first page.
    pub(super) fn new(document: &Document, symbol: &[Vec<bool>], symbol_side: f32) -> Self {
        let mut layout = Self { pages: vec![Vec::new()], size: (WIDTH, HEIGHT), y: MARGIN, type_size: BODY };
        match document.style {
            Style::Form => layout.form(document, symbol, symbol_side),
            Style::Letter => layout.letter(document, symbol, symbol_side),
            Style::Certificate => {
                layout.certificate(document, symbol);
                return layout;
            }
        }
        if let Some(slip) = &document.slip {
            layout.slip(slip, symbol);
        }
        layout
    }

    fn form(&mut self, document: &Document, symbol: &[Vec<bool>], symbol_side: f32) {
        self.symbol(symbol, (WIDTH - MARGIN - symbol_side, MARGIN), symbol_side);
        self.heading(document, symbol_side);
        for group in &document.groups {
            self.group(group);
        }
        if let Some(list) = &document.list {
            self.list(list);
        }
        for one in &document.boxes {
            self.hand_box(one);
        }
        for paragraph in &document.paragraphs {
            self.y += 8.0;
            self.paragraph(paragraph);
        }
        self.signatures(&document.signatures);
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    pub(super) fn text(&mut self, x: f32, y: f32, size: f32, text: String) {
        if !text.is_empty() {
            self.mark(Mark::Text(x, y, size, text));
        }
    }

    fn new_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = MARGIN;
    }

    pub(super) fn room(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.new_page();
        }
    }

    pub(super) fn symbol(&mut self, symbol: &[Vec<bool>], (left, top): (f32, f32), side: f32) {
        for mark in squares(symbol, left, top, side) {
            self.mark(mark);
        }
    }

    /// Unit and title in the middle, clear of the symbol.
    fn heading(&mut self, document: &Document, side: f32) {
        let limit = INNER - 2.0 * (side + 12.0);
        let unit = printable(&document.unit);
        let title = printable(&document.title);
        let mut y = MARGIN + 14.0;
        for (text, size, title) in [(unit, 13.0, false), (title, 20.0, true)] {
            for line in wrap(&text, size, limit) {
                self.mark(centred(&line, (0.0, WIDTH), y, size, title));
                y += size * 1.6;
            }
            y += 6.0;
        }
        self.y = y.max(MARGIN + side + 16.0);
    }

    fn subheading(&mut self, heading: &str) {
        if heading.is_empty() {
            return;
        }
        // A heading never stands alone at the foot of a page.
        self.room(3.0 * LEADING + 12.0);
        let heading = printable(heading);
        self.text(MARGIN, self.y + 18.0, 12.0, heading);
        self.y += 26.0;
    }

    fn group(&mut self, group: &FactGroup) {
        self.subheading(&group.heading);
        let mut facts = group.facts.iter().peekable();
        while let Some((label, value)) = facts.next() {
            match facts.next_if(|(_, next)| is_short(value) && is_short(next)) {
                Some((label2, value2)) => {
                    let cells = [label, value, label2, value2].map(Clone::clone);
                    self.row(&cells, &[LABEL, HALF, LABEL, HALF], 2);
                }
                None => self.row(&[label.clone(), value.clone()], &[LABEL, INNER - LABEL], 2),
            }
        }
        self.y += 6.0;
    }

    pub(super) fn list(&mut self, list: &ListTable) {
        self.subheading(&list.heading);
        // Smaller type before a name, a date or a number is divided.
        self.type_size = [BODY, 9.5, SMALL]
            .into_iter()
            .find(|size| wanted_widths(list, *size).iter().sum::<f32>() <= INNER)
            .unwrap_or(SMALL);
        let widths = column_widths(list, self.type_size);
        self.row(&list.columns, &widths, 1);
        let mut page = self.pages.len();
        for row in &list.rows {
            let tallest = row.iter().zip(&widths).map(|(cell, width)| self.lines(cell, *width).len()).max();
            self.room(tallest.unwrap_or(1) as f32 * LEADING + 2.0 * PADDING);
            if self.pages.len() != page {
                self.row(&list.columns, &widths, 1);
                page = self.pages.len();
            }
            self.row(row, &widths, 0);
        }
        self.type_size = BODY;
        self.y += 6.0;
    }

    fn lines(&mut self, cell: &str, width: f32) -> Vec<String> {
        wrap(&printable(cell), self.type_size, width - 2.0 * PADDING - 2.0)
    }

    /// One row in its grid; one too tall for what is left of the page goes on the next, one taller than a page is divided. Every
    /// `labels`-th cell is a label.
    fn row(&mut self, cells: &[String], widths: &[f32], labels: usize) {
        let mut cells: Vec<Vec<String>> =
            cells.iter().zip(widths).map(|(cell, width)| self.lines(cell, *width)).collect();
        loop {
            let tallest = cells.iter().map(Vec::len).max().unwrap_or(0);
            let most = ((BOTTOM - MARGIN - 2.0 * PADDING) / LEADING) as usize;
            self.room(tallest.min(most) as f32 * LEADING + 2.0 * PADDING);
            let fits = tallest.min(((BOTTOM - self.y - 2.0 * PADDING) / LEADING) as usize).max(1);
            let height = fits as f32 * LEADING + 2.0 * PADDING;
            let (top, bottom) = (self.y, self.y + height);
            let mut x = MARGIN;
            for (column, (cell, width)) in cells.iter_mut().zip(widths).enumerate() {
                if labels > 0 && column % labels == 0 {
                    self.mark(Mark::Shade(x, top, *width, height));
                }
                let rest = cell.split_off(fits.min(cell.len()));
                for (at, line) in std::mem::replace(cell, rest).into_iter().enumerate() {
                    self.text(x + PADDING, top + PADDING + 11.5 + at as f32 * LEADING, self.type_size, line);
                }
                self.mark(Mark::Line((x, top), (x, bottom)));
                x += width;
            }
            self.mark(Mark::Line((x, top), (x, bottom)));
            self.mark(Mark::Line((MARGIN, top), (x, top)));
            self.mark(Mark::Line((MARGIN, bottom), (x, bottom)));
            self.y = bottom;
            if cells.iter().all(Vec::is_empty) {
                return;
            }
            self.new_page();
        }
    }

    fn paragraph(&mut self, text: &str) {
        let text = printable(text);
        for line in wrap(&text, BODY, INNER) {
            self.room(LEADING);
            self.text(MARGIN, self.y + 12.0, BODY, line);
            self.y += LEADING;
        }
    }

    fn signatures(&mut self, signatures: &[String]) {
        // Two in a row, so that they seldom need a page for themselves.
        for pair in signatures.chunks(2) {
            self.room(40.0);
            let mut left = MARGIN;
            for signature in pair {
                let signature = printable(signature);
                let right = left + INNER / 2.0 - 16.0;
                let from = (left + width(&signature, BODY) + 16.0).min(right);
                self.text(left, self.y + 34.0, BODY, format!("{signature}："));
                self.mark(Mark::Line((from, self.y + 36.0), (right, self.y + 36.0)));
                left += INNER / 2.0;
            }
            self.y += 40.0;
        }
    }

    /// A label at the left, room to write at the right, the line to be signed at the foot.
    fn hand_box(&mut self, one: &HandBox) {
        let label = self.lines(&one.label, LABEL);
        let said = if one.text.is_empty() { Vec::new() } else { self.lines(&one.text, INNER - LABEL) };
        let closing = printable(&one.closing);
        let rows = (said.len() + usize::from(one.lines)).max(label.len().saturating_sub(1)) + 1;
        let height = rows as f32 * LEADING + 2.0 * PADDING;
        self.room(height);
        let (top, bottom, right) = (self.y, self.y + height, WIDTH - MARGIN);
        let middle = (height - label.len() as f32 * LEADING) / 2.0;
        for (at, line) in label.into_iter().enumerate() {
            self.text(MARGIN + PADDING, top + middle + 11.5 + at as f32 * LEADING, BODY, line);
        }
        for (at, line) in said.into_iter().enumerate() {
            self.text(MARGIN + LABEL + PADDING, top + PADDING + 11.5 + at as f32 * LEADING, BODY, line);
        }
        let from = right - PADDING - 4.0 - width(&closing, BODY);
        self.text(from, bottom - PADDING - 4.5, BODY, closing);
        for x in [MARGIN, MARGIN + LABEL, right] {
            self.mark(Mark::Line((x, top), (x, bottom)));
        }
        for y in [top, bottom] {
            self.mark(Mark::Line((MARGIN, y), (right, y)));
        }
        self.y = bottom;
    }

    /// What is cut off, whole on one page.
    fn slip(&mut self, slip: &Slip, symbol: &[Vec<bool>]) {
        let side = if slip.symbol { 84.0 } else { 0.0 };
        let wide = INNER - if slip.symbol { side + 16.0 } else { 0.0 };
        let lines: usize = slip.paragraphs.iter().map(|text| wrap(text, BODY, INNER).len()).sum();
        let rows: usize = slip
            .facts
            .iter()
            .map(|(_, value)| wrap(value, BODY, wide - 110.0 - 2.0 * PADDING).len().max(1))
            .sum();
        let needed = 84.0
            + lines as f32 * LEADING
            + rows as f32 * LEADING
            + slip.facts.len() as f32 * 2.0 * PADDING
            + slip.closing.len() as f32 * 20.0;
        self.y += 18.0;
        let page = self.pages.len();
        self.room(needed);
        // On a page of its own there is nothing to cut it from.
        if self.pages.len() == page {
            self.mark(Mark::Cut((MARGIN - 24.0, self.y), (WIDTH - MARGIN + 24.0, self.y)));
            self.text(MARGIN - 24.0, self.y - 3.0, 7.5, "沿虚线剪下".to_owned());
        }
        let title = printable(&slip.title);
        let x = MARGIN + (wide - width(&title, 15.0)) / 2.0;
        self.mark(Mark::Bold(x, self.y + 36.0, 15.0, title));
        let top = self.y + 52.0;
        if slip.symbol {
            self.symbol(symbol, (WIDTH - MARGIN - side, top), side);
        }
        self.y = top;
        for (label, value) in &slip.facts {
            self.row(&[label.clone(), value.clone()], &[110.0, wide - 110.0], 2);
        }
        for paragraph in &slip.paragraphs {
            self.paragraph(paragraph);
        }
        self.y += 4.0;
        self.closing(&slip.closing, 20.0);
    }

    /// The last lines, one under the other, in the right half.
    pub(super) fn closing(&mut self, lines: &[String], leading: f32) {
        for line in lines {
            self.room(leading);
            let line = printable(line);
            let x = WIDTH - MARGIN - 12.0 - width(&line, BODY);
            self.text(x, self.y + leading - 6.0, BODY, line);
            self.y += leading;
        }
    }
}

/// A text in the middle between two edges, heavier for a title.
pub(super) fn centred(text: &str, (left, right): (f32, f32), y: f32, size: f32, title: bool) -> Mark {
    let x = left + (right - left - width(text, size)).max(0.0) / 2.0;
    if title { Mark::Bold(x, y, size, text.to_owned()) } else { Mark::Text(x, y, size, text.to_owned()) }
}

/// The dark squares of a symbol.
pub(super) fn squares(symbol: &[Vec<bool>], left: f32, top: f32, side: f32) -> Vec<Mark> {
    let module = side / symbol.len().max(1) as f32;
    let mut marks = Vec::new();
    for (row, line) in symbol.iter().enumerate() {
        for (column, dark) in line.iter().enumerate() {
            if *dark {
                marks.push(Mark::Square(left + column as f32 * module, top + row as f32 * module, module));
            }
        }
    }
    marks
}

/// Whether a value leaves room for another pair in its row.
fn is_short(value: &str) -> bool {
    width(value, BODY) <= HALF - 2.0 * PADDING - 2.0
}

/// What the longest cell of each column wants.
fn wanted_widths(list: &ListTable, size: f32) -> Vec<f32> {
    list.columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let cells = list.rows.iter().filter_map(|row| row.get(at)).map(|cell| width(cell, size));
            let widest = cells.fold(0.0, f32::max);
            // What is empty on every line is to be written in by hand.
            let room = if widest == 0.0 && !list.rows.is_empty() { BY_HAND } else { widest };
            room.max(width(column, size)).min(INNER / 2.0) + 2.0 * PADDING + 4.0
        })
        .collect()
}

/// The widths of a list's columns: what the longest cell wants; when that is more than there is, the widest give way.
fn column_widths(list: &ListTable, size: f32) -> Vec<f32> {
    let wanted = wanted_widths(list, size);
    let whole: f32 = wanted.iter().sum();
    if whole <= INNER {
        let scale = INNER / whole.max(1.0);
        return wanted.into_iter().map(|wanted| wanted * scale).collect();
    }
    // The cap under which all columns together are as wide as the page: found from the narrowest column on.
    let mut ordered = wanted.clone();
    ordered.sort_by(f32::total_cmp);
    let (mut left, mut cap) = (INNER, INNER);
    for (at, narrow) in ordered.iter().enumerate() {
        cap = left / (ordered.len() - at) as f32;
        if *narrow >= cap {
            break;
        }
        left -= narrow;
    }
    wanted.into_iter().map(|wanted| wanted.min(cap)).collect()
}
