//! The journal in words (信息变动情况): what each entry tells a reader, masked as far as the reader may not see.

use super::{PersonRow, value_in_words};
use crate::journal::JournalEntry;
use contract::pupil::TimelineLine;
use domain::access::{Ground, Mask, Reader, Role, Shown};
use domain::codes::{CodeList, label_of};
use domain::form::{BasicInfo, Field};
use domain::guide::plain;
use domain::ident::StudentNumber;
use domain::journal::{
    ArchiveDetail, Asked, BindingCode, CaseDetail, Detail, EntryName, GuardianDetail, GuardianName,
    IssuedNumber, ItemChange, LetterDetail, LetterTold, PackageDetail, PrintDetail, PrivacyDetail,
    ProblemDetail, RecordDetail, ReviewSaid,
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
        let words = match &told.detail {
            Detail::Record(detail) => self.record(told, detail),
            Detail::Case(detail) => case(detail, !self.names),
            Detail::Archive(detail) => archive(detail),
            Detail::Letter(detail) => self.said(&letter(detail)),
            Detail::Guardian(detail) => self.guardian(detail),
            Detail::Problem(detail) => self.problem(detail),
            Detail::Print(detail) => print(detail),
            Detail::Review(detail) => self.review(&detail.said),
            Detail::Package(detail) => self.said(&package(detail)),
            Detail::Privacy(detail) => privacy(detail),
            // The title says it all.
            Detail::Paper(_) | Detail::Unit(_) => String::new(),
        };
        let actor = &entry.actor;
        let who = match (self.names, actor.role) {
            (true, Role::Guardian) => format!("监护人 {}", actor.name),
            (true, _) => format!("{} {}", actor.unit_name, actor.name),
            (false, Role::Guardian) => "监护人".to_owned(),
            (false, _) => actor.unit_name.clone(),
        };
        TimelineLine { event: entry.event, words, who, at: entry.recorded_at }
    }

    fn record(&self, told: &JournalEntry, detail: &RecordDetail) -> String {
        match detail {
            RecordDetail::InfoChanged(change) => self.change(told, change),
            RecordDetail::InfoKept { changes, reason } => {
                let told: Vec<String> = changes.iter().map(|change| self.change(told, change)).collect();
                // Of what one guardian is not shown of the other, the reason would tell it.
                let own = Reader { ground: Ground::Own, ..self.reader };
                let whole = |change: &ItemChange| own.shown(change.field) == Shown::Whole;
                let reason = if self.names || changes.iter().all(whole) { reason.as_str() } else { "" };
                self.with_reason(told.join("；"), reason)
            }
            RecordDetail::ClassMoved { from, to, reason } => {
                self.with_reason(format!("由「{from}」调到「{to}」"), reason)
            }
            RecordDetail::NumberIssued(number) | RecordDetail::NumberRetired(number) => masked(number),
            RecordDetail::TakenOver {
                source, batch, school, status, country, abroad, number, note, ..
            } => {
                let (number, status) = (masked(number), status.label());
                let country = country.as_deref().and_then(|code| label_of(CodeList::Country, code));
                let country = country.map(|label| format!("（{label}）")).unwrap_or_default();
                let label = |code: &str| label_of(CodeList::Country, code).unwrap_or(code).to_owned();
                let times = abroad
                    .iter()
                    .map(|(code, from, until)| format!("，境外就读 {}（{from} 至 {until}）", label(code)));
                let times: String = times.collect();
                let words =
                    format!("接管自「{source}」，批次 {batch}：{school}，{status}{country}{times}，{number}");
                let note = note.as_ref().map(|note| format!("查重说明：{note}"));
                self.with_reason(words, note.as_deref().unwrap_or_default())
            }
            RecordDetail::TakeOverUndone { batch, reason } => {
                self.with_reason(format!("批次 {batch}"), reason)
            }
            RecordDetail::IdentityMatched { compared } => self.said(compared),
            RecordDetail::IdentityDiffers { .. } => self.said("核验不一致，请核对证件信息"),
            RecordDetail::StatusChanged { from, to, .. } => format!("由「{from}」变为「{}」", to.label()),
            RecordDetail::SchoolChanged(moved) => format!("由「{}」转入「{}」", moved.from, moved.to),
            RecordDetail::StageEntered(moved) => format!("由「{}」升入「{}」", moved.from, moved.to),
            RecordDetail::TransferOutGranted(moved) => {
                format!("由「{}」转往「{}」，学籍待对方接收", moved.from, moved.to)
            }
            RecordDetail::TransferredOut { from, to, by } => {
                let signed = if self.names { "签收人" } else { "收下的人" };
                format!("由「{from}」转往「{to}」，对方{signed} {by}")
            }
            RecordDetail::TransferOutEnded { to, reason, .. } => format!("不再转往「{to}」：{reason}"),
            RecordDetail::Promoted { from, to, year } => format!("由「{from}」升入「{to}」，{year}"),
            RecordDetail::PromotionUndone { from, to, reason } => {
                format!("由「{from}」恢复为「{to}」：{reason}")
            }
            RecordDetail::AbsenceNoted { since } => format!("缺课第一天 {since}"),
            RecordDetail::FollowedUp { on, manner, result } if self.mask == Mask::Working => {
                format!("{manner}（{on}）：{result}")
            }
            RecordDetail::FollowUpMissed { term, by } => format!("{term}，{by}"),
            RecordDetail::FollowUpEnded(end) => format!("{}（{}）", end.outcome.label(), end.on),
            RecordDetail::AbsenceEnded { reason } if self.mask == Mask::Working => reason.clone(),
            RecordDetail::IdentityRevealed { item, reason } => {
                format!("{}，用途：{reason}", item.map_or("学籍号", Field::label))
            }
            RecordDetail::FollowedUp { .. }
            | RecordDetail::AbsenceEnded { .. }
            | RecordDetail::InfoEntered { .. }
            | RecordDetail::InfoMended(_)
            | RecordDetail::Registered { .. }
            | RecordDetail::ArchiveBuilt { .. }
            | RecordDetail::CustodyMoved { .. } => String::new(),
        }
    }

    /// What no person wrote, to a guardian in plain words.
    fn said(&self, words: &str) -> String {
        if self.names { words.to_owned() } else { plain(words) }
    }

    /// A reason is for who works with the record and for the child's guardian.
    fn with_reason(&self, words: String, reason: &str) -> String {
        let tells = self.mask == Mask::Working || !self.names;
        if reason.is_empty() || !tells { words } else { format!("{words}（{reason}）") }
    }

    fn change(&self, told: &JournalEntry, change: &ItemChange) -> String {
        let field = change.field;
        if self.reader.shown(field) == Shown::Nothing {
            return format!("{}：已撤回同意，内容不再显示", field.label());
        }
        // Entries from before there were digests keep their values, and do not show them either.
        if is_optional(field)
            && (told.entry.erased || self.row.optional_erased && told.entry.digest.is_none())
        {
            return format!("{}：内容已按撤回的同意删除", field.label());
        }
        let show = |value: &str| match value.is_empty() {
            true => "（空）".to_owned(),
            false => value_in_words(self.info, field, value, self.reader.shown(field)),
        };
        format!("{}：由「{}」改为「{}」", field.label(), show(&change.old), show(&change.new))
    }

    fn guardian(&self, detail: &GuardianDetail) -> String {
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
                    true => format!("（{printed_by}打印、{second}核发）"),
                    false => String::new(),
                };
                format!("{}，凭{school}的绑定码{people}", named(guardian))
            }
            GuardianDetail::Bound { guardian, .. } => {
                format!("{}，凭证件号和学籍号核对", named(guardian))
            }
            GuardianDetail::Recovered { guardian, school, here } => {
                let rests = if *here { "" } else { "；与本学生的绑定暂停，待本校确认" };
                format!("{}，凭{school}的绑定码{rests}", named(guardian))
            }
            GuardianDetail::BondReported(guardian) => {
                format!("对{}的绑定提出疑问，请学校核实", named(guardian))
            }
            GuardianDetail::BondConfirmed { guardian, reason }
            | GuardianDetail::BondRested { guardian, reason }
            | GuardianDetail::BondEnded { guardian, reason } => match self.names {
                true => format!("{}：{reason}", named(guardian)),
                false => named(guardian),
            },
        }
    }

    fn problem(&self, detail: &ProblemDetail) -> String {
        match detail {
            ProblemDetail::Found(problem) => self.said(problem.kind.label()),
            ProblemDetail::Answered { problem, .. } if !self.names => self.said(problem.kind.label()),
            ProblemDetail::Answered { problem, school, remedy } => {
                format!("{}：{school}，{}", problem.kind.label(), remedy.label())
            }
            ProblemDetail::SheetIssued { number, until, .. } => format!("{number}，{until}前答复"),
            ProblemDetail::SheetAnswered { problem, .. } if !self.names => self.said(problem.kind.label()),
            ProblemDetail::SheetAnswered { school, attends, stand, .. } => {
                let attends = if *attends { "实际就读" } else { "不在本校就读" };
                format!("{school}：{attends}，{}", stand.label())
            }
            ProblemDetail::SheetClosed { number, late, .. } if late.is_empty() || !self.names => {
                number.clone()
            }
            ProblemDetail::SheetClosed { number, late, .. } => {
                format!("{number}，逾期未答复：{}", late.join("、"))
            }
            ProblemDetail::Settled { problem, outcome } => {
                self.said(&format!("{}：{}", problem.kind.label(), outcome.label()))
            }
            ProblemDetail::RecordsMerged { stays: true, school, number, .. } => {
                format!("「{school}」的学籍 {number} 并入本学籍")
            }
            ProblemDetail::RecordsMerged { school, number, .. } => {
                format!("本学籍并入「{school}」的学籍 {number}")
            }
            ProblemDetail::MergeUndone { reason, number, school, .. } => {
                format!("与「{school}」的学籍 {number} 恢复为两份：{reason}")
            }
        }
    }

    fn review(&self, said: &ReviewSaid) -> String {
        match said {
            // What is said of where a child is, is for those who work with the record.
            ReviewSaid::Confirmed { finding, note, at, .. }
                if self.mask == Mask::Working && !note.is_empty() =>
            {
                let at = at.as_ref().map(|school| format!("实际就读于{}，", school.name)).unwrap_or_default();
                format!("{}：{at}{note}", finding.label())
            }
            ReviewSaid::Confirmed { finding, .. } => self.said(finding.label()),
            ReviewSaid::Answered { anomaly, outcome, .. } => {
                self.said(&format!("{}：{}", anomaly.label(), outcome.label()))
            }
            ReviewSaid::Guardian { right, on_paper } => {
                let what = if *right { "信息无误" } else { "提出信息有误" };
                if *on_paper { format!("{what}（纸质确认表）") } else { what.to_owned() }
            }
        }
    }
}

