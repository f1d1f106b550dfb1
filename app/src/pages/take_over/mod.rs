//! 存量数据接管: how the take-overs stand, a file that begins one, and each step of one with who took it.

use crate::api::form_state::{FormState, form_state};
use crate::api::moment;
use crate::api::take_over::{StepTakeOver, TakeOvers, new_take_over, take_over_detail, take_overs};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param, query};
use crate::text::t::{common::number, take_over as w};
use crate::ui::{
    ActionForm, Actions, Badge, Button, ButtonKind, Cell, DataTable, Details, Empty, FileField, FileForm,
    LinkButton, Notice, NoticeKind, PageTitle, Pager, Progress, Row, RowHeader, Section, Stat, StatRow,
    SummaryList, SummaryRow, TextAreaField, TextField, columns, keyed,
};
use contract::take_over::{
    TakeOverAct, TakeOverCounts, TakeOverFile, TakeOverLine, TakeOverReading, TakeOverStep, TakeOverView,
};
use leptos::prelude::*;

/// 存量数据接管
#[component]
pub fn TakeOversPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let after = query("after");
    let data = Resource::new_blocking(move || (after.get(), live.version()), |(after, _)| take_overs(after));
    view! {
        <Load data view=|TakeOvers { page, first, may_begin }| {
            let next = page.next.map(|after| format!("/take-over?after={after}"));
            let prev = (!first).then(|| "/take-over".to_owned());
            // A county and a city see how those of their province stand, and begin none.
            let begin = may_begin.then(|| view! { <LinkButton href="/take-over/new">{w::NEW}</LinkButton> });
            view! {
                <PageTitle title=w::TITLE>{begin}</PageTitle>
                <p class="lead">{w::LEAD}</p>
                {list(page.rows)}
                <Pager prev next/>
            }
        }/>
    }
}

fn list(rows: Vec<TakeOverLine>) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty title=w::NONE><p>{w::NONE_NEXT}</p></Empty> }.into_any();
    }
    let line = |row: TakeOverLine| {
        let (total, entered) = (number(row.rows), number(row.entered));
        view! {
            <Row>
                <RowHeader><a href=format!("/take-over/{}", row.id)>{row.source}</a></RowHeader>
                <Cell label=w::STATE><Badge>{row.state.label()}</Badge></Cell>
                <Cell label=w::UNIT>{row.unit}</Cell>
                <Cell label=w::AT>{moment(row.created_at)}</Cell>
                <Cell label=w::ROWS numeric=true>{total}</Cell>
                <Cell label=w::ENTERED numeric=true>{entered}</Cell>
            </Row>
        }
    };
    let lines = keyed(rows, |row| row.id, line);
    let headings = columns([w::SOURCE, w::STATE, w::UNIT, w::AT, w::ROWS, w::ENTERED]);
    view! { <DataTable caption=w::LIST columns=headings>{lines}</DataTable> }.into_any()
}

/// 上传要接管的学生名册
#[component]
pub fn TakeOverNewPage() -> impl IntoView {
    let state = Resource::new_blocking(|| (), |()| new_take_over());
    view! {
        <Load data=state view=|state: FormState| view! {
            <PageTitle title=w::NEW_TITLE has_errors=state.has_errors()/>
            <p class="lead">{w::NEW_LEAD}</p>
            <FormMessages state=state.clone()/>
            <FileForm action="/api/start_take_over">
                <TextField
                    name="source"
                    label=w::SOURCE_LABEL
                    hint=w::SOURCE_HINT
                    value=state.value("source")
                    error=state.error("source")
                    required=true
                />
                <FileField
                    name="file"
                    label=w::FILE_LABEL
                    hint=w::FILE_HINT
                    error=state.error("file")
                    accept=".csv,.parquet,.xlsx,.xls,.ods"
                    required=true
                />
                <TextAreaField
                    name="profile"
                    label=w::PROFILE_LABEL
                    hint=w::PROFILE_HINT
                    value=state.value("profile")
                    error=state.error("profile")
                />
                <TextAreaField
                    name="totals"
                    label=w::TOTALS_LABEL
                    hint=w::TOTALS_HINT
                    value=state.value("totals")
                    error=state.error("totals")
                />
                <Actions><Button>{w::UPLOAD}</Button></Actions>
            </FileForm>
        }/>
    }
}

