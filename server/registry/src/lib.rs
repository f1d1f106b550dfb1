//! Application services over SurrealDB: the only code that knows the database.
//!
//! A service authorises, loads, asks `domain`, and commits through [`store::Store::transact`]. Nothing else writes.
//! Each aggregate has a folder; its services are methods of [`Registry`].

pub mod absence;
pub mod access_log;
pub mod account;
pub mod archive;
pub mod blob;
pub mod calendar;
pub mod case;
pub mod certificate;
pub mod clock;
pub mod dashboard;
pub mod disclosure;
pub mod error;
pub mod feed;
pub mod guardian;
pub mod import;
pub mod journal;
pub mod letter;
pub mod outbox;
pub mod package;
pub mod paper;
pub mod person;
pub mod printout;
pub mod privacy;
pub mod problem;
pub mod promotion;
pub mod proof;
pub mod register;
pub mod registrar;
pub mod review;
pub mod rules;
pub mod school;
pub mod seed;
mod shown;
pub mod store;
pub mod symbol;
pub mod unit;
pub mod vault;
pub mod violation;
pub mod warning;
pub mod watch;

use crate::clock::{Clock, Entropy};
use crate::error::Result;
use crate::register::{LocalRegister, PopulationRegister};
use crate::store::Store;
use crate::vault::{AesVault, Cipher};
use domain::calendar::WorkCalendar;
use domain::rules::RuleSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

/// The open registry: everything a service needs. Clones share it.
#[derive(Clone)]
pub struct Registry(Arc<Parts>);

/// What a registry is made of.
pub struct Parts {
    /// The store.
    pub store: Store,
    /// Seals and hashes.
    pub vault: Box<dyn Cipher>,
    /// Proof documents.
    pub blobs: blob::BlobStore,
    /// What looks for viruses in uploads.
    pub scanner: blob::Scanner,
    /// The population register (国家人口基础信息库) or what stands in for it.
    pub register: Box<dyn PopulationRegister>,
    /// The address people reach the system under, for symbols on printed sheets; set once by who serves it.
    pub address: std::sync::OnceLock<String>,
    /// Working days, replaced as a whole when a year is announced.
    calendar: RwLock<Arc<WorkCalendar>>,
    /// Every approved version of the rules, replaced as a whole when one is approved.
    rule_sets: RwLock<Arc<Vec<RuleSet>>>,
}

/// Where a registry keeps its things.
#[derive(Debug, Clone)]
pub struct Location {
    /// Address of the store: `surrealkv://directory` or `mem://`.
    pub store: String,
    /// Directory of the sealed proof files.
    pub blobs: PathBuf,
    /// The master key's file.
    pub key: PathBuf,
    /// Where files lie instead of `blobs`: `s3://bucket/prefix`.
    pub s3: Option<String>,
    /// What looks for viruses in uploads.
    pub scanner: blob::Scanner,
}

impl Location {
    /// Everything below one directory, on disk.
    pub fn below(data: &Path) -> Self {
        Self {
            store: format!("surrealkv://{}", data.join("store").display()),
            blobs: data.join("blobs"),
            key: data.join("master.key"),
            s3: None,
            scanner: blob::Scanner::Off,
        }
    }

    /// The same, but with the records in memory only.
    pub fn in_memory(data: &Path) -> Self {
        Self { store: "mem://".into(), ..Self::below(data) }
    }
}

impl std::ops::Deref for Registry {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Registry {
    /// Opens the registry.
    ///
    /// # Errors
    /// When the store, the key file or the blob directory cannot be opened.
    pub async fn open(location: &Location, clock: Clock, entropy: Entropy) -> Result<Self> {
        if let Some(parent) = location.key.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let vault = AesVault::from_file(&location.key, Entropy::system())?;
        let store = Store::open(&location.store, clock, entropy).await?;
        let rule_sets = rules::stored(&store).await?;
        let calendar = calendar::stored(&store).await?.unwrap_or_else(seed::calendar);
        Ok(Self(Arc::new(Parts {
            store,
            vault: Box::new(vault),
            blobs: match &location.s3 {
                Some(address) => blob::BlobStore::open_s3(address)?,
                None => blob::BlobStore::open(&location.blobs)?,
            },
            scanner: location.scanner.clone(),
            register: Box::new(LocalRegister),
            address: std::sync::OnceLock::new(),
            calendar: RwLock::new(Arc::new(calendar)),
            rule_sets: RwLock::new(Arc::new(rule_sets)),
        })))
    }
}
