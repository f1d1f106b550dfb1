//! A sheet as PDF: A4 with number, code, who, when and page at the foot of every page, or a card; the font embedded.

mod card;
mod certificate;
mod font;
mod layout;
mod letter;
mod photo;
#[cfg(test)]
mod script_tests;
#[cfg(test)]
mod tests;

use crate::error::{Error, Result};
use contract::printout::PrintView;
use domain::form::chinese_date;
use domain::print::{Document, Paper, Style};
use domain::refusal::{Refusal, RefusalCode};
use domain::text::code_point;
pub use font::fonts_in;
use font::{font_at, printable, runs};
use krilla::Document as Pdf;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use layout::{Layout, MARGIN, Mark, centred};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Side of the symbol on a sheet.
const SYMBOL: f32 = 84.0;
const SMALL: f32 = 8.5;

/// Draws sheets one after another into one file; its title is the first one's, and so is the picture.
///
/// # Errors
/// `not_drawn` when a character stands on one for which no font is there; [`Error::Store`] when the PDF or a symbol cannot be made.
pub(super) fn render(views: &[PrintView], picture: Option<&[u8]>) -> Result<Vec<u8>> {
    let broken = |error: String| Error::Store(format!("pdf: {error}"));
    for view in views {
        check_fonts(&view.document)?;
    }
    let mut fonts = Fonts::default();
    let mut pdf = Pdf::new();
    let title = views.first().map(|view| format!("{} {}", view.document.title, view.line.number));
    pdf.set_metadata(Metadata::new().title(title.unwrap_or_default()).language("zh-CN".into()));
    for view in views {
        let code = crate::symbol::code(&view.symbol)?;
        let symbol: Vec<Vec<bool>> = (0..code.size)
            .map(|row| code[row].iter().take(code.size).map(|module| module.value()).collect())
            .collect();
        let ((width, height), pages) = match view.line.kind.paper() {
            Paper::A4 => sheets(view, &symbol),
            Paper::Card => (card::SIZE, card::faces(view, &symbol)),
        };
        for marks in &pages {
            let settings = PageSettings::from_wh(width, height).ok_or_else(|| broken("page".into()))?;
            let mut page = pdf.start_page_with(settings);
            let mut surface = page.surface();
            for mark in marks {
                draw(&mut surface, &mut fonts, mark).ok_or_else(|| broken("font".into()))?;
            }
            surface.finish();
            page.finish();
        }
    }
    let bytes = pdf.finish().map_err(|error| broken(format!("{error:?}")))?;
    match picture {
        Some(picture) => photo::put(&bytes, picture, card::PHOTO, card::SIZE.1).map_err(broken),
        None => Ok(bytes),
    }
}

/// The size and the pages of an A4 sheet, upright or across.
fn sheets(view: &PrintView, symbol: &[Vec<bool>]) -> ((f32, f32), Vec<Vec<Mark>>) {
    let Layout { mut pages, size, .. } = Layout::new(&view.document, symbol, SYMBOL);
    let count = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        page.extend(footer(view, size, at + 1, count));
        if view.line.revoked.is_some() {
            page.push(void(0.0, size.0, 40.0, 28.0));
        }
    }
    (size, pages)
}

/// That the sheet was taken back: between two edges, at a baseline, of a size.
fn void(left: f32, right: f32, y: f32, size: f32) -> Mark {
    centred("已　作　废", (left, right), y, size, false)
}

/// A day as it is printed.
fn printed_on(view: &PrintView) -> String {
    chinese_date(&crate::clock::shanghai_day(view.line.at).to_string())
}

fn footer(view: &PrintView, (wide, high): (f32, f32), page: usize, pages: usize) -> Vec<Mark> {
    let revoked = if view.line.revoked.is_some() { "　已作废" } else { "" };
    let first = format!("编号 {}　验证码 {}{revoked}", view.line.number, view.code);
    let second = format!("{} {} {}打印", view.document.unit, view.line.by, printed_on(view));
    let third = format!("第{page}页　共{pages}页");
    let text = |x: f32, y: f32, words: &str| Mark::Text(x, y, SMALL, printable(words));
    // Below the frame of a certificate there is room for one line.
    if view.document.style == Style::Certificate {
        let words = format!("{first}　{second}");
        return vec![text((wide - font::width(&words, SMALL)) / 2.0, high - 16.0, &words)];
    }
    let y = high - 60.0;
    vec![
        Mark::Line((MARGIN, y - 14.0), (wide - MARGIN, y - 14.0)),
        text(MARGIN, y, &first),
        text(MARGIN, y + 14.0, &second),
        text(wide - MARGIN - font::width(&third, SMALL), y + 14.0, &third),
    ]
}

