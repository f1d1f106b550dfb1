//! 学籍管理联系电话 on the pages of guardians: a button that calls.

use crate::language::mixed;
use crate::text::t::portal as p;
use crate::ui::{Actions, ButtonKind, LinkButton};
use domain::org::OfficePhone;
use leptos::prelude::*;

/// Calls an office by its name.
pub(crate) fn call(unit: &str, phone: &OfficePhone) -> impl IntoView + use<> {
    let (href, words) = (phone.address(), p::call(unit, phone.number(), phone.extension()));
    // The number stays in one line: broken at its hyphen it reads as two.
    let (before, after) = words.split_once(phone.number()).unwrap_or((words.as_str(), ""));
    let (before, number) = (mixed(before), format!("{}{after}", phone.number()));
    view! {
        <Actions>
            <LinkButton href kind=ButtonKind::Secondary external=true>
                {before}
                <span class="nowrap">{mixed(number)}</span>
            </LinkButton>
        </Actions>
    }
}
