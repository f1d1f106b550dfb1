//! The work calendar: what is announced, and loading a new announcement.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
use contract::calendar::CalendarView;
use leptos::prelude::*;
use server_fn::codec::{MultipartData, MultipartFormData};

/// The work calendar in force.
#[server(name = GetCalendar, client = Attended, prefix = "/api", endpoint = "calendar")]
pub async fn calendar() -> Result<CalendarView, AppError> {
    Ok(registry().working_days().calendar_view(&actor()?))
}

/// Loads a file of announced days.
#[server(client = Attended, prefix = "/api", endpoint = "publish_calendar", input = MultipartFormData)]
pub async fn publish_calendar(
    /// The form: the file of announced days.
    data: MultipartData,
) -> Result<(), AppError> {
    let actor = actor()?;
    let file = match crate::api::upload::parts(data).await?.file() {
        Ok(file) => file,
        Err(wrong) => return keep::finish("calendar", "/calendar", typed([]), Err(wrong)).await,
    };
    let text = file.map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    match registry().working_days().publish_calendar(&actor, &text).await {
        Ok(years) => {
            keep::say("calendar", &answer::calendar_published(&years)).await?;
            crate::api::address::lead_to("/calendar");
            Ok(())
        }
        Err(error) => keep::finish("calendar", "/calendar", typed([]), Err(error.into())).await,
    }
}
