//! One registrar's file: the post, the certificates, what happened; the leader appoints, changes, and opens a hand-over.

use super::{status_of, training};
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::registrar::act::AppointRegistrar;
use crate::api::registrar::hand_over::OpenHandOver;
use crate::api::registrar::read::registrar;
use crate::live::{Topic, use_live};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::registrar as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, Cell, DataTable, DateField, Details, PageTitle, Row, RowHeader,
    Section, SelectField, StatusTag, SummaryList, SummaryRow, TextField, Timeline, TimelineItem, choices,
    columns,
};
use contract::registrar::{HistoryLine, RegistrarStep, RegistrarView};
use domain::registrar::{Certificate, Employment, Post, RegistrarState};
use leptos::prelude::*;

/// 一名学籍管理员
#[component]
pub fn RegistrarPage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::matter(&id.get()));
    let appoint = ServerAction::<AppointRegistrar>::new();
    let leave = ServerAction::<OpenHandOver>::new();
    let data = Resource::new_blocking(
        move || (id.get(), appoint.version().get(), leave.version().get(), live.version()),
        |(id, ..)| async move { Ok((registrar(id.clone()).await?, form_state(format!("registrar/{id}")).await?)) },
    );
    view! {
        <Load data view=move |(detail, state): (RegistrarView, FormState)| {
            let row = detail.line.clone();
            let training = training(&row);
            let post = row.post.clone().map(|post| view! {
                <SummaryRow term=w::POST>{post.title}"（"{post.employment.label()}"）"</SummaryRow>
                <SummaryRow term=w::SINCE>{day(post.since)}</SummaryRow>
                <SummaryRow term=w::DOCUMENT>{post.document}</SummaryRow>
            });
            let (certificates, history) = (certificates(&detail), history(&detail));
            let forms = detail.may_appoint.then(|| {
                let leaving =
                    (row.state == RegistrarState::Serving).then(|| hand_over(&detail, &state, leave));
                view! { {appointing(&detail, &state, appoint)}{leaving} }
            });
            view! {
                <BackLink href="/registrars"/>
                <PageTitle title=row.name.clone() caption=Some(row.login.clone()) has_errors=state.has_errors()>
                    <StatusTag status=status_of(row.state) label=Some(row.state.label().to_owned())/>
                </PageTitle>
                <FormMessages state/>
                <SummaryList>
                    {post}
                    <SummaryRow term=w::VALID_TRAINING>{training}</SummaryRow>
                </SummaryList>
                {forms}
                {certificates}
                {history}
            }
        }/>
    }
}

fn certificates(detail: &RegistrarView) -> Option<impl IntoView + use<>> {
    let lines = detail
        .certificates
        .iter()
        .cloned()
        .map(|Certificate { course, hours, certificate, on, valid_until }| {
            let hours = hours.map(|hours| hours.to_string()).unwrap_or_default();
            let until = valid_until.map_or_else(|| w::NO_END.to_owned(), day);
            view! {
                <Row>
                    <RowHeader>{course}</RowHeader>
                    <Cell label=w::HOURS numeric=true>{hours}</Cell>
                    <Cell label=w::NUMBER>{certificate}</Cell>
                    <Cell label=w::ISSUED>{day(on)}</Cell>
                    <Cell label=w::VALID_UNTIL>{until}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = columns([w::COURSE, w::HOURS, w::NUMBER, w::ISSUED, w::VALID_UNTIL]);
    (!detail.certificates.is_empty()).then(|| {
        view! {
            <Section id="certificates" title=w::CERTIFICATES>
                <DataTable caption=w::CERTIFICATES caption_hidden=true columns=headings dense=true>{lines}</DataTable>
            </Section>
        }
    })
}

fn history(detail: &RegistrarView) -> Option<impl IntoView + use<>> {
    let items = detail
        .history
        .iter()
        .cloned()
        .map(|HistoryLine { on, by, step }| {
            let (title, more) = told(step);
            let (date, datetime) = (day(on), on.to_string());
            view! { <TimelineItem date datetime title=title.to_owned() who=by><p>{more}</p></TimelineItem> }
        })
        .collect_view();
    (!detail.history.is_empty()).then(|| {
        view! { <Section id="history" title=w::HISTORY><Timeline>{items}</Timeline></Section> }
    })
}

/// What happened, and more of it.
fn told(step: RegistrarStep) -> (&'static str, String) {
    let words = |post: &Post| {
        format!("{}（{}），{}：{}", post.title, post.employment.label(), w::DOCUMENT, post.document)
    };
    match step {
        RegistrarStep::Appointed(post) => (w::APPOINT, words(&post)),
        RegistrarStep::Changed(post) => (w::CHANGE, words(&post)),
        RegistrarStep::Certified(course) => (w::CERTIFICATES, course),
        RegistrarStep::Left(reason) => (RegistrarState::Left.label(), reason),
    }
}

fn appointing(
    detail: &RegistrarView,
    state: &FormState,
    action: ServerAction<AppointRegistrar>,
) -> impl IntoView + use<> {
    let row = detail.line.clone();
    let change = row.state == RegistrarState::Serving;
    let present = row.post.filter(|_| change);
    let (title, employment, since, document) = match present {
        Some(post) => (post.title, post.employment.key(), post.since.to_string(), post.document),
        None => Default::default(),
    };
    let options = choices(Employment::ALL.map(|one| (one.key(), one.label())));
    let words = if change { w::CHANGE } else { w::APPOINT };
    let open =
        !change || ["title", "employment", "since", "document"].iter().any(|one| state.error(one).is_some());
    let state = state.clone();
    view! {
        <Details summary=words open>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="registrar" value=row.id.to_string()/>
                {change.then(|| view! { <input type="hidden" name="change" value="true"/> })}
                <TextField name="title" label=w::POST value=state.value_or("title", &title) error=state.error("title") required=true/>
                <SelectField name="employment" label=w::EMPLOYMENT options value=state.value_or("employment", employment) error=state.error("employment") required=true/>
                <DateField name="since" label=w::SINCE value=state.value_or("since", &since) error=state.error("since") required=true/>
                <TextField name="document" label=w::DOCUMENT hint=w::DOCUMENT_HINT value=state.value_or("document", &document) error=state.error("document") required=true/>
                <Actions><Button>{words}</Button></Actions>
            </ActionForm>
        </Details>
    }
}

fn hand_over(
    detail: &RegistrarView,
    state: &FormState,
    action: ServerAction<OpenHandOver>,
) -> impl IntoView + use<> {
    let id = detail.line.id.to_string();
    let options = choices(detail.able.iter().map(|desk| (desk.account.to_string(), desk.name.clone())));
    let open = ["to", "last_day", "reason"].iter().any(|one| state.error(one).is_some());
    let state = state.clone();
    view! {
        <Details summary=w::START open>
            <p class="hint">{w::START_LEAD}</p>
            <ActionForm action attr:class="stack" attr:novalidate=true>
                <input type="hidden" name="registrar" value=id/>
                <SelectField name="to" label=w::TO options value=state.value("to") error=state.error("to") required=true/>
                <DateField name="last_day" label=w::LAST_DAY value=state.value("last_day") error=state.error("last_day") required=true/>
                <TextField name="reason" label=w::REASON value=state.value("reason") error=state.error("reason") required=true/>
                <Actions><Button>{w::START}</Button></Actions>
            </ActionForm>
        </Details>
    }
}
