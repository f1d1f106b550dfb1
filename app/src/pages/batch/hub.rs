//! 学籍变动: where the business with records starts.

use crate::api::session::{Whoami, whoami};
use crate::pages::parts::Load;
use crate::text::t::{archive, batch as w, case, certificate, paper, promotion, rules, upkeep};
use crate::ui::{PageTitle, cited};
use domain::access::Role;
use leptos::prelude::*;

/// 学籍变动
#[component]
pub fn ChangesHubPage() -> impl IntoView {
    let data = Resource::new_blocking(|| (), |()| whoami());
    view! {
        <Load data view=|me: Whoami| {
            let opens = me.in_school && me.role == Role::Registrar;
            let mut entries = Vec::new();
            if opens {
                entries.extend([
                    ("/transfers/new", w::TRANSFER, w::TRANSFER_WORDS),
                    ("/progressions/new", w::PROGRESSION, w::PROGRESSION_WORDS),
                    ("/completions", w::COMPLETION, w::COMPLETION_WORDS),
                    ("/upkeep", upkeep::CLASS_TITLE, w::UPKEEP_WORDS),
                    ("/upkeep/move", upkeep::MOVE, w::MOVE_WORDS),
                    ("/archive/class", archive::CLASS_TITLE, archive::CLASS_LEAD),
                    ("/pupils", w::PUPILS, w::PUPILS_WORDS),
                ]);
            }
            if me.in_school {
                entries.push(("/archive/filled", archive::FILLED_TITLE, archive::FILLED_LEAD));
                entries.push(("/look-after", w::LOOK_AFTER, w::LOOK_AFTER_WORDS));
                entries.push(("/copies", w::COPIES, w::COPIES_WORDS));
                entries.push(("/paper", paper::NAV, paper::HUB_SHELF));
                entries.push(("/archives/permanent", paper::KEPT, paper::KEPT_LEAD));
            }
            entries.push(("/certificates", certificate::TITLE, certificate::WORDS));
            entries.push(("/promotion", promotion::TITLE, promotion::WORDS));
            if !me.in_school {
                entries.push(("/late", case::URGED, w::LATE_WORDS));
                entries.push(("/paper/late", paper::LATE, paper::HUB_LATE));
                entries.push(("/archives/permanent", paper::ENTRUSTED, paper::HUB_KEPT));
            }
            entries.push(("/rules", rules::TITLE, w::RULES_WORDS));
            let items = entries
                .into_iter()
                .map(|(href, title, words)| {
                    view! { <li><a href=href>{title}</a><p class="hint">{cited(words)}</p></li> }
                })
                .collect_view();
            let lead = if me.in_school { w::HUB_LEAD } else { w::HUB_COUNTY };
            view! {
                <PageTitle title=w::HUB/>
                <p class="lead">{lead}</p>
                <ul class="entry-list">{items}</ul>
            }
        }/>
    }
}
