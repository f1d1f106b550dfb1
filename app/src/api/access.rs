//! The access log: of a subtree, of one pupil; alarms (第二十五条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::api::{day, machine_moment, moment};
use domain::access::Role;
use domain::access_log::{Unusual, Use};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookRow {
    /// When, for people.
    pub at: String,
    /// When, for machines.
    pub machine_at: String,
    /// The unit; empty for guardians.
    pub unit: String,
    /// 岗位
    pub role: Role,
    /// Login name and name; empty for guardians who read it.
    pub who: String,
    /// 功能
    pub function: String,
    /// What was done with the data.
    pub kind: Use,
    /// How many pupils.
    pub people: usize,
    /// The pupil, masked.
    pub pupil: String,
    /// Why.
    pub purpose: String,
}

#[cfg(feature = "ssr")]
impl From<registry::access_log::LookLine> for LookRow {
    fn from(line: registry::access_log::LookLine) -> Self {
        Self {
            at: moment(line.at),
            machine_at: machine_moment(line.at),
            unit: line.unit,
            role: line.role,
            who: line.who,
            function: line.function.label().to_owned(),
            kind: line.function.kind(),
            people: line.people,
            pupil: line.pupil,
            purpose: line.purpose,
        }
    }
}

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

/// What a unit's accounts did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotalRow {
    /// 名称
    pub name: String,
    /// Accounts.
    pub accounts: usize,
    /// Looks in the order of [`Use::ALL`].
    pub by_use: Vec<u64>,
}

/// One alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmRow {
    /// The last look that belonged to it.
    pub at: String,
    /// The unit.
    pub unit: String,
    /// Login name and name.
    pub who: String,
    /// 岗位
    pub role: Role,
    /// What is unusual.
    pub kind: Unusual,
    /// How many looks.
    pub n: u64,
    /// How many are usual.
    pub usual: u64,
}

/// One page of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessView {
    /// What was asked for, with the days filled in.
    pub query: AccessQuery,
    /// First and last day as people read them.
    pub period: (String, String),
    /// The unit.
    pub unit_name: String,
    /// The units that may be chosen.
    pub units: Vec<(String, String)>,
    /// The lines.
    pub rows: Vec<LookRow>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// By unit.
    pub totals: Vec<TotalRow>,
    /// Alarms of the last thirty days.
    pub alarms: Vec<AlarmRow>,
}

/// The log of the actor's subtree; without days, of the last seven.
#[server(name = GetAccess, client = Attended, prefix = "/api", endpoint = "access")]
pub async fn access(query: AccessQuery) -> Result<AccessView, AppError> {
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
    let page = registry().access_page(&actor, &filter).await?;
    let alarms = registry().access_alarms(&actor).await?;
    let own = actor.unit.as_ref().ok_or(AppError::NotFound)?;
    let mut units = vec![(own.id.to_string(), own.name.clone())];
    let below = registry().working_units_below(&own.id).await?;
    units.extend(below.into_iter().map(|unit| (unit.id.to_string(), unit.name)));
    Ok(AccessView {
        period: (day(from), day(to)),
        query: AccessQuery { from: from.to_string(), to: to.to_string(), ..query },
        unit_name: page.unit_name,
        units,
        rows: page.lines.into_iter().map(LookRow::from).collect(),
        next: page.next.map(|next| next.to_string()),
        totals: page
            .totals
            .into_iter()
            .map(|total| TotalRow {
                by_use: Use::ALL
                    .iter()
                    .map(|kind| total.by_use.get(kind).copied().unwrap_or_default())
                    .collect(),
                name: total.name,
                accounts: total.accounts,
            })
            .collect(),
        alarms: alarms.into_iter().map(alarm).collect(),
    })
}

#[cfg(feature = "ssr")]
fn alarm(line: registry::access_log::AlarmLine) -> AlarmRow {
    AlarmRow {
        at: moment(line.at),
        unit: line.unit,
        who: line.who,
        role: line.role,
        kind: line.kind,
        n: line.n,
        usual: line.usual,
    }
}

/// Alarms about the accounts of the leader's own unit; none for everybody else.
#[cfg(feature = "ssr")]
pub(crate) async fn own_alarms(actor: &domain::access::Actor) -> Result<Vec<AlarmRow>, AppError> {
    if actor.role != Role::Leader {
        return Ok(Vec::new());
    }
    Ok(registry().access_alarms(actor).await?.into_iter().map(alarm).collect())
}

/// Who saw one pupil's data, newest first: for the pupil's leaders and guardians.
#[server(client = Attended, prefix = "/api", endpoint = "looks_at")]
pub async fn looks_at(person: String, after: String) -> Result<(Vec<LookRow>, Option<String>), AppError> {
    let actor = actor()?;
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let (lines, next) = registry().looks_at(&actor, id(&person)?, after).await?;
    Ok((lines.into_iter().map(LookRow::from).collect(), next.map(|next| next.to_string())))
}
