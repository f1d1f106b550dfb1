//! 学籍异动 (第十三条 to 第二十二条): the forms a school fills in, one for each kind, new or returned.

pub mod fields;
mod lines;

use crate::api::change::{ChangeForm, SendChange, change_form, returned_change, transfer_form};
use crate::pages::guide::GuideLink;
use crate::pages::parts::{FormMessages, Load, param, renamed};
use crate::text::t::{case, change as w};
use crate::ui::{ActionForm, Actions, BackLink, Button, DraftState, Notice, NoticeKind, PageTitle, cited};
use domain::case::CaseKind;
use domain::guide::Task;
use fields::Fields;
use leptos::prelude::*;
pub use lines::lines;

/// 休学, 复学, 注销 of a pupil of one's own school
#[component]
pub fn ChangePage() -> impl IntoView {
    let (person, kind) = (param("id"), param("kind"));
    let action = ServerAction::<SendChange>::new();
    let data = Resource::new_blocking(
        move || (person.get(), kind.get(), action.version().get()),
        |(person, kind, _)| change_form(person, kind),
    );
    view! { <Load data view=move |form: ChangeForm| sheet(form, action)/> }
}

/// 转入学生
#[component]
pub fn TransferPage() -> impl IntoView {
    let action = ServerAction::<SendChange>::new();
    let data = Resource::new_blocking(move || action.version().get(), |_| transfer_form());
    view! { <Load data view=move |form: ChangeForm| sheet(form, action)/> }
}

/// 补正退回的变动
#[component]
pub fn MendChangePage() -> impl IntoView {
    let case = param("id");
    let action = ServerAction::<SendChange>::new();
    let data = Resource::new_blocking(
        move || (case.get(), action.version().get()),
        |(case, _)| returned_change(case),
    );
    view! { <Load data view=move |form: ChangeForm| sheet(form, action)/> }
}

fn sheet(form: ChangeForm, action: ServerAction<SendChange>) -> impl IntoView {
    let ChangeForm { kind, person, case, caption, reason, grades, grounds, hosts, state } = form;
    let back = match (case.as_str(), person.as_str()) {
        ("", "") => "/home".to_owned(),
        ("", person) => format!("/pupils/{person}"),
        (case, _) => format!("/cases/{case}"),
    };
    let title = if kind == CaseKind::Transfer { w::TRANSFER_TITLE } else { kind.label() };
    let submit = if case.is_empty() { w::SUBMIT } else { w::RESUBMIT };
    let anew = case.is_empty();
    // A returned one begins with what is on record: what is typed there is sent, and kept with it.
    let draft = anew.then(|| match kind {
        CaseKind::Transfer => "transfer".to_owned(),
        _ => format!("change/{person}/{}", kind.key()),
    });
    let draft = draft.map(|form| view! { <DraftState form/> });
    let returned = reason.map(|reason| {
        view! { <Notice kind=NoticeKind::Warn title=Some(case::RETURNED_BECAUSE.to_owned())><p>{reason}</p></Notice> }
    });
    view! {
        <BackLink href=back/>
        <PageTitle title caption=Some(caption) has_errors=state.has_errors()>
            <GuideLink task=Task::Case(kind)/>
        </PageTitle>
        <p class="lead">{cited(w::lead(kind))}</p>
        {returned}
        <FormMessages state=renamed(&state)/>
        <ActionForm action attr:class="stack" attr:novalidate=true>
            <input type="hidden" name="kind" value=kind.key()/>
            <input type="hidden" name="person" value=person/>
            <input type="hidden" name="case" value=case/>
            <Fields kind state grades grounds hosts anew/>
            {draft}
            <Actions sticky=true><Button>{submit}</Button></Actions>
        </ActionForm>
    }
}
