//! Lives of cases in which anybody may try anything.

use super::*;
use proptest::prelude::*;

/// Everybody who could try something, right or wrong.
fn anybody() -> impl Strategy<Value = Party> {
    (
        1_u128..6,
        prop_oneof![Just(Role::Registrar), Just(Role::Leader)],
        prop_oneof![Just(SCHOOL), Just(COUNTY), Just(FROM)],
    )
        .prop_map(|(n, role, code)| who(n, role, code))
        .boxed()
        .prop_union(Just(guardian()).boxed())
}

fn anything(kind: CaseKind) -> impl Strategy<Value = Command> {
    let refused = prop_oneof![
        Just(BTreeMap::new()),
        Just(BTreeMap::from([(Field::Name, "不符合".to_owned())])),
        Just(BTreeMap::from([(Field::BirthDate, String::new())])),
    ];
    prop_oneof![
        4 => refused.prop_map(|refused_fields| Command::Agree { reason: String::new(), refused_fields }),
        1 => "[a-z]{0,3}".prop_map(|reason| Command::Return { reason }),
        1 => "[a-z]{0,3}".prop_map(|reason| Command::Refuse { reason }),
        1 => Just(Command::Withdraw { reason: String::new() }),
        2 => Just(Command::Resubmit { payload: Box::new(payload(kind)) }),
    ]
}

pub(super) fn a_life() -> impl Strategy<Value = (CaseKind, Vec<(Party, Command)>)> {
    prop::sample::select(CaseKind::ALL.to_vec())
        .prop_flat_map(|kind| (Just(kind), prop::collection::vec((anybody(), anything(kind)), 0..40)))
}

proptest! {
    /// No reachable state without an exit, every open state has an owner and a deadline, nobody acts twice in a round
    /// or decides what they opened or mended, a closed case stays closed, and replaying the events gives the same case.
    #[test]
    fn every_life_of_a_case_is_sound((kind, tries) in a_life()) {
        let world = World::new();
        let opened = world.open(kind);
        let mut case = opened.clone();
        let (mut history, mut mended) = (Vec::new(), Vec::new());
        for (actor, command) in tries {
            let context = world.context(actor);
            let was_open = case.state.is_open();
            if let Ok(events) = case.decide(command, &context) {
                prop_assert!(was_open, "a closed case takes no command");
                for event in events {
                    case = case.apply(&event);
                    if let CaseEvent::Resubmitted(_, by) = &event {
                        mended.push((case.steps.last().map_or(1, |step| step.round), by.account));
                    }
                    history.push(event);
                }
            }
            match case.state {
                CaseState::InProgress => {
                    prop_assert!(case.waiting_for().is_some() && case.due().is_some());
                    prop_assert!(exit_exists(&case, &world));
                }
                CaseState::Returned => {
                    prop_assert!(case.due().is_some());
                    let withdraw = Command::Withdraw { reason: String::new() };
                    prop_assert!(case.decide(withdraw, &world.context(case.opened_by.clone())).is_ok());
                }
                _ => prop_assert!(case.due().is_none() && case.closed_on.is_some()),
            }
            for round in 1..=case.steps.last().map_or(1, |step| step.round) {
                let mut deciders: Vec<_> = case
                    .steps
                    .iter()
                    .filter(|step| step.round == round)
                    .filter_map(|step| step.decision.as_ref().map(|decision| decision.by.account))
                    .collect();
                let all = deciders.len();
                deciders.sort();
                deciders.dedup();
                prop_assert_eq!(deciders.len(), all, "nobody decides twice in a round");
                prop_assert!(!deciders.contains(&case.opened_by.account));
                let before = mended.iter().filter(|(after, _)| *after < round);
                prop_assert!(before.into_iter().all(|(_, by)| !deciders.contains(by)));
            }
        }
        let replayed = history.iter().fold(opened, |case, event| case.apply(event));
        prop_assert_eq!(replayed, case);
    }
}

/// Whether some person of the waiting unit and role could decide.
fn exit_exists(case: &Case, world: &World) -> bool {
    let Some(link) = case.waiting_for() else { return false };
    let fresh = Party {
        account: account(1000),
        name: "新人".into(),
        role: link.role,
        unit: Some(link.unit.clone()),
        unit_name: String::new(),
        ties: crate::matter::Ties::none(),
    };
    case.decide(agree(), &world.context(fresh)).is_ok()
}
