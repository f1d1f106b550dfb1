//! A sheet as PDF: A4 with number, code, who, when and page at the foot of every page, or a card; the font embedded.

mod card;
mod certificate;
mod font;
mod layout;
mod letter;
mod photo;
#[cfg(test)]
mod script_tests;

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

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDate, TimeZone, Utc};
    use contract::printout::PrintLine;
    use domain::id::PrintId;
    use domain::print::{FactGroup, ListTable, PrintKind};

    pub(super) fn view(kind: PrintKind, facts: Vec<(String, String)>, rows: usize) -> PrintView {
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
            symbol_svg: String::new(),
            verify_at: "https://xueji.example/verify".into(),
            person: None,
            parts: Vec::new(),
            photo: None,
        }
    }

    pub(super) fn fact(label: &str, value: &str) -> (String, String) {
        (label.into(), value.into())
    }

    pub(super) fn pages(view: &PrintView) -> ((f32, f32), Vec<Vec<Mark>>) {
        let symbol = vec![vec![true; 61]; 61];
        match view.line.kind.paper() {
            Paper::A4 => sheets(view, &symbol),
            Paper::Card => (card::SIZE, card::faces(view, &symbol)),
        }
    }

    pub(super) fn words(page: &[Mark]) -> Vec<&str> {
        page.iter()
            .filter_map(|mark| match mark {
                Mark::Text(.., text) | Mark::Bold(.., text) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    /// Texts and the symbol lie inside the page, by as much as a printer cannot reach.
    pub(super) fn lies_inside((width, height): (f32, f32), page: &[Mark], margin: f32) {
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
            fact("生僻字", "𬍛䶮𫖯𬀩"),
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
        assert!(all.contains("𬍛䶮𫖯𬀩") && !all.contains('〓'));
        assert!(render(std::slice::from_ref(&view), None).unwrap().starts_with(b"%PDF-"));
    }

    #[test]
    fn article_7_the_file_brings_a_font_for_every_character_of_a_name_and_only_the_signs_that_are_used() {
        let pdf =
            |name: &str| render(&[view(PrintKind::RegisterCard, vec![fact("姓名", name)], 0)], None).unwrap();
        let fonts = |pdf: &[u8]| {
            let document = lopdf::Document::load_mem(pdf).unwrap();
            let embedded = |object: &lopdf::Object| {
                object.as_dict().is_ok_and(|dictionary| dictionary.has(b"FontFile2"))
            };
            document.objects.values().filter(|object| embedded(object)).count()
        };
        let (plain, rare) = (pdf("王小明"), pdf("王𬍛䶮"));
        assert_eq!((fonts(&plain), fonts(&rare)), (1, 2));
        // The fonts themselves have nine million bytes.
        assert!(rare.len() < 300_000, "{}", rare.len());
    }

    #[test]
    fn a_text_is_divided_where_the_font_changes_and_is_as_wide_as_its_parts() {
        assert_eq!(runs("王𬍛䶮明A"), [(0, "王"), (1, "𬍛䶮"), (0, "明A")]);
        assert!(runs("").is_empty());
        let parts: f32 = runs("王𬍛䶮明A").iter().map(|(_, run)| font::width(run, 10.0)).sum();
        assert!((font::width("王𬍛䶮明A", 10.0) - parts).abs() < 0.001);
    }

    #[test]
    fn no_sign_ever_stands_for_a_character_without_a_font() {
        let lacking = view(PrintKind::RegisterCard, vec![fact("姓名", "王\u{1F600}\u{10FFFD}")], 0);
        match render(&[lacking], None) {
            Err(Error::Refused(refusals)) => {
                assert_eq!(refusals[0].code, RefusalCode::NotDrawn);
                assert!(refusals[0].what.contains("U+1F600、U+10FFFD"), "{}", refusals[0].what);
            }
            other => panic!("{:?}", other.map(|bytes| bytes.len())),
        }
    }

    #[test]
    fn what_may_be_typed_of_the_basic_plane_and_of_the_national_table_is_drawn_without_any_given_font() {
        let typed = (0x20..=0x9FEA).filter_map(char::from_u32).filter(|one| domain::text::is_drawn(*one));
        let lacking: Vec<char> = typed
            .filter(|one| !font::is_there(*one) && !(0x4DB6..=0x4DBF).contains(&u32::from(*one)))
            .collect();
        assert!(lacking.is_empty(), "{lacking:?}");
        // Of 通用规范汉字表 some that lie outside it.
        for one in "𠅤𦭜𪣻𫖯𫠜𬀩𬍛𬭳𬺓".chars() {
            assert!(domain::text::is_drawn(one) && font::is_there(one), "{one}");
        }
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
        assert!(render(std::slice::from_ref(&view), None).unwrap().starts_with(b"%PDF-"));
    }
}
