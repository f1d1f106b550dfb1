//! 疑点清单 of a school: by kind, the open ones or all.

use super::sheet;
use crate::api::review::sheet::{Anomalies, review_anomalies};
use crate::live::{Topic, use_live};
use crate::pages::parts::{Load, param, query};
use crate::text::t::review as w;
use crate::ui::{BackLink, CheckboxField, Empty, FilterBar, PageTitle, Pager, SelectField, choices};
use domain::review::AnomalyKind;
use leptos::prelude::*;

/// 疑点清单
#[component]
pub fn ReviewAnomaliesPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (id, school) = (param("id"), param("school"));
    let (kind, all, after) = (query("kind"), query("all"), query("after"));
    let data = Resource::new_blocking(
        move || (id.get(), school.get(), kind.get(), all.get(), after.get(), live.version()),
        |(id, school, kind, all, after, _)| async move {
            let all = !all.is_empty();
            let found =
                review_anomalies(id.clone(), school.clone(), kind.clone(), all, after.clone()).await?;
            Ok((id, school, kind, all, after.is_empty(), found))
        },
    );
    view! {
        <Load data view=|(id, school, kind, all, first, found): (String, String, String, bool, bool, Anomalies)| {
            let here = format!("/reviews/{id}/schools/{school}/anomalies");
            let address = |after: &str| {
                let all = if all { "&all=true" } else { "" };
                format!("{here}?kind={kind}{all}{after}")
            };
            let prev = (!first).then(|| address(""));
            let next = found.page.next.map(|next| address(&format!("&after={next}")));
            let options = choices(AnomalyKind::ALL.map(|kind| (kind.key(), kind.label())));
            let body = if found.page.rows.is_empty() {
                view! { <Empty title=w::NO_ANOMALIES><p>{w::NO_ANOMALIES_NEXT}</p></Empty> }.into_any()
            } else {
                sheet::table(&id, found.page.rows, sheet::Ticks::default(), true).into_any()
            };
            view! {
                <BackLink href=format!("/reviews/{id}/schools/{school}")/>
                <PageTitle title=w::ANOMALIES caption=Some(found.school)/>
                <FilterBar action=here>
                    <SelectField name="kind" label=w::KIND options value=kind placeholder=w::ALL_KINDS/>
                    <CheckboxField name="all" label=w::ANSWERED_TOO checked=all/>
                </FilterBar>
                {body}
                <Pager prev next/>
            }
        }/>
    }
}
