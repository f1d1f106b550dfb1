//! Landing pages of staff: a registrar's school, a county, a city, a province, the nation (第三条). One page, drawn from what the
//! unit is; officials walk down the tree with `?unit=`.

mod audit;
mod backup;
mod below;
mod charts;
pub mod figure;
mod rated;
mod tiles;

use crate::api::dashboard::{Dashboard, PutStepsAway, dashboard};
use crate::api::desk::DeskAsk;
use crate::api::moment;
use crate::live::{Topic, use_live};
use crate::pages::access::alarm_notice;
use crate::pages::compare::ways_in;
use crate::pages::desk::tell_count;
use crate::pages::first_steps::first_steps;
use crate::pages::parts::{Load, barred_notice, query};
use crate::pages::warnings::level_tags;
use crate::text::t::{self, home as w};
use crate::ui::{Breadcrumbs, Empty, PageTitle, PrintButton, Section, watch_numbers};
use contract::dashboard::{Overview, UnitFigures};
use domain::matter::MatterKind;
use domain::org::UnitKind;
use figure::Lines;
use leptos::prelude::*;
use t::common::number;
use tiles::{Leads, Shown};

/// 首页
#[component]
pub fn HomePage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let unit = query("unit");
    let figures = use_live(move || Topic::figures(&unit.get()));
    let away = ServerAction::<PutStepsAway>::new();
    watch_numbers();
    let data = Resource::new_blocking(
        move || (unit.get(), live.version(), figures.version(), away.version().get()),
        |(unit, ..)| dashboard(Some(unit)),
    );
    view! { <Load data=data view=move |dash: Dashboard| home(dash, away)/> }
}

fn home(dash: Dashboard, away: ServerAction<PutStepsAway>) -> impl IntoView {
    let Dashboard {
        overview,
        lines,
        warnings,
        warned: warned_below,
        waiting,
        barred,
        alarms,
        audit,
        ratings,
        backup,
        first_steps: steps,
    } = dash;
    let Overview {
        unit: UnitFigures { id, name, kind, figures, told, masked },
        above,
        below,
        opens_below,
        at,
    } = overview;
    let crumbs: Vec<(String, String)> =
        above.into_iter().map(|(id, name)| (format!("/home?unit={id}"), name)).collect();
    let school = kind == UnitKind::School;
    let own_school = school && crumbs.is_empty();
    let trail = (!crumbs.is_empty()).then(|| view! { <Breadcrumbs items=crumbs current=name.clone()/> });
    // Who handles the own school's matters finds by name what its figures count.
    let leads = match own_school && waiting.is_some() {
        true => Leads::OwnSchool,
        false if below.is_empty() => Leads::Nowhere,
        false => Leads::Below(id.clone()),
    };
    let shown = Shown { told, masked, lines: Lines { unit: id.clone(), lines }, leads };
    let withheld =
        (masked || below.iter().any(|unit| unit.masked)).then(|| view! { <p class="hint">{w::WITHHELD}</p> });
    let ways = (!below.is_empty()).then(|| ways_in(&id));
    view! {
        {barred.map(barred_notice)}
        {backup::backup_notice(backup)}
        {alarm_notice(alarms)}
        {trail}
        <PageTitle title=name caption=Some(w::caption(kind.label()))>
            {at.map(|at| view! { <p class="muted summed-at"><span class="live-dot"></span>{w::summed_at(&moment(at))}</p> })}
            <PrintButton>{w::PRINT}</PrintButton>
        </PageTitle>
        {first_steps(steps, away)}
        {waiting.map(waits)}
        {audit.map(audit::figures)}
        {withheld}
        {tiles::headline(&shown)}
        {tiles::holdings(&figures, &shown, own_school)}
        {ratings.and_then(rated::ratings)}
        {warned(warnings, id.as_str())}
        {ways}
        {(!below.is_empty()).then(|| below::units(below, &warned_below, opens_below))}
        {tiles::look_after(&shown)}
        {charts::pupils(&figures, &shown, school)}
        {charts::progress(&figures, masked)}
    }
}

/// What the watch warns of (第二十四条), once there is anything.
fn warned(open: [u64; 3], unit: &str) -> Option<impl IntoView + use<>> {
    (open != [0; 3]).then(|| {
        let tags = level_tags(open, unit);
        view! { <Section id="warnings" title=t::warning::TITLE><p>{tags}</p></Section> }
    })
}

/// How much waits for the desk, kind by kind, each leading to its part of the list.
fn waits(kinds: Vec<(MatterKind, u64)>) -> impl IntoView {
    let total = kinds.iter().map(|(_, n)| n).sum();
    tell_count(total);
    if kinds.is_empty() {
        return view! { <Section id="waiting" title=w::WAITING><Empty title=w::WAITING_NONE><p>{w::WAITING_NONE_NEXT}</p></Empty></Section> }
            .into_any();
    }
    let more = ("/desk".to_owned(), format!("{}（{}）", w::ALL_WAITING, number(total)));
    let lines = kinds
        .into_iter()
        .map(|(kind, n)| {
            let words = words_of(kind, n);
            let href = DeskAsk { kind: kind.as_str().to_owned(), ..DeskAsk::default() }.address();
            view! { <li><a href=href>{words}</a></li> }
        })
        .collect_view();
    view! { <Section id="waiting" title=w::WAITING more><ul class="waiting-kinds">{lines}</ul></Section> }
        .into_any()
}

/// What waits of a kind, in the words of its own journey.
fn words_of(kind: MatterKind, n: u64) -> String {
    match kind {
        MatterKind::Letter => t::letter::waiting(n),
        MatterKind::Problem => t::problem::waiting(n),
        MatterKind::Disclosure => t::disclosure::waiting(n),
        MatterKind::Package => t::package::waiting(n),
        MatterKind::Review => t::review::waiting(n),
        _ => t::desk::waiting(n, kind.label()),
    }
}
