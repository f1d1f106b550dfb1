//! One request: what is asked, the approval as a letter that prints, what was fetched, what may be done.

use super::{forms, status_of};
use crate::api::day;
use crate::api::disclosure::{DecideDisclosure, disclosure};
use crate::api::form_state::{FormState, form_state};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::disclosure as w;
use crate::ui::{BackLink, Badge, PageTitle, Section, StatusTag, SummaryList, SummaryRow, Tone};
use contract::Said;
use contract::disclosure::{Approval, DisclosureView, Download, Range, Settlement};
use domain::codes::{CodeList, label_of};
use domain::id::ProofId;
use leptos::prelude::*;

/// What the steps' forms send.
pub(super) type Step = ServerAction<DecideDisclosure>;

/// 一件对外提供申请
#[component]
pub fn DisclosurePage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::matter(&id.get()));
    let step = Step::new();
    let data = Resource::new_blocking(
        move || (id.get(), step.version().get(), live.version()),
        |(id, ..)| async move {
            let detail = disclosure(id.clone()).await?;
            let done = form_state(format!("disclosure/{id}")).await?;
            Ok((detail, done, form_state(format!("disclosure_step/{id}")).await?))
        },
    );
    view! {
        <BackLink href="/disclosures"/>
        <Load data view=move |(detail, done, state): (DisclosureView, FormState, FormState)| {
            let row = detail.line.clone();
            let (facts, approval, given) = (facts(&detail), approval(&detail), given(&detail));
            let forms = forms::forms(&detail, &state, step);
            view! {
                <PageTitle title=row.recipient.clone() caption=Some(row.number.clone()) has_errors=state.has_errors()>
                    <StatusTag status=status_of(row.state) label=Some(row.state.label().to_owned())/>
                </PageTitle>
                <FormMessages state=done/>
                <FormMessages state/>
                {facts}
                {approval}
                {given}
                {forms}
            }
        }/>
    }
}

fn said(term: &'static str, said: &Said) -> impl IntoView + use<> {
    let (words, by) = (said.words.clone(), w::by_on(&said.by, &day(said.on)));
    view! { <SummaryRow term>{words}"（"{by}"）"</SummaryRow> }
}

fn classes(detail: &DisclosureView) -> String {
    detail.classes.iter().map(|class| class.label()).collect::<Vec<_>>().join("；")
}

/// Whose data, in words.
fn whose(range: &Range) -> String {
    let grade = |grade: u8| label_of(CodeList::Grade, &grade.to_string()).unwrap_or_default().to_owned();
    match range {
        Range::School => w::RANGE_SCHOOL.to_owned(),
        Range::Unverified => w::RANGE_UNVERIFIED.to_owned(),
        Range::Grade(n) => grade(*n),
        Range::Class(n, class) => format!("{}{class}", grade(*n)),
        Range::List => w::RANGE_LIST.to_owned(),
    }
}

fn facts(detail: &DisclosureView) -> impl IntoView + use<> {
    let row = detail.line.clone();
    let kind = detail.recipient.kind.map(|kind| kind.label()).unwrap_or_default();
    let necessity = (!detail.necessity.is_empty()).then(|| {
        let words = detail.necessity.clone();
        view! { <SummaryRow term=w::NECESSITY>{words}</SummaryRow> }
    });
    let examined = detail.examined.as_ref().map(|one| said(w::EXAMINED, one));
    let ended = detail.ended.as_ref().map(|one| said(w::ENDED, one));
    let recipient = &detail.recipient;
    let contact = format!("{} {}", recipient.contact, recipient.phone);
    let (letter, purpose) = (recipient.letter.clone(), detail.purpose.clone());
    let basis = format!("{}；{}", detail.ground.basis(), detail.proof_of_ground);
    let ground = detail.ground.label();
    let (classes, pupils) = (classes(detail), w::pupils(&whose(&detail.range), detail.pupils));
    let letters = scans(&detail.line.id.to_string(), w::LETTER_SCAN, &detail.letters);
    let asked = &detail.asked;
    let asked = w::by_on(&format!("{} {}", detail.asked_by, asked.by), &day(asked.on));
    let keep = w::keep(detail.keep_days);
    view! {
        <Section id="facts" title=w::FACTS>
            <SummaryList>
                <SummaryRow term=w::RECIPIENT>{row.recipient}"（"{kind}"）"</SummaryRow>
                <SummaryRow term=w::CONTACT>{contact}</SummaryRow>
                <SummaryRow term=w::LETTER>{letter}{letters}</SummaryRow>
                <SummaryRow term=w::PURPOSE>{purpose}</SummaryRow>
                <SummaryRow term=w::GROUND>{ground}"（"{basis}"）"</SummaryRow>
                <SummaryRow term=w::SCHOOL>{row.school}</SummaryRow>
                <SummaryRow term=w::PUPILS>{pupils}</SummaryRow>
                <SummaryRow term=w::CLASSES>{classes}</SummaryRow>
                {necessity}
                <SummaryRow term=w::TERM>{keep}</SummaryRow>
                <SummaryRow term=w::ASKED_BY>{asked}</SummaryRow>
                {examined}
                {ended}
            </SummaryList>
        </Section>
    }
}

