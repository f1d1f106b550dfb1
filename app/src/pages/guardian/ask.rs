//! 申请休学、延长休学、复学 by a guardian (第十九条): where it begins, and one question a page.

use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::guardian::ask::{AnswerAsk, DiscardAsk, asked, first_page, next_page};
use crate::language::{in_chinese, mixed, name, plainly};
use crate::pages::guide::GuideLink;
use crate::pages::parts::{FormMessages, Load, param, wrong};
use crate::text::t::{common, guardian as w};
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Choice, DateField, DocumentTitle, DraftState,
    LinkButton, Notice, NoticeKind, PageTitle, RadioField, SummaryList, SummaryRow, TextAreaField, choices,
    cited, keyed, quoted,
};
use contract::portal::AskPage;
use domain::case::CaseKind;
use domain::case::asking::{AskQuestion, NEXT, OWN};
use domain::guide::Task;
use leptos::prelude::*;

/// 申请休学, 申请延长休学, 申请复学: what will be asked, and the way in.
#[component]
pub fn AskChangePage() -> impl IntoView {
    let (person, kind) = (param("id"), param("kind"));
    let discard = ServerAction::<DiscardAsk>::new();
    let data = Resource::new_blocking(
        move || (person.get(), kind.get(), discard.version().get()),
        |(person, kind, _)| asked(person, kind),
    );
    view! { <Load data view=move |page: AskPage| begin(page, discard)/> }
}

/// What stands here where nothing can be applied for: the open case that is in the way, or that there is no such page. So does every page
/// of an application that was sent and is turned back to.
pub(super) fn barred(page: &AskPage) -> Option<AnyView> {
    let back = format!("/my/{}", page.person);
    let Some(case) = page.busy.clone() else {
        return (!page.open).then(|| wrong(&crate::api::AppError::NotFound).into_any());
    };
    let view = view! {
        <BackLink href=back.clone()/>
        <DocumentTitle title=w::asking(name(&page.kind))/>
        <Notice kind=NoticeKind::Warn>
            <p>{w::BUSY}</p>
            <p>{name(&case.kind)}" "{case.number}" "{plainly(&case.state)}</p>
        </Notice>
        <LinkButton href=back kind=ButtonKind::Secondary>{common::CANCEL}</LinkButton>
    };
    Some(view.into_any())
}

fn begin(page: AskPage, discard: ServerAction<DiscardAsk>) -> AnyView {
    if let Some(barred) = barred(&page) {
        return barred;
    }
    let (person, kind) = (page.person.to_string(), page.kind);
    let back = format!("/my/{person}");
    let returned = page.returned.clone().map(|why| {
        view! { <Notice kind=NoticeKind::Warn title=Some(w::RETURNED_TITLE.to_owned())><p>{quoted(&why)}</p></Notice> }
    });
    let begun = !page.draft.answers.is_empty() || page.is_proven();
    let words = if begun { w::ASK_GO_ON } else { w::ASK_BEGIN };
    let discarding = begun.then(|| {
        view! {
            <ActionForm action=discard>
                <input type="hidden" name="person" value=person.clone()/>
                <input type="hidden" name="kind" value=kind.key()/>
                <Button kind=ButtonKind::Link>{w::DISCARD}</Button>
            </ActionForm>
        }
    });
    let asked = keyed(
        AskQuestion::of(kind).iter().copied(),
        |question| question.key(),
        move |question| view! { <li>{w::question(kind, question)}</li> },
    );
    view! {
        <BackLink href=back/>
        <PageTitle title=w::asking(name(&kind)) caption=Some(page.name.clone())>
            <GuideLink task=Task::Case(kind)/>
        </PageTitle>
        {returned}
        <p class="lead">{cited(w::ask_lead(kind))}</p>
        <p>{w::ASK_ASKED}</p>
        <ol>
            {asked}
            <li>{w::ASK_PROOF}</li>
        </ol>
        <Actions><LinkButton href=next_page(&page)>{words}</LinkButton></Actions>
        <p class="hint">{w::SAVED}</p>
        {discarding}
    }
    .into_any()
}

