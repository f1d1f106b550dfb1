//! The file: made of what was approved and nothing else, marked on every sheet, counted before it is handed out.

use super::DisclosureRow;
use crate::case::party;
use crate::error::{Error, Result};
use crate::person::{PersonRow, value_in_words};
use crate::services::Disclosures;
use crate::sight::sight;
use crate::store::Vars;
use domain::access::{Action, Actor, Ground, Target};
use domain::access_log::Function;
use domain::disclosure::{Command, Context, DataClass, Disclosure, People};
use domain::id::{DisclosureId, PersonId};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

/// Pupils read at once.
const PAGE: usize = 200;

impl Disclosures<'_> {
    /// The approved data as an Excel file; of those whose identity is to be matched as a request file. Every call that succeeds counts as one download, is put down in the access log under each of the
    /// pupils, and stands in the recipients' register.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who does not belong to the asking unit; a refusal before approval, after the term, when the count is used up,
    /// when the school answers to another authority than the one that approved it (第二十五条).
    pub async fn fetch_disclosure(&self, actor: &Actor, id: DisclosureId) -> Result<(String, Vec<u8>)> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("disclosure"))?;
        let row = self.disclosure_in_sight(actor, id).await?;
        sight(actor, Action::AskDisclosure, &Target::Unit(&own.path), "disclosure")?;
        let disclosure = row.disclosure(&*self.vault)?;
        let calendar = self.working_days().calendar_at(&row.handler_path);
        let calendar = &*calendar;
        let context = || Context { today: self.store.clock.today(), actor: party(actor), calendar };
        // Asked first, so that nobody's data is read for who may not have it.
        disclosure.decide(Command::Fetch { pupils: 0 }, &context())?;
        self.is_still_handled(&row).await?;
        let asks = match disclosure.people {
            People::Unverified => {
                self.population().unverified_of(&disclosure.school.unit, &disclosure.number).await?
            }
            _ => Vec::new(),
        };
        let people = match disclosure.people {
            People::Unverified => asks.iter().map(|(person, _)| person.clone()).collect(),
            _ => self.people_of_disclosure(&disclosure).await?,
        };
        let ids: Vec<PersonId> = people.iter().map(|person| person.uid).collect();
        let bytes = match disclosure.people {
            People::Unverified => self.population().request_file(&disclosure.number, &asks)?,
            _ => {
                let mark = self.watermark(&disclosure, actor);
                self.disclosure_workbook(actor, &disclosure, &people, &mark)?
            }
        };
        let asks = &asks;
        let pupils = u32::try_from(people.len()).unwrap_or(u32::MAX);
        // The lane in which the school comes to answer to another authority: nobody comes between.
        let lane = row.school.as_str();
        self.store
            .transact(lane, || {
                Box::pin(async move {
                    let row: DisclosureRow = self.disclosure_in_sight(actor, id).await?;
                    self.is_still_handled(&row).await?;
                    let before = row.disclosure(&*self.vault)?;
                    let events = before.decide(Command::Fetch { pupils }, &context())?;
                    let after = events.iter().fold(before, Disclosure::apply);
                    let mut tx = self.transaction(party(actor));
                    let matter = row.save(&*self.vault, &mut tx.work, &after);
                    self.matters().tell_step(&mut tx, &matter, events).await?;
                    self.population().sent(&mut tx.work, asks, &after.number).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await?;
        let why = format!(
            "对外提供（{}），接收方：{}，用途：{}",
            disclosure.number, disclosure.recipient.name, disclosure.purpose
        );
        self.access_log().saw_why(actor, Function::Disclosure, &ids, &why, "").await?;
        Ok((disclosure.number, bytes))
    }

    /// The pupils meant, as they are today.
    async fn people_of_disclosure(&self, disclosure: &Disclosure) -> Result<Vec<PersonRow>> {
        if let People::List(list) = &disclosure.people {
            let keys: Vec<String> = list.iter().map(ToString::to_string).collect();
            let rows: Vec<PersonRow> = self.store.get_many("person", &keys).await?;
            // Who has left the school since is no longer what was approved.
            return Ok(rows.into_iter().filter(|row| row.school == disclosure.school.unit).collect());
        }
        let (grade, class) = match &disclosure.people {
            People::Grade(grade) => (Some(grade), None),
            People::Class(grade, class) => (Some(grade), Some(class)),
            People::School | People::List(_) | People::Unverified => (None, None),
        };
        let mut condition =
            "school = $school AND status IN ['01', '02', '06', '91'] AND uid > $after".to_owned();
        if grade.is_some() {
            condition.push_str(" AND grade = $grade");
        }
        if class.is_some() {
            condition.push_str(" AND class_name = $class");
        }
        let mut found: Vec<PersonRow> = Vec::new();
        loop {
            let after = found.last().map(|row| row.uid.to_string()).unwrap_or_default();
            let vars = Vars::new()
                .with("school", &disclosure.school.unit)
                .with("grade", grade)
                .with("class", class)
                .with("after", after);
            let text = format!("SELECT * FROM person WHERE {condition} ORDER BY uid LIMIT {PAGE}");
            let rows: Vec<PersonRow> = self.store.rows(&text, vars).await?;
            if rows.is_empty() {
                break;
            }
            found.extend(rows);
        }
        found.sort_by_cached_key(PersonRow::class_place);
        Ok(found)
    }

    fn watermark(&self, disclosure: &Disclosure, actor: &Actor) -> String {
        let offset = chrono::FixedOffset::east_opt(8 * 3600).expect("eight hours is an offset");
        let at = self.store.clock.now().with_timezone(&offset).format("%Y-%m-%d %H:%M");
        let unit = actor.unit.as_ref().map(|unit| unit.name.clone()).unwrap_or_default();
        format!(
            "批准编号 {}　接收方 {}　提取人 {unit} {}　{at}　仅限批准的用途使用，不得转给他人",
            disclosure.number, disclosure.recipient.name, actor.name
        )
    }

    fn disclosure_workbook(
        &self,
        actor: &Actor,
        disclosure: &Disclosure,
        people: &[PersonRow],
        mark: &str,
    ) -> Result<Vec<u8>> {
        let fields = disclosure.fields();
        let with_number = disclosure.classes.contains(&DataClass::Number);
        let mut headings: Vec<&str> = if with_number { vec!["学籍号"] } else { Vec::new() };
        headings.extend(fields.iter().map(|field| field.label()));
        let mut lines = Vec::with_capacity(people.len());
        for person in people {
            let info = person.shown_info(&*self.vault)?;
            let reader = person.reader(actor, Ground::Approval);
            let mut line =
                if with_number { vec![person.number(&*self.vault)?.unwrap_or_default()] } else { Vec::new() };
            line.extend(fields.iter().map(|field| match info.get(*field) {
                Some(value) => value_in_words(&info, *field, value, reader.shown(*field)),
                None => String::new(),
            }));
            lines.push(line);
        }
        let written = write(disclosure, &headings, &lines, mark);
        written.map_err(|error| Error::Store(error.to_string()))
    }
}

fn write(
    disclosure: &Disclosure,
    headings: &[&str],
    lines: &[Vec<String>],
    mark: &str,
) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let text = Format::new().set_num_format("@");
    let page = marked(&mut book, "学生信息", mark)?;
    page.set_freeze_panes(2, 1)?;
    for (column, heading) in (0_u16..).zip(headings) {
        page.set_column_width(column, 16)?;
        page.write_string_with_format(1, column, *heading, &bold)?;
    }
    for (row, line) in (2_u32..).zip(lines) {
        for (column, value) in (0_u16..).zip(line) {
            // Text cells only: a value is never run as a formula.
            page.write_string_with_format(row, column, value, &text)?;
        }
    }
    let page = marked(&mut book, "提供说明", mark)?;
    page.set_column_width(0, 16)?;
    page.set_column_width(1, 80)?;
    let classes: Vec<&str> = disclosure.classes.iter().map(|class| class.label()).collect();
    let facts = [
        ("批准编号", disclosure.number.clone()),
        ("批准机关", disclosure.handler.name.clone()),
        ("接收方", disclosure.recipient.name.clone()),
        ("来函文号", disclosure.recipient.letter.clone()),
        ("用途", disclosure.purpose.clone()),
        ("法律依据", format!("{}（{}）", disclosure.ground.label(), disclosure.proof_of_ground)),
        ("信息类别", classes.join("；")),
        ("人数", lines.len().to_string()),
        ("使用期限", format!("{} 天，届满须返还或销毁", disclosure.keep_days)),
    ];
    for (row, (term, value)) in (1_u32..).zip(&facts) {
        page.write_string_with_format(row, 0, *term, &bold)?;
        page.write_string(row, 1, value)?;
    }
    book.save_to_buffer()
}

/// A sheet with the mark in its first line and on every printed page.
fn marked<'a>(
    book: &'a mut Workbook,
    name: &str,
    mark: &str,
) -> std::result::Result<&'a mut Worksheet, XlsxError> {
    let page = book.add_worksheet().set_name(name)?;
    let grey = Format::new().set_italic().set_font_color("#9C0006");
    page.write_string_with_format(0, 0, mark, &grey)?;
    // `&` begins a code in a footer, and a footer holds 255 characters.
    let footer: String = mark.replace('&', "＆").chars().take(240).collect();
    page.set_footer(format!("&C{footer}"));
    Ok(page)
}
