//! The whole policy, written down a second time as a table of what is permitted (第三条, 第二十三条, 第二十五条).

use crate::access::*;
use Action::*;
use Place::*;
use Role::*;
use UnitKind::{City, County, Nation, Province, School, Township};

/// Where the target stands, seen from the actor. Finer than [`Relation`]: a directly-run school is not a county.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The actor's own unit.
    Own,
    /// A school that answers to the actor's unit (学籍主管部门).
    OwnSchool,
    /// An authority or township directly below.
    UnitBelow,
    /// A school further below, which answers to somebody else.
    SchoolFurther,
    /// An authority or township further below.
    UnitFurther,
    /// The unit above.
    Above,
    /// A unit beside the actor's.
    Beside,
    /// The guardian's own child.
    OwnChild,
    /// Any other child.
    OtherChild,
}

pub(super) const PLACES: [Place; 9] =
    [Own, OwnSchool, UnitBelow, SchoolFurther, UnitFurther, Above, Beside, OwnChild, OtherChild];

pub(super) const KINDS: [UnitKind; 6] = [Nation, Province, City, County, Township, School];
const AUTHORITIES: &[UnitKind] = &[Nation, Province, City, County];
const COMPETENT: &[UnitKind] = &[Province, City, County];
const SUBTREE: &[Place] = &[Own, OwnSchool, UnitBelow, SchoolFurther, UnitFurther];
const NEXT: &[Place] = &[Own, OwnSchool, UnitBelow];
type Row = (&'static [Role], &'static [Action], &'static [UnitKind], &'static [Place], Mask);

