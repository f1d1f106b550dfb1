//! Which fields the form of each kind of change has, in order: the page draws them, the server function reads them.

use domain::case::CaseKind;

/// The fields of a kind's form. `papers` and `note` close every form.
pub fn fields_of(kind: CaseKind, anew: bool) -> &'static [&'static str] {
    match kind {
        CaseKind::Transfer if anew => &[
            "number",
            "name",
            "on",
            "transfer_ground",
            "disability",
            "class_name",
            "grade",
            "grade_reason",
            "papers",
            "note",
        ],
        CaseKind::Transfer => {
            &["on", "transfer_ground", "disability", "class_name", "grade", "grade_reason", "papers", "note"]
        }
        CaseKind::Progression => &["on", "class_name", "grade", "grade_reason", "note"],
        CaseKind::Suspension => &["on", "until", "suspension_ground", "papers", "note"],
        CaseKind::Extension => &["on", "until", "papers", "note"],
        CaseKind::TransferOut => {
            &["on", "province", "to_code", "to_name", "transfer_ground", "papers", "note"]
        }
        CaseKind::Resumption => &["on", "next_grade", "grade_reason", "class_name", "papers", "note"],
        CaseKind::Repeat | CaseKind::Skip => &["on", "class_name", "papers", "note"],
        CaseKind::Abroad => &["on", "country", "papers", "note"],
        CaseKind::ReturnFromAbroad => &["on", "grade", "grade_reason", "class_name", "papers", "note"],
        CaseKind::BackToSchool => &["on", "grade", "grade_reason", "class_name", "note"],
        CaseKind::DropOut | CaseKind::Death => &["on", "papers", "note"],
        CaseKind::Withdrawal => &["manner", "on", "days", "papers", "note"],
        CaseKind::Completion => &["outcome", "on", "certificate", "destination", "papers", "note"],
        CaseKind::Placement => {
            &["setting", "on", "host", "host_choice", "disability", "agreement", "papers", "note"]
        }
        CaseKind::Registration | CaseKind::Correction => &[],
    }
}
