//! Whatever the table of what is permitted does not name must be refused (第三条, 第二十三条, 第二十五条): every role in every kind of unit
//! tries every action on every target.

mod own_child;
mod permitted;
mod registrars;

use super::*;
use Action::*;
use Place::*;
use Role::*;
use UnitKind::{City, County, Nation, Province, School, Township};
use permitted::{KINDS, PERMITTED, PLACES, Place, expected};
use std::collections::BTreeSet;
use uuid::Uuid;

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
        AskOnMatter,
        AnswerOnMatter,
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
            SystemAdmin => {
                [ManageAccounts, CertifyTraining, ManageReference, ReadTakeOvers, ImportKeys].into()
            }
            SecurityAdmin => [SecureAccounts, AcceptKeys].into(),
            _ => [ReadAudit, InquireAlarms, ReportPrivacy].into(),
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