/// Everything that is permitted to people who work in a unit.
pub(super) const PERMITTED: &[Row] = &[
    // 账号须由另一人确认: system and security administrators, down to two units below; in the nation the audit administrator too.
    (&[SystemAdmin, SecurityAdmin], &[ConfirmAccounts], AUTHORITIES, SUBTREE, Mask::Figures),
    (&[AuditAdmin], &[ConfirmAccounts], &[Nation], &[Own], Mask::Figures),
    (&[SystemAdmin], &[CertifyTraining], AUTHORITIES, SUBTREE, Mask::Figures),
    // 学校: its registrar and leader work with its own pupils; the registrar enters, the leader approves.
    (
        &[Registrar, Leader],
        &[ViewDashboard, ListPupils, ViewPupil, RevealIdentity],
        &[School],
        &[Own],
        Mask::Working,
    ),
    (
        &[Registrar],
        &[
            EnterPupil,
            PrintBinding,
            OpenChange,
            TakeCorrection,
            HandleCase,
            KeepArchive,
            KeepRecord,
            PrintForms,
            IssueCertificates,
            RecordConsent,
        ],
        &[School],
        &[Own],
        Mask::Working,
    ),
    (&[Registrar, Leader], &[ReleaseBinding, KeepBonds], &[School], &[Own], Mask::Working),
    (&[Registrar], &[PrintForms], AUTHORITIES, &[Own], Mask::Working),
    // 证书登记簿: the school issues, its leader revokes; the competent authority reads.
    (&[Registrar, Leader], &[ReadCertificates], &[School], &[Own], Mask::Working),
    (&[Leader], &[RevokeCertificates], &[School], &[Own], Mask::Working),
    // An authority does so for schools that are no more.
    (&[Registrar, Leader], &[ReadCertificates], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar], &[IssueCertificates], AUTHORITIES, &[Own], Mask::Working),
    (&[Leader], &[RevokeCertificates], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar, Leader], &[ReadCertificates], COMPETENT, &[OwnSchool], Mask::Working),
    (&[Leader], &[ApproveCase, UndoPromotion], &[School], &[Own], Mask::Working),
    // 学籍主管部门: works with the pupils of its own schools, sees the others of its subtree masked.
    (&[Registrar, Leader], &[ListPupils, ViewPupil, RevealIdentity], COMPETENT, &[OwnSchool], Mask::Working),
    (
        &[Registrar, Leader],
        &[ListPupils, ViewPupil],
        AUTHORITIES,
        &[Own, UnitBelow, SchoolFurther, UnitFurther],
        Mask::Masked,
    ),
    (&[Registrar], &[HandleCase], AUTHORITIES, &[Own], Mask::Working),
    (&[Leader], &[ApproveCase], AUTHORITIES, &[Own], Mask::Working),
    // 答复留言: whoever handles or approves a matter answers what its guardian asks.
    (&[Registrar, Leader], &[AnswerOnMatter], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar, Leader], &[AnswerOnMatter], &[School], &[Own], Mask::Working),
    // 学籍管理联系电话: each unit puts down its own.
    (&[Registrar, Leader], &[SetOfficePhone], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar, Leader], &[SetOfficePhone], &[School], &[Own], Mask::Working),
    // 答复投诉: an authority answers what is complained of about the units below it.
    (&[Registrar, Leader], &[AnswerComplaints], AUTHORITIES, &[Own], Mask::Working),
    // 公文往来: each unit's own; the registrar drafts and receives, the leader signs.
    (&[Registrar, Leader], &[ReadLetters], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar, Leader], &[ReadLetters], &[School], &[Own], Mask::Working),
    (&[Registrar], &[HandleLetters], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar], &[HandleLetters], &[School], &[Own], Mask::Working),
    (&[Leader], &[SignLetters], AUTHORITIES, &[Own], Mask::Working),
    (&[Leader], &[SignLetters], &[School], &[Own], Mask::Working),
    // 问题学籍: the registrar gives evidence and proposes, the leader decides; officials see how many. 查重 is started from a province up.
    (&[Registrar, Leader], &[ReadProblems], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar, Leader], &[ReadProblems], &[School], &[Own], Mask::Working),
    (&[Registrar], &[HandleProblems], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar], &[HandleProblems], &[School], &[Own], Mask::Working),
    (&[Leader], &[DecideProblems], AUTHORITIES, &[Own], Mask::Working),
    (&[Leader], &[DecideProblems], &[School], &[Own], Mask::Working),
    (&[Official], &[ReadProblems], AUTHORITIES, &[Own], Mask::Figures),
    (&[Registrar, Official], &[RunCheck], &[Nation, Province], &[Own], Mask::Figures),
    // 责令改正: the authority's registrar enters and examines, its leader orders; the unit's leader answers; officials see how many.
    (&[Registrar, Leader], &[ReadViolations, HandleViolations], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar, Leader], &[ReadViolations, HandleViolations], &[School], &[Own], Mask::Working),
    (&[Registrar], &[EnterViolations], AUTHORITIES, &[Own], Mask::Working),
    (&[Official], &[ReadViolations], AUTHORITIES, &[Own], Mask::Figures),
    // 监测预警: the unit's registrar and leader acknowledge its own; officials see figures.
    (&[Registrar, Leader], &[ReadWarnings, AcknowledgeWarnings], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar, Leader], &[ReadWarnings, AcknowledgeWarnings], &[School], &[Own], Mask::Working),
    (&[Official], &[ReadWarnings], AUTHORITIES, &[Own], Mask::Figures),
    // 学校的设立、合并、撤销: the competent authority's registrar proposes, its leader approves; so the nation does with provinces.
    (&[Registrar, Leader], &[ReadSchools], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar], &[ProposeSchools], AUTHORITIES, &[Own], Mask::Working),
    (&[Leader], &[DecideSchools], AUTHORITIES, &[Own], Mask::Working),
    // 纸质档案: the school keeps its own; an authority sees what is late below it.
    (&[Registrar, Leader], &[ReadPaper], &[School], &[Own], Mask::Working),
    (&[Registrar], &[KeepPaper], &[School], &[Own], Mask::Working),
    (&[Leader], &[ApprovePaper], &[School], &[Own], Mask::Working),
    (&[Registrar, Leader], &[ReadPaper], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar], &[KeepPaper], AUTHORITIES, &[Own], Mask::Working),
    (&[Leader], &[ApprovePaper], AUTHORITIES, &[Own], Mask::Working),
    (&[Official], &[ReadPaper], AUTHORITIES, &[Own], Mask::Figures),
    // 学籍复核: a province or county opens it, its leader approves; the school answers; school and competent authority sign; above
    // them only figures are seen.
    (&[Registrar, Leader], &[ReadReviews], &[School], &[Own], Mask::Working),
    (&[Registrar, Leader], &[ReadReviews], COMPETENT, &[OwnSchool], Mask::Working),
    (
        &[Registrar, Leader],
        &[ReadReviews],
        AUTHORITIES,
        &[Own, UnitBelow, SchoolFurther, UnitFurther],
        Mask::Figures,
    ),
    (&[Official], &[ReadReviews], AUTHORITIES, SUBTREE, Mask::Figures),
    (&[Registrar], &[OpenReviews], COMPETENT, &[Own], Mask::Figures),
    (&[Leader], &[ApproveReviews], COMPETENT, &[Own], Mask::Figures),
    (&[Registrar], &[AnswerReviews], &[School], &[Own], Mask::Working),
    (&[Registrar, Leader], &[SignReviews], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar, Leader], &[SignReviews], &[School], &[Own], Mask::Working),
    // 对外提供: a registrar or an official asks, the competent authority's registrar examines, its leader approves.
    (&[Registrar, Leader], &[ReadDisclosures], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar, Leader], &[ReadDisclosures], &[School], &[Own], Mask::Working),
    (&[Official], &[ReadDisclosures, AskDisclosure], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar], &[AskDisclosure], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar], &[AskDisclosure], &[School], &[Own], Mask::Working),
    (&[Registrar], &[ExamineDisclosures], COMPETENT, &[Own], Mask::Working),
    (&[Leader], &[ApproveDisclosures], COMPETENT, &[Own], Mask::Working),
    // 访问日志: leaders of the school and of its competent authority.
    (&[Leader], &[ReadAccess, InquireAlarms], AUTHORITIES, &[Own], Mask::Working),
    (&[Leader], &[ReadAccess, InquireAlarms], &[School], &[Own], Mask::Working),
    (&[Leader], &[ReadAccess], COMPETENT, &[OwnSchool], Mask::Working),
    // 学籍档案包: the school's registrar asks and uploads, its leader releases and accepts; the competent authority's leader may release.
    (&[Registrar, Leader], &[ReadPackages], &[School], &[Own], Mask::Working),
    (&[Registrar], &[HandlePackages], &[School], &[Own], Mask::Working),
    (&[Leader], &[ReleasePackages, AcceptPackages], &[School], &[Own], Mask::Working),
    (&[Leader], &[ReadPackages, ReleasePackages], COMPETENT, &[OwnSchool], Mask::Working),
    // 学籍管理员: each unit's own by name, those below as figures; the leader appoints, who leaves and who comes sign.
    (&[Registrar, Leader], &[ReadRegistrars, HandOverWork], AUTHORITIES, &[Own], Mask::Working),
    (&[Registrar, Leader], &[ReadRegistrars, HandOverWork], &[School], &[Own], Mask::Working),
    (&[Leader], &[AppointRegistrars], AUTHORITIES, &[Own], Mask::Working),
    (&[Leader], &[AppointRegistrars], &[School], &[Own], Mask::Working),
    (&[Registrar, Leader], &[AcknowledgeRegistrars], AUTHORITIES, &[Own], Mask::Working),
    (
        &[Registrar, Leader],
        &[ReadRegistrars],
        AUTHORITIES,
        &[OwnSchool, UnitBelow, SchoolFurther, UnitFurther],
        Mask::Figures,
    ),
    (&[Official], &[ReadRegistrars], AUTHORITIES, SUBTREE, Mask::Figures),
    // Figures of the subtree.
    (&[Registrar, Leader, Official], &[ViewDashboard], AUTHORITIES, SUBTREE, Mask::Figures),
    // 实施细则
    (&[Registrar, Official], &[ProposeRules], AUTHORITIES, &[Own], Mask::Figures),
    (&[Leader], &[ApproveRules], AUTHORITIES, &[Own], Mask::Figures),
    // 三员
    (&[SystemAdmin, SecurityAdmin, AuditAdmin], &[ViewDashboard], AUTHORITIES, &[Own], Mask::Figures),
    (&[SystemAdmin], &[ManageAccounts], AUTHORITIES, NEXT, Mask::Figures),
    (&[SystemAdmin], &[ManageReference, ImportKeys], &[Nation], &[Own], Mask::Figures),
    (&[SystemAdmin], &[ReadTakeOvers], AUTHORITIES, &[Own], Mask::Figures),
    (&[SecurityAdmin], &[AcceptKeys], &[Nation], &[Own], Mask::Figures),
    (&[SecurityAdmin], &[SecureAccounts], AUTHORITIES, NEXT, Mask::Figures),
    (&[AuditAdmin], &[ReadAudit, InquireAlarms], AUTHORITIES, SUBTREE, Mask::Masked),
    (&[AuditAdmin], &[ReportPrivacy], AUTHORITIES, &[Own], Mask::Figures),
];

pub(super) fn expected(role: Role, kind: UnitKind, action: Action, place: Place) -> Option<Mask> {
    let rows: Vec<&Row> = PERMITTED
        .iter()
        .filter(|(roles, actions, kinds, places, _)| {
            roles.contains(&role)
                && actions.contains(&action)
                && kinds.contains(&kind)
                && places.contains(&place)
        })
        .collect();
    assert!(rows.len() <= 1, "the table says it twice: {role:?} {action:?} {kind:?} {place:?}");
    rows.first().map(|row| row.4)
}
