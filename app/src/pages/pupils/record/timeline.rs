//! 变动记录 (信息变动情况): by matter, what people did before what the system put down by itself.

use super::{Tab, tabs};
use crate::api::pupil::record::record_timeline;
use crate::api::{machine_moment, moment};
use crate::language::{in_chinese, plainly};
use crate::live::{Topic, use_live};
use crate::pages::parts::{Load, param};
use crate::text::t::{portal as p, pupil as w, record};
use crate::ui::{Details, Empty, Notice, NoticeKind, PageTitle, Section, Timeline, TimelineItem, keyed};
use contract::pupil::TimelineLine;
use contract::record::{RecordTimeline, TimelineGroup};
use leptos::prelude::*;

/// 变动记录
#[component]
pub fn RecordTimelinePage() -> impl IntoView {
    let person = param("id");
    let live = use_live(move || Topic::pupil(&person.get()));
    let data =
        Resource::new_blocking(move || (person.get(), live.version()), |(person, _)| record_timeline(person));
    view! {
        <Load data view=|detail: RecordTimeline| {
            let RecordTimeline { head, groups, chain_holds } = detail;
            let body = match groups.is_empty() {
                true => view! { <Empty title=w::TIMELINE_NONE><p>{w::TIMELINE_NONE_NEXT}</p></Empty> }.into_any(),
                false => all_groups(groups).into_any(),
            };
            view! {
                <PageTitle title=head.name caption=Some(record::TIMELINE.to_owned())/>
                {tabs(head.id, head.may_see_looks, Tab::Timeline)}
                <Section id="timeline" title=w::TIMELINE>{verdict(chain_holds)}{body}</Section>
            }
        }/>
    }
}

/// What belongs together under one heading. Under what key: the case, or the first moment of what stands between cases, which stays when
/// newer entries join it.
fn all_groups(groups: Vec<TimelineGroup>) -> impl IntoView {
    let key = |group: &TimelineGroup| match &group.case {
        Some(case) => case.id.to_string(),
        None => {
            let oldest = group.lines.iter().chain(&group.machine).map(|line| line.at).min();
            oldest.map(machine_moment).unwrap_or_default()
        }
    };
    keyed(groups, key, one_group)
}

fn one_group(group: TimelineGroup) -> impl IntoView {
    let TimelineGroup { case, lines, machine } = group;
    let heading = match &case {
        None => record::BETWEEN.to_owned(),
        Some(case) => match &case.named {
            Some((kind, number)) => format!("{} {number}", kind.label()),
            None => record::CASE.to_owned(),
        },
    };
    let link = case.filter(|case| case.opens).map(|case| {
        let href = format!("/cases/{}", case.id);
        let which = heading.clone();
        view! { <p><a href=href>{record::OPEN_CASE}<span class="visually-hidden">{which}</span></a></p> }
    });
    let told = (!lines.is_empty()).then(|| view! { <Timeline>{items(lines, false)}</Timeline> });
    let by_itself = (!machine.is_empty()).then(|| {
        let summary = record::machine(machine.len());
        view! { <Details summary><Timeline>{items(machine, false)}</Timeline></Details> }
    });
    view! {
        <section class="timeline-group">
            <h3>{heading}</h3>
            {link}
            {told}
            {by_itself}
        </section>
    }
}

fn items(rows: Vec<TimelineLine>, guardian: bool) -> impl IntoView {
    rows.into_iter()
        .map(move |row| {
            let TimelineLine { event, words, who, at } = row;
            let title = if guardian { plainly(&event) } else { event.label().to_owned() };
            let (machine_at, at) = (machine_moment(at), moment(at));
            if words.is_empty() {
                view! { <TimelineItem date=at datetime=machine_at title who/> }.into_any()
            } else {
                view! { <TimelineItem date=at datetime=machine_at title who><p>{in_chinese(words)}</p></TimelineItem> }
                    .into_any()
            }
        })
        .collect_view()
}

/// Whether the chain of hashes holds.
fn verdict(holds: bool) -> AnyView {
    if holds {
        view! { <p class="hint">{w::CHAIN_HOLDS}</p> }.into_any()
    } else {
        view! { <Notice kind=NoticeKind::Error><p>{w::CHAIN_BROKEN}</p></Notice> }.into_any()
    }
}

/// 信息变动情况 on a guardian's page in plain words, newest first, and whether its chain of hashes holds.
#[component]
pub fn History(
    /// What happened, newest first.
    rows: Vec<TimelineLine>,
    /// Whether the chain of the journal holds.
    holds: bool,
) -> impl IntoView {
    let verdict = match holds {
        true => view! { <p class="hint">{p::RECORD_HOLDS}</p> }.into_any(),
        false => view! { <Notice kind=NoticeKind::Error><p>{p::RECORD_BROKEN}</p></Notice> }.into_any(),
    };
    view! {
        <Section id="timeline" title=p::TIMELINE>
            {verdict}
            <Timeline>{items(rows, true)}</Timeline>
        </Section>
    }
}
