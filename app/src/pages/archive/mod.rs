//! One pupil's archive (第七条): the seven categories, what is missing, and forms for the registrar.

pub mod class;
pub(crate) mod control;
pub mod filled;

use crate::api::archive::act::{FileEntry, WithdrawFromArchive};
use crate::api::archive::entry_field;
use crate::api::archive::read::{ArchiveDetail, archive};
use crate::api::day;
use crate::api::form_state::FormState;
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::pages::pupils::record::{Tab, tabs};
use crate::text::t::{archive as w, package, paper, school};
use crate::ui::{
    ActionForm, Actions, Badge, Button, ButtonKind, Cell, DataTable, DateField, Details, FileField, FileForm,
    Notice, NoticeKind, PageTitle, Row, RowHeader, Section, SelectField, SummaryList, SummaryRow, TextField,
    Tone, choices, cited, columns, keyed,
};
use contract::archive::{ArchiveView, EntryLine, FileLine};
use control::control;
use domain::archive::completeness::Missing;
use domain::archive::{Category, EntryKind, Period};
use domain::case::correction::ProofKind;
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Acts {
    file: ServerAction<FileEntry>,
    withdraw: ServerAction<WithdrawFromArchive>,
}

/// 学籍档案内容
#[component]
pub fn ArchivePage() -> impl IntoView {
    let person = param("id");
    let live = use_live(move || Topic::pupil(&person.get()));
    let acts = Acts { file: ServerAction::new(), withdraw: ServerAction::new() };
    let data = Resource::new_blocking(
        move || (person.get(), live.version(), acts.file.version().get(), acts.withdraw.version().get()),
        |(person, ..)| archive(person),
    );
    view! {
        <Load data view=move |(detail, state): (ArchiveDetail, FormState)| {
            let title = detail.archive.name.clone();
            let sections = keyed(Category::ALL
                .into_iter(), |category| format!("{category:?}"), |category| section(category, &detail, &state, acts));
            view! {
                <PageTitle title caption=Some(w::TITLE.to_owned()) has_errors=state.has_errors()/>
                {tabs(detail.archive.id, detail.may_see_looks, Tab::Archive)}
                <p class="lead">{cited(w::LEAD)}</p>
                <FormMessages state=state.clone()/>
                {completeness(&detail)}
                {packages(&detail)}
                {sections}
                {detail.archive.may_file.then(|| file_form(&detail.archive, &state))}
            }
        }/>
    }
}

fn completeness(detail: &ArchiveDetail) -> impl IntoView + use<> {
    let archive = &detail.archive;
    let rows = archive.completeness.missing.iter().cloned().map(|one| missing(one, archive)).collect_view();
    let missing = if archive.completeness.missing.is_empty() {
        view! { <p>{w::NOTHING_MISSING}</p> }.into_any()
    } else {
        let headings = columns([w::WHAT, w::CATEGORY, w::DUE]);
        view! { <DataTable caption=w::MISSING columns=headings dense=true>{rows}</DataTable> }.into_any()
    };
    let not_whole =
        (!archive.whole).then(|| view! { <Notice kind=NoticeKind::Info><p>{w::NOT_WHOLE}</p></Notice> });
    let custody = &detail.custody;
    let kept = school::kept(custody.kind.label(), &day(custody.since), custody.act.as_deref());
    let custodian = custody.name.clone();
    let paper = detail.own_school.then(|| {
        let href = format!("/pupils/{}/paper", archive.id);
        view! { <SummaryRow term=paper::NAV><a href=href>{paper::DOSSIER}</a></SummaryRow> }
    });
    let (percent, class) =
        (w::percent(archive.completeness.percent), format!("{} {}", archive.school, archive.class_label));
    view! {
        <Section id="completeness" title=w::COMPLETENESS>
            <SummaryList>
                <SummaryRow term=w::COMPLETENESS>{percent}</SummaryRow>
                <SummaryRow term=w::CLASS>{class}</SummaryRow>
                <SummaryRow term=school::CUSTODIAN>{custodian}"（"{kept}"）"</SummaryRow>
                {paper}
            </SummaryList>
            {not_whole}
            {missing}
        </Section>
    }
}

/// 学籍档案包: what the archive was continued with, and handing it over.
fn packages(detail: &ArchiveDetail) -> Option<AnyView> {
    if detail.brought.is_empty() && !detail.may_hand_over {
        return None;
    }
    let brought = detail
        .brought
        .iter()
        .map(|(id, from)| {
            let words = format!("{}：{from}", package::BROUGHT);
            view! { <p><a href=format!("/packages/{id}")>{words}</a></p> }
        })
        .collect_view();
    let hand_over = detail.may_hand_over.then(|| {
        let href = format!("/packages?pupil={}", detail.archive.id);
        view! { <p><a href=href>{package::LINK}</a></p> }
    });
    Some(view! { <Section id="packages" title=package::TITLE>{brought}{hand_over}</Section> }.into_any())
}