/// One take-over.
#[component]
pub fn TakeOverPage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::job(&id.get()));
    let step = ServerAction::<StepTakeOver>::new();
    let data = Resource::new_blocking(
        move || (id.get(), live.version(), step.version().get()),
        |(id, ..)| async move {
            let found = take_over_detail(id.clone()).await?;
            Ok((found, form_state(format!("take_over/{id}")).await?))
        },
    );
    view! {
        <Load data view=move |(found, state): (TakeOverView, FormState)| {
            let errors = state.has_errors();
            let under_way = under_way(&found);
            let next = next(&found, &state, step);
            let TakeOverView { line, reading, files, papers, counts, acts, shown, counted, may_read, .. } = found;
            let profile = if reading.built_in { w::BUILT_IN } else { w::NOT_BUILT_IN };
            let profile = format!("{}：{profile}", reading.profile);
            let (digest, totals, read) = (reading.sha256.clone(), w::totals(reading.totals), how_read(reading));
            let batch = line.id.to_string();
            let report = format!("/files/take-over/{batch}/report.xlsx");
            let counts = counts
                .into_iter()
                .map(|(state, n)| view! { <Stat label=state.label() value=Signal::stored(number(n))/> })
                .collect_view();
            let report = may_read.then(|| view! {
                <p class="hint">{w::REPORT_NOTE}</p>
                <Actions>
                    <LinkButton href=report kind=ButtonKind::Secondary external=true>{w::REPORT}</LinkButton>
                </Actions>
            });
            view! {
                <PageTitle title=line.source caption=Some(w::TITLE.to_owned()) has_errors=errors>
                    <Badge>{line.state.label()}</Badge>
                </PageTitle>
                <FormMessages state/>
                {under_way}
                <Section id="what" title=w::WHAT>
                    <SummaryList>
                        <SummaryRow term=w::BATCH>{batch}</SummaryRow>
                        <SummaryRow term=w::UNIT>{line.unit}</SummaryRow>
                        <SummaryRow term=w::PROFILE>{profile}</SummaryRow>
                        <SummaryRow term=w::PROFILE_DIGEST>{digest}</SummaryRow>
                        <SummaryRow term=w::TOTALS>{totals}</SummaryRow>
                        <SummaryRow term=w::PAPERS>{number(papers)}</SummaryRow>
                        <SummaryRow term=w::SHOWN>{shown}</SummaryRow>
                    </SummaryList>
                    {read}
                </Section>
                <Section id="files" title=w::FILES>{list_files(files)}</Section>
                <Section id="result" title=w::RESULT>
                    <StatRow>{counts}</StatRow>
                    {report}
                </Section>
                {counted.map(reconciled)}
                {next}
                <Section id="acts" title=w::ACTS>{list_acts(acts)}</Section>
            }
        }/>
    }
}

/// What the profile says where it is not the built-in one, and what the source counts: looked over before it is released.
fn how_read(reading: TakeOverReading) -> AnyView {
    let profile = (!reading.lines.is_empty()).then(|| {
        let rows = reading.lines.into_iter().map(|(word, means)| {
            view! { <Row><RowHeader>{word}</RowHeader><Cell label=w::MEANS>{means}</Cell></Row> }
        });
        let rows = rows.collect_view();
        let headings = columns([w::WORD, w::MEANS]);
        view! {
            <Details summary=w::PROFILE_LINES>
                <DataTable caption=w::PROFILE_LINES caption_hidden=true columns=headings>{rows}</DataTable>
            </Details>
        }
    });
    let totals = (!reading.counts.is_empty()).then(|| {
        let all = w::first_of(reading.counts.len(), reading.totals.0);
        let rows = reading.counts.into_iter().map(|(which, count)| {
            view! {
                <Row>
                    <RowHeader>{which}</RowHeader>
                    <Cell label=w::PEOPLE_OF numeric=true>{number(count)}</Cell>
                </Row>
            }
        });
        let rows = rows.collect_view();
        let headings = columns([w::WHICH, w::PEOPLE_OF]);
        view! {
            <Details summary=w::TOTALS_LINES>
                <p class="hint">{all}</p>
                <DataTable caption=w::TOTALS_LINES caption_hidden=true columns=headings>{rows}</DataTable>
            </Details>
        }
    });
    view! {
        {profile}
        {totals}
    }
    .into_any()
}

/// How far the present stage has come.
fn under_way(found: &TakeOverView) -> AnyView {
    let stuck = found.parked.then(|| view! { <Notice kind=NoticeKind::Warn><p>{w::STUCK}</p></Notice> });
    let bar = found.progress.map(|(done, total)| {
        let href = format!("/take-over/{}", found.line.id);
        view! {
            <Progress id="progress" label=w::WORKING done=Signal::stored(done) total=Signal::stored(total)/>
            <Actions>
                <LinkButton href kind=ButtonKind::Secondary external=true>{w::RELOAD}</LinkButton>
            </Actions>
        }
    });
    view! {
        {stuck}
        {bar}
    }
    .into_any()
}

