//! 批量导入: the list, uploading, one import from the dry run to the end.

mod account;
pub mod row;

use account::account;

use crate::api::form_state::{FormState, form_state};
use crate::api::import::{CancelImport, ConfirmImport, ImportDetail, import_detail, imports};
use crate::api::moment;
use crate::api::tables::{ListTools, shown_by};
use crate::live::{Topic, use_live};
use crate::pages::guide::GuideLink;
use crate::pages::parts::{FormMessages, Load, param, query};
use crate::pages::tools::{ListToolbar, ToolActions, columns_of};
use crate::text::t::{common::number, import as w};
use crate::ui::{
    ActionForm, Actions, Badge, Button, ButtonKind, Cell, DataTable, DateField, Empty, FileField, FileForm,
    LinkButton, Notice, NoticeKind, PageTitle, Pager, Progress, Row, RowHeader, Section, Stat, StatRow,
    columns, keyed, shown_columns,
};
use contract::import::{ImportLine, ImportListed, ReportLine};
use domain::case::CaseKind;
use domain::form::import::{ImportState, RowState};
use domain::guide::Task;
use domain::shown::Shown;
use domain::tables::List;
use leptos::prelude::*;

/// 批量导入
#[component]
pub fn ImportsPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let actions = ToolActions::new();
    let data = Resource::new_blocking(
        move || (live.version(), actions.version()),
        |_| async move { Ok((imports().await?, shown_by(List::Imports, []).await?)) },
    );
    view! {
        <Load data view=move |(rows, tools): (Vec<ImportListed>, ListTools)| view! {
            <PageTitle title=w::TITLE>
                <LinkButton href="/files/template.xlsx" kind=ButtonKind::Secondary external=true>{w::TEMPLATE}</LinkButton>
                <LinkButton href="/imports/new">{w::NEW}</LinkButton>
            </PageTitle>
            <p class="lead">{w::LEAD}</p>
            {list(rows, tools, actions)}
        }/>
    }
}

fn list(rows: Vec<ImportListed>, tools: ListTools, actions: ToolActions) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty title=w::NONE><a href="/imports/new">{w::NONE_NEXT}</a></Empty> }.into_any();
    }
    let (choice, others) = (tools.choice.clone(), columns_of(List::Imports));
    let headings = shown_columns(w::FILE, others, |column| choice.shows(column));
    let dense = choice.is_compact();
    let lines = keyed(
        rows,
        |row| row.id,
        |row: ImportListed| {
            let cell = |(column, label): &(&'static str, &'static str)| {
                let numeric = ["rows", "entered"].contains(column);
                let words = match *column {
                    "state" => view! { <Badge>{row.state.label()}</Badge> }.into_any(),
                    "at" => moment(row.created_at).into_any(),
                    "by" => row.by.clone().into_any(),
                    "rows" => number(row.rows).into_any(),
                    _ => number(row.entered).into_any(),
                };
                choice.shows(column).then(|| view! { <Cell label=*label numeric>{words}</Cell> })
            };
            let cells = others.iter().filter_map(cell).collect_view();
            view! {
                <Row>
                    <RowHeader><a href=format!("/imports/{}", row.id)>{row.file.clone()}</a></RowHeader>
                    {cells}
                </Row>
            }
        },
    );
    view! {
        <ListToolbar tools back="/imports" actions/>
        <DataTable caption=w::LIST columns=headings dense>{lines}</DataTable>
    }
    .into_any()
}

/// 上传导入文件
#[component]
pub fn ImportNewPage() -> impl IntoView {
    let state = Resource::new_blocking(|| (), |()| form_state("import".into()));
    view! {
        <Load data=state view=|state: FormState| view! {
            <PageTitle title=w::NEW_TITLE has_errors=state.has_errors()>
                <GuideLink task=Task::Case(CaseKind::Registration)/>
                <LinkButton href="/files/template.xlsx" kind=ButtonKind::Secondary external=true>{w::TEMPLATE}</LinkButton>
            </PageTitle>
            <FormMessages state=state.clone()/>
            <FileForm action="/api/start_import">
                <DateField
                    name="entry_date"
                    label=w::ENTRY_DATE
                    value=state.value("entry_date")
                    error=state.error("entry_date")
                    required=true
                    max=state.today
                />
                <FileField
                    name="file"
                    label=w::FILE_LABEL
                    hint=w::FILE_HINT
                    error=state.error("file")
                    accept=".xlsx,.xls,.ods,.csv"
                    required=true
                />
                <Actions><Button>{w::UPLOAD}</Button></Actions>
            </FileForm>
        }/>
    }
}