/// One question.
#[component]
pub fn AskQuestionPage() -> impl IntoView {
    let (person, kind, question) = (param("id"), param("kind"), param("question"));
    let action = ServerAction::<AnswerAsk>::new();
    let data = Resource::new_blocking(
        move || (person.get(), kind.get(), question.get(), action.version().get()),
        |(person, kind, question, _)| async move {
            let page = asked(person.clone(), kind.clone()).await?;
            let state = form_state(format!("ask/{person}/{kind}/{question}")).await?;
            Ok((page, question, state))
        },
    );
    view! {
        <Load data view=move |(page, question, state): (AskPage, String, FormState)| {
            if let Some(barred) = barred(&page) {
                return barred;
            }
            let asked = AskQuestion::from_key(&question).filter(|one| AskQuestion::of(page.kind).contains(one));
            match asked {
                Some(question) => one_question(&page, question, &state, action).into_any(),
                None => wrong(&crate::api::AppError::NotFound).into_any(),
            }
        }/>
    }
}

fn one_question(
    page: &AskPage,
    question: AskQuestion,
    state: &FormState,
    action: ServerAction<AnswerAsk>,
) -> impl IntoView + use<> {
    let (person, kind) = (page.person.to_string(), page.kind);
    let kept = page.draft.answers.get(&question).cloned().unwrap_or_default();
    let value = state.value_or("value", &kept);
    let control = control(page, question, value, state.error("value"));
    let now = page.suspended.filter(|_| kind != CaseKind::Suspension).map(|(from, until)| {
        view! {
            <SummaryList>
                <SummaryRow term=w::ASK_NOW>{w::suspended(&day(from), &day(until))}</SummaryRow>
            </SummaryList>
        }
    });
    let exception = explains(page, question).then(|| {
        let why = page.exceptions.join("；");
        view! { <Notice kind=NoticeKind::Warn title=Some(w::ASK_EXCEPTION.to_owned())><p>{in_chinese(why)}</p></Notice> }
    });
    view! {
        <BackLink href=before(page, question)/>
        <DocumentTitle title=w::question(kind, question) has_errors=state.has_errors()/>
        <FormMessages state=state.clone()/>
        <p class="caption">{mixed(w::asking_of(name(&kind), &page.name))}</p>
        {now}
        {exception}
        <ActionForm action attr:class="stack" attr:novalidate=true>
            <input type="hidden" name="person" value=person.clone()/>
            <input type="hidden" name="kind" value=kind.key()/>
            <input type="hidden" name="question" value=question.key()/>
            {control}
            <DraftState form=format!("ask/{person}/{}/{}", kind.key(), question.key())/>
            <Actions><Button>{common::CONTINUE}</Button></Actions>
        </ActionForm>
        <p class="hint">{w::SAVED}</p>
    }
}

/// Whether the answer has to say why something should be done that the rules do not allow in principle.
fn explains(page: &AskPage, question: AskQuestion) -> bool {
    question == AskQuestion::Note && !page.exceptions.is_empty()
}

/// The question before this one, or where it begins.
fn before(page: &AskPage, question: AskQuestion) -> String {
    let person = page.person.to_string();
    let asked = AskQuestion::of(page.kind);
    let at = asked.iter().position(|one| *one == question).unwrap_or_default();
    match at.checked_sub(1).and_then(|before| asked.get(before)) {
        Some(one) => crate::api::guardian::ask::question_page(&person, page.kind, one.key()),
        None => first_page(&person, page.kind),
    }
}

fn control(page: &AskPage, question: AskQuestion, value: String, error: Option<String>) -> AnyView {
    let kind = page.kind;
    let (label, required) = (w::question(kind, question), explains(page, question));
    let hint = if required { w::ASK_EXCEPTION_HINT.said() } else { w::question_hint(kind, question) };
    match question {
        AskQuestion::Ground => {
            let options = choices(page.grounds.iter().map(|one| (one.key(), name(one))));
            view! { <RadioField name="value" label options value error hint=hint required=true heading=true/> }
                .into_any()
        }
        AskQuestion::NextGrade => {
            let options = vec![Choice::new(OWN, w::own_grade(&page.grade)), Choice::new(NEXT, w::NEXT_GRADE)];
            view! { <RadioField name="value" label options value error hint=hint required=true heading=true/> }
                .into_any()
        }
        AskQuestion::On | AskQuestion::Until => {
            view! { <DateField name="value" label hint value error required=true heading=true/> }.into_any()
        }
        AskQuestion::Note => view! {
            <TextAreaField
                name="value"
                label
                hint=hint
                value
                error
                required
                maxlength=500
                rows=4
                heading=true
            />
        }
        .into_any(),
    }
}
