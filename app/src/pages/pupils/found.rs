//! What every page of pupils who were looked for says of what it does not show: that the list goes on, that some are left off.

use crate::text::t::pupil as w;
use crate::ui::{Empty, Notice, NoticeKind};
use leptos::prelude::*;

/// What stands in place of a page on which nobody is: when the list goes on, that it does; else that nobody was found.
pub(crate) fn nobody(goes_on: bool, none: &'static str, none_next: &'static str) -> AnyView {
    let (title, words) = if goes_on { (w::NONE_SO_FAR, w::NONE_SO_FAR_NEXT) } else { (none, none_next) };
    view! { <Empty title><p>{words}</p></Empty> }.into_any()
}

/// That some are left off, where it is so.
pub(crate) fn left_off(some: bool) -> Option<AnyView> {
    some.then(|| view! { <Notice kind=NoticeKind::Info><p>{w::LEFT_OFF}</p></Notice> }.into_any())
}
