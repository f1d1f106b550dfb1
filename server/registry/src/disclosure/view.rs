//! The queue, the own requests, the register of recipients (接收方登记簿), one request.

use super::DisclosureRow;
use crate::Registry;
use crate::case::queue_key;
use crate::error::{Error, Result};
use crate::store::Vars;
use chrono::NaiveDate;
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::disclosure::{Disclosure, DisclosureState, People};
use domain::id::{DisclosureId, UnitId};
use domain::org::OrgPath;

/// Rows on one page.
const PAGE: usize = 50;

/// Which requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisclosureBox {
    /// 待办: what waits for the actor
    Waiting,
    /// 本单位申请
    Asked,
    /// 本单位审批
    Handled,
}

/// One line.
#[derive(Debug, Clone)]
pub struct DisclosureLine {
    /// The request.
    pub id: DisclosureId,
    /// The version that is shown.
    pub version: u64,
    /// 编号
    pub number: String,
    /// 接收方
    pub recipient: String,
    /// The school whose pupils are meant.
    pub school: String,
    /// The unit that asks.
    pub asker: String,
    /// Where it stands.
    pub state: DisclosureState,
    /// When it was asked.
    pub asked_on: NaiveDate,
    /// Whether the recipient should have returned or destroyed the data.
    pub late: bool,
}

/// One page.
#[derive(Debug, Clone)]
pub struct DisclosurePage {
    /// The lines, newest first.
    pub lines: Vec<DisclosureLine>,
    /// Where the next page starts.
    pub next: Option<DisclosureId>,
}

/// One line of the register of recipients.
#[derive(Debug, Clone)]
pub struct RegisterLine {
    /// The request.
    pub line: DisclosureLine,
    /// What was given, to whom, and what became of it.
    pub disclosure: Disclosure,
    /// By when it is to be returned or destroyed.
    pub return_by: Option<NaiveDate>,
}

/// One request with what the actor may do.
#[derive(Debug, Clone)]
pub struct DisclosureView {
    /// What a list shows.
    pub line: DisclosureLine,
    /// The request.
    pub disclosure: Disclosure,
    /// How many pupils it is about as they are today.
    pub pupils: u64,
    /// Whether the next step is the actor's and he neither asked nor examined it.
    pub my_turn: bool,
    /// Whether the actor asked and may take it back.
    pub may_withdraw: bool,
    /// Whether the actor may take the approval back.
    pub may_revoke: bool,
    /// How often the actor may still fetch it.
    pub may_fetch: u32,
    /// Whether the actor may register its return.
    pub may_settle: bool,
}

impl Registry {
    /// One page.
    ///
    /// # Errors
    /// A refusal for who has nothing to do with disclosures.
    pub async fn disclosures(
        &self,
        actor: &Actor,
        which: DisclosureBox,
        after: Option<DisclosureId>,
    ) -> Result<DisclosurePage> {
        let condition = match which {
            DisclosureBox::Waiting => "waiting = $key",
            DisclosureBox::Asked => "asker = $unit",
            DisclosureBox::Handled => "handler = $unit",
        };
        let (rows, next) = self.disclosure_rows(actor, condition, after).await?;
        let lines = rows.iter().map(|row| Ok(self.disclosure_line(row, &row.disclosure(&*self.vault)?)));
        Ok(DisclosurePage { lines: lines.collect::<Result<_>>()?, next })
    }

    /// 接收方登记簿: what was given to whom, of the requests the actor's unit asked for or decided.
    ///
    /// # Errors
    /// A refusal for who has nothing to do with disclosures.
    pub async fn disclosure_register(
        &self,
        actor: &Actor,
        after: Option<DisclosureId>,
    ) -> Result<(Vec<RegisterLine>, Option<DisclosureId>)> {
        let condition = "given = true AND (handler = $unit OR asker = $unit)";
        let (rows, next) = self.disclosure_rows(actor, condition, after).await?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            let disclosure = row.disclosure(&*self.vault)?;
            let return_by = disclosure.return_by();
            lines.push(RegisterLine { line: self.disclosure_line(row, &disclosure), return_by, disclosure });
        }
        Ok((lines, next))
    }

    async fn disclosure_rows(
        &self,
        actor: &Actor,
        condition: &str,
        after: Option<DisclosureId>,
    ) -> Result<(Vec<DisclosureRow>, Option<DisclosureId>)> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadDisclosures, &Target::Unit(&own.path))?;
        let mut vars = Vars::new().with("unit", &own.id).with("key", queue_key(&own.id, actor.role));
        let mut text = format!("SELECT * FROM disclosure WHERE {condition}");
        if let Some(after) = after {
            text.push_str(" AND uid < $after");
            vars = vars.with("after", after);
        }
        text.push_str(&format!(" ORDER BY uid DESC LIMIT {}", PAGE + 1));
        let mut rows: Vec<DisclosureRow> = self.store.rows(&text, vars).await?;
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

    /// How many wait for the actor; none for who decides none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn disclosures_waiting(&self, actor: &Actor) -> Result<u64> {
        let Some(own) = &actor.unit else { return Ok(0) };
        if authorise(actor, Action::ReadDisclosures, &Target::Unit(&own.path)).is_err() {
            return Ok(0);
        }
        self.store.count("disclosure", &format!("waiting = '{}'", queue_key(&own.id, actor.role))).await
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
        let open = matches!(row.state, DisclosureState::Asked | DisclosureState::Examined);
        let settles = matches!(row.state, DisclosureState::Approved | DisclosureState::Revoked);
        Ok(DisclosureView {
            line: self.disclosure_line(&row, &disclosure),
            pupils: self.how_many(&disclosure).await?,
            my_turn: row.waiting.as_deref() == Some(key.as_str()) && !asked_by_me && !examined_by_me,
            may_withdraw: open && asked_by_me,
            may_revoke: row.handler == own.id
                && actor.role == Role::Leader
                && row.state == DisclosureState::Approved,
            may_fetch: if asks { disclosure.downloads_left(today) } else { 0 },
            may_settle: asks && settles && disclosure.is_given(),
            disclosure,
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

    /// The schools for which the actor may ask: its own, or those that answer to its authority.
    ///
    /// # Errors
    /// A refusal for who may not ask.
    pub async fn schools_to_disclose(&self, actor: &Actor) -> Result<Vec<(UnitId, String)>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::AskDisclosure, &Target::Unit(&own.path))?;
        if own.id.is_school() {
            return Ok(vec![(own.id.clone(), own.name.clone())]);
        }
        let below = self.units_below(&own.id).await?;
        Ok(below.into_iter().filter(|unit| unit.id.is_school()).map(|unit| (unit.id, unit.name)).collect())
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
