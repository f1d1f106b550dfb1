//! 概况 of a record: what one has to know first, on one screen; below it what can be done now, and why not where it cannot.

use super::{Tab, matters, tabs};
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::prints::{PrintPupil, PupilPrints, pupil_prints};
use crate::api::pupil::record::record_overview;
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::pages::pupils::{absence, prints, problems};
use crate::text::t::{self, counter, privacy, pupil as w, record};
use crate::ui::{
    Actions, Badge, ButtonKind, DeadlineTag, LinkButton, Notice, PageTitle, Section, SummaryList, SummaryRow,
    Tone,
};
use contract::pupil::PupilView;
use contract::record::{Barred, GuardianContact, RecordAct, RecordOverview};
use domain::archive::completeness::Completeness;
use domain::codes::{CodeList, label_of};
use domain::id::PersonId;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// How many items that the archive lacks stand on the overview.
const LACKING: usize = 3;

/// What may be printed and the state of that form.
type Prints = (PupilPrints, FormState);

/// 学籍档案, its first page.
#[component]
pub fn PupilPage() -> impl IntoView {
    let person = param("id");
    let live = use_live(move || Topic::pupil(&person.get()));
    let print = ServerAction::<PrintPupil>::new();
    let (note, follow, end) = (ServerAction::new(), ServerAction::new(), ServerAction::new());
    let data = Resource::new_blocking(
        move || {
            let done = (note.version().get(), follow.version().get(), end.version().get());
            (person.get(), live.version(), print.version().get(), done)
        },
        |(person, ..)| async move {
            let detail = record_overview(person.clone()).await?;
            let absence = form_state(crate::api::absence::form(&person)).await?;
            let prints = (pupil_prints(person.clone()).await?, form_state(format!("print/{person}")).await?);
            Ok((detail, absence, prints))
        },
    );
    view! {
        <Load data view=move |(detail, absent, (found, printing)): (RecordOverview, FormState, Prints)| {
            let pupil = detail.record.clone();
            let id = pupil.id.to_string();
            let has_errors = absent.has_errors() || printing.has_errors();
            let binding = pupil.may_bind.then(|| {
                let href = format!("/pupils/{id}/binding");
                view! { <LinkButton href kind=ButtonKind::Secondary>{t::bond::TITLE}</LinkButton> }
            });
            view! {
                <PageTitle title=pupil.name.clone() caption=Some(w::RECORD.to_owned()) has_errors>
                    {binding}
                </PageTitle>
                {tabs(pupil.id, pupil.may_see_looks, Tab::Overview)}
                {taken_back(&pupil)}
                {problems::marks(&pupil)}
                <FormMessages state=absent.clone()/>
                <FormMessages state=printing.clone()/>
                {summary(&detail)}
                {open(&detail)}
                {changes(&pupil, &detail.barred)}
                {absence::absence(&pupil, &absent, (note, follow, end))}
                {prints::section(&id, &found, &printing, print)}
            }
        }/>
    }
}

/// That a child came with a take-over that was undone: why there is a record that was never one.
fn taken_back(pupil: &PupilView) -> Option<impl IntoView + use<>> {
    let words = record::taken_back(&pupil.taken_back?.to_string());
    Some(view! {
        <Notice title=Some(record::TAKEN_BACK.to_owned())>
            <p>{words}</p>
        </Notice>
    })
}

/// The facts, with the photograph beside them.
fn summary(detail: &RecordOverview) -> impl IntoView + use<> {
    let pupil = detail.record.clone();
    let photo = detail.photo.map(|file| {
        let src = format!("/files/pupils/{}/{file}/thumbnail", pupil.id);
        view! { <img class="record-photo" src=src alt=record::PHOTO loading="lazy"/> }
    });
    let guardians = detail.guardians.iter().map(guardian).collect::<Vec<_>>().join("；");
    let guardians = if guardians.is_empty() { record::GUARDIANS_NONE.to_owned() } else { guardians };
    let lacking = lacking(pupil.id, &detail.archive);
    view! {
        <Section id="standing" title=w::STANDING_TITLE>
            <div class="record-summary">
                <SummaryList>
                    {facts(pupil)}
                    <SummaryRow term=record::GUARDIANS>{guardians}</SummaryRow>
                    <SummaryRow term=record::LACKING>{lacking}</SummaryRow>
                </SummaryList>
                {photo}
            </div>
        </Section>
    }
}

fn guardian(one: &GuardianContact) -> String {
    record::guardian(&one.name, &one.kinship, &one.phone)
}

/// What the archive lacks: how much, and the first to be due.
fn lacking(person: PersonId, archive: &Completeness) -> impl IntoView + use<> {
    let words = record::lacking(archive.missing.len(), &t::archive::percent(archive.percent));
    let first: Vec<String> =
        archive.missing.iter().take(LACKING).map(|one| record::lacks(&one.what, &day(one.due))).collect();
    let first = (!first.is_empty()).then(|| view! { <p class="hint">{first.join("；")}</p> });
    let all = (!archive.missing.is_empty()).then(|| {
        let href = Tab::Archive.href(person);
        view! { <p><a href=href>{record::LACKING_ALL}</a></p> }
    });
    view! { <p>{words}</p>{first}{all} }
}

