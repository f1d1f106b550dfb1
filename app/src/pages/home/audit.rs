//! 审计 on an audit administrator's home: what nobody has explained yet, and what was given to outsiders.

use crate::text::t::{common::number, compare as w};
use crate::ui::{Section, Stat, StatRow, Tone};
use contract::compare::AuditFigures;
use leptos::prelude::*;

pub(super) fn figures(of: AuditFigures) -> AnyView {
    let shown = |n: u64| Signal::stored(number(n));
    let tone = if of.alarms > 0 { Tone::Warn } else { Tone::Neutral };
    view! {
        <Section id="audit" title=w::AUDIT>
            <StatRow>
                <Stat label=w::OPEN_ALARMS value=shown(of.alarms) unit=w::CASES tone href=Some("/access".to_owned())/>
                <Stat label=w::DISCLOSURES value=shown(of.disclosures) unit=w::CASES note=Some(w::DISCLOSURES_NOTE.to_owned())/>
            </StatRow>
        </Section>
    }
    .into_any()
}
