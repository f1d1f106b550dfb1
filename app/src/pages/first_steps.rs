//! 入门清单: what somebody new here does first, on the first page of each role.

use crate::api::dashboard::PutStepsAway;
use crate::language::name;
use crate::text::t::first_steps as w;
use crate::ui::{ActionForm, Actions, Badge, Button, ButtonKind, Section, Tone};
use domain::account::FirstStep;
use leptos::prelude::*;

/// The list, and the way to put it away; nothing where there is nothing left to do.
pub(crate) fn first_steps(
    steps: Vec<(FirstStep, bool)>,
    away: ServerAction<PutStepsAway>,
) -> Option<impl IntoView + use<>> {
    if steps.is_empty() {
        return None;
    }
    let items = steps
        .into_iter()
        .map(|(step, done)| match done {
            true => view! { <li>{name(&step)}" "<Badge tone=Tone::Success>{w::DONE}</Badge></li> }.into_any(),
            false => view! { <li><a href=step.href()>{name(&step)}</a></li> }.into_any(),
        })
        .collect_view();
    Some(view! {
        <Section id="first-steps" title=w::TITLE more=("/guide".to_owned(), crate::text::t::guide::TITLE.to_owned())>
            <ol>{items}</ol>
            <ActionForm action=away>
                <Actions><Button kind=ButtonKind::Secondary>{w::AWAY}</Button></Actions>
            </ActionForm>
        </Section>
    })
}