/// To a guardian in plain words; what somebody typed stays as it was typed.
fn case(detail: &CaseDetail, guardian: bool) -> String {
    let said = |words: &str| if guardian { plain(words) } else { words.to_owned() };
    match detail {
        CaseDetail::Opened { case, asked: Asked::CorrectionBySchool { intake, .. } } => {
            format!("办件编号 {}，{}", case.number, said(&intake.told()))
        }
        CaseDetail::Opened { case, .. }
        | CaseDetail::Approved(case)
        | CaseDetail::Refused(case)
        | CaseDetail::Withdrawn(case)
        | CaseDetail::Cleared(case) => format!("办件编号 {}", case.number),
        CaseDetail::Resubmitted { number }
        | CaseDetail::QuestionAsked { number }
        | CaseDetail::QuestionAnswered { number } => format!("办件编号 {number}"),
        CaseDetail::StepDecided { verdict, reason, .. } if reason.is_empty() => said(verdict.label()),
        CaseDetail::StepDecided { verdict, reason, .. } => format!("{}：{reason}", said(verdict.label())),
        CaseDetail::FieldsRefused(fields) => {
            let told = fields.iter().map(|(field, reason)| format!("不同意更正{}：{reason}", field.label()));
            told.collect::<Vec<_>>().join("；")
        }
        CaseDetail::DeadlineNear { number, due } => {
            let due = due.map(|due| due.to_string()).unwrap_or_default();
            format!("办件编号 {number}，期限 {due}")
        }
        CaseDetail::Escalated { number, to } => format!("办件编号 {number}，已报 {to}"),
        CaseDetail::HandedOver { number, to } => format!("办件编号 {number}，由{to}继续办理"),
        CaseDetail::Returned { due } => said(&format!("请于 {due} 前补正")),
        CaseDetail::ProofFiled(_) => "证明材料已加密保存".to_owned(),
        CaseDetail::DueRecounted { .. } => String::new(),
    }
}

