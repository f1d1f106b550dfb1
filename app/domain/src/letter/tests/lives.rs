//! Lives of letters in which anybody may try anything.

use super::*;
use proptest::prelude::*;

/// Everybody who could try something, right or wrong.
fn anybody() -> impl Strategy<Value = Party> {
    (
        1_u128..5,
        prop_oneof![Just(Role::Registrar), Just(Role::Leader), Just(Role::Official)],
        prop_oneof![Just(SCHOOL), Just(OTHER), Just(COUNTY)],
    )
        .prop_map(|(n, role, code)| who(n, role, code))
}

fn anything(kind: LetterKind) -> impl Strategy<Value = Command> {
    let content = prop_oneof![
        3 => Just(full(kind)),
        1 => Just(bare(kind)),
        1 => Just(full(LetterKind::TermTransfers)),
    ];
    prop_oneof![
        4 => content.prop_map(|content| Command::Draft { content: Box::new(content) }),
        1 => "[a-z]{0,3}".prop_map(|reason| Command::Return { reason }),
        4 => Just(sign()),
        4 => (prop::option::of(0_u32..14), "[a-z]{0,3}").prop_map(|(pieces, note)| receive(pieces, &note)),
    ]
}

fn a_life() -> impl Strategy<Value = (LetterKind, Vec<(Party, bool, Command)>)> {
    prop::sample::select(LetterKind::ALL.to_vec()).prop_flat_map(|kind| {
        (Just(kind), prop::collection::vec((anybody(), any::<bool>(), anything(kind)), 0..60))
    })
}

/// What the one whose turn it is could do.
fn exit_exists(letter: &Letter) -> bool {
    let Some((unit, role)) = letter.waiting_for() else { return false };
    let fresh = context(who(1000, role, unit.unit.as_str()), true);
    let command = match letter.state {
        LetterState::Owed => draft(letter.kind()),
        LetterState::Drafted => sign(),
        _ => receive(Some(12), ""),
    };
    letter.decide(command, &fresh).is_ok()
}

proptest! {
    /// No reachable state without an exit, every open state has an owner and a deadline, nobody drafts and signs, what was
    /// signed is not rewritten, a closed letter stays closed, and replaying the events gives the same letter.
    #[test]
    fn every_life_of_a_letter_is_sound((kind, tries) in a_life()) {
        let begun = owed(kind);
        let mut letter = begun.clone();
        let mut history = Vec::new();
        for (actor, online, command) in tries {
            let before = letter.clone();
            if let Ok(events) = letter.decide(command, &context(actor, online)) {
                prop_assert!(before.state.is_open(), "a receipted letter takes no command");
                for event in events {
                    letter = letter.apply(&event);
                    history.push(event);
                }
            }
            if before.state.is_sent() {
                prop_assert_eq!(&before.content, &letter.content);
                prop_assert_eq!(&before.signed, &letter.signed);
            }
            if letter.state.is_open() {
                prop_assert!(letter.due().is_some() && exit_exists(&letter));
            } else {
                prop_assert!(letter.due().is_none() && letter.waiting_for().is_none() && letter.receipt.is_some());
            }
            if letter.state.is_sent() {
                let account = |act: &Option<Act>| act.as_ref().map(|act| act.by.account);
                prop_assert_ne!(account(&letter.drafted), account(&letter.signed));
                prop_assert!(letter.number.is_some() && letter.content.check().is_ok());
            }
        }
        let replayed = history.iter().fold(begun, |letter, event| letter.apply(event));
        prop_assert_eq!(replayed, letter);
    }
}
