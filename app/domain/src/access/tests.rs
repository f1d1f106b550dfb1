//! The whole policy, written down a second time as a table of what is permitted (第三条, 第二十三条, 第二十五条). Whatever the table
//! does not name must be refused: every role in every kind of unit tries every action on every target.

use super::*;
use crate::refusal::Refusal;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Where the target stands, seen from the actor. Finer than [`Relation`]: a directly-run school is not a county.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
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

use Action::*;
use Place::*;
use Role::*;
use UnitKind::{City, County, Nation, Province, School, Township};

const PLACES: [Place; 9] =
    [Own, OwnSchool, UnitBelow, SchoolFurther, UnitFurther, Above, Beside, OwnChild, OtherChild];
const KINDS: [UnitKind; 6] = [Nation, Province, City, County, Township, School];
const AUTHORITIES: &[UnitKind] = &[Nation, Province, City, County];
const COMPETENT: &[UnitKind] = &[Province, City, County];
const SUBTREE: &[Place] = &[Own, OwnSchool, UnitBelow, SchoolFurther, UnitFurther];
const NEXT: &[Place] = &[Own, OwnSchool, UnitBelow];

type Row = (&'static [Role], &'static [Action], &'static [UnitKind], &'static [Place], Mask);

/// Everything that is permitted to people who work in a unit.
const PERMITTED: &[Row] = &[
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
    // 学校的设立、合并、撤销: the competent authority's registrar proposes, its leader approves.
    (&[Registrar, Leader], &[ReadSchools], COMPETENT, &[Own], Mask::Working),
    (&[Registrar], &[ProposeSchools], COMPETENT, &[Own], Mask::Working),
    (&[Leader], &[DecideSchools], COMPETENT, &[Own], Mask::Working),
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
    (&[Leader], &[ReadAccess], AUTHORITIES, &[Own], Mask::Working),
    (&[Leader], &[ReadAccess], &[School], &[Own], Mask::Working),
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
    (&[SystemAdmin], &[ManageReference], &[Nation], &[Own], Mask::Figures),
    (&[SecurityAdmin], &[SecureAccounts], AUTHORITIES, NEXT, Mask::Figures),
    (&[AuditAdmin], &[ReadAudit], AUTHORITIES, SUBTREE, Mask::Masked),
    (&[AuditAdmin], &[ReportPrivacy], AUTHORITIES, &[Own], Mask::Figures),
];

fn expected(role: Role, kind: UnitKind, action: Action, place: Place) -> Option<Mask> {
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

/// The codes from the nation down to a unit of this kind.
fn line(kind: UnitKind) -> &'static [&'static str] {
    match kind {
        Nation => &[],
        Province => &["320000"],
        City => &["320000", "320100"],
        County => &["320000", "320100", "320102"],
        Township => &["320000", "320100", "320102", "320102001"],
        School => &["320000", "320100", "320102", "2132000001"],
    }
}

fn path(codes: &[&str]) -> OrgPath {
    codes.iter().fold(OrgPath::root(), |path, code| path.child(&code.parse().unwrap()))
}

/// The path of the target, none where there is no such unit.
fn place_path(kind: UnitKind, place: Place) -> Option<OrgPath> {
    let own = line(kind);
    let below = |more: &[&str]| Some(path(&[own, more].concat()));
    match (place, kind) {
        (Own, _) => below(&[]),
        (OwnSchool, Province | City | County) => below(&["2132000009"]),
        (UnitBelow, Nation) => below(&["320000"]),
        (UnitBelow, Province) => below(&["320100"]),
        (UnitBelow, City) => below(&["320102"]),
        (UnitBelow, County) => below(&["320102001"]),
        // A school of the authority below, as a school of a county in the city.
        (SchoolFurther, Nation) => below(&["320000", "2132000009"]),
        (SchoolFurther, Province) => below(&["320100", "2132000009"]),
        (SchoolFurther, City) => below(&["320102", "2132000009"]),
        (UnitFurther, Nation) => below(&["320000", "320100"]),
        (UnitFurther, Province) => below(&["320100", "320102"]),
        (UnitFurther, City) => below(&["320102", "320102001"]),
        (Above, Province | City | County | Township | School) => Some(path(&own[..own.len() - 1])),
        (Beside, Province) => Some(path(&["510000"])),
        (Beside, City) => Some(path(&["320000", "320200"])),
        (Beside, County) => Some(path(&["320000", "320100", "320104"])),
        (Beside, Township) => Some(path(&["320000", "320100", "320102", "320102002"])),
        (Beside, School) => Some(path(&["320000", "320100", "320102", "2132000002"])),
        _ => None,
    }
}

fn child(n: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(n))
}

