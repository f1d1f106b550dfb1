//! 系统公钥目录: the list in force, the one that waits for a second administrator, and this system's own key.

use crate::api::form_state::{FormState, form_state};
use crate::api::package::directory::{DecideDirectory, key_directory};
use crate::api::{day, moment};
use crate::pages::parts::{FormMessages, Load};
use crate::text::t::package as w;
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, Cell, DataTable, Details, Empty, FileField, FileForm, Notice,
    NoticeKind, PageTitle, Row, RowHeader, Section, SummaryList, SummaryRow, TextField, columns,
};
use contract::package::{DirectoryLine, DirectoryView, DirectoryWaiting, KeyLine};
use leptos::prelude::*;

type Decide = ServerAction<DecideDirectory>;

/// 系统公钥目录
#[component]
pub fn DirectoryPage() -> impl IntoView {
    let decide = Decide::new();
    let data = Resource::new_blocking(
        move || decide.version().get(),
        |_| async move { Ok((key_directory().await?, form_state("key_directory".into()).await?)) },
    );
    view! {
        <Load data view=move |(detail, state): (DirectoryView, FormState)| {
            let own = own(&detail);
            let waiting = detail.waiting.as_ref().map(|waiting| waits(waiting, &state, decide));
            let in_force = in_force(&detail);
            let import = detail.may_import.then(|| import(&detail, &state));
            let history = history(detail.history);
            view! {
                <PageTitle title=w::KEYS has_errors=state.has_errors()/>
                <p class="lead">{w::KEYS_LEAD}</p>
                <FormMessages state/>
                {own}
                {waiting}
                {in_force}
                {import}
                {history}
            }
        }/>
    }
}

fn own(detail: &DirectoryView) -> impl IntoView + use<> {
    let pinned = detail.pinned.clone();
    let none = pinned.is_none().then(|| {
        view! { <Notice kind=NoticeKind::Warn title=Some(w::KEYS_NOT_SET.to_owned())><p>{w::KEYS_NOT_SET_NEXT}</p></Notice> }
    });
    let pinned =
        pinned.map(|code| view! { <SummaryRow term=w::KEYS_ISSUER_CODE><code>{code}</code></SummaryRow> });
    let (key, code) = (detail.own_key.clone(), detail.own_fingerprint.clone());
    view! {
        {none}
        <Section id="own" title=w::KEYS_OWN>
            <p class="hint">{w::KEYS_OWN_HINT}</p>
            <SummaryList>
                <SummaryRow term=w::KEYS_KEY><code>{key}</code></SummaryRow>
                <SummaryRow term=w::FINGERPRINT><code>{code}</code></SummaryRow>
                {pinned}
            </SummaryList>
        </Section>
    }
}

fn facts(line: &DirectoryLine) -> impl IntoView + use<> {
    let (serial, issued) = (w::serial(line.serial), w::by_on(&line.issuer, &day(line.issued_on)));
    let imported = w::by_on(&line.imported.0, &moment(line.imported.1));
    let decided = line.decided.as_ref().map(|(by, at)| {
        let words = w::by_on(by, &moment(*at));
        view! { <SummaryRow term=w::KEYS_ACCEPTED>{words}</SummaryRow> }
    });
    view! {
        <SummaryList>
            <SummaryRow term=w::KEYS_SERIAL>{serial}</SummaryRow>
            <SummaryRow term=w::KEYS_ISSUED>{issued}</SummaryRow>
            <SummaryRow term=w::KEYS_IMPORT_BY>{imported}</SummaryRow>
            {decided}
        </SummaryList>
    }
}

