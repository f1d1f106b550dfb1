//! Figures and queues of the landing pages.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::{AppError, Attended};
use contract::access::AlarmLine;
use contract::backup::BackupView;
use contract::compare::AuditFigures;
use contract::dashboard::{FilledItems, LackingLine, Overview, OwnRatings, Trend, TrendLines};
use domain::account::FirstStep;
use domain::id::UnitId;
use domain::matter::MatterKind;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A landing page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dashboard {
    /// The unit and those directly below, those with pupils first.
    pub overview: Overview,
    /// The unit's figures over the last weeks.
    pub lines: TrendLines,
    /// Open warnings of the unit and all below, by level (提示, 关注, 预警); none for who sees no warnings.
    pub warnings: [u64; 3],
    /// The same of each unit directly below that has any.
    pub warned: BTreeMap<UnitId, [u64; 3]>,
    /// How much waits for the actor's desk, by kind; none for those who decide nothing, and at other units than one's own.
    pub waiting: Option<Vec<(MatterKind, u64)>>,
    /// A registrar without a certificate or an appointment handles nothing yet (第二十三条): what is missing and who puts it on record.
    pub barred: Option<(String, String)>,
    /// Alarms about the accounts of the leader's own unit.
    pub alarms: Vec<AlarmLine>,
    /// What is open of an audit administrator, on the own unit's page.
    pub audit: Option<AuditFigures>,
    /// How guardians rated what the own school handled, on its own page.
    pub ratings: Option<OwnRatings>,
    /// How the backup stands, for who looks after the machine.
    pub backup: Option<BackupView>,
    /// 入门清单: each with whether it is done; none once all are, or it was put away, and at other units than one's own.
    pub first_steps: Vec<(FirstStep, bool)>,
}

/// The landing page of the actor's own unit, or of one below it: everything on it, in one answer.
#[server(name = GetDashboard, client = Attended, prefix = "/api", endpoint = "dashboard")]
pub async fn dashboard(
    /// Code of the unit; none for the actor's own.
    unit: Option<String>,
) -> Result<Dashboard, AppError> {
    use domain::access::Role;
    use domain::figure::Figure;
    let actor = actor()?;
    let unit = unit.filter(|unit| !unit.is_empty()).map(|unit| id(&unit)).transpose()?;
    let mut overview = registry().figures().overview(&actor, unit.as_ref()).await?;
    let lines = registry().figures().trend_lines(&actor, Some(&overview.unit.id)).await?;
    let tally = registry().warnings().warning_tally(&actor, Some(&overview.unit.id)).await?;
    let own = actor.unit.as_ref().ok_or(AppError::NotFound)?;
    let at_home = overview.unit.id == own.id;
    let decides = matches!(actor.role, Role::Registrar | Role::Leader);
    let barred = crate::api::context::barred(&actor);
    let waiting = if at_home && decides && barred.is_none() {
        Some(crate::api::session::desk_counts(&actor).await?)
    } else {
        None
    };
    let first_steps = match at_home {
        true => registry().accounts().first_steps(&actor, known_steps(&overview.unit.figures)).await?,
        false => Vec::new(),
    };
    let audit = if at_home { registry().figures().audit_figures(&actor).await? } else { None };
    let ratings = if at_home { registry().figures().own_ratings(&actor).await? } else { None };
    overview
        .below
        .sort_by_key(|unit| std::cmp::Reverse(unit.told.get(&Figure::OnRoll).and_then(|told| told.rank())));
    Ok(Dashboard {
        overview,
        lines,
        warnings: tally.open.values().fold([0; 3], |sum, n| [0, 1, 2].map(|i| sum[i] + n[i])),
        warned: tally.below,
        waiting,
        barred,
        alarms: crate::api::access::own_alarms(&actor).await?,
        audit,
        ratings,
        backup: registry().backup().backup_stands(&actor),
        first_steps,
    })
}

/// Which first steps the figures show to be done.
#[cfg(feature = "ssr")]
fn known_steps(figures: &contract::dashboard::Figures) -> std::collections::BTreeSet<FirstStep> {
    let entered = figures.by_standing.values().any(|pupils| *pupils > 0);
    let done = [(FirstStep::EnterPupils, entered), (FirstStep::Approved, figures.on_roll > 0)];
    done.into_iter().filter(|(_, done)| *done).map(|(step, _)| step).collect()
}

/// Puts the actor's first steps away for good.
#[server(client = Attended, prefix = "/api", endpoint = "put_steps_away")]
pub async fn put_steps_away() -> Result<(), AppError> {
    let actor = actor()?;
    registry().accounts().put_first_steps_away(&actor).await?;
    let guardian = actor.role == domain::access::Role::Guardian;
    crate::api::address::lead_to(if guardian { "/my" } else { "/home" });
    Ok(())
}

/// One figure of the actor's own unit or of one below it, over a stretch of days.
#[server(name = GetTrend, client = Attended, prefix = "/api", endpoint = "trend")]
pub async fn trend(
    /// Code of the unit; empty for the actor's own.
    unit: String,
    /// Key of the figure.
    figure: String,
    /// Key of the stretch; empty for the term.
    span: String,
) -> Result<Trend, AppError> {
    use domain::figure::{Figure, Span};
    let actor = actor()?;
    let figure = Figure::from_key(&figure).ok_or(AppError::NotFound)?;
    let unit = Some(unit).filter(|unit| !unit.is_empty()).map(|unit| id(&unit)).transpose()?;
    Ok(registry().figures().trend(&actor, unit.as_ref(), figure, Span::from_key(&span)).await?)
}

/// 完整率 of the actor's school and its classes, and what the forms of a class lack; the latter is empty while no class is chosen.
#[server(name = GetFilledItems, client = Attended, prefix = "/api", endpoint = "filled_items")]
pub async fn filled_items(
    /// Grade of the chosen class, 1 to 12; empty while none is chosen.
    grade: String,
    /// Its name.
    class: String,
) -> Result<(FilledItems, Vec<LackingLine>), AppError> {
    let actor = actor()?;
    let filled = registry().figures().filled_items(&actor).await?;
    let lacking = match grade.parse() {
        Ok(grade) => registry().archives().lacking_in_class(&actor, grade, &class).await?,
        Err(_) => Vec::new(),
    };
    Ok((filled, lacking))
}