/// How the pupil stands: number, school, class, archive.
fn facts(detail: PupilView) -> impl IntoView {
    let number = if detail.number.is_empty() { w::NO_NUMBER.to_owned() } else { detail.number };
    let archive = match (detail.archive_built, detail.archive_days_left) {
        (Some(built), _) => view! { <SummaryRow term=w::ARCHIVE_BUILT>{day(built)}</SummaryRow> }.into_any(),
        (None, Some(days)) => view! {
            <SummaryRow term=w::ARCHIVE>{w::due_in(&day(detail.archive_due))}" "<DeadlineTag days_left=days/></SummaryRow>
        }
        .into_any(),
        (None, None) => ().into_any(),
    };
    let open = detail.open_case.map(|case| {
        let href = format!("/cases/{}", case.id);
        view! { <SummaryRow term=w::OPEN_CASE><a href=href>{case.kind.label()}" "{case.number}</a></SummaryRow> }
    });
    let consent = detail.may_consent.then(|| {
        let href = format!("/pupils/{}/consent", detail.id);
        let filled = (detail.optional_filled > 0).then(|| privacy::optional(detail.optional_filled));
        view! {
            <SummaryRow term=privacy::CONSENT>
                <a href=href>{detail.consent.label()}</a>{filled}
            </SummaryRow>
        }
    });
    let leaving = detail.leaving.map(|leaving| {
        let words = w::leaving(&leaving.to_name, &day(leaving.since));
        let href = format!("/letters/{}", leaving.letter);
        view! {
            <SummaryRow term=w::LEAVING>
                <p>{words}</p>
                <p><a href=href>{w::LEAVING_LINK}</a></p>
            </SummaryRow>
        }
    });
    let abroad = (!detail.abroad.is_empty()).then(|| {
        let periods: Vec<String> = detail
            .abroad
            .iter()
            .map(|period| {
                let country = label_of(CodeList::Country, &period.country).unwrap_or_default();
                let until = period.until.map_or_else(|| w::STILL.to_owned(), day);
                format!("{}（{country}）", record::from_until(&day(period.from), &until))
            })
            .collect();
        view! { <SummaryRow term=w::ABROAD>{periods.join("；")}</SummaryRow> }
    });
    let suspended = detail.suspended.map(|(from, until)| {
        let words = record::from_until(&day(from), &day(until));
        view! { <SummaryRow term=w::SUSPENDED>{words}</SummaryRow> }
    });
    view! {
        <SummaryRow term=w::NUMBER>{number}</SummaryRow>
        {detail.verification.map(|state| view! { <SummaryRow term=w::VERIFICATION>{state.label()}</SummaryRow> })}
        <SummaryRow term=w::STANDING><Badge tone=Tone::Info>{detail.standing.label()}</Badge></SummaryRow>
        <SummaryRow term=w::SCHOOL>{detail.school}</SummaryRow>
        <SummaryRow term=w::CLASS>{format!("{}{}", detail.grade, detail.class_name)}</SummaryRow>
        <SummaryRow term=w::ENTRY_DATE>{day(detail.entry_date)}</SummaryRow>
        {archive}
        {suspended}
        {abroad}
        {(!detail.placement.is_empty()).then(|| view! { <SummaryRow term=w::PLACEMENT>{detail.placement}</SummaryRow> })}
        {consent}
        {leaving}
        {open}
    }
}

/// What is open about the pupil and by when.
fn open(detail: &RecordOverview) -> impl IntoView + use<> {
    let lines = detail.open.clone();
    let more = (Tab::Matters.href(detail.record.id), record::ALL_MATTERS.to_owned());
    let body = match lines.is_empty() {
        true => view! { <p>{record::OPEN_NONE}</p> }.into_any(),
        false => matters::table(record::OPEN, lines).into_any(),
    };
    view! { <Section id="open" title=record::OPEN more>{body}</Section> }
}

/// What may be opened for the pupil now, and why not where it is one's office and cannot be done.
fn changes(detail: &PupilView, barred: &[Barred]) -> impl IntoView + use<> {
    let person = detail.id;
    let links = detail
        .may_change
        .iter()
        .copied()
        .map(|kind| {
            let href = format!("/pupils/{person}/change/{}", kind.key());
            view! { <LinkButton href kind=ButtonKind::Secondary>{kind.label()}</LinkButton> }
        })
        .collect_view();
    let correct = detail.may_correct.then(|| {
        let href = format!("/pupils/{person}/correct");
        view! { <LinkButton href kind=ButtonKind::Secondary>{counter::TITLE}</LinkButton> }
    });
    let keep = detail.may_keep.then(|| {
        let href = format!("/pupils/{person}/upkeep");
        view! { <LinkButton href kind=ButtonKind::Secondary>{t::upkeep::TITLE}</LinkButton> }
    });
    let offered = correct.is_some() || keep.is_some() || !detail.may_change.is_empty();
    let buttons = offered.then(|| view! { <Actions>{links}{correct}{keep}</Actions> });
    let reasons = reasons(barred);
    let any = offered || reasons.is_some();
    any.then(|| view! { <Section id="changes" title=w::CHANGES>{buttons}{reasons}</Section> })
}

/// Each reason once, with everything that it is the reason for.
fn reasons(barred: &[Barred]) -> Option<AnyView> {
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in barred {
        let act = match one.act {
            RecordAct::Change => w::CHANGES,
            RecordAct::Correct => counter::TITLE,
            RecordAct::Keep => t::upkeep::TITLE,
        };
        by_reason.entry(&one.why).or_default().push(act);
    }
    if by_reason.is_empty() {
        return None;
    }
    let lines = by_reason
        .into_iter()
        .map(|(why, acts)| record::barred(&acts, why))
        .map(|words| view! { <li>{words}</li> });
    let lines = lines.collect_view();
    Some(view! { <p class="hint">{record::NOW}</p><ul>{lines}</ul> }.into_any())
}
