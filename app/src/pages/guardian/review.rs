//! 核对孩子的学籍信息: the basic information, right or wrong, for the term review (第二十四条).

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
use crate::text::t::{guardian as g, portal as w};
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, LinkButton, Notice, NoticeKind, PageTitle, Section,
};
use contract::review::GuardianReview;
use domain::form::Field;
use domain::guide::Task;
use leptos::prelude::*;

/// What is asked, about whom, and what stands on record.
type Asked = (GuardianReview, String, Vec<(Field, String)>);

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
        <Load data view=move |((review, name, info), state, shown): (Asked, FormState, FormState)| {
            let asked = w::review_due(&review.term, &day(review.due_on));
            let again = asked.clone();
            let said = review.right.map(|right| {
                let words = if right { w::REVIEW_SAID_RIGHT } else { w::REVIEW_SAID_WRONG };
                let kind = if right { NoticeKind::Success } else { NoticeKind::Warn };
                view! { <Notice kind title=Some(words.to_owned())><p>{mixed(again)}</p></Notice> }
            });
            let due = review.right.is_none().then(|| view! { <p>{mixed(asked)}</p> });
            let correct = format!("/my/{}/correct", review.person);
            let forms = if review.open {
                word(&review.person.to_string(), action).into_any()
            } else {
                view! {
                    <p>{w::REVIEW_CLOSED}</p>
                    <Actions><LinkButton href=correct kind=ButtonKind::Secondary>{g::CORRECT}</LinkButton></Actions>
                }.into_any()
            };
            view! {
                <PageTitle title=w::REVIEW_TITLE caption=Some(name) has_errors=state.has_errors()>
                    <GuideLink task=Task::Confirm/>
                </PageTitle>
                <FormMessages state/>
                {said}
                {due}
                <p class="hint">{w::REVIEW_LEAD}</p>
                <Whole person=review.person.to_string() page="review" state=shown action=show/>
                <Section id="info" title=w::REVIEW_ITEMS>{blocks(&info)}</Section>
                {forms}
            }
        }/>
    }
}

fn word(person: &str, action: ServerAction<GuardianWord>) -> impl IntoView + use<> {
    let person = person.to_owned();
    view! {
        <ActionForm action attr:class="stack">
            <input type="hidden" name="person" value=person/>
            <Actions>
                <Button name="word" value="right">{w::REVIEW_RIGHT}</Button>
                <Button kind=ButtonKind::Secondary name="word" value="wrong">{w::REVIEW_WRONG}</Button>
            </Actions>
            <p class="hint">{w::REVIEW_WRONG_HINT}</p>
        </ActionForm>
    }
}
