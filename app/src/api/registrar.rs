//! Registrars: the own unit's, their files, hand-overs, reports upwards, how stable their number is (第二十三条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::day;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::registrar as w;
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal};
use domain::registrar::{Employment, HandOverState, RegistrarState};
#[cfg(feature = "ssr")]
use domain::registrar::{HandOver, HandOverCommand, ItemState, Post, RegistrarEvent};
#[cfg(feature = "ssr")]
use domain::{id::HandOverId, shown::Shown};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One registrar in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrarRow {
    /// The account.
    pub id: String,
    /// Login name.
    pub login: String,
    /// 姓名
    pub name: String,
    /// Where the registrar stands.
    pub state: RegistrarState,
    /// Title, hours of work, first day, document: what the form of a change begins with.
    pub post: Option<(String, Employment, String, String)>,
    /// Last day of training in words; none without training that counts.
    pub trained: Option<String>,
}

#[cfg(feature = "ssr")]
impl From<registry::registrar::RegistrarLine> for RegistrarRow {
    fn from(line: registry::registrar::RegistrarLine) -> Self {
        let until = line.valid_until.map_or_else(|| w::NO_END.to_owned(), day);
        Self {
            id: line.id.to_string(),
            login: line.login,
            name: line.name,
            state: line.state,
            post: line.post.map(|post| (post.title, post.employment, post.since.to_string(), post.document)),
            trained: line.trained.then_some(until),
        }
    }
}

/// One hand-over in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverRow {
    /// The hand-over.
    pub id: String,
    /// Who leaves.
    pub from: String,
    /// Who takes over.
    pub to: String,
    /// Last day of who leaves.
    pub last_day: String,
    /// Where it stands.
    pub state: HandOverState,
    /// Lines without an owner.
    pub open_items: usize,
}

/// One report of a unit below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRow {
    /// The report.
    pub id: String,
    /// Which unit's.
    pub unit: String,
    /// 任用, 变更, 离岗
    pub event: String,
    /// 姓名
    pub name: String,
    /// Title and hours of work.
    pub post: String,
    /// The day it took effect.
    pub on: String,
    /// Who acknowledged it, and when.
    pub acknowledged: Option<(String, String)>,
}

/// How stable the registrars of a unit below are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StabilityRow {
    /// The unit, and whether something lies below it.
    pub unit: (String, String, bool),
    /// Registrars in post.
    pub serving: u64,
    /// Average days in post.
    pub days_in_post: Option<u64>,
    /// Who left within a year.
    pub left: u64,
    /// Without training.
    pub untrained: u64,
    /// Units without a registrar.
    pub vacant: u64,
}

/// The whole page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registrars {
    /// The unit the figures are of.
    pub unit: String,
    /// The units on the way down to it.
    pub above: Vec<(String, String)>,
    /// The own unit's registrars; none for who sees figures only, and further down.
    pub own: Option<Vec<RegistrarRow>>,
    /// Hand-overs the actor has a part in.
    pub hand_overs: Vec<HandOverRow>,
    /// What the units below reported.
    pub reports: Vec<ReportRow>,
    /// Per unit below.
    pub stability: Vec<StabilityRow>,
}

/// The page of the own unit, or the figures of one further down.
#[server(name = GetRegistrars, client = Attended, prefix = "/api", endpoint = "registrars")]
pub async fn registrars(unit: String) -> Result<Registrars, AppError> {
    use domain::access::Role;
    let actor = actor()?;
    let of = if unit.is_empty() { None } else { Some(id(&unit)?) };
    let view = registry().registrar_figures(&actor, of.as_ref()).await?;
    let (mut own, mut hand_overs, mut reports) = (None, Vec::new(), Vec::new());
    if of.is_none() && actor.role != Role::Official {
        own = Some(registry().registrars(&actor).await?.into_iter().map(RegistrarRow::from).collect());
        hand_overs = registry().hand_overs(&actor).await?;
        reports = registry().registrar_reports(&actor).await?;
    }
    let hand_overs = hand_overs.into_iter().map(|line| HandOverRow {
        id: line.id.to_string(),
        from: line.from,
        to: line.to,
        last_day: day(line.last_day),
        state: line.state,
        open_items: line.open_items,
    });
    let reports = reports.into_iter().map(|line| ReportRow {
        id: line.id.to_string(),
        unit: line.unit,
        event: line.report.kind.label().to_owned(),
        name: line.report.name,
        post: format!("{}（{}）", line.report.title, line.report.employment.label()),
        on: day(line.report.on),
        acknowledged: line.acknowledged.map(|act| (act.by.name, day(act.on))),
    });
    let stability = view.lines.into_iter().map(|line| StabilityRow {
        unit: (line.unit.to_string(), line.name, line.has_more),
        serving: line.serving,
        days_in_post: line.days_in_post,
        left: line.left,
        untrained: line.untrained,
        vacant: line.vacant,
    });
    Ok(Registrars {
        unit: view.unit.name,
        above: view.above.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        own,
        hand_overs: hand_overs.collect(),
        reports: reports.collect(),
        stability: stability.collect(),
    })
}

