use super::*;
use lopdf::{Dictionary, Document, Object, Stream};

/// Bytes packed by deflate.
pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut stream = Stream::new(Dictionary::new(), bytes.to_vec());
    stream.compress().unwrap();
    assert!(stream.dict.has(b"Filter"));
    stream.content
}

/// A document of numbered objects as they stand in a file, with whatever table of references.
fn document(objects: &[(u32, &str)], trailer: &str) -> Vec<u8> {
    let body: String =
        objects.iter().map(|(number, text)| format!("{number} 0 obj\n{text}\nendobj\n")).collect();
    format!("%PDF-1.5\n%\u{e9}\u{e9}\n{body}xref\n0 1\n0000000000 65535 f \ntrailer\n{trailer}\nstartxref\n0\n%%EOF\n").into_bytes()
}

const CATALOGUE: (u32, &str) = (1, "<</Type/Catalog/Pages 2 0 R>>");
const TREE: (u32, &str) =
    (2, "<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>>>");
const PAGE: (u32, &str) = (3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>");
const CONTENTS: (u32, &str) =
    (4, "<</Length 6 0 R>>\nstream\nBT /F1 24 Tf 72 700 Td (Proof 1) Tj ET\nendstream");
const FONT: (u32, &str) = (5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");

/// A page with everything on it that must not survive.
pub(super) fn hostile() -> Vec<u8> {
    document(
        &[
            (
                1,
                "<</Type/Catalog/Pages 2 0 R/OpenAction 10 0 R/AA<</WC 10 0 R>>/AcroForm<</XFA 12 0 R/Fields[11 0 R]>>\
                 /Names<</JavaScript<</Names[(a)10 0 R]>>/EmbeddedFiles<</Names[(b)13 0 R]>>>>/Metadata 15 0 R>>",
            ),
            TREE,
            (
                3,
                "<</Type/Page/Parent 2 0 R/Contents 4 0 R/AA<</O 10 0 R>>/Annots[11 0 R 14 0 R 16 0 R 17 0 R]/Metadata 15 0 R>>",
            ),
            CONTENTS,
            FONT,
            (6, "38"),
            (10, "<</Type/Action/S/Java#53cript/JS(app.alert\\(1\\))>>"),
            (
                11,
                "<</Type/Annot/Subtype/Widget/FT/Btn/Rect[0 0 9 9]/A 10 0 R/AA<</U 10 0 R>>/AP<</N 18 0 R>>/Parent 19 0 R>>",
            ),
            (12, "<</Length 8>>\nstream\n<xdp:xdp\nendstream"),
            (13, "<</Type/Filespec/F(evil.exe)/EF<</F 20 0 R>>>>"),
            (14, "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(cmd.exe)>>>>"),
            (15, "<</Type/Metadata/Length 13>>\nstream\nsecret author\nendstream"),
            (16, "<</Type/Annot/Subtype/RichMedia/Rect[0 0 9 9]/RichMediaContent<</Assets 13 0 R>>>>"),
            (17, "<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS 13 0 R>>"),
            (
                18,
                "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/PieceInfo<</X(private)>>/Length 11>>\nstream\n0 0 9 9 re f\nendstream",
            ),
            (19, "<</FT/Btn/T(field)/AA<</K 10 0 R>>/Kids[11 0 R]>>"),
            (20, "<</Type/EmbeddedFile/Length 7>>\nstream\nMZ evil\nendstream"),
            (21, "<</Author(secret author)/Producer(scanner 12)>>"),
        ],
        "<</Root 1 0 R/Info 21 0 R/Size 22>>",
    )
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// What a viewer would read on the first page.
fn text_of(file: &CleanFile) -> String {
    let document = Document::load_mem(&file.bytes).unwrap();
    document.extract_text(&[1]).unwrap().trim().to_owned()
}

#[test]
fn a_document_loses_what_acts_and_keeps_what_it_shows() {
    let uploaded = hostile();
    let file = inspected(&uploaded).unwrap();
    assert_eq!((file.kind, file.pages, file.width), (FileKind::Pdf, Some(1), None));
    for word in [
        "JavaScript",
        "/JS",
        "app.alert",
        "OpenAction",
        "/AA",
        "/A ",
        "AcroForm",
        "XFA",
        "xdp",
        "Launch",
        "cmd.exe",
        "EmbeddedFile",
        "Filespec",
        "evil",
        "RichMedia",
        "FileAttachment",
        "/Link",
        "Metadata",
        "secret",
        "scanner",
        "PieceInfo",
        "/Info",
    ] {
        assert!(!contains(&file.bytes, word), "{word} is still there");
    }
    assert_eq!(text_of(&file), "Proof 1");
    let document = Document::load_mem(&file.bytes).unwrap();
    let page = document.get_dictionary(document.page_iter().next().unwrap()).unwrap();
    assert_eq!(page.get(b"MediaBox").unwrap().as_array().unwrap().len(), 4, "what was inherited is kept");
    let drawn = document.get_page_annotations(document.page_iter().next().unwrap()).unwrap();
    assert_eq!(drawn.len(), 1, "the form field stays as what it looks like");
    assert_eq!(drawn[0].get(b"Subtype").unwrap().as_name().unwrap(), b"Stamp");
    assert!(drawn[0].get_deref(b"AP", &document).unwrap().as_dict().unwrap().has(b"N"));
}

#[test]
fn cleaning_twice_changes_nothing_more() {
    let once = inspected(&hostile()).unwrap();
    let twice = inspected(&once.bytes).unwrap();
    assert_eq!((twice.pages, text_of(&twice)), (once.pages, text_of(&once)));
}

/// A document whose catalogue, tree, page and font lie in an object stream, as modern programs write it.
fn modern(filter: &str, body: &[u8], count: usize, first: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let contents = format!("4 0 obj\n{}\nendobj\n", CONTENTS.1);
    bytes.extend(contents.as_bytes());
    let head =
        format!("7 0 obj\n<</Type/ObjStm/N {count}/First {first}{filter}/Length {}>>\nstream\n", body.len());
    bytes.extend(head.as_bytes());
    bytes.extend(body);
    bytes.extend(b"\nendstream\nendobj\n8 0 obj\n<</Type/XRef/Size 9/W[1 2 1]/Root 1 0 R/Length 0>>\nstream\n\nendstream\nendobj\n");
    bytes.extend(b"startxref\n0\n%%EOF\n");
    bytes
}

fn object_stream() -> (String, usize) {
    let objects = [CATALOGUE, TREE, PAGE, FONT];
    let (mut index, mut body) = (String::new(), String::new());
    for (number, text) in objects {
        index += &format!("{number} {} ", body.len());
        body += &format!("{text} ");
    }
    (format!("{index}{body}"), index.len())
}

#[test]
fn objects_in_object_streams_are_found() {
    let (body, first) = object_stream();
    let plain = inspected(&modern("", body.as_bytes(), 4, first)).unwrap();
    assert_eq!(text_of(&plain), "Proof 1");
    let filler = format!("{body}{}", " ".repeat(200));
    let deflated = inspected(&modern("/Filter/FlateDecode", &packed(filler.as_bytes()), 4, first)).unwrap();
    assert_eq!(text_of(&deflated), "Proof 1");
}

#[test]
fn a_document_that_unpacks_without_end_is_refused() {
    let (body, first) = object_stream();
    let bomb = packed(format!("{body}{}", " ".repeat(40 << 20)).as_bytes());
    assert!(bomb.len() < 64 << 10);
    assert_eq!(inspected(&modern("/Filter/FlateDecode", &bomb, 4, first)), Err(Problem::TooComplex));
    let twice = packed(&packed(&vec![0; 60 << 20]));
    assert_eq!(
        inspected(&modern("/Filter[/FlateDecode/FlateDecode]", &twice, 4, first)),
        Err(Problem::TooComplex)
    );
    let overlapping = format!("{}[{}]", "9 0 ".repeat(5_000), "1 ".repeat(50_000));
    assert_eq!(inspected(&modern("", overlapping.as_bytes(), 5_000, 20_000)), Err(Problem::TooComplex));
    let page_bomb = [
        CATALOGUE,
        TREE,
        PAGE,
        (4, "<</Length 4/Filter[/FlateDecode/FlateDecode]>>\nstream\nabcd\nendstream"),
    ];
    assert_eq!(inspected(&document(&page_bomb, "<</Root 1 0 R>>")), Err(Problem::TooComplex));
}

#[test]
fn depth_and_number_are_limited() {
    let deep = format!("%PDF-1.4\n1 0 obj {}", "[".repeat(4 << 20));
    assert_eq!(inspected(deep.as_bytes()), Err(Problem::TooComplex));
    let deep = format!("%PDF-1.4\n1 0 obj {}", "<</A".repeat(1 << 20));
    assert_eq!(inspected(deep.as_bytes()), Err(Problem::TooComplex));
    let wide = format!("%PDF-1.4\n1 0 obj [{}]", "[]".repeat(2 << 20));
    assert_eq!(inspected(wide.as_bytes()), Err(Problem::TooComplex));
    let many: String = (1..=20_001).map(|number| format!("{number} 0 obj 1 endobj\n")).collect();
    assert_eq!(inspected(format!("%PDF-1.4\n{many}").as_bytes()), Err(Problem::TooComplex));
    let shared = format!(
        "<</Type/Pages/Kids[{}]/Resources<</X[{}]>>>>",
        "<</Type/Page>>".repeat(20),
        "1 ".repeat(60_000)
    );
    assert_eq!(inspected(&document(&[CATALOGUE, (2, &shared)], "<</Root 1 0 R>>")), Err(Problem::TooComplex));
    let picture = "<</Subtype/Image/Width 60000/Height 60000/Length 1>>\nstream\n0\nendstream";
    let page = (3, "<</Type/Page/Resources<</XObject<</I 9 0 R>>>>>>");
    assert_eq!(
        inspected(&document(&[CATALOGUE, TREE, page, (9, picture)], "<</Root 1 0 R>>")),
        Err(Problem::TooComplex)
    );
}

#[test]
fn pages_are_counted_not_believed() {
    let tree = |count: usize| {
        let kids = "<</Type/Page/MediaBox[0 0 9 9]>>".repeat(count);
        document(&[CATALOGUE, (2, &format!("<</Type/Pages/Count 1/Kids[{kids}]>>"))], "<</Root 1 0 R>>")
    };
    assert_eq!(inspected(&tree(20)).unwrap().pages, Some(20));
    assert_eq!(inspected(&tree(21)), Err(Problem::TooManyPages { limit: 20 }));
    assert_eq!(inspected(&tree(0)), Err(Problem::Damaged));
    let tail = document(
        &[CATALOGUE, (2, "<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]>>"), (3, "<</Type/Page>>")],
        "<</Root 1 0 R>>",
    );
    assert_eq!(inspected(&tail).unwrap().pages, Some(1));
}

#[test]
fn a_later_revision_replaces_an_earlier_one() {
    let first = document(&[CATALOGUE, TREE, PAGE, CONTENTS, FONT, (6, "38")], "<</Root 1 0 R>>");
    let later =
        "4 0 obj\n<</Length 41>>\nstream\nBT /F1 24 Tf 72 700 Td (Proof 2) Tj ET\nendstream\nendobj\n";
    let file = inspected(&[first.as_slice(), later.as_bytes()].concat()).unwrap();
    assert_eq!(text_of(&file), "Proof 2");
    assert!(!contains(&file.bytes, "Proof 1"), "what was overwritten is gone");
}

#[test]
fn a_locked_document_is_refused() {
    let objects = [CATALOGUE, TREE, PAGE, CONTENTS, FONT, (9, "<</Filter/Standard/V 1/R 2/O(o)/U(u)/P -4>>")];
    let locked = document(&objects, "<</Root 1 0 R/#45ncrypt 9 0 R>>");
    assert_eq!(inspected(&locked), Err(Problem::Encrypted));
    let problem = inspect(&locked, "户口.pdf", &Limits::default()).unwrap_err();
    assert_eq!(problem.message(), "“户口.pdf”设有密码或使用限制。");
}

#[test]
fn a_document_cut_short_or_without_pages_is_refused() {
    let whole = hostile();
    let in_the_page_tree = whole.windows(7).position(|seven| seven == b"2 0 obj").unwrap() + 20;
    let in_a_stream = whole.windows(9).position(|nine| nine == b"endstream").unwrap() - 5;
    for keep in [8, 20, in_the_page_tree, in_a_stream] {
        assert_eq!(inspected(&whole[..keep]), Err(Problem::Damaged), "{keep} bytes");
    }
    let rootless = document(&[CATALOGUE, TREE, PAGE], "<</Size 4>>");
    assert_eq!(inspected(&rootless), Err(Problem::Damaged));
}

#[test]
fn strings_and_names_survive_reading_and_writing() {
    let page = (
        3,
        "<</Type/Page/Resources<</Properties<</a#2Fb <</S(a\\)\\101\\\n(b)\\\\)/H<4a4>/R -.5/T true/N null>>>>>>>>",
    );
    let file = inspected(&document(&[CATALOGUE, TREE, page], "<</Root 1 0 R>>")).unwrap();
    let read = Document::load_mem(&file.bytes).unwrap();
    let page = read.get_dictionary(read.page_iter().next().unwrap()).unwrap();
    let properties = page.get(b"Resources").and_then(Object::as_dict).unwrap().get(b"Properties").unwrap();
    let values = properties.as_dict().unwrap().get(b"a/b").and_then(Object::as_dict).unwrap();
    assert_eq!(values.get(b"S").unwrap().as_str().unwrap(), b"a)A(b)\\");
    assert_eq!(values.get(b"H").unwrap().as_str().unwrap(), b"J@");
    assert_eq!(values.get(b"R").unwrap().as_f32().unwrap(), -0.5);
    assert!(values.get(b"T").unwrap().as_bool().unwrap());
}
