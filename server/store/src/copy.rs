//! Reading the whole store as it was at one moment, page by page, and filling an empty one.

use crate::connection::{LAST_COMMIT, LastCommit};
use crate::error::{Error, Result};
use crate::open::Store;
use crate::range::{first_of_range, range};
use crate::values::{Vars, decode, to_value};
use chrono::{DateTime, Utc};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use surrealdb::engine::local::Db;
use surrealdb::method::Transaction;
use surrealdb::types::{Array, Object, RecordId, RecordIdKey, Value, Variables};

/// Records read at a time.
const PAGE: usize = 500;
/// One record: its key and what it holds.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Row {
    /// Its key.
    pub key: String,
    /// What it holds, without the key.
    pub content: Json,
}

/// The fingerprint of a table, taken record by record in the order of their keys.
#[derive(Default)]
pub struct Fingerprint {
    sum: Sha256,
    records: u64,
}

impl Fingerprint {
    /// Takes in the next record.
    pub fn add(&mut self, row: &Row) {
        let mut one = Sha256::new();
        one.update(&row.key);
        one.update([0]);
        one.update(row.content.to_string());
        self.sum.update(one.finalize());
        self.records += 1;
    }

    /// How many records, and the fingerprint in hexadecimal.
    pub fn finish(self) -> (u64, String) {
        (self.records, self.sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// How far a table has been read: the last key.
pub type Place = Option<String>;

/// The store as it was at one moment, whatever is written meanwhile.
pub struct View {
    transaction: Transaction<Db>,
    /// The last commit it holds; 0 in an empty store.
    pub seq: u64,
    /// When that was.
    pub at: Option<DateTime<Utc>>,
}

impl View {
    /// The next records of a table; none at its end. `place` is moved on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn page(&self, table: &str, place: &mut Place) -> Result<Vec<Row>> {
        let vars = range(table, place.as_deref(), None);
        let mut response = self.transaction.query(first_of_range(PAGE)).bind(vars.0).await?.check()?;
        let Value::Array(found) = response.take::<Value>(0)? else { return Ok(Vec::new()) };
        let rows: Vec<Row> = found.into_iter().map(row).collect::<Result<_>>()?;
        if let Some(last) = rows.last() {
            *place = Some(last.key.clone());
        }
        Ok(rows)
    }

    /// How many records a table holds, and its fingerprint.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fingerprint(&self, table: &str) -> Result<(u64, String)> {
        let (mut sum, mut place) = (Fingerprint::default(), Place::default());
        loop {
            let rows = self.page(table, &mut place).await?;
            if rows.is_empty() {
                return Ok(sum.finish());
            }
            rows.iter().for_each(|row| sum.add(row));
        }
    }

    /// Lets it go.
    pub async fn close(self) {
        drop(self.transaction.cancel().await);
    }
}

fn row(found: Value) -> Result<Row> {
    let Value::Object(object) = found else { return Err(no_key()) };
    let mut fields = object.into_inner();
    let key = key_in(fields.remove("id").ok_or_else(no_key)?)?;
    Ok(Row { key, content: Value::Object(Object::from(fields)).into_json_value() })
}

fn key_in(id: Value) -> Result<String> {
    let Value::RecordId(RecordId { key: RecordIdKey::String(key), .. }) = id else { return Err(no_key()) };
    Ok(key)
}

fn no_key() -> Error {
    Error::Decode("record", "a record without a text for its key".into())
}

impl Store {
    /// A view of this moment: everything committed so far and nothing after, with the number of its last commit. Writers wait only
    /// until those under way are through.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn view(&self) -> Result<View> {
        let transaction = {
            let _quiet = self.sequence.quiet().await;
            self.connection.begin().await?
        };
        let rows: Vec<Json> = transaction.query(LAST_COMMIT).await?.check()?.take(0)?;
        let last: Option<LastCommit> = rows.into_iter().next().map(decode).transpose()?;
        let (seq, at) = last.map_or((0, None), |last| (last.seq, Some(last.at)));
        Ok(View { transaction, seq, at })
    }

    /// Takes away what a fresh store may hold of a table, before it is filled.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn clear(&self, table: &'static str) -> Result<()> {
        let _writing = self.written.begin_any();
        self.rows::<Json>(&format!("DELETE {table} RETURN NONE"), Vars::new()).await?;
        Ok(())
    }

    /// Fills a table with records of a copy.
    ///
    /// # Errors
    /// When the store fails, or one of them is there already; nothing was filled in then.
    pub async fn load(&self, table: &'static str, rows: Vec<Row>) -> Result<()> {
        let records: Vec<Value> = rows
            .into_iter()
            .map(|row| {
                let mut record = to_value(&row.content);
                if let Value::Object(fields) = &mut record {
                    fields.insert("id", Value::RecordId(RecordId::new(table, row.key)));
                }
                record
            })
            .collect();
        let mut vars = Variables::new();
        vars.insert("rows".to_owned(), Value::Array(Array::from(records)));
        self.all_or_nothing(format!("INSERT INTO {table} $rows RETURN NONE;"), vars).await
    }

    /// Runs statements as one transaction: for filling a store from a copy, which nobody works in yet.
    pub(crate) async fn all_or_nothing(&self, text: String, vars: Variables) -> Result<()> {
        let _writing = self.written.begin_any();
        let transaction = self.connection.begin().await?;
        let mut response = transaction.query(text).bind(vars).await?;
        let errors = response.take_errors();
        if errors.is_empty() {
            transaction.commit().await?;
            return Ok(());
        }
        drop(transaction.cancel().await);
        let texts: Vec<String> = errors.values().map(ToString::to_string).collect();
        let telling =
            texts.iter().find(|text| !text.contains("not executed") && !text.contains("failed transaction"));
        Err(Error::Store(telling.or(texts.first()).cloned().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, Entropy};
    use crate::disk::Allow;
    use crate::engine::Memory;
    use crate::range::key_of;
    use crate::testing::CONTENTS;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_table_is_read_page_by_page_and_a_page_reads_no_more_than_itself() {
        let allow = Allow::default();
        let (clock, entropy) = (Clock::system(), Entropy::system());
        let store =
            Store::open("mem://", CONTENTS, Memory::keeping(0), &allow, clock, entropy).await.unwrap();
        let before = PAGE * 2 + 17;
        let rows =
            (0..before).map(|n| Row { key: key_of(n as u64), content: serde_json::json!({ "sealed": "x" }) });
        store.load("draft", rows.collect()).await.unwrap();
        let view = store.view().await.unwrap();
        let (mut place, mut keys, mut sizes) = (Place::default(), Vec::new(), Vec::new());
        loop {
            let rows = view.page("draft", &mut place).await.unwrap();
            if rows.is_empty() {
                break;
            }
            sizes.push(rows.len());
            keys.extend(rows.into_iter().map(|row| row.key));
        }
        assert_eq!(sizes, [PAGE, PAGE, 17]);
        assert!(keys.iter().cloned().eq((0..before).map(|n| key_of(n as u64))), "each once, in order");

        let vars = range("draft", Some(&key_of(3)), None);
        let text = format!("EXPLAIN ANALYZE FORMAT JSON {}", first_of_range(5));
        let mut response = view.transaction.query(text).bind(vars.0).await.unwrap();
        let plan = response.take::<Value>(0).unwrap().into_json_value();
        let read = |plan: &Json| plan["children"][0]["metrics"]["output_rows"].as_u64();
        assert_eq!(read(&plan), Some(5), "{plan}");
        view.close().await;
    }
}
