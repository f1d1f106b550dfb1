//! 打印: the sheets about a pupil that may be printed, and the newest that were (第五条, 第七条).

use crate::api::form_state::FormState;
use crate::api::moment;
use crate::api::prints::{PrintPupil, PupilPrints};
use crate::text::t::prints as w;
use crate::ui::{ActionForm, Actions, Button, ButtonKind, Details, Section, TextField, keyed};
use domain::print::PrintKind;
use leptos::prelude::*;

/// Nothing for who may not print.
pub(super) fn section(
    person: &str,
    found: &PupilPrints,
    state: &FormState,
    action: ServerAction<PrintPupil>,
) -> Option<AnyView> {
    if found.kinds.is_empty() {
        return None;
    }
    let (full, plain): (Vec<PrintKind>, Vec<PrintKind>) =
        found.kinds.iter().copied().partition(|kind| kind.needs_reason());
    let plain_form = (!plain.is_empty()).then(|| {
        let (person, buttons) = (person.to_owned(), buttons(plain));
        view! {
            <ActionForm action>
                <input type="hidden" name="person" value=person/>
                <Actions>{buttons}</Actions>
            </ActionForm>
        }
    });
    let full_form = (!full.is_empty()).then(|| {
        let (person, buttons) = (person.to_owned(), buttons(full));
        let (value, error) = (state.value("print_reason"), state.error("print_reason"));
        let open = error.is_some();
        view! {
            <Details summary=w::FULL open>
                <ActionForm action attr:class="stack" attr:novalidate=true>
                    <input type="hidden" name="person" value=person/>
                    <TextField
                        name="print_reason"
                        label=w::REASON
                        hint=w::REASON_HINT
                        value
                        error
                        required=true
                        maxlength=200
                    />
                    <Actions>{buttons}</Actions>
                </ActionForm>
            </Details>
        }
    });
    let earlier = earlier(person, found);
    Some(
        view! {
            <Section id="print" title=w::PRINT>
                <p class="hint">{w::PRINT_LEAD}</p>
                {plain_form}
                {full_form}
                {earlier}
            </Section>
        }
        .into_any(),
    )
}

fn buttons(kinds: Vec<PrintKind>) -> impl IntoView {
    keyed(
        kinds,
        |kind| kind.key(),
        |kind| view! { <Button kind=ButtonKind::Secondary name="kind" value=kind.key()>{kind.label()}</Button> },
    )
}

fn earlier(person: &str, found: &PupilPrints) -> Option<AnyView> {
    if found.rows.is_empty() {
        return None;
    }
    let lines = found
        .rows
        .iter()
        .map(|row| {
            let standing = crate::pages::prints::standing(row);
            let (href, at) = (format!("/prints/{}", row.id), moment(row.at));
            view! { <li><a href=href>{w::named(row.kind.label(), &row.number)}</a>" "{at}" "{standing}</li> }
        })
        .collect_view();
    let all = found.more.then(|| {
        view! { <p><a href=format!("/prints?person={person}")>{w::ALL_OF_PUPIL}</a></p> }
    });
    Some(view! { <h3>{w::EARLIER}</h3><ul class="plain-list">{lines}</ul>{all} }.into_any())
}