fn missing(row: Missing, archive: &ArchiveView) -> impl IntoView + use<> {
    let is_late = row.due < archive.today;
    let late = is_late.then(|| view! { " "<Badge tone=Tone::Danger>{w::LATE}</Badge> });
    view! {
        <Row highlight=is_late>
            <RowHeader>{row.what}</RowHeader>
            <Cell label=w::CATEGORY>{w::category(row.category)}</Cell>
            <Cell label=w::DUE>{day(row.due)}{late}</Cell>
        </Row>
    }
}

/// One category: its entries by kind, its files, its forms.
fn section(
    category: Category,
    detail: &ArchiveDetail,
    state: &FormState,
    acts: Acts,
) -> impl IntoView + use<> {
    let id = category.key();
    let title = w::category(category);
    let archive = &detail.archive;
    let files: Vec<FileLine> =
        archive.files.iter().filter(|file| file.category == category).cloned().collect();
    let nothing =
        files.is_empty() && archive.entries.iter().all(|line| line.entry.kind.category() != category);
    let files = (!files.is_empty()).then(|| file_list(archive, files, acts));
    if category == Category::Basic {
        // The photograph (照片) lies here: the latest stands on the student card.
        let href = Tab::Info.href(archive.id);
        return view! {
            <Section id title>
                <p>{w::RECORD_HINT}</p>
                <p><a href=href>{w::RECORD_LINK}</a></p>
                {files}
            </Section>
        }
        .into_any();
    }
    if !archive.whole {
        return ().into_any();
    }
    let kinds = EntryKind::ALL.iter().copied().filter(|kind| kind.category() == category);
    let blocks = keyed(kinds, |kind| kind.key(), |kind| kind_block(kind, detail, state, acts));
    view! {
        <Section id title>
            {nothing.then(|| view! { <p class="hint">{w::NONE}</p> })}
            {blocks}
            {files}
        </Section>
    }
    .into_any()
}

fn kind_block(
    kind: EntryKind,
    detail: &ArchiveDetail,
    state: &FormState,
    acts: Acts,
) -> impl IntoView + use<> {
    let archive = &detail.archive;
    let rows: Vec<EntryLine> =
        archive.entries.iter().filter(|line| line.entry.kind == kind).cloned().collect();
    let person = archive.id.to_string();
    let table = (!rows.is_empty()).then(|| {
        let lines = keyed(rows, |row| row.key.clone(), |row| entry_row(row, &person, acts));
        let headings = columns([w::PERIOD, w::CONTENT, w::FILED]);
        view! { <DataTable caption=kind.label() columns=headings dense=true>{lines}</DataTable> }
    });
    let form = archive.may_file.then(|| entry_form(kind, detail, state, acts));
    view! { {table} {form} }
}

fn entry_row(row: EntryLine, person: &str, acts: Acts) -> impl IntoView + use<> {
    let lines = row
        .lines
        .into_iter()
        .map(|(label, value)| view! { <SummaryRow term=label>{value}</SummaryRow> })
        .collect_view();
    let kind = row.entry.kind;
    let period = kind.period().words(&row.entry.period);
    let period = if period.is_empty() { kind.label().to_owned() } else { period };
    let filed = w::filed(&row.school, &row.by, &day(row.on));
    let withdraw = row.may_change.then(|| withdraw_form("entry", person, row.key, acts));
    view! {
        <Row>
            <RowHeader>{period}</RowHeader>
            <Cell label=w::CONTENT><SummaryList>{lines}</SummaryList></Cell>
            <Cell label=w::FILED>{filed}{withdraw}</Cell>
        </Row>
    }
}

fn withdraw_form(what: &'static str, person: &str, key: String, acts: Acts) -> impl IntoView + use<> {
    let person = person.to_owned();
    let id = format!("reason-{key}");
    view! {
        <Details summary=w::WITHDRAW>
            <ActionForm action=acts.withdraw attr:class="stack">
                <input type="hidden" name="person" value=person/>
                <input type="hidden" name="what" value=what/>
                <input type="hidden" name="key" value=key/>
                <label class="label" for=id.clone()>{w::REASON}</label>
                <input class="input" id=id name="reason" maxlength="200" autocomplete="off"/>
                <Actions><Button kind=ButtonKind::Secondary>{w::WITHDRAW}</Button></Actions>
            </ActionForm>
        </Details>
    }
}

