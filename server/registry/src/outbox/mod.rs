//! What commits leave to be done (后台任务): figures to be summed, a document to be matched, deadlines to be counted again. Each is a job of
//! one slice, written by the transaction that makes it necessary, so a crash between the two loses nothing; it is done at least once.

use crate::Registry;
use crate::error::{Error, Result};
use crate::jobs::{Job, Kind, Slice, Turn};
use crate::services::Outbox;
use crate::store::UnitOfWork;
use domain::id::{PersonId, UnitId};
use std::collections::BTreeSet;

/// Sums of schools that are made together.
const SUMS: usize = 100;
/// Documents that are matched in a turn, those of one school together.
const MATCHES: usize = 50;

/// The figures of schools and of everything above them, summed again.
pub(crate) struct RollUp;

/// A child's document, matched.
pub(crate) struct Identity;

/// Deadlines, counted again.
pub(crate) struct Recount;

impl Job for RollUp {
    const KIND: Kind = Kind::Rollup;
    /// Many commits of one school are one sum, and of all schools one.
    const TOGETHER: usize = SUMS;
    const SIDE_BY_SIDE: usize = 1;
    type Found = ();

    async fn find(_registry: &Registry, _turn: &Turn) -> Result<()> {
        Ok(())
    }

    /// One lane for all sums: what is summed is read in it, so that no older sum is written over a newer one.
    fn lane(_turn: &Turn, _found: &()) -> String {
        "rollup".to_owned()
    }

    async fn slice(registry: &Registry, turn: &Turn, _found: &()) -> Result<Slice> {
        let schools: BTreeSet<UnitId> = turn.jobs().iter().filter_map(|job| job.about()).collect();
        let mut work = UnitOfWork::new();
        registry.figures().roll_up(&mut work, &schools).await?;
        Ok(Slice::last(work))
    }
}

impl Job for Identity {
    const KIND: Kind = Kind::Identity;
    const TOGETHER: usize = MATCHES;
    const SIDE_BY_SIDE: usize = 1;
    type Found = ();

    async fn find(registry: &Registry, turn: &Turn) -> Result<()> {
        let pupils: BTreeSet<PersonId> = turn.jobs().iter().filter_map(|job| job.about()).collect();
        registry.cases().match_identities(&pupils).await?;
        registry.problems().recheck_persons(&pupils).await
    }

    async fn slice(_registry: &Registry, _turn: &Turn, _found: &()) -> Result<Slice> {
        Ok(Slice::last(UnitOfWork::new()))
    }
}

impl Job for Recount {
    const KIND: Kind = Kind::Calendar;
    const SIDE_BY_SIDE: usize = 1;
    type Found = ();

    async fn find(registry: &Registry, _turn: &Turn) -> Result<()> {
        registry.matters().recount_deadlines().await.map(drop)
    }

    async fn slice(_registry: &Registry, _turn: &Turn, _found: &()) -> Result<Slice> {
        Ok(Slice::last(UnitOfWork::new()))
    }
}

/// What is refused, or about something that is no more, is not to be done again.
pub(crate) fn needed(outcome: Result<()>) -> Result<()> {
    match outcome {
        Err(Error::NotFound(_)) => Ok(()),
        Err(Error::Refused(refusals)) => {
            let codes: Vec<&str> = refusals.iter().map(|refusal| refusal.code.as_str()).collect();
            tracing::warn!(?codes, "what a commit left to be done was refused");
            Ok(())
        }
        other => other,
    }
}

impl Outbox<'_> {
    /// Works until nothing is left of what commits and nights leave to be done: for the demo and for tests.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn drain_outbox(&self) -> Result<()> {
        let kinds = [
            Kind::Identity,
            Kind::Holdings,
            Kind::Rollup,
            Kind::FigureDays,
            Kind::Calendar,
            Kind::ProblemCheck,
            Kind::Review,
        ];
        self.jobs().drain_jobs(&kinds).await
    }
}
