//! The journal in words (信息变动情况): what each entry tells a reader, masked as far as the reader may not see.

use super::said::{Line, Piece, given, said, words};
use super::{PersonRow, value_in_words};
use crate::journal::JournalEntry;
use chrono::NaiveDate;
use contract::pupil::TimelineLine;
use domain::access::{Ground, Mask, Reader, Role, Shown};
use domain::codes::{CodeList, label_of};
use domain::form::{BasicInfo, Field};
use domain::ident::StudentNumber;
use domain::journal::{
    ArchiveDetail, Asked, BindingCode, CaseDetail, Detail, EntryName, GuardianDetail, GuardianName,
    IssuedNumber, ItemChange, LetterDetail, PackageDetail, PrintDetail, PrivacyDetail, ProblemDetail,
    RecordDetail, ReviewSaid,
};
use domain::privacy::is_optional;

/// Who reads the timeline, and of which record. Values of sensitive items are masked here too: the timeline is read by more people
/// than the form.
pub(super) struct Teller<'a> {
    pub(super) row: &'a PersonRow,
    pub(super) info: &'a BasicInfo,
    pub(super) reader: Reader,
    pub(super) mask: Mask,
    /// Whether the reader is told who acted; a guardian is told the unit.
    pub(super) names: bool,
}

