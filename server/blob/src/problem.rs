use domain::refusal::{Basis, Refusal, RefusalCode};
use std::fmt;

/// What can be wrong with an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// No bytes.
    Empty,
    /// More bytes than `limit`.
    TooManyBytes {
        /// Bytes allowed.
        limit: usize,
    },
    /// Neither JPEG nor PNG nor PDF. What it is instead, where that can be told.
    WrongKind {
        /// In Chinese, e.g. `苹果手机的 HEIC 照片`; empty if unknown.
        looks_like: &'static str,
    },
    /// It begins as it should, but does not read to the end.
    Damaged,
    /// The picture has too many pixels.
    TooManyPixels {
        /// Pixels allowed on the longer side.
        side: u32,
        /// Millions of pixels allowed in all.
        millions: u64,
    },
    /// The PDF has too many pages.
    TooManyPages {
        /// Pages allowed.
        limit: usize,
    },
    /// The PDF asks for a password or restricts its use.
    Encrypted,
    /// The PDF holds more than a proof document can need, or unpacks to it.
    TooComplex,
}

/// Why an upload is not accepted, for the person who uploads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadProblem {
    /// What is wrong.
    pub problem: Problem,
    file: String,
}

impl UploadProblem {
    /// Names the file, shortened and without what could disturb the page or a log line.
    pub fn new(problem: Problem, declared_name: &str) -> Self {
        let base = declared_name.rsplit(['/', '\\']).next().unwrap_or_default();
        let hidden = |c: char| {
            c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        let file: String = base.chars().filter(|c| !hidden(*c)).take(40).collect();
        Self { problem, file: if file.trim().is_empty() { "未命名文件".into() } else { file } }
    }

    /// Stable name for code and logs.
    pub fn code(&self) -> RefusalCode {
        match self.problem {
            Problem::Empty => RefusalCode::UploadEmpty,
            Problem::TooManyBytes { .. } => RefusalCode::UploadTooManyBytes,
            Problem::WrongKind { .. } => RefusalCode::UploadWrongKind,
            Problem::Damaged => RefusalCode::UploadDamaged,
            Problem::TooManyPixels { .. } => RefusalCode::UploadTooManyPixels,
            Problem::TooManyPages { .. } => RefusalCode::UploadTooManyPages,
            Problem::Encrypted => RefusalCode::UploadEncrypted,
            Problem::TooComplex => RefusalCode::UploadTooComplex,
        }
    }

    /// What is wrong, in a sentence.
    pub fn message(&self) -> String {
        let file = &self.file;
        match self.problem {
            Problem::Empty => format!("“{file}”是空文件。"),
            Problem::TooManyBytes { limit } => format!("“{file}”超过 {} MB。", limit >> 20),
            Problem::WrongKind { looks_like: "" } => format!("“{file}”的内容不是 JPG、PNG 图片或 PDF 文档。"),
            Problem::WrongKind { looks_like } => {
                format!("“{file}”的内容是{looks_like}，不是 JPG、PNG 图片或 PDF 文档。")
            }
            Problem::Damaged => format!("“{file}”不完整或已损坏，无法打开。"),
            Problem::TooManyPixels { side, millions } => {
                format!("“{file}”的图像太大，长边不能超过 {side} 像素，总像素不能超过 {millions}00 万。")
            }
            Problem::TooManyPages { limit } => format!("“{file}”超过 {limit} 页。"),
            Problem::Encrypted => format!("“{file}”设有密码或使用限制。"),
            Problem::TooComplex => format!("“{file}”的内部结构过于复杂，不像一般的证明材料。"),
        }
    }

    /// What to do next.
    pub fn remedy(&self) -> &'static str {
        match self.problem {
            Problem::Empty => "请重新选择文件，或重新拍照后上传。",
            Problem::TooManyBytes { .. } => "请用手机重新拍照时选较小的尺寸，或压缩后再上传。",
            Problem::WrongKind { .. } => {
                "请用手机拍照或截图，存成 JPG 或 PNG；或另存为 PDF 后再上传。只改文件名没有用。"
            }
            Problem::Damaged => "请在手机或电脑上打开确认，重新拍照或另存后再上传。",
            Problem::TooManyPixels { .. } => "请把图片缩小，或对着原件重新拍一张后再上传。",
            Problem::TooManyPages { .. } => "请只保留与申请有关的页，或分成几个文件上传。",
            Problem::Encrypted => "请去掉密码和限制后另存，或把需要的页拍照上传。",
            Problem::TooComplex => "请用“打印成 PDF”重新生成，或把需要的页拍照上传。",
        }
    }
}

impl fmt::Display for UploadProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.message(), self.remedy())
    }
}

impl std::error::Error for UploadProblem {}

impl From<UploadProblem> for Refusal {
    fn from(problem: UploadProblem) -> Self {
        Self::new(problem.code(), Basis::Procedure, problem.message(), problem.remedy())
    }
}
