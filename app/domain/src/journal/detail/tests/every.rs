//! One detail of every variant, filled with whatever is given.

use super::{correction, info};
use crate::archive::{Category, EntryKind};
use crate::calendar::term;
use crate::case::Verdict;
use crate::case::intake::Intake;
use crate::certificate::CertificateKind;
use crate::codes::PupilStatus;
use crate::follow_up::{FollowUpEnd, FollowUpOutcome};
use crate::form::Field;
use crate::id::{CertificateId, ImportId, LetterId, PersonId, PrintId, ProblemId, ProofId, TakeOverId};
use crate::ident::NumberKind;
use crate::journal::detail::*;
use crate::letter::LetterKind;
use crate::matter::{CaseKind, Office, Proof, ProofKind};
use crate::org::OfficePhone;
use crate::print::PrintKind;
use crate::privacy::Way;
use crate::problem::{ProblemKind, ProblemState, Remedy, Stand};
use crate::review::{AnomalyKind, Finding, Outcome};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What a detail is filled with.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    pub(super) words: String,
    pub(super) n: usize,
    pub(super) yes: bool,
}

pub(super) fn parts() -> impl Strategy<Value = Parts> {
    (any::<String>(), 0..1_000_000_usize, any::<bool>()).prop_map(|(words, n, yes)| Parts { words, n, yes })
}

impl Parts {
    pub(super) fn text(&self) -> String {
        self.words.clone()
    }

    pub(super) fn perhaps<T>(&self, value: T) -> Option<T> {
        self.yes.then_some(value)
    }

    pub(super) fn of<T: Copy>(&self, all: &[T]) -> T {
        all[self.n % all.len()]
    }

    pub(super) fn day(&self) -> NaiveDate {
        NaiveDate::default() + Days::new(self.n as u64)
    }

    pub(super) fn uuid(&self) -> Uuid {
        Uuid::from_u128(self.n as u128)
    }

    pub(super) fn number(&self) -> u32 {
        u32::try_from(self.n).unwrap()
    }

    fn change(&self) -> ItemChange {
        ItemChange { field: self.of(Field::ALL), old: String::new(), new: self.text() }
    }

    fn values(&self) -> BTreeMap<String, String> {
        BTreeMap::from([(self.text(), self.text())])
    }

    fn case(&self) -> Vec<CaseDetail> {
        let name = CaseName { number: self.text(), kind: self.of(&CaseKind::ALL) };
        let opened = |asked| CaseDetail::Opened { case: name.clone(), asked };
        let proof = Proof {
            id: ProofId::new(self.uuid()),
            kind: self.of(&ProofKind::ALL),
            sha256: self.text(),
            format: self.text(),
            size: self.n as u64,
        };
        vec![
            opened(Asked::Registration),
            opened(Asked::Correction(vec![self.change()])),
            opened(Asked::CorrectionBySchool {
                intake: Intake::Found { reason: self.text() },
                changes: vec![self.change()],
            }),
            opened(Asked::Change(Box::new(correction(self.of(Field::ALL), &self.words)))),
            CaseDetail::StepDecided {
                verdict: self.of(&[Verdict::Agreed, Verdict::Returned, Verdict::Refused]),
                reason: self.text(),
                number: self.text(),
            },
            CaseDetail::FieldsRefused(BTreeMap::from([(self.of(Field::ALL), self.text())])),
            CaseDetail::Returned { due: self.day() },
            CaseDetail::Resubmitted { number: self.text() },
            CaseDetail::Approved(name.clone()),
            CaseDetail::Refused(name.clone()),
            CaseDetail::Withdrawn(name.clone()),
            CaseDetail::Cleared(name.clone()),
            CaseDetail::DeadlineNear { number: self.text(), due: self.perhaps(self.day()) },
            CaseDetail::Escalated { number: self.text(), to: self.text() },
            CaseDetail::HandedOver { number: self.text(), to: self.text() },
            CaseDetail::DueRecounted { number: self.text(), due: self.day() },
            CaseDetail::ProofFiled(proof),
            CaseDetail::QuestionAsked { number: self.text() },
            CaseDetail::QuestionAnswered { number: self.text() },
            CaseDetail::MessageWritten { number: self.text() },
        ]
    }

