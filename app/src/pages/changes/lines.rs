//! How the content of a change is shown, line by line.

use crate::api::day;
use crate::language::{Language, here, mixed, name};
use crate::text::t::{change as w, guardian as g, portal as p};
use crate::ui::SummaryRow;
use domain::case::Payload;
use domain::case::systems::{GradeChoice, GradeReason};
use domain::codes::{CodeList, Disability, label_of, province_name};
use domain::guide::plain;
use leptos::prelude::*;

/// The lines of a change; none for a registration or a correction. `checked`: whether somebody has checked its papers;
/// `guardian`: whether one reads it, in plain words.
pub fn lines(payload: &Payload, checked: bool, guardian: bool) -> impl IntoView + use<> {
    let Some(facts) = payload.facts() else { return ().into_any() };
    if guardian && here() == Language::English {
        return in_english(payload).into_any();
    }
    let mut lines = vec![(w::day(payload.kind()), day(facts.on))];
    lines.extend(own(payload));
    let papers: Vec<&str> = facts.papers.iter().map(|paper| paper.label()).collect();
    lines.push((if checked { w::PAPERS } else { w::PAPERS_RECEIVED }, papers.join("、")));
    lines.push((w::NOTE, facts.note.clone()));
    lines
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(term, value)| {
            let term = if guardian { plain(term) } else { term.to_owned() };
            view! { <SummaryRow term>{value}</SummaryRow> }
        })
        .collect_view()
        .into_any()
}

/// What guardians apply for themselves, in English; of other changes the day alone: what stands in them is the school's.
fn in_english(payload: &Payload) -> impl IntoView + use<> {
    let facts = payload.facts();
    let on = facts.map(|facts| facts.on);
    let mut lines: Vec<(&'static str, String)> = Vec::new();
    match payload {
        Payload::Suspension(change) => {
            lines.extend(on.map(|on| (p::FIRST_DAY.said(), day(on))));
            lines.push((p::UNTIL.said(), day(change.until)));
            lines.push((p::GROUND.said(), name(&change.ground).to_owned()));
        }
        Payload::Extension(change) => lines.push((p::UNTIL.said(), day(change.until))),
        Payload::Resumption(change) => {
            lines.extend(on.map(|on| (p::BACK_ON.said(), day(on))));
            let grade = if change.next_grade { g::NEXT_GRADE } else { p::OWN_GRADE };
            lines.push((p::GRADE.said(), grade.to_owned()));
            lines.push((p::NEW_CLASS.said(), change.class_name.clone()));
        }
        _ => lines.extend(on.map(|on| (p::ON.said(), day(on)))),
    }
    lines.push((p::NOTE.said(), facts.map(|facts| facts.note.clone()).unwrap_or_default()));
    let lines = lines.into_iter().filter(|(_, value)| !value.is_empty());
    lines.map(|(term, value)| view! { <SummaryRow term>{mixed(value)}</SummaryRow> }).collect_view()
}

fn chosen(grade: Option<GradeChoice>) -> String {
    grade.map(|choice| w::absolute_grade(choice.grade)).unwrap_or_default()
}

fn reason(why: Option<GradeReason>) -> String {
    why.map(|why| why.label().to_owned()).unwrap_or_default()
}

fn disability(of: Option<Disability>) -> String {
    of.map(|of| of.label().to_owned()).unwrap_or_default()
}

fn own(payload: &Payload) -> Vec<(&'static str, String)> {
    match payload {
        Payload::Transfer(change) => vec![
            (w::FROM_SCHOOL, change.from_name.clone()),
            (w::TO_SCHOOL, change.to_name.clone()),
            (w::CLASS, change.class_name.clone()),
            (w::GRADE, chosen(change.grade)),
            (w::GRADE_REASON_SAID, reason(change.grade.and_then(|choice| choice.why))),
            (w::GROUND, change.ground.label().to_owned()),
            (w::DISABILITY, disability(change.disability)),
        ],
        Payload::Progression(change) => vec![
            (w::LEFT_SCHOOL, change.from_name.clone()),
            (w::NEXT_SCHOOL, change.to_name.clone()),
            (w::CLASS, change.class_name.clone()),
            (w::GRADE, chosen(change.grade)),
            (w::GRADE_REASON_SAID, reason(change.grade.and_then(|choice| choice.why))),
        ],
        Payload::Suspension(change) => {
            vec![(w::GROUND, change.ground.label().to_owned()), (w::UNTIL, day(change.until))]
        }
        Payload::Extension(change) => vec![(w::UNTIL, day(change.until))],
        Payload::TransferOut(change) => vec![
            (w::PROVINCE, province_name(&change.province).unwrap_or_default().to_owned()),
            (w::TO_SCHOOL, change.to_name.clone()),
            (w::TO_CODE, change.to.as_ref().map(ToString::to_string).unwrap_or_default()),
            (w::GROUND, change.ground.label().to_owned()),
        ],
        Payload::Resumption(change) => {
            let grade = if change.next_grade { w::NEXT_GRADE } else { w::OWN_GRADE };
            vec![
                (w::GRADE, grade.to_owned()),
                (w::GRADE_REASON_SAID, reason(change.why)),
                (w::CLASS, change.class_name.clone()),
            ]
        }
        Payload::Repeat(change) => vec![(w::CLASS, change.class_name.clone())],
        Payload::Skip(change) => vec![(w::CLASS, change.class_name.clone())],
        Payload::Abroad(change) => {
            vec![(w::COUNTRY, label_of(CodeList::Country, &change.country).unwrap_or_default().to_owned())]
        }
        Payload::ReturnFromAbroad(change) | Payload::BackToSchool(change) => {
            vec![
                (w::GRADE, w::absolute_grade(change.grade)),
                (w::GRADE_REASON_SAID, reason(change.why)),
                (w::CLASS, change.class_name.clone()),
            ]
        }
        Payload::Withdrawal(change) => {
            let days = if change.days > 0 { w::days(change.days) } else { String::new() };
            vec![(w::MANNER, change.manner.label().to_owned()), (w::DAYS, days)]
        }
        Payload::Completion(change) => vec![
            (w::OUTCOME, change.outcome.label().to_owned()),
            (w::CERTIFICATE, change.certificate.clone()),
            (w::DESTINATION, change.destination.map(|to| to.label().to_owned()).unwrap_or_default()),
        ],
        Payload::Placement(change) => vec![
            (w::SETTING, change.setting.label().to_owned()),
            (w::HOST, change.host.clone()),
            (w::DISABILITY, disability(change.disability)),
            (w::AGREEMENT, change.agreement.clone()),
        ],
        Payload::DropOut(_) | Payload::Death(_) | Payload::Registration(_) | Payload::Correction(_) => {
            Vec::new()
        }
    }
}