impl Teller<'_> {
    /// An entry in words.
    pub(super) fn line(&self, told: &JournalEntry) -> TimelineLine {
        let entry = &told.entry;
        let line = match &told.detail {
            Detail::Record(detail) => self.record(told, detail),
            Detail::Case(detail) => case(detail),
            Detail::Archive(detail) => archive(detail),
            Detail::Letter(detail) => letter(detail),
            Detail::Guardian(detail) => self.guardian(detail),
            Detail::Problem(detail) => self.problem(detail),
            Detail::Print(detail) => print(detail),
            Detail::Review(detail) => self.review(&detail.said),
            Detail::Package(detail) => package(detail),
            Detail::Privacy(detail) => privacy(detail),
            // The title says it all.
            Detail::Paper(_) | Detail::Unit(_) => words![],
        };
        let words = line.told(!self.names);
        let actor = &entry.actor;
        let who = match (self.names, actor.role) {
            (true, Role::Guardian) => format!("监护人 {}", actor.name),
            (true, _) => format!("{} {}", actor.unit_name, actor.name),
            (false, Role::Guardian) => "监护人".to_owned(),
            (false, _) => actor.unit_name.clone(),
        };
        TimelineLine { event: entry.event, words, who, at: entry.recorded_at }
    }

    fn record(&self, told: &JournalEntry, detail: &RecordDetail) -> Line {
        match detail {
            RecordDetail::InfoChanged(change) => self.change(told, change),
            RecordDetail::InfoKept { changes, reason } => {
                let told = Line::joined(changes.iter().map(|change| self.change(told, change)), "；");
                // Of what one guardian is not shown of the other, the reason would tell it.
                let own = Reader { ground: Ground::Own, ..self.reader };
                let whole = |change: &ItemChange| own.shown(change.field) == Shown::Whole;
                let reason = if self.names || changes.iter().all(whole) { reason.as_str() } else { "" };
                self.with_reason(told, words![given(reason)])
            }
            RecordDetail::ClassMoved { from, to, reason } => {
                let moved = words!["由「", given(from), "」调到「", given(to), "」"];
                self.with_reason(moved, words![given(reason)])
            }
            RecordDetail::NumberIssued(number) | RecordDetail::NumberRetired(number) => masked(number),
            RecordDetail::TakenOver {
                source, batch, school, status, country, abroad, number, note, ..
            } => {
                let country = country.as_deref().and_then(|code| label_of(CodeList::Country, code));
                let country = country.map(|label| words!["（", label, "）"]).unwrap_or_default();
                let time = |(code, from, until): &(String, NaiveDate, NaiveDate)| {
                    let place = label_of(CodeList::Country, code).map_or_else(|| given(code), Piece::from);
                    words!["，境外就读 ", place, "（", given(from), " 至 ", given(until), "）"]
                };
                let words = words!["接管自「", given(source), "」，批次 ", given(batch), "：", given(school)]
                    .then(words!["，", status.label()])
                    .then(country)
                    .then(Line::joined(abroad.iter().map(time), ""))
                    .then(words!["，"])
                    .then(masked(number));
                let note = note.as_ref().map(|note| words!["查重说明：", given(note)]);
                self.with_reason(words, note.unwrap_or_default())
            }
            RecordDetail::TakeOverUndone { batch, reason } => {
                self.with_reason(words!["批次 ", given(batch)], words![given(reason)])
            }
            RecordDetail::IdentityMatched { compared } => words![said(compared)],
            RecordDetail::IdentityDiffers { .. } => words!["核验不一致，请核对证件信息"],
            RecordDetail::StatusChanged { from, to, .. } => {
                words!["由「", said(from), "」变为「", to.label(), "」"]
            }
            RecordDetail::SchoolChanged(moved) => {
                words!["由「", given(&moved.from), "」转入「", given(&moved.to), "」"]
            }
            RecordDetail::StageEntered(moved) => {
                words!["由「", given(&moved.from), "」升入「", given(&moved.to), "」"]
            }
            RecordDetail::TransferOutGranted(moved) => {
                words!["由「", given(&moved.from), "」转往「", given(&moved.to), "」，学籍待对方接收"]
            }
            RecordDetail::TransferredOut { from, to, by } => {
                let signed = if self.names { "签收人" } else { "收下的人" };
                words!["由「", given(from), "」转往「", given(to), "」，对方", signed, " ", given(by)]
            }
            RecordDetail::TransferOutEnded { to, reason, .. } => {
                words!["不再转往「", given(to), "」：", given(reason)]
            }
            RecordDetail::Promoted { from, to, year } => {
                words!["由「", given(from), "」升入「", given(to), "」，", given(year)]
            }
            RecordDetail::PromotionUndone { from, to, reason } => {
                words!["由「", given(from), "」恢复为「", given(to), "」：", given(reason)]
            }
            RecordDetail::AbsenceNoted { since } => words!["缺课第一天 ", given(since)],
            RecordDetail::FollowedUp { on, manner, result } if self.mask == Mask::Working => {
                words![said(manner), "（", given(on), "）：", given(result)]
            }
            RecordDetail::FollowUpMissed { term, by } => words![given(term), "，", given(by)],
            RecordDetail::FollowUpEnded(end) => words![end.outcome.label(), "（", given(end.on), "）"],
            RecordDetail::AbsenceEnded { reason } if self.mask == Mask::Working => words![given(reason)],
            RecordDetail::IdentityRevealed { item, reason } => {
                words![item.map_or("学籍号", Field::label), "，用途：", given(reason)]
            }
            RecordDetail::FollowedUp { .. }
            | RecordDetail::AbsenceEnded { .. }
            | RecordDetail::InfoEntered { .. }
            | RecordDetail::InfoMended(_)
            | RecordDetail::Registered { .. }
            | RecordDetail::ArchiveBuilt { .. }
            | RecordDetail::CustodyMoved { .. } => words![],
        }
    }

    /// A reason is for who works with the record and for the child's guardian.
    fn with_reason(&self, words: Line, reason: Line) -> Line {
        let tells = self.mask == Mask::Working || !self.names;
        if !tells || reason.is_empty() {
            words
        } else {
            words.then(words!["（"]).then(reason).then(words!["）"])
        }
    }

    fn change(&self, told: &JournalEntry, change: &ItemChange) -> Line {
        let field = change.field;
        if self.reader.shown(field) == Shown::Nothing {
            return words![field.label(), "：已撤回同意，内容不再显示"];
        }
        // Entries from before there were digests keep their values, and do not show them either.
        if is_optional(field)
            && (told.entry.erased || self.row.optional_erased && told.entry.digest.is_none())
        {
            return words![field.label(), "：内容已按撤回的同意删除"];
        }
        let show = |value: &str| match value.is_empty() {
            true => Piece::from("（空）"),
            false => given(value_in_words(self.info, field, value, self.reader.shown(field))),
        };
        words![field.label(), "：由「", show(&change.old), "」改为「", show(&change.new), "」"]
    }

    fn guardian(&self, detail: &GuardianDetail) -> Line {
        match detail {
            GuardianDetail::BindingPrinted(guardian) | GuardianDetail::BindingReleased { guardian, .. } => {
                named(guardian)
            }
            GuardianDetail::Bound {
                guardian,
                school,
                code: Some(BindingCode { printed_by, released_by: Some(second) }),
            } => {
                let people = match self.names {
                    true => words!["（", given(printed_by), "打印、", given(second), "核发）"],
                    false => words![],
                };
                named(guardian).then(words!["，凭", given(school), "的绑定码"]).then(people)
            }
            GuardianDetail::Bound { guardian, .. } => named(guardian).then(words!["，凭证件号和学籍号核对"]),
            GuardianDetail::Recovered { guardian, school, here } => {
                let rests = if *here { "" } else { "；与本学生的绑定暂停，待本校确认" };
                named(guardian).then(words!["，凭", given(school), "的绑定码", rests])
            }
            GuardianDetail::BondReportTakenBack(guardian)
            | GuardianDetail::BondLeft(guardian)
            | GuardianDetail::TelephoneMoved(guardian)
            | GuardianDetail::AccountClosed(guardian) => named(guardian),
            GuardianDetail::BondReported(guardian) => {
                words!["对"].then(named(guardian)).then(words!["的绑定提出疑问，请学校核实"])
            }
            GuardianDetail::BondConfirmed { guardian, reason }
            | GuardianDetail::BondRested { guardian, reason }
            | GuardianDetail::BondEnded { guardian, reason } => match self.names {
                true => named(guardian).then(words!["：", given(reason)]),
                false => named(guardian),
            },
        }
    }

    fn problem(&self, detail: &ProblemDetail) -> Line {
        match detail {
            ProblemDetail::Found(problem) => words![problem.kind.label()],
            ProblemDetail::Answered { problem, .. } if !self.names => words![problem.kind.label()],
            ProblemDetail::Answered { problem, school, remedy } => {
                words![problem.kind.label(), "：", given(school), "，", remedy.label()]
            }
            ProblemDetail::SheetIssued { number, until, .. } => {
                words![given(number), "，", given(until), "前答复"]
            }
            ProblemDetail::SheetAnswered { problem, .. } if !self.names => words![problem.kind.label()],
            ProblemDetail::SheetAnswered { school, attends, stand, .. } => {
                let attends = if *attends { "实际就读" } else { "不在本校就读" };
                words![given(school), "：", attends, "，", stand.label()]
            }
            ProblemDetail::SheetClosed { number, late, .. } if late.is_empty() || !self.names => {
                words![given(number)]
            }
            ProblemDetail::SheetClosed { number, late, .. } => {
                words![given(number), "，逾期未答复：", given(late.join("、"))]
            }
            ProblemDetail::Settled { problem, outcome } => {
                words![problem.kind.label(), "：", outcome.label()]
            }
            ProblemDetail::RecordsMerged { stays: true, school, number, .. } => {
                words!["「", given(school), "」的学籍 ", given(number), " 并入本学籍"]
            }
            ProblemDetail::RecordsMerged { school, number, .. } => {
                words!["本学籍并入「", given(school), "」的学籍 ", given(number)]
            }
            ProblemDetail::MergeUndone { reason, number, school, .. } => {
                words!["与「", given(school), "」的学籍 ", given(number), " 恢复为两份：", given(reason)]
            }
        }
    }

    fn review(&self, told: &ReviewSaid) -> Line {
        match told {
            // What is said of where a child is, is for those who work with the record.
            ReviewSaid::Confirmed { finding, note, at, .. }
                if self.mask == Mask::Working && !note.is_empty() =>
            {
                let at = at.as_ref().map(|school| words!["实际就读于", given(&school.name), "，"]);
                words![finding.label(), "："].then(at.unwrap_or_default()).then(words![given(note)])
            }
            ReviewSaid::Confirmed { finding, .. } => words![finding.label()],
            ReviewSaid::Answered { anomaly, outcome, .. } => {
                words![anomaly.label(), "：", outcome.label()]
            }
            ReviewSaid::Guardian { right, on_paper } => {
                let what = if *right { "信息无误" } else { "提出信息有误" };
                words![what, if *on_paper { "（纸质确认表）" } else { "" }]
            }
        }
    }
}

