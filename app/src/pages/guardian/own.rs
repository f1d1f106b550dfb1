//! 我的账号, and the page on which a guardian ends the bond to a child.

use crate::api::form_state::{FormState, form_state};
use crate::api::guardian::own::{LEAVE, LeaveChild, OWN, my_account};
use crate::api::{AppError, moment};
use crate::language::{colon, in_chinese, mixed, name};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::own as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, Empty, LinkButton, PageTitle, Section, SummaryList,
    SummaryRow, keyed,
};
use contract::portal::{MyAccount, MyBond, OpenAsk};
use domain::guardian::BondState;
use leptos::prelude::*;

/// 我的账号
#[component]
pub fn MyAccountPage() -> impl IntoView {
    let data = Resource::new_blocking(
        || (),
        |()| async move { Ok((my_account().await?, form_state(OWN.into()).await?)) },
    );
    view! {
        <BackLink href="/my"/>
        <Load data view=|(account, state): (MyAccount, FormState)| {
            let since = moment(account.since);
            let bonds = if account.bonds.is_empty() {
                view! { <Empty title=w::NO_BOND><a href="/my/add">{crate::text::t::guardian::ADD_TITLE}</a></Empty> }
                    .into_any()
            } else {
                keyed(account.bonds, |bond| bond.child, bond).into_any()
            };
            view! {
                <PageTitle title=w::TITLE/>
                <FormMessages state/>
                <p class="lead">{w::LEAD}</p>
                <SummaryList>
                    <SummaryRow term=w::NAME>{mixed(account.name)}</SummaryRow>
                    <SummaryRow term=w::PHONE change=Some("/my/account/phone".to_owned())>{account.phone}</SummaryRow>
                    <SummaryRow term=w::SINCE>{since}</SummaryRow>
                </SummaryList>
                <Actions>
                    <LinkButton href="/account" kind=ButtonKind::Secondary>{w::SETTINGS}</LinkButton>
                    <LinkButton href="/my/account/phone" kind=ButtonKind::Secondary>{w::PHONE_TITLE}</LinkButton>
                    <LinkButton href="/my/account/data" kind=ButtonKind::Secondary>{w::DATA_TITLE}</LinkButton>
                </Actions>
                <Section id="bonds" title=w::BONDS>{bonds}</Section>
                <Section id="close" title=w::CLOSE_TITLE>
                    <Actions>
                        <LinkButton href="/my/account/close" kind=ButtonKind::Secondary>{w::CLOSE_TITLE}</LinkButton>
                    </Actions>
                </Section>
            }
        }/>
    }
}

/// One bond, and the way to its end while it lasts.
fn bond(bond: MyBond) -> impl IntoView {
    let hidden = bond.is_hidden();
    let MyBond { child, name: called, school, kinship, since, state } = bond;
    let lasts = state != BondState::Ended;
    let instead = if lasts { w::HIDDEN } else { w::OVER };
    let who = if hidden { instead.to_owned() } else { called };
    let more = (!hidden).then(|| {
        view! {
            <SummaryRow term=w::SCHOOL>{in_chinese(school)}</SummaryRow>
            <SummaryRow term=w::KINSHIP>{mixed(kinship)}</SummaryRow>
        }
    });
    let end = lasts.then(|| {
        let href = format!("/my/account/child/{child}");
        view! { <p><a href=href>{w::LEAVE}</a></p> }
    });
    view! {
        <SummaryList>
            <SummaryRow term=w::CHILD>{mixed(who)}</SummaryRow>
            {more}
            <SummaryRow term=w::BOUND_SINCE>{moment(since)}</SummaryRow>
            <SummaryRow term=w::STATE>{name(&state)}</SummaryRow>
        </SummaryList>
        {end}
    }
}

/// 解除和孩子的关系: what it means, what is open and what of it goes on, and the press that does it.
#[component]
pub fn LeaveChildPage() -> impl IntoView {
    let child = param("id");
    let action = ServerAction::<LeaveChild>::new();
    // What is shown stays while the form is sent: the bond is over then.
    let account = Resource::new_blocking(move || child.get(), |_| my_account());
    let data = Resource::new_blocking(
        move || (child.get(), action.version().get()),
        move |(child, _)| async move {
            let account = account.await?;
            let mut lasting = account.bonds.into_iter().filter(|bond| bond.state != BondState::Ended);
            let bond = lasting.find(|bond| bond.child.to_string() == child).ok_or(AppError::NotFound)?;
            let open: Vec<OpenAsk> = account.open.into_iter().filter(|ask| ask.child == bond.child).collect();
            Ok((bond, open, form_state(LEAVE.into()).await?))
        },
    );
    view! {
        <BackLink href="/my/account"/>
        <Load data view=move |(bond, open, state): (MyBond, Vec<OpenAsk>, FormState)| {
            // Of a child that is not shown nobody is told whether something is open.
            let open = (!bond.is_hidden()).then_some(open);
            let who = if bond.is_hidden() { w::HIDDEN.to_owned() } else { bond.name };
            let loses = w::LEAVE_LOSES.map(|words| view! { <li>{words}</li> }).collect_view();
            let child = bond.child.to_string();
            view! {
                <PageTitle title=w::LEAVE_TITLE has_errors=state.has_errors()/>
                <FormMessages state/>
                <SummaryList><SummaryRow term=w::CHILD>{mixed(who)}</SummaryRow></SummaryList>
                <Section id="what" title=w::LEAVE_WHAT><ul>{loses}</ul></Section>
                <Section id="open" title=w::LEAVE_OPEN>{going_on(open)}</Section>
                <ActionForm action attr:class="stack">
                    <input type="hidden" name="child" value=child/>
                    <Actions>
                        <Button kind=ButtonKind::Warning>{w::LEAVE_DO}</Button>
                        <LinkButton href="/my/account" kind=ButtonKind::Secondary>{crate::text::t::common::CANCEL}</LinkButton>
                    </Actions>
                </ActionForm>
            }
        }/>
    }
}

/// What is open, and what becomes of each; where it is not told, what becomes of whatever there is.
fn going_on(open: Option<Vec<OpenAsk>>) -> AnyView {
    let Some(open) = open else { return view! { <p>{w::LEAVE_GOES_ON}</p> }.into_any() };
    if open.is_empty() {
        return view! { <p>{w::LEAVE_NONE}</p> }.into_any();
    }
    let each = |ask: OpenAsk| {
        let href = format!("/my/case/{}", ask.case);
        let what = if ask.mine { w::LEAVE_MINE } else { w::LEAVE_GOES_ON };
        view! { <li><a href=href>{name(&ask.kind)}</a>{colon()}{what}</li> }
    };
    view! { <ul>{keyed(open, |ask| ask.case, each)}</ul> }.into_any()
}
