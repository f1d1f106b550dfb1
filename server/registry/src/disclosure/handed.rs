//! Requests about a school that comes to answer to another authority (划转, 第二十五条): only the authority to which the school answers decides
//! about its pupils' data, and nothing leaves on the word of one to which it answers no more.

use super::DisclosureRow;
use crate::error::Result;
use crate::school::Going;
use crate::services::Disclosures;
use crate::store::Vars;
use crate::transaction::Transaction;
use domain::disclosure::{Context, Disclosure};
use domain::id::UnitId;
use domain::refusal::{Basis, Refusal, RefusalCode};

/// Requests that go on in one transaction.
const SOME: usize = 30;

impl Disclosures<'_> {
    /// How many requests about a school's pupils, whoever asked, wait for the word of its authority, and how many of them the school asked
    /// itself: they keep the school with it (第二十五条).
    pub(crate) async fn held_by(&self, school: &UnitId, authority: &UnitId) -> Result<(usize, usize)> {
        // Literals, because only literals are counted from the index alone; codes are digits, so it is safe.
        let held = format!("school = '{school}' AND handler = '{authority}' AND waiting > ''");
        let own = format!("{held} AND asker = '{school}'");
        let all = self.store.count("disclosure", &held).await?;
        let own = self.store.count("disclosure", &own).await?;
        let whole = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        Ok((whole(all), whole(own)))
    }

    /// Whether the school still answers to the authority that handles the request, and who asked is one of the two.
    ///
    /// # Errors
    /// A refusal where it does not.
    pub(super) async fn is_still_handled(&self, row: &DisclosureRow) -> Result<()> {
        let school = self.units().unit(&row.school).await?;
        let asks = row.asker == row.school || row.asker == row.handler;
        if school.competent() == Some(&row.handler) && asks {
            return Ok(());
        }
        let what = "这所学校的学籍主管部门已经变更，不能再按这件申请决定或提供。";
        let remedy = "请由学校或者新的学籍主管部门重新申请。";
        Err(Refusal::new(RefusalCode::OutOfState, Basis::Article(25), what, remedy).into())
    }

    /// Has some of the requests about a school's pupils go on with the new authority, after one of them: what was approved and not fetched is
    /// revoked, what was given away is the new one's. Gives the last one; none after the last.
    pub(crate) async fn disclosures_go_on(
        &self,
        tx: &mut Transaction<'_>,
        going: &Going,
        after: &str,
    ) -> Result<Option<String>> {
        let text = format!(
            "SELECT * FROM disclosure WHERE school = $school AND handler = $from \
             AND (waiting > '' OR given = true OR state = 'approved') AND uid > $after ORDER BY uid LIMIT {SOME}"
        );
        let vars = Vars::new().with("school", &going.school).with("from", &going.from).with("after", after);
        let rows: Vec<DisclosureRow> = self.store.rows(&text, vars).await?;
        let calendar = self.working_days().calendar_at(&going.to_path);
        for row in &rows {
            let before = row.disclosure(&*self.vault)?;
            let context = Context { today: tx.today(), actor: tx.by().clone(), calendar: &calendar };
            let events = before.handed_over(&going.addressed(), &context);
            if events.is_empty() {
                continue;
            }
            let after = events.iter().fold(before, Disclosure::apply);
            let moves = after.handler.unit == going.to.unit;
            let placed = DisclosureRow {
                path: going.placed(&row.path),
                handler_path: if moves { going.to_path.clone() } else { row.handler_path.clone() },
                ..row.clone()
            };
            let matter = placed.save(&*self.vault, &mut tx.work, &after);
            tx.work.touch(&row.handler_path);
            self.matters().tell_step(tx, &matter, events).await?;
        }
        Ok(rows.last().map(|row| row.uid.to_string()))
    }
}
