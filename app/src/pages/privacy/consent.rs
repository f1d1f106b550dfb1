//! 选填信息的同意: by the guardian on a phone, or by the school's registrar from paper (第二十五条; 个人信息保护法第十五条、第三十一条).

use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::privacy::{GiveConsent, RecordPaperConsent, consent};
use crate::language::{in_chinese, mixed, name, with_note};
use crate::live::{Topic, use_live};
use crate::pages::guide::GuideLink;
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::{portal as p, privacy as w};
use crate::ui::{
    ActionForm, Actions, BackLink, Badge, Button, ButtonKind, Cell, DataTable, DateField, Empty, FieldWidth,
    PageTitle, RadioField, Row, RowHeader, Section, SummaryList, SummaryRow, TextField, Tone, choices,
    columns,
};
use chrono::NaiveDate;
use contract::privacy::{ConsentLine, ConsentView};
use domain::form::Field;
use domain::guide::Task;
use domain::privacy::{Consent, ConsentKind, NOTICE_VERSION};
use leptos::prelude::*;

type Found = (ConsentView, FormState);

/// 选填信息的同意, of one's own child.
#[component]
pub fn MyConsentPage() -> impl IntoView {
    let action = ServerAction::<GiveConsent>::new();
    page("/my", action.version(), move |detail, _| word(detail, action).into_any())
}

/// 选填信息的同意, of a pupil of the school.
#[component]
pub fn PupilConsentPage() -> impl IntoView {
    let action = ServerAction::<RecordPaperConsent>::new();
    page("/pupils", action.version(), move |detail, state| paper(detail, state, action).into_any())
}

fn page(
    folder: &'static str,
    version: RwSignal<usize>,
    form: impl Fn(&ConsentView, &FormState) -> AnyView + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let person = param("id");
    let live = use_live(move || Topic::pupil(&person.get()));
    let data = Resource::new_blocking(
        move || (person.get(), version.get(), live.version()),
        |(person, ..)| async move {
            Ok((consent(person.clone()).await?, form_state(format!("consent/{person}")).await?))
        },
    );
    view! {
        <Load data view=move |(detail, state): Found| {
            let back = format!("{folder}/{}", detail.person);
            let form = form(&detail, &state);
            let (items, acts) = (items(detail.standing, detail.items, detail.erase_on), acts(detail.acts));
            view! {
                <BackLink href=back/>
                <PageTitle title=p::CONSENT caption=Some(detail.name) has_errors=state.has_errors()>
                <GuideLink task=Task::Consent/>
                    <Badge tone=tone(detail.standing)>{name(&detail.standing)}</Badge>
                </PageTitle>
                <FormMessages state/>
                <p class="lead">{p::CONSENT_LEAD}</p>
                <p><a href="/privacy">{p::NOTICE_LINK}</a>{with_note("", &p::version(NOTICE_VERSION))}</p>
                {items}
                {form}
                {acts}
            }
        }/>
    }
}

/// How a consent is coloured.
pub(crate) fn tone(standing: Consent) -> Tone {
    match standing {
        Consent::Unrecorded => Tone::Warn,
        Consent::Given => Tone::Success,
        Consent::Withdrawn => Tone::Neutral,
    }
}

fn items(
    standing: Consent,
    items: Vec<(Field, String)>,
    erase_on: Option<NaiveDate>,
) -> impl IntoView + use<> {
    let rows = items
        .into_iter()
        .map(|(field, value)| {
            if value.is_empty() {
                view! { <SummaryRow term=name(&field)/> }.into_any()
            } else {
                view! { <SummaryRow term=name(&field)>{mixed(value)}</SummaryRow> }.into_any()
            }
        })
        .collect_view();
    let body = if standing.shows_optional() {
        view! { <SummaryList>{rows}</SummaryList> }.into_any()
    } else {
        let erased = erase_on.map(|on| view! { <p>{p::erased_on(&day(on))}</p> });
        view! { <p>{p::WITHDRAWN_VALUES}</p>{erased} }.into_any()
    };
    view! { <Section id="items" title=p::ON_RECORD>{body}</Section> }
}

