//! Names of kinds, states, papers and roles.

use crate::access_log::{Function, Use};
use crate::account::{FirstStep, Role};
use crate::archive::Category;
use crate::archive::contents::HeldAs;
use crate::case::suspension::SuspensionGround;
use crate::case::{CaseKind, CaseState, Verdict};
use crate::codes::PupilStatus;
use crate::complaint::Rating;
use crate::guardian::BondState;
use crate::guide::Task;
use crate::journal::Event;
use crate::language::Spoken;
use crate::matter::ProofKind;
use crate::message::Channel;
use crate::print::PrintKind;
use crate::privacy::{Consent, ConsentKind, Way};
use crate::standing::Standing;

macro_rules! spoken {
    ($($name:ident { $($variant:ident $english:literal,)+ })+) => {
        $(impl Spoken for $name {
            fn chinese(&self) -> &'static str {
                self.label()
            }

            fn english(&self) -> &'static str {
                match self { $(Self::$variant => $english,)+ }
            }
        })+
    };
}

spoken! {
    CaseKind {
        Registration "Registration",
        Correction "Correction of basic information",
        Transfer "Transfer to another school",
        Suspension "Break from school",
        Resumption "Coming back to school",
        Death "End of the record (death)",
        Progression "Moving up to the next school",
        Repeat "Repeating a grade",
        Skip "Skipping a grade",
        Abroad "Going to school abroad",
        ReturnFromAbroad "Coming back from abroad",
        DropOut "Dropping out",
        BackToSchool "Back after dropping out",
        Withdrawal "Leaving school",
        Completion "Finishing school",
        Placement "Special placement",
        Extension "Extending a break from school",
        TransferOut "Transfer to a school outside this system",
    }
    CaseState {
        InProgress "In progress",
        Returned "Sent back for more papers",
        Approved "Done",
        Refused "Not agreed to",
        Withdrawn "Taken back",
        Cleared "Stopped",
    }
    Verdict {
        Agreed "Agreed",
        Returned "Sent back for more papers",
        Refused "Not agreed to",
    }
    Role {
        Registrar "Registrar",
        Leader "Leader in charge of school records",
        Official "Reader",
        SystemAdmin "System administrator",
        SecurityAdmin "Security administrator",
        AuditAdmin "Audit administrator",
        Guardian "Guardian",
    }
    PupilStatus {
        InSchool "At school",
        Suspended "On a break from school",
        Withdrawn "Left school",
        Stopped "Stopped",
        Resumed "Back at school",
        Lost "Dropped out",
        Graduated "Graduated",
        Completed "Completed",
        Incomplete "Left without completing",
        TransferredOut "Transferred",
        Dead "Deceased",
        PlaceKept "Place kept",
        SentAbroad "Sent abroad by the state",
        Expelled "Expelled",
        Missing "Missing",
        Abroad "At a school abroad",
        Other "Other",
    }
    SuspensionGround {
        Illness "Illness or accident",
        Infection "Infectious disease",
        MentalHealth "Mental illness",
        Family "Family reasons",
        Army "Military service",
        Abroad "At school abroad for a time",
        Custody "Deprived of liberty by law",
        Other "Other reasons",
    }
    ProofKind {
        HouseholdRegister "Household register",
        IdentityCard "Identity card",
        BirthCertificate "Birth certificate",
        PoliceCertificate "Certificate of the police",
        Other "Another paper that proves it",
        Application "Written application of a guardian",
        HospitalRecord "Diagnosis or records of a hospital",
        RecipientLetter "Letter of the recipient",
        ReturnProof "Proof of destruction or return",
        SignedIdentityCopy "Copy of the pupil's identity card signed by a parent",
    }
    FirstStep {
        Appointed "Training and appointment on record",
        SecondFactor "Set up one-time codes",
        MakeAccounts "Make accounts for the staff of the unit",
        ConfirmAccounts "Confirm the accounts of the unit's staff",
        AppointRegistrars "Appoint the unit's registrars",
        MakeAuditReport "Make the unit's yearly audit report",
        EnterPupils "Enter the first pupils",
        Approved "The first pupils are registered",
        BindChild "Add a child",
        Notified "Choose text messages or mails",
    }
    Channel {
        Sms "Text message",
        Mail "Mail",
    }
    Consent {
        Unrecorded "Nothing on record",
        Given "Agreed",
        Withdrawn "Withdrawn",
    }
    ConsentKind {
        Given "Agreed",
        Withdrawn "Withdrawn",
    }
    Way {
        Online "Online",
        Paper "On paper",
    }
    Rating {
        VerySatisfied "Very satisfied",
        Satisfied "Satisfied",
        Fair "Fairly satisfied",
        Dissatisfied "Dissatisfied",
        VeryDissatisfied "Very dissatisfied",
    }
    BondState {
        Active "In force",
        Resting "Suspended until the school confirms it",
        Ended "Ended",
    }
    HeldAs {
        Received "Received",
        Checked "Checked",
        Filed "Filed",
    }
    Category {
        Basic "Basic information and changes",
        Proofs "Papers as proof",
        Development "Development report",
        Health "Health and vaccinations",
        Awards "Awards",
        Aid "Financial aid",
        Provincial "Other papers that the province asks for",
    }
    Use {
        Search "Looked up in a list",
        View "Looked at",
        Reveal "Looked at a number in full",
        Print "Printed",
        Export "Exported",
    }
    PrintKind {
        StudentCard "Pupil's card",
        BasicForm "Form of basic information",
        RegisterCard "Record card",
        GuardianConfirmation "Guardian's confirmation of information",
        ClassRoster "Class roster",
        TransferApplication "Application for a transfer",
        TransferLetter "Transfer letter",
        SuspensionApplication "Application for a break from school",
        ResumptionApplication "Application to come back to school",
        ArchiveHandOver "List of files handed over",
        TermNotice "Notice of transfers in a term",
        GraduationList "List of leavers",
        GraduationCertificate "Graduation certificate",
        CompletionCertificate "Certificate of completion",
        AttendanceCertificate "Certificate of attendance",
        GraduationProof "Proof of graduation",
        CompletionProof "Proof of completion",
        CertificateBatch "List of certificates printed together",
        DropOutReport "Report on a pupil who dropped out",
        CheckSheet "Enquiry between provinces about a record",
        SchoolArchives "List of files when a school changes",
    }
}

