//! One's own child: the record, masked until it is asked for in full, and what happened to it (第七条第一项).

use super::call::call;
use super::whole::Whole;
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::guardian::whole;
use crate::api::pupil::read::pupil;
use crate::language::{in_chinese, name, plainly, with_note};
use crate::live::{Topic, use_live};
use crate::pages::parts::{Load, param};
use crate::pages::pupils::record::{History, form};
use crate::text::t::{guardian as w, portal as p};
use crate::ui::{Actions, BackLink, ButtonKind, LinkButton, PageTitle, Section, SummaryList, SummaryRow};
use contract::pupil::PupilView;
use domain::codes::PupilStatus;
use domain::standing::Standing;
use leptos::prelude::*;

/// 查看学籍信息
#[component]
pub fn MyChildPage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::pupil(&id.get()));
    let show = ServerAction::<whole::ShowChild>::new();
    let data = Resource::new_blocking(
        move || (id.get(), live.version(), show.version().get()),
        |(id, ..)| async move {
            let found = pupil(id.clone()).await?;
            Ok((found, form_state(whole::form(&id)).await?))
        },
    );
    view! {
        <BackLink href="/my"/>
        <Load data view=move |(detail, shown): (PupilView, FormState)| {
            let number = if detail.number.is_empty() { p::NO_NUMBER.to_owned() } else { detail.number.clone() };
            let may_ask = detail.open_case.is_none() && detail.standing != Standing::Pupil(PupilStatus::Dead);
            let correct = may_ask
                .then(|| format!("/my/{}/correct", detail.id))
                .map(|href| view! {
                    <Actions><LinkButton href>{w::CORRECT}</LinkButton></Actions>
                });
            let asks = detail
                .may_change
                .iter()
                .map(|kind| {
                    let href = format!("/my/{}/ask/{}", detail.id, kind.key());
                    let words = w::asking(name(kind));
                    view! { <Actions><LinkButton href kind=ButtonKind::Secondary>{words}</LinkButton></Actions> }
                })
                .collect_view();
            let phone = detail.phone.as_ref().map(|phone| call(&detail.school, phone));
            let (info, history) = (form(&detail.info), (detail.timeline.clone(), detail.chain_holds));
            view! {
                <PageTitle title=detail.name.clone() caption=Some(p::RECORD.to_owned())/>
                <Whole person=detail.id.to_string() page="child" state=shown action=show/>
                <Section id="standing" title=p::STANDING_TITLE>
                    <SummaryList>
                        <SummaryRow term=p::PUPIL_NUMBER>{number}</SummaryRow>
                        <SummaryRow term=p::STANDING>{plainly(&detail.standing)}</SummaryRow>
                        <SummaryRow term=p::SCHOOL>{in_chinese(detail.school.clone())}</SummaryRow>
                        <SummaryRow term=p::CLASS>{in_chinese(format!("{}{}", detail.grade, detail.class_name))}</SummaryRow>
                        <SummaryRow term=p::ENTRY_DATE>{day(detail.entry_date)}</SummaryRow>
                    </SummaryList>
                </Section>
                {phone}
                {correct}
                {asks}
                <p><a href=format!("/my/{}/archive", detail.id)>{w::ARCHIVE_TITLE}</a></p>
                <p><a href=format!("/my/{}/access", detail.id)>{p::LOOKS_TITLE}</a></p>
                {detail.may_consent.then(|| {
                    let href = format!("/my/{}/consent", detail.id);
                    let standing = with_note("", name(&detail.consent));
                    view! { <p><a href=href>{p::CONSENT_LINK}</a>{standing}</p> }
                })}
                {info}
                <History rows=history.0 holds=history.1/>
            }
        }/>
    }
}
