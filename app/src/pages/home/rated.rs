//! 家长评价 on a school's own page: how many rated in this term, and how satisfied they were in the one before (好差评).

use super::figure::told;
use crate::text::t::{common::per_mille, home as w};
use crate::ui::{Section, SummaryList, SummaryRow};
use contract::dashboard::OwnRatings;
use domain::figure::Told;
use leptos::prelude::*;

/// What the school is told; nothing before anybody rated.
pub(super) fn ratings(of: OwnRatings) -> Option<impl IntoView> {
    let OwnRatings { rated, rated_before, satisfied_before } = of;
    if [rated, rated_before].iter().all(|told| *told == Told::Exact(0)) {
        return None;
    }
    let before = match satisfied_before {
        Some(satisfied) => w::rated_and_satisfied(&told(rated_before), &per_mille(satisfied)),
        None => w::rated(&told(rated_before)),
    };
    Some(view! {
        <Section id="ratings" title=w::RATINGS>
            <SummaryList>
                <SummaryRow term=w::THIS_TERM>{w::rated(&told(rated))}</SummaryRow>
                <SummaryRow term=w::LAST_TERM>{before}</SummaryRow>
            </SummaryList>
            <p class="hint">{w::RATINGS_HINT}</p>
        </Section>
    })
}