impl Spoken for Standing {
    fn chinese(&self) -> &'static str {
        self.label()
    }

    fn english(&self) -> &'static str {
        match self {
            Self::Candidate => "Not yet registered",
            Self::NotRegistered => "Was not registered",
            Self::Merged => "Merged into another record",
            Self::Pupil(status) => status.english(),
        }
    }
}

impl Spoken for Task {
    fn chinese(&self) -> &'static str {
        self.label()
    }

    fn english(&self) -> &'static str {
        match self {
            Self::Case(kind) => kind.english(),
            Self::Bind => "Sign up as a guardian and add a child",
            Self::Recover => "Set a new password as a guardian",
            Self::Confirm => "Check your child's information",
            Self::Consent => "Give or withdraw consent to optional information",
        }
    }
}

/// What a guardian sees of the functions: a few by their own names, what is the school's work under one.
impl Spoken for Function {
    fn chinese(&self) -> &'static str {
        self.label()
    }

    fn english(&self) -> &'static str {
        match self {
            Self::PupilSearch | Self::RecentPupils | Self::LookAfter | Self::Leavers => "Lists of pupils",
            Self::Pupil | Self::PupilInfo | Self::OwnChild => "School record",
            Self::PupilMatters | Self::Queue | Self::Desk | Self::Opened | Self::LateCases => "Matters",
            Self::Case | Self::CaseFile | Self::CaseMending => "A matter and its papers",
            Self::PupilTimeline | Self::PupilLooks => "What happened to the record",
            Self::Identity => "Full number",
            Self::GuardianName | Self::Binding | Self::Bonds => "Guardians' accounts",
            Self::GuardianProofs => "Papers uploaded by guardians",
            Self::Archive | Self::ArchiveFile | Self::ArchiveContents | Self::Custody => "School file",
            Self::Copies | Self::Copy | Self::MovedArchives | Self::HandOvers => {
                "Copies and hand-over of files"
            }
            Self::ClassSheet | Self::ClassSheetFile | Self::LackingItems => "Sheets of a class",
            Self::Upkeep | Self::UpkeepSheet | Self::UpkeepFile | Self::UpkeepCheck => {
                "Upkeep of information"
            }
            Self::Promotion => "Moving up together",
            Self::EntryCheck => "Check for an earlier record",
            Self::ImportReport | Self::ImportReportFile | Self::TakeOverReport => "Report of an import",
            Self::Problems | Self::Problem | Self::ProblemFile => "Records with a problem",
            Self::Letters | Self::Letter => "Letters between units",
            Self::PaperCatalogue | Self::PaperDossier | Self::PaperLoans | Self::PaperHandOver => {
                "Files on paper"
            }
            Self::PrintForm | Self::PrintView | Self::PrintFile | Self::Prints => "Printed documents",
            Self::Disclosure => "Information given to others",
            Self::Certificates | Self::Certificate => "Certificates",
            Self::Packages | Self::Package | Self::PackageFile => "Electronic files",
            Self::ReviewSheet | Self::ReviewPupil => "Review of records",
            Self::Consent => "Consent to optional information",
            Self::OwnData => "Download of the own information",
            Self::Complaint => "Complaint",
        }
    }
}

