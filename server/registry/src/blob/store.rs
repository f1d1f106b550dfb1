use crate::error::{Error, Result};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutPayload};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// Sealed files in a directory of their own, named by opaque ids: neither the directory nor a file in it tells whose
/// proof it is or what it shows. Sealing is the caller's: what comes here is ciphertext. Clones share the directory.
#[derive(Debug, Clone)]
pub struct BlobStore {
    files: Arc<LocalFileSystem>,
}

impl BlobStore {
    /// Opens a directory, which is made if it is not there, for its owner only. It must lie outside the web root.
    ///
    /// # Errors
    /// When it cannot be made or read.
    pub fn open(directory: &Path) -> Result<Self> {
        std::fs::create_dir_all(directory)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(directory, std::fs::Permissions::from_mode(0o700))?;
        }
        let files = LocalFileSystem::new_with_prefix(directory).map_err(failed)?;
        Ok(Self { files: Arc::new(files) })
    }

    /// Keeps sealed bytes under a UUID. The file appears whole or not at all, and has reached the disk when this returns.
    ///
    /// # Errors
    /// When the id is no UUID or is taken (nothing is overwritten), or the file cannot be written.
    pub async fn put(&self, id: &str, sealed: Vec<u8>) -> Result<()> {
        let key = key(id)?;
        let path = self.files.path_to_filesystem(&key).map_err(failed)?;
        self.files.put_opts(&key, PutPayload::from(sealed), PutMode::Create.into()).await.map_err(failed)?;
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
        let found = self.files.get(&key(id)?).await.map_err(failed)?;
        Ok(found.bytes().await.map_err(failed)?.into())
    }

    /// Removes a file. Removing one that is not there is no error: it may be the second try.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub async fn delete(&self, id: &str) -> Result<()> {
        match self.files.delete(&key(id)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }
}

/// Spread over 256 folders by the last two digits, the random end of a version 7 UUID. Only a UUID makes a key, so no
/// name that a person chose ever becomes a path.
fn key(id: &str) -> Result<Key> {
    let name = Uuid::try_parse(id).map_err(|_| Error::NotFound("blob"))?.simple().to_string();
    Ok(Key::from_iter([&name[30..], name.as_str()]))
}

fn failed(error: object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { .. } => Error::NotFound("blob"),
        other => Error::Io(std::io::Error::other(other)),
    }
}
