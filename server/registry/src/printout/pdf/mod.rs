//! A sheet as PDF: A4, the font embedded, number, code, who, when and page at the foot of every page.

mod certificate;
mod font;
mod layout;
mod letter;

use super::PrintView;
use crate::error::{Error, Result};
use domain::form::chinese_date;
use domain::print::Style;
use font::{FONT, printable};
use krilla::Document as Pdf;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use layout::{Layout, MARGIN, Mark};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Side of the symbol: a student card's holds more.
const SYMBOL: f32 = 84.0;
const CARD_SYMBOL: f32 = 120.0;
const SMALL: f32 = 8.5;

/// Draws a sheet.
///
/// # Errors
/// [`Error::Store`] when the PDF or its symbol cannot be made.
pub(super) fn render(view: &PrintView) -> Result<Vec<u8>> {
    let broken = |error: String| Error::Store(format!("pdf: {error}"));
    let code =
        fast_qr::QRBuilder::new(view.symbol.as_str()).build().map_err(|error| broken(error.to_string()))?;
    let symbol: Vec<Vec<bool>> = (0..code.size)
        .map(|row| code[row].iter().take(code.size).map(|module| module.value()).collect())
        .collect();
    let side = if view.symbol.starts_with("XJ1.") { CARD_SYMBOL } else { SYMBOL };
    let layout = Layout::new(&view.document, &symbol, side);

    let data: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(FONT);
    let font = Font::new(data.into(), 0).ok_or_else(|| broken("font".into()))?;
    let mut pdf = Pdf::new();
    pdf.set_metadata(
        Metadata::new()
            .title(format!("{} {}", view.document.title, view.line.number))
            .language("zh-CN".into()),
    );
    let pages = layout.pages.len();
    for (at, marks) in layout.pages.iter().enumerate() {
        let settings =
            PageSettings::from_wh(layout.size.0, layout.size.1).ok_or_else(|| broken("page".into()))?;
        let mut page = pdf.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            draw(&mut surface, &font, mark);
        }
        for mark in footer(view, layout.size, at + 1, pages) {
            draw(&mut surface, &font, &mark);
        }
        surface.finish();
        page.finish();
    }
    pdf.finish().map_err(|error| broken(format!("{error:?}")))
}

fn footer(view: &PrintView, (wide, high): (f32, f32), page: usize, pages: usize) -> Vec<Mark> {
    let day = chinese_date(&crate::clock::shanghai_day(view.line.at).to_string());
    let revoked = if view.line.revoked.is_some() { "　已作废" } else { "" };
    let first = format!("编号 {}　验证码 {}{revoked}", view.line.number, view.code);
    let second = format!("{} {} {day}打印", view.document.unit, view.line.by);
    let third = format!("第{page}页　共{pages}页");
    let mut lacking = BTreeSet::new();
    let mut text = |x: f32, y: f32, words: &str| Mark::Text(x, y, SMALL, printable(words, &mut lacking));
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

fn draw(surface: &mut Surface<'_>, font: &Font, mark: &Mark) {
    match mark {
        Mark::Text(x, y, size, text) => {
            surface.set_stroke(None);
            surface.set_fill(Some(Fill::default()));
            surface.draw_text(Point::from_xy(*x, *y), font.clone(), *size, text, false, TextDirection::Auto);
        }
        Mark::Bold(x, y, size, text) => {
            surface.set_stroke(Some(Stroke { width: size * 0.028, ..Stroke::default() }));
            surface.set_fill(Some(Fill::default()));
            surface.draw_text(Point::from_xy(*x, *y), font.clone(), *size, text, false, TextDirection::Auto);
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
