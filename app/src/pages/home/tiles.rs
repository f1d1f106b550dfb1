//! The numbers one looks at first: each with what it is compared with, who has to act, and where it leads.

use super::figure::{Lines, told};
use crate::api::day;
use crate::pages::compare::compared_by;
use crate::text::t::{self, common, common::number, home as w};
use crate::ui::{Section, Stat, StatRow, Tone, with_query};
use contract::compare::Measure;
use contract::dashboard::Figures;
use domain::figure::{Figure, Told};
use domain::id::UnitId;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Where the numbers of a landing page lead: only where its reader may go.
pub(super) enum Leads {
    /// To the lists of the own school, for who handles its matters.
    OwnSchool,
    /// To the units below an authority.
    Below(UnitId),
    /// Nowhere: a school that is looked at from above, an authority with nobody below, and who may not handle anything yet.
    Nowhere,
}

impl Leads {
    /// Where a figure leads, if anywhere.
    fn way(&self, figure: Figure) -> Option<String> {
        match self {
            Self::OwnSchool => in_school(figure).map(str::to_owned),
            Self::Below(unit) => below(figure, unit),
            Self::Nowhere => None,
        }
    }
}

/// The school's own list of what a figure counts. Matters are counted wherever they are handled, the desk has what waits for one reader:
/// no list has them all.
fn in_school(figure: Figure) -> Option<&'static str> {
    match figure {
        Figure::OnRoll => Some("/pupils"),
        Figure::HoldingsLacking | Figure::HoldingsLate => Some("/archive/filled"),
        Figure::SuspensionsEnding | Figure::SuspensionsOver | Figure::LongAbsent => Some("/look-after"),
        Figure::OpenRegistrations
        | Figure::OpenCorrections
        | Figure::Overdue
        | Figure::ArchivesOpen
        | Figure::ArchivesSoon
        | Figure::ArchivesLate => None,
    }
}

/// The units below side by side in the order of a figure; where they are not compared by it, the table of units on the page itself.
fn below(figure: Figure, unit: &UnitId) -> Option<String> {
    match figure {
        Figure::OnRoll => Some(compared_by(unit, Measure::OnRoll)),
        Figure::OpenRegistrations => Some(compared_by(unit, Measure::Registering)),
        Figure::Overdue => Some(compared_by(unit, Measure::Overdue)),
        Figure::OpenCorrections | Figure::ArchivesLate => {
            Some(format!("{}#units", with_query("/home", [("unit", unit.as_str())])))
        }
        _ => None,
    }
}

/// The figures that stand first, as they are told, with their lines.
pub(super) struct Shown {
    pub(super) told: BTreeMap<Figure, Told>,
    pub(super) masked: bool,
    pub(super) lines: Lines,
    pub(super) leads: Leads,
}

impl Shown {
    /// A figure with its line, leading to what it counts where the reader may open that. Any number but none of it stands in its tone.
    fn stat(&self, figure: Figure, label: &'static str, tone: Tone) -> AnyView {
        let told = self.told.get(&figure).copied();
        let tone = match told {
            Some(Told::Exact(0) | Told::LeftOut) | None => Tone::Neutral,
            Some(_) => tone,
        };
        let unit = if matches!(told, Some(Told::LeftOut) | None) { "" } else { figure.unit() };
        let (value, whole) = in_few(told);
        let trend = self.lines.line_of(figure);
        let (note, href) = (self.note(figure), self.leads.way(figure));
        let watched = Some(format!("{}/{}", self.lines.unit, figure.key()));
        view! { <Stat label value=Signal::stored(value) whole unit tone note trend href watched/> }.into_any()
    }