/// Acknowledges a report.
#[server(client = Attended, prefix = "/api", endpoint = "acknowledge_registrar")]
pub async fn acknowledge_registrar(report: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async { Ok(registry().acknowledge_registrar(&actor, id(&report)?).await?) }.await;
    end("registrars", "/registrars".to_owned(), typed([]), result).await
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrarDetail {
    /// What a list shows.
    pub row: RegistrarRow,
    /// Course, hours, number, issued, last day.
    pub certificates: Vec<[String; 5]>,
    /// Day in words and for machines, what happened, by whom, more; newest first.
    pub history: Vec<(String, String, String, String, String)>,
    /// Whether the actor appoints.
    pub may_appoint: bool,
    /// Who could take the work over: account, name.
    pub able: Vec<(String, String)>,
}

#[cfg(feature = "ssr")]
fn certificate(one: &domain::registrar::Certificate) -> [String; 5] {
    [
        one.course.clone(),
        one.hours.map(|hours| hours.to_string()).unwrap_or_default(),
        one.certificate.clone(),
        day(one.on),
        one.valid_until.map_or_else(|| w::NO_END.to_owned(), day),
    ]
}

/// One file of the own unit.
#[server(name = GetRegistrar, client = Attended, prefix = "/api", endpoint = "registrar")]
pub async fn registrar(registrar: String) -> Result<RegistrarDetail, AppError> {
    let view = registry().registrar_view(&actor()?, id(&registrar)?).await?;
    let history = view.file.history.iter().rev().map(|event| {
        let post = |post: &Post| {
            format!("{}（{}），{}：{}", post.title, post.employment.label(), w::DOCUMENT, post.document)
        };
        let (act, on, what, more) = match event {
            RegistrarEvent::Appointed(act, one) => (act, one.since, w::APPOINT, post(one)),
            RegistrarEvent::Changed(act, one) => (act, act.on, w::CHANGE, post(one)),
            RegistrarEvent::Certified(act, one) => (act, one.on, w::CERTIFICATES, one.course.clone()),
            RegistrarEvent::Left(act, on, reason) => (act, *on, RegistrarState::Left.label(), reason.clone()),
        };
        (day(on), on.to_string(), what.to_owned(), act.by.name.clone(), more)
    });
    let able = view.able.into_iter().map(|desk| (desk.account.to_string(), desk.name));
    Ok(RegistrarDetail {
        certificates: view.file.certificates.iter().rev().map(certificate).collect(),
        history: history.collect(),
        may_appoint: view.may_appoint,
        able: able.collect(),
        row: view.line.into(),
    })
}

/// Appoints, or changes the post of who is in one.
#[server(client = Attended, prefix = "/api", endpoint = "appoint_registrar")]
pub async fn appoint_registrar(
    registrar: String,
    title: String,
    #[server(default)] employment: String,
    since: String,
    document: String,
    #[server(default)] change: bool,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([
        ("title", cut(&title)),
        ("employment", &employment),
        ("since", &since),
        ("document", cut(&document)),
    ]);
    let result = async {
        let post = Post {
            title,
            employment: Employment::from_key(&employment)
                .ok_or_else(|| missing("employment", "还没有选择专职或兼职。", "请选择一项。"))?,
            since: date(&since, "since")?,
            document,
        };
        let account = id(&registrar)?;
        if change {
            registry().change_registrar(&actor, account, post).await?;
        } else {
            registry().appoint_registrar(&actor, account, post).await?;
        }
        Ok(())
    };
    let result = result.await;
    end(&format!("registrar/{registrar}"), format!("/registrars/{registrar}"), kept, result).await
}

/// Opens a hand-over.
#[server(client = Attended, prefix = "/api", endpoint = "open_hand_over")]
pub async fn open_hand_over(
    registrar: String,
    #[server(default)] to: String,
    last_day: String,
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("to", to.as_str()), ("last_day", &last_day), ("reason", cut(&reason))]);
    let result = async {
        if to.is_empty() {
            return Err(missing("to", "还没有选择接收人。", "请选择在岗并经培训的学籍管理员。"));
        }
        let asked = registry::registrar::AskedHandOver {
            from: id(&registrar)?,
            to: id(&to)?,
            last_day: date(&last_day, "last_day")?,
            reason,
        };
        let opened = registry().open_hand_over(&actor, &asked).await?;
        Ok(format!("/registrars/hand-over/{opened}"))
    };
    let (form, back) = (format!("registrar/{registrar}"), format!("/registrars/{registrar}"));
    keep::finish(&form, &back, kept, result.await).await
}

