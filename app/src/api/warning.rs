//! Early warnings: the list, one with its figures, what a unit says of its own, the weekly digest (第二十四条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::day;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::warning as w;
use domain::warning::{Digest, Indicator, Level};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One warning in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningRow {
    /// The warning.
    pub id: String,
    /// 单位
    pub unit: String,
    /// What is measured.
    pub indicator: Indicator,
    /// How loud.
    pub level: Level,
    /// The newest figure and its share in ‰.
    pub figure: u64,
    /// None without pupils.
    pub per_mille: Option<u64>,
    /// Since when.
    pub opened_on: String,
    /// Until when.
    pub closed_on: Option<String>,
    /// Whether the unit has said what it does.
    pub acknowledged: bool,
}

#[cfg(feature = "ssr")]
impl From<registry::warning::WarningLine> for WarningRow {
    fn from(line: registry::warning::WarningLine) -> Self {
        let newest = line.newest.as_ref();
        Self {
            id: line.id.to_string(),
            unit: line.unit,
            indicator: line.indicator,
            level: line.level,
            figure: newest.map_or(0, |reading| reading.figure),
            per_mille: newest.and_then(domain::warning::Reading::per_mille),
            opened_on: day(line.opened_on),
            closed_on: line.closed_on.map(day),
            acknowledged: line.acknowledged,
        }
    }
}

/// What a list is asked for, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WarningQuery {
    /// `closed`, or the open ones.
    pub state: String,
    /// An indicator's name.
    pub indicator: String,
    /// A level's name.
    pub level: String,
    /// A unit of the actor's subtree.
    pub unit: String,
    /// The last one of the page before.
    pub after: String,
}

/// One page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warnings {
    /// What was asked for.
    pub query: WarningQuery,
    /// The unit whose subtree is shown.
    pub unit: String,
    /// The rows.
    pub rows: Vec<WarningRow>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// Open ones of the unit and below, by level, as the last night counted them.
    pub open: [u64; 3],
    /// Whether the actor's unit has a weekly digest.
    pub has_digest: bool,
}

/// One page of warnings.
#[server(name = GetWarnings, client = Attended, prefix = "/api", endpoint = "warnings")]
pub async fn warnings(asked: WarningQuery) -> Result<Warnings, AppError> {
    let actor = actor()?;
    let unit = if asked.unit.is_empty() { None } else { Some(id(&asked.unit)?) };
    let after = if asked.after.is_empty() { None } else { Some(id(&asked.after)?) };
    let filter = registry::warning::WarningFilter {
        unit: unit.clone(),
        indicator: Indicator::from_key(&asked.indicator),
        level: Level::from_key(&asked.level),
        closed: asked.state == "closed",
    };
    let page = registry().warnings(&actor, &filter, after).await?;
    let tally = registry().warning_tally(&actor, unit.as_ref()).await?;
    Ok(Warnings {
        query: asked,
        unit: page.unit,
        rows: page.lines.into_iter().map(WarningRow::from).collect(),
        next: page.next.map(|next| next.to_string()),
        open: tally.open.values().fold([0; 3], |sum, n| [0, 1, 2].map(|i| sum[i] + n[i])),
        has_digest: actor.unit.as_ref().is_some_and(|unit| unit.kind.is_authority()),
    })
}

/// One day's figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingRow {
    /// The day.
    pub day: String,
    /// What was counted.
    pub figure: u64,
    /// Pupils.
    pub base: u64,
    /// The share in ‰.
    pub per_mille: Option<u64>,
    /// The thresholds of that day.
    pub thresholds: [u32; 3],
    /// The level, none below.
    pub level: Option<Level>,
}

/// A case behind the figure: no name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// The case; none when it stands elsewhere and cannot be opened from here.
    pub id: Option<String>,
    /// 办件编号
    pub number: String,
    /// What it is about.
    pub kind: String,
}

/// One warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningDetail {
    /// What a list shows.
    pub row: WarningRow,
    /// Day by day, newest first.
    pub readings: Vec<ReadingRow>,
    /// Cases behind the newest figure; none for officials.
    pub cases: Vec<CaseRow>,
    /// Who of which unit, when, what; none for officials.
    pub said: Vec<(String, String, String, String)>,
    /// Where the thresholds come from.
    pub source: String,
    /// Whether the actor sees what was said.
    pub in_words: bool,
    /// Whether the actor may say what is done.
    pub may_acknowledge: bool,
}

/// One warning as the actor may see it.
#[server(name = GetWarning, client = Attended, prefix = "/api", endpoint = "warning")]
pub async fn warning(warning: String) -> Result<WarningDetail, AppError> {
    let actor = actor()?;
    let view = registry().warning_view(&actor, id(&warning)?).await?;
    let unit = registry().unit(&view.warning.unit).await?;
    let rules = registry().rules_for(&unit.path);
    let rows = view.warning.readings.iter().rev().map(|reading| ReadingRow {
        day: day(reading.day),
        figure: reading.figure,
        base: reading.base,
        per_mille: reading.per_mille(),
        thresholds: reading.thresholds,
        level: reading.level,
    });
    let said = view.warning.acknowledged.iter().rev().map(|one| {
        let by = &one.act.by;
        (by.name.clone(), by.unit_name.clone(), day(one.act.on), one.words.clone())
    });
    Ok(WarningDetail {
        readings: rows.collect(),
        cases: view
            .cases
            .into_iter()
            .map(|case| CaseRow {
                id: case.within.then(|| case.id.to_string()),
                number: case.number,
                kind: case.kind.label().to_owned(),
            })
            .collect(),
        said: said.collect(),
        source: rules.source(view.warning.indicator.rule()),
        in_words: actor.role != domain::access::Role::Official,
        may_acknowledge: view.may_acknowledge,
        row: view.line.into(),
    })
}

/// Says what the actor's unit does about its warning.
#[server(client = Attended, prefix = "/api", endpoint = "acknowledge_warning")]
pub async fn acknowledge_warning(
    #[server(default)] warning: String,
    #[server(default)] words: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("words", cut(&words))]);
    let result = async { Ok(registry().acknowledge_warning(&actor, id(&warning)?, &words).await?) };
    let result: Result<(), AppError> = result.await;
    let back = format!("/warnings/{warning}");
    keep::finish_saying(
        &format!("warning_step/{warning}"),
        &format!("warning/{warning}"),
        &back,
        kept,
        result.map(|()| back.clone()),
        w::DONE,
    )
    .await
}

/// A week: its name, first and last day.
pub type WeekRow = (String, String, String);

/// A digest with its week and the weeks of which there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestView {
    /// The digest, its week, the day it was made on; none before the first Monday.
    pub digest: Option<(Digest, WeekRow, String)>,
    /// Newest first.
    pub weeks: Vec<WeekRow>,
}

/// The digest of a week for the actor's authority, the newest when none is named.
#[server(name = GetDigest, client = Attended, prefix = "/api", endpoint = "warning_digest")]
pub async fn warning_digest(week: String) -> Result<DigestView, AppError> {
    let actor = actor()?;
    let asked = if week.is_empty() { None } else { Some(week.parse().map_err(|_| AppError::NotFound)?) };
    let (digest, weeks) = registry().warning_digest(&actor, asked).await?;
    let row = |week: domain::warning::Week| (week.to_string(), day(week.first_day()), day(week.last_day()));
    Ok(DigestView {
        digest: digest.map(|digest| {
            let (week, made_on) = (row(digest.week), day(digest.made_on));
            (digest, week, made_on)
        }),
        weeks: weeks.into_iter().map(row).collect(),
    })
}
