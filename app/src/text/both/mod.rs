//! What guardians, and whoever is not signed in, read: in Chinese and in English, side by side.

pub mod answer;
pub mod appearance;
pub mod first_steps;
pub mod frame;
pub mod guardian;
pub mod guide;
pub mod message;
pub mod offline;
pub mod own;
pub mod portal;
pub mod preparing;
pub mod session;
pub mod talk;
pub mod verify;

#[cfg(test)]
mod tests {
    use super::frame::{
        common, data, deadline, errors, feedback, forms, layout, live, nav, status, steps, upload,
    };
    use super::*;
    use crate::text::words::Words;
    use domain::case::CaseKind;
    use domain::case::asking::AskQuestion;
    use domain::guardian::SignUpStep;
    use domain::language::Language;
    use leptos::prelude::{Owner, provide_context};

    /// A Han character, or a mark of Chinese text.
    fn is_chinese(c: char) -> bool {
        matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
    }

    #[test]
    fn every_text_is_there_in_both_languages() {
        let all: [(&str, &[(&str, Words)]); 24] = [
            ("appearance", appearance::WORDS),
            ("common", common::WORDS),
            ("data", data::WORDS),
            ("deadline", deadline::WORDS),
            ("errors", errors::WORDS),
            ("feedback", feedback::WORDS),
            ("first_steps", first_steps::WORDS),
            ("forms", forms::WORDS),
            ("guardian", guardian::WORDS),
            ("guide", guide::WORDS),
            ("layout", layout::WORDS),
            ("live", live::WORDS),
            ("message", message::WORDS),
            ("nav", nav::WORDS),
            ("offline", offline::WORDS),
            ("own", own::WORDS),
            ("portal", portal::WORDS),
            ("preparing", preparing::WORDS),
            ("session", session::WORDS),
            ("status", status::WORDS),
            ("steps", steps::WORDS),
            ("talk", talk::WORDS),
            ("upload", upload::WORDS),
            ("verify", verify::WORDS),
        ];
        let mut count = 0;
        for (module, words) in all {
            for (name, words) in words {
                let (zh, en) = (words.say(Language::Chinese), words.say(Language::English));
                assert!(zh.chars().any(is_chinese), "{module}::{name}: {zh}");
                assert!(!en.trim().is_empty() && !en.chars().any(is_chinese), "{module}::{name}: {en}");
                count += 1;
            }
        }
        assert!(count > 300, "{count}");
    }

    /// Sentences with values, each of them once.
    fn sentences() -> Vec<String> {
        let mut all = vec![
            common::compact(124_399),
            layout::waiting(2),
            layout::opened(2),
            layout::document_title("x"),
            forms::error_count(1),
            forms::error_count(3),
            forms::fields_with(3, ": x"),
            forms::one_place(1),
            forms::division_code("320102"),
            forms::divisions_found(2),
            deadline::left(1, true),
            deadline::overdue(2, false),
            steps::held_by("x", "y"),
            steps::until("x"),
            steps::finished_on("x"),
            steps::refused_on("x"),
            feedback::progress(1, 2),
            upload::too_large("x", 20),
            guardian::told_bound("a", "b", "c", "d"),
            guardian::told_recovered("a", "b", "c", "d"),
            guardian::told_taken_in("a", "b", "c"),
            guardian::guardian("a", "b"),
            guardian::quiet("a"),
            guardian::resting(1),
            guardian::resting(2),
            guardian::why("a"),
            guardian::correct_of("a"),
            guardian::should_be("a"),
            guardian::masked_and_shown(),
            guardian::sign_up_step(1, 4),
            guardian::sign_up_next("a"),
            guardian::suspended("a", "b"),
            guardian::own_grade("a"),
            guardian::asking_of("a", "b"),
            guardian::asking("a"),
            own::told_left("a", "b", "c"),
            own::told_moved("a", "b", "c"),
            own::told_written("a", "b"),
            own::answers("a"),
            own::due("a", "b"),
            own::answered("a", "b"),
            own::made("a"),
            portal::review_due("a", "b"),
            portal::proof("a", "png", 12),
            portal::call("a", "1", ""),
            portal::call("a", "1", "2"),
            portal::step("a", "b"),
            portal::round(2),
            portal::reminded("a"),
            portal::escalated("a"),
            portal::erased_on("a"),
            portal::version("1"),
            talk::asked("a", "b"),
            talk::answered("a", "b"),
            talk::wrote("a", "", "b"),
            talk::wrote("a", "c", "b"),
            talk::answering("a"),
            verify::revoked_on("a"),
        ];
        for kind in [CaseKind::Suspension, CaseKind::Extension, CaseKind::Resumption] {
            all.push(guardian::ask_lead(kind).to_owned());
            for question in AskQuestion::of(kind) {
                all.push(guardian::question(kind, *question));
                all.push(guardian::question_hint(kind, *question).to_owned());
            }
        }
        for step in SignUpStep::ALL {
            all.push(guardian::sign_up_item(step).to_owned());
            all.push(guardian::sign_up_hint(step).to_owned());
        }
        for (sms, mail) in [(false, false), (true, false), (false, true)] {
            all.extend(message::missing(sms, mail).map(str::to_owned));
        }
        all
    }

    #[test]
    fn every_sentence_with_values_is_said_in_the_language_of_the_frame() {
        let said_in = |language: Language| {
            Owner::new().with(|| {
                provide_context(language);
                sentences()
            })
        };
        let english = said_in(Language::English);
        for words in &english {
            assert!(!words.is_empty() && !words.chars().any(is_chinese), "{words}");
        }
        let chinese = said_in(Language::Chinese);
        assert_eq!(chinese.len(), english.len());
        for (chinese, english) in chinese.iter().zip(&english) {
            // A title of something in Latin letters ends in the name of the system.
            assert_ne!(chinese, english);
        }
        assert_eq!(errors::broken(Language::English, "7").matches('7').count(), 1);
        // Without a frame it is Chinese.
        assert_eq!(layout::waiting(2), "2 件待办");
    }

    #[test]
    fn numbers_have_no_ten_thousands_in_english() {
        let said = Owner::new().with(|| {
            provide_context(Language::English);
            (
                common::compact(124_399),
                deadline::left(1, true),
                deadline::overdue(2, true),
                deadline::left(3, false),
            )
        });
        let wanted = ["124,399", "1 working day left", "2 working days late", "3 days left"];
        assert_eq!([said.0, said.1, said.2, said.3], wanted);
        assert_eq!(common::compact(124_399), "12.4万");
    }
}
