//! A case begins: put before the first who decides, with the scans that belong to it.

use crate::case::{CaseRow, party};
use crate::error::Result;
use crate::journal::NewEntry;
use crate::person::PersonRow;
use crate::services::Cases;
use crate::store::UnitOfWork;
use domain::access::{Actor, Role};
use domain::case::correction::Proof;
use domain::case::{Case, Link, NewCase, Payload};
use domain::id::{CaseId, UnitId};
use domain::journal::{Asked, CaseDetail, CaseName};
use domain::org::Unit;

impl Cases<'_> {
    /// Who has to act in a case: unit and role; none when it is closed or waits for whoever opened it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such case.
    pub async fn waiting_for(&self, case: CaseId) -> Result<Option<(UnitId, Role)>> {
        let case = self.case_row(case).await?.case(&*self.vault)?;
        Ok(case.waiting_for().map(|link| (link.unit.clone(), link.role)))
    }

    /// What opening any case writes: the case, the journal, the pupil kept busy.
    pub(super) async fn begin_case(
        &self,
        actor: &Actor,
        loaded: &PersonRow,
        school: &Unit,
        chain: Vec<Link>,
        payload: Payload,
    ) -> Result<(UnitOfWork, CaseId)> {
        self.begin_with_scans(actor, loaded, school, chain, payload, &[]).await
    }

    /// The same, with scans that the case carries from the start.
    pub(super) async fn begin_with_scans(
        &self,
        actor: &Actor,
        loaded: &PersonRow,
        school: &Unit,
        chain: Vec<Link>,
        payload: Payload,
        scans: &[Proof],
    ) -> Result<(UnitOfWork, CaseId)> {
        let mut tx = self.transaction(party(actor));
        let context = self.context(actor, &school.path);
        let occurred_on = payload.occurred_on().unwrap_or(context.today);
        let draft = NewCase {
            id: CaseId::new(self.store.new_id()),
            number: self.case_number(&mut tx, payload.kind()).await?,
            person: loaded.uid,
            school: school.id.clone(),
            path: school.path.clone(),
            chain,
            payload,
        };
        let mut case = Case::open(draft, &context);
        case.scans = scans.to_vec();
        case.exceptions = self.exceptions(&context, loaded, &case.payload).await?;
        let name = CaseName { number: case.number.clone(), kind: case.kind() };
        let asked = Asked::Change(Box::new(case.payload.clone()));
        let opened = NewEntry::of(CaseDetail::Opened { case: name, asked }).in_case(case.id).on(occurred_on);
        tx.tell_entry(loaded.uid, opened).await?;
        for scan in scans {
            let filed = NewEntry::of(CaseDetail::ProofFiled(scan.clone())).in_case(case.id);
            tx.tell_entry(loaded.uid, filed).await?;
        }
        if let Payload::DropOut(drop_out) = &case.payload {
            self.letters().dropout_reports(&mut tx, loaded, school, drop_out.facts.on).await?;
        }
        let mut person = loaded.clone();
        person.open_case = Some(case.id);
        let id = case.id;
        CaseRow::new(&*self.vault, case, &person).create(&*self.vault, &mut tx.work)?;
        person.save(&mut tx.work, loaded);
        Ok((tx.finish(), id))
    }
}
