//! 学籍管理联系电话 on the pages of guardians: a button that calls.

use crate::language::mixed;
use crate::text::t::portal as p;
use crate::ui::{Actions, ButtonKind, LinkButton};
use domain::org::OfficePhone;
use leptos::prelude::*;

/// Calls an office by its name.
pub(super) fn call(unit: &str, phone: &OfficePhone) -> impl IntoView + use<> {
    let (href, words) = (phone.address(), p::call(unit, phone.number(), phone.extension()));
    view! {
        <Actions><LinkButton href kind=ButtonKind::Secondary external=true>{mixed(words)}</LinkButton></Actions>
    }
}