    /// How a figure stands to the one of a month before, where both are told, and who has to act on it.
    fn note(&self, figure: Figure) -> Option<String> {
        let now = self.told.get(&figure).and_then(|told| told.number());
        let since = now.zip(self.lines.month_before(figure)).map(|(now, (on, before))| {
            let by = w::counted(&number(now.abs_diff(before)), figure.unit());
            w::since(&day(on), now.cmp(&before), &by)
        });
        let acts = w::who_acts(figure).filter(|_| !self.is_none(figure)).map(str::to_owned);
        let said: Vec<String> = since.into_iter().chain(acts).collect();
        (!said.is_empty()).then(|| said.join("；"))
    }

    /// Whether a figure is known to be none.
    pub(super) fn is_none(&self, figure: Figure) -> bool {
        self.told.get(&figure).is_none_or(|told| *told == Told::Exact(0))
    }
}

/// A figure in few characters, and the whole number where that is more; one that is not there is not known.
fn in_few(of: Option<Told>) -> (String, Option<String>) {
    match of {
        None => (w::UNKNOWN.to_owned(), None),
        Some(Told::Exact(n)) => common::in_few(n),
        Some(other) => (told(other), None),
    }
}

/// The numbers one looks at first.
pub(super) fn headline(shown: &Shown) -> impl IntoView + use<> {
    let first = [
        shown.stat(Figure::OnRoll, w::ON_ROLL, Tone::Neutral),
        shown.stat(Figure::OpenRegistrations, w::OPEN_REGISTRATIONS, Tone::Neutral),
        shown.stat(Figure::OpenCorrections, w::OPEN_CORRECTIONS, Tone::Neutral),
        shown.stat(Figure::Overdue, w::OVERDUE, Tone::Danger),
    ];
    let archives = [
        shown.stat(Figure::ArchivesOpen, w::ARCHIVES_OPEN, Tone::Neutral),
        shown.stat(Figure::ArchivesSoon, w::ARCHIVES_SOON, Tone::Warn),
        shown.stat(Figure::ArchivesLate, w::ARCHIVES_LATE, Tone::Danger),
    ];
    view! {
        <StatRow>{first.collect_view()}</StatRow>
        <Section id="archives" title=w::ARCHIVES><StatRow>{archives.collect_view()}</StatRow></Section>
    }
}

/// What archives should hold besides the form and lack (第七条), once it was counted; the school finds class and pupil.
pub(super) fn holdings(figures: &Figures, shown: &Shown, own_school: bool) -> impl IntoView + use<> {
    let all = figures.holdings.all;
    let stats = (all.pupils > 0).then(|| {
        let (lacking, late) = (
            shown.stat(Figure::HoldingsLacking, t::archive::HOLDINGS_LACKING, Tone::Neutral),
            shown.stat(Figure::HoldingsLate, t::archive::HOLDINGS_LATE, Tone::Danger),
        );
        view! {
            <StatRow>
                <Stat label=t::archive::HOLDINGS_PERCENT value=Signal::stored(t::archive::percent(all.percent()))/>
                {lacking}
                {late}
            </StatRow>
        }
    });
    let link = own_school.then(|| view! { <p><a href="/archive/filled">{t::archive::FILLED_TITLE}</a></p> });
    let any = own_school || stats.is_some();
    any.then(|| view! { <Section id="holdings" title=t::archive::HOLDINGS>{stats}{link}</Section> })
}

