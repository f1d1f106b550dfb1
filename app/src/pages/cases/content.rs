//! What a case is about: the form of a registration, a change in words, or what is to be corrected beside its proofs.

use crate::language::name;
use crate::text::t::{self, case as w, portal as p};
use crate::ui::{Compare, CompareRow, Section, SummaryList, SummaryRow, item_value, language_of};
use contract::case::CaseView;
use domain::case::CaseKind;
use leptos::prelude::*;

/// The content of a case. `deciding`: the form of the decision stands below and has what is corrected, with its proofs, in it.
pub(super) fn content(detail: &CaseView, deciding: bool) -> AnyView {
    match detail.line.kind {
        CaseKind::Registration => {
            let language = language_of(&detail.info);
            let rows = detail
                .info
                .iter()
                .map(|(field, value)| (field.label(), item_value(*field, value.clone(), language)))
                .map(|(term, value)| view! { <SummaryRow term>{value}</SummaryRow> })
                .collect_view();
            view! { <Section id="info" title=w::INFO><SummaryList>{rows}</SummaryList></Section> }.into_any()
        }
        CaseKind::Correction if deciding => ().into_any(),
        CaseKind::Correction => {
            let rows = detail
                .changes
                .iter()
                .map(|change| {
                    let refused = change.refused.clone();
                    view! {
                        <CompareRow field=change.field.label() old=change.old.clone() new=change.new.clone()>
                            {refused.map(|why| format!("{}：{why}", w::NOT_ACCEPTED))}
                        </CompareRow>
                    }
                })
                .collect_view();
            let compare = view! {
                <Compare caption=w::CHANGES caption_hidden=true decision=w::NOT_ACCEPTED>{rows}</Compare>
            };
            let beside = beside(detail, compare.into_any());
            view! { <Section id="changes" title=w::CHANGES>{beside}</Section> }.into_any()
        }
        _ => {
            let lines = detail
                .change
                .as_ref()
                .map(|change| crate::pages::changes::lines(change, detail.papers_checked, false));
            // Whoever decides sees which school the child will be shown to, not only what was typed.
            let host = detail.host.as_ref().map(|host| {
                let found = t::change::host_found(host);
                view! { <SummaryRow term=t::change::HOST_FOUND>{found}</SummaryRow> }
            });
            let scans = (!detail.proofs.is_empty()).then(|| proofs(detail));
            view! {
                <Section id="change" title=w::CONTENT><SummaryList>{lines}{host}</SummaryList></Section>
                {scans}
            }
            .into_any()
        }
    }
}

/// The proofs beside what they are to prove: two columns where there is room, below each other where there is not.
pub(super) fn beside(detail: &CaseView, difference: AnyView) -> impl IntoView + use<> {
    let list = proof_list(detail);
    view! {
        <div class="beside">
            <section id="proofs" class="beside-proofs" aria-labelledby="proofs-title">
                <h3 id="proofs-title">{p::PROOFS}</h3>
                {list}
            </section>
            <div class="beside-difference">{difference}</div>
        </div>
    }
}

/// The proofs by themselves, where nothing stands beside them.
pub(crate) fn proofs(detail: &CaseView) -> impl IntoView + use<> {
    let list = proof_list(detail);
    view! { <Section id="proofs" title=p::PROOFS>{list}</Section> }
}

/// The proofs of a case; pictures in place.
fn proof_list(detail: &CaseView) -> impl IntoView + use<> {
    let case = detail.line.id.to_string();
    let items = detail
        .proofs
        .iter()
        .map(|proof| {
            let href = format!("/files/cases/{case}/proofs/{}", proof.id);
            let words = p::proof(name(&proof.kind), &proof.format, proof.kib());
            let picture = (proof.format != "pdf").then(|| {
                view! { <img class="proof-picture" src=href.clone() alt=name(&proof.kind) loading="lazy"/> }
            });
            view! { <li><a href=href rel="external">{words}</a>{picture}</li> }
        })
        .collect_view();
    let checked = if detail.papers_checked { p::PAPERS_CHECKED } else { p::PAPERS_RECEIVED };
    view! {
        <p class="hint">{checked}</p>
        <ul class="proof-list">{items}</ul>
    }
}