fn case(detail: &CaseDetail) -> Line {
    match detail {
        CaseDetail::Opened { case, asked: Asked::CorrectionBySchool { intake, .. } } => {
            words!["办件编号 ", given(&case.number), "，", said(intake.told())]
        }
        CaseDetail::Opened { case, .. }
        | CaseDetail::Approved(case)
        | CaseDetail::Refused(case)
        | CaseDetail::Withdrawn(case)
        | CaseDetail::Cleared(case) => words!["办件编号 ", given(&case.number)],
        CaseDetail::Resubmitted { number }
        | CaseDetail::QuestionAsked { number }
        | CaseDetail::QuestionAnswered { number }
        | CaseDetail::MessageWritten { number } => words!["办件编号 ", given(number)],
        CaseDetail::StepDecided { verdict, reason, .. } if reason.is_empty() => words![verdict.label()],
        CaseDetail::StepDecided { verdict, reason, .. } => words![verdict.label(), "：", given(reason)],
        CaseDetail::FieldsRefused(fields) => {
            let told =
                fields.iter().map(|(field, reason)| words!["不同意更正", field.label(), "：", given(reason)]);
            Line::joined(told, "；")
        }
        CaseDetail::DeadlineNear { number, due } => {
            let due = due.map(|due| due.to_string()).unwrap_or_default();
            words!["办件编号 ", given(number), "，期限 ", given(due)]
        }
        CaseDetail::Escalated { number, to } => {
            words!["办件编号 ", given(number), "，已报 ", given(to)]
        }
        CaseDetail::HandedOver { number, to } => {
            words!["办件编号 ", given(number), "，由", given(to), "继续办理"]
        }
        CaseDetail::Returned { due } => words!["请于 ", given(due), " 前补正"],
        CaseDetail::ProofFiled(_) => words!["证明材料已加密保存"],
        CaseDetail::DueRecounted { .. } => words![],
    }
}

