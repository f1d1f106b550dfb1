//! One pupil's archive (第七条) as its page shows it.

#[cfg(feature = "ssr")]
use super::form;
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
use crate::api::{AppError, Attended};
use contract::archive::ArchiveView;
use contract::kept::CustodyView;
use domain::archive::EntryKind;
use domain::id::PackageId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// An archive with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveDetail {
    /// The archive.
    pub archive: ArchiveView,
    /// Periods to choose from, by kind.
    pub periods: Vec<(EntryKind, Vec<(String, String)>)>,
    /// 档案保管单位
    pub custody: CustodyView,
    /// Whether the actor's own school keeps it, and with it the paper dossier.
    pub own_school: bool,
    /// 接续前的档案: the packages with which it was continued here, and the schools they came from.
    pub brought: Vec<(PackageId, String)>,
    /// Whether the actor may see who looked at the record.
    pub may_see_looks: bool,
    /// Whether the pupil has graduated here, so that the archive may be handed over to a school outside (学籍档案包).
    pub may_hand_over: bool,
}

/// One archive, with what was typed last and did not hold: the kind it was typed for is `kind` in the state.
#[server(name = GetArchive, client = Attended, prefix = "/api", endpoint = "archive")]
pub async fn archive(
    /// The pupil.
    person: String,
) -> Result<(ArchiveDetail, FormState), AppError> {
    let actor = actor()?;
    let archive = registry().archives().archive(&actor, id(&person)?).await?;
    let custody = registry().schools().custody_of(&actor, archive.id).await?;
    let may_hand_over =
        archive.may_file && registry().packages().may_be_handed_over(&actor, archive.id).await?;
    let own_school =
        custody.custodian.is_school() && actor.unit.as_ref().is_some_and(|unit| unit.id == custody.custodian);
    let detail = ArchiveDetail {
        periods: EntryKind::ALL.iter().map(|kind| (*kind, kind.period().choices(archive.today))).collect(),
        custody,
        own_school,
        brought: registry().packages().brought(&actor, archive.id).await?,
        may_see_looks: registry().pupils().may_see_looks(&actor, archive.id).await?,
        may_hand_over,
        archive,
    };
    Ok((detail, keep::load(&form(&person)).await?))
}
