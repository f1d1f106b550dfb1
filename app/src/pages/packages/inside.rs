//! What is inside a package that arrived, beside what is here, and the form with which the archive goes on.

use super::sheet::{Acts, Facts, rows};
use crate::api::day;
use crate::api::form_state::FormState;
use crate::pages::matter::{StepAct, StepForm};
use crate::text::t::{package as w, record};
use crate::ui::{
    Badge, Cell, Choice, DataTable, DateField, Details, FieldWidth, Notice, NoticeKind, RadioField, Row,
    RowHeader, Section, SummaryList, SummaryRow, TextField, Tone, columns, keyed, text_value,
};
use contract::package::{
    ArrivedView, DecidedCase, FileEntry, FiledEntry, JournalEntry, Preview, PreviewItem, Proposal, Stay,
};
use domain::package::Found;
use leptos::prelude::*;

/// Nothing for a package that is gone.
pub(super) fn inside(detail: &ArrivedView, state: &FormState, acts: Acts) -> Option<AnyView> {
    let inside = detail.preview.as_ref()?;
    let open = matches!(detail.line.state.as_str(), "received" | "proposed");
    let matched = matched(inside, open);
    let items = items(&inside.items);
    let proposal = detail.proposal.as_ref().map(|one| {
        let lines = rows(&proposed(one));
        view! { <Section id="proposal" title=w::PROPOSAL><SummaryList>{lines}</SummaryList></Section> }
    });
    let form = detail.may_propose.then(|| go_on(detail, inside, state, acts));
    let lists = [
        (w::SPELLS, inside.spells.iter().map(stay).collect()),
        (w::CASES, inside.cases.iter().map(case).collect()),
        (w::FILES, inside.files.iter().map(file).collect()),
        (w::JOURNAL, inside.journal.iter().map(told).collect()),
    ];
    let lists =
        keyed::<(&'static str, Facts), _, _>(lists, |(title, _)| *title, |(title, facts)| list(title, facts));
    let entries = entries(&inside.entries);
    Some(view! { {matched}{items}{entries}{lists}{proposal}{form} }.into_any())
}

/// How the archive is to go on, in words.
fn proposed(one: &Proposal) -> Facts {
    let taken: Vec<&str> = one.take.iter().map(|field| field.label()).collect();
    let taken = if taken.is_empty() { w::NOTHING_TAKEN.to_owned() } else { taken.join("、") };
    let mut facts = vec![
        (w::ON.to_owned(), day(one.on)),
        (w::CLASS.to_owned(), one.class_name.clone()),
        (w::TAKEN.to_owned(), taken),
    ];
    if !one.said.words.is_empty() {
        facts.push((w::NOTE.to_owned(), one.said.words.clone()));
    }
    facts.push((w::PROPOSED_BY.to_owned(), format!("{}，{}", one.said.by, day(one.said.on))));
    facts
}

fn stay(Stay { from_on, to_on, school, class_name }: &Stay) -> (String, String) {
    let to = to_on.map_or_else(|| w::UNTIL_NOW.to_owned(), day);
    (record::from_until(&day(*from_on), &to), format!("{school} {class_name}"))
}

fn case(DecidedCase { opened_on, kind, number, state }: &DecidedCase) -> (String, String) {
    (format!("{} {}", day(*opened_on), kind.label()), w::case_numbered(state.label(), number))
}

fn file(FileEntry { title, name, bytes }: &FileEntry) -> (String, String) {
    let format = name.rsplit('.').next().unwrap_or_default().to_uppercase();
    (title.clone(), format!("{format}，{} KB", bytes.div_ceil(1024)))
}

fn told(JournalEntry { on, event, unit }: &JournalEntry) -> (String, String) {
    (day(*on), format!("{} {unit}", event.label()))
}

fn matched(inside: &Preview, open: bool) -> impl IntoView + use<> {
    let (kind, words) = match inside.found {
        Found::Nobody => (NoticeKind::Info, w::FOUND_NOBODY),
        Found::Own(_) => (NoticeKind::Info, w::FOUND_OWN),
        Found::Elsewhere => (NoticeKind::Warn, w::FOUND_ELSEWHERE),
        Found::Another => (NoticeKind::Warn, w::FOUND_ANOTHER),
    };
    let notice = open.then(|| view! { <Notice kind><p>{words}</p></Notice> });
    let likeness = (!inside.likeness.is_empty()).then(|| {
        let lines = inside.likeness.iter().cloned().map(|line| view! { <p>{line}</p> }).collect_view();
        view! { <Notice kind=NoticeKind::Warn title=Some(w::LIKENESS.to_owned())>{lines}</Notice> }
    });
    let person = inside.person.map(|person| {
        view! { <p><a href=format!("/pupils/{person}/archive")>{w::TO_PUPIL}</a></p> }
    });
    let before = (inside.before > 0).then(|| {
        let words = w::before(inside.before);
        view! { <SummaryRow term=w::BEFORE>{words}</SummaryRow> }
    });
    let (number, class, custody) =
        (inside.number.clone(), inside.class_label.clone(), inside.custody.clone());
    view! {
        <Section id="match" title=w::MATCH>
            {notice}
            {likeness}
            <SummaryList>
                <SummaryRow term=w::STUDENT_NUMBER>{number}</SummaryRow>
                <SummaryRow term=w::CLASS_THERE>{class}</SummaryRow>
                <SummaryRow term=w::CUSTODY>{custody}</SummaryRow>
                {before}
            </SummaryList>
            {person}
        </Section>
    }
}

fn shown(value: &str) -> String {
    if value.is_empty() { w::EMPTY.to_owned() } else { value.to_owned() }
}

/// The items: those that differ in a table of both values, the others folded.
fn items(items: &[PreviewItem]) -> impl IntoView + use<> {
    let differing: Vec<PreviewItem> = items.iter().filter(|item| item.differs).cloned().collect();
    let table = (!differing.is_empty()).then(|| {
        let lines = differing
            .into_iter()
            .map(|item| {
                view! {
                    <Row>
                        <RowHeader>{item.field.label()}</RowHeader>
                        <Cell label=w::HERE>{text_value(shown(&item.here))}</Cell>
                        <Cell label=w::THERE>{text_value(shown(&item.there))}</Cell>
                    </Row>
                }
            })
            .collect_view();
        let headings = columns([w::ITEM, w::HERE, w::THERE]);
        view! {
            <Section id="differences" title=w::DIFFERENCES>
                <DataTable caption=w::DIFFERENCES caption_hidden=true columns=headings dense=true>{lines}</DataTable>
            </Section>
        }
    });
    let all: Facts = items
        .iter()
        .filter(|item| !item.there.is_empty())
        .map(|item| (item.field.label().to_owned(), item.there.clone()))
        .collect();
    view! { {table}{list(w::ITEMS, all)} }
}

fn list(title: &'static str, facts: Facts) -> Option<AnyView> {
    if facts.is_empty() {
        return None;
    }
    let summary = format!("{title}（{}）", facts.len());
    Some(
        view! {
            <Details summary>
                <SummaryList>{rows(&facts)}</SummaryList>
            </Details>
        }
        .into_any(),
    )
}

fn entries(entries: &[FiledEntry]) -> Option<AnyView> {
    if entries.is_empty() {
        return None;
    }
    let summary = format!("{}（{}）", w::ENTRIES, entries.len());
    let open = entries.iter().any(|one| one.ours);
    let lines = entries
        .iter()
        .map(|FiledEntry { kind, words, school, ours }| {
            let (term, words) = (kind.label(), format!("{words}（{school}）"));
            let ours = ours.then(|| view! { " "<Badge tone=Tone::Warn>{w::OURS}</Badge> });
            view! { <SummaryRow term>{words}{ours}</SummaryRow> }
        })
        .collect_view();
    Some(view! { <Details summary open><SummaryList>{lines}</SummaryList></Details> }.into_any())
}

/// 接续安排: first day, class, and which of two values stands.
fn go_on(detail: &ArrivedView, inside: &Preview, state: &FormState, acts: Acts) -> impl IntoView + use<> {
    let id = detail.line.shown().to_string();
    let choices = keyed(
        inside.items.iter().filter(|item| item.differs),
        |item| item.field.key(),
        |item| choice(item, state),
    );
    let (on, class) = match &detail.proposal {
        Some(one) => (one.on.to_string(), one.class_name.clone()),
        None => (String::new(), inside.class_name.clone()),
    };
    let (on, class) = (state.value_or("on", &on), state.value_or("class_name", &class));
    let (on_error, class_error) = (state.error("on"), state.error("class_name"));
    let note = (!inside.likeness.is_empty()).then(|| {
        let (value, error) = (state.value("note"), state.error("note"));
        view! { <TextField name="note" label=w::NOTE hint=w::NOTE_HINT value error autocomplete="off" maxlength=200/> }
    });
    let (about, steps) = (vec![("package", id)], vec![StepAct::only(w::PROPOSE)]);
    view! {
        <StepForm action=acts.go_on about state=state.clone() acts=steps title=w::PROPOSAL>
            <DateField name="on" label=w::ON value=on error=on_error required=true/>
            <TextField name="class_name" label=w::CLASS value=class error=class_error width=FieldWidth::W10 autocomplete="off" maxlength=20 required=true/>
            {choices}
            {note}
        </StepForm>
    }
}

fn choice(item: &PreviewItem, state: &FormState) -> impl IntoView + use<> {
    let label = item.field.label();
    if item.field.is_key() {
        return view! { <p><strong>{label}</strong>"："{w::KEY_ITEM}</p> }.into_any();
    }
    let name = format!("from[{}]", item.field.key());
    // Two masked values may look the same; they are not.
    let hint = if item.here == item.there { w::HIDDEN } else { "" };
    let options = vec![
        Choice::new("here", w::KEEP).with_hint(shown(&item.here)),
        Choice::new("there", w::TAKE).with_hint(shown(&item.there)),
    ];
    let (value, error) = (state.value_or(&name, "here"), state.error(&name));
    view! { <RadioField name label options value hint error inline=true/> }.into_any()
}
