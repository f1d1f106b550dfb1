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
        kept.insert("kind", self.kind.name().to_owned());
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

    /// It as one of a run: the record, the version it must have, and its content.
    fn in_run(self) -> Value {
        let mut one = Object::new();
        one.insert("id", Value::RecordId(RecordId::new(self.table, self.key)));
        if let Kind::Replace(version) | Kind::TakeAway(version) = self.kind {
            one.insert("loaded", to_value(&version));
        }
        if !matches!(self.content, Value::None) {
            one.insert("content", self.content);
        }
        Value::Object(one)
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

/// The text of writes and what stands for their values.
///
/// Records of one table that are new, and that nothing else in the work touches, go in as a set, after all that is changed or removed:
/// what a record gives up may be another's then. The other writes of a table keep their order, for a value that must be one record's may
/// pass from one to the next; those of one kind that follow each other are one statement. What one table holds does not bear on another.
///
/// A text is read by the engine before it is carried out, so one text for a hundred records costs much less than a hundred texts. Changed
/// records are gone through one by one in it: `INSERT … ON DUPLICATE KEY UPDATE` would be shorter, but leaves a field in place that the
/// new content no longer has.
pub(crate) fn statements(writes: Vec<Write>) -> (String, Variables) {
    let mut touched: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for write in &writes {
        *touched.entry((write.table, write.key.clone())).or_default() += 1;
    }
    let mut made: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    let mut rest: BTreeMap<&str, Vec<Vec<Write>>> = BTreeMap::new();
    for write in writes {
        let alone = touched[&(write.table, write.key.clone())] == 1;
        match write {
            Write { kind: Kind::Create, table, key, content: Value::Object(mut row) } if alone => {
                row.insert("id", Value::RecordId(RecordId::new(table, key)));
                made.entry(table).or_default().push(Value::Object(row));
            }
            other => {
                let runs = rest.entry(other.table).or_default();
                match runs.last_mut() {
                    Some(run) if run.last().is_some_and(|last| last.kind.name() == other.kind.name()) => {
                        run.push(other);
                    }
                    _ => runs.push(vec![other]),
                }
            }
        }
    }
    let mut text = String::new();
    let mut vars = Variables::new();
    let runs = rest.into_iter().flat_map(|(table, runs)| runs.into_iter().map(move |run| (table, run)));
    for (n, (table, run)) in runs.enumerate() {
        let Some(statement) = run.first().map(|first| first.kind.statement(table)) else { continue };
        text.push_str(&format!("FOR $one IN $run_{n} {{ {statement} }};\n"));
        let run: Vec<Value> = run.into_iter().map(Write::in_run).collect();
        vars.insert(format!("run_{n}"), Value::Array(run.into()));
    }
    for (table, rows) in made {
        text.push_str(&format!("INSERT INTO `{table}` $new_{table} RETURN NONE;\n"));
        vars.insert(format!("new_{table}"), Value::Array(rows.into()));
    }
    (text, vars)
}

impl Kind {
    fn name(&self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Replace(_) => "replace",
            Self::Put => "put",
            Self::Remove => "remove",
            Self::TakeAway(_) => "take_away",
            Self::Add => "add",
        }
    }

    /// What is done to each record of a run of this kind.
    fn statement(&self, table: &str) -> String {
        match self {
            Self::Create => "CREATE $one.id CONTENT $one.content RETURN NONE".to_owned(),
            Self::Put => "UPSERT $one.id CONTENT $one.content RETURN NONE".to_owned(),
            Self::Remove => "DELETE $one.id RETURN NONE".to_owned(),
            Self::Replace(_) => format!(
                "IF array::is_empty((UPDATE $one.id CONTENT $one.content WHERE version = $one.loaded \
                 RETURN VALUE version)) {{ THROW 'stale {table}' }}"
            ),
            Self::TakeAway(_) => format!(
                "IF array::is_empty((DELETE $one.id WHERE version = $one.loaded RETURN BEFORE)) \
                 {{ THROW 'stale {table}' }}"
            ),
            Self::Add => "UPSERT $one.id SET school = $one.content.school, counter = $one.content.counter, \
                          n = (n ?? 0) + $one.content.by RETURN NONE"
                .to_owned(),
        }
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

#[cfg(test)]
mod tests;