/// Whom somebody should look after, once there is anybody (第十九条, 第二十二条); the school finds them by name.
pub(super) fn look_after(shown: &Shown) -> Option<impl IntoView + use<>> {
    let all = [Figure::SuspensionsEnding, Figure::SuspensionsOver, Figure::LongAbsent];
    if all.into_iter().all(|figure| shown.is_none(figure)) {
        return None;
    }
    let stats = [
        shown.stat(Figure::SuspensionsEnding, w::SUSPENSIONS_ENDING, Tone::Warn),
        shown.stat(Figure::SuspensionsOver, w::SUSPENSIONS_OVER, Tone::Danger),
        shown.stat(Figure::LongAbsent, w::LONG_ABSENT, Tone::Danger),
    ];
    let stats = view! { <StatRow>{stats.collect_view()}</StatRow> };
    let own_school = matches!(shown.leads, Leads::OwnSchool);
    let link = own_school.then(|| view! { <p><a href="/look-after">{t::batch::LOOK_AFTER}</a></p> });
    Some(view! { <Section id="look-after" title=t::batch::LOOK_AFTER>{stats}{link}</Section> })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Days, NaiveDate};
    use contract::dashboard::TrendLines;

    fn shown(now: Told, kept: &[(u64, Option<Told>)]) -> Shown {
        let newest = NaiveDate::from_ymd_opt(2026, 9, 30).unwrap();
        let days = kept.iter().map(|(ago, _)| newest - Days::new(*ago)).collect();
        let values: Vec<Option<Told>> = kept.iter().map(|(_, told)| *told).collect();
        let unit: UnitId = "320102".parse().unwrap();
        Shown {
            told: [(Figure::Overdue, now)].into(),
            masked: false,
            lines: Lines {
                unit: unit.clone(),
                lines: TrendLines { days, values: [(Figure::Overdue, values)].into() },
            },
            leads: Leads::Below(unit),
        }
    }

    fn note(now: Told, kept: &[(u64, Option<Told>)]) -> String {
        shown(now, kept).note(Figure::Overdue).unwrap_or_default()
    }

    #[test]
    fn a_number_is_compared_with_the_night_nearest_to_a_month_before() {
        let exact = |n| Some(Told::Exact(n));
        let kept = [(60, exact(1)), (31, exact(5)), (24, exact(4)), (0, exact(7))];
        let on = day(NaiveDate::from_ymd_opt(2026, 8, 30).unwrap());
        assert_eq!(note(Told::Exact(8), &kept), format!("较{on}增加3件；由事项所在岗位办理"));
        assert_eq!(note(Told::Exact(5), &kept), format!("与{on}持平；由事项所在岗位办理"));
        assert_eq!(note(Told::Exact(0), &kept), format!("较{on}减少5件"), "nobody has to act on nothing");
    }

    #[test]
    fn what_is_not_told_at_either_end_is_not_compared() {
        let month_ago = |told| [(30, told), (0, Some(Told::Exact(7)))];
        let bare = "由事项所在岗位办理";
        assert_eq!(note(Told::Exact(8), &month_ago(Some(Told::Few))), bare);
        assert_eq!(note(Told::Exact(8), &month_ago(Some(Told::LeftOut))), bare);
        assert_eq!(note(Told::Few, &month_ago(Some(Told::Exact(3)))), bare);
        assert_eq!(note(Told::Exact(8), &[(10, Some(Told::Exact(3))), (0, Some(Told::Exact(7)))]), bare);
        assert_eq!(note(Told::Exact(8), &[]), bare, "nothing is kept yet");
    }

    #[test]
    fn an_authoritys_numbers_lead_to_its_units_and_a_schools_to_lists_that_hold_them() {
        let county = Leads::Below("320102".parse().unwrap());
        assert_eq!(county.way(Figure::Overdue).as_deref(), Some("/compare?unit=320102&by=overdue"));
        assert_eq!(county.way(Figure::OpenCorrections).as_deref(), Some("/home?unit=320102#units"));
        assert_eq!(Leads::OwnSchool.way(Figure::LongAbsent).as_deref(), Some("/look-after"));
        assert_eq!(Leads::OwnSchool.way(Figure::Overdue), None, "the desk has a part of them only");
        assert!(Figure::ALL.into_iter().all(|figure| Leads::Nowhere.way(figure).is_none()));
    }

    #[test]
    fn a_large_number_is_cut_and_said_whole() {
        let cut = |n| in_few(Some(Told::Exact(n)));
        assert_eq!(cut(124_399), ("12.4万".to_owned(), Some("124,399".to_owned())));
        assert_eq!(cut(9_999), ("9,999".to_owned(), None));
        assert_eq!(in_few(Some(Told::Few)), ("少于5".to_owned(), None));
        assert_eq!(in_few(None), (w::UNKNOWN.to_owned(), None));
    }
}
