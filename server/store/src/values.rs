//! Values on their way into the store and out of it.

use crate::error::{Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use surrealdb::types::{RecordId, SurrealValue, Value, Variables};

/// Variables of a query.
#[derive(Default, Clone)]
pub struct Vars(pub(crate) Variables);

impl Vars {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A plain value.
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.0.insert(name.to_owned(), to_value(&value));
        self
    }

    /// A record id.
    pub fn record(mut self, name: &str, table: &str, key: &str) -> Self {
        self.0.insert(name.to_owned(), Value::RecordId(RecordId::new(table, key)));
        self
    }

    /// Several record ids of one table.
    pub fn records(mut self, name: &str, table: &str, keys: &[String]) -> Self {
        let ids: Vec<Value> =
            keys.iter().map(|key| Value::RecordId(RecordId::new(table, key.as_str()))).collect();
        self.0.insert(name.to_owned(), ids.into_value());
        self
    }
}

/// A value as the store has it. Plain data only: what cannot be written as JSON is a mistake of the program.
pub(crate) fn to_value(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("plain data").into_value()
}

/// A row read as what it should be.
///
/// # Errors
/// [`Error::Decode`] when it is not.
pub fn decode<T: DeserializeOwned>(row: Json) -> Result<T> {
    serde_json::from_value(row).map_err(|error| Error::Decode(std::any::type_name::<T>(), error.to_string()))
}
