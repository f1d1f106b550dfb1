//! 界面样式: every part of the interface in every state, with invented texts, for whoever looks after the system and for the tests that
//! look at colours and sizes.

mod forms;
mod shown;
mod worked;

use crate::api::AppError;
use crate::api::session::{Whoami, whoami};
use crate::pages::parts::{Load, wrong};
use crate::text::t::design as w;
use crate::ui::{PageTitle, Section};
use domain::access::Role;
use leptos::prelude::*;

/// 界面样式
#[component]
pub fn DesignPage() -> impl IntoView {
    let data = Resource::new_blocking(|| (), |()| whoami());
    view! {
        <Load data view=|me: Whoami| {
            if me.role != Role::SystemAdmin {
                return wrong(&AppError::NotFound).into_any();
            }
            everything().into_any()
        }/>
    }
}

fn everything() -> impl IntoView {
    view! {
        <PageTitle title=w::TITLE caption=Some(w::SAMPLE.to_owned())/>
        <p class="lead">{w::LEAD}</p>
        <Section id="type" title=w::TYPE more=("/design".to_owned(), w::LINK.to_owned())>{shown::words()}</Section>
        <Section id="buttons" title=w::BUTTONS>{shown::buttons()}</Section>
        <Section id="navigation" title=w::NAVIGATION>{shown::navigation()}</Section>
        <Section id="fields" title=w::FIELDS>{forms::fields("plain", false)}</Section>
        <Section id="fields-wrong" title=w::FIELDS_WRONG>{forms::fields("wrong", true)}</Section>
        <Section id="notices" title=w::NOTICES>{shown::notices()}</Section>
        <Section id="labels" title=w::LABELS>{shown::labels()}</Section>
        <Section id="facts" title=w::FACTS>{shown::facts()}</Section>
        <Section id="table" title=w::TABLE>{shown::table()}</Section>
        <Section id="compare" title=w::COMPARE>{shown::compare()}</Section>
        <Section id="steps" title=w::STEPS>{shown::steps()}</Section>
        <Section id="charts" title=w::CHARTS>{shown::charts()}</Section>
        <Section id="choices" title=w::CHOICES>{worked::choices()}</Section>
        <Section id="drafts" title=w::DRAFTS>{worked::drafts()}</Section>
        <Section id="menus" title=w::MENUS>{worked::menus()}</Section>
        <Section id="palettes" title=w::PALETTES>{worked::palettes()}</Section>
        <Section id="matters" title=w::MATTERS>{worked::desk()}</Section>
        <Section id="tools" title=w::TOOLS>{worked::tools()}</Section>
        <Section id="flows" title=w::FLOWS>{worked::flows()}</Section>
    }
}
