//! Adding a scan to a change, for the side that opened it.

use crate::api::form_state::FormState;
use crate::text::t::case as w;
use crate::ui::{Actions, Button, ButtonKind, Details, FileField, FileForm, SelectField, choices};
use contract::case::CaseView;
use domain::case::correction::ProofKind;
use leptos::prelude::*;

pub(super) fn form(detail: &CaseView, state: &FormState) -> impl IntoView + use<> {
    let (case, state) = (detail.line.id.to_string(), state.clone());
    let options = choices(ProofKind::OF_CHANGES.map(|kind| (kind.key(), kind.label())));
    view! {
        <Details summary=w::ADD_SCAN open=state.has_errors()>
            <FileForm action="/api/add_scan">
                <input type="hidden" name="case" value=case/>
                <SelectField
                    name="kind"
                    label=w::SCAN_KIND
                    options
                    value=state.value("kind")
                    error=state.error("kind")
                    required=true
                />
                <FileField
                    name="file"
                    label=w::SCAN_FILE
                    hint=w::SCAN_HINT
                    error=state.error("file")
                    accept="image/jpeg,image/png,application/pdf"
                    required=true
                />
                <Actions><Button kind=ButtonKind::Secondary>{w::ADD_SCAN}</Button></Actions>
            </FileForm>
        </Details>
    }
}
