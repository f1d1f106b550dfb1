//! 现在不能申请: what is open for the child, who has it and until when, whom one may call, and what helps meanwhile. It stands where the
//! button would that begins an application.

use super::call::call;
use crate::language::{Language, here, mixed, name};
use crate::text::t::{guardian as g, waiting as w};
use crate::ui::{Actions, LinkButton, Notice, NoticeKind};
use contract::portal::InTheWay;
use domain::case::CaseKind;
use domain::codes::PupilStatus;
use domain::standing::Standing;
use leptos::prelude::*;

/// Why nothing can be applied for now, in place of the button.
pub(super) fn waiting(way: &InTheWay) -> AnyView {
    let case = &way.case;
    let call = way.school.as_ref().map(|school| call(&school.unit, &school.phone));
    // Nobody is led to the case of a death (第二十一条).
    if case.kind == CaseKind::Death {
        return view! {
            <Notice title=Some(w::NOT_NOW.to_owned())><p>{w::NOT_NOW_ASK}</p></Notice>
            {call}
        }
        .into_any();
    }
    let why = match case.kind {
        CaseKind::Registration => w::NOT_NOW_REGISTRATION.to_owned(),
        kind => w::not_now(name(&kind)),
    };
    let stands = match here() {
        Language::Chinese => case.told.clone(),
        Language::English => case.told_in_english.clone(),
    };
    let href = format!("/my/case/{}", case.id);
    view! {
        <Notice kind=NoticeKind::Warn title=Some(w::NOT_NOW.to_owned())>
            <p>{mixed(why)}</p>
            <p>{mixed(stands)}</p>
            <p>{w::NOT_NOW_LEAVE}</p>
        </Notice>
        <Actions><LinkButton href>{g::VIEW_CASE}</LinkButton></Actions>
        {call}
    }
    .into_any()
}

/// The same beside a child: of a death nothing is said there.
pub(super) fn waiting_beside(way: &InTheWay) -> Option<AnyView> {
    (way.case.kind != CaseKind::Death).then(|| waiting(way))
}

/// Whether nothing is ever applied for where a child stands so, whatever is open.
pub(super) fn is_closed(standing: Standing) -> bool {
    matches!(standing, Standing::NotRegistered | Standing::Merged | Standing::Pupil(PupilStatus::Dead))
}

/// Why nothing can be applied for where no record was opened.
pub(super) fn without_record(standing: Standing) -> Option<AnyView> {
    (standing == Standing::NotRegistered).then(|| view! { <p>{w::NO_RECORD}</p> }.into_any())
}

/// Where the child stands, and of what is pending what it waits for.
pub(super) fn standing(standing: Standing) -> String {
    match standing {
        Standing::Candidate => w::CANDIDATE.to_owned(),
        other => crate::language::plainly(&other),
    }
}

/// The number, or why there is none.
pub(super) fn number(number: &str, standing: Standing) -> String {
    match standing {
        _ if !number.is_empty() => number.to_owned(),
        Standing::Candidate => w::NUMBER_LATER.to_owned(),
        _ => crate::text::t::portal::NO_NUMBER.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaking<T>(language: Language, said: impl FnOnce() -> T) -> T {
        let owner = Owner::new();
        owner.with(|| {
            provide_context(language);
            said()
        })
    }

    #[test]
    fn what_is_pending_says_for_what_and_a_number_that_is_not_there_says_when_it_will_be() {
        speaking(Language::Chinese, || {
            assert!(standing(Standing::Candidate).contains("批准"));
            assert_eq!(number("", Standing::Candidate), "学籍批准以后才有");
            assert_eq!(number("", Standing::NotRegistered), "尚未生成");
            assert_eq!(number("G320", Standing::Candidate), "G320");
        });
        speaking(Language::English, || {
            assert!(standing(Standing::Candidate).contains("waits"));
            assert!(number("", Standing::Candidate).is_ascii());
        });
    }

    #[test]
    fn nothing_is_offered_for_a_child_without_a_record_here() {
        assert!(is_closed(Standing::NotRegistered) && is_closed(Standing::Pupil(PupilStatus::Dead)));
        assert!(!is_closed(Standing::Candidate) && !is_closed(Standing::Pupil(PupilStatus::InSchool)));
    }
}