    fn record(&self) -> Vec<RecordDetail> {
        let kind = self.of(&[NumberKind::Formal, NumberKind::Temporary, NumberKind::SelfCoded]);
        let number = || IssuedNumber { kind, number: self.text() };
        let moved = || Moved { from: self.text(), to: self.text(), on: self.day() };
        let (from, to, reason) = (self.text(), self.text(), self.text());
        vec![
            RecordDetail::InfoEntered { info: info(&[]), import: self.perhaps(ImportId::new(self.uuid())) },
            RecordDetail::InfoMended(vec![self.change(); self.n % 3]),
            RecordDetail::InfoChanged(self.change()),
            RecordDetail::InfoKept { changes: vec![self.change(); self.n % 3], reason: self.text() },
            RecordDetail::ClassMoved { from: from.clone(), to: to.clone(), reason: reason.clone() },
            RecordDetail::Registered { school: self.text(), entry_date: self.day() },
            RecordDetail::ArchiveBuilt { due: self.day() },
            RecordDetail::NumberIssued(number()),
            RecordDetail::NumberRetired(number()),
            RecordDetail::TakenOver {
                source: self.text(),
                batch: TakeOverId::new(self.uuid()),
                school: self.text(),
                status: self.of(PupilStatus::ALL),
                country: self.n.is_multiple_of(3).then(|| self.text()),
                abroad: vec![(self.text(), self.day(), self.day()); self.n % 2],
                entry_date: self.day(),
                number: number(),
                note: self.n.is_multiple_of(2).then(|| self.text()),
            },
            RecordDetail::TakeOverUndone { batch: TakeOverId::new(self.uuid()), reason: self.text() },
            RecordDetail::IdentityMatched { compared: self.text() },
            RecordDetail::IdentityDiffers { differences: vec![self.text(); self.n % 3] },
            RecordDetail::StatusChanged { from: self.text(), to: self.of(PupilStatus::ALL), on: self.day() },
            RecordDetail::SchoolChanged(moved()),
            RecordDetail::StageEntered(moved()),
            RecordDetail::TransferOutGranted(moved()),
            RecordDetail::TransferredOut { from: from.clone(), to: to.clone(), by: self.text() },
            RecordDetail::TransferOutEnded { from: from.clone(), to: to.clone(), reason: reason.clone() },
            RecordDetail::Promoted { from: from.clone(), to: to.clone(), year: self.text() },
            RecordDetail::PromotionUndone { from: from.clone(), to: to.clone(), reason: reason.clone() },
            RecordDetail::AbsenceNoted { since: self.day() },
            RecordDetail::FollowedUp { on: self.day(), manner: self.text(), result: self.text() },
            RecordDetail::AbsenceEnded { reason: reason.clone() },
            RecordDetail::FollowUpMissed { term: term(self.day()), by: self.text() },
            RecordDetail::FollowUpEnded(FollowUpEnd {
                outcome: self.of(&FollowUpOutcome::ALL),
                on: self.day(),
            }),
            RecordDetail::IdentityRevealed { item: self.perhaps(self.of(Field::ALL)), reason },
            RecordDetail::CustodyMoved {
                from,
                to,
                act: self.text(),
                on: self.day(),
                pieces: self.perhaps(self.n),
            },
        ]
    }

    fn archive(&self) -> Vec<ArchiveDetail> {
        let entry = || EntryName { kind: self.of(EntryKind::ALL), period: self.text() };
        let file = ProofId::new(self.uuid());
        vec![
            ArchiveDetail::EntryFiled { entry: entry(), new: self.values() },
            ArchiveDetail::EntryChanged { entry: entry(), old: self.values(), new: BTreeMap::new() },
            ArchiveDetail::EntryWithdrawn { entry: entry(), old: self.values(), reason: self.text() },
            ArchiveDetail::FileAdded { category: self.of(&Category::ALL), file, sha256: self.text() },
            ArchiveDetail::FileWithdrawn { file, reason: self.text() },
        ]
    }

