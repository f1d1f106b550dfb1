//! 访问日志: the audit administrator's page, which prints as his report; who saw one pupil (第二十五条).

pub mod inquiry;
pub mod looks;
pub mod units;

pub use inquiry::InquiryPage;
pub use looks::{MyChildLooksPage, PupilLooksPage};
pub use units::UnitJournalPage;

use crate::api::access::{AccessQuery, AccessView, access};
use crate::api::{machine_moment, moment};
use crate::language::{desk, in_chinese, mixed, name, plainly};
use crate::pages::parts::{Load, query};
use crate::text::t::{access as w, common::number, portal as p};
use crate::ui::{
    Badge, Cell, Column, DataTable, DateField, Details, Empty, FieldWidth, FilterBar, Notice, NoticeKind,
    PageTitle, Pager, Row, RowHeader, Section, SelectField, TextField, Tone, choices, columns, keyed, quoted,
};
use contract::access::{AccessPage, AlarmLine, LookLine, UnitTotal};
use domain::access_log::{Unusual, Use};
use leptos::prelude::*;

/// 访问日志
#[component]
pub fn AccessPage() -> impl IntoView {
    let [unit, from, to, kind, login, after] = ["unit", "from", "to", "kind", "login", "after"].map(query);
    let data = Resource::new_blocking(
        move || AccessQuery {
            unit: unit.get(),
            from: from.get(),
            to: to.get(),
            kind: kind.get(),
            login: login.get(),
            after: after.get(),
        },
        access,
    );
    view! { <Load data view=page/> }
}

fn page(found: AccessView) -> impl IntoView {
    let AccessView { query, period, units, page, alarms } = found;
    let AccessPage { unit_name, looks, totals } = page;
    let caption = format!("{unit_name}，{}", w::period(&period.0, &period.1));
    let next = looks.next.map(|after| address(&query, &after.to_string()));
    let prev = (!query.after.is_empty()).then(|| address(&query, ""));
    let filters = filters(&query, units);
    let alarms = alarm_list(alarms);
    let totals = total_list(totals);
    let entries = look_list(looks.rows, true, false);
    view! {
        <PageTitle title=w::TITLE caption=Some(caption)/>
        <p class="lead">{w::LEAD}</p>
        <p class="no-print"><a href="/access/units">{w::UNIT_JOURNAL}</a></p>
        {filters}
        <Section id="alarms" title=w::ALARMS>
            <p class="hint">{w::ALARMS_LEAD}</p>
            {alarms}
        </Section>
        <Section id="totals" title=w::TOTALS>{totals}</Section>
        <Section id="entries" title=w::ENTRIES>
            {entries}
            <Pager prev next/>
        </Section>
        <p class="hint no-print">{w::PRINT}</p>
    }
}

fn address(query: &AccessQuery, after: &str) -> String {
    let pairs = [
        ("unit", query.unit.as_str()),
        ("from", &query.from),
        ("to", &query.to),
        ("kind", &query.kind),
        ("login", &query.login),
        ("after", after),
    ];
    let given = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    let parts: Vec<String> = given.map(|(key, value)| format!("{key}={value}")).collect();
    format!("/access?{}", parts.join("&"))
}

fn filters(query: &AccessQuery, units: Vec<(String, String)>) -> AnyView {
    let units = choices(units);
    let kinds = choices(Use::ALL.map(|kind| (kind.key(), kind.label())));
    let AccessQuery { unit, from, to, kind, login, .. } = query.clone();
    view! {
        <FilterBar action="/access" submit=w::SHOW>
            <SelectField name="unit" label=w::UNIT options=units value=unit placeholder=""/>
            <DateField name="from" label=w::FROM value=from hint=""/>
            <DateField name="to" label=w::TO value=to hint=""/>
            <SelectField name="kind" label=w::KIND options=kinds value=kind placeholder=w::ALL_KINDS/>
            <TextField name="login" label=w::LOGIN value=login width=FieldWidth::W20 autocomplete="off"/>
        </FilterBar>
    }
    .into_any()
}

/// Alarms, newest first.
fn alarm_list(alarms: Vec<AlarmLine>) -> AnyView {
    if alarms.is_empty() {
        return view! { <Empty title=w::NO_ALARMS><p>{w::NO_ALARMS_WHY}</p></Empty> }.into_any();
    }
    let rows = keyed(
        alarms,
        |alarm| format!("{}/{}/{}", alarm.who, alarm.kind.label(), alarm.at),
        |alarm| {
            let usual = w::usual(alarm.kind == Unusual::Hour, alarm.usual);
            let inquiry = alarm.inquiry.map(|(id, state, outcome)| {
                let href = format!("/access/alarms/{id}");
                let words = outcome.map_or(state.label(), |outcome| outcome.label());
                view! { <a href=href>{words}</a> }
            });
            view! {
                <Row highlight=true>
                    <RowHeader>{alarm.who}</RowHeader>
                    <Cell label=w::WHERE>{alarm.unit}</Cell>
                    <Cell label=w::ROLE>{alarm.role.label()}</Cell>
                    <Cell label=w::ALARM_KIND><Badge tone=Tone::Danger>{alarm.kind.label()}</Badge></Cell>
                    <Cell label=w::ALARM_N numeric=true>{number(alarm.n)}</Cell>
                    <Cell label=w::ALARM_USUAL>{usual}</Cell>
                    <Cell label=w::AT>{moment(alarm.at)}</Cell>
                    <Cell label=w::INQUIRY_STATE>{inquiry}</Cell>
                </Row>
            }
        },
    );
    let headings = columns([
        w::WHO,
        w::WHERE,
        w::ROLE,
        w::ALARM_KIND,
        w::ALARM_N,
        w::ALARM_USUAL,
        w::AT,
        w::INQUIRY_STATE,
    ]);
    view! { <DataTable caption=w::ALARMS caption_hidden=true columns=headings dense=true>{rows}</DataTable> }
        .into_any()
}