/// What stands in it is read in the archive; a timeline is read by more people.
fn archive(detail: &ArchiveDetail) -> String {
    let what = |entry: &EntryName| {
        let words = format!("{} {}", entry.kind.label(), entry.kind.period().words(&entry.period));
        words.trim().to_owned()
    };
    match detail {
        ArchiveDetail::EntryFiled { entry, .. } | ArchiveDetail::EntryChanged { entry, .. } => what(entry),
        ArchiveDetail::EntryWithdrawn { entry, reason, .. } => format!("{}：{reason}", what(entry)),
        ArchiveDetail::FileAdded { .. } => String::new(),
        ArchiveDetail::FileWithdrawn { reason, .. } => reason.clone(),
    }
}

fn letter(detail: &LetterDetail) -> String {
    let addressed = |letter: &LetterTold| format!("{}，致{}", letter.kind.label(), letter.to);
    match detail {
        LetterDetail::Owed(letter) | LetterDetail::Drafted(letter) | LetterDetail::Returned(letter) => {
            addressed(letter)
        }
        LetterDetail::Signed(letter) | LetterDetail::Received(letter) => {
            let number = letter.number.as_deref().unwrap_or_default();
            format!("{}（{number}），致{}", letter.kind.label(), letter.to)
        }
        LetterDetail::Urged { letter, above } => format!("{}逾期，已告知{above}", letter.kind.label()),
        LetterDetail::DueRecounted(_) => String::new(),
    }
}

