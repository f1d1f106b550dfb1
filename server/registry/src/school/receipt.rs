//! The archives that a change moves, listed, and the receipt of who takes them.

use super::{ChangeRow, PAGE};
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Schools;
use crate::sight::sight;
use crate::store::Vars;
use contract::Page;
use contract::school::MovedLine;
use domain::access::{Action, Actor, Target};
use domain::access_log::Function;
use domain::id::{PersonId, SchoolChangeId, UnitId};
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::school::State;
use serde::{Deserialize, Serialize};

/// One archive of a list (移交清单) as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MovedRow {
    pub(crate) change: SchoolChangeId,
    /// The person.
    pub(crate) person: PersonId,
    /// 姓名
    pub(crate) name: String,
    /// 学籍号, masked.
    pub(crate) number_mask: String,
    /// The school that let it go.
    pub(crate) from: UnitId,
    /// Who keeps it now.
    pub(crate) to: UnitId,
    /// 年级 and 班级 before and after; empty after for who has left.
    pub(crate) classes: (String, String),
    /// 纸质档案: pieces and pages that were handed on with it; none where nothing was entered.
    #[serde(default)]
    pub(crate) paper: Option<(usize, u32)>,
}

impl Schools<'_> {
    /// The list of archives a change moved (移交清单), by person, after one of them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody but the authority and the unit that received them.
    pub async fn moved_archives(
        &self,
        actor: &Actor,
        id: SchoolChangeId,
        after: Option<PersonId>,
    ) -> Result<Page<MovedLine, PersonId>> {
        let row = self.change_row(id).await?;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("school change"))?;
        let mut rows: Vec<MovedRow> =
            if self.schools_office(actor, Action::ReadSchools).is_ok_and(|own| own == row.authority) {
                self.moved_after(id, after.map_or_else(String::new, |id| id.to_string())).await?
            } else {
                sight(actor, Action::ListPupils, &Target::Unit(&own.path), "school change")?;
                let text = format!(
                    "SELECT * FROM custody_moved WHERE change = $change AND to IN $to AND person > $after \
                 ORDER BY person LIMIT {PAGE}"
                );
                let vars = Vars::new().with("change", id).with("to", self.receivers_of(&row, &own.id).await?);
                self.store
                    .rows(&text, vars.with("after", after.map_or_else(String::new, |id| id.to_string())))
                    .await?
            };
        rows.truncate(PAGE);
        self.access_log()
            .saw(actor, Function::MovedArchives, &rows.iter().map(|row| row.person).collect::<Vec<_>>())
            .await?;
        let next = rows.last().filter(|_| rows.len() == PAGE).map(|row| row.person);
        let names = self.names_of(rows.iter().map(|row| &row.to)).await?;
        let line = |row: MovedRow| MovedLine {
            to: names.get(&row.to).cloned().unwrap_or_default(),
            person: row.person,
            name: row.name,
            number: row.number_mask,
            from: row.from,
            classes: row.classes,
            paper: row.paper,
        };
        Ok(Page { rows: rows.into_iter().map(line).collect(), next })
    }

    /// The units for which another unit than the authority reads the list: itself, and where it was asked for its word, its schools.
    async fn receivers_of(&self, row: &ChangeRow, own: &UnitId) -> Result<Vec<UnitId>> {
        let mut receivers = vec![own.clone()];
        if row.consults(own) {
            let named = row.change.placements().iter().map(|one| &one.to).chain(&row.successor);
            for unit in named.cloned().collect::<std::collections::BTreeSet<_>>() {
                if self.units().unit(&unit).await?.competent() == Some(own) {
                    receivers.push(unit);
                }
            }
        }
        Ok(receivers)
    }

    /// A receipt for the archives of a change: by the receiving unit's registrar, or the authority's for the school that is no more.
    ///
    /// # Errors
    /// A refusal before it is done or the second time; [`Error::NotFound`] for units that have no part in it.
    pub async fn receipt_archives(&self, actor: &Actor, id: SchoolChangeId) -> Result<()> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("school change"))?;
        sight(actor, Action::HandleLetters, &Target::Unit(&own.path), "school change")?;
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async {
                    let loaded = self.change_row(id).await?;
                    let text = "SELECT * FROM custody_moved WHERE change = $change AND to = $to LIMIT 1";
                    let vars = Vars::new().with("change", id).with("to", &own.id);
                    let received: Vec<MovedRow> = self.store.rows(text, vars).await?;
                    if own.id != loaded.authority && received.is_empty() {
                        return Err(Error::NotFound("school change"));
                    }
                    if loaded.state != State::Done || !loaded.change.moves_archives() {
                        let what = "档案还没有移交完毕，不能签收。";
                        return Err(Refusal::new(
                            RefusalCode::State,
                            Basis::Article(9),
                            what,
                            "请待办理完成后签收。",
                        )
                        .into());
                    }
                    if loaded.receipts.iter().any(|(party, _)| party.unit.as_ref() == Some(&own.id)) {
                        let what = "本单位已经签收。";
                        return Err(Refusal::new(
                            RefusalCode::State,
                            Basis::Article(9),
                            what,
                            "无需再次签收。",
                        )
                        .into());
                    }
                    let mut row = loaded.clone();
                    row.receipts.push((party(actor), self.store.clock.now()));
                    let mut tx = self.transaction(party(actor));
                    self.write_change(&mut tx, &loaded, row).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    pub(super) async fn moved_after(&self, id: SchoolChangeId, after: String) -> Result<Vec<MovedRow>> {
        let text = format!(
            "SELECT * FROM custody_moved WHERE change = $change AND person > $after ORDER BY person LIMIT {PAGE}"
        );
        self.store.rows(&text, Vars::new().with("change", id).with("after", after)).await
    }
}
