//! Registrars are trained and appointed (第二十三条).

use super::permitted::{KINDS, PLACES};
use super::{ask, line, path, worker};
use crate::access::*;
use crate::refusal::Refusal;
use Action::*;
use Role::*;
use UnitKind::School;

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
