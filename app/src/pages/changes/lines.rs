//! How the content of a change is shown, line by line.

use crate::api::day;
use crate::language::{Language, here, mixed, name};
use crate::text::t::{change as w, guardian as g, portal as p};
use crate::ui::SummaryRow;
use chrono::NaiveDate;
use domain::case::Payload;
use domain::case::change::Facts;
use domain::case::systems::{GradeChoice, GradeReason};
use domain::codes::{CodeList, Disability, label_of, province_name};
use domain::guide::plain;
use leptos::prelude::*;

/// What a line is of, and what it says.
type Line = (&'static str, String);

/// The lines of a change; none for a registration or a correction. `checked`: whether somebody has checked its papers;
/// `guardian`: whether one reads it, in plain words. On an English page what has no English words stands in Chinese.
pub fn lines(payload: &Payload, checked: bool, guardian: bool) -> impl IntoView + use<> {
    let Some(facts) = payload.facts() else { return ().into_any() };
    if guardian && here() == Language::English {
        let said = rows(in_english(payload, facts.on), false, None);
        let (mut rest, note) = (not_in_english(payload), vec![(p::NOTE.said(), facts.note.clone())]);
        rest.push(papers(facts, checked));
        return view! { {said}{rows(rest, true, Some("zh"))}{rows(note, false, None)} }.into_any();
    }
    let mut lines = vec![(w::day(payload.kind()), day(facts.on))];
    lines.extend(own(payload));
    lines.push(papers(facts, checked));
    lines.push((w::NOTE, facts.note.clone()));
    rows(lines, guardian, None)
}

/// Rows of the lines that say something. `plainly`: their terms in plain words; `lang`: where they stand on a page of another language.
fn rows(lines: Vec<Line>, plainly: bool, lang: Option<&'static str>) -> AnyView {
    let lines = lines.into_iter().filter(|(_, value)| !value.is_empty());
    let row = |(term, value): Line| {
        let term = if plainly { plain(term) } else { term.to_owned() };
        view! { <SummaryRow term lang>{mixed(value)}</SummaryRow> }
    };
    lines.map(row).collect_view().into_any()
}

fn papers(facts: &Facts, checked: bool) -> Line {
    let papers: Vec<&str> = facts.papers.iter().map(|paper| paper.label()).collect();
    (if checked { w::PAPERS } else { w::PAPERS_RECEIVED }, papers.join("、"))
}

/// What guardians apply for themselves, in English; of other changes the day alone.
fn in_english(payload: &Payload, on: NaiveDate) -> Vec<Line> {
    match payload {
        Payload::Suspension(change) => vec![
            (p::FIRST_DAY.said(), day(on)),
            (p::UNTIL.said(), day(change.until)),
            (p::GROUND.said(), name(&change.ground).to_owned()),
        ],
        Payload::Extension(change) => vec![(p::UNTIL.said(), day(change.until))],
        Payload::Resumption(change) => {
            let grade = if change.next_grade { g::NEXT_GRADE } else { p::OWN_GRADE };
            vec![
                (p::BACK_ON.said(), day(on)),
                (p::GRADE.said(), grade.to_owned()),
                (p::NEW_CLASS.said(), change.class_name.clone()),
            ]
        }
        _ => vec![(p::ON.said(), day(on))],
    }
}

/// What [`in_english`] leaves out: what stands in a change that is not a guardian's is the school's, in its words.
fn not_in_english(payload: &Payload) -> Vec<Line> {
    match payload {
        Payload::Suspension(_) | Payload::Extension(_) => Vec::new(),
        Payload::Resumption(change) => vec![(w::GRADE_REASON_SAID, reason(change.why))],
        _ => own(payload),
    }
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

fn own(payload: &Payload) -> Vec<Line> {
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

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use domain::case::abroad::Abroad;
    use domain::case::change::Paper;
    use domain::case::suspension::{Suspension, SuspensionGround};

    fn facts() -> Facts {
        Facts {
            on: NaiveDate::from_ymd_opt(2026, 9, 7).unwrap_or_default(),
            papers: vec![Paper::Other],
            note: "明年回来".into(),
        }
    }

    fn drawn(payload: &Payload, language: Language) -> String {
        Owner::new().with(|| {
            provide_context(language);
            lines(payload, true, true).into_any().to_html()
        })
    }

    #[test]
    fn an_english_page_says_all_that_the_chinese_one_does() {
        let abroad = Payload::Abroad(Abroad { facts: facts(), country: "USA".into() });
        let (chinese, english) = (drawn(&abroad, Language::Chinese), drawn(&abroad, Language::English));
        let country = label_of(CodeList::Country, "USA").unwrap_or_default();
        for said in [country, w::COUNTRY, Paper::Other.label(), "明年回来"] {
            assert!(chinese.contains(said) && english.contains(said), "{said}: {english}");
        }
        assert!(!chinese.contains("lang=") && english.contains("lang=\"zh\""), "{english}");
        assert!(english.contains("Date") && !english.contains(w::NOTE), "what has English words: {english}");
    }

    #[test]
    fn what_guardians_apply_for_is_told_once() {
        let until = facts().on;
        let asked = Suspension { facts: facts(), until, ground: SuspensionGround::Illness };
        let english = drawn(&Payload::Suspension(asked), Language::English);
        assert!(!english.contains(w::UNTIL) && !english.contains(w::GROUND), "{english}");
        assert!(english.contains(Paper::Other.label()) && english.contains("First day"), "{english}");
    }
}