    fn paper(&self) -> Vec<PaperDetail> {
        let (no, letter) = (self.number(), LetterId::new(self.uuid()));
        vec![
            PaperDetail::Filed { no, category: self.of(&Category::ALL), pages: no },
            PaperDetail::Withdrawn { no, reason: self.text() },
            PaperDetail::Placed { place: self.text() },
            PaperDetail::CopiesKept { pieces: (0..no % 4).collect() },
            PaperDetail::LoanAsked { due_back: self.day() },
            PaperDetail::Lent,
            PaperDetail::LoanRefused { reason: self.text() },
            PaperDetail::Returned,
            PaperDetail::Listed { letter },
            PaperDetail::Unlisted,
            PaperDetail::Sealed { letter, seal: self.text(), on: self.day(), pieces: no, pages: no },
            PaperDetail::Received { letter, pieces: no, arrived: no },
            PaperDetail::Gone { letter },
            PaperDetail::Settled { letter, no, supplemented: self.yes, note: self.text() },
        ]
    }

    fn letter(&self) -> Vec<LetterDetail> {
        let letter = LetterTold {
            letter: LetterId::new(self.uuid()),
            kind: self.of(&LetterKind::ALL),
            number: self.perhaps(self.text()),
            from: self.text(),
            to: self.text(),
            due: self.perhaps(self.day()),
        };
        let plain = [
            LetterDetail::Owed,
            LetterDetail::Drafted,
            LetterDetail::Returned,
            LetterDetail::Signed,
            LetterDetail::Received,
            LetterDetail::DueRecounted,
        ];
        let mut all: Vec<LetterDetail> = plain.into_iter().map(|step| step(letter.clone())).collect();
        all.push(LetterDetail::Urged { letter, above: self.text() });
        all
    }

    fn guardian(&self) -> Vec<GuardianDetail> {
        let guardian = || GuardianName { name: self.text(), kinship: self.text() };
        let code = BindingCode { printed_by: self.text(), released_by: self.perhaps(self.text()) };
        let reason = self.text();
        vec![
            GuardianDetail::BindingPrinted(guardian()),
            GuardianDetail::BindingReleased { guardian: guardian(), printed_by: self.text() },
            GuardianDetail::Bound { guardian: guardian(), school: self.text(), code: self.perhaps(code) },
            GuardianDetail::Recovered { guardian: guardian(), school: self.text(), here: self.yes },
            GuardianDetail::BondReported(guardian()),
            GuardianDetail::BondReportTakenBack(guardian()),
            GuardianDetail::BondConfirmed { guardian: guardian(), reason: reason.clone() },
            GuardianDetail::BondRested { guardian: guardian(), reason: reason.clone() },
            GuardianDetail::BondEnded { guardian: guardian(), reason },
            GuardianDetail::BondLeft(guardian()),
            GuardianDetail::TelephoneMoved(guardian()),
            GuardianDetail::AccountClosed(guardian()),
        ]
    }

    fn problem(&self) -> Vec<ProblemDetail> {
        let problem = ProblemId::new(self.uuid());
        let name = || ProblemName { problem, kind: self.of(&ProblemKind::ALL) };
        let (number, school) = (self.text(), self.text());
        vec![
            ProblemDetail::Found(name()),
            ProblemDetail::Answered { problem: name(), school: self.text(), remedy: self.of(&Remedy::ALL) },
            ProblemDetail::SheetIssued { problem: name(), number: self.text(), until: self.day() },
            ProblemDetail::SheetAnswered {
                problem: name(),
                school: self.text(),
                attends: self.yes,
                stand: self.of(&Stand::ALL),
            },
            ProblemDetail::SheetClosed { problem: name(), number: self.text(), late: vec![self.text()] },
            ProblemDetail::Settled { problem: name(), outcome: self.of(&ProblemState::ALL) },
            ProblemDetail::RecordsMerged {
                problem,
                stays: self.yes,
                other: PersonId::new(self.uuid()),
                number: number.clone(),
                school: school.clone(),
            },
            ProblemDetail::MergeUndone { problem, reason: self.text(), number, school },
        ]
    }

    fn print(&self) -> Vec<PrintDetail> {
        let (print, kind) = (PrintId::new(self.uuid()), self.of(PrintKind::ALL));
        let (number, reason) = (self.text(), self.text());
        let certificate = || CertificateTold {
            certificate: CertificateId::new(self.uuid()),
            kind: self.of(&CertificateKind::ALL),
            number: self.text(),
            replaces: self.perhaps(self.text()),
            reason: self.text(),
        };
        vec![
            PrintDetail::Printed {
                print,
                kind,
                number: number.clone(),
                reason: reason.clone(),
                sha256: self.text(),
            },
            PrintDetail::Revoked { print, kind, number, reason },
            PrintDetail::CertificateIssued(certificate()),
            PrintDetail::CertificateReplaced(certificate()),
            PrintDetail::CertificateRevoked(certificate()),
        ]
    }

