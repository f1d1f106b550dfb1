//! What stands in the form of a child that is begun to be entered, before anything is typed.

use crate::api::form_state::FormState;
use domain::codes::DocumentKind;
use domain::form::Field;

/// What nearly every child says of itself: where it is another, the number of the document does not fit and the form says so. Of what
/// decides what a child is entitled to, nothing is said beforehand.
fn usually() -> [(Field, &'static str); 2] {
    [(Field::Nationality, "CHN"), (Field::IdKind, DocumentKind::ResidentCard.code())]
}

/// A form with what is usual where nothing has been typed; what was emptied stays empty.
pub(super) fn usual(mut state: FormState) -> FormState {
    for (item, said) in usually() {
        state.values.entry(item.key().to_owned()).or_insert_with(|| said.to_owned());
    }
    state
}

/// Whether a child of this kind of document has a number to be filled in: all but who has none.
pub(super) fn asks_number(state: &FormState) -> bool {
    let kind = state.value(Field::IdKind.key());
    !kind.is_empty() && kind != DocumentKind::None.code()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_stands_in_a_form_that_is_begun_and_nowhere_else() {
        let begun = usual(FormState::default());
        assert_eq!((begun.value("nationality"), begun.value("id_kind")), ("CHN".to_owned(), "1".to_owned()));
        assert_eq!(begun.values.len(), usually().len());
        let said =
            [("nationality", ""), ("id_kind", "A")].map(|(key, said)| (key.to_owned(), said.to_owned()));
        let typed = FormState { values: said.into(), ..FormState::default() };
        assert_eq!(usual(typed.clone()).values, typed.values, "what was emptied or chosen stays");
    }

    #[test]
    fn the_number_is_asked_of_who_has_a_document() {
        let of = |kind: &str| FormState {
            values: [("id_kind".to_owned(), kind.to_owned())].into(),
            ..FormState::default()
        };
        assert!(asks_number(&of("1")) && asks_number(&of("A")));
        assert!(!asks_number(&of("Z")) && !asks_number(&of("")));
    }
}
