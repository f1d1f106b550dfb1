//! The policy table. A row that is not here is a refusal.

use super::{Action, Actor, Mask, Relation, Role, Scope, Target};
use crate::id::UnitId;
use crate::org::UnitKind;
use crate::refusal::{Basis, Refusal, RefusalCode};

/// Leave to act: the scope for queries and the mask for views.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// What may be queried.
    pub scope: Scope,
    /// How much is shown.
    pub mask: Mask,
}

/// May `actor` do `action` to `target`?
///
/// # Errors
/// A [`Refusal`] that names what it rests on: no training record or no appointment (第二十三条), or no right to this (第二十五条).
pub fn authorise(actor: &Actor, action: Action, target: &Target<'_>) -> Result<Grant, Refusal> {
    let relation = Relation::of(actor, target);
    let kind = actor.unit.as_ref().map(|unit| unit.kind);
    let school = matches!(target, Target::Unit(path) if path.units().last().is_some_and(UnitId::is_school));
    let Some(mask) = permitted(actor.role, kind, action, relation, school) else {
        return Err(Refusal::new(
            RefusalCode::NotPermitted,
            Basis::Article(25),
            "您的账号没有办理这项业务的权限。",
            "如需办理，请联系本单位系统管理员核对账号的岗位和单位。",
        ));
    };
    // Looking at figures needs neither certificate nor appointment.
    if action != Action::ViewDashboard {
        actor.may_handle_records()?;
    }
    let scope = match (target, &actor.unit) {
        (Target::Child(_), _) => Scope::Children(actor.children.clone()),
        (Target::Unit(path), _) => Scope::Subtree((*path).clone()),
    };
    Ok(Grant { scope, mask })
}

/// Who may do it to a pupil of a school: the roles of the school itself, and the guardian with the own child.
pub fn who_may(action: Action) -> Vec<Role> {
    let may = |role: &Role| match role {
        Role::Guardian => permitted(*role, None, action, Relation::OwnChild, true).is_some(),
        _ => permitted(*role, Some(UnitKind::School), action, Relation::Own, true).is_some(),
    };
    Role::ALL.into_iter().filter(may).collect()
}