/// The alarms of the own unit, on the leader's landing page; nothing when there are none.
pub(crate) fn alarm_notice(alarms: Vec<AlarmLine>) -> Option<AnyView> {
    if alarms.is_empty() {
        return None;
    }
    let title = Some(w::alarms(alarms.len()));
    let list = alarm_list(alarms);
    let notice = view! {
        <Notice kind=NoticeKind::Warn title>
            <p>{w::ALARMS_LEAD}</p>
            <Details summary=w::ALARMS>{list}</Details>
        </Notice>
    };
    Some(notice.into_any())
}

fn total_list(totals: Vec<UnitTotal>) -> AnyView {
    if totals.is_empty() {
        return view! { <Empty title=w::NONE><p>{w::NONE_WHY}</p></Empty> }.into_any();
    }
    let rows = totals
        .into_iter()
        .map(|total| {
            let sum = total.total();
            let cells = Use::ALL
                .iter()
                .map(|kind| {
                    let n = number(total.of(*kind));
                    view! { <Cell label=kind.label() numeric=true>{n}</Cell> }
                })
                .collect_view();
            view! {
                <Row>
                    <RowHeader>{total.name}</RowHeader>
                    <Cell label=w::ACCOUNTS numeric=true>{number(total.accounts as u64)}</Cell>
                    {cells}
                    <Cell label=w::TOTAL numeric=true>{number(sum)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let mut headings = vec![Column::new(w::WHERE), Column::new(w::ACCOUNTS).numeric()];
    headings.extend(Use::ALL.iter().map(|kind| Column::new(kind.label()).numeric()));
    headings.push(Column::new(w::TOTAL).numeric());
    view! { <DataTable caption=w::TOTALS caption_hidden=true columns=headings dense=true>{rows}</DataTable> }
        .into_any()
}

/// Lines of the log; `pupils` says whether they are about different pupils, `guardian` that one reads them, in plain words.
pub(super) fn look_list(rows: Vec<LookLine>, pupils: bool, guardian: bool) -> AnyView {
    if rows.is_empty() {
        let why = if guardian { p::LOOKS_NONE_WHY.said() } else { w::NONE_WHY };
        return view! { <Empty title=p::LOOKS_NONE><p>{why}</p></Empty> }.into_any();
    }
    let lines = rows
        .into_iter()
        .map(|row| {
            let role = if guardian { desk(row.role) } else { row.role.label() };
            let function = if guardian { plainly(&row.function) } else { row.function.label().to_owned() };
            let whose = match row.pupil.is_empty() {
                true => w::people(row.people),
                false => row.pupil,
            };
            let unit = if row.unit.is_empty() { p::LOOK_GUARDIAN.to_owned() } else { row.unit };
            let pupil = pupils.then(|| view! { <Cell label=w::PUPIL>{whose}</Cell> });
            let who = (!row.who.is_empty())
                .then(|| view! { <br/><span class="muted">{in_chinese(row.who)}</span> });
            let why = (!row.purpose.is_empty())
                .then(|| view! { <br/><span class="muted">{quoted(&row.purpose)}</span> });
            view! {
                <Row>
                    <RowHeader><time datetime=machine_moment(row.at)>{moment(row.at)}</time></RowHeader>
                    <Cell label=p::LOOK_WHERE>{mixed(unit)}</Cell>
                    <Cell label=p::LOOK_ROLE>{role}{who}</Cell>
                    <Cell label=p::LOOK_KIND>{name(&row.function.kind())}</Cell>
                    <Cell label=p::LOOK_FUNCTION>{function}{why}</Cell>
                    {pupil}
                </Row>
            }
        })
        .collect_view();
    let mut headings = columns([p::LOOK_AT, p::LOOK_WHERE, p::LOOK_ROLE, p::LOOK_KIND, p::LOOK_FUNCTION]);
    if pupils {
        headings.push(Column::new(w::PUPIL));
    }
    view! { <DataTable caption=p::LOOKS caption_hidden=true columns=headings dense=true>{lines}</DataTable> }
        .into_any()
}
