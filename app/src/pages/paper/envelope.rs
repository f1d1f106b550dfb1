//! The slip of a sealed envelope (档案袋封面, 第十五条): one sheet of A4, with a symbol that leads the receiver to the desk.

use crate::api::day;
use crate::api::hand_over::{EnvelopeData, envelope};
use crate::pages::parts::{Load, param};
use crate::text::t::paper as w;
use crate::ui::{BackLink, PageTitle, SummaryList, SummaryRow};
use leptos::prelude::*;

/// 档案袋封面
#[component]
pub fn EnvelopePage() -> impl IntoView {
    let letter = param("id");
    let data = Resource::new_blocking(move || letter.get(), envelope);
    view! {
        <Load data view=|EnvelopeData { desk, symbol }: EnvelopeData| {
            let back = format!("/letters/{}/pieces", desk.letter);
            let (name, number) = (desk.pupil.clone(), desk.pupil_number.clone());
            let list = desk.list.as_ref();
            let amount = list.map(|list| w::amount(list.pieces.len(), list.pages)).unwrap_or_default();
            // Before the seal is confirmed its number and day are written by hand.
            let seal = list.and_then(|list| list.seal.clone());
            let (seal, signatory, on) =
                seal.map(|seal| (seal.number, seal.handed_over.by, day(seal.handed_over.on))).unwrap_or_default();
            let letter = desk.number.clone().unwrap_or_default();
            view! {
                <BackLink href=back/>
                <PageTitle title=w::ENVELOPE caption=Some(name.clone())/>
                <p class="lead">{w::ENVELOPE_LEAD}</p>
                <article class="official-letter sheet envelope" aria-labelledby="envelope-title">
                    <h2 id="envelope-title" class="official-letter-title">{w::ENVELOPE_TITLE}</h2>
                    <div class="envelope-body">
                        <SummaryList>
                            <SummaryRow term=w::PUPIL>{name}</SummaryRow>
                            <SummaryRow term=w::NUMBER>{number}</SummaryRow>
                            <SummaryRow term=w::FROM>{desk.from}</SummaryRow>
                            <SummaryRow term=w::TO>{desk.to}</SummaryRow>
                            <SummaryRow term=w::ENVELOPE_NUMBER>{letter}</SummaryRow>
                            <SummaryRow term=w::ENVELOPE_CONTENT>{amount}</SummaryRow>
                            <SummaryRow term=w::SEAL_NUMBER>{seal}</SummaryRow>
                            <SummaryRow term=w::SIGNATORY>{signatory}</SummaryRow>
                            <SummaryRow term=w::SEALED_ON>{on}</SummaryRow>
                        </SummaryList>
                        <figure class="envelope-symbol">
                            <div class="qr" role="img" aria-label=w::ENVELOPE_SYMBOL inner_html=symbol></div>
                            <figcaption>{w::ENVELOPE_SCAN}</figcaption>
                        </figure>
                    </div>
                    <p class="envelope-seal">{w::ENVELOPE_SEALED}{w::ENVELOPE_STAMP}</p>
                    <p class="envelope-warning">{w::ENVELOPE_WARNING}</p>
                </article>
            }
        }/>
    }
}
