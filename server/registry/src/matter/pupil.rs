//! What is, and was, to be done about one pupil: every matter that names the child, as far as the reader's office reaches.

use super::MatterRow;
use crate::error::Result;
use crate::person::PersonRow;
use crate::services::Matters;
use crate::store::Vars;
use contract::desk::MatterLine;
use domain::access::{Action, Actor, Mask, Target, authorise};
use domain::matter::MatterKind;

/// Most matters of a pupil that are told: a life in schools has some dozens.
const MOST: usize = 200;

/// What a reader may do with a matter about a pupil.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Its page opens.
    Opens,
    /// It is told that there is one.
    Told,
}

impl Matters<'_> {
    /// The matters that name a pupil, those with a day first and the earliest of them; a line without an address is somebody else's to
    /// open. The caller has authorised the view of the record and put the look down.
    pub(crate) async fn of_pupil(&self, actor: &Actor, row: &PersonRow) -> Result<Vec<MatterLine>> {
        let text =
            format!("SELECT * FROM matter WHERE persons CONTAINS $person ORDER BY sort_on, uid LIMIT {MOST}");
        let mut rows: Vec<MatterRow> = self.store.rows(&text, Vars::new().with("person", row.uid)).await?;
        let today = self.store.clock.today();
        // What can be acted on until its day only, and was not, is over.
        rows.retain(|matter| !(matter.open && matter.runs_out() && matter.sort_on < today));
        let reaches: Vec<(String, Reach)> =
            rows.iter().filter_map(|matter| Some((matter.uid.clone(), reach(actor, matter)?))).collect();
        rows.retain(|matter| reaches.iter().any(|(uid, _)| *uid == matter.uid));
        let mut lines = self.matter_lines(actor, &rows).await?;
        for line in &mut lines {
            // It may name other pupils, in whose log this look does not stand; this pupil's name stands at the head of the page.
            line.about.clear();
            if !reaches.contains(&(line.id.clone(), Reach::Opens)) {
                line.href.clear();
            }
        }
        Ok(lines)
    }
}

/// How far the actor's office reaches into a matter: kinds that would stand on the own desk, of the own unit and those below, and those
/// in which the unit has a part. None for all others, as if they were not there.
fn reach(actor: &Actor, matter: &MatterRow) -> Option<Reach> {
    let unit = actor.unit.as_ref()?;
    let grant = authorise(actor, matter.kind.action(actor.role), &Target::Unit(&unit.path)).ok()?;
    if grant.mask == Mask::Figures {
        return None;
    }
    let own = unit.path == matter.path
        || matter.opener_unit.as_ref() == Some(&unit.id)
        || matter.waiting.iter().any(|key| key.split('/').next() == Some(unit.id.as_str()));
    // A change of the record is read by whoever may read the record; other pages are for who has a part in them.
    let record = matches!(matter.kind, MatterKind::Case(_))
        && authorise(actor, Action::ViewPupil, &Target::Unit(&matter.path)).is_ok();
    match own || record {
        true => Some(Reach::Opens),
        false => unit.path.covers(&matter.path).then_some(Reach::Told),
    }
}
