//! Every address that leads out of the system, and why it may (第二十五条). The router is built from this table, so an address without a class
//! cannot be added; a test walks the table as every role.
//!
//! Besides, what the system sends out of the house by itself ([`SENT`]).
//!
//! Nothing here but plain data: the tests read this file too.

/// What may leave by a way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Nothing about a pupil: an empty form, reference data, the pages' own files, whether the server lives.
    NoPupil,
    /// Pages and their server functions: each shows what its service allows, fifty rows at most, and is in the access log.
    Pages,
    /// Somebody's own data and the own children's, for that person alone, in a session in which the password was asked for again
    /// (《个人信息保护法》第四十五条); each child in the access log as a download.
    OwnData,
    /// One child's file, for those who handle that child's record or the matter it belongs to.
    OneChild,
    /// What a unit printed of many of its own pupils, as PDF to be put on paper; the reason says what bounds it.
    OwnPrint(&'static str),
    /// The actor's own work of his own school, for entry back into the system; the reason says why it needs no approval.
    EntryBack(&'static str),
    /// The papers of a request to give data away, which may name pupils: for who sees the request, and in the access log.
    Papers,
    /// What two persons of the competent authority approved: marked, counted, for a time.
    Disclosure,
}

macro_rules! egress_points {
    ($($(#[$doc:meta])* $variant:ident $path:literal $class:expr,)*) => {
        /// A way out of the system.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum EgressPoint { $($(#[$doc])* $variant,)* }

        impl EgressPoint {
            /// Every way out.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its address.
            pub(crate) fn path(self) -> &'static str {
                match self { $(Self::$variant => $path,)* }
            }

            /// Why it may be there.
            pub(crate) fn class(self) -> Class {
                match self { $(Self::$variant => $class,)* }
            }
        }
    };
}

egress_points! {
    /// Server functions.
    Functions "/api/{*name}" Class::Pages,
    /// How the interface looks to whoever chose it: a cookie is set, and nothing is told.
    Appearance "/appearance" Class::NoPupil,
    /// In which language pages speak to whoever chose it: a cookie is set, and nothing is told.
    Language "/language" Class::NoPupil,
    /// That something changed, never what.
    Feed "/feed" Class::NoPupil,
    /// The empty import template.
    Template "/files/template.xlsx" Class::NoPupil,
    /// The work calendar.
    Calendar "/files/calendar.csv" Class::NoPupil,
    /// What became of an import, row by row.
    ImportReport "/files/imports/{id}/report.xlsx"
        Class::EntryBack("holds what the actor's own school typed into the file, with what is wrong with it, to be mended and sent again"),
    /// The rows of an import that were not taken, to be mended and sent again.
    ImportRejected "/files/imports/{id}/rejected.xlsx"
        Class::EntryBack("holds what the actor's own school typed into the file, the rows that were not taken, to be mended and sent again"),
    /// What was found in the files of a register that is taken over (存量数据接管), row by row.
    TakeOverReport "/files/take-over/{id}/report.xlsx"
        Class::EntryBack("holds what the files of the other register say of the rows that are wrong, to be mended there; for the system administrators above its schools, and each pupil of this register it is about is in the access log"),
    /// A proof of a case.
    CaseProof "/files/cases/{case}/proofs/{proof}" Class::OneChild,
    /// A proof of a problem record.
    ProblemProof "/files/problems/{problem}/proofs/{proof}" Class::OneChild,
    /// Evidence of a violation.
    ViolationProof "/files/violations/{violation}/proofs/{proof}" Class::OneChild,
    /// A proof somebody is about to send.
    UnsentProof "/files/my/{child}/proofs/{proof}" Class::OneChild,
    /// What is on record of a guardian's account and of the own children.
    OwnData "/files/my/account.json" Class::OwnData,
    /// A file of an archive.
    ArchiveFile "/files/pupils/{person}/{file}" Class::OneChild,
    /// Its small picture.
    ArchiveThumbnail "/files/pupils/{person}/{file}/thumbnail" Class::OneChild,
    /// The sheet in which a class's marks and the like are filled in.
    ClassSheet "/files/class-sheet.xlsx"
        Class::EntryBack("the registrar's own class with names and the one kind of entry that is being filed, filled in and read back; no number, document or address"),
    /// The items of a class that its school keeps, to be changed and read back.
    ClassInfo "/files/class-info.xlsx"
        Class::EntryBack("the registrar's own class with names and the items the school keeps itself, changed and read back; what pages mask (telephones, addresses, circumstances) is left blank"),
    /// The sealed package of an archive, for the school that takes the record over (第十六条).
    Package "/files/packages/{id}" Class::OneChild,
    /// A printed sheet about one pupil as PDF.
    Print "/files/prints/{file}" Class::OneChild,
    /// A printed list of pupils as PDF, and the sheets of a class behind it.
    PrintedList "/files/prints/lists/{file}"
        Class::OwnPrint("what the unit printed of its own pupils under a number and a code, for paper; sheets with full values only with a reason and on the day they were printed, each pupil in the journal and the access log and counted one by one for the limit of an hour"),
    /// The public key with which a student card is checked (第五条).
    CardKey "/verify/key" Class::NoPupil,
    /// The recipient's letter or the proof of destruction, for whoever sees the request.
    DisclosureScan "/files/disclosures/{id}/scans/{proof}" Class::Papers,
    /// What was approved for an outsider.
    Disclosure "/files/disclosures/{id}" Class::Disclosure,
}

/// What the system sends out of the house by itself, to somebody who is no user of it: messages (短信和邮件通知).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent {
    /// By what way.
    pub(crate) way: &'static str,
    /// The setting without which nothing is sent.
    pub(crate) setting: &'static str,
    /// What leaves, and why nothing of a pupil does.
    pub(crate) holds: &'static str,
}

/// Every way. The words are of a closed list (`app/domain/src/message/mod.rs`) into which nothing but a code can be filled in; a test
/// reads what arrives.
pub(crate) const SENT: [Sent; 2] = [
    Sent {
        way: "short messages",
        setting: "--sms-gateway",
        holds: "the receiver's own telephone number, an id, the name of a template and for codes six figures; which child or matter it is \
                about stands in the system alone and is read there after signing in",
    },
    Sent {
        way: "mails",
        setting: "--smtp",
        holds: "the receiver's own address, an id and one of five fixed sentences with the system's address; which child or matter it is \
                about stands in the system alone and is read there after signing in",
    },
];
