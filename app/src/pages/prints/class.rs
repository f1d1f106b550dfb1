//! 打印全班或所选学生: the sheets of the pupils of a class in one file.

use crate::api::form_state::{FormState, form_state};
use crate::api::prints::{ClassToPrint, PrintClassSheets, class_to_print, is_ticked, sheets_form};
use crate::pages::parts::{FormMessages, Load, query};
use crate::text::t::prints as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, Cell, Column, DataTable, PageTitle, Row, RowHeader, SelectField,
    TextField, TickBox, choices, columns, keyed,
};
use leptos::prelude::*;

/// 打印全班或所选学生
#[component]
pub fn PrintClassPage() -> impl IntoView {
    let class = query("class");
    let action = ServerAction::<PrintClassSheets>::new();
    let data = Resource::new_blocking(
        move || (class.get(), action.version().get()),
        |(class, _)| async move {
            let form = sheets_form(&class);
            Ok((class_to_print(class).await?, form_state(form).await?))
        },
    );
    view! {
        <Load data view=move |(found, state): (ClassToPrint, FormState)| {
            let (caption, has_errors) = (Some(found.label.clone()), state.has_errors());
            let form = form(found, &state, action);
            view! {
                <BackLink href="/prints"/>
                <PageTitle title=w::SHEETS caption has_errors/>
                <p class="lead">{w::SHEETS_LEAD}</p>
                <FormMessages state/>
                {form}
            }
        }/>
    }
}

fn form(
    found: ClassToPrint,
    state: &FormState,
    action: ServerAction<PrintClassSheets>,
) -> impl IntoView + use<> {
    let ClassToPrint { class, label, kinds, rows } = found;
    let options = choices(kinds.into_iter().map(|kind| (kind.key(), kind.label())));
    let lines = keyed(
        rows,
        |row| row.id,
        |row| {
            let (id, heard) = (format!("people-{}", row.id), w::tick(&row.name));
            let value = row.id.to_string();
            let checked = is_ticked(state, &value);
            view! {
                <Row>
                    <Cell label=w::SHEETS_DO>
                        <TickBox id name="people[]" value checked label=Some(heard)/>
                    </Cell>
                    <RowHeader>{row.name}</RowHeader>
                    <Cell label=w::SHEETS_NUMBER>{row.number}</Cell>
                </Row>
            }
        },
    );
    let mut headings = vec![Column::new(w::SHEETS_DO).hidden()];
    headings.extend(columns([w::SHEETS_NAME, w::SHEETS_NUMBER]));
    let (kind, wrong) = (state.value("kind"), state.error("kind"));
    let (reason, error) = (state.value("print_reason"), state.error("print_reason"));
    view! {
        <ActionForm action attr:class="stack" attr:novalidate=true>
            <input type="hidden" name="class" value=class/>
            <SelectField name="kind" label=w::SHEETS_KIND options value=kind error=wrong required=true/>
            <TextField
                name="print_reason"
                label=w::REASON
                hint=w::SHEETS_REASON_HINT
                value=reason
                error
                maxlength=200
            />
            <div id="people">
                <DataTable caption=label columns=headings dense=true>{lines}</DataTable>
            </div>
            <Actions><Button>{w::SHEETS_DO}</Button></Actions>
        </ActionForm>
    }
}