/// One hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverDetail {
    /// The hand-over as it is shown: what a form that acts on it sends.
    pub shown: String,
    /// What a list shows.
    pub row: HandOverRow,
    /// Why.
    pub reason: String,
    /// Key, what, how many, who has it (none: nobody yet), whether the work is done.
    pub items: Vec<(String, String, u64, Option<String>, bool)>,
    /// Who signed for who leaves, when, and why in their place.
    pub signed_from: Option<(String, String, Option<String>)>,
    /// Who took over, and when.
    pub signed_to: Option<(String, String)>,
    /// Who confirmed or withdrew it.
    pub ended: Option<(String, String)>,
    /// Who may take lines over.
    pub able: Vec<(String, String)>,
    /// Whether the actor may give lines.
    pub may_give: bool,
    /// Whether the actor may sign now.
    pub may_sign: bool,
    /// Whether the actor leads the unit and it is open.
    pub leads: bool,
}

/// One hand-over as the actor may see it.
#[server(name = GetHandOver, client = Attended, prefix = "/api", endpoint = "registrar_hand_over")]
pub async fn hand_over(hand_over: String) -> Result<HandOverDetail, AppError> {
    let view = registry().hand_over_view(&actor()?, id(&hand_over)?).await?;
    let shown = Shown::new(id::<HandOverId>(&hand_over)?, view.version).to_string();
    let HandOver {
        from, to, items, last_day, state, reason, signed_from, in_place, signed_to, ended, ..
    } = view.hand_over;
    let said = |act: domain::problem::Act| (act.by.name, day(act.on));
    let open_items = items.iter().filter(|item| item.state == ItemState::Open).count();
    let items = items.into_iter().map(|item| {
        let owner = match &item.state {
            ItemState::Reassigned(desk) => Some(desk.name.clone()),
            _ => None,
        };
        let done = item.state == ItemState::Finished;
        (item.found.key, item.found.words, item.found.count, owner, done)
    });
    Ok(HandOverDetail {
        shown,
        items: items.collect(),
        row: HandOverRow {
            id: hand_over,
            from: from.name,
            to: to.name,
            last_day: day(last_day),
            state,
            open_items,
        },
        reason,
        signed_from: signed_from.map(said).map(|(by, on)| (by, on, in_place)),
        signed_to: signed_to.map(said),
        ended: ended.map(said),
        able: view.able.into_iter().map(|desk| (desk.account.to_string(), desk.name)).collect(),
        may_give: view.may_give,
        may_sign: view.may_sign,
        leads: view.leads && state == HandOverState::Open,
    })
}

/// Does a step: `act` is `give`, `note`, `sign`, `in_place`, `confirm` or `withdraw`.
#[server(client = Attended, prefix = "/api", endpoint = "step_hand_over")]
pub async fn step_hand_over(
    hand_over: String,
    act: String,
    #[server(default)] items: Vec<String>,
    #[server(default)] to: String,
    #[server(default)] note: String,
    #[server(default)] in_place: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("to", to.as_str()), ("note", cut(&note)), ("in_place", cut(&in_place))]);
    let result = async {
        let command = match act.as_str() {
            "give" if to.is_empty() => {
                return Err(missing("to", "还没有选择接收人。", "请选择在岗并经培训的学籍管理员。"));
            }
            "give" => HandOverCommand::Reassign { keys: items, to: id(&to)? },
            "note" => HandOverCommand::Note(note),
            "sign" => HandOverCommand::Sign,
            "in_place" => HandOverCommand::SignInPlace(in_place),
            "confirm" => HandOverCommand::Confirm,
            "withdraw" => HandOverCommand::Withdraw,
            _ => return Err(AppError::NotFound),
        };
        registry().step_hand_over(&actor, shown::<HandOverId>(&hand_over)?, &command).await?;
        Ok(())
    };
    let result = result.await;
    let hand_over = bare(&hand_over);
    end(&format!("hand_over/{hand_over}"), format!("/registrars/hand-over/{hand_over}"), kept, result).await
}

#[cfg(feature = "ssr")]
async fn end(
    form: &str,
    back: String,
    kept: std::collections::BTreeMap<String, String>,
    result: Result<(), AppError>,
) -> Result<(), AppError> {
    keep::finish_saying(form, form, &back, kept, result.map(|()| back.clone()), w::DONE).await
}

#[cfg(feature = "ssr")]
fn missing(code: &str, what: &str, remedy: &str) -> AppError {
    AppError::Refused(vec![Refusal::new(code, Basis::Procedure, what, remedy)])
}

#[cfg(feature = "ssr")]
fn date(text: &str, field: &str) -> Result<chrono::NaiveDate, AppError> {
    domain::form::parse_date(text)
        .ok_or_else(|| missing(field, "不是有效的日期。", "请按 2026-09-01 的样式填写。"))
}
