//! Drafts as a request reads them: those of one form in one read, and each once, however many parts of a page ask for it.

use super::FormState;
use crate::api::AppError;
use crate::api::context::registry;
use crate::api::session::session_context;
use futures::lock::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A draft by its owner and the name of its form.
pub(super) type Name = (String, String);

/// What this request has read of drafts, and of which it knows that there are none.
#[derive(Clone, Default)]
pub struct ReadDrafts(Arc<Mutex<BTreeMap<Name, Option<FormState>>>>);

/// Names as the store is asked for them.
pub(super) fn borrowed(names: &[Name]) -> Vec<(&str, &str)> {
    names.iter().map(|(owner, form)| (owner.as_str(), form.as_str())).collect()
}

/// These drafts, in their order; none where none is named.
pub(super) async fn read<const N: usize>(
    asked: [Option<Name>; N],
) -> Result<[Option<FormState>; N], AppError> {
    let mut found = all(asked.iter().flatten().cloned().collect()).await?;
    Ok(asked.map(|name| found.remove(&name?)))
}

/// Those of these drafts that are there.
pub(super) async fn all(names: Vec<Name>) -> Result<BTreeMap<Name, FormState>, AppError> {
    let read = session_context().map(|context| context.drafts).unwrap_or_default();
    // Held while they are read: who asks for the same at the same moment finds them.
    let mut known = read.0.lock().await;
    let new: Vec<Name> = names.iter().filter(|name| !known.contains_key(*name)).cloned().collect();
    if !new.is_empty() {
        let states: Vec<Option<FormState>> = registry().accounts().drafts(&borrowed(&new)).await?;
        known.extend(new.into_iter().zip(states));
    }
    let mut found = BTreeMap::new();
    for name in names {
        if let Some(state) = known.get(&name).cloned().flatten() {
            found.insert(name, state);
        }
    }
    Ok(found)
}

/// Forgets what was read: something was written.
pub(super) async fn forget() {
    if let Some(context) = session_context() {
        context.drafts.0.lock().await.clear();
    }
}
