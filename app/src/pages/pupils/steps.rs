//! 分步录入: one child entered step by step. Each step is a plain form: its buttons keep what was typed, wherever they lead.

use super::entry::{Drawn, discard, entry_fields, own_items};
use crate::api::confirm::CONFIRMED;
use crate::api::form_state::FormState;
use crate::api::pupil::enter::{DropEntry, FORM};
use crate::api::pupil::steps::{EnterSteps, EntrySteps, KeepStep, WHOLE, entry_steps, step_address};
use crate::pages::guide::GuideLink;
use crate::pages::parts::{Confirm, FormMessages, Load, name_of, query, renamed};
use crate::text::t::{common, forms, pupil as w};
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, Details, DraftState, Notice, NoticeKind, PageTitle, Section,
    SummaryList, SummaryRow, TextField, anew_for, keyed,
};
use domain::archive::Column;
use domain::case::CaseKind;
use domain::form::{EntryStep, Field};
use domain::guide::Task;
use leptos::prelude::*;

/// 分步录入一名学生
#[component]
pub fn EntryStepsPage() -> impl IntoView {
    let step = query("step");
    let (keep, enter) = (ServerAction::<KeepStep>::new(), ServerAction::<EnterSteps>::new());
    let thrown = ServerAction::<DropEntry>::new();
    let data = Resource::new_blocking(
        move || (step.get(), thrown.version().get(), keep.version().get(), enter.version().get()),
        |(step, dropped, ..)| async move { Ok((step.clone(), dropped, entry_steps(step).await?)) },
    );
    view! {
        <Load data view=move |(step, dropped, found): (String, usize, EntrySteps)| {
            let step = EntryStep::from_key(&step).unwrap_or_default();
            let EntrySteps { school, columns, state } = found;
            let last = step == EntryStep::Check;
            let has_errors = state.has_errors() && !last;
            let messages = (!last).then(|| view! { <FormMessages state=renamed(&state)/> });
            let body = if last {
                check(&columns, state, keep, enter).into_any()
            } else {
                fields(step, &columns, state, keep).into_any()
            };
            let title = w::step_title(step.label());
            view! {
                <PageTitle title caption=Some(school) has_errors>
                    <GuideLink task=Task::Case(CaseKind::Registration)/>
                </PageTitle>
                <p class="lead">{w::STEPS_LEAD}</p>
                {messages}
                // What was thrown away stands in no control either.
                {anew_for(dropped, body)}
                {discard(thrown, "steps")}
            }
        }/>
    }
}

/// Where one is, and every other step as a button: what was typed here is kept by going there.
fn track(now: EntryStep) -> impl IntoView {
    let steps = keyed(
        EntryStep::ALL,
        |step| step.key(),
        move |step| {
            let label = step.label();
            if step == now {
                view! { <li aria-current="step">{label}</li> }.into_any()
            } else {
                view! {
                    <li>
                        <button class="button-link" type="submit" name="go" value=step.key()>{label}</button>
                    </li>
                }
                .into_any()
            }
        },
    );
    // The form on one page is a place to go to like the others: what was typed here goes along.
    view! {
        <ol class="entry-steps" aria-label=w::STEPS>{steps}</ol>
        <p><button class="button-link" type="submit" name="go" value=WHOLE>{w::WHOLE_FORM}</button></p>
    }
}