/// The steps that are the reader's to take, each with what it does.
fn next(found: &TakeOverView, state: &FormState, action: ServerAction<StepTakeOver>) -> AnyView {
    if !found.may_read {
        return ().into_any();
    }
    if found.may.is_empty() {
        return view! { <Section id="next" title=w::NEXT><p>{w::NOTHING}</p></Section> }.into_any();
    }
    let (batch, shown) = (found.line.id.to_string(), found.shown.clone());
    let form = |step: TakeOverStep| {
        let (batch, shown) = (batch.clone(), shown.clone());
        let reason = if matches!(step, TakeOverStep::Accept | TakeOverStep::Undo) {
            let name = step.reason();
            let (value, error) = (state.value(&name), state.error(&name));
            view! { <TextField name label=w::reason(step) value error required=true/> }.into_any()
        } else {
            view! { <input type="hidden" name=step.reason() value=""/> }.into_any()
        };
        let kind = match step {
            TakeOverStep::Accept | TakeOverStep::Undo => ButtonKind::Secondary,
            _ => ButtonKind::Primary,
        };
        view! {
            <ActionForm action=action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="batch" value=batch/>
                <input type="hidden" name="step" value=step.key()/>
                <input type="hidden" name="shown" value=shown/>
                <p class="hint">{w::note(step)}</p>
                {reason}
                <Actions><Button kind=kind>{w::step(step)}</Button></Actions>
            </ActionForm>
        }
    };
    let forms = keyed(found.may.clone(), |step| step.key(), form);
    view! { <Section id="next" title=w::NEXT>{forms}</Section> }.into_any()
}

fn list_files(files: Vec<TakeOverFile>) -> AnyView {
    if files.is_empty() {
        return view! { <p>{w::NO_ROWS}</p> }.into_any();
    }
    let rows = files.into_iter().map(|file| {
        let holds = if file.archives { w::ARCHIVES } else { w::PUPILS };
        view! {
            <Row>
                <RowHeader>{file.name}</RowHeader>
                <Cell label=w::HOLDS>{holds}</Cell>
                <Cell label=w::ROWS numeric=true>{number(file.rows)}</Cell>
                <Cell label=w::DIGEST>{file.sha256}</Cell>
                <Cell label=w::IGNORED>{file.ignored.join("、")}</Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    let headings = columns([w::FILE, w::HOLDS, w::ROWS, w::DIGEST, w::IGNORED]);
    view! { <DataTable caption=w::FILES caption_hidden=true columns=headings>{rows}</DataTable> }.into_any()
}

/// What the source counts beside what is here.
fn reconciled(counted: TakeOverCounts) -> AnyView {
    let TakeOverCounts { at, pupils, entries, differ } = counted;
    let both =
        |(there, here): (u64, u64)| format!("{} {}，{} {}", w::THERE, number(there), w::HERE, number(here));
    let table = if differ.is_empty() {
        view! { <p>{w::AGREE}</p> }.into_any()
    } else {
        let rows = differ.into_iter().map(|(which, there, here)| {
            view! {
                <Row>
                    <RowHeader>{which}</RowHeader>
                    <Cell label=w::THERE numeric=true>{number(there)}</Cell>
                    <Cell label=w::HERE numeric=true>{number(here)}</Cell>
                </Row>
            }
        });
        let rows = rows.collect_view();
        let headings = columns([w::WHICH, w::THERE, w::HERE]);
        view! { <DataTable caption=w::DIFFER columns=headings>{rows}</DataTable> }.into_any()
    };
    view! {
        <Section id="counted" title=w::COUNTED>
            <SummaryList>
                <SummaryRow term=w::COUNTED_AT>{moment(at)}</SummaryRow>
                <SummaryRow term=w::PEOPLE>{both(pupils)}</SummaryRow>
                <SummaryRow term=w::ENTRIES>{both(entries)}</SummaryRow>
            </SummaryList>
            {table}
        </Section>
    }
    .into_any()
}

fn list_acts(acts: Vec<TakeOverAct>) -> AnyView {
    let rows = acts.into_iter().map(|act| {
        view! {
            <Row>
                <RowHeader>{act.what}</RowHeader>
                <Cell label=w::BY>{act.name}</Cell>
                <Cell label=w::WHEN>{moment(act.at)}</Cell>
                <Cell label=w::WHY>{act.words}</Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    let headings = columns([w::ACT, w::BY, w::WHEN, w::WHY]);
    view! { <DataTable caption=w::ACTS caption_hidden=true columns=headings>{rows}</DataTable> }.into_any()
}
