//! The control that fits a column.

use crate::text::t::archive as w;
use crate::ui::forms::kept::list_option;
use crate::ui::{FieldWidth, SelectField, TextAreaField, TextField, choices, keyed};
use domain::archive::column::GRADES;
use domain::archive::{Column, ColumnKind};
use leptos::prelude::*;

/// Longest text that is typed on one line.
const ONE_LINE: usize = 60;

/// A labelled control for a form.
pub(crate) fn control(
    column: &Column,
    name: String,
    value: String,
    error: Option<String>,
) -> impl IntoView + use<> {
    let (label, required) = (column.heading(), column.required);
    match &column.kind {
        ColumnKind::Choice { options } => {
            let options = choices(options.iter().map(|option| (option.clone(), option.clone())));
            view! { <SelectField name label options value error required/> }.into_any()
        }
        ColumnKind::Text { max } if *max > ONE_LINE => {
            let maxlength = u32::try_from(*max).unwrap_or(500);
            view! { <TextAreaField name label value error required rows=3 maxlength/> }.into_any()
        }
        ColumnKind::Text { max } => {
            let maxlength = u32::try_from(*max).unwrap_or(60);
            view! { <TextField name label value error required maxlength autocomplete="off"/> }.into_any()
        }
        ColumnKind::Mark => {
            let hint = w::mark_hint(GRADES);
            view! { <TextField name label hint value error required width=FieldWidth::W10 autocomplete="off"/> }
                .into_any()
        }
        ColumnKind::Number { .. } | ColumnKind::Time | ColumnKind::Date => {
            view! { <TextField name label value error required width=FieldWidth::W10 autocomplete="off"/> }
                .into_any()
        }
    }
}

/// A bare control for a table's cell, labelled for who cannot see the column.
pub(super) fn cell(
    column: &Column,
    name: String,
    label: String,
    value: String,
    wrong: bool,
) -> impl IntoView + use<> {
    let invalid = wrong.then_some("true");
    if let ColumnKind::Choice { options } = &column.kind {
        let options = keyed(
            options.iter().cloned(),
            |option| option.clone(),
            |option| {
                let selected = option == value;
                let words = option.clone();
                list_option(option, words, selected)
            },
        );
        return view! {
            <select class="input select" id=name.clone() name=name aria-label=label aria-invalid=invalid>
                <option value=""></option>
                {options}
            </select>
        }
        .into_any();
    }
    let most = match column.kind {
        ColumnKind::Text { max } => max.to_string(),
        _ => "20".to_owned(),
    };
    view! {
        <input
            class="input"
            id=name.clone()
            name=name
            value=value
            maxlength=most
            autocomplete="off"
            aria-label=label
            aria-invalid=invalid
        />
    }
    .into_any()
}