fn fields(
    step: EntryStep,
    columns: &[Column],
    state: FormState,
    action: ServerAction<KeepStep>,
) -> impl IntoView + use<> {
    let extras = (step == EntryStep::Class && !columns.is_empty()).then(|| own_items(columns, &state));
    let entry = (step == EntryStep::Class).then(|| entry_fields(&state, false));
    let drawn = Drawn::new(state, None);
    let items = step.items().into_iter().filter(|item| drawn.draws(*item));
    let items = keyed(items, |item| item.key(), |item| drawn.item(item));
    let back = step.before().map(|before| {
        view! { <Button kind=ButtonKind::Secondary name="go" value=before.key()>{w::STEP_BACK}</Button> }
    });
    view! {
        <ActionForm action attr:class="stack" attr:novalidate=true>
            <input type="hidden" name="step" value=step.key()/>
            // Pressing Enter in a field sends the form by its first button: that is the one that goes on.
            <button class="visually-hidden" type="submit" name="go" value="next" tabindex="-1" aria-hidden="true">
                {w::STEP_NEXT}
            </button>
            {track(step)}
            <p class="hint">{forms::REQUIRED_NOTE}</p>
            <Section id="step" title=step.label()><div class="form-grid">{items}</div></Section>
            {entry}
            {extras}
            <DraftState form=FORM/>
            <Actions sticky=true>
                <Button name="go" value="next">{w::STEP_NEXT}</Button>
                {back}
            </Actions>
        </ActionForm>
    }
}

/// Everything that was typed, what entering would refuse, and the way to each.
fn check(
    columns: &[Column],
    state: FormState,
    keep: ServerAction<KeepStep>,
    enter: ServerAction<EnterSteps>,
) -> impl IntoView + use<> {
    let wrong = (!state.errors.is_empty()).then(|| {
        let lines = keyed(
            state.errors.clone().into_iter().enumerate(),
            |(n, _)| *n,
            |(_, (key, words))| {
                let step = Field::from_key(&key).map(EntryStep::of);
                let step = step.or_else(|| (key == "entry_date").then_some(EntryStep::Class));
                match step {
                    Some(step) => view! { <li><a href=step_address(step)>{words}</a></li> }.into_any(),
                    None => view! { <li>{words}</li> }.into_any(),
                }
            },
        );
        view! { <Notice kind=NoticeKind::Warn title=Some(w::STEP_WRONG.to_owned())><ul>{lines}</ul></Notice> }
    });
    let all = keyed(
        EntryStep::ALL.into_iter().filter(|step| *step != EntryStep::Check),
        |step| step.key(),
        |step| summary(step, columns, &state),
    );
    let note = "duplicate_note";
    let (value, error) = (state.value(note), state.error(note));
    view! {
        <ActionForm action=keep attr:class="stack">
            <input type="hidden" name="step" value=EntryStep::Check.key()/>
            {track(EntryStep::Check)}
        </ActionForm>
        {wrong}
        {all}
        <ActionForm action=enter attr:class="stack" attr:novalidate=true>
            <TextField
                name=name_of(note)
                label=format!("{}（{}）", w::DUPLICATE_NOTE, common::OPTIONAL)
                hint=w::DUPLICATE_NOTE_HINT
                value
                error
                maxlength=200
            />
            <Confirm state name=name_of(CONFIRMED)/>
            <DraftState form=FORM/>
            <Actions><Button>{w::ENTER_SUBMIT}</Button></Actions>
        </ActionForm>
    }
}

/// What was typed in a step: an item of a list by its words.
fn summary(step: EntryStep, columns: &[Column], state: &FormState) -> AnyView {
    let said = |item: Field| {
        let value = state.value(item.key());
        let chosen = item.options().iter().find(|(code, _)| *code == value);
        chosen.map_or(value, |(_, label)| (*label).to_owned())
    };
    let line = |term: String, value: String| {
        if value.is_empty() {
            view! { <SummaryRow term/> }.into_any()
        } else {
            view! { <SummaryRow term>{value}</SummaryRow> }.into_any()
        }
    };
    let mut lines: Vec<AnyView> =
        step.items().into_iter().map(|item| line(item.label().to_owned(), said(item))).collect();
    if step == EntryStep::Class {
        lines.push(line(w::ENTRY_DATE.to_owned(), state.value("entry_date")));
        let own = columns.iter().map(|one| line(one.heading(), state.value(&format!("extra_{}", one.key))));
        lines.extend(own);
    }
    let href = step_address(step);
    view! {
        <Details summary=step.label()>
            <p><a href=href>{common::CHANGE}<span class="visually-hidden">{step.label()}</span></a></p>
            <SummaryList>{lines}</SummaryList>
        </Details>
    }
    .into_any()
}
