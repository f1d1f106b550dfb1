//! One line of the register: what it says, its sheet, replacing and revoking it.

use super::status_of;
use crate::api::certificate::{ReplaceCertificate, RevokeCertificate, certificate};
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::print_of::{PrintOf, PrintOffer};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::pages::print_of;
use crate::text::t::certificate as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, FieldWidth, PageTitle, Section, StatusTag,
    SummaryList, SummaryRow, TextField,
};
use contract::certificate::CertificateLine;
use leptos::prelude::*;

/// 一份证书
#[component]
pub fn CertificatePage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::matter(&id.get()));
    let replace = ServerAction::<ReplaceCertificate>::new();
    let revoke = ServerAction::<RevokeCertificate>::new();
    let printing = ServerAction::<PrintOf>::new();
    let data = Resource::new_blocking(
        move || {
            let sent = (replace.version().get(), revoke.version().get(), printing.version().get());
            (id.get(), live.version(), sent)
        },
        |(id, ..)| async move {
            let row = certificate(id.clone()).await?;
            let state = form_state(format!("certificate/{id}")).await?;
            Ok((row, state, form_state(format!("print/certificate/{id}")).await?))
        },
    );
    view! {
        <Load data view=move |(row, state, print): (CertificateLine, FormState, FormState)| {
            let offers = row
                .may_print
                .then(|| PrintOffer {
                    what: "certificate".to_owned(),
                    id: row.id.to_string(),
                    kind: row.kind.sheet(),
                })
                .into_iter()
                .collect::<Vec<_>>();
            let print = print_of::section(&(offers, print), printing);
            let replacing = row.may_replace.then(|| replacing(&row, &state, replace));
            let revoking = row.may_revoke.then(|| revoking(&row, &state, revoke));
            let label = Some(row.state.label().to_owned());
            view! {
                <BackLink href="/certificates"/>
                <PageTitle
                    title=format!("{} {}", row.kind.label(), row.number)
                    caption=Some(row.name.clone())
                    has_errors=state.has_errors()
                >
                    <StatusTag status=status_of(row.state) label/>
                </PageTitle>
                <FormMessages state/>
                {facts(row)}
                {print}
                {replacing}
                {revoking}
            }
        }/>
    }
}

fn facts(row: CertificateLine) -> impl IntoView {
    let (by, on) = row.issued;
    let replaces = row.replaces.map(|number| view! { <SummaryRow term=w::REPLACES>{number}</SummaryRow> });
    let in_place = row.in_place.map(|unit| view! { <SummaryRow term=w::IN_PLACE>{unit}</SummaryRow> });
    let ended = row.ended.map(|(by, on, why)| {
        view! { <SummaryRow term=w::ENDED>{w::ended(&by, &day(on), &why)}</SummaryRow> }
    });
    view! {
        <Section id="facts" title=w::FACTS>
            <SummaryList>
                <SummaryRow term=w::NAME>{row.name}</SummaryRow>
                <SummaryRow term=w::CLASS>{row.class_label}</SummaryRow>
                <SummaryRow term=w::ON>{day(row.on)}</SummaryRow>
                <SummaryRow term=w::ISSUED_ON>{day(on)}</SummaryRow>
                <SummaryRow term=w::ISSUED_BY>{by}</SummaryRow>
                {replaces}
                {in_place}
                {ended}
            </SummaryList>
        </Section>
    }
}

fn replacing(
    row: &CertificateLine,
    state: &FormState,
    action: ServerAction<ReplaceCertificate>,
) -> impl IntoView + use<> {
    let id = row.id.to_string();
    let (reason, reason_error) = (state.value("reason"), state.error("reason"));
    let (number, number_error) = (state.value("number"), state.error("number"));
    let numbering = row.numbering.clone().map(|(form, next)| {
        view! { <p class="hint">{w::numbering(&form, &next)}</p> }
    });
    view! {
        <Section id="replace" title=w::REPLACE>
            <p class="hint">{w::REPLACE_HINT}</p>
            {numbering}
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="certificate" value=id/>
                <TextField
                    name="reason"
                    label=w::REPLACE_REASON
                    hint=w::REPLACE_REASON_HINT
                    value=reason
                    error=reason_error
                    maxlength=200
                    required=true
                />
                <TextField
                    name="number"
                    label=w::NEW_NUMBER
                    hint=w::NEW_NUMBER_HINT
                    value=number
                    error=number_error
                    maxlength=40
                    width=FieldWidth::W20
                    autocomplete="off"
                />
                <Actions><Button kind=ButtonKind::Secondary>{w::REPLACE_DO}</Button></Actions>
            </ActionForm>
        </Section>
    }
}

fn revoking(
    row: &CertificateLine,
    state: &FormState,
    action: ServerAction<RevokeCertificate>,
) -> impl IntoView + use<> {
    let id = row.id.to_string();
    let (reason, error) = (state.value("reason"), state.error("reason"));
    view! {
        <Section id="revoke" title=w::REVOKE>
            <p class="hint">{w::REVOKE_HINT}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="certificate" value=id/>
                <TextField
                    name="reason"
                    label=w::REVOKE_REASON
                    hint=w::REVOKE_REASON_HINT
                    value=reason
                    error
                    maxlength=200
                    required=true
                />
                <Actions><Button kind=ButtonKind::Warning>{w::REVOKE_DO}</Button></Actions>
            </ActionForm>
        </Section>
    }
}