/// The form of a kind: the period and its columns.
fn entry_form(
    kind: EntryKind,
    detail: &ArchiveDetail,
    state: &FormState,
    acts: Acts,
) -> impl IntoView + use<> {
    let mine = state.value("kind") == kind.key();
    let own = if mine { state.clone() } else { FormState::default() };
    let fields = if kind == EntryKind::Extra { detail.archive.extra_columns.clone() } else { kind.columns() };
    if fields.is_empty() {
        return view! { <p class="hint">{w::NO_EXTRAS}</p> }.into_any();
    }
    let period = period_field(kind, detail, &own);
    // The province's own items are filled once and changed; of every other kind a new entry is made.
    let extras = detail
        .archive
        .entries
        .iter()
        .find(|line| kind == EntryKind::Extra && line.entry.kind == EntryKind::Extra);
    let controls = keyed(
        fields.iter(),
        |column| column.key.clone(),
        |column| {
            let held = extras.and_then(|line| line.entry.values.get(&column.key));
            let name = entry_field(kind, &column.key);
            let value = own.value_or(&name, held.map_or("", String::as_str));
            let error = own.error(&name);
            control(column, name, value, error)
        },
    );
    let person = detail.archive.id.to_string();
    view! {
        <Details summary=w::file_form(kind.label()) open=own.has_errors()>
            <ActionForm action=acts.file attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="person" value=person/>
                <input type="hidden" name="kind" value=kind.key()/>
                {period}
                {controls}
                <Actions><Button>{w::SAVE}</Button></Actions>
            </ActionForm>
        </Details>
    }
    .into_any()
}

fn period_field(kind: EntryKind, detail: &ArchiveDetail, state: &FormState) -> impl IntoView + use<> {
    let name = entry_field(kind, "period");
    let (value, error) = (state.value(&name), state.error(&name));
    let listed = detail.periods.iter().find(|(of, _)| *of == kind).map(|(_, periods)| periods.clone());
    period_control(kind, name, listed.unwrap_or_default(), value, error)
}

/// The control for the time an entry is about.
fn period_control(
    kind: EntryKind,
    name: String,
    listed: Vec<(String, String)>,
    value: String,
    error: Option<String>,
) -> impl IntoView + use<> {
    let options = choices(listed);
    match kind.period() {
        Period::Standing => ().into_any(),
        Period::Day => view! { <DateField name label=w::DATE value error required=true/> }.into_any(),
        Period::Term => {
            view! { <SelectField name label=w::TERM options value error required=true/> }.into_any()
        }
        Period::Year => {
            view! { <SelectField name label=w::YEAR options value error required=true/> }.into_any()
        }
    }
}

fn file_list(archive: &ArchiveView, files: Vec<FileLine>, acts: Acts) -> impl IntoView + use<> {
    let person = archive.id.to_string();
    let items = keyed(
        files,
        |file| file.id,
        |file| {
            let href = format!("/files/pupils/{person}/{}", file.id);
            let picture = file.has_thumbnail.then(|| {
                let small = format!("{href}/thumbnail");
                view! { <img class="proof-picture" src=small alt=file.title.clone() loading="lazy"/> }
            });
            let words = w::file(&file.format, file.size.div_ceil(1024), &day(file.on));
            let withdraw =
                file.may_withdraw.then(|| withdraw_form("file", &person, file.id.to_string(), acts));
            view! {
                <li>
                    <a href=href target="_blank" rel="noopener">{picture}{file.title.clone()}</a>
                    <p class="hint">{words}</p>
                    {withdraw}
                </li>
            }
        },
    );
    view! { <ul class="proof-list">{items}</ul> }
}

fn file_form(archive: &ArchiveView, state: &FormState) -> impl IntoView + use<> {
    let person = archive.id.to_string();
    let kinds = choices(ProofKind::ALL.map(|kind| (kind.key(), kind.label())));
    let categories = Category::ALL.into_iter();
    let options = choices(categories.map(|category| (category.key(), w::category(category))));
    let (category, wrong) = (state.value_or("category", Category::Proofs.key()), state.error("category"));
    let (title, title_error, file_error) = (state.value("title"), state.error("title"), state.error("file"));
    view! {
        <Section id="files" title=w::ADD_FILE>
            <FileForm action="/api/add_archive_file">
                <input type="hidden" name="person" value=person/>
                <SelectField name="category" label=w::CATEGORY options value=category error=wrong placeholder=""/>
                <SelectField name="proof" label=w::PROOF_KIND hint=w::PROOF_KIND_HINT options=kinds value="other" placeholder=""/>
                <TextField name="title" label=w::FILE_TITLE value=title error=title_error maxlength=60/>
                <FileField
                    name="file"
                    label=w::FILE
                    hint=w::FILE_HINT
                    error=file_error
                    accept="image/jpeg,image/png,application/pdf"
                    required=true
                />
                <Actions><Button>{w::SAVE}</Button></Actions>
            </FileForm>
        </Section>
    }
}
