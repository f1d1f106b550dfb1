//! One package: who hands what to whom and on what basis, its signature, what may be done.

use super::{inside, status_of};
use crate::api::form_state::{FormState, form_state};
use crate::api::package::{ContinuePackage, DecidePackage, Facts, PackageDetail, package};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::package as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, LinkButton, PageTitle, Section, StatusTag,
    SummaryList, SummaryRow, TextAreaField, keyed,
};
use leptos::prelude::*;

/// What the forms send.
#[derive(Clone, Copy)]
pub(super) struct Acts {
    decide: ServerAction<DecidePackage>,
    pub(super) go_on: ServerAction<ContinuePackage>,
}

/// 一个学籍档案包
#[component]
pub fn PackagePage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::matter(&id.get()));
    let acts = Acts { decide: ServerAction::new(), go_on: ServerAction::new() };
    let data = Resource::new_blocking(
        move || (id.get(), acts.decide.version().get(), acts.go_on.version().get(), live.version()),
        |(id, ..)| async move {
            let detail = package(id.clone()).await?;
            let done = form_state(format!("package/{id}")).await?;
            Ok((detail, done, form_state(format!("package_step/{id}")).await?))
        },
    );
    view! {
        <Load data view=move |(detail, done, state): (PackageDetail, FormState, FormState)| {
            let row = detail.row.clone();
            let back = if detail.received { "/packages?box=received" } else { "/packages" };
            let caption = format!("{} {}", w::TITLE, row.number);
            let facts = facts(&detail);
            let inside = inside::inside(&detail, &state, acts);
            let forms = forms(&detail, &state, acts);
            view! {
                <BackLink href=back/>
                <PageTitle title=row.name caption=Some(caption) has_errors=state.has_errors()>
                    <StatusTag status=status_of(&row.state) label=Some(row.state_label)/>
                </PageTitle>
                <FormMessages state=done/>
                <FormMessages state/>
                {facts}
                {inside}
                {forms}
            }
        }/>
    }
}

/// Facts in rows.
pub(super) fn rows(facts: &Facts) -> impl IntoView + use<> {
    facts.iter().cloned().map(|(term, words)| view! { <SummaryRow term>{words}</SummaryRow> }).collect_view()
}

fn facts(detail: &PackageDetail) -> impl IntoView + use<> {
    let lines = rows(&detail.facts);
    let proof = detail.proof.clone().map(|(entries, head, fingerprint)| {
        let holds = detail.received.then(|| view! { <p class="hint">{w::SIGNATURE_HOLDS}</p> });
        view! {
            <SummaryRow term=w::FINGERPRINT><code>{fingerprint}</code>{holds}</SummaryRow>
            <SummaryRow term=w::JOURNAL_HEAD>{w::journal_head(entries, &head)}</SummaryRow>
        }
    });
    let fetched = (!detail.fetched.is_empty()).then(|| {
        let told: Vec<String> = detail.fetched.iter().map(|(on, by)| format!("{on} {by}")).collect();
        view! { <SummaryRow term=w::FETCHED>{told.join("；")}</SummaryRow> }
    });
    view! {
        <Section id="facts" title=w::FACTS>
            <SummaryList>{lines}{proof}{fetched}</SummaryList>
        </Section>
    }
}

fn forms(detail: &PackageDetail, state: &FormState, acts: Acts) -> impl IntoView + use<> {
    let id = detail.row.shown.clone();
    let may = |what: &str| detail.may.iter().any(|may| may == what);
    if may("fetch") {
        let href = format!("/files/packages/{id}");
        return view! {
            <Section id="do" title=w::DO>
                <p>{w::FETCH_HINT}</p>
                <Actions><LinkButton href=href.clone() external=true>{w::FETCH}</LinkButton></Actions>
            </Section>
        }
        .into_any();
    }
    if may("release") {
        let buttons: &[_] = &[("release", w::RELEASE), ("refuse", w::REFUSE)];
        return decide(id, state, acts, w::RELEASE_HINT, buttons).into_any();
    }
    if may("accept") {
        let buttons: &[_] = &[("accept", w::ACCEPT), ("return", w::RETURN), ("decline", w::DECLINE)];
        return decide(id, state, acts, "", buttons).into_any();
    }
    ().into_any()
}

fn decide(
    id: String,
    state: &FormState,
    acts: Acts,
    hint: &'static str,
    buttons: &'static [(&'static str, &'static str)],
) -> impl IntoView + use<> {
    let (value, error) = (state.value("words"), state.error("words"));
    let buttons = keyed(
        buttons.iter().enumerate(),
        |(_, (act, _))| *act,
        |(n, (act, words))| {
            let kind = if n == 0 { ButtonKind::Primary } else { ButtonKind::Secondary };
            view! { <Button kind name="act" value=*act>{*words}</Button> }
        },
    );
    let hint = (!hint.is_empty()).then(|| view! { <p>{hint}</p> });
    view! {
        <Section id="do" title=w::DO>
            {hint}
            <ActionForm action=acts.decide attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="package" value=id/>
                <TextAreaField name="words" label=w::WORDS hint=w::WORDS_HINT value error maxlength=500 rows=2/>
                <Actions>{buttons}</Actions>
            </ActionForm>
        </Section>
    }
}
