//! The access log: of a subtree, of one pupil; alarms (第二十五条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::day;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::access as w;
use contract::Page;
use contract::access::{AccessPage, AlarmLine, InquiryView, LookLine, UnitJournal};
#[cfg(feature = "ssr")]
use domain::access::Role;
#[cfg(feature = "ssr")]
use domain::access_log::Use;
use domain::id::AccessId;
#[cfg(feature = "ssr")]
use domain::id::InquiryId;
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal, RefusalCode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the audit administrator asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessQuery {
    /// Code of the unit.
    pub unit: String,
    /// First day as typed.
    pub from: String,
    /// Last day as typed.
    pub to: String,
    /// Key of the use.
    pub kind: String,
    /// 账号名
    pub login: String,
    /// Where the page starts.
    pub after: String,
}

/// One page of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessView {
    /// What was asked for, with the days filled in.
    pub query: AccessQuery,
    /// First and last day as people read them.
    pub period: (String, String),
    /// The units that may be chosen.
    pub units: Vec<(String, String)>,
    /// The lines and the totals.
    pub page: AccessPage,
    /// Alarms of the last thirty days.
    pub alarms: Vec<AlarmLine>,
}

/// The log of the actor's subtree; without days, of the last seven.
#[server(name = GetAccess, client = Attended, prefix = "/api", endpoint = "access")]
pub async fn access(
    /// Which looks, from where; without days the last seven.
    query: AccessQuery,
) -> Result<AccessView, AppError> {
    use chrono::Days;
    let actor = actor()?;
    let today = registry().store.clock.today();
    let to = domain::form::parse_date(&query.to).unwrap_or(today);
    let from = domain::form::parse_date(&query.from).unwrap_or(to - Days::new(6)).min(to);
    let filter = registry::access_log::AccessFilter {
        unit: if query.unit.is_empty() { None } else { Some(id(&query.unit)?) },
        from,
        to,
        kind: Use::from_key(&query.kind),
        login: query.login.clone(),
        after: if query.after.is_empty() { None } else { Some(id(&query.after)?) },
    };
    let page = registry().access_log().access_page(&actor, &filter).await?;
    let alarms = registry().access_log().access_alarms(&actor).await?;
    let own = actor.unit.as_ref().ok_or(AppError::NotFound)?;
    let mut units = vec![(own.id.to_string(), own.name.clone())];
    let below = registry().units().working_units_below(&own.id).await?;
    units.extend(below.into_iter().map(|unit| (unit.id.to_string(), unit.name)));
    Ok(AccessView {
        period: (day(from), day(to)),
        query: AccessQuery { from: from.to_string(), to: to.to_string(), ..query },
        units,
        page,
        alarms,
    })
}

/// An alarm that is looked into.
#[server(name = GetInquiry, client = Attended, prefix = "/api", endpoint = "alarm_inquiry")]
pub async fn alarm_inquiry(
    /// The inquiry.
    inquiry: String,
) -> Result<InquiryView, AppError> {
    Ok(registry().access_log().inquiry_view(&actor()?, id(&inquiry)?).await?)
}

/// A step of looking into an alarm: `find`, `confirm` or `return`.
#[server(client = Attended, prefix = "/api", endpoint = "decide_inquiry")]
pub async fn decide_inquiry(
    /// The inquiry as it was shown (`id@version`).
    inquiry: String,
    /// Key of the step.
    act: String,
    /// Key of what was found.
    #[server(default)]
    finding: String,
    /// What is said, as typed.
    #[server(default)]
    words: String,
    /// Why it is sent back, as typed.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    use domain::inquiry::{AlarmFinding, Command};
    let actor = actor()?;
    let kept = typed([("finding", &*finding), ("words", cut(&words)), ("reason", cut(&reason))]);
    let result = async {
        let command = match act.as_str() {
            "find" => {
                let finding = AlarmFinding::from_key(&finding).ok_or_else(|| {
                    let basis = Basis::Article(25);
                    let refusal =
                        Refusal::new(RefusalCode::Finding, basis, w::NO_FINDING, w::NO_FINDING_NEXT);
                    AppError::Refused(vec![refusal])
                })?;
                Command::Find { finding, words }
            }
            "confirm" => Command::Confirm,
            "return" => Command::Return(reason),
            _ => return Err(AppError::NotFound),
        };
        Ok(registry().access_log().act_on_inquiry(&actor, shown::<InquiryId>(&inquiry)?, &command).await?)
    };
    let result = result.await;
    let form = format!("alarm_inquiry/{}", bare(&inquiry));
    let back = format!("/access/alarms/{}", bare(&inquiry));
    keep::finish_saying(&form, &form, &back, kept, result.map(|_| back.clone()), w::DONE).await
}

/// Alarms about the accounts of the leader's own unit; none for everybody else.
#[cfg(feature = "ssr")]
pub(crate) async fn own_alarms(actor: &domain::access::Actor) -> Result<Vec<AlarmLine>, AppError> {
    if actor.role != Role::Leader {
        return Ok(Vec::new());
    }
    Ok(registry().access_log().access_alarms(actor).await?)
}

/// Who saw one pupil's data, newest first: for the pupil's leaders and guardians.
#[server(client = Attended, prefix = "/api", endpoint = "looks_at")]
pub async fn looks_at(
    /// The pupil.
    person: String,
    /// The last look of the page before; empty for the first page.
    after: String,
) -> Result<Page<LookLine, AccessId>, AppError> {
    let actor = actor()?;
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    Ok(registry().access_log().looks_at(&actor, id(&person)?, after).await?)
}

/// A page of the journal of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitJournalView {
    /// The units that may be chosen.
    pub units: Vec<(String, String)>,
    /// The journal; none while no unit is chosen.
    pub journal: Option<UnitJournal>,
}

/// The journal of a unit below the actor's (第二十六条, 第二十七条): what was decided about it. Before a unit is chosen, the units alone.
#[server(name = GetUnitJournal, client = Attended, prefix = "/api", endpoint = "unit_journal")]
pub async fn unit_journal(
    /// Code of the unit; empty while none is chosen.
    unit: String,
    /// Number of the last entry of the page before; empty for the newest.
    before: String,
) -> Result<UnitJournalView, AppError> {
    let actor = actor()?;
    let units = registry().matters().audited_units(&actor).await?;
    let units: Vec<_> = units.into_iter().map(|unit| (unit.id.to_string(), unit.name)).collect();
    if unit.is_empty() {
        return Ok(UnitJournalView { units, journal: None });
    }
    let before = if before.is_empty() { None } else { Some(id(&before)?) };
    let journal = registry().matters().unit_journal(&actor, &id(&unit)?, before).await?;
    Ok(UnitJournalView { units, journal: Some(journal) })
}