/// One import.
#[component]
pub fn ImportPage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::job(&id.get()));
    let after = query("after");
    let confirm = ServerAction::<ConfirmImport>::new();
    let cancel = ServerAction::<CancelImport>::new();
    let data = Resource::new_blocking(
        move || (id.get(), after.get(), live.version(), confirm.version().get(), cancel.version().get()),
        |(id, after, ..)| async move {
            let detail = import_detail(id.clone(), after.parse().unwrap_or(0)).await?;
            Ok((detail, form_state(format!("import/{id}")).await?))
        },
    );
    view! {
        <Load data view=move |(detail, state): (ImportDetail, FormState)| {
            let ImportDetail { import, report } = detail;
            let first = (!after.get_untracked().is_empty()).then(|| format!("/imports/{}", import.id));
            let next = report.next.map(|after| format!("/imports/{}?after={after}", import.id));
            let stage = stage(&import, confirm, cancel);
            let (some_rejected, open) = (import.rejected() > 0, import.state == ImportState::Checked);
            view! {
                <PageTitle title=import.file.clone() caption=Some(w::TITLE.to_owned())>
                    <Badge>{import.state.label()}</Badge>
                </PageTitle>
                <FormMessages state/>
                {stage}
                <Counts import=import.clone()/>
                {account(&import.account)}
                <Report rows=report.rows id=import.id.to_string() rejected=some_rejected open/>
                <Pager prev=first next/>
            }
        }/>
    }
}

/// What is going on, or what one may do now.
fn stage(
    import: &ImportLine,
    confirm: ServerAction<ConfirmImport>,
    cancel: ServerAction<CancelImport>,
) -> AnyView {
    match import.state {
        ImportState::Reading | ImportState::Checking | ImportState::Entering => {
            let (done, of) = import.stage();
            let label = if import.entering() { w::ENTERING } else { w::CHECKING };
            let href = format!("/imports/{}", import.id);
            let failing = (import.failures > 0).then(|| {
                let words = w::tried(import.failures);
                view! { <Notice kind=NoticeKind::Warn><p>{words}</p></Notice> }
            });
            // Of one whose reading was cut off nothing comes any more.
            let give_up = (import.state == ImportState::Reading).then(|| {
                let id = import.id.to_string();
                view! {
                    <ActionForm action=cancel>
                        <input type="hidden" name="import" value=id/>
                        <Button kind=ButtonKind::Secondary>{w::CANCEL}</Button>
                    </ActionForm>
                }
            });
            view! {
                {failing}
                <Progress id="progress" label done=Signal::stored(done) total=Signal::stored(of)/>
                <Actions>
                    <LinkButton href kind=ButtonKind::Secondary external=true>
                        {w::RELOAD}
                    </LinkButton>
                    {give_up}
                </Actions>
            }
            .into_any()
        }
        ImportState::Checked => {
            // What is entered is what is shown: a row that is put right meanwhile is looked at first.
            let shown = Shown::new(import.id, import.version).to_string();
            let (of, words) = (import.id.to_string(), w::confirm(import.enterable()));
            let enter = if import.enterable() > 0 {
                view! {
                    <ActionForm action=confirm>
                        <input type="hidden" name="import" value=shown/>
                        <Button>{words}</Button>
                    </ActionForm>
                }
                .into_any()
            } else {
                view! { <Notice kind=NoticeKind::Warn><p>{w::NOTHING_TO_ENTER}</p></Notice> }.into_any()
            };
            view! {
                <p class="hint">{w::CONFIRM_NOTE}</p>
                <Actions>
                    {enter}
                    <ActionForm action=cancel>
                        <input type="hidden" name="import" value=of/>
                        <Button kind=ButtonKind::Secondary>{w::CANCEL}</Button>
                    </ActionForm>
                </Actions>
            }
            .into_any()
        }
        ImportState::PutAside => {
            let id = import.id.to_string();
            view! {
                <Notice kind=NoticeKind::Warn><p>{w::STUCK}</p></Notice>
                <Actions>
                    <ActionForm action=cancel>
                        <input type="hidden" name="import" value=id/>
                        <Button kind=ButtonKind::Secondary>{w::CANCEL}</Button>
                    </ActionForm>
                </Actions>
            }
            .into_any()
        }
        ImportState::Done | ImportState::Cancelled if import.count(RowState::Entered) > 0 => {
            view! { <Notice kind=NoticeKind::Success><p>{w::TO_QUEUE}</p></Notice> }.into_any()
        }
        ImportState::Done | ImportState::Cancelled => ().into_any(),
    }
}

