//! The writes of a transaction: as statements, and as the log of commits keeps them.

use crate::schema::Schema;
use crate::values::to_value;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use surrealdb::types::{Object, RecordId, Value, Variables};

/// One statement of a transaction.
pub(crate) struct Write {
    pub(crate) kind: Kind,
    pub(crate) table: &'static str,
    pub(crate) key: String,
    pub(crate) content: Value,
}

/// What is done to the record.
pub(crate) enum Kind {
    /// It must not be there yet.
    Create,
    /// It must still have this version.
    Replace(u64),
    /// It is written whatever was there.
    Put,
    /// It is removed whatever was there.
    Remove,
    /// It is removed, and must still have this version.
    TakeAway(u64),
    /// It is a counter.
    Add,
}

impl Write {
    /// What the log of commits keeps of it.
    pub(crate) fn logged(&self) -> Value {
        let mut kept = Object::new();
        let kind = match self.kind {
            Kind::Create => "create",
            Kind::Replace(_) => "replace",
            Kind::Put => "put",
            Kind::Remove => "remove",
            Kind::TakeAway(_) => "take_away",
            Kind::Add => "add",
        };
        kept.insert("kind", kind.to_owned());
        kept.insert("table", self.table.to_owned());
        kept.insert("key", self.key.clone());
        if let Kind::Replace(version) | Kind::TakeAway(version) = self.kind {
            kept.insert("version", to_value(&version));
        }
        if !matches!(self.content, Value::None) {
            kept.insert("content", self.content.clone());
        }
        Value::Object(kept)
    }

    /// The write a log keeps, to be done again. None when it is none of this program's.
    pub(crate) fn again(kept: Logged, schema: Schema) -> Option<Self> {
        let table = schema.tables().find(|table| *table == kept.table)?;
        let kind = match kept.kind.as_str() {
            "create" => Kind::Create,
            "replace" => Kind::Replace(kept.version?),
            "put" => Kind::Put,
            "remove" => Kind::Remove,
            "take_away" => Kind::TakeAway(kept.version?),
            "add" => Kind::Add,
            _ => return None,
        };
        let content = kept.content.map_or(Value::None, |content| to_value(&content));
        Some(Self { kind, table, key: kept.key, content })
    }