fn worker(role: Role, kind: UnitKind) -> Actor {
    let codes = line(kind);
    let id = codes.last().map_or_else(UnitId::nation, |code| code.parse().unwrap());
    Actor {
        account: AccountId::new(Uuid::from_u128(1)),
        name: "测试".into(),
        role,
        unit: Some(ActorUnit { id, name: "单位".into(), kind, path: path(codes) }),
        trained: true,
        appointed: true,
        children: Vec::new(),
        ties: crate::access::Ties::none(),
    }
}

fn guardian(children: &[u128]) -> Actor {
    Actor {
        unit: None,
        trained: false,
        appointed: false,
        children: children.iter().map(|n| child(*n)).collect(),
        ..worker(Guardian, Nation)
    }
}

fn answer(actor: &Actor, action: Action, target: &Target<'_>) -> Result<Mask, String> {
    authorise(actor, action, target).map(|grant| grant.mask).map_err(|refusal| refusal.code.to_string())
}

/// Asks about a place. `None` when there is no such target for this kind of unit.
fn ask(actor: &Actor, kind: UnitKind, action: Action, place: Place) -> Option<Result<Mask, String>> {
    match place {
        OwnChild => {
            Some(answer(actor, action, &Target::Child(actor.children.first().copied().unwrap_or(child(1)))))
        }
        OtherChild => Some(answer(actor, action, &Target::Child(child(99)))),
        _ => place_path(kind, place).map(|path| answer(actor, action, &Target::Unit(&path))),
    }
}

