//! Where sealed files lie.

use futures::TryStreamExt;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutPayload};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use store::error::{Error, Result};
use uuid::Uuid;

/// Sealed files named by opaque ids, in a directory of their own or in an S3 bucket: neither the place nor a name in it tells
/// whose file it is or what it shows. Sealing is the caller's: what comes here is ciphertext. Clones share the place.
#[derive(Debug, Clone)]
pub struct BlobStore {
    files: Arc<dyn ObjectStore>,
    /// The directory, where there is one: what is written there is brought to the disk.
    local: Option<Arc<LocalFileSystem>>,
    /// First parts of every key.
    prefix: Key,
    /// What came and went since a backup last asked; None while none asks.
    changes: Arc<Mutex<Option<Changes>>>,
}

/// Which files came and which went.
#[derive(Debug, Default)]
pub struct Changes {
    /// Their ids.
    pub came: Vec<String>,
    /// Their ids.
    pub went: Vec<String>,
}

impl BlobStore {
    /// Opens a directory, which is made if it is not there, for its owner only. It must lie outside the web root.
    ///
    /// # Errors
    /// When it cannot be made or read.
    pub fn open(directory: &Path) -> Result<Self> {
        store::private(directory)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(directory, std::fs::Permissions::from_mode(0o700))?;
        }
        let files = Arc::new(LocalFileSystem::new_with_prefix(directory).map_err(failed)?);
        Ok(Self { files: files.clone(), local: Some(files), prefix: Key::default(), changes: Arc::default() })
    }

    /// Opens `s3://bucket/prefix`. Keys, region and endpoint come from the usual `AWS_…` environment variables.
    ///
    /// # Errors
    /// When the address is none, or what it needs is not set.
    pub fn open_s3(address: &str) -> Result<Self> {
        let place = address.strip_prefix("s3://").unwrap_or(address);
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        let files = AmazonS3Builder::from_env().with_bucket_name(bucket).build().map_err(failed)?;
        Ok(Self { files: Arc::new(files), local: None, prefix: Key::from(prefix), changes: Arc::default() })
    }

    /// Keeps sealed bytes under a UUID. The file appears whole or not at all, and has reached the disk (or the bucket) when
    /// this returns.
    ///
    /// # Errors
    /// When the id is no UUID or is taken (nothing is overwritten), or the file cannot be written.
    pub async fn put(&self, id: &str, sealed: Vec<u8>) -> Result<()> {
        let key = self.key(id)?;
        self.files.put_opts(&key, PutPayload::from(sealed), PutMode::Create.into()).await.map_err(failed)?;
        self.note(|changes| changes.came.push(id.to_owned()));
        let Some(local) = &self.local else { return Ok(()) };
        let path = local.path_to_filesystem(&key).map_err(failed)?;
        let flushed = tokio::task::spawn_blocking(move || {
            std::fs::File::open(&path)?.sync_all()?;
            path.parent().map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all())
        });
        Ok(flushed.await.map_err(std::io::Error::other)??)
    }

    /// The sealed bytes as they were put.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such file.
    pub async fn get(&self, id: &str) -> Result<Vec<u8>> {
        let found = self.files.get(&self.key(id)?).await.map_err(failed)?;
        Ok(found.bytes().await.map_err(failed)?.into())
    }

    /// Removes a file. Removing one that is not there is no error: it may be the second try.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub async fn delete(&self, id: &str) -> Result<()> {
        self.note(|changes| changes.went.push(id.to_owned()));
        match self.files.delete(&self.key(id)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// Notes from now on what comes and goes, for a backup that follows.
    pub fn follow(&self) {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default();
    }

    /// What came and went since the last time; nothing when nobody follows.
    pub fn take_changes(&self) -> Changes {
        self.changes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_mut()
            .map(std::mem::take)
            .unwrap_or_default()
    }

    /// Gives back what could not be dealt with, for the next time.
    pub fn give_back(&self, unfinished: Changes) {
        self.note(|changes| {
            changes.came.extend(unfinished.came);
            changes.went.extend(unfinished.went);
        });
    }

    fn note(&self, what: impl FnOnce(&mut Changes)) {
        if let Some(changes) = self.changes.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            what(changes);
        }
    }

    /// The ids of the files in one of the 256 folders.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub async fn ids(&self, folder: u8) -> Result<Vec<String>> {
        let under: Key = self.prefix.parts().chain([format!("{folder:02x}").into()]).collect();
        let found = self.files.list(Some(&under)).map_ok(|file| file.location.filename().map(str::to_owned));
        let names: Vec<Option<String>> = found.try_collect().await.map_err(failed)?;
        Ok(names.into_iter().flatten().filter(|name| Uuid::try_parse(name).is_ok()).collect())
    }

    /// Spread over 256 folders by the last two digits, the random end of a version 7 UUID. Only a UUID makes a key, so no
    /// name that a person chose ever becomes a path.
    fn key(&self, id: &str) -> Result<Key> {
        let name = Uuid::try_parse(id).map_err(|_| Error::NotFound("blob"))?.simple().to_string();
        let folder = name[30..].to_owned();
        Ok(self.prefix.parts().chain([folder.into(), name.into()]).collect())
    }
}

fn failed(error: object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { .. } => Error::NotFound("blob"),
        other => Error::Io(std::io::Error::other(other)),
    }
}
