//! Adding a scan to a change, for the side that opened it.

use crate::api::form_state::FormState;
use crate::text::t::case as w;
use crate::ui::{
    Actions, Button, ButtonKind, Details, FileField, FileForm, Notice, NoticeKind, SelectField, choices,
};
use contract::case::CaseView;
use domain::case::correction::ProofKind;
use leptos::prelude::*;

/// Whether documents were ticked and none of them is attached yet.
fn missing(detail: &CaseView) -> bool {
    detail.may_add_scans && detail.proofs.is_empty() && super::content::names_papers(detail)
}

/// Above the case, for the side that opened it: that no scan is attached yet, and where that is done.
pub(super) fn asked(detail: &CaseView) -> impl IntoView + use<> {
    missing(detail).then(|| {
        view! {
            <Notice kind=NoticeKind::Info title=Some(w::NO_SCANS.to_owned())>
                <p>{w::NO_SCANS_NEXT}" "<a href="#add-scan">{w::TO_SCANS}</a></p>
            </Notice>
        }
    })
}

/// The form of one scan: open where none is attached yet, folded where there are some.
pub(super) fn form(detail: &CaseView, state: &FormState) -> impl IntoView + use<> {
    let (case, state) = (detail.line.id.to_string(), state.clone());
    let options = choices(ProofKind::OF_CHANGES.map(|kind| (kind.key(), kind.label())));
    let open = missing(detail) || state.has_errors();
    view! {
        <div id="add-scan">
            <Details summary=w::ADD_SCAN open>
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
        </div>
    }
}
