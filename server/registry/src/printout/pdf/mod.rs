//! A sheet as PDF: A4 with number, code, who, when and page at the foot of every page, or a card; the font embedded.

mod card;
mod certificate;
mod font;
mod layout;
mod letter;
mod photo;

use super::PrintView;
use crate::error::{Error, Result};
use domain::form::chinese_date;
use domain::print::{Paper, Style};
use font::{FONT, printable};
use krilla::Document as Pdf;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use layout::{Layout, MARGIN, Mark, centred};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Side of the symbol on a sheet.
const SYMBOL: f32 = 84.0;
const SMALL: f32 = 8.5;

/// Draws sheets one after another into one file; its title is the first one's.
///
/// # Errors
/// [`Error::Store`] when the PDF or a symbol cannot be made.
pub(super) fn render(views: &[PrintView]) -> Result<Vec<u8>> {
    let broken = |error: String| Error::Store(format!("pdf: {error}"));
    let data: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(FONT);
    let font = Font::new(data.into(), 0).ok_or_else(|| broken("font".into()))?;
    let mut pdf = Pdf::new();
    let title = views.first().map(|view| format!("{} {}", view.document.title, view.line.number));
    pdf.set_metadata(Metadata::new().title(title.unwrap_or_default()).language("zh-CN".into()));
    for view in views {
        let code = view.qr()?;
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
                draw(&mut surface, &font, mark);
            }
            surface.finish();
            page.finish();
        }
    }
    let bytes = pdf.finish().map_err(|error| broken(format!("{error:?}")))?;
    match views.first().and_then(|view| view.photo.as_ref()).filter(|(_, picture)| !picture.is_empty()) {
        Some((_, picture)) => photo::put(&bytes, picture, card::PHOTO, card::SIZE.1).map_err(broken),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printout::PrintLine;
    use chrono::{NaiveDate, TimeZone, Utc};
    use domain::id::PrintId;
    use domain::print::{Document, FactGroup, ListTable, PrintKind};

    fn view(kind: PrintKind, facts: Vec<(String, String)>, rows: usize) -> PrintView {
        let columns = vec!["序号".to_owned(), "姓名".to_owned()];
        let rows = (0..rows).map(|n| vec![n.to_string(), format!("学生{n}")]).collect();
        let mut document = Document {
            title: kind.label().into(),
            groups: vec![FactGroup { heading: "学籍".into(), facts }],
            list: Some(ListTable { heading: "名单".into(), columns, rows }),
            paragraphs: vec!["本卡仅证明学生身份，逾期或离校后失效。".repeat(3)],
            signatures: vec!["学校（盖章）".into(), "日期".into(), "班主任（签名）".into()],
            ..Document::default()
        };
        document.unit = "玄武区明德小学".into();
        PrintView {
            line: PrintLine {
                id: PrintId::new(uuid::Uuid::from_u128(1)),
                kind,
                number: "2132000101-2026-00042".into(),
                about: "王小明".into(),
                by: "李老师".into(),
                at: Utc.with_ymd_and_hms(2026, 9, 7, 2, 0, 0).unwrap(),
                revoked: None,
            },
            document,
            code: "K7Q2-9FXM-3TRB-W80D".into(),
            digest: String::new(),
            reason: String::new(),
            revoked_because: String::new(),
            symbol: format!("https://xueji.example/verify?code=XJ1.{}", "A".repeat(200)),
            verify_at: "https://xueji.example/verify".into(),
            person: None,
            parts: Vec::new(),
            photo: None,
        }
    }

    fn fact(label: &str, value: &str) -> (String, String) {
        (label.into(), value.into())
    }

    fn pages(view: &PrintView) -> ((f32, f32), Vec<Vec<Mark>>) {
        let symbol = vec![vec![true; 61]; 61];
        match view.line.kind.paper() {
            Paper::A4 => sheets(view, &symbol),
            Paper::Card => (card::SIZE, card::faces(view, &symbol)),
        }
    }

    fn words(page: &[Mark]) -> Vec<&str> {
        page.iter()
            .filter_map(|mark| match mark {
                Mark::Text(.., text) | Mark::Bold(.., text) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    /// Texts and the symbol lie inside the page, by as much as a printer cannot reach.
    fn lies_inside((width, height): (f32, f32), page: &[Mark], margin: f32) {
        for mark in page {
            let (left, top, right, bottom) = match mark {
                Mark::Text(x, y, size, text) | Mark::Bold(x, y, size, text) => {
                    (*x, y - size, x + font::width(text, *size), y + 2.0)
                }
                Mark::Frame(x, y, wide, high, _) => (*x, *y, x + wide, y + high),
                Mark::Square(x, y, side) => (*x, *y, x + side, y + side),
                Mark::Shade(x, y, wide, high) => (*x, *y, x + wide, y + high),
                Mark::Line(from, to) | Mark::Cut(from, to) => (from.0, from.1, to.0, to.1),
            };
            let inside =
                left >= margin && top >= margin && right <= width - margin && bottom <= height - margin;
            assert!(inside, "{left} {top} {right} {bottom}: {:?}", words(std::slice::from_ref(mark)));
        }
    }

    #[test]
    fn article_7_every_page_of_a_sheet_carries_its_number_and_code_and_nothing_runs_off_the_paper() {
        let facts = vec![
            fact("姓名", "王小明"),
            fact("性别", "男"),
            fact("现住址", &"江苏省南京市玄武区".repeat(12)),
            fact("生僻字", "\u{30000}"),
        ];
        let view = view(PrintKind::RegisterCard, facts, 120);
        let (size, pages) = pages(&view);
        assert!(pages.len() > 2, "{}", pages.len());
        for (at, page) in pages.iter().enumerate() {
            lies_inside(size, page, 20.0);
            let words = words(page).concat();
            for part in ["2132000101-2026-00042", "K7Q2-9FXM-3TRB-W80D", "李老师", "2026年9月7日"] {
                assert!(words.contains(part), "{part} on page {}", at + 1);
            }
            assert!(words.contains(&format!("第{}页　共{}页", at + 1, pages.len())));
        }
        let all: String = pages.iter().flat_map(|page| words(page)).collect();
        assert!(all.contains("王小明") && all.contains("学生119"));
        assert!(all.contains('〓') && all.contains("U+30000"), "a character the font lacks is told");
        assert!(render(std::slice::from_ref(&view)).unwrap().starts_with(b"%PDF-"));
    }

    #[test]
    fn article_5_a_card_is_of_the_usual_size_with_everything_on_its_two_faces() {
        let facts = vec![
            fact("姓名", "阿卜杜拉·买买提·艾力江"),
            fact("性别", "男"),
            fact("学籍号", "G3201022********0012"),
            fact("年级班级", "一年级1班"),
            fact("有效期至", "2027年8月31日"),
        ];
        let mut view = view(PrintKind::StudentCard, facts, 0);
        view.document.unit = "某某市某某区某某镇九年一贯制民族实验学校（东校区）".into();
        let (size, faces) = pages(&view);
        assert_eq!(faces.len(), 2);
        for face in &faces {
            lies_inside(size, face, 4.0);
        }
        let (front, back) = (words(&faces[0]).concat(), words(&faces[1]).concat());
        for part in ["阿卜杜拉", "艾力江", "2027年8月31日", "某某市某某区某某镇"] {
            assert!(front.contains(part), "{part}");
        }
        for part in ["2132000101-2026-00042", "K7Q2-9FXM-3TRB-W80D", "https://xueji.example/verify"] {
            assert!(back.contains(part), "{part}");
        }
        assert!(!front.contains("作"), "not void");
        view.line.revoked = NaiveDate::from_ymd_opt(2026, 9, 8);
        let (_, faces) = pages(&view);
        assert!(words(&faces[0]).concat().contains("已　作　废"));
        assert!(render(std::slice::from_ref(&view)).unwrap().starts_with(b"%PDF-"));
    }
}
