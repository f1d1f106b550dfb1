//! 数据备份 on a system administrator's home: the last good copy, red when it is too old or there is none.

use crate::api::moment;
use crate::text::t::backup as w;
use crate::ui::{Notice, NoticeKind};
use contract::backup::BackupView;
use leptos::prelude::*;

pub(super) fn backup_notice(stands: Option<BackupView>) -> Option<AnyView> {
    let BackupView { is_set, last, shipped, old, behind, failing } = stands?;
    if !is_set {
        return Some(
            view! {
                <Notice kind=NoticeKind::Error title=Some(w::NOT_SET.to_owned())><p>{w::NOT_SET_TEXT}</p></Notice>
            }
            .into_any(),
        );
    }
    let wrong: Vec<&str> = [
        (old && last.is_none(), w::NONE_YET),
        (old && last.is_some(), w::OLD),
        (behind, w::BEHIND),
        (failing, w::FAILING),
    ]
    .into_iter()
    .filter_map(|(is, words)| is.then_some(words))
    .collect();
    let red = !wrong.is_empty();
    let kind = if red { NoticeKind::Error } else { NoticeKind::Info };
    let title = if red { wrong.join("；") } else { w::TITLE.to_owned() };
    let last = last.map(|copy| view! { <p>{w::last(&moment(copy.at), copy.seq, copy.bytes)}</p> });
    let shipped = shipped.map(|all| view! { <p>{w::shipped(&moment(all.at), all.seq)}</p> });
    let remedy = red.then(|| view! { <p>{w::WHAT_TO_DO}</p> });
    Some(view! { <Notice kind title=Some(title)>{last}{shipped}{remedy}</Notice> }.into_any())
}