/// The guardian's buttons: whichever of the two would change something; both while nothing is on record.
fn word(detail: &ConsentView, action: ServerAction<GiveConsent>) -> impl IntoView + use<> {
    let (person, standing) = (detail.person.to_string(), detail.standing);
    let give = (standing != Consent::Given).then(|| {
        let word = Consent::Given.key();
        view! { <Button name="word" value=word>{p::GIVE}</Button> }
    });
    let withdraw = (standing != Consent::Withdrawn).then(|| {
        let word = Consent::Withdrawn.key();
        let words = if standing == Consent::Given { p::WITHDRAW_CONSENT } else { p::DECLINE };
        view! { <Button kind=ButtonKind::Secondary name="word" value=word>{words}</Button> }
    });
    let hint = match standing {
        Consent::Withdrawn => p::GIVE_HINT,
        Consent::Given => p::WITHDRAW_CONSENT_HINT,
        Consent::Unrecorded => p::DECLINE_HINT,
    };
    view! {
        <ActionForm action attr:class="stack">
            <input type="hidden" name="person" value=person/>
            <input type="hidden" name="notice" value=NOTICE_VERSION/>
            <Actions>{give}{withdraw}</Actions>
            <p class="hint">{hint}</p>
        </ActionForm>
    }
}

/// The registrar's form.
fn paper(
    detail: &ConsentView,
    state: &FormState,
    action: ServerAction<RecordPaperConsent>,
) -> impl IntoView + use<> {
    let (person, state) = (detail.person.to_string(), state.clone());
    let words = choices(ConsentKind::ALL.map(|kind| (kind.leads_to().key(), kind.label())));
    view! {
        <Section id="paper" title=w::RECORD_PAPER>
            <p class="hint">{w::RECORD_PAPER_LEAD}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="person" value=person/>
                <RadioField name="word" label=w::WORD options=words value=state.value("word") error=state.error("word") required=true inline=true/>
                <TextField name="guardian" label=w::GUARDIAN value=state.value("guardian") error=state.error("guardian") width=FieldWidth::W20 autocomplete="off" required=true/>
                <DateField name="signed_on" label=w::SIGNED_ON value=state.value("signed_on") error=state.error("signed_on") required=true/>
                <TextField name="notice" label=w::PAPER_VERSION hint=w::paper_version_hint(NOTICE_VERSION) value=state.value("notice") error=state.error("notice") width=FieldWidth::W10 autocomplete="off" required=true/>
                <Actions><Button>{w::RECORD}</Button></Actions>
            </ActionForm>
        </Section>
    }
}

fn acts(acts: Vec<ConsentLine>) -> impl IntoView {
    let body = if acts.is_empty() {
        view! { <Empty title=p::NO_ACTS><p>{p::NO_ACTS_NEXT}</p></Empty> }.into_any()
    } else {
        let rows = acts
            .into_iter()
            .map(|act| {
                let by = if act.by.is_empty() { act.guardian.clone() } else { act.by };
                view! {
                    <Row>
                        <RowHeader>{name(&act.kind)}</RowHeader>
                        <Cell label=p::CONSENT_WAY>{name(&act.way)}</Cell>
                        <Cell label=p::SIGNED_BY>{in_chinese(act.guardian)}</Cell>
                        <Cell label=p::SIGNED_ON>{day(act.said_on)}</Cell>
                        <Cell label=p::NOTICE_VERSION>{act.notice}</Cell>
                        <Cell label=p::RECORDED_BY>{in_chinese(by)}</Cell>
                        <Cell label=p::RECORDED_ON>{day(act.recorded_on)}</Cell>
                    </Row>
                }
            })
            .collect_view();
        let headings = columns([
            p::WORD,
            p::CONSENT_WAY,
            p::SIGNED_BY,
            p::SIGNED_ON,
            p::NOTICE_VERSION,
            p::RECORDED_BY,
            p::RECORDED_ON,
        ]);
        view! { <DataTable caption=p::CONSENT_ACTS caption_hidden=true columns=headings dense=true>{rows}</DataTable> }
            .into_any()
    };
    view! { <Section id="acts" title=p::CONSENT_ACTS>{body}</Section> }
}
