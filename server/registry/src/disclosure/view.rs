//! The requests of a unit, asked and decided, the register of recipients (接收方登记簿), one request. What waits for somebody stands on
//! the desk.

use super::DisclosureRow;
use crate::case::queue_key;
use crate::error::{Error, Result};
use crate::services::Disclosures;
use crate::store::Vars;
use chrono::NaiveDate;
use contract::disclosure::{
    Approval, DisclosureLine, DisclosureView, Download, Range, RegisterLine, Settlement,
};
use contract::school::SchoolChoice;
use contract::{Page, Said};
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::disclosure::{self, Disclosure, DisclosureState, People};
use domain::id::{DisclosureId, UnitId};
use domain::org::OrgPath;

/// Rows on one page.
const PAGE: usize = 50;

/// Which requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisclosureBox {
    /// 本单位申请
    Asked,
    /// 本单位审批
    Handled,
}

impl Disclosures<'_> {
    /// One page.
    ///
    /// # Errors
    /// A refusal for who has nothing to do with disclosures.
    pub async fn list_disclosures(
        &self,
        actor: &Actor,
        which: DisclosureBox,
        after: Option<DisclosureId>,
    ) -> Result<Page<DisclosureLine, DisclosureId>> {
        let condition = match which {
            DisclosureBox::Asked => "asker = $unit",
            DisclosureBox::Handled => "handler = $unit",
        };
        let (rows, next) = self.disclosure_rows(actor, &[condition], after).await?;
        let lines = rows.iter().map(|row| Ok(self.disclosure_line(row, &row.disclosure(&*self.vault)?)));
        Ok(Page { rows: lines.collect::<Result<_>>()?, next })
    }

    /// 接收方登记簿: what was given to whom, of the requests the actor's unit asked for or decided.
    ///
    /// # Errors
    /// A refusal for who has nothing to do with disclosures.
    pub async fn disclosure_register(
        &self,
        actor: &Actor,
        after: Option<DisclosureId>,
    ) -> Result<Page<RegisterLine, DisclosureId>> {
        let conditions = ["given = true AND handler = $unit", "given = true AND asker = $unit"];
        let (rows, next) = self.disclosure_rows(actor, &conditions, after).await?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            let disclosure = row.disclosure(&*self.vault)?;
            lines.push(RegisterLine {
                line: self.disclosure_line(row, &disclosure),
                return_by: disclosure.return_by(),
                classes: disclosure.classes.into_iter().collect(),
                given: disclosure.downloads.into_iter().next().map(download),
                settled: disclosure.settled.map(settlement),
            });
        }
        Ok(Page { rows: lines, next })
    }

    async fn disclosure_rows(
        &self,
        actor: &Actor,
        conditions: &[&str],
        after: Option<DisclosureId>,
    ) -> Result<(Vec<DisclosureRow>, Option<DisclosureId>)> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadDisclosures, &Target::Unit(&own.path))?;
        let mut vars = Vars::new().with("unit", &own.id);
        let mut beyond = "";
        if let Some(after) = after {
            beyond = "AND uid < $after";
            vars = vars.with("after", after);
        }
        let mut rows: Vec<DisclosureRow> = Vec::new();
        for condition in conditions {
            let text = format!(
                "SELECT * FROM disclosure WHERE {condition} {beyond} ORDER BY uid DESC LIMIT {}",
                PAGE + 1
            );
            rows.extend(self.store.rows::<DisclosureRow>(&text, vars.clone()).await?);
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.uid));
        rows.dedup_by_key(|row| row.uid);
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.uid);
        Ok((rows, next))
    }

    /// Requests decided in an area that were asked in a time: how many, how many of them were approved, and what was fetched.
    pub(crate) async fn disclosure_requests_counted(
        &self,
        path: &OrgPath,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<(u64, u64, u64)> {
        let (mut asked, mut approved, mut downloads) = (0, 0, 0);
        let mut after = String::new();
        loop {
            let text = format!(
                "SELECT * FROM disclosure WHERE string::starts_with(handler_path, $path) AND asked_on >= $from AND \
                 asked_on <= $to AND uid > $after ORDER BY uid LIMIT {PAGE}"
            );
            let vars = Vars::new().with("path", path).with("from", from).with("to", to).with("after", &after);
            let rows: Vec<DisclosureRow> = self.store.rows(&text, vars).await?;
            for row in &rows {
                let disclosure = row.disclosure(&*self.vault)?;
                asked += 1;
                approved += u64::from(disclosure.approval.is_some());
                downloads += disclosure.downloads.len() as u64;
            }
            match rows.last() {
                Some(last) => after = last.uid.to_string(),
                None => return Ok((asked, approved, downloads)),
            }
        }
    }

    /// One request.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who has nothing to do with it.
    pub async fn disclosure_view(&self, actor: &Actor, id: DisclosureId) -> Result<DisclosureView> {
        let row = self.disclosure_in_sight(actor, id).await?;
        let disclosure = row.disclosure(&*self.vault)?;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("disclosure"))?;
        let today = self.store.clock.today();
        let asks =
            row.asker == own.id && authorise(actor, Action::AskDisclosure, &Target::Unit(&own.path)).is_ok();
        let asked_by_me = disclosure.asked.by.account == actor.account;
        let examined_by_me =
            disclosure.examined.as_ref().is_some_and(|opinion| opinion.act.by.account == actor.account);
        let key = queue_key(&own.id, actor.role);
        let handled = self.is_still_handled(&row).await.is_ok();
        let open = matches!(row.state, DisclosureState::Asked | DisclosureState::Examined);
        let settles = matches!(row.state, DisclosureState::Approved | DisclosureState::Revoked);
        Ok(DisclosureView {
            line: self.disclosure_line(&row, &disclosure),
            pupils: self.how_many(&disclosure).await?,
            my_turn: handled
                && row.waiting.as_deref() == Some(key.as_str())
                && !asked_by_me
                && !examined_by_me,
            may_withdraw: open && asked_by_me,
            may_revoke: row.handler == own.id
                && actor.role == Role::Leader
                && row.state == DisclosureState::Approved,
            may_fetch: if asks && handled { disclosure.downloads_left(today) } else { 0 },
            may_settle: asks && settles && disclosure.is_given(),
            return_by: disclosure.return_by(),
            handler: disclosure.handler.name,
            recipient: disclosure.recipient,
            purpose: disclosure.purpose,
            ground: disclosure.ground,
            proof_of_ground: disclosure.proof_of_ground,
            classes: disclosure.classes.into_iter().collect(),
            necessity: disclosure.necessity,
            range: match disclosure.people {
                People::School => Range::School,
                People::Grade(grade) => Range::Grade(grade),
                People::Class(grade, class) => Range::Class(grade, class),
                People::List(_) => Range::List,
                People::Unverified => Range::Unverified,
            },
            keep_days: disclosure.keep_days,
            letters: disclosure.letters.iter().map(|scan| scan.id).collect(),
            asked_by: disclosure.asked.by.unit_name.clone(),
            asked: disclosure.asked.into(),
            examined: disclosure.examined.map(Into::into),
            approval: disclosure.approval.map(|one| Approval {
                said: one.opinion.into(),
                until: one.until,
                downloads: one.downloads,
            }),
            ended: disclosure.ended.map(Into::into),
            downloads: disclosure.downloads.into_iter().map(download).collect(),
            settled: disclosure.settled.map(settlement),
        })
    }

    /// How many pupils a request is about, as they are today.
    async fn how_many(&self, disclosure: &Disclosure) -> Result<u64> {
        #[derive(serde::Deserialize)]
        struct Line {
            count: u64,
        }
        let (grade, class) = match &disclosure.people {
            People::List(list) => return Ok(list.len() as u64),
            People::Unverified => {
                let (school, approval) = (&disclosure.school.unit, &disclosure.number);
                let waiting = self.population().unverified_of(school, approval).await?;
                return Ok(waiting.len() as u64);
            }
            People::School => (None, None),
            People::Grade(grade) => (Some(grade), None),
            People::Class(grade, class) => (Some(grade), Some(class)),
        };
        let mut text =
            "SELECT count() FROM person WHERE school = $school AND status IN ['01', '02', '06', '91']"
                .to_owned();
        if grade.is_some() {
            text.push_str(" AND grade = $grade");
        }
        if class.is_some() {
            text.push_str(" AND class_name = $class");
        }
        text.push_str(" GROUP ALL");
        let vars =
            Vars::new().with("school", &disclosure.school.unit).with("grade", grade).with("class", class);
        Ok(self.store.rows::<Line>(&text, vars).await?.first().map_or(0, |line| line.count))
    }

    /// The schools for which the actor may ask: its own, or those that answer to its authority. Where there are more than one list has,
    /// one is named by its code or name.
    ///
    /// # Errors
    /// A refusal for who may not ask.
    pub async fn schools_to_disclose(&self, actor: &Actor) -> Result<SchoolChoice> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::AskDisclosure, &Target::Unit(&own.path))?;
        if own.id.is_school() {
            return Ok(SchoolChoice { schools: vec![(own.id.clone(), own.name.clone())], more: false });
        }
        self.units().schools_to_choose(&own.id, "").await
    }

    /// The school below the actor's unit that is meant by a code or a whole name; none where it is not clear which.
    ///
    /// # Errors
    /// A refusal for who may not ask.
    pub async fn school_to_disclose(&self, actor: &Actor, typed: &str) -> Result<Option<UnitId>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::AskDisclosure, &Target::Unit(&own.path))?;
        self.units().school_meant(&own.id, typed).await
    }

    fn disclosure_line(&self, row: &DisclosureRow, disclosure: &Disclosure) -> DisclosureLine {
        DisclosureLine {
            id: row.uid,
            version: row.version,
            number: row.number.clone(),
            recipient: disclosure.recipient.name.clone(),
            school: disclosure.school.name.clone(),
            asker: disclosure.asker.name.clone(),
            state: row.state,
            asked_on: row.asked_on,
            late: disclosure.is_late(self.store.clock.today()),
        }
    }
}

fn download(one: disclosure::Download) -> Download {
    Download { act: one.act.into(), pupils: one.pupils }
}

fn settlement(one: disclosure::Settlement) -> Settlement {
    let scans = one.proofs.iter().map(|scan| scan.id).collect();
    Settlement { ending: one.ending, said: Said::with(one.act, one.words), scans }
}
