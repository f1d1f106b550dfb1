mod documents;
mod pictures;
mod stored;

use super::*;
use crate::inspect::clean;
use proptest::prelude::*;

fn inspected(bytes: &[u8]) -> Result<CleanFile, Problem> {
    inspect(bytes, "证明.pdf", &Limits::default()).map_err(|problem| problem.problem)
}

#[test]
fn the_content_decides_what_a_file_is_not_its_name() {
    for (name, bytes, said) in [
        ("照片.png", b"<!DOCTYPE html><script>alert(1)</script>".as_slice(), "网页"),
        ("照片.jpg", b"<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>", "SVG 图形"),
        ("户口簿.pdf", b"MZ\x90\0\x03\0\0\0 this program cannot be run", "程序"),
        ("户口簿.png", b"GIF89a\x01\0\x01\0\0\0\0;", "GIF 图片"),
        ("IMG_1.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1", "HEIC"),
        ("户口簿.pdf", b"PK\x03\x04\x14\0\x06\0", "Word"),
        ("户口簿.pdf", b"GIF89a%PDF-1.4\n", "GIF"),
        ("户口簿.pdf", b" \n%PDF-1.4\n", "不是 JPG"),
    ] {
        let problem = inspect(bytes, name, &Limits::default()).unwrap_err();
        assert!(matches!(problem.problem, Problem::WrongKind { .. }), "{name}: {problem:?}");
        assert!(
            problem.message().contains(said) && problem.message().contains(name),
            "{}",
            problem.message()
        );
        assert!(!problem.remedy().is_empty());
    }
}

#[test]
fn nothing_and_too_much_are_refused_before_they_are_read() {
    assert_eq!(inspected(b""), Err(Problem::Empty));
    let limits = Limits { bytes: 1 << 20, ..Limits::default() };
    let problem = inspect(&vec![0xFF; (1 << 20) + 1], "大.jpg", &limits).unwrap_err();
    assert_eq!(problem.problem, Problem::TooManyBytes { limit: 1 << 20 });
    assert_eq!(problem.message(), "“大.jpg”超过 1 MB。");
}

#[test]
fn a_hostile_file_name_is_made_harmless() {
    let name = format!("../../etc/\u{202e}gpj.\n户口{}", "长".repeat(200));
    let message = UploadProblem::new(Problem::Empty, &name).message();
    assert!(message.starts_with("“gpj.户口长"), "{message}");
    assert!(message.chars().count() < 60 && !message.contains(['\n', '\u{202e}', '/']), "{message}");
    assert_eq!(UploadProblem::new(Problem::Empty, "").message(), "“未命名文件”是空文件。");
}

/// Runs without the net under [`inspect`]: a panic of a decoder fails the test.
fn read(bytes: &[u8]) -> bool {
    clean(bytes, &Limits::default()).is_ok()
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        for start in [b"".as_slice(), b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj "] {
            prop_assert!(!read(&[start, &bytes].concat()), "noise is no document");
        }
    }

    #[test]
    fn no_damage_makes_it_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        for mut whole in [pictures::jpeg_with_place(), pictures::png(40, 30), documents::hostile()] {
            let place = at.index(whole.len());
            whole[place] = byte;
            read(&whole);
            whole.truncate(cut.index(whole.len()));
            read(&whole);
        }
    }

    #[test]
    fn no_document_syntax_makes_it_panic(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "1 0 obj", "2 0 obj", "endobj", "<<", ">>", "[", "]", "(", ")", "<", ">", "/Kids", "/Pages", "/Type", "/Root",
                "/Length", "stream\n", "endstream", "trailer", "1 0 R", "2 0 R", "/ObjStm", "/N", "/First", "7", "-1",
                "99999999999999999999", "3.5.1", "null", "true", "%", "\n", " ", "\\", "/#zz", "/#00",
            ]),
            0..120,
        ),
    ) {
        read(format!("%PDF-1.4\n{}", parts.concat()).as_bytes());
        read(format!("%PDF-1.4\n{}", parts.join(" ")).as_bytes());
    }
}
