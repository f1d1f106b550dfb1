//! 核对孩子的学籍信息: the basic information, right or wrong, for the term review (第二十四条).

use super::waiting::waiting_beside;
use super::whole::Whole;
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::guardian::whole;
use crate::api::review::act::GuardianWord;
use crate::api::review::child::child_review;
use crate::language::mixed;
use crate::live::{Topic, use_live};
use crate::pages::guide::GuideLink;
use crate::pages::parts::{FormMessages, Load, param};
use crate::pages::pupils::record::blocks;
use crate::text::t::portal::ReviewWay;
use crate::text::t::{guardian as g, portal as w};
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Details, LinkButton, Notice, NoticeKind, PageTitle,
    Section, TextAreaField, quoted,
};
use contract::review::{GuardianReview, GuardianSaid, ReviewedChild};
use domain::guide::Task;
use leptos::prelude::*;

/// 核对孩子的学籍信息
#[component]
pub fn MyReviewPage() -> impl IntoView {
    let person = param("id");
    let live = use_live(move || Topic::pupil(&person.get()));
    let action = ServerAction::<GuardianWord>::new();
    let show = ServerAction::<whole::ShowChild>::new();
    let data = Resource::new_blocking(
        move || (person.get(), (action.version().get(), show.version().get()), live.version()),
        |(person, ..)| async move {
            let found = child_review(person.clone()).await?;
            let shown = form_state(whole::form(&person)).await?;
            Ok((found, form_state(format!("my_review/{person}")).await?, shown))
        },
    );
    view! {
        <BackLink href="/my"/>
        <Load data view=move |(child, state, shown): (ReviewedChild, FormState, FormState)| {
            let ReviewedChild { review, name, info, in_the_way } = child;
            let (person, has_errors) = (review.person.to_string(), state.has_errors());
            let waits = in_the_way.as_ref().and_then(waiting_beside);
            let said = review.said.as_ref().map(|said| told(said, &review));
            let due = (review.said.is_none() && review.open)
                .then(|| view! { <p>{mixed(w::review_due(&review.term, &day(review.due_on)))}</p> });
            let forms = if review.open {
                let words = words(&person, in_the_way.is_none(), &state, action);
                match review.said {
                    // Who has answered need not again.
                    Some(_) => view! { <Details summary=w::REVIEW_CHANGE open=has_errors>{words}</Details> }.into_any(),
                    None => words,
                }
            } else {
                view! { <p>{w::REVIEW_CLOSED}</p> }.into_any()
            };
            // One's own word that something is wrong, or the end of the review, leads on to the correction.
            let wrong = review.said.as_ref().is_some_and(|said| !said.right);
            let correct = (in_the_way.is_none() && (wrong || !review.open)).then(|| correct(&person));
            view! {
                <PageTitle title=w::REVIEW_TITLE caption=Some(name) has_errors>
                    <GuideLink task=Task::Confirm/>
                </PageTitle>
                <FormMessages state/>
                {said}
                {due}
                <p class="hint">{w::REVIEW_LEAD}</p>
                <Whole person=person page="review" state=shown action=show/>
                <Section id="info" title=w::REVIEW_ITEMS>{blocks(&info)}</Section>
                {forms}
                {correct}
                {waits}
            }
        }/>
    }
}

/// What was said in a review: by whom, when and how.
pub(super) fn said_of(said: &GuardianSaid) -> String {
    let way = match (said.on_paper, said.mine) {
        (true, _) => ReviewWay::Paper,
        (false, true) => ReviewWay::Mine,
        (false, false) => ReviewWay::Another,
    };
    w::review_said(way, &day(said.on), said.right)
}

/// The same on the page of the review, with what was written.
fn told(said: &GuardianSaid, review: &GuardianReview) -> AnyView {
    let kind = if said.right { NoticeKind::Success } else { NoticeKind::Warn };
    let note = (!said.note.is_empty()).then(|| view! { <p>{quoted(&said.note)}</p> });
    let change = review.open.then(|| view! { <p>{mixed(w::review_change(&day(review.due_on)))}</p> });
    view! { <Notice kind title=Some(said_of(said))>{note}{change}</Notice> }.into_any()
}

/// The way to the correction.
fn correct(person: &str) -> impl IntoView + use<> {
    let href = format!("/my/{person}/correct");
    view! {
        <p>{w::REVIEW_CORRECT}</p>
        <Actions><LinkButton href kind=ButtonKind::Secondary>{g::CORRECT}</LinkButton></Actions>
    }
}

/// That everything is right; or that something is not, with what it is.
fn words(person: &str, free: bool, state: &FormState, action: ServerAction<GuardianWord>) -> AnyView {
    let (person, other) = (person.to_owned(), person.to_owned());
    let then = if free { w::REVIEW_THEN_CORRECT } else { w::REVIEW_THEN_WAIT };
    let (value, error) = (state.value("note"), state.error("note"));
    view! {
        <ActionForm action attr:class="stack">
            <input type="hidden" name="person" value=person/>
            <input type="hidden" name="word" value="right"/>
            <Actions><Button>{w::REVIEW_RIGHT}</Button></Actions>
        </ActionForm>
        <ActionForm action attr:class="stack" attr:novalidate=true>
            <input type="hidden" name="person" value=other/>
            <input type="hidden" name="word" value="wrong"/>
            <TextAreaField
                name="note"
                label=w::REVIEW_WHAT
                hint=then
                value
                error
                maxlength=500
                rows=3
                required=true
            />
            <Actions><Button kind=ButtonKind::Secondary>{w::REVIEW_WRONG}</Button></Actions>
        </ActionForm>
    }
    .into_any()
}
