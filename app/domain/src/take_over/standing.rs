//! Where a pupil stands in the other register, as this one has it.

use crate::codes::PupilStatus;

/// The status under which a pupil is taken over, or what to do with who stands where this register has no business for it.
pub(super) fn taken_as(status: PupilStatus) -> Result<PupilStatus, &'static str> {
    use PupilStatus as S;
    match status {
        // Who is back is in school.
        S::InSchool | S::Resumed => Ok(S::InSchool),
        // Whoever sends a pupil abroad: the record stays at the school, and the country is asked for (第二十条).
        S::Abroad | S::SentAbroad => Ok(S::Abroad),
        S::Suspended
        | S::Lost
        | S::Withdrawn
        | S::Graduated
        | S::Completed
        | S::Incomplete
        | S::TransferredOut
        | S::Dead => Ok(status),
        S::Stopped => Err(
            "停学不是学籍状态：仍在校的按在读接管，已办休学的按休学，义务教育阶段不到校的按流失（辍学）。",
        ),
        S::PlaceKept => Err("还没有入学，没有学籍：请从文件里删除这一行，入学时由学校办理建籍。"),
        S::Expelled => Err("义务教育阶段不得开除学生，请核实后按实际状态接管；高中阶段的按退学或肄业接管。"),
        S::Missing => {
            Err("义务教育阶段的按流失（辍学）接管（第二十二条），高中阶段的核实后按退学或在读接管。")
        }
        S::Other => Err("请在原系统核实这名学生现在的状态。"),
    }
}