/// Links to the scans of a paper.
fn scans(id: &str, name: &'static str, files: &[ProofId]) -> AnyView {
    let links = files.iter().map(|file| {
        let href = format!("/files/disclosures/{id}/scans/{file}");
        view! { " "<a href=href rel="external">{name}</a> }
    });
    links.collect_view().into_any()
}

/// 批准书, laid out as an official letter.
fn approval(detail: &DisclosureView) -> Option<AnyView> {
    let Approval { said: signed, until, downloads: times } = detail.approval.clone()?;
    let text = w::approval(
        &detail.line.asker,
        &detail.line.recipient,
        &detail.purpose,
        &classes(detail),
        &format!("{}（{}）", detail.line.school, whose(&detail.range)),
        &day(until),
        times,
        detail.keep_days,
    );
    let body =
        text.into_iter().map(|text| view! { <p class="official-letter-text">{text}</p> }).collect_view();
    let (number, to, by) = (detail.line.number.clone(), detail.line.asker.clone(), detail.handler.clone());
    Some(
        view! {
            <article class="official-letter sheet" aria-labelledby="approval-title">
                <p class="official-letter-from">{by.clone()}</p>
                <h2 id="approval-title" class="official-letter-title">{w::APPROVAL_TITLE}</h2>
                <p class="official-letter-to">{to}"："</p>
                {body}
                <p class="official-letter-text">{signed.words}</p>
                <div class="official-letter-signature">
                    <p>{number}</p>
                    <p>{by}</p>
                    <p>{signed.by}</p>
                    <p>{day(signed.on)}</p>
                </div>
            </article>
            <p class="hint official-letter-hint">{w::PRINT}</p>
        }
        .into_any(),
    )
}

fn given(detail: &DisclosureView) -> Option<AnyView> {
    if detail.downloads.is_empty() {
        return None;
    }
    let rows = detail
        .downloads
        .iter()
        .map(|Download { act, pupils }| {
            let words = w::download(&act.by, &day(act.on), *pupils);
            view! { <SummaryRow term=w::DOWNLOADS>{words}</SummaryRow> }
        })
        .collect_view();
    let due = detail.return_by.map(day);
    let late = detail.line.late.then(|| view! { " "<Badge tone=Tone::Danger>{w::LATE}</Badge> });
    let settled = detail.settled.as_ref().map(|Settlement { ending, said, scans: files }| {
        let (ending, words, by) = (ending.label(), said.words.clone(), w::by_on(&said.by, &day(said.on)));
        let files = scans(&detail.line.id.to_string(), w::ENDING_SCAN, files);
        view! { <SummaryRow term=w::SETTLED>{ending}"："{words}"（"{by}"）"{files}</SummaryRow> }
    });
    Some(
        view! {
            <Section id="given" title=w::DOWNLOADS>
                <SummaryList>
                    {rows}
                    <SummaryRow term=w::RETURN_BY>{due}{late}</SummaryRow>
                    {settled}
                </SummaryList>
            </Section>
        }
        .into_any(),
    )
}
