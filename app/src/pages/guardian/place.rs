//! 从省选起: below the question for a place, the lists by which it is put together by who does not know how to write it.

use crate::api::division::PlaceList;
use crate::api::form_state::FormState;
use crate::api::guardian::place::{PICK, PICKED, PickPlace};
use crate::language::mixed;
use crate::text::t::forms as w;
use crate::ui::{ActionForm, Actions, Button, ButtonKind, Choice, Details, SelectField};
use leptos::prelude::*;

/// The lists of one question, in a form of their own: what is chosen is put into the field above, and nothing is answered by it.
pub(super) fn lists(
    person: &str,
    item: &str,
    list: PlaceList,
    state: &FormState,
    action: ServerAction<PickPlace>,
) -> impl IntoView + use<> {
    let PlaceList { above, places } = list;
    let (person, item, error) = (person.to_owned(), item.to_owned(), state.error(PICK));
    let open = error.is_some() || !state.value(PICKED).is_empty();
    let before = above.as_ref().map(|place| place.name.clone()).unwrap_or_default();
    let last = places.is_empty();
    // Each by its own name: what lies above it is said already.
    let own = |name: &str| name.strip_prefix(&before).unwrap_or(name).to_owned();
    let options: Vec<Choice> =
        places.iter().map(|place| Choice::new(&place.code, own(&place.name))).collect();
    let label = if above.is_some() { w::PLACE_BELOW } else { w::PLACE_PROVINCE };
    let chosen = above.as_ref().map(|place| mixed(w::place_chosen(&place.name)));
    let pick = match last {
        true => view! { <p class="hint">{w::PLACE_LAST}</p> }.into_any(),
        false => view! {
            <SelectField name=PICK label options error/>
            <Actions><Button kind=ButtonKind::Secondary>{w::PLACE_PICK}</Button></Actions>
        }
        .into_any(),
    };
    let again = above.is_some().then(|| {
        view! { <Button kind=ButtonKind::Link name="again" value="1">{w::PLACE_AGAIN}</Button> }
    });
    view! {
        <Details summary=w::PLACE_LISTS open>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="person" value=person/>
                <input type="hidden" name="item" value=item/>
                <p role="status">{chosen}</p>
                {pick}
                {again}
            </ActionForm>
        </Details>
    }
}
