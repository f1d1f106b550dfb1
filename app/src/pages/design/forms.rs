//! Fields of every kind, as they are and with something wrong.

use crate::text::t::design as w;
use crate::ui::{
    Actions, Button, ButtonKind, CheckboxField, Choice, DateField, DivisionField, ErrorSummary, FieldError,
    FieldWidth, FileField, FilterBar, PasswordField, RadioField, SelectField, TextAreaField, TextField,
};
use leptos::prelude::*;

/// A form that is sent nowhere but to this page: nothing reads it.
pub(super) fn fields(prefix: &'static str, wrong: bool) -> impl IntoView {
    let name = move |field: &str| format!("{prefix}_{field}");
    let error = move || wrong.then(|| w::WRONG.to_owned());
    let errors = if wrong { vec![FieldError::new(name("line"), w::WRONG)] } else { Vec::new() };
    let options = || {
        vec![
            Choice::new("1", w::TABS[0]),
            Choice::new("2", w::TABS[1]).with_hint(w::HINT),
            Choice::new("3", w::TABS[2]),
        ]
    };
    let filters = (!wrong).then(|| {
        view! {
            <FilterBar action="/design">
                <TextField name=name("filter") label=w::LINE/>
                <SelectField name=name("filter_list") label=w::LIST options=options()/>
            </FilterBar>
        }
    });
    view! {
        {filters}
        <ErrorSummary errors/>
        <form method="get" action="/design" class="stack" novalidate=true>
            <TextField name=name("line") label=w::LINE hint=w::HINT error=error() required=true value=w::SAMPLE width=FieldWidth::W20/>
            <DateField name=name("day") label=w::DAY error=error()/>
            <DivisionField name=name("place") choose=name("choose_place") label=w::PLACE error=error()/>
            <SelectField name=name("list") label=w::LIST options=options() hint=w::HINT error=error()/>
            <RadioField name=name("few") label=w::FEW options=options() value="1" error=error()/>
            <CheckboxField name=name("tick") label=w::TICK hint=w::HINT error=error()/>
            <TextAreaField name=name("lines") label=w::LINES error=error()/>
            <PasswordField name=name("secret") label=w::SECRET error=error() autocomplete="off"/>
            <FileField name=name("file") label=w::FILE error=error()/>
            <Actions>
                <Button>{w::SEND}</Button>
                <Button kind=ButtonKind::Secondary button_type="reset">{w::SECONDARY}</Button>
            </Actions>
        </form>
    }
}
