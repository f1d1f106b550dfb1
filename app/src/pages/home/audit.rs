//! 审计 on an audit administrator's home: what nobody has explained yet, what was given to outsiders, and the accounts of the own unit that
//! somebody should look at. The register of what is given out he may not open, so its number leads nowhere.

use crate::text::t::{common::in_few, compare as w};
use crate::ui::{Section, Stat, StatRow, Tone};
use contract::compare::AuditFigures;
use leptos::prelude::*;

pub(super) fn figures(of: AuditFigures) -> AnyView {
    let accounts = [
        ("waiting", of.waiting, w::ACCOUNTS_WAITING, w::ACCOUNTS_WAITING_NOTE, Tone::Warn),
        ("resting", of.resting, w::ACCOUNTS_RESTING, w::ACCOUNTS_RESTING_NOTE, Tone::Neutral),
        ("no-factor", of.without_factor, w::ACCOUNTS_NO_FACTOR, w::ACCOUNTS_NO_FACTOR_NOTE, Tone::Warn),
    ];
    let accounts = accounts
        .map(|(key, n, label, note, tone)| tile(key, n, label, w::ACCOUNTS, Some(note), tone, "/accounts"));
    view! {
        <Section id="audit" title=w::AUDIT>
            <StatRow>
                {tile("alarms", of.alarms, w::OPEN_ALARMS, w::CASES, None, Tone::Warn, "/access")}
                {tile("disclosures", of.disclosures, w::DISCLOSURES, w::CASES, Some(w::DISCLOSURES_NOTE), Tone::Neutral, "")}
                {accounts.collect_view()}
            </StatRow>
        </Section>
    }
    .into_any()
}

/// A number in its mood where there is any; an empty way leads nowhere.
fn tile(
    key: &str,
    n: u64,
    label: &'static str,
    unit: &'static str,
    note: Option<&'static str>,
    tone: Tone,
    way: &'static str,
) -> AnyView {
    let tone = if n > 0 { tone } else { Tone::Neutral };
    let (value, whole) = in_few(n);
    let (note, href) = (note.map(str::to_owned), (!way.is_empty()).then(|| way.to_owned()));
    let watched = Some(format!("audit/{key}"));
    view! { <Stat label value=Signal::stored(value) whole unit tone note href watched/> }.into_any()
}