/// What is told of certificates stands in their register.
fn print(detail: &PrintDetail) -> String {
    match detail {
        PrintDetail::Printed { kind, number, reason, .. }
        | PrintDetail::Revoked { kind, number, reason, .. } => {
            let what = format!("{}（编号 {number}）", kind.label());
            if reason.is_empty() { what } else { format!("{what}：{reason}") }
        }
        PrintDetail::CertificateIssued(_)
        | PrintDetail::CertificateReplaced(_)
        | PrintDetail::CertificateRevoked(_) => String::new(),
    }
}

fn package(detail: &PackageDetail) -> String {
    match detail {
        PackageDetail::Asked { number, to, .. }
        | PackageDetail::Released { number, to, .. }
        | PackageDetail::Refused { number, to }
        | PackageDetail::Fetched { number, to, .. } => format!("编号 {number}，移交{to}"),
        PackageDetail::Continued { number, from, entries, head, .. } => {
            let end: String = head.chars().take(12).collect();
            format!("凭{from}的档案包（编号 {number}）接续，此前变动记录 {entries} 条，末条校验值 {end}…")
        }
    }
}

fn privacy(detail: &PrivacyDetail) -> String {
    match detail {
        PrivacyDetail::ConsentGiven { way, notice } | PrivacyDetail::ConsentWithdrawn { way, notice } => {
            format!("{}，告知书 {notice} 版", way.label())
        }
        PrivacyDetail::OptionalErased { items, .. } => {
            items.iter().map(|field| field.label()).collect::<Vec<_>>().join("、")
        }
    }
}

fn masked(issued: &IssuedNumber) -> String {
    let number = issued.number.parse::<StudentNumber>();
    number.map(|number| format!("{} {}", number.kind().label(), number.masked())).unwrap_or_default()
}

/// The guardian an entry is about: the masked name and the kinship.
fn named(guardian: &GuardianName) -> String {
    match (guardian.name.as_str(), guardian.kinship.as_str()) {
        ("", _) => String::new(),
        (name, "") => format!("监护人 {name}"),
        (name, kinship) => format!("监护人 {name}（{kinship}）"),
    }
}
