//! Take-overs as their page shows them and decides on them: those of the reader's unit, of the units below, and of the units above, whose
//! schools they may be of. What is done on the page is what is done at the prompt: one begins, another one releases.

use super::folder::in_memory;
use super::model::{Act, ActKind, AskedTakeOver, Counted, FileLine, TakeOverRow};
use super::steps::within;
use crate::error::{Error, Result};
use crate::jobs::{JobState, Kind};
use crate::services::TakeOvers;
use crate::store::Vars;
use contract::Page;
use contract::background::ClockState;
use contract::take_over::{
    TakeOverAct, TakeOverCounts, TakeOverFile, TakeOverLine, TakeOverReading, TakeOverStep, TakeOverStepped,
    TakeOverView,
};
use domain::access::{Action, Actor, Target, authorise};
use domain::form::import::RowState;
use domain::id::{AccountId, TakeOverId, UnitId};
use domain::org::UnitKind;
use domain::refusal::{Refusal, RefusalCode};
use domain::take_over::{
    NATIONAL, Profile, TakeOverState, may_accept, may_begin, may_release, may_undo, read_totals,
};
use std::os::fd::AsRawFd;
use std::path::PathBuf;

/// Take-overs on one page of their list.
const PAGE: usize = 50;
/// Lines of the source's totals told.
const TOLD: usize = 100;
/// Longest name of a file.
const LONGEST: usize = 60;
/// A reason that is one, for who has not written it yet.
const SOME_REASON: &str = "（理由待填）";

/// A file with the pupils of an existing register, as it was sent.
#[derive(Debug, Clone)]
pub struct UploadedTakeOver {
    /// The register they come from, in words.
    pub source: String,
    /// Name of the file.
    pub file: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The profile as JSON; the one that is built in where nothing is written.
    pub profile: String,
    /// The source's totals as text with commas; what the file holds is counted where nothing is written.
    pub totals: String,
}