/// `school_meant`: whether the target is a school, or a pupil or case of one, not an authority with all that is below it.
fn permitted(
    role: Role,
    kind: Option<UnitKind>,
    action: Action,
    relation: Relation,
    school_meant: bool,
) -> Option<Mask> {
    use Action::*;
    use Relation::{Below, DirectlyBelow, Own, OwnChild};
    let school = kind == Some(UnitKind::School);
    let authority = kind.is_some_and(UnitKind::is_authority);
    match (role, action, relation) {
        (Role::Registrar | Role::Leader, ViewDashboard, Own) if school => Some(Mask::Working),
        (Role::Registrar | Role::Leader | Role::Official, ViewDashboard, Own | DirectlyBelow | Below)
            if authority =>
        {
            Some(Mask::Figures)
        }
        (Role::Registrar | Role::Leader, ListPupils | ViewPupil | RevealIdentity, Own) if school => {
            Some(Mask::Working)
        }
        (Role::Registrar | Role::Leader, ListPupils | ViewPupil | RevealIdentity, DirectlyBelow)
            if authority && school_meant =>
        {
            Some(Mask::Working)
        }
        (Role::Registrar | Role::Leader, ListPupils | ViewPupil, Own | DirectlyBelow | Below)
            if authority =>
        {
            Some(Mask::Masked)
        }
        (Role::Registrar, EnterPupil | PrintBinding | OpenChange | KeepArchive | IssueCertificates, Own)
            if school =>
        {
            Some(Mask::Working)
        }
        (Role::Registrar, KeepRecord, Own) if school => Some(Mask::Working),
        (Role::Registrar, PrintForms, Own) if school || authority => Some(Mask::Working),
        (Role::Registrar | Role::Leader, ReadCertificates, Own) | (Role::Leader, RevokeCertificates, Own)
            if school =>
        {
            Some(Mask::Working)
        }
        (Role::Registrar | Role::Leader, ReadCertificates, DirectlyBelow) if authority && school_meant => {
            Some(Mask::Working)
        }
        // Of a school that is no more and that nobody followed, its authority replaces what was lost (第九条, 第十三条).
        (Role::Registrar | Role::Leader, ReadCertificates, Own)
        | (Role::Registrar, IssueCertificates, Own)
        | (Role::Leader, RevokeCertificates, Own)
            if authority =>
        {
            Some(Mask::Working)
        }
        (
            Role::Registrar,
            EnterPupil | PrintBinding | OpenChange | TakeCorrection | KeepArchive | PrintForms
            | RecordConsent,
            Own,
        ) if school => Some(Mask::Working),
        // 绑定码: one prints, another of the same school releases; the rule of two persons is the code's own.
        (Role::Registrar | Role::Leader, ReleaseBinding | KeepBonds, Own) if school => Some(Mask::Working),
        (Role::Leader, UndoPromotion, Own) if school => Some(Mask::Working),
        (Role::Registrar, HandleCase, Own) | (Role::Leader, ApproveCase, Own) if school || authority => {
            Some(Mask::Working)
        }
        // 学籍管理联系电话: each unit's own, by those who answer it.
        (Role::Registrar | Role::Leader, SetOfficePhone, Own) if school || authority => Some(Mask::Working),
        // 答复投诉: what is complained of about a unit below is the authority's own matter.
        (Role::Registrar | Role::Leader, AnswerComplaints, Own) if authority => Some(Mask::Working),
        // Which desk holds the matter the matter itself says.
        (Role::Registrar | Role::Leader, AnswerOnMatter, Own) if school || authority => Some(Mask::Working),
        (Role::Registrar | Role::Leader, ReadLetters, Own)
        | (Role::Registrar, HandleLetters, Own)
        | (Role::Leader, SignLetters, Own)
            if school || authority =>
        {
            Some(Mask::Working)
        }
        (Role::Registrar | Role::Leader, ReadProblems, Own)
        | (Role::Registrar, HandleProblems, Own)
        | (Role::Leader, DecideProblems, Own)
            if school || authority =>
        {
            Some(Mask::Working)
        }
        (Role::Registrar | Role::Leader, ReadPaper, Own)
        | (Role::Registrar, KeepPaper, Own)
        | (Role::Leader, ApprovePaper, Own)
            if school =>
        {
            Some(Mask::Working)
        }
        // What an authority keeps of schools that are no more it keeps as a school does (第九条, 移交保管).
        (Role::Registrar | Role::Leader, ReadPaper, Own)
        | (Role::Registrar, KeepPaper, Own)
        | (Role::Leader, ApprovePaper, Own)
            if authority =>
        {
            Some(Mask::Working)
        }
        (Role::Official, ReadPaper, Own) if authority => Some(Mask::Figures),
        (Role::Registrar | Role::Leader, ReadPackages, Own)
        | (Role::Registrar, HandlePackages, Own)
        | (Role::Leader, ReleasePackages | AcceptPackages, Own)
            if school =>
        {
            Some(Mask::Working)
        }
        (Role::Leader, ReadPackages | ReleasePackages, DirectlyBelow) if authority && school_meant => {
            Some(Mask::Working)
        }
        (Role::Official, ReadProblems, Own) if authority => Some(Mask::Figures),
        (Role::Registrar | Role::Official, RunCheck, Own)
            if matches!(kind, Some(UnitKind::Nation | UnitKind::Province)) =>
        {
            Some(Mask::Figures)
        }
        (Role::Registrar | Role::Leader, ReadSchools, Own)
        | (Role::Registrar, ProposeSchools, Own)
        | (Role::Leader, DecideSchools, Own)
            if authority =>
        {
            Some(Mask::Working)
        }
        (Role::Registrar | Role::Leader, ReadViolations | HandleViolations, Own) if school || authority => {
            Some(Mask::Working)
        }
        (Role::Registrar, EnterViolations, Own) if authority => Some(Mask::Working),
        (Role::Official, ReadViolations, Own) if authority => Some(Mask::Figures),
        (Role::Registrar | Role::Leader, ReadReviews, Own) if school => Some(Mask::Working),
        (Role::Registrar | Role::Leader, ReadReviews, DirectlyBelow) if authority && school_meant => {
            Some(Mask::Working)
        }
        (Role::Registrar | Role::Leader | Role::Official, ReadReviews, Own | DirectlyBelow | Below)
            if authority =>
        {
            Some(Mask::Figures)
        }
        (Role::Registrar, OpenReviews, Own) | (Role::Leader, ApproveReviews, Own)
            if kind.is_some_and(UnitKind::may_be_competent) =>
        {
            Some(Mask::Figures)
        }
        (Role::Registrar, AnswerReviews, Own) if school => Some(Mask::Working),
        (Role::Registrar | Role::Leader, SignReviews, Own) if school || authority => Some(Mask::Working),
        (Role::Registrar | Role::Leader, ReadDisclosures, Own) | (Role::Registrar, AskDisclosure, Own)
            if school || authority =>
        {
            Some(Mask::Working)
        }
        (Role::Registrar | Role::Leader, ReadRegistrars | HandOverWork, Own)
        | (Role::Leader, AppointRegistrars, Own)
            if school || authority =>
        {
            Some(Mask::Working)
        }
        (Role::Official, ReadDisclosures | AskDisclosure, Own) if authority => Some(Mask::Working),
        (Role::Registrar, ExamineDisclosures, Own) | (Role::Leader, ApproveDisclosures, Own)
            if kind.is_some_and(UnitKind::may_be_competent) =>
        {
            Some(Mask::Working)
        }
        (Role::Leader, ReadAccess | InquireAlarms, Own) if school || authority => Some(Mask::Working),
        (Role::Leader, ReadAccess, DirectlyBelow) if authority && school_meant => Some(Mask::Working),
        (Role::Registrar | Role::Leader, ReadWarnings | AcknowledgeWarnings, Own) if school || authority => {
            Some(Mask::Working)
        }
        (Role::Official, ReadWarnings, Own) if authority => Some(Mask::Figures),
        (Role::Registrar | Role::Leader, AcknowledgeRegistrars, Own) if authority => Some(Mask::Working),
        (Role::Registrar | Role::Leader, ReadRegistrars, DirectlyBelow | Below)
        | (Role::Official, ReadRegistrars, Own | DirectlyBelow | Below)
            if authority =>
        {
            Some(Mask::Figures)
        }
        (Role::SystemAdmin, ManageAccounts, Own | DirectlyBelow) if authority => Some(Mask::Figures),
        // Two persons for each account: any administrator but the maker, of the unit, the one above, and the one above that, which
        // helps where a unit has a single administrator. The nation has nobody above it, so its audit administrator helps there.
        (Role::SystemAdmin | Role::SecurityAdmin, ConfirmAccounts, Own | DirectlyBelow | Below)
        | (Role::SystemAdmin, CertifyTraining, Own | DirectlyBelow | Below)
            if authority =>
        {
            Some(Mask::Figures)
        }
        (Role::AuditAdmin, ConfirmAccounts, Own) if kind == Some(UnitKind::Nation) => Some(Mask::Figures),
        (Role::SystemAdmin, ManageReference | ImportKeys, Own) if kind == Some(UnitKind::Nation) => {
            Some(Mask::Figures)
        }
        // Who may take a step of one says `take_over::may_begin`: the nation's and the provinces'.
        (Role::SystemAdmin, ReadTakeOvers, Own) if authority => Some(Mask::Figures),
        (Role::SecurityAdmin, AcceptKeys, Own) if kind == Some(UnitKind::Nation) => Some(Mask::Figures),
        // Cities and counties for what their province leaves to them (第十一条); which rules those are says `rules::local`.
        (Role::Registrar | Role::Official, ProposeRules, Own) | (Role::Leader, ApproveRules, Own)
            if authority =>
        {
            Some(Mask::Figures)
        }
        (Role::SecurityAdmin, SecureAccounts, Own | DirectlyBelow) if authority => Some(Mask::Figures),
        (Role::AuditAdmin, ReadAudit | InquireAlarms, Own | DirectlyBelow | Below) if authority => {
            Some(Mask::Masked)
        }
        (Role::AuditAdmin, ReportPrivacy, Own) if authority => Some(Mask::Figures),
        (Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin, ViewDashboard, Own) if authority => {
            Some(Mask::Figures)
        }
        (
            Role::Guardian,
            ViewPupil | RevealIdentity | AskCorrection | AskChange | AskOnMatter | RateMatter | ConfirmInfo
            | ReadAccess | GiveConsent,
            OwnChild,
        ) => Some(Mask::Masked),
        _ => None,
    }
}
