//! Application services over the store: the only code that reads and writes it.
//!
//! A service authorises, loads, asks `domain`, and commits through [`store::Store::transact`]. Nothing else writes.
//! Each aggregate has a folder, and each folder is a service of [`Registry`]: [`services`] lists them.

pub mod absence;
pub mod access_log;
pub mod account;
pub mod archive;
pub mod background;
pub mod backup;
pub mod calendar;
pub mod case;
pub mod certificate;
pub mod complaint;
pub mod dashboard;
pub mod disclosure;
pub mod feed;
mod foreseen;
pub mod guardian;
pub mod import;
pub mod jobs;
pub mod journal;
mod keyset;
mod known;
pub mod letter;
mod listed;
pub mod matter;
pub mod message;
pub mod outbox;
pub mod package;
pub mod paper;
pub mod person;
pub mod population;
pub mod population_match;
pub mod printout;
pub mod privacy;
pub mod probe;
pub mod problem;
pub mod promotion;
pub mod proof;
pub mod registrar;
pub mod review;
pub mod rules;
mod schema;
pub mod school;
pub mod seed;
pub mod services;
mod shown;
mod sight;
mod sorted;
pub mod soundness;
mod sweep;
pub mod symbol;
mod transaction;
pub mod unit;
pub mod upkeep;
pub mod violation;
pub mod warning;
pub mod watch;

// Crates of their own, under the names they are used by here.
pub use ::blob;
pub use ::store;
pub use ::store::{clock, error, vault};

use crate::clock::{Clock, Entropy};
use crate::error::{Error, Result};
pub use crate::population_match::Matching;
use crate::population_match::PopulationRegister;
use crate::schema::CONTENTS;
use crate::store::{Allow, Memory, Store};
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
    /// How the backup stands, for who looks after the machine.
    pub backups: backup::Standing,
    /// Memory for looking at pictures, documents and workbooks.
    pub budget: blob::Budget,
    /// 校验码 of the key with which the nation signs the directory of the systems' keys; none where no directory is taken in.
    pub directory_key: Option<String>,
    /// Schools of which a row of an import is being put right.
    pub(crate) mends: import::Mends,
    /// Who files a proof at this moment.
    pub(crate) filing: proof::Filings,
    /// By which ways messages go out.
    pub(crate) gateways: message::Gateways,
    /// The population register (国家人口基础信息库) or what stands in for it.
    pub register: Box<dyn PopulationRegister>,
    /// The address people reach the system under, for symbols on printed sheets; set once by who serves it.
    pub address: std::sync::OnceLock<String>,
    /// What this process thinks of the machine's clock.
    pub(crate) clock_watch: background::ClockWatch,
    /// Who works in the background.
    pub(crate) jobs: jobs::Jobs,
    /// Looks at pupils' data that are yet to be put down.
    pub(crate) looks: access_log::Looks,
    /// What nearly every page asks for, as long as it stays the same.
    pub(crate) known: known::Remembered,
    /// Tables of flows that were told a moment ago.
    pub(crate) told_tables: dashboard::ToldTables,
    /// Working days, replaced as a whole when a year is announced.
    calendar: RwLock<Arc<WorkCalendar>>,
    /// Every approved version of the rules, replaced as a whole when one is approved.
    rule_sets: RwLock<Arc<Vec<RuleSet>>>,
    /// What they come to, where and when it was asked for.
    pub(crate) rules_made: rules::Made,
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
    /// By which ways messages may go out.
    pub messages: message::Settings,
    /// What whoever starts the system takes upon himself.
    pub allow: Allow,
    /// Whether there has to be a store already: for what reads one and never makes one.
    pub must_exist: bool,
    /// Bytes of memory for looking at pictures, documents and workbooks, all together.
    pub budget: u64,
    /// Bytes that the store's engine may keep of what it read.
    pub cache: u64,
    /// 校验码 of the key with which the nation signs the directory of the systems' keys.
    pub directory_key: Option<String>,
    /// How names and numbers are matched with the population.
    pub matching: Matching,
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
            messages: message::Settings::default(),
            allow: Allow::default(),
            must_exist: false,
            budget: blob::BUDGET,
            cache: store::default_cache(),
            directory_key: None,
            matching: Matching::Local,
        }
    }

    /// The same, but with the records in memory only.
    pub fn in_memory(data: &Path) -> Self {
        Self { store: "mem://".into(), ..Self::below(data) }
    }

    /// The same with tables that were made before, kept below `folder`: for tests.
    ///
    /// # Errors
    /// When the tables cannot be made or kept there.
    #[doc(hidden)]
    pub async fn in_memory_with_tables(data: &Path, folder: &Path) -> Result<Self> {
        let store = store::prepared::in_memory_with_tables(CONTENTS, folder).await?;
        Ok(Self { store, ..Self::below(data) })
    }
}

/// A fingerprint of the tables of this program: what was kept under another one is not to be opened as if it were its own.
pub fn tables_version() -> String {
    schema::version()
}

impl std::ops::Deref for Registry {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Registry {
    /// Opens the registry. The store's files are looked at before the engine opens them, and what it then holds is compared with
    /// its mark and its master key.
    ///
    /// # Errors
    /// [`Error::Unsound`] when the store is not whole or the key is not its key; else when the store, the key file or the blob
    /// directory cannot be opened.
    pub async fn open(location: &Location, clock: Clock, entropy: Entropy) -> Result<Self> {
        let there = store::holds_a_store(&location.store);
        if location.must_exist && !there {
            return Err(Error::Unsound(format!("这里没有数据库：{}", location.store)));
        }
        if there && !location.key.exists() {
            return Err(Error::Unsound(format!(
                "主密钥文件不在：{}。没有它，库中的身份信息谁也打不开，所以没有启动，也没有另造密钥。请放回原来的 master.key。",
                location.key.display()
            )));
        }
        if let Some(parent) = location.key.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            store::private(parent)?;
            backup::refuse_unfinished(parent)?;
        }
        let gateways = message::Gateways::open(&location.messages)?;
        let vault = AesVault::from_file(&location.key, Entropy::system())?;
        let memory = Memory::keeping(location.cache);
        let store = Store::open(&location.store, CONTENTS, memory, &location.allow, clock, entropy).await?;
        store.compare(&vault, &location.allow).await?;
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
            backups: backup::Standing::default(),
            directory_key: location.directory_key.clone().filter(|code| !code.trim().is_empty()),
            budget: blob::Budget::new(location.budget),
            mends: import::Mends::default(),
            filing: proof::Filings::default(),
            gateways,
            register: location.matching.register(),
            address: std::sync::OnceLock::new(),
            clock_watch: background::ClockWatch::new(background::CLOCK_BOUND),
            jobs: jobs::Jobs::default(),
            looks: access_log::Looks::default(),
            known: known::Remembered::default(),
            told_tables: dashboard::ToldTables::default(),
            calendar: RwLock::new(Arc::new(calendar)),
            rule_sets: RwLock::new(Arc::new(rule_sets)),
            rules_made: rules::Made::default(),
        })))
    }
}