impl TakeOvers<'_> {
    /// One page of the take-overs that are somebody's affair, newest first.
    ///
    /// # Errors
    /// A refusal for who may not read them; when the store fails.
    pub async fn take_overs_seen(
        &self,
        actor: &Actor,
        after: Option<TakeOverId>,
    ) -> Result<Page<TakeOverLine, TakeOverId>> {
        may_read(actor)?;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        // Nation and provinces alone take over: what is another one's affair is of the units on the way down to it, and of the nation's
        // nothing is left out.
        let units = if own.kind == UnitKind::Nation {
            vec![None]
        } else {
            own.path.units().into_iter().map(Some).collect()
        };
        let mut rows: Vec<TakeOverRow> = Vec::new();
        for unit in units {
            rows.extend(self.page_of_unit(unit, after).await?);
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.uid));
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.uid);
        Ok(Page { rows: rows.iter().map(line).collect(), next })
    }

    /// The newest take-overs of a unit, of all units where none is named, and one more than stands on a page.
    async fn page_of_unit(
        &self,
        unit: Option<UnitId>,
        after: Option<TakeOverId>,
    ) -> Result<Vec<TakeOverRow>> {
        let within = match (&unit, after) {
            (None, None) => "",
            (None, Some(_)) => "WHERE uid < $after",
            (Some(_), None) => "WHERE unit.id = $unit",
            (Some(_), Some(_)) => "WHERE unit.id = $unit AND uid < $after",
        };
        let mut vars = Vars::new();
        if let Some(unit) = unit {
            vars = vars.with("unit", unit);
        }
        if let Some(after) = after {
            vars = vars.with("after", after);
        }
        let text = format!("SELECT * FROM take_over {within} ORDER BY uid DESC LIMIT {}", PAGE + 1);
        self.store.rows(&text, vars).await
    }

    /// One of them.
    ///
    /// # Errors
    /// A refusal for who may not read them; [`Error::NotFound`] when it is none of the actor's affair.
    pub async fn take_over_seen(&self, actor: &Actor, id: TakeOverId) -> Result<TakeOverView> {
        may_read(actor)?;
        let row = self.take_over_row(id).await?;
        if !is_near(actor, &row) {
            return Err(Error::NotFound("take-over"));
        }
        let job = self.jobs().job_progress(Kind::TakeOver, &id.to_string()).await?;
        let parked = job.as_ref().is_some_and(|job| job.state == JobState::Parked);
        let own = may_begin(actor).is_ok() && within(actor, &row).is_ok();
        // As they were counted last: counting reads every row, and this page is drawn again with each step of the work.
        let counted = row.counted.as_ref().filter(|_| own && row.state == TakeOverState::Entered);
        let differ = counted.is_some();
        let papers = row.papers.iter().chain(&row.scans).map(|papers| papers.files).sum();
        let states = RowState::ALL.into_iter().map(|state| (state, row.count(state)));
        Ok(TakeOverView {
            line: line(&row),
            reading: reading(&row),
            files: row.files.iter().map(file).collect(),
            papers,
            counts: states.filter(|(_, count)| *count > 0).collect(),
            acts: row.acts.iter().map(act).collect(),
            shown: row.shown(),
            progress: job.filter(|_| row.state.is_worked_on()).map(|job| (job.done, job.total)),
            parked,
            counted: counted.map(told),
            may_read: own,
            may: if own { steps(actor, &row, parked, differ) } else { Vec::new() },
        })
    }

    /// Takes a step of a take-over on its page. `shown` is what was looked at, where it is released. Gives whether it is done with it, or
    /// waits for a second person.
    ///
    /// # Errors
    /// As the step itself at the prompt; a refusal while the clock is not believed, since each of them bears a day.
    pub async fn step_take_over(
        &self,
        actor: &Actor,
        id: TakeOverId,
        step: TakeOverStep,
        shown: &str,
        reason: &str,
    ) -> Result<TakeOverStepped> {
        may_begin(actor)?;
        if matches!(self.background().clock_state(), ClockState::Held(_)) {
            let remedy = "请由国家级系统管理员在「运行状况」里核对系统时间后再办理。";
            let what = "系统时间跳动过大，现在不能办理接管。";
            return Err(super::super::refusal(RefusalCode::OutOfState, what, remedy).into());
        }
        let done = match step {
            TakeOverStep::Release => self.release_take_over(actor, id, shown).await.map(|()| true),
            TakeOverStep::Run => self.run_take_over(actor, id).await.map(|()| true),
            TakeOverStep::Reconcile => self.reconcile_take_over(actor, id).await.map(|both| both.finished),
            TakeOverStep::Accept => self.accept_difference(actor, id, reason).await,
            TakeOverStep::Undo => self.undo_take_over(actor, id, reason).await,
        };
        Ok(if done? { TakeOverStepped::Done } else { TakeOverStepped::Waits })
    }

    /// Begins a take-over with a file that was sent. It lies in memory alone until its rows are put down, sealed.
    ///
    /// # Errors
    /// As [`TakeOvers::begin_take_over`]; refusals beside `profile` and `totals`.
    pub async fn upload_take_over(&self, actor: &Actor, asked: UploadedTakeOver) -> Result<TakeOverId> {
        may_begin(actor)?;
        let UploadedTakeOver { source, file, bytes, profile, totals } = asked;
        let profile = if profile.trim().is_empty() { NATIONAL } else { profile.as_str() };
        let profile = Profile::parse(profile).map_err(|problem| beside("profile", &problem.to_string()))?;
        let totals = if totals.trim().is_empty() {
            None
        } else {
            let read = read_totals(&totals, &profile);
            Some(read.map_err(|problem| beside("totals", &problem.to_string()))?)
        };
        let (bytes, takes) = super::stage::blocking(move || {
            let takes = super::source::takes(&bytes);
            Ok((bytes, takes))
        })
        .await?;
        let _share = self.budget.share(takes).await?;
        let held = in_memory(&bytes)?;
        drop(bytes);
        let name: String = domain::text::line(&file).text.chars().take(LONGEST).collect();
        let asked = AskedTakeOver {
            source,
            files: vec![PathBuf::from(format!("/proc/self/fd/{}", held.as_raw_fd()))],
            archives: Vec::new(),
            profile,
            totals,
            folder: None,
        };
        self.begin(actor, asked, Some(&name)).await
    }
}