/// What stands in it is read in the archive; a timeline is read by more people.
fn archive(detail: &ArchiveDetail) -> Line {
    let what = |entry: &EntryName| match entry.kind.period().words(&entry.period).trim() {
        "" => words![entry.kind.label()],
        period => words![entry.kind.label(), " ", given(period)],
    };
    match detail {
        ArchiveDetail::EntryFiled { entry, .. } | ArchiveDetail::EntryChanged { entry, .. } => what(entry),
        ArchiveDetail::EntryWithdrawn { entry, reason, .. } => what(entry).then(words!["：", given(reason)]),
        ArchiveDetail::FileAdded { .. } => words![],
        ArchiveDetail::FileWithdrawn { reason, .. } => words![given(reason)],
    }
}

fn letter(detail: &LetterDetail) -> Line {
    match detail {
        LetterDetail::Owed(letter) | LetterDetail::Drafted(letter) | LetterDetail::Returned(letter) => {
            words![letter.kind.label(), "，致", given(&letter.to)]
        }
        LetterDetail::Signed(letter) | LetterDetail::Received(letter) => {
            let number = letter.number.as_deref().unwrap_or_default();
            words![letter.kind.label(), "（", given(number), "），致", given(&letter.to)]
        }
        LetterDetail::Urged { letter, above } => {
            words![letter.kind.label(), "逾期，已告知", given(above)]
        }
        LetterDetail::DueRecounted(_) => words![],
    }
}

/// What is told of certificates stands in their register.
fn print(detail: &PrintDetail) -> Line {
    match detail {
        PrintDetail::Printed { kind, number, reason, .. }
        | PrintDetail::Revoked { kind, number, reason, .. } => {
            // The name of a paper is official.
            let what = words![given(kind.label()), "（编号 ", given(number), "）"];
            if reason.is_empty() { what } else { what.then(words!["：", given(reason)]) }
        }
        PrintDetail::CertificateIssued(_)
        | PrintDetail::CertificateReplaced(_)
        | PrintDetail::CertificateRevoked(_) => words![],
    }
}

fn package(detail: &PackageDetail) -> Line {
    match detail {
        PackageDetail::Asked { number, to, .. }
        | PackageDetail::Released { number, to, .. }
        | PackageDetail::Refused { number, to }
        | PackageDetail::Fetched { number, to, .. } => {
            words!["编号 ", given(number), "，移交", given(to)]
        }
        PackageDetail::Continued { number, from, entries, head, .. } => {
            let end: String = head.chars().take(12).collect();
            words!["凭", given(from), "的档案包（编号 ", given(number), "）接续，此前变动记录 "].then(words![
                given(entries),
                " 条，末条校验值 ",
                given(end),
                "…"
            ])
        }
    }
}

fn privacy(detail: &PrivacyDetail) -> Line {
    match detail {
        PrivacyDetail::ConsentGiven { way, notice } | PrivacyDetail::ConsentWithdrawn { way, notice } => {
            words![way.label(), "，告知书 ", given(notice), " 版"]
        }
        PrivacyDetail::OptionalErased { items, .. } => {
            Line::joined(items.iter().map(|field| words![field.label()]), "、")
        }
    }
}

fn masked(issued: &IssuedNumber) -> Line {
    let number = issued.number.parse::<StudentNumber>();
    number.map(|number| words![number.kind().label(), " ", given(number.masked())]).unwrap_or_default()
}

/// The guardian an entry is about: the masked name and the kinship.
fn named(guardian: &GuardianName) -> Line {
    match (guardian.name.as_str(), guardian.kinship.as_str()) {
        ("", _) => words![],
        (name, "") => words!["监护人 ", given(name)],
        (name, kinship) => words!["监护人 ", given(name), "（", given(kinship), "）"],
    }
}