fn keys(lines: &[KeyLine]) -> impl IntoView + use<> {
    let rows = lines
        .iter()
        .cloned()
        .map(|line| {
            let until = line.until.map_or_else(|| w::KEYS_OPEN.to_owned(), day);
            let state = match (&line.revoked, line.in_force) {
                (Some((on, reason)), _) => w::revoked(&day(*on), reason),
                (None, true) => w::KEYS_IN_FORCE.to_owned(),
                (None, false) => w::KEYS_OUT.to_owned(),
            };
            view! {
                <Row highlight=!line.in_force>
                    <RowHeader>{line.system}</RowHeader>
                    <Cell label=w::KEYS_PROVINCE>{line.province}</Cell>
                    <Cell label=w::FINGERPRINT><code>{line.fingerprint}</code></Cell>
                    <Cell label=w::KEYS_FROM>{day(line.from)}</Cell>
                    <Cell label=w::KEYS_UNTIL>{until}</Cell>
                    <Cell label=w::STATE>{state}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings =
        columns([w::KEYS_SYSTEM, w::KEYS_PROVINCE, w::FINGERPRINT, w::KEYS_FROM, w::KEYS_UNTIL, w::STATE]);
    view! { <DataTable caption=w::KEYS caption_hidden=true columns=headings dense=true>{rows}</DataTable> }
}

fn waits(waiting: &DirectoryWaiting, state: &FormState, decide: Decide) -> impl IntoView + use<> {
    let (facts, keys) = (facts(&waiting.line), keys(&waiting.keys));
    let serial = waiting.line.serial.to_string();
    let (again, reason, error) = (serial.clone(), state.value("reason"), state.error("reason"));
    let open = error.is_some();
    let forms = match waiting.may_decide {
        true => view! {
            <ActionForm action=decide>
                <input type="hidden" name="serial" value=serial/>
                <Actions><Button name="act" value="accept">{w::KEYS_ACCEPT}</Button></Actions>
            </ActionForm>
            <Details summary=w::KEYS_RETURN open>
                <ActionForm action=decide attr:class="stack" attr:novalidate=true>
                    <input type="hidden" name="serial" value=again/>
                    <TextField name="reason" label=w::KEYS_REASON value=reason error required=true autocomplete="off" maxlength=200/>
                    <Actions><Button kind=ButtonKind::Secondary name="act" value="return">{w::KEYS_RETURN}</Button></Actions>
                </ActionForm>
            </Details>
        }
        .into_any(),
        false => view! { <p class="hint">{w::KEYS_OTHER}</p> }.into_any(),
    };
    view! {
        <Section id="waiting" title=w::KEYS_WAITING>
            {facts}
            {keys}
            {forms}
        </Section>
    }
}

fn in_force(detail: &DirectoryView) -> impl IntoView + use<> {
    let body = match (&detail.in_force, &detail.keys) {
        (Some(line), Some(lines)) => {
            let (facts, keys) = (facts(line), keys(lines));
            view! { {facts}{keys} }.into_any()
        }
        _ => view! { <Empty title=w::KEYS_NONE><p>{w::KEYS_NONE_NEXT}</p></Empty> }.into_any(),
    };
    view! { <Section id="in-force" title=w::KEYS_NOW>{body}</Section> }
}

fn import(detail: &DirectoryView, state: &FormState) -> impl IntoView + use<> {
    let error = state.error("file");
    let open = error.is_some() || detail.in_force.is_none();
    view! {
        <Details summary=w::KEYS_IMPORT open>
            <p class="hint">{w::KEYS_IMPORT_HINT}</p>
            <FileForm action="/api/import_directory">
                <FileField name="file" label=w::KEYS_FILE error accept=".json" required=true/>
                <Actions><Button>{w::KEYS_IMPORT}</Button></Actions>
            </FileForm>
        </Details>
    }
}

fn history(lines: Vec<DirectoryLine>) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let rows = lines
        .into_iter()
        .map(|line| {
            let decided = line.decided.map(|(by, at)| w::by_on(&by, &moment(at))).unwrap_or_default();
            let state = match line.reason.is_empty() {
                true => line.state,
                false => format!("{}：{}", line.state, line.reason),
            };
            view! {
                <Row>
                    <RowHeader>{w::serial(line.serial)}</RowHeader>
                    <Cell label=w::KEYS_IMPORT_BY>{w::by_on(&line.imported.0, &moment(line.imported.1))}</Cell>
                    <Cell label=w::KEYS_ACCEPTED>{decided}</Cell>
                    <Cell label=w::STATE>{state}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = columns([w::KEYS_SERIAL, w::KEYS_IMPORT_BY, w::KEYS_ACCEPTED, w::STATE]);
    Some(
        view! {
            <Section id="history" title=w::KEYS_HISTORY>
                <DataTable caption=w::KEYS_HISTORY caption_hidden=true columns=headings dense=true>{rows}</DataTable>
            </Section>
        }
        .into_any(),
    )
}
