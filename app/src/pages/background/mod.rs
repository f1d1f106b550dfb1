//! 运行状况: what the system does by itself, what of it failed, and what waits for an operator.

use crate::api::background::{ConfirmClock, TakeUp, background};
use crate::api::form_state::{FormState, form_state};
use crate::api::moment;
use crate::pages::parts::{FormMessages, Load};
use crate::text::t::background as w;
use crate::text::t::message as m;
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, Cell, DataTable, Empty, Notice, NoticeKind, PageTitle, Row,
    RowHeader, Section, SummaryList, SummaryRow, TextField, columns,
};
use contract::background::{BackgroundView, ClockState, FailingPart, PutAside};
use contract::message::Channels;
use domain::message::Channel;
use leptos::prelude::*;

/// 运行状况
#[component]
pub fn BackgroundPage() -> impl IntoView {
    let confirm = ServerAction::<ConfirmClock>::new();
    let take_up = ServerAction::<TakeUp>::new();
    let data = Resource::new_blocking(
        move || (confirm.version().get(), take_up.version().get()),
        |_| async move { Ok((background().await?, form_state("background".into()).await?)) },
    );
    view! {
        <Load data view=move |(found, state): (BackgroundView, FormState)| {
            let errors = state.has_errors();
            let clock = clock(found.clock, &state, confirm);
            let sent = sent(found.channels, found.unsent);
            let (failing, aside) = (failing(found.failing), aside(found.aside, take_up));
            view! {
                <PageTitle title=w::TITLE has_errors=errors/>
                <p class="lead">{w::LEAD}</p>
                <FormMessages state/>
                <Section id="clock" title=w::CLOCK>{clock}</Section>
                <Section id="messages" title=m::CHANNELS>{sent}</Section>
                <Section id="failing" title=w::FAILING>{failing}</Section>
                <Section id="aside" title=w::ASIDE>{aside}</Section>
            }
        }/>
    }
}

fn clock(clock: ClockState, state: &FormState, confirm: ServerAction<ConfirmClock>) -> AnyView {
    let jump = match clock {
        ClockState::Sound => return view! { <p>{w::CLOCK_SOUND}</p> }.into_any(),
        ClockState::Looking => return view! { <p>{w::CLOCK_LOOKING}</p> }.into_any(),
        ClockState::Held(jump) => jump,
    };
    let (value, error) = (state.value("clock_reason"), state.error("clock_reason"));
    view! {
        <Notice kind=NoticeKind::Warn title=w::CLOCK_HELD.to_owned()><p>{w::CLOCK_WHAT}</p></Notice>
        <SummaryList>
            <SummaryRow term=w::CLOCK_TRUSTED>{moment(jump.trusted)}</SummaryRow>
            <SummaryRow term=w::CLOCK_FOUND>{moment(jump.found)}</SummaryRow>
        </SummaryList>
        <ActionForm action=confirm attr:class="stack" attr:novalidate=true>
            <TextField name="clock_reason" label=w::CLOCK_REASON value error required=true/>
            <Actions><Button>{w::CLOCK_CONFIRM}</Button></Actions>
        </ActionForm>
    }
    .into_any()
}

/// By which ways messages go out, and how many wait: what could not be sent lies with the jobs put aside.
fn sent(channels: Channels, unsent: u64) -> AnyView {
    let word = |connected: bool| if connected { m::CONNECTED } else { m::NOT_CONNECTED };
    view! {
        <SummaryList>
            <SummaryRow term=Channel::Sms.label()>{word(channels.sms)}</SummaryRow>
            <SummaryRow term=Channel::Mail.label()>{word(channels.mail)}</SummaryRow>
            <SummaryRow term=m::UNSENT>{m::unsent(unsent)}</SummaryRow>
        </SummaryList>
        <p class="hint">{m::UNSENT_NOTE}</p>
    }
    .into_any()
}

fn failing(parts: Vec<FailingPart>) -> AnyView {
    if parts.is_empty() {
        return view! { <Empty title=w::NONE_FAILING><p>{w::NONE_FAILING_NEXT}</p></Empty> }.into_any();
    }
    let rows = parts
        .into_iter()
        .map(|part| {
            let since = part.since.map(moment).unwrap_or_default();
            view! {
                <Row>
                    <RowHeader>{w::part(&part.part).to_owned()}</RowHeader>
                    <Cell label=w::SINCE>{since}</Cell>
                    <Cell label=w::REASON>{part.reason}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = columns([w::PART, w::SINCE, w::REASON]);
    view! { <DataTable caption=w::FAILING caption_hidden=true columns=headings>{rows}</DataTable> }.into_any()
}

fn aside(rows: Vec<PutAside>, take_up: ServerAction<TakeUp>) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty title=w::NONE_ASIDE><p>{w::NONE_ASIDE_NEXT}</p></Empty> }.into_any();
    }
    let rows = view! {
        <For each=move || rows.clone() key=|row| row.uid.clone() children=move |row| {
            let PutAside { uid, work, reason, tries, since } = row;
            let work = w::work(&work).to_owned();
            let label = w::take_up(&work);
            view! {
                <Row>
                    <RowHeader>{work}</RowHeader>
                    <Cell label=w::SINCE>{moment(since)}</Cell>
                    <Cell label=w::TRIES numeric=true>{tries}</Cell>
                    <Cell label=w::REASON>{reason}</Cell>
                    <Cell label=w::ACT>
                        <ActionForm action=take_up>
                            <input type="hidden" name="work" value=uid/>
                            <Button kind=ButtonKind::Secondary>{label}</Button>
                        </ActionForm>
                    </Cell>
                </Row>
            }
        }/>
    };
    let headings = columns([w::WORK, w::SINCE, w::TRIES, w::REASON, w::ACT]);
    view! { <DataTable caption=w::ASIDE caption_hidden=true columns=headings>{rows}</DataTable> }.into_any()
}
