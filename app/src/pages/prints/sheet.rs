//! One printed sheet: as it lies on paper, who printed it when and why, its PDF, and taking it back.

use super::{paper, standing};
use crate::api::form_state::{FormState, form_state};
use crate::api::prints::{RevokePrint, print};
use crate::api::{day, moment};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::prints as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Details, LinkButton, Notice, NoticeKind, PageTitle,
    PrintButton, Section, SummaryList, SummaryRow, TextField,
};
use contract::printout::PrintView;
use domain::print::Paper;
use leptos::prelude::*;

/// 一份打印件
#[component]
pub fn PrintPage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::matter(&id.get()));
    let revoke = ServerAction::<RevokePrint>::new();
    let data = Resource::new_blocking(
        move || (id.get(), revoke.version().get(), live.version()),
        |(id, ..)| async move {
            let sheet = print(id.clone()).await?;
            Ok((sheet, form_state(format!("revoke/{id}")).await?))
        },
    );
    view! {
        <Load data view=move |(sheet, state): (PrintView, FormState)| {
            let row = sheet.line.clone();
            let revoked = row.revoked.is_some().then(|| view! {
                <Notice kind=NoticeKind::Warn title=Some(w::REVOKED.to_owned())><p>{w::REVOKED_NOTE}</p></Notice>
            });
            let hint = match row.kind.paper() {
                Paper::A4 if row.kind.is_certificate() => w::CERTIFICATE_HINT,
                Paper::A4 => w::PAPER_HINT,
                Paper::Card => w::CARD_HINT,
            };
            // A certificate's frame and places are those of the PDF only.
            let print = (!row.kind.is_certificate()).then(|| view! { <PrintButton>{w::PRINT}</PrintButton> });
            // A list leaves by an address of its own (`server/src/egress.rs`).
            let folder = if sheet.person.is_some() { "prints" } else { "prints/lists" };
            let download = format!("/files/{folder}/{}.pdf", row.id);
            let of_class = (!sheet.parts.is_empty()).then(|| view! { <p class="hint no-print">{w::CLASS_FILE_HINT}</p> });
            let take_back = row.revoked.is_none().then(|| take_back(&row.id.to_string(), &state, revoke));
            view! {
                <BackLink href="/prints"/>
                <PageTitle title=row.kind.label() caption=Some(row.about.clone()) has_errors=state.has_errors()>
                    {standing(&row)}
                </PageTitle>
                <FormMessages state=state.clone()/>
                {revoked}
                <Actions>
                    <LinkButton href=download external=true>{w::DOWNLOAD}</LinkButton>
                    {print}
                </Actions>
                <p class="hint no-print">{hint}</p>
                {of_class}
                {paper::paper(&sheet)}
                {facts(&sheet)}
                {take_back}
            }
        }/>
    }
}

/// Who printed it, when and why: for the screen, not for the paper.
fn facts(sheet: &PrintView) -> impl IntoView + use<> {
    let PrintView { line: row, code, digest, reason, revoked_because, symbol, person, .. } = sheet.clone();
    let revoked =
        row.revoked.map(|on| view! { <SummaryRow term=w::REVOKED>{w::revoked_on(&day(on))}</SummaryRow> });
    let because = (!revoked_because.is_empty())
        .then(|| view! { <SummaryRow term=w::REVOKED_BECAUSE>{revoked_because}</SummaryRow> });
    let reason = (!reason.is_empty()).then(|| view! { <SummaryRow term=w::REASON>{reason}</SummaryRow> });
    let check = format!("/verify?code={code}");
    let pupil = person.map(|person| view! { <p><a href=format!("/pupils/{person}")>{w::OPEN_PUPIL}</a></p> });
    view! {
        <Section id="facts" title=w::FACTS>
            <SummaryList>
                <SummaryRow term=w::NUMBER>{row.number}</SummaryRow>
                <SummaryRow term=w::CODE><a href=check>{code}</a></SummaryRow>
                <SummaryRow term=w::BY>{row.by}</SummaryRow>
                <SummaryRow term=w::AT>{moment(row.at)}</SummaryRow>
                {reason}
                {revoked}
                {because}
                <SummaryRow term=w::SYMBOL_TEXT><span class="secret">{symbol}</span></SummaryRow>
                <SummaryRow term=w::DIGEST><span class="secret">{digest}</span></SummaryRow>
            </SummaryList>
            {pupil}
        </Section>
    }
}

fn take_back(id: &str, state: &FormState, action: ServerAction<RevokePrint>) -> impl IntoView + use<> {
    let (id, value, error) = (id.to_owned(), state.value("reason"), state.error("reason"));
    let open = state.has_errors();
    view! {
        <Details summary=w::REVOKE open>
            <p>{w::REVOKE_LEAD}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="print" value=id/>
                <TextField name="reason" label=w::REVOKE_REASON hint=w::REVOKE_HINT value error required=true maxlength=200/>
                <Actions><Button kind=ButtonKind::Warning>{w::REVOKE_DO}</Button></Actions>
            </ActionForm>
        </Details>
    }
}
