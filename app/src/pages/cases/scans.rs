//! Adding a scan to a change, for the side that opened it.

use crate::api::case::CaseDetail;
use crate::api::form_state::FormState;
use crate::text::t::case as w;
use crate::ui::{Actions, Button, ButtonKind, Details, FileField, SelectField, choices};
use domain::case::correction::ProofKind;
use leptos::prelude::*;

pub(super) fn form(detail: &CaseDetail, state: &FormState) -> impl IntoView + use<> {
    let (case, state) = (detail.row.id.clone(), state.clone());
    let options = choices(ProofKind::OF_CHANGES.map(|kind| (kind.key(), kind.label())));
    view! {
        <Details summary=w::ADD_SCAN open=state.has_errors()>
            <form class="stack" method="post" action="/api/add_scan" enctype="multipart/form-data" novalidate=true>
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
            </form>
        </Details>
    }
}