/// Refuses a document with a character for which no font is there: no other sign ever takes its place on paper.
///
/// # Errors
/// `not_drawn`, with the characters by their code points.
pub(super) fn check_fonts(document: &Document) -> Result<()> {
    // Everything that stands on the sheet, whatever part of it it is.
    let text = serde_json::to_string(document).expect("plain data");
    let lacking: BTreeSet<char> = text.chars().filter(|character| !font::is_there(*character)).collect();
    if lacking.is_empty() {
        return Ok(());
    }
    let points: Vec<String> = lacking.iter().map(|one| code_point(*one)).collect();
    let what = format!("这份材料上有打印字库里没有的字（{}），没有打印。", points.join("、"));
    Err(Refusal::of(RefusalCode::NotDrawn, what).into())
}

/// The fonts of one file, each made when the first text needs it; only the signs that are used go into the file.
#[derive(Default)]
struct Fonts(BTreeMap<usize, Font>);

impl Fonts {
    fn at(&mut self, place: usize) -> Option<Font> {
        if let Some(font) = self.0.get(&place) {
            return Some(font.clone());
        }
        let data: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(font_at(place).bytes);
        let font = Font::new(data.into(), 0)?;
        self.0.insert(place, font.clone());
        Some(font)
    }
}

/// Draws a text from its left end, each part in the font that has it; none when a font cannot be read.
fn write(
    surface: &mut Surface<'_>,
    fonts: &mut Fonts,
    (x, y): (f32, f32),
    size: f32,
    text: &str,
) -> Option<()> {
    let mut x = x;
    for (place, run) in runs(text) {
        let at = Point::from_xy(x, y);
        surface.draw_text(at, fonts.at(place)?, size, run, false, TextDirection::Auto);
        x += font::width(run, size);
    }
    Some(())
}

/// Draws one mark; none when a font cannot be read.
fn draw(surface: &mut Surface<'_>, fonts: &mut Fonts, mark: &Mark) -> Option<()> {
    match mark {
        Mark::Text(x, y, size, text) => {
            surface.set_stroke(None);
            surface.set_fill(Some(Fill::default()));
            write(surface, fonts, (*x, *y), *size, text)?;
        }
        Mark::Bold(x, y, size, text) => {
            surface.set_stroke(Some(Stroke { width: size * 0.028, ..Stroke::default() }));
            surface.set_fill(Some(Fill::default()));
            write(surface, fonts, (*x, *y), *size, text)?;
        }
        Mark::Line(from, to) => line(surface, *from, *to, Stroke { width: 0.6, ..Stroke::default() }),
        Mark::Cut(from, to) => {
            let dash = Some(StrokeDash { array: vec![4.0, 3.0], offset: 0.0 });
            line(surface, *from, *to, Stroke { width: 0.6, dash, ..Stroke::default() });
        }
        Mark::Frame(x, y, wide, high, width) => {
            surface.set_fill(None);
            let paint = rgb::Color::new(0x8c, 0x1d, 0x18).into();
            surface.set_stroke(Some(Stroke { paint, width: *width, ..Stroke::default() }));
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(*x, *y, *wide, *high) {
                path.push_rect(rect);
            }
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Mark::Shade(x, y, width, height) => {
            surface.set_stroke(None);
            let grey = krilla::color::luma::Color::new(238);
            surface.set_fill(Some(Fill { paint: grey.into(), ..Fill::default() }));
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) {
                path.push_rect(rect);
            }
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Mark::Square(x, y, side) => {
            surface.set_stroke(None);
            surface.set_fill(Some(Fill::default()));
            // A hair wider, so that no white line shows between two dark squares.
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(*x, *y, side + 0.05, side + 0.05) {
                path.push_rect(rect);
            }
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
    }
    Some(())
}

fn line(surface: &mut Surface<'_>, from: (f32, f32), to: (f32, f32), stroke: Stroke) {
    let mut path = PathBuilder::new();
    path.move_to(from.0, from.1);
    path.line_to(to.0, to.1);
    surface.set_fill(None);
    surface.set_stroke(Some(stroke));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}
