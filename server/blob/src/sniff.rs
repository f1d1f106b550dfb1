//! What a file is, by its first bytes. Name and declared type do not count.

use crate::file::FileKind;
use crate::problem::Problem;

pub(crate) fn kind(bytes: &[u8]) -> Result<FileKind, Problem> {
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Ok(FileKind::Jpeg)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Ok(FileKind::Png)
    } else if bytes.starts_with(b"%PDF-") {
        Ok(FileKind::Pdf)
    } else {
        Err(Problem::WrongKind { looks_like: looks_like(bytes) })
    }
}

/// Kinds that people do upload, so that the message can say more than no.
fn looks_like(bytes: &[u8]) -> &'static str {
    let brand = bytes.get(4..12).unwrap_or_default();
    if brand.starts_with(b"ftyp") {
        return match &brand[4..] {
            b"heic" | b"heix" | b"hevc" | b"mif1" | b"msf1" => "苹果手机的 HEIC 照片",
            b"avif" => "AVIF 图片",
            _ => "视频",
        };
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return "WebP 图片";
    }
    let text = bytes[..bytes.len().min(512)].trim_ascii_start().to_ascii_lowercase();
    if text.starts_with(b"<svg") || text.windows(4).any(|four| four == b"<svg") {
        return "SVG 图形";
    }
    if text.starts_with(b"<") {
        return "网页";
    }
    const KNOWN: [(&[u8], &str); 8] = [
        (b"GIF8", "GIF 图片"),
        (b"BM", "BMP 图片"),
        (b"II*\0", "TIFF 图片"),
        (b"MM\0*", "TIFF 图片"),
        (b"PK\x03\x04", "Word、Excel 文档或压缩包"),
        (b"\xD0\xCF\x11\xE0", "旧版 Word、Excel 文档"),
        (b"Rar!", "压缩包"),
        (b"MZ", "程序"),
    ];
    KNOWN.iter().find(|(start, _)| bytes.starts_with(start)).map_or("", |(_, name)| name)
}
