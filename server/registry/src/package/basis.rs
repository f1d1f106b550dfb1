//! On what a package may rest (第九条, 第十五条): the decided cases that take a pupil of the school to another province.

use crate::case::CaseRow;
use crate::error::{Error, Result};
use crate::keyset::in_parts;
use crate::person::{PersonRow, Standing};
use crate::services::Packages;
use crate::store::Vars;
use chrono::Days;
use contract::package::Offer;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::case::{Case, CaseKind, CaseState};
use domain::codes::PupilStatus;
use domain::id::{PersonId, UnitId};
use domain::package::{HandOver, continued};
use domain::problem::Office;
use domain::refusal::{Basis, Refusal, RefusalCode};
use serde::Deserialize;

/// Hand-overs are offered for so many days after the case was decided.
const OFFERED_DAYS: u64 = 90;

impl Packages<'_> {
    /// The hand-overs to other provinces on which the actor's school may ask for a package now: pupils who left lately, and the one
    /// graduate of the school who is asked about.
    ///
    /// # Errors
    /// A refusal for who does not ask for packages.
    pub async fn package_offers(&self, actor: &Actor, graduate: Option<PersonId>) -> Result<Vec<Offer>> {
        #[derive(Deserialize)]
        struct Left {
            person: PersonId,
        }
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::HandlePackages, &Target::Unit(&own.path))?;
        let since = self.store.clock.today() - Days::new(OFFERED_DAYS);
        let text = "SELECT person FROM archive_copy WHERE school = $school AND left_on >= $since LIMIT 200";
        let vars = Vars::new().with("school", &own.id).with("since", since);
        let left: Vec<Left> = self.store.rows(text, vars).await?;
        let mut people: Vec<PersonId> = left.into_iter().map(|row| row.person).collect();
        // Who is about to leave for a school outside this system is still here.
        let text =
            "SELECT uid AS person FROM person WHERE school = $school AND leaving.case != NONE LIMIT 200";
        let leaving: Vec<Left> = self.store.rows(text, Vars::new().with("school", &own.id)).await?;
        for left in leaving {
            if !people.contains(&left.person) {
                people.push(left.person);
            }
        }
        if let Some(graduate) = graduate {
            let row = self.pupils().person(graduate).await?;
            if row.school == own.id && !people.contains(&graduate) {
                people.push(graduate);
            }
        }
        // By the pupils alone: with the state beside them, every case that was ever approved would be read.
        let text = "SELECT * FROM case WHERE person IN $people LIMIT 2000";
        let mut rows: Vec<CaseRow> = in_parts(&self.store, text, ("people", &people)).await?;
        rows.retain(|row| row.state == CaseState::Approved);
        self.access_log().saw(actor, Function::Packages, &people).await?;
        let mut offers = Vec::new();
        for row in rows {
            let case = row.case(&*self.vault)?;
            if let Some(offer) = self.offer(&own.id, &row, &case).await? {
                offers.push(offer);
            }
        }
        offers.sort_by_key(|offer| std::cmp::Reverse((offer.decided_on, offer.case)));
        Ok(offers)
    }

    async fn offer(&self, own: &UnitId, row: &CaseRow, case: &Case) -> Result<Option<Offer>> {
        let offer = |decided_on, to| Offer {
            case: case.id,
            kind: case.kind(),
            name: row.person_name.clone(),
            decided_on,
            to,
        };
        if case.kind() == CaseKind::Completion {
            let person = self.pupils().person(row.person).await?;
            let waits = case.school == *own && self.is_graduate_of(&person, own);
            return Ok(case.closed_on.filter(|_| waits).map(|on| offer(on, None)));
        }
        let Ok(basis) = HandOver::of(case, own, None) else { return Ok(None) };
        if case.kind() == CaseKind::TransferOut
            && !self.leaves_by(&self.pupils().person(row.person).await?, case)
        {
            return Ok(None);
        }
        let journal: Vec<_> =
            self.journal().entries(row.person).await?.into_iter().map(|told| told.entry).collect();
        let open = !continued(&journal, case.id, own);
        Ok(open.then(|| offer(basis.decided_on, Some(basis.to.name))))
    }

    /// Whether a pupil has graduated from the actor's school, so that a package for a school outside may be asked for.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn may_be_handed_over(&self, actor: &Actor, person: PersonId) -> Result<bool> {
        let Some(own) = &actor.unit else { return Ok(false) };
        let may = authorise(actor, Action::HandlePackages, &Target::Unit(&own.path)).is_ok();
        Ok(may && self.is_graduate_of(&self.pupils().person(person).await?, &own.id))
    }

    /// Whether a transfer to a school outside this system still holds: the receipt is awaited, or was the last thing that happened.
    fn leaves_by(&self, person: &PersonRow, case: &Case) -> bool {
        let gone = person.standing == Standing::Pupil(PupilStatus::TransferredOut);
        let awaited = person.leaving.as_ref().is_some_and(|leaving| leaving.case == case.id);
        person.school == case.school && (awaited || gone)
    }

    fn is_graduate_of(&self, person: &PersonRow, own: &UnitId) -> bool {
        let done = [PupilStatus::Graduated, PupilStatus::Completed].map(|status| status.code());
        person.school == *own && done.contains(&person.standing.key())
    }

    /// On what a package of `own` would rest: looked at when it is asked for and again when it is released.
    pub(super) async fn basis_of(
        &self,
        own: &UnitId,
        case: &Case,
        person: &PersonRow,
        named: Option<Office>,
    ) -> Result<HandOver> {
        // What other schools decided is not to be learnt by asking.
        let concerned = case.school == *own || case.chain.iter().any(|link| link.unit == *own);
        if !concerned || person.merged_into.is_some() {
            return Err(Error::NotFound("case"));
        }
        let basis = HandOver::of(case, own, named)?;
        if basis.kind == CaseKind::Completion {
            if !self.is_graduate_of(person, own) {
                let what = "这名学生已经升学，档案已随学籍转接。";
                return Err(Refusal::of(RefusalCode::Graduate, what).into());
            }
            if self.units().unit(&basis.to.unit).await.is_ok() {
                let what = "升入学校已在本系统内，应当办理升学。";
                return Err(refusal(
                    RefusalCode::Receiver,
                    14,
                    what,
                    "请由升入学校在“升学”中办理，档案随学籍转接。",
                )
                .into());
            }
        }
        if basis.kind == CaseKind::TransferOut && !self.leaves_by(person, case) {
            let what = "这次转出已经终止，或者学生已在别处就读。";
            return Err(Refusal::of(RefusalCode::Ended, what).into());
        }
        let journal: Vec<_> =
            self.journal().entries(person.uid).await?.into_iter().map(|told| told.entry).collect();
        if continued(&journal, case.id, own) {
            let what = "接收学校已在本系统内接续这份档案。";
            return Err(Refusal::of(RefusalCode::Continued, what).into());
        }
        Ok(basis)
    }
}

pub(super) fn refusal(code: RefusalCode, article: u8, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Article(article), what, remedy)
}