impl Spoken for Event {
    fn chinese(&self) -> &'static str {
        self.label()
    }

    fn english(&self) -> &'static str {
        match self {
            Self::InfoEntered => "Information entered",
            Self::InfoMended => "Information completed",
            Self::CaseOpened => "Application taken in",
            Self::StepDecided => "A step was decided",
            Self::CaseReturned => "Sent back for more papers",
            Self::CaseResubmitted => "Sent again",
            Self::CaseApproved => "Done",
            Self::CaseRefused => "Not agreed to",
            Self::CaseWithdrawn => "Taken back",
            Self::PupilRegistered => "Registered",
            Self::ArchiveBuilt => "File opened",
            Self::NumberIssued => "Pupil number issued",
            Self::NumberRetired => "Pupil number replaced",
            Self::TakenOver => "Record taken over from an earlier register",
            Self::TakeOverUndone => "Take-over undone",
            Self::IdentityChecked => "Identity checked",
            Self::InfoChanged => "Basic information changed",
            Self::InfoKept => "Information kept up to date by the school",
            Self::ClassMoved => "Moved to another class",
            Self::StatusChanged => "Status changed",
            Self::SchoolChanged => "Record moved to another school",
            Self::StageEntered => "Entered the next stage of school",
            Self::Promoted => "Moved up a grade",
            Self::PromotionUndone => "Moving up undone",
            Self::AbsenceNoted => "Absence put down",
            Self::FollowedUp => "The school asked the child to come back",
            Self::AbsenceEnded => "Absence ended",
            Self::FollowUpMissed => "Not followed up this term",
            Self::FollowUpEnded => "Follow-up ended",
            Self::DeadlineNear => "Reminder of a deadline",
            Self::CaseEscalated => "A delay was told to the authority above",
            Self::CaseHandedOver => "Handed to another education authority",
            Self::CaseCleared => "Stopped at the end of the last grade",
            Self::DueRecounted => "Deadline counted again with new days off",
            Self::ProofFiled => "Papers filed",
            Self::QuestionAsked => "A guardian asked a question",
            Self::QuestionAnswered => "A question was answered",
            Self::MessageWritten => "A message to the guardian",
            Self::BindingPrinted => "Binding code printed",
            Self::BindingReleased => "Binding code released",
            Self::GuardianBound => "A guardian's account was bound",
            Self::GuardianRecovered => "A guardian set a new password",
            Self::BondReported => "A guardian reported an account",
            Self::BondReportTakenBack => "A guardian took a report about an account back",
            Self::BondConfirmed => "The school confirmed a guardian",
            Self::BondRested => "The school suspended a guardian's account",
            Self::BondEnded => "The school removed a guardian's account",
            Self::BondLeft => "A guardian ended the connection",
            Self::GuardianTelephoneMoved => "A guardian changed the mobile number to sign in with",
            Self::GuardianAccountClosed => "A guardian closed the account",
            Self::IdentityRevealed => "A full number was looked at",
            Self::LetterOwed
            | Self::LetterDrafted
            | Self::LetterReturned
            | Self::LetterSigned
            | Self::LetterReceived
            | Self::LetterUrged => "Letter between units",
            Self::ArchiveEntryFiled | Self::ArchiveFileAdded => "Put into the file",
            Self::ArchiveEntryChanged => "Changed in the file",
            Self::ArchiveEntryWithdrawn | Self::ArchiveFileWithdrawn => "Taken out of the file",
            Self::ProblemFound => "Record listed as one with a problem",
            Self::ProblemAnswered => "Problem of the record: a school answered",
            Self::CheckSheetIssued | Self::CheckSheetAnswered | Self::CheckSheetClosed => {
                "Enquiry between provinces about the record"
            }
            Self::ProblemSettled => "Problem of the record settled",
            Self::RecordsMerged => "Two records of the child merged",
            Self::MergeUndone => "Merging undone",
            Self::CustodyMoved => "File handed over to another keeper",
            Self::PaperFiled
            | Self::PaperWithdrawn
            | Self::PaperPlaced
            | Self::PaperCopiesKept
            | Self::PaperLoanAsked
            | Self::PaperLent
            | Self::PaperLoanRefused
            | Self::PaperReturned => "File on paper",
            Self::PaperListed
            | Self::PaperUnlisted
            | Self::PaperSealed
            | Self::PaperReceived
            | Self::PaperSettled => "Hand-over of the file on paper",
            Self::Printed => "Printed",
            Self::PrintRevoked => "Printed document revoked",
            Self::CertificateIssued => "Certificate issued",
            Self::CertificateReplaced => "Lost certificate replaced",
            Self::CertificateRevoked => "Certificate revoked",
            Self::Reviewed => "Confirmed in the review",
            Self::ReviewAnswered => "A doubt of the review was answered",
            Self::GuardianConfirmed => "A guardian confirmed the information",
            Self::PackageAsked | Self::PackageReleased | Self::PackageRefused | Self::PackageFetched => {
                "Electronic file for another school"
            }
            Self::ArchiveContinued => "File continued from another school",
            Self::TransferOutGranted => "Transfer agreed to, waits for the other school",
            Self::TransferredOut => "Transferred to the other school",
            Self::TransferOutEnded => "Transfer stopped",
            Self::ConsentGiven => "A guardian agreed to optional information",
            Self::ConsentWithdrawn => "A guardian withdrew consent",
            Self::OptionalErased => "Optional information erased",
            Self::UnitMatterOpened
            | Self::UnitMatterDecided
            | Self::KeysTaken
            | Self::KeysAccepted
            | Self::KeysRefused
            | Self::OfficePhoneSet => "Matter of a unit",
        }
    }
}
