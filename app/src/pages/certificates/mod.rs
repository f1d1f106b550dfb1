//! 证书登记簿 (第十三条): who waits for a certificate, class by class, and the register of a school and year.

pub mod one;

use crate::api::certificate::{IssueCertificates, certificates};
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::print_of::{PrintCertificates, PrintOf, PrintOffer};
use crate::api::tables::{ListTools, shown_by};
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, query};
use crate::pages::print_of;
use crate::pages::tools::{ListToolbar, ToolActions, columns_of};
use crate::text::t::{calendar, certificate as w, school};
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Cell, Column, DataTable, Empty, FilterBar, PageTitle,
    Pager, Row, RowHeader, Section, SelectField, Status, StatusTag, TextField, TickBox, choices, columns,
    keyed, shown_columns,
};
use contract::certificate::{CertificateLine, CertificatesView, WaitingCertificate};
use domain::certificate::CertificateState;
use domain::print::PrintKind;
use domain::tables::List;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The tag of a certificate's state.
fn status_of(state: CertificateState) -> Status {
    match state {
        CertificateState::Valid => Status::Done,
        CertificateState::Replaced => Status::Withdrawn,
        CertificateState::Revoked => Status::Refused,
    }
}

/// 证书登记簿
#[component]
pub fn CertificatesPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (school, year, after) = (query("school"), query("year"), query("after"));
    let find = query("find");
    let issue = ServerAction::<IssueCertificates>::new();
    let printing = ServerAction::<PrintOf>::new();
    let batch = ServerAction::<PrintCertificates>::new();
    let actions = ToolActions::new();
    let data = Resource::new_blocking(
        move || {
            let made = (printing.version().get(), batch.version().get());
            let sent = (issue.version().get(), made, actions.version());
            (school.get(), year.get(), after.get(), find.get(), live.version(), sent)
        },
        |(school, year, after, find, ..)| async move {
            let data = certificates(school, year, after, find).await?;
            let state = form_state(format!("certificates/{}", data.page.year)).await?;
            let print = form_state(format!("print/graduates/{}", data.page.year)).await?;
            Ok((data, shown_by(List::Certificates, []).await?, state, print))
        },
    );
    view! {
        <Load data view=move |(data, tools, state, print): (CertificatesView, ListTools, FormState, FormState)| {
            let own = data.page.school.is_school() && (data.schools.is_empty() || data.may_print);
            let lead = if own { w::LEAD } else { w::LEAD_AUTHORITY };
            let (filters, waiting) = (filters(&data), waiting(&data, issue));
            let list = list(&data, tools, actions);
            let offer = PrintOffer {
                what: "graduates".to_owned(),
                id: data.page.year.to_string(),
                kind: PrintKind::GraduationList,
            };
            let together = together(&data, &print, batch);
            let numbering = data.numbering.clone().map(|(form, next)| {
                view! { <p class="hint">{w::numbering(&form, &next)}</p> }
            });
            let print_list = data.may_print.then(|| print_of::buttons(&[offer], printing));
            view! {
                <BackLink href="/changes"/>
                <PageTitle title=w::TITLE caption=Some(data.page.school_name.clone()) has_errors=state.has_errors()/>
                <p class="lead">{lead}</p>
                <FormMessages state/>
                <FormMessages state=print/>
                {filters}
                {numbering}
                {waiting}
                {list}
                {together}
                {print_list}
            }
        }/>
    }
}

/// The certificates of a class, or of the year, in one file.
fn together(
    data: &CertificatesView,
    state: &FormState,
    action: ServerAction<PrintCertificates>,
) -> Option<impl IntoView + use<>> {
    if data.classes.is_empty() {
        return None;
    }
    let all = data.classes.iter().map(|(_, count)| count).sum::<usize>();
    let classes = data.classes.iter().map(|(class, count)| (class.clone(), w::class_count(class, *count)));
    let options =
        choices(std::iter::once((String::new(), w::class_count(w::ALL_CLASSES, all))).chain(classes));
    let (year, value, error) = (data.page.year.to_string(), state.value("class"), state.error("class"));
    Some(view! {
        <Section id="together" title=w::TOGETHER>
            <p class="hint">{w::TOGETHER_HINT}</p>
            <ActionForm action attr:class="filters">
                <input type="hidden" name="year" value=year.clone()/>
                <SelectField
                    name="class"
                    label=w::CLASS
                    options=options.clone()
                    value=value.clone()
                    error=error.clone()
                    placeholder=""
                />
                <Button kind=ButtonKind::Secondary>{w::TOGETHER_DO}</Button>
            </ActionForm>
        </Section>
    })
}

fn filters(data: &CertificatesView) -> impl IntoView + use<> {
    let years = choices(data.page.years.iter().map(|year| (year.to_string(), calendar::year(*year))));
    let year = data.page.year.to_string();
    let schools = (!data.schools.is_empty()).then(|| {
        let options = choices(data.schools.iter().map(|(code, name)| (code.to_string(), name.clone())));
        let chosen = Some(&data.page.school).filter(|school| school.is_school());
        let school = chosen.map(ToString::to_string).unwrap_or_default();
        view! { <SelectField name="school" label=w::SCHOOL options value=school/> }
    });
    let find = (data.more_schools || !data.find.is_empty()).then(|| {
        let hint = if data.more_schools { w::MORE_SCHOOLS } else { "" };
        let value = data.find.clone();
        view! { <TextField name="find" label=w::FIND_SCHOOL hint value input_type="search" autocomplete="off" maxlength=60/> }
    });
    view! {
        <FilterBar action="/certificates" submit=w::SHOW>
            {find}
            {schools}
            <SelectField name="year" label=w::YEAR options=years value=year placeholder=""/>
        </FilterBar>
    }
}