fn may_read(actor: &Actor) -> Result<()> {
    let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
    authorise(actor, Action::ReadTakeOvers, &Target::Unit(&own.path))?;
    Ok(())
}

/// Whether a take-over is of the reader's unit, of one below, or of one above, whose schools may be the reader's.
fn is_near(actor: &Actor, row: &TakeOverRow) -> bool {
    let own = actor.unit.as_ref().map(|unit| &unit.path);
    own.is_some_and(|own| own.covers(&row.unit.path) || row.unit.path.covers(own))
}

/// What may be done with a take-over that is the actor's to decide on.
fn steps(actor: &Actor, row: &TakeOverRow, parked: bool, differ: bool) -> Vec<TakeOverStep> {
    let by = |what: ActKind| -> Vec<AccountId> {
        row.acts.iter().filter(|act| act.what == what).map(|act| act.by).collect()
    };
    let accepts = || may_accept(actor, by(ActKind::Accepted), SOME_REASON).is_ok();
    let undoes = may_undo(actor, by(ActKind::UndoProposed), SOME_REASON).is_ok();
    let clean = row.total() == row.good();
    let may = |step: TakeOverStep| match step {
        TakeOverStep::Release => {
            row.state == TakeOverState::Checked && clean && may_release(actor, row.by).is_ok()
        }
        TakeOverStep::Run => row.state == TakeOverState::Released || row.state.is_worked_on() && parked,
        TakeOverStep::Reconcile => row.state == TakeOverState::Entered,
        TakeOverStep::Accept => row.state == TakeOverState::Entered && differ && accepts(),
        TakeOverStep::Undo => row.state.may_be_undone() && undoes,
    };
    TakeOverStep::ALL.into_iter().filter(|step| may(*step)).collect()
}

fn line(row: &TakeOverRow) -> TakeOverLine {
    TakeOverLine {
        id: row.uid,
        source: row.source.clone(),
        unit: row.unit.name.clone(),
        state: row.state,
        created_at: row.created_at,
        rows: row.total(),
        entered: row.count(RowState::Entered),
    }
}

/// How the files were read, as the second person looks it over: a profile is called whatever its author called it.
fn reading(row: &TakeOverRow) -> TakeOverReading {
    let (profile, totals) = (&row.profile, row.totals());
    let built_in = profile.is_national();
    TakeOverReading {
        profile: format!("{}（第 {} 版）", profile.name, profile.version),
        built_in,
        sha256: row.profile_sha256(),
        lines: if built_in { Vec::new() } else { profile.lines() },
        totals: (totals.len() as u64, totals.iter().map(|(_, count)| *count).sum()),
        counts: totals.iter().take(TOLD).map(|(cell, count)| (cell.to_string(), *count)).collect(),
    }
}

fn told(counted: &Counted) -> TakeOverCounts {
    let differ = counted.differ.iter().map(|one| (one.cell.to_string(), one.source, one.here));
    TakeOverCounts {
        at: counted.at,
        pupils: counted.pupils,
        entries: counted.entries,
        differ: differ.collect(),
    }
}

fn file(file: &FileLine) -> TakeOverFile {
    TakeOverFile {
        name: file.name.clone(),
        sha256: file.sha256.clone(),
        rows: file.rows,
        archives: file.archives,
        ignored: file.ignored.clone(),
    }
}

fn act(act: &Act) -> TakeOverAct {
    TakeOverAct {
        what: act.what.label().to_owned(),
        name: act.name.clone(),
        at: act.at,
        words: act.words.clone(),
    }
}

fn beside(field: &str, what: &str) -> Refusal {
    super::super::refusal(RefusalCode::File, what, "请核对后重新填写；没有的请留空。").beside(field)
}
