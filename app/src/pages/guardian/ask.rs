//! 申请休学, 延长休学 by a guardian (第十九条): one short page, the proof with it.

use crate::api::form_state::{FormState, form_state};
use crate::api::pupil::read::pupil;
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::{change, guardian as w};
use crate::ui::{
    Actions, BackLink, Button, CheckboxField, DateField, FileField, FileForm, PageTitle, SelectField,
    TextAreaField, choices,
};
use contract::pupil::PupilView;
use domain::case::CaseKind;
use leptos::prelude::*;

/// 申请休学
#[component]
pub fn AskChangePage() -> impl IntoView {
    let (id, kind) = (param("id"), param("kind"));
    let data = Resource::new_blocking(
        move || (id.get(), kind.get()),
        |(id, kind)| async move {
            let detail = pupil(id.clone()).await?;
            let kind = CaseKind::from_key(&kind).ok_or(crate::api::AppError::NotFound)?;
            Ok((detail, kind, form_state(format!("ask/{id}/{}", kind.key())).await?))
        },
    );
    view! { <Load data view=sheet/> }
}

fn sheet((detail, kind, state): (PupilView, CaseKind, FormState)) -> impl IntoView {
    let title = w::asking(kind.label());
    let back = format!("/my/{}", detail.id);
    let ground = (kind == CaseKind::Suspension).then(|| {
        let (value, error) = (state.value("suspension_ground"), state.error("suspension_ground"));
        let options = choices(detail.suspension_grounds.iter().map(|one| (one.key(), one.label())));
        view! { <SelectField name="suspension_ground" label=change::GROUND options value error required=true/> }
    });
    let file_error = state.error("file");
    view! {
        <BackLink href=back/>
        <PageTitle title caption=Some(detail.name.clone()) has_errors=state.has_errors()/>
        <p class="lead">{w::ASK_LEAD}</p>
        <FormMessages state=state.clone()/>
        <FileForm action="/api/ask_suspension">
            <input type="hidden" name="person" value=detail.id.to_string()/>
            <input type="hidden" name="kind" value=kind.key()/>
            <DateField name="on" label=change::day(kind) value=state.value("on") error=state.error("on") required=true/>
            <DateField
                name="until"
                label=change::UNTIL
                hint=change::UNTIL_HINT
                value=state.value("until")
                error=state.error("until")
                required=true
            />
            {ground}
            <TextAreaField
                name="note"
                label=w::ASK_NOTE
                value=state.value("note")
                error=state.error("note")
                maxlength=500
                rows=3
            />
            <FileField
                name="file"
                label=w::ASK_FILE
                hint=w::ASK_FILE_HINT
                error=file_error
                accept="image/jpeg,image/png,application/pdf"
            />
            <CheckboxField
                name="declared"
                label=w::ASK_DECLARED
                error=state.error("declared")
                required=true
            />
            <Actions><Button>{w::ASK_SEND}</Button></Actions>
        </FileForm>
    }
}
