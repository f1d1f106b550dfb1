//! The work calendar: what is announced, and loading a new announcement.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
use domain::calendar::{DayKind, YearStatus};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};

/// One year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarYear {
    /// The year.
    pub year: i32,
    /// Announced or not.
    pub status: YearStatus,
    /// Date, what it is, festival.
    pub days: Vec<(String, DayKind, String)>,
}

/// The calendar, newest year first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarView {
    /// The years of which any day is listed, and the next.
    pub years: Vec<CalendarYear>,
    /// Whether the actor may load a file.
    pub may_publish: bool,
}

/// The work calendar in force.
#[server(name = GetCalendar, client = Attended, prefix = "/api", endpoint = "calendar")]
pub async fn calendar() -> Result<CalendarView, AppError> {
    use chrono::Datelike;
    let actor = actor()?;
    let calendar = registry().calendar();
    let next = registry().store.clock.today().year() + 1;
    let mut years: Vec<i32> = calendar.years().map(|(year, _)| year).chain([next]).collect();
    years.sort_unstable();
    years.dedup();
    let years = years
        .into_iter()
        .rev()
        .map(|year| {
            let days = calendar.days().filter(|(date, _)| date.year() == year);
            let days = days.map(|(date, day)| (crate::api::day(date), day.kind, day.name.clone())).collect();
            CalendarYear { year, status: calendar.year_status(year), days }
        })
        .collect();
    Ok(CalendarView { years, may_publish: registry().may_publish_calendar(&actor) })
}

/// Loads a file of announced days.
#[server(client = Attended, prefix = "/api", endpoint = "publish_calendar", input = MultipartFormData)]
pub async fn publish_calendar(data: MultipartData) -> Result<(), AppError> {
    let actor = actor()?;
    let file = crate::api::upload::parts(data).await?.file;
    let text = file.map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    match registry().publish_calendar(&actor, &text).await {
        Ok(years) => {
            let years: Vec<String> = years.iter().map(|year| format!("{year}年")).collect();
            let words = match years.is_empty() {
                true => "已更新工作日历。".to_owned(),
                false => format!("已公布{}的工作日历，未办结事项的期限正在重算。", years.join("、")),
            };
            keep::say("calendar", &words).await?;
            crate::api::address::lead_to("/calendar");
            Ok(())
        }
        Err(error) => keep::finish("calendar", "/calendar", typed([]), Err(error.into())).await,
    }
}
