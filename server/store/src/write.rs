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

/// The text of writes and what stands for their values. Records of one table that are new, and that nothing else in the work
/// touches, go in as a set: one statement for a hundred costs a third of a hundred statements. The others keep their order.
pub(crate) fn statements(writes: Vec<Write>) -> (String, Variables) {
    let mut touched: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for write in &writes {
        *touched.entry((write.table, write.key.clone())).or_default() += 1;
    }
    let mut sets: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    let mut rest = Vec::new();
    for write in writes {
        let alone = touched[&(write.table, write.key.clone())] == 1;
        match write {
            Write { kind: Kind::Create, table, key, content: Value::Object(mut row) } if alone => {
                row.insert("id", Value::RecordId(RecordId::new(table, key)));
                sets.entry(table).or_default().push(Value::Object(row));
            }
            other => rest.push(other),
        }
    }
    let mut text = String::new();
    let mut vars = Variables::new();
    for (n, write) in rest.into_iter().enumerate() {
        let table = write.table;
        text.push_str(&match write.kind {
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
        vars.insert(format!("r{n}"), Value::RecordId(RecordId::new(table, write.key)));
        vars.insert(format!("v{n}"), write.content);
    }
    // Last: what a record gives up (a removed one, a changed one) may be another's then.
    for (table, rows) in sets {
        text.push_str(&format!("INSERT INTO `{table}` $new_{table} RETURN NONE;\n"));
        vars.insert(format!("new_{table}"), Value::Array(rows.into()));
    }
    (text, vars)
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