#[test]
fn articles_3_and_25_the_policy_is_this_table_and_nothing_else() {
    let mut wrong = Vec::new();
    let (mut asked, mut granted) = (0, 0);
    for role in Role::ALL {
        for kind in KINDS {
            for action in Action::ALL {
                for place in PLACES {
                    let Some(told) = ask(&worker(role, kind), kind, action, place) else { continue };
                    let wanted =
                        expected(role, kind, action, place).ok_or_else(|| "not_permitted".to_owned());
                    asked += 1;
                    granted += usize::from(wanted.is_ok());
                    if told != wanted {
                        wrong.push(format!(
                            "{role:?} of a {kind:?}, {action:?}, {place:?}: {told:?}, should be {wanted:?}"
                        ));
                    }
                }
            }
        }
    }
    assert!(asked > 3000 && granted > 100, "the loop went round: {asked} asked, {granted} granted");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn article_10_a_guardian_sees_and_asks_for_the_own_child_only() {
    let actor = guardian(&[1, 2]);
    for action in Action::ALL {
        let may = matches!(
            action,
            ViewPupil | RevealIdentity | AskCorrection | AskChange | ConfirmInfo | ReadAccess | GiveConsent
        );
        for own in [1, 2] {
            assert_eq!(
                answer(&actor, action, &Target::Child(child(own))).ok(),
                may.then_some(Mask::Masked),
                "{action:?}"
            );
        }
        assert_eq!(
            answer(&actor, action, &Target::Child(child(3))),
            Err("not_permitted".into()),
            "{action:?}"
        );
        for kind in KINDS {
            assert_eq!(
                answer(&actor, action, &Target::Unit(&path(line(kind)))),
                Err("not_permitted".into()),
                "{action:?}"
            );
        }
    }
    let grant = authorise(&actor, ViewPupil, &Target::Child(child(2))).unwrap();
    assert_eq!(grant.scope, Scope::Children(vec![child(1), child(2)]));
    assert_eq!(answer(&guardian(&[]), ViewPupil, &Target::Child(child(1))), Err("not_permitted".into()));
}

#[test]
fn article_25_a_worker_whose_own_child_is_meant_has_no_more_rights_than_others() {
    for role in Role::ALL.into_iter().filter(|role| role.is_staff()) {
        for kind in KINDS {
            let mut actor = worker(role, kind);
            actor.children = vec![child(1)];
            for action in Action::ALL {
                assert_eq!(
                    answer(&actor, action, &Target::Child(child(1))),
                    Err("not_permitted".into()),
                    "{role:?}"
                );
            }
        }
    }
}

#[test]
fn article_23_an_untrained_registrar_sees_figures_and_nothing_else() {
    for kind in KINDS {
        for action in Action::ALL {
            for place in PLACES {
                let mut actor = worker(Registrar, kind);
                let Some(trained) = ask(&actor, kind, action, place) else { continue };
                actor.trained = false;
                let untrained = ask(&actor, kind, action, place).unwrap();
                let wanted = match trained {
                    Ok(_) if action != ViewDashboard => Err("not_trained".into()),
                    // Who has no right at all is not told that training would give it.
                    same => same,
                };
                assert_eq!(untrained, wanted, "{kind:?} {action:?} {place:?}");
            }
        }
    }
    let mut registrar = worker(Registrar, School);
    registrar.trained = false;
    let refusal: Refusal = authorise(&registrar, EnterPupil, &Target::Unit(&path(line(School)))).unwrap_err();
    assert_eq!(refusal.basis, crate::refusal::Basis::Article(23));
}

#[test]
fn article_23_a_registrar_nobody_has_appointed_sees_figures_and_nothing_else() {
    for kind in KINDS {
        for action in Action::ALL {
            for place in PLACES {
                let mut actor = worker(Registrar, kind);
                let Some(appointed) = ask(&actor, kind, action, place) else { continue };
                actor.appointed = false;
                let wanted = match appointed {
                    Ok(_) if action != ViewDashboard => Err("not_appointed".into()),
                    same => same,
                };
                assert_eq!(
                    ask(&actor, kind, action, place).unwrap(),
                    wanted,
                    "{kind:?} {action:?} {place:?}"
                );
                actor.trained = false;
                let first = ask(&actor, kind, action, place).unwrap();
                assert!(!first.is_err_and(|code| code == "not_appointed"), "the training comes first");
            }
        }
    }
}

#[test]
fn article_23_training_and_appointment_are_asked_of_registrars_only() {
    for role in Role::ALL.into_iter().filter(|role| *role != Registrar) {
        for kind in KINDS {
            for action in Action::ALL {
                for place in PLACES {
                    let trained = worker(role, kind);
                    let untrained = Actor { trained: false, appointed: false, ..trained.clone() };
                    assert_eq!(
                        ask(&trained, kind, action, place),
                        ask(&untrained, kind, action, place),
                        "{role:?} {action:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn article_25_the_three_administrators_never_touch_records_and_never_do_each_others_work() {
    let records = [
        ListPupils,
        ViewPupil,
        RevealIdentity,
        EnterPupil,
        OpenChange,
        KeepRecord,
        HandleCase,
        ApproveCase,
        PrintBinding,
        ReleaseBinding,
        KeepBonds,
        PrintForms,
        GiveConsent,
        RecordConsent,
        AskCorrection,
        TakeCorrection,
        ReadLetters,
        HandleLetters,
        SignLetters,
        ReadPaper,
        KeepPaper,
        ApprovePaper,
        ReadReviews,
        AnswerReviews,
        SignReviews,
        ConfirmInfo,
        ReadDisclosures,
        AskDisclosure,
        ExamineDisclosures,
        ApproveDisclosures,
        ReadAccess,
        ReadPackages,
        HandlePackages,
        ReleasePackages,
        AcceptPackages,
    ];
    let own_work = |role: Role| -> BTreeSet<Action> {
        match role {
            SystemAdmin => [ManageAccounts, CertifyTraining, ManageReference].into(),
            SecurityAdmin => [SecureAccounts].into(),
            _ => [ReadAudit, ReportPrivacy].into(),
        }
    };
    for role in [SystemAdmin, SecurityAdmin, AuditAdmin] {
        let mut did = BTreeSet::new();
        for kind in KINDS {
            for action in Action::ALL {
                for place in PLACES {
                    if ask(&worker(role, kind), kind, action, place).is_some_and(|told| told.is_ok()) {
                        assert!(!records.contains(&action), "{role:?} {action:?} {kind:?} {place:?}");
                        did.insert(action);
                    }
                }
            }
        }
        did.remove(&ViewDashboard);
        // Confirming what another has made is nobody's own work: it takes a second person, of whichever kind there is.
        assert!(did.remove(&ConfirmAccounts), "{role:?}");
        assert_eq!(did, own_work(role), "{role:?}");
    }
    for (one, other) in [(SystemAdmin, SecurityAdmin), (SystemAdmin, AuditAdmin), (SecurityAdmin, AuditAdmin)]
    {
        assert!(own_work(one).is_disjoint(&own_work(other)));
    }
}

#[test]
fn article_25_nobody_without_a_unit_acts_on_one_and_the_scope_is_what_was_asked() {
    for role in Role::ALL {
        let actor = Actor { unit: None, ..worker(role, Nation) };
        for action in Action::ALL {
            for kind in KINDS {
                assert_eq!(
                    answer(&actor, action, &Target::Unit(&path(line(kind)))),
                    Err("not_permitted".into()),
                    "{role:?}"
                );
            }
        }
    }
    let school = path(line(School));
    let grant = authorise(&worker(Registrar, County), ListPupils, &Target::Unit(&school)).unwrap();
    assert_eq!(grant.scope, Scope::Subtree(school), "not the whole county");
}

#[test]
fn a_role_exists_where_the_policy_gives_it_something_to_do() {
    for role in Role::ALL {
        for kind in KINDS {
            let does =
                PERMITTED.iter().any(|(roles, _, kinds, ..)| roles.contains(&role) && kinds.contains(&kind));
            assert_eq!(role.exists_in(kind), does, "{role:?} {kind:?}");
        }
        assert_eq!(Role::from_key(role.key()), Some(role));
    }
    assert_eq!(Role::from_key("root"), None);
}