    /// The hash that the record of a chain carries.
    pub(crate) fn hash(&self) -> Option<&str> {
        match &self.content {
            Value::Object(object) => match object.get("hash") {
                Some(Value::String(hash)) => Some(hash),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Writes of one kind to one table from which on they go in as a set: fewer are cheaper one by one, because a set takes the old records
/// out before it puts the new ones in.
const SET: usize = 8;

/// The writes of one table that go in together.
#[derive(Default)]
struct Sets {
    /// Records that are new.
    new: Vec<Value>,
    /// Records that are written whatever was there, each with its key.
    put: Vec<(String, Value)>,
    /// Records that must still have a version.
    replaced: BTreeMap<u64, Vec<(String, Value)>>,
}

/// The text of writes and what stands for their values. Records of one table that nothing else in the work touches go in as a set: one
/// statement for a hundred costs a third of a hundred statements. The others keep their order.
pub(crate) fn statements(writes: Vec<Write>) -> (String, Variables) {
    let mut touched: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for write in &writes {
        *touched.entry((write.table, write.key.clone())).or_default() += 1;
    }
    let mut sets: BTreeMap<&str, Sets> = BTreeMap::new();
    let mut rest = Vec::new();
    for write in writes {
        let alone = touched[&(write.table, write.key.clone())] == 1;
        match write {
            Write { kind: Kind::Create, table, key, content: Value::Object(mut row) } if alone => {
                row.insert("id", Value::RecordId(RecordId::new(table, key)));
                sets.entry(table).or_default().new.push(Value::Object(row));
            }
            Write { kind: Kind::Put, table, key, content: content @ Value::Object(_) } if alone => {
                sets.entry(table).or_default().put.push((key, content));
            }
            Write { kind: Kind::Replace(version), table, key, content: content @ Value::Object(_) }
                if alone =>
            {
                let set = sets.entry(table).or_default();
                set.replaced.entry(version).or_default().push((key, content));
            }
            other => rest.push(other),
        }
    }
    for (table, set) in &mut sets {
        let single = |kind: Kind, (key, content): (String, Value)| Write { kind, table, key, content };
        if set.put.len() < SET {
            rest.extend(std::mem::take(&mut set.put).into_iter().map(|one| single(Kind::Put, one)));
        }
        set.replaced.retain(|version, ones| {
            if ones.len() >= SET {
                return true;
            }
            rest.extend(std::mem::take(ones).into_iter().map(|one| single(Kind::Replace(*version), one)));
            false
        });
    }
    let mut text = Text::default();
    for write in rest {
        text.one(write);
    }
    for (table, set) in &mut sets {
        text.make_room(table, set);
    }
    // Last: what a record gives up (a removed one, a changed one) may be another's then.
    for (table, set) in sets {
        text.insert(table, set.new);
    }
    (text.text, text.vars)
}

/// The text as it grows.
#[derive(Default)]
struct Text {
    text: String,
    vars: Variables,
}

impl Text {
    /// One write by itself.
    fn one(&mut self, write: Write) {
        let (n, table) = (self.vars.len(), write.table);
        self.text.push_str(&match write.kind {
            Kind::Create => format!("CREATE $r{n} CONTENT $v{n} RETURN NONE;\n"),
            Kind::Put => format!("UPSERT $r{n} CONTENT $v{n} RETURN NONE;\n"),
            Kind::Remove => format!("DELETE $r{n} RETURN NONE;\n"),
            Kind::Replace(version) => format!(
                "IF array::is_empty((UPDATE $r{n} CONTENT $v{n} WHERE version = {version} RETURN VALUE version)) \
                 {{ THROW 'stale {table}' }};\n"
            ),
            Kind::TakeAway(version) => format!(
                "IF array::is_empty((DELETE $r{n} WHERE version = {version} RETURN BEFORE)) \
                 {{ THROW 'stale {table}' }};\n"
            ),
            Kind::Add => format!(
                "UPSERT $r{n} SET school = $v{n}.school, counter = $v{n}.counter, n = (n ?? 0) + $v{n}.by \
                 RETURN NONE;\n"
            ),
        });
        self.vars.insert(format!("r{n}"), Value::RecordId(RecordId::new(table, write.key)));
        self.vars.insert(format!("v{n}"), write.content);
    }

    /// Takes out what a set replaces, after it was seen that it is what was loaded; the new records then stand with those that are new.
    fn make_room(&mut self, table: &str, set: &mut Sets) {
        for (version, ones) in std::mem::take(&mut set.replaced) {
            let (n, count) = (self.vars.len(), ones.len());
            self.text.push_str(&format!(
                "IF array::len((SELECT VALUE version FROM $r{n} WHERE version = {version})) != {count} \
                 {{ THROW 'stale {table}' }};\n"
            ));
            self.take_out(table, set, ones);
        }
        let put = std::mem::take(&mut set.put);
        if !put.is_empty() {
            self.take_out(table, set, put);
        }
    }

    fn take_out(&mut self, table: &str, set: &mut Sets, ones: Vec<(String, Value)>) {
        let n = self.vars.len();
        let mut ids = Vec::with_capacity(ones.len());
        for (key, content) in ones {
            let Value::Object(mut row) = content else { continue };
            let id = RecordId::new(table, key);
            row.insert("id", Value::RecordId(id.clone()));
            ids.push(Value::RecordId(id));
            set.new.push(Value::Object(row));
        }
        self.text.push_str(&format!("DELETE $r{n} RETURN NONE;\n"));
        self.vars.insert(format!("r{n}"), Value::Array(ids.into()));
    }

    fn insert(&mut self, table: &str, rows: Vec<Value>) {
        if rows.is_empty() {
            return;
        }
        self.text.push_str(&format!("INSERT INTO `{table}` $new_{table} RETURN NONE;\n"));
        self.vars.insert(format!("new_{table}"), Value::Array(rows.into()));
    }
}

/// One write of a commit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Logged {
    pub(crate) kind: String,
    pub(crate) table: String,
    pub(crate) key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub(crate) content: Option<Json>,
}

/// A content that is there, be it `null`.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Option<Json>, D::Error> {
    Json::deserialize(from).map(Some)
}
