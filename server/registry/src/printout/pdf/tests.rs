//! Every sheet is drawn with what it has to say, and nothing else.

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
        let inside = left >= margin && top >= margin && right <= width - margin && bottom <= height - margin;
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
        let embedded =
            |object: &lopdf::Object| object.as_dict().is_ok_and(|dictionary| dictionary.has(b"FontFile2"));
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
    let lacking: Vec<char> =
        typed.filter(|one| !font::is_there(*one) && !(0x4DB6..=0x4DBF).contains(&u32::from(*one))).collect();
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
