//! The steps of a case: who had it, who holds it and until when, who comes next.

use crate::api::{day, moment};
use crate::language::{desk, plainly, with_note};
use crate::text::t::{case as w, portal as p};
use crate::ui::{Step, StepState, StepTrack};
use contract::case::CaseView;
use domain::case::{CaseKind, CaseState, Verdict};
use domain::guide::plain;
use leptos::prelude::*;

/// The track of a case; to a guardian in plain words.
pub(crate) fn track(detail: &CaseView) -> impl IntoView + use<> {
    let rounds = detail.steps.iter().map(|step| step.round).max().unwrap_or(1);
    let steps = detail
        .steps
        .iter()
        .map(|row| {
            // Of a transfer's two schools and two authorities only the name says which.
            let place = match (detail.line.kind, row.in_school) {
                (CaseKind::Transfer, _) => row.unit.as_str(),
                (_, true) => p::SCHOOL_STEP.said(),
                (_, false) => p::AUTHORITY_STEP.said(),
            };
            let guardian = detail.guardian;
            let said = |words: &str| if guardian { plain(words) } else { words.to_owned() };
            let role = if guardian { desk(row.role) } else { row.role.label() };
            let mut name = match guardian {
                true => p::step(&said(place), role),
                false => w::step(place, role),
            };
            if rounds > 1 {
                name = with_note(&name, &p::round(row.round));
            }
            let state = match row.verdict {
                Some(Verdict::Agreed) => StepState::Done,
                Some(_) => StepState::Refused,
                None if row.due_on.is_some() && detail.line.state == CaseState::InProgress => {
                    StepState::Current
                }
                None => StepState::Pending,
            };
            let mut step = Step::new(name, row.unit.clone(), role, state);
            if let (StepState::Current, Some(due)) = (state, row.due_on) {
                let mut due = day(due);
                if row.provisional {
                    due.push_str(&p::PROVISIONAL);
                }
                // A guardian is told the day; how late it is says the sentence above.
                step = match guardian {
                    true => Step { due: Some(due), ..step },
                    false => step.due(due, detail.line.days_left.unwrap_or_default(), true),
                };
            }
            if let Some(at) = row.at {
                step = step.decided(moment(at));
            }
            let verdict = row.verdict.filter(|verdict| *verdict != Verdict::Agreed);
            let verdict = verdict.map(|verdict| match guardian {
                true => plainly(&verdict),
                false => verdict.label().to_owned(),
            });
            let watched = match (row.reminded_on, row.escalated_to.as_str()) {
                (_, unit) if !unit.is_empty() && guardian => p::escalated(unit),
                (_, unit) if !unit.is_empty() => w::escalated(unit),
                (Some(on), _) => p::reminded(&day(on)),
                _ => String::new(),
            };
            let parts: Vec<&str> = verdict
                .as_deref()
                .into_iter()
                .chain([row.by.as_str(), row.reason.as_str(), watched.as_str()])
                .filter(|part| !part.is_empty())
                .collect();
            if !parts.is_empty() {
                step = step.note(parts.join("　"));
            }
            step
        })
        .collect();
    view! { <StepTrack steps/> }
}