/// One form for each class: a class gets its certificates together.
fn waiting(
    data: &CertificatesView,
    action: ServerAction<IssueCertificates>,
) -> Option<impl IntoView + use<>> {
    if data.page.waiting.is_empty() {
        return None;
    }
    let mut classes: BTreeMap<String, Vec<WaitingCertificate>> = BTreeMap::new();
    for row in &data.page.waiting {
        classes.entry(row.class_label.clone()).or_default().push(row.clone());
    }
    let year = data.page.year;
    let forms =
        keyed(classes, |(class, _)| class.clone(), |(class, rows)| class_form(class, rows, year, action));
    Some(view! {
        <Section id="waiting" title=w::WAITING>
            <p class="hint">{w::WAITING_HINT}</p>
            {forms}
        </Section>
    })
}

fn class_form(
    class: String,
    rows: Vec<WaitingCertificate>,
    year: i32,
    action: ServerAction<IssueCertificates>,
) -> impl IntoView {
    let typed = rows.iter().any(|row| !row.number.is_empty());
    let lines = keyed(
        rows,
        |row| row.case,
        |row| {
            let (id, label) = (format!("case-{}", row.case), w::select(&row.name));
            let number = if row.number.is_empty() { w::BY_REGISTER.to_owned() } else { row.number };
            view! {
                <Row>
                    <Cell label=w::SELECT>
                        <TickBox id name="cases[]" value=row.case.to_string() checked=true label=Some(label)/>
                    </Cell>
                    <RowHeader>{row.name}</RowHeader>
                    <Cell label=w::OUTCOME>{row.outcome.label()}</Cell>
                    <Cell label=w::ON>{day(row.on)}</Cell>
                    <Cell label=w::TYPED>{number}</Cell>
                </Row>
            }
        },
    );
    let mut headings = vec![Column::new(w::SELECT).hidden()];
    headings.extend(columns([w::NAME, w::OUTCOME, w::ON, w::TYPED]));
    let register = typed.then(|| {
        view! { <Button kind=ButtonKind::Secondary name="numbering" value="register">{w::ISSUE_REGISTER}</Button> }
    });
    view! {
        <ActionForm action attr:class="stack">
            <input type="hidden" name="year" value=year.to_string()/>
            <DataTable caption=class columns=headings dense=true>{lines}</DataTable>
            <Actions>
                <Button name="numbering" value="entered">{w::ISSUE}</Button>
                {register}
            </Actions>
        </ActionForm>
    }
}

fn list(data: &CertificatesView, tools: ListTools, actions: ToolActions) -> AnyView {
    if !data.page.school.is_school() {
        let none = data
            .schools
            .is_empty()
            .then(|| view! { <Empty title=school::NO_SCHOOLS><p>{school::NO_SCHOOLS_NEXT}</p></Empty> });
        return none.into_any();
    }
    if data.page.register.rows.is_empty() {
        return view! { <Section id="register" title=w::LIST><Empty title=w::NONE><p>{w::NONE_NEXT}</p></Empty></Section> }.into_any();
    }
    let (choice, others) = (tools.choice.clone(), columns_of(List::Certificates));
    let headings = shown_columns(w::NUMBER, others, |column| choice.shows(column));
    let dense = choice.is_compact();
    let lines = keyed(
        data.page.register.rows.iter().cloned(),
        |row| row.id,
        |row: CertificateLine| {
            let cell = |(column, label): &(&'static str, &'static str)| {
                let words = match *column {
                    "kind" => row.kind.label().into_any(),
                    "name" => row.name.clone().into_any(),
                    "class" => row.class_label.clone().into_any(),
                    "on" => day(row.on).into_any(),
                    "issued_on" => day(row.issued.1).into_any(),
                    _ => {
                        let label = Some(row.state.label().to_owned());
                        view! { <StatusTag status=status_of(row.state) label/> }.into_any()
                    }
                };
                choice.shows(column).then(|| view! { <Cell label=*label>{words}</Cell> })
            };
            let cells = others.iter().filter_map(cell).collect_view();
            view! {
                <Row>
                    <RowHeader><a href=format!("/certificates/{}", row.id)>{row.number.clone()}</a></RowHeader>
                    {cells}
                </Row>
            }
        },
    );
    let at = format!("/certificates?school={}&year={}", data.page.school, data.page.year);
    let next = data.page.register.next.as_ref().map(|next| format!("{at}&after={next}"));
    view! {
        <Section id="register" title=w::LIST>
            <ListToolbar tools back=at actions/>
            <DataTable caption=w::LIST caption_hidden=true columns=headings dense>{lines}</DataTable>
            <Pager next/>
        </Section>
    }
    .into_any()
}
