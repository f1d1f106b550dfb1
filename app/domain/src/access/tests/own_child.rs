//! Guardians and their own child, and workers whose own child is meant.

use super::permitted::KINDS;
use super::{answer, child, guardian, line, path, worker};
use crate::access::*;
use Action::*;

#[test]
fn article_10_a_guardian_sees_and_asks_for_the_own_child_only() {
    let actor = guardian(&[1, 2]);
    for action in Action::ALL {
        let may = matches!(
            action,
            ViewPupil
                | RevealIdentity
                | AskCorrection
                | AskChange
                | AskOnMatter
                | RateMatter
                | ConfirmInfo
                | ReadAccess
                | GiveConsent
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
