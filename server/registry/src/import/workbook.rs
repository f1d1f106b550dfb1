//! What every Excel file that comes in has in common: its size is looked at before it is unpacked, its cells are read as text.

use super::refusal;
use calamine::{Data, DataType};
use domain::refusal::Refusal;
use std::io::Cursor;

/// Largest file, unpacked: a small file can be packed from a huge one.
const MOST_UNPACKED: u64 = 64 << 20;

/// A cell as text: what a person sees in it, except that dates are `YYYY-MM-DD` whatever the format.
pub(crate) fn text_of(cell: &Data) -> String {
    match cell {
        Data::String(text) | Data::DateTimeIso(text) => text.trim().to_owned(),
        Data::Int(n) => n.to_string(),
        // Numbers beyond 15 digits have lost some: they show as typed and fail their check digit.
        Data::Float(n) if n.fract() == 0.0 => format!("{n:.0}"),
        Data::Float(n) => n.to_string(),
        Data::DateTime(_) => cell.as_datetime().map(|at| at.date().to_string()).unwrap_or_default(),
        Data::Bool(is) => if *is { "是" } else { "否" }.to_owned(),
        Data::DurationIso(_) | Data::Error(_) | Data::Empty => String::new(),
    }
}

/// Refuses what is no workbook, or unpacks to more than one can be.
pub(crate) fn check_size(bytes: &[u8]) -> Result<(), Refusal> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| not_a_workbook())?;
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|_| not_a_workbook())?;
        unpacked = unpacked.saturating_add(entry.size());
    }
    if unpacked > MOST_UNPACKED {
        return Err(refusal("too_large", "文件展开后太大。", "请只保留学生信息，去掉图片和多余的工作表。"));
    }
    Ok(())
}

pub(super) fn not_a_workbook() -> Refusal {
    refusal(
        "not_a_workbook",
        "这不是 Excel 工作簿（.xlsx）文件，或文件已损坏。",
        "请用 Excel 或 WPS 另存为 .xlsx 后再上传。",
    )
}