    fn review(&self) -> Vec<ReviewDetail> {
        let said = [
            ReviewSaid::Confirmed {
                finding: self.of(&Finding::ALL),
                items: BTreeSet::from([self.of(Field::ALL)]),
                note: self.text(),
                at: self.perhaps(Office { unit: "2132000001".parse().unwrap(), name: self.text() }),
            },
            ReviewSaid::Answered {
                anomaly: self.of(&AnomalyKind::ALL),
                outcome: self.of(&Outcome::ALL),
                note: self.text(),
            },
            ReviewSaid::Guardian { right: self.yes, on_paper: !self.yes },
        ];
        said.into_iter().map(|said| ReviewDetail { term: self.text(), said }).collect()
    }

    fn package(&self) -> Vec<PackageDetail> {
        let (number, to) = (self.text(), self.text());
        let continued = |continued| PackageDetail::Continued {
            number: self.text(),
            from: self.text(),
            case: self.text(),
            fingerprint: self.text(),
            entries: self.n as u64,
            head: self.text(),
            continued,
        };
        vec![
            PackageDetail::Asked { number: number.clone(), to: to.clone(), case: self.text() },
            PackageDetail::Released {
                number: number.clone(),
                to: to.clone(),
                sha256: self.text(),
                entries: self.n as u64,
                head: self.text(),
                until: self.day(),
            },
            PackageDetail::Refused { number: number.clone(), to: to.clone() },
            PackageDetail::Fetched { number, to, times: self.n },
            continued(Continuation::New { grade: 7, class_name: self.text() }),
            continued(Continuation::Known { changes: vec![self.change()], filed: self.n, ours: self.n }),
        ]
    }

    fn privacy(&self) -> Vec<PrivacyDetail> {
        let way = self.of(&[Way::Online, Way::Paper]);
        vec![
            PrivacyDetail::ConsentGiven { way, notice: self.text() },
            PrivacyDetail::ConsentWithdrawn { way, notice: self.text() },
            PrivacyDetail::OptionalErased {
                items: BTreeSet::from([self.of(Field::ALL)]),
                entries: BTreeSet::from([self.n as u64]),
            },
        ]
    }

    fn unit(&self) -> Vec<UnitDetail> {
        let begun = self.begun().into_iter().map(|begun| UnitDetail::Opened(self.told(begun)));
        let steps = self.steps().into_iter().map(|step| UnitDetail::Decided(self.told(step)));
        let keys = || KeysTold { serial: self.n as u64, digest: self.text(), reason: self.text() };
        let of_keys = [
            UnitDetail::KeysTaken(keys()),
            UnitDetail::KeysAccepted(keys()),
            UnitDetail::KeysRefused(keys()),
        ];
        let phone = |text: String| OfficePhone::typed(&text).unwrap();
        let set = UnitDetail::OfficePhoneSet(PhoneTold {
            old: self.perhaps(phone(format!("025-5550{:04}", self.n % 10_000))).flatten(),
            new: phone(format!("0512-5550{:03}转{}", self.n % 1000, self.n)),
        });
        begun.chain(steps).chain(of_keys).chain([set]).collect()
    }

    /// Every variant of every area.
    pub(super) fn every(&self) -> Vec<Detail> {
        let mut all: Vec<Detail> = Vec::new();
        all.extend(self.case().into_iter().map(Detail::from));
        all.extend(self.record().into_iter().map(Detail::from));
        all.extend(self.archive().into_iter().map(Detail::from));
        all.extend(self.paper().into_iter().map(Detail::from));
        all.extend(self.letter().into_iter().map(Detail::from));
        all.extend(self.guardian().into_iter().map(Detail::from));
        all.extend(self.problem().into_iter().map(Detail::from));
        all.extend(self.print().into_iter().map(Detail::from));
        all.extend(self.review().into_iter().map(Detail::from));
        all.extend(self.package().into_iter().map(Detail::from));
        all.extend(self.privacy().into_iter().map(Detail::from));
        all.extend(self.unit().into_iter().map(Detail::from));
        all
    }
}
