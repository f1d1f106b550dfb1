//! What is accepted of a file, and what becomes of it.

use serde::{Deserialize, Serialize};

/// What is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file. 20 MiB.
    pub bytes: usize,
    /// Pixels of a picture. 100 million.
    pub pixels: u64,
    /// Pixels of a picture's longer side. 20 000.
    pub side: u32,
    /// Pixels of a picture that are kept: one of more is made smaller. 24 million.
    pub kept: u64,
    /// Pages of a PDF. 20.
    pub pages: usize,
    /// Objects of a PDF. 20 000.
    pub objects: usize,
    /// Pixels of a picture inside a PDF, where scanners work with 600 dots per inch in black and white. 80 million.
    pub pdf_pixels: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 20 << 20,
            pixels: 100_000_000,
            side: 20_000,
            kept: 24_000_000,
            pages: 20,
            objects: 20_000,
            pdf_pixels: 80_000_000,
        }
    }
}

/// The kinds of file kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// JPG 图片
    Jpeg,
    /// PNG 图片
    Png,
    /// PDF 文档
    Pdf,
}

impl FileKind {
    /// What to say in `Content-Type` when it is shown.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    /// The ending of its name when it is downloaded.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Jpeg => "JPG 图片",
            Self::Png => "PNG 图片",
            Self::Pdf => "PDF 文档",
        }
    }
}

/// A file made anew from an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanFile {
    /// What it is. A PNG too large to be kept as such becomes a JPEG.
    pub kind: FileKind,
    /// The new file.
    pub bytes: Vec<u8>,
    /// SHA-256 of the new file, hex.
    pub sha256: String,
    /// Width of a picture in pixels, as shown upright.
    pub width: Option<u32>,
    /// Height of a picture in pixels.
    pub height: Option<u32>,
    /// Pages of a PDF.
    pub pages: Option<usize>,
    /// A JPEG of at most 320 pixels a side, for pictures.
    pub thumbnail: Option<Vec<u8>>,
}