#[component]
fn Counts(import: ImportLine) -> impl IntoView {
    let stats = RowState::ALL
        .into_iter()
        .map(|state| (state.label(), import.count(state)))
        .filter(|(_, n)| *n > 0)
        .map(|(label, n)| view! { <Stat label value=Signal::stored(number(n))/> })
        .collect_view();
    view! { <Section id="result" title=w::RESULT><StatRow>{stats}</StatRow></Section> }
}

#[component]
fn Report(rows: Vec<ReportLine>, id: String, rejected: bool, open: bool) -> impl IntoView {
    let nothing = rows.iter().all(|row| row.remarks.is_empty());
    let each = rows.into_iter().flat_map(|row| {
        let ReportLine { row, name, state, key, remarks } = row;
        remarks.into_iter().enumerate().map(move |(n, remark)| (row, n, name.clone(), state, key, remark))
    });
    let lines = keyed(
        each,
        |(row, n, ..)| format!("{row}-{n}"),
        |(row, n, name, state, key, remark)| {
            let item = remark.field.map_or(w::WHOLE_ROW, |field| field.label());
            // Once a row, and while it can be put right: between check and entry.
            let mend = key.filter(|_| open && n == 0).map(|key| {
                let (href, of) = (format!("/imports/{id}/rows/{key}"), w::mend_of(row));
                view! { <a href=href>{w::MEND}<span class="visually-hidden">{of}</span></a> }
            });
            view! {
                <Row>
                    <RowHeader>{row}</RowHeader>
                    <Cell label=w::NAME>{name}</Cell>
                    <Cell label=w::OUTCOME><Badge>{state.label()}</Badge></Cell>
                    <Cell label=w::ITEM>{item}</Cell>
                    <Cell label=w::VALUE>{remark.value}</Cell>
                    <Cell label=w::REASON>{remark.reason}</Cell>
                    <Cell label=w::REMEDY>{remark.remedy} {mend}</Cell>
                </Row>
            }
        },
    );
    let body = if nothing {
        view! { <Empty title=w::REPORT_NONE><p>{w::REPORT_NONE_NEXT}</p></Empty> }.into_any()
    } else {
        let headings = columns([w::ROW, w::NAME, w::OUTCOME, w::ITEM, w::VALUE, w::REASON, w::REMEDY]);
        view! { <DataTable caption=w::REPORT caption_hidden=true columns=headings dense=true>{lines}</DataTable> }
            .into_any()
    };
    view! {
        <Section id="report" title=w::REPORT>
            {body}
            <Actions>
                {rejected
                    .then(|| {
                        let href = format!("/files/imports/{id}/rejected.xlsx");
                        view! {
                            <LinkButton href external=true>{w::DOWNLOAD_REJECTED}</LinkButton>
                            <LinkButton href="/imports/new" kind=ButtonKind::Secondary>{w::AGAIN}</LinkButton>
                        }
                    })}
                <LinkButton href=format!("/files/imports/{id}/report.xlsx") kind=ButtonKind::Secondary external=true>
                    {w::DOWNLOAD}
                </LinkButton>
            </Actions>
        </Section>
    }
}
